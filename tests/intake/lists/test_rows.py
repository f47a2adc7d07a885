"""The list in a reading: whichever table it is, no row of it is lost or doubled."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packing import docx as word
from packing import odf as opened
from packing import read
from packing import xlsx as book

from muniment.intake.lists.line import Line, lines_of
from muniment.intake.lists.rows import Table, table_of
from muniment.intake.readers.odf import odf
from muniment.intake.readers.sheets import table, xlsx
from muniment.intake.readers.web import html
from muniment.intake.readers.word import docx
from muniment.model.reading import Draft, Page, Reading
from muniment.model.state import State

CSV = "text/csv"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def reading(*pages: str, type: str = CSV) -> Reading:  # noqa: A002
    return Reading(
        "0" * 64, 1, type, State.TEXT_COMPLETE, "", "", pages=tuple(Page(text) for text in pages)
    )  # fmt: skip


def of(draft: Draft) -> Reading:
    return Reading("0" * 64, 1, draft.type, draft.state, draft.reason, "", pages=tuple(draft.pages))


def lines(*pages: str, type: str = CSV) -> list[Line]:  # noqa: A002
    return list(lines_of(table_of(reading(*pages, type=type))))


def why(found: Table, reason: str) -> list[str]:
    return [row.text for said, row in found.aside if said == reason]


def cell(*paragraphs: str, more: str = "") -> str:
    inside = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return f"<w:tc>{more}{inside}</w:tc>"


def test_a_table_in_a_word_document_is_found_between_paragraphs() -> None:
    rows = [("Vol", "Description", "Pages"), ("1", "Statements", "12"), ("2", "Plans", "3")]
    inside = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    body = f"<w:p><w:r><w:t>Schedule</w:t></w:r></w:p><w:tbl>{inside}</w:tbl><w:p><w:r><w:t>Signed</w:t></w:r></w:p>"
    found = table_of(of(read(docx, word(body)).draft))
    assert found.header == ("Vol", "Description", "Pages")
    assert why(found, "outside") == ["Schedule", "Signed"]
    assert [(line.said, line.name, line.pages, line.kind) for line in lines_of(found)] == [
        ("1", "Statements", 12, "volume"),
        ("2", "Plans", 3, "volume"),
    ]


def test_cells_of_several_paragraphs_are_put_together_and_that_is_said() -> None:
    rows = [
        "".join(map(cell, ("No", "Description", "Pages"))),
        cell("1") + cell("Statements", "of officers", "taken later") + cell("12"),
        cell("2") + cell("Plans") + cell("3"),
    ]
    body = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    first, second = lines_of(table_of(of(read(docx, word(body)).draft)))
    assert (first.name, first.pages, first.doubts) == ("Statements of officers taken later", 12, ("joined",))
    assert (second.name, second.pages, second.doubts) == ("Plans", 3, ())


def test_merged_cells_of_a_word_table_leave_lines_with_a_doubt() -> None:
    rows = [
        "".join(map(cell, ("No", "Description", "Pages", "Where"))),
        *("".join(map(cell, (str(at), f"Papers {at}", "5", "Box 1"))) for at in range(1, 6)),
        cell("Everything in box 2", more='<w:tcPr><w:gridSpan w:val="4"/></w:tcPr>'),
        "".join(map(cell, ("6", "Papers 6", "5", "Box 2"))),
    ]
    body = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    found = lines_of(table_of(of(read(docx, word(body)).draft)))
    assert [line.said for line in found] == ["1", "2", "3", "4", "5", "Everything in box 2", "6"]
    assert "fewer-cells" in found[5].doubts


def test_a_sheet_is_read_without_the_raw_values_of_its_cells() -> None:
    header = '<row><c t="inlineStr"><is><t>No</t></is></c><c t="inlineStr"><is><t>Title</t></is></c><c t="inlineStr"><is><t>Pages</t></is></c></row>'
    row = '<row><c><v>1</v></c><c t="inlineStr"><is><t>Plans</t></is></c><c s="1"><f>10*30</f><v>300</v></c></row>'
    styles = '<numFmts><numFmt numFmtId="170" formatCode="0.00"/></numFmts><cellXfs><xf/><xf numFmtId="170"/></cellXfs>'
    draft = read(xlsx, book(f"<sheetData>{header}{row}</sheetData>", styles=styles)).draft
    assert "{=10*30}" in draft.pages[0].text
    (line,) = lines_of(table_of(of(draft)))
    assert (line.said, line.name, line.pages) == ("1", "Plans", 300)


def test_a_list_in_an_open_document_and_in_a_page_of_the_web() -> None:
    cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("No", "Title"))
    row = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("1", "Plans"))
    body = (
        f"<table:table><table:table-row>{cells}</table:table-row><table:table-row>{row}</table:table-row></table:table>"
    )
    page = b"<html><body><table><tr><th>No</th><th>Title</th></tr><tr><td>1</td><td>Plans</td></tr></table>"
    for draft in (read(odf, opened(body)).draft, read(html, page).draft):
        (line,) = lines_of(table_of(of(draft)))
        assert (line.said, line.name) == ("1", "Plans")


def test_the_header_is_left_out_where_each_page_repeats_it_and_a_total_is_no_line() -> None:
    head = "No\tDescription\tPages\n"
    found = table_of(reading(f"{head}1\tA\t10\n2\tB\t20\n", f"{head}3\tC\t30\n\tTotal\t60\n", type=DOCX))
    assert [row.cells[0] for row in found.rows] == ["1", "2", "3"]
    assert len(why(found, "header")) == 2
    assert why(found, "total") == ["Total | 60"]


def test_a_line_that_speaks_of_a_total_and_has_a_number_is_a_line() -> None:
    assert [line.name for line in lines("No,Title,Pages\n1,A,2\n2,Total votes,3\n".replace(",", "\t"))] == [
        "A",
        "Total votes",
    ]


def test_the_list_is_the_largest_table_that_names_its_columns() -> None:
    cover = "\n".join(f"{at}\tnothing\tmuch" for at in range(8))
    found = table_of(reading(cover, "No\tTitle\tPages\n" + "\n".join(f"{at}\tT{at}\t3" for at in range(1, 7))))
    assert len(found.rows) == 6
    assert len(why(found, "outside")) == 8


def test_without_a_header_columns_are_told_by_what_stands_in_them() -> None:
    first, second = lines("1\tStatements, Quernside\t12 pages\n2\tPlans\t3 pp\n")
    assert (first.said, first.name, first.pages) == ("1", "Statements, Quernside", 12)
    assert (second.said, second.name, second.pages) == ("2", "Plans", 3)
    assert first.doubts == ("no-header",)


def test_what_is_no_table_is_kept_line_by_line() -> None:
    found = lines("1. Statements, 300 pages\n2. Plans\nsigned, A. Lark\n", type="text/plain")
    assert [(line.said, line.pages) for line in found] == [("1", 300), ("2", None), ("", None)]
    assert found[0].name == "Statements, 300 pages"
    assert all("no-table" in line.doubts for line in found)


def test_repeated_and_missing_numbers_and_odd_pages_are_doubts() -> None:
    found = lines("No\tTitle\tPages\n1\tA\t3\n1\tB\tmany\n\tC\t1-40\n4\tD\t1,204\n")
    assert [line.pages for line in found] == [3, None, 40, 1204]
    assert [line.doubts for line in found] == [
        ("number-repeated",),
        ("pages-unclear", "number-repeated"),
        ("pages-as-range", "no-number"),
        (),
    ]


HASH = "ab" * 32


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("Item No\tFile name\tSHA-256", f"7\tminutes.pdf\t{HASH}", {"said": "7", "name": "minutes.pdf", "hash": HASH, "kind": "file"}),
        ("Ref\tFilePath\tMD5", "A1\tWard 2\\\tab", {"said": "A1", "path": "Ward 2\\", "hash": "", "kind": "folder"}),
        ("Band\tBezeichnung\tSeiten\tLagerort", "7\tAussagen\t12\tKarton 3", {"said": "7", "name": "Aussagen", "pages": 12, "place": "Karton 3", "kind": "volume"}),
        ("N°\tTitre\tPages\tDate", "7\tProcès-verbaux\t12\t2014-05-22", {"name": "Procès-verbaux", "date": "2014-05-22"}),
        ("Cyfrol\tDisgrifiad\tTudalennau", "7\tDatganiadau\t12", {"said": "7", "name": "Datganiadau", "pages": 12, "kind": "volume"}),
        ("ক্রমিক নং\tবিবরণ\tপৃষ্ঠা", "৭\tবিবৃতি\t১২", {"said": "৭", "name": "বিবৃতি", "pages": 12}),
        ("Box\tContents\tHolder", "14\tBallot papers\tExample Constabulary", {"said": "14", "kind": "box", "holder": "Example Constabulary"}),
        ("No. of pages\tDocument\tNo.", "12\tStatement\t7", {"said": "7", "name": "Statement", "pages": 12}),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_names_in_several_languages(
    header: str, row: str, expected: dict[str, object]
) -> None:
    (line,) = lines(f"{header}\n{row}\n")
    assert {key: getattr(line, key) for key in expected} == expected


def test_a_table_of_quoted_cells_comes_from_its_reader_as_lines() -> None:
    draft = read(table, b'No,Title,Pages\n1,"Plans, and\nmaps",3\n2,Notes,4\n').draft
    assert [line.name for line in lines_of(table_of(of(draft)))] == ["Plans, and maps", "Notes"]


CELLS = st.sampled_from(
    ["", "1", "2", "14", "Vol 3", "No", "Title", "Pages", "Total", "Statements", "a.pdf", "300 pp", "x", HASH]
)
ROWS = st.lists(CELLS, min_size=1, max_size=5).map("\t".join)
PAGES = st.lists(st.lists(ROWS, max_size=12).map("\n".join), max_size=3)


@given(PAGES, st.sampled_from([CSV, DOCX, "text/plain"]))
def test_no_line_is_lost_or_doubled_whatever_the_table(pages: list[str], type_: str) -> None:
    found = table_of(reading(*pages, type=type_))
    told = Counter(cell for page in pages for row in page.split("\n") for cell in row.split("\t") if cell)
    kept: Counter[str] = Counter()
    for row in [*found.rows, *(row for _, row in found.aside)]:
        kept.update(word for cell in row.cells for word in cell.split(" ") if word)
    assert kept == Counter(word for cell in told.elements() for word in cell.split(" "))
    made = lines_of(found)
    assert [line.number for line in made] == list(range(1, len(found.rows) + 1))
    assert [line.text for line in made] == [row.text for row in found.rows]


@given(st.lists(st.text(alphabet=st.characters(blacklist_characters="\r"), max_size=30), max_size=12))
def test_any_text_at_all_is_answered(rows: list[str]) -> None:
    text = "\n".join(rows)
    found = table_of(reading(text, type="text/plain"))
    whole = [*found.rows, *(row for _, row in found.aside)]
    assert sum(len(row.text.replace(" | ", "").split()) for row in whole) <= len(text)
    assert len(lines_of(found)) == len(found.rows)


def test_the_first_row_of_a_load_file_and_of_a_mail_export_names_its_columns() -> None:
    (one,) = lines(
        "BEGDOC\tENDDOC\tFILENAME\tPGCOUNT\tMD5HASH\nEX0001\tEX0003\tVol 1.pdf\t3\t" + "d" * 32,
        type="text/x-concordance-dat",
    )
    assert (one.name, one.pages, one.hash, one.doubts) == ("Vol 1.pdf", 3, "d" * 32, ("hash-not-held",))
    names = "Item Identity\tSelected\tOriginal Path\tTarget Path\tSubject or Title\tSender or Created by\tReceived or Created"
    (one,) = lines(
        f"{names}\n1\ttrue\tInbox/The count\tExchange/ann/The count.eml\tThe count\tAnn\t2014-05-22",
        type="text/x-export-list",
    )
    assert (one.path, one.name, one.date) == ("Exchange/ann/The count.eml", "The count", "2014-05-22")


def test_a_shape_that_one_row_of_four_has_is_in_doubt() -> None:
    found = lines("Vol\tTitle\tPages\n1\tOne\t3\n2\tTwo\t4\n3\tThree\t5\nVolume four\t2", type=DOCX)
    assert [("fewer-cells" in line.doubts) for line in found] == [False, False, False, True]
