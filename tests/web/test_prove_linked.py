"""From page to page of proof: every number leads somewhere, every allegation says to whom it was never put, both sides look alike."""

import re
from typing import Any

import pytest
from asking import NOTE
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.deciding import DECISION, decided
from web.hearing import hear
from web.looking import Looker
from web.parsed import first
from web.proving import item, prove

from muniment.prove.entered import NAMES
from muniment.web.prove.linked import LISTS, address, linked
from muniment.web.prove.numbers import NOUNS


def page(pages: Any, at: str) -> HTMLParser:
    answer = pages.get(at)
    assert answer.status_code == 200, (at, answer.status_code)
    return HTMLParser(answer.text)


def test_every_kind_of_number_has_a_noun_and_a_list() -> None:
    assert set(NOUNS) == set(LISTS) == set(NAMES)


@pytest.mark.parametrize(
    ("id", "to"),
    [
        ("ITM-000004", "/item/ITM-000004"),
        ("BUN-0002", "/bundles/BUN-0002"),
        ("DEC-0001", "/prove/decisions/DEC-0001"),
        ("ACT-0001", "/prove/numbers/ACT-0001"),
    ],
)
def test_where_a_number_leads(id: str, to: str) -> None:  # noqa: A002
    assert address(id) == to


def test_a_text_is_shown_as_text_around_its_numbers() -> None:
    said = linked("<b>ITM-000253</b> was linked to ALG-0001\x1b, not XYZ-0001 nor ALG-1")
    assert said.startswith('&lt;b&gt;<a class="id" href="/item/ITM-000253">ITM-000253</a>&lt;/b&gt; was linked to ')
    assert said.count("<a ") == 2
    assert "\x1b" not in said


def test_what_overtakes_a_decision_or_advice_is_linked(pages: Any) -> None:
    at = decided(pages.case)
    shown = first(page(pages, f"/prove/decisions/{at}"), "section:has(#h-overtaken)")
    paper = item(pages.case, "statement.txt")
    assert first(shown, f"a[href='/item/{paper}']").text() == paper
    assert shown.css_first("a[href='/prove/allegations/ALG-0001']") is not None
    assert shown.css_first("a[href='/prove/witnesses/WIT-0001']") is not None
    head = first(page(pages, f"/prove/decisions/{at}"), ".head .acts")
    assert first(head, "a").attributes["href"] == "#h-answer"


def test_dated_acts_claims_and_clocks_lead_to_where_they_are_struck_and_stay_listed(pages: Any) -> None:
    prove(pages.case)
    case = pages.case.prove
    case.claim("gate", "Di Example", item(pages.case, "note.txt"), "That <he> was there.")
    for id, list_ in (  # noqa: A001
        ("ACT-0001", "/prove/acts"),
        ("CLM-0001", "/prove/claims"),
        ("CLK-0001", "/prove/clocks"),
    ):
        if not id.startswith("CLK"):
            assert page(pages, list_).css_first(f"a[href='/prove/numbers/{id}']") is not None, id
        shown = page(pages, f"/prove/numbers/{id}")
        assert first(shown, ".head .btn").attributes["href"] == list_
        assert pages.post(f"/prove/numbers/{id}/strike", data={"why": "of <another> day"}).status_code == 303
        assert "of <another> day" in first(page(pages, list_), "section:has(#h-struck)").text()


def test_a_clock_says_what_it_runs_from(pages: Any) -> None:
    at = prove(pages.case)
    shown = page(pages, "/prove/clocks")
    row = next(each for each in shown.css("tbody tr") if each.css_first(f"a[href='/prove/allegations/{at}']"))
    assert "never put to Bo Example" in row.text()


def test_an_allegation_says_to_whom_it_was_never_put_wherever_it_stands(pages: Any) -> None:
    heard = hear(pages.case)
    pages.case.prove.allege("Of <nobody> else.", "s.60", "2014-05-22", subjects=["Flo Example"])
    case = pages.case.prove
    case.act("payment", "2014-05-20", of=heard.allegation)
    case.link(heard.allegation, "a1", "for", item(pages.case, "note.txt"))
    for at in (
        f"/prove/allegations/{heard.allegation}/link",
        f"/prove/allegations/{heard.allegation}/links/LNK-0001",
        f"/prove/numbers/{heard.allegation}",
        f"/prove/witnesses/{heard.witness}",
        "/prove/witnesses/new",
        "/prove/clocks",
        "/prove/acts",
    ):
        assert "never put" in first(page(pages, at), "main").text(), at


def test_a_complaint_says_that_what_came_of_it_was_never_put(pages: Any) -> None:
    case = pages.case.prove
    complaint = case.complain("They <took> them.", "voting", "letter", "2014-05-20")["id"]
    case.allege("He took <them>.", "s.60", "2014-05-22", subjects=["Flo Example"], complaints=[complaint])
    for at in ("/prove/complaints", f"/prove/complaints/{complaint}"):
        assert first(page(pages, at), "a[href='/prove/allegations/ALG-0001'] + .tag").text() == "never put", at


