"""Zip entries packed as before 1993, and by newer Windows: shrunk, reduced, imploded, Deflate64."""

import random
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unpacking import Read
from zipping import Part, zipped

from muniment.intake.readers.archives import deflate64, oldimplode, oldshrink
from muniment.model.state import State

MINUTES = b"Minutes of the meeting of 22 May. The count was moved to the sports hall. " * 40


class Writer:
    """Bits from the lowest up."""

    def __init__(self) -> None:
        self.kept = 0
        self.count = 0

    def put(self, value: int, count: int) -> None:
        self.kept |= value << self.count
        self.count += count

    def code(self, value: int, count: int) -> None:
        """A code, from its highest bit down."""
        self.put(int(f"{value:0{count}b}"[::-1], 2), count)

    def whole(self) -> bytes:
        return self.kept.to_bytes(-(-self.count // 8), "little")


def shrunk(data: bytes, clear_at: int = 8192) -> bytes:
    """LZW, whose table is cleared in part where `clear_at` codes are taken."""
    bits, width = Writer(), 9
    words = {bytes([letter]): letter for letter in range(256)}
    parents: dict[int, int] = {}
    newest, word = 256, b""
    for place in range(len(data) + 1):
        more = word + data[place : place + 1]
        if more in words and place < len(data):
            word = more
            continue
        while words[word] >> width:
            bits.put(256, width)
            bits.put(1, width)
            width += 1
        bits.put(words[word], width)
        if newest >= clear_at:
            bits.put(256, width)
            bits.put(2, width)
            used = set(parents.values())
            parents = {code: parent for code, parent in parents.items() if code in used}
            words = {known: code for known, code in words.items() if code < 256 or code in parents} | {
                word: words[word]
            }
            newest = 256
        newest += 1
        while newest in parents:
            newest += 1
        if newest < 8192:
            parents[newest] = words[word]
            if words[word] < 256 or (words[word] in parents and words[word] != newest):
                words[more] = newest
            else:
                del words[word]  # it was forgotten: what is made of it cannot be said
        word = data[place : place + 1]
    return bits.whole()


def reduced(data: bytes, strength: int) -> bytes:
    """Copies of what stands 500 letters before where that is the same, and the letters that follow each as a set."""
    most, letters, place = (1 << 8 - strength) - 1, bytearray(), 0
    while place < len(data):
        back = min(500, 256 << strength)
        same = 0
        while (
            place >= back
            and same < most + 200
            and data[place + same : place + same + 1] == (data[place + same - back : place + same - back + 1] or None)
        ):
            same += 1
        if same > 5:
            count = same - 3
            high = (back - 1) >> 8 << 8 - strength
            letters += bytes([144, high | min(count, most)])
            letters += bytes([count - most] if count >= most else []) + bytes([(back - 1) & 255])
            place += same
        else:
            letters += b"\x90\0" if data[place] == 144 else data[place : place + 1]
            place += 1
    often: dict[int, list[int]] = {letter: [] for letter in range(256)}
    for one, other in zip(b"\0" + bytes(letters), bytes(letters), strict=False):
        if other not in often[one] and len(often[one]) < 32:
            often[one].append(other)
    bits = Writer()
    for letter in reversed(range(256)):
        bits.put(len(often[letter]), 6)
        for other in often[letter]:
            bits.put(other, 8)
    last = 0
    for letter in letters:
        if often[last]:
            bits.put(letter not in often[last], 1)
        if letter in often[last]:
            bits.put(often[last].index(letter), max((len(often[last]) - 1).bit_length(), 1))
        else:
            bits.put(letter, 8)
        last = letter
    return bits.whole()


def deflated(data: bytes, level: int = 6) -> bytes:
    """Packed without the one code that the newer way reads in its own way: no copy is as long as 258."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def far() -> tuple[bytes, bytes]:
    """A copy from 60,000 letters back that is 40,000 letters long, in fixed codes; and what it unpacks to."""
    noise = random.Random(2014).randbytes(60_000)
    bits = Writer()
    bits.put(0, 3)
    bits.put(0, 5)
    bits.put(60_000 | (60_000 ^ 0xFFFF) << 16, 32)
    head = bits.whole() + noise
    bits = Writer()
    bits.put(1, 1)
    bits.put(1, 2)
    bits.code(0b11000101, 8)  # 285
    bits.put(40_000 - 3, 16)
    bits.code(31, 5)
    bits.put(60_000 - 49_153, 14)
    bits.code(0, 7)
    return head + bits.whole(), noise + noise[:40_000]


def only(data: bytes, method: int, packed: bytes, flags: int = 0, **said: int) -> Read:
    return Read(zipped(Part(b"minutes.txt", data, method, flags, packed=packed, own=said, listed=said)))


@pytest.mark.parametrize("clear_at", [8192, 700])
def test_shrunk(clear_at: int) -> None:
    data = bytes(random.Random(7).choices(b"abcd \n", k=20_000)) + MINUTES + b"a" * 500
    assert only(data, 1, shrunk(data, clear_at)).contents() == {"minutes.txt": data}


@pytest.mark.parametrize("strength", [1, 2, 3, 4])
def test_reduced(strength: int) -> None:
    data = MINUTES + b"\x90\x90 and \x90" + MINUTES[:1000]
    packed = reduced(data, strength)
    assert len(packed) < len(data)
    assert only(data, strength + 1, packed).contents() == {"minutes.txt": data}


def test_deflate64() -> None:
    data = bytes(random.Random(3).choices(b"abcdefgh", k=50_000)) + MINUTES[:200]
    assert only(data, 9, deflated(data)).contents() == {"minutes.txt": data}
    packed, whole = far()
    assert only(whole, 9, packed).contents() == {"minutes.txt": whole}


def test_a_book_in_two_old_ways(shared: Path) -> None:
    found = Read((shared / "data/files/tika/moby.zip").read_bytes())
    assert {child.facts["method"] for child in found.top.children} == {1, 6}
    assert all(child.sha256 and child.state is None for child in found.top.children)
    assert len(found.top.children) == 135
    assert sum(child.size or 0 for child in found.top.children) == 1_215_005


@pytest.mark.parametrize("method", [1, 2, 3, 4, 5, 6, 9])
def test_damage_costs_that_member(method: int) -> None:
    good = Part(b"note.txt", MINUTES)
    for packed in (b"", b"\xff" * 300, b"\0" * 300, random.Random(method).randbytes(3000)):
        found = Read(zipped(Part(b"broken", MINUTES, method, packed=packed), good))
        assert [child.state for child in found.top.children] == [State.UNREAD_CORRUPT, None]
        assert found.contents() == {"note.txt": MINUTES}


def test_a_wrong_checksum_is_said() -> None:
    found = only(MINUTES[:200], 9, deflated(MINUTES[:200]), crc=1)
    assert [(child.state, child.reason) for child in found.top.children] == [(State.UNREAD_CORRUPT, "checksum")]


def test_what_is_too_large_for_a_slow_decoder_is_named() -> None:
    part = Part(b"a", b"", 9, packed=bytes(900_000), own={"size": 33 << 20}, listed={"size": 33 << 20})
    found = Read(zipped(part))
    assert [(child.state, child.reason) for child in found.top.children] == [(State.UNREAD_LIMIT, "limit-member")]


@given(st.binary(max_size=3000), st.integers(0, 1 << 20))
@settings(max_examples=150, deadline=None)
def test_whatever_the_bytes_are_it_ends_soon(data: bytes, size: int) -> None:
    ways: tuple[Callable[[], Iterator[bytes]], ...] = (
        lambda: deflate64.unpack(data, size),
        lambda: oldshrink.unshrink(data, size),
        lambda: oldshrink.expand(data, size, 4),
        lambda: oldimplode.unpack(data, size, 6),
    )
    for way in ways:
        started = time.process_time()
        with suppress(ValueError):
            assert sum(len(piece) for piece in way()) <= size
        assert time.process_time() - started < 3
