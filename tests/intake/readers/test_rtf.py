"""RTF: every layer is had, characters are right, members come out whole, and hostile documents end in a state."""

import struct
import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packing import Read, read

from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.ole.olewrite import Node, write
from muniment.intake.readers.rtf import rtf as reader
from muniment.intake.readers.rtf import rtfhtml
from muniment.model.state import State

FONTS = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset128 Mincho;}{\f3\fcharset161 Greek;}}"


def rtf(body: str | bytes, head: str = r"\ansi\ansicpg1252\deff0" + FONTS) -> bytes:
    inner = body if isinstance(body, bytes) else body.encode("latin-1")
    return b"{\\rtf1" + head.encode() + b"\n" + inner + b"}"


def told(body: str | bytes) -> Read:
    return read(reader, rtf(body))


def test_text_of_paragraphs_tables_and_signs() -> None:
    found = told(
        r"\pard First\par Second\line half\tab tab\par"
        r"\trowd\cellx1\cellx2\intbl Ward\cell Votes\cell\row\intbl Heath\cell 412\cell\row\pard"
        r"\ldblquote quoted\rdblquote\emdash a\~b\_c\-d \{brace\}\\ e\'e9\par"
    )
    assert found.text == (
        "First\nSecond\nhalf\ttab\nWard\tVotes\nHeath\t412\n\u201cquoted\u201d\u2014a\u00a0b\u2011c\u00add {brace}\\ eé\n"
    )
    assert found.draft.state is State.TEXT_COMPLETE


def test_layers_around_the_body_are_parts() -> None:
    found = told(
        r"{\header Borough of Eastmere\par}{\footer page one\par}{\header Borough of Eastmere\par}"
        r"Paid in cash{\footnote {\super\chftn} see the annex\par} today"
        r"{\*\atnid BE}{\*\atnauthor Bela Example}\chatn{\*\annotation{\*\atndate 119911040}who saw this?\par}\par"
    )
    assert found.text.startswith("Paid in cash today\n")
    assert found.parts("header") == ["Borough of Eastmere\n"]
    assert found.parts("footer") == ["page one\n"]
    assert found.parts("note") == [" see the annex\n"]
    assert found.parts("comment") == ["Comment by Bela Example, 2014-05-22T10:00:00: who saw this?\n"]
    assert found.draft.facts["comment_authors"] == ["Bela Example"]


def test_hidden_and_changed_text_says_so() -> None:
    found = told(
        r"{\*\revtbl {Unknown;}{Ada Example;}}open {\v secret}{\deleted\revauthdel1\revdttmdel119911040 nothing}"
        r"{\revised\revauth1\revdttm119911040 in cash}\v again\v0  and {\v b}\plain c\par"
    )
    assert found.text == "open secretnothingin cashagain and bc\n"
    assert found.parts("hidden") == ["secret", "again", "b"]
    assert found.parts("deleted") == ["nothing"]
    assert found.parts("inserted") == ["in cash"]
    assert "hidden-content" in found.draft.flags
    when = "2014-05-22T10:00:00"
    assert found.draft.facts["changes"] == [
        {"kind": "deleted", "author": "Ada Example", "count": 1, "first": when, "last": when},
        {"kind": "inserted", "author": "Ada Example", "count": 1, "first": when, "last": when},
    ]


