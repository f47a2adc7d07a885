"""Pages, Numbers and Keynote in both forms: text in its order, tables, notes, comments, passwords, damage."""

import io
import time
import zipfile
from pathlib import Path
from random import Random

import pytest
from archiving import archive, cell, message, refer, row, snappy, table, varint
from packing import packed, read

from muniment.intake import identify
from muniment.intake.limits import LimitReached, Limits, Unreadable
from muniment.intake.readers.apps import iwork as reader
from muniment.intake.readers.apps import iworksnappy, iworkwire
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Reading
from muniment.model.state import State

SF = 'xmlns:sf="http://developer.apple.com/namespaces/sf" xmlns:sfa="http://developer.apple.com/namespaces/sfa"'
SL, LS, KEY = (f'xmlns:{name}="http://developer.apple.com/namespaces/{name}"' for name in ("sl", "ls", "key"))


def storage(text: str, kind: int | None = None) -> bytes:
    return message(*([] if kind is None else [(1, kind)]), (3, text))


def body(*lines: str) -> str:
    text = "".join(f"<sf:p>{line}</sf:p>" for line in lines)
    return f"<sf:text-storage><sf:text-body>{text}</sf:text-body></sf:text-storage>"


def pages(inside: str) -> bytes:
    return packed({"index.xml": f"<sl:document {SL} {SF}>{inside}</sl:document>", "thumbs/a.jpg": b"\xff\xd8\xff\xe0"})


def unlocked(data: bytes) -> Draft:
    """What the reader makes of a document whose members nobody can count."""
    return reader.read(Source(data), Scope(Budget(Limits(), len(data)), none))


def none(source: Source, scope: Scope) -> Reading:
    raise AssertionError


def test_pages_of_2009_give_text_notes_comments_and_what_the_document_says_of_itself() -> None:
    made = read(
        reader,
        pages(
            '<sl:metadata><sf:title><sf:string sfa:string="Ward notes"/></sf:title>'
            '<sf:authors><sf:string sfa:string="Ana Example"/></sf:authors></sl:metadata>'
            f"<sl:stylesheet>{body('never shown')}</sl:stylesheet>"
            f"<sf:headers><sf:header>{body('Draft')}</sf:header></sf:headers>"
            f"<sf:annotations><sf:annotation>{body('check this')}</sf:annotation></sf:annotations>"
            + body("Ballot<sf:br/>papers <sf:link href='http://example.org/'>here</sf:link>", "second<sf:tab/>line")
        ),
    )
    assert made.draft.type == "application/vnd.apple.pages"
    assert made.draft.state is State.TEXT_COMPLETE
    assert "Ballot\npapers here\nsecond\tline\n" in made.text
    assert "never shown" not in made.text
    assert made.parts("header") == ["Draft\n"]
    assert made.parts("comment") == ["check this\n"]
    assert made.draft.facts["title"] == "Ward notes"
    assert made.draft.facts["author"] == "Ana Example"
    assert made.draft.facts["links"] == ["http://example.org/"]
    assert made.members == [b"\xff\xd8\xff\xe0"]


def test_cells_of_2009_stand_where_their_count_puts_them() -> None:
    sheet = (
        '<ls:workspace ls:workspace-name="Spring"><sf:tabular-model sf:name="Payments"><sf:grid><sf:datasource>'
        '<sf:t sf:ct="0"><sf:ct sfa:s="Date"/></sf:t><sf:t><sf:ct sfa:s="Sum"/></sf:t>'
        '<sf:d sf:ct="255" sf:cell-date="276048000"/><sf:n sf:v="12.5"/>'
        '<sf:f sf:ct="256"><sf:fo sf:fs="=B2"/><sf:r><sf:rn sf:v="-3"/></sf:r></sf:f>'
        '<sf:pm sf:ct="255"><sf:menu-choices><sf:t sfa:ID="a"><sf:ct sfa:s="rent"/></sf:t><sf:t sfa:ID="b">'
        '<sf:ct sfa:s="paid"/></sf:t></sf:menu-choices><sf:proxied-cell-ref sfa:IDREF="b"/></sf:pm>'
        "</sf:datasource></sf:grid></sf:tabular-model></ls:workspace>"
    )
    made = read(reader, packed({"index.xml": f"<ls:document {LS} {SF}>{sheet}</ls:document>"}))
    assert made.draft.type == "application/vnd.apple.numbers"
    assert made.draft.pages[0].label == "Spring"
    assert made.text == "Spring\nPayments\nDate\tSum\n2009-10-01\t12.5\n\t-3\npaid\n"


