"""Requests and advice in the browser: what is overdue is loud and first; who may have what; what an adviser had before them."""

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.looking import Looker, reach
from web.making import lines_of
from web.parsed import first
from web.proving import WORDS, item, prove

from muniment.prove.law.book import ours

PAGES = ("/prove/requests", "/prove/supply", "/prove/supply?who=police", "/prove/advice")
OF_ONE = ("/prove/requests/REQ-0001", "/prove/requests/REQ-0002", "/prove/advice/ADV-0001")
REQUEST = {
    "body": "Example <Borough>",
    "what": "The marked register of Marsh ward.",
    "data": "marked-register",
    "basis": "regulation",
    "due": "2014-06-20",
    "day": "2014-06-02",
    "of": "ALG-0001",
}
ADVICE = {
    "body": "Example <Prosecution> Service",
    "what": "Is there a realistic prospect?",
    "day": "2015-01-05",
    "of": "ALG-0001",
}


def asked(case: Any) -> None:
    """Requests of every state, and advice that something overtakes."""
    at, statement = prove(case), item(case, "statement.txt")
    case.prove.ask("Example Phones", "Records of calls.", "2199-01-01", "order", day="2014-06-02")
    case.prove.ask(
        REQUEST["body"], REQUEST["what"], "2014-06-20", "regulation", day="2014-06-02", data="marked-register"
    )
    case.prove.ask("Example Hall", "Ballot paper accounts.", "2014-06-10", "regulation", day="2014-06-02", of=[at])
    case.prove.answer("REQ-0003", "part", day="2014-06-09")
    case.prove.ask("Example Post", "Sorting records.", "2014-06-10", "consent", day="2014-06-02")
    case.prove.answer("REQ-0004", "refused", day="2014-06-09", why="Nothing obliges <them>.")
    case.prove.ask_advice(ADVICE["body"], ADVICE["what"], day="2015-01-05", of=[at], items=[statement])
    case.prove.give_advice("ADV-0001", "Not on what was <shown> to us.", day="2015-02-01")
    case.prove.link(at, "a2", "against", statement, words=WORDS)


def typed(page: HTMLParser, name: str) -> str:
    """What stands in a field."""
    chosen = page.css_first(f"#{name} option[selected]") or page.css_first(f"[name={name}][checked]")
    found = chosen or first(page, f"#{name}")
    return str(found.attributes.get("value") or found.text()).strip()


@pytest.mark.parametrize("address", PAGES)
def test_of_an_empty_case(pages: Any, address: str) -> None:
    answer = pages.get(address)
    assert answer.status_code == 200, answer.text[:2000]
    says = first(HTMLParser(answer.text), ".says").text()
    assert "innocent" in says or "no wrongdoing" in says


def test_what_is_overdue_is_said_first_and_loudest(pages: Any) -> None:
    asked(pages.case)
    page = HTMLParser(pages.get("/prove/requests").text)
    assert "2 of 4 are overdue" in first(page, ".lede").text()
    late = [first(each, ".id").text() for each in page.css("#overdue li")]
    assert late == ["REQ-0003", "REQ-0002"], "the longest overdue first"
    rows = [first(each, "th .id").text() for each in page.css("tbody tr")]
    assert rows[:2] == late
    assert set(rows) == {"REQ-0001", "REQ-0002", "REQ-0003", "REQ-0004"}
    marked = [each for each in page.css("tbody tr") if "overdue by" in each.text()]
    assert len(marked) == len(late)
    refused = next(each for each in page.css("tbody tr") if "REQ-0004" in each.text())
    assert "Nothing obliges <them>." in refused.text()
    assert "not taken in yet" in next(each for each in page.css("tbody tr") if "REQ-0003" in each.text()).text()
    assert "overdue: 2 of 4" in HTMLParser(pages.get("/prove").text).text()


def test_an_allegation_that_was_never_put_says_so_beside_a_request_and_advice(pages: Any) -> None:
    asked(pages.case)
    for address in ("/prove/requests", "/prove/requests/REQ-0003", "/prove/advice", "/prove/advice/ADV-0001"):
        page = HTMLParser(pages.get(address).text)
        assert "never put" in [each.text() for each in page.css(".tag")], address
    for subject in ("Bo Example", "Cy <i>Example</i>"):
        pages.case.prove.put(
            "ALG-0001", subject, "letter", "That he voted for another.", day="2014-06-02", body="petitioner"
        )
    assert "never put" not in pages.get("/prove/requests/REQ-0003").text


def test_a_request_is_entered_and_says_who_may_have_it(pages: Any) -> None:
    prove(pages.case)
    sent = pages.post("/prove/requests", data=REQUEST)
    assert sent.status_code == 303
    assert "Borough" not in sent.headers["location"]
    page = HTMLParser(pages.get(sent.headers["location"]).text)
    assert first(page, ".kept").text().startswith(" Kept.")
    law = ours().supply.data["marked-register"]
    rows = page.css("section:has(#h-law) tbody tr")
    assert len(rows) == len(law.ways)
    weak = [each for each in rows if "not verified" in each.text()]
    assert len(weak) == sum(not way.status.verified for way in law.ways) > 0
    (one,) = pages.case.prove.requests()["requests"]
    assert (one["body"], one["due"], one["of"], one["by"]) == (
        REQUEST["body"],
        "2014-06-20",
        ["ALG-0001"],
        "Ann Example",
    )


