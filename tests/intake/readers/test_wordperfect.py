"""WordPerfect: letters among functions, notes, what was taken back, both forms, passwords, damage."""

import struct
from random import Random

import pytest
from packing import read

from muniment.intake import identify
from muniment.intake.limits import Unreadable
from muniment.intake.readers.ole.olewrite import Node, write
from muniment.intake.readers.word import wordperfect as reader
from muniment.intake.source import Source
from muniment.model.state import State


def head(start: int, version: int, *, kind: int = 0x0A, key: int = 0, index: int = 16) -> bytes:
    return b"\xffWPC" + struct.pack("<I4B2H", start, 1, kind, version, 0, key, index)


def five(body: bytes) -> bytes:
    return head(16, 0) + body


def six(body: bytes, *packets: bytes) -> bytes:
    """A document of version 6, with packets of text before its body."""
    at = 16 + 14 * (len(packets) + 1)
    entries, data = struct.pack("<2H10x", 0, len(packets) + 1), b""
    for packet in packets:
        raw = struct.pack("<HII", 1, 0, len(packet)) + packet
        entries += struct.pack("<BBHHII", 0, 8, 1, 0, len(raw), at + len(data))
        data += raw
    return head(at + len(data), 2) + entries + data + body


def group(code: int, kind: int, inside: bytes, *, beyond: int) -> bytes:
    """A function that says how long it is."""
    size = struct.pack("<H", len(inside) + 8 - beyond)
    return bytes([code, kind]) + size + inside + size + bytes([kind, code])


def test_text_of_version_5() -> None:
    data = five(b"Ballot\rpapers\nof \xc0\x29\x01\xc0Caf\xc0\x29\x01\xc0\n\xc3\x0c\xc3bold\xc4\x0c\xc4\xa9here")
    assert identify.identify(Source(data)).type == "application/vnd.wordperfect"
    made = read(reader, data)
    assert made.text == "Ballot papers\nof éCafé\nbold-here"
    assert made.draft.state is State.TEXT_COMPLETE


def test_notes_headers_and_cells_of_version_5() -> None:
    note = group(0xD6, 0, b"\0\1\0\0" + bytes(11) + b"as Ana Example said", beyond=4)
    header = group(0xD5, 0, b"\0\1\2In confidence\0", beyond=4)
    cells = (
        group(0xDC, 0, b"", beyond=4)
        + b"ward"
        + group(0xDC, 0, b"", beyond=4)
        + b"votes"
        + group(0xDC, 1, b"", beyond=4)
    )
    made = read(reader, five(header + b"Text" + note + b"more\n" + cells))
    assert made.parts("note") == ["as Ana Example said"]
    assert made.parts("header") == ["In confidence"]
    assert "more\n\tward\tvotes\n" in made.text
    assert made.draft.state is State.TEXT_COMPLETE


def test_text_of_version_6() -> None:
    end = group(0xD0, 4, b"\0\0", beyond=0)
    cell = group(0xD0, 0x0A, b"\0\0", beyond=0)
    data = six(
        b"Ballot\x80papers\xccof\xcfthe\x81ward\x80\xf0\x20\x04\xf0x\xf0\x1f\x04\xf0"
        + end
        + b"Z\x0fx"
        + cell
        + b"Gru\x20",
        b"a\x80note",
    )
    made = read(reader, data)
    assert made.text == "Ballot papers\nof the ward “x”\nZéx\tGruß\na note\n"
    assert made.parts("note") == ["a note"]
    assert made.draft.state is State.TEXT_COMPLETE


def test_what_was_taken_back_is_kept_and_marked() -> None:
    made = read(reader, six(b"They\x80\xf1\0\0\0\xf1paid\xf1\1\0\0\xf1gave\x80nothing"))
    assert made.text == "They paidgave nothing"
    assert made.parts("deleted") == ["paid"]
    assert made.draft.flags == ["hidden-content"]


def test_letters_of_sets_that_are_not_known_are_said() -> None:
    made = read(reader, five(b"word \xc0\x05\x09\xc0"))
    assert made.text == "word \ufffd"
    assert (made.draft.state, made.draft.reason, made.draft.flags) == (
        State.TEXT_PARTIAL,
        "part-failed",
        ["replacement-chars"],
    )


def test_a_document_within_an_ole_file() -> None:
    data = write(Node("Root Entry", children=[Node("PerfectOffice_MAIN", six(b"Inside"))]))
    assert identify.identify(Source(data)).type == "application/vnd.wordperfect"
    assert read(reader, data).text == "Inside"


@pytest.mark.parametrize(
    ("data", "state"),
    [
        (head(16, 2, key=0x1234) + b"abc", State.UNREAD_ENCRYPTED),
        (head(16, 2, kind=0x01) + b"abc", State.UNREAD_UNSUPPORTED),
        (head(16, 7) + b"abc", State.UNREAD_UNSUPPORTED),
        (b"\xffWPC", State.UNREAD_CORRUPT),
        (write(Node("Root Entry", children=[Node("Other", b"x")])), State.UNREAD_CORRUPT),
    ],
)
def test_what_cannot_be_read(data: bytes, state: State) -> None:
    with pytest.raises(Unreadable) as fault:
        read(reader, data)
    assert fault.value.state is state


def test_a_function_that_does_not_end_is_stepped_over_and_said() -> None:
    made = read(reader, five(b"before\xd0\0\xff\xffafter"))
    assert "before" in made.text
    assert "after" in made.text
    assert (made.draft.state, made.draft.reason) == (State.TEXT_PARTIAL, "salvaged")


def test_anything_ends_in_a_state() -> None:
    random = Random(5)
    for _ in range(300):
        body = random.randbytes(400)
        for data in (five(body), six(body, random.randbytes(50))):
            assert read(reader, data).draft.state in {State.TEXT_PARTIAL, State.TEXT_COMPLETE, State.UNREAD_CORRUPT}


def test_notes_within_notes_end() -> None:
    inner = b"deep"
    for _ in range(200):
        inner = group(0xD6, 0, b"\0\1\0\0" + bytes(11) + inner, beyond=4)
    assert read(reader, five(inner)).draft.state in {State.TEXT_COMPLETE, State.TEXT_PARTIAL, State.NONE_BLANK}
