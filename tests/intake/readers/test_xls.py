"""Old workbooks: the same text as in those of XML, in every version, and no trick that ends or holds up the reader."""

import struct
import time
from pathlib import Path

import biff
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packing import Read, read, spans, xlsx

from muniment.intake.identify import identify
from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.ole.olewrite import Node
from muniment.intake.readers.sheets import xls as reader
from muniment.intake.readers.sheets import xlsx as xml_reader
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Reading
from muniment.model.state import State


def told(data: bytes) -> Read:
    return read(reader, data)


def draft(data: bytes) -> Draft:
    """The same where members are not all known."""

    def keep(source: Source, scope: Scope) -> Reading:
        del scope
        return Reading("0" * 64, source.size, "application/octet-stream", State.NONE_BY_NATURE, "data", "")

    return reader.read(Source(data), Scope(Budget(Limits(), len(data)), keep))


def first(data: bytes) -> str:
    return told(data).draft.pages[0].text


def test_every_kind_of_cell() -> None:
    shared = biff.strings(biff.string("Ada Example") + biff.string("Ψήφοι"), count=2)
    sheet = b"".join(
        (
            biff.cell(0xFD, 0, 0, struct.pack("<I", 0)),
            biff.cell(0xFD, 0, 1, struct.pack("<I", 1)),
            biff.label(0, 2, "in line"),
            biff.number(0, 3, 0.25),
            biff.cell(0x27E, 0, 4, struct.pack("<I", 5 << 2 | 2)),
            biff.record(
                0xBD,
                biff.shorts(0, 5, 0)
                + struct.pack("<I", 6 << 2 | 2)
                + biff.shorts(0)
                + struct.pack("<I", 7 << 2 | 3)
                + biff.shorts(6),
            ),
            biff.cell(0x205, 0, 7, b"\1\0"),
            biff.cell(0x205, 0, 8, b"\x17\1"),
            biff.cell(0xD6, 0, 9, biff.string("in colours") + biff.shorts(1, 0, 0)),
        )
    )
    found = told(biff.workbook(sheet, shared=shared))
    assert found.draft.pages[0].text == "Ada Example\tΨήφοι\tin line\t0.25\t5\t6\t0.07\tTRUE\t#REF!\tin colours\n"
    assert (found.draft.state, found.draft.reason) == (State.TEXT_COMPLETE, "")
    assert found.draft.pages[0].label == "One"


def test_shown_and_raw_values_as_in_xml() -> None:
    data = biff.workbook(
        biff.number(0, 0, 1234.5, 1) + biff.number(0, 1, 41781, 2), formats={170: "dd/mm/yyyy"}, styles=(0, 4, 170)
    )
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="4"/><xf numFmtId="170"/></cellXfs>'
    )
    cells = '<c r="A1" s="1"><v>1234.5</v></c><c r="B1" s="2"><v>41781</v></c>'
    same = read(xml_reader, xlsx(f'<sheetData><row r="1">{cells}</row></sheetData>', styles=styles))
    assert told(data).draft.pages[0] == same.draft.pages[0]
    assert first(data) == "1,234.50 [1234.5]\t22/05/2014 [2014-05-22]\n"


def test_days_that_are_counted_from_1904() -> None:
    data = biff.workbook(biff.number(0, 0, 0, 1), shared=biff.record(0x22, b"\1\0"), styles=(0, 14))
    assert first(data) == "1904-01-01\n"


@pytest.mark.parametrize("cut", range(4, 40, 3))
def test_shared_strings_that_go_on_in_another_record(cut: int) -> None:
    """In a string each record says anew whether its letters are of one byte or of two."""
    one, two = "first of them", "zażółć gęślą jaźń"
    head = biff.string(one)
    plain = biff.string(two)[3:]
    if cut < 13:
        pieces = (head[: 3 + cut], b"\0" + head[3 + cut :] + biff.string(two))
    else:
        at = (cut - 12) & ~1
        pieces = (head + biff.string(two)[: 3 + at], b"\1" + plain[at:])
    sheet = biff.cell(0xFD, 0, 0, struct.pack("<I", 0)) + biff.cell(0xFD, 0, 1, struct.pack("<I", 1))
    assert first(biff.workbook(sheet, shared=biff.strings(*pieces, count=2))) == f"{one}\t{two}\n"


