"""Pages of witnesses: the list with its leads, one witness, and a form for each thing that is said of them."""

from typing import Any

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.hearing import LONG, hear, page, value
from web.looking import Looker, reach
from web.parsed import first
from web.proving import FORUMS, item, prove

AT = "/prove/witnesses"


def test_an_empty_case_says_what_comes_first(pages: Any) -> None:
    assert "No witness is named yet." in first(page(pages, AT), ".lede").text()


def test_whom_nobody_has_asked_is_a_lead_until_somebody_does(pages: Any) -> None:
    at = prove(pages.case)
    form = {"name": "Di <b>Example</b>", "about": "She <saw> it.", "speaks": f"{at} SUB-0001", "spouse": "Bo Example"}
    sent = pages.post(AT, data=form)
    assert (sent.status_code, str(sent.headers["location"]).partition("?")[0]) == (303, f"{AT}/WIT-0001")
    shown = page(pages, f"{AT}/WIT-0001")
    assert "A lead: nobody has asked them" in first(shown, ".notice").text()
    facts = first(shown, ".facts").text()
    assert "A man voted for <another>." in facts
    assert "Bo Example" in facts
    assert "a lead: asked by nobody" in first(page(pages, AT), "tbody td[data-l=asked]").text()
    assert "1 asked by nobody" in first(page(pages, AT), ".lede").text()
    form = {
        "contact-how": "visit",
        "contact-result": "spoke",
        "contact-day": "2014-06-04",
        "contact-person": "Ada <Example>",
        "contact-asked": "Who <called>?",
        "contact-answer": "Two <men>.",
    }
    assert pages.post(f"{AT}/WIT-0001/contact", data=form).status_code == 303
    said = first(page(pages, f"{AT}/WIT-0001"), "section:has(#h-contacts)").text()
    for words in ("4 June 2014", "a call at the door", "Ada <Example>", "Who <called>?", "Two <men>.", "spoke"):
        assert words in said
    assert "each was asked" in first(page(pages, AT), ".lede").text()


def test_each_forum_is_a_question_of_its_own(pages: Any) -> None:
    prove(pages.case)
    pages.case.prove.add_witness("Di Example")
    at = f"{AT}/WIT-0001"
    form = {"forum": "criminal-court", "says": "if", "willing-why": "Nobody <learns> where.", "fear": "yes"}
    assert pages.post(f"{at}/willing", data=form | {"measures": ["screens", "live-link"]}).status_code == 303
    assert pages.post(f"{at}/willing", data={"forum": "election-court", "says": "no"}).status_code == 303
    rows = {
        first(row, "th").text().strip(): row.text() for row in page(pages, at).css("section:has(#h-willing) tbody tr")
    }
    assert len(rows) == len(FORUMS)
    criminal = next(text for title, text in rows.items() if title.startswith("Criminal court"))
    for words in (
        "would speak, on a condition",
        "in fear",
        "a screen",
        "evidence by live link",
        "Nobody <learns> where.",
    ):
        assert words in criminal
    assert "would not speak" in next(text for title, text in rows.items() if title.startswith("Election court"))
    assert sum("nobody has asked" in text for text in rows.values()) == len(FORUMS) - 2
    said = pages.case.prove.witness("WIT-0001")["willing"]["criminal-court"]
    assert (said["says"], said["fear"], said["measures"]) == ("if", True, ["screens", "live-link"])
    cells = page(pages, AT).css("tbody td[data-l='Criminal court'], tbody td[data-l='Election court']")
    assert [each.text().split()[0] for each in cells] == ["if", "no"]


def test_statements_by_version_and_exhibits_by_reference(pages: Any) -> None:
    pages.case.prove.add_witness("Di Example")
    at, paper = f"{AT}/WIT-0001", item(pages.case, "statement.txt")
    form = {"statement-form": "mg11", "statement-day": "2014-06-20", "statement-signed": "yes", "statement-item": paper}
    assert pages.post(f"{at}/statement", data=form | {"statement-note": "adds <the> time"}).status_code == 303
    form = {"statement-form": "note", "statement-day": "2014-06-05"}
    assert pages.post(f"{at}/statement", data=form).status_code == 303
    rows = [each.text() for each in page(pages, at).css("section:has(#h-statements) tbody tr")]
    assert ("1, 5 June 2014" in rows[0], "not signed" in rows[0]) == (True, True)
    for words in ("2, 20 June 2014", "MG11", "adds <the> time", paper, "Criminal court"):
        assert words in rows[1]
    form = {"ref": "de/1", "exhibit-item": paper, "exhibit-title": "the <note>", "exhibit-statement": "STA-0001"}
    assert pages.post(f"{at}/exhibit", data=form).status_code == 303
    assert pages.post(f"{at}/exhibit", data=form | {"ref": "DE/2"}).status_code == 303
    rows = [each.text() for each in page(pages, at).css("section:has(#h-exhibits) tbody tr")]
    for words in ("DE/1", paper, "the <note>", "STA-0001", "DE/2"):
        assert words in rows[0], "the same original may bear several references"
    assert pages.post("/prove/numbers/EXH-0001/strike", data={"why": "the other <note>"}).status_code == 303
    assert "DE/1" not in first(page(pages, at), "section:has(#h-exhibits)").text()
    assert "the other <note>" in first(page(pages, AT), "section:has(#h-struck)").text()
    assert first(page(pages, "/prove/numbers/EXH-0001"), ".head .btn").attributes["href"] == at


