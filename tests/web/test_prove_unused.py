"""Pages of unused material and of forms: what may help stands singly, numbers never change, and each form says what it lacks."""

import io
import zipfile
from typing import Any

import pypdfium2
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.deciding import decided, left, scheduled
from web.looking import Looker, reach
from web.making import lines_of
from web.parsed import first
from web.proving import item, prove

from muniment.prove.forms.made import FORMS

MG6C = "/prove/unused/mg6c"
PAGES = (
    "/prove/unused",
    MG6C,
    "/prove/unused/mg6d",
    "/prove/unused/sdc",
    "/prove/forms",
    *(f"/prove/forms/{each}" for each in FORMS),
)


def typed(page: HTMLParser, name: str) -> str:
    """What stands in a field."""
    found = page.css_first(f"#{name} option[selected]") or first(page, f"#{name}")
    return str(found.attributes.get("value") or found.text()).strip()


def rows(page: HTMLParser, section: str) -> list[list[str]]:
    """The rows of a table under a heading, as text."""
    return [
        [" ".join(cell.text().split()) for cell in row.css("th, td")]
        for row in page.css(f"section:has(#{section}) tbody tr")
    ]


# -- described


def test_a_block_by_span_of_numbers_goes_out_and_its_row_keeps_its_number(pages: Any) -> None:
    block = {
        "items": "ITM-000007..ITM-000009, ITM-000012",
        "test": "does-not",
        "block": "yes",
        "title": "Some <papers>",
    }
    assert pages.post(f"{MG6C}/describe", data=block).status_code == 303
    (row,) = pages.case.prove.schedule("mg6c")["rows"]
    assert row["items"] == ["ITM-000007", "ITM-000008", "ITM-000009", "ITM-000012"]
    assert pages.post(f"{MG6C}/submit", data={"body": "Example Prosecution", "day": "2016-05-01"}).status_code == 303
    single = {"items": "ITM-000010", "test": "may-meet", "description": "A <letter>"}
    assert pages.post(f"{MG6C}/describe", data=single).status_code == 303
    page = HTMLParser(pages.get(MG6C).text)
    told = rows(page, "h-rows")
    assert [(each[0], each[-1]) for each in told] == [("1", "SUM-0001"), ("2", "not yet")]
    assert "Some <papers>" in told[0][1]
    assert "number 1" in first(page, "#h-out ~ .body").text()
    assert "1 new row" in first(page, "#h-submit ~ .body .btn").text()
    assert pages.post(f"{MG6C}/submit", data={"body": "Example Prosecution"}).status_code == 303
    assert [each["number"] for each in pages.case.prove.schedule("mg6c")["rows"]] == [1, 2]
    assert HTMLParser(pages.get(MG6C).text).css_first("#h-submit") is None, "nothing is left to go out"


def test_a_whole_bundle_is_described_as_a_block(pages: Any) -> None:
    form = {"items": "BUN-0002", "test": "not-examined", "block": "yes", "title": "A bundle", "reason": "No time."}
    assert pages.post(f"{MG6C}/describe", data=form).status_code == 303
    (row,) = pages.case.prove.schedule("mg6c")["rows"]
    assert row["items"] == [each["id"] for each in pages.case.items() if each["bundle"] == "BUN-0002"]


def test_what_was_not_examined_stands_under_its_own_heading_and_what_is_sensitive_has_its_reason(pages: Any) -> None:
    scheduled(pages.case)
    page = HTMLParser(pages.get(MG6C).text)
    (unseen,) = rows(page, "h-unseen")
    assert "Seized last <week>." in unseen[4]
    assert "A folder" not in first(page, "section:has(#h-rows)").text()
    page = HTMLParser(pages.get("/prove/unused/mg6d").text)
    assert "It names who told <the police>." in rows(page, "h-rows")[0][4]
    for text in ("the police", "SCH-0004"):
        assert text not in pages.get(MG6C).text, "the schedule for the defence says nothing of it"


WRONG: list[tuple[str, dict[str, str], str]] = [
    ("mg6c", {"items": ""}, "items"),
    ("mg6c", {"items": "ITM-999999"}, "items"),
    ("mg6c", {"items": "ITM-000009..ITM-000007"}, "items"),
    ("mg6c", {"items": "BUN-0099"}, "items"),
    ("mg6c", {"items": "ITM-000007 ITM-000008"}, "items"),
    ("mg6c", {"test": ""}, "test"),
    ("mg6c", {"description": ""}, "description"),
    ("mg6c", {"test": "may-meet", "block": "yes", "title": "Papers"}, "block"),
    ("mg6c", {"block": "yes", "title": ""}, "title"),
    ("mg6c", {"test": "not-examined", "reason": ""}, "reason"),
    ("mg6d", {"reason": ""}, "reason"),
]