def test_a_string_that_becomes_wide_half_way() -> None:
    pieces = (biff.shorts(4) + b"\0ab", b"\1" + "żć".encode("utf-16-le"))
    shared = biff.strings(*pieces, count=1)
    assert first(biff.workbook(biff.cell(0xFD, 0, 0, bytes(4)), shared=shared)) == "abżć\n"


def test_how_a_string_is_spoken_is_kept_apart() -> None:
    said = "トヨタ"
    extra = biff.shorts(1, 0, 0, 0, 0, len(said), len(said)) + said.encode("utf-16-le")
    text = "豊田"
    one = biff.shorts(len(text)) + b"\x05" + struct.pack("<I", len(extra)) + text.encode("utf-16-le") + extra
    found = told(
        biff.workbook(
            biff.cell(0xFD, 0, 0, bytes(4)) + biff.cell(0xFD, 0, 1, b"\1\0\0\0"),
            shared=biff.strings(one + biff.string("next"), count=2),
        )
    )
    assert found.draft.pages[0].text == "豊田\tnext\n"
    assert found.parts("spoken") == [said]


def test_results_of_formulas_and_the_formulas() -> None:
    reference = b"\x44" + biff.shorts(1, 0xC001)  # B2
    join = reference + b"\x17\x03\0and" + b"\x08"  # B2&"and"
    outside = b"\x17\x04\0http" + b"\x17\x04\0here" + b"\x42\x02" + biff.shorts(359)
    sheet = b"".join(
        (
            biff.formula(0, 0, 7.5, reference + b"\x1e\x02\0" + b"\x05"),
            biff.formula(0, 1, b"\0" * 6 + b"\xff\xff", join),
            biff.record(0x207, biff.string("oneand")),
            biff.formula(0, 2, b"\1\0\1\0\0\0\xff\xff", b"\x1d\1"),
            biff.formula(0, 3, b"\2\0\x2a\0\0\0\xff\xff", b"\x41" + biff.shorts(10)),
            biff.formula(0, 4, b"\3\0\0\0\0\0\xff\xff", outside),
            biff.formula(1, 0, 3.0, b"\x25" + biff.shorts(0, 4, 0xC000, 0xC000) + b"\x19\x10\0\0"),
        )
    )
    found = told(biff.workbook(sheet))
    assert found.draft.pages[0].text == (
        '7.5 {=B2*2}\toneand {=B2&"and"}\tTRUE {=TRUE}\t#N/A {=NA()}\t{=HYPERLINK("http","here")}\n3 {=SUM(A1:A5)}\n'
    )


def test_a_formula_that_many_cells_share_is_written_once() -> None:
    shared = b"\x4c" + biff.shorts(0, 0xFFFF)  # the cell to the left
    sheet = b"".join(
        (
            biff.formula(2, 1, 1.0, b"\1" + biff.shorts(2, 1)),
            biff.record(0x4BC, biff.shorts(2, 3) + b"\1\1\0\2" + biff.shorts(len(shared)) + shared),
            biff.formula(3, 1, 2.0, b"\1" + biff.shorts(2, 1)),
        )
    )
    assert first(biff.workbook(sheet)) == "\t1 {=A3}\n\t2\n"


def test_hidden_sheets_rows_and_columns() -> None:
    sheet = b"".join(
        (
            biff.record(0x7D, biff.shorts(1, 1, 0, 0, 1, 0)),
            biff.record(0x208, biff.shorts(1, 0, 1, 0, 0, 0, 0x20, 0)),
            biff.label(0, 0, "seen"),
            biff.label(0, 1, "not seen"),
            biff.label(1, 0, "nor this"),
        )
    )
    found = told(biff.workbook(sheet, biff.label(0, 0, "nor that"), states=(0, 2)))
    assert spans(found.draft.pages[0], "hidden") == ["not seen", "nor this\n"]
    assert spans(found.draft.pages[1], "hidden") == ["nor that\n"]
    assert [sheet["hidden"] for sheet in found.draft.facts["sheets"]] == [False, True]
    assert "hidden-content" in found.draft.flags


def test_a_sheet_that_is_not_listed_is_read_as_hidden() -> None:
    data = biff.stream(biff.label(0, 0, "listed"))
    found = told(data + biff.begin(8, 16) + biff.label(0, 0, "not listed") + biff.record(0x0A))
    assert [spans(page, "hidden") for page in found.draft.pages] == [[], ["not listed\n"]]


