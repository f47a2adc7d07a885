"""AppleSingle and AppleDouble: forks as members, and what Macs keep beside them as facts."""

import plistlib
import struct
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest
from packing import read

from muniment.intake import identify
from muniment.intake.limits import Unreadable
from muniment.intake.readers.mail import applefile
from muniment.intake.source import Source
from muniment.model.state import State

SINGLE, DOUBLE = 0x00051600, 0x00051607


def apple(entries: Mapping[int, bytes], magic: int = SINGLE) -> bytes:
    head = struct.pack(">II16xH", magic, 0x00020000, len(entries))
    place, table = len(head) + 12 * len(entries), b""
    for kind, data in entries.items():
        table += struct.pack(">III", kind, place, len(data))
        place += len(data)
    return head + table + b"".join(entries.values())


def finder(attributes: Mapping[str, bytes], at: int) -> bytes:
    """The Finder's bytes, and attributes behind them; `at`: where they lie in the file."""
    entries = {name.encode() + b"\0": data for name, data in attributes.items()}
    heads = sum((11 + len(name) + 3) // 4 * 4 for name in entries)
    place, table = at + 34 + 36 + heads, b""
    for name, data in entries.items():
        row = struct.pack(">IIHB", place, len(data), 0, len(name)) + name
        table += row + b"\0" * (-len(row) % 4)
        place += len(data)
    head = struct.pack(">4sIIII12xHH", b"ATTR", 0, place, 0, 0, 0, len(entries))
    return b"PDF CARO" + bytes(24) + b"\0\0" + head + table + b"".join(entries.values())


def test_both_forks_and_what_is_said_of_them() -> None:
    dates = struct.pack(">4i", 0, 453_000_000, -(1 << 31), 0)
    whole = apple(
        {3: b"Liste \x8a.pdf", 4: b"Draft of May", 8: dates, 9: b"PDF CARO" + bytes(24), 2: b"res" * 9, 1: b"%PDF-1"}
    )
    assert identify.identify(Source(whole)).type == applefile.TYPE
    found = read(applefile, whole)
    assert found.members == [b"%PDF-1", b"res" * 9]
    assert [(child.locator, child.name) for child in found.draft.children] == [
        ("data", "Liste ä.pdf"),
        ("resource", "Liste ä.pdf (resource fork)"),
    ]
    facts = found.draft.facts
    assert (facts["name"], facts["mac_type"], facts["mac_creator"]) == ("Liste ä.pdf", "PDF", "CARO")
    assert (facts["created"], facts["modified"]) == ("2000-01-01T00:00:00Z", "2014-05-10T01:20:00Z")
    assert "backed_up" not in facts
    assert (found.draft.state, found.text) == (State.TEXT_COMPLETE, "Draft of May")


def test_where_a_file_came_from_stands_in_the_file_beside_it() -> None:
    places = plistlib.dumps(["https://council.test/wards.pdf", "https://council.test/"], fmt=plistlib.FMT_BINARY)
    attributes = {
        "com.apple.quarantine": b"0081;537d;Safari;",
        "com.apple.metadata:kMDItemWhereFroms": places,
        "x": b"\1\2",
    }
    blank = b"\0" * 16 + b"This resource fork intentionally left blank" + b"\0" * 50
    whole = apple({9: finder(attributes, 26 + 24), 2: blank}, DOUBLE)
    found = read(applefile, whole)
    assert found.draft.facts["attributes"] == {
        "com.apple.quarantine": "0081;537d;Safari;",
        "com.apple.metadata:kMDItemWhereFroms": ["https://council.test/wards.pdf", "https://council.test/"],
    }
    assert (found.draft.state, found.draft.children[0].state) == (State.NONE_CONTAINER, State.NONE_BY_NATURE)


def test_the_types_of_resources_are_named() -> None:
    kinds = struct.pack(">H", 1) + struct.pack(">4sHH", b"TEXT", 0, 0) + struct.pack(">4sHH", b"PICT", 0, 0)
    fork = (
        struct.pack(">IIII", 16, 40, 24, 80)
        + b"some words".ljust(24, b"\0")
        + bytes(24)
        + struct.pack(">HH", 28, 60)
        + kinds
    )
    assert read(applefile, apple({2: fork.ljust(200, b"\0")})).draft.children[0].facts["resource_types"] == [
        "TEXT",
        "PICT",
    ]


def test_a_fork_that_is_cut_off_is_not_given_as_whole() -> None:
    draft = read(applefile, apple({3: b"a.txt", 1: b"some words"})[:-4]).draft
    assert (draft.children[0].state, draft.children[0].reason) == (State.UNREAD_CORRUPT, "truncated")
    assert draft.flags == ["end-missing"]


def test_the_real_file(shared: Path) -> None:
    found = read(applefile, (shared / "data/files/tika/testAppleSingleFile.pdf").read_bytes())
    assert [child.name for child in found.draft.children] == ["fltsyllabussortie2rev1_2.pdf"]
    assert found.members[0].startswith(b"%PDF-1.4")
    assert found.draft.children[0].size == 0x6B7


def test_hostile_files_end_soon_in_a_state() -> None:
    start = time.process_time()
    with pytest.raises(Unreadable):
        read(applefile, struct.pack(">II16xH", DOUBLE, 0x20000, 0))
    random, whole = Random(5), apple({9: finder({"a": b"b"}, 50), 2: b"res" * 9, 1: b"%PDF-1"}, DOUBLE)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(4):
            data[random.randrange(24, len(data))] = random.randrange(256)
        assert read(applefile, bytes(data)).draft.type == applefile.TYPE
    deep = plistlib.dumps(["a"], fmt=plistlib.FMT_BINARY).replace(b"\x51a", b"\xa1\0")
    assert (
        "attributes"
        not in read(
            applefile, apple({9: finder({"com.apple.metadata:kMDItemWhereFroms": deep}, 38)}, DOUBLE)
        ).draft.facts
    )
    assert time.process_time() - start < 5