def test_fields_show_their_result_and_links_are_facts() -> None:
    found = told(
        r'{\field{\*\fldinst HYPERLINK "https://a.example/x y" \\l "part" \\o "tip"}{\fldrslt a link}}, '
        r'{\field{\*\fldinst { HYPERLINK  }{ "file:///c:\\\\minutes.doc"}}{\fldrslt{\b more}}}'
        r'{\field{\*\fldinst INCLUDEPICTURE "http://b.example/x.png"}{\fldrslt}}{\field{\*\fldinst PAGE}{\fldrslt 7}}\par'
    )
    assert found.draft.pages[0].text == "a link, more7\n"
    assert found.draft.facts["links"] == ["https://a.example/x y#part", r"file:///c:\minutes.doc"]
    assert "https://a.example/x y#part" in found.parts("link")[0]
    assert "network-reference" in found.draft.flags
    assert found.parts("field") == ['INCLUDEPICTURE "http://b.example/x.png"']


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"caf\'e9 {\f1 \'cf\'f0\'e8\'e2\'e5\'f2} \'80", "café Привет €"),
        (
            r"{\f3 \'e1\'e2\'e3} {\f2 \'83\'65\'83X\'83\'67}",
            "αβγ テスト",
        ),  # the second half of a character may be a letter
        (r"{\f2 \'8e{\b \'9f}}", "次"),
        (r"\u1055?\u1088?\uc0\u1080\u1074\uc2\u1077\'e5\'e5.", "Прив" + "е."),
        (r"\u-10179?\u-8704?\u128512?", "😀😀"),
        (r"{\uc3\u8212---}x\u8211\endash y\u8220\ldblquote z", "—x–y“z"),
        (r"\upr{ansi}{\*\ud\u1103?}".replace("\\upr", "{\\upr") + "}", "я"),
        (r"\uc1\u8364{\'80}", "€€"),  # a group ends what is to be left out
        (r"\u8211\b bold", "–bold"),
    ],
)
def test_characters(body: str, text: str) -> None:
    found = told(body)
    assert found.text == text + "\n"
    assert found.draft.flags == []


def test_the_code_page_of_the_document_counts_where_a_font_says_nothing() -> None:
    for head, raw, text in (
        (r"\ansi\ansicpg1250", b"\x9fr\xf3d\xb3o", "źródło"),
        (r"\ansi\ansicpg936", b"\xd1\xa1\xbe\xd9", "选举"),
        (r"\ansi\ansicpg65001\deff0{\fonttbl{\f0\fcharset0 A;}}", "straße Δ".encode(), "straße Δ"),
        (r"\mac", b"caf\x8e", "café"),
        (r"\pca", b"caf\x82", "café"),
    ):
        assert read(reader, rtf(raw, head)).text == text + "\n"


def test_units_that_are_no_characters_are_said() -> None:
    found = told(r"a\u-10240?b\u-8704?c\par")
    assert found.text == "a\ufffdb\ufffdc\n"
    assert "replacement-chars" in found.draft.flags


def test_what_the_document_says_of_itself() -> None:
    found = told(
        r"{\info{\title Minutes}{\author Ada Example}{\subject Grants}{\*\company Eastmere}{\keywords ward; cash}"
        r"{\doccomm final}{\creatim\yr2014\mo5\dy22\hr9\min30}{\revtim\yr2014\mo6\dy1}}"
        r"{\*\userprops{\propname Case}\proptype30{\staticval 14/B}}{\*\docvar {Who}{Bela}}text"
    )
    facts = found.draft.facts
    assert (facts["title"], facts["author"], facts["subject"]) == ("Minutes", "Ada Example", "Grants")
    assert (facts["company"], facts["keywords"], facts["description"]) == ("Eastmere", "ward; cash", "final")
    assert (facts["created"], facts["modified"], facts["date"]) == (
        "2014-05-22T09:30:00",
        "2014-06-01T00:00:00",
        "2014-05-22T09:30:00",
    )
    assert facts["custom"] == {"Case": "14/B"}
    assert "Title: Minutes" in found.parts("property")
    assert found.parts("other-part") == ["Who: Bela"]


def test_text_that_no_program_shows_is_kept_apart() -> None:
    found = told(r"seen{\*\madeup {\b left} behind}{\*\themedata 504b0304}\par")
    assert found.draft.pages[0].text == "seen\n"
    assert found.parts("other-part") == ["madeup: left behind"]


def test_shapes_boxes_and_forms() -> None:
    found = told(
        r"before{\shp{\*\shpinst{\sp{\sn wzDescription}{\sv a map}}{\shptxt in the box\par}}{\shprslt in the box\par}} after\par"
        r"{\field{\*\fldinst FORMTEXT{\*\formfield{\*\ffdeftext your name}}}{\fldrslt }}\par"
    )
    assert found.text == "before after\na map\nin the box\n\nyour name\n"
    assert found.parts("textbox") == ["in the box\n"]
    assert found.parts("alt") == ["a map", "your name"]


