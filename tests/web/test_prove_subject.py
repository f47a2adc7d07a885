"""Pages of subjects: everybody of whom something is alleged, one person's file with both sides, and saying anew who they are."""

from typing import Any

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.hearing import hear, page, value
from web.looking import Looker, reach
from web.parsed import first
from web.proving import WORDS, item, prove

from muniment.prove.law.book import ours

AT = "/prove/subjects"


def test_an_empty_case_names_nobody(pages: Any) -> None:
    assert "Nobody is named yet." in first(page(pages, AT), ".lede").text()


def test_the_list_says_who_never_heard_what_is_alleged(pages: Any) -> None:
    heard = hear(pages.case)
    rows = page(pages, AT).css("main > table tbody tr")
    assert [first(each, "th a").text() for each in rows] == ["SUB-0001", "SUB-0002"]
    assert [each.text() for each in rows[0].css("td[data-l=allegations] a")] == [heard.allegation, heard.second]
    assert [each.text() for each in rows[0].css("td[data-l='put to them'] a")] == [heard.allegation]
    assert heard.gone in first(page(pages, AT), "section:has(#h-struck)").text()


def test_the_file_has_both_sides_the_answer_the_decision_and_what_nobody_opened(pages: Any) -> None:
    heard = hear(pages.case)
    shown = page(pages, f"{AT}/SUB-0001")
    part = first(shown, f"section:has(#h-{heard.allegation})")
    offence = ours().offences.offences[pages.case.prove.matrix(heard.allegation)["offence"]]
    rows = part.css(".sides tbody tr")
    assert len(rows) == len(offence.elements), "those of which nothing was linked are there too"
    assert WORDS in first(rows[0], "td[data-l='supports it']").text()
    assert "It says <nothing> of him." in first(rows[0], "td[data-l='undermines it']").text()
    assert "never put to them" in part.text()
    other = first(shown, f"section:has(#h-{heard.second})").text()
    for words in ("That he paid <three> people.", "I paid <nobody>.\nI was abroad.", "9 July 2014"):
        assert words in other
    assert "never put to them" not in other
    decided = first(shown, "section:has(#h-decisions)").text()
    for words in ("no further action", "Example <Prosecution>", "neither guilt nor innocence", "by nobody"):
        assert words in decided
    assert "Where he was in <May>" in first(shown, "section:has(#h-lines)").text()
    left = pages.case.prove.subject("SUB-0001")["never_opened"]
    never = first(shown, "section:has(#h-never)")
    assert f"{left['items']} items" in never.text()
    assert [each.text() for each in never.css("a.id")] == left["cited"]
    assert first(never, "a").attributes["href"] == "/items?opened=no", "the number leads to them"
    pages.case.opened(item(pages.case, "statement.txt"))
    shown = page(pages, f"{AT}/SUB-0001")
    assert f"{left['items'] - 1} items" in first(shown, "section:has(#h-never)").text()


def test_what_bears_on_the_allegation_as_a_whole_has_a_row(pages: Any) -> None:
    at = prove(pages.case)
    pages.case.prove.link(at, "", "against", item(pages.case, "statement.txt"), words=WORDS)
    rows = first(page(pages, f"{AT}/SUB-0001"), ".sides").css("tbody tr")
    assert "The allegation as a whole" in first(rows[-1], "th").text()
    assert WORDS in first(rows[-1], "td[data-l='undermines it']").text()


def test_somebody_is_named_and_who_they_are_said_anew(pages: Any) -> None:
    at = prove(pages.case)
    form = {"name": "The <Example> Party", "kind": "party", "of": "", "note": "of the <ward>"}
    sent = pages.post(AT, data=form)
    assert (sent.status_code, str(sent.headers["location"]).partition("?")[0]) == (303, f"{AT}/SUB-0003")
    assert "The <Example> Party" in first(page(pages, f"{AT}/SUB-0003"), ".lede").text()
    shown = page(pages, f"{AT}/SUB-0001/anew")
    assert (value(shown, "name"), value(shown, "kind")) == ("Bo Example", "person")
    told = {"name": "Beau Example", "kind": "agent", "of": "SUB-0003", "note": "misspelt <before>"}
    assert pages.post(f"{AT}/SUB-0001/anew", data=told).status_code == 303
    assert "agent of The <Example> Party" in first(page(pages, f"{AT}/SUB-0001"), ".facts").text()
    assert "Beau Example" in first(page(pages, f"/prove/allegations/{at}"), ".facts").text()
    past = first(page(pages, "/prove/numbers/SUB-0001"), ".trail").text()
    assert past.index("Bo Example") < past.index("Beau Example")


