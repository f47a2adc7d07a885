"""The first page: the same numbers as the account, each leading to its items, and what to do next."""

import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from starlette.testclient import TestClient
from web.looking import Looker, reach
from web.parsed import first
from web.serving import HOST

from muniment.case import Case
from muniment.web import app

SUMS = {
    "received": "/items",
    "text had by machine": "/items?sum=read",
    "no text found": "/items?sum=without_text",
    "text may be missing": "/items?sum=unread",
    "opened by a person": "/items?opened=yes",
    "opened by nobody": "/items?opened=no",
}


def _numbers(html: str) -> dict[str, tuple[int, str]]:
    """The numbers of the whole case, and where they lead."""
    row = HTMLParser(html).css_first("tbody.whole tr")
    assert row is not None
    found = {}
    for cell in row.css("td"):
        link = cell.css_first("a")
        number = int(cell.text(strip=True).replace(",", ""))
        found[str(cell.attributes["data-l"])] = (number, "" if link is None else str(link.attributes["href"]))
    return found


def test_the_numbers_are_those_of_the_account(pages: Any) -> None:
    said, numbers = pages.case.account(), _numbers(pages.get("/").text)
    said["nobody"] = said["items"] - said["opened"]
    names = dict(zip(SUMS, ("items", "read", "without_text", "unread", "opened", "nobody"), strict=True))
    assert {name: numbers[name] for name in SUMS} == {name: (said[names[name]], to) for name, to in SUMS.items()}


def test_every_number_leads_to_as_many_items(pages: Any) -> None:
    page = HTMLParser(pages.get("/").text)
    checked = 0
    for cell in page.css("td.num a"):
        to, number = str(cell.attributes["href"]), int(cell.text(strip=True).replace(",", ""))
        if to.startswith("/items"):
            lede = first(HTMLParser(pages.get(to).text), ".lede").text()
            assert lede.startswith((f"{number:,} items", f"{number:,} item:", f"{number:,} item.")), (to, lede)
            checked += 1
    assert checked > 15


def test_the_numbers_of_the_sentences_lead_to_their_items_too(pages: Any) -> None:
    item = next(row["id"] for row in pages.case.items() if row["type"] == "application/pdf")
    pages.case.judge(item, judgement="relevant")
    pages.case.describe(item, "The signature on page two is another hand.")  # something is overtaken
    page = HTMLParser(pages.get("/").text)
    said = page.css(".lede, .says, .steps li, .balance ~ .small")
    bare = []
    for each in said:
        for link in each.css("a"):
            to, number = str(link.attributes["href"]), link.text(strip=True).partition(" ")[0].replace(",", "")
            if to.startswith("/items") and number.isdecimal():
                lede = first(HTMLParser(pages.get(to).text), ".lede").text()
                assert re.match(rf"{int(number):,} items?\b", lede), (to, lede)
            link.decompose()
        bare += re.findall(r"(?<![\w-])[1-9][\d,]*\b", each.text())
    assert len(said) > 5
    assert bare == [], "a number that leads nowhere"


def test_a_judgement_does_not_hide_that_nobody_opened_it(pages: Any) -> None:
    shut = [row["id"] for row in pages.case.item_page(sum="unread", opened="no")["items"]]
    pages.case.judge(*shut, judgement="unsure")
    row = first(HTMLParser(pages.get("/").text), "tbody.whole")
    told = row.css_first("td.num a.ask")
    assert told is not None
    assert int(told.text()) == len(shut)
    assert row.css(".b-needs"), "red in the band, as in the table"
    assert f"{len(shut):,} judged, {len(shut):,} of them opened by nobody" in str(
        first(row, "svg.bar").attributes["aria-label"]
    )


def test_every_link_leads_to_a_page(pages: Any) -> None:
    later = re.compile("/(item/|search|review|sample|certificates|overtaken)")  # rooms of their own
    seen = set()
    for start in ("/", "/bundles", "/bundles/BUN-0001", "/items", "/boxes", "/ledger", "/settings", "/help"):
        for link in HTMLParser(pages.get(start).text).css("a"):
            to = str(link.attributes["href"]).partition("#")[0]
            if to and to not in seen and not later.match(to):
                assert pages.get(to).status_code == 200, (start, to)
            seen.add(to)


def test_what_is_not_shown_as_read(pages: Any) -> None:
    text = first(HTMLParser(pages.get("/").text), "body").text(separator=" ")
    assert not re.search(r"\bunread\b(?![.\w])|\bwithout text\b(?!, or on a shelf)", text.replace("unread.", ""))


