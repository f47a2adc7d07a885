"""ZIP: every entry is a row, the good ones have their bytes, the odd ones say what is odd."""

import io
import lzma
import stat
import struct
import time
import zipfile
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unpacking import Read, lost, sound, taken_out
from zipping import LATER, LOCKED, UTF8, Part, foot, laid, plain, squeezed, zipped

from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.archives import archivecalls
from muniment.intake.readers.archives import zip as reader
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Reading
from muniment.model.state import State

MINUTES = b"Minutes of the meeting of 22 May. The count was moved to the sports hall. " * 30
LETTER, NOTE = b"Dear Returning Officer, the boxes were late. " * 9, b"Ask A. Penn about the list."
LINK, FIFO, DEVICE = stat.S_IFLNK << 16, stat.S_IFIFO << 16, stat.S_IFBLK << 16


def rows(found: Read) -> list[tuple[str, State | None, str]]:
    """What stands of each member in the container."""
    return [(child.name, child.state, child.reason) for child in found.top.children]


def only(found: Read) -> Child:
    assert len(found.top.children) == 1
    return found.top.children[0]


def test_members_have_their_bytes_whatever_packed_them() -> None:
    parts = [Part(b"%d.txt" % method, MINUTES, method) for method in (0, 8, 12, 14)]
    found = Read(zipped(*parts, Part(b"95.txt", MINUTES, 95, packed=lzma.compress(MINUTES))))
    assert found.contents() == dict.fromkeys(("0.txt", "8.txt", "12.txt", "14.txt", "95.txt"), MINUTES)
    assert (found.top.state, found.top.declared, found.top.complete) == (State.NONE_CONTAINER, 5, True)
    assert not found.top.flags


def test_sizes_behind_the_data() -> None:
    whole = io.BytesIO()
    whole.seekable = lambda: False  # type: ignore[method-assign]
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("minutes.txt", MINUTES)
        package.writestr("letter.txt", LETTER, zipfile.ZIP_STORED)
    for data in (whole.getvalue(), zipped(Part(b"minutes.txt", MINUTES, flags=LATER), Part(b"letter.txt", LETTER, 0))):
        found = Read(data)
        assert found.contents() == {"minutes.txt": MINUTES, "letter.txt": LETTER}
        assert found.top.complete
        assert not found.top.flags