def test_pictures_are_members_in_digits_and_raw() -> None:
    raw = b"\x89PNG}{\\par\x00\xff"
    body = (
        b"{\\*\\shppict{\\pict\\pngblip\\picw1 " + raw.hex().encode()[:9] + b"\n" + raw.hex().encode()[9:] + b"}}"
        b"{\\nonshppict{\\pict\\wmetafile8 0100}}{\\pict\\jpegblip\\bin"
        + str(len(raw) - 1).encode()
        + b" "
        + raw[1:]
        + b"}end{\\pict}"
    )
    found = told(body)
    assert found.text == "end\n"
    assert found.members == [raw, b"\x01\x00", raw[1:]]
    assert [(child.locator, child.name) for child in found.draft.children] == [
        ("pict:0001", "picture 1.png"),
        ("pict:0002", "picture 2.wmf"),
        ("pict:0003", "picture 3.jpg"),
    ]
    assert found.draft.children[1].facts == {"alternate": True}


def counted(text: bytes) -> bytes:
    return struct.pack("<I", len(text) + 1) + text + b"\0" if text else bytes(4)


def object_(kind: int, class_: bytes, rest: bytes) -> str:
    head = struct.pack("<II", 0x501, kind) + counted(class_)
    return (head + rest).hex()


def package(content: bytes) -> bytes:
    named = b"\x02\0list.txt\0C:\\made\\list.txt\0" + struct.pack("<HH", 0, 3) + counted(b"C:\\t\\list.txt")
    return named + struct.pack("<I", len(content)) + content


def test_objects_are_taken_out_of_their_wrapping() -> None:
    inner = package(b"names and sums")
    second = package(b"more names")
    stream = Node("\x01Ole10Native", struct.pack("<I", len(second)) + second)
    native = write(Node("Root Entry", children=[stream]))
    other = write(Node("Root Entry", children=[Node("Contents", b"drawing")]))
    embedded = b"".join((counted(b""), counted(b""), struct.pack("<I", len(inner)), inner))
    bodies = [
        object_(2, b"Package", embedded),
        object_(2, b"Shell", bytes(8) + struct.pack("<I", len(native)) + native),
        object_(2, b"Drawing", bytes(8) + struct.pack("<I", len(other)) + other),
        "d0ff",
    ]
    found = told("".join(rf"{{\object\objemb{{\*\objdata {data}}}{{\result shown}}}}" for data in bodies))
    assert found.text == "shown" * 4 + "\n"
    assert found.members == [b"names and sums", b"more names", other, b"\xd0\xff"]
    assert [child.name for child in found.draft.children] == ["list.txt", "list.txt", "object 3", "object 4"]
    assert found.draft.children[0].facts["path"] == r"C:\made\list.txt"


def test_a_linked_object_is_named_and_not_followed() -> None:
    link = object_(1, b"Word.Document.8", counted(b"\\\\server\\minutes.doc") + counted(b""))
    found = told(rf"{{\object\objautlink{{\*\objdata {link}}}}}")
    row = found.draft.children[0]
    assert (row.state, row.reason, row.kind) == (State.UNREAD_REFUSED, "link", "link")
    assert row.facts["target"] == "\\\\server\\minutes.doc"


def test_html_inside_is_unwrapped() -> None:
    data = rtf(
        r"{\*\htmltag64 <p>}\htmlrtf{\b\htmlrtf0 Caf\'e9 {\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0 1 &\htmlrtf}\htmlrtf0"
        r"{\*\htmltag116 <br>}\htmlrtf\line\htmlrtf0 {\*\mhtmltag84 <a href='cid:1'>}{\*\htmltag84 <a href='http://a.example/'>}"
        r"\u1103?{\*\htmltag92 </a>}{\*\htmltag72 </p>}",
        r"\ansi\ansicpg1252\fromhtml1\deff0" + FONTS,
    )
    assert rtfhtml.html(data) == "<p>Café &lt;1 &amp;<br><a href='http://a.example/'>я</a></p>"
    assert rtfhtml.html(rtf("plain")) is None
    found = read(reader, data)
    assert found.draft.pages[0].text == "Café <1 &\nя\n"
    assert found.draft.facts["links"] == ["http://a.example/"]


