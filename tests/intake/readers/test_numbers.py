"""The numbers of lists, which no text of a Word document holds: "11. The returning officer ..." is found as it was read."""

import struct
import time
from pathlib import Path

import oldoffice as old
import pytest
from packing import W, docx, read

from muniment.intake.readers.word import doc, docfib
from muniment.intake.readers.word import docx as reader
from muniment.intake.readers.word.numberforms import written
from muniment.model.state import State


def level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


LEVELS = level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)") + level(2, "lowerRoman", "%1.%2.%3")
NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{LEVELS}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", chr(0xF0B7))}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="2">{level(0, "decimal", "Rule %1", """<w:pStyle w:val="Rule"/>""")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="11"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>'
    "</w:numbering>"
)
STYLES = (
    f'<w:styles {W}><w:style w:styleId="Rule"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="Heir"><w:basedOn w:val="Rule"/></w:style></w:styles>'
)


def para(text: str, properties: str) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def listed(text: str, number: int, at: int = 0) -> str:
    return para(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')


def numbered(body: str) -> list[str]:
    data = docx(
        body, ("numbering", "n.xml"), ("styles", "styles.xml"), namespaces=MC, n_xml=NUMBERING, styles_xml=STYLES
    )
    return [line for line in read(reader, data).text.split("\n") if line]


MC = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def test_paragraphs_read_as_they_are_cited() -> None:
    body = (
        listed("The petition", 1)
        + listed("first", 1, 1)
        + listed("second", 1, 1)
        + listed("deep", 1, 2)
        + para("Between", "")
        + listed("The answer", 1)
        + listed("again", 1, 1)
        + listed("The returning officer", 2)
    )
    assert numbered(body) == [
        *("1. The petition", "(a) first", "(b) second", "1.b.i deep", "Between", "2. The answer", "(a) again"),
        "11. The returning officer",
    ]


def test_a_number_is_marked_as_no_text_of_the_document() -> None:
    data = docx(listed("The petition", 1), ("numbering", "n.xml"), n_xml=NUMBERING)
    assert read(reader, data).parts("number") == ["1."]


def test_a_style_numbers_its_paragraphs_and_none_takes_it_off() -> None:
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        para("one", '<w:pStyle w:val="Rule"/>')
        + para("bare", f'<w:pStyle w:val="Rule"/>{off}')
        + para("two", '<w:pStyle w:val="Heir"/>')
    )
    assert numbered(body) == ["Rule 1 one", "bare", "Rule 2 two"]


def test_mere_signs_and_what_was_before_a_change_count_for_nothing() -> None:
    before = '<w:pPrChange><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'
    assert numbered(listed("a point", 3) + para("was listed", before) + listed("one", 1)) == [
        *("a point", "was listed", "1. one")
    ]


def test_a_box_told_for_old_and_new_programs_is_counted_once() -> None:
    box = f"<w:txbxContent>{listed('in the box', 1)}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert numbered(f"<w:p><w:r>{both}</w:r></w:p>{listed('after', 1)}") == ["1. in the box", "2. after"]


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (4, "lowerRoman", "iv"),
        (1999, "upperRoman", "MCMXCIX"),
        (28, "lowerLetter", "bb"),
        (12, "ordinal", "12th"),
        (23, "ordinal", "23rd"),
        (7, "decimalZero", "07"),
        (121, "cardinalText", "One hundred twenty-one"),
        (30, "ordinalText", "Thirtieth"),
        (5, "chicago", "**"),
        (3, "thaiNumbers", "๓"),
        (3, "ofNoKnownForm", "3"),
        (0, "upperLetter", "0"),
        (10**9, "lowerRoman", "1000000000"),
        (10**9, "lowerLetter", "1000000000"),
    ],
)
def test_forms(number: int, form: str, shown: str) -> None:
    assert written(number, form) == shown


def test_a_made_up_list_makes_no_text_without_end() -> None:
    wide = f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1" * 5000)}</w:abstractNum>'
    wide += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    started = time.process_time()
    found = read(reader, docx(listed("x", 1) * 20_000, ("numbering", "n.xml"), n_xml=wide))
    assert found.draft.state is State.TEXT_COMPLETE
    assert len(found.text) < 20_000 * 110
    assert time.process_time() - started < 20


def test_a_list_without_its_definition_numbers_nothing() -> None:
    assert read(reader, docx(listed("bare", 1))).text.startswith("bare\n")


def old_document(lists: bytes, definitions: bytes) -> bytes:
    """Three paragraphs of a list, the second one level deeper."""

    def put(at: int) -> bytes:
        return struct.pack("<HHHHB", 0, 0x460B, 1, 0x260A, at)

    text = "One\rTwo\rThree\r"
    paragraphs = [(0, 4, put(0)), (4, 8, put(1)), (8, 14, put(0))]
    tables = {docfib.LISTS: lists, docfib.LIST_DEFINITIONS: definitions}
    return old.word({"body": text}, tables, paragraphs=paragraphs)


LSTF = struct.pack("<II18xBB", 7, 0, 0, 0)
DEFINITION = (
    struct.pack("<H", 1) + LSTF + old.list_level("\0.") + old.list_level("\0.\1", form=4) + old.list_level("") * 7
)


def test_an_old_document_reads_the_same() -> None:
    lists = struct.pack("<I", 1) + struct.pack("<I8xBBBB", 7, 0, 0, 0, 0) + bytes(4)
    found = read(doc, old_document(lists, DEFINITION))
    assert found.text.startswith("1. One\n1.a Two\n2. Three\n")
    assert found.parts("number") == ["1.", "1.a", "2."]


def test_an_old_list_that_begins_elsewhere() -> None:
    lists = struct.pack("<I", 1) + struct.pack("<I8xBBBB", 7, 1, 0, 0, 0) + struct.pack("<III", 0, 11, 0x10)
    assert read(doc, old_document(lists, DEFINITION)).text.startswith("11. One\n11.a Two\n12. Three\n")


@pytest.mark.parametrize("cut", [0, 3, 10, 30, 45, 60])
def test_broken_old_lists_cost_their_numbers_alone(cut: int) -> None:
    lists = struct.pack("<I", 1 << 31) + struct.pack("<I8xBBBB", 7, 255, 0, 0, 0) + b"\xff" * 40
    found = read(doc, old_document(lists, DEFINITION[:cut]))
    assert [line.split(" ")[-1] for line in found.text.split("\n")[:3]] == ["One", "Two", "Three"]


@pytest.mark.parametrize("name", ["testWORD_override_list_numbering.doc", "testWORD_override_list_numbering.docx"])
def test_real_numbers_are_those_that_the_document_says(shared: Path, name: str) -> None:
    module = doc if name.endswith(".doc") else reader
    lines = read(module, (shared / "data/files/tika" / name).read_bytes()).text.split("\n")
    said = [
        line.split(" ", 1)
        for line in lines
        if " " in line and not line.startswith(("Test", "Author", "Last", "Title", "Parts"))
    ]
    assert len(said) > 35
    assert all(number == text for number, text in said if number != "Company:")