def test_numbers_too_large_for_their_place() -> None:
    places, body = laid([Part(b"minutes.txt", MINUTES, own={"size": 0, "packed": 0}, flags=LATER)])
    packed = len(squeezed(MINUTES))
    wide = struct.pack("<HHQQQ", 1, 24, len(MINUTES), packed, places[0])
    far = {"size": 0xFFFFFFFF, "packed": 0xFFFFFFFF, "offset": 0xFFFFFFFF}
    directory = Part(b"minutes.txt", MINUTES, flags=LATER, extra=wide, listed=far).entry(0)
    end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(directory), len(body))
    place = struct.pack("<4sLQL", b"PK\6\7", 0, len(body) + len(directory), 1)
    data = body + directory + end + place + foot(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    found = Read(data)
    assert found.contents() == {"minutes.txt": MINUTES}
    assert (found.top.declared, found.top.flags, only(found).flags) == (1, (), ())
    assert Read(b"MZ a program" + data).contents()["minutes.txt"] == MINUTES


@pytest.mark.parametrize("flags", [0, LATER])
@pytest.mark.parametrize("method", [0, 8])
def test_without_its_directory_the_entries_say_what_they_are(flags: int, method: int) -> None:
    parts = [Part(b"minutes.txt", MINUTES, method, flags), Part(b"letter.txt", LETTER, method, flags)]
    _, body = laid(parts)
    found = Read(body)
    assert found.contents() == {"minutes.txt": MINUTES, "letter.txt": LETTER}
    top = found.top
    assert (top.state, top.reason, top.declared, top.complete) == (State.TEXT_PARTIAL, "salvaged", None, False)
    assert [child.facts["listed"] for child in top.children] == [False, False]
    whole = zipped(*parts)
    assert Read(whole[:-3]).contents() == found.contents()


def test_a_cut_costs_the_member_that_it_cuts() -> None:
    _, body = laid([Part(b"minutes.txt", MINUTES), Part(b"letter.txt", LETTER, 0)])
    found = Read(body[:-9])
    assert rows(found) == [("minutes.txt", None, ""), ("letter.txt", State.UNREAD_CORRUPT, "truncated")]


def test_a_wrong_checksum_costs_that_member() -> None:
    found = Read(zipped(Part(b"bad.txt", NOTE, listed={"crc": 7}, own={"crc": 7}), Part(b"good.txt", LETTER)))
    assert rows(found) == [("bad.txt", State.UNREAD_CORRUPT, "checksum"), ("good.txt", None, "")]
    assert found.contents() == {"good.txt": LETTER}
    assert (found.top.state, found.top.declared, found.top.complete) == (State.NONE_CONTAINER, 2, True)


def test_broken_data_costs_that_member() -> None:
    broken = squeezed(MINUTES)
    broken = broken[:20] + bytes(20) + broken[40:]
    found = Read(zipped(Part(b"bad.txt", MINUTES, packed=broken), Part(b"good.txt", LETTER)))
    assert rows(found) == [("bad.txt", State.UNREAD_CORRUPT, "damaged"), ("good.txt", None, "")]


def test_a_second_entry_for_the_same_bytes_is_refused() -> None:
    parts = [Part(b"one.txt", LETTER), Part(b"two.txt", NOTE), Part(b"one.txt", LETTER, listed={"offset": 0})]
    places, body = laid(parts[:2])
    directory = parts[0].entry(0) + parts[1].entry(places[1]) + parts[2].entry(0)
    found = Read(body + directory + foot(3, len(directory), len(body)))
    assert rows(found)[2] == ("one.txt", State.UNREAD_REFUSED, "unsafe-entry")
    assert found.contents() == {"one.txt": LETTER, "two.txt": NOTE}


def test_an_entry_inside_another_is_refused_and_the_other_read() -> None:
    inner = plain(("list.txt", NOTE))
    outer = Part(b"inner.zip", inner, 0)
    _, body = laid([outer])
    directory = outer.entry(0) + Part(b"list.txt", NOTE).entry(30 + 9)
    found = Read(body + directory + foot(2, len(directory), len(body)))
    assert rows(found)[1][1:] == (State.UNREAD_REFUSED, "unsafe-entry")
    assert found.content(found.of("000001/000001")) == NOTE


def test_a_wrong_size_costs_that_member_and_no_neighbour() -> None:
    parts = [Part(b"%d.txt" % number, LETTER, 0) for number in range(6)]
    parts[1] = Part(b"bad.txt", LETTER, 0, listed={"packed": len(LETTER) + 1000})
    found = Read(zipped(*parts))
    assert rows(found)[1] == ("bad.txt", State.UNREAD_REFUSED, "unsafe-entry")
    assert len(found.contents()) == 5
    assert found.top.children[1].flags == ("header-malformed",)


def test_two_headers_that_disagree_are_flagged() -> None:
    found = Read(zipped(Part(b"shown.txt", NOTE, own={"name": b"other.txt", "crc": 5})))
    child = only(found)
    assert (child.name, child.flags) == ("shown.txt", ("header-malformed",))
    assert child.facts["disagrees"] == ["name", "crc"]
    assert child.facts["other_name"] == "other.txt"
    assert found.contents() == {"shown.txt": NOTE}


def test_an_entry_that_is_not_where_the_directory_says_is_found() -> None:
    found = Read(zipped(Part(b"a.txt", NOTE), Part(b"b.txt", LETTER, listed={"offset": 5})))
    assert found.contents() == {"a.txt": NOTE, "b.txt": LETTER}
    assert found.top.children[1].facts["disagrees"] == ["place"]
    other = Read(zipped(Part(b"a.txt", NOTE), Part(b"b.txt", LETTER, listed={"offset": 5, "name": b"c.txt"})))
    assert ("c.txt", State.UNREAD_CORRUPT, "damaged") in rows(other)
    assert other.contents()["b.txt"] == LETTER


@pytest.mark.parametrize("counted", [True, False])
def test_bytes_before_and_behind_are_members(counted: bool) -> None:
    """Whether places are counted from the file's start or from the archive's."""
    before, after = b"#!/bin/sh a program that unpacks itself\n", b"written behind the end"
    parts = [Part(b"note.txt", NOTE)]
    data = before + zipped(*parts) + after
    if counted:
        part = Part(b"note.txt", NOTE, listed={"offset": len(before)})
        body = before + part.header()
        data = body + part.entry(0) + foot(1, len(part.entry(0)), len(body)) + after
    found = Read(data, reader=reader)
    assert found.contents() == {"note.txt": NOTE, "before the archive": before, "after the archive": after}
    assert {"polyglot", "trailing-data"} <= set(found.top.flags)
    assert found.top.declared == 3
    assert not list(lost(data, reader))


def test_padding_is_no_member() -> None:
    assert len(Read(plain(("note.txt", NOTE)) + bytes(5000)).top.children) == 1


def test_two_archives_after_one_another_are_both_read() -> None:
    found = Read(plain(("first.txt", NOTE)) + plain(("second.txt", LETTER)))
    assert {member.child.name for member in found.members} == {"second.txt", "before the archive", "first.txt"}


def test_an_empty_directory_at_the_end_hides_nothing() -> None:
    found = Read(plain(("note.txt", NOTE)) + foot(0, 0, 0))
    assert [found.content(member) for member in found.members if member.child.name == "note.txt"] == [NOTE]


def test_an_entry_that_no_directory_names_is_found() -> None:
    data = zipped(Part(b"a.txt", NOTE), Part(b"secret.txt", LETTER, unlisted=True), Part(b"b.txt", NOTE))
    found = Read(data)
    assert found.contents()["secret.txt"] == LETTER
    assert (found.top.flags, found.top.declared, found.top.complete) == (("hidden-content",), 3, True)
    assert not list(lost(data))


def test_bytes_between_entries_are_a_member() -> None:
    _, body = laid([Part(b"a.txt", NOTE)])
    hidden = b"paid in cash on the 21st, see the green book"
    data = body + hidden + Part(b"b.txt", LETTER).header()
    directory = Part(b"a.txt", NOTE).entry(0) + Part(b"b.txt", LETTER).entry(len(body + hidden))
    found = Read(data + directory + foot(2, len(directory), len(data)))
    assert found.contents()["between the entries"] == hidden
    assert found.top.flags == ("hidden-content",)


def test_bytes_behind_packed_data_are_a_member() -> None:
    data = zipped(Part(b"a.txt", LETTER, packed=squeezed(LETTER) + b"not part of it"), Part(b"b.txt", NOTE))
    found = Read(data)
    assert found.contents() == {"a.txt": LETTER, "b.txt": NOTE, "behind the data of an entry": b"not part of it"}
    assert found.top.flags == ("hidden-content",)
    assert not list(lost(data))


@pytest.mark.parametrize(("method", "flags"), [(8, LOCKED), (99, LOCKED), (0, LOCKED | LATER)])
def test_encrypted_members_are_named(method: int, flags: int) -> None:
    found = Read(zipped(Part(b"secret.txt", bytes(range(40)), method, flags, packed=bytes(52)), Part(b"a.txt", NOTE)))
    assert rows(found) == [("secret.txt", State.UNREAD_ENCRYPTED, "password"), ("a.txt", None, "")]


def test_what_only_one_header_calls_encrypted_is_tried() -> None:
    plainly = Part(b"plain.txt", LETTER, flags=LOCKED, own={"flags": 0})
    locked = Part(b"locked.txt", LETTER, flags=LOCKED, own={"flags": 0}, packed=bytes(30))
    found = Read(zipped(plainly, locked))
    assert rows(found) == [("plain.txt", None, ""), ("locked.txt", State.UNREAD_ENCRYPTED, "password")]


def test_an_unknown_method_is_named() -> None:
    child = only(Read(zipped(Part(b"a.txt", NOTE, 10))))
    assert (child.state, child.reason, child.facts["method"]) == (State.UNREAD_UNSUPPORTED, "unsupported", 10)


def test_without_the_library_a_method_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archivecalls, "AVAILABLE", False)
    found = Read(zipped(Part(b"a.txt", NOTE, 93), Part(b"b.txt", NOTE)))
    assert rows(found)[0][1:] == (State.UNREAD_DEPENDENCY_MISSING, "missing-library")
    assert found.contents() == {"b.txt": NOTE}


