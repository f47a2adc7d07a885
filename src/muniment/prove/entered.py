"""What was entered in the room, as the tables hold it: each act as it was said, by number or by kind, in the ledger's order."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from muniment.errors import UnknownItem
from muniment.model.prove import KINDS, Proof
from muniment.store.store import Store
from muniment.store.view import View

_ROW = "SELECT entry, do, id, person, at, said FROM proof"
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


def entered(view: View, *kinds: type[Proof], on: str = "") -> list[Entered]:
    """Every act of these kinds, or all about one number, the oldest first; what was struck is there too."""
    asked = [kind.do for kind in kinds]
    where = [f"do IN ({','.join('?' * len(asked))})"] if asked else []
    where += ["id=?"] if on else []
    sql = f"{_ROW} WHERE {' AND '.join(where) or '1'} ORDER BY entry"
    rows = view.tables.rows(sql, (*asked, *([on] if on else [])))
    return [Entered(entry, do, id, person, at, json.loads(said)) for entry, do, id, person, at, said in rows]  # noqa: A001


def of_each(view: View, *kinds: type[Proof]) -> dict[str, list[Entered]]:
    """Every act of these kinds by the number that it gave or is about, the oldest first."""
    found: dict[str, list[Entered]] = {}
    for each in entered(view, *kinds):
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
        raise UnknownItem(f"there is no {kind.do} of that number", id, f"numbers look like {kind.prefix}-0001")
    return found[-1]


def strikes(view: View) -> dict[str, int]:
    """What was entered in error: each number, and the entry that says so."""
    return dict(view.tables.rows("SELECT id, entry FROM proof WHERE do='proof-struck'"))


def record(store: Store, act: Proof) -> tuple[str, int]:
    """Record an act; its number and its entry."""
    entry = store.record(act)
    return str(store.tables.one("SELECT id FROM proof WHERE entry=?", (entry,))), entry


def named(view: View, ids: Iterable[str]) -> dict[str, str]:
    """What is shown for numbers: the name of a subject or witness, the text of an allegation; "" where it was erased."""
    found = {}
    for id in ids:  # noqa: A001
        said = entered(view, on=id)
        texts = [each.said.get("name") or each.said.get("text") or "" for each in said if each.do in _SHOWN]
        found[id] = texts[-1] if texts else ""
    return found


_SHOWN = {"subject-named", "witness-named", "alleged"}
