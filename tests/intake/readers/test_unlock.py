"""Locked items and members of zips: what a password opens is read, what none opens stays as it was, and soon."""

import struct
import time
import zlib
from collections.abc import Sequence
from random import Random

import locking
import oldoffice as old
import pytest
from opening import read
from zipping import LATER, LOCKED, Part, plain, squeezed, zipped

from muniment.demo import pdf, sealed
from muniment.intake.limits import Limits
from muniment.intake.readers.archives.zipcipher import Old
from muniment.intake.readers.ole.olewrite import Node
from muniment.intake.source import Source
from muniment.model.reading import Reading
from muniment.model.state import State

SAID, WORD = "The clerk kept the keys.", "শাপলা-ফুল"
SLOW = locking.locked_docx(locking.plain_docx(SAID), WORD, 100_000)
INFO = pdf.Info("Volume 11", "Ann Example", locking.WHEN)


def text(readings: Sequence[Reading]) -> str:
    return "\n".join(page.text for reading in readings for page in reading.pages)


def presentation(password: str) -> bytes:
    document = old.holding(0x03E8, old.record(0x03E9, bytes(40)), old.holding(0x0FF0, old.listed(2, 256)))
    shape = old.holding(0x040C, old.holding(0xF002, old.holding(0xF003, old.box(SAID))))
    slide = old.holding(0x03EE, old.record(0x03EF, bytes(24)), shape)
    picture = old.record(0xF01E, bytes(16) + b"\xff" + b"\x89PNG\r\n\x1a\n" + bytes(80), 0x6E0)
    return locking.locked_ppt(document, [slide], picture, password)


PAPERS = {
    "rc4.pdf": ("eins", sealed.locked_pdf([[SAID]], INFO, "eins")),
    "aes.pdf": (WORD, locking.locked_pdf([[SAID]], INFO, WORD)),
    "agile.docx": (WORD, locking.locked_docx(locking.plain_docx(SAID), WORD)),
    "rc4.doc": (WORD, locking.locked_doc(SAID, WORD)),
    "rc4.xls": (WORD, locking.locked_xls(SAID, WORD)),
    "xor.xls": ("eins", locking.masked_xls(SAID, "eins")),
    "rc4.ppt": (WORD, presentation(WORD)),
    "aes.odt": (WORD, locking.locked_odf(SAID, WORD)),
    "blowfish.odt": (WORD, locking.locked_odf(SAID, WORD, "blowfish")),
    "gcm.odt": (WORD, locking.locked_odf(SAID, WORD, "gcm")),
}


@pytest.mark.parametrize("name", PAPERS)
def test_what_a_password_opens_is_the_one_child_of_what_was_locked(name: str) -> None:
    password, data = PAPERS[name]
    readings, opened = read(data, "wrong", password, "also wrong")
    item = readings[-1]
    assert SAID in text(readings[:-1])
    assert (item.state, item.reason, item.declared, item.complete) == (State.NONE_CONTAINER, "", 1, True)
    assert "password-supplied" in item.flags
    (child,) = item.children
    assert (child.locator, child.name) == ("unlocked", f"unlocked.{name.rpartition('.')[2]}")
    assert child.flags == ("password-supplied",)
    assert list(opened) == [("unlocked",)]
    assert Source(opened["unlocked",]).sha256() == child.sha256


@pytest.mark.parametrize("name", PAPERS)
def test_what_was_opened_before_needs_no_password(name: str) -> None:
    password, data = PAPERS[name]
    before, opened = read(data, password)
    after, again = read(data, kept=opened)
    assert after == before
    assert again == {}


@pytest.mark.parametrize("name", PAPERS)
def test_wrong_passwords_leave_it_as_it_was(name: str) -> None:
    password, data = PAPERS[name]
    before, _ = read(data)
    assert before[-1].state is State.UNREAD_ENCRYPTED
    assert "passwords_not_tried" not in before[-1].facts
    wrong = (password[:-1], password + " ", password.upper() + "X", "\0", "\ud800", "x" * 5000)
    after, opened = read(data, *wrong)
    assert after == before
    assert opened == {}


def test_the_same_password_gives_the_same_bytes() -> None:
    for name in ("rc4.pdf", "aes.pdf", "aes.odt"):
        password, data = PAPERS[name]
        assert read(data, password)[1] == read(data, password)[1], name


