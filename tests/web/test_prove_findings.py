"""Findings of courts in the browser: entered by form, the certificate they come to, and appeals and relief on the same line."""

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.looking import Looker, reach
from web.making import lines_of
from web.parsed import first
from web.proving import prove

from muniment.prove.findings import ATTRIBUTIONS

PAGES = ("/prove/findings", "/prove/findings/certificate", "/prove/barred?on=2016-01-01", "/prove/findings/FND-0001")
FINDING = {
    "person": "Ed <Example>",
    "capacity": "candidate",
    "ground": "bribery_giver",
    "attribution": "personal",
    "as_found": "corrupt",
    "on": "2015-04-23",
    "paras": "500-520",
    "election": "local",
    "nation": "england",
    "status": "V",
    "note": "of the <ward>",
}


def found(case: Any) -> None:
    """Findings of every kind, and a conviction."""
    prove(case)
    person = FINDING["person"]
    case.prove.find(person, "bribery_giver", "personal", "corrupt", "2015-04-23", capacity="candidate", paras="500-520")
    case.prove.find(person, "treating", "both", "corrupt", "2015-04-23", capacity="candidate")
    case.prove.find(person, "personation", "by-agents", "corrupt", "2015-04-23", capacity="candidate")
    case.prove.find(person, "general_corruption", "none-needed", "neither", "2015-04-23", capacity="candidate")
    case.prove.find(person, "tampering", "unknown", "corrupt", "", capacity="candidate", status="M")
    case.prove.act("conviction", "2015-03-02", person="Flo Example", values={"practice": "corrupt"})


def typed(page: HTMLParser, name: str) -> str:
    """What stands in a field."""
    chosen = page.css_first(f"#{name} option[selected]")
    at = first(page, f"#{name}")
    return str(chosen.attributes["value"] if chosen else at.attributes.get("value") or at.text()).strip()


@pytest.mark.parametrize("address", PAGES[:3])
def test_of_an_empty_case(pages: Any, address: str) -> None:
    answer = pages.get(address)
    assert answer.status_code == 200, answer.text[:2000]
    assert "innocent" in first(HTMLParser(answer.text), ".says").text()


def test_a_finding_is_entered_by_form(pages: Any) -> None:
    sent = pages.post("/prove/findings", data=FINDING)
    assert sent.status_code == 303
    assert "Example" not in sent.headers["location"]
    page = HTMLParser(pages.get(sent.headers["location"]).text)
    assert first(page, ".kept").text().startswith(" Kept.")
    assert "Ed <Example>" in first(page, "section h2").text()
    row = first(page, "tbody tr").text()
    assert "from 23 April 2015 until 23 April 2020" in row
    assert "500-520" in row
    assert "of the &lt;ward&gt;" in pages.get("/prove/findings/FND-0001").text


A_FINDING_THAT_CANNOT_BE: list[tuple[dict[str, str], str]] = [
    ({"person": ""}, "person"),
    ({"ground": "arson"}, "ground"),
    ({"attribution": ""}, "attribution"),
    ({"as_found": ""}, "as_found"),
    ({"on": "2015-02-30"}, "on"),
    ({"nation": "moon"}, "nation"),
    ({"election": "moon"}, "election"),
    ({"status": "X"}, "status"),
]


def test_a_finding_that_cannot_be(pages: Any) -> None:
    for changed, field in A_FINDING_THAT_CANNOT_BE:
        before, form = pages.case.head()["as_of"], FINDING | changed
        answer = pages.post("/prove/findings", data=form)
        page = HTMLParser(answer.text)
        assert answer.status_code == 400, changed
        assert first(page, "[aria-invalid=true]").attributes["id"] == field, changed
        for name in ("person", "capacity", "on", "paras", "note"):
            assert typed(page, name) == form[name]
        assert pages.case.head()["as_of"] == before


def test_every_way_to_attribute_has_its_words(pages: Any) -> None:
    page = HTMLParser(pages.get("/prove/findings").text)
    offered = [each.attributes["value"] for each in page.css("#attribution option")]
    assert offered == ["", *ATTRIBUTIONS]


def test_the_certificate_keeps_personal_and_by_agents_apart_and_says_what_is_not_known(pages: Any) -> None:
    found(pages.case)
    page = HTMLParser(pages.get("/prove/findings/certificate").text)
    (paper,) = page.css("article.paper")
    parts = {each.text().strip(): next(_lists(each)) for each in paper.css("h3")}
    assert [len(parts[kind]) for kind in ("Personally", "By agents", "What needs nobody’s act")] == [2, 2, 1]
    assert "Bribery" in parts["Personally"][0]
    assert any("Treating" in each for each in parts["Personally"])
    assert any("Treating" in each for each in parts["By agents"]), "both ways"
    (unknown,) = parts["Not known: what was not seen"]
    assert "not verified" in unknown
    assert "Not found proved" not in parts
    assert "1 finding was entered as not verified" in page.text()


