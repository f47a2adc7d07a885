"""OneNote sections: pages in their order, what stood there before, files in them, both forms, and damage."""

from pathlib import Path
from random import Random

import noting
import pytest
from noting import Change, Thing, page, section
from packing import read

from muniment.intake import identify
from muniment.intake.limits import Unreadable
from muniment.intake.readers.apps import onenote as reader
from muniment.intake.readers.apps import onenotepack, onenoteset
from muniment.intake.readers.apps.onenoteset import Given, Node
from muniment.intake.source import Source
from muniment.model.state import State


def test_pages_come_in_their_order_with_their_titles() -> None:
    data = section([page("Doorsteps", "Ana Example said no", "Bo said yes")], [page("Count", "12 papers")])
    assert identify.identify(Source(data)).type == "application/onenote"
    made = read(reader, data)
    assert [(page.number, page.label, page.text) for page in made.draft.pages] == [
        (1, "Doorsteps", "Ana Example said no\nBo said yes\nDoorsteps\n"),
        (2, "Count", "12 papers\nCount\n"),
    ]
    assert (made.draft.state, made.draft.facts["pages"], made.draft.facts["title"]) == (
        State.TEXT_COMPLETE,
        2,
        "Doorsteps",
    )


def test_what_a_page_said_before_is_kept_and_marked() -> None:
    changed = Change([Thing(20, noting.RICH, {noting.TEXT: "it was nobody"})])
    made = read(reader, section([page("Notes", "it was Cy Example"), changed]))
    assert made.text == "it was nobody\nNotes\nit was Cy Example\n"
    assert made.parts("earlier") == ["it was Cy Example"]
    assert "hidden-content" in made.draft.flags


def test_text_that_no_page_shows_is_kept_and_marked() -> None:
    whole = page("Notes", "shown")
    made = read(reader, section([Change([*whole.things, Thing(99, noting.RICH, {noting.TEXT: "lost"})], whole.roots)]))
    assert made.parts("hidden") == ["lost"]


def test_cells_stand_side_by_side() -> None:
    def cell(number: int, text: str) -> list[Thing]:
        return [
            Thing(number, noting.CELL, refers={noting.ELEMENTS: [number + 1]}),
            Thing(number + 1, noting.ELEMENT, refers={noting.CONTENT: [number + 2]}),
            Thing(number + 2, noting.RICH, {noting.TEXT: text}),
        ]

    things = [
        Thing(1, noting.MANIFEST, refers={noting.CONTENT: [2]}),
        Thing(2, noting.PAGE, refers={noting.ELEMENTS: [30, 31]}),
        Thing(30, noting.ROW, refers={noting.ELEMENTS: [40, 50]}),
        Thing(31, noting.ROW, refers={noting.ELEMENTS: [60]}),
        *(one for number, text in ((40, "ward"), (50, "votes"), (60, "East")) for one in cell(number, text)),
    ]
    assert read(reader, section([Change(things, {1: 1})])).text == "ward\tvotes\nEast\n"


def test_a_file_in_a_page_is_a_member_under_its_name() -> None:
    whole = page("Notes", "see the file")
    more = [
        Thing(70, noting.EMBEDDED, {noting.NAME: "leaflet.pdf"}, {noting.CONTAINER: [71]}),
        Thing(71, noting.HOLDER, file=f"<ifndf>{{{str(noting.FILE).upper()}}}"),
    ]
    whole.things[1].refers = {noting.ELEMENTS: [3, 70]}
    data = section([Change([*whole.things, *more], whole.roots)], files={noting.FILE: b"%PDF-1.4 leaflet"})
    made = read(reader, data)
    assert made.members == [b"%PDF-1.4 leaflet"]
    assert [(child.name, child.locator) for child in made.draft.children] == [("leaflet.pdf", str(noting.FILE))]
    assert made.parts("file") == ["leaflet.pdf"]


def test_a_file_that_is_not_there_is_a_row() -> None:
    whole = page("Notes", "see the file")
    more = [
        Thing(70, noting.EMBEDDED, {noting.NAME: "leaflet.pdf"}, {noting.CONTAINER: [71]}),
        Thing(71, noting.HOLDER, file=f"<ifndf>{{{noting.FILE}}}"),
    ]
    made = read(reader, section([Change([*whole.things, *more], whole.roots)]))
    (child,) = made.draft.children
    assert (child.name, child.state, child.reason) == ("leaflet.pdf", State.UNREAD_CORRUPT, "damaged")


def test_a_link_is_a_fact_and_its_words_are_text() -> None:
    made = read(reader, section([page("Links", '\ufddfHYPERLINK "http://example.org/a"the result')]))
    assert made.text.startswith("the result\n")
    assert made.draft.facts["links"] == ["http://example.org/a"]


