"""TAR: every header is a row, damage costs what it hits, and nothing that lies behind the end is lost."""

import io
import tarfile
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unpacking import Read, lost, sound, taken_out

from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.archives import tar as reader
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.reading import Reading
from muniment.model.state import State

FORMATS = (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT)
MINUTES = b"Minutes of the meeting of 22 May. The count was moved to the sports hall. " * 30
NOTE = b"Ask A. Penn about the list."


def packed(*contents: tuple[str, bytes], form: int = tarfile.GNU_FORMAT, **more: Any) -> bytes:
    """A TAR of regular files."""
    return made(*(entry(name, data, **more) for name, data in contents), form=form)


def entry(name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE, **more: Any) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.mtime = len(data), kind, 1_400_761_800
    for key, value in more.items():
        setattr(info, key, value)
    return info, data


def made(*entries: tuple[tarfile.TarInfo, bytes], form: int = tarfile.GNU_FORMAT) -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w", format=form, encoding="utf-8", errors="surrogateescape") as archive:
        for info, data in entries:
            archive.addfile(info, io.BytesIO(data))
    return whole.getvalue()


def resummed(block: bytearray) -> bytes:
    """A header with its sum put right."""
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def rows(found: Read) -> list[tuple[str, State | None, str]]:
    return [(child.name, child.state, child.reason) for child in found.top.children]


@pytest.mark.parametrize("form", FORMATS)
def test_members_have_their_bytes_names_and_times(form: int) -> None:
    found = Read(packed(("minutes.txt", MINUTES), ("leer.txt", b""), ("note.txt", NOTE), form=form, uname="penn"))
    assert found.contents() == {"minutes.txt": MINUTES, "leer.txt": b"", "note.txt": NOTE}
    top = found.top
    assert (top.state, top.declared, top.complete, top.flags) == (State.NONE_CONTAINER, 3, True, ())
    assert dict(top.children[0].facts) == {"modified": "2014-05-22T12:30:00Z", "owner": "penn"}


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_names_and_targets(form: int) -> None:
    name, target = "ward/" * 60 + "Wählerliste.txt", "there/" * 60 + "x"
    link = entry("l" * 150, kind=tarfile.SYMTYPE, linkname=target)
    found = Read(made(entry(name, NOTE), link, form=form))
    assert [child.name for child in found.top.children] == [name, "l" * 150]
    assert found.top.children[1].facts["target"] == target


def test_a_name_in_two_parts() -> None:
    name = "ward/" * 25 + "a.txt"
    assert Read(packed((name, NOTE), form=tarfile.USTAR_FORMAT)).contents() == {name: NOTE}


def test_the_oldest_form_has_no_magic() -> None:
    block = bytearray(packed(("a.txt", NOTE), form=tarfile.USTAR_FORMAT)[:1024])
    old = resummed(bytearray(block[:257] + bytes(255))) + bytes(block[512:])
    found = Read(old + old + bytes(1024))
    assert [child.name for child in found.top.children] == ["a.txt", "a.txt"]
    damaged = Read(old + b"\xff" * 700 + bytes(324) + old + bytes(1024))
    assert [damaged.content(member) for member in damaged.members if member.child.name == "a.txt"] == [NOTE, NOTE]


def test_a_sum_of_negative_letters_is_right_too() -> None:
    block = bytearray(packed(("b\xfchne.txt", NOTE))[:1024])
    found = sum(block[:148]) + 256 + sum(block[156:512])
    block[148:156] = b"%06o\0 " % (found - 256 * sum(letter > 127 for letter in block[:512]))
    assert len(Read(bytes(block) + bytes(1024)).contents()) == 1


def test_numbers_in_binary() -> None:
    block = bytearray(packed(("a.txt", NOTE))[:1024])
    block[124:136] = b"\x80" + len(NOTE).to_bytes(11, "big")
    assert Read(resummed(block[:512]) + bytes(block[512:]) + bytes(1024)).contents() == {"a.txt": NOTE}


def test_names_are_data() -> None:
    names = ["../../etc/cron.d/x", "/etc/passwd", "C:\\windows\\x", "a\nb", "./a/./b"]
    found = Read(packed(*((name, NOTE) for name in names)))
    assert [child.name for child in found.top.children] == names


def test_names_that_are_not_utf8_are_kept() -> None:
    raw = "議事録.txt".encode("shift-jis")
    name = raw.decode("utf-8", "surrogateescape")
    for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT):
        assert Read(packed((name, NOTE), form=form)).top.children[0].raw_name == raw