def test_a_description_that_cannot_be(pages: Any) -> None:
    before = pages.case.head()["as_of"]
    for schedule, changed, field in WRONG:
        form = {
            "items": "ITM-000007",
            "test": "does-not",
            "description": "A <paper>",
            "reason": "It <names>.",
        } | changed
        answer = pages.post(f"/prove/unused/{schedule}/describe", data=form)
        page = HTMLParser(answer.text)
        assert answer.status_code == 400, changed
        assert first(page, ".notice.ask a").attributes["href"] == f"#{field}", changed
        assert page.css_first(f"#{field}-wrong") is not None
        for name in ("items", "test", "description", "reason"):
            assert typed(page, name) == form[name] or not form[name]
    assert pages.case.head()["as_of"] == before


def test_what_undermines_is_work_until_it_is_described_singly(pages: Any) -> None:
    prove(pages.case)
    letter = item(pages.case, "letter.pdf")
    for address in ("/prove/unused", MG6C):
        work = first(HTMLParser(pages.get(address).text), "section:has(#h-work)")
        assert letter in first(work, "li").text()
        assert first(work, "a[href*='?items=']").attributes["href"] == f"{MG6C}?items={letter}#h-describe"
    assert typed(HTMLParser(pages.get(f"{MG6C}?items={letter}").text), "items") == letter
    wrong = pages.post(f"{MG6C}/describe", data={"items": letter, "test": "does-not", "description": "A letter"})
    assert first(HTMLParser(wrong.text), "[aria-invalid=true]").attributes["id"] == "test"
    done = pages.post(f"{MG6C}/describe", data={"items": letter, "test": "may-meet", "description": "A letter"})
    assert done.status_code == 303
    left = first(HTMLParser(pages.get("/prove/unused").text), "section:has(#h-work)").text()
    assert "in no schedule" not in left
    assert "opened by nobody in this case" in left, "it is described as examined"


def test_a_row_is_described_anew_and_withdrawn_and_its_number_stays(pages: Any) -> None:
    at = f"{MG6C}/rows/{scheduled(pages.case)['block']}"
    page = HTMLParser(pages.get(at).text)
    assert (typed(page, "title"), typed(page, "test")) == ("Twelve <papers>", "does-not")
    form = {"items": "", "test": "does-not", "block": "yes", "title": "Twelve papers of the ward"}
    assert pages.post(at, data=form).status_code == 303
    assert "worded anew" in rows(HTMLParser(pages.get(MG6C).text), "h-rows")[0][1]
    wrong = pages.post(at, data=form | {"items": "ITM-000001"})
    assert first(HTMLParser(wrong.text), "[aria-invalid=true]").attributes["id"] == "items"
    wrong = pages.post(f"{at}/strike", data={"why": ""})
    assert first(HTMLParser(wrong.text), "[aria-invalid=true]").attributes["id"] == "why"
    assert pages.post(f"{at}/strike", data={"why": "of another matter"}).status_code == 303
    told = rows(HTMLParser(pages.get(MG6C).text), "h-rows")
    assert (told[0][0], "withdrawn" in told[0][1], "ward" in told[0][1]) == ("1", True, False)
    assert pages.get(f"{MG6C}/rows/SCH-0099").status_code == 404
    assert pages.get("/prove/unused/mg6z").status_code == 404


def test_a_nil_schedule_goes_out_and_a_schedule_without_rows_does_not(pages: Any) -> None:
    assert HTMLParser(pages.get(MG6C).text).css_first("#h-submit") is None
    assert pages.post(f"{MG6C}/submit", data={"body": "Example Prosecution"}).status_code == 400
    wrong = pages.post("/prove/unused/mg6d/submit", data={"body": "", "day": "2016-05-01"})
    page = HTMLParser(wrong.text)
    assert (first(page, "[aria-invalid=true]").attributes["id"], typed(page, "day")) == ("body", "2016-05-01")
    assert pages.post("/prove/unused/mg6d/submit", data={"body": "Example Prosecution"}).status_code == 303
    assert "nil" in first(HTMLParser(pages.get("/prove/unused/mg6d").text), "#h-out ~ .body").text()


