"""Workbooks: what is shown and what is behind it, hidden things, and sheets made to burst."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packing import R, S, read, relations, spans, xlsx

from muniment.intake.readers.sheets import formats
from muniment.intake.readers.sheets import xlsx as reader
from muniment.model.state import State

STYLES = '<numFmts><numFmt numFmtId="170" formatCode="d mmmm yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'


def row(*cells: str, at: int = 1, more: str = "") -> str:
    return f'<sheetData><row r="{at}"{more}>{"".join(cells)}</row></sheetData>'


def test_shown_and_raw_values_and_a_very_hidden_sheet() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="4"/><xf numFmtId="170"/></cellXfs>'
    )
    cells = (
        '<c r="A1" t="inlineStr"><is><t>Youth club</t></is></c>',
        '<c r="B1" s="1"><v>1234.5</v></c>',
        '<c r="C1" s="2"><v>41781</v></c>',
        '<c r="D1"><f>SUM(B1:B1)</f></c>',
    )
    secret = row('<c r="A1" t="inlineStr"><is><t>not for show</t></is></c>')
    found = read(reader, xlsx(row(*cells), secret, styles=styles, state=' state="veryHidden"'))
    first, second, *_ = found.draft.pages
    assert (first.number, first.label) == (1, "One")
    assert first.text == "Youth club\t1,234.50 [1234.5]\t22/05/2014 [2014-05-22]\t{=SUM(B1:B1)}\n"
    assert spans(first, "raw") == ["1234.5", "2014-05-22"]
    assert (second.number, second.label, spans(second, "hidden")) == (2, "Two", ["not for show\n"])
    assert found.draft.facts["sheets"][1] == {"name": "Two", "hidden": True, "rows": 1}
    assert "hidden-content" in found.draft.flags


def test_dates_from_1900_and_from_1904() -> None:
    cell = row('<c r="A1" s="1"><v>46084</v></c>')
    assert read(reader, xlsx(cell, styles=STYLES)).text.startswith("3 March 2026 [2026-03-03]\n")
    other = read(reader, xlsx(cell, styles=STYLES, names='<workbookPr date1904="1"/>'))
    assert other.text.startswith("4 March 2030 [2030-03-04]\n")


def test_every_kind_of_cell() -> None:
    cells = (
        '<c r="A1" t="s"><v>0</v></c>',
        '<c r="B1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r><rPh><t>spoken</t></rPh></is></c>',
        '<c r="C1" t="b"><v>1</v></c>',
        '<c r="D1" t="e"><v>#REF!</v></c>',
        '<c r="E1" t="str"><f>A1&amp;B1</f><v>both</v></c>',
        '<c r="F1"><v>5.0</v></c>',
        '<c r="G1"><v>123456789012345</v></c>',
    )
    shared = "<si><r><t>Ada </t></r><r><t>Example</t></r><rPh><t>eida</t></rPh></si>"
    found = read(reader, xlsx(row(*cells), shared=shared))
    assert found.draft.pages[0].text == (
        "Ada Example\tinline\tTRUE\t#REF!\tboth {=A1&B1}\t5\t1.23457E+14 [123456789012345]\n"
    )
    assert found.parts("formula") == ["{=A1&B1}"]
    assert found.parts("spoken") == ["eida"]


def test_hidden_rows_and_columns() -> None:
    sheet = (
        '<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>3</v></c></row></sheetData>'
    )
    found = read(reader, xlsx(sheet))
    assert found.parts("hidden") == ["2", "3\n"]
    assert found.draft.facts["sheets"][0]["hidden_rows"] == 1


def test_comments_old_and_threaded_links_and_headers() -> None:
    threads = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    more = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            ("comments", "../c.xml"), ("threadedComment", "../t.xml"), ("hyperlink", "https://a.example/")
        ),
        "xl/c.xml": f"<comments {S}><authors><author>Ada Example</author><author>tc=1</author></authors><commentList>"
        '<comment ref="B2" authorId="0"><text><r><t>paid twice</t></r></text></comment>'
        '<comment ref="B3" authorId="1"><text><t>[Threaded comment] ask</t></text></comment></commentList></comments>',
        "xl/t.xml": f'<ThreadedComments xmlns="{threads}"><threadedComment ref="B3" dT="2020-01-02" personId="p"><text>ask'
        "</text></threadedComment></ThreadedComments>",
    }
    sheet = (
        row('<c r="A1"><v>1</v></c>')
        + '<dataValidations><dataValidation prompt="choose one"><formula1>"yes,no"</formula1></dataValidation></dataValidations>'
        + '<headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"&amp;12Left&amp;CMiddle &amp;P</oddHeader></headerFooter>'
    )
    found = read(reader, xlsx(sheet, more=more))
    assert found.parts("comment") == ["Comment on B3 by p, 2020-01-02: ask", "Comment on B2 by Ada Example: paid twice"]
    assert found.parts("header") == ["Left Middle"]
    assert '"yes,no"' in found.parts("validation")[0]
    assert "choose one" in found.parts("validation")[0]
    assert found.draft.facts["links"] == ["https://a.example/"]


def test_cells_in_far_corners_cost_nothing() -> None:
    near, far = (
        '<c r="A1" t="inlineStr"><is><t>near</t></is></c>',
        '<c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c>',
    )
    sheet = f'<sheetData><row r="1">{near}</row><row r="1048576">{far}</row></sheetData>'
    text = read(reader, xlsx(sheet)).draft.pages[0].text
    assert text.split() == ["near", "far"]
    assert len(text) < 30


def test_a_sheet_that_the_workbook_does_not_list_is_read_as_hidden() -> None:
    data = xlsx(
        row('<c r="A1"><v>1</v></c>'),
        more={"xl/worksheets/sheet9.xml": f"<worksheet {S} {R}>{row('<c><v>77</v></c>')}</worksheet>"},
    )
    found = read(reader, data)
    assert found.draft.pages[1].label == "sheet9.xml"
    assert spans(found.draft.pages[1], "hidden") == ["77\n"]


def test_a_sheet_that_is_not_there_is_said() -> None:
    found = read(reader, xlsx(row("<c><v>1</v></c>"), names='<sheets><sheet name="Gone" r:id="r99"/></sheets>'))
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "part-failed")
    assert [sheet["name"] for sheet in found.draft.facts["sheets"]] == ["Gone", "One"]


def test_a_sheet_that_breaks_off_keeps_its_last_row() -> None:
    sheet = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>22</v></c><c r="B2"><v>333</v>'
    found = read(reader, xlsx(sheet))
    assert found.draft.pages[0].text == "1\n22\t333\n"
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "part-failed")


@pytest.mark.parametrize(
    ("pattern", "raw", "shown"),
    [
        ("0.00", "2.675", "2.68"),
        ("#,##0", "1234567", "1,234,567"),
        ("#,##0.00;[Red](#,##0.00)", "-1599.99", "(1,599.99)"),
        ("0%", "0.125", "13%"),
        ("0.0%", "-0.125", "-12.5%"),
        ('"£"#,##0', "1200", "£1,200"),
        ("[$€-407] #,##0.00", "5", "€ 5.00"),
        ("0.00E+00", "198356388", "1.98E+08"),
        ("#,##0,", "1234567", "1,235"),
        ("0000", "42", "0042"),
        ("000-00-0000", "123456789", "123-45-6789"),
        ("# ?/?", "2.75", "2 3/4"),
        ("dd/mm/yyyy", "41781", "22/05/2014"),
        ("d mmm yy h:mm AM/PM", "41781.75", "22 May 14 6:00 PM"),
        ("h:mm:ss", "0.5", "12:00:00"),
        ("[h]:mm", "1.5", "36:00"),
        ("mm:ss.0", "0.000709", "01:01.2"),
        ("dddd d mmmm yyyy", "41781", "Thursday 22 May 2014"),
        ('[<1]"small";[>=1]"large"', "3", "large"),
        ('0;-0;"none"', "0", "none"),
        ("General", "0.30000000000000004", "0.3"),
        ("General", "12345678901234", "1.23457E+13"),
        ("General", "1E-3", "0.001"),
        ("#", "0", ""),
    ],
)
def test_what_a_person_sees(pattern: str, raw: str, shown: str) -> None:
    assert formats.understand(pattern)(raw) == shown


@given(st.text(max_size=20), st.floats().map(repr) | st.text(max_size=8))
def test_no_format_and_no_value_breaks_it(pattern: str, raw: str) -> None:
    shown = formats.understand(pattern)(raw)
    assert shown is None or isinstance(shown, str)


@given(st.integers(-(10**10), 10**10))
def test_whole_numbers_are_shown_whole(number: int) -> None:
    assert formats.understand("0")(str(number)) == str(number)
    assert (formats.understand("#,##0")(str(number)) or "").replace(",", "") == str(number)


@given(st.integers(61, 2_900_000))
def test_days_are_those_of_the_calendar(day: int) -> None:
    expected = dt.date(1899, 12, 30) + dt.timedelta(days=day)
    assert formats.understand("yyyy-mm-dd")(str(day)) == f"{expected:%Y-%m-%d}"


@pytest.mark.parametrize(
    ("pattern", "raw", "shown"),
    [
        ("d-mmm-yy", "39219", "17-May-07 [2007-05-17]"),
        ("h:mm", "33966.25", "6:00 [1992-12-28 06:00:00]"),  # a day that nobody sees
        ("h:mm:ss", "0.5", "12:00:00"),
        ("[h]:mm", "1.5", "36:00 [1.5]"),  # a span of time is no moment
        ("yyyy-mm-dd", "43363", "2018-09-20"),
    ],
)
def test_beside_a_date_stands_the_moment_in_one_form(pattern: str, raw: str, shown: str) -> None:
    styles = f'<numFmts><numFmt numFmtId="170" formatCode="{pattern}"/></numFmts>'
    styles += '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    found = read(reader, xlsx(row(f'<c r="A1" s="1"><v>{raw}</v></c>'), styles=styles))
    assert found.draft.pages[0].text == f"{shown}\n"
