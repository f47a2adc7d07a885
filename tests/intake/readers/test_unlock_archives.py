"""7Z and RAR archives under a password: what one opens is read and kept, what none opens stays counted, and soon."""

import struct
import time
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import pytest
from lockedarchives import ARCHIVES, LONG, NOTES, OPEN, SECOND, WORD
from opening import read

from muniment.intake.limits import Limits
from muniment.intake.readers.archives import sevenfolders, sevenheads
from muniment.intake.readers.archives.sevenalone import number
from muniment.intake.readers.archives.sevencipher import Lock
from muniment.intake.source import Source
from muniment.model.reading import Reading
from muniment.model.state import State

SOME = ("blake.5.rar", "graph.7z", "names.4.rar", "names.5.rar", "names.7z", "solid.7z", "solid.5.rar")
WHOLE = tuple(name for name in ARCHIVES if not name.startswith(("long", "link", "mixed", "two", "solid.4")))
HIDDEN = tuple(name for name in WHOLE if name.startswith(("names", "comment")))
LOCKED = (State.UNREAD_ENCRYPTED, "password")


def states(readings: Sequence[Reading]) -> dict[str, State | None]:
    """The state in its row of each member of the last archive, by name."""
    archive = next(each for each in reversed(readings) if len(each.children) > 1)
    return {child.name: child.state for child in archive.children}


def contents(opened: Mapping[tuple[str, ...], bytes]) -> list[bytes]:
    """What passwords opened that is no archive."""
    return sorted(data for place, data in opened.items() if place != ("unlocked",))


@pytest.mark.parametrize("name", WHOLE)
def test_a_password_opens_every_member(name: str) -> None:
    readings, opened = read(ARCHIVES[name], "wrong", WORD)
    found = states(readings)
    assert {*NOTES, "box/nothing.txt"} <= set(found)
    assert set(found.values()) == {None}
    assert set(NOTES.values()) <= set(contents(opened))
    assert readings[-1].complete
    texts = {page.text.strip() for reading in readings for page in reading.pages}
    assert {data.decode().strip() for data in NOTES.values()} <= texts


@pytest.mark.parametrize("name", WHOLE)
def test_what_was_opened_before_needs_no_password(name: str) -> None:
    before, opened = read(ARCHIVES[name], WORD)
    after, again = read(ARCHIVES[name], kept=opened)
    assert after == before
    assert again == {}


@pytest.mark.parametrize("name", WHOLE)
def test_wrong_passwords_leave_it_as_it_was(name: str) -> None:
    before, _ = read(ARCHIVES[name])
    after, opened = read(ARCHIVES[name], WORD[:-1], WORD + " ", "\0", "\ud800", "x" * 20)
    assert after == before
    assert opened == {}
    if name in HIDDEN:
        assert (before[-1].state, before[-1].reason) == LOCKED
    else:
        rows = before[-1].children
        assert [(row.name, row.state) for row in rows if row.state] == [
            (row.name, LOCKED[0]) for row in rows if row.name in NOTES
        ]


@pytest.mark.parametrize("name", HIDDEN)
def test_an_archive_of_which_even_the_names_are_locked_opens_to_one_with_names(name: str) -> None:
    readings, opened = read(ARCHIVES[name], WORD)
    (child,) = readings[-1].children
    assert (child.locator, child.name) == ("unlocked", f"unlocked.{name.rpartition('.')[2]}")
    assert child.flags == ("password-supplied",)
    assert Source(opened["unlocked",]).sha256() == child.sha256
    assert ("unlocked",) in opened


@pytest.mark.parametrize("name", HIDDEN)
def test_what_lies_behind_an_archive_of_which_even_the_names_are_locked_is_not_lost(name: str) -> None:
    readings, _ = read(ARCHIVES[name] + b"\nA line behind it all.\n", WORD)
    assert any("behind it all" in page.text for reading in readings for page in reading.pages)
    assert set(NOTES) <= set(states(readings))


def test_a_comment_under_the_password_is_had() -> None:
    _, opened = read(ARCHIVES["comment.5.rar"], WORD)
    assert any(data.startswith(b"Handed in by the ward.") for data in contents(opened))


def test_what_lies_open_beside_what_is_locked_is_read_without_a_password() -> None:
    for name in ("mixed.7z", "mixed.5.rar"):
        readings, _ = read(ARCHIVES[name])
        found = states(readings)
        assert found["open.txt"] is None, name
        assert [found[each] for each in NOTES] == [State.UNREAD_ENCRYPTED] * 3, name
        assert OPEN.decode().strip() in {page.text.strip() for reading in readings for page in reading.pages}
        assert "failure" not in readings[-1].facts
        opened = read(ARCHIVES[name], WORD)[1]
        assert contents(opened) == sorted(NOTES.values()), name


def test_each_part_by_its_own_password_and_what_none_opens_stays_locked() -> None:
    for words, left in (((WORD,), {"open.txt"}), ((SECOND,), set(NOTES)), ((SECOND, WORD), set())):
        readings, _ = read(ARCHIVES["two.7z"], *words)
        found = states(readings)
        assert {name for name, state in found.items() if state is State.UNREAD_ENCRYPTED} == left


def test_a_link_under_a_password_costs_its_neighbours_nothing() -> None:
    readings, opened = read(ARCHIVES["link.7z"], WORD)
    assert states(readings) == {"lnk": State.UNREAD_REFUSED, "open.txt": None}
    assert contents(opened) == [OPEN]


