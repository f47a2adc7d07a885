"""Clocks in the browser: the month with the days that the law leaves out, one sheet for a poll, what perishes, the log of steps."""

import io
from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.looking import Looker, reach
from web.making import lines_of
from web.parsed import first
from web.proving import prove

PAGES = ("/prove/steps", "/prove/steps?of=ALG-0001", "/prove/clocks/month?month=2014-05")
POLL = "/prove/clocks/poll"


def cell(page: HTMLParser, number: int) -> Any:
    """The cell of a day of the month."""
    return next(each for each in page.css(".month td") if each.text().split()[:1] == [str(number)])


def stepped(case: Any) -> None:
    """A log with steps of days that lie apart, not entered in their order."""
    at = prove(case)
    case.prove.step("Waited for the <council>.", "2014-09-01", [at])
    case.prove.step("Asked the council.", "2014-06-02", [at])
    case.prove.step("Read the first box.", "2014-06-20")


# -- the month


def test_the_month_marks_bank_holidays_and_what_the_law_leaves_out(pages: Any) -> None:
    prove(pages.case)
    page = HTMLParser(pages.get("/prove/clocks/month?month=2014-05").text)
    off = [each.text().split()[0] for each in page.css(".month td.off")]
    assert off == ["3", "4", "5", "10", "11", "17", "18", "24", "25", "26", "31"]
    assert "Early May bank holiday: excluded" in cell(page, 5).text()
    assert "excluded" in cell(page, 4).text()
    assert "excluded" not in cell(page, 22).text()
    easter = HTMLParser(pages.get("/prove/clocks/month?month=2014-04").text)
    assert "Maundy Thursday: excluded" in cell(easter, 17).text()
    assert "Good Friday: excluded" in cell(easter, 18).text()


def test_each_nation_has_its_own_days_and_each_kind_of_reckoning(pages: Any) -> None:
    easter, august = "/prove/clocks/month?month=2014-04", "/prove/clocks/month?month=2014-08"
    scots = HTMLParser(pages.get(f"{easter}&nation=scotland&election=local").text)
    assert "excluded" not in cell(scots, 17).text(), "a local election in Scotland"
    assert "excluded" not in cell(scots, 21).text(), "Easter Monday is none there"
    assert "Easter Monday" in cell(HTMLParser(pages.get(easter).text), 21).text()
    assert "Summer bank holiday" in cell(HTMLParser(pages.get(f"{august}&nation=scotland").text), 4).text()
    assert "Summer bank holiday" in cell(HTMLParser(pages.get(august).text), 25).text()
    poll = HTMLParser(pages.get(f"{easter}&calendar=S40").text)
    assert "excluded" not in cell(poll, 17).text(), "Maundy Thursday counts in the timetable of a poll"
    for wrong in ("calendar=PLAIN", "nation=moon", "election=moon"):
        assert pages.get(f"{easter}&{wrong}").status_code == 400


def test_the_month_goes_on_with_what_was_chosen_and_says_what_is_not_known(pages: Any) -> None:
    page = HTMLParser(pages.get("/prove/clocks/month?month=2029-12&nation=scotland&calendar=S40").text)
    assert first(page, "caption .tag").text() == "not verified"
    assert "inferred" in first(page, "caption").text()
    after = HTMLParser(pages.get(str(first(page, "[rel=next]").attributes["href"])).text)
    assert first(after, "h1").text() == "Clocks in January 2030"
    assert first(after, "#nation option[selected]").attributes["value"] == "scotland"
    assert first(after, "#calendar option[selected]").attributes["value"] == "S40"
    known = HTMLParser(pages.get("/prove/clocks/month?month=2014-05").text)
    assert known.css_first("caption .tag") is None


def test_the_month_takes_the_nation_of_the_case(pages: Any) -> None:
    pages.case.prove.act("poll", "2014-05-22", nation="wales", election="mayor")
    page = HTMLParser(pages.get("/prove/clocks/month?month=2014-05").text)
    assert first(page, "#nation option[selected]").attributes["value"] == "wales"
    assert first(page, "#election option[selected]").attributes["value"] == "mayor"


# -- one sheet for a poll


