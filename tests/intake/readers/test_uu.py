"""Computer files written as letters: uuencoded ones and BinHex, as members with their names; damaged and hostile ones."""

import binascii
import time
from random import Random

import pytest
from packing import Read, read

from muniment.intake import identify
from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.mail import binhex, mail, uu
from muniment.intake.source import Source
from muniment.model.state import State

ALPHABET = b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"
PLAIN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def uuencoded(data: bytes, name: str = "wards.bin") -> bytes:
    lines = [binascii.b2a_uu(data[at : at + 45], backtick=True) for at in range(0, len(data), 45)]
    return f"begin 644 {name}\n".encode() + b"".join(lines) + b"`\nend\n"


def hqx(name: bytes, data: bytes, resource: bytes = b"", *, spoil: bool = False, kind: bytes = b"TEXTttxt") -> bytes:
    """A computer file in BinHex, each run of four or more packed."""
    head = (
        bytes([len(name)])
        + name
        + b"\0"
        + kind
        + b"\0\0"
        + len(data).to_bytes(4, "big")
        + len(resource).to_bytes(4, "big")
    )
    whole = b"".join(part + binascii.crc_hqx(part, 0).to_bytes(2, "big") for part in (head, data, resource))
    if spoil:
        whole = whole.replace(data, data[::-1])
    packed, at = bytearray(), 0
    while at < len(whole):
        count = 1
        while at + count < len(whole) and whole[at + count] == whole[at] and count < 255:
            count += 1
        if whole[at] == 0x90:
            packed += b"\x90\0" * count
        else:
            packed += bytes([whole[at], 0x90, count]) if count > 3 else whole[at : at + 1] * count
        at += count
    letters = binascii.b2a_base64(bytes(packed), newline=False).rstrip(b"=").translate(bytes.maketrans(PLAIN, ALPHABET))
    lines = b"\n".join(letters[place : place + 64] for place in range(0, len(letters), 64))
    return b"(This file must be converted with BinHex 4.0)\n\n:" + lines + b":\n"


def test_uuencoded_files_are_members_and_the_text_around_them_is_text() -> None:
    first, second = bytes(range(256)) * 3, b"%PDF-1.4 ..."
    whole = uuencoded(first) + b"\nand the other one:\n\n" + uuencoded(second, "notes of May.pdf") + b"Regards\n"
    assert identify.identify(Source(whole)).type == uu.TYPE
    found = read(uu, whole)
    assert found.members == [first, second]
    assert [child.name for child in found.draft.children] == ["wards.bin", "notes of May.pdf"]
    assert found.draft.state is State.TEXT_COMPLETE
    assert found.text.split() == ["and", "the", "other", "one:", "Regards"]


def test_one_file_alone_is_a_container() -> None:
    draft = read(uu, uuencoded(b"words")).draft
    assert (draft.state, draft.flags) == (State.NONE_CONTAINER, [])


def test_a_uuencoded_file_that_is_cut_off_is_had_as_far_as_it_goes() -> None:
    data = bytes(range(256)) * 4
    found = read(uu, uuencoded(data)[:-200])
    assert found.members[0] == data[: len(found.members[0])]
    assert len(found.members[0]) > 800
    assert found.draft.flags == ["end-missing"]
    assert found.draft.children[0].flags == ("transfer-damaged",)


def test_base64_between_uuencode_s_lines() -> None:
    found = read(uu, b"begin-base64 644 a.txt\n" + binascii.b2a_base64(b"some words") + b"====\n")
    assert found.members == [b"some words"]
    assert found.draft.children[0].name == "a.txt"


def test_in_a_mail_s_body_it_is_a_member() -> None:
    found = read(mail, b"From: ann@x.test\nTo: bo@x.test\nSubject: it\n\nHere:\n" + uuencoded(b"some words" * 20))
    assert found.members == [b"some words" * 20]
    assert found.draft.children[0].name == "wards.bin"


def hexed(data: bytes, limits: Limits | None = None) -> Read:
    return read(binhex, data, limits)


@pytest.mark.parametrize(
    "data",
    [b"some words", b"aaaa\x90\x90bbbbbbbb\x90" * 50, bytes(range(256)) * 20, b"x" * 100_000, b"\x90" * 600],
    ids=["words", "marks", "all bytes", "long run", "marks alone"],
)
def test_binhex_gives_both_forks(data: bytes) -> None:
    whole = hqx("Übersicht".encode("mac_roman"), data, b"\0" * 300 + b"resources")
    assert identify.identify(Source(whole)).type == binhex.TYPE
    found = hexed(whole)
    assert found.members == [data, b"\0" * 300 + b"resources"]
    assert [child.name for child in found.draft.children] == ["Übersicht", "Übersicht (resource fork)"]
    assert [child.locator for child in found.draft.children] == ["data", "resource"]
    assert all(not child.flags for child in found.draft.children)
    assert (found.draft.facts["mac_type"], found.draft.facts["mac_creator"]) == ("TEXT", "ttxt")
    assert (found.draft.state, found.draft.flags) == (State.NONE_CONTAINER, [])


def test_binhex_behind_other_words() -> None:
    assert hexed(b"Dear Bo,\nhere it is: see\n" + hqx(b"a", b"some words")).members == [b"some words"]


def test_damaged_binhex_says_so() -> None:
    found = hexed(hqx(b"a", b"some words and more", spoil=True))
    assert found.draft.children[0].flags == ("transfer-damaged",)
    whole = hqx(b"a", bytes(range(256)) * 20)
    found = hexed(whole[:3000])
    assert found.draft.flags == ["end-missing"]
    assert found.members[0] == (bytes(range(256)) * 20)[: len(found.members[0])]
    assert found.draft.children[0].flags == ("transfer-damaged",)
    for broken in (b"(This file must be converted with BinHex 4.0)\n", whole[:60]):
        with pytest.raises(Unreadable):
            hexed(broken)


def test_hostile_letters_end_soon() -> None:
    start = time.process_time()
    bomb = hqx(b"a", b"\0" * 100, b"")
    grown = bomb.replace(b":\n", b"") + b"!" * 4_000_000 + b":\n"
    assert hexed(grown).draft.children
    assert read(uu, b"begin 644 a\n" * 200_000).draft.flags == ["end-missing"]
    random = Random(3)
    noise = bytes(random.choices(ALPHABET, k=500_000))
    with pytest.raises(Unreadable):
        hexed(b":" + noise + b":")
    assert time.process_time() - start < 10


def test_a_run_that_grows_too_large_is_stopped() -> None:
    found = hexed(hqx(b"a", b"x" * 3_000_000), Limits(ratio_free=1000, ratio=10))
    assert found.draft.children[0].state is State.UNREAD_LIMIT
    assert not found.draft.complete
