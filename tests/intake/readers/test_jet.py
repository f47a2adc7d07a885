"""Access databases: rows of every table, deleted ones, files in cells, covered pages, passwords, damage."""

import struct
import zlib
from contextlib import suppress
from pathlib import Path
from random import Random

import jetting
import pytest
from jetting import MEMO, OBJECT, TEXT, TRUTH, WHOLE
from packing import read

from muniment.intake import identify
from muniment.intake.limits import Unreadable
from muniment.intake.readers.apps import jet as reader
from muniment.intake.readers.apps import jetvalues
from muniment.intake.readers.apps.jetpages import Jet
from muniment.intake.source import Source
from muniment.model.state import State

VOTERS: dict[str, tuple[jetting.Columns, list[list[jetting.Cell]]]] = {
    "Voters": (
        {"Id": WHOLE, "Name": TEXT, "Postal": TRUTH, "Note": MEMO},
        [[1, "Ana Example", True, "asked for\r\na proxy"], [2, "Zoë Example", False, None], [3, "Gone", False, None]],
    )
}


@pytest.mark.parametrize("key", [0, 0x12345678])
def test_every_row_is_a_line_and_deleted_ones_are_marked(key: int) -> None:
    data = jetting.database(VOTERS, deleted=[2], key=key)
    assert identify.identify(Source(data)).type == "application/x-msaccess"
    made = read(reader, data)
    assert made.text == (
        "Voters\nId\tName\tPostal\tNote\n1\tAna Example\tyes\tasked for a proxy\n2\tZoë Example\tno\t\n3\tGone\tno\t\n"
    )
    assert made.parts("deleted") == ["3\tGone\tno\t"]
    assert made.draft.facts["tables"] == [{"name": "Voters", "rows": 2}]
    assert made.draft.flags == ["hidden-content"]
    assert made.draft.state is State.TEXT_COMPLETE


def test_files_in_cells_are_members() -> None:
    packed = struct.pack("<II", 1, 300) + zlib.compress(
        struct.pack("<III", 22, 1, 5) + "pdf\0\0".encode("utf-16-le") + b"%PDF-1.4 leaflet"
    )
    rows: list[list[jetting.Cell]] = [
        ["leaflet.pdf", packed],
        ["other", b"wrapped by Access" + b"\x89PNG\r\n\x1a\n" + bytes(20)],
        ["data", b"\1\2\3" * 9],
    ]
    made = read(reader, jetting.database({"Files": ({"FileName": TEXT, "Data": OBJECT}, rows)}))
    assert made.members == [b"%PDF-1.4 leaflet", b"\x89PNG\r\n\x1a\n" + bytes(20)]
    assert [child.name for child in made.draft.children] == ["leaflet.pdf", "other"]
    assert made.draft.facts["binary_values"] == 1


def test_packed_letters() -> None:
    jet = Jet(Source(jetting.database(VOTERS)))
    assert jetvalues.text(jet, b"\xff\xfeAna") == "Ana"
    assert jetvalues.text(jet, b"\xff\xfeAn\0\x61\x01\0B") == "Anš" + "B"
    assert jetvalues.text(jet, "পো".encode("utf-16-le")) == "পো"


@pytest.mark.parametrize(
    ("kind", "raw", "shown"),
    [
        (5, struct.pack("<q", -125_000), "-12.5000"),
        (8, struct.pack("<d", 41781.5), "2014-05-22 12:00:00"),
        (8, struct.pack("<d", 0.25), "06:00:00"),
        (8, struct.pack("<d", float("nan")), ""),
        (7, struct.pack("<d", 1.5), "1.5"),
        (3, struct.pack("<h", -2), "-2"),
        (2, b"\xff", "255"),
        (15, bytes(range(16)), "03020100-0504-0706-0809-0A0B0C0D0E0F"),
        (4, b"\1", ""),
    ],
)
def test_values(kind: int, raw: bytes, shown: str) -> None:
    assert jetvalues.show(Jet(Source(jetting.database(VOTERS))), kind, raw) == shown


def test_a_newer_database_under_a_password_is_locked() -> None:
    data = bytearray(jetting.database(VOTERS))
    data[0x14] = 2
    data[2 * 4096 : 3 * 4096] = bytes(range(256)) * 16
    with pytest.raises(Unreadable) as fault:
        read(reader, bytes(data))
    assert fault.value.state is State.UNREAD_ENCRYPTED
    data[0x14] = 1
    with pytest.raises(Unreadable) as fault:
        read(reader, bytes(data))
    assert fault.value.state is State.UNREAD_CORRUPT


def test_a_long_value_that_is_not_there_is_said() -> None:
    data = bytearray(jetting.database(VOTERS))
    at = data.index("asked".encode("utf-16-le")) - 12
    data[at : at + 12] = struct.pack("<III", 40, 99 << 8, 0)
    made = read(reader, bytes(data))
    assert (made.draft.state, made.draft.reason) == (State.TEXT_PARTIAL, "part-failed")
    assert "Ana Example" in made.text


def test_damage_ends_in_a_state() -> None:
    whole, random = jetting.database(VOTERS), Random(4)
    for _ in range(200):
        data = bytearray(whole)
        for _ in range(30):
            data[random.randrange(4096, len(data))] = random.randrange(256)
        with suppress(Unreadable):
            draft = read(reader, bytes(data)).draft
            assert draft.state in {State.TEXT_COMPLETE, State.TEXT_PARTIAL, State.UNREAD_CORRUPT, State.NONE_BLANK}


TEXTS = {
    "testACCESS.mdb": "Titles\nTitleID\tArtist\tTitle",
    "testAccess2_2000.mdb": "2\t普林斯顿大学\t0",
    "testAccess2_2002-2003.mdb": "red and brown\t<div><strong>fox</strong> jumped</div>",
    "testAccess_V1997.mdb": "abcdefg\thijklmnop\t2\t222\t333333333\t444.555\t1974-09-21\t3.5000\tyes",
}


@pytest.mark.parametrize("name", TEXTS)
def test_real_databases_are_read(shared: Path, name: str) -> None:
    made = read(reader, (shared / "data/files/tika" / name).read_bytes())
    assert made.draft.state is State.TEXT_COMPLETE
    assert TEXTS[name] in made.text


def test_a_real_attachment_is_a_member(shared: Path) -> None:
    made = read(reader, (shared / "data/files/tika/testAccess2_2000.mdb").read_bytes())
    assert made.draft.children[0].name == "Office Theme.thmx"
    assert made.members[0].startswith(b"PK\3\4")
