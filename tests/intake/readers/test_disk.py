"""Images of sticks, cards and disks: their files are members, what is not read is named with a next step."""

import struct
import time
from collections.abc import Iterator

import pytest
import unpacking
from disks import SECTOR, Fat, Tree, entries, exfat, new_table, old_table
from hypothesis import given, settings
from hypothesis import strategies as st
from jailing import jailed, sha256
from unpacking import Read, lost

from muniment.intake.identify import identify
from muniment.intake.limits import Limits
from muniment.intake.readers import REGISTRY
from muniment.intake.readers.archives import disk as reader
from muniment.intake.source import Source
from muniment.model.reason import REASONS
from muniment.model.state import State

MINUTES = b"Minutes of the meeting of 22 May. The count was moved to the sports hall. " * 60
NOTE = b"Ask A. Penn about the list."
TREE: Tree = {
    "Minutes of the ward meeting.txt": MINUTES,
    "Wähler": {"leer.txt": b"", "tief": {"議事録.txt": NOTE}},
    "note.txt": NOTE,
    "nothing": {},
}
FILES = {
    "Minutes of the ward meeting.txt": MINUTES,
    "Wähler/leer.txt": b"",
    "Wähler/tief/議事録.txt": NOTE,
    "note.txt": NOTE,
}


@pytest.fixture(autouse=True, scope="module")
def readers() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(unpacking.READERS, reader.RAW, reader)
        yield


def rows(found: Read) -> list[tuple[str, State | None, str]]:
    return [(child.name, child.state, child.reason) for child in found.top.children]


@pytest.mark.parametrize("scatter", [False, True])
@pytest.mark.parametrize("bits", [12, 16, 32])
def test_files_have_their_bytes_names_and_times(bits: int, scatter: bool) -> None:
    data = Fat(bits, scatter=scatter).image(TREE)
    assert identify(Source(data)).type == reader.RAW
    found = Read(data)
    assert found.contents() == FILES
    assert (found.top.state, found.top.declared, found.top.complete) == (State.NONE_CONTAINER, 4, True)
    assert {child.facts["modified"] for child in found.top.children} == {"2014-05-22T12:30:00"}
    assert found.top.facts["empty_folders"] == ["nothing"]
    (volume,) = found.top.facts["volumes"]
    assert (volume["file_system"], volume["name"], volume["serial"]) == ("FAT", "WARD 7", "12345678")
    assert not list(lost(data))


def test_short_names_hidden_files_and_deleted_ones() -> None:
    made = Fat(12)
    plain = b"README  TXT" + bytes([2, 0x18]) + bytes(13) + struct.pack("<HL", made.store(NOTE), len(NOTE))
    gone = bytearray(entries("what was said.txt", 7, 0, 5, 32))
    for at in range(0, len(gone), 32):
        gone[at] = 0xE5
    old = b"\xe5LD     TXT" + bytes([32]) + bytes(20)
    found = Read(made.image({}, more=plain + bytes(gone) + old))
    assert found.contents() == {"readme.txt": NOTE}
    assert found.top.children[0].facts["hidden"] is True
    assert found.top.facts["deleted"] == ["what was said.txt", "?LD.TXT"]
    assert found.top.complete


def test_exfat() -> None:
    data = exfat(
        ("Minutes of the ward meeting.txt", MINUTES, True), ("note.txt", MINUTES[:2000], False), ("leer", b"", True)
    )
    found = Read(data)
    assert identify(Source(data)).type == reader.RAW
    assert found.contents() == {
        "Ward/Minutes of the ward meeting.txt": MINUTES,
        "Ward/note.txt": MINUTES[:2000],
        "Ward/leer": b"",
    }
    assert found.top.facts["volumes"][0]["name"] == "CARD"
    assert {child.facts["modified"] for child in found.top.children} == {"2014-05-22T12:30:00"}
    assert not list(lost(data))
    found = Read(exfat(("note.txt", NOTE, True), deleted="gone.txt", ring=True))
    assert found.contents() == {"Ward/note.txt": NOTE}
    assert (found.top.facts["deleted"], found.top.incomplete) == (["Ward/gone.txt"], "damaged")


def test_partitions_of_the_old_kind() -> None:
    first, card = Fat(16).image(TREE), exfat(("note.txt", NOTE, True))
    windows = b"\xeb\x52\x90NTFS    ".ljust(4096, b"\0")
    data = old_table((6, first), (7, windows), extended=(7, card))
    found = Read(data)
    assert identify(Source(data)).type == reader.RAW
    assert found.contents() == {f"partition 1/{name}": content for name, content in FILES.items()} | {
        "partition 3/Ward/note.txt": NOTE
    }
    assert ("partition 2 (NTFS)", State.UNREAD_UNSUPPORTED, "disk-image") in rows(found)
    assert "mount" in REASONS["disk-image"].next
    assert not list(lost(data))


def test_partitions_of_the_new_kind() -> None:
    locked, ext = b"\xeb\x58\x90-FVE-FS-".ljust(1024, b"\0"), bytes(0x438) + b"\x53\xef" + bytes(100)
    data = new_table(("Basic data", Fat(12).image(TREE)), ("Ärger", locked), ("root", ext), ("", b"x" * 900))
    found = Read(data)
    assert identify(Source(data)).type == reader.RAW
    assert found.contents() == {f"partition 1/{name}": content for name, content in FILES.items()}
    assert rows(found)[-3:] == [
        ("partition 2 (BitLocker)", State.UNREAD_ENCRYPTED, "password"),
        ("partition 3 (ext)", State.UNREAD_UNSUPPORTED, "disk-image"),
        ("partition 4 (not known)", State.UNREAD_UNKNOWN_TYPE, "unknown-type"),
    ]
    assert found.top.facts["volumes"][1]["label"] == "Ärger"


