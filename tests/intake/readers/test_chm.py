"""Compiled HTML help: its pages are members, whether they lie as they are or packed as a whole."""

import random
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
import unpacking
from hypothesis import given, settings
from hypothesis import strategies as st
from jailing import jailed, sha256
from unpacking import Read, lost

from muniment.intake.identify import identify
from muniment.intake.limits import Limits
from muniment.intake.readers.archives import archivecalls
from muniment.intake.readers.web import chm as reader
from muniment.intake.source import Source
from muniment.model.state import State

PAGE = b"<html><body>How to ask for a postal vote.</body></html>"
NOISE = random.Random(2014).randbytes(150_000)
BLOCK, INTERVAL = 1 << 15, 1 << 16
STORAGE = "::DataSpace/Storage/MSCompressed/"
RESETS = STORAGE + "Transform/{7FC28940-9D31-11D0-9B27-00A0C91E9C7C}/InstanceData/ResetTable"


@pytest.fixture(autouse=True, scope="module")
def readers() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(unpacking.READERS, reader.TYPE, reader)
        yield


def number(value: int) -> bytes:
    found = bytes([value & 0x7F])
    while value := value >> 7:
        found = bytes([value & 0x7F | 0x80]) + found
    return found


def lzx(data: bytes) -> tuple[bytes, list[int]]:
    """LZX in blocks that are not packed, begun anew every 64 KiB; and where each 32 KiB begin."""
    packed, places = b"", []
    for start in range(0, len(data), INTERVAL):
        piece = data[start : start + INTERVAL]
        bits = (3 << 24 | len(piece)) << 4  # no translation, a block that is not packed, its size
        head = struct.pack("<HH", bits >> 16, bits & 0xFFFF) + struct.pack("<3L", 1, 1, 1)
        for at in range(0, len(piece), BLOCK):
            places.append(len(packed))
            frame = piece[at : at + BLOCK]
            packed += (b"" if at else head) + frame + b"\0" * (len(frame) % 2)
    return packed, places


def helped(plain: dict[str, bytes], packed: dict[str, bytes], language: int = 0x409, size: int = 4096) -> bytes:
    """A help file; the names of `packed` lie in the packed section."""
    entries, content, whole = b"", b"", b"".join(packed.values())
    names: list[tuple[str, int, int, int]] = []
    if packed:
        data, places = lzx(whole)
        table = struct.pack("<4L3Q", 2, len(places), 8, 40, len(whole), len(data), BLOCK)
        table += b"".join(struct.pack("<Q", place) for place in places)
        control = struct.pack("<L4s5L", 6, b"LZXC", 2, 2, 2, 1, 0)
        plain = plain | {STORAGE + "ControlData": control, RESETS: table, STORAGE + "Content": data}
    for name, data in plain.items():
        names.append((name, 0, len(content), len(data)))
        content += data
    place = 0
    for name, data in packed.items():
        names.append((name, 1, place, len(data)))
        place += len(data)
    for name, section, place, length in names:
        raw = name.encode()
        entries += number(len(raw)) + raw + number(section) + number(place) + number(length)
    chunk = b"PMGL" + struct.pack("<L4xll", size - 20 - len(entries), -1, -1) + entries
    chunk = chunk.ljust(size, b"\0")
    listing = b"ITSP" + struct.pack("<9L", 1, 0x54, 10, size, 2, 1, 0, 0, 0) + struct.pack("<lL", -1, 1)
    listing = listing[:0x2C] + struct.pack("<L", 1) + listing[0x30:]
    directory = listing.ljust(0x54, b"\0") + chunk
    head = b"ITSF" + struct.pack("<5L", 3, 0x60, 1, 0, language)
    head = head.ljust(0x38, b"\0") + struct.pack("<5Q", 0x60, 0, 0x60, len(directory), 0x60 + len(directory))
    return head + directory + content


