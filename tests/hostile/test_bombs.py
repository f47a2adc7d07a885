"""Archives made to cost more than they weigh, to hide what they hold, or to write where they should not."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from unpacking import Read
from zipping import UTF8, Part, foot, plain, squeezed, zipped

from muniment.intake.limits import MIB, Limits
from muniment.intake.readers.archives import zip  # noqa: A004 - a reader's name
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.reading import Reading
from muniment.model.state import State

NOTE = b"Ask A. Penn about the list."
ZEROS = bytes(8 * MIB)
BODY, SUM = squeezed(ZEROS), zlib.crc32(ZEROS)
NAMES = (
    "../../../etc/cron.d/x",
    "/etc/passwd",
    "C:\\Windows\\system32\\x.dll",
    "\\\\server\\share\\x",
    "..\\..\\x",
    "a\0b.txt",
    "CON",
    "aux.txt",
    "\u202egnp.exe",
    "x" * 5000,
    "line\nbreak\x1b[2J",
    ".",
    "..",
    "~root",
    "a/../../b",
)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """It takes no more of the processor than this."""
    began = time.process_time()
    yield
    assert time.process_time() - began < seconds


def zeros(name: bytes) -> Part:
    """Eight mebibytes that weigh eight kibibytes; no two of these archives are the same."""
    fields = {"crc": SUM, "packed": len(BODY), "size": len(ZEROS)}
    return Part(name, packed=BODY, own=fields, listed=fields)


def accounted(found: Read) -> None:
    """Every container's members are rows, or it says why not; no member is without a state and a reason."""
    rows = Counter(member.parent for member in found.members)
    for number, member in enumerate(found.members):
        assert member.recorded == rows[number]
        if member.placed is not None:
            reading = member.placed.reading
            assert member.complete is False or reading.declared == member.recorded
        assert member.complete or member.incomplete
        assert member.reason or member.state is State.NONE_CONTAINER


def test_a_flat_bomb_costs_only_itself() -> None:
    bombs = [zeros(b"%d.bin" % number) for number in range(160)]
    with within(5):
        found = Read(zipped(*bombs[:80], Part(b"note.txt", NOTE), *bombs[80:]))
    assert found.contents()["note.txt"] == NOTE
    limits = found.limits
    assert found.budget.unpacked <= max(limits.ratio_free, limits.ratio * found.top.size)
    assert (found.top.declared, len(found.top.children), found.top.complete) == (161, 161, False)
    assert {child.reason for child in found.top.children if child.state is State.UNREAD_LIMIT} == {"limit-ratio"}
    accounted(found)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_stream_that_swells_is_stopped(pack: Callable[[bytes], bytes]) -> None:
    data = pack(ZEROS * 8)
    with within(3):
        found = Read(data)
    assert found.budget.unpacked <= max(found.limits.ratio_free, found.limits.ratio * len(data)) + MIB
    assert found.states == [State.UNREAD_LIMIT]
    accounted(found)


def test_a_bomb_of_eight_by_eight_by_eight() -> None:
    """Four gibibytes of zeros, and no two archives the same."""

    def level(depth: int, name: bytes) -> bytes:
        if not depth:
            return zipped(*(zeros(name + b"-%d.bin" % number) for number in range(8)))
        return zipped(*(Part(b"%d.zip" % number, level(depth - 1, name + b"%d" % number)) for number in range(8)))

    data = level(2, b"")
    with within(20):
        found = Read(data)
    assert found.budget.unpacked <= max(found.limits.ratio_free, found.limits.ratio * len(data))
    assert len(found.top.children) == 8
    assert any(member.state is State.UNREAD_LIMIT for member in found.members)
    accounted(found)


def test_two_thousand_entries_over_one_body() -> None:
    body = zeros(b"0000").header()
    directory = b"".join(zeros(b"%04d" % number).entry(0) for number in range(2000))
    with within(5):
        found = Read(body + directory + foot(2000, len(directory), len(body)))
    reasons = Counter(child.reason for child in found.top.children)
    assert reasons == {"unsafe-entry": 1999, "": 1}
    assert found.top.declared == 2000
    accounted(found)


def test_entries_that_quote_the_next() -> None:
    """Each one's data is the next one's header, and then the next one's data."""
    content, raw, offset, entries = bytes(MIB), squeezed(bytes(MIB)), 0, []
    for number in range(200):
        part = _quoted(b"%04d" % number, content, raw)
        header = part.header()[: 30 + 4]
        entries.append(part)
        content, raw = header + content, b"\0" + struct.pack("<HH", len(header), 0xFFFF ^ len(header)) + header + raw
    entries.reverse()
    directory = b""
    for part in entries:
        directory += part.entry(offset)
        offset += 30 + 4 + 5
    body = entries[0].header()
    with within(5):
        found = Read(body + directory + foot(200, len(directory), len(body)))
    assert Counter(child.reason for child in found.top.children) == {"unsafe-entry": 199, "": 1}
    assert found.top.children[0].sha256 is not None
    assert found.budget.unpacked < 2 * MIB


def _quoted(name: bytes, content: bytes, raw: bytes) -> Part:
    fields = {"crc": zlib.crc32(content), "packed": len(raw), "size": len(content)}
    return Part(name, packed=raw, own=fields, listed=fields)


