"""HTML: all of the text, whatever the markup; what the page would fetch is named and not fetched."""

import re
import time
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packing import Read, read
from selectolax.lexbor import LexborHTMLParser

from muniment.intake import charset
from muniment.intake.limits import Limits
from muniment.intake.readers.web import html as reader
from muniment.intake.readers.web.html import declared, words
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Reading
from muniment.model.state import State

WORDS = st.text(st.characters(min_codepoint=0x30, categories=["L", "Nd"]), min_size=1, max_size=8)


def page(body: str, head: str = "", limits: Limits | None = None) -> Read:
    return read(reader, f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), limits)


def test_text_as_a_reader_of_the_page_sees_it() -> None:
    found = page(
        "<h1>Minutes</h1><p>The <b>may</b>or\n   said:<br>no&nbsp;more &amp; no less.</p><ul><li>one<li>two</ul>"
    )
    assert found.draft.pages[0].text == "Minutes\nThe mayor said:\nno\xa0more & no less.\none\ntwo"
    assert (found.draft.state, found.draft.reason, found.draft.flags) == (State.TEXT_COMPLETE, "", [])
    assert found.draft.type == "text/html"


def test_tables_have_a_tab_between_cells() -> None:
    found = page(
        "<table><caption>Votes</caption><tr><th>Ward<th>Votes<tr><td><p>Mill</p></td><td></td><td>12</td></tr>"
        "<tr><td></td><td>only second</td></tr></table>after"
    )
    assert found.draft.pages[0].text == "Votes\nWard\tVotes\nMill\t\t12\n\tonly second\nafter"


def test_white_space_of_code_stays() -> None:
    assert "one\n    two\n\nthree" in page("<pre>one\n    two\n\nthree</pre>").text


def test_a_word_is_found_beside_a_footnote_mark_and_between_links() -> None:
    assert (
        words("the grant<sup>1</sup> was<sup>[2]</sup> paid on the 1<sup>st</sup>")
        == "the grant 1 was[2] paid on the 1st"
    )
    assert words('<a href="/">Home</a><a href="/a">About</a>') == "Home About"
    assert words("<option>Mill<option>Dock") == "Mill\nDock"


def test_words_in_attributes_are_had_and_cut_no_sentence() -> None:
    found = page(
        'See the <abbr title="Returning Officer">RO</abbr> of <img src="m.png" alt="map of Mill ward"> here.'
        '<input value="typed in"><input placeholder="your name"><textarea>long answer</textarea>'
        '<select><option label="lab">shown</select><div data-tip="<b>tip</b> of more" aria-label="spoken"></div>'
    )
    assert "See the RO of map of Mill ward here." in found.text
    assert found.parts("alt") == ["map of Mill ward"]
    assert found.parts("form") == ["typed in"]
    for said in ("Returning Officer", "your name", "long answer", "lab", "shown", "tip of more", "spoken"):
        assert said in found.text


def test_comments_are_a_part_of_the_document() -> None:
    found = page("<p>before <!-- a <b>secret</b> note -->after</p><!--[if mso]><p>for Outlook</p><![endif]-->")
    assert found.draft.pages[0].text == "before after"
    assert found.parts("comment") == ["a secret note", "for Outlook"]
    assert page("seen <!-- never closed, but here").parts("comment") == ["never closed, but here"]


@pytest.mark.parametrize(
    "markup",
    [
        '<div style="color: red; display:none">unseen</div>', "<p hidden>unseen<p>", "<template>unseen</template>",
        '<span style="visibility:hidden">unseen</span>', '<p style="font-size:0px">unseen<p>', '<b style="MSO-HIDE:ALL">unseen</b>',
        '<div style="display:none"><div>un</div>seen</div>', '<p style="opacity:0">unseen</p>',
    ],
)  # fmt: skip
def test_what_is_hidden_is_had_and_flagged(markup: str) -> None:
    found = page(f"<p>seen</p>{markup}<p>seen too</p>")
    assert "".join(found.parts("hidden")).replace("\n", "") == "unseen"
    assert "hidden-content" in found.draft.flags
    assert found.draft.pages[0].text.endswith("\nseen too")


def test_nothing_is_flagged_hidden_that_is_not() -> None:
    found = page('<p style="display:block;font-size:10px;opacity:0.5">seen</p><input type=hidden value="abc">')
    assert "hidden-content" not in found.draft.flags


