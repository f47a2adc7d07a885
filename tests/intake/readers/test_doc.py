"""Old Word documents: every layer of the text, changes, members, older versions, passwords, and hostile files."""

import struct
import time
from contextlib import suppress
from pathlib import Path
from random import Random

import oldoffice as old
import pytest
from packing import read

from muniment.intake.identify import identify
from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.ole.olewrite import Node
from muniment.intake.readers.word import doc as reader
from muniment.intake.readers.word import docfib
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Reading
from muniment.model.state import State

PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)


def bare(data: bytes) -> Draft:
    """What the reader makes of bytes whose members are not counted."""

    def keep(source: Source, scope: Scope) -> Reading:
        return Reading("0" * 64, source.size, "", State.NONE_BY_NATURE, "data", "")

    return reader.read(Source(data), Scope(Budget(Limits(), len(data)), keep))


def test_the_layers_of_a_document_are_one_text_with_its_parts_named() -> None:
    owner = "Ann Example"
    tables = {
        docfib.NOTE_TEXT: old.plc([0, 10, 11]),
        docfib.HEADERS: old.plc([0, 0, 0, 0, 0, 0, 0, 0, 7, 7, 14, 14, 14, 15]),
        docfib.COMMENT_MARKS: old.plc([0, 5], [struct.pack("<H18sHHHhi", 2, "AE".encode("utf-16-le"), 0, 0, 0, 0, 0)]),
        docfib.COMMENT_TEXT: old.plc([0, 12, 13]),
        docfib.COMMENT_OWNERS: struct.pack("<H", len(owner)) + owner.encode("utf-16-le"),
        docfib.COMMENT_TIMES: struct.pack("<I14x", 30 | 10 << 6 | 22 << 11 | 5 << 16 | 114 << 20),
    }
    data = old.word(
        {
            "body": "Postal votes were gathered.\rঢাকা\x0bsecond line\r",
            "note": "\x02 a note.\r\r",
            "header": "Header\rFooter\r\r",
            "comment": "\x05Who says?\r\r\r",
            "endnote": "Last words\r",
            "textbox": "In a box\r",
        },
        tables,
    )
    found = read(reader, data)
    assert found.draft.state is State.TEXT_COMPLETE
    assert found.text.startswith("Postal votes were gathered.\nঢাকা\nsecond line\n")
    assert found.parts("header") == ["Header\n"]
    assert found.parts("footer") == ["Footer\n"]
    assert [part.strip() for part in found.parts("note")] == ["a note.", "Last words"]
    assert found.parts("comment")[0] == "Comment by Ann Example, 2014-05-22T10:30:00: Who says?\n\n"
    assert found.parts("textbox") == ["In a box\n"]
    assert found.draft.facts["comment_authors"] == ["Ann Example"]


def test_a_field_gives_its_result_and_its_code_gives_a_link() -> None:
    body = (
        'See \x13HYPERLINK "http://example.org/a" \x14the \x13PAGE\x147\x15 page\x15, \x13MERGEFIELD ward\x14Bow\x15.\r'
    )
    found = read(reader, old.word({"body": body}))
    assert found.draft.pages[0].text == "See the 7 page, Bow.\n"
    assert found.draft.facts["links"] == ["http://example.org/a"]
    assert found.parts("field") == ["MERGEFIELD ward"]


def test_changes_and_hidden_words_are_kept_and_marked() -> None:
    deleted = struct.pack("<HBHHHI", 0x0800, 1, 0x4863, 0, 0x6864, 1 | 9 << 6 | 2 << 11 | 6 << 16 | 114 << 20)
    hidden = struct.pack("<HB", 0x083C, 1)
    name = "Bob Example"
    reviser = b"\xff\xff" + struct.pack("<HHH", 1, 0, len(name)) + name.encode("utf-16-le")
    runs = [(0, 4, b""), (4, 8, deleted), (8, 12, hidden), (12, 17, b"")]
    found = read(reader, old.word({"body": "kept gone seen end.\r"}, {docfib.REVISERS: reviser}, runs=runs))
    assert found.draft.pages[0].text == "kept gone seen end.\n"
    assert found.parts("deleted") == [" gon"]
    assert found.parts("hidden") == ["e se"]
    assert "hidden-content" in found.draft.flags
    when = "2014-06-02T09:01:00"
    change = {"kind": "deleted", "author": "Bob Example", "count": 1, "first": when, "last": when}
    assert found.draft.facts["changes"] == [change]