def test_partitions_that_overlap_or_lie_beyond_the_end() -> None:
    volume = Fat(12).image(TREE)
    whole = bytearray(old_table((1, volume), (1, b"y" * SECTOR)))
    struct.pack_into("<L", whole, 446 + 16 + 8, 70)
    assert rows(Read(bytes(whole)))[-1][1:] == (State.UNREAD_REFUSED, "unsafe-entry")
    struct.pack_into("<L", whole, 446 + 16 + 8, 1 << 30)
    assert rows(Read(bytes(whole)))[-1][1:] == (State.UNREAD_CORRUPT, "truncated")


@pytest.mark.parametrize(
    ("data", "kind", "system"),
    [
        (b"\xeb\x52\x90NTFS    ".ljust(510, b"\0") + b"\x55\xaa", reader.RAW, "NTFS"),
        (bytes(0x400) + b"H+\0\4" + bytes(600), reader.RAW, "HFS+"),
        (bytes(32) + b"NXSB" + bytes(900), reader.RAW, "APFS"),
        (bytes(0x438) + b"\x53\xef\1\0" + bytes(600), reader.RAW, "ext"),
        (bytes(0x8001) + b"BEA01" + bytes(600), "application/x-udf-image", "UDF"),
        (b"KDMV\1\0\0\0" + bytes(600), "application/x-vhd", "VMDK"),
        (b"EVF\x09\x0d\x0a\xff\0" + bytes(600), "application/x-ewf", "E01"),
        (b"\x78\xda" * 300 + b"koly\0\0\0\4" + bytes(504), "application/x-apple-diskimage", "DMG"),
    ],
)
def test_what_is_not_opened_is_named_with_a_next_step(data: bytes, kind: str, system: str) -> None:
    assert identify(Source(data)).type == kind
    assert REGISTRY[kind] == "disk"
    found = Read(data, reader=reader)
    assert (found.top.state, found.top.reason) == (State.UNREAD_UNSUPPORTED, "disk-image")
    assert (found.top.type, found.top.facts["file_system"]) == (kind, system)
    assert not found.top.complete


def test_it_is_read_in_the_jail() -> None:
    assert jailed("disk", Fat(16).image(TREE)) == {name: sha256(content) for name, content in FILES.items()}


def test_a_locked_disk_needs_its_password() -> None:
    found = Read(b"LUKS\xba\xbe\0\1" + bytes(600))
    assert (found.top.state, found.top.reason) == (State.UNREAD_ENCRYPTED, "password")


def test_a_chain_in_a_ring_ends() -> None:
    made = Fat(16)
    ring = (
        entries("ring.txt", 900, 100, 2_000_000, 32) + entries("ring", 901, 110, 0, 16) + entries("up", 902, 120, 0, 16)
    )
    made.table[100], made.table[101] = 101, 100
    made.table[110] = 110
    made.table[120] = 0xFFFF
    made.data[110] = (b"A" * 11 + bytes([32]) + bytes(20)) * 16
    made.data[120] = entries("again", 903, 120, 0, 16)
    made.free = 121
    started = time.process_time()
    found = Read(made.image({"note.txt": NOTE}, more=ring), Limits(children=5000))
    assert found.contents()["note.txt"] == NOTE
    assert not found.top.complete
    assert time.process_time() - started < 20


def test_a_chain_that_ends_too_soon_and_a_size_that_cannot_be() -> None:
    made = Fat(16)
    more = entries("cut.txt", 900, made.store(NOTE), 5000, 32) + entries("huge.txt", 901, 2, 0xFFFFFFF0, 32)
    found = Read(made.image({"note.txt": NOTE}, more=more))
    assert rows(found) == [
        ("note.txt", None, ""),
        ("cut.txt", State.UNREAD_CORRUPT, "truncated"),
        ("huge.txt", State.UNREAD_CORRUPT, "damaged"),
    ]


def test_many_files_over_the_same_clusters_end_at_the_limit() -> None:
    made = Fat(32)
    first = made.store(bytes(20 << 20))
    more = b"".join(entries(f"{number}", number, first, 20 << 20, 32) for number in range(400))
    found = Read(made.image({}, more=more), Limits(ratio=3))
    assert found.top.incomplete == "limit-ratio"
    assert len(found.top.children) == 400


def test_an_image_that_is_cut_off() -> None:
    found = Read(Fat(16).image({"note.txt": NOTE, "minutes.txt": MINUTES})[:-1024])
    assert rows(found) == [("note.txt", None, ""), ("minutes.txt", State.UNREAD_CORRUPT, "truncated")]


IMAGES = (old_table((1, Fat(12).image(TREE))), new_table(("a", Fat(12).image(TREE))), exfat(("note.txt", NOTE, False)))


@given(st.sampled_from(IMAGES), st.integers(0, 1 << 16), st.binary(min_size=1, max_size=40))
@settings(max_examples=200, deadline=None)
def test_whatever_is_changed_it_ends_and_is_accounted_for(data: bytes, place: int, change: bytes) -> None:
    place %= len(data)
    found = Read(data[:place] + change + data[place + len(change) :], reader=reader)
    assert found.top.complete or found.top.incomplete
