"""A second look: drawn at random, judged blind, in the order drawn; where two judgements differ, both are shown."""

import re
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.looking import Looker


def _draw(pages: Any, **form: str) -> str:
    sent = pages.post("/sample", data={"size": "3", "of": "judged", "query": "", **form})
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"].partition("?")[0])


@pytest.fixture
def judged(pages: Any) -> Any:
    """The same, where every item but the things on shelves was judged, with a note and a tag."""
    pages.case.judge(query="state:text.complete OR state:none.empty-file", judgement="relevant", note="a first thought")
    pages.case.tag(str(pages.case.define_tag("topics", "firsttag")["tag"]), query="state:text.complete")
    return pages


def test_nothing_said_of_an_item_stands_beside_it(judged: Any) -> None:
    sample = _draw(judged)
    sent = judged.get(f"{sample}/next")
    page = judged.get(sent.headers["location"].partition("?")[0]).text
    assert "Judged blind" in page
    for told in ("a first thought", "firsttag", "You judged it", "What it belongs to", "Opened by", "Why it is next"):
        assert told not in page


def test_second_judgements_are_counted_in_their_order_and_differences_shown(judged: Any) -> None:
    sample = _draw(judged)
    address = judged.get(f"{sample}/next").headers["location"].partition("?")[0]
    for judgement in ("relevant", "not-relevant", "relevant"):
        assert re.fullmatch(rf"{sample}/ITM-\d+", address)
        assert judged.get(address).status_code == 200
        address = judged.post(address, data={"judgement": judgement}).headers["location"].partition("?")[0]
    assert address == sample
    page = judged.get(sample).text
    assert "Of 3 judged twice" in page
    result = judged.case.sample_result(int(sample.rpartition("/")[2]))
    assert [each["item"] for each in result["items"]] == [
        each.text() for each in HTMLParser(page).css('table td[data-l="item"] a.id')
    ]
    for each in result["cannot_show"]:
        assert each[1:].replace("'", "&#39;")[:40] in page
    assert sample in judged.get("/sample").text
    first = result["items"][0]["item"]
    judged.case.judge(first, judgement="relevant", decides=True)
    row = next(row for row in HTMLParser(judged.get(sample).text).css("tbody tr") if first in row.text())
    assert "relevant" in "".join(each.text() for each in row.css('td[data-l="stands now"]'))


def test_whose_turn_it_is_not_is_not_judged_blind(judged: Any) -> None:
    sample = _draw(judged)
    turn = judged.get(f"{sample}/next").headers["location"].rpartition("/")[2].partition("?")[0]
    other = next(row["id"] for row in judged.case.items() if row["id"] != turn and row["state"] == "text.complete")
    assert judged.get(f"{sample}/{other}").status_code == 409
    assert judged.post(f"{sample}/{other}", data={"judgement": "unsure"}).status_code == 409


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"size": "0"}, "size"),
        ({"size": "many"}, "size"),
        ({"query": '"open'}, "query"),
        ({"of": "not-relevant"}, "of"),
    ],
    ids=["none", "no-number", "query", "nothing-there"],
)
def test_a_sample_that_cannot_be_drawn_says_why(judged: Any, form: dict[str, str], field: str) -> None:
    before = judged.case.head()["as_of"]
    answer = judged.post("/sample", data={"size": "3", "of": "judged", "query": "", **form})
    assert answer.status_code == 400
    assert HTMLParser(answer.text).css_first(f"#{field}-wrong") is not None
    assert judged.case.head()["as_of"] == before


@pytest.mark.parametrize("address", ["/sample/999", "/sample/x", "/sample/999/next"])
def test_there_is_no_such_sample(pages: Any, address: str) -> None:
    assert pages.get(address).status_code == 404


def test_everybody_can_use_the_pages(alone: Looker) -> None:
    alone.holds("/sample")
    alone.case.judge(query="state:text.complete", judgement="relevant")
    sample = alone.case.sample(2)
    alone.holds(f"/sample/{sample['sample']}")
    alone.holds(f"/sample/{sample['sample']}/{sample['next']}")
