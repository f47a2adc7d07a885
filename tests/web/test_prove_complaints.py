"""Pages of complaints and of the right of reply: entered, answered, ended, returned; put, answered, struck, never hidden."""

import csv
import io
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.hearing import LONG, hear, page, value
from web.looking import Looker, reach
from web.making import lines_of
from web.parsed import first
from web.proving import prove

COMPLAINT = {
    "text": "A man took <my> ballot paper.",
    "category": "voting",
    "channel": "email",
    "received": "2014-05-23",
    "election": "local",
    "who": "Fo <b>Example</b>",
    "contact": "01234 <5>",
    "area": "the <ward>",
    "force": "Example Constabulary",
    "authority": "Example Borough",
    "papers": "",
}
EMPTY = ("/prove/complaints", "/prove/complaints/new", "/prove/complaints/return", "/prove/replies")


@pytest.mark.parametrize("address", EMPTY)
def test_of_an_empty_case(pages: Any, address: str) -> None:
    assert first(page(pages, address), ".rooms [aria-current]").text() == "Prove"


def test_a_form_that_nobody_touched_holds_nothing_that_nobody_typed(pages: Any) -> None:
    shown = page(pages, "/prove/complaints/new")
    assert {value(shown, name) for name in COMPLAINT if name not in {"category", "channel", "election"}} == {""}


def test_a_complaint_is_entered_answered_and_ended(pages: Any) -> None:
    sent = pages.post("/prove/complaints", data=COMPLAINT)
    assert sent.status_code == 303
    at = str(sent.headers["location"]).partition("?")[0]
    assert at == "/prove/complaints/CMP-0001"
    assert "Example" not in sent.headers["location"]
    shown = page(pages, at)
    assert "Not answered since 23 May 2014" in first(shown, ".lede").text()
    for said in (COMPLAINT["text"], COMPLAINT["who"], COMPLAINT["contact"], COMPLAINT["area"]):
        assert said in first(shown, "main").text()
    assert "not answered" in first(page(pages, "/prove/complaints"), "tbody td[data-l=answered]").text()
    told = {"answer-text": "We <look> into it.", "answer-how": "letter", "answer-day": "2014-05-27"}
    assert pages.post(f"{at}/answer", data=told | {"answer-person": "Ada Example"}).status_code == 303
    ended = {"outcome": "no-further-action", "reason": "time", "why": "The <year> had run.", "end-day": "2015-08-01"}
    assert pages.post(f"{at}/end", data=ended).status_code == 303
    said = first(page(pages, at), "main").text()
    assert "We <look> into it." in said
    assert "No further action, 1 August 2015: out of time" in said
    assert "not verified" in said
    (one,) = pages.case.prove.complaints()["complaints"]
    assert (one["outcome"], one["reason"], one["unanswered_since"]) == ("no-further-action", "time", None)
    offered = page(pages, "/prove/allegations/new?complaint=CMP-0001")
    assert value(offered, "complaints") == "CMP-0001"


WRONG: list[tuple[dict[str, str], str]] = [
    ({"text": ""}, "text"),
    ({"category": ""}, "category"),
    ({"channel": "pigeon"}, "channel"),
    ({"received": "2014-02-30"}, "received"),
    ({"received": "2199-01-01"}, "received"),
    ({"papers": "ITM-999999"}, "papers"),
]


def test_a_complaint_that_cannot_be_is_kept_as_it_was_typed(pages: Any) -> None:
    for changed, field in WRONG:
        before, form = pages.case.head()["as_of"], COMPLAINT | changed
        answer = pages.post("/prove/complaints", data=form)
        shown = HTMLParser(answer.text)
        assert answer.status_code == 400
        assert first(shown, "[aria-invalid=true]").attributes["id"] == field
        assert first(shown, ".notice.ask a").attributes["href"] == f"#{field}"
        for name in ("text", "received", "who", "contact", "area", "force", "authority", "papers"):
            assert value(shown, name) == form[name], name
        assert pages.case.head()["as_of"] == before
        if field == "category":
            assert "“Category” is missing; choose one" in first(shown, "#category-wrong").text()
        if changed == {"text": ""}:
            assert "“Text” is missing; say it in a few words" in first(shown, ".notice.ask").text()