def test_names_in_old_and_new_letters() -> None:
    accent = "Protokoll für Böhm.txt"
    old = accent.encode("cp437")
    better = struct.pack("<HHBL", 0x7075, 5 + 12, 1, zlib.crc32(b"list.txt")) + "Wähler.txt".encode()[:12]
    stale = struct.pack("<HHBL", 0x7075, 5 + 5, 1, 12345) + b"x.txt"
    found = Read(
        zipped(
            Part(old, NOTE),
            Part(accent.encode(), NOTE),
            Part(accent.encode(), NOTE, flags=UTF8),
            Part(b"\xff\xfe.txt", NOTE, flags=UTF8),
            Part(b"list.txt", NOTE, extra=better),
            Part(b"other.txt", NOTE, extra=stale),
            Part("議事録.txt".encode("shift-jis"), NOTE),
            Part(b"a\\b\0c.txt", NOTE),
        )
    )
    children = found.top.children
    assert [child.name for child in children[:6]] == [accent] * 3 + ["ÿþ.txt", "Wähler.txt", "other.txt"]
    assert [child.raw_name for child in children[:4]] == [old, None, None, b"\xff\xfe.txt"]
    assert children[6].raw_name == "議事録.txt".encode("shift-jis")
    assert children[7].name == "a\\b\0c.txt"


