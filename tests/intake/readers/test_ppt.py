"""Old presentations: slides in order with notes and comments, members, passwords, damaged and hostile files."""

import struct
import time
import zlib
from contextlib import suppress
from pathlib import Path
from random import Random

import oldoffice as old
import pytest
from packing import Read, read

from muniment.intake.identify import identify
from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.ole.olewrite import Node
from muniment.intake.readers.slides import ppt as reader
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Reading
from muniment.model.state import State

SLIDES, MASTERS, NOTES = 0, 1, 2
FIRST, SECOND = 256, 257


def bare(data: bytes) -> Draft:
    """What the reader makes of bytes whose members are not counted."""

    def keep(source: Source, scope: Scope) -> Reading:
        return Reading("0" * 64, source.size, "", State.NONE_BY_NATURE, "data", "")

    return reader.read(Source(data), Scope(Budget(Limits(), len(data)), keep))


def slide(*records: bytes) -> bytes:
    return old.holding(0x03EE, old.record(0x03EF, bytes(24)), *records)


def drawing(*shapes: bytes) -> bytes:
    return old.holding(0x040C, old.holding(0xF002, old.holding(0xF003, *shapes)))


def comment(author: str, text: str) -> bytes:
    when = struct.pack("<8H", 2014, 5, 4, 22, 10, 30, 0, 0)
    inner = old.holding(
        0x2EE0, old.said(author, 0), old.said(text, 1), old.record(0x2EE1, struct.pack("<I", 1) + when + bytes(8))
    )
    tag = old.holding(0x138A, old.said("___PPT10"), old.record(0x138B, inner))
    return old.holding(0x1388, tag)


def links(*targets: str) -> list[bytes]:
    return [
        old.holding(0x0FD7, old.record(0x0FD3, struct.pack("<I", at)), old.said(target, 0), old.said(target, 1))
        for at, target in enumerate(targets)
    ]


def embedded(place: int, name: str, kind: int = 0x0FCC) -> bytes:
    atom = old.record(0x0FC3, struct.pack("<IIIIII", 1, 0, 1, 0, place, 0))
    return old.holding(kind, atom, old.said(name, 1), old.said("Package", 2))


def document(*records: bytes, external: tuple[bytes, ...] = ()) -> bytes:
    return old.holding(0x03E8, old.record(0x03E9, bytes(40)), old.holding(0x0409, *external), *records)


def two_slides() -> bytes:
    """The second slide lies before the first, and an older form of the first before both."""
    shown = old.record(0x03F9, struct.pack("<IIBBHBB2x", 0, 0, 0, 0, 4, 0, 0))
    outline = old.holding(0xF004, old.holding(0xF00D, old.record(0x0F9E, struct.pack("<I", 0))))
    lists = [
        old.holding(0x0FF0, old.listed(4, 0x8000_0000), instance=MASTERS),
        old.holding(0x0FF0, old.listed(3, FIRST, "Turnout by ward"), old.listed(2, SECOND), instance=SLIDES),
        old.holding(0x0FF0, old.listed(5, 258), instance=NOTES),
    ]
    notes = old.holding(0x03F0, old.record(0x03F1, struct.pack("<II", FIRST, 0)), drawing(old.box("Say it slowly")))
    master = old.holding(0x03F8, drawing(old.box("Click to edit")))
    return old.slideshow(
        {
            1: document(*lists, external=tuple(links("http://example.org/wards"))),
            2: slide(shown, drawing(old.box("Hidden figures", narrow_=True))),
            3: slide(drawing(outline, old.box("Bow East\rভোট\x0bline two")), comment("Ann Example", "Check this")),
            4: master,
            5: notes,
        }
    )


def test_slides_come_in_the_order_of_the_show_with_notes_and_comments() -> None:
    data = two_slides()
    assert identify(Source(data)).type == reader.SHOW
    found = read(reader, data)
    first, second, last = found.draft.pages
    assert first.number == 1
    assert first.text.startswith("Turnout by ward\nBow East\nভোট\nline two\n")
    assert (second.number, second.text) == (2, "Hidden figures\n")
    assert last.label == "document"
    assert found.parts("comment") == ["Comment by Ann Example, 2014-05-22T10:30:00: Check this"]
    assert found.parts("note") == ["Say it slowly\n"]
    assert found.parts("master") == ["Click to edit"]
    assert found.draft.facts["hidden"] == ["slide 2"]
    assert found.draft.facts["links"] == ["http://example.org/wards"]
    assert found.draft.facts["comment_authors"] == ["Ann Example"]
    assert found.draft.facts["pages"] == 2
    assert found.draft.state is State.TEXT_COMPLETE