def test_an_answer_or_outcome_that_cannot_be(pages: Any) -> None:
    at, before = f"/prove/complaints/{hear(pages.case).waiting}", pages.case.head()["as_of"]
    told = {"answer-text": "My words.", "answer-how": "letter", "answer-day": "2014-05-01", "answer-person": "Ada"}
    answer = pages.post(f"{at}/answer", data=told)
    shown = HTMLParser(answer.text)
    assert (answer.status_code, first(shown, "[aria-invalid=true]").attributes["id"]) == (400, "answer-day")
    assert (value(shown, "answer-text"), value(shown, "answer-person")) == ("My words.", "Ada")
    assert "open" in first(shown, "details:has(#answer-day)").attributes
    answer = pages.post(f"{at}/end", data={"outcome": "no-further-action", "reason": "", "why": "Mine."})
    shown = HTMLParser(answer.text)
    assert (answer.status_code, first(shown, "[aria-invalid=true]").attributes["id"]) == (400, "reason")
    assert value(shown, "why") == "Mine."
    assert pages.case.head()["as_of"] == before


def test_the_yearly_return_is_a_table_and_a_file_and_names_nobody(pages: Any) -> None:
    heard = hear(pages.case)
    shown = page(pages, "/prove/complaints/return?year=2014")
    (table, sums) = shown.css("main table")
    assert [first(each, "th").text().strip() for each in table.css("tbody tr")] == [heard.complaint, heard.waiting]
    assert len(sums.css("tbody tr")) == 2
    assert "from memory" in first(shown, "section:has(#h-unverified)").text()
    sent = pages.get(str(first(shown, ".head a[href*=csv]").attributes["href"]))
    assert sent.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(sent.text)))
    row = next(each for each in rows if each["complaint"] == heard.complaint)
    assert (row["authority"], row["outcome"]) == ("'=Example Borough", "no further action"), "no cell is a formula"
    assert lines_of(pages.case.path, "exported")[-1]["what"] == "yearly-return"
    assert pages.get("/prove/complaints/return.xlsx?year=2014").content[:2] == b"PK"
    for text in (sent.text, shown.html or ""):
        for name in (LONG, "Bo Example", "Ada Example"):
            assert name not in text
    for year in ("soon", "7"):
        wrong = pages.get(f"/prove/complaints/return?year={year}")
        assert (wrong.status_code, value(HTMLParser(wrong.text), "year")) == (400, year)
        assert pages.get(f"/prove/complaints/return.csv?year={year}").status_code == 400


# -- the right of reply


def test_never_put_shows_wherever_the_allegation_shows(pages: Any) -> None:
    at = prove(pages.case)
    for address in ("/prove/allegations", f"/prove/allegations/{at}", "/prove/replies", f"/prove/replies/{at}"):
        assert "never put to them" in first(page(pages, address), "main").text(), address
    assert "Never put: 2 of 2" in first(page(pages, "/prove/replies"), ".lede").text()
    assert "never put to them" in first(page(pages, "/prove/subjects/SUB-0001"), "main").text()
    assert "never put to them: 2" in first(page(pages, "/prove"), "main").text()


def test_it_is_put_or_not_yet_and_answered(pages: Any) -> None:
    at = f"/prove/replies/{prove(pages.case)}"
    form = {"put-subject": "SUB-0001", "put-how": "not-yet", "put-reason": "too-early", "put-day": "2014-06-01"}
    assert pages.post(f"{at}/put", data=form).status_code == 303
    shown = first(page(pages, at), "section:has(#h-SUB-0001)").text()
    assert "Not put yet: too early" in shown
    assert "never put to them" in shown
    assert not page(pages, at).css("#reply-put"), "there is nothing that they could answer"
    form = {"put-subject": "SUB-0001", "put-how": "letter", "put-what": "That he <voted>.", "put-day": "2014-07-01"}
    assert pages.post(f"{at}/put", data=form).status_code == 303
    told = {"reply-put": "PUT-0002", "reply-answer": "I was <abroad>.\nIn May.", "reply-day": "2014-07-09"}
    assert pages.post(f"{at}/answer", data=told).status_code == 303
    shown = first(page(pages, at), "section:has(#h-SUB-0001)").text()
    for said in ("1 July 2014", "Letter", "That he <voted>.", "I was <abroad>.\nIn May."):
        assert said in shown
    assert "never put to them" not in shown
    assert "never put to them" in first(page(pages, at), "section:has(#h-SUB-0002)").text()


