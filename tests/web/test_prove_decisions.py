"""Pages of decisions: never silent about what nobody opened; the basis, what overtakes, answers, deciders, reassessments."""

from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.deciding import DECISION, ELSEWHERE, decided, left
from web.looking import Looker, reach
from web.making import lines_of
from web.parsed import first
from web.proving import prove
from web.serving import client

from muniment.prove.basis import PARTS

NEW, ONE = "/prove/decisions/new", "/prove/decisions/DEC-0001"
PAGES = (
    "/prove/decisions",
    "/prove/policy",
    NEW,
    f"{NEW}?elsewhere=yes",
    f"{NEW}?log=yes",
    "/prove/deciders",
)
OF_ONE = (ONE, f"{ONE}/basis/unopened", f"{ONE}/basis/put_before", f"{ONE}/reassessment")


def typed(page: HTMLParser, name: str) -> str:
    """What stands in a field."""
    found = page.css_first(f"#{name} option[selected]") or first(page, f"#{name}")
    return str(found.attributes.get("value") or found.text()).strip()


def shut(page: HTMLParser) -> str:
    """How many items nobody has opened, as the form sends it along."""
    return str(first(page, "form [name=unopened]").attributes["value"])


@pytest.fixture
def ben(pages: Any) -> Iterator[Any]:
    """Somebody else at the same case, who has no role in it."""
    with client(pages.case.path, by="Ben Example") as found:
        yield found


# -- before it is decided


def test_the_page_says_how_many_nobody_has_opened_before_anybody_decides(pages: Any) -> None:
    prove(pages.case)
    page, count = HTMLParser(pages.get(NEW).text), left(pages.case, "")
    assert shut(page) == count
    assert first(page, ".lede").text().startswith(f"{count} of")
    assert f"{count} items opened by nobody" in first(page, "form .btn.main").text()
    assert first(page, "#reason").attributes["required"] is None
    again = pages.post("/prove/decisions/count", data=DECISION)
    assert again.status_code == 200
    page = HTMLParser(again.text)
    assert shut(page) == left(pages.case) != count
    for name in ("body", "of", "items", "reason"):
        assert typed(page, name) == DECISION[name]
    assert pages.case.prove.decisions()["decisions"] == [], "counting records nothing"


def test_a_decision_is_recorded_with_the_number_that_was_shown(pages: Any) -> None:
    prove(pages.case)
    count = left(pages.case)
    sent = pages.post("/prove/decisions", data={**DECISION, "unopened": count})
    assert sent.status_code == 303
    page = HTMLParser(pages.get(sent.headers["location"]).text)
    assert first(page, ".kept").text().startswith(" Kept.")
    (said,) = pages.case.prove.decisions()["decisions"]
    assert said["basis"]["unopened"] == int(count)
    assert (said["basis"]["put_before"], said["reason"]) == (3, DECISION["reason"])
    assert "Constabulary" not in sent.headers["location"]


def test_a_number_that_changed_meanwhile_is_refused_and_shown_anew(pages: Any, ben: Any) -> None:
    prove(pages.case)
    was = left(pages.case)
    ben.case.opened("ITM-000006")
    before = pages.case.head()["as_of"]
    answer = pages.post("/prove/decisions", data={**DECISION, "unopened": was})
    assert answer.status_code == 409
    page = HTMLParser(answer.text)
    assert first(page, ".notice.ask a").attributes["href"] == "#unopened"
    assert f"{was} were shown" in first(page, "#unopened-wrong").text()
    assert int(shut(page)) == int(was) - 1
    for name in ("body", "of", "items", "reason", "kind", "stage", "shape", "body_kind"):
        assert typed(page, name) == DECISION[name]
    assert pages.case.head()["as_of"] == before
    assert pages.post("/prove/decisions", data={**DECISION, "unopened": shut(page)}).status_code == 303


def test_a_decision_without_the_number_is_refused(pages: Any) -> None:
    prove(pages.case)
    for sent in ("", "many"):
        answer = pages.post("/prove/decisions", data={**DECISION, "unopened": sent})
        assert answer.status_code in {400, 409}
    assert pages.case.prove.decisions()["decisions"] == []


