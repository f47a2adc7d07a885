"""What is entered by forms of proof; what will not do keeps what was typed, and writes nothing."""

from datetime import date
from typing import Any

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.making import lines_of
from web.parsed import first
from web.proving import ALLEGED, FORUMS, WORDS, item, prove

from muniment.prove.law.book import ours


def typed(page: HTMLParser, name: str) -> str:
    """What stands in a field."""
    chosen = page.css_first(f"#{name} option[selected]") or page.css_first(f"[name={name}][checked]")
    found = chosen or first(page, f"#{name}")
    return str(found.attributes.get("value") or found.text()).strip()


def test_an_allegation_is_entered_and_its_matrix_shown(pages: Any) -> None:
    sent = pages.post("/prove/allegations", data=ALLEGED)
    assert sent.status_code == 303
    page = HTMLParser(pages.get(sent.headers["location"]).text)
    assert first(page, ".kept").text().startswith(" Kept.")
    (one,) = pages.case.prove.allegations()["allegations"]
    assert [each["name"] for each in one["subjects"]] == ALLEGED["subjects"].splitlines()
    assert len(page.css(".grid tbody tr")) == len(ours().offences.offences[one["offence"]].elements)
    assert len(page.css(".grid tbody tr:first-child td")) == len(FORUMS)
    assert "Example" not in str(sent.headers["location"])


AN_ALLEGATION_THAT_CANNOT_BE: list[tuple[dict[str, str], str]] = [
    ({"when": "2014-02-30"}, "when"),
    ({"text": ""}, "text"),
    ({"offence": "s.999"}, "offence"),
    ({"offence": "s.114A"}, "offence"),
    ({"subjects": "A new name\nSUB-0099"}, "subjects"),
    ({"complaints": "CMP-0099"}, "complaints"),
    ({"poll": "soon"}, "poll"),
    ({"attribution": "nobody"}, "attribution"),
]


def test_an_allegation_that_cannot_be(pages: Any) -> None:
    for changed, field in AN_ALLEGATION_THAT_CANNOT_BE:
        before, form = pages.case.head()["as_of"], {**ALLEGED, **changed}
        answer = pages.post("/prove/allegations", data=form)
        page = HTMLParser(answer.text)
        assert answer.status_code == 400
        assert first(page, "[aria-invalid=true]").attributes["id"] == field
        for name in ("text", "when", "poll", "subjects", "complaints"):
            assert typed(page, name) == form[name]
        assert pages.case.head()["as_of"] == before, "not even its subjects were entered"


def test_a_passage_is_linked_assessed_and_struck(pages: Any) -> None:
    at = f"/prove/allegations/{prove(pages.case)}"
    form = {"element": "a2", "side": "against", "item": item(pages.case, "statement.txt"), "words": WORDS}
    assert pages.post(f"{at}/link", data=form | {"route-oversight": "considered"}).status_code == 303
    page = HTMLParser(pages.get(at).text)
    assert "LNK-0003" in first(page, "#e-a2").text()
    said = {"route-criminal-court": "s116", "reason-criminal-court": "abroad", "assessment": "He was away."}
    assert pages.post(f"{at}/links/LNK-0003", data=said).status_code == 303
    page = HTMLParser(pages.get(f"{at}/links/LNK-0003").text)
    assert (typed(page, "route-criminal-court"), typed(page, "reason-criminal-court")) == ("s116", "abroad")
    assert typed(page, "assessment") == "He was away."
    assert pages.post(f"{at}/links/LNK-0003/strike", data={"why": ""}).status_code == 400
    assert pages.post(f"{at}/links/LNK-0003/strike", data={"why": "the wrong letter"}).status_code == 303
    assert pages.get(f"{at}/links/LNK-0003").status_code == 404
    assert pages.post(f"{at}/strike", data={"why": "entered twice"}).status_code == 303
    assert "entered in error" in pages.get(at).text
    assert pages.case.prove.allegations()["allegations"] == []


def test_a_paper_is_said_what_it_is(pages: Any) -> None:
    at = f"/prove/allegations/{prove(pages.case)}"
    statement = item(pages.case, "statement.txt")
    wrong = pages.post(f"{at}/paper", data={"paper-item": statement, "kind": "answers", "witness": ""})
    assert wrong.status_code == 400
    assert first(HTMLParser(wrong.text), "[aria-invalid=true]").attributes["id"] == "witness"
    assert pages.post(f"{at}/paper", data={"paper-item": statement, "kind": "none"}).status_code == 303
    assert not HTMLParser(pages.get(at).text).css(f"section:has(#h-work) a[href='/item/{statement}']")


