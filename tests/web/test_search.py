"""Search: the query stands in no address; every hit can be reached; acts over a search are counted, confirmed and undone."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.looking import Looker, reach
from web.making import HOSTILE, lines_of
from web.parsed import first
from web.searching import ask, confirm, found, handle, link

from muniment.web import hits, queries, search
from muniment.web.passage import pieces
from muniment.web.queries import Query


def _entries(pages: Any) -> int:
    return int(pages.case.head()["as_of"])


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        ([], [("abcdef", False)]),
        ([(0, 2)], [("ab", True), ("cdef", False)]),
        ([(1, 3), (2, 4)], [("a", False), ("bc", True), ("d", True), ("ef", False)]),
        ([(4, 99)], [("abcd", False), ("ef", True)]),
        ([(9, 12)], [("abcdef", False)]),
    ],
    ids=["none", "first", "overlap", "over-the-end", "behind-it"],
)
def test_a_text_is_cut_at_its_marks_and_nothing_is_lost(
    marks: list[tuple[int, int]], told: list[tuple[str, bool]]
) -> None:
    assert pieces("abcdef", marks) == told


# -- asking


def test_what_was_asked_stands_in_no_address_and_as_a_sealed_value_in_the_log(pages: Any, path: Path) -> None:
    address = ask(pages, "canvasser Marlpit")
    assert "canvasser" not in address.lower()
    assert pages.get(address).status_code == 200
    searched = lines_of(path, "searched")[-1]
    assert searched["door"] == "web"
    assert "canvasser" not in json.dumps(searched)
    assert "canvasser" in (path / "access-sealed.jsonl").read_text()


def test_one_query_has_one_handle_and_another_session_none(pages: Any, path: Path) -> None:
    address = ask(pages, "envelope")
    assert ask(pages, "envelope") == address
    assert ask(pages, "envelope", names=True) != address
    assert pages.post("/leave").status_code == 200
    pages.get(f"/in/{pages.links[-1]}")
    lost = pages.get(address)
    assert lost.status_code == 404
    assert "no longer kept here" in lost.text


def test_the_oldest_query_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST", 2)
    kept = queries.Kept()
    one, two = kept.keep(Query("one")), kept.keep(Query("two"))
    assert kept.keep(Query("one")) == one  # used again: now two is the oldest
    three = kept.keep(Query("three"))
    assert set(kept.by_handle) == {one, three}
    assert two not in kept.by_handle


def test_the_hits_are_marked_and_whoever_searches_opens_nothing(pages: Any) -> None:
    before = pages.case.progress()["opened"]
    page = HTMLParser(pages.get(ask(pages, "canvasser")).text)
    assert {each.text().lower() for each in page.css(".passages mark")} == {"canvasser"}
    assert pages.case.progress()["opened"] == before


@pytest.mark.parametrize("query", ["canvasser", "wordthatnobodywrote"])
def test_every_answer_says_of_how_much_it_is(pages: Any, query: str) -> None:
    said = pages.case.coverage()
    page = HTMLParser(pages.get(ask(pages, query)).text)
    reach_ = first(page, ".reach").text()
    assert f"Searched {said['searched']:,}" in reach_
    assert f"could not search {said['not_searchable']}" in reach_
    assert page.css_first('.reach a[href="/search/unsearched"]') is not None


def test_what_could_not_be_searched_is_listed_with_why(pages: Any) -> None:
    page = HTMLParser(pages.get("/search/unsearched").text)
    listed = {each.text() for each in page.css("td a.id")}
    assert listed == {each["item"] for each in pages.case.unsearched()}
    assert all(cell.text().strip() for cell in page.css('td[data-l="why"]'))


@pytest.mark.parametrize(("query", "says"), [('"never closed', "quotation marks"), ("(", "missing at the end")])
def test_a_query_that_cannot_be_read_keeps_what_was_typed(pages: Any, query: str, says: str) -> None:
    answer = pages.get(ask(pages, query))
    assert answer.status_code == 400
    page = HTMLParser(answer.text)
    assert first(page, "#query").attributes["value"] == query
    assert says in first(page, "#query-wrong").text()


def test_a_query_that_cannot_be_read_says_what_was_recorded_and_how_it_is_mended(pages: Any, path: Path) -> None:
    before = _entries(pages)
    answer = pages.get(ask(pages, "canvasser foo:bar", names=True))
    page = HTMLParser(answer.text)
    assert "at character 11" in first(page, "#query-wrong").text()
    assert "To mend it, the fields are from, to" in first(page, "#query-wrong").text()
    assert "checked" in first(page, "input[name=names]").attributes
    said = first(page, "[role=alert]").text()
    assert "This search was not run" in said
    assert "stands in the access log" in said
    assert "Nothing was recorded" not in answer.text
    failed = lines_of(path, "failed")[-1]
    assert failed["kind"] == "BadQuery"
    assert "foo" not in json.dumps(failed)
    assert _entries(pages) == before


def test_nothing_typed_is_no_search(pages: Any, path: Path) -> None:
    logged = (path / "access.jsonl").read_bytes()
    answer = pages.post("/search", data={"query": "  "})
    assert answer.status_code == 400
    assert "This search was not run" in answer.text
    assert "stands in the access log," not in first(HTMLParser(answer.text), "[role=alert]").text()
    assert (path / "access.jsonl").read_bytes() == logged


def test_every_hit_can_be_reached_page_by_page(pages: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "PAGE", 2)
    address = beginning = ask(pages, "the OR a OR name")
    seen: list[str] = []
    while address:
        seen += found(pages, address)
        more = HTMLParser(pages.get(address).text).css(".pager a[rel=next]")
        address = str(more[0].attributes["href"]) if more else ""
    assert seen == [each["item"] for each in pages.case.search_all("the OR a OR name")]
    assert len(seen) == len(set(seen)) > 4
    page = pages.get(f"{beginning}&from=2&as_of=1").text
    assert "changed since the page before" in page


def test_people_s_names_are_expanded_and_it_says_into_what(pages: Any) -> None:
    pages.case.describe("ITM-000001", "Muhammed Rahman spoke of it.")
    page = pages.get(ask(pages, "Mohammad Rahman", names=True)).text
    assert "was also looked for as" in page
    assert "ITM-000001" in page
    assert pages.case.search("Mohammad Rahman")["total"] == 0


# -- narrowing


def test_facets_narrow_and_what_narrowed_can_be_taken_away(pages: Any) -> None:
    address = ask(pages, "the OR a OR name")
    every = found(pages, address)
    narrow = link(pages, address, "BUN-0003")
    one_bundle = found(pages, narrow)
    assert one_bundle
    assert set(one_bundle) < set(every)
    both = link(pages, narrow, "opened by nobody")
    assert pages.get(both).text.count('class="tag"') == 2
    page = HTMLParser(pages.get(both).text)
    wider = [str(each.attributes["href"]) for each in page.css(".chips a")]
    assert sorted(found(pages, wider[1])) == sorted(one_bundle)


def test_facets_of_very_many_are_counted_when_asked_for(pages: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hits, "COUNTED", 1)
    address = ask(pages, "the OR a OR name")
    page = HTMLParser(pages.get(address).text)
    assert not page.css(".facet")
    asked = next(str(each.attributes["href"]) for each in page.css(".side a") if "Count the" in each.text())
    assert HTMLParser(pages.get(asked).text).css(".facet")
    assert HTMLParser(pages.get(address).text).css(".facet")  # and they are kept


# -- saved searches, records, files


def test_a_saved_search_says_what_came_in_since_and_is_forgotten(pages: Any) -> None:
    address = ask(pages, "register OR canvasser")
    saved = pages.post("/search/save", data={"q": handle(address), "name": "What <b>Ann</b> asked"})
    assert saved.status_code == 303
    page = pages.get(saved.headers["location"]).text
    assert "None of these came in since" in page
    assert "&lt;b&gt;Ann&lt;/b&gt;" in page
    again = pages.post("/search/save", data={"q": handle(address), "name": "What <b>Ann</b> asked"})
    assert again.status_code == 400
    assert "The search was not saved" in again.text
    entry = pages.case.saved_searches()[0]["entry"]
    pages.case.box_add("A register of the ward", "Example Constabulary")
    run = pages.get(f"/search/saved/{entry}")
    assert "register" not in run.headers["location"]
    assert "1 of these came in since" in pages.get(run.headers["location"]).text
    gone = pages.post(f"/search/saved/{entry}/forget")
    assert gone.status_code == 303
    assert pages.case.saved_searches() == []
    assert pages.get(f"/search/saved/{entry}").status_code == 404


def test_a_search_record_is_sent_as_a_file_and_is_an_entry(pages: Any) -> None:
    before = _entries(pages)
    sent = pages.post("/search/record", data={"q": handle(ask(pages, "canvasser"))})
    assert sent.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in sent.headers["content-security-policy"]
    assert "SEARCH RECORD" in sent.text
    assert pages.case.entry(before + 1)["do"] == "searched"


def test_the_files_hold_every_hit_and_no_formula(pages: Any, path: Path) -> None:
    address = ask(pages, "spreadsheet OR the")
    sent = pages.get(f"/search.csv?q={handle(address)}")
    rows = list(csv.reader(io.StringIO(sent.text)))
    names = [row[2] for row in rows if row and row[0].startswith("ITM-")]
    assert len(names) == pages.case.search("spreadsheet OR the")["total"]
    assert not any(name.startswith(("=", "+", "@", "-")) for name in names)
    assert lines_of(path, "exported")[-1]["kind"] == "csv"
    assert pages.get(f"/search.xlsx?q={handle(address)}").content.startswith(b"PK")


def test_hostile_names_and_texts_are_text(pages: Any) -> None:
    page = pages.get(ask(pages, "keys OR backwards OR spreadsheet OR template OR terminal")).text
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "\x1b" not in page
    assert "{{ 7 * 7 }}" in page
    assert len(found(pages, ask(pages, "keys OR backwards OR spreadsheet OR template OR terminal"))) >= len(HOSTILE)


# -- acts over a search


@pytest.mark.parametrize(
    ("do", "why", "of"),
    [
        ("judge:relevant", "all alike", "judged"),
        ("code:used:used", "", "coded"),
        ("code:sensitive:yes", "names of children", "coded"),
        ("tag", "", "coded"),
        ("settle:set-aside", "looked at on paper", "settled"),
    ],
)
def test_an_act_over_a_search_is_one_entry_and_one_step_undoes_it(pages: Any, do: str, why: str, of: str) -> None:
    if do == "tag":
        do = f"tag:{pages.case.define_tag('topics', 'postal votes')['tag']}"
    query = "state:none.empty-file OR state:unread.encrypted" if of == "settled" else "canvasser OR name"
    token, count = confirm(pages, query, do=do, why=why)
    before = _entries(pages)
    done = pages.post("/search/bulk/do", data={"b": token, "count": count})
    assert _entries(pages) == before + 1
    assert pages.case.entry(before + 1)["do"] == of
    assert pages.case.entry(before + 1)["said"]["count"] == int(count) > 1
    page = HTMLParser(pages.get(done.headers["location"]).text)
    form = first(page, "form.undo")
    fields = {each.attributes["name"]: each.attributes.get("value") or "" for each in form.css("input")}
    undone = pages.post(form.attributes["action"], data=fields | {"why": "a slip"})
    assert undone.headers["location"].startswith("/search?")
    assert _entries(pages) == before + 2
    assert confirm(pages, query, do=do, why=why)[1] == count  # as if it had never been


def test_another_count_than_the_one_shown_is_refused(pages: Any) -> None:
    token, count = confirm(pages, "canvasser OR name", do="judge:unsure")
    before = _entries(pages)
    wrong = pages.post("/search/bulk/do", data={"b": token, "count": str(int(count) + 1)})
    assert wrong.status_code == 409
    assert "Nothing was recorded" in wrong.text
    pages.case.judge("ITM-000001", judgement="unsure")
    if int(confirm(pages, "canvasser OR name", do="judge:unsure")[1]) != int(count):
        assert pages.post("/search/bulk/do", data={"b": token, "count": count}).status_code == 409
    assert _entries(pages) == before + 1
    assert pages.post("/search/bulk/do", data={"b": token}).status_code == 400


def test_tags_are_taken_off_in_bulk_as_easily(pages: Any) -> None:
    tag = pages.case.define_tag("topics", "hall")["tag"]
    pages.case.tag(str(tag), query="canvasser")
    token, count = confirm(pages, "canvasser OR name", do=f"untag:{tag}")
    assert int(count) == pages.case.search("canvasser")["total"]
    pages.post("/search/bulk/do", data={"b": token, "count": count})
    assert pages.case.tags()[0]["items"] == 0


def test_only_what_is_ticked_is_judged(pages: Any) -> None:
    address = ask(pages, "canvasser OR name")
    one = found(pages, address)[0]
    form = {"q": handle(address), "of": "ticked", "do": "judge:relevant", "why": ""}
    assert pages.post("/search/bulk", data=form).status_code == 400
    sent = pages.post("/search/bulk", data=form | {"item": one})
    token = sent.headers["location"].partition("b=")[2]
    shown = pages.get(sent.headers["location"]).text
    assert "Judge <b>1 item</b> relevant" in shown
    assert f'<a href="/item/{one}">' in shown
    pages.post("/search/bulk/do", data={"b": token, "count": "1"})
    assert pages.case.progress()["relevant"] == 1
    assert pages.case.reviewed(one)["judgement"] == "relevant"


def test_an_act_over_expanded_names_or_of_an_unknown_kind_is_refused(pages: Any) -> None:
    names = handle(ask(pages, "canvasser", names=True))
    form = {"q": names, "of": "all", "do": "judge:relevant", "why": ""}
    assert pages.post("/search/bulk", data=form).status_code == 409
    plain = form | {"q": handle(ask(pages, "canvasser"))}
    assert pages.post("/search/bulk", data=plain | {"do": "erase"}).status_code == 400
    before = _entries(pages)
    asked = pages.post("/search/bulk", data=plain | {"do": "settle:set-aside"})  # no reason
    assert asked.status_code == 400
    assert _entries(pages) == before
    again = first(HTMLParser(asked.text), "form[action='/search/bulk']")
    fields = {str(each.attributes["name"]): each.attributes.get("value") or "" for each in again.css("input")}
    assert pages.post("/search/bulk", data=fields | {"why": "looked at on paper"}).status_code == 303


@pytest.mark.parametrize(
    "to", ["//evil.example/", "https://evil.example/", "\\\\evil.example", "/search?to=//evil.example"]
)
def test_undoing_never_leads_to_another_site(pages: Any, to: str) -> None:
    entry = pages.case.judge("ITM-000001", judgement="relevant")["entry"]
    sent = pages.post(f"/undo/{entry}", data={"to": to})
    assert sent.status_code == 303
    assert sent.headers["location"].startswith(("/review?", "/search?kept="))


def test_what_another_act_says_cannot_be_undone_here(pages: Any) -> None:
    assert pages.post("/undo/0", data={"to": "/search"}).status_code == 400
    assert pages.post("/undo/99999", data={"to": "/search"}).status_code == 404
    assert pages.post("/undo/x", data={"to": "/search"}).status_code == 404


# -- in a browser


def test_everybody_can_use_the_pages(looker: Looker) -> None:
    looker.holds("/search")
    looker.holds("/search/unsearched")


def test_an_answer_in_a_browser_by_keyboard_alone(looker: Looker) -> None:
    with looker.tab("/search") as tab:
        tab.keyboard.press("/")
        assert tab.evaluate("document.activeElement.id") == "query"
        tab.keyboard.type("canvasser OR name")
        tab.keyboard.press("Enter")
        tab.wait_for_selector(".hit")
        address = tab.url.removeprefix(looker.base)
        assert "canvasser" not in address
        reach(tab, "[data-pick]")
        tab.keyboard.press("Space")
        assert tab.inner_text("[data-picked]") == "1"
    looker.holds(address)


def test_without_script_a_search_is_narrowed_and_confirmed(looker: Looker) -> None:
    with looker.without_script("/search") as tab:
        tab.fill("#query", "canvasser OR name")
        tab.press("#query", "Enter")
        tab.click(".facet a")
        assert tab.locator(".chips a").count() == 1
        tab.click("button[value=all]")
        assert tab.inner_text("h1") == "Confirm"
        assert "Nothing is recorded yet" in tab.inner_text("main")
