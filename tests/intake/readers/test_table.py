"""CSV and TSV: every cell's value is had, rows stand on lines, cells beside each other."""

import csv
import io
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from packing import Read, read

from muniment.intake.limits import Limits
from muniment.intake.readers.sheets import table as reader
from muniment.model.state import State

ROWS = "name,votes,ward\nAnn Example,12,Mill\nBo Example,13,Dock\nCy Example,9,Mill\n"


def table(text: str, name: str = "utf-8", limits: Limits | None = None) -> Read:
    return read(reader, text.encode(name), limits)


@pytest.mark.parametrize("sign", [",", ";", "|", "\t"])
def test_cells_stand_side_by_side_whatever_parts_them(sign: str) -> None:
    found = table(ROWS.replace(",", sign))
    assert found.text == ROWS.replace(",", "\t")
    assert found.draft.facts == {"charset": "utf-8", "rows": 4, "columns": 3}
    assert found.draft.state is State.TEXT_COMPLETE
    assert found.draft.type == ("text/tab-separated-values" if sign == "\t" else "text/csv")


def test_quotes_hold_signs_line_ends_and_quotes() -> None:
    found = table('name,remark,ward\nAnn,"said ""no"", twice",Mill\nBo,"two\r\nlines\tand a tab",Dock\nCy,,Mill\n')
    assert found.text.splitlines() == [
        "name\tremark\tward",
        'Ann\tsaid "no", twice\tMill',
        "Bo\ttwo lines and a tab\tDock",
        "Cy\t\tMill",
    ]
    assert (found.draft.facts["rows"], found.draft.facts["columns"]) == (4, 3)


def test_a_quote_that_nobody_closes_swallows_no_rows() -> None:
    rows = "".join(f"{at},12,Mill\n" for at in range(1000))
    found = table(f'n,votes,ward\n{rows}x,"12,Dock\n{rows}')
    assert '999\t12\tMill\nx\t"12\tDock\n0\t12\tMill\n' in found.text
    assert found.draft.facts["rows"] == 2002
    found = table(f'n,votes,ward\n{rows}x,"12,Dock\ny,13,Mill\n')
    assert 'x\t"12\tDock\ny\t13\tMill' in found.text


def test_inches_are_no_quotes() -> None:
    found = table(f'n,size,ward\n{ROWS}1,12" pipe,Mill\n2,13" pipe,Dock\n')
    assert '1\t12" pipe\tMill\n2\t13" pipe\tDock\n' in found.text


def test_formulas_are_text() -> None:
    assert '=HYPERLINK("http://a.example";"x")' in table(ROWS + '"=HYPERLINK(""http://a.example"";""x"")",1,2\n').text


def test_other_character_sets_and_line_ends() -> None:
    text = "Straße;Stimmen;Ort\nMühle;12;Köln\nDöck;13;Köln\nHöfe;9;Köln\n"
    found = table(text.replace("\n", "\r\n"), "cp1252")
    assert found.text == text.replace(";", "\t")
    assert found.draft.flags == ["charset-guessed"]
    assert table(text.replace("\n", "\r"), "utf-16").text == text.replace(";", "\t")


def test_a_table_of_one_row_that_a_parent_names() -> None:
    assert read(reader, b"Ann,12").text == "Ann\t12"


def test_a_large_table_is_read_page_by_page() -> None:
    plain = "2014-05-22,Ann Example,12,Mill\n" * 80_000
    quoted = '2014-05-22,"Example, Ann",12,"Mill\nward"\n' * 80_000
    for text, row in (
        (plain, "2014-05-22\tAnn Example\t12\tMill"),
        (quoted, "2014-05-22\tExample, Ann\t12\tMill ward"),
    ):
        found = table(text)
        assert len(found.draft.pages) > 2
        assert all(set(page.text.splitlines()) == {row} for page in found.draft.pages)
        assert found.draft.facts["rows"] == 80_000


def test_text_beyond_the_limit_is_said_to_be_missing() -> None:
    found = table(ROWS * 60_000, limits=Limits(output=2 << 20))
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "limit-output")


@pytest.mark.parametrize("line", ['"', 'a,"', '""",', ",,,,,,,,", '"a\n', '","\n', 'a\n"\n'])
def test_hostile_tables_end_quickly(line: str) -> None:
    start = time.process_time()
    assert "needle" in table(f"needle,b\n1,2\n3,4\n{line * (1_000_000 // len(line))}").text
    assert time.process_time() - start < 6


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=12)


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=3, max_size=6), st.sampled_from(",;|\t"))
def test_every_value_that_is_put_in_comes_out_in_its_row(rows: list[list[str]], sign: str) -> None:
    head = ["first", "second", "third"]
    file = io.StringIO()
    csv.writer(file, delimiter=sign, quoting=csv.QUOTE_ALL).writerows([head, *rows])
    text = file.getvalue()
    assume(not text.startswith("\ufeff"))
    found = table(text)
    assert found.text.split("\n") == ["\t".join(row) for row in [head, *rows]] + [""]


@settings(deadline=None, max_examples=200)
@given(st.text('ab,;"\n\r\t|', max_size=80))
def test_any_table_ends_and_keeps_its_letters(text: str) -> None:
    found = table(f"needle,b\n{text}")
    assert "needle" in found.text
    assert found.text.count("a") >= text.count("a") > -1
