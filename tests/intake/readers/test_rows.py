"""Rows of members: each one told is declared, and where one is not read or not even listed, that is said."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from muniment.intake.limits import Limits
from muniment.intake.readers import members, rows
from muniment.intake.readers.members import Member
from muniment.intake.readers.rows import Damaged, Rows
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Reading
from muniment.model.state import State

LINK = Child("9", "link", kind="link", state=State.UNREAD_REFUSED, reason="link")


class Told:
    """A draft whose rows are told one after the other; members are kept and not read."""

    def __init__(self, limits: Limits | None = None, packed: int = 1000) -> None:
        self.limits = limits or Limits()
        self.draft = Draft("application/octet-stream")
        self.read: list[bytes] = []
        self.scope = Scope(Budget(self.limits, packed), self._keep)
        self.rows = Rows(self.draft, self.scope)

    def _keep(self, source: Source, scope: Scope) -> Reading:
        del scope
        self.read.append(source.whole())
        return Reading("0" * 64, source.size, "application/octet-stream", State.NONE_BY_NATURE, "data", "")

    def members(self, count: int) -> None:
        """So many members, each with bytes of its own."""
        for number in range(count):
            self.rows.member(Child(str(number), f"m{number}", size=1), bytes([number]))

    @property
    def said(self) -> tuple[int | None, int, bool, str]:
        """Members declared and recorded, and whether they are all, or why not."""
        draft = self.draft
        return draft.declared, len(draft.children), draft.complete, draft.incomplete

    @property
    def reasons(self) -> list[str]:
        """The reason of each row."""
        return [child.reason for child in self.draft.children]


class Broken:
    """A handle whose bytes cannot be had to their end."""

    def __init__(self) -> None:
        self._pieces: Iterator[bytes] = iter([b"some"])

    def read(self, size: int = -1) -> bytes:
        del size
        for piece in self._pieces:
            return piece
        raise Damaged("checksum")


def test_all_that_are_read_are_declared() -> None:
    told = Told()
    told.members(3)
    told.rows.unread(LINK)
    assert told.said == (4, 4, True, "")
    assert told.read == [b"\0", b"\1", b"\2"]


def test_a_row_keeps_what_is_known_of_a_member_that_is_not_read() -> None:
    known = Child("1", "a", b"\xe4", size=1, hints={"type": "x"}, flags=("f",), facts={"k": "v"})
    told = Told(Limits(children=0))
    assert not told.rows.member(known, b"a")
    assert told.draft.children == [replace(known, state=State.UNREAD_LIMIT, reason="limit-children")]
    read = Told()
    assert read.rows.member(known, b"a")
    assert [(row.raw_name, row.hints, row.flags, row.facts) for row in read.draft.children] == [
        (known.raw_name, known.hints, known.flags, known.facts)
    ]


def test_a_damaged_member_costs_its_neighbours_nothing() -> None:
    told = Told()
    assert told.rows.member(Child("0", "bad"), Broken())
    told.members(2)
    assert told.said == (3, 3, True, "")
    assert (told.draft.children[0].state, told.reasons) == (State.UNREAD_CORRUPT, ["checksum", "", ""])


def test_one_that_says_it_is_too_large_costs_its_neighbours_nothing() -> None:
    told = Told(Limits(bytes=100))
    assert not told.rows.member(Child("large", "large", size=101), b"")
    told.members(2)
    assert told.said == (3, 3, False, "limit-bytes")
    assert told.reasons == ["limit-bytes", "", ""]


def test_once_a_budget_is_spent_the_rest_is_listed() -> None:
    told = Told(Limits(bytes=2))
    told.rows.member(Child("0", "swells"), b"three")
    told.members(2)
    assert told.said == (3, 3, False, "limit-bytes")
    assert told.reasons == ["limit-bytes"] * 3
    assert told.read == []


def test_what_is_refused_stays_refused_when_the_budget_is_spent() -> None:
    told = Told(Limits(children=1))
    told.members(1)
    told.rows.unread(LINK)
    assert told.draft.children[1] == LINK
    assert told.said == (2, 2, False, "limit-children")


def test_beyond_the_bound_members_are_only_counted_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "NAMED", 2)
    told = Told(Limits(children=1))
    told.members(5)
    told.rows.unread(LINK)
    assert told.said == (6, 3, False, "limit-children")
    assert told.reasons == ["", "limit-children", "limit-children"]
    assert told.rows.full
    assert not told.rows.known


def test_the_bound_is_one_for_all_containers_of_an_item(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "NAMED", 2)
    told = Told(Limits(children=1))
    told.members(2)
    other = Draft("text/plain")
    again = Rows(other, told.scope)
    for number in range(3):
        again.member(Child(str(number), "m"), b"m")
    assert (other.declared, len(other.children), other.complete, other.incomplete) == (3, 1, False, "limit-children")


def test_lost_members_are_declared_where_their_number_is_known() -> None:
    told = Told()
    told.members(1)
    told.rows.lost("damaged", 2)
    assert told.said == (3, 1, False, "damaged")
    told = Told()
    told.rows.lost("truncated")
    told.rows.lost("damaged", 2)
    told.members(1)
    assert told.said == (None, 1, False, "truncated")


def test_a_size_that_no_file_has_is_left_out() -> None:
    told = Told()
    for size in (-1, 1 << 63, (1 << 63) - 1):
        told.rows.unread(replace(LINK, size=size))
    assert [child.size for child in told.draft.children] == [None, None, (1 << 63) - 1]


def test_embedded_members_have_the_same_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "NAMED", 2)
    told, opened = Told(Limits(children=1)), []

    def shut() -> None:
        opened.append(1)
        raise ValueError

    given = [Member(f"word/media/{number}.png", shut, 1) for number in range(5)]  # type: ignore[arg-type]
    members.embed(told.draft, told.scope, given)
    assert told.said == (5, 3, False, "limit-children")
    assert [child.name for child in told.draft.children] == ["0.png", "1.png", "2.png"]
    assert told.reasons == ["damaged", "limit-children", "limit-children"]
    assert opened == [1]