def test_a_long_password_of_an_older_rar() -> None:
    _, opened = read(ARCHIVES["long.4.rar"], LONG)
    assert contents(opened) == [OPEN]


def test_an_older_rar_packed_as_one_says_why_most_of_it_stays_locked() -> None:
    readings, opened = read(ARCHIVES["solid.4.rar"], WORD)
    assert len(opened) == 1
    assert list(states(readings).values()).count(State.UNREAD_ENCRYPTED) == 2
    assert "before 5" in str(readings[-1].facts["not_opened"])


def test_a_broken_member_of_which_the_password_is_right() -> None:
    data = bytearray(ARCHIVES["stored.5.rar"])
    at = data.find(b"note1.txt")
    data[at + 100] ^= 1
    readings, opened = read(bytes(data), WORD)
    assert State.UNREAD_CORRUPT in states(readings).values()
    assert len(opened) == 2


def test_a_member_that_is_larger_than_one_may_be() -> None:
    for name in ("solid.7z", "packed.5.rar"):
        readings, opened = read(ARCHIVES[name], WORD, limits=Limits(member_bytes=60))
        assert opened == {}, name
        assert readings[-1].facts["not_opened"] == "limit-member", name


def test_keys_that_take_for_ever_are_given_up() -> None:
    folder, raw = _locked_7z()
    start = time.monotonic()
    for power, left in ((24, 1), (40, None)):
        settings = bytes([folder.coders[0].settings[0] & 0xC0 | power]) + folder.coders[0].settings[1:]
        heads = raw.replace(folder.coders[0].settings, settings)
        data = ARCHIVES["nameswide.7z"].replace(raw, heads)
        said = data[12:20] + struct.pack("<QL", len(heads), zlib.crc32(heads))
        data = data[:8] + struct.pack("<L", zlib.crc32(said)) + said + data[32:]
        readings, opened = read(data, *map(str, range(100)), limits=Limits(member_seconds=1))
        assert (readings[-1].state, readings[-1].reason) == LOCKED
        assert opened == {}
        assert (readings[-1].facts.get("passwords_not_tried", 0) > 0) == bool(left)
    assert time.monotonic() - start < 5


def _locked_7z() -> tuple[sevenfolders.Folder, bytes]:
    raw = sevenheads.raw(Source(ARCHIVES["nameswide.7z"]))
    folder = sevenheads.wrapped(raw)
    assert folder is not None
    return folder, raw


@pytest.mark.parametrize("name", SOME)
def test_damaged_archives_end_soon_and_in_a_state(name: str) -> None:
    random, data = Random(4), ARCHIVES[name]
    start = time.monotonic()
    for _ in range(25):
        broken = bytearray(data[: random.randrange(8, len(data))] if random.random() < 0.3 else data)
        for _ in range(random.randrange(1, 4)):
            broken[random.randrange(6, len(broken))] ^= 1 << random.randrange(8)
        for reading in read(bytes(broken), WORD)[0]:
            assert reading.state is not State.UNREAD_CRASHED, reading.facts
    assert time.monotonic() - start < 20


def test_damaged_heads_of_a_7z_that_still_match_their_checksum() -> None:
    random, data = Random(7), ARCHIVES["two.7z"]
    place, size = struct.unpack_from("<QQ", data, 12)
    packed = data[32 + place : 32 + place + size]
    folder = sevenheads.wrapped(packed)
    assert folder is not None
    heads = sevenheads.unpacked(folder, [data[at : at + count] for at, count in folder.packs])
    for _ in range(120):
        broken = bytearray(heads)
        for _ in range(random.randrange(1, 5)):
            broken[random.randrange(len(broken))] = random.choice((0, 1, 255, random.randrange(256)))
        said = struct.pack("<QQL", place, len(broken), zlib.crc32(broken))
        whole = data[:8] + struct.pack("<L", zlib.crc32(said)) + said + data[32 : 32 + place] + bytes(broken)
        for reading in read(whole, "wrong")[0]:
            assert reading.state is not State.UNREAD_CRASHED, reading.facts


def test_numbers_and_keys_of_7z() -> None:
    for value in (0, 127, 128, 0x3FFF, 0x4000, 1 << 31, 1 << 55, (1 << 56) - 1, 1 << 56, (1 << 64) - 1):
        assert sevenfolders.Fields(number(value)).number() == value
    assert Lock(63, b"salt", b"").key(b"word", lambda: None) == b"saltword" + bytes(24)


@pytest.mark.parametrize(
    ("name", "password", "says", "count"),
    [
        ("test7Z_protected_passTika.7z", "Tika", "This is text inside an encrypted 7zip (7z) file.", 1),
        ("full_encrypted.7z", "password", "", 2),
        ("test-documents-enc.rar", "ApacheTika", "This is a sample Microsoft Word Document", 10),
    ],
)
def test_real_archives(shared: Path, name: str, password: str, says: str, count: int) -> None:
    data = (shared / "data" / "files" / "tika" / name).read_bytes()
    readings, opened = read(data, "wrong", password)
    assert says in "\n".join(page.text for reading in readings for page in reading.pages)
    assert len(opened) == count
    assert State.UNREAD_ENCRYPTED not in {reading.state for reading in readings} | set(states_of(readings))


def states_of(readings: Sequence[Reading]) -> list[State | None]:
    """The states in the rows of all members."""
    return [child.state for reading in readings for child in reading.children]
