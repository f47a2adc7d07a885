"""Every page of proof: of an empty case, of a case with a little of everything, and for everybody."""

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.looking import Looker, reach
from web.making import lines_of
from web.parsed import first
from web.proving import prove

PAGES = (
    "/prove",
    "/prove/law",
    "/prove/law/personation",
    "/prove/allegations",
    "/prove/allegations/new",
    "/prove/acts",
    "/prove/clocks",
    "/prove/clocks/month",
    "/prove/clocks/poll",
    "/prove/clocks/poll?poll=2026-05-07&election=local&nation=england",
    "/prove/barred",
)
OF_ONE = ("", "/link?element=a1&side=against", "/links/LNK-0001")


@pytest.mark.parametrize("address", PAGES)
def test_of_an_empty_case(pages: Any, address: str) -> None:
    answer = pages.get(address)
    assert answer.status_code == 200, answer.text[:2000]
    page = HTMLParser(answer.text)
    assert first(page, ".rooms [aria-current]").text() == "Prove"
    assert pages.case.head()["as_of"] == pages.case.as_of


def test_an_empty_case_says_what_to_do_first(pages: Any) -> None:
    page = HTMLParser(pages.get("/prove").text)
    assert [each.attributes["href"] for each in page.css(".steps a")][:2] == ["/prove/acts", "/prove/clocks"]


def test_each_page_says_that_nobody_is_guilty_and_shows_names_as_text(pages: Any) -> None:
    at = prove(pages.case)
    for address in (*PAGES, *(f"/prove/allegations/{at}{more}" for more in OF_ONE)):
        answer = pages.get(address)
        assert answer.status_code == 200, address
        assert "<i>Example" not in answer.text
        assert "<another>" not in answer.text
        says = first(HTMLParser(answer.text), ".says").text()
        assert "innocent" in says or "no wrongdoing" in says, address


def test_what_is_looked_at_stands_in_the_access_log_before_it_is_shown(pages: Any) -> None:
    at = prove(pages.case)
    for address, page in (
        (f"/prove/allegations/{at}", "prove/matrix"),
        ("/prove/allegations", "prove/allegations"),
        ("/prove/acts", "prove/acts"),
        ("/prove/clocks", "prove/clocks"),
        ("/prove/barred", "prove/barred"),
        ("/prove/law", "prove/law"),
        ("/prove/allegations/new", "prove/allegations/new"),
        ("/prove/clocks/poll", "prove/clocks/poll"),
    ):
        pages.get(address)
        assert lines_of(pages.case.path, "looked")[-1]["page"] == page


def test_a_clock_whose_counting_was_not_read_says_so_beside_its_title(pages: Any) -> None:
    prove(pages.case)
    clocks = {each["id"]: each for each in pages.case.prove.clocks()["clocks"]}
    rows = [row for row in HTMLParser(pages.get("/prove/clocks").text).css("tbody tr") if row.css_first("th")]
    tagged = [row for row in rows if (tag := row.css_first("th .tag")) and ("not certain" in tag.text())]
    doubted = [each for each in clocks.values() if each["verified"] and each["doubts"]]
    assert len(tagged) == len(doubted) > 0
    assert "Prosecution of an offence under the Act" in "".join(first(row, "th").text() for row in tagged)


@pytest.mark.parametrize("address", ["/prove/law/moon", "/prove/allegations/ALG-0009", "/prove/clocks/month?month=x"])
def test_what_is_not_there_is_said(pages: Any, address: str) -> None:
    assert pages.get(address).status_code in {400, 404}


def test_everybody_can_use_the_matrix_the_clocks_and_the_allegations(alone: Looker) -> None:
    at = prove(alone.case)
    for address in (f"/prove/allegations/{at}", "/prove/clocks", "/prove/allegations"):
        alone.holds(address)


def test_everybody_can_use_the_other_pages(alone: Looker) -> None:
    at = prove(alone.case)
    for address in (*PAGES, *(f"/prove/allegations/{at}{more}" for more in OF_ONE)):
        if address not in {f"/prove/allegations/{at}", "/prove/clocks", "/prove/allegations"}:
            alone.holds(address)


def test_the_keyboard_alone_goes_through_the_matrix_and_links_a_passage(alone: Looker) -> None:
    at = prove(alone.case)
    with alone.tab(f"/prove/allegations/{at}") as tab:
        cells = tab.locator(".grid td a")
        assert cells.count() == tab.locator(".grid td").count(), "each cell is reached"
        names = cells.evaluate_all("all => all.map(one => one.textContent)")
        assert len({each.split(":")[0] for each in names}) == len(names), "each has a name of its own"
        reach(tab, ".grid td a")
        tab.keyboard.press("Enter")
        assert tab.evaluate("location.hash") == "#e-a1"
        reach(tab, "a[href$='element=a2&side=against']")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/link?element=a2&side=against")
        assert tab.locator("#element").input_value() == "a2"
        assert tab.locator("[name=side]:checked").get_attribute("value") == "against"
        reach(tab, "#item")
        tab.keyboard.type("ITM-000001")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**kept=*")
        assert tab.locator(".kept").is_visible()
    cell = alone.case.prove.matrix(at)["forums"][0]["elements"][1]
    assert (cell["for"], cell["against"]) == (0, 1)


def test_the_matrix_is_there_on_paper(alone: Looker) -> None:
    at = prove(alone.case)
    with alone.tab(f"/prove/allegations/{at}") as tab:
        tab.emulate_media(media="print")
        assert tab.locator(".grid").is_visible()
        assert tab.locator(".passes").is_visible()
        assert not tab.locator("#why").is_visible()
