"""Tables are sorted by their headings, and leave as files in the order shown; no cell is taken for a formula."""

import csv
import io
import zipfile
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.looking import Looker
from web.making import lines_of

from muniment.web.asked import Asked

SORTED = {
    "/bundles": ("bundle", "from", "received", "files", "items", "missing", "shut"),
    "/boxes": ("item", "name", "holder", "scanned", "people"),
}
FILES = ("/bundles", "/boxes", "/tags", "/review/progress-by-person", "/review/progress-by-bundle", "/sample")
TABLES = {  # page, what its address calls the order, the orders, and the file of the same rows
    ("/tags", "sort", "/tags"): ("defined", "tag", "items", "retired"),
    ("/sample", "sort", "/sample"): ("sample", "size", "again", "differ"),
    ("/review/progress", "person", "/review/progress-by-person"): ("by", "opened", "judged", "relevant", "unsure"),
    ("/review/progress", "bundle", "/review/progress-by-bundle"): ("bundle", "items", "judged", "opened_by_nobody"),
}


def _rows(pages: Any, address: str) -> list[list[str]]:
    answer = pages.get(address)
    assert answer.status_code == 200, address
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.text)))
    end = next(at for at, row in enumerate(rows) if row and row[0] == "case")
    return [row for row in rows[1:end] if row]


@pytest.fixture
def more(pages: Any, tmp_path: Any) -> Any:
    """Another bundle, of a sender whose name is a formula, and another thing on a shelf."""
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "one.txt").write_text("one")
    pages.case.intake(tmp_path / "more", '=HYPERLINK("http://evil.example")', date(2025, 5, 1))
    pages.case.box_add("A telephone", "Another Force", place="locker 4")
    item = next(row["id"] for row in pages.case.items() if row["state"].startswith("text"))
    pages.case.judge(item, judgement="relevant")
    pages.case.define_tag("topics", "=1+1")
    pages.case.tag(str(pages.case.define_tag("topics", "a witness")["tag"]), item)
    for size in (1, 3, 2):
        pages.case.sample(size, "all", seed=size)
    return pages


def test_every_heading_sorts_and_the_file_has_the_order_shown(more: Any) -> None:
    orders = {}
    for at, names in SORTED.items():
        for name in names:
            page = HTMLParser(more.get(f"{at}?sort={name}").text)
            shown = [each.text() for each in page.css("main tbody tr a.id")]
            sorted_by = page.css_first("th[aria-sort]")
            assert sorted_by is not None, (at, name)
            (file,) = [str(a.attributes["href"]) for a in page.css("a") if ".csv" in str(a.attributes["href"])]
            assert [row[0] for row in _rows(more, file)] == shown
            orders[at, name] = shown
    assert len({tuple(each) for each in orders.values()}) > len(SORTED), "not all of them are the same"
    items = [each.items for each in _lines(more)]
    assert items == sorted(items, reverse=True), "of a number the largest come first"
    assert more.get("/bundles?sort=guess").status_code == 400


@pytest.mark.parametrize(("table", "names"), TABLES.items(), ids=lambda each: each[1])
def test_the_tables_of_people_s_work_are_sorted_and_leave_in_that_order(
    more: Any, table: tuple[str, str, str], names: tuple[str, ...]
) -> None:
    at, order, file = table
    for name in names:
        address = f"{at}?{order}={name}"
        page = HTMLParser(more.get(address).text)
        assert page.css_first("th[aria-sort]") is not None, name
        found = [
            str(a.attributes["href"]) for a in page.css("a") if str(a.attributes["href"]).startswith(f"{file}.csv")
        ]
        assert found == [f"{file}.csv" + ("" if name == names[0] else f"?{order}={name}")]
        assert _rows(more, found[0])
    assert more.get(f"{at}?{order}=guess").status_code == 400


