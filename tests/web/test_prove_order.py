"""Tables of proof are sorted by their headings, as those of the review room are; what stands first by itself stays so."""

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode
from web.looking import Looker
from web.parsed import first
from web.proving import item, prove

ORDERS = {  # the page and the name of its order: in which order its numbers then stand
    "/prove/allegations": {
        "": "ALG-0001 ALG-0002 ALG-0003",
        "subject": "ALG-0002 ALG-0001 ALG-0003",
        "for": "ALG-0003 ALG-0001 ALG-0002",
        "against": "ALG-0002 ALG-0001 ALG-0003",
        "criminal-court": "ALG-0002 ALG-0001 ALG-0003",
        "oversight": "ALG-0001 ALG-0002 ALG-0003",
    },
    "/prove/complaints": {
        "": "CMP-0001 CMP-0002 CMP-0003",
        "who": "CMP-0003 CMP-0001 CMP-0002",
        "answered": "CMP-0002 CMP-0003 CMP-0001",
        "outcome": "CMP-0003 CMP-0001 CMP-0002",
        "allegations": "CMP-0002 CMP-0001 CMP-0003",
    },
    "/prove/requests": {
        "": "REQ-0003 REQ-0001 REQ-0002",
        "request": "REQ-0002 REQ-0001 REQ-0003",
        "basis": "REQ-0001 REQ-0002 REQ-0003",
        "answered": "REQ-0003 REQ-0001 REQ-0002",
    },
    "/prove/decisions": {
        "": "DEC-0003 DEC-0002 DEC-0001",
        "body": "DEC-0002 DEC-0003 DEC-0001",
        "about": "DEC-0001 DEC-0003 DEC-0002",
        "unopened": "DEC-0001 DEC-0002 DEC-0003",
        "waiting": "DEC-0001 DEC-0002 DEC-0003",
    },
    "/prove/policy": {"": "DEC-0005 DEC-0004", "body": "DEC-0004 DEC-0005"},
    "/prove/witnesses": {
        "": "WIT-0001 WIT-0002 WIT-0003",
        "asked": "WIT-0002 WIT-0001 WIT-0003",
        "statements": "WIT-0003 WIT-0001 WIT-0002",
        "exhibits": "WIT-0001 WIT-0002 WIT-0003",
        "criminal-court": "WIT-0003 WIT-0001 WIT-0002",
    },
}
ADDRESSES = [(at, name, numbers) for at, orders in ORDERS.items() for name, numbers in orders.items()]


def entered(case: Any) -> None:
    """Three of everything, of which no order is like another; people are made up."""
    prove(case)
    do, paper, letter = case.prove, item(case, "statement.txt"), item(case, "letter.pdf")
    do.complain("A letter.", "voting", "letter", "2014-05-21", who="cy Example")
    do.complain("No imprint.", "campaign", "email", "2014-05-20")
    do.complain("A poster.", "campaign", "email", "2014-05-22", who="Al Example")
    do.answer_complaint("CMP-0001", "We look into it.", "letter", day="2014-05-27")
    do.end_complaint("CMP-0003", "no-further-action", "time", day="2015-08-01")
    do.allege("He took them.", "s.60", "2014-05-22", subjects=["Al Example"], complaints=["CMP-0002"])
    do.allege("Nobody knows who.", "s.60", "2014-05-22")
    for allegation, side, times in (("ALG-0002", "against", 2), ("ALG-0003", "for", 3)):
        for _ in range(times):
            do.link(allegation, "a1", side, paper, routes={"criminal-court": "direct"})
    do.ask("Example Phones", "Calls.", "2014-06-20", "regulation", day="2014-06-05")
    do.ask("Example Post", "Sorting records.", "2199-01-01", "order", day="2014-06-02")
    do.ask("Example Hall", "Accounts.", "2014-06-10", "consent", day="2014-06-06")
    do.answer("REQ-0001", "part", day="2014-06-10")
    do.answer("REQ-0002", "part", day="2014-06-11")
    told = {"stage": "evidential", "shape": "insufficient", "reason": "Nobody saw it.", "elsewhere": True}
    for day, body, of in (
        ("2014-06-01", "Example Police", ["ALG-0001"]),
        ("2016-02-01", "an Example Council", ["ALG-0003"]),
        ("2016-01-01", "Example Constabulary", ["ALG-0002"]),
    ):
        do.decide("no-further-action", "police", body, day=day, of=of, **told)
        case.opened(letter if body == "Example Police" else item(case, "note.txt"))
    do.link("ALG-0003", "a1", "for", paper)
    for body in ("Al Example", "Bo Example"):
        do.decide("strategy", "police", body, day="2016-01-01", reason="By box.", elsewhere=True)
    for name in ("Di Example", "Ed Example", "Flo Example"):
        do.add_witness(name, "the call")
    do.contact("WIT-0001", "letter", "not-reached", day="2014-06-06")
    do.contact("WIT-0003", "visit", "spoke", day="2014-06-05")
    do.statement("WIT-0003", "mg11", day="2014-06-06", signed=True)
    do.exhibit("WIT-0001", "DE/1", letter)
    do.willing("WIT-0001", "criminal-court", "no")
    do.willing("WIT-0003", "criminal-court", "yes")


