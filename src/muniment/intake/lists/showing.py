"""A sender's list against what came: each line matched, missing, or matched while text may be missing; and what no line names.

A machine proposes, a person confirms: `confirmed_by` is empty until somebody has said so.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from muniment.intake.lists import kept
from muniment.intake.lists.evidence import Candidate
from muniment.intake.lists.line import Line
from muniment.intake.lists.match import Proposal, propose
from muniment.intake.people import CONDITIONS
from muniment.model.reading import Json
from muniment.store.ids import id_of
from muniment.store.tables import Tables

MATCHED, MISSING, EXTRA, UNREADABLE = "matched", "missing", "extra", "unreadable"
_NAMES = ("n", "path", "name", "sha256", "state", "item.pages")


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the answer; `line` is None for an item that no line names."""

    line: int | None
    text: str
    state: str
    items: tuple[str, ...]
    pages_listed: int | None
    pages_found: int | None
    confirmed_by: str | None
    why: str = ""
    evidence: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()  # items that fit as well as each other, so that none is proposed
    doubts: tuple[str, ...] = ()

    def said(self) -> dict[str, Json]:
        """As JSON."""
        return {
            "line": self.line,
            "text": self.text,
            "state": self.state,
            "items": list(self.items),
            "pages_listed": self.pages_listed,
            "pages_found": self.pages_found,
            "confirmed_by": self.confirmed_by,
            "why": self.why,
            "evidence": list(self.evidence),
            "instead": list(self.instead),
            "doubts": list(self.doubts),
        }


def show(tables: Tables, bundle: str) -> list[Shown]:
    """Every line of a bundle's list in its order, then what no line names; none where it has no list."""
    lines = taken(tables, bundle)
    if not lines:
        return []
    there, own = candidates(tables, bundle)
    confirmed = _confirmed(tables, bundle)
    claimed = {item for items, _, _ in confirmed.values() for item in items}
    free = [one for one in there.values() if one.id not in claimed]
    proposed = {one.line: one for one in propose([line for line in lines if line.number not in confirmed], free)}
    open_ = _open(tables)
    shown = [_line(line, confirmed.get(line.number), proposed.get(line.number), there, open_) for line in lines]
    named = {item for one in shown for item in one.items}
    return shown + [
        Shown(None, one.path, EXTRA, (one.id,), None, one.pages, None)
        for one in there.values()
        if one.id in own - named
    ]


# of a bundle, where the item that holds the list is not held back or withdrawn while the bundle is not
STANDS = (
    "line.bundle=? AND (SELECT its.aside FROM item JOIN bundle AS its ON its.id=item.bundle WHERE item.n=line.item) "
    "IN ('', (SELECT aside FROM bundle AS of WHERE of.id=line.bundle))"
)


def taken(tables: Tables, bundle: str) -> list[Line]:
    """The lines of a bundle's list; one that was erased is a line without words."""
    sql = f"SELECT number, said FROM line WHERE {STANDS} ORDER BY number"  # noqa: S608 # our own words
    found = tables.rows(sql, (bundle,))
    return [
        Line(number, "", "[erased]") if said is None else kept.of(number, json.loads(said)) for number, said in found
    ]


def candidates(tables: Tables, bundle: str) -> tuple[dict[str, Candidate], set[str]]:
    """What came in a bundle and its supplements on its own, and every thing on a shelf; and the ids of those of the bundle."""
    sql = (
        "WITH RECURSIVE family(id) AS (VALUES (?) UNION SELECT bundle.id FROM bundle JOIN family ON supplements=family.id "  # noqa: S608
        "WHERE aside IN ('', (SELECT aside FROM bundle WHERE id=?))) "
        f"SELECT {', '.join(_NAMES)}, "  # our own names
        "(SELECT box.pages FROM box WHERE box.item=item.n), listed_size, kind, bundle IN family "
        "FROM item WHERE n=top AND n NOT IN (SELECT item FROM line WHERE bundle=?) AND "
        "(bundle IN family OR (kind='box' AND bundle IN (SELECT id FROM bundle WHERE source='' AND aside=''))) ORDER BY n"
    )
    found, own = {}, set()
    for n, path, name, sha256, state, pages, counted, size, kind, mine in tables.rows(sql, (bundle, bundle, bundle)):
        found[id_of(n)] = Candidate(
            id=id_of(n),
            path=path,
            name=name,
            sha256=sha256 or "",
            pages=counted if pages is None else pages,
            size=size,
            state=state,
            is_box=kind == "box",
        )
        if mine:
            own.add(id_of(n))
    return found, own


def _confirmed(tables: Tables, bundle: str) -> dict[int, tuple[tuple[str, ...], str, str]]:
    """What people said of lines: the items, none where it did not come; by whom; and why."""
    sql = (
        "SELECT number, items, coalesce(name, ''), coalesce(why, '') FROM matched LEFT JOIN person ON id=person "
        "WHERE bundle=?"
    )
    return {
        number: (tuple(map(id_of, json.loads(items))), by, why)
        for number, items, by, why in tables.rows(sql, (bundle,))
    }


def _line(
    line: Line,
    confirmed: tuple[tuple[str, ...], str, str] | None,
    proposal: Proposal | None,
    there: Mapping[str, Candidate],
    open_: Collection[str],
) -> Shown:
    items, by, why = confirmed or (proposal.items if proposal else (), None, "")
    found = [there[item] for item in items if item in there]
    pages = [one.pages for one in found if one.pages is not None]
    return Shown(
        line.number,
        line.text,
        _state(items, open_),
        tuple(items),
        line.pages,
        sum(pages) if pages else None,
        by,
        why,
        () if confirmed or proposal is None else proposal.evidence,
        () if confirmed or proposal is None else proposal.instead,
        line.doubts,
    )


def _state(items: Sequence[str], open_: Collection[str]) -> str:
    if not items:
        return MISSING
    return UNREADABLE if any(item in open_ for item in items) else MATCHED


def _open(tables: Tables) -> set[str]:
    """Items that came on their own of which text may be missing, in them or in what they hold, and nobody has settled it."""
    found = tables.rows(f"SELECT DISTINCT top FROM item WHERE {CONDITIONS['needs_person']}")  # noqa: S608 # our own words
    return {id_of(top) for (top,) in found}
