"""Hangul documents: sections in their order, notes, pictures, passwords, damage."""

import struct
import zlib

import pytest
from packing import read

from muniment.intake import identify
from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.ole.olewrite import Node, write
from muniment.intake.readers.word import hwp as reader
from muniment.intake.source import Source
from muniment.model.state import State


def packed(data: bytes) -> bytes:
    made = zlib.compressobj(9, zlib.DEFLATED, -15)
    return made.compress(data) + made.flush()


def record(kind: int, data: bytes, level: int = 0) -> bytes:
    size = len(data)
    head = kind | level << 10 | min(size, 0xFFF) << 20
    return struct.pack("<I", head) + (struct.pack("<I", size) if size >= 0xFFF else b"") + data


def line(text: str, level: int = 0) -> bytes:
    return record(67, f"{text}\r".encode("utf-16-le"), level)


def document(*sections: bytes, flags: int = 1, pictures: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    head = b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05000300, flags)
    body = [Node(f"Section{at}", packed(data) if flags & 1 else data) for at, data in enumerate(sections)]
    children = [
        Node("FileHeader", head.ljust(256, b"\0")),
        Node("BodyText", children=body),
        Node("\5HwpSummaryInformation", b"x"),
        Node("BinData", children=[Node(name, packed(data) if flags & 1 else data) for name, data in pictures]),
    ]
    return write(Node("Root Entry", children=children))


def test_sections_come_in_their_order() -> None:
    data = document(*(line(f"부분 {at}") for at in range(12)))
    assert identify.identify(Source(data)).type == "application/x-hwp"
    made = read(reader, data)
    assert [page.text for page in made.draft.pages] == [f"부분 {at}\n" for at in range(12)]
    assert made.draft.state is State.TEXT_COMPLETE


@pytest.mark.parametrize("flags", [0, 1])
def test_controls_among_letters_are_no_text(flags: int) -> None:
    text = "앞" + "\x0b" + "\x00\x01\x02\x03\x04\x05" + "\x0b" + "뒤\x0a끝\x18표" + "\t" + "\0" * 6 + "\t" + "x" * 5000
    made = read(reader, document(line(text), flags=flags))
    assert made.text == "앞뒤\n끝-표\t" + "x" * 5000 + "\n"


def test_a_note_is_marked_until_its_control_ends() -> None:
    note = record(71, b"  nf" + bytes(8), 1) + line("각주", 3)
    made = read(reader, document(line("본문") + note + record(71, b"dces", 1) + line("다음")))
    assert made.text == "본문\n각주\n다음\n"
    assert made.parts("note") == ["각주"]


def test_pictures_are_members() -> None:
    made = read(reader, document(line("그림"), pictures=(("BIN0001.png", b"\x89PNG\r\n\x1a\n" + bytes(9000)),)))
    assert made.members == [b"\x89PNG\r\n\x1a\n" + bytes(9000)]
    assert [(child.locator, child.name) for child in made.draft.children] == [("BinData/BIN0001.png", "BIN0001.png")]


@pytest.mark.parametrize("flags", [3, 5])
def test_a_document_under_a_password_is_locked(flags: int) -> None:
    with pytest.raises(Unreadable) as fault:
        read(reader, document(line("x"), flags=flags))
    assert fault.value.state is State.UNREAD_ENCRYPTED


def test_a_broken_section_costs_that_section() -> None:
    made = read(reader, document(line("하나"), line("둘")[:-3], line("셋")))
    assert made.text == "하나\n\n셋\n"
    assert (made.draft.state, made.draft.reason) == (State.TEXT_PARTIAL, "part-failed")
    assert [fault["part"] for fault in made.draft.facts["failed"]] == ["section 1"]


def test_what_unpacks_to_too_much_ends() -> None:
    made = read(reader, document(line("하나"), record(67, bytes(200_000_00))), Limits(bytes=1 << 20))
    assert (made.draft.state, made.draft.reason, made.text) == (State.TEXT_PARTIAL, "limit-bytes", "하나\n")


def test_what_holds_no_section_is_damaged() -> None:
    assert read(reader, document()).draft.state is State.UNREAD_CORRUPT
    with pytest.raises(Unreadable):
        read(reader, write(Node("Root Entry", children=[Node("\5HwpSummaryInformation", b"x")])))
