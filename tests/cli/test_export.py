"""Tables of what a search found: every hit, nothing that a spreadsheet takes for a formula, and of how much it is all."""

import csv
import io
import os
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest import mock
from xml.etree import ElementTree as ET

import pytest
from asking import ask, small_folder

from muniment import Case
from muniment.cli.main import answered
from muniment.errors import AskedWrong
from muniment.names import csvsafe, xlsxsafe
from muniment.search import export, find
from muniment.store import newfile

DAY = date(2026, 3, 3)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULAS = ("=1+1", "+44 20", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "＝1+1", '=HYPERLINK("http://x.test")')
Row = list[str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with names and texts that a spreadsheet would run, and a bundle that is held."""
    folder = tmp_path_factory.mktemp("exported")
    small_folder(folder / "box")
    (folder / "box" / "=cmd|' C'!A0.txt").write_text("=cmd|' /C calc'!A0 a canvasser said.\n")
    (folder / "box" / "+a\u202eb\x07.txt").write_text("-1 canvasser.\n")
    (folder / "held").mkdir()
    (folder / "held" / "advice.txt").write_text("The canvasser asked for advice.\n")
    with Case.new("=Eastmere", folder / "case", by="Ann Example") as case:
        case.intake(folder / "box", "Example Constabulary", DAY)
        case.intake(folder / "held", "Example Chambers", DAY, hold=True)
        case.opened("ITM-000001")
    return folder / "case"


def run(case: Path, *args: str | Path) -> int:
    """The exit code, without a process of its own."""
    return answered(["--case", str(case), *map(str, args)])


def of_csv(path: Path) -> tuple[list[Row], dict[str, str]]:
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    cut = rows.index([])
    return rows[:cut], dict(rows[cut + 1 :])


def sheets(path: Path) -> Iterator[tuple[str, list[Row]]]:
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None
        names = [each.get("name", "") for each in ET.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
        for number, name in enumerate(names, start=1):
            sheet = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            assert not list(sheet.iter(f"{MAIN}f")), "a formula"
            assert not list(sheet.iter(f"{MAIN}hyperlink")), "a link"
            yield name, [["".join(cell.itertext()) for cell in row] for row in sheet.iter(f"{MAIN}row")]


def of_xlsx(path: Path) -> tuple[list[Row], dict[str, str]]:
    (_, rows), (name, about) = sheets(path)
    assert name == "about"
    return rows, dict(map(tuple, about))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_hit_and_of_how_much(made: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"found.{kind}"
    done = ask("search", "canvasser", f"--{kind}", out, "--limit", "1", case=made)
    assert done.code == 0, done.err
    assert done.out.splitlines()[-1].startswith("5 found. Searched whole:")
    rows, about = of_csv(out) if kind == "csv" else of_xlsx(out)
    said = ask("search", "canvasser", "--json", case=made).json
    assert rows[0] == list(export.HEADING)
    assert len(rows) == 1 + said["total"] == 6
    assert [row[0] for row in rows[1:]] == [hit["item"] for hit in said["hits"]]
    assert (about["query"], about["items found"], about["searched as of entry"]) == (
        "canvasser",
        "5",
        str(said["as_of"]),
    )
    assert about["items searched whole"] == str(said["searched"])
    assert about["items searched in part"] == str(said["searched_in_part"])
    assert about["items not searchable"] == str(said["not_searchable"])
    assert about["of these held until somebody releases them"] == "1"
    assert "advice" not in str(rows)


def column(rows: list[Row], name: str) -> list[str]:
    return [row[rows[0].index(name)] for row in rows[1:]]


def test_the_words_are_the_user_s(made: Path, tmp_path: Path) -> None:
    assert run(made, "search", "canvasser OR type:application/octet-stream", "--csv", tmp_path / "t.csv") == 0
    rows, _ = of_csv(tmp_path / "t.csv")
    assert set(column(rows, "text")) == {"text had by machine", "text may be missing"}
    assert set(column(rows, "opened by")) == {"nobody", "Ann Example"}
    assert [one for one in column(rows, "in item") if one] == ["ITM-000004 mail.eml"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_is_taken_for_a_formula(made: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"t.{kind}"
    assert run(made, "search", "canvasser", f"--{kind}", out) == 0
    rows, about = of_csv(out) if kind == "csv" else of_xlsx(out)
    sign = "'" if kind == "csv" else ""
    assert f"{sign}=cmd|' C'!A0.txt" in column(rows, "name")
    assert f"{sign}+a\ufffdb\u2407.txt" in column(rows, "name")
    assert about["case"] == f"{sign}=Eastmere"
    cells = [cell for row in rows for cell in row]
    if kind == "csv":
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert not [cell for cell in cells if {"\x01", "\x07", "\ufffe", "\u202e"} & set(cell)]


@pytest.mark.parametrize(
    "text",
    [
        *FORMULAS,
        "\u2007=1",
        "\u3000=1",
        "\u200d=1",
        "\u00ad=1",
        "\u2060 \ufffe=1",
        "a;=1",
        "a; \u200b+1;b",
        ";@SUM(A1)",
    ],
    ids=ascii,
)
@pytest.mark.parametrize("sign", [",", ";"], ids=["comma", "semicolon"])
def test_no_piece_of_a_csv_is_taken_for_a_formula_wherever_it_is_divided(text: str, sign: str) -> None:
    out = io.StringIO()
    csvsafe.write(out, ("one", "two"), [("ITM-000001", text)])
    for field in next(
        row for row in csv.reader(io.StringIO(out.getvalue(), newline=""), delimiter=sign) if "ITM" in str(row)
    ):
        seen = field.replace('"', "").replace("ITM-000001,", "").lstrip(" \u2007\u3000\u200d\u00ad\u2060\u200b\ufffe")
        assert not seen.startswith(("=", "+", "-", "@", "\uff1d")), field


def test_a_cell_that_runs_nothing_is_left_as_it_is() -> None:
    for text in ("a = b; c - d", "'quoted", "e;f", "\u0995\u09cd\u09b7", ""):
        assert csvsafe.cell(text) == text
    assert (csvsafe.cell(-2), csvsafe.cell(None)) == ("-2", "")


@pytest.mark.parametrize("out", ["", ".", "/"])
@pytest.mark.parametrize("option", ["--csv", "--xlsx", "--record"])
def test_what_names_no_file_is_asked_wrong(
    made: Path, capfd: pytest.CaptureFixture[str], option: str, out: str
) -> None:
    assert run(made, "search", "canvasser", option, out) == 2
    assert capfd.readouterr().err.startswith("muniment: this is no name of a file")


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_a_workbook_holds_texts_as_texts(tmp_path: Path, text: str) -> None:
    out = tmp_path / "t.xlsx"
    export.table(out, "xlsx", "texts", ("one", "two"), [(text, 7), ("http://x.test", "0012"), (None, True)])
    ((_, rows),) = sheets(out)
    assert rows[1:] == [[xlsxsafe.cell(text), "7"], ["http://x.test", "0012"], ["yes"]]
    with zipfile.ZipFile(out) as book:
        sheet, styles = book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/styles.xml").decode()
    assert 'quotePrefix="1"' in styles
    assert sheet.count('t="inlineStr"') == 6
    assert "<v>7</v>" in sheet


def test_what_xml_forbids_is_replaced_and_seen(tmp_path: Path) -> None:
    text = "a\x00b\x0bc\ud800d\ufffee\uffff_x0041_<&>\U0001f5f3"
    export.table(tmp_path / "t.xlsx", "xlsx", "texts", ("one",), [(text,)])
    ((_, rows),) = sheets(tmp_path / "t.xlsx")
    assert rows[1][0].replace("_x005F_x0041_", "_x0041_") == "a\u2400b\u240bc\ufffdd\ufffde\ufffd_x0041_<&>\U0001f5f3"


@pytest.mark.parametrize("letter", ["a", "\U0001f5f3"], ids=["narrow", "wide"])
def test_a_text_that_a_cell_does_not_hold_is_cut_and_says_so(tmp_path: Path, letter: str) -> None:
    export.table(tmp_path / "t.xlsx", "xlsx", "texts", ("one",), [(letter * 40_000,)])
    ((_, rows),) = sheets(tmp_path / "t.xlsx")
    assert rows[1][0].endswith("[... 24,000 more characters, which a cell does not hold]")
    assert len(rows[1][0].encode("utf-16-le")) // 2 <= 32_767


def test_a_long_query_is_there_whole(made: Path, tmp_path: Path) -> None:
    query = "canvasser OR " + " OR ".join(f"word{number}" for number in range(3_000))
    with Case.open(made) as case:
        said, _ = case.search_whole(query)
        about = list(export.about((case.title, case.id), said))
    assert "".join(str(row[1]) for row in about if str(row[0]).startswith("query")) == query


@pytest.mark.parametrize("count", [0, 1, 4, 5, 8, 9])
def test_rows_go_on_to_a_further_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(xlsxsafe, "ROWS", 5)
    made = export.table(
        tmp_path / "t.xlsx", "xlsx", "found", ("n",), ((number,) for number in range(count)), [("a", "b")]
    )
    *tables, (name, about) = sheets(tmp_path / "t.xlsx")
    assert made == count
    assert [name for name, _ in tables] == ["found", "found 2", "found 3"][: max(-(-count // 4), 1)]
    assert all(rows[0] == ["n"] and len(rows) <= 5 for _, rows in tables)
    assert [row[0] for _, rows in tables for row in rows[1:]] == [str(number) for number in range(count)]
    assert (name, about) == ("about", [["a", "b"]])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_nothing_is_written_over_or_into_the_case(made: Path, tmp_path: Path, kind: str) -> None:
    (tmp_path / "there").write_text("mine")
    assert run(made, "search", "canvasser", f"--{kind}", tmp_path / "there") == 2
    assert (tmp_path / "there").read_text() == "mine"
    assert run(made, "search", "canvasser", f"--{kind}", made / "t") == 2
    assert run(made, "search", "canvasser", f"--{kind}", tmp_path / "no" / "t") == 2
    assert not (made / "t").exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("at", ["rows", "sync", "name"])
def test_a_crash_leaves_no_half_table(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, at: str
) -> None:
    out = tmp_path / f"t.{kind}"
    where = {"rows": (find, "snippet"), "sync": (newfile, "sync_file"), "name": (os, "link")}[at]
    with monkeypatch.context() as patch:
        patch.setattr(*where, mock.Mock(side_effect=KeyboardInterrupt))
        assert run(made, "search", "canvasser", f"--{kind}", out) == 130
    assert list(tmp_path.iterdir()) == []
    assert run(made, "search", "canvasser", f"--{kind}", out) == 0


def test_a_disk_without_links_is_written_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", mock.Mock(side_effect=OSError))
    assert export.table(tmp_path / "t.csv", "csv", "found", ("n",), [(1,)]) == 1
    with pytest.raises(AskedWrong):
        export.table(tmp_path / "t.csv", "csv", "found", ("n",), [(1,)])
    assert (tmp_path / "t.csv").read_text() == "n\n1\n"


def test_what_does_not_go_together_is_refused(made: Path, tmp_path: Path) -> None:
    out = tmp_path / "t"
    for more in (("--xlsx", out), ("--jsonl",), ("--record", tmp_path / "r"), ("--unsearched",)):
        assert run(made, "search", "canvasser", "--csv", out, *more) == 2
    assert list(tmp_path.iterdir()) == []


def test_the_answer_as_json_and_the_access_log(made: Path, tmp_path: Path) -> None:
    out = tmp_path / "t.csv"
    said = ask("search", "canvasser", "--csv", out, "--json", "--facets", case=made).json
    assert said["exported"] == {"path": str(out), "rows": 5}
    assert said["facets"]["bundle"][0]["items"] == 5
    assert "hits" not in said
    with Case.open(made) as case:
        entry = next(each for each in reversed(list(case._store.access.entries())) if each.fields["do"] == "exported")
    assert [one[0] for one in entry.sealed if one] == ["name", "query", "to"]

    told = ask("erase", "ITM-000001", "--json", case=made).json["elsewhere"]
    assert [str(out)] == [one["to"] for one in told["exports"] if one["access_entry"] == entry.seq]


def test_a_bundle_that_is_compared_goes_into_a_workbook(made: Path, tmp_path: Path) -> None:
    out = tmp_path / "compared.xlsx"
    assert run(made, "compare", "BUN-0001", "--xlsx", out) == 0
    (_, rows), (_, about) = sheets(out)
    assert len(rows) - 1 == ask("compare", "BUN-0001", "--json", case=made).json["items"]
    assert ["bundle", "BUN-0001"] in about
    assert ["case", "=Eastmere"] in about
    assert ["items left out, held until somebody releases them", "1"] in about
    assert run(made, "compare", "BUN-0001", "--xlsx", out) == 2
    assert run(made, "compare", "BUN-0001", "--xlsx", tmp_path / "x", "--csv") == 2