def test_a_presentation_has_its_pictures() -> None:
    readings, _ = read(PAPERS["rc4.ppt"][1], WORD)
    assert [reading.type for reading in readings[:-1]] == ["image/png", "application/vnd.ms-powerpoint"]


def test_letters_that_another_keyboard_composed() -> None:
    data = locking.locked_pdf([[SAID]], INFO, "Zo\u00eb")
    assert SAID in text(read(data, "Zoe\u0308")[0])


def test_what_office_opens_without_asking_needs_no_password() -> None:
    for data in (
        locking.locked_xls(SAID, "VelvetSweatshop"),
        locking.locked_docx(locking.plain_docx(SAID), "VelvetSweatshop"),
    ):
        readings, opened = read(data)
        assert SAID in text(readings)
        assert readings[-1].state is State.NONE_CONTAINER
        assert "password-supplied" not in readings[-1].flags
        assert readings[-1].children[0].flags == ()
        assert opened == {}


def test_a_locked_paper_in_a_locked_paper() -> None:
    inner = sealed.locked_pdf([[SAID]], INFO, "inside")
    data = zipped(locking.aes_part("volume.pdf", inner, WORD))
    readings, opened = read(data, "inside", WORD)
    assert SAID in text(readings)
    assert list(opened) == [("000001",), ("000001", "unlocked")]
    assert read(data, kept=opened)[0] == readings


# -- members of zips


def old_part(name: str, data: bytes, password: str, method: int = 8, flags: int = 0) -> Part:
    """An entry by the old cipher; the check is of the time where sizes come later."""
    crc = zlib.crc32(data)
    head = bytes(range(11)) + bytes([0 if flags & LATER else crc >> 24])
    return Part(
        name.encode(), data, method, LOCKED | flags, packed=_old_sealed(head + squeezed(data, method), password)
    )


def _old_sealed(data: bytes, password: str) -> bytes:
    """The cipher turned round: each byte is chosen so that it opens to the one wanted."""
    cipher, out = Old(password.encode()), bytearray()
    for byte in data:
        before = cipher._keys
        stream = cipher.plain(b"\0")[0]
        cipher._keys = before
        out.append(byte ^ stream)
        cipher.plain(bytes([byte ^ stream]))
    return bytes(out)


def test_each_member_by_its_own_password() -> None:
    data = zipped(
        old_part("one.txt", b"one " * 99, "eins"),
        locking.aes_part("two.txt", b"two " * 99, "zwei"),
        locking.aes_part("three.txt", b"three " * 99, WORD, version=1, strength=1),
        locking.aes_part("four.txt", b"four " * 99, "vier", strength=2),
        old_part("five.txt", b"five " * 99, "fünf", 0),
        old_part("six.txt", b"six " * 99, "sechs", 12, LATER),
        old_part("seven.txt", b"seven " * 99, "lost"),
        Part(b"open.txt", b"open"),
    )
    readings, opened = read(data, "nein", "vier", "eins", "zwei", WORD, "fünf", "sechs")
    item = readings[-1]
    assert item.state is State.NONE_CONTAINER
    assert (item.declared, item.complete) == (8, True)
    flags = [child.flags for child in item.children]
    assert flags == [("password-supplied",)] * 6 + [(), ()]
    assert [child.state for child in item.children] == [None] * 6 + [State.UNREAD_ENCRYPTED, None]
    assert [len(each) for each in opened.values()] == [396, 396, 594, 495, 495, 396]
    again, none = read(data, kept=opened)
    assert again == readings
    assert none == {}


def test_a_password_in_the_letters_of_an_old_packer() -> None:
    part = old_part("one.txt", b"one " * 99, "x")
    raw = "fünf".encode("cp437").decode("latin-1")
    sealed_ = bytes(range(11)) + bytes([zlib.crc32(part.data) >> 24]) + squeezed(part.data)
    keyed = Part(b"one.txt", part.data, 8, LOCKED, packed=_latin(sealed_, raw))
    readings, _ = read(zipped(keyed), "fünf")
    assert "one one" in text(readings)


def _latin(data: bytes, raw: str) -> bytes:
    cipher, out = Old(raw.encode("latin-1")), bytearray()
    for byte in data:
        before = cipher._keys
        stream = cipher.plain(b"\0")[0]
        cipher._keys = before
        out.append(byte ^ stream)
        cipher.plain(bytes([byte ^ stream]))
    return bytes(out)