def test_nothing_is_linked_to_a_struck_allegation_and_no_page_offers_it(pages: Any) -> None:
    at = prove(pages.case)
    matrix = f"/prove/allegations/{at}"
    assert len(page(pages, matrix).css(f"a[href^='{matrix}/link?']")) > 1
    pages.case.prove.strike(at, "the same as <another>")
    shown = page(pages, matrix)
    assert shown.css("a[href*='/link?'], .btn.main, main form") == []
    assert shown.css(f"a[href='{matrix}/link']") == []
    assert "element" in first(shown, ".passes").text() or shown.css(".passes tbody"), "both sides stay to be read"
    for more in ("/link?element=a1&side=for", "/links/LNK-0001"):
        assert page(pages, f"{matrix}{more}").css("main form") == [], more
    assert "entered in error" in first(page(pages, f"{matrix}/link"), ".notice").text()


def test_the_work_of_a_matrix_leads_to_where_it_is_done(pages: Any) -> None:
    at = prove(pages.case)
    work = first(page(pages, f"/prove/allegations/{at}"), "section:has(#h-work)")
    leads = {each.attributes["href"]: each.text() for each in work.css("a")}
    assert leads[f"/prove/replies/{at}"] == "Cy <i>Example</i>"
    assert leads["#e-a2"] == "a2"
    assert leads[f"/prove/allegations/{at}/links/LNK-0001"] == "LNK-0001"


def test_both_sides_of_a_cell_look_alike(alone: Looker) -> None:
    at = prove(alone.case)
    with alone.tab(f"/prove/allegations/{at}") as tab:
        for side in ("for", "against"):
            assert tab.locator(f".grid td .is-{side}").count() > 0
        looks = "all => [...new Set(all.map(one => getComputedStyle(one).fontSize + getComputedStyle(one).color))]"
        assert len(tab.locator(".grid td :is(.is-for, .is-against)").evaluate_all(looks)) == 1


def test_what_can_be_used_is_said_alike_of_both_sides(pages: Any) -> None:
    at, paper = prove(pages.case), item(pages.case, "statement.txt")
    for side in ("for", "against"):
        pages.case.prove.link(at, "a2", side, paper, routes={"criminal-court": "direct"})
    shown = page(pages, f"/prove/allegations/{at}")
    cells = [" ".join(each.text().split()) for each in shown.css(".grid tbody tr:nth-child(2) td")]
    assert "1 for, 1 usable 1 against, 1 usable" in cells[0].replace("usable1", "usable 1")
    assert "1 for, 0 usable 1 against, 0 usable" in cells[1].replace("usable1", "usable 1")
    nothing = first(shown, ".grid tbody tr:nth-child(3) td").text().replace("nothing usable", "")
    assert "0 for" in nothing
    assert "0 against" in nothing
    assert "usable" not in nothing


def test_a_clock_that_ran_out_says_of_which_allegation_and_on_which_day(pages: Any) -> None:
    prove(pages.case)
    told = {name: DECISION[name] for name in ("stage", "shape", "reason", "body")}
    id = pages.case.prove.decide(  # noqa: A001
        "no-further-action", "police", of=["ALG-0001"], elsewhere=True, day="2014-06-02", **told
    )["id"]
    rows = page(pages, f"/prove/decisions/{id}").css("section:has(#h-overtaken) tbody tr")
    (row,) = [each for each in rows if "Prosecution of an offence" in each.text()]
    said = first(row, "th")
    assert said.text().strip().startswith("For ALG-0001 the last day was 22 May 2015: Prosecution")
    assert first(said, "a").attributes["href"] == "/prove/allegations/ALG-0001"
    assert not re.search(r"\d{4}-\d\d-\d\d", first(page(pages, f"/prove/decisions/{id}"), "main").text())


def test_a_clock_that_somebody_added_leads_to_who_added_it(pages: Any) -> None:
    prove(pages.case)
    row = next(each for each in page(pages, "/prove/clocks").css("tbody tr") if "street <camera>" in each.text())
    assert first(row, "th a").attributes["href"] == "/prove/numbers/CLK-0001"
    said = first(page(pages, "/prove/numbers/CLK-0001"), ".trail").text()
    assert "Ann Example" in said
    assert "Film of the street <camera>" in said


def test_words_that_go_over_a_line_have_no_sign_in_them(pages: Any) -> None:
    at, paper = prove(pages.case), item(pages.case, "statement.txt")
    words = f"{NOTE.split()[-1]}\nHe said that he would"
    id = pages.case.prove.link(at, "a1", "for", paper, words=words)["id"]  # noqa: A001
    for more in ("", f"/links/{id}"):
        shown = first(page(pages, f"/prove/allegations/{at}{more}"), "main")
        assert words in shown.text(), more
        assert "␊" not in shown.text()


def test_what_has_no_number_is_struck_by_its_entry_from_the_page_that_lists_it(pages: Any) -> None:
    prove(pages.case)
    do = pages.case.prove
    witness, own = do.add_witness("Di Example")["id"], do.set_clock("film of the street", "2199-06-21")["id"]
    contact, met = do.contact(witness, "letter", "spoke")["entry"], do.meet(own, "2014-06-02")["entry"]
    step = do.step("The film was asked for.", "2014-06-02")["entry"]
    listed = {f"/prove/witnesses/{witness}": contact, "/prove/clocks": met, "/prove/steps": step}
    for at, entry in listed.items():
        to = f"/prove/numbers/{entry}"
        assert f'href="{to}"' in pages.get(at).text
        assert pages.post(f"{to}/strike", data={"why": ""}).status_code == 400
        assert pages.post(f"{to}/strike", data={"why": "of <another>"}).status_code == 303
        assert "of &lt;another&gt;" in pages.get(to).text
        assert f'href="{to}"' not in pages.get(at).text, "it counts no longer"
    assert pages.get("/prove/numbers/999999").status_code == 404