def test_names_twice_are_told_apart_by_their_place() -> None:
    data = packed(("a.txt", NOTE), ("a.txt", MINUTES))
    found = Read(data)
    assert [found.content(member) for member in found.members] == [NOTE, MINUTES]
    assert found.top.flags == ("duplicate-names",)
    assert taken_out(data, ("000002",)) == MINUTES


@pytest.mark.parametrize("form", FORMATS)
def test_links_devices_and_pipes_are_recorded_and_not_followed(form: int) -> None:
    found = Read(
        made(
            entry("soft", kind=tarfile.SYMTYPE, linkname="/etc/passwd"),
            entry("hard", kind=tarfile.LNKTYPE, linkname="soft"),
            entry("disk", kind=tarfile.BLKTYPE),
            entry("tty", kind=tarfile.CHRTYPE),
            entry("pipe", kind=tarfile.FIFOTYPE),
            entry("a.txt", NOTE),
            form=form,
        )
    )
    assert [(child.kind, child.state, child.reason) for child in found.top.children[:5]] == [
        (kind, State.UNREAD_REFUSED, kind) for kind in ("link", "link", "device", "device", "fifo")
    ]
    assert [child.facts["target"] for child in found.top.children[:2]] == ["/etc/passwd", "soft"]
    assert found.contents() == {"a.txt": NOTE}


def test_a_link_with_a_size_has_data_only_where_there_is_some() -> None:
    info, _ = entry("hard", kind=tarfile.LNKTYPE, linkname="a.txt")
    info.size = len(NOTE)
    head = info.tobuf(tarfile.USTAR_FORMAT)
    rest = packed(("b.txt", MINUTES))
    without = Read(head + rest)
    assert rows(without) == [("hard", State.UNREAD_REFUSED, "link"), ("b.txt", None, "")]
    having = Read(head + NOTE + bytes(512 - len(NOTE)) + rest)
    assert having.contents() == {"hard": NOTE, "b.txt": MINUTES}


def test_folders_are_no_members_and_empty_ones_are_named() -> None:
    folders = [entry(name, kind=tarfile.DIRTYPE) for name in ("full", "empty", "deep", "deep/er")]
    found = Read(made(*folders, entry("full/a.txt", NOTE)))
    assert found.contents() == {"full/a.txt": NOTE}
    assert found.top.facts["empty_folders"] == ["empty/", "deep/er/"]


def test_damage_in_the_middle_costs_what_it_hits() -> None:
    data = bytearray(packed(("a.txt", NOTE), ("b.txt", MINUTES), ("c.txt", NOTE)))
    data[1024 + 3] ^= 0xFF
    found = Read(bytes(data))
    hit = bytes(data[1024 : 1024 + 512 + 2560])
    assert found.contents() == {"a.txt": NOTE, "between the entries": hit, "c.txt": NOTE}
    top = found.top
    assert (top.state, top.reason, top.declared, top.incomplete) == (State.TEXT_PARTIAL, "salvaged", None, "damaged")
    assert top.flags == ("header-malformed",)
    assert not list(lost(bytes(data)))


def test_lost_bytes_shift_what_follows_and_it_is_found() -> None:
    data = packed(("a.txt", NOTE), ("b.txt", MINUTES), ("c.txt", NOTE))
    found = Read(data[:700] + data[900:])
    assert found.contents()["c.txt"] == NOTE
    assert not found.top.complete


def test_damage_to_the_first_header_costs_no_other() -> None:
    data = bytearray(packed(("a.txt", NOTE), ("b.txt", MINUTES)))
    data[3] ^= 0xFF
    assert Read(bytes(data), reader=reader).contents()["b.txt"] == MINUTES


def test_without_any_header_it_is_damaged() -> None:
    with pytest.raises(Unreadable) as closed:
        reader.read(Source(b"x" * 5000), scope(5000))
    assert (closed.value.state, closed.value.reason) == (State.UNREAD_CORRUPT, "damaged")


@pytest.mark.parametrize("rest", [0, 512])
def test_a_cut_is_said(rest: int) -> None:
    data = packed(("a.txt", NOTE), ("b.txt", MINUTES))
    found = Read(data[: 1024 + 512 + rest])
    assert rows(found) == [("a.txt", None, ""), ("b.txt", State.UNREAD_CORRUPT, "truncated")]
    assert (found.top.complete, found.top.incomplete, found.top.declared) == (False, "truncated", None)