def test_reviews_and_a_defence_statement_are_entered(pages: Any) -> None:
    form = {"kind": "defence-statement", "text": "He was <abroad>.", "day": "2016-06-01", "items": ""}
    wrong = pages.post("/prove/unused", data=form)
    page = HTMLParser(wrong.text)
    assert first(page, "[aria-invalid=true]").attributes["id"] == "items"
    assert (typed(page, "kind"), typed(page, "text")) == ("defence-statement", form["text"])
    assert pages.post("/prove/unused", data=form | {"items": "ITM-000006"}).status_code == 303
    (review,) = rows(HTMLParser(pages.get("/prove/unused").text), "h-reviews")
    assert review[1:] == ["1 June 2016", "ITM-000006", "He was <abroad>."]


# -- forms


def test_the_list_of_forms_has_each_and_says_what_is_missing(pages: Any) -> None:
    prove(pages.case)
    witness = pages.case.prove.add_witness("Di <Example>", "the call")["id"]
    page = HTMLParser(pages.get("/prove/forms").text)
    found = [str(first(row, "th a").attributes["href"]) for row in page.css("tbody tr")]
    assert found == [f"/prove/forms/{each}" + (f"?witness={witness}" if each == "statement" else "") for each in FORMS]
    for row, form in zip(page.css("tbody tr"), FORMS, strict=True):
        said = pages.case.prove.form(form, witness=witness)
        told = [each.text().strip() for each in row.css("li")]
        assert [each.lower() for each in told] == [each.lower() for each in said["missing"]], form
        assert [each.attributes["value"] for each in row.css("button")] == ["docx", "pdf"]
    assert "not verified" in first(page, "tbody tr:last-child th").text()


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_taken_away_as_word_and_as_pdf_with_its_note(pages: Any, form: str) -> None:
    decided(pages.case)
    witness = "WIT-0001" if form == "statement" else ""
    title = pages.case.prove.form(form, witness=witness)["title"].partition(":")[0]
    for kind, text in (("docx", _word), ("pdf", _pdf), ("note-pdf", _pdf)):
        sent = pages.post(f"/prove/forms/{form}", data={"as": kind, "witness": witness})
        assert sent.headers["content-disposition"].startswith(f'attachment; filename="{form}')
        said = text(sent.content)
        assert "".join(title.split()) in said
        assert ("Covernote:" in said) is (kind == "note-pdf")
        assert ("notverified" in said) <= (kind == "note-pdf")
        logged = lines_of(pages.case.path, "exported")[-1]
        assert (logged["what"], logged["note"]) == (f"form/{form}", kind.startswith("note"))


