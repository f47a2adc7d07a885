"""Who had an item before them: what was on whose screen, as pages say it that were shown to people."""

from pathlib import Path
from typing import Any

import pytest
from web.iteming import named, shown, taken
from web.looking import Looker

from muniment.case import Case
from muniment.web import itemseen

COLUMNS = ("opened", "on their screen", "read to the end")


def _people(pages: Any, item: str) -> dict[str, dict[str, str]]:
    """The table of who had it before them, by person."""
    rows = shown(pages, f"/item/{item}/custody").css("[aria-labelledby=h-opened] tbody tr")
    return {
        row.css_first("th").text().strip(): {
            name: " ".join(row.css_first(f'[data-l="{name}"]').text().split()) for name in COLUMNS
        }
        for row in rows
    }


def test_the_pages_that_were_shown_are_told(pages: Any) -> None:
    letter = named(pages.case, "letter.pdf")
    for page, told in (("1", "page 1 of 3"), ("3", "pages 1, 3 of 3"), ("2", "all 3 pages")):
        shown(pages, f"/item/{letter}?page={page}")
        assert pages.get(f"/item/{letter}/page/{page}").status_code == 200
        assert _people(pages, letter)["Ann Example"]["on their screen"].startswith(f"{told}last on ")


def test_looking_at_what_is_known_of_it_shows_no_page(pages: Any) -> None:
    letter, locked = named(pages.case, "letter.pdf"), named(pages.case, "inside.txt")
    for under in ("facts", "custody", "family", "alike"):
        shown(pages, f"/item/{letter}/{under}")
    assert _people(pages, letter) == {}
    shown(pages, f"/item/{locked}")
    assert _people(pages, locked) == {}


def test_reading_on_paper_is_no_page_on_a_screen(pages: Any) -> None:
    note = next(str(each["id"]) for each in pages.case.items() if each["path"] == "ward/note.txt")
    told = _people(pages, note)["Ann Example"]
    assert "on paper" in told["opened"]
    assert told["on their screen"] == "nothing of it, here"
    assert told["read to the end"] == "not said"


def test_that_it_was_read_to_the_end_is_said_with_when(pages: Any) -> None:
    letter = named(pages.case, "letter.pdf")
    shown(pages, f"/item/{letter}")
    entry = pages.post(f"/item/{letter}/read-to-end").headers["location"].partition("kept=")[2]
    page = shown(pages, f"/item/{letter}/custody")
    cell = page.css_first('[aria-labelledby=h-opened] [data-l="read to the end"]')
    assert cell.css_first("time") is not None
    assert cell.css_first(f'a[href="/ledger/{entry}"]') is not None


def test_each_person_stands_for_themselves(pages: Any, path: Path) -> None:
    letter = named(pages.case, "letter.pdf")
    shown(pages, f"/item/{letter}?page=1")
    with Case.open(path, by="Ben Example") as ben:
        ben.consulted("showed", {"door": "web", "on": letter, "page": 2})
        ben.opened(letter, how="in the browser")
    told = _people(pages, letter)
    assert told["Ann Example"]["on their screen"].startswith("page 1 of 3")
    assert told["Ben Example"]["on their screen"].startswith("page 2 of 3")


def test_of_a_long_text_the_pieces_are_told(pages: Any, tmp_path: Path) -> None:
    (long,) = taken(pages, tmp_path / "more", {"long.txt": b"The clerk counted every paper.\n" * 8_000}).values()
    shown(pages, f"/item/{long}?page=d1&part=2")
    assert _people(pages, long)["Ann Example"]["on their screen"].startswith("its text; of its text piece 2 of 3")
    for part in ("1", "3"):
        shown(pages, f"/item/{long}?page=d1&part={part}")
    assert _people(pages, long)["Ann Example"]["on their screen"].startswith("its textlast on")


def test_reading_in_review_is_told_alike(pages: Any) -> None:
    letter, note = named(pages.case, "letter.pdf"), named(pages.case, "statement.txt")
    shown(pages, f"/review/{letter}?as=text&page=2")
    assert _people(pages, letter)["Ann Example"]["on their screen"].startswith("page 2 of 3")
    shown(pages, f"/review/{note}")
    assert _people(pages, note)["Ann Example"]["on their screen"].startswith("its text")
    shown(pages, f"/review/{letter}?as=picture&page=3")  # the picture itself was not sent
    assert _people(pages, letter)["Ann Example"]["on their screen"].startswith("page 2 of 3")


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ({"pages": [[1, 4], [9, 9]]}, "pages 1-4, 9 of 12"),
        ({"pages": [[1, 12]]}, "all 12 pages"),
        ({"pages": [[1, 1]], "of": 1}, "its only page"),
        ({"pages": [[14, 14]]}, "page 14"),
        ({"pages": [[2, 2]], "texts": [[1, 1]]}, "page 2 of 12; the text beside the pages"),
        ({"texts": [[2, 3]], "of": 0, "of_texts": 4}, "parts 2-3 of 4"),
        ({"pages": [[9, 9]], "pieces": {"9": [[1, 1]]}}, "page 9 of 12; of page 9 piece 1 of 3"),
        ({"played": True, "stills": True}, "it was played; stills of it"),
    ],
)
def test_what_was_seen_is_told_in_words(seen: dict[str, Any], told: str) -> None:
    nothing = {"pages": [], "of": 12, "texts": [], "of_texts": 1, "pieces": {}, "played": False, "stills": False}
    assert itemseen.words(nothing | seen, {"9": 3}) == told


def test_the_page_holds_with_people_on_it(alone: Looker) -> None:
    letter = named(alone.case, "letter.pdf")
    with alone.tab(f"/item/{letter}?page=2") as tab:
        tab.locator(".sheet img").wait_for()
        tab.get_by_role("button", name="I read it to the end").click()
        tab.get_by_role("link", name="Which pages each had on the screen").click()
        assert "page 2 of 3" in tab.locator("[aria-labelledby=h-opened]").text_content()
    alone.holds(f"/item/{letter}/custody")