EMPTY = (
    "/",
    "/bundles",
    "/items",
    "/search",
    "/review",
    "/review/progress",
    "/sample",
    "/certificates",
)


def test_an_empty_case_says_what_to_do_first(tmp_path: Any) -> None:
    with Case.new("Nothing yet", tmp_path / "empty", by="Ann Example") as case:
        links: list[str] = []
        with TestClient(app.build(case, {HOST}, links.append), base_url=f"http://{HOST}") as client:
            text = client.get(f"/in/{links[-1]}").text
            assert "Nothing has been taken in yet." in text
            for address in EMPTY:
                page = client.get(address)
                assert page.status_code == 200
                assert "Nothing has been taken in yet" in page.text, address
                assert "intake FOLDER" in page.text, address
            for address in ("/boxes", "/ledger", "/overtaken", "/tags", "/settings"):
                assert client.get(address).status_code == 200
            assert [each["do"] for each in case.entries()] == ["case-began"], "looking at nothing writes nothing"


def test_after_an_act_the_next_page_shows_it(pages: Any) -> None:
    before = _numbers(pages.get("/").text)["opened by a person"][0]
    item = pages.case.item_page(waits="needs_person", limit=1)["items"][0]["id"]
    pages.case.opened(item)
    assert _numbers(pages.get("/").text)["opened by a person"][0] == before + 1


def test_everybody_can_use_the_account(looker: Looker) -> None:
    looker.holds("/")


def test_a_bar_says_in_words_what_it_shows(looker: Looker) -> None:
    with looker.tab("/") as tab:
        said = tab.locator("svg.bar").first.get_attribute("aria-label")
        assert re.fullmatch(
            r"the whole case: of \d+ items \d+ opened by a person, \d+ judged(?:, \d+ of them opened by nobody)?; text may be missing in \d+, \d+ of them opened by nobody",
            said,
        )
        assert tab.locator("svg.bar").count() == looker.served.case.account()["bundles"].__len__() + 1


def test_the_way_through_by_keyboard(looker: Looker) -> None:
    with looker.tab("/") as tab:
        reach(tab, ".rooms a[href='/ledger']")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/ledger")
        tab.keyboard.press("?")
        tab.wait_for_url("**/help")


def test_rooms_on_a_narrow_screen_without_a_script(looker: Looker) -> None:
    with looker.without_script("/") as tab:
        tab.set_viewport_size({"width": 390, "height": 800})
        assert not tab.locator(".rooms a").first.is_visible()
        tab.click("header .btn.menu >> nth=0")
        tab.click(".rooms a[href='/settings']")
        assert tab.locator("h1").text_content() == "Settings"


def test_what_was_overtaken_is_on_the_first_page(pages: Any) -> None:
    item = next(row["id"] for row in pages.case.items() if row["path"] == "letter.pdf")
    pages.case.judge(item, judgement="relevant")
    assert "been overtaken" not in pages.get("/").text
    pages.case.describe(item, "The signature on page two is another hand.")
    page = HTMLParser(pages.get("/").text)
    assert "1 thing that was judged or certified has been overtaken." in first(page, ".lede").text()
    assert any(str(link.attributes["href"]) == "/overtaken" for link in page.css("section a"))


def test_an_act_that_was_kept_is_said_as_the_ledger_has_it(pages: Any, path: Any) -> None:
    item = next(row["id"] for row in pages.case.items())
    entry = pages.case.judge(item, judgement="relevant")["entry"]
    said = first(HTMLParser(pages.get(f"/?kept={entry}").text), ".kept").text(separator=" ")
    assert " ".join(said.split()).startswith(f"Kept. Judged 1 item relevant: entry {entry}")
    assert HTMLParser(pages.get("/?kept=0").text).css_first(".kept") is None  # nobody's
    assert HTMLParser(pages.get("/?kept=999999").text).css_first(".kept") is None
    assert pages.get("/?kept=x").status_code == 400
    with Case.open(path, by="Somebody Else") as other:
        entry = other.judge(item, judgement="unsure")["entry"]
    assert HTMLParser(pages.get(f"/?kept={entry}").text).css_first(".kept") is None


def test_what_another_process_did_shows_on_the_next_page(pages: Any, path: Any) -> None:
    before = _numbers(pages.get("/").text)["opened by a person"][0]
    items = [row["id"] for row in pages.case.items()]
    with Case.open(path, by="Somebody Else") as other:
        opened = len(other.opened(items[0], items[2]))
    assert _numbers(pages.get("/").text)["opened by a person"][0] == before + opened