A_REQUEST_THAT_CANNOT_BE: list[tuple[dict[str, str], str]] = [
    ({"body": ""}, "body"),
    ({"what": ""}, "what"),
    ({"due": "2014-06-01"}, "due"),
    ({"due": "soon"}, "due"),
    ({"day": "2199-01-01", "due": "2199-02-01"}, "day"),
    ({"basis": ""}, "basis"),
    ({"data": "moon"}, "data"),
    ({"of": "ALG-0099"}, "of"),
    ({"of": "ITM-000001"}, "of"),
]


def test_a_request_that_cannot_be(pages: Any) -> None:
    prove(pages.case)
    for changed, field in A_REQUEST_THAT_CANNOT_BE:
        before, form = pages.case.head()["as_of"], REQUEST | changed
        answer = pages.post("/prove/requests", data=form)
        page = HTMLParser(answer.text)
        assert answer.status_code == 400, changed
        assert first(page, "[aria-invalid=true]").attributes["id"] == field, changed
        for name in ("body", "what", "due", "day", "of"):
            assert typed(page, name) == form[name]
        assert pages.case.head()["as_of"] == before


def test_an_answer_is_entered_with_its_bundle_and_a_wrong_one_keeps_what_was_typed(pages: Any) -> None:
    asked(pages.case)
    at, bundle = "/prove/requests/REQ-0002", pages.case.account()["bundles"][0]["id"]
    wrongs = [
        ({"said": ""}, "said"),
        ({"said": "refused", "why": ""}, "why"),
        ({"said": "not-held", "bundle": bundle}, "bundle"),
        ({"said": "supplied", "day": "2014-05-01"}, "day"),
    ]
    for changed, field in wrongs:
        before, form = pages.case.head()["as_of"], {"day": "2014-06-25", "why": "", "bundle": ""} | changed
        answer = pages.post(f"{at}/answer", data=form)
        page = HTMLParser(answer.text)
        assert answer.status_code == 400
        assert first(page, ".notice.ask a").attributes["href"] == f"#{field}"
        assert page.css_first(f"#{field}-wrong") is not None
        assert typed(page, "day") == form["day"]
        if form["said"]:
            assert typed(page, "said") == form["said"]
        assert pages.case.head()["as_of"] == before
    sent = pages.post(f"{at}/answer", data={"said": "supplied", "day": "2014-06-25", "bundle": bundle})
    assert sent.status_code == 303
    page = HTMLParser(pages.get(at).text)
    assert first(page, f".trail a[href='/bundles/{bundle}']").text() == bundle
    assert "REQ-0002" not in [each["id"] for each in pages.case.prove.requests()["requests"] if each["overdue"]]
    assert pages.post("/prove/requests/REQ-0099/answer", data={"said": "supplied"}).status_code == 404


def test_what_was_entered_in_error_counts_no_longer_and_stays_listed(pages: Any) -> None:
    asked(pages.case)
    for at, list_ in (("/prove/requests/REQ-0002", "/prove/requests"), ("/prove/advice/ADV-0001", "/prove/advice")):
        assert pages.post(f"{at}/strike", data={"strike-why": ""}).status_code == 400
        assert pages.get(at).status_code == 200
        assert pages.post(f"{at}/strike", data={"strike-why": "twice"}).status_code == 303
        assert pages.get(at).headers["location"] == f"/prove/numbers/{at.rpartition('/')[2]}"
        shown = HTMLParser(pages.get(list_).text)
        assert shown.css_first(f"a[href='{at}']") is None
        assert "twice" in first(shown, "section:has(#h-struck)").text()


def test_what_the_law_says_of_who_may_have_what(pages: Any) -> None:
    page = HTMLParser(pages.get("/prove/supply").text)
    assert len(page.css("section.sec")) == len(ours().supply.data)
    page = HTMLParser(pages.get("/prove/supply?data=ballot-papers").text)
    assert [first(each, "td").text() for each in page.css("tbody tr")] == ["an order or a power"]
    police = HTMLParser(pages.get("/prove/supply?who=petitioner").text)
    assert "not at all" in first(police, "section:has(#h-full-register)").text()
    wrong = pages.get("/prove/supply?data=moon")
    assert (wrong.status_code, first(HTMLParser(wrong.text), "[aria-invalid=true]").attributes["id"]) == (400, "data")
    page = HTMLParser(pages.get("/prove/requests?data=ballot-papers").text)
    assert typed(page, "data") == "ballot-papers"


