"""Binary workbooks: the same text as in those of XML, whatever their cells are, and no trick that ends the process."""

import io
import struct
import time
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packing import Read, packed, read, relations, spans, xlsx

from muniment.intake.limits import Unreadable
from muniment.intake.readers.sheets import xlsb as reader
from muniment.intake.readers.sheets import xlsx as xml_reader
from muniment.intake.readers.sheets.xlsbrecords import packed as thirty_bits
from muniment.intake.readers.sheets.xlsbsheet import letters
from muniment.model.state import State

Record = tuple[int, bytes]


def long(*numbers: int) -> bytes:
    return struct.pack(f"<{len(numbers)}L", *numbers)


def string(text: str) -> bytes:
    data = text.encode("utf-16-le")
    return long(len(data) // 2) + data


def part(*records: Record) -> bytes:
    out = bytearray()
    for kind, body in records:
        out += bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
        size = len(body)
        while size > 127:
            out.append(size & 127 | 128)
            size >>= 7
        out.append(size)
        out += body
    return bytes(out)


def row(number: int, *, hidden: bool = False) -> Record:
    return 0, long(number, 0) + b"\0\0\0" + bytes([0x10 if hidden else 0]) + b"\0" * 5


def cell(kind: int, column: int, value: bytes, style: int = 0) -> Record:
    return kind, long(column, style) + value


def real(value: float) -> bytes:
    return struct.pack("<d", value)


def book(
    *sheets: Sequence[Record],
    states: Sequence[int] = (),
    shared: Sequence[str] = (),
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A workbook with these sheets, named One, Two, ..."""
    names = ("One", "Two", "Three")
    listed = [
        (156, long(states[at] if at < len(states) else 0, at + 1) + string(f"r{at + 1}") + string(names[at]))
        for at in range(len(sheets))
    ]
    styles = part(
        (44, struct.pack("<H", 170) + string("dd/mm/yyyy")),
        (617, long(3)),
        *((47, struct.pack("<HH", 0, form) + b"\0" * 12) for form in (0, 4, 170)),
        (618, b""),
    )
    related = [("worksheet", f"worksheets/sheet{at}.bin") for at in range(1, len(sheets) + 1)]
    return packed(
        {
            "_rels/.rels": relations(("officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": part((153, long(0, 0) + string("")), *listed),
            "xl/_rels/workbook.bin.rels": relations(
                *related, ("sharedStrings", "strings.bin"), ("styles", "styles.bin")
            ),
            "xl/strings.bin": part((159, long(0, 0)), *((19, b"\0" + string(text)) for text in shared)),
            "xl/styles.bin": styles,
            **{f"xl/worksheets/sheet{at}.bin": part(*records) for at, records in enumerate(sheets, start=1)},
            **(more or {}),
        }
    )


def told(data: bytes) -> Read:
    return read(reader, data)


def test_every_kind_of_cell() -> None:
    found = told(
        book(
            [
                row(0),
                cell(7, 0, long(0)),
                cell(6, 1, string("in line")),
                cell(62, 2, b"\0" + string("in colours")),
                cell(4, 3, b"\1"),
                cell(3, 4, b"\x17"),
                cell(2, 5, struct.pack("<L", 5 << 2 | 2)),
                cell(5, 6, real(0.25)),
                cell(8, 8, string("worked out") + b"\0\0" + long(0, 0)),
                cell(9, 9, real(7.0) + b"\0\0"),
                (18, long(0) + long(1)),
            ],
            shared=["Ada Example", "beside it"],
        )
    )
    assert (
        found.draft.pages[0].text
        == "Ada Example\tin line\tin colours\tTRUE\t#REF!\t5\t0.25\t\tworked out\t7\tbeside it\n"
    )
    assert (found.draft.state, found.draft.reason) == (State.TEXT_COMPLETE, "")


def test_shown_and_raw_values_as_in_xml() -> None:
    found = told(book([row(0), cell(5, 0, real(1234.5), 1), cell(2, 1, long(41781 << 2 | 2), 2)]))
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="4"/><xf numFmtId="170"/></cellXfs>'
    )
    cells = '<c r="A1" s="1"><v>1234.5</v></c><c r="B1" s="2"><v>41781</v></c>'
    same = read(xml_reader, xlsx(f'<sheetData><row r="1">{cells}</row></sheetData>', styles=styles))
    assert found.draft.pages[0] == same.draft.pages[0]
    assert found.draft.pages[0].text == "1,234.50 [1234.5]\t22/05/2014 [2014-05-22]\n"


def test_hidden_sheets_rows_and_columns() -> None:
    column = (60, long(1, 1, 0, 0) + b"\1\0")
    found = told(
        book(
            [
                column,
                row(0),
                cell(6, 0, string("seen")),
                cell(6, 1, string("not seen")),
                row(1, hidden=True),
                cell(6, 0, string("nor this")),
            ],
            [row(0), cell(6, 0, string("nor that"))],
            states=(0, 2),
        )
    )
    assert spans(found.draft.pages[0], "hidden") == ["not seen", "nor this\n"]
    assert spans(found.draft.pages[1], "hidden") == ["nor that\n"]
    assert [sheet["hidden"] for sheet in found.draft.facts["sheets"]] == [False, True]
    assert "hidden-content" in found.draft.flags


def test_comments_and_what_is_printed_around_a_sheet() -> None:
    comments = part(
        (632, string("Ada Example")),
        (635, long(0, 4, 4, 1, 1) + b"\0" * 16),
        (637, b"\0" + string("paid twice")),
    )
    layout = (479, b"\0\0" + string("&LLeft&CMiddle &P") + long(0xFFFFFFFF) * 5)
    found = told(
        book(
            [row(0), cell(6, 0, string("text")), layout],
            more={
                "xl/worksheets/_rels/sheet1.bin.rels": relations(("comments", "../comments1.bin")),
                "xl/comments1.bin": comments,
            },
        )
    )
    assert found.parts("comment") == ["Comment on B5 by Ada Example: paid twice"]
    assert found.parts("header") == ["Left Middle"]
    assert found.draft.facts["comment_authors"] == ["Ada Example"]


def test_cells_in_far_corners_cost_nothing() -> None:
    begun = time.process_time()
    found = told(book([row(0), cell(6, 0, string("near")), row(1_048_575), cell(6, 16_383, string("far"))]))
    assert found.draft.pages[0].text.split() == ["near", "far"]
    assert len(found.draft.pages[0].text) < 30
    assert time.process_time() - begun < 5


def test_a_sheet_that_the_workbook_does_not_list_is_read_as_hidden() -> None:
    found = told(
        book([row(0), cell(5, 0, real(1))], more={"xl/worksheets/sheet9.bin": part(row(0), cell(5, 0, real(77)))})
    )
    assert found.draft.pages[1].label == "sheet9.bin"
    assert spans(found.draft.pages[1], "hidden") == ["77\n"]


def test_a_sheet_that_breaks_off_keeps_what_came_before() -> None:
    whole = part(row(0), cell(5, 0, real(1)), row(1), cell(6, 0, string("the last of it")))
    found = told(book([], more={"xl/worksheets/sheet1.bin": whole[:-5]}))
    assert found.draft.pages[0].text == "1\n"
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "part-failed")


def test_a_workbook_without_its_own_part_keeps_its_sheets() -> None:
    data = book([row(0), cell(5, 0, real(12))]).replace(b"xl/workbook.bin", b"xl/workb00k.bin")
    found = told(data)
    assert found.draft.pages[0].text == "12\n"
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "part-failed")


def test_no_workbook_at_all() -> None:
    with pytest.raises(Unreadable) as raised:
        told(b"PK\3\4 and nothing else")
    assert (raised.value.state, raised.value.reason) == (State.UNREAD_CORRUPT, "damaged")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (5 << 2 | 2, "5"),
        ((-5 & 0x3FFFFFFF) << 2 | 2, "-5"),
        (1234 << 2 | 3, "12.34"),
        (0x3FF00000, "1"),
        (0x3FF00001, "0.01"),
    ],
)
def test_numbers_of_thirty_bits(raw: int, shown: str) -> None:
    assert thirty_bits(struct.pack("<L", raw), 0) == shown


@pytest.mark.parametrize(
    ("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
)
def test_letters_of_columns(column: int, name: str) -> None:
    assert letters(column) == name


SOUND = [
    row(0),
    cell(7, 0, long(0)),
    cell(2, 1, long(22)),
    cell(5, 2, real(2.5), 1),
    cell(3, 3, b"\x07"),
    (479, b"\0\0"),
]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["xl/workbook.bin", "xl/styles.bin", "xl/strings.bin", "xl/worksheets/sheet1.bin"]),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 6), st.binary(max_size=5)), min_size=1, max_size=5),
)
def test_no_change_breaks_the_reader(name: str, changes: list[tuple[int, int, bytes]]) -> None:
    with zipfile.ZipFile(io.BytesIO(book(SOUND, shared=["text"]))) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    data = parts[name]
    for at, cut, put in changes:
        data = data[:at] + put + data[at + cut :]
    assert told(packed({**parts, name: data})).draft.state in State


def test_real_workbooks(shared: Path) -> None:
    found = {path.name: told(path.read_bytes()) for path in sorted((shared / "data/files").rglob("*.xlsb"))}
    assert len(found) >= 5
    assert {one.draft.state for one in found.values()} == {State.TEXT_COMPLETE}
    various = found["testEXCEL_various.xlsb"]
    for text in (
        "This is a string",
        "$3.03 [3.03]",
        "20% [0.2]",
        "1/4 [0.25]",
        "2017-03-09",
        "#NAME?",
        "EvenLeftFooter",
    ):
        assert text in various.text
    assert any("Allison, Timothy B." in comment for comment in various.parts("comment"))
    beta = found["testEXCEL.xlsb"]
    assert beta.draft.pages[0].label == "Sheet1"
    assert "created with Microsoft Excel 2007 Beta 2" in beta.draft.pages[0].text