def test_a_document_that_is_cut_off_keeps_what_was_had() -> None:
    found = read(reader, rtf(r"first{\b second")[:-1])
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "salvaged")
    assert found.text == "firstsecond\n"
    found = read(reader, rtf(r"first {\pict\bin99 abc")[:-1])
    assert found.draft.reason == "salvaged"
    found = read(reader, rtf(r"{\info{\title Minutes}}")[:-30])
    assert found.draft.state is State.UNREAD_CORRUPT


def test_a_bracket_too_many_does_not_end_the_text() -> None:
    found = told(r"before\par}\pard after\par")
    assert found.text == "before\nafter\n"
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "salvaged")


def test_what_stands_behind_the_end_is_a_member() -> None:
    found = read(reader, rtf("text") + b"\r\n\0\0" + b"MZ\x90\0\xff\xfe\x01")
    assert found.text == "text\n"
    assert found.members[0].lstrip(b"\r\n\0") == b"MZ\x90\0\xff\xfe\x01"
    assert "trailing-data" in found.draft.flags
    assert found.draft.state is State.TEXT_COMPLETE
    assert read(reader, rtf("text") + b"\r\n\0\0").draft.flags == []


def test_documents_without_text_and_other_bytes() -> None:
    found = told(r"\par\pard  \par")
    assert (found.draft.state, found.draft.reason) == (State.NONE_BLANK, "no-text")
    for data in (b"", b"{", b"{\\par text}", b"\0" * 2000, b"%PDF-1.4"):
        with pytest.raises(Unreadable) as error:
            read(reader, data)
        assert error.value.state == State.UNREAD_CORRUPT


def test_a_document_in_sixteen_bits() -> None:
    text = r"{\rtf1\ansi wide caf" + "é я}"
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert read(reader, mark + text.encode(codec)).text == "wide café я\n"


def test_where_the_budget_ends_the_other_members_are_listed() -> None:
    found = read(reader, rtf(r"{\pict 01}{\pict 02}{\pict 03}text"), Limits(children=1))
    assert [child.state for child in found.draft.children] == [None, State.UNREAD_LIMIT, State.UNREAD_LIMIT]
    assert (found.draft.complete, found.draft.incomplete) == (False, "limit-children")
    assert found.draft.state is State.TEXT_COMPLETE


@pytest.mark.parametrize(
    "body",
    [
        "{" * 200_000 + "deep" + "}" * 200_000,
        "{" * 1_000_010 + "deep",
        r"{\v" * 100_000 + " deep",
        r"{\footnote x" * 20_000 + " deep",
        r"{\field{\*\fldinst{ " * 20_000 + "}" * 59_999 + " deep",
        r"{\*\abc x" * 30_000 + r"{\upr{" * 10_000 + "}" * 50_000 + " deep",
        r"\v x\v0 y" * 50_000 + " deep",
        "{\\pict\\pngblip " + "89504e47\n" * 500_000 + "}deep",
        "\\" + "a" * 2_000_000 + " deep",
        r"\u" + "9" * 2_000_000 + "? deep",
        r"\bin1 x" * 50_000 + " deep",
        "}" * 300_000 + r" deep\par",
    ],
)
def test_hostile_documents_end_quickly_with_their_text(body: str) -> None:
    began = time.process_time()
    try:
        found = told(body)
        assert "deep" in found.text or b"deep" in found.members[-1]
    finally:
        assert time.process_time() - began < 12


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_end_in_a_draft(data: bytes, wrapped: bool) -> None:
    try:
        found = read(reader, rtf(data) if wrapped else data)
    except Unreadable:
        return
    assert found.draft.state in State


PIECES = [
    r"{",
    r"}",
    r"\par",
    r"\v",
    r"\v0",
    r"\u8364",
    r"\u-10179",
    r"\uc2",
    r"'",
    r"\'e9",
    r"\'83",
    r"\f1",
    r"\f2",
    r"\plain",
    r"{\pict",
    r"89",
    r"{\object",
    r"{\*\objdata",
    r"{\field",
    r"{\*\fldinst",
    r"{\upr",
    r"{\*\ud",
    r"{\footnote",
    r"{\header",
    r"{\info",
    r"{\title",
    r"{\*\annotation",
    r"{\*\shppict",
    r"{\*\x",
    r"{\fonttbl",
    r"\fcharset128",
    r"\bin3",
    r"\row",
    r"\cell",
    r"text",
    r"\htmlrtf",
    r"{\*\htmltag64",
    r"\fromhtml1",
    r"\deleted",
    r"\revised",
    r"\ansicpg932",
    r"{\shp",
    r"{\*\shpinst",
    r"{\shptxt",
    r"{\creatim",
    r"\yr2014",
    r"\\",
    r"\{",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(["", " "]))