@pytest.mark.parametrize(
    "asked",
    [
        "poll=2026-05-07&election=local&nation=england",
        "poll=2027-01-07&election=london-assembly&nation=england",
        "poll=2031-05-01&election=parliamentary&nation=wales&dissolved=2031-03-24",
    ],
)
def test_the_clocks_of_a_poll_print_on_one_sheet_of_a4(looker: Looker, asked: str) -> None:
    with looker.tab(f"{POLL}?{asked}") as tab:
        printed = pypdfium2.PdfDocument(io.BytesIO(tab.pdf(prefer_css_page_size=True)))
        shown = tab.locator("tbody tr").count()
        titles = tab.locator("tbody th").evaluate_all("all => all.map(one => one.firstChild.textContent.trim())")
        tab.emulate_media(media="print")
        small = tab.locator(".one-sheet").evaluate("one => parseFloat(getComputedStyle(one).fontSize) * 0.75")
        paper = printed[0].get_textpage().get_text_bounded()
    assert len(printed) == 1
    assert [round(side) for side in printed[0].get_size()] == [595, 842]
    assert shown == len(titles) > 10
    assert all(" ".join(each.split()) in " ".join(paper.split()) for each in titles), "no clock is cut off"
    assert "This is no legal advice" in paper
    assert small >= 6.5, "points: what is smaller is not read"


def test_the_sheet_says_once_what_holds_for_many(pages: Any) -> None:
    page = HTMLParser(pages.get(f"{POLL}?poll=2026-05-07&election=local&nation=england").text)
    said = page.text()
    assert said.count("no result is declared before the day of the poll") == 1
    noted = next(each for each in page.css("tbody tr") if "Return as to election expenses" in each.text())
    assert "[1]" in noted.text()
    assert "Taken to be that day" in first(page, ".notes").text()
    registering = next(each for each in page.css("tbody tr") if "Registering in time" in each.text())
    assert "not verified" in first(registering, "th").text()
    assert "to be safe by 17 April 2026" in registering.text()


# -- clocks that people add, and what was met


def test_a_clock_is_loud_when_its_last_warnings_have_come_and_quiet_where_it_is_far(pages: Any) -> None:
    today = date.fromisoformat(pages.case.prove.clocks()["on"])
    pages.case.prove.act(
        "poll", (today - timedelta(12)).isoformat()
    )  # a petition is in time for nine days more, or some
    for name, days in (("soon", 3), ("far", 4000)):
        pages.case.prove.set_clock(f"Posts, {name}", (today + timedelta(days)).isoformat())
    ends = {each["title"]: date.fromisoformat(each["ends"]) for each in pages.case.prove.clocks()["clocks"]}
    rows = HTMLParser(pages.get("/prove/clocks").text).css("tbody tr")
    for title, says, loud, mark in (
        ("Posts, soon", "act now: 3 days left", True, "b.ask"),
        ("Petition questioning a local election", "act soon: ", False, "span.ask"),
        ("Posts, far", "runs: 4,000 days left", False, None),
    ):
        (row,) = [each for each in rows if title in first(each, "th").text()]
        assert first(row, ".mark").text().strip().startswith(says)
        assert (row.css_first("b .is-overdue") is not None) is loud, title
        month = HTMLParser(pages.get(f"/prove/clocks/month?month={ends[title]:%Y-%m}").text)
        (line,) = [each for each in cell(month, ends[title].day).css(".sub") if title in each.text()]
        assert [each.text() for each in line.css(".ask")] == (["last day"] if mark else []), title
        assert not mark or line.css_first(mark) is not None, title
    soon = sum("act " in first(each, ".mark").text() for each in rows)
    assert pages.case.prove.summary()["due"] == soon, "as the first page of the room says it"


def test_of_a_clock_that_is_far_the_colour_is_that_of_soft_words(alone: Looker) -> None:
    prove(alone.case)
    alone.case.prove.set_clock("Posts", alone.case.prove.clocks()["on"])
    colour = "one => getComputedStyle(one).color"
    with alone.tab("/prove/clocks") as tab:
        loud, quiet = (tab.locator(f"tbody .is-{kind}").first.evaluate(colour) for kind in ("overdue", "runs"))
        assert quiet == tab.locator("tbody .sub").first.evaluate(colour) != loud
    alone.holds("/prove/clocks")


