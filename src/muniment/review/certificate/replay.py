"""Replays the draws and recall certificates of a case from plain facts, and says what does not hold.

A fact is a dict with `entry` and `kind`; `verify` makes them from the ledger, without tables and without a ranker:

    ranking-began   items                       ranked       items, reached, trained
    opened          items, by (here, or elsewhere)    unsettled    of (an entry that said so of items)
    judged          items, judgement, by, way, decides      taken-back   of (an entry)
    audit-began     nothing more                taken-in     items
    gone            items (held, withdrawn, erased: nobody can judge them), back, withdrawn (they count no longer)
    draw-began      frame (ids), rule, target (two numbers), alpha (two numbers), leaf (of this entry)
    draw-seeded     draw, how, added; of a cosigner signed (whether the signature holds)      draw-abandoned   draw
    certificate-issued   draw, figures, found (ids), not_readable (ids); hidden and unknown (ids), where the readings of
                         that entry say what could not be read, and what cannot be known any more

It takes the judgements as they stand and the ranked order as recorded: whether a ranker gives that order again is
asked by ranking again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from muniment.errors import AskedWrong
from muniment.model.review import Judgement, Way
from muniment.review.certificate.course import (
    AuditBegan,
    Course,
    Event,
    Gone,
    Judged,
    Opened,
    Ranked,
    TakenBack,
    Unsettled,
)
from muniment.review.certificate.issue import Draw, decide
from muniment.review.certificate.number import numbers, seed
from muniment.review.certificate.said import Sayings
from muniment.review.certificate.verdict import What

Fact: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not hold, at which entry."""

    entry: int
    what: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One certificate: whether all that it says follows, and the entry that overtook it, None where none did."""

    entry: int
    draw: int
    holds: bool
    overtaken_by: int | None


@dataclass(frozen=True, slots=True)
class Replayed:
    """What the ledger bears out."""

    certificates: tuple[Checked, ...]
    findings: tuple[Finding, ...]
    abandoned: tuple[int, ...]
    waiting: tuple[int, ...]  # draws that were begun, and neither given up nor certified

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def replay(facts: Iterable[Fact]) -> Replayed:
    """Replay every certificate among some facts. *Cost*: a pass over the facts for each draw that has one."""
    told = sorted(facts, key=lambda fact: int(fact["entry"]))
    findings: list[Finding] = []
    draws, given_up = _draws(told, findings)
    checked = [_check(told, fact, draws, given_up, findings) for fact in told if fact["kind"] == "certificate-issued"]
    used = {each.draw for each in checked} | set(given_up)
    return Replayed(tuple(checked), tuple(findings), tuple(sorted(given_up)), tuple(sorted(set(draws) - used)))


@dataclass(slots=True)
class _Begun:
    draw: Draw
    frame: list[str]
    seeded: int | None = None
    seed: str = ""


def _draws(told: list[Fact], findings: list[Finding]) -> tuple[dict[int, _Begun], dict[int, int]]:
    begun: dict[int, _Begun] = {}
    given_up: dict[int, int] = {}
    leaves: dict[int, str] = {}
    there: set[str] = set()
    withdrawn: set[str] = set()
    for fact in told:
        entry, kind = int(fact["entry"]), fact["kind"]
        if kind == "taken-in":
            there.update(fact["items"])
        elif fact.get("withdrawn"):
            withdrawn.update(fact["items"])
        elif kind == "draw-began":
            frame = list(fact["frame"])
            findings += (Finding(entry, what) for what in _frame(frame, there - withdrawn))
            target, alpha = Fraction(*fact["target"]), Fraction(*fact["alpha"])
            begun[entry] = _Begun(Draw(entry, fact["rule"], target, alpha, len(frame), len(begun) + 1), frame)
            leaves[entry] = fact["leaf"]
        elif kind == "draw-seeded":
            _seed(begun.get(int(fact["draw"])), fact, leaves, findings)
        elif kind == "draw-abandoned":
            given_up.setdefault(int(fact["draw"]), entry)
    return begun, given_up


def _frame(frame: list[str], ours: set[str]) -> Iterator[str]:
    """Whether a frame is what was in the case then."""
    held = set(frame)
    if len(held) < len(frame):
        yield "a frame holds an item twice"
    if held != ours:
        yield f"a frame leaves out {len(ours - held)} items of the case, and holds {len(held - ours)} that were not in it"


def _seed(draw: _Begun | None, fact: Fact, leaves: Mapping[int, str], findings: list[Finding]) -> None:
    entry = int(fact["entry"])
    if draw is None:
        findings.append(Finding(entry, "a seed for a draw that was not begun"))
    elif draw.seeded is not None:
        findings.append(Finding(entry, "a draw was seeded twice"))
    elif fact["how"] == "cosigned" and not fact.get("signed"):
        findings.append(Finding(entry, "the cosigner did not sign this draw"))
    else:
        old = draw.draw
        draw.draw = Draw(old.entry, old.rule, old.target, old.alpha, old.size, old.ordinal, fact["how"])
        try:
            draw.seed, draw.seeded = seed(leaves[old.entry], fact["how"], fact.get("added", "")), entry
        except AskedWrong as why:
            findings.append(Finding(entry, str(why)))


def _check(
    told: list[Fact], fact: Fact, draws: Mapping[int, _Begun], given_up: Mapping[int, int], findings: list[Finding]
) -> Checked:
    entry, number = int(fact["entry"]), int(fact["draw"])
    wrong = list(_wrong(told, fact, draws.get(number), given_up.get(number)))
    findings += (Finding(entry, what) for what in wrong)
    frame = draws[number].frame if number in draws else []
    return Checked(entry, number, not wrong, overtaken(told, entry, frame))


def _wrong(told: list[Fact], fact: Fact, begun: _Begun | None, given_up: int | None) -> Iterator[str]:
    entry = int(fact["entry"])
    if begun is None or begun.seeded is None or not begun.draw.entry < begun.seeded < entry:
        yield "a certificate without a draw that was begun and seeded before it"
        return
    if given_up is not None and given_up < entry:
        yield "a certificate of a draw that was given up"
    course = Course(begun.frame, numbers(begun.seed, begun.frame), begun.seeded)
    course.follow(event for earlier in told if int(earlier["entry"]) < entry for event in _events(earlier))
    for each in course.breaks:
        yield f"entry {each.entry}: {each.what}"
    yield from _unread(course, fact)
    unread = course.unread(fact["not_readable"])
    if other := {*fact["not_readable"]} - unread:
        yield f"{len(other)} unreadable items are not in the frame, or were opened and judged"
    try:
        decision = decide(course, begun.draw, frozenset(fact["not_readable"]))
    except AskedWrong as why:
        yield str(why)
        return
    if decision.verdict.what is not What.STOP:
        yield f"the verdict is {decision.verdict.what}, not stop"
        return
    figures = decision.figures()
    for name, value in figures.items():
        if fact["figures"].get(name) != value:
            yield f"{name} is {value}, and the certificate says {fact['figures'].get(name)}"
    found = {item for item in begun.frame if course.judgement(item) is Judgement.RELEVANT and item not in unread}
    if found != set(fact["found"]):
        yield "the relevant items it rests on are not those that were found"


def _unread(course: Course, fact: Fact) -> Iterator[str]:
    """Whether what it says cannot be read is what could not be read then."""
    if "hidden" not in fact:
        return
    differs = course.unread(fact["hidden"]) ^ course.unread(fact["not_readable"])
    differs -= set(fact["unknown"])
    if differs:
        few = ", ".join(sorted(differs)[:3]) + (" and others" if len(differs) > 3 else "")
        yield f"{len(differs)} items could be read then, or could not, and it says otherwise: {few}"


def _events(fact: Fact) -> Iterator[Event]:
    entry, kind = int(fact["entry"]), fact["kind"]
    if kind in {"ranking-began", "ranked"}:
        began = kind == "ranking-began"
        yield Ranked(entry, tuple(fact["items"]), began, fact.get("reached"), fact.get("trained"))
    elif kind == "audit-began":
        yield AuditBegan(entry)
    elif kind == "opened":
        for item in fact["items"]:
            yield Opened(entry, item, fact["by"])
    elif kind == "unsettled":
        yield Unsettled(entry, int(fact["of"]))
    elif kind == "judged":
        said, way, decides = Judgement(fact["judgement"]), Way(fact["way"]), bool(fact.get("decides"))
        for item in fact["items"]:
            yield Judged(entry, item, said, fact["by"], way, decides)
    elif kind == "gone":
        yield Gone(entry, tuple(fact["items"]), bool(fact.get("back")))
    elif kind == "taken-back":
        yield TakenBack(entry, int(fact["of"]))


def overtaken(told: Iterable[Fact], certificate: int, frame: Iterable[str]) -> int | None:
    """The first entry after a certificate that took items in which still count, or changed what stood of an item of its frame.

    What was changed and is judged again as it was overtakes nothing.
    """
    said, of = Sayings(), set(frame)
    there, withdrawn = set(of), set[str]()  # what was in the case then; what counts no longer
    came: dict[str, int] = {}  # in later, by which entry
    stands: dict[str, Judgement | None] = {}
    moved: dict[str, tuple[Judgement | None, int]] = {}  # what it stood as then, and the first entry that changed it
    for fact in told:
        entry, items = int(fact["entry"]), fact.get("items", ())
        if fact["kind"] == "taken-in" and entry <= certificate:
            there.update(items)
        elif fact["kind"] == "taken-in":
            for item in items:
                came.setdefault(item, entry)
        elif fact.get("withdrawn"):
            withdrawn.update(items)
        for item in _heard(said, fact):
            before, stands[item] = stands.get(item), said.of(item)
            if entry > certificate and item in of and before is not stands[item]:
                moved.setdefault(item, (before, entry))
    changed = [at for item, (before, at) in moved.items() if before not in {None, stands[item]}]
    late = came.keys() - there - withdrawn
    return min([*changed, *(came[item] for item in late)], default=None)


def _heard(said: Sayings, fact: Fact) -> list[str]:
    touched: list[str] = []
    for event in _events(fact):
        if isinstance(event, Judged):
            said.say(event.entry, event.item, event.by, event.judgement, decides=event.decides)
            touched.append(event.item)
        elif isinstance(event, TakenBack):
            touched += said.take_back(event.of)
    return touched
