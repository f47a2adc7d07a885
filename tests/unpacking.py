"""Whole families read without a jail: every container in some bytes, however deep; and members taken out again."""

import hashlib
from collections.abc import Iterator
from types import ModuleType

from muniment.intake.identify import identify
from muniment.intake.limits import LimitReached, Limits, Unreadable
from muniment.intake.readers.archives import archive, rar, stream, tar, zip  # noqa: A004 - a reader's name
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.intake.takeout import Found, Takeout
from muniment.model.line import digest, encode
from muniment.model.reading import Draft, Reading
from muniment.model.state import State
from muniment.store.family import Member, Unfolded, unfold
from muniment.store.readings import Family

READERS: dict[str, ModuleType] = {
    "application/zip": zip,
    "application/epub+zip": zip,
    "application/x-tar": tar,
    "application/vnd.rar": rar,
    **dict.fromkeys(stream.TYPES.values(), stream),
    **dict.fromkeys(archive.TYPES, archive),
}


class Read:
    """A family as the store unfolds it, and the bytes of everything in it that was read."""

    def __init__(self, data: bytes, limits: Limits | None = None, reader: ModuleType | None = None) -> None:
        self._reader = reader  # of the top-level item, where its type is not to be found out
        self.limits = limits or Limits()
        self.bytes: dict[str, bytes] = {}
        self._lines: list[bytes] = []
        self.budget = Budget(self.limits, len(data))
        self.top = self._read(Source(data), Scope(self.budget, self._read))
        lines = ((0, number, line) for number, line in enumerate(self._lines))
        self.unfolded: Unfolded = unfold(Family.of(lines, digest(self._lines[-1])), self.limits.record())

    @property
    def members(self) -> list[Member]:
        """Every place in the family."""
        return self.unfolded.members

    @property
    def states(self) -> list[State]:
        """What became of the top-level item's own members."""
        return [member.state for member in self.members if member.parent < 0]

    def of(self, place: str) -> Member:
        """The member at this place, e.g. "000001/1"."""
        return next(member for member in self.members if "/".join(member.place) == place)

    def content(self, member: Member) -> bytes:
        """The bytes of a member."""
        return self.bytes[str(member.child.sha256)]

    def contents(self) -> dict[str, bytes]:
        """The bytes of the top-level item's members by name."""
        return {child.name: self.bytes[child.sha256] for child in self.top.children if child.sha256 in self.bytes}

    def _read(self, source: Source, scope: Scope) -> Reading:
        self.bytes[source.sha256()] = source.whole()
        draft = draft_of(source, scope, None if scope.depth else self._reader)
        reading = Reading(
            sha256=source.sha256(),
            size=source.size,
            type=draft.type,
            state=draft.state,
            reason=draft.reason,
            reader="",
            hints=source.hints,
            flags=tuple(draft.flags),
            facts=draft.facts,
            pages=tuple(draft.pages),
            children=tuple(draft.children),
            declared=draft.declared,
            complete=draft.complete,
            incomplete=draft.incomplete,
        )
        self._lines.append(encode(reading))
        return reading


def draft_of(source: Source, scope: Scope, reader: ModuleType | None = None) -> Draft:
    """The draft of a container, or of anything else as data."""
    kind = identify(source).type
    reader = reader or READERS.get(kind)
    if reader is None:
        return Draft(kind, State.NONE_BY_NATURE, "data")
    try:
        draft: Draft = reader.read(source, scope)
    except Unreadable as error:
        return Draft(kind, State(error.state), error.reason, declared=None, complete=False, incomplete=error.reason)
    except LimitReached as reached:
        return Draft(kind, State.UNREAD_LIMIT, reached.reason, declared=None, complete=False, incomplete=reached.reason)
    sound(draft)
    return draft


def sound(draft: Draft) -> None:
    """What holds for every draft: members are accounted for, or it says why not."""
    if draft.complete:
        assert draft.declared == len(draft.children)
    else:
        assert draft.incomplete
        assert draft.declared is None or draft.declared >= len(draft.children)
    locators = [child.locator for child in draft.children]
    assert len(set(locators)) == len(locators)
    for child in draft.children:
        assert (child.sha256 is None) == (child.size is None) or child.state is not None
        assert child.state is None or child.reason


def taken_out(data: bytes, place: tuple[str, ...], reader: ModuleType | None = None) -> bytes:
    """A member taken out by its locators alone."""
    pieces: list[bytes] = []

    def down(source: Source, scope: Scope) -> None:
        draft_of(source, scope, None if scope.depth else reader)

    source = Source(data)
    try:
        down(source, Takeout(Budget(Limits(), source.size), down, pieces.append, place))
    except Found:
        pass
    else:
        raise AssertionError(f"{place} is not found again")
    return b"".join(pieces)


def lost(data: bytes, reader: ModuleType | None = None) -> Iterator[str]:
    """Names of members that are not taken out as they were found."""
    for member in Read(data, reader=reader).members:
        sha256 = member.child.sha256
        if sha256 is not None and hashlib.sha256(taken_out(data, member.place, reader)).hexdigest() != sha256:
            yield member.child.name