A_DECISION_THAT_CANNOT_BE: list[tuple[dict[str, str], str]] = [
    ({"kind": ""}, "kind"),
    ({"body_kind": "moon"}, "body_kind"),
    ({"body": " "}, "body"),
    ({"of": "ALG-0009"}, "of"),
    ({"of": ""}, "of"),
    ({"stage": ""}, "stage"),
    ({"stage": "public-interest"}, "shape"),
    ({"items": "ITM-999999"}, "items"),
    ({"items": "ITM-000003..ITM-000001"}, "items"),
    ({"items": "BUN-0099"}, "items"),
    ({"advice": "ADV-0009"}, "advice"),
    ({"reason": ""}, "reason"),
]


def test_a_decision_that_cannot_be(pages: Any) -> None:
    prove(pages.case)
    count, before = left(pages.case), pages.case.head()["as_of"]
    for changed, field in A_DECISION_THAT_CANNOT_BE:
        form = {**DECISION, **changed, "unopened": count}
        answer = pages.post("/prove/decisions", data=form)
        page = HTMLParser(answer.text)
        assert answer.status_code == 400, changed
        assert first(page, ".notice.ask a").attributes["href"] == f"#{field}", changed
        assert first(page, "[aria-invalid=true]").attributes["id"] == field
        assert page.css_first(f"#{field}-wrong") is not None
        for name in ("of", "items", "advice"):
            assert typed(page, name) == form[name]
        assert "muniment " not in first(page, ".notice.ask").text(), "no command line"
    assert pages.case.head()["as_of"] == before


def test_what_cannot_be_counted_is_said_beside_what_else_is_wrong(pages: Any) -> None:
    prove(pages.case)
    answer = pages.post("/prove/decisions", data={**DECISION, "kind": "", "items": "ITM-999999", "unopened": "1"})
    page = HTMLParser(answer.text)
    assert [each.attributes["href"] for each in page.css(".notice.ask a")][:2] == ["#kind", "#items"]
    assert page.css("form .btn.main") == [], "without the number nothing is recorded"
    assert page.css_first("button[formaction]") is not None


def test_whoever_may_not_decide_is_told_why_and_may_record_what_was_decided_elsewhere(pages: Any, ben: Any) -> None:
    prove(pages.case)
    page = HTMLParser(ben.get(NEW).text)
    assert page.css("form.measure") == []
    assert "role of decider" in first(page, ".notice.ask").text()
    assert "Ann Example" in first(page, ".notice.ask").text()
    assert first(page, ".notice.ask .btn.main").attributes["href"] == f"{NEW}?elsewhere=yes"
    refused = ben.post("/prove/decisions", data={**DECISION, "unopened": left(ben.case)})
    assert refused.status_code == 409
    assert ben.post("/prove/decisions", data=ELSEWHERE).status_code == 303
    (said,) = ben.case.prove.decisions()["decisions"]
    assert (said["elsewhere"], said["day"], said["decider"], said["recorded_by"]) == (
        True,
        "2016-03-16",
        "Cy Example",
        "Ben Example",
    )
    assert "said to have been opened by the decider" in ben.get(ONE).text.lower()
    assert "1 of" in (row := first(HTMLParser(ben.get("/prove/decisions").text), "tbody tr")).text()
    assert "said to have been opened by the decider" in row.text()
    assert "counted from its day" in row.text()
    assert said["counted_from"]["says"] in first(HTMLParser(ben.get(ONE).text), "#h-since ~ .body").text()
    assert ben.post("/prove/decisions", data={**ELSEWHERE, "opened": ""}).status_code == 303
    silent = "what the decider had opened is not said"
    assert silent in first(HTMLParser(ben.get("/prove/decisions").text), "tbody tr").text()
    (entry,) = [each["entry"] for each in ben.case.prove.decisions("DEC-0002")["decisions"]]
    assert silent in ben.get(f"/ledger/{entry}").text
    wrong = ben.post("/prove/decisions", data={**ELSEWHERE, "day": "2016-02-30"})
    page = HTMLParser(wrong.text)
    assert first(page, "[aria-invalid=true]").attributes["id"] == "day"
    assert (typed(page, "day"), typed(page, "opened")) == ("2016-02-30", ELSEWHERE["opened"])