def test_pages_that_lie_as_they_are_and_packed_ones() -> None:
    packed = {
        "/html/vote.htm": PAGE,
        "/noise.bin": NOISE,
        "/leer.htm": b"",
        "/$FIftiMain": b"index",
        "/end.htm": PAGE * 2,
    }
    system = struct.pack("<LHH", 3, 3, 13) + "Über Wahlen".encode("cp1252") + b"\0\0"
    data = helped({"/plain.htm": PAGE[:30], "/#SYSTEM": system}, packed)
    assert identify(Source(data)).type == reader.TYPE
    found = Read(data)
    assert (found.top.state, found.top.complete, found.top.declared) == (State.NONE_CONTAINER, True, 7)
    own = {child.name for child in found.top.children if child.state is State.NONE_BY_NATURE}
    assert own == {"#SYSTEM", "$FIftiMain"}
    whole = {name.lstrip("/"): content for name, content in packed.items()} | {"plain.htm": PAGE[:30]}
    assert found.contents() == {name: content for name, content in whole.items() if name not in own}
    assert found.top.facts["title"] == "Über Wahlen"
    assert not list(lost(data))


def test_pages_of_other_languages_have_their_letters() -> None:
    found = Read(helped({}, {"/a.htm": PAGE, "/a.gif": PAGE}, language=0x419))
    assert [child.hints.get("charset") for child in found.top.children] == ["cp1251", None]
    assert Read(helped({}, {"/a.htm": PAGE}, 0x404)).top.children[0].hints["charset"] == "big5"


def test_damage_costs_the_pages_that_it_is_in() -> None:
    data = helped({}, {"/a.htm": PAGE, "/noise.bin": NOISE, "/end.htm": PAGE})
    place = data.index(PAGE)
    broken = data[: place - 16] + b"\xff" * 16 + data[place:]
    states = {child.name: child.state for child in Read(broken).top.children}
    assert states["a.htm"] is State.UNREAD_CORRUPT
    assert states["end.htm"] is None
    cut = Read(data[:-3000])
    assert {child.name: child.state for child in cut.top.children}["end.htm"] is State.UNREAD_CORRUPT
    assert cut.contents()["a.htm"] == PAGE


def test_without_what_describes_the_packing_its_pages_are_damaged() -> None:
    data = helped({"/plain.htm": PAGE}, {"/a.htm": PAGE}).replace(b"LZXC", b"LZXX")
    assert {child.name: child.state for child in Read(data).top.children} == {
        "plain.htm": None,
        "a.htm": State.UNREAD_CORRUPT,
    }
    assert Read(data[:0x70]).top.state is State.UNREAD_CORRUPT


def test_without_the_library_it_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archivecalls, "AVAILABLE", False)
    found = Read(helped({"/plain.htm": PAGE[:30]}, {"/a.htm": PAGE}))
    assert [(child.name, child.state) for child in found.top.children] == [
        ("plain.htm", None),
        ("a.htm", State.UNREAD_DEPENDENCY_MISSING),
    ]


def test_limits_hold_and_the_rest_is_listed() -> None:
    found = Read(helped({}, {f"/{at}.htm": PAGE for at in range(20)}), Limits(children=5))
    assert (len(found.top.children), found.top.incomplete) == (20, "limit-children")


def test_it_is_read_in_the_jail() -> None:
    system = struct.pack("<LHH", 3, 3, 6) + b"Hilfe\0"
    data = helped({"/#SYSTEM": system}, {"/a.htm": PAGE, "/noise.bin": NOISE}, language=0x419)
    assert jailed("chm", data).items() >= {"a.htm": sha256(PAGE), "noise.bin": sha256(NOISE)}.items()


def test_real_ones(shared: Path) -> None:
    files = sorted((shared / "data/files/tika").glob("*.[cC][hH][mM]"))
    read = {path.name: Read(path.read_bytes()) for path in files}
    assert len(read) >= 9
    del read["testChm_oom.chm"]  # a piece of one
    for found in read.values():
        assert found.top.complete
        assert found.top.facts["title"]
        pages = [found.content(each) for each in found.members if each.child.name.lower().endswith((".htm", ".html"))]
        assert all(page.lstrip(b"\xef\xbb\xbf\r\n ").startswith(b"<") for page in pages)
    assert len(read["IMTCEN.CHM"].top.children) == 166
    assert sum(child.size or 0 for child in read["IMTCEN.CHM"].top.children) == 804_355


SOUND = helped({"/plain.htm": PAGE}, {"/a.htm": PAGE, "/b.htm": PAGE * 3000})


@given(st.integers(0, 6000), st.binary(min_size=1, max_size=16))
@settings(max_examples=150, deadline=None)
def test_whatever_is_changed_it_ends_and_is_accounted_for(place: int, change: bytes) -> None:
    found = Read(SOUND[:place] + change + SOUND[place + len(change) :], reader=reader)
    assert found.top.complete or found.top.incomplete
