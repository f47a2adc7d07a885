"""What among the items each line of a sender's list may stand for: proposed, by which evidence. A person confirms.

A hash counts most, then path, name, title and number together, title or number alone; pages, date and place support.
An item is proposed for one line. What fits two lines, or two ways, is proposed for none, and both are named.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from muniment.intake.lists import evidence, values
from muniment.intake.lists.evidence import Candidate, Index
from muniment.intake.lists.line import DIFFERS, SHA256, Line

_STRENGTH = {"hash": 100, "path": 80, "name": 70, "title": 40, "number": 40}  # the strongest of them counts
_BESIDE = {"number": 10, "pages": 8, "place": 6, "date": 4, DIFFERS: -30}  # what stands beside it adds to that


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a line may stand for. Without `items` nobody can say: `instead` names what fits as well as something else."""

    line: int
    items: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    pages_found: int | None = None
    strength: int = 0
    instead: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()  # other lines that the same items fit as well


@dataclass(frozen=True, slots=True)
class _Fit:
    line: Line
    items: tuple[Candidate, ...]
    evidence: tuple[str, ...]

    @property
    def strength(self) -> int:
        first = max(self.evidence, key=lambda one: _STRENGTH.get(one, 0))
        return _STRENGTH[first] + sum(_BESIDE.get(one, 0) for one in self.evidence if one != first)


def propose(lines: Sequence[Line], items: Sequence[Candidate]) -> list[Proposal]:
    """A proposal for each line, in their order. Cost: a pass over the items, and one over those that fit each line."""
    index = Index(items)
    fits: dict[int, _Fit] = {}
    unclear: dict[int, Proposal] = {}
    for line in lines:
        found = _fits(line, index)
        if len(found) == 1:
            fits[line.number] = found[0]
        elif found:
            unclear[line.number] = Proposal(line.number, (), found[0].evidence, instead=_ids(found))
    claims: dict[str, list[_Fit]] = defaultdict(list)
    for fit in fits.values():
        for item in fit.items:
            claims[item.id].append(fit)
    return [unclear.get(line.number) or _settled(fits.get(line.number), line, claims) for line in lines]


def _fits(line: Line, index: Index) -> list[_Fit]:
    """The best ways in which items fit a line: one, or several that are as good."""
    sets = evidence.of(line, index)
    if not sets:
        return []
    best: list[_Fit] = []
    for group in evidence.groups(sets):
        names = tuple(kind for kind, items in sets.items() if any(item in items for item in group))
        fit = _Fit(line, group, (*names, *_support(line, group)))
        if not best or fit.strength > best[0].strength:
            best = [fit]
        elif fit.strength == best[0].strength:
            best.append(fit)
    return best


def _support(line: Line, group: Sequence[Candidate]) -> tuple[str, ...]:
    """What speaks for it besides, and against it."""
    found = []
    if len(line.hash) == SHA256 and all(item.sha256 and item.sha256.lower() != line.hash for item in group):
        found.append(DIFFERS)  # the same name over other bytes
    if line.pages is not None and _pages(group) == line.pages:
        found.append("pages")
    if line.place and any(evidence.lies_in(item, line.place) for item in group):
        found.append("place")
    if line.date and any(values.days(line.date) & values.days(item.date) for item in group):
        found.append("date")
    return tuple(found)


def _pages(group: Sequence[Candidate]) -> int | None:
    """The pages of all together, the same bytes once; None where those of one are not known."""
    found = {item.sha256 or item.id: item.pages for item in group}
    counts = [count for count in found.values() if count is not None]
    return sum(counts) if counts and len(counts) == len(found) else None


def _settled(fit: _Fit | None, line: Line, claims: dict[str, list[_Fit]]) -> Proposal:
    """The proposal for a line once it is known which other lines want the same items."""
    if fit is None:
        return Proposal(line.number)
    rivals = {other.line.number: other for item in fit.items for other in claims[item.id] if other is not fit}
    strongest = max((other.strength for other in rivals.values()), default=0)
    if strongest >= fit.strength:
        others = tuple(sorted(number for number, other in rivals.items() if other.strength >= fit.strength))
        same = strongest == fit.strength
        return Proposal(line.number, (), fit.evidence, instead=_ids([fit]) if same else (), lines=others)
    ids = tuple(item.id for item in fit.items)
    return Proposal(line.number, ids, fit.evidence, _pages(fit.items), fit.strength)


def _ids(fits: Sequence[_Fit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.id for fit in fits for item in fit.items))