def test_in_a_police_case_only_lawful_ways_are_offered(pages: Any) -> None:
    at = f"/prove/replies/{prove(pages.case)}"

    def ways(address: str) -> list[str | None]:
        return [each.attributes["value"] for each in page(pages, address).css("#put-how option")]

    assert "press" in ways(at)
    assert pages.post("/prove/replies/body", data={"body": "police"}).status_code == 303
    assert ways(at) == ["interview-under-caution", "letter", "court", "not-yet"]
    form = {"put-subject": "SUB-0001", "put-how": "press", "put-what": "My words.", "put-items": "", "put-day": ""}
    before = pages.case.head()["as_of"]
    answer = pages.post(f"{at}/put", data=form | {"put-body": "police"})
    shown = HTMLParser(answer.text)
    assert (answer.status_code, first(shown, "[aria-invalid=true]").attributes["id"]) == (400, "put-how")
    assert value(shown, "put-what") == "My words."
    assert pages.post("/prove/replies/body", data={"body": "moon"}).status_code == 400
    assert pages.case.head()["as_of"] == before
    assert ways(f"{at}?by=election-court") == ["notice-s160", "court", "not-yet"], (
        "what another body did is entered too"
    )
    form |= {"put-how": "notice-s160", "put-body": "election-court"}
    assert pages.post(f"{at}/put", data=form).status_code == 303
    assert "by election court" in first(page(pages, at), "section:has(#h-SUB-0001)").text()


PUT: list[tuple[dict[str, str], str]] = [
    ({"put-what": " "}, "put-what"),
    ({"put-how": "not-yet"}, "put-reason"),
    ({"put-reason": "too-early"}, "put-reason"),
    ({"put-day": "2014-02-30"}, "put-day"),
    ({"put-items": "ITM-999999"}, "put-items"),
    ({"put-subject": "SUB-0099"}, "put-subject"),
]


def test_a_step_that_cannot_be(pages: Any) -> None:
    heard = hear(pages.case)
    at, before = f"/prove/replies/{heard.second}", pages.case.head()["as_of"]
    good = {"put-subject": "SUB-0001", "put-how": "letter", "put-what": "What.", "put-day": "2014-07-01"}
    for changed, field in PUT:
        form = good | {"put-items": "", "put-reason": ""} | changed
        answer = pages.post(f"{at}/put", data=form)
        shown = HTMLParser(answer.text)
        assert answer.status_code == 400
        assert first(shown, "[aria-invalid=true]").attributes["id"] == field, changed
        for name in ("put-day", "put-items"):
            assert value(shown, name) == form[name]
    told = {"reply-put": heard.put, "reply-answer": "My words.", "reply-day": "2014-06-30"}
    answer = pages.post(f"{at}/answer", data=told)
    shown = HTMLParser(answer.text)
    assert (answer.status_code, first(shown, "[aria-invalid=true]").attributes["id"]) == (400, "reply-day")
    assert value(shown, "reply-answer") == "My words."
    assert pages.case.head()["as_of"] == before
    assert pages.get("/prove/replies/ALG-0099").status_code == 404


# -- struck