def test_what_is_known_anew_is_no_other_witness_and_the_old_words_stay(pages: Any) -> None:
    heard = hear(pages.case)
    form = page(pages, f"{AT}/{heard.witness}/anew")
    assert value(form, "name") == "Wit <b>Example</b>"
    assert value(form, "spouse") == "SUB-0001"
    assert value(form, "speaks") == f"{heard.allegation} SUB-0001"
    told = {"name": "Wit Newname", "about": "She moved.", "speaks": heard.allegation, "spouse": "SUB-0001"}
    assert pages.post(f"{AT}/{heard.witness}/anew", data=told).status_code == 303
    assert "Wit Newname" in first(page(pages, f"{AT}/{heard.witness}"), ".lede").text()
    assert len(pages.case.prove.witnesses()["witnesses"]) == 2
    past = first(page(pages, f"/prove/numbers/{heard.witness}"), ".trail").text()
    assert past.index("Wit <b>Example</b>") < past.index("Wit Newname")


WRONG: list[tuple[str, dict[str, str], str]] = [
    ("contact", {"contact-how": "pigeon", "contact-result": "spoke", "contact-answer": "Mine."}, "contact-how"),
    ("contact", {"contact-how": "visit", "contact-result": "spoke", "contact-day": "2014-02-30"}, "contact-day"),
    ("statement", {"statement-form": "note", "statement-item": "ITM-999999"}, "statement-item"),
    ("statement", {"statement-form": "poem", "statement-note": "Mine."}, "statement-form"),
    ("willing", {"forum": "regulator", "says": "if", "willing-why": ""}, "willing-why"),
    ("willing", {"forum": "regulator", "says": "perhaps", "willing-why": "Mine."}, "says"),
    ("willing", {"forum": "moon", "says": "yes", "willing-why": "Mine."}, "forum"),
    ("willing", {"forum": "regulator", "says": "no", "measures": "a song", "willing-why": "Mine."}, "measures"),
    ("exhibit", {"ref": "one", "exhibit-item": "ITM-000001", "exhibit-title": "Mine."}, "ref"),
    ("exhibit", {"ref": "DE/1", "exhibit-item": "ITM-999999"}, "exhibit-item"),
    ("exhibit", {"ref": "DE/1", "exhibit-item": "ITM-000001", "exhibit-statement": "STA-0099"}, "exhibit-statement"),
]


def test_what_cannot_be_is_kept_beside_its_fault(pages: Any) -> None:
    heard = hear(pages.case)
    before = pages.case.head()["as_of"]
    for form, told, field in WRONG:
        answer = pages.post(f"{AT}/{heard.witness}/{form}", data=told)
        shown = HTMLParser(answer.text)
        assert answer.status_code == 400, (form, told)
        assert first(shown, ".notice.ask a").attributes["href"] == f"#{field}", told
        assert shown.css_first(f"#{field}-wrong") is not None
        assert "open" in first(shown, f"details:has(#{field})").attributes
        for name, words in told.items():
            if words.startswith(("Mine.", "2014", "ITM")):
                assert value(shown, name) == words
    told = {"name": "Ed Example", "spouse": "Ed Example", "about": "Mine."}
    answer = pages.post(AT, data=told)
    shown = HTMLParser(answer.text)
    assert (answer.status_code, first(shown, "[aria-invalid=true]").attributes["id"]) == (400, "spouse")
    assert value(shown, "about") == "Mine."
    assert pages.case.head()["as_of"] == before
    assert pages.get(f"{AT}/WIT-0099").status_code == 404


def test_a_witness_entered_in_error_leaves_the_list_and_stays_below_it(pages: Any) -> None:
    heard = hear(pages.case)
    assert pages.post(f"/prove/numbers/{heard.lead}/strike", data={"why": "a made-up <name>"}).status_code == 303
    shown = page(pages, AT)
    assert LONG not in first(shown, "main > table").text()
    assert LONG in first(shown, "section:has(#h-struck) del").text()
    assert "each was asked" in first(shown, ".lede").text()
    assert pages.get(f"{AT}/{heard.lead}").headers["location"] == f"/prove/numbers/{heard.lead}"
    assert pages.get(f"{AT}/{heard.lead}/anew").status_code == 303


def test_everybody_can_use_the_pages_of_witnesses(alone: Looker) -> None:
    heard = hear(alone.case)
    for address in (AT, f"{AT}/new", f"{AT}/{heard.witness}", f"{AT}/{heard.lead}", f"{AT}/{heard.witness}/anew"):
        alone.holds(address)


def test_the_keyboard_alone_says_what_a_witness_would_do_in_one_forum(alone: Looker) -> None:
    heard = hear(alone.case)
    with alone.tab(f"{AT}/{heard.witness}") as tab:
        reach(tab, "details:has(#forum) summary")
        tab.keyboard.press("Enter")
        reach(tab, "#forum")
        tab.keyboard.type("Reg")
        reach(tab, "#says")
        tab.keyboard.type("would not")
        reach(tab, "#fear")
        tab.keyboard.press("Space")
        reach(tab, "form[action$='/willing'] button")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**kept=*")
        assert tab.locator(".kept").is_visible()
    said = alone.case.prove.witness(heard.witness)["willing"]["regulator"]
    assert (said["says"], said["fear"]) == ("no", True)


def test_a_witness_is_there_on_paper(alone: Looker) -> None:
    heard = hear(alone.case)
    with alone.tab(f"{AT}/{heard.witness}") as tab:
        tab.emulate_media(media="print")
        for heading in ("contacts", "statements", "willing", "exhibits"):
            assert tab.locator(f"section:has(#h-{heading}) table").is_visible()
        assert not tab.get_by_text("Enter a contact").is_visible()
