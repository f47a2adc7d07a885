"""RAR of both kinds, cabinets and discs: members, passwords, volumes, solid archives and damage."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jailing import jailed, sha256
from raring import (
    AFTER,
    BEFORE,
    ENCRYPTED,
    FIRST,
    LOCKED,
    SOLID,
    VOLUME,
    block4,
    block5,
    cabinet,
    file4,
    file5,
    rar4,
    rar5,
    vint,
)
from unpacking import Read, lost
from writing import written

from muniment.intake.identify import identify
from muniment.intake.limits import Limits
from muniment.intake.readers.archives import archivecalls
from muniment.intake.readers.archives import rar as reader
from muniment.intake.source import Source
from muniment.model.reason import REASONS
from muniment.model.state import State

MINUTES = b"Minutes of the meeting of 22 May. The count was moved to the sports hall. " * 40
NOTE = b"Ask A. Penn about the list."
NOISE = random.Random(2014).randbytes(3000)
SPLIT = (State.UNREAD_CORRUPT, "other-volumes")


def rows(found: Read) -> list[tuple[str, State | None, str]]:
    return [(child.name, child.state, child.reason) for child in found.top.children]


def small(*files: bytes) -> bytes:
    """The end of the newer form as programs write it."""
    return rar5(*files)[:-8] + b"\x1d\x77\x56\x51\x03\x05\x04\x00"


@pytest.mark.parametrize("data", [
    rar4(file4("ward\\Wähler.txt", MINUTES), file4("note.txt", NOTE)),
    rar5(file5("ward/Wähler.txt", MINUTES), file5("note.txt", NOTE)),
    small(file5("ward/Wähler.txt", MINUTES, method=3), file5("note.txt", NOTE, method=1)),
])  # fmt: skip
def test_members_have_their_bytes_and_names(data: bytes) -> None:
    found = Read(data)
    assert identify(Source(data)).type == reader.TYPE
    assert found.contents() == {"ward/Wähler.txt": MINUTES, "note.txt": NOTE}
    assert (found.top.complete, found.top.flags) == (True, ())
    assert {child.facts["modified"][:19] for child in found.top.children} == {"2014-05-22T12:30:00"}
    assert not list(lost(data))


def test_names_in_wide_letters_folders_links_and_comments() -> None:
    wide = b"Whler.txt\0\0\x48W\xe4hl\x00er.t\x00xt"
    file = bytearray(file4("x" * len(wide), NOTE))
    file[32 : 32 + len(wide)] = wide
    file = bytearray(block4(0x74, 0x8200, bytes(file[7 : -len(NOTE)]), NOTE))
    folder = block4(0x74, 0x80E0, bytes(19) + b"\x04\0" + bytes(4) + b"leer")
    assert Read(rar4(bytes(file), folder)).top.facts["empty_folders"] == ["leer"]
    link = vint(5) + vint(1) + vint(0) + vint(8) + b"/etc/pwd"
    told = vint(0) + vint(5) + vint(0) + vint(0) + vint(0) + vint(3) + b"CMT"
    comment = block5(3, 0, told, data=b"taken\0")
    found = Read(rar5(comment, file5("soft", b"", extra=vint(len(link)) + link), file5("note.txt", NOTE)))
    assert rows(found) == [("soft", State.UNREAD_REFUSED, "link"), ("note.txt", None, "")]
    assert (found.top.children[0].facts["target"], found.top.pages[0].text) == ("/etc/pwd", "taken")


def test_members_that_need_a_password_and_archives_that_do() -> None:
    record = vint(1) + vint(0) + vint(1) + bytes([15]) + bytes(44)
    sealed = file5("closed.txt", NOTE.ljust(32), extra=vint(len(record)) + record)
    for data in (
        rar4(file4("closed.txt", NOTE, ENCRYPTED), file4("note.txt", NOTE)),
        rar5(sealed, file5("note.txt", NOTE)),
    ):
        assert rows(Read(data)) == [("closed.txt", State.UNREAD_ENCRYPTED, "password"), ("note.txt", None, "")]
    head = block5(4, 0, vint(0) + vint(0) + bytes([15]) + bytes(16))
    for data in (rar4(b"x" * 300, flags=LOCKED), rar5(b"x" * 300, before=head)):
        top = Read(data).top
        assert (top.state, top.reason, top.complete) == (State.UNREAD_ENCRYPTED, "password", False)


@pytest.mark.parametrize("data", [
    rar4(file4("note.txt", NOTE), file4("cut.txt", MINUTES[:100], AFTER, MINUTES), flags=VOLUME | FIRST),
    rar4(file4("cut.txt", MINUTES[100:], BEFORE, MINUTES), file4("note.txt", NOTE), flags=VOLUME),
    rar5(file5("note.txt", NOTE), file5("cut.txt", MINUTES[:100], 16, MINUTES), flags=1),
    rar5(file5("cut.txt", MINUTES[100:], 8, MINUTES), file5("note.txt", NOTE, method=3), flags=3, number=1),
])  # fmt: skip
def test_one_of_several_volumes_says_so(data: bytes) -> None:
    found = Read(data)
    assert found.contents() == {"note.txt": NOTE}
    assert ("cut.txt", *SPLIT) in rows(found)
    assert (found.top.complete, found.top.incomplete) == (False, "other-volumes")
    assert found.top.facts["volume"]
    assert "take in" in REASONS["other-volumes"].next


def test_solid_archives() -> None:
    older = Read(rar4(file4("a.txt", MINUTES), file4("b.txt", NOTE, 0x10), flags=SOLID))
    newer = Read(rar5(file5("a.txt", MINUTES, method=3), file5("b.txt", NOTE, method=3 | 64), flags=4))
    assert older.contents() == newer.contents() == {"a.txt": MINUTES, "b.txt": NOTE}
    packed = bytearray(file4("b.txt", NOTE, 0x10))
    packed[25] = 0x33
    packed = bytearray(block4(0x74, 0x8010, bytes(packed[7 : -len(NOTE)]), NOTE))
    unread = Read(rar4(file4("a.txt", MINUTES), bytes(packed), flags=SOLID))
    assert rows(unread) == [("a.txt", None, ""), ("b.txt", State.UNREAD_UNSUPPORTED, "unsupported")]


@pytest.mark.parametrize("solid", [0, 64])
@pytest.mark.parametrize("place", [1, 2])
def test_a_packed_member_of_no_bytes_is_empty_and_costs_no_other(solid: int, place: int) -> None:
    files = [file5("a.txt", MINUTES, method=3), file5("b.txt", NOTE, method=3 | solid)]
    files.insert(place, file5("empty.txt", b"", method=3 | solid))
    data = rar5(*files, flags=4 if solid else 0)
    found = Read(data)
    assert found.contents() == {"a.txt": MINUTES, "b.txt": NOTE, "empty.txt": b""}
    assert found.top.complete
    assert not list(lost(data))


def test_a_member_that_claims_to_be_empty_is_held_against_its_checksum() -> None:
    found = Read(rar5(file5("a.txt", MINUTES, method=3), file5("empty.txt", b"", crc=7, method=3)))
    assert rows(found) == [("a.txt", None, ""), ("empty.txt", State.UNREAD_CORRUPT, "checksum")]


@pytest.mark.parametrize("data", [
    rar4(file4("a.txt", MINUTES, crc=1), file4("note.txt", NOTE)),
    rar5(file5("a.txt", MINUTES, crc=1), file5("note.txt", NOTE)),
])  # fmt: skip
def test_a_wrong_checksum_costs_that_member(data: bytes) -> None:
    assert rows(Read(data)) == [("a.txt", State.UNREAD_CORRUPT, "checksum"), ("note.txt", None, "")]


@pytest.mark.parametrize("data", [
    rar4(file4("note.txt", NOTE), file4("a.txt", MINUTES)),
    rar5(file5("note.txt", NOTE), file5("a.txt", MINUTES)),
])  # fmt: skip
@pytest.mark.parametrize("left", [1000, 90])
def test_a_cut_is_said(data: bytes, left: int) -> None:
    found = Read(data[:left] if left < 100 else data[:-left])
    assert found.contents() == {"note.txt": NOTE} or left < 100
    assert (found.top.complete, found.top.incomplete) == (False, "truncated")


def test_a_head_that_is_broken_ends_the_walk_and_is_said() -> None:
    data = rar5(file5("note.txt", NOTE), file5("broken.txt", NOTE), file5("more.txt", NOTE))
    found = Read(data.replace(b"broken.txt", b"brokem.txt"))
    assert (found.contents(), found.top.incomplete, found.top.declared) == ({"note.txt": NOTE}, "damaged", None)


def test_bytes_behind_the_end_are_a_member_and_limits_hold() -> None:
    found = Read(rar5(file5("note.txt", NOTE)) + b"paid in cash")
    assert found.contents() == {"note.txt": NOTE, "after the archive": b"paid in cash"}
    files = [file5(f"{number}.txt", NOTE) for number in range(20)]
    found = Read(rar5(*files), Limits(children=5))
    assert (len(found.top.children), found.top.incomplete) == (20, "limit-children")


def test_without_the_library_what_is_stored_is_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archivecalls, "AVAILABLE", False)
    found = Read(rar5(file5("packed.txt", MINUTES, method=3), file5("note.txt", NOTE)))
    assert rows(found) == [("packed.txt", State.UNREAD_DEPENDENCY_MISSING, "missing-library"), ("note.txt", None, "")]


@pytest.mark.parametrize("method", [0, 1])
def test_cabinets(method: int) -> None:
    data = cabinet([("minutes.txt", MINUTES * 30), ("Wähler.txt", NOTE)], [("note.txt", NOTE)], method=method)
    found = Read(data)
    assert found.contents() == {"minutes.txt": MINUTES * 30, "Wähler.txt": NOTE, "note.txt": NOTE}
    assert found.top.complete
    assert not list(lost(data))
    broken = Read(cabinet([("a.bin", NOISE)], [("note.txt", NOTE)], method=method, damage=True))
    assert {child.state for child in broken.top.children} == {State.UNREAD_CORRUPT}


def test_a_cabinet_of_a_set_says_so() -> None:
    found = Read(cabinet([("note.txt", NOTE)], [("last.txt", MINUTES)], after="next.cab"))
    assert rows(found) == [("note.txt", None, ""), ("last.txt", *SPLIT)]
    assert (found.top.incomplete, found.top.facts["other_volumes"]) == ("other-volumes", ["next.cab"])
    found = Read(cabinet([("minutes.txt", MINUTES)], before="first.cab"))
    assert (found.top.incomplete, found.top.facts["other_volumes"]) == ("other-volumes", ["first.cab"])


def test_a_disc_with_two_file_systems_says_so() -> None:
    data = bytearray(written("iso9660", ("note.txt", NOTE), ("Wähler.txt", MINUTES)))
    assert "file_systems" not in Read(bytes(data)).top.facts
    place = data.index(b"\xffCD001\x01")
    data[place + 2048 : place + 2054] = b"\0NSR02"
    found = Read(bytes(data))
    assert found.top.facts["file_systems"] == ["ISO 9660", "UDF"]
    assert found.contents()["note.txt"] == NOTE


def test_it_is_read_in_the_jail() -> None:
    data = rar5(file5("packed.txt", MINUTES, method=3), file5("Wähler.txt", NOTE))
    assert jailed("rar", data) == {"packed.txt": sha256(MINUTES), "Wähler.txt": sha256(NOTE)}


def test_a_real_one(shared: Path) -> None:
    found = Read((shared / "data/files/tika/test-documents.rar").read_bytes())
    assert (found.top.complete, found.top.flags, len(found.top.children)) == (True, (), 9)
    assert all(child.sha256 for child in found.top.children)


SOUND = (
    rar4(file4("a.txt", MINUTES[:200]), file4("note.txt", NOTE)),
    rar5(file5("a.txt", MINUTES[:200], method=3), file5("note.txt", NOTE)),
    cabinet([("a.txt", MINUTES[:200])], [("note.txt", NOTE)], method=1, after="next.cab"),
)


@given(st.sampled_from(SOUND), st.integers(0, 600), st.binary(min_size=1, max_size=9))
@settings(max_examples=250, deadline=None)
def test_whatever_is_changed_it_ends_and_is_accounted_for(data: bytes, place: int, change: bytes) -> None:
    place %= len(data)
    found = Read(data[:place] + change + data[place + len(change) :])
    assert found.top.complete or found.top.incomplete