def test_notes_text_boxes_and_what_is_printed_around_a_sheet() -> None:
    sheet = b"".join(
        (
            biff.label(0, 0, "text"),
            biff.record(0x14, biff.string("&LLeft&CMiddle &P")),
            biff.text_box(1, "paid twice", kind=0x19),
            biff.text_box(2, "see overleaf"),
            biff.record(0x1C, biff.shorts(4, 1, 0, 1) + biff.string("Ada Example")),
        )
    )
    found = told(biff.workbook(sheet))
    assert found.parts("comment") == ["Comment on B5 by Ada Example: paid twice"]
    assert found.parts("drawing") == ["see overleaf"]
    assert found.parts("header") == ["Left Middle"]
    assert found.draft.facts["comment_authors"] == ["Ada Example"]


def test_links_names_and_other_files() -> None:
    address = "https://example.org/votes\0".encode("utf-16-le")
    moniker = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b") + struct.pack("<I", len(address)) + address
    shown = "the list\0".encode("utf-16-le")
    link = bytes(24) + struct.pack("<III", 2, 0x13, len(shown) // 2) + shown + moniker
    area = b"\x3b" + biff.shorts(0, 0, 4, 0, 1)
    name = biff.shorts(1) + b"\0\x05" + biff.shorts(len(area), 0, 0) + bytes(4) + b"\0Votes" + area
    shared = b"".join(
        (
            biff.record(0x1AE, biff.shorts(1, 0x0401)),
            biff.record(0x1AE, biff.shorts(1) + biff.string("\1\1Clists\3ward.xls") + biff.string("Sheet1")),
            biff.record(0x17, biff.shorts(1, 0, 0, 0)),
            biff.record(0x18, name),
        )
    )
    found = told(biff.workbook(biff.label(0, 0, "text") + biff.record(0x1B8, link), shared=shared))
    assert found.draft.facts["links"] == ["https://example.org/votes"]
    assert found.draft.facts["external"] == [{"kind": "externalLink", "target": "C:\\lists\\ward.xls"}]
    assert found.parts("hidden") == ["Votes: One!$A$1:$B$5"]
    assert "the list" in found.text
    assert "network-reference" in found.draft.flags


def test_words_of_charts_in_sheets_and_alone() -> None:
    words = biff.record(0x100D, b"\0\0" + biff.string("Turnout", "<B"))
    inside = biff.begin(8, 32) + words + biff.record(0x0A)
    found = told(biff.workbook(biff.label(0, 0, "a") + inside + biff.label(1, 0, "b"), words, kinds=(16, 32)))
    assert found.draft.pages[0].text == "a\nb\nTurnout\n"
    assert found.parts("chart") == ["Turnout", "Turnout"]


def test_pictures_objects_and_macros_are_members() -> None:
    png = b"\x89PNG\r\n\x1a\n and so on"
    blip = struct.pack("<HHI", 0x6E00, 0xF01E, 17 + len(png)) + bytes(17) + png
    drawing = struct.pack("<HHI", 0x000F, 0xF000, len(blip)) + blip
    package = b"\2\0" + b"letter.txt\0C:\\letter.txt\0" + bytes(4)
    package = (
        b"\2\0letter.txt\0C:\\letter.txt\0\0\0\3\0" + struct.pack("<I", 3) + b"C:\0" + struct.pack("<I", 5) + b"words"
    )
    nodes = [
        Node("MBD00000001", children=[Node("\1Ole10Native", struct.pack("<I", len(package)) + package)]),
        Node("_VBA_PROJECT_CUR", children=[Node("PROJECT", b"Module=One")]),
    ]
    found = told(biff.workbook(biff.label(0, 0, "text"), shared=biff.record(0xEB, drawing), nodes=nodes))
    assert [child.name for child in found.draft.children] == ["picture 1.png", "letter.txt", "vbaProject.bin"]
    assert found.members[:2] == [png, b"words"]
    assert "macros" in found.draft.flags


def test_words_that_only_a_pivot_table_still_knows() -> None:
    cache = biff.record(0xCD, biff.string("Ada Example")) + biff.record(0xCD, biff.string("Bo Example"))
    nodes = [Node("_SX_DB_CUR", children=[Node("0001", cache)])]
    found = told(biff.workbook(biff.label(0, 0, "Ada Example"), nodes=nodes))
    assert found.parts("other-part") == ["Bo Example"]


def test_a_workbook_under_a_password() -> None:
    found = draft(biff.workbook(biff.label(0, 0, "secret"), shared=biff.record(0x2F, biff.shorts(1, 1, 1))))
    assert (found.state, found.reason) == (State.UNREAD_ENCRYPTED, "password")
    assert not found.pages
    assert (found.declared, found.complete) == (None, False)


def test_version_5_with_its_code_page() -> None:
    sheet = biff.cell(0x204, 0, 0, biff.shorts(6) + "Голоса".encode("cp1251")) + biff.record(
        0x1C, biff.shorts(0, 0, 4) + b"seen"
    )
    data = biff.workbook(sheet, version=5, shared=biff.record(0x42, biff.shorts(1251)))
    found = told(data)
    assert found.draft.pages[0].text.startswith("Голоса\n")
    assert found.parts("comment") == ["Comment on A1 by ?: seen"]


def test_a_text_box_of_version_5() -> None:
    body = bytearray(70)
    body[4:8] = biff.shorts(6, 1)
    body[44:46] = biff.shorts(12)
    body[30:32] = biff.shorts(1)
    body += b"\x05Box 1see overleaf"
    found = told(biff.workbook(biff.record(0x5D, bytes(body)), version=5))
    assert found.parts("drawing") == ["see overleaf"]


def test_a_bare_stream_of_version_2() -> None:
    sheet = b"".join(
        (
            biff.record(0x1E, b"\x07General"),
            biff.record(0x1E, b"\x04#,##"),
            biff.record(0x43, bytes([0, 0, 0, 0])),
            biff.record(0x43, bytes([0, 0, 1, 0])),
            biff.old_cell(0x04, 0, 0, b"\x05votes"),
            biff.old_cell(0x02, 0, 1, biff.shorts(1250), style=1),
            biff.old_cell(0x03, 1, 0, struct.pack("<d", 2.5)),
            biff.old_cell(0x05, 1, 1, b"\1\0"),
        )
    )
    data = biff.record(0x0009, biff.shorts(2, 16)) + sheet + biff.record(0x0A)
    assert identify(Source(data)).type == "application/vnd.ms-excel"
    assert first(data) == "votes\t1,250 [1250]\n2.5\tTRUE\n"


def test_the_sheets_inside_a_workbook_of_version_4() -> None:
    inside = biff.begin(4, 16) + biff.cell(0x204, 0, 0, biff.shorts(5) + b"votes") + biff.record(0x0A)
    data = biff.begin(4, 0x100) + biff.record(0x8F, bytes(4) + b"\x05Wards") + inside + biff.record(0x0A)
    found = told(data)
    assert [(page.label, page.text) for page in found.draft.pages] == [("Wards", "votes\n")]


def test_bare_streams_of_later_versions_are_known() -> None:
    for version in (5, 8):
        head = 0x0600 if version == 8 else 0x0500
        begin = biff.record(0x0809, biff.shorts(head, 16, 0, 0) + (bytes(8) if version == 8 else b""))
        assert identify(Source(begin + biff.record(0x0A))).type == "application/vnd.ms-excel"


def test_a_stream_that_breaks_off_keeps_what_came_before() -> None:
    found = told(biff.stream(biff.label(0, 0, "kept"), biff.label(0, 0, "the last of it"))[:-12])
    assert "kept" in found.text
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "part-failed")


