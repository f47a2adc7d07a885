"""The page of an item: what is shown of it, and that nothing is shown before it is recorded that somebody has it open."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.iteming import named, openings, shown, taken
from web.making import HOSTILE, lines_of

from muniment.case import Case
from muniment.errors import Refused, Trouble
from muniment.web import itemtext

BOTH = ["Ann Example", "Ben Example"]


# -- opening


def test_a_page_with_content_is_opened_once_and_each_page_seen_is_logged(pages: Any, path: Path) -> None:
    letter = named(pages.case, "letter.pdf")
    assert openings(pages.case, letter) == []
    page = shown(pages, f"/item/{letter}")
    (entry,) = openings(pages.case, letter)
    assert entry["by"] == "Ann Example"
    assert "The canvasser took the envelope." in page.css_first(".text").text()
    assert page.css_first(".sheet img").attributes["src"] == f"/item/{letter}/page/1"
    assert "Page two" in shown(pages, f"/item/{letter}?page=2").css_first(".text").text()
    picture = pages.get(f"/item/{letter}/page/3")
    assert (picture.headers["content-type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    assert len(openings(pages.case, letter)) == 1
    assert [each["page"] for each in lines_of(path, "showed") if each["on"] == letter] == [1, 2, 3]
    assert pages.get(f"/item/{letter}?page=9").status_code == 404
    assert pages.get(f"/item/{letter}/page/9").status_code == 404


def test_a_picture_that_is_asked_for_alone_opens_too(pages: Any) -> None:
    letter = named(pages.case, "letter.pdf")
    assert pages.get(f"/item/{letter}/page/2").status_code == 200
    assert len(openings(pages.case, letter)) == 1


@pytest.mark.parametrize("way", ["head", "ahead", "script"])
def test_what_nobody_sees_opens_nothing(pages: Any, way: str) -> None:
    letter = named(pages.case, "letter.pdf")
    address = f"/item/{letter}"
    if way == "head":
        pages.head(address)
        pages.head(f"{address}/page/1")
    elif way == "ahead":
        assert pages.get(address, headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 503
    else:
        for under in ("facts", "family", "custody", "alike"):
            assert pages.get(f"{address}/{under}").status_code == 200
    assert openings(pages.case, letter) == []


def test_what_cannot_be_logged_or_recorded_is_not_shown(pages: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = named(pages.case, "letter.pdf")
    failures = {"consulted": Trouble("the disk is full", "", "make room"), "opened": Refused("no key", "", "")}
    for name, error in failures.items():

        def fails(*_: Any, error: Exception = error, **__: Any) -> None:
            raise error

        with monkeypatch.context() as patch:
            patch.setattr(Case, name, fails)
            for address in (f"/item/{letter}", f"/item/{letter}/page/1"):
                answer = pages.get(address)
                assert answer.status_code in {409, 503}
                assert b"canvasser" not in answer.content
                assert answer.content[:4] != b"\x89PNG"
    assert openings(pages.case, letter) == []


# -- what is held, what is gone


def test_nothing_of_a_held_item_is_shown(pages: Any, tmp_path: Path) -> None:
    (item,) = taken(
        pages, tmp_path / "more", {"kingfisher.txt": b"The kingfisher sat on the weir."}, hold=True
    ).values()
    for under in ("", "/facts", "/family", "/custody", "/alike", "/page/1", "/play"):
        answer = pages.get(f"/item/{item}{under}")
        assert answer.status_code in {404, 409}, under
        assert "kingfisher" not in answer.text
    for form in ("judge", "note", "original", "play", "opened", "code"):
        answer = pages.post(
            f"/item/{item}/{form}", data={"judgement": "relevant", "noted": "x", "how": "x", "used": "used"}
        )
        assert answer.status_code == 409, form
        assert "kingfisher" not in answer.text
    assert openings(pages.case, item) == []


def test_an_erased_item_says_so(pages: Any) -> None:
    item = named(pages.case, "statement.txt")
    assert pages.get(f"/item/{item}").status_code == 200
    pages.case.erase(item, authority="order 12", agreed_by=BOTH)
    page = shown(pages, f"/item/{item}")
    assert "erased by law" in page.css_first(".lede").text()
    assert page.css(".text") == []
    assert page.css('form[action$="/original"]') == []
    assert "order 12" in shown(pages, f"/item/{item}/custody").body.text()
    assert pages.post(f"/item/{item}/original").status_code == 409


# -- text


def test_a_long_text_is_sent_in_parts(pages: Any, tmp_path: Path) -> None:
    lines = [f"Line {at:,} of a long text about the register of electors.\n" for at in range(6000)]
    (item,) = taken(pages, tmp_path / "more", {"long.txt": "".join(lines).encode()}).values()
    found, address = "", f"/item/{item}"
    for part in range(1, 10):
        answer = pages.get(address, params={"part": part} if part > 1 else {})
        if answer.status_code == 404:
            break
        assert len(answer.content) < 2 * itemtext.PART
        page: Any = HTMLParser(answer.text)
        found += page.css_first(".text").text()
    assert found == "".join(lines)
    assert 'rel="next"' in pages.get(address).text


@pytest.mark.parametrize(
    "text",
    ["", "a\n", "x" * 350_000, "line\n" * 50_000, "\n" * 150_000],
    ids=["none", "short", "no-lines", "lines", "ends"],
)
def test_parts_are_the_whole_text(text: str) -> None:
    starts = [*itemtext.parts(text), len(text)]
    assert "".join(text[low:high] for low, high in pairwise(starts)) == text
    assert all(high - low <= itemtext.PART for low, high in pairwise(starts))


def test_hits_are_marked_in_the_text_and_boxed_on_the_page(pages: Any) -> None:
    letter = named(pages.case, "letter.pdf")
    found = pages.post("/search", data={"query": "envelope OR two"})
    handle = re.search(r"q=([\w-]+)", found.headers["location"])
    assert handle is not None
    page = shown(pages, f"/item/{letter}?q={handle[1]}")
    assert [each.text() for each in page.css(".text mark")] == ["envelope"]
    (box,) = page.css(".sheet svg rect.box")
    assert 0 < int(box.attributes["x"] or 0) < 10_000
    assert page.css(f'a[href*="page=2"][href*="q={handle[1]}"]')
    assert (
        "forgotten" in pages.get(f"/item/{letter}?q=forgotten").text
        or "not known any more" in pages.get(f"/item/{letter}?q=gone").text
    )


@pytest.mark.parametrize("name", sorted(HOSTILE), ids=["markup", "formula", "lines", "template", "override"])
def test_what_comes_from_a_case_is_text(pages: Any, name: str) -> None:
    item = next(each["id"] for each in pages.case.items() if each["name"].encode() == name.encode())
    for under in ("", "/facts", "/family", "/custody", "/alike"):
        html = pages.get(f"/item/{item}{under}").text
        page = HTMLParser(html)
        assert page.css("[onerror], iframe, object, embed, style, [style]") == []
        scripts = page.css("script")
        assert {str(each.attributes["src"]).partition("?")[0] for each in scripts} <= {
            "/static/muniment.js",
            "/static/keep.js",
        }
        assert not any(each.text(strip=True) for each in scripts)
        assert not [sign for sign in html if sign in "\u202a\u202b\u202d\u202e\u2066\u2067\u200f\x1b\x00"]
    text = shown(pages, f"/item/{item}").css_first(".text").text()
    assert text == pages.case.item(item)["text"]


# -- other kinds of content


def test_an_unread_item_says_why_and_what_next(pages: Any) -> None:
    item = named(pages.case, "inside.txt")
    page = shown(pages, f"/item/{item}")
    assert "needs a password" in page.css_first(".lede").text()
    assert "Ask for the password" in page.css_first(".none").text()
    assert page.css_first('form[action$="/settle"]') is not None
    assert openings(pages.case, item) == []


def test_families_threads_and_what_is_alike_lead_to_each_other(pages: Any) -> None:
    mail = next(each["id"] for each in pages.case.items() if each["type"] == "message/rfc822")
    page = shown(pages, f"/item/{mail}")
    assert page.css_first("h1").text() == "leaflets"
    child = pages.case.kin(mail)["inside"][0]
    assert page.css(f'.tree a[href="/item/{child}"]')
    family = shown(pages, f"/item/{child}/family")
    assert family.css(f'.tree a[href="/item/{mail}"]')
    assert family.css(f'.thread a[href="/item/{mail}"]')


def test_a_difference_shows_both_and_opens_both(pages: Any, tmp_path: Path) -> None:
    text = "The clerk counted every ballot paper in the hall before noon and wrote the number down twice. " * 6
    found = taken(
        pages,
        tmp_path / "more",
        {"one.txt": text.encode(), "two.txt": (text + "Then he left by the side door.").encode()},
    )
    one, two = found["one.txt"], found["two.txt"]
    assert shown(pages, f"/item/{one}/alike").css(f'a[href="/item/{one}/alike/{two}"]')
    page = shown(pages, f"/item/{one}/alike/{two}")
    assert "side door" in page.css_first("ins").text()
    assert [len(openings(pages.case, each)) for each in (one, two)] == [1, 1]


def test_an_older_reading_says_that_it_is_one(pages: Any) -> None:
    note = named(pages.case, "letter.pdf")
    said = pages.case.item(note)
    entry = said["readings"][0]["entries"][0]
    assert pages.get(f"/item/{note}?reading={entry}").status_code == 200
    assert pages.get(f"/item/{note}?reading=999999").status_code == 404
    assert said["shown_reading"] not in pages.get(f"/item/{note}").text


# -- the original


def test_the_original_is_a_file_and_disclosed_first(pages: Any, path: Path) -> None:
    letter = named(pages.case, "letter.pdf")
    assert pages.get(f"/item/{letter}/original").status_code == 405
    assert lines_of(path, "disclosed") == []
    answer = pages.post(f"/item/{letter}/original", data={"why": "to counsel"})
    assert answer.content[:5] == b"%PDF-"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["x-content-type-options"] == "nosniff"
    (line,) = lines_of(path, "disclosed")
    assert (line["items"], line["form"]) == ([letter], "original")


@pytest.mark.parametrize(
    "name",
    ["<img src=x onerror=alert(1)>.txt", "two\nlines\x1b[31m.txt", '=HYPERLINK("evil.test")'],
    ids=["markup", "lines", "formula"],
)
def test_a_name_cannot_break_the_headers_of_a_file(pages: Any, name: str) -> None:
    item = next(each["id"] for each in pages.case.items() if each["name"] == name)
    sent = pages.post(f"/item/{item}/original").headers["content-disposition"]
    assert re.fullmatch(r'attachment; filename="ITM-\d+-[^"\\\r\n]*"; filename\*=UTF-8\'\'[\w.%~-]+', sent), sent


def test_the_way_through_passes_nothing_over(pages: Any, tmp_path: Path) -> None:
    lines = [f"Line {at:,} of a very long text about the register of electors in the ward.\n" for at in range(18_000)]
    (item,) = taken(pages, tmp_path / "more", {"longer.txt": "".join(lines).encode()}).values()
    said, address, found = pages.case.item(item), f"/item/{item}", list[str]()
    while True:
        page = shown(pages, address)
        found.append(page.css_first(".text").text())
        ahead = page.css_first('.doc a[rel="next"]')
        if ahead is None:
            break
        address = ahead.attributes["href"].removesuffix("#content")
    assert len(said["pages"]) > 1, "the reader gives so long a text in several parts"
    assert "".join(found) == "".join(each["text"] for each in said["pages"])