def _lists(heading: Any) -> Any:
    after = heading.next
    while after is not None and after.tag != "ul":
        after = after.next
    yield [each.text().strip() for each in after.css("li")] if after else []


def test_appeals_and_relief_stand_on_the_line_of_what_they_are_of(pages: Any) -> None:
    found(pages.case)
    form = HTMLParser(pages.get("/prove/acts?of=FND-0002").text)
    assert (typed(form, "of"), typed(form, "person")) == ("FND-0002", FINDING["person"]), "whose it is is filled in"
    assert typed(form, "kind") == "incapacity-ended", "what can come after a report"
    conviction = next(each["id"] for each in pages.case.prove.barred()["reports"] if each["kind"] == "conviction")
    assert typed(HTMLParser(pages.get(f"/prove/acts?of={conviction}").text), "kind") == "appeal-lodged"
    told = {"kind": "incapacity-ended", "on": "2016-05-01", "person": FINDING["person"], "of": "FND-0002"}
    assert pages.post("/prove/acts", data=told | {"election": "local", "nation": "england"}).status_code == 303
    page = HTMLParser(pages.get("/prove/barred?on=2016-01-01").text)
    rows = page.css("section:has(#h-reports) tbody tr")
    (line,) = [each.text() for each in rows if "FND-0002" in each.text()]
    assert "FND-0001" in line, "both grounds are of one report"
    assert "incapacity ended by order, 1 May 2016" in line
    assert "until 30 April 2016" in line
    named = [first(each, "th bdi").text() for each in page.css("main > table tbody tr")]
    assert named == ["Bo Example", FINDING["person"], "Flo Example"]
    after = HTMLParser(pages.get("/prove/barred?on=2016-05-01").text)
    assert FINDING["person"] not in [first(each, "th bdi").text() for each in after.css("main > table tbody tr")]
    agents = next(each.text() for each in rows if "FND-0003" in each.text())
    avoided = first(page, "section:has(#h-vacant)").text()
    assert "FND-0004" in avoided
    assert "FND-0001" not in avoided
    assert "by agents alone: it bars nobody" in agents
    assert "incapacity ended" in HTMLParser(pages.get("/prove/findings/FND-0001").text).text()
    assert pages.post("/prove/acts", data=told | {"of": "FND-0099"}).status_code == 400


def test_what_came_after_a_finding_that_bars_nobody_stands_in_the_list_and_on_its_page(pages: Any) -> None:
    found(pages.case)
    id = "FND-0005"  # of which nobody has seen by whose acts it was  # noqa: A001

    def both() -> list[str]:
        listed = next(
            each for each in HTMLParser(pages.get("/prove/findings").text).css("tbody tr") if id in each.text()
        )
        own = HTMLParser(pages.get(f"/prove/findings/{id}").text).css("dl.facts dd")[-1]
        cells = [first(listed, "td:last-child"), own]
        assert all(each.css_first(f"a[href='/prove/acts?of={id}#h-enter']") is not None for each in cells)
        return [" ".join(each.text().split()) for each in cells]

    assert both() == [f"none enteredEnter one for {id}"] * 2
    form = HTMLParser(pages.get(f"/prove/acts?of={id}").text)
    assert [typed(form, name) for name in ("of", "person", "kind")] == [id, FINDING["person"], "incapacity-ended"]
    pages.case.prove.act("relief-applied", "2016-05-01", person=str(FINDING["person"]), of=id)
    (there, own) = both()
    assert there == own
    assert there.startswith("relief asked for")
    assert "1 May 2016" in there


def test_whom_a_finding_bars_is_said_alike_in_the_list_and_on_its_page(pages: Any) -> None:
    found(pages.case)
    pages.case.prove.find("Di Example", "bribery_giver", "not-found", "neither", "2015-04-23")
    rows = {first(each, "a.id").text(): each for each in HTMLParser(pages.get("/prove/findings").text).css("tbody tr")}
    for id, says in (  # noqa: A001
        ("FND-0004", "nobody beyond that vacancy"),
        ("FND-0005", "cannot be computed from this"),
        ("FND-0006", "nobody: it was not found proved"),
    ):
        assert says in rows[id].text(), id
        assert says in first(HTMLParser(pages.get(f"/prove/findings/{id}").text), "dl.facts").text(), id


