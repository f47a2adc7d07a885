"""The table of items: chosen, sorted, page by page, and as a file."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.looking import Looker, reach
from web.making import HOSTILE, lines_of
from web.parsed import first

from muniment.intake.itemlist import SORTS
from muniment.names.display import show
from muniment.web import items


def _ids(page: HTMLParser) -> list[str]:
    return [link.text() for link in page.css("td a.id")]


def _all(pages: Any, address: str) -> list[str]:
    found: list[str] = []
    while address:
        page = HTMLParser(pages.get(address).text)
        found += _ids(page)
        more = [str(link.attributes["href"]) for link in page.css(".pager a") if link.attributes.get("rel") == "next"]
        address = more[0] if more else ""
    return found


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_has_every_item_once(pages: Any, monkeypatch: pytest.MonkeyPatch, sort: str) -> None:
    monkeypatch.setattr(items, "PAGE", 4)
    wanted = sorted(row["id"] for row in pages.case.items())
    found = _all(pages, f"/items?sort={sort}")
    assert sorted(found) == wanted
    rows = {row["id"]: row for row in pages.case.items()}
    if sort == "size":
        sizes = [rows[item]["bytes"] or -1 for item in found]
        assert sizes == sorted(sizes, reverse=True)
    if sort == "name":
        names = [rows[item]["name"].encode() for item in found]
        assert names == sorted(names)


@pytest.mark.parametrize(
    "chosen",
    [
        {"bundle": "BUN-0003"},
        {"sum": "read"},
        {"sum": "unread", "opened": "no"},
        {"state": "none.empty-file"},
        {"waits": "needs_person"},
        {"opened": "yes"},
        {"settled": "yes"},
        {"judged": "no", "type": "text/plain"},
    ],
    ids=lambda chosen: "-".join(f"{name}-{value}" for name, value in chosen.items()),
)
def test_items_are_chosen_by_what_they_are_and_what_people_did(pages: Any, chosen: dict[str, str]) -> None:
    wanted = []
    sums = {"read": ("text.complete", "text.ocr", "none.container")}
    for row in pages.case.items():
        more = pages.case.item(row["id"])
        unread = not row["state"].startswith("none.") and row["state"] not in sums["read"]
        holds = {
            "bundle": row["bundle"] == chosen.get("bundle"),
            "sum": row["state"] in sums["read"] if chosen.get("sum") == "read" else unread,
            "state": row["state"] == chosen.get("state"),
            "waits": "needs_person" in row["waits"],
            "opened": bool(more["opened"]) == (chosen.get("opened") == "yes"),
            "settled": bool(more["settled"]),
            "judged": True,  # nobody has judged anything here
            "type": row["type"] == chosen.get("type"),
        }
        if all(holds[name] for name in chosen):
            wanted.append(row["id"])
    assert wanted
    page = HTMLParser(pages.get("/items", params=chosen).text)
    assert sorted(_ids(page)) == sorted(wanted)
    number = len(wanted)
    assert first(page, ".lede").text().startswith(f"{number:,} item{'s' if number != 1 else ''}:")


@pytest.mark.parametrize(
    "address", ["/items?sum=all", "/items?sort=colour", "/items?state=lost", "/items?opened=maybe"]
)
def test_what_cannot_be_chosen_is_said(pages: Any, address: str) -> None:
    assert pages.get(address).status_code == 400
    assert pages.get("/items?after=ITM-999999").status_code == 404


def test_hostile_names_are_text(pages: Any) -> None:
    answer = pages.get("/items?bundle=BUN-0003")
    page = HTMLParser(answer.text)
    assert page.css("main img, main script") == []
    names = [cell.text() for cell in page.css("tbody th bdi:first-child")]
    assert sorted(names) == sorted(show(name) for name in HOSTILE)
    assert not any(sign in answer.text for sign in ("\u202e", "\x1b"))
    assert "49" not in names


def test_the_file_holds_every_item_and_no_formula(pages: Any, path: Path) -> None:
    answer = pages.get("/items.csv?bundle=BUN-0003")
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert "sandbox" in answer.headers["content-security-policy"]
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    table = rows[1 : 1 + len(HOSTILE)]
    assert [row[0] for row in table] == [row["id"] for row in pages.case.items() if row["bundle"] == "BUN-0003"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]
    assert rows[-1][0] == "written"
    assert lines_of(path, "exported")[-1]["chosen"] == {"bundle": "BUN-0003"}


def test_the_workbook_holds_no_formula(pages: Any) -> None:
    answer = pages.get("/items.xlsx")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
        words = book.read("xl/sharedStrings.xml").decode() if "xl/sharedStrings.xml" in book.namelist() else ""
    assert b"<f>" not in sheet
    assert "HYPERLINK" in sheet.decode() + words
    assert sheet.count(b"<row ") == 1 + len(list(pages.case.items()))


def test_nothing_that_names_a_person_stands_in_an_address(pages: Any) -> None:
    said = json.dumps([*pages.case.items()], ensure_ascii=False) + json.dumps(pages.case.account()["bundles"])
    names = {row["name"] for row in pages.case.items()} | {"Ann", "Example", "Marlpit"}
    assert names
    assert said
    for start in ("/", "/items", "/items?sort=name", "/bundles", "/ledger"):
        for link in HTMLParser(pages.get(start).text).css("a"):
            assert not [name for name in names if name in str(link.attributes["href"])]


def test_everybody_can_use_the_table(looker: Looker) -> None:
    for address in ("/items", "/items?bundle=BUN-0003&sort=size", "/items?reason=nothing"):
        looker.holds(address)


def test_it_is_chosen_by_keyboard_alone(looker: Looker) -> None:
    with looker.tab("/items") as tab:
        reach(tab, "select[name=bundle]")
        tab.keyboard.press("ArrowDown")
        reach(tab, "form.filters button")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**bundle=BUN-0001**")
        assert "of BUN-0001" in tab.locator(".lede").text_content()
