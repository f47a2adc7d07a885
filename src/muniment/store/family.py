"""The family of a top-level item: its members in order, as its readings declare them.

The same bytes met twice in one item were read once; here each place becomes a member of its own. So the limits on depth
and count hold here too: an archive that contains itself has no end otherwise.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from muniment.model.reading import Child
from muniment.model.state import State
from muniment.store.readings import Family, Placed

DEEPEST, MOST = 16, 100_000  # as `intake.limits` has them, for an entry that does not say
CEILING = 1_000_000  # rows of one family, also of members that are only named


@dataclass(slots=True)
class Member:
    """One place in a family. `parent` is an ordinal in the family, -1 for the top-level item."""

    place: tuple[str, ...]
    parent: int
    child: Child
    placed: Placed | None  # its reading, where it has one
    state: State
    reason: str
    recorded: int = 0
    complete: bool = True
    incomplete: str = ""


@dataclass(slots=True)
class Unfolded:
    """A whole family, the top-level item's state, and what it recorded of its children."""

    members: list[Member]
    state: State
    reason: str
    recorded: int
    complete: bool
    incomplete: str


def unfold(family: Family, limits: Mapping[str, int]) -> Unfolded:
    """Every member below the top-level item, each container's in its own order, parents before children.

    Once as many are read as is allowed, the others that are known have a row each and no reading.
    """
    deepest, most = limits.get("depth", DEEPEST), limits.get("children", MOST)
    assert family.top is not None
    top = family.top.reading
    found, read = Unfolded([], top.state, top.reason, 0, top.complete, top.incomplete), 0
    stack: list[tuple[int, tuple[str, ...], Iterator[Child]]] = [(-1, (), iter(top.children))]
    while stack:
        parent, place, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            continue
        if len(found.members) >= max(CEILING, most):
            _cut(found, stack)
            break
        if len(place) >= deepest:
            member = _beyond(child, parent, place, "limit-depth")
        elif child.state is None and read >= most:
            member = _beyond(child, parent, place, "limit-children")
        else:
            member = _member(family, child, parent, place)
            read += child.state is None
        ordinal = len(found.members)
        found.members.append(member)
        if parent < 0:
            found.recorded += 1
        else:
            found.members[parent].recorded += 1
        if member.placed is not None and member.placed.reading.children:
            stack.append((ordinal, member.place, iter(member.placed.reading.children)))
    return found


def _member(family: Family, child: Child, parent: int, place: tuple[str, ...]) -> Member:
    placed = None
    if child.state is None and child.sha256 is not None:
        placed = family.by_key.get((child.sha256, tuple(sorted(child.hints.items()))))
    if placed is None:
        state = child.state or State.UNREAD_CRASHED
        return Member((*place, child.locator), parent, child, None, state, child.reason or "crashed")
    reading = placed.reading
    member = Member((*place, child.locator), parent, child, placed, reading.state, reading.reason)
    member.complete, member.incomplete = reading.complete, reading.incomplete
    return member


def _beyond(child: Child, parent: int, place: tuple[str, ...], reason: str) -> Member:
    """A member that a limit keeps from being read here; what it would hold is not known. One without bytes is as it was."""
    if child.state is not None:
        return Member((*place, child.locator), parent, child, None, child.state, child.reason)
    return Member((*place, child.locator), parent, child, None, State.UNREAD_LIMIT, reason)


def _cut(found: Unfolded, stack: Sequence[tuple[int, tuple[str, ...], Iterator[Child]]]) -> None:
    """No more rows can be kept: every container still open says that its children are not all recorded."""
    for parent, _, _ in stack:
        whole = found if parent < 0 else found.members[parent]
        whole.complete, whole.incomplete = False, "limit-children"
        if whole.state is State.NONE_CONTAINER:  # which would say that each of them is accounted for
            whole.state, whole.reason = State.UNREAD_LIMIT, "limit-children"