def test_a_sheet_that_is_not_where_it_should_be() -> None:
    data = bytearray(biff.stream(biff.label(0, 0, "kept"), biff.label(0, 0, "gone")))
    at = data.rindex(biff.record(0x85, b"")[:2], 0, data.index(b"Two"))
    data[at + 4 : at + 8] = struct.pack("<I", 3)
    found = told(bytes(data))
    assert {"part": "the sheet Two", "why": "it is not there"} in found.draft.facts["failed"]
    assert "kept" in found.text
    assert "gone" in found.text  # found as a sheet that nothing lists
    assert found.draft.state is State.TEXT_PARTIAL


@pytest.mark.parametrize("data", [b"\x09\x08", biff.record(0x85, b"no begin"), biff.workbook()[:600]])
def test_no_workbook_at_all(data: bytes) -> None:
    with pytest.raises(Unreadable) as raised:
        told(data)
    assert (raised.value.state, raised.value.reason) == (State.UNREAD_CORRUPT, "damaged")


def test_an_empty_workbook_is_blank() -> None:
    found = told(biff.workbook(b""))
    assert (found.draft.state, found.draft.reason) == (State.NONE_BLANK, "no-text")


def test_cells_in_far_corners_cost_nothing() -> None:
    begun = time.process_time()
    found = told(biff.workbook(biff.label(0, 0, "near") + biff.label(65_535, 255, "far")))
    assert found.draft.pages[0].text.split() == ["near", "far"]
    assert len(found.draft.pages[0].text) < 30
    assert time.process_time() - begun < 5