def numbers_of(page: HTMLParser) -> str:
    """The numbers of the first table, from top to bottom."""
    return " ".join(first(row, "th .id").text() for row in first(page, "main table").css("tbody tr"))


def title(row: LexborNode) -> str:
    """What the clock of a row is called, whatever its letters."""
    named = row.css_first("th > bdi") or first(row, "th")
    return named.text(deep=False).strip().casefold()


@pytest.fixture
def three(pages: Any) -> Any:
    """A client of a case with three of everything."""
    entered(pages.case)
    return pages


def test_every_heading_of_a_table_of_proof_sorts_it(three: Any) -> None:
    found = {}
    for at, name, _ in ADDRESSES:
        answer = three.get(f"{at}?sort={name}" if name else at)
        assert answer.status_code == 200, (at, name)
        page = HTMLParser(answer.text)
        found[at, name] = numbers_of(page)
        (sorted_by,) = page.css("main table:first-of-type th[aria-sort]")
        to = first(sorted_by, "a").attributes["href"]
        assert to == (f"{at}?sort={name}" if name else at), "the heading that it is sorted by, and no other"
    assert found == {(at, name): numbers for at, name, numbers in ADDRESSES}
    for at in ORDERS:
        assert three.get(f"{at}?sort=guess").status_code == 400, at


def test_what_is_overdue_stays_on_top_of_the_page_in_any_order(three: Any) -> None:
    for name in ("", "basis"):
        page = HTMLParser(three.get(f"/prove/requests?sort={name}").text)
        assert [each.text() for each in first(page, "#overdue").css(".id")] == ["REQ-0003", "REQ-0001"]
        assert numbers_of(page) == ORDERS["/prove/requests"][name]


def test_both_tables_of_clocks_are_sorted_as_they_stand_on_a_day(pages: Any) -> None:
    prove(pages.case)
    for n in range(15):
        pages.case.prove.act("poll", f"{1990 + n}-05-0{1 + n % 7}")
    titles = {}
    for name in ("runs", "over"):
        for key in ("", "clock"):
            address = f"/prove/clocks?on=2014-05-01&{name}={key}"
            page = HTMLParser(pages.get(address).text)
            rows = page.css(f"tr[id^={name}-]")
            titles[name, key] = [title(row) for row in rows]
            (table,) = [each for each in page.css("table") if each.css_first(f"tr[id^={name}-]") is not None]
            leads = [str(each.attributes["href"]) for each in table.css("thead a")]
            assert leads == ["/prove/clocks?on=2014-05-01", f"/prove/clocks?on=2014-05-01&{name}=clock"]
            sorted_by = first(table, "th[aria-sort]")
            down = name == "over" and not key
            assert sorted_by.attributes["aria-sort"] == ("descending" if down else "ascending")
            assert first(page, ".lede").text().count("1 May 2014") == 1, "which is acted on first hangs on no order"
    for name in ("runs", "over"):
        assert titles[name, "clock"] == sorted(titles[name, "clock"]) != titles[name, ""]
    page = HTMLParser(pages.get("/prove/clocks?over=clock").text)
    more = str(first(page, "[aria-label='Pages of this table'] a[rel=next]").attributes["href"])
    assert more == "/prove/clocks?over=clock&from=100#h-over"
    second = HTMLParser(pages.get(more).text)
    last = title(page.css("tr[id^=over-]")[-1])
    assert title(first(second, "#over-101")) >= last, "the next page goes on in that order"
    back = first(second, "[aria-label='Pages of this table'] a").attributes["href"]
    assert back == "/prove/clocks?over=clock#h-over"
    assert pages.get("/prove/clocks?over=guess").status_code == 400


def test_everybody_can_sort_tables_of_proof(alone: Looker) -> None:
    entered(alone.case)
    for address in (
        "/prove/allegations?sort=against",
        "/prove/complaints?sort=answered",
        "/prove/requests?sort=basis",
        "/prove/decisions?sort=waiting",
        "/prove/witnesses?sort=asked",
        "/prove/clocks?runs=clock",
    ):
        alone.holds(address)
    with alone.tab("/prove/witnesses") as tab:
        tab.get_by_role("link", name="statements").press("Enter")
        tab.wait_for_url("**?sort=statements")
        assert tab.locator("th[aria-sort=descending]").inner_text() == "statements"
