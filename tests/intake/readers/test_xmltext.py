"""XML without a reader of its own: text, values of attributes, comments; nothing resolved outside, nothing lost."""

import base64
import time
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packing import Read, read

from muniment.intake.limits import Limits
from muniment.intake.readers.text import xmltext as reader
from muniment.model.state import State

DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'


def xml(text: str, limits: Limits | None = None) -> Read:
    return read(reader, text.encode(), limits)


def test_elements_stand_on_lines_and_sentences_stay_whole() -> None:
    found = xml(
        f'{DECLARED}<r><row><c>1</c><c>Mill</c></row><p>the <b ref="late">may</b>or of <i>Mill</i>.</p>\n  <note>\n   two\n   lines'
        "</note><list><item>one</item><item>two</item></list></r>"
    )
    assert found.text.splitlines() == ["1", "Mill", "the mayor of Mill.", "two", "   lines", "one", "two", "ref: late"]
    assert (found.draft.type, found.draft.state, found.draft.flags) == ("application/xml", State.TEXT_COMPLETE, [])


def test_values_of_attributes_are_text() -> None:
    found = xml(
        f'{DECLARED}<g xmlns="u" xmlns:x="v"><wpt lat="51.5" x:lon="-0.04"><name>Mill</name></wpt><pay sum="1500" to="Ann"/></g>'
    )
    assert found.text == "lat: 51.5; lon: -0.04\nMill\nsum: 1500; to: Ann\n"


def test_a_feed_whose_texts_are_pages() -> None:
    found = xml(
        f"{DECLARED}<rss><channel><title>News of Mill</title><item><title>Count</title><link>https://a.example/1</link>"
        '<description>&lt;p&gt;The &lt;b&gt;vote&lt;/b&gt; was counted.&lt;/p&gt;&lt;img alt="a map"&gt;</description>'
        '<content><![CDATA[<p>Second <a href="x">telling</a></p>]]></content><a href="https://b.example/"/></item></channel></rss>'
    )
    assert "The vote was counted.\na map" in found.text
    assert "Second telling\n" in found.text
    assert "<" not in found.text
    assert found.draft.facts["title"] == "News of Mill"
    assert found.draft.facts["links"] == ["https://b.example/"]


def test_comments_and_instructions_come_last_as_parts() -> None:
    found = xml(f'{DECLARED}<?xml-stylesheet href="http://c.example/s.xsl"?><r><!-- a remark -->text</r>')
    assert found.text.startswith("text\n")
    assert "a remark" in found.parts("comment")
    assert "network-reference" in found.draft.flags
    assert found.draft.facts["external"] == [{"kind": "style", "target": "http://c.example/s.xsl"}]


def test_a_drawing_has_its_words_and_pictures_and_no_measures() -> None:
    packed = base64.b64encode(b"picture").decode()
    found = xml(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="l" width="10" viewBox="0 0 1 1"><title>Turnout</title>'
        f'<style>.a {{}}</style><path d="M0 0" fill="red" aria-label="north"/><text x="1" font-family="Serif">Mill <tspan dx="1">ward</tspan>'
        f'</text><image xlink:href="data:image/png;base64,{packed}"/><image href="http://a.example/b.png"/><script>x()</script></svg>'
    )
    assert found.text.splitlines() == ["Turnout", "aria-label: north", "Mill ward", "href: http://a.example/b.png"]
    assert found.members == [b"picture"]
    assert found.draft.type == "image/svg+xml"
    assert {"network-reference", "active-content"} <= set(found.draft.flags)


def test_base64_is_no_text() -> None:
    found = xml(f"{DECLARED}<r><name>Ann</name><file>{base64.encodebytes(bytes(2000)).decode()}</file></r>")
    assert found.text == "Ann\n"
    assert found.draft.facts["binary_values"] == 1


# entities


def test_simple_entities_of_the_file_are_resolved_and_names_of_signs_too() -> None:
    found = xml(f'{DECLARED}<!DOCTYPE r [<!ENTITY co "Example Ltd">]><r>paid to &co;&nbsp;in K&ouml;ln &amp; Mill</r>')
    assert found.text == "paid to Example Ltd\xa0in Köln & Mill\n"


def test_laughs_are_not_expanded_and_what_they_say_is_had() -> None:
    levels = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 12))
    found = xml(f'{DECLARED}<!DOCTYPE r [<!ENTITY l0 "ha">{levels}]><r>before &l11; after</r>')
    assert found.text.startswith("before &l11; after\n")
    assert len(found.text) < 1000
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "part-failed")
    assert "&l11;" in found.draft.facts["failed"][0]["why"]
    flood = xml(f'{DECLARED}<!DOCTYPE r [<!ENTITY a "{"word " * 1000}">]><r>{"&a;" * 50_000}</r>')
    assert len(flood.text) < 3 << 20
    assert flood.draft.state is State.TEXT_PARTIAL


