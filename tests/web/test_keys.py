"""Single keys: help lists every one, each does one thing on all pages, and a review is done by keyboard alone."""

import re
from importlib.resources import files
from typing import Any

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.iteming import named
from web.looking import Looker, reach

from muniment.web import coding, keys

PAGES = (
    "/",
    "/search",
    "/items",
    "/bundles",
    "/ledger",
    "/ledger/3",
    "/sample",
    "/certificates",
    "/overtaken",
    "/tags",
    "/review",
)


def listed() -> set[str]:
    return {key for each in keys.ALL for key in each.keys}


def test_no_key_is_missing_in_help(pages: Any) -> None:
    """Those that stand in templates, and those that pages have when they are made."""
    pages.case.define_tag("Topic", "postal votes")
    used = set(coding._KEYS) | {key for _, values in coding._ASKED.values() for _, key in values.values()}
    for template in (files("muniment.web") / "templates").iterdir():
        used |= set(re.findall(r"""(?:data-key|\bkey)=["']([^"'{}]+)["']""", template.read_text(encoding="utf-8")))
    items = [each["id"] for each in pages.case.items()]
    for page in (*PAGES, *(f"/item/{item}" for item in items), *(f"/review/{item}" for item in items[:5])):
        answer = pages.get(page, follow_redirects=True)
        used |= {str(each.attributes["data-key"]) for each in HTMLParser(answer.text).css("[data-key]")}
    assert used <= listed()
    assert {"r", "n", "u", "[", "]", "k", "o", "1"} <= used
    told = {each.text() for each in HTMLParser(pages.get("/help").text).css("#keys ~ .body .key")}
    assert listed() - set("2345678") <= told  # 1 to 9


def test_a_key_stands_once_on_each_page_of_help() -> None:
    for where in {page for each in keys.ALL for page in each.pages}:
        found = [key for each in keys.ALL if where in each.pages for key in each.keys]
        assert len(found) == len(set(found)), where


def test_the_same_keys_judge_and_code_in_review_and_on_the_page_of_an_item(pages: Any) -> None:
    item = named(pages.case, "letter.pdf")

    def of(page: str) -> dict[str, str]:
        found = HTMLParser(pages.get(page).text).css(".judge [data-key], .choices [data-key]")
        return {
            str(each.attributes["data-key"]): f"{each.attributes.get('name')} {each.attributes.get('value')}"
            for each in found
        }

    there, here = of(f"/review/{item}"), of(f"/item/{item}")
    assert {key: there[key] for key in here} == here
    assert set("rnumpliadgexhs") <= set(here)


def test_each_key_stands_on_what_it_presses(pages: Any) -> None:
    pages.case.define_tag("Topic", "postal votes")
    letter = named(pages.case, "letter.pdf")
    pages.case.judge(letter, judgement="relevant")
    review = (f"/review/{letter}?page=2&as=text", pages.get("/review").headers["location"])
    for page in (*PAGES, *review, f"/item/{letter}?page=2", f"/item/{letter}/family/judge", "/help", "/settings"):
        html: Any = HTMLParser(pages.get(page, follow_redirects=True).text)
        for each in html.css("[data-key]"):
            by = each if each.text() else html.css_first(f'label[for="{each.attributes.get("id")}"]') or each.parent
            assert each.attributes["data-key"] in [one.text() for one in by.css(".key")], (page, each.html)


def test_from_the_account_to_a_judgement_and_the_certificates_by_keyboard_alone(alone: Looker) -> None:
    with alone.tab("/") as tab:
        reach(tab, "main a[href='/review']")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/review/ITM-*")
        item = re.search(r"ITM-\d+", tab.url)
        assert item
        tab.keyboard.press("r")
        tab.wait_for_url("**kept=*")
        assert alone.case.reviewed(item[0])["judgement"] == "relevant"
        assert item[0] not in tab.url
        reach(tab, ".rooms a[href='/certificates']")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/certificates")
        assert tab.locator("h1").inner_text() == "Recall certificates"
        # what has neither text nor picture counts as found only when somebody opened it elsewhere: the lot decides which came
        assert re.search(r"\b[01] items? judged relevant", tab.locator(".lede").inner_text())