def test_slides_of_2009_are_pages_and_masters_come_last() -> None:
    show = (
        f"<key:theme-list><key:master-slide>{body('Company')}</key:master-slide></key:theme-list><key:slide-list>"
        f"<key:slide>{body('One')}<key:notes>{body('say it slowly')}</key:notes></key:slide>"
        f"<key:slide>{body('Two')}<sf:sticky-note>{body('drop this?')}</sf:sticky-note></key:slide></key:slide-list>"
    )
    made = read(reader, packed({"index.apxl": f"<key:presentation {KEY} {SF}>{show}</key:presentation>"}))
    assert made.draft.type == "application/vnd.apple.keynote"
    assert [(page.number, page.label, page.text) for page in made.draft.pages] == [
        (1, "", "One\nsay it slowly\n"),
        (2, "", "Two\ndrop this?\n"),
        (None, "layout", "Company\n"),
    ]
    assert made.parts("note") == ["say it slowly\n"]
    assert made.parts("comment") == ["drop this?\n"]


def test_pages_of_today_give_body_then_headers_then_comments() -> None:
    objects = archive(
        (1, 10000, message((4, refer(10))), [10]),
        (11, 2001, storage("Notice", 1), []),
        (10, 2001, storage("First line\u2028of two\ufffc\nPostal votes", 0), []),
        (12, 3056, message((1, "who said so?"), (3, refer(13))), [13]),
        (13, 212, message((1, "Bo Example")), []),
        (14, 2001, storage("who said so?"), []),
    )
    made = read(reader, packed({"Index/Document.iwa": objects, "Data/a.png": b"\x89PNG\r\n\x1a\n"}))
    assert made.draft.type == "application/vnd.apple.pages"
    assert made.text == "First line\nof two\nPostal votes\nNotice\nBo Example: who said so?\n"
    assert made.parts("header") == ["Notice"]
    assert made.parts("comment") == ["Bo Example: who said so?"]
    assert made.draft.facts["comment_authors"] == ["Bo Example"]
    assert made.members == [b"\x89PNG\r\n\x1a\n"]


def test_sheets_of_today_give_their_tables() -> None:
    rows = [
        row(0, cell(3, text=1), cell(3, text=2)),
        row(1, cell(5), cell(2, number=12.5)),
        row(2, b"", cell(6, number=1.0)),
    ]
    objects = archive(
        (1, 1, message((1, refer(2))), [2]),
        (2, 2, message((1, "Spring"), (2, refer(20))), [20]),
        *table(20, "Payments", {1: "Day", 2: "Sum"}, rows),
    )
    made = read(reader, packed({"Index/Document.iwa": objects}))
    assert made.draft.type == "application/vnd.apple.numbers"
    assert made.draft.pages[0].label == "Spring"
    assert made.text == "Spring\nPayments\nDay\tSum\n2001-01-01\t12.5\n\tTRUE\n"
    assert made.draft.state is State.TEXT_COMPLETE


def test_a_cell_whose_text_is_not_there_is_said() -> None:
    objects = archive(
        (1, 1, message((1, refer(2))), [2]),
        (2, 2, message((1, "Spring"), (2, refer(20))), [20]),
        *table(20, "Payments", {1: "Day"}, [row(0, cell(3, text=1), cell(3, text=9))]),
    )
    made = read(reader, packed({"Index/Document.iwa": objects}))
    assert made.draft.state is State.TEXT_PARTIAL
    assert made.draft.facts["failed"] == [{"part": "tables", "why": "1 cells could not be read"}]