def test_scripts_and_styles_are_no_text_and_scripts_are_flagged() -> None:
    found = page(
        "<script>var words = 'no text';</script><style>p { color: red }</style>body<noscript>without</noscript>"
    )
    assert found.draft.pages[0].text == "body without"
    assert "active-content" in found.draft.flags
    for markup in ('<p onclick="x()">a</p>', '<a href="javascript:x()">a</a>', "<object data=a.swf></object>a"):
        assert "active-content" in page(markup).draft.flags
    assert "active-content" not in page('<script type="application/ld+json">{}</script>words').draft.flags


def test_a_script_that_never_ends_hides_no_text() -> None:
    assert "after it" in words("<p>before<script>x = 1;<p>after it")
    assert words("<title>never ends<p>body") == "never ends\nbody"


def test_title_and_properties_are_facts_and_text() -> None:
    found = page(
        "text",
        '<title>Minutes  of\n May</title><meta name="author" content="Ann Example"><meta name=description content="A meeting">'
        '<meta name="keywords" content="ward, vote"><meta property="article:published_time" content="2014-05-23T10:00:00Z">'
        '<meta name="press-officer" content="Bo Example"><meta name="viewport" content="width=device-width">',
    )
    facts = found.draft.facts
    assert (facts["title"], facts["author"], facts["keywords"]) == ("Minutes of May", "Ann Example", "ward, vote")
    assert facts["date"] == facts["created"] == "2014-05-23T10:00:00Z"
    document = found.draft.pages[-1]
    assert document.label == "document"
    for said in ("Minutes of May", "Ann Example", "A meeting", "ward, vote", "Bo Example"):
        assert said in document.text
    assert "device-width" not in found.text


def test_links_are_facts_and_what_would_be_fetched_is_flagged() -> None:
    found = page(
        '<a href="https://a.example/x?a=1&amp;b=2">one</a><a href="mailto:ann@example.org">two</a><a href="#top">three</a>'
        '<img src="//pixel.example/t.gif"><img srcset="http://b.example/1.png 1x, http://b.example/2.png 2x">'
        '<div style="background:url(\'http://c.example/c.png\')"></div><iframe src="http://d.example/"></iframe>',
        '<style>@import "http://e.example/e.css";</style><meta http-equiv="refresh" content="0; url=http://f.example/">',
    )
    assert found.draft.facts["links"] == ["http://f.example/", "https://a.example/x?a=1&b=2", "mailto:ann@example.org"]
    targets = [item["target"] for item in found.draft.facts["external"]]
    assert sorted(targets) == [
        "//pixel.example/t.gif", "http://b.example/1.png", "http://b.example/2.png", "http://c.example/c.png",
        "http://d.example/", "http://e.example/e.css", "http://f.example/",
    ]  # fmt: skip
    assert "network-reference" in found.draft.flags
    assert "https://a.example/x?a=1&b=2" in found.text
    assert "network-reference" not in page('<img src="local.png"><img src="cid:1">').draft.flags


def test_pictures_in_the_page_are_members() -> None:
    found = page(
        '<img src="data:image/png;base64,aGVs bG8="><img src="data:image/png;base64,aGVs bG8=">'
        "<img src='data:image/svg+xml,%3Csvg/%3E'><img src='data:,'>",
        "<style>a{background:url(data:image/gif;base64,R0lG)}</style>",
    )
    assert [child.locator for child in found.draft.children] == ["data:0001", "data:0002", "data:0003"]
    assert found.members == [b"GIF", b"hello", b"<svg/>"]


def test_a_broken_picture_costs_that_member_alone() -> None:
    found = page('<img src="data:image/png;base64,!!!!"><img src="data:image/png;base64,aGVsbG8=">text')
    assert [child.state for child in found.draft.children] == [State.UNREAD_CORRUPT, None]
    assert found.members == [b"hello"]
    assert found.draft.state is State.TEXT_COMPLETE


def test_members_end_with_the_budget_and_are_all_listed() -> None:
    pictures = "".join(f'<img src="data:image/gif;base64,R0lG{at:04d}">' for at in range(5))
    found = page(f"text{pictures}", limits=Limits(children=2))
    assert [child.state for child in found.draft.children] == [None, None, *[State.UNREAD_LIMIT] * 3]
    assert (found.draft.complete, found.draft.incomplete) == (False, "limit-children")