def test_who_cannot_be_is_kept_beside_the_fault(pages: Any) -> None:
    prove(pages.case)
    before = pages.case.head()["as_of"]
    for address, told, field in (
        (AT, {"name": " ", "kind": "person", "note": "Mine."}, "name"),
        (AT, {"name": "Ed", "kind": "moon", "note": "Mine."}, "kind"),
        (AT, {"name": "Ed", "kind": "agent", "of": "SUB-0099", "note": "Mine."}, "of"),
        (f"{AT}/SUB-0001/anew", {"name": "Bo", "kind": "agent", "of": "SUB-0001", "note": "Mine."}, "of"),
        (f"{AT}/SUB-0001/anew", {"name": "cy <i>example</i>", "kind": "person", "note": "Mine."}, "name"),
    ):
        answer = pages.post(address, data=told)
        shown = HTMLParser(answer.text)
        assert (answer.status_code, first(shown, "[aria-invalid=true]").attributes["id"]) == (400, field)
        assert value(shown, "note") == "Mine."
    assert pages.case.head()["as_of"] == before
    assert pages.get(f"{AT}/SUB-0099").status_code == 404
    assert pages.get(f"{AT}/Bo%20Example").status_code == 400, "nothing that names a person stands in an address"


def test_an_allegation_is_worded_anew_and_the_old_words_stay(pages: Any) -> None:
    heard = hear(pages.case)
    at = f"/prove/allegations/{heard.second}/anew"
    shown = page(pages, at)
    assert value(shown, "text") == "He paid for <votes>."
    assert (value(shown, "when"), value(shown, "offence")) == ("2014-05-01..2014-05-22", "bribery_giver")
    assert value(shown, "subjects") == "SUB-0001", "whoever was entered in error is not named again"
    assert value(shown, "complaints") == heard.complaint
    form = {"text": "He <offered> to pay.", "when": "2014-05-02", "offence": "bribery_giver", "election": "local"}
    form |= {"nation": "england", "poll": "", "attribution": "unknown", "subjects": "SUB-0001", "complaints": ""}
    before = pages.case.head()["as_of"]
    wrong = pages.post(at, data=form | {"when": "2014-02-30"})
    assert (wrong.status_code, value(HTMLParser(wrong.text), "text")) == (400, "He <offered> to pay.")
    assert pages.case.head()["as_of"] == before
    sent = pages.post(at, data=form)
    assert str(sent.headers["location"]).startswith(f"/prove/allegations/{heard.second}?")
    assert "He <offered> to pay." in first(page(pages, f"/prove/allegations/{heard.second}"), ".lede").text()
    assert len(pages.case.prove.allegations()["allegations"]) == 2
    past = first(page(pages, f"/prove/numbers/{heard.second}"), ".trail").text()
    assert past.index("He paid for <votes>.") < past.index("He <offered> to pay.")
    assert pages.get(f"/prove/allegations/{heard.struck}/anew").status_code == 303
    pages.case.prove.strike(heard.complaint, "entered twice")
    assert (
        pages.post(f"/prove/allegations/{heard.second}/anew", data=form | {"complaints": heard.complaint}).status_code
        == 400
    )


def test_a_complaint_entered_in_error_is_not_named_again(pages: Any) -> None:
    heard = hear(pages.case)
    pages.case.prove.strike(heard.complaint, "entered twice")
    assert value(page(pages, f"/prove/allegations/{heard.second}/anew"), "complaints") == ""


def test_whoever_was_entered_in_error_has_no_file_but_a_past(pages: Any) -> None:
    heard = hear(pages.case)
    led = pages.get(f"{AT}/{heard.gone}")
    assert (led.status_code, led.headers["location"]) == (303, f"/prove/numbers/{heard.gone}")
    assert "no such <person>" in first(page(pages, f"/prove/numbers/{heard.gone}"), ".notice").text()
    row = first(page(pages, "/prove/allegations"), "section:has(#h-struck)").text()
    for words in (heard.struck, "Entered <twice>.", "the same as <the> first"):
        assert words in row


def test_everybody_can_use_the_pages_of_subjects(alone: Looker) -> None:
    hear(alone.case)
    for address in (AT, f"{AT}/SUB-0001", f"{AT}/SUB-0001/anew"):
        alone.holds(address)


def test_the_keyboard_alone_strikes_somebody(alone: Looker) -> None:
    hear(alone.case)
    with alone.tab(f"{AT}/SUB-0002") as tab:
        reach(tab, "a[href='/prove/numbers/SUB-0002#h-strike']")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/prove/numbers/SUB-0002#h-strike")
        reach(tab, "#why")
        tab.keyboard.type("a name of no one")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/prove/numbers/SUB-0002?kept=*")
        assert "a name of no one" in tab.locator(".notice").inner_text()
    assert [each["id"] for each in alone.case.prove.subjects()["subjects"]] == ["SUB-0001"]


def test_the_file_is_there_on_paper_with_both_sides_of_one_width(alone: Looker) -> None:
    hear(alone.case)
    with alone.tab(f"{AT}/SUB-0001") as tab:
        tab.set_viewport_size({"width": 665, "height": 940})  # what is inside the margins of A4
        tab.emulate_media(media="print")
        first_row = tab.locator(".sides").first.locator("tbody tr").first
        supports, undermines = (first_row.locator("td").nth(n).bounding_box() for n in (0, 1))
        assert abs(supports["width"] - undermines["width"]) < 2, "both sides have the same room"
        assert supports["y"] == undermines["y"]
        for words in ("I was abroad.", "Where he was in <May>"):
            assert tab.get_by_text(words).is_visible()
        assert not tab.get_by_text("Strike SUB-0001").is_visible()
