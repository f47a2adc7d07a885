"""Real archives of many programs: each ends in a state, every member is a row, and is found again by its place."""

from pathlib import Path

import pytest
from unpacking import READERS, Read, lost

from muniment.intake.identify import identify
from muniment.intake.source import Source
from muniment.model.state import State

ENCRYPTED = {"full_encrypted.7z", "test-documents-enc.rar"}
INSIDE = ("testEXCEL.xls", "testHTML.html", "testOpenOffice2.odt", "testPDF.pdf", "testPPT.ppt", "testRTF.rtf")


def archives(shared: Path) -> dict[str, bytes]:
    files = {path.name: path.read_bytes() for path in (shared / "data/files").rglob("*") if path.is_file()}
    return {name: data for name, data in sorted(files.items()) if identify(Source(data)).type in READERS}


def tika(shared: Path, name: str) -> Read:
    return Read((shared / "data/files/tika" / name).read_bytes())


def test_each_ends_in_a_state_and_every_member_is_a_row(shared: Path) -> None:
    read = {name: Read(data) for name, data in archives(shared).items()}
    assert len(read) > 50
    closed = {name for name, found in read.items() if found.top.state is not State.NONE_CONTAINER}
    assert closed == {*ENCRYPTED, "testZ_oom.Z"}
    assert all(read[name].top.state is State.UNREAD_ENCRYPTED for name in ENCRYPTED)
    assert all(found.top.complete for name, found in read.items() if name not in closed)


def test_each_member_is_taken_out_again(shared: Path) -> None:
    for name, data in archives(shared).items():
        if len(data) < 100_000:
            assert not list(lost(data)), name


@pytest.mark.parametrize("suffix", ["zip", "7z", "rar", "cpio", "tar"])
def test_one_folder_packed_by_five_programs_is_the_same(shared: Path, suffix: str) -> None:
    contents = tika(shared, f"test-documents.{suffix}").contents()
    packed = {name.rpartition("/")[2]: data for name, data in contents.items()}
    inside = tika(shared, "test-documents.zip").contents()
    assert packed.keys() >= set(INSIDE)
    assert all(packed[name] == inside[name] for name in INSIDE)


@pytest.mark.parametrize("name", ["test-documents.tgz", "test-documents.tar.Z"])
def test_a_packed_tar_has_two_levels(shared: Path, name: str) -> None:
    found = tika(shared, name)
    assert [len(member.place) for member in found.members] == [1] + [2] * 9


@pytest.mark.parametrize("name", ["droste.zip", "quine.gz"])
def test_what_contains_itself_ends(shared: Path, name: str) -> None:
    found = tika(shared, name)
    deepest = max(found.members, key=lambda member: len(member.place))
    assert len(deepest.place) == found.limits.depth + 1
    assert (deepest.state, deepest.reason) == (State.UNREAD_LIMIT, "limit-depth")


def test_members_that_need_a_password(shared: Path) -> None:
    assert tika(shared, "testZipEncrypted.zip").states == [State.NONE_BY_NATURE, State.UNREAD_ENCRYPTED]
    assert tika(shared, "test7Z_protected_passTika.7z").states == [State.UNREAD_ENCRYPTED]


def test_the_last_of_several_volumes_names_what_the_others_hold(shared: Path) -> None:
    found = tika(shared, "test-documents-spanned.zip")
    names = [
        child.name for child in found.top.children if (child.state, child.reason) == (State.UNREAD_CORRUPT, "truncated")
    ]
    assert names == list(INSIDE)
    assert found.contents().keys() == {"testTXT.txt", "testWORD.doc", "testXML.xml", "before the archive"}


def test_entries_that_lie_elsewhere_than_listed_are_found(shared: Path) -> None:
    found = tika(shared, "testZip_with_DataDescriptor.zip")
    assert found.contents().keys() == {"en0", "en1", "en2", "en3", "en4"}
    assert [child.flags for child in found.top.children] == [("header-malformed",)] * 4 + [()]


def test_names_stay_as_they_are(shared: Path) -> None:
    japanese = tika(shared, "testZipEntryNameCharsetShiftSJIS.zip").top.children
    assert [child.raw_name for child in japanese] == ["文章1.txt".encode("shift-jis"), "文章2.txt".encode("shift-jis")]
    names = [child.name for child in tika(shared, "testZip_absolutePath.zip").top.children]
    assert names == ["C:/dangerous/dont/touch.pl", "/dangerous/dont/touch.pl"]
    assert tika(shared, "testZip_relative.zip").top.children[0].name == "../../../dangerous/dont/touch.pl"
    assert tika(shared, "testZip_zeroByte.zip").top.children[0].name == "dang\0erous.pl"