def test_advice_says_what_was_before_the_adviser_what_overtakes_it_and_is_answered(pages: Any) -> None:
    asked(pages.case)
    listed = HTMLParser(pages.get("/prove/advice").text)
    waiting = pages.case.prove.advice()["advice"][0]["waiting"]
    assert f"overtaken: {waiting} to answer" in listed.text()
    assert "1 item" in first(listed, "tbody tr").text()
    page = HTMLParser(pages.get("/prove/advice/ADV-0001").text)
    later = [each.text() for each in page.css("section:has(#h-later) .trail li")]
    assert len(later) == waiting
    assert any("was linked to ALG-0001" in each for each in later)
    until = first(page, "[name=until]").attributes["value"]
    before = pages.case.head()["as_of"]
    for form, field in (({"answer": "", "why": "so"}, "answer"), ({"answer": "stands", "why": ""}, "why")):
        wrong = pages.post("/prove/advice/ADV-0001/answer", data=form | {"until": until, "body": "Theirs"})
        again = HTMLParser(wrong.text)
        assert wrong.status_code == 400
        assert first(again, ".notice.ask a").attributes["href"] == f"#{field}"
        assert typed(again, "body") == "Theirs"
    assert pages.case.head()["as_of"] == before
    said = {"answer": "varied", "why": "They were asked <again>.", "until": until}
    assert pages.post("/prove/advice/ADV-0001/answer", data=said).status_code == 303
    assert "They were asked &lt;again&gt;." in pages.get("/prove/advice/ADV-0001").text
    assert pages.case.prove.advice()["advice"][0]["waiting"] == 0
    assert HTMLParser(pages.get("/prove/advice/ADV-0001").text).css_first("[name=answer]") is None, "nothing waits"


def test_advice_is_asked_and_given(pages: Any) -> None:
    prove(pages.case)
    statement = item(pages.case, "statement.txt")
    for changed, field in (
        ({"body": ""}, "body"),
        ({"items": "ITM-999999"}, "items"),
        ({"of": "WIT-0001"}, "of"),
        ({"day": "2015-02-30"}, "day"),
    ):
        before, form = pages.case.head()["as_of"], ADVICE | {"items": statement} | changed
        answer = pages.post("/prove/advice", data=form)
        page = HTMLParser(answer.text)
        assert answer.status_code == 400
        assert first(page, "[aria-invalid=true]").attributes["id"] == field
        assert [typed(page, name) for name in ("what", "items", "of")] == [
            form[name] for name in ("what", "items", "of")
        ]
        assert pages.case.head()["as_of"] == before
    sent = pages.post("/prove/advice", data=ADVICE | {"items": f"{statement}, {item(pages.case, 'letter.pdf')}"})
    at = sent.headers["location"].partition("?")[0]
    assert "not given yet" in pages.get(at).text
    wrong = pages.post(f"{at}/give", data={"text": "No.", "given-day": "2014-01-01", "given-items": statement})
    page = HTMLParser(wrong.text)
    assert (wrong.status_code, first(page, "[aria-invalid=true]").attributes["id"]) == (400, "given-day")
    assert (typed(page, "text"), typed(page, "given-items")) == ("No.", statement)
    assert pages.post(f"{at}/give", data={"text": "No <way>.", "given-day": "2015-02-01"}).status_code == 303
    assert "No &lt;way&gt;." in pages.get(at).text
    (one,) = pages.case.prove.advice()["advice"]
    assert len(one["items"]) == 2


def test_what_is_looked_at_stands_in_the_access_log(pages: Any) -> None:
    asked(pages.case)
    for address, page in (
        ("/prove/requests", "prove/requests"),
        ("/prove/requests/REQ-0001", "prove/requests"),
        ("/prove/supply", "prove/supply"),
        ("/prove/advice", "prove/advice"),
    ):
        before = len(lines_of(pages.case.path, "looked"))
        pages.get(address)
        assert page in [each["page"] for each in lines_of(pages.case.path, "looked")[before:]]


def test_everybody_can_use_these_pages(alone: Looker) -> None:
    asked(alone.case)
    for address in (*PAGES, *OF_ONE):
        alone.holds(address)


def test_the_keyboard_alone_asks_and_answers(alone: Looker) -> None:
    prove(alone.case)
    with alone.tab("/prove/requests") as tab:
        reach(tab, "#body")
        for told in ("Example Borough", "The marked register."):
            tab.keyboard.type(told)
            tab.keyboard.press("Tab")
        tab.keyboard.type("marked")  # chooses by its first letters
        tab.keyboard.press("Tab")
        tab.keyboard.type("a right")
        tab.keyboard.press("Tab")
        tab.keyboard.type("2014-06-20")
        tab.keyboard.press("Tab")
        tab.keyboard.type("2014-06-02")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/prove/requests/REQ-0001?kept=*")
        reach(tab, "[name=said]")
        tab.keyboard.press("Space")
        reach(tab, "form[action$='/answer'] button")
        tab.keyboard.press("Enter")
        tab.locator(".trail").wait_for()
    (one,) = alone.case.prove.requests()["requests"]
    assert (one["data"], one["basis"], one["ended"]) == ("marked-register", "regulation", True)


def test_what_is_overdue_is_there_on_paper(alone: Looker) -> None:
    asked(alone.case)
    with alone.tab("/prove/requests") as tab:
        tab.emulate_media(media="print")
        assert tab.locator("#overdue").is_visible()
        assert tab.locator("tbody tr").count() == 4
        assert not tab.locator("#body").is_visible()