def _word(made: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        return "".join(HTMLParser(packed.read("word/document.xml").decode()).text().split())


def _pdf(made: bytes) -> str:
    file = pypdfium2.PdfDocument(made)
    try:
        return "".join("".join(page.get_textpage().get_text_range() for page in file).split())
    finally:
        file.close()


def test_the_report_to_the_prosecutor_says_what_was_decided_before_on_which_basis(pages: Any) -> None:
    decided(pages.case)
    said = " ".join(first(HTMLParser(pages.get("/prove/forms/mg3").text), ".draft").text().split())
    (basis,) = (each["basis"] for each in pages.case.prove.decisions()["decisions"])
    for wanted in (
        "Decisions already made on these allegations",
        "Example <Constabulary>",
        f"opened by nobody: {basis['unopened']}",
        "No further action finds neither guilt nor innocence.",
        "linked: 1, witness: 1; not answered: 2",
        "Undermines",
    ):
        assert wanted in said
    assert "not verified" not in said


def test_the_management_document_has_the_policy_log_and_says_what_was_never_put(pages: Any) -> None:
    decided(pages.case)
    told = {"reason": "It bears on <nothing>.", "unopened": int(left(pages.case, ""))}
    pages.case.prove.decide("not-to-search", "police", "Example Constabulary", **told)
    said = " ".join(first(HTMLParser(pages.get("/prove/forms/dmd").text), ".draft").text().split())
    log = said.partition("(policy log)")[2].partition("Searches")[0]
    assert "It bears on <nothing>." in log
    assert "DEC-0001" not in log, "which is of what is alleged"
    assert "Never put to: Bo Example" in said


def test_what_people_know_of_a_petition_is_typed_and_stands_in_no_address(pages: Any) -> None:
    prove(pages.case)
    form = {
        "petitioners": "Ann <Example>, elector\nCy Example",
        "result": "Bo was returned.",
        "relief": "Costs.",
        "of": "",
    }
    wrong = pages.post("/prove/forms/petition", data=form | {"as": "pdf"})
    page = HTMLParser(wrong.text)
    assert (wrong.status_code, first(page, "[aria-invalid=true]").attributes["id"]) == (400, "petitioners")
    for name in ("petitioners", "result", "relief"):
        assert typed(page, name) == form[name]
    form["petitioners"] = "Ann <Example>, elector\nCy Example, candidate"
    page = HTMLParser(pages.post("/prove/forms/petition", data=form | {"as": "look"}).text)
    assert "Ann <Example>" in first(page, ".draft").text()
    assert "petitioner" not in first(page, "section:has(#h-missing)").text()
    assert pages.get("/prove/forms/mg99").status_code == 404
    assert pages.get("/prove/forms/mg3?of=ALG-0099").status_code == 400


def test_a_schedule_is_drafted_as_it_went_out(pages: Any) -> None:
    scheduled(pages.case)
    to = str(first(HTMLParser(pages.get(MG6C).text), "#h-out ~ .body a").attributes["href"])
    said = first(HTMLParser(pages.get(to).text), ".draft").text()
    assert "Twelve <papers>" in said
    assert "canvasser" not in said


# -- for everybody


@pytest.mark.parametrize("address", PAGES)
def test_of_an_empty_case(pages: Any, address: str) -> None:
    answer = pages.get(address)
    assert answer.status_code == 200, answer.text[:2000]
    assert "innocent" in first(HTMLParser(answer.text), ".says").text()


def test_names_are_text(pages: Any) -> None:
    scheduled(pages.case)
    pages.case.prove.add_witness("Di <Example>", "the call")
    for address in (*PAGES, f"{MG6C}/rows/SCH-0001"):
        answer = pages.get(address)
        assert answer.status_code == 200, address
        for name in ("<papers>", "<Prosecution>", "<canvasser>", "<Example>"):
            assert name not in answer.text, address


def test_everybody_can_use_unused_material(alone: Looker) -> None:
    scheduled(alone.case)
    for address in (*PAGES[:4], f"{MG6C}/rows/SCH-0001"):
        alone.holds(address)


def test_everybody_can_use_the_forms(alone: Looker) -> None:
    decided(alone.case)
    for address in (
        "/prove/forms",
        *(f"/prove/forms/{each}" for each in ("mg3", "mg6c", "dmd", "petition", "statement")),
    ):
        alone.holds(address)


def test_the_keyboard_alone_describes_a_block_and_says_that_it_went_out(alone: Looker) -> None:
    with alone.tab(MG6C) as tab:
        reach(tab, "#items")
        tab.keyboard.type("ITM-000007..ITM-000009")
        reach(tab, "#test")
        tab.keyboard.type("does not")
        reach(tab, "#block")
        tab.keyboard.press("Space")
        reach(tab, "#title")
        tab.keyboard.type("Some papers")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**kept=*")
        reach(tab, "#body")
        tab.keyboard.type("Example Prosecution")
        tab.keyboard.press("Enter")
        tab.locator("#h-out").wait_for()
        assert tab.locator(".kept").is_visible()
    assert [each["submitted"] for each in alone.case.prove.schedule("mg6c")["rows"]] == ["SUM-0001"]


def test_the_keyboard_alone_takes_a_form_away(alone: Looker) -> None:
    prove(alone.case)
    with alone.tab("/prove/forms") as tab:
        reach(tab, "tbody tr:first-child button[value=pdf]")
        with tab.expect_download() as coming:
            tab.keyboard.press("Enter")
        assert coming.value.suggested_filename == "mg3.pdf"


def test_a_schedule_is_there_on_paper(alone: Looker) -> None:
    scheduled(alone.case)
    with alone.tab(MG6C) as tab:
        tab.emulate_media(media="print")
        for id in ("h-rows", "h-unseen", "h-out"):  # noqa: A001
            assert tab.locator(f"#{id}").is_visible()
        assert not tab.locator("#h-describe").is_visible()
