"""7Z and what else libarchive reads: every entry is a row, in memory and in the jail alone."""

import gzip
import hashlib
import json
import os
import random
import stat
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unpacking import Read, lost
from writing import WHEN, written
from zipping import Part, zipped

from muniment.intake import seccomp
from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.archives import archive as reader
from muniment.intake.readers.archives import archivecalls
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.reading import Reading
from muniment.model.state import State

MINUTES = b"Minutes of the meeting of 22 May. The count was moved to the sports hall. " * 300
NOTE = b"Ask A. Penn about the list."
CONTENTS = (("ward/Wähler.txt", MINUTES), ("note.txt", NOTE), ("leer.txt", b""), ("議事録.txt", MINUTES[:100]))
NOISE = random.Random(2014).randbytes(1 << 20)
TYPES = {
    "7zip": "application/x-7z-compressed",
    "cpio": "application/x-cpio",
    "cpio_newc": "application/x-cpio",
    "iso9660": "application/x-iso9660-image",
    "xar": "application/x-xar",
}
SOURCE = Path(seccomp.__file__).parents[2]


def rows(found: Read) -> list[tuple[str, State | None, str]]:
    return [(child.name, child.state, child.reason) for child in found.top.children]


def scope(size: int) -> Scope:
    def kept(source: Source, inner: Scope) -> Reading:
        return Reading("0" * 64, source.size, "text/plain", State.TEXT_COMPLETE, "", "")

    return Scope(Budget(Limits(), size), kept)


@pytest.mark.parametrize("form", TYPES)
def test_members_have_their_bytes_names_and_times(form: str) -> None:
    data = written(form, *CONTENTS)
    found = Read(data)
    assert found.contents() == dict(CONTENTS)
    top = found.top
    assert (top.type, top.state, top.declared, top.complete) == (TYPES[form], State.NONE_CONTAINER, 4, True)
    assert {child.facts["modified"] for child in top.children} == {"2014-05-22T12:30:00Z"}
    assert WHEN == 1_400_761_800
    assert not list(lost(data))


def test_an_archive_of_object_files_is_read_too() -> None:
    found = Read(written("ar_bsd", ("a_long_name_of_a_file.txt", MINUTES), ("note.txt", NOTE)))
    assert found.contents() == {"a_long_name_of_a_file.txt": MINUTES, "note.txt": NOTE}


@pytest.mark.parametrize("name", ["compress", "zstd", "lzip", "lz4"])
def test_what_is_only_packed_has_one_member(name: str) -> None:
    found = Read(written("raw", ("x", MINUTES), filters=[name]))
    assert found.contents() == {"content": MINUTES}
    assert found.top.complete


def test_a_large_archive_is_not_copied() -> None:
    data = written("7zip", ("noise.bin", NOISE * 20), ("note.txt", NOTE), options="7zip:compression=store")
    assert Read(data).contents() == {"noise.bin": NOISE * 20, "note.txt": NOTE}


def cpio(*entries: tuple[str, int, bytes], links: int = 1) -> bytes:
    """A cpio of names, kinds and contents; where files have more links, all are names of one."""
    whole = b""
    for number, (name, kind, data) in enumerate((*entries, ("TRAILER!!!", 0, b""))):
        numbers = (7 if links > 1 else number, kind, 0, 0, links, 0, len(data), 0, 1, 0, 0, len(name) + 1, 0)
        head = b"070701" + b"".join(b"%08x" % each for each in numbers) + name.encode() + b"\0"
        whole += head + bytes(-len(head) % 4) + data + bytes(-len(data) % 4)
    return whole


def test_links_pipes_and_devices_are_recorded_and_not_followed() -> None:
    soft, rest = ("soft", stat.S_IFLNK, b"/etc/passwd"), (("folder", stat.S_IFDIR, b""), ("a.txt", stat.S_IFREG, NOTE))
    found = Read(cpio(soft, ("pipe", stat.S_IFIFO, b""), ("disk", stat.S_IFBLK, b""), *rest))
    assert [(child.kind, child.state) for child in found.top.children[:3]] == [
        (kind, State.UNREAD_REFUSED) for kind in ("link", "fifo", "device")
    ]
    assert found.top.children[0].facts["target"] == "/etc/passwd"
    assert found.contents() == {"a.txt": NOTE}
    assert found.top.facts["empty_folders"] == ["folder"]