def test_frames_in_the_page_are_text() -> None:
    found = page(
        '<iframe srcdoc="&lt;p&gt;inner &amp;amp; frame&lt;/p&gt;"></iframe><frameset><frame src=a></frameset>outer'
    )
    assert found.parts("frame") == ["inner & frame"]
    assert "outer" in found.text


def test_addresses_and_signs_that_browsers_drop_are_text() -> None:
    assert (
        words("From Ann <ann@example.org>, see <http://a.example/> if a<b")
        == "From Ann <ann@example.org>, see <http://a.example/> if a<b"
    )
    assert "and more" in words("x <y and more <b>words</b>")
    assert words("cut off <a href='unfinis") == "cut off <a href='unfinis"
    assert "swallowed" in words('<a href="x>swallowed</a> and <b title="y">more</b>')
    assert words("<![CDATA[inside]]>") == "inside"
    assert "echo" in words("<p>a<?php echo 'b > c'; ?>d")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("<meta charset=windows-1251><p>Выборы мэра".encode("cp1251"), "windows-1251"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS"><p>選挙の結果'.encode("cp932"),
            "cp932",
        ),
        ("<p>Ergebnis für Köln".encode(), "utf-8"),
        ("<p>Café, prêt à 5 €".encode("cp1252"), "windows-1252"),
        ("<html><p>words".encode("utf-16"), "utf-16-le"),
        ('<meta charset="utf-16"><p>Köln'.encode(), "utf-8"),  # it could not have been read there
        ('<?xml version="1.0" encoding="iso-8859-7"?><html><p>Η επιτροπή'.encode("iso8859_7"), "iso8859-7"),
    ],
)
def test_the_character_set_that_a_page_names(data: bytes, name: str) -> None:
    found = read(reader, data)
    assert found.draft.facts["charset"] == name
    assert charset.decode(data, declared(data)).text.rpartition(">")[2] in found.text


def test_what_is_declared_outside_counts_first() -> None:
    data = "<html><meta charset=utf-8><p>Выборы мэра".encode("koi8_r")
    found = hinted(data, "koi8-r")
    assert "Выборы мэра" in found.pages[0].text
    found = hinted("<html><meta charset=koi8-r><p>Выборы".encode("koi8_r"), "utf-8")
    assert found.pages[0].text == "Выборы"
    assert found.flags == []


def hinted(data: bytes, name: str) -> Draft:
    """The page as a parent gives it that says its character set."""

    def keep(source: Source, scope: Scope) -> Reading:
        raise AssertionError

    return reader.read(Source(data, {"charset": name}), Scope(Budget(Limits(), len(data)), keep))


def test_a_page_without_words_is_blank() -> None:
    found = page("<p> <br>", "<script>x</script>")
    assert (found.draft.state, found.draft.reason, found.draft.pages) == (State.NONE_BLANK, "no-text", [])
    assert page("", "<title>Only a title</title>").draft.state is State.TEXT_COMPLETE


def test_text_beyond_the_limit_is_said_to_be_missing() -> None:
    found = page("words " * 4000, limits=Limits(output=1000))
    assert (found.draft.state, found.draft.reason) == (State.UNREAD_LIMIT, "limit-output")


def test_a_huge_page_is_read_in_pieces() -> None:
    line = "<p>Ward <b>number</b> twelve, counted.</p>\n"
    data = (line * 250_000).encode()
    found = read(reader, data)
    assert len(found.draft.pages) > 1
    assert found.text.count("Ward number twelve, counted.") == 250_000


HOSTILE = [
    "<div>" * 200_000 + "words", "<b>" * 100_000 + "<p>x" * 50_000 + "words", "<table><tr><td>" * 60_000 + "words",
    "words<!--" * 50_000, "<title>" * 100_000 + "words", "words" + '<a b="' * 100_000, "<z x='1<z y' b='2" * 60_000 + "words",
    "<![CDATA[" * 100_000 + "words", "<!" * 100_000 + "words", "<?" * 100_000 + "words", "&" * 300_000 + "words",
    "<" * 200_000 + "words", "&#9" + "9" * 100_000 + " words", "words<a " + "x " * 200_000, "words<a" + " " * 400_000,
    "<script>" * 100_000 + "words", "words<!-- <b" * 50_000, "<!doctype [>" * 50_000 + "words", "<p hidden>" * 50_000 + "words",
    "words <p style='" + "display" + " " * 300_000 + "'>", "<td>" * 100_000 + "words", "<a title='<b>" * 50_000 + "words",
    "<img alt=words><span hidden>a</span>" * 20_000, "words<a =" + "= " * 100_000, '<p style="' + "url('" * 60_000 + '">words',
    '<img srcset="' + "a,,,, " * 60_000 + '">words', "<iframe srcdoc='" * 50_000 + "words", "</p>" * 100_000 + "words",
]  # fmt: skip