def test_text_in_pieces_is_put_together_in_order() -> None:
    clx = old.pieces([(0x820, 1), (0x800, 0)], [0, 6, 10])
    stream = bytearray(0x900)
    stream[0x800:0x808] = "wide".encode("utf-16-le")
    stream[0x820:0x826] = b"first\x96"
    base = old.word({"body": " " * 10}, clx=clx)
    at = base.index(" ".encode("utf-16-le") * 10)
    data = base[:at] + bytes(stream[0x800:0x880]) + base[at + 0x80 :]
    assert read(reader, data).draft.pages[0].text == "first–wide\n"


def test_tables_have_cells_and_rows() -> None:
    assert read(reader, old.word({"body": "A\x07B\x07\x07C\x07D\x07\x07\r"})).draft.pages[0].text == "A\tB\nC\tD\n\n"


def test_pictures_and_objects_are_members_and_macros_are_flagged() -> None:
    blip = old.record(0xF01E, bytes(17) + PNG, 0x6E0)
    picture = struct.pack("<IHH60x", 68 + len(blip), 68, 0x64) + blip
    runs = [(0, 1, struct.pack("<HIHB", 0x6A03, 0, 0x0855, 1)), (1, 6, b"")]
    package = b"\2\0list.txt\0C:\\list.txt\0\0\0\3\0" + struct.pack("<I", 1) + b"\0" + struct.pack("<I", 5) + b"names"
    native = Node("\1Ole10Native", struct.pack("<I", len(package)) + package)
    pool = Node("ObjectPool", children=[Node("_123", children=[native])])
    macros = Node("Macros", children=[Node("VBA", children=[Node("dir", b"x")])])
    data = old.word({"body": "\x01text\r"}, runs=runs, data=picture, more=[pool, macros])
    found = read(reader, data)
    assert [(child.locator, child.name) for child in found.draft.children] == [
        ("data:4c", "picture 1.png"),
        ("object:_123", "list.txt"),
        ("macros:Macros", "Macros"),
    ]
    assert found.members[:2] == [PNG, b"names"]
    assert "macros" in found.draft.flags


def test_a_word_6_document_is_written_in_the_characters_of_its_language() -> None:
    stream = old.old_word("Список избирателей\r".encode("cp1251"), language=0x0419)
    found = read(reader, old.compound(Node("WordDocument", stream)))
    assert found.draft.pages[0].text == "Список избирателей\n"
    assert found.draft.state is State.TEXT_COMPLETE


def test_a_word_2_document_is_no_compound_file() -> None:
    data = old.old_word(b"A letter of 1993.\r", magic=0xA5DB, version=45)
    assert identify(Source(data)).type == "application/msword"
    assert read(reader, data).draft.pages[0].text == "A letter of 1993.\n"


def test_properties_are_facts() -> None:
    summary = old.property_set(
        old.SUMMARY,
        {
            1: struct.pack("<Ih", 2, 1252),
            2: old.narrow("Minutes"),
            4: old.narrow("Ann"),
            12: old.moment(130451148000000000),
        },
    )
    names = struct.pack("<I", 1) + struct.pack("<II", 2, 5) + b"Ward\0"
    own = {0: names, 1: struct.pack("<Ih", 2, 1252), 2: old.narrow("Lansbury")}
    company = {1: struct.pack("<Ih", 2, 1252), 15: old.narrow("Example & Co")}
    document = old.property_sets((old.DOCUMENT, company), (old.OWN, own))
    nodes = [Node("\5SummaryInformation", summary), Node("\5DocumentSummaryInformation", document)]
    found = read(reader, old.word({"body": "x\r"}, more=nodes))
    facts = found.draft.facts
    assert (facts["title"], facts["author"], facts["company"]) == ("Minutes", "Ann", "Example & Co")
    assert facts["date"] == facts["created"] == "2014-05-21T03:00:00Z"
    assert facts["custom"] == {"Ward": "Lansbury"}
    assert "Title: Minutes" in found.parts("property")


@pytest.mark.parametrize("flags", [0x0300, 0x8300])
def test_a_document_under_a_password_says_so(flags: int) -> None:
    draft = bare(old.word({"body": "secret\r"}, flags=flags))
    assert (draft.state, draft.reason) == (State.UNREAD_ENCRYPTED, "password")
    assert not draft.pages
    assert not draft.complete


def test_without_its_table_of_pieces_the_text_is_salvaged() -> None:
    found = read(reader, old.word({"body": "It was all there. It still is.\r"}, clx=b"\2\xff\xff"))
    assert found.text.startswith("It was all there. It still is.")
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "salvaged")


def test_a_text_that_ends_too_early_is_partial() -> None:
    found = read(reader, old.word({"body": "short\r"}, clx=old.pieces([(old.TEXT_AT, 0)], [0, 90_000])))
    assert found.draft.state is State.TEXT_PARTIAL