@pytest.mark.parametrize(
    ("letters", "names"),
    [
        ("gb18030", ["审计署关于文件的通知.doc", "会议记录和选举结果.txt"]),
        ("cp866", ["Протокол заседания.doc", "Выборы мэра города.txt"]),
    ],
)
def test_old_names_in_other_letters_are_guessed_together(letters: str, names: list[str]) -> None:
    found = Read(
        zipped(*(Part(name.encode(letters), b"x") for name in names), Part("ñ.txt".encode(), b"x", flags=0x800))
    )
    assert [child.name for child in found.top.children] == [*names, "ñ.txt"]
    assert found.top.children[0].raw_name == names[0].encode(letters)
    assert (found.top.facts["names_charset"], found.top.flags) == (letters, ("charset-guessed",))


def test_old_names_that_say_too_little_stay_as_dos_had_them() -> None:
    names = ["Übersicht der Wähler im Bezirk.doc", "Résumé de l'année dernière.txt", "Señorío número.pdf"]
    for many in (names, names * 9):
        found = Read(zipped(*(Part(f"{at} {name}".encode("cp437", "ignore"), b"x") for at, name in enumerate(many))))
        assert found.top.children[0].name == "0 Übersicht der Wähler im Bezirk.doc"
        assert not found.top.flags
    short = Read(zipped(Part("选举.txt".encode("gbk"), b"x")))
    assert short.top.children[0].name == "选举.txt".encode("gbk").decode("cp437")


def test_names_twice_are_told_apart_by_their_place() -> None:
    data = zipped(Part(b"a.txt", NOTE), Part(b"a.txt", LETTER))
    found = Read(data)
    assert [found.content(member) for member in found.members] == [NOTE, LETTER]
    assert found.top.flags == ("duplicate-names",)
    assert taken_out(data, ("000002",)) == LETTER


def test_folders_are_no_members_and_empty_ones_are_named() -> None:
    parts = [
        Part(b"full/", method=0),
        Part(b"full/a.txt", NOTE),
        Part(b"empty/", method=0),
        Part(b"deep/", method=0),
        Part(b"deep/er/", method=0),
        Part(b"packed/", packed=b"\3\0"),
        Part(b"dos\\", method=0, attributes=0x10),
        Part(b"looks/like/one/", NOTE),
    ]
    found = Read(zipped(*parts))
    assert [child.name for child in found.top.children] == ["full/a.txt", "looks/like/one/"]
    assert found.top.facts["empty_folders"] == ["empty/", "deep/er/", "packed/", "dos\\"]
    assert found.top.declared == 2


def test_links_pipes_and_devices_are_recorded_and_not_followed() -> None:
    parts = [
        Part(b"passwords", b"/etc/passwd", 0, system=3, attributes=LINK),
        Part(b"pipe", system=3, attributes=FIFO, method=0),
        Part(b"disk", system=3, attributes=DEVICE, method=0),
        Part(b"a.txt", NOTE, system=3, attributes=stat.S_IFREG << 16),
    ]
    found = Read(zipped(*parts))
    assert [(child.kind, child.reason) for child in found.top.children[:3]] == [
        ("link", "link"),
        ("fifo", "fifo"),
        ("device", "device"),
    ]
    assert all(child.state is State.UNREAD_REFUSED for child in found.top.children[:3])
    assert found.top.children[0].facts["target"] == "/etc/passwd"
    assert found.contents() == {"a.txt": NOTE}


def test_times_and_comments() -> None:
    utc = struct.pack("<HHBl", 0x5455, 5, 1, 1_400_761_800)
    ntfs = struct.pack("<HHLHHQQQ", 10, 32, 0, 1, 24, (1_400_761_800 + 11_644_473_600) * 10_000_000, 0, 0)
    parts = [Part(b"a", NOTE, extra=utc, comment=b"signed by A. Penn"), Part(b"b", NOTE), Part(b"c", NOTE, extra=ntfs)]
    found = Read(zipped(*parts, comment=b"from the agent's desk"))
    assert [child.facts["modified"] for child in found.top.children] == [
        "2014-05-22T12:30:00Z",
        "2014-05-22T00:00:00",
        "2014-05-22T12:30:00Z",
    ]
    assert found.top.children[0].facts["comment"] == "signed by A. Penn"
    assert found.top.facts["comment"] == "from the agent's desk"
    assert [page.text for page in found.top.pages] == ["from the agent's desk"]