def test_a_later_save_counts_and_the_earlier_one_does_not() -> None:
    lists = old.holding(0x0FF0, old.listed(2, FIRST))
    stream = document(lists)
    places = [0, len(stream)]
    stream += slide(drawing(old.box("Draft figure")))
    first = len(stream)
    stream += old.record(0x1772, struct.pack("<III", 1 | 2 << 20, *places))
    edit = len(stream)
    stream += old.record(0x0FF5, struct.pack("<7I", 0, 0, 0, first, 1, 2, 0))
    changed = len(stream)
    stream += slide(drawing(old.box("Final figure")))
    second = len(stream)
    stream += old.record(0x1772, struct.pack("<II", 2 | 1 << 20, changed))
    last = len(stream)
    stream += old.record(0x0FF5, struct.pack("<7I", 0, 0, edit, second, 1, 2, 0))
    user = struct.pack("<HHIIIII", 0, 0x0FF6, 20, 20, 0xE391C05F, last, 0)
    found = read(reader, old.compound(Node("PowerPoint Document", stream), Node("Current User", user)))
    assert found.draft.pages[0].text == "Final figure\n"
    assert "Draft" not in found.text


def test_words_drawn_as_pictures_and_alternative_texts_are_had() -> None:
    texts = ["Vote early", "A ballot box"]
    raw = [text.encode("utf-16-le") + b"\0\0" for text in texts]
    heads = struct.pack("<HIHI", 0x80C0, len(raw[0]), 0x8381, len(raw[1]))
    shape = old.holding(0xF004, old.record(0xF00B, heads + b"".join(raw), 2))
    lists = old.holding(0x0FF0, old.listed(2, FIRST))
    found = read(reader, old.slideshow({1: document(lists), 2: slide(drawing(shape))}))
    assert "Vote early" in found.text
    assert found.parts("alt") == ["A ballot box"]


def members(*, body: bytes | None = None) -> Read:
    """A presentation with a picture, a sound, an object and macros."""
    package = b"\2\0list.txt\0C:\\list.txt\0\0\0\3\0" + struct.pack("<I", 1) + b"\0" + struct.pack("<I", 5) + b"names"
    native = old.compound(Node("\1Ole10Native", struct.pack("<I", len(package)) + package))
    sound = old.holding(0x07E6, old.said("bell", 0), old.said(".wav", 1), old.record(0x07E7, b"RIFF"))
    vba = old.holding(0x07D0, old.holding(0x03FF, old.record(0x0400, struct.pack("<III", 3, 1, 2), 2)))
    data = old.slideshow(
        {
            1: document(vba, old.holding(0x07E4, sound), external=(embedded(2, "Object"),)),
            2: old.packed_object(native) if body is None else body,
            3: old.record(0x1011, b"macros"),
        },
        more=[Node("Pictures", old.record(0xF01A, bytes(50) + zlib.compress(b"EMF"), 0x3D4))],
    )
    return read(reader, data)


def test_pictures_objects_sounds_and_macros_are_members() -> None:
    found = members()
    assert [child.name for child in found.draft.children] == ["picture 1.emf", "list.txt", "bell.wav", "Macros"]
    assert found.members == [b"EMF", b"names", b"RIFF", b"macros"]
    assert "macros" in found.draft.flags


def test_one_bad_object_costs_its_neighbours_nothing() -> None:
    found = members(body=old.record(0x1011, struct.pack("<I", 900) + b"no such packing", 1))
    assert [child.state for child in found.draft.children] == [None, State.UNREAD_CORRUPT, None, None]


def test_an_object_that_unpacks_to_far_too_much_is_not_read() -> None:
    bomb = bytes(60 << 20)
    found = members(body=old.packed_object(bomb))
    assert found.draft.children[1].state is State.UNREAD_LIMIT


def test_a_linked_object_is_recorded_and_not_followed() -> None:
    found = read(reader, old.slideshow({1: document(external=(embedded(9, "Worksheet", 0x0FCE),))}))
    assert [(child.kind, child.state) for child in found.draft.children] == [("link", State.UNREAD_REFUSED)]


def test_a_presentation_under_a_password_says_so() -> None:
    draft = bare(old.slideshow({1: document()}, locked=True))
    assert (draft.state, draft.reason) == (State.UNREAD_ENCRYPTED, "password")
    assert not draft.complete


def test_without_a_directory_the_slides_are_salvaged() -> None:
    stream = slide(drawing(old.box("One"))) + slide(drawing(old.box("Two")))
    found = read(reader, old.compound(Node("PowerPoint Document", stream)))
    assert [page.text for page in found.draft.pages] == ["One\n", "Two\n"]
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "salvaged")


