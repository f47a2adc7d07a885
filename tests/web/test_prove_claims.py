"""Claims by matter, side by side, and lines of inquiry in the browser: both ways in the same room; people mark, nothing is weighed."""

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.looking import WIDE, Looker, reach
from web.making import lines_of
from web.parsed import first
from web.proving import WORDS, item, prove

PAGES = ("/prove/claims", "/prove/claims?about=27-files", "/prove/lines")
CLAIM = {
    "about": "27-files",
    "who": "Cy <Officer>",
    "item": "ITM-000001",
    "page": "",
    "words": "",
    "says": "They were handed <over>.",
    "when": "2015-05",
    "grade": "2BP",
    "scheme": "3x5x2",
}
LINE = {
    "text": "Whether he was <abroad> on the day.",
    "points": "away",
    "state": "open",
    "why": "",
    "of": "ALG-0001",
    "day": "2014-06-02",
}


def entered(case: Any) -> None:
    """Claims of two matters, a contradiction, and lines of every way."""
    at, letter = prove(case), item(case, "letter.pdf")
    case.prove.claim("27-files", "Ann <Officer>", item(case, "statement.txt"), words=WORDS, grade="2BP", when="2014-05")
    case.prove.claim("27-files", "Bo Press", letter, "They were never <handed> over.", page=2)
    case.prove.claim("27-files", "Cy Council", letter, "They were handed over in 2015.", page=3)
    case.prove.claim("shop", "Cy Council", letter, "The shop was shut.", page=1)
    case.prove.differ(["CLM-0002", "CLM-0003"], "Handed over, or <never>.")
    case.prove.line("Ask the neighbour.", "towards", of=[at], day="2014-06-02")
    case.prove.line("Whether he was abroad.", "away", of=[at], day="2014-06-02")
    case.prove.line("The film of the street.", "either", day="2014-06-02")
    case.prove.line("The telephone.", "towards", state="not-followed", why="No <power> to take it.", day="2014-06-02")


def typed(page: HTMLParser, name: str) -> str:
    """What stands in a field."""
    chosen = page.css_first(f"#{name} option[selected]") or page.css_first(f"[name={name}][checked]")
    found = chosen or first(page, f"#{name}")
    return str(found.attributes.get("value") or found.text()).strip()


@pytest.mark.parametrize("address", PAGES)
def test_of_an_empty_case(pages: Any, address: str) -> None:
    answer = pages.get(address)
    assert answer.status_code == 200, answer.text[:2000]
    assert "innocent" in first(HTMLParser(answer.text), ".says").text()


# -- claims


def test_contradictions_stand_side_by_side_and_claims_by_matter(pages: Any) -> None:
    entered(pages.case)
    page = HTMLParser(pages.get("/prove/claims").text)
    assert [each.text() for each in page.css("section.sec > h2")][:2] == ["27-files", "shop"]
    (told,) = page.css(".differs")
    sides = [first(each, "b").text() for each in told.css(".two > div")]
    assert sides == ["Bo Press", "Cy Council"]
    assert "Handed over, or <never>." in told.text()
    row = next(each for each in page.css("tbody tr") if "CLM-0001" in each.text())
    assert f"{WORDS}" in row.text()
    assert "source graded 2BP (untested" in row.text()
    assert "none marked" in row.text()
    assert [
        first(each, "th .id").text() for each in page.css("tbody tr") if "CLM-0003" in each.css("td")[-1].text()
    ] == ["CLM-0002"]
    one = HTMLParser(pages.get("/prove/claims?about=shop").text)
    assert [first(each, "th .id").text() for each in one.css("tbody tr")] == ["CLM-0004"]
    assert one.css_first("[name=claims]") is None, "one alone contradicts nothing"


