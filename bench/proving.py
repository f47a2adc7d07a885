"""A case in which much is alleged: what `./go bench matrix` measures, made through the acts that a person's work leaves.

Allegations are of the offence with the most elements. Links are spread over them, over their elements and over the items, each
with a route for every forum; every tenth is of the first allegation, which so has many. One item in fifty holds answers that
somebody gave in an election court. Half of the links come before the decisions and half behind, so that something bears on
each; a third of the items were opened by then, and some are judged relevant afterwards.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from made import made

from muniment.model.act import Act, ranges
from muniment.model.deed import Opened
from muniment.model.prove import Alleged, Dated, Linked, PaperSaid, Put, Side, SubjectNamed, WitnessNamed
from muniment.model.review import Judged, Judgement, Way
from muniment.prove import decisions
from muniment.prove.decisions import Decision
from muniment.prove.law.book import ours
from muniment.store.ids import id_of
from muniment.store.store import Store

WORDS, MIXED = 20, 20  # of a text, on average; of so many members one is locked and one a picture
AT_ONCE = 500  # acts in a batch
MANY = 10  # every so many-th link is of the first allegation
PEOPLE, ANSWERS, PUT_BEFORE, RELEVANT = 100, 50, 40, 20
SAID = "A man came to the door, asked whether we had voted yet, and took our ballot papers away in a blue bag."


@dataclass(frozen=True, slots=True)
class Size:
    """How much of each there is."""

    allegations: int
    links: int
    items: int
    acts: int
    decisions: int


def make(at: Path, size: Size) -> None:
    """Make the case."""
    made(at, size.items, WORDS, MIXED)
    for who, opened in (("Other", range(1, size.items + 1, 3)), ("Bench", range(2, size.items + 1, 20))):
        store = Store.open(at, who)
        _record(store, (Opened(id_of(n), None, "on the screen") for n in opened))
        if who == "Bench":
            _prove(store, size)
        store.close()


def _prove(store: Store, size: Size) -> None:
    _record(store, (SubjectNamed(kind="person", name=f"Person {n}") for n in range(PEOPLE)))
    _record(store, (WitnessNamed(name=f"Person {n}", subject=f"SUB-{n + 1:04}") for n in range(PEOPLE)))
    offence = max(ours().offences.offences.values(), key=lambda each: len(each.elements))
    elements = [each.id for each in offence.elements]
    _record(store, (_alleged(n, offence.id) for n in range(size.allegations)))
    _record(store, (_put(n) for n in range(0, size.allegations, 2)))
    _record(store, (_paper(n) for n in range(1, size.items + 1, ANSWERS)))
    _record(store, (_dated(n) for n in range(size.acts)))
    half = size.links // 2
    _record(store, (_linked(n, size, elements) for n in range(half)))
    for n in range(size.decisions):
        decisions.decide(store, ours(), _decided(store, n, size))
    _record(store, (_linked(n, size, elements) for n in range(half, size.links)))
    judged = [*range(1, size.items + 1, RELEVANT)]
    store.record(Judged(Judgement.RELEVANT, Way.ASIDE, "", ranges(judged), len(judged)))


def _record(store: Store, acts: Iterator[Act]) -> None:
    while batch := tuple(islice(acts, AT_ONCE)):
        store.record(*batch)


def _alleged(n: int, offence: str) -> Alleged:
    return Alleged(
        offence=offence,
        first="2014-05-22",
        last="2014-05-22",
        election="local",
        nation="england",
        poll="2014-05-22",
        attribution="unknown",
        subjects=[f"SUB-{1 + n % PEOPLE:04}"],
        complaints=[],
        text=f"What allegation {n} says, in a line or two, as somebody told it.",
        written=offence,
    )


def _put(n: int) -> Put:
    return Put(
        allegation=f"ALG-{n + 1:04}",
        subject=f"SUB-{1 + n % PEOPLE:04}",
        day="2014-07-01",
        how="letter",
        what="What they are said to have done.",
    )


def _paper(n: int) -> PaperSaid:
    return PaperSaid(on=id_of(n), kind="answers", witness=f"WIT-{1 + n % PEOPLE:04}")


def _dated(n: int) -> Dated:
    kind = ("poll", "offence", "result-declared")[n % 3]
    day, person = f"{2004 + n % 20}-05-{1 + n % 28:02}", f"Person {n % PEOPLE}" if kind == "offence" else ""
    return Dated(kind=kind, first=day, last=day, election="local", nation="england", person=person)


def _linked(n: int, size: Size, elements: Sequence[str]) -> Linked:
    turn = n // size.allegations
    return Linked(
        allegation="ALG-0001" if n % MANY == 0 else f"ALG-{1 + n % size.allegations:04}",
        element=elements[(turn + n) % len(elements)],
        side=Side.AGAINST if n % 3 == 0 else Side.FOR,
        item=id_of(1 + n * 7 % size.items),
        reading=None,
        page=1,
        span=(10, 10 + len(SAID)),
        routes=dict.fromkeys(ours().forums.forums, "direct"),
        words=SAID,
    )


def _decided(store: Store, n: int, size: Size) -> Decision:
    put = [id_of(1 + (n * 31 + at * 17) % size.items) for at in range(PUT_BEFORE)]
    left = decisions.based_on(store, store.person or "", put).parts[-1]
    about: dict[str, Any] = {
        "of": [f"ALG-{1 + n % size.allegations:04}"],
        "stage": "evidential",
        "shape": "insufficient",
    }
    return Decision(
        "no-further-action", "police", "Example Police", reason="Not enough.", items=put, unopened=left, **about
    )
