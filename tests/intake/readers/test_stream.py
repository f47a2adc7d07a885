"""GZ, BZ2, XZ and LZMA: one member, trusted only when its end and its checksum are right."""

import bz2
import gzip
import lzma
import time
import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unpacking import Read, lost, sound

from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.archives import stream as reader
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Reading
from muniment.model.state import State

MINUTES = b"Minutes of the meeting of 22 May. The count was moved to the sports hall. " * 3000


def alone(data: bytes) -> bytes:
    return lzma.compress(data, lzma.FORMAT_ALONE)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "application/gzip": gzip.compress,
    "application/x-bzip2": bz2.compress,
    "application/x-xz": lzma.compress,
    "application/x-lzma": alone,
}
EACH = pytest.mark.parametrize("kind", PACKERS)


def named(data: bytes, name: bytes = b"", comment: bytes = b"", extra: bytes = b"", when: int = 0) -> bytes:
    """A GZ with what its header can hold."""
    flags = (8 if name else 0) | (16 if comment else 0) | (4 if extra else 0)
    head = b"\x1f\x8b\x08" + bytes([flags]) + when.to_bytes(4, "little") + b"\0\x03"
    head += len(extra).to_bytes(2, "little") + extra if extra else b""
    head += b"".join(part + b"\0" for part in (name, comment) if part)
    packer = zlib.compressobj(wbits=-15)
    body = packer.compress(data) + packer.flush()
    return head + body + zlib.crc32(data).to_bytes(4, "little") + len(data).to_bytes(4, "little")


def only(found: Read) -> Child:
    assert len(found.top.children) == 1
    return found.top.children[0]


@EACH
def test_the_member_has_its_bytes(kind: str) -> None:
    found = Read(PACKERS[kind](MINUTES))
    assert found.contents() == {"content": MINUTES}
    top = found.top
    assert (top.type, top.state, top.declared, top.complete, top.flags) == (kind, State.NONE_CONTAINER, 1, True, ())


@EACH
def test_nothing_packed_is_an_empty_member(kind: str) -> None:
    assert Read(PACKERS[kind](b"")).contents() == {"content": b""}


@EACH
def test_streams_after_one_another_are_one_member(kind: str) -> None:
    pack = PACKERS[kind]
    assert Read(pack(b"one ") + pack(b"two ") + bytes(8) + pack(b"three")).contents() == {"content": b"one two three"}


@EACH
def test_padding_is_nothing(kind: str) -> None:
    found = Read(PACKERS[kind](MINUTES) + bytes(5000))
    assert only(found).size == len(MINUTES)
    assert not found.top.flags


@EACH
def test_bytes_behind_the_end_are_a_member(kind: str) -> None:
    data = PACKERS[kind](MINUTES) + b"paid in cash on the 21st"
    found = Read(data)
    assert found.contents() == {"content": MINUTES, "after the stream": b"paid in cash on the 21st"}
    assert (found.top.flags, found.top.declared, found.top.complete) == (("trailing-data",), 2, True)
    assert not list(lost(data))


@EACH
def test_a_cut_is_said(kind: str) -> None:
    child = only(Read(PACKERS[kind](MINUTES)[:-6]))
    assert (child.state, child.reason, child.sha256) == (State.UNREAD_CORRUPT, "truncated", None)


@EACH
def test_broken_data_is_said(kind: str) -> None:
    data = bytearray(PACKERS[kind](MINUTES))
    data[40:60] = bytes(20)
    assert only(Read(bytes(data))).state is State.UNREAD_CORRUPT


def test_a_wrong_checksum_is_said() -> None:
    data = bytearray(gzip.compress(MINUTES))
    data[-6] ^= 1
    child = only(Read(bytes(data)))
    assert (child.state, child.reason) == (State.UNREAD_CORRUPT, "checksum")


def test_a_window_beyond_all_memory_is_refused() -> None:
    packer = lzma.LZMACompressor(lzma.FORMAT_ALONE, filters=[{"id": lzma.FILTER_LZMA1, "dict_size": 4096}])
    data = bytearray(packer.compress(b"x") + packer.flush())
    data[1:5] = (3 << 29).to_bytes(4, "little")
    child = only(Read(bytes(data), reader=reader))
    assert (child.state, child.reason) == (State.UNREAD_OUT_OF_MEMORY, "out-of-memory")


def test_what_a_header_says() -> None:
    found = Read(named(MINUTES, b"minutes.txt", b"from A. Penn", b"XX\x04\0abcd", 1_400_761_800))
    child = only(found)
    assert child.name == "minutes.txt"
    assert dict(child.facts) == {"modified": "2014-05-22T12:30:00Z", "comment": "from A. Penn"}
    assert found.contents() == {"minutes.txt": MINUTES}


def test_names_are_data() -> None:
    assert only(Read(named(b"x", b"../../etc/passwd"))).name == "../../etc/passwd"
    raw = "議事録.txt".encode("shift-jis")
    assert only(Read(named(b"x", raw))).raw_name == raw


def test_a_packed_tar_has_two_levels() -> None:
    found = Read(gzip.compress(gzip.compress(MINUTES)))
    assert found.content(found.of("1/1")) == MINUTES


def test_a_bomb_ends_at_the_limit() -> None:
    found = Read(gzip.compress(bytes(30_000_000)), Limits(ratio=100, ratio_free=1_000_000))
    child = only(found)
    assert (child.state, child.reason) == (State.UNREAD_LIMIT, "limit-ratio")
    assert (found.top.complete, found.top.incomplete) == (False, "limit-ratio")
    assert found.budget.unpacked < 8_000_000


def test_a_hundred_thousand_empty_streams_end_soon() -> None:
    began = time.process_time()
    assert only(Read(gzip.compress(b"") * 100_000)).size == 0
    assert time.process_time() - began < 5


def scope(size: int) -> Scope:
    def kept(source: Source, inner: Scope) -> Reading:
        return Reading("0" * 64, source.size, "text/plain", State.TEXT_COMPLETE, "", "")

    return Scope(Budget(Limits(), size), kept)


@given(st.binary(max_size=5000), st.sampled_from(sorted(PACKERS)), st.binary(max_size=20))
@settings(deadline=None, max_examples=80)
def test_what_is_put_in_comes_out(inside: bytes, kind: str, behind: bytes) -> None:
    found = Read(PACKERS[kind](inside) + b"!" + behind)
    assert found.contents()["content"] == inside
    assert found.contents()["after the stream"] == b"!" + behind


CHANGE = st.tuples(st.integers(0, 500), st.integers(0, 255))


@given(st.sampled_from(sorted(PACKERS)), st.lists(CHANGE, max_size=4), st.integers(0, 600), st.binary(max_size=20))
@settings(deadline=None, max_examples=200)
def test_whatever_is_changed_it_ends_soon_and_is_not_believed(
    kind: str, changes: list[tuple[int, int]], cut: int, more: bytes
) -> None:
    data = bytearray(PACKERS[kind](MINUTES[:3000]))
    for place, letter in changes:
        data[place % len(data)] = letter
    data = data[:cut] + more + (data[cut:] if cut % 2 else b"")
    began = time.process_time()
    with suppress(Unreadable):
        sound(reader.read(Source(bytes(data)), scope(len(data))))
    assert time.process_time() - began < 1
