"""What is overtaken: shown with what came later, until somebody answers with a reason."""

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.looking import Looker


def _overtake(case: Any, *items: str) -> int:
    """Judge items in one entry, and describe them afterwards; the entry."""
    entry = int(case.judge(*items, judgement="not-relevant")["entry"])
    for item in items:
        case.describe(item, "The shop's ledger, <i>as read aloud</i>.")
    return entry


@pytest.mark.parametrize("answer", ["stands", "varied", "withdrawn"])
def test_an_answer_ends_the_waiting(pages: Any, answer: str) -> None:
    entry = _overtake(pages.case, "ITM-000005", "ITM-000006")
    page = HTMLParser(pages.get("/overtaken").text)
    assert len(page.css(f'form[action="/overtaken/{entry}"]')) == 1
    assert {each.text() for each in page.css(".over .id")} == {"ITM-000005", "ITM-000006"}
    sent = pages.post(f"/overtaken/{entry}", data={"answer": answer, "why": "It was looked at\r\nagain."})
    assert sent.status_code == 303
    assert "Nothing that was judged or certified is overtaken" in pages.get("/overtaken").text
    past = pages.get("/overtaken?answered=yes").text
    assert answer in past
    assert "It was looked at\nagain." in past
    pages.case.describe("ITM-000005", "Something more.")
    assert f"/overtaken/{entry}" in pages.get("/overtaken").text  # what comes later waits again


@pytest.mark.parametrize(
    "form", [{"answer": "stands", "why": " "}, {"answer": "", "why": "because"}, {"answer": "maybe", "why": "because"}]
)
def test_an_answer_needs_a_word_and_a_reason(pages: Any, form: dict[str, str]) -> None:
    entry = _overtake(pages.case, "ITM-000006")
    before = pages.case.head()["as_of"]
    answer = pages.post(f"/overtaken/{entry}", data=form)
    assert answer.status_code == 400
    assert "Nothing was recorded" in answer.text
    assert pages.case.head()["as_of"] == before


def test_what_was_not_overtaken_is_not_answered(pages: Any) -> None:
    entry = pages.case.judge("ITM-000006", judgement="relevant")["entry"]
    form = {"answer": "stands", "why": "because"}
    assert pages.post(f"/overtaken/{entry}", data=form).status_code == 409
    assert pages.post("/overtaken/0", data=form).status_code == 404
    assert pages.post("/overtaken/x", data=form).status_code == 404


def test_everybody_can_use_the_page(alone: Looker) -> None:
    alone.holds("/overtaken")
    _overtake(alone.case, "ITM-000005", "ITM-000006")
    alone.holds("/overtaken")