def test_archives_may_lie_in_a_package_of_their_own() -> None:
    inner = packed(
        {"Index/Document.iwa": archive((1, 10000, message((4, refer(2))), [2]), (2, 2001, storage("Inside", 0), []))}
    )
    made = read(reader, packed({"Index.zip": inner, "preview.jpg": b"\xff\xd8\xff\xe0"}))
    assert made.text == "Inside\n"
    assert made.members == [b"\xff\xd8\xff\xe0"]


def test_what_nothing_refers_to_is_told_all_the_same() -> None:
    objects = archive(
        (1, 1, message((1, refer(2))), [2]), (2, 2, message((1, "Spring")), []), (9, 2001, storage("Lost"), [])
    )
    made = read(reader, packed({"Index/Document.iwa": objects}))
    assert [(page.number, page.label, page.text) for page in made.draft.pages] == [
        (1, "Spring", "Spring\n"),
        (None, "document", "Lost\n"),
    ]


def test_one_broken_archive_costs_that_archive() -> None:
    sound = archive((1, 10000, message((4, refer(2))), [2]), (2, 2001, storage("Kept", 0), []))
    made = read(reader, packed({"Index/Document.iwa": sound, "Index/Other.iwa": b"\0\5\0\0\x40abcd"}))
    assert made.text == "Kept\n"
    assert made.draft.state is State.TEXT_PARTIAL
    assert made.draft.facts["failed"][0]["part"] == "Index/Other.iwa"


def test_objects_that_refer_to_each_other_end() -> None:
    objects = archive(
        (1, 10000, message((4, refer(2))), [2]),
        (2, 2001, storage("Round", 0), [3]),
        (3, 3008, b"", [2, 3]),
    )
    assert read(reader, packed({"Index/Document.iwa": objects})).text == "Round\n"


def test_a_document_under_a_password_is_said_to_be_one_with_its_hint() -> None:
    made = unlocked(packed({"Index/Document.iwa": b"x", ".iwph": "the usual", ".iwpv2": b"x"}))
    assert (made.state, made.reason, made.pages) == (State.UNREAD_ENCRYPTED, "password", [])
    assert made.facts["password_hint"] == "the usual"


def test_nothing_but_a_package_is_no_document() -> None:
    made = read(reader, packed({"Index/Nothing.txt": b"x"}))
    assert made.draft.state is State.UNREAD_CORRUPT
    with pytest.raises(Unreadable):
        read(reader, b"PK\3\4 and no more")


def test_snappy_repeats_what_stands_before() -> None:
    block = varint(11) + bytes([2 << 2]) + b"abc" + bytes([(7 - 1) << 2 | 2, 3, 0]) + bytes([0]) + b"!"
    assert iworksnappy.unpack(b"\0" + len(block).to_bytes(3, "little") + block, lambda _: None) == b"abcabcabca!"
    assert iworksnappy.unpack(snappy(b"x" * 200_000), lambda _: None) == b"x" * 200_000


@pytest.mark.parametrize(
    "block",
    [
        varint(1 << 25) + b"\0a",
        varint(4) + b"\0a",
        varint(2) + b"\x0cabcd",
        varint(9) + b"\0a" + bytes([2, 9, 0]),
        b"\xff\xff\xff\xff\xff",
    ],
)
def test_snappy_that_lies_is_broken(block: bytes) -> None:
    with pytest.raises(iworksnappy.Broken):
        iworksnappy.unpack(b"\0" + len(block).to_bytes(3, "little") + block, lambda _: None)


def test_snappy_is_paid_for_before_it_is_unpacked() -> None:
    def spend(size: int) -> None:
        raise LimitReached("limit-bytes")

    with pytest.raises(LimitReached):
        iworksnappy.unpack(snappy(b"abc"), spend)


@pytest.mark.parametrize("raw", [b"\x08", b"\x0a\x05ab", b"\x0b", b"\x09abc", b"\xff" * 12])
def test_a_message_that_is_cut_off_is_broken(raw: bytes) -> None:
    with pytest.raises(iworkwire.Broken):
        iworkwire.Message(raw)