def test_a_clock_that_has_ended_can_still_be_met_and_is_then_late(pages: Any) -> None:
    prove(pages.case)
    pages.case.prove.set_clock("Posts of May", "2014-06-30", holder="Example Net")
    page = HTMLParser(pages.get("/prove/clocks").text)
    assert "CLK-0002" in [each.attributes["value"] for each in page.css("#clock option")]
    before = pages.case.head()["as_of"]
    wrong = pages.post("/prove/clocks/met", data={"clock": "CLK-0002", "met-on": "2199-01-01", "how": "by post"})
    page = HTMLParser(wrong.text)
    assert (wrong.status_code, first(page, "[aria-invalid=true]").attributes["id"]) == (400, "met-on")
    assert first(page, "#how").attributes["value"] == "by post"
    assert pages.case.head()["as_of"] == before
    assert pages.post("/prove/clocks/met", data={"clock": "CLK-0002", "met-on": "2014-07-04"}).status_code == 303
    (late,) = [each for each in pages.case.prove.clocks()["clocks"] if each["id"] == "CLK-0002"]
    assert (late["state"], late["late"]) == ("ended", 4)
    page = HTMLParser(pages.get("/prove/clocks").text)
    assert "CLK-0002" not in [each.attributes["value"] for each in page.css("#clock option")]


# -- the log of steps


def test_steps_stand_in_the_order_of_their_days_with_the_time_between(pages: Any) -> None:
    stepped(pages.case)
    page = HTMLParser(pages.get("/prove/steps").text)
    rows = [" ".join(each.text().split()) for each in page.css(".trail li")]
    assert [row.partition("2014")[0].strip() for row in rows] == ["2 June", "20 June", "1 September"]
    assert "18 days later" in rows[1]
    assert "73 days later" in rows[2]
    assert "Waited for the <council>." in rows[2]
    assert "never put" in rows[2]
    assert "the longest time between two was 73 days" in first(page, ".lede").text()
    other = pages.case.prove.allege("Another.", "s.60", "2014-05-22")["id"]
    assert len(HTMLParser(pages.get(f"/prove/steps?of={other}").text).css(".trail li")) == 1, (
        "what was for all is for it too"
    )


def test_a_running_clock_that_can_be_extended_says_the_test_beside_the_log(pages: Any) -> None:
    today = pages.case.prove.clocks()["on"]
    pages.case.prove.act("poll", today)
    pages.case.prove.allege("Something.", "s.60", today)
    said = first(HTMLParser(pages.get("/prove/steps").text), "section:has(#h-longer)").text()
    assert "there has been no undue delay in the investigation of the offence" in said


def test_a_step_is_logged_and_a_wrong_one_keeps_what_was_typed(pages: Any) -> None:
    prove(pages.case)
    form = {"text": "Asked the <council>.", "on": "2014-06-02", "of": "ALG-0001"}
    for changed, field in (
        ({"text": ""}, "text"),
        ({"on": ""}, "on"),
        ({"on": "2014-02-30"}, "on"),
        ({"on": "2199-01-01"}, "on"),
        ({"of": "ALG-0099"}, "of"),
    ):
        before = pages.case.head()["as_of"]
        answer = pages.post("/prove/steps", data=form | changed)
        page = HTMLParser(answer.text)
        assert answer.status_code == 400, changed
        assert first(page, "[aria-invalid=true]").attributes["id"] == field, changed
        assert first(page, "#text").text().strip() == (form | changed)["text"]
        assert first(page, "#of").attributes["value"] == (form | changed)["of"]
        assert pages.case.head()["as_of"] == before
    sent = pages.post("/prove/steps", data=form)
    assert sent.status_code == 303
    assert "Asked the &lt;council&gt;." in pages.get(sent.headers["location"]).text


def test_what_is_looked_at_stands_in_the_access_log(pages: Any) -> None:
    stepped(pages.case)
    before = len(lines_of(pages.case.path, "looked"))
    pages.get("/prove/steps")
    assert "prove/steps" in [each["page"] for each in lines_of(pages.case.path, "looked")[before:]]


def test_everybody_can_use_these_pages(alone: Looker) -> None:
    stepped(alone.case)
    for address in (*PAGES, f"{POLL}?poll=2026-05-07&election=local&nation=england"):
        alone.holds(address)


def test_the_keyboard_alone_logs_a_step_and_chooses_a_nation(alone: Looker) -> None:
    prove(alone.case)
    with alone.tab("/prove/steps") as tab:
        reach(tab, "#text")
        for told in ("Asked the council.", "2014-06-02", "ALG-0001"):
            tab.keyboard.type(told)
            tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        tab.locator(".kept").wait_for()
        tab.goto(f"{alone.base}/prove/clocks/month?month=2014-08")
        reach(tab, "#nation")
        tab.keyboard.type("Scot")
        reach(tab, "form[action='/prove/clocks/month'] button")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**nation=scotland**")
        assert "Summer bank holiday" in tab.locator(".month tr:nth-child(2) td").first.text_content()
    (one,) = alone.case.prove.steps()["steps"]
    assert one["of"] == ["ALG-0001"]