def test_people_mark_a_contradiction_and_say_why(pages: Any) -> None:
    entered(pages.case)
    at = "/prove/claims/27-files/differ"
    for form, field in (
        ({"claims": ["CLM-0001"], "why": "so"}, "claims"),
        ({"claims": ["CLM-0001", "CLM-0002"], "why": ""}, "why"),
        ({"claims": ["CLM-0001", "CLM-0004"], "why": "so"}, "claims"),
        ({"claims": ["CLM-0001", "CLM-0099"], "why": "so"}, "claims"),
    ):
        before = pages.case.head()["as_of"]
        answer = pages.post(at, data=form)
        page = HTMLParser(answer.text)
        assert answer.status_code == 400
        assert first(page, ".notice.ask a").attributes["href"] == f"#{field}"
        assert page.css_first(f"#{field}-wrong") is not None
        ticked = [each.attributes["value"] for each in page.css("[name=claims][checked]")]
        assert ticked == [each for each in form["claims"] if each < "CLM-0004"]
        assert typed(page, "why") == form["why"]
        assert pages.case.head()["as_of"] == before
    sent = pages.post(at, data={"claims": ["CLM-0001", "CLM-0003"], "why": "He came, or nobody did."})
    assert sent.status_code == 303
    assert len(HTMLParser(pages.get(sent.headers["location"]).text).css(".differs")) == 2


def test_a_claim_is_entered_with_its_place(pages: Any) -> None:
    form = CLAIM | {"item": item(pages.case, "statement.txt"), "words": WORDS}
    sent = pages.post("/prove/claims", data=form)
    assert sent.status_code == 303
    assert "Officer" not in sent.headers["location"]
    page = HTMLParser(pages.get(sent.headers["location"]).text)
    assert first(page, ".kept").text().startswith(" Kept.")
    row = first(page, "tbody tr")
    assert "They were handed <over>." in row.text()
    assert first(row, "td a").attributes["href"] == f"/item/{form['item']}"


A_CLAIM_THAT_CANNOT_BE: list[tuple[dict[str, str], str]] = [
    ({"about": ""}, "about"),
    ({"about": "The 27 files!"}, "about"),
    ({"who": ""}, "who"),
    ({"item": "ITM-999999"}, "item"),
    ({"item": ""}, "item"),
    ({"page": "two"}, "page"),
    ({"page": "77"}, "page"),
    ({"words": "never <written>"}, "words"),
    ({"says": ""}, "says"),
    ({"when": "2015-02-30"}, "when"),
    ({"grade": "9ZZ"}, "grade"),
]


def test_a_claim_that_cannot_be(pages: Any) -> None:
    statement = item(pages.case, "statement.txt")
    for changed, field in A_CLAIM_THAT_CANNOT_BE:
        before, form = pages.case.head()["as_of"], CLAIM | {"item": statement} | changed
        answer = pages.post("/prove/claims", data=form)
        page = HTMLParser(answer.text)
        assert answer.status_code == 400, changed
        assert first(page, "[aria-invalid=true]").attributes["id"] == field, changed
        for name in ("about", "who", "item", "page", "words", "says", "when", "grade"):
            assert typed(page, name) == form[name]
        assert pages.case.head()["as_of"] == before
    assert pages.get("/prove/claims?about=%21").status_code == 400


# -- lines of inquiry


def test_lines_that_point_away_have_the_same_room(pages: Any) -> None:
    entered(pages.case)
    page = HTMLParser(pages.get("/prove/lines").text)
    assert [each.text() for each in page.css(".two.ways h2")] == [
        "Pointing towards the person",
        "Pointing away from the person",
    ]
    away = first(page, "section:has(#h-away)")
    assert first(away, "li .id").text() == "LIN-0002"
    assert "never put" in away.text()
    assert "1 open, 0 followed, 0 not followed" in away.text()
    towards = first(page, "section:has(#h-towards)").text()
    assert "No <power> to take it." in towards
    assert "3 are open" in first(page, ".lede").text()
    only = HTMLParser(pages.get("/prove/lines?of=ALG-0001").text)
    assert len(only.css(".way li")) == 2


A_LINE_THAT_CANNOT_BE: list[tuple[dict[str, str], str]] = [
    ({"text": ""}, "text"),
    ({"points": ""}, "points"),
    ({"state": "lost"}, "state"),
    ({"state": "not-followed"}, "why"),
    ({"of": "ALG-0099"}, "of"),
    ({"of": "ITM-000001"}, "of"),
    ({"day": "2199-01-01"}, "day"),
]