TEXTS = {
    "testPages.pages": "Column one\tColumn two\tColumn three\nCell one\tCell two\tCell three",
    "testPages2013.pages": "Cell seven\tCell eight\tCell nine",
    "testPagesComments.pages": "are there really a lot of people using iWork?!?!",
    "testPagesHeadersFootersFootnotes.pages": "Footnote: What does APXL stand for?!?!?",
    "testPagesLayout.pages": "text inside of a green circle",
    "testNumbers.numbers": "101\t2009-10-01\tRent\tHome\t-775\t3875",
    "testNumbers2013.numbers": "101\t2009-10-01\tRent\tHome\t-775\t3875",
    "testNumbersCharts.numbers": "Currency Chart name",
    "testMultipleSheets.numbers": "Region 2\t55\t43\t70\t58",
    "tableHeaders.numbers": "header1\theader2\theader3\theader4\theader5\nrow1",
    "testKeynote.key": "Cell four\tCell 5\tCell six\n7\tCell eight\t5/5/1985",
    "testKeynote2013.key": "A nice note",
    "testTextBoxes.key": "text1\ntext2\ntext3",
    "testBulletPoints.key": "bullet point 3",
    "testTables.key": "row 1\n\trow 2\n\t\trow 3",
}


@pytest.mark.parametrize("name", TEXTS)
def test_real_documents_are_read_whole(shared: Path, name: str) -> None:
    data = (shared / "data/files/tika" / name).read_bytes()
    assert identify.identify(Source(data)).type.startswith("application/vnd.apple.")
    made = read(reader, data)
    assert made.draft.type.rpartition(".")[2][:3] == name.rpartition(".")[2][:3]
    assert made.draft.state is State.TEXT_COMPLETE
    assert TEXTS[name] in made.text


def test_a_real_document_under_a_password_is_named_and_locked(shared: Path) -> None:
    data = (shared / "data/files/tika/testPagesPwdProtected.pages").read_bytes()
    assert identify.identify(Source(data)).type == "application/vnd.apple.iwork"
    made = unlocked(data)
    assert (made.state, made.reason) == (State.UNREAD_ENCRYPTED, "password")
    assert made.facts["password_hint"] == "tika"


def test_a_presentation_may_lie_in_a_folder_in_a_zip(shared: Path) -> None:
    with zipfile.ZipFile(shared / "data/files/tika/testKeynote2018.key") as outer:
        made = read(reader, outer.read("Presentation.key/Index.zip"))
    assert [page.text for page in made.draft.pages][:1] == ["Libreoffice 6.2\n19 February 2019\n"]


def test_damage_to_real_archives_ends_in_a_state(shared: Path) -> None:
    random = Random(1)
    with zipfile.ZipFile(shared / "data/files/tika/testNumbers2013.numbers") as whole:
        parts = {name: whole.read(name) for name in whole.namelist() if name.endswith(".iwa")}
    for _ in range(40):
        damaged = {name: bytearray(data) for name, data in parts.items()}
        for data in random.sample(list(damaged.values()), 8):
            for _ in range(3):
                data[random.randrange(len(data))] = random.randrange(256)
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as package:
            for name, data in damaged.items():
                package.writestr(name, bytes(data))
        draft = read(reader, made.getvalue()).draft
        assert draft.state in {State.TEXT_COMPLETE, State.TEXT_PARTIAL, State.UNREAD_CORRUPT, State.NONE_BLANK}


def test_snappy_that_repeats_from_far_away_ends_soon() -> None:
    size = 1 << 23
    frame = varint(size + 200_000) + bytes([63 << 2]) + (size - 1).to_bytes(4, "little") + bytes(size)
    frame += (bytes([3]) + size.to_bytes(4, "little")) * 200_000
    started = time.process_time()
    iworksnappy.unpack(b"\0" + len(frame).to_bytes(3, "little") + frame, lambda _: None)
    assert time.process_time() - started < 5
