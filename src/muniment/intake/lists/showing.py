"""A sender's list against what came: each line matched, missing, or matched while text may be missing; and what no line names.

A machine proposes, a person confirms: `confirmed_by` is empty until somebody has said so.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from muniment.intake.lists import came, kept
from muniment.intake.lists.evidence import Candidate
from muniment.intake.lists.line import DIFFERS, SHA256, UNCOUNTED, Line
from muniment.intake.lists.match import Proposal, propose
from muniment.intake.people import CONDITIONS
from muniment.model.reading import NOTHING, Json
from muniment.store.ids import id_of
from muniment.store.tables import Tables

MATCHED, MISSING, EXTRA, UNREADABLE = "matched", "missing", "extra", "unreadable"
_NAMED = frozenset(
    {"hash", "path", "name", "title"}
)  # a number alone says little of what lies deeper, or came otherwise


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
    fits: tuple[
        str, ...
    ] = ()  # items that fit and are not proposed: of another bundle, or somebody said that it did not come
    also: tuple[int, ...] = ()  # other lines for which the same items stand
    counted: Mapping[str, int | None] = field(default_factory=lambda: NOTHING)  # the pages of each item

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
            "fits": list(self.fits),
            "also": list(self.also),
        }


def show(tables: Tables, bundle: str, *, wide: bool = True) -> list[Shown]:
    """Every line of a bundle's list in its order, then what no line names; none where it has no list.

    `wide` looks in other bundles too for what fits lines that nothing here fits: it is named, and changes no state.
    """
    lines = taken(tables, bundle)
    if not lines:
        return []
    there, own = came.on_their_own(tables, bundle)
    confirmed = _confirmed(tables, bundle)
    claimed = {item for items, _, _ in confirmed.values() for item in items}
    there |= came.by_id(tables, bundle, claimed - there.keys())
    proposed = _proposed(tables, bundle, [line for line in lines if line.number not in confirmed], there, claimed)
    fits = _fits(tables, bundle, lines, there, confirmed, proposed) if wide else {}
    open_ = _open(tables)
    shown = [_line(line, confirmed.get(line.number), proposed.get(line.number), there, open_) for line in lines]
    shown = [replace(one, fits=fits.get(one.line or 0, ())) for one in _shared(shown)]
    named = {item for one in shown for item in one.items}
    return shown + _extra(tables, bundle, named, there, own)


def _proposed(
    tables: Tables, bundle: str, lines: Sequence[Line], there: dict[str, Candidate], claimed: Collection[str]
) -> dict[int, Proposal]:
    """What is proposed for lines: what came on its own, else what lies in an archive or a mailbox, which joins what is there."""
    found = {one.line: one for one in propose(lines, [one for one in there.values() if one.id not in claimed])}
    waiting = [line for line in lines if not found[line.number].items and not found[line.number].instead]
    members = [one for one in came.within(tables, bundle, waiting) if one.id not in claimed] if waiting else []
    there |= {one.id: one for one in members}
    return found | {one.line: one for one in _by_name(waiting, members)}


def _by_name(lines: Sequence[Line], items: Sequence[Candidate]) -> list[Proposal]:
    """Proposals that more than a number speaks for."""
    found = propose(lines, items) if lines and items else []
    return [one for one in found if not _NAMED.isdisjoint(one.evidence)]


def _fits(
    tables: Tables,
    bundle: str,
    lines: Sequence[Line],
    there: Mapping[str, Candidate],
    confirmed: Mapping[int, tuple[tuple[str, ...], str, str]],
    proposed: Mapping[int, Proposal],
) -> dict[int, tuple[str, ...]]:
    """What fits lines of which somebody said that it did not come, and what came in other bundles for those that nothing fits."""
    missed = [line for line in lines if line.number in confirmed and not confirmed[line.number][0]]
    named = {item for items, _, _ in confirmed.values() for item in items}
    named |= {item for one in proposed.values() for item in one.items}
    found = propose(missed, [one for one in there.values() if one.id not in named]) if missed else []
    fits = {one.line: one.items or one.instead for one in found if one.items or one.instead}
    nothing = [line for line in lines if line.number in proposed and not proposed[line.number].items]
    late = [line for line in (*missed, *nothing) if line.number not in fits and line.text]
    if late:
        for one in _by_name(late, came.elsewhere(tables, bundle, late)):
            fits[one.line] = one.items or one.instead
    return fits


def _extra(
    tables: Tables, bundle: str, named: Collection[str], there: Mapping[str, Candidate], own: Collection[str]
) -> list[Shown]:
    """What no line names; of an archive or a mailbox that lines name in part, the rest of what it holds."""
    holders = came.holders(tables, (item for item in named if item not in own))
    spoken = set(named) | holders
    rest = [one for one in there.values() if one.id in own and one.id not in spoken]
    inner = [one for one in came.held_by(tables, bundle, holders - set(named)).values() if one.id not in spoken]
    return [Shown(None, one.path, EXTRA, (one.id,), None, one.pages, None) for one in (*rest, *inner)]


def _shared(shown: Sequence[Shown]) -> list[Shown]:
    """With the other lines for which an item of a line stands too."""
    often = Counter(item for one in shown for item in one.items)
    twice = {item for item, count in often.items() if count > 1}
    if not twice:
        return list(shown)
    by_item = {item: [one.line for one in shown if one.line and item in one.items] for item in twice}
    return [
        replace(
            one, also=tuple(sorted({line for item in twice & set(one.items) for line in by_item[item]} - {one.line}))
        )
        for one in shown
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


def _confirmed(tables: Tables, bundle: str) -> dict[int, tuple[tuple[str, ...], str, str]]:
    """What people said of lines: the items, none where it did not come; by whom; and why.

    What names something that was withdrawn since stands no more: of that line somebody speaks anew.
    """
    sql = (
        "SELECT number, items, coalesce(name, ''), coalesce(why, '') FROM matched LEFT JOIN person ON id=person "
        "WHERE bundle=? AND ((SELECT aside FROM bundle AS of WHERE of.id=matched.bundle)='withdrawn' OR NOT EXISTS "
        "(SELECT 1 FROM json_each(matched.items) AS named JOIN item ON item.n=named.value "
        "JOIN bundle AS its ON its.id=item.bundle WHERE its.aside='withdrawn'))"
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
    evidence = () if confirmed or proposal is None else proposal.evidence
    return Shown(
        line.number,
        line.text,
        _state(items, open_),
        tuple(items),
        line.pages,
        sum(pages) if pages else None,
        by,
        why,
        tuple(one for one in evidence if one != DIFFERS),
        () if confirmed or proposal is None else proposal.instead,
        (*line.doubts, *_doubts(line, found)),
        counted={one.id: one.pages for one in found},
    )


def _doubts(line: Line, found: Sequence[Candidate]) -> list[str]:
    """Where what came is not as the list says, whoever says that it is what the line means."""
    differs = len(line.hash) == SHA256 and bool(found) and all(one.sha256.lower() != line.hash for one in found)
    counted = [one.pages is not None for one in found]
    return [DIFFERS] * differs + [UNCOUNTED] * (line.pages is not None and any(counted) and not all(counted))


def _state(items: Sequence[str], open_: Collection[str]) -> str:
    if not items:
        return MISSING
    return UNREADABLE if any(item in open_ for item in items) else MATCHED


def _open(tables: Tables) -> set[str]:
    """Items of which text may be missing, in them or in what they hold, and nobody has settled it."""
    found = tables.rows(
        f"WITH RECURSIVE up(n) AS (SELECT n FROM item WHERE {CONDITIONS['needs_person']} UNION "  # noqa: S608 # our own words
        "SELECT item.parent FROM item JOIN up ON item.n=up.n WHERE item.n<>item.top) SELECT n FROM up"
    )
    return {id_of(n) for (n,) in found}