def test_what_is_struck_stays_listed_and_counts_no_longer(pages: Any) -> None:
    heard = hear(pages.case)
    for number, part in ((heard.waiting, "/prove/complaints"), (heard.put, "/prove/replies")):
        at = f"/prove/numbers/{number}"
        before = pages.case.head()["as_of"]
        empty = pages.post(f"{at}/strike", data={"why": " "})
        assert (empty.status_code, pages.case.head()["as_of"]) == (400, before)
        assert pages.post(f"{at}/strike", data={"why": "the wrong <letter>"}).status_code == 303
        row = first(page(pages, part), "section:has(#h-struck)")
        assert number in first(row, "tbody th").text()
        assert "the wrong <letter>" in row.text()
        again = page(pages, at)
        assert "Entered in error" in first(again, ".notice").text()
        assert not again.css("form[action$=strike]"), "what was struck is not struck again"
    led = pages.get(f"/prove/complaints/{heard.waiting}")
    assert (led.status_code, led.headers["location"]) == (303, f"/prove/numbers/{heard.waiting}")
    assert heard.waiting not in first(page(pages, "/prove/complaints"), "main > table").text()
    assert "never put to them" in first(page(pages, f"/prove/replies/{heard.second}"), "main").text()
    assert pages.get("/prove/numbers/ALG-0099").status_code == 404
    assert pages.get("/prove/numbers/ITM-000001").status_code == 404


def test_whoever_was_entered_in_error_need_not_be_heard_and_stays_listed(pages: Any) -> None:
    heard = hear(pages.case)
    one = page(pages, f"/prove/replies/{heard.second}")
    gone = first(one, f"section:has(#h-{heard.gone})").text()
    assert "entered in error" in gone
    assert "never put" not in gone
    assert heard.gone not in [each.attributes["value"] for each in one.css("#put-subject option")]
    for address in ("/prove/allegations", f"/prove/allegations/{heard.second}"):
        shown = page(pages, address)
        assert first(shown, f"a[href='/prove/numbers/{heard.gone}']").text() == "entered in error"


# -- everybody


def test_everybody_can_use_the_pages_of_complaints(alone: Looker) -> None:
    heard = hear(alone.case)
    for address in (
        "/prove/complaints",
        "/prove/complaints/new",
        f"/prove/complaints/{heard.complaint}",
        f"/prove/complaints/{heard.waiting}",
        "/prove/complaints/return?year=2014",
    ):
        alone.holds(address)


def test_everybody_can_use_the_pages_of_replies_and_numbers(alone: Looker) -> None:
    heard = hear(alone.case)
    for address in (
        "/prove/replies",
        f"/prove/replies/{heard.second}",
        f"/prove/numbers/{heard.gone}",
        f"/prove/numbers/{heard.put}",
        "/prove/allegations",
        f"/prove/allegations/{heard.second}/anew",
    ):
        alone.holds(address)


def test_the_keyboard_alone_enters_a_complaint_and_answers_it(alone: Looker) -> None:
    with alone.tab("/prove/complaints") as tab:
        reach(tab, "a[href='/prove/complaints/new']")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/prove/complaints/new")
        reach(tab, "#text")
        tab.keyboard.type("No imprint.")
        reach(tab, "#category")
        tab.keyboard.type("cam")
        reach(tab, "main .btn.main")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/prove/complaints/CMP-0001?kept=*")
        reach(tab, "#answer-text")
        tab.keyboard.type("We look into it.")
        reach(tab, "form[action$='/answer'] button")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**kept=*")
        assert "We look into it." in tab.locator("main").inner_text()
    (one,) = alone.case.prove.complaints()["complaints"]
    assert (one["category"], len(one["answers"])) == ("campaign", 1)


def test_the_return_and_the_replies_are_there_on_paper(alone: Looker) -> None:
    heard = hear(alone.case)
    with alone.tab("/prove/complaints/return?year=2014") as tab:
        tab.emulate_media(media="print")
        assert tab.locator("main table").first.is_visible()
        assert tab.locator("#h-unverified").is_visible()
        assert not tab.locator("#year").is_visible()
    with alone.tab(f"/prove/replies/{heard.second}") as tab:
        tab.emulate_media(media="print")
        assert tab.get_by_text("I was abroad.").is_visible()
        assert not tab.locator("#h-put").is_visible(), "what can only be done on a screen"