def test_without_a_mark_at_its_end_more_may_be_missing() -> None:
    found = Read(packed(("a.txt", NOTE))[:1024])
    assert found.contents() == {"a.txt": NOTE}
    assert (found.top.state, found.top.incomplete) == (State.TEXT_PARTIAL, "truncated")


def test_two_archives_after_one_another_are_both_read() -> None:
    data = packed(("a.txt", NOTE)) + packed(("b.txt", MINUTES))
    found = Read(data)
    assert found.contents() == {"a.txt": NOTE, "b.txt": MINUTES}
    assert (found.top.flags, found.top.complete) == (("trailing-data",), True)


def test_bytes_behind_the_end_are_a_member() -> None:
    data = packed(("a.txt", NOTE)) + b"paid in cash on the 21st"
    found = Read(data)
    assert found.contents() == {"a.txt": NOTE, "after the archive": b"paid in cash on the 21st"}
    assert (found.top.flags, found.top.complete) == (("trailing-data",), True)
    assert not list(lost(data))


SPARSE = [(1000, b"the first stretch"), (70_000, b"the second")]
WHOLE = bytearray(80_000)
for start, stretch in SPARSE:
    WHOLE[start : start + len(stretch)] = stretch
STRETCHES = b"".join(stretch for _, stretch in SPARSE)


def test_sparse_members_in_the_form_of_gnu() -> None:
    info, _ = entry("sparse.img", kind=b"S")
    info.size = len(STRETCHES)
    block = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    for number, (at, data) in enumerate([*SPARSE, (80_000, b"")]):
        block[386 + 24 * number : 410 + 24 * number] = b"%011o\0%011o\0" % (at, len(data))
    block[483:495] = b"%011o\0" % 80_000
    data = resummed(block) + STRETCHES + bytes(512 - len(STRETCHES)) + packed(("a.txt", NOTE))
    assert Read(data).contents() == {"sparse.img": bytes(WHOLE), "a.txt": NOTE}


def test_sparse_members_with_a_long_map() -> None:
    parts = [(number * 1000, b"%04d" % number) for number in range(40)]
    info, _ = entry("sparse.img", kind=b"S")
    info.size = 160
    block = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    said = [b"%011o\0%011o\0" % (at, len(data)) for at, data in parts]
    block[386:482], block[482] = b"".join(said[:4]), 1
    block[483:495] = b"%011o\0" % 40_000
    more = b"".join(
        b"".join(said[at : at + 21]).ljust(504, b"\0") + (b"\1" if at < 25 else b"\0") + bytes(7) for at in (4, 25)
    )
    data = resummed(block) + more + b"".join(part for _, part in parts) + bytes(352) + packed(("a.txt", NOTE))
    whole = bytearray(40_000)
    for at, part in parts:
        whole[at : at + 4] = part
    assert Read(data).contents() == {"sparse.img": bytes(whole), "a.txt": NOTE}


@pytest.mark.parametrize("version", ["0.0", "0.1", "1.0"])
def test_sparse_members_in_the_forms_of_pax(version: str) -> None:
    said = {"GNU.sparse.name": "sparse.img"}
    data = STRETCHES
    places = [number for at, part in SPARSE for number in (at, len(part))]
    if version == "1.0":
        said |= {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "80000"}
        lines = "".join(f"{number}\n" for number in [len(SPARSE), *places]).encode()
        data = lines + bytes(512 - len(lines)) + STRETCHES
    elif version == "0.1":
        said |= {"GNU.sparse.size": "80000", "GNU.sparse.map": ",".join(map(str, places))}
    made_of = entry("GNUSparseFile.0/sparse.img", data, pax_headers=said | {"GNU.sparse.size": "80000"})
    archive = made(made_of, entry("a.txt", NOTE), form=tarfile.PAX_FORMAT)
    if version == "0.0":
        archive = _with_pairs(archive, places)
    assert Read(archive).contents() == {"sparse.img": bytes(WHOLE), "a.txt": NOTE}