def test_a_slide_that_is_gone_makes_the_text_partial() -> None:
    lists = old.holding(0x0FF0, old.listed(2, FIRST, "Still listed"), old.listed(3, SECOND))
    found = read(reader, old.slideshow({1: document(lists), 3: slide(drawing(old.box("There")))}))
    assert [page.text for page in found.draft.pages] == ["Still listed\n", "There\n"]
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "salvaged")


def test_older_and_broken_files() -> None:
    with pytest.raises(Unreadable) as raised:
        bare(old.compound(Node("PP40", b"x" * 5000)))
    assert raised.value.state is State.UNREAD_UNSUPPORTED
    for data in (b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), old.compound(Node("x", b"y"))):
        with pytest.raises(Unreadable) as raised:
            bare(data)
        assert raised.value.state is State.UNREAD_CORRUPT


def test_saves_that_run_in_circles_and_slides_named_a_thousand_times_end() -> None:
    lists = old.holding(0x0FF0, *(old.listed(2, at) for at in range(20_000)))
    stream = document(lists)
    at = len(stream)
    stream += slide(*(drawing(old.box("Once")) for _ in range(1000)))
    directory = len(stream)
    stream += old.record(0x1772, struct.pack("<III", 1 | 2 << 20, 0, at))
    edit = len(stream)
    stream += old.record(0x0FF5, struct.pack("<7I", 0, 0, edit, directory, 1, 2, 0))
    user = struct.pack("<HHIIIII", 0, 0x0FF6, 20, 20, 0xE391C05F, edit, 0)
    began = time.process_time()
    found = read(reader, old.compound(Node("PowerPoint Document", stream), Node("Current User", user)))
    assert time.process_time() - began < 10
    assert found.text.count("Once") == 1000


def test_records_in_records_without_end_end_quickly() -> None:
    inner = b"".join(struct.pack("<HHI", 15, 0xF003, 0x7FFF_FFFF) for _ in range(200_000))
    lists = old.holding(0x0FF0, old.listed(2, FIRST))
    began = time.process_time()
    bare(old.slideshow({1: document(lists), 2: slide(inner)}))
    assert time.process_time() - began < 10


def test_changed_bytes_never_break_the_reader() -> None:
    sound = two_slides()
    chance = Random(11)
    for _ in range(300):
        data = bytearray(sound)
        for _ in range(chance.randrange(1, 12)):
            data[chance.randrange(len(data))] = chance.choice((0, 1, 0x7F, 0xFF, chance.randrange(256)))
        with suppress(Unreadable):
            bare(bytes(data[: chance.choice((len(data), chance.randrange(len(data))))]))


REAL = {
    "testPPT_various.ppt": ["Row 1 Col 2", "Here is a text box", "ゾルゲと尾崎、淡々と最期", "[1] This is a footnote."],
    "testPPT_comment.ppt": [
        "Comment by Allison, Timothy B. (ATB), 2015-09-30T13:57:43: I'm afraid I'm going to have to ask"
    ],
    "testComment.ppt": ["Comment by Michael McCandless", "Here is a comment"],
    "testPPT_groups.ppt": ["Text box5 tika link", "WordArt1", "Ungrouped text box"],
    "testPPT_masterFooter.ppt": ["Master footer is here"],
    "testPPT_masterText.ppt": ["Text that I added to the master slide"],
    "testPPT_autodate.ppt": ["Now"],
    "testOptionalHyphen.ppt": ["optional"],
    "testPPT.ppt": ["Sample Powerpoint Slide", "Powerpoint X for Mac"],
    "testPPT_custom_props.ppt": ["MyCustomString: MyStringValue"],
}


@pytest.mark.parametrize("name", REAL)
def test_real_presentations(shared: Path, name: str) -> None:
    found = read(reader, (shared / "data/files/tika" / name).read_bytes())
    assert found.draft.state is State.TEXT_COMPLETE
    for text in REAL[name]:
        assert text in found.text


def test_real_members_are_had(shared: Path) -> None:
    found = read(reader, (shared / "data/files/tika/testWPSAttachment.ppt").read_bytes())
    names = [child.name for child in found.draft.children]
    assert {"TXT.txt", "PDF.pdf", "XML.xml"} <= set(names)
    assert found.members[names.index("PDF.pdf")].startswith(b"%PDF")


def test_a_real_object_with_a_wrong_checksum_is_had_and_says_so(shared: Path) -> None:
    found = read(reader, (shared / "data/files/tika/testPPT_skipBadCompressedObject.ppt").read_bytes())
    wrong = [child.size for child in found.draft.children if child.facts.get("checksum") == "wrong"]
    assert wrong == [193024, 199168]


def test_a_real_locked_presentation(shared: Path) -> None:
    draft = bare((shared / "data/files/tika/testPPT_protected_passtika.ppt").read_bytes())
    assert draft.state is State.UNREAD_ENCRYPTED