LINK = {
    "element": "a1",
    "side": "for",
    "item": "ITM-000001",
    "page": "",
    "words": "",
    "witness": "",
    "assessment": "I <saw> it.",
}


A_LINK_THAT_CANNOT_BE: list[tuple[dict[str, str], str]] = [
    ({"element": "m9"}, "element"),
    ({"side": ""}, "side"),
    ({"item": "ITM-999999"}, "item"),
    ({"item": ""}, "item"),
    ({"page": "two"}, "page"),
    ({"page": "77"}, "page"),
    ({"words": "never <written>"}, "words"),
    ({"witness": "WIT-0009"}, "witness"),
    ({"route-criminal-court": "civil-hearsay"}, "route-criminal-court"),
    ({"route-criminal-court": "s116", "reason-criminal-court": "tired"}, "reason-criminal-court"),
    ({"reason-regulator": "none"}, "reason-regulator"),
]


def test_a_link_that_cannot_be(pages: Any) -> None:
    at, statement = f"/prove/allegations/{prove(pages.case)}", item(pages.case, "statement.txt")
    for changed, field in A_LINK_THAT_CANNOT_BE:
        before, form = pages.case.head()["as_of"], LINK | {"item": statement} | changed
        answer = pages.post(f"{at}/link", data=form)
        page = HTMLParser(answer.text)
        assert answer.status_code in {400, 409}
        assert first(page, ".notice.ask a").attributes["href"] == f"#{field}"
        assert page.css_first(f"#{field}-wrong") is not None
        for name in ("item", "page", "words", "witness", "assessment"):
            assert typed(page, name) == form[name]
        assert pages.case.head()["as_of"] == before


def test_an_act_is_entered_and_its_clocks_run(pages: Any) -> None:
    form = {
        "kind": "poll",
        "on": date.today().isoformat(),
        "election": "local",
        "nation": "england",
        "note": "of the <ward>",
    }
    assert pages.post("/prove/acts", data=form).status_code == 303
    assert "of the &lt;ward&gt;" in pages.get("/prove/acts").text
    page = HTMLParser(pages.get("/prove/clocks").text)
    running = [each for each in pages.case.prove.clocks()["clocks"] if each["state"] == "running"]
    assert len(page.css("tr[id^=runs-]")) == len(running) > 0
    assert running[0]["working"] in first(page, "#runs-1").text()
    marked = [each for each in page.css("tr[id^=runs-]") if "not verified" in first(each, "th").text()]
    assert len(marked) == sum(not each["verified"] for each in running)


AN_ACT_THAT_CANNOT_BE: list[tuple[dict[str, str], str]] = [
    ({"kind": "poll", "on": "2026-02-30"}, "on"),
    ({"kind": "offence", "on": "2199-01-01"}, "on"),
    ({"kind": "moon", "on": "2026-02-28"}, "kind"),
    ({"kind": "conviction", "on": "2026-02-28"}, "person"),
    ({"kind": "time-extended", "on": "2026-02-28", "of": "ACT-0099"}, "of"),
    ({"kind": "retention-ordered", "on": "2026-02-28", "until": "later"}, "until"),
    ({"kind": "poll", "on": "2026-02-28", "practice": "corrupt"}, "practice"),
]


def test_an_act_that_cannot_be(pages: Any) -> None:
    for changed, field in AN_ACT_THAT_CANNOT_BE:
        before, form = pages.case.head()["as_of"], {"election": "local", "nation": "england", "note": "mine"} | changed
        answer = pages.post("/prove/acts", data=form)
        page = HTMLParser(answer.text)
        assert answer.status_code == 400
        assert first(page, "[aria-invalid=true]").attributes["id"] == field
        for name in ("on", "note"):
            assert typed(page, name) == form[name]
        assert pages.case.head()["as_of"] == before


