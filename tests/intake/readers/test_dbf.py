"""dBase tables: records, those that are marked as deleted, code pages, and what lies elsewhere."""

import struct

import pytest
from packing import read

from muniment.intake import identify
from muniment.intake.limits import Unreadable
from muniment.intake.readers.sheets import dbf as reader
from muniment.intake.source import Source
from muniment.model.state import State


def table(
    *fields: tuple[str, str, int], records: list[bytes], version: int = 3, driver: int = 3, count: int = -1
) -> bytes:
    size = 1 + sum(width for _, _, width in fields)
    start = 33 + 32 * len(fields)
    head = struct.pack("<4BIHH", version, 114, 5, 22, len(records) if count < 0 else count, start, size) + bytes(17)
    entries = b"".join(
        name.encode().ljust(11, b"\0") + kind.encode() + bytes(4) + bytes([width]) + bytes(15)
        for name, kind, width in fields
    )
    return head + bytes([driver, 0, 0]) + entries + b"\r" + b"".join(records) + b"\x1a"


def test_records_are_lines_and_deleted_ones_are_marked() -> None:
    data = table(
        ("NAME", "C", 10),
        ("BORN", "D", 8),
        ("VOTES", "N", 5),
        records=[b" Zo\xeb       1970010100012", b"*Cy        19710203    7"],
    )
    assert identify.identify(Source(data)).type == "application/x-dbf"
    made = read(reader, data)
    assert made.text == "NAME\tBORN\tVOTES\nZoë\t1970-01-01\t00012\nCy\t1971-02-03\t7\n"
    assert made.parts("deleted") == ["Cy\t1971-02-03\t7"]
    assert made.draft.facts["rows"] == 2
    assert made.draft.flags == ["hidden-content"]
    assert made.draft.state is State.TEXT_COMPLETE


def test_letters_follow_the_code_page() -> None:
    made = read(reader, table(("NAME", "C", 4), records=[b" \xcf\xf0\xe8 "], driver=0xC9))
    assert made.text == "NAME\nПри\n"


def test_numbers_of_foxpro() -> None:
    record = b" " + struct.pack("<i", -7) + struct.pack("<q", 125_000) + struct.pack("<II", 2_456_800, 3_723_000)
    made = read(reader, table(("A", "I", 4), ("B", "Y", 8), ("C", "T", 8), records=[record], version=0x30))
    assert made.text == "A\tB\tC\n-7\t12.5000\t2014-05-22 01:02:03\n"


def test_long_texts_lie_elsewhere_and_records_may_be_missing() -> None:
    made = read(reader, table(("NOTE", "M", 10), records=[b"          1"]))
    assert (made.draft.state, made.draft.reason) == (State.TEXT_PARTIAL, "part-failed")
    made = read(reader, table(("NAME", "C", 3), records=[b" Ana"], count=1000))
    assert (made.draft.state, made.draft.reason) == (State.TEXT_PARTIAL, "salvaged")
    assert made.text == "NAME\nAna\n"


def test_a_table_without_fields_is_damaged() -> None:
    with pytest.raises(Unreadable):
        read(reader, table(records=[]))