def test_a_directory_that_counts_more_than_it_holds_says_so() -> None:
    for count, declared in ((3, 3), (40_000, None)):  # so many have no room in it
        top = Read(zipped(Part(b"a.txt", NOTE), count=count)).top
        assert (top.declared, len(top.children), top.complete, top.incomplete) == (declared, 1, False, "damaged")
        assert (top.state, top.flags) == (State.TEXT_PARTIAL, ("header-malformed",))


def test_a_broken_entry_in_the_directory_costs_no_other() -> None:
    data = bytearray(zipped(*(Part(b"%d.txt" % number, LETTER) for number in range(5))))
    second = data.index(b"PK\1\2", data.index(b"PK\1\2") + 1)
    data[second : second + 4] = b"gone"
    found = Read(bytes(data))
    assert {f"{number}.txt" for number in range(5)} <= found.contents().keys()
    assert not found.top.complete


def test_where_the_limit_on_members_is_reached_the_rest_is_listed() -> None:
    found = Read(plain(*((f"{number}.txt", NOTE) for number in range(9))), Limits(children=4))
    assert [child.state for child in found.top.children] == [None] * 4 + [State.UNREAD_LIMIT] * 5
    assert {child.reason for child in found.top.children[4:]} == {"limit-children"}
    top = found.top
    assert (top.declared, top.complete, top.incomplete) == (9, False, "limit-children")
    assert top.state is State.NONE_CONTAINER


def test_a_member_that_says_it_is_too_large_costs_its_neighbours_nothing() -> None:
    limits = Limits(ratio=20, ratio_free=10_000)
    found = Read(plain(("zeros", bytes(1_000_000)), ("note.txt", NOTE)), limits)
    assert rows(found) == [("zeros", State.UNREAD_LIMIT, "limit-ratio"), ("note.txt", None, "")]
    assert (found.top.complete, found.top.incomplete) == (False, "limit-ratio")


def test_a_member_that_lies_about_its_size_is_stopped() -> None:
    limits = Limits(ratio=2000, ratio_free=10_000_000)
    lie = Part(b"zeros", bytes(5_000_000), own={"size": 10}, listed={"size": 10})
    found = Read(zipped(lie, Part(b"note.txt", NOTE)), limits)
    assert rows(found) == [("zeros", State.UNREAD_CORRUPT, "damaged"), ("note.txt", None, "")]
    assert found.budget.unpacked < 2_000_000


def test_without_directory_and_entries_it_is_damaged() -> None:
    with pytest.raises(Unreadable) as closed:
        reader.read(Source(b"PK\3\4 and nothing"), scope(100))
    assert (closed.value.state, closed.value.reason) == (State.UNREAD_CORRUPT, "damaged")


def scope(size: int) -> Scope:
    def kept(source: Source, inner: Scope) -> Reading:
        return Reading("0" * 64, source.size, "text/plain", State.TEXT_COMPLETE, "", "")

    return Scope(Budget(Limits(), size), kept)


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(lambda name: not name.endswith("/"))
CONTENTS = st.dictionaries(NAMES, st.binary(max_size=2000), max_size=6)


@given(CONTENTS, st.sampled_from([0, 8, 12, 14]), st.booleans())
@settings(deadline=None, max_examples=60)
def test_what_is_put_in_comes_out(contents: dict[str, bytes], method: int, later: bool) -> None:
    flags = UTF8 | (LATER if later else 0)
    data = zipped(*(Part(name.encode(), inside, method, flags) for name, inside in contents.items()))
    found = Read(data)
    assert [child.name for child in found.top.children] == list(contents)
    assert [found.content(member) for member in found.members if member.parent < 0] == list(contents.values())
    assert found.top.complete


SOUND = zipped(
    Part(b"minutes.txt", MINUTES), Part(b"letter.txt", LETTER, 0, LATER), Part(b"note.txt", NOTE, 12), comment=b"x"
)
CHANGE = st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255))


@given(st.lists(CHANGE, min_size=1, max_size=8), st.integers(0, len(SOUND)), st.binary(max_size=30))
@settings(deadline=None, max_examples=300)
def test_whatever_is_changed_it_ends_soon_and_claims_nothing(
    changes: list[tuple[int, int]], cut: int, more: bytes
) -> None:
    data = bytearray(SOUND)
    for place, letter in changes:
        data[place] = letter
    data = data[:cut] + more + (data[cut:] if cut % 2 else b"")
    began = time.process_time()
    with suppress(Unreadable):
        sound(reader.read(Source(bytes(data)), scope(len(data))))
    assert time.process_time() - began < 1