def test_what_has_no_head_is_damaged() -> None:
    for data in (
        b"",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        old.compound(Node("WordDocument", b"x" * 5000)),
    ):
        with pytest.raises(Unreadable) as raised:
            bare(data)
        assert raised.value.state is State.UNREAD_CORRUPT


def test_pieces_that_all_name_the_same_bytes_do_not_multiply_the_text() -> None:
    count = 20_000
    borders = [at * 50_000 for at in range(count + 1)]
    data = old.word({"body": "x" * 50_000}, clx=old.pieces([(old.TEXT_AT, 0)] * count, borders))
    data = bytes(data)
    at = data.index(struct.pack("<I", 50_000), 512 + 60)
    hostile = data[:at] + struct.pack("<I", 0x3FFF_FFFF) + data[at + 4 :]
    began = time.process_time()
    found = read(reader, hostile)
    assert time.process_time() - began < 5
    assert len(found.text) < 1_000_000
    assert found.draft.state is State.TEXT_PARTIAL


def test_fields_without_an_end_end_quickly() -> None:
    began = time.process_time()
    read(reader, old.word({"body": "\x13\x14" * 200_000 + "\x13" * 200_000}))
    assert time.process_time() - began < 5


def test_changed_bytes_never_break_the_reader() -> None:
    runs = [(0, 4, struct.pack("<HB", 0x0800, 1)), (4, 12, b"")]
    tables = {docfib.HEADERS: old.plc([0, 0, 0, 0, 0, 0, 0, 3, 6])}
    sound = old.word({"body": "\x13PAGE\x147\x15 words\r", "header": "ab\rcd\r"}, tables, runs=runs, data=bytes(90))
    chance = Random(7)
    for _ in range(300):
        data = bytearray(sound)
        for _ in range(chance.randrange(1, 12)):
            data[chance.randrange(len(data))] = chance.choice((0, 1, 0x7F, 0xFF, chance.randrange(256)))
        with suppress(Unreadable):
            bare(bytes(data[: chance.choice((len(data), chance.randrange(len(data))))]))


REAL = {
    "testWORD_various.doc": [
        "This is the header text.",
        "This is a footnote.",
        "ゾルゲと尾崎、淡々と最期",
        "Row 1 Col 1\tRow 1 Col 2",
    ],
    "testWORD6.doc": ["The quick brown fox jumps over the lazy dog"],
    "testComment.doc": ["Comment by Michael McCandless, 2011-09-17T08:32:00: Here is a comment"],
    "testWORD_numbered_list.doc": ["Footnote list 2a", "I’m a little text box", "comment list 2a"],
    "testWORD_2006ml.doc": ["R1c1\tR1c2\tR1c3", "First page header", "Drop down1"],
    "test_TIKA-1251.doc": ["Ansvar- og oppgavefordeling"],
    "testWORD_tabular_symbol.doc": ["one", "two"],
    "testException1.doc": ["Disability Access and Inclusion Plan"],
    "testControlCharacters.doc": ["Documento generico MGEN05_rev01 - pagina 2 di 10"],
    "test.doc": ["Maxim Valyanskiy"],
}


@pytest.mark.parametrize("name", REAL)
def test_real_documents(shared: Path, name: str) -> None:
    found = read(reader, (shared / "data/files/tika" / name).read_bytes())
    assert found.draft.state is State.TEXT_COMPLETE
    for text in REAL[name]:
        assert text in found.text


def test_real_changes_are_marked(shared: Path) -> None:
    found = read(reader, (shared / "data/files/tika/testWORD_features.doc").read_bytes())
    assert {change["author"] for change in found.draft.facts["changes"]} == {"Kyle Reese", "Unknown Author"}
    assert found.parts("hidden")
    found = read(reader, (shared / "data/files/tika/testWORD_2006ml.doc").read_bytes())
    assert found.parts("inserted")[0] == "dog"
    assert found.parts("deleted")[0] == "frog"


def test_real_members_keep_their_names(shared: Path) -> None:
    found = read(reader, (shared / "data/files/tika/test_recursive_embedded.doc").read_bytes())
    assert [child.name for child in found.draft.children] == ["picture 1.emf", "embed1.zip"]
    assert found.members[1].startswith(b"PK")


@pytest.mark.parametrize(
    ("name", "reason"), [("testWORD_protected_passtika.doc", "password"), ("testWORD_protected_drm.doc", "rights")]
)
def test_real_locked_documents(shared: Path, name: str, reason: str) -> None:
    draft = bare((shared / "data/files/tika" / name).read_bytes())
    assert (draft.state, draft.reason) == (State.UNREAD_ENCRYPTED, reason)
    assert draft.facts["author"]