def test_any_words_end_in_a_draft(pieces: list[str], between: str) -> None:
    found = told(between.join(pieces))
    assert found.draft.state in State
    assert rtfhtml.html(rtf(between.join(pieces), r"\fromhtml1")) is not None


SAFE = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=200)


@settings(max_examples=200, deadline=None)
@given(SAFE, st.randoms(use_true_random=False))
def test_what_a_writer_writes_is_read(text: str, chance: Random) -> None:
    found = told(written(text, chance))
    got = "".join(page.text for page in found.draft.pages)
    assert got.strip() == text.strip()


def written(text: str, chance: Random) -> str:
    """Text as RTF, in one of the ways in which each character may be written."""
    pick = chance.choice
    pieces = []
    for char in text:
        code = ord(char)
        if char in "\n\t":
            piece = {"\n": r"\par ", "\t": r"\tab "}[char]
        elif char in "\\{}":
            piece = "\\" + char
        elif code < 128:
            piece = char
        else:
            units = char.encode("utf-16-le")
            numbers = struct.unpack(f"<{len(units) // 2}{pick('hH')}", units)
            piece = "".join(rf"\u{number}{pick(['?', ' ?', chr(92) + chr(39) + '3f'])}" for number in numbers)
        pieces.append(
            pick([piece, piece, "{" + piece + "}", r"{\b " + piece + "}"])
            if len(char.encode("utf-16-le")) < 4
            else piece
        )
    return "".join(pieces)


REAL = {
    "testRTF.rtf": "Test d\u2019indexation Word",
    "testRTF-ms932.rtf": "こんにちは",
    "testRTFJapanese.rtf": "ゾルゲの処刑記録",
    "testRTFUnicodeGothic.rtf": "𐌲𐌿𐍄𐌹𐍃𐌺",
    "testRTFWindowsCodepage1250.rtf": "zażółć gęślą jaźń",
    "testRTFWordPadCzechCharacters.rtf": "Článek týdne",
    "testRTFUnicodeUCNControlWordCharacterDoubling.rtf": "0 年 abc 念",
    "testRTFHexEscapeInsideWord.rtf": "ESPÍRITO",
    "testRTFIgnoredControlWord.rtf": "The quick brown fox",
    "testRTFTableCellSeparation.rtf": "a\tb\nc\td\n",
    "testRTFVarious.rtf": "Row 1 Col 1\tRow 1 Col 2\tRow 1 Col 3\nRow 2 Col 1",
    "testRTFListMicrosoftWord.rtf": "1.\ta\n-\taa\n",
    "testComment.rtf": "Comment by Michael McCandless, 2011-09-17T08:32:00: Here is a comment",
    "testRTFTIKA_2899.rtf": "Premier Line of Credit",
    "testRTF_nestedHyperlinkPageRef.rtf": "Before 42 after.",
    "testFontAfterBufferedText.rtf": "Уважаемый клиент!",
}


def test_real_documents(shared: Path) -> None:
    states: dict[str, State] = {}
    texts: dict[str, str] = {}
    for path in sorted((shared / "data/files").rglob("*.rtf")):
        found = read(reader, path.read_bytes())
        states[path.name], texts[path.name] = found.draft.state, found.text
    assert len(states) > 35
    assert all(part in texts[name] for name, part in REAL.items())
    assert sum(state is State.TEXT_COMPLETE for state in states.values()) > 30
    assert all(text.count("\ufffd") == 0 for name, text in texts.items() if name != "testRTFInvalidUnicode.rtf")


def test_a_real_document_with_pictures(shared: Path) -> None:
    found = read(reader, (shared / "data/files/tika/testRTFRegularImages.rtf").read_bytes())
    assert [data[:3] for data in found.members[::2]] == [b"\xff\xd8\xff"] * 2
    assert [child.facts.get("alternate", False) for child in found.draft.children] == [False, True, False, True]