def _with_pairs(archive: bytes, places: list[int]) -> bytes:
    """The same with the map as pairs of records, as no dictionary can hold them."""
    size = int(archive[124:135], 8)
    records = archive[512 : 512 + size]
    for at, count in zip(places[::2], places[1::2], strict=True):
        for key, number in (("offset", at), ("numbytes", count)):
            text = f" GNU.sparse.{key}={number}\n"
            records += f"{len(text) + 2}{text}".encode()
    head = bytearray(archive[:512])
    head[124:136] = b"%011o\0" % len(records)
    return resummed(head) + records + bytes(-len(records) % 512) + archive[512 + -(-size // 512) * 512 :]


def test_a_map_that_contradicts_itself_costs_that_member() -> None:
    said = {"GNU.sparse.size": "100", "GNU.sparse.map": "90,20"}
    backwards = {"GNU.sparse.size": "100", "GNU.sparse.map": "50,5,10,5"}
    broken = {"GNU.sparse.size": "100", "GNU.sparse.map": "1,x"}
    entries = [entry(f"{n}.img", b"x" * 30, pax_headers=each) for n, each in enumerate((said, backwards, broken))]
    found = Read(made(*entries, entry("a.txt", NOTE), form=tarfile.PAX_FORMAT))
    assert [reason for _, _, reason in rows(found)] == ["damaged"] * 3 + [""]


@pytest.mark.parametrize(("size", "reason"), [(1 << 50, "limit-member"), (1 << 27, "limit-ratio")])
def test_a_hole_of_any_size_costs_its_neighbours_nothing(size: int, reason: str) -> None:
    hole = entry("hole.img", pax_headers={"GNU.sparse.size": str(size), "GNU.sparse.map": "0,0"})
    began = time.process_time()
    found = Read(made(hole, entry("a.txt", NOTE), form=tarfile.PAX_FORMAT))
    assert rows(found) == [("hole.img", State.UNREAD_LIMIT, reason), ("a.txt", None, "")]
    assert time.process_time() - began < 1


def test_what_is_said_for_all_and_for_one() -> None:
    whole = io.BytesIO()
    with tarfile.open(
        fileobj=whole, mode="w", format=tarfile.PAX_FORMAT, pax_headers={"comment": "b1946ac9"}
    ) as archive:
        archive.addfile(*_file("a.txt", NOTE, mtime=1_400_761_800.5))
    found = Read(whole.getvalue())
    assert found.top.facts["comment"] == "b1946ac9"
    assert found.top.children[0].facts["modified"] == "2014-05-22T12:30:00Z"


def _file(name: str, data: bytes, **more: Any) -> tuple[tarfile.TarInfo, io.BytesIO]:
    info, _ = entry(name, data, **more)
    return info, io.BytesIO(data)


def test_where_the_limit_on_members_is_reached_the_rest_is_listed() -> None:
    found = Read(packed(*((f"{number}.txt", NOTE) for number in range(9))), Limits(children=4))
    assert [child.state for child in found.top.children] == [None] * 4 + [State.UNREAD_LIMIT] * 5
    top = found.top
    assert (top.state, top.declared, top.complete, top.incomplete) == (State.NONE_CONTAINER, 9, False, "limit-children")


def scope(size: int) -> Scope:
    def kept(source: Source, inner: Scope) -> Reading:
        return Reading("0" * 64, source.size, "text/plain", State.TEXT_COMPLETE, "", "")

    return Scope(Budget(Limits(), size), kept)


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=120)
CONTENTS = st.dictionaries(
    NAMES.filter(lambda name: not name.endswith("/")), st.binary(max_size=1500), min_size=1, max_size=5
)


@given(CONTENTS, st.sampled_from([tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]))
@settings(deadline=None, max_examples=80)
def test_what_is_put_in_comes_out(contents: dict[str, bytes], form: int) -> None:
    found = Read(packed(*contents.items(), form=form), reader=reader)
    assert [child.name for child in found.top.children] == list(contents)
    assert [found.content(member) for member in found.members if member.parent < 0] == list(contents.values())
    assert found.top.complete


SOUND = [packed(("a.txt", NOTE), ("n" * 120, MINUTES), ("c.txt", NOTE), form=form) for form in FORMATS[1:]]
CHANGE = st.tuples(st.integers(0, 6000), st.integers(0, 255))


@given(st.sampled_from(SOUND), st.lists(CHANGE, max_size=6), st.integers(0, 7000), st.binary(max_size=30))
@settings(deadline=None, max_examples=200)
def test_whatever_is_changed_it_ends_soon_and_claims_nothing(
    whole: bytes, changes: list[tuple[int, int]], cut: int, more: bytes
) -> None:
    data = bytearray(whole)
    for place, letter in changes:
        data[place] = letter
    data = data[:cut] + more + (data[cut:] if cut % 2 else b"")
    began = time.process_time()
    with suppress(Unreadable):
        sound(reader.read(Source(bytes(data)), scope(len(data))))
    assert time.process_time() - began < 1