def test_a_hundred_thousand_members_are_all_read() -> None:
    """More than sixteen bits count."""
    parts = [Part(b"%d.txt" % number, b"", 0) for number in range(100_000)]
    data = zipped(*parts, count=100_000 & 0xFFFF)
    hashes = []

    def keep(source: Source, scope: Scope) -> Reading:
        hashes.append(source.sha256())
        return Reading(source.sha256(), source.size, "text/plain", State.NONE_EMPTY_FILE, "empty", "")

    with within(30):
        draft = zip.read(Source(data), Scope(Budget(Limits(), len(data)), keep))
    assert (draft.declared, len(draft.children), draft.complete, draft.flags) == (100_000, 100_000, True, [])
    assert {child.state for child in draft.children} == {None}
    assert len(hashes) == 1


def test_more_members_than_allowed_are_all_named() -> None:
    limits = Limits(children=3000)
    with within(10):
        found = Read(zipped(*(Part(b"%d.txt" % number, method=0) for number in range(9000))), limits)
    assert Counter(child.reason for child in found.top.children) == {"": 3000, "limit-children": 6000}
    assert (found.top.declared, found.top.complete, found.top.incomplete) == (9000, False, "limit-children")


def nested(depth: int) -> bytes:
    data = plain(("the innermost.txt", NOTE))
    for number in range(depth - 1):
        data = zipped(Part(b"%d.zip" % number, data, 0))
    return data


def test_sixty_deep_the_first_that_is_too_deep_is_named() -> None:
    with within(3):
        found = Read(nested(60))
    assert len(found.members) == found.limits.depth + 1
    last = found.members[-1]
    assert (last.state, last.reason) == (State.UNREAD_LIMIT, "limit-depth")
    assert last.child.sha256 is not None
    accounted(found)


def test_sixty_deep_is_read_where_it_is_allowed() -> None:
    found = Read(nested(60), Limits(depth=64))
    assert found.content(found.members[-1]) == NOTE
    assert len(found.members[-1].place) == 60


def test_the_same_bytes_in_a_thousand_places_are_read_once() -> None:
    inner = plain(*((f"{number}.txt", b"%d" % number + NOTE) for number in range(50)))
    with within(10):
        found = Read(zipped(*(Part(b"%d.zip" % number, inner, 0) for number in range(1000))))
    assert found.budget.children == 1050
    assert len(found.members) == 51_000
    accounted(found)


def _zip(names: tuple[str, ...]) -> bytes:
    return zipped(*(Part(name.encode(), NOTE, flags=UTF8) for name in names))


def _tar(names: tuple[str, ...]) -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in names:
            info = tarfile.TarInfo("x")
            info.pax_headers = {"path": name}
            info.size = len(NOTE)
            archive.addfile(info, io.BytesIO(NOTE))
    return whole.getvalue()


@pytest.mark.parametrize("pack", [_zip, _tar])
def test_names_are_data_and_nothing_is_written(
    pack: Callable[[tuple[str, ...]], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "a" / "b" / "c"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    found = Read(pack(NAMES))
    assert tuple(child.name for child in found.top.children) == NAMES
    assert {child.state for child in found.top.children} == {None}
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_chains_of_links_are_followed_nowhere() -> None:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as archive:
        for number in range(2000):
            info = tarfile.TarInfo(f"{number}")
            info.type = tarfile.SYMTYPE if number % 2 else tarfile.LNKTYPE
            info.linkname = f"{(number + 1) % 2000}"
            archive.addfile(info)
        info = tarfile.TarInfo("0/../../escape.txt")
        info.size = len(NOTE)
        archive.addfile(info, io.BytesIO(NOTE))
    with within(3):
        found = Read(whole.getvalue())
    assert Counter(child.state for child in found.top.children) == {State.UNREAD_REFUSED: 2000, None: 1}
    assert found.contents() == {"0/../../escape.txt": NOTE}


SIGNS = (b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\7\x08", b"PK\6\6PK\6\7")
LOCAL = Part(b"a", method=0).header()
LATER = Part(b"a", flags=8, method=8, packed=b"\3\0").header()[:-16]


@pytest.mark.parametrize("sign", [*SIGNS, LOCAL, LATER, LATER[:-2], LATER[:-2] + b"\0\xff\xff\0\0"])
def test_nothing_but_signs_ends_soon(sign: bytes) -> None:
    data = LOCAL + sign * ((MIB >> 3) // len(sign))
    for end in (b"", foot(65_535, MIB >> 4, 0), foot(3, 46, 0)):
        with within(3):
            Read(data + end)


def test_a_megabyte_of_magic_in_a_tar_ends_soon() -> None:
    info = tarfile.TarInfo("note.txt")
    info.size = len(NOTE)
    start = info.tobuf() + NOTE + bytes(512 - len(NOTE))
    old = bytearray(start[:257] + bytes(255))
    old[148:156] = b" " * 8
    old[148:156] = b"%06o\0 " % sum(old)
    for data in (start + b"ustar" * (MIB // 5), (bytes(old) + b"x" * 1024) * (MIB // 1536)):
        with within(5):
            found = Read(data)
        assert "note.txt" in {child.name for child in found.top.children}


def test_names_of_nothing_but_slashes_end_soon() -> None:
    parts = [Part(b"/" * 65_000, NOTE, 0) for _ in range(30)] + [Part(b"a/" * 32_000, method=0) for _ in range(30)]
    with within(3):
        found = Read(zipped(*parts))
    assert len(found.top.children) == 30


def test_twenty_thousand_folders_end_soon() -> None:
    with within(8):
        found = Read(zipped(*(Part(b"%d/" % number, method=0) for number in range(20_000))))
    assert len(found.top.facts["empty_folders"]) == 1000