def test_a_conviction_and_its_appeal_are_one_line(pages: Any) -> None:
    found(pages.case)
    (conviction,) = [each for each in pages.case.prove.barred()["reports"] if each["kind"] == "conviction"]
    pages.case.prove.act("conviction-quashed", "2015-12-01", person="Flo Example", of=conviction["id"])
    page = HTMLParser(pages.get("/prove/barred?on=2016-01-01").text)
    (line,) = [each.text() for each in page.css("section:has(#h-reports) tbody tr") if "Flo" in each.text()]
    assert "conviction not upheld on appeal, 1 December 2015" in line
    assert "Flo" not in "".join(each.text() for each in page.css("main > table tbody"))


def test_a_finding_entered_in_error_bars_nobody(pages: Any) -> None:
    pages.post("/prove/findings", data=FINDING)
    at = "/prove/findings/FND-0001"
    empty = pages.post(f"{at}/strike", data={"strike-why": ""})
    assert empty.status_code == 400
    assert first(HTMLParser(empty.text), "[aria-invalid=true]").attributes["id"] == "strike-why"
    assert pages.post(f"{at}/strike", data={"strike-why": "of somebody else"}).status_code == 303
    assert pages.get(at).headers["location"] == "/prove/numbers/FND-0001"
    assert "of somebody else" in first(HTMLParser(pages.get("/prove/findings").text), "section:has(#h-struck)").text()
    assert pages.case.prove.barred("2016-01-01")["people"] == []


def test_what_is_looked_at_stands_in_the_access_log(pages: Any) -> None:
    found(pages.case)
    for address, page in (
        ("/prove/findings", "prove/court-certificate"),
        ("/prove/findings/certificate", "prove/court-certificate"),
    ):
        before = len(lines_of(pages.case.path, "looked"))
        pages.get(address)
        assert page in [each["page"] for each in lines_of(pages.case.path, "looked")[before:]]


def test_everybody_can_use_these_pages(alone: Looker) -> None:
    found(alone.case)
    for address in PAGES:
        alone.holds(address)


def test_the_keyboard_alone_enters_a_finding(alone: Looker) -> None:
    with alone.tab("/prove/findings") as tab:
        reach(tab, "#person")
        for told in ("Ed Example", "candidate", "Bribery: giving", "personal", "a corrupt", "2015-04-23"):
            tab.keyboard.type(told)
            tab.keyboard.press("Tab")
        reach(tab, "form[action='/prove/findings'] button")
        tab.keyboard.press("Enter")
        tab.locator(".kept").wait_for()
    (one,) = alone.case.prove.court_certificate()["people"]
    assert (one["name"], one["personally"]) == ("Ed Example", ["bribery_giver"])


def test_the_certificate_is_there_on_paper(alone: Looker) -> None:
    found(alone.case)
    with alone.tab("/prove/findings/certificate") as tab:
        tab.emulate_media(media="print")
        assert tab.locator("article.paper h3").first.is_visible()
        assert not tab.locator(".crumbs").is_visible()


def test_whom_agents_bar_in_scotland_and_what_cannot_be_computed_stand_on_the_pages(pages: Any) -> None:
    pages.case.prove.find("Ay Example", "treating", "by-agents", "corrupt", "2015-04-23", nation="scotland")
    pages.case.prove.find("Cy Example", "overspending", "by-agents", "illegal", "2015-04-23", nation="scotland")
    page = HTMLParser(pages.get("/prove/barred?on=2016-01-01").text)
    (line,) = [each.text() for each in page.css("main > table tbody tr")]
    assert "Ay Example" in line
    assert "by agents" in line
    assert "cannot be a councillor of any local authority in Scotland" in line
    assert page.css_first("#h-agents") is None, "nobody is said to be free of it"
    assert "s.159(3)(c)" in first(page, "section:has(#h-unknown)").text()
    for shown in (first(page, "section:has(#h-reports)").text(), pages.get("/prove/findings/FND-0002").text):
        assert "cannot be computed: a candidate cannot be a councillor" in shown
        assert "it bars nobody" not in shown


def test_a_conviction_of_one_of_several_days_says_so_on_the_page(pages: Any) -> None:
    pages.case.prove.act("conviction", "2015-05", person="Flo Example", values={"practice": "illegal"})
    page = HTMLParser(pages.get("/prove/barred?on=2018-05-15").text)
    assert "certainly from 31 May 2015" in first(page, "main > table tbody tr").text()
    assert "between 1 May 2015 and 31 May 2015" in first(page, "section:has(#h-reports) tbody tr").text()
    clocks = HTMLParser(pages.get("/prove/clocks").text).text()
    assert "to be safe by 30 April 2018" not in clocks