def test_clocks_are_added_met_and_sent_as_a_calendar_that_names_nobody(pages: Any) -> None:
    prove(pages.case)
    page = HTMLParser(pages.get("/prove/clocks").text)
    assert "Film of the street <camera>" in first(page, "#runs-1").text() + page.text()
    before = pages.case.head()["as_of"]
    wrong = pages.post("/prove/clocks", data={"what": "Posts", "ends": "soon", "holder": "Example Net"})
    assert (wrong.status_code, typed(HTMLParser(wrong.text), "holder")) == (400, "Example Net")
    wrong = pages.post("/prove/clocks/met", data={"clock": "CLK-0001", "met-on": "soon", "how": "by post"})
    assert (wrong.status_code, typed(HTMLParser(wrong.text), "how")) == (400, "by post")
    assert pages.get("/prove/clocks?on=soon").status_code == 400
    assert pages.case.head()["as_of"] == before
    sent = pages.get("/prove/clocks.ics")
    assert sent.headers["content-type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in sent.text
    for name in ("Example", "camera"):
        assert name not in sent.text
    assert lines_of(pages.case.path, "exported")[-1]["what"] == "clocks"
    assert pages.post("/prove/clocks", data={"what": "Posts", "ends": "2199-01-01"}).status_code == 303
    assert pages.post("/prove/clocks/met", data={"clock": "CLK-0001", "met-on": "2026-01-02"}).status_code == 303
    offered = HTMLParser(pages.get("/prove/clocks").text).css("#clock option")
    assert offered
    assert "CLK-0001" not in {each.attributes["value"] for each in offered}


def test_a_month_shows_what_ends_in_it(pages: Any) -> None:
    prove(pages.case)
    page = HTMLParser(pages.get("/prove/clocks/month?month=2014-06").text)
    there = [each for each in pages.case.prove.clocks()["clocks"] if each["ends"].startswith("2014-06")]
    said = first(page, "table").text()
    assert there
    assert all(each["title"] in said for each in there)
    to = str(first(page, "table a").attributes["href"]).partition("#")[2]
    assert HTMLParser(pages.get("/prove/clocks").text).css_first(f"#{to}") is not None


def test_the_clocks_of_a_poll_need_nothing_entered(pages: Any) -> None:
    found = pages.get("/prove/clocks/poll?poll=2026-05-07&election=local&nation=england")
    assert "21 days after 7 May 2026" in found.text
    assert "These tables hold only part" not in found.text
    north = pages.get("/prove/clocks/poll?poll=2027-05-06&election=local&nation=scotland")
    assert "These tables hold only part of the time limits of Scotland" in north.text
    wrong = pages.get("/prove/clocks/poll?poll=2026-02-30&election=local&nation=england")
    page = HTMLParser(wrong.text)
    assert (wrong.status_code, typed(page, "poll")) == (400, "2026-02-30")


def test_who_was_barred_rests_on_findings_alone(pages: Any) -> None:
    prove(pages.case)
    page = HTMLParser(pages.get("/prove/barred?on=2018-05-03").text)
    assert [first(each, "th bdi").text() for each in page.css("main > table tbody tr")] == ["Bo Example"]
    assert "Di Example" in first(page, "section:has(#h-agents)").text()
    wrong = pages.get("/prove/barred?on=2018-02-30")
    assert (wrong.status_code, typed(HTMLParser(wrong.text), "on")) == (400, "2018-02-30")


def test_the_law_is_listed_by_section_and_day_and_adopted(pages: Any) -> None:
    page = HTMLParser(pages.get("/prove/law?section=s.114A&on=2014-05-22").text)
    assert page.css("tbody tr") == []
    assert "Not the law then and there" in page.text()
    page = HTMLParser(pages.get("/prove/law?section=s.60").text)
    to = str(first(page, "tbody th a").attributes["href"])
    paper = HTMLParser(pages.get(to).text)
    wanted = ours().offences.offences[to.rpartition("/")[2]]
    assert len(paper.css("#h-elements ~ .body tbody tr")) == len(wanted.elements)
    assert wanted.citation in first(paper, "#h-source ~ .body").text()
    assert pages.get("/prove/law?on=2014-02-30").status_code == 400
    assert pages.post("/prove/law/adopt").status_code == 303
    assert pages.case.prove.adopted()["same"]
    assert "adopt" not in [
        str(each.attributes["action"]).rpartition("/")[2]
        for each in HTMLParser(pages.get("/prove/law").text).css("form")
    ]
