"""What was entered in the room, as the tables hold it: each act as it was said, by number or by kind, in the ledger's order."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muniment.errors import UnknownItem
from muniment.model.act import Act
from muniment.model.prove import (
    KINDS,
    AskedAnswered,
    ClockMet,
    ComplaintAnswered,
    ComplaintEnded,
    Contacted,
    Proof,
    StepTaken,
    Willing,
)
from muniment.review import facts
from muniment.store.store import Store
from muniment.store.view import View

_ROW = "SELECT entry, do, id, person, at, said FROM proof"
# The plus keeps SQLite from the index of kinds, which would bring every act of those.
_NAMED = "id IN (SELECT value FROM json_each(?)) AND +do IN ('subject-named', 'witness-named', 'alleged')"
# What has no number of its own, and counts until somebody says that it was entered in error: it is struck by its entry.
BY_ENTRY = (AskedAnswered, ClockMet, ComplaintAnswered, ComplaintEnded, Contacted, StepTaken, Willing)
_STANDS = "CAST(entry AS TEXT) NOT IN (SELECT id FROM proof WHERE do='proof-struck')"
_NOUNS = {"ALG": "allegation", "DEC": "decision", "ADV": "advice"}  # of what people ask for by its number
NAMES = {kind.prefix: kind.do for kind in KINDS.values() if kind.prefix}


@dataclass(frozen=True, slots=True)
class Entered:
    """One act: its entry, the number that it gave or is about, who entered it, when, and its fields (None where erased)."""

    entry: int
    do: str
    id: str
    person: str
    at: int
    said: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.said[name]


def entered(view: View, *kinds: type[Proof], on: str | None = None) -> list[Entered]:
    """Every act of these kinds, or all about one number, the oldest first; "" is no number.

    What has a number and was struck is there too; of named kinds, what was struck by its entry is not.
    """
    asked = [kind.do for kind in kinds]
    where = [f"do IN ({','.join('?' * len(asked))})"] if asked else []
    where += [_STANDS] if {*kinds} & {*BY_ENTRY} else []
    where += ["id=?"] if on is not None else []
    return chosen(view, " AND ".join(where) or "1", (*asked, *([on] if on is not None else [])))


def chosen(view: View, where: str, values: Sequence[str | int] = ()) -> list[Entered]:
    """Every act that a condition on the table of acts chooses, in one question, the oldest first."""
    rows = view.tables.rows(f"{_ROW} WHERE {where} ORDER BY entry", values)
    return [Entered(entry, do, id, person, at, json.loads(said)) for entry, do, id, person, at, said in rows]  # noqa: A001


def numbers_in(view: View, entry: int) -> list[int]:
    """The items that an act names as a list, in its order, as the ledger holds them."""
    act = json.loads(view.tables.one("SELECT said FROM act WHERE entry=?", (entry,)))
    return [n for first, count in facts.runs(view, act) for n in range(first, first + count)]


def of_each(view: View, *kinds: type[Proof]) -> dict[str, list[Entered]]:
    """Every act of these kinds by the number that it gave or is about, the oldest first."""
    return by_number(entered(view, *kinds))


def by_number(acts: Iterable[Entered]) -> dict[str, list[Entered]]:
    """The same acts by the number that each gave or is about, in the order of their first."""
    found: dict[str, list[Entered]] = {}
    for each in acts:
        found.setdefault(each.id, []).append(each)
    return found


def newest(view: View, kind: type[Proof], *, struck: bool = False) -> dict[str, Entered]:
    """The newest wording of each number of a kind; without those entered in error, unless `struck`."""
    gone = {} if struck else strikes(view)
    return {each.id: each for each in entered(view, kind) if each.id not in gone}


def one(view: View, kind: type[Proof], id: str) -> Entered:  # noqa: A002 # the field's name
    """The newest wording of one number.

    Raises: UnknownItem, where there is none of this kind.
    """
    found = entered(view, kind, on=id)
    if not found:
        what = f"{_NOUNS.get(kind.prefix, 'number')}: there is no such number"
        raise UnknownItem(what, id, f"numbers look like {kind.prefix}-0001")
    return found[-1]


def strikes(view: View) -> dict[str, int]:
    """What was entered in error: each number, and the entry that says so."""
    return dict(view.tables.rows("SELECT id, entry FROM proof WHERE do='proof-struck'"))


def record(store: Store, act: Proof) -> tuple[str, int]:
    """Record an act; its number and its entry."""
    return recorded(store, lambda: [act])


def recorded(store: Store, acts: Callable[[], Sequence[Act]]) -> tuple[str, int]:
    """Record what is worked out while nobody else appends; the number and the entry of the first act."""
    entry = store.record_now(acts)
    return str(store.tables.one("SELECT id FROM proof WHERE entry=?", (entry,))), entry


def people(view: View) -> dict[str, str]:
    """Who acted here: each person's number, and the name as claimed, "" where it was erased."""
    return dict(view.tables.rows("SELECT id, coalesce(name, '') FROM person"))


def named(view: View, ids: Iterable[str]) -> dict[str, str]:
    """What is shown for numbers: the name of a subject or witness, the text of an allegation; "" where it was erased."""
    found = dict.fromkeys(ids, "")
    for each in chosen(view, _NAMED, (json.dumps([*found]),)):
        found[each.id] = each.said.get("name") or each.said.get("text") or ""
    return found