def test_a_string_that_countless_cells_share_ends_at_a_limit() -> None:
    shared = biff.strings(biff.string("x" * 8000), count=1)
    sheet = b"".join(biff.cell(0xFD, row, 0, bytes(4)) for row in range(20_000))
    begun = time.process_time()
    found = told(biff.workbook(sheet, shared=shared))
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "limit-output")
    assert time.process_time() - begun < 20


def test_sheets_that_lie_inside_each_other_are_told_once() -> None:
    """Each of them begins where the one before has hardly begun, and none of them ends."""
    count = 3000
    line = len(biff.record(0x85, bytes(6) + biff.string("s", "<B")))
    first_at = len(biff.begin(8, 5)) + count * line + 4
    step = len(biff.begin(8, 16))
    listed = b"".join(
        biff.record(0x85, struct.pack("<IH", first_at + step * at, 0) + biff.string("s", "<B")) for at in range(count)
    )
    data = biff.begin(8, 5) + listed + biff.record(0x0A) + biff.begin(8, 16) * count
    begun = time.process_time()
    assert told(data).draft.state in State
    assert time.process_time() - begun < 10


SOUND = biff.stream(
    b"".join(
        (
            biff.cell(0xFD, 0, 0, bytes(4)),
            biff.formula(0, 1, b"\0" * 6 + b"\xff\xff", b"\x17\x03\0and" + b"\x44\0\0\0\0" + b"\x08"),
            biff.record(0x207, biff.string("oneand")),
            biff.text_box(1, "see overleaf"),
            biff.record(0x1C, biff.shorts(4, 1, 0, 1) + biff.string("Ada Example")),
            biff.number(1, 0, 2.5),
        )
    ),
    shared=biff.strings(biff.string("Ada"), count=1) + biff.record(0x17, biff.shorts(1, 0, 0, 0)),
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(SOUND)), st.integers(0, 6), st.binary(max_size=5)), min_size=1, max_size=5)
)
def test_no_change_breaks_the_reader(changes: list[tuple[int, int, bytes]]) -> None:
    data = SOUND
    for at, cut, put in changes:
        data = data[:at] + put + data[at + cut :]
    try:
        assert draft(data).state in State
    except Unreadable as fault:
        assert fault.state is State.UNREAD_CORRUPT  # noqa: PT017 - either is right


def test_real_workbooks(shared: Path) -> None:
    found = {path.name: draft(path.read_bytes()) for path in sorted((shared / "data/files").rglob("*.xls"))}
    assert len(found) >= 30
    locked = {name for name, one in found.items() if one.state is State.UNREAD_ENCRYPTED}
    assert locked == {"password.xls", "testEXCEL_protected_passtika.xls"}
    rest = {one.state for name, one in found.items() if name not in locked}
    assert rest == {State.TEXT_COMPLETE, State.NONE_BLANK}
    text = {name: "\n".join(page.text for page in one.pages) for name, one in found.items()}
    for name, words in (
        ("testEXCEL_4.xls", "168,184,400 [168184400]"),
        ("testEXCEL_5.xls", "Sample Excel Worksheet - Numbers and their Squares"),
        ("testEXCEL-formats.xls", "$1,599.99 [1599.99]"),
        ("testEXCEL-charts.xls", "WhamPuff"),
        ("testEXCEL_textbox.xls", "this is some autoshape text"),
        ("testEXCEL_phonetic.xls", "トヨタクルマカイシャ"),
        ("testEXCEL_hyperlinks.xls", "mailto:user@tika.apache.org?subject=help"),
        ("jxl.xls", "{=MAX(SUM(A1:A2),A1*A2,POWER(A1,2))}"),
        ("testComment.xls", "Comment on A1 by Author"),
    ):
        assert words in text[name]
    members = {child.name for child in found["testWPSAttachment.xls"].children}
    assert {"TXT.txt", "PDF.pdf", "XML.xml"} <= members