def test_a_member_that_a_right_password_shows_to_be_broken() -> None:
    data = zipped(locking.aes_part("one.txt", b"one " * 99, "eins", damage=255), Part(b"two.txt", b"two"))
    item = read(data, "eins")[0][-1]
    assert (item.children[0].state, item.children[0].reason) == (State.UNREAD_CORRUPT, "damaged")
    assert item.children[1].state is None
    assert read(data, "zwei")[0][-1].children[0].state is State.UNREAD_ENCRYPTED


def test_a_seal_that_does_not_hold_opens_nothing() -> None:
    part = locking.aes_part("one.txt", b"one " * 99, "eins")
    assert part.packed is not None
    broken = Part(part.name, part.data, 99, LOCKED, extra=part.extra, packed=part.packed[:-1] + b"!", own=part.own)
    readings, opened = read(zipped(broken), "eins")
    assert readings[-1].children[0].state is State.UNREAD_ENCRYPTED
    assert opened == {}


# -- hostile input and time


def test_many_wrong_passwords_take_a_bounded_time_and_it_is_said() -> None:
    began = time.process_time()
    many = [f"wrong {number}" for number in range(1000)]
    for data in (SLOW, zipped(old_part("a", b"a" * 9000, "eins"))):
        readings, _ = read(data, *many, limits=Limits(member_seconds=1))
        item = readings[-1]
        locked = item if not item.children else item.children[0]
        assert locked.state is State.UNREAD_ENCRYPTED
    readings, _ = read(SLOW, *many, limits=Limits(member_seconds=1))
    left = readings[-1].facts["passwords_not_tried"]
    assert isinstance(left, int)
    assert 0 < left < 1000
    assert time.process_time() - began < 10


def test_a_key_that_takes_for_ever_is_given_up() -> None:
    slow = SLOW.replace(b'spinCount="100000"', b'spinCount="999999"')
    assert slow != SLOW
    began = time.process_time()
    readings, _ = read(slow, "wrong", limits=Limits(member_seconds=1))
    assert readings[-1].state is State.UNREAD_ENCRYPTED
    assert time.process_time() - began < 5


@pytest.mark.parametrize("name", PAPERS)
def test_damaged_papers_end_soon_and_in_a_state(name: str) -> None:
    password, data = PAPERS[name]
    lot = Random(name)
    for _ in range(12):
        broken = bytearray(data)
        for _ in range(lot.randrange(1, 20)):
            broken[lot.randrange(len(broken))] = lot.randrange(256)
        cut = bytes(broken[: lot.randrange(len(broken) // 2, len(broken))])
        for each in (bytes(broken), cut):
            began = time.process_time()
            readings, _ = read(each, "wrong", password)
            assert readings[-1].state is not State.UNREAD_CRASHED
            assert time.process_time() - began < 10


def test_entries_that_lie_about_their_lock() -> None:
    short = Part(b"a", b"a" * 99, 8, LOCKED, packed=b"abc")
    no_field = Part(b"b", b"b" * 99, 99, LOCKED, packed=bytes(60))
    bad_field = Part(
        b"c", b"c" * 99, 99, LOCKED, extra=struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 9, 8), packed=bytes(60)
    )
    strong = Part(b"d", b"d" * 99, 8, LOCKED | 0x40, packed=bytes(60))
    data = zipped(short, no_field, bad_field, strong, Part(b"e", b"e"))
    item = read(data, "eins")[0][-1]
    assert [child.state for child in item.children] == [State.UNREAD_ENCRYPTED] * 4 + [None]
    assert item.declared == 5


def test_a_member_that_opens_to_far_too_much_stays_within_its_limits() -> None:
    bomb = locking.aes_part("bomb", bytes(4 << 20), "eins")
    readings, _ = read(zipped(bomb, Part(b"e", b"e")), "eins", limits=Limits(bytes=1 << 20))
    assert readings[-1].children[0].state is State.UNREAD_LIMIT
    assert plain(("a", b"a"))  # a zip without locks is read as before
    assert read(plain(("a", b"a")), "eins")[0][-1].children[0].flags == ()


def test_what_a_server_gives_the_right_to_open_needs_no_password() -> None:
    package = old.compound(
        Node("EncryptedPackage", b"x" * 5000), Node("\x06DataSpaces", children=[Node("Version", b"x" * 20)])
    )
    (found,), _ = read(package, WORD)
    assert (found.type, found.state, found.reason) == (
        "application/vnd.ms-office-encrypted",
        State.UNREAD_ENCRYPTED,
        "rights",
    )