def test_of_several_names_of_one_file_the_one_with_data_has_it() -> None:
    found = Read(cpio(("first.txt", stat.S_IFREG, b""), ("second.txt", stat.S_IFREG, NOTE), links=2))
    assert found.contents() == {"first.txt": b"", "second.txt": NOTE}
    assert found.top.children[1].facts["target"] == "first.txt"


def test_names_are_data() -> None:
    names = ["../../etc/cron.d/x", "/etc/passwd", "C:\\windows\\x", "a\nb"]
    found = Read(written("cpio_newc", *((name, NOTE) for name in names)))
    assert [child.name for child in found.top.children] == names


BEHIND = b"paid in cash on the 21st, see the green book"


@pytest.mark.parametrize("form", ["7zip", "cpio", "cpio_newc"])
def test_bytes_behind_the_end_are_a_member(form: str) -> None:
    data = written(form, *CONTENTS) + BEHIND
    found = Read(data)
    assert found.contents() == {**dict(CONTENTS), "after the archive": BEHIND}
    assert (found.top.flags, found.top.declared) == (("trailing-data",), 5)
    assert not list(lost(data))


def test_bytes_behind_what_is_only_packed_are_a_member() -> None:
    data = written("raw", ("x", MINUTES), filters=["lzip"]) + BEHIND
    assert Read(data).contents() == {"content": MINUTES, "after the archive": BEHIND}
    assert not list(lost(data))


def test_two_archives_after_one_another_are_both_read() -> None:
    found = Read(written("cpio_newc", ("a.txt", NOTE)) + written("cpio_newc", ("b.txt", MINUTES)))
    assert {found.content(member) for member in found.members} >= {NOTE, MINUTES}


def test_a_wrong_checksum_costs_that_member() -> None:
    data = bytearray(
        written("7zip", ("a.bin", NOISE[:5000]), ("b.bin", NOISE[5000:9000]), options="7zip:compression=store")
    )
    data[data.index(NOISE[5000:5100])] ^= 1
    found = Read(bytes(data))
    assert rows(found) == [("a.bin", None, ""), ("b.bin", State.UNREAD_CORRUPT, "checksum")]
    assert (found.top.state, found.top.complete, found.top.declared) == (State.NONE_CONTAINER, True, 2)


def test_damage_in_one_block_leaves_the_names_behind_it() -> None:
    data = bytearray(written("7zip", *((f"{number}.bin", NOISE[number * 150_000 :][:150_000]) for number in range(6))))
    data[500_000:500_400] = bytes(400)
    found = Read(bytes(data))
    assert [child.name for child in found.top.children] == [f"{number}.bin" for number in range(6)]
    assert found.top.children[0].state is None
    assert found.top.children[-1].state is State.UNREAD_CORRUPT
    assert found.top.declared == 6


def test_a_cut_is_said() -> None:
    found = Read(written("cpio_newc", *CONTENTS)[: len(MINUTES) + 700])
    assert found.top.children[0].state is None
    top = found.top
    assert (top.state, top.reason, top.complete, top.declared) == (State.TEXT_PARTIAL, "salvaged", False, None)
    assert top.incomplete == "truncated"


def test_a_directory_that_is_cut_off_is_damaged() -> None:
    with pytest.raises(Unreadable) as closed:
        reader.read(Source(written("7zip", *CONTENTS)[:-20]), scope(1000))
    assert closed.value.state == State.UNREAD_CORRUPT


def test_what_it_says_of_a_fault_does_not_change_from_run_to_run() -> None:
    data = written("cpio_newc", *CONTENTS)[: len(MINUTES) + 700]
    said = {str(reader.read(Source(data), scope(1000)).facts["failure"]) for _ in range(3)}
    assert len(said) == 1
    assert "0x" not in said.pop()


@pytest.mark.parametrize("form", ["7zip", "cpio_newc", "iso9660"])
def test_where_a_limit_is_reached_the_rest_is_listed(form: str) -> None:
    contents = [(f"{number}.txt", b"%d" % number + MINUTES) for number in range(6)]
    found = Read(written(form, *contents), Limits(children=2))
    assert [child.name for child in found.top.children] == [name for name, _ in contents]
    assert [child.state for child in found.top.children] == [None] * 2 + [State.UNREAD_LIMIT] * 4
    top = found.top
    assert (top.declared, top.complete, top.incomplete) == (6, False, "limit-children")


