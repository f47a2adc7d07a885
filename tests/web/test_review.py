"""Review: one item after the other; a judgement is acknowledged when it is kept, and never where it was not."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.looking import Looker, reach
from web.making import lines_of
from web.parsed import first
from web.serving import client

from muniment.case import Case
from muniment.errors import ToolMissing
from muniment.web import itemtext, reading


def _item(address: str) -> str:
    found = re.search(r"ITM-\d+", address)
    assert found, address
    return found[0]


def _next(pages: Any) -> str:
    """The address of the next item."""
    sent = pages.get("/review")
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"])


def _named(pages: Any, name: str) -> str:
    return next(str(row["id"]) for row in pages.case.items() if row["name"] == name)


def test_every_item_comes_once_and_each_judgement_is_acknowledged_with_its_entry(pages: Any) -> None:
    address, judged = _next(pages), list[str]()
    while _item(address) not in judged:
        page = pages.get(address)
        assert page.status_code == 200
        if judged:
            kept = first(HTMLParser(page.text), ".kept").text()
            entry = address.partition("kept=")[2]
            assert f"entry {int(entry):,}" in kept
            assert pages.case.entry(int(entry))["said"]["ids"] == [[int(judged[-1][4:]), 1]]
        item = _item(address)
        sent = pages.post(
            f"/review/{item}", data={"judgement": ("relevant", "not-relevant", "unsure")[len(judged) % 3]}
        )
        assert sent.status_code == 303
        judged.append(item)
        address = sent.headers["location"]
        if not address.startswith("/review/ITM"):
            break
    progress = pages.case.progress()
    assert len(judged) == len(set(judged)) == progress["judged"]
    assert progress["judged_by_nobody"] == 0
    assert "Every item was judged" in pages.get("/review").text


def test_opening_is_recorded_before_the_text_is_sent_and_once(pages: Any, path: Path) -> None:
    item = _named(pages, "statement.txt")
    before = pages.case.head()["as_of"]
    assert pages.head(f"/review/{item}").status_code == 200
    ahead = pages.get(f"/review/{item}", headers={"Sec-Purpose": "prefetch"})
    assert ahead.status_code == 503
    assert pages.case.entries(do="opened", on=item) == []
    page = pages.get(f"/review/{item}")
    assert "Thursday" in page.text
    assert [each["by"] for each in pages.case.entries(do="opened", on=item)] == ["Ann Example"]
    assert [each for each in lines_of(path, "showed") if each["on"] == item]
    after = pages.case.head()["as_of"]
    pages.get(f"/review/{item}")
    assert pages.case.head()["as_of"] == after > before


def test_a_picture_opens_an_item_when_it_is_sent_and_not_before(pages: Any) -> None:
    item = _named(pages, "letter.pdf")
    page = HTMLParser(pages.get(f"/review/{item}").text)
    picture = first(page, ".sheet img").attributes["src"]
    assert pages.case.entries(do="opened", on=item) == []
    answer = pages.get(picture)
    if answer.status_code == 200:  # where there is a jail to draw it in
        assert len(pages.case.entries(do="opened", on=item)) == 1
    text = HTMLParser(pages.get(f"/review/{item}?page=2&as=text").text)
    assert "Page two of the letter." in first(text, ".text").text()
    assert (
        first(HTMLParser(pages.get(f"/review/{item}?page=3").text), ".text").text().strip() == "Page three."
    )  # as chosen


def test_a_long_text_is_read_in_parts(pages: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(itemtext, "PART", 200)
    item = _named(pages, "statement.txt")
    address, told = f"/review/{item}", ""
    while address:
        page = HTMLParser(pages.get(address).text)
        told += first(page, ".text").text()
        more = page.css('.doc-bar a[rel="next"]')
        address = str(more[0].attributes["href"]) if more else ""
    assert told == pages.case.item(item)["text"]


def test_why_it_is_next_is_said_and_marked_and_stands_in_no_address(
    pages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = _named(pages, "statement.txt")
    why = [{"term": "thursday", "weight": 0.9}, {"term": "estate", "weight": -0.2}, {"term": 'a"b', "weight": 0.1}]
    said = pages.case.review_next() | {"item": item, "why": why}
    monkeypatch.setattr(type(pages.case), "review_next", lambda *_, **__: said)
    page = HTMLParser(pages.get(f"/review/{item}").text)
    assert [each.text() for each in page.css(".terms li > span:first-child")] == ["thursday", "estate", 'a"b']
    assert [each.text() for each in page.css(".text mark")] == ["Thursday"]
    assert "thursday" not in " ".join(
        str(each.attributes.get("href") or each.attributes.get("src")) for each in page.css("a, img")
    )


def test_terms_are_asked_as_they_are_written() -> None:
    assert reading.query_of(["postal vote", "near"]) == '"postal vote" OR "near"'
    assert reading.query_of(['a"b', "\u201cx"]) == ""


def test_two_judgements_are_kept_and_one_is_taken_back(pages: Any, path: Path) -> None:
    item = _item(_next(pages))
    pages.post(f"/review/{item}", data={"judgement": "relevant", "note": "first <b>thought</b>"})
    pages.post(f"/review/{item}", data={"judgement": "unsure"})
    page = HTMLParser(pages.get(f"/review/{item}").text)
    form = next(each for each in page.css("form") if (each.attributes["action"] or "").startswith("/undo/"))
    back = pages.post(form.attributes["action"], data={"to": f"/review/{item}"})
    assert _item(back.headers["location"]) == item
    stands = pages.case.reviewed(item)
    assert stands["judgement"] == "relevant"
    assert [each["do"] for each in stands["history"]] == ["judged", "judged", "taken-back"]


def test_where_people_differ_both_are_shown_and_one_can_decide(pages: Any, path: Path) -> None:
    item = _named(pages, "statement.txt")
    pages.post(f"/review/{item}", data={"judgement": "relevant"})
    with Case.open(path, by="Bea Second") as other:
        other.judge(item, judgement="not-relevant")
    page = pages.get(f"/review/{item}").text
    assert "Bea Second" in page
    assert "Judged differently" in page
    assert "decides" in page
    pages.post(f"/review/{item}", data={"judgement": "relevant", "decides": "yes"})
    assert pages.case.reviewed(item)["judgement"] == "relevant"
    progress = pages.get("/review/progress").text
    assert "Bea Second" in progress


def test_notes_and_that_it_was_read_to_the_end(pages: Any) -> None:
    item = _named(pages, "statement.txt")
    assert (
        pages.post(f"/review/{item}/code", data={"note": "<script>alert(1)</script>\r\nsecond line"}).status_code == 303
    )
    page = pages.get(f"/review/{item}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\nsecond line" in page
    assert pages.post(f"/review/{item}", data={"judgement": "unsure", "end": "yes"}).status_code == 303
    assert [each["by"] for each in pages.case.reviewed(item)["read_to_end"]] == ["Ann Example"]
    assert pages.post(f"/review/{item}", data={"note": "no judgement"}).status_code == 400


def _sent(page: HTMLParser) -> list[tuple[str, str]]:
    """The coding form as a browser would send it."""
    found = []
    for each in page.css(".choices input[form=judging]"):
        kind = each.attributes.get("type")
        if kind in {"checkbox", "radio"} and "checked" not in each.attributes:
            continue
        found.append((str(each.attributes["name"]), each.attributes.get("value") or ""))
    return found


def _post(pages: Any, address: str, fields: list[tuple[str, str]]) -> Any:
    return pages.post(address, content=urlencode(fields), headers={"Content-Type": "application/x-www-form-urlencoded"})


def test_the_coding_form_records_what_changed_and_nothing_else(pages: Any) -> None:
    tags = [str(pages.case.define_tag("topics", name)["tag"]) for name in ("postal", "hall")]
    item = _named(pages, "statement.txt")
    before = pages.case.head()["as_of"]
    empty = _sent(HTMLParser(pages.get(f"/review/{item}").text))
    opened = pages.case.head()["as_of"] - before
    _post(pages, f"/review/{item}/code", empty)
    assert pages.case.head()["as_of"] == before + opened  # nothing was said
    full = [each for each in empty if each[0] not in {"privileged", "why"}]
    _post(pages, f"/review/{item}/code", [*full, ("privileged", "yes"), ("why", "a child is named"), ("tag", tags[1])])
    coded = pages.case.coded(item)
    assert [each["name"] for each in coded["tags"]] == ["hall"]
    assert (coded["privileged"]["value"], coded["sensitive"]["why"]) == ("yes", "a child is named")
    now = _sent(HTMLParser(pages.get(f"/review/{item}").text))
    pages.case.tag(tags[0], item)  # somebody else, meanwhile
    cleared = [each for each in now if each[0] not in {"tag", "privileged", "why"}]
    _post(pages, f"/review/{item}/code", [*cleared, ("privileged", ""), ("why", "")])
    coded = pages.case.coded(item)
    assert [each["name"] for each in coded["tags"]] == ["postal"]
    assert (coded["privileged"], coded["sensitive"]) == (None, None)


def test_a_judgement_that_was_kept_is_said_though_nothing_can_be_ranked(
    pages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: Any, **__: Any) -> None:
        raise ToolMissing("ranking needs libraries that are not installed", "", "pip install 'muniment[rank]'")

    monkeypatch.setattr(type(pages.case), "review_next", missing)
    item = _named(pages, "statement.txt")
    assert pages.get(f"/review/{item}").status_code == 200
    sent = pages.post(f"/review/{item}", data={"judgement": "relevant"})
    assert _item(sent.headers["location"]) == item
    assert "Kept." in pages.get(sent.headers["location"]).text
    assert pages.get("/review").status_code == 501


def test_a_script_is_told_the_entry_and_where_to_go(pages: Any) -> None:
    item = _item(_next(pages))
    told = pages.post(f"/review/{item}", data={"judgement": "relevant"}, headers={"Accept": "application/json"}).json()
    assert told["ok"]
    assert told["to"].endswith(f"kept={told['entry']}")
    wrong = pages.post("/review/ITM-999999", data={"judgement": "relevant"}, headers={"Accept": "application/json"})
    assert (wrong.status_code, wrong.json()["ok"]) == (404, False)


def test_a_ranking_begins_with_what_a_search_finds(pages: Any) -> None:
    sent = pages.post("/review", data={"query": "name:statement"})
    assert _item(sent.headers["location"]) == _named(pages, "statement.txt")
    assert "statement" not in sent.headers["location"]
    assert pages.post("/review", data={"query": '"open'}).status_code == 400


def test_progress_is_drawn_and_stands_in_a_table(pages: Any) -> None:
    assert "No item has been judged yet" in pages.get("/review/progress").text
    pages.case.judge("ITM-000001", judgement="relevant")
    page = HTMLParser(pages.get("/review/progress").text)
    assert first(page, ".plot table tbody").text()
    for look in ("light", "dark"):
        for size in ("wide", "narrow"):
            answer = pages.get(f"/figure/progress-{look}-{size}.svg")
            if answer.status_code == 200:  # where the library that draws is installed
                assert answer.headers["content-type"].startswith("image/svg+xml")
    assert pages.get("/figure/progress-pink-wide.svg").status_code == 404


def test_recall_is_estimated_from_random_samples_alone(pages: Any) -> None:
    pages.case.judge("ITM-000005", "ITM-000006", judgement="relevant")
    assert "estimated recall" not in pages.get("/review/progress").text
    sample = pages.case.sample(6, of="all")
    while item := pages.case.sample_next(sample["sample"]):
        pages.case.judge(item, judgement="relevant", way="sample")
    page = HTMLParser(pages.get("/review/progress").text)
    cells = {each.attributes["data-l"]: each.text() for each in page.css(".plot td")}
    found, frame = pages.case.progress()["relevant"], sample["frame"]
    low = pages.case.sample_result(sample["sample"])["relevant"]["at_least"]
    assert (
        cells["estimated recall, at least"] == f"{100 * found / frame:.1f} %"
    )  # as many as all of them may be relevant
    assert cells["estimated recall, at most"] == f"{100 * min(found / (low * frame), 1):.1f} %"


# -- the server goes away


def test_each_acknowledged_judgement_is_there_when_the_server_was_killed(path: Path) -> None:
    acknowledged: dict[str, tuple[int, str]] = {}
    for round_ in range(2):
        command = [sys.executable, "-I", "-m", "muniment.cli.main", "--case", os.fspath(path), "serve", "--no-open"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            assert server.stdout is not None
            link = next(line.strip() for line in server.stdout if line.startswith("http://"))
            found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)(/in/\S+)", link)
            assert found, link
            port = int(found[1])
            cookie = _told(port, "GET", found[2], "")[2]
            for _ in range(4):
                _, place, _ = _told(port, "GET", "/review", cookie)
                item, judgement = _item(place), ("relevant", "unsure")[round_]
                status, body = _said(port, f"/review/{item}", {"judgement": judgement}, cookie)
                assert status == 200
                acknowledged[item] = json.loads(body)["entry"], judgement
        finally:
            server.send_signal(signal.SIGKILL)
            server.communicate()
    with client(path) as pages:
        for item, (entry, judgement) in acknowledged.items():
            stands = pages.case.reviewed(item)
            assert (stands["entry"], stands["judgement"]) == (entry, judgement)
            assert f"entry {entry:,}" in pages.get(f"/review/{item}").text
        assert pages.case.progress()["judged"] == len(acknowledged) == 8


def _told(
    port: int, method: str, address: str, cookie: str, body: str | None = None, **headers: str
) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
    connection.request(method, address, body, {"Cookie": cookie, **kind, **headers})
    answer = connection.getresponse()
    text, place = answer.read().decode(), answer.headers.get("Location", "")
    given = answer.headers.get("Set-Cookie", "").partition(";")[0]
    connection.close()
    return answer.status, place, text or given


def _said(port: int, address: str, form: dict[str, str], cookie: str) -> tuple[int, str]:
    status, _, text = _told(port, "POST", address, cookie, urlencode(form), Accept="application/json")
    return status, text


# -- in a browser


def test_everybody_can_use_the_pages(looker: Looker) -> None:
    looker.holds("/review/ITM-000006")
    looker.holds("/review/progress")


def test_one_key_judges_and_the_next_item_comes(alone: Looker) -> None:
    with alone.tab("/review") as tab:
        seen = []
        for key in ("r", "n", "u"):
            seen.append(_item(tab.url))
            tab.keyboard.press(key)
            tab.wait_for_url(lambda address, here=seen[-1]: here not in address)
            assert tab.locator(".kept").is_visible()
        said = [alone.case.reviewed(item)["judgement"] for item in seen]
        assert said == ["relevant", "not-relevant", "unsure"]
        tab.keyboard.press("z")
        tab.wait_for_url(lambda address: seen[-1] in address)
        assert alone.case.reviewed(seen[-1])["judgement"] is None
        tab.keyboard.press("m")
        tab.keyboard.type("running")  # r, n and u are letters here
        assert tab.input_value("#note") == "running"
        tab.keyboard.press("Escape")
        tab.keyboard.press("?")
        assert tab.locator("details[data-key='?']").get_attribute("open") is not None
        tab.uncheck("[data-keys] input")
        tab.locator("h1").click()
        tab.keyboard.press("r")
        assert alone.case.reviewed(seen[-1])["judgement"] is None


def test_a_lost_connection_says_not_kept_and_keeps_the_note(alone: Looker) -> None:
    with alone.tab("/review") as tab:
        item = _item(tab.url)
        tab.fill("#note", "what I saw")
        tab.keyboard.press("Escape")
        tab.evaluate(
            "() => { window.real = window.fetch; window.fetch = () => Promise.reject(new TypeError('gone')); }"
        )
        tab.keyboard.press("r")
        tab.wait_for_selector("[data-not-kept]:not([hidden])")
        assert "Not kept" in tab.inner_text("[data-not-kept]")
        assert tab.input_value("#note") == "what I saw"
        assert tab.locator(".kept").count() == 0
        assert alone.case.reviewed(item)["judgement"] is None
        tab.evaluate("() => { window.fetch = window.real; }")
        tab.keyboard.press("r")
        tab.wait_for_selector(".kept")
        assert alone.case.reviewed(item)["says"][0]["note"] == "what I saw"


def test_a_judgement_is_kept_once_one_is_let_in_again(alone: Looker) -> None:
    """The session ends while somebody writes a note: nothing looks kept, and nothing that was typed is lost."""
    tab = alone._context.new_page()  # a page of its own: here the console may say that something was refused
    try:
        tab.goto(alone.base + "/review")
        address, before = tab.url, alone.case.head()["as_of"]
        tab.fill("#note", "carefully thought")
        alone.served.app.state.desk.sessions._open.clear()
        tab.click("button[value=relevant]")
        tab.wait_for_selector("[data-not-kept]:not([hidden])")
        assert "Nothing was kept: your session has ended" in tab.inner_text("[data-not-kept]")
        assert (tab.url, tab.input_value("#note")) == (address, "carefully thought")
        assert alone.case.head()["as_of"] == before
        with alone.tab(alone.served.link().removeprefix(alone.base)):
            tab.click("button[value=relevant]")
            tab.wait_for_selector(".kept")
        assert alone.case.reviewed(_item(address))["says"][0]["note"] == "carefully thought"
    finally:
        tab.close()


def test_without_script_by_keyboard_alone(alone: Looker) -> None:
    with alone.without_script("/review") as tab:
        item = _item(tab.url)
        reach(tab, "button[value=not-relevant]")
        tab.keyboard.press("Enter")
        tab.wait_for_selector(".kept")
        assert _item(tab.url) != item
    assert alone.case.reviewed(item)["judgement"] == "not-relevant"
