"""Drawings of Windows: the words that an office program shows of a chart or a linked page, and the pictures in them."""

import struct
import time
from collections.abc import Sequence
from random import Random

import pytest
from packing import read

from muniment.intake.identify import identify
from muniment.intake.limits import Unreadable
from muniment.intake.readers.pictures import metafile as reader
from muniment.intake.source import Source
from muniment.model.state import State

DIB = struct.pack("<IiiHHIIiiII", 40, 200, 100, 1, 1, 0, 0, 0, 0, 2, 0) + b"\0\0\0\0\xff\xff\xff\0"


def emf_record(kind: int, body: bytes) -> bytes:
    body += bytes(-len(body) % 4)
    return struct.pack("<II", kind, 8 + len(body)) + body


def emf(*records: bytes, end: bool = True) -> bytes:
    head = bytes(32) + b" EMF" + bytes(44)
    return emf_record(1, head) + b"".join(records) + (emf_record(14, bytes(12)) if end else b"")


def words(text: str, across: int, down: int, options: int = 0, step: int = 10) -> bytes:
    """A text at a place, each letter so wide."""
    raw = text.encode("utf-16-le")
    raw += bytes(-len(raw) % 4)
    said = struct.pack("<2i3I4iI", across, down, len(text), 76, options, 0, 0, 0, 0, 76 + len(raw))
    return emf_record(84, bytes(16) + struct.pack("<Iff", 1, 1, 1) + said + raw + struct.pack("<i", step) * len(text))


def bitmap(head: bytes = DIB, bits: bytes = b"\x0f" * 2800) -> bytes:
    start = 80
    said = struct.pack("<6i4I", 0, 0, 0, 0, 0, 0, start, len(head), start + len(head), len(bits))
    return emf_record(81, bytes(16) + said + bytes(start - 8 - 16 - len(said)) + head + bits)


def comment(data: bytes) -> bytes:
    return emf_record(70, struct.pack("<I", len(data)) + data)


def wmf_record(kind: int, body: bytes) -> bytes:
    body += bytes(len(body) % 2)
    return struct.pack("<IH", 3 + len(body) // 2, kind) + body


def wmf(*records: bytes) -> bytes:
    return struct.pack("<HHHIHIH", 1, 9, 0x300, 0, 2, 0, 0) + b"".join(records) + wmf_record(0, b"")


def old_words(raw: bytes, across: int, down: int) -> bytes:
    return wmf_record(
        0x0521, struct.pack("<H", len(raw)) + raw + bytes(len(raw) % 2) + struct.pack("<hh", down, across)
    )


def font(charset: int) -> bytes:
    return wmf_record(0x02FB, bytes(13) + bytes([charset]) + bytes(4) + b"Example\0")


def test_words_of_one_height_are_a_line() -> None:
    data = emf(
        words("Votes", 0, 10),
        words("counted", 60, 10),  # a space wide of the one before
        words("Ward", 0, 30),
        words("s", 40, 30),  # where the one before ends
    )
    found = read(reader, data)
    assert found.text == "Votes counted\nWards"
    assert found.draft.state is State.TEXT_COMPLETE
    assert identify(Source(data)).type == found.draft.type == "image/emf"


def test_places_follow_the_page_as_it_is_turned_and_moved() -> None:
    down = emf_record(36, struct.pack("<6fI", 1, 0, 0, 1, 0, 100, 4))
    data = emf(
        words("above", 0, 10),
        emf_record(33, b""),
        down,
        words("below", 0, 10),
        emf_record(34, b"\xff" * 4),
        words("!", 50, 10),
    )
    assert read(reader, data).text == "above\nbelow\n!"


def test_pictures_and_documents_are_members_and_icons_are_counted() -> None:
    icon = DIB[:4] + struct.pack("<ii", 32, 32) + DIB[12:]
    data = emf(words("Fig. 1", 0, 0), bitmap(), bitmap(), bitmap(icon), comment(b"GDIC" + bytes(8) + b"%PDF-1.4 ..."))
    found = read(reader, data)
    assert [child.name for child in found.draft.children] == ["part 1.bmp", "part 2.pdf"]
    assert found.members[0][14:] == DIB + b"\x0f" * 2800
    assert identify(Source(found.members[0])).type == "image/bmp"
    assert found.draft.facts["small_pictures"] == 1


def test_what_only_newer_records_say_is_had_and_what_both_say_is_had_once() -> None:
    raw = "Turnout".encode("utf-16-le")
    plus = struct.pack("<3I4f", 0, 0, 7, 5, 5, 0, 0) + raw
    plus = comment(b"EMF+" + struct.pack("<HHII", 0x401C, 0, 12 + len(plus), len(plus)) + plus)
    assert read(reader, emf(plus)).text == "Turnout"
    assert read(reader, emf(plus, words("Turnout", 5, 5))).text == "Turnout"


def test_numbers_of_a_fonts_drawings_are_no_words_and_are_said() -> None:
    found = read(reader, emf(words("Known", 0, 0), words("\3\4", 0, 20, options=0x10)))
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "part-failed")
    found = read(reader, emf(words("\3\4", 0, 20, options=0x10)))
    assert (found.draft.state, found.draft.reason) == (State.UNREAD_UNSUPPORTED, "unsupported")