def test_entities_outside_are_named_and_not_looked_for() -> None:
    found = xml(
        f'{DECLARED}<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://a.example/y">]><r>see &x; end</r>'
    )
    assert found.text.startswith("see &x; end\n")
    assert "root:" not in found.text
    assert [item["target"] for item in found.draft.facts["external"]] == ["file:///etc/passwd", "http://a.example/y"]
    assert found.draft.state is State.TEXT_PARTIAL
    assert "network-reference" in found.draft.flags


# damaged files


@pytest.mark.parametrize(
    "inside",
    ["<a>one</a><b>two words", "<a>one</b>two words", "one & two words <c", "<a x=1>one</a>two words", "<p:a>one</p:a>&nope; two words",
     "</r>one<r>two words", "one <name@example.org> two words", "<a>one\0two words</a>", "<a x='1' x='2'>one</a> two words"],
)  # fmt: skip
def test_damaged_xml_loses_no_word(inside: str) -> None:
    found = xml(f"{DECLARED}<r>{inside}")
    assert "one" in found.text
    assert "two words" in found.text
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "salvaged")
    assert found.draft.flags == ["malformed"]
    assert found.draft.facts["failed"][0]["why"].startswith("damaged XML")


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("utf-8", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("iso8859_1", "ISO-8859-1"),
        ("cp932", "Shift_JIS"),
        ("gb18030", "GB2312"),
    ],
)
def test_other_character_sets(name: str, encoding: str) -> None:
    text = "投票 結果" if name != "iso8859_1" else "Köln Mühle"
    found = read(reader, f'<?xml version="1.0" encoding="{encoding}"?><r><a>{text}</a></r>'.encode(name))
    assert found.text == f"{text}\n"
    assert found.draft.state is State.TEXT_COMPLETE


def test_a_declaration_that_is_wrong_costs_nothing() -> None:
    assert xml('<?xml version="1.0" encoding="UTF-16"?><r>Köln</r>').text == "Köln\n"
    assert (
        read(reader, '<?xml version="1.0" encoding="UTF-8"?><r>Café fermé à midi</r>'.encode("cp1252")).text
        == "Café fermé à midi\n"
    )


# hostile files


@pytest.mark.parametrize("ended", [True, False])
def test_depth_is_no_matter(ended: bool) -> None:
    start = time.process_time()
    found = xml(DECLARED + "<a>" * 300_000 + "needle" + "</a>" * 300_000 * ended)
    assert found.text == "needle\n"
    assert time.process_time() - start < 12


@pytest.mark.parametrize(
    "text",
    ["<a " + "b " * 200_000, "<r>" + "<" * 200_000, "<r>" + "<!--" * 100_000, "<r " + " ".join(f'a{at}="x"' for at in range(100_000)) + "/>",
     "<r>" + "&a;" * 100_000, "<r>" + "<![CDATA[" * 50_000, "<r>" + "<a>\n" * 100_000, "<r>" + "<a>x</a> " * 100_000],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_hostile_markup_ends_quickly(text: str) -> None:
    start = time.process_time()
    assert xml(f'{DECLARED}<z n="needle"/>{text}').draft.state
    assert "needle" in xml(f"{DECLARED}<z>needle</z>{text}").text
    assert time.process_time() - start < 12


def test_text_beyond_the_limit_is_said_to_be_missing() -> None:
    found = xml(f"{DECLARED}<r>{'<a>some words</a>' * 300_000}</r>", Limits(output=2 << 20))
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "limit-output")


LETTERS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp", "Cn", "Co"]), min_size=1, max_size=12)
NAMES = st.text("abcxyz", min_size=1, max_size=6).filter(lambda name: not name.startswith("xml"))


@settings(deadline=None)
@given(
    st.lists(st.tuples(NAMES, NAMES, LETTERS, LETTERS), min_size=1, max_size=6), st.sampled_from(["utf-8", "utf-16"])
)
def test_every_word_that_is_put_in_comes_out(parts: list[tuple[str, str, str, str]], name: str) -> None:
    inside = "".join(f"<{tag} {key}={quoteattr(value)}>{escape(text)}</{tag}>" for tag, key, value, text in parts)
    found = read(reader, f"{DECLARED}<r>{inside}</r>".encode(name))
    assert found.draft.state is State.TEXT_COMPLETE
    for _, _, value, text in parts:
        assert text in found.text
        assert value in found.text


@settings(deadline=None, max_examples=200)
@given(st.text("<>/!-='\"&;?[] \nabc", max_size=120))
def test_any_markup_ends_and_loses_no_plain_word(markup: str) -> None:
    assert "needle" in xml(f"{DECLARED}<r><p>needle</p>{markup}</r>").text


def test_an_export_is_found_by_what_it_calls_its_columns() -> None:
    found = read(
        reader, b"<wards><ward><Electorate>9120</Electorate></ward><ward><Electorate>1</Electorate></ward></wards>"
    )
    assert found.draft.facts["elements"] == ["wards", "ward", "Electorate"]
    assert "Electorate" not in found.text