@pytest.mark.parametrize("markup", HOSTILE, ids=lambda markup: markup[:14])
def test_hostile_markup_costs_no_more_than_other(markup: str) -> None:
    start = time.process_time()
    assert "words" in page(markup).text
    assert time.process_time() - start < 6


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6), st.data())
def test_words_that_are_put_in_come_out(said: list[str], data: st.DataObject) -> None:
    shapes = (
        "<p>{}</p>", "<td>{}", "<b><i>{}</b></i> ", "<img alt='{}'>", "<p title=\"{}\">x</p>", "<!-- {} -->", "<p hidden>{}<p>",
        "<textarea>{}</textarea>", "<input value='{}'>", "<title>{}</title>", "<x:y>{}</x:y> ", "<div><span>{}</span></div>",
        "<noframes>{}</noframes> ", "<![CDATA[{}]]> ", "<select><option>{}</select>", "<svg><text>{}</text></svg>", "<!-- {}",
        "<meta name=author content='{}'>", "<unclosed {} > ", "<pre>{}\n</pre>", "<iframe srcdoc='<p>{}'></iframe>",
    )  # fmt: skip
    markup = "".join(
        data.draw(st.sampled_from([shape for shape in shapes if "unclosed" not in shape])).format(escape(word))
        for word in said
    )
    found = page(f"body {markup}")
    for word in said:
        assert word in found.text


@settings(deadline=None, max_examples=200)
@given(st.text("<>/!-='\"&;?[] \nabc", max_size=120))
def test_any_markup_ends_and_loses_no_plain_word(markup: str) -> None:
    assert "needle" in words(f"<p>needle</p>{markup}")
    read(reader, f"<html>{markup}".encode())


def test_a_parser_of_browsers_finds_no_word_that_is_missing(shared: Path) -> None:
    """Over real pages: every word that lexbor sees in the tree."""
    seen = 0
    for path in sorted((shared / "data" / "files").rglob("*.htm*")):
        data = path.read_bytes()
        text = charset.decode(data, declared(data[: 1 << 14])).text
        tree = LexborHTMLParser(text)
        for node in tree.css("script,style"):
            node.decompose()
        theirs = set(re.findall(r"\w+", tree.root.text(separator="") if tree.root else ""))
        ours = words(text)
        glued = {word for word in theirs if word not in ours and word not in ours.replace(" ", "").replace("\n", "")}
        assert not {word for word in glued if word not in re.sub(r"\s", "", ours)}, path.name
        seen += 1
    assert seen > 20


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        (" saved from url=(0031)https://example.org/minutes?id=7 ", ("https://example.org/minutes?id=7", None)),
        (
            "\n Page saved with SingleFile \n url: https://example.org/minutes \n saved date: Thu May 22 2014 09:15:00 GMT+0100\n",
            ("https://example.org/minutes", "Thu May 22 2014 09:15:00 GMT+0100"),
        ),
    ],
)
def test_a_page_that_a_browser_saved_says_where_it_was(comment: str, said: tuple[str, str | None]) -> None:
    facts = read(reader, f"<!DOCTYPE html>\n<!--{comment}-->\n<html><body>text</body></html>".encode()).draft.facts
    assert (facts["location"], facts.get("saved")) == said


def test_what_should_lie_beside_a_page_is_named() -> None:
    found = page(
        '<img src="Minutes_files/p.jpg"><video src="/films/count.mp4"></video><iframe src="about:blank"></iframe>'
        '<img src="cid:1"><img src="https://example.org/q.jpg"><script src="a.js"></script><object data="#x"></object>'
    )
    assert found.draft.facts["beside"] == [
        {"kind": "img", "target": "Minutes_files/p.jpg"},
        {"kind": "video", "target": "/films/count.mp4"},
    ]