def test_of_samples_the_newest_comes_first_and_of_numbers_the_largest(more: Any) -> None:
    entries = [row[0] for row in _rows(more, "/sample.csv")]
    assert entries == sorted(entries, key=int, reverse=True)
    assert [row[2] for row in _rows(more, "/sample.csv?sort=size")] == ["3", "2", "1"]
    assert [row[1] for row in _rows(more, "/tags.csv?sort=items")] == ["a witness", "'=1+1"]


def _lines(pages: Any) -> Any:
    from muniment.web import account  # noqa: PLC0415

    said = pages.case.account()["bundles"]
    order = [row[0] for row in _rows(pages, "/bundles.csv?sort=items")]
    lines = {each["id"]: account.line(each, pages.case.bands()) for each in said}
    return [lines[each] for each in order]


@pytest.mark.parametrize("at", FILES)
def test_a_table_leaves_as_a_file_and_that_is_logged(more: Any, path: Any, at: str) -> None:
    before = len(lines_of(path, "exported"))
    rows = _rows(more, f"{at}.csv")
    assert rows
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]
    with zipfile.ZipFile(io.BytesIO(more.get(f"{at}.xlsx").content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert sheet.count(b"<row ") == 1 + len(rows)
    assert len(lines_of(path, "exported")) == before + 2


def test_items_by_what_people_did_and_the_file_in_that_order(more: Any) -> None:
    for sort in ("opened", "judged", "size"):
        shown, address = list[str](), f"/items?sort={sort}"
        page = HTMLParser(more.get(address).text)
        shown = [each.text() for each in page.css("main tbody tr a.id")]
        (file,) = [str(a.attributes["href"]) for a in page.css("a") if ".csv" in str(a.attributes["href"])]
        assert [row[0] for row in _rows(more, file)][: len(shown)] == shown
        paged, after = list[str](), ""
        while True:
            said = more.case.item_page(sort=sort, after=after, limit=3)
            paged += [each["id"] for each in said["items"]]
            if said["next"] is None:
                break
            after = said["next"]
        assert paged == [each["id"] for each in more.case.item_lines(sort=sort)], "a cursor leaves none out"
    last = more.case.item_page(sort="judged", limit=1000)["items"][-1]
    assert last["judgement"] is not None, "what nobody has judged comes first"


def test_everybody_can_sort(looker: Looker) -> None:
    for address in ("/bundles?sort=items", "/boxes?sort=holder", "/items?sort=opened", "/tags", "/review/progress"):
        looker.holds(address)


def test_custody_has_no_lines_of_a_list_that_are_about_something_else(pages: Any) -> None:
    said = [each for each in pages.case.list_show("BUN-0001")["lines"] if each["items"] and each["line"] is not None]
    line, item = said[0]["line"], said[0]["items"][0]
    pages.case.list_match("BUN-0001", line, [item], why="looked at both")
    other = next(row["id"] for row in pages.case.items() if row["bundle"] == "BUN-0001" and row["id"] != item)

    def matched(id: str) -> int:  # noqa: A002
        return sum(act["do"] == "list-matched" for act in pages.case.item(id)["custody"])

    assert (matched(item), matched(other)) == (1, 0)


def test_where_all_is_judged_the_figure_does_not_doubt_it(pages: Any) -> None:
    for at, row in enumerate(pages.case.items()):
        pages.case.judge(row["id"], judgement="not-relevant" if at % 3 else "relevant")
    pages.case.sample(3, "all", seed=1)
    from muniment.figures.progress import Estimate  # noqa: PLC0415
    from muniment.web.progress import _days, _now  # noqa: PLC0415

    assert _days(cast(Asked, SimpleNamespace(case=pages.case)))[3][-1] == Estimate(1.0, 1.0)
    said = {"relevant": 5, "judged_by_nobody": 0, "unsure": 0}
    assert _now(said, 0.0, 10.8) == Estimate(1.0, 1.0)
    assert _now(said | {"unsure": 2}, 0.0, 10.8) == Estimate(5 / 7, 1.0)
