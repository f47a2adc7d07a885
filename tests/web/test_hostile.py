"""What comes from a case is text on every page, whatever it tries to be; and what goes wrong is a page like any other."""

from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.looking import NARROW, WIDE, Looker, violations
from web.parsed import first

from muniment.web import render

PAGES = (
    "/",
    "/bundles",
    "/bundles/BUN-0001",
    "/bundles/BUN-0003",
    "/items",
    "/boxes",
    "/ledger",
    "/ledger/3",
    "/settings",
    "/help",
)


@pytest.mark.parametrize("address", PAGES)
def test_names_and_titles_are_text(pages: object, address: str) -> None:
    html = pages.get(address).text  # type: ignore[attr-defined]
    page = HTMLParser(html)
    assert page.css("b > i, img, iframe, object, embed, style") == []
    assert len(page.css("script")) == 1
    assert [one for one in page.css("b") if one.text() == "Eastmere"] == []
    assert "The ward of <b>Eastmere</b>" in first(page, ".case").text()
    assert not [sign for sign in html if sign in "\u202a\u202b\u202d\u202e\u2066\u2067\u200f\x1b\x00"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a\ufffdb"),
        ("two\nlines", "two\u240alines"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("\x1b[31m", "\u241b[31m"),
        ("{{ 7 * 7 }}", "{{ 7 * 7 }}"),
    ],
    ids=["direction", "line", "markup", "terminal", "template"],
)
def test_a_text_is_made_safe_wherever_a_template_puts_it(text: str, shown: str) -> None:
    made = render._templates().from_string("{{ text }}|{{ text|name }}")
    assert made.render(text=text) == f"{shown}|<bdi>{shown}</bdi>"


def test_lines_of_a_text_are_kept() -> None:
    assert render.text("one\ntwo\t<b>\u202e") == "one\ntwo\t&lt;b&gt;\ufffd"


def test_no_script_of_a_case_ever_runs(looker: Looker) -> None:
    with looker.tab() as tab:
        tab.on("dialog", lambda dialog: pytest.fail(dialog.message))
        for address in PAGES:
            tab.goto(looker.base + address)


@pytest.mark.parametrize("address", ["/bundles/BUN-9999", "/nowhere", "/items?sum=all"])
def test_everybody_can_use_the_error_page(looker: Looker, address: str) -> None:
    with looker.without_script(address) as tab:
        assert tab.locator("h1").count() == 1
        assert "Next:" in tab.locator(".lede").text_content()
        tab.click("a:text-is('To the account')")
        assert tab.locator("h1").text_content() == "Account"


def test_a_next_step_that_has_an_address_is_gone_to(looker: Looker) -> None:
    with looker.without_script("/item/ITM-999999") as tab:
        assert "/items" not in tab.locator("main").text_content()
        tab.click("text=Go there")
        assert tab.locator("h1").text_content() == "Items"


def test_a_long_name_without_a_space_makes_no_page_wider_than_the_screen(alone: Looker, tmp_path: Path) -> None:
    at = tmp_path / "long"
    at.mkdir()
    (at / ("n" * 240 + ".txt")).write_text("w" * 5000 + " heronwater " + "w" * 5000)
    bundle = alone.case.intake(at, "S" * 200, date(2026, 6, 1))["bundle"]["id"]
    item = alone.case.item_page(bundle=bundle)["items"][0]["id"]
    with alone.tab("/search") as tab:
        tab.fill("#query", "heronwater")
        tab.press("#query", "Enter")
        tab.wait_for_url("**/search?q=*")
        for address in (tab.url, "/", "/bundles", f"/bundles/{bundle}", f"/items?bundle={bundle}", f"/item/{item}"):
            tab.goto(address if address == tab.url else alone.base + address)
            for size in (WIDE, NARROW):
                tab.set_viewport_size(size)
                assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"], (address, size["width"])


def test_labels_of_a_folded_table_lie_over_nothing(looker: Looker) -> None:
    with looker.tab("/bundles") as tab:
        tab.set_viewport_size(NARROW)
        cells = tab.locator("tbody tr:first-child td")
        high = "one => parseFloat(getComputedStyle(one, '::before').height)"
        for number in range(cells.count()):
            cell = cells.nth(number)
            assert cell.bounding_box()["height"] >= cell.evaluate(high), cell.get_attribute("data-l")


def test_who_is_not_let_in_reads_what_to_do(chromium: object, looker: Looker) -> None:
    context = chromium.new_context(viewport=WIDE)  # type: ignore[attr-defined]
    tab = context.new_page()
    try:
        assert tab.goto(looker.base + "/").status == 401
        assert "the newest link in the terminal where muniment serve runs" in tab.locator(".lede").text_content()
        assert "Eastmere" not in tab.content()
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            assert violations(tab) == []
    finally:
        context.close()