# -- one decision


def test_the_page_of_a_decision_has_its_basis_its_flags_and_that_it_finds_no_guilt(pages: Any) -> None:
    id = decided(pages.case)  # noqa: A001
    (said,) = pages.case.prove.decisions(id)["decisions"]
    page = HTMLParser(pages.get(ONE).text)
    assert "No further action finds neither guilt nor innocence." in first(page, ".says").text()
    flag = first(page, ".notice.late")
    assert said["flags"][0]["text"] in flag.text()
    assert "not verified" in flag.text()
    body = first(page, "#h-basis ~ .body")
    for row, part in zip(body.css("tbody tr"), PARTS, strict=True):
        link = first(row, "a").attributes["href"]
        assert link == f"{ONE}/basis/{part}"
        assert first(row, ".num").text() == str(said["basis"][part])
        assert first(row, ".hash").text() == said["basis"]["roots"][part]
    assert first(body, "tfoot .hash").text() == said["basis"]["root"]
    assert f"Text could be missing in {said['basis']['unread']}" in body.text()
    assert "never put to Bo Example" in first(page, ".facts").text()
    assert "<saw>" in first(page, ".facts").text()
    assert "<saw>" not in pages.get(ONE).text


def test_each_list_of_the_basis_is_read_page_by_page_with_its_root(pages: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("muniment.web.prove.basis.PAGE", 4)
    id, found, at = decided(pages.case), list[str](), f"{ONE}/basis/unopened"  # noqa: A001
    while at:
        page = HTMLParser(pages.get(at).text)
        found += [first(row, "th a").text() for row in page.css("tbody tr")]
        assert {first(row, "th a").attributes["href"] for row in page.css("tbody tr")} == {
            f"/item/{each}" for each in found[-len(page.css("tbody tr")) :]
        }
        assert first(page, ".facts .hash").text() == pages.case.prove.basis(id, "unopened")["root"]
        more = page.css_first("a[rel=next]")
        at = str(more.attributes["href"]) if more else ""
    assert found == [each["item"] for each in pages.case.prove.basis(id, "unopened")["items"]]
    assert pages.get(f"{ONE}/basis/moon").status_code == 404


def test_since_and_overtaken_stand_apart_and_are_answered(pages: Any) -> None:
    id = decided(pages.case)  # noqa: A001
    page = HTMLParser(pages.get(ONE).text)
    assert "statement.txt" not in first(page, "#h-since ~ .body").text()
    rows = first(page, "#h-overtaken ~ .body").css("tbody tr")
    assert len(rows) == 2
    assert all("not answered" in row.text() for row in rows)
    assert "to answer" in first(HTMLParser(pages.get("/prove/decisions").text), "tbody").text()
    until = first(page, "#h-answer ~ .body [name=until]").attributes["value"]
    before = pages.case.head()["as_of"]
    for changed, field in (({"answer": ""}, "answer"), ({"why": ""}, "why")):
        form = {"answer": "varied", "why": "One <more>.", "until": str(until), "body": "Example Board"} | changed
        wrong = pages.post(f"{ONE}/answer", data=form)
        again = HTMLParser(wrong.text)
        assert wrong.status_code == 400
        assert first(again, ".notice.ask a").attributes["href"] == f"#{field}"
        assert typed(again, "why") == form["why"]
        assert typed(again, "body") == form["body"]
    assert pages.case.head()["as_of"] == before
    later = pages.case.prove.link("ALG-0001", "a2", "for", "ITM-000006")
    form = {"answer": "varied", "why": "One <more>.", "until": str(until)}
    assert pages.post(f"{ONE}/answer", data=form).status_code == 303
    (said,) = pages.case.prove.decisions(id)["decisions"]
    assert [each["entry"] for each in said["overtaken"] if each["answer"] is None] == [later["entry"]]
    page = HTMLParser(pages.get(ONE).text)
    assert "Varied" in first(page, "#h-overtaken ~ .body").text()
    assert page.css_first("#h-answer") is not None, "what came after the page was shown is not answered"


def test_whoever_may_not_decide_may_not_answer_for_a_decision_made_here(pages: Any, ben: Any) -> None:
    decided(pages.case)
    page = HTMLParser(ben.get(ONE).text)
    assert "role of decider" in first(page, "#h-answer ~ .body").text()
    assert ben.post(f"{ONE}/answer", data={"answer": "stands", "why": "So."}).status_code == 409


def test_a_decision_entered_in_error_stays_marked(pages: Any) -> None:
    decided(pages.case)
    empty = pages.post(f"{ONE}/strike", data={"strike-why": ""})
    assert empty.status_code == 400
    assert first(HTMLParser(empty.text), "[aria-invalid=true]").attributes["id"] == "strike-why"
    assert pages.post(f"{ONE}/strike", data={"strike-why": "of <another> case"}).status_code == 303
    page = HTMLParser(pages.get(ONE).text)
    assert "of <another> case" in first(page, ".notice.late").text()
    assert page.css("form[action$=strike], form[action$=answer]") == []
    assert "entered in error" in pages.get("/prove/decisions").text


def test_the_policy_log_is_a_list_of_its_own(pages: Any) -> None:
    decided(pages.case)
    form = {
        "log": "yes",
        "kind": "not-to-search",
        "body_kind": "police",
        "body": "Example Constabulary",
        "reason": "It bears on <nothing>.",
        "unopened": left(pages.case, ""),
    }
    assert pages.post("/prove/decisions", data=form).status_code == 303
    log, every = (HTMLParser(pages.get(each).text) for each in ("/prove/policy", "/prove/decisions"))
    assert [first(row, "th a").attributes["href"] for row in log.css("tbody tr")] == ["/prove/decisions/DEC-0002"]
    assert [first(row, "th a").attributes["href"] for row in every.css("tbody tr")] == [ONE]
    assert "It bears on <nothing>." in first(log, "tbody").text()


# -- who may


def test_deciders_are_named_and_their_role_ends(pages: Any, ben: Any) -> None:
    assert pages.post("/prove/deciders", data={"name": "", "why": "so"}).status_code == 400
    assert pages.post("/prove/deciders", data={"name": "Ben Example", "why": "He leads."}).status_code == 303
    assert ben.case.prove.deciders()["may"]
    assert "Ben Example" in first(HTMLParser(pages.get("/prove/deciders").text), "tbody").text()
    wrong = pages.post("/prove/deciders/end", data={"ended": "Ben Example", "ends-why": ""})
    assert first(HTMLParser(wrong.text), "[aria-invalid=true]").attributes["id"] == "ends-why"
    assert pages.post("/prove/deciders/end", data={"ended": "Ben Example", "ends-why": "He left."}).status_code == 303
    page = HTMLParser(ben.get("/prove/deciders").text)
    assert page.css("form.measure") == []
    assert "You may name nobody" in page.text()
    assert ben.post("/prove/deciders", data={"name": "Ben Example"}).status_code == 409


# -- reassessed jointly


def test_a_joint_reassessment_is_prepared_begun_ended_and_taken_away(pages: Any, ben: Any) -> None:
    decided(pages.case)
    ben.case.opened("ITM-000005", "ITM-000006")
    at = f"{ONE}/reassessment"
    page = HTMLParser(pages.get(at).text)
    assert "Ben Example" in first(page, "#h-opened ~ .body").text()
    assert "ITM-000006" not in first(page, "#h-shut ~ .body").text()
    assert pages.post(f"{at}/end", data={"outcome": "stands", "end-note": "So."}).status_code == 409
    wrong = pages.post(f"{at}/begin", data={"body": "Example Board", "day": "2199-01-01", "note": "With <two>."})
    again = HTMLParser(wrong.text)
    assert first(again, "[aria-invalid=true]").attributes["id"] == "day"
    assert (typed(again, "body"), typed(again, "note")) == ("Example Board", "With <two>.")
    assert ben.post(f"{at}/begin", data={"body": "Example Board"}).status_code == 409
    assert pages.post(f"{at}/begin", data={"body": "Example Board", "note": "With <two>."}).status_code == 303
    wrong = pages.post(f"{at}/end", data={"outcome": "", "end-note": "They differ.", "end-day": ""})
    assert typed(HTMLParser(wrong.text), "end-note") == "They differ."
    for kind, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        sent = pages.get(f"{at}.{kind}")
        assert sent.content.startswith(begins)
        assert sent.headers["content-disposition"] == f'attachment; filename="reassessment-DEC-0001.{kind}"'
        assert lines_of(pages.case.path, "exported")[-1]["what"] == "reassessment"
    paper = pypdfium2.PdfDocument(pages.get(f"{at}.pdf").content)
    said = " ".join("".join(each.get_textpage().get_text_range() for each in paper).split())
    paper.close()
    for wanted in (
        "neither guilt nor innocence",
        "Example Board",
        "Ben Example",
        "opened by nobody",
        "Undermines",
        "Never put to: Bo Example",
    ):
        assert wanted in said
    assert pages.post(f"{at}/end", data={"outcome": "no-agreement", "end-note": "They differ."}).status_code == 303
    assert "They differ." in first(HTMLParser(pages.get(at).text), "#h-steps ~ .body").text()


# -- for everybody


@pytest.mark.parametrize("address", PAGES)
def test_of_an_empty_case(pages: Any, address: str) -> None:
    answer = pages.get(address)
    assert answer.status_code == 200, answer.text[:2000]
    assert "innocent" in first(HTMLParser(answer.text), ".says").text()


def test_names_are_text_and_what_is_looked_at_is_logged_first(pages: Any) -> None:
    decided(pages.case)
    for address in (*PAGES, *OF_ONE):
        answer = pages.get(address)
        assert answer.status_code == 200, address
        for name in ("<Constabulary>", "<i>Example", "<another>"):
            assert name not in answer.text, address
        assert "innocent" in first(HTMLParser(answer.text), ".says").text(), address
        assert any(each["page"] == "prove/decisions" for each in lines_of(pages.case.path, "looked")[-3:])
    assert pages.get("/prove/decisions/DEC-0009").status_code == 404


def test_everybody_can_use_the_lists_and_the_form(alone: Looker) -> None:
    decided(alone.case)
    for address in PAGES:
        alone.holds(address)


def test_everybody_can_use_the_page_of_a_decision(alone: Looker) -> None:
    decided(alone.case)
    alone.case.prove.begin_reassessment("DEC-0001", "Example Board")
    for address in OF_ONE:
        alone.holds(address)


def test_the_keyboard_alone_decides(alone: Looker) -> None:
    prove(alone.case)
    with alone.tab(NEW) as tab:
        for name, keys in (("kind", "no further"), ("body_kind", "police")):
            reach(tab, f"#{name}")
            tab.keyboard.type(keys)
        for name in ("body", "of"):
            reach(tab, f"#{name}")
            tab.keyboard.type(DECISION[name])
        for name, keys in (("stage", "evidential"), ("shape", "not enough")):
            reach(tab, f"#{name}")
            tab.keyboard.type(keys)
        reach(tab, "#items")
        tab.keyboard.type(DECISION["items"])
        reach(tab, "button[formaction]")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/count")
        assert tab.locator("#items").input_value() == DECISION["items"]
        assert tab.locator("[name=unopened]").input_value() == left(alone.case)
        reach(tab, "#reason")
        tab.keyboard.type("Too little.")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**kept=*")
        assert tab.locator(".kept").is_visible()
    (said,) = alone.case.prove.decisions()["decisions"]
    assert (said["kind"], said["shape"], said["reason"]) == ("no-further-action", "insufficient", "Too little.")


def test_a_decision_and_its_reassessment_are_there_on_paper(alone: Looker) -> None:
    decided(alone.case)
    for address, shown in (
        (ONE, ("h-basis", "h-since", "h-overtaken")),
        (f"{ONE}/reassessment", ("h-bears", "h-shut")),
    ):
        with alone.tab(address) as tab:
            tab.emulate_media(media="print")
            for id in shown:  # noqa: A001
                assert tab.locator(f"#{id}").is_visible()
            assert not tab.locator("form").first.is_visible()
            assert "innocent" in tab.locator(".says").inner_text()