def test_lines_without_words_are_a_picture() -> None:
    found = read(reader, emf(emf_record(54, bytes(8))))
    assert (found.draft.state, found.draft.reason) == (State.NONE_BY_NATURE, "image")


def test_an_older_drawing_writes_in_the_characters_of_its_font() -> None:
    data = wmf(
        *(font(204), wmf_record(0x012D, b"\0\0"), old_words("Выборы".encode("cp1251"), 0, 0)),
        *(wmf_record(0x01F0, b"\0\0"), font(0), wmf_record(0x012D, b"\0\0"), old_words(b"Ren\xe9", 0, 20)),
    )
    found = read(reader, data)
    assert found.text == "Выборы\nRené"
    assert found.draft.type == identify(Source(data)).type == "image/wmf"


def test_an_older_drawing_holds_pictures_too() -> None:
    found = read(reader, wmf(wmf_record(0x0F43, bytes(22) + DIB + b"\xf0" * 2800)))
    assert found.members[0].startswith(b"BM")
    assert found.draft.state is State.NONE_BY_NATURE


def test_a_drawing_that_ends_too_early_is_partial_or_damaged() -> None:
    found = read(reader, emf(words("So far", 0, 0), end=False))
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "salvaged")
    with pytest.raises(Unreadable, match="damaged"):
        read(reader, emf(end=False))


def test_hostile_drawings_end_quickly() -> None:
    started = time.process_time()
    long = [emf_record(33, b"")] * 50_000 + [emf_record(34, b"\xff" * 4)] * 50_000
    many = struct.pack("<2i3I4iI", 0, 0, 1 << 30, 76, 0, 0, 0, 0, 0, 76)
    read(reader, emf(words("x", 0, 0), *long, emf_record(84, bytes(28) + many)))
    made = [wmf_record(0x02FC, bytes(8))] * 20_000 + [
        wmf_record(0x01F0, b"\0\0"),
        wmf_record(0x02FC, bytes(8)),
    ] * 20_000
    read(reader, wmf(old_words(b"x", 0, 0), *made))
    assert time.process_time() - started < 5


def test_changed_bytes_never_break_the_reader() -> None:
    chance = Random(4)
    whole: Sequence[bytes] = (
        emf(
            words("Votes", 0, 10), bitmap(), comment(b"EMF+" + struct.pack("<HHII", 0x4008, 0x8500, 40, 28) + bytes(28))
        ),
        wmf(font(0), old_words(b"Votes", 0, 0), wmf_record(0x0F43, bytes(22) + DIB + bytes(400))),
    )
    ended = set()
    for data in whole:
        for _ in range(400):
            changed = bytearray(data)
            for _ in range(chance.randint(1, 6)):
                changed[
                    chance.randrange(44, len(changed)) if data[40:44] == b" EMF" else chance.randrange(18, len(changed))
                ] = chance.randrange(256)
            try:
                ended.add(read(reader, bytes(changed)).draft.state)
            except Unreadable as fault:
                ended.add(State(fault.state))
    assert {State.TEXT_COMPLETE, State.TEXT_PARTIAL} <= ended