def test_a_page_that_the_section_lists_and_does_not_hold_is_said() -> None:
    top = Change([Thing(1, noting.SERIES, spaces=[10, 11])], {1: 1})
    made = read(reader, noting.Section().whole({9: [top], 10: [page("Here", "words")]}))
    assert made.draft.state is State.TEXT_PARTIAL
    assert made.draft.facts["failed"] == [{"part": "page", "why": "a page that the section lists is not in the file"}]


def test_lists_that_lead_back_end() -> None:
    data = bytearray(section([page("Notes", "words")]))
    place = int.from_bytes(data[0xAC:0xB4], "little")
    size = int.from_bytes(data[0xB4:0xB8], "little")
    data[place + size - 20 : place + size - 8] = place.to_bytes(8, "little") + size.to_bytes(4, "little")
    made = read(reader, bytes(data))
    assert made.draft.state is State.TEXT_PARTIAL
    assert "words" in made.text


def test_what_is_no_section_cannot_be_read() -> None:
    with pytest.raises(Unreadable):
        read(reader, noting.STORE + bytes(2000))
    made = read(reader, section([page("Notes", "words")])[:1024])
    assert made.draft.state is State.UNREAD_CORRUPT


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xff\xff\0",
        b"\0\0\0\x80\1\0\0\0\0\x7c",
        b"\0\0\0\x80\1\0\x22\x1c\0\x1c\xff\xff\xff\x7f",
        b"\0\0\0\x80" + b"\1\0\0\0\0\x44" * 20,
    ],
)
def test_a_property_set_that_is_cut_off_is_broken(data: bytes) -> None:
    with pytest.raises(onenoteset.Broken):
        onenoteset.read(Node(0), data, lambda numbers: [], Given())


def test_numbers_and_ids_of_the_packed_form() -> None:
    for raw, value in (
        (b"\0", 0),
        (b"\x03", 1),
        (b"\x02\x04", 256),
        (b"\x04\0\1", 8192),
        (b"\x80" + b"\1" * 8, 0x0101010101010101),
    ):
        assert onenotepack._Bytes(raw).number() == value
    guid = bytes(range(16))
    for raw, value in ((b"\x0c", 1), (b"\x60\x01", 5), (b"\x80\x07\0\0\0", 7)):
        assert onenotepack._Bytes(raw + guid).id() == (guid, value)


TEXTS = {
    "testOneNote.one": "Previous Address From:",
    "testOneNote1.one": "OneNote: one place for all of your notes",
    "testOneNote2.one": "wow this is neat",
    "testOneNote2016.one": "This is one note 2016",
    "testOneNote3.one": "neat info about totally killin it bro",
    "testOneNote4.one": "way too much information about poptarts to handle.",
    "testOneNoteEmbeddedImage.one": "Image above",
    "testOneNoteEmbeddedWordDoc.one": "Embedded doc sheet",
    "testOneNoteFromOffice365.one": "Section1Page2Content",
    "testOneNoteFromOffice365-2.one": "Section1Page2Content",
    "test-tika-4303-Chinese-notes.one": "向笔记本中键入信息或从其他应用和网页插入信息。",
}


@pytest.mark.parametrize("name", TEXTS)
def test_real_sections_are_read(shared: Path, name: str) -> None:
    made = read(reader, (shared / "data/files/tika" / name).read_bytes())
    assert TEXTS[name] in made.text
    assert made.draft.state in {State.TEXT_COMPLETE, State.TEXT_PARTIAL}
    if made.draft.state is State.TEXT_PARTIAL:
        assert [fault["part"] for fault in made.draft.facts["failed"]] == ["ink"]


def test_a_real_document_in_a_section_is_a_member(shared: Path) -> None:
    made = read(reader, (shared / "data/files/tika/testOneNoteEmbeddedWordDoc.one").read_bytes())
    assert made.members[0].startswith(b"PK\3\4")
    assert made.draft.children[0].name == "Dude this is a super cool embedded doc.docx"


@pytest.mark.parametrize("name", ["testOneNote2016.one", "testOneNoteFromOffice365.one", "testOneNote-fuzz1.one"])
def test_damage_to_real_sections_ends_in_a_state(shared: Path, name: str) -> None:
    whole, random = (shared / "data/files/tika" / name).read_bytes(), Random(2)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(12):
            data[random.randrange(64, len(data))] = random.randrange(256)
        if random.random() < 0.2:
            del data[random.randrange(1000, len(data)) :]
        draft = read(reader, bytes(data)).draft
        assert draft.state in {State.TEXT_COMPLETE, State.TEXT_PARTIAL, State.UNREAD_CORRUPT, State.NONE_BLANK}