def test_a_line_that_cannot_be(pages: Any) -> None:
    prove(pages.case)
    for changed, field in A_LINE_THAT_CANNOT_BE:
        before, form = pages.case.head()["as_of"], LINE | changed
        answer = pages.post("/prove/lines", data=form)
        page = HTMLParser(answer.text)
        assert answer.status_code == 400, changed
        assert first(page, ".notice.ask a").attributes["href"] == f"#{field}", changed
        assert page.css_first(f"#{field}-wrong") is not None
        for name in ("text", "why", "of", "day"):
            assert typed(page, name) == form[name]
        assert pages.case.head()["as_of"] == before


def test_what_became_of_a_line_is_said_with_its_reason(pages: Any) -> None:
    prove(pages.case)
    assert pages.post("/prove/lines", data=LINE).status_code == 303
    at = "/prove/lines/LIN-0001"
    assert "Whether he was &lt;abroad&gt; on the day." in pages.get(at).text
    wrong = pages.post(at, data={"state": "not-followed", "why": "", "day": "2014-07-01"})
    page = HTMLParser(wrong.text)
    assert (wrong.status_code, first(page, "[aria-invalid=true]").attributes["id"]) == (400, "why")
    assert (typed(page, "state"), typed(page, "day")) == ("not-followed", "2014-07-01")
    assert pages.post(at, data={"state": "followed", "why": "He was.", "day": "2014-07-01"}).status_code == 303
    page = HTMLParser(pages.get(at).text)
    assert [each.text().strip() for each in page.css(".trail li > span:nth-child(2)")] == ["open", "followedHe was."]
    assert pages.post(f"{at}/strike", data={"strike-why": ""}).status_code == 400
    assert pages.post(f"{at}/strike", data={"strike-why": "twice"}).status_code == 303
    assert pages.get(at).headers["location"] == "/prove/numbers/LIN-0001"
    assert "twice" in first(HTMLParser(pages.get("/prove/lines").text), "section:has(#h-struck)").text()
    assert pages.post(at, data={"state": "followed"}).status_code == 404


def test_what_is_looked_at_stands_in_the_access_log(pages: Any) -> None:
    entered(pages.case)
    for address, page in (("/prove/claims", "prove/claims"), ("/prove/lines", "prove/lines")):
        before = len(lines_of(pages.case.path, "looked"))
        pages.get(address)
        assert page in [each["page"] for each in lines_of(pages.case.path, "looked")[before:]]


def test_everybody_can_use_these_pages(alone: Looker) -> None:
    entered(alone.case)
    for address in (*PAGES, "/prove/lines/LIN-0004"):
        alone.holds(address)


def test_both_ways_have_the_same_width_on_the_screen_and_on_paper(alone: Looker) -> None:
    entered(alone.case)
    for address, of in (("/prove/lines", ".two.ways > *"), ("/prove/claims", ".differs .two > *")):
        with alone.tab(address) as tab:
            for media in ("screen", "print"):
                tab.emulate_media(media=media)
                tab.set_viewport_size(WIDE)
                boxes = [each.bounding_box() for each in tab.locator(of).all()]
                assert len(boxes) == 2
                assert round(boxes[0]["width"]) == round(boxes[1]["width"])
                assert boxes[0]["y"] == boxes[1]["y"], "beside each other"


def test_what_is_claimed_is_there_on_paper_where_it_can_be_ticked(alone: Looker) -> None:
    entered(alone.case)
    with alone.tab("/prove/claims?about=27-files") as tab:
        tab.emulate_media(media="print")
        assert tab.locator("tbody tr").first.is_visible()
        assert not tab.locator("#why").is_visible()


def test_the_keyboard_alone_marks_a_contradiction(alone: Looker) -> None:
    entered(alone.case)
    with alone.tab("/prove/claims?about=27-files") as tab:
        reach(tab, "[value=CLM-0001]")
        tab.keyboard.press("Space")
        reach(tab, "[value=CLM-0003]")
        tab.keyboard.press("Space")
        reach(tab, "#why")
        tab.keyboard.type("He came, or nobody did.")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        tab.locator(".kept").wait_for()
    told = alone.case.prove.claims()["contradictions"]
    assert [one["id"] for one in told[-1]["claims"]] == ["CLM-0001", "CLM-0003"]