def test_a_bomb_ends_at_the_limit_and_the_rest_is_listed() -> None:
    data = written("7zip", ("note.txt", NOTE), ("zeros", bytes(30_000_000)), ("minutes.txt", MINUTES))
    began = time.process_time()
    found = Read(data, Limits(ratio=100, ratio_free=1_000_000))
    assert rows(found) == [
        ("note.txt", None, ""),
        ("zeros", State.UNREAD_LIMIT, "limit-ratio"),
        ("minutes.txt", State.UNREAD_LIMIT, "limit-ratio"),
    ]
    assert found.budget.unpacked < 2_000_000
    assert time.process_time() - began < 2


def test_zip_members_in_newer_packing() -> None:
    frame = written("raw", ("x", MINUTES), filters=["zstd"])
    data = zipped(Part(b"minutes.txt", MINUTES, 93, packed=frame), Part(b"note.txt", NOTE))
    assert Read(data).contents() == {"minutes.txt": MINUTES, "note.txt": NOTE}
    assert not list(lost(data))
    broken = zipped(Part(b"minutes.txt", MINUTES, 93, packed=frame[:50]), Part(b"note.txt", NOTE))
    assert Read(broken).top.children[0].state is State.UNREAD_CORRUPT
    assert Read(broken).contents() == {"note.txt": NOTE}


def test_encrypted_zips_of_both_kinds() -> None:
    for how in ("zipcrypt", "aes256"):
        data = written("zip", *CONTENTS[:2], options=f"zip:encryption={how}", password="a ballot")
        assert Read(data).states == [State.UNREAD_ENCRYPTED] * 2


def test_without_the_library_it_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archivecalls, "AVAILABLE", False)
    with pytest.raises(Unreadable) as closed:
        reader.read(Source(b"7z\xbc\xaf\x27\x1c" + bytes(100)), scope(100))
    assert (closed.value.state, closed.value.reason) == (State.UNREAD_DEPENDENCY_MISSING, "missing-library")


def test_a_machine_without_the_library_can_import_the_reader() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "from muniment.intake.readers.archives import archive, zip; print(archive.ENGINE)"],
        env={"PYTHONPATH": os.fspath(SOURCE), "LIBARCHIVE": "/nowhere/libarchive.so"},
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert said.stdout == b"libarchive missing\n"


def jailed(kind: str, data: bytes, **environment: str) -> dict[str, str]:
    """What a reader says in the jail: the hash of each member, or its state."""
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("jailed.py"), kind],
        input=data,
        env={"PYTHONPATH": os.fspath(SOURCE), "LC_ALL": "C.UTF-8", **environment},
        capture_output=True,
        check=True,
        timeout=120,
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


HASHES = {name: hashlib.sha256(data).hexdigest() for name, data in CONTENTS if data}


@pytest.mark.parametrize("form", TYPES)
def test_it_is_read_in_the_jail(form: str) -> None:
    assert jailed("archive", written(form, *CONTENTS)).items() >= HASHES.items()


def test_names_do_not_hang_on_the_language_of_the_machine() -> None:
    assert jailed("archive", written("7zip", *CONTENTS), LC_ALL="C").items() >= HASHES.items()


def test_a_large_one_is_read_in_the_jail() -> None:
    data = written("7zip", ("noise.bin", NOISE * 40), options="7zip:compression=store")
    assert jailed("archive", data) == {"noise.bin": hashlib.sha256(NOISE * 40).hexdigest()}


def test_the_other_readers_work_in_the_jail() -> None:
    name = "Protokoll für Böhm.txt"
    whole = hashlib.sha256(MINUTES).hexdigest()
    zstd = Part(b"z.txt", MINUTES, 93, packed=written("raw", ("x", MINUTES), filters=["zstd"]))
    packed = zipped(Part(name.encode("cp437"), MINUTES), Part(b"l.txt", MINUTES, 14), zstd)
    assert jailed("zip", packed) == dict.fromkeys((name, "l.txt", "z.txt"), whole)
    assert jailed("stream", gzip.compress(MINUTES)) == {"content": whole}
    info = tarfile.TarInfo(name)
    info.size = len(MINUTES)
    tape = info.tobuf() + MINUTES + bytes(-len(MINUTES) % 512 + 1024)
    assert jailed("tar", tape) == {name: whole}


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0/"), min_size=1, max_size=30)


@given(st.dictionaries(NAMES.filter(lambda name: name.strip(".")), st.binary(max_size=2000), min_size=1, max_size=5))
@settings(deadline=None, max_examples=50)
def test_what_is_put_in_comes_out(contents: dict[str, bytes]) -> None:
    found = Read(written("7zip", *contents.items()))
    assert found.contents() == contents
