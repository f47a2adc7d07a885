"""The made-up case is the same wherever it is built, and its truth agrees with what lies on the disk."""

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

import muniment.demo
from muniment.cli.demo import QUERIES
from muniment.demo import build
from muniment.demo.film import avi
from muniment.demo.notices import NOTICES
from muniment.demo.truth import Truth
from muniment.demo.volumes import LIST
from muniment.errors import NotEmpty
from muniment.model.state import State, Sum
from muniment.names.filename import text_of

from .conftest import Built

ROOT = Path(__file__).parents[2]
Tree = dict[bytes, tuple[str, str, int]]


def tree(folder: Path) -> Tree:
    """What lies in a folder, as a scan would list it: kind, hash or target, and time."""
    found: Tree = {}
    for place, folders, files in os.walk(folder):
        here = Path(place)
        if not folders and not files:
            found[_inner(folder, here)] = ("folder", "", here.stat().st_mtime_ns)
        for path in (here / name for name in [*files, *folders]):
            if path.is_symlink():
                found[_inner(folder, path)] = ("link", str(path.readlink()), path.lstat().st_mtime_ns)
            elif path.is_file():
                said = hashlib.sha256(path.read_bytes()).hexdigest()
                found[_inner(folder, path)] = ("file", said, path.stat().st_mtime_ns)
    return found


def _inner(folder: Path, path: Path) -> bytes:
    return os.fsencode(path.relative_to(folder))


def test_the_same_seed_gives_the_same_bytes_names_and_times_elsewhere(small: Built, tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from muniment.demo import build; build(Path('here'), 'small')"
    elsewhere = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Kolkata", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=elsewhere, check=True, timeout=120)
    assert tree(tmp_path / "here") == tree(small.folder)
    for name in ("truth.json", LIST):
        assert (tmp_path / name).read_bytes() == (small.folder.parent / name).read_bytes()


def test_another_seed_gives_other_papers_of_the_same_kinds(small: Built, tmp_path: Path) -> None:
    other = build(tmp_path / "papers", "small", seed=28)
    assert len(other.files) == len(small.truth.files)
    assert {held.kind for held in other.held} == {held.kind for held in small.truth.held}
    hashes = [{held.sha256 for held in truth.held if held.words and held.sha256} for truth in (other, small.truth)]
    assert not hashes[0] & hashes[1]


def test_the_truth_agrees_with_the_disk(small: Built) -> None:
    on_disk = tree(small.folder)
    told = {held.path: held for held in small.truth.files}
    assert set(on_disk) == {*told, *small.truth.empty_folders}
    for path, held in told.items():
        kind, said, _ = on_disk[path]
        assert (kind == "link") == (held.kind == "link")
        if kind == "file":
            assert said == held.sha256
            assert (small.folder / os.fsdecode(path)).stat().st_size == held.size


def test_every_path_is_there_once_and_every_member_lies_in_a_container(small: Built) -> None:
    paths = [text_of(held.path)[0] for held in small.truth.held]
    assert len(paths) == len(set(paths))
    inside = Counter(_container(small.truth, held.path) for held in small.truth.members)
    assert inside == Counter({held.path: held.members for held in small.truth.held if held.members})


def _container(truth: Truth, path: bytes) -> bytes:
    """The nearest path above that is a paper."""
    held = {held.path for held in truth.held}
    while path:
        path = path.rpartition(b"/")[0]
        if path in held:
            return path
    raise AssertionError("a member of nothing")


def test_a_word_stands_in_one_paper_and_in_its_copies(small: Built) -> None:
    found: dict[str, set[str]] = {}
    for held in small.truth.held:
        for word in held.words:
            found.setdefault(word, set()).add(held.sha256 or text_of(held.path)[0])
    assert len(found) > 400
    assert all(len(hashes) == 1 for hashes in found.values())


def test_the_small_case_is_what_the_first_page_says(small: Built) -> None:
    states = [State(held.states[0]) for held in small.truth.held]
    assert all(len({State(name).sum for name in held.states}) == 1 for held in small.truth.held)
    sums = Counter(state.sum for state in states)
    figures = [len(small.truth.files), len(states), sums[Sum.READ], sums[Sum.WITHOUT_TEXT], sums[Sum.UNREAD]]
    said = re.search(
        r"!\[A bundle of (\d+) .*?(\d+) items.*?: (\d+) .*?(\d+) .*?(\d+) ", (ROOT / "README.md").read_text()
    )
    assert said
    assert list(map(int, said.groups())) == figures
    picture = re.sub(r"<style>.*?</style>|<[^>]*>", " ", (ROOT / "docs" / "account.svg").read_text(), flags=re.DOTALL)
    assert {str(number) for number in figures} <= set(re.findall(r"\d+", picture))


def test_all_that_boxes_hold_is_there(small: Built) -> None:
    kinds = {held.type for held in small.truth.held}
    wanted = (
        "pdf png wav csv html json xml rtf rfc822 mbox zip x-tar gzip x-bzip2 x-xz x-7z-compressed octet-stream x-empty "
        "x-msvideo vnd.ms-outlook-pst x-whatsapp-chat x-telegram-chat"
    )
    assert all(any(kind.endswith(f"/{name}") for kind in kinds) for name in wanted.split())
    assert any("wordprocessingml" in kind for kind in kinds)
    assert any("spreadsheetml" in kind for kind in kinds)
    names = [held.path.rsplit(b"/", 1)[-1] for held in small.truth.files]
    assert any(name.startswith(b"~") for name in names)
    assert any(name.startswith(b".") for name in names)
    assert any(name.endswith(b".tmp") for name in names)
    assert any(text_of(name)[1] for name in names)
    assert small.truth.empty_folders
    states = {name for held in small.truth.held for name in held.states}
    assert {"text.ocr", "unread.encrypted", "unread.corrupt", "unread.refused", "none.empty-file"} <= states
    hashes = Counter(held.sha256 for held in small.truth.files if held.size)
    assert max(hashes.values()) > 1, "a duplicate"
    attached = Counter(held.sha256 for held in small.truth.members if held.kind in {"rota", "briefing", "leaflet"})
    assert max(attached.values()) > 1, "the same attachment in two mails"


def test_nobody_has_an_address_that_could_be_somebodys(small: Built) -> None:
    for path in sorted(small.folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            found = re.findall(rb"[a-z]+\.[a-z]+@[a-z.-]+", path.read_bytes())
            assert all(address.endswith(b".example") for address in found)


def test_the_senders_list_has_27_volumes_and_not_all_of_them_came(small: Built) -> None:
    volumes = small.truth.volumes
    assert [volume.number for volume in volumes] == list(range(1, 28))
    fates = Counter(volume.fate for volume in volumes)
    assert fates["paper"] == 3
    assert min(fates[fate] for fate in ("here", "missing", "scanned", "locked", "broken")) > 0
    held = {text_of(one.path)[0] for one in small.truth.files}
    for volume in volumes:
        assert bool(volume.paths) == (volume.fate not in {"missing", "paper"})
        assert set(volume.paths) <= held
    said = zipfile.ZipFile(small.folder.parent / LIST).read("word/document.xml").decode()
    rows = [re.findall("<w:t [^>]*>([^<]*)<", row) for row in re.findall("<w:tr>.*?</w:tr>", said)]
    assert [(int(row[0]), row[1], int(row[2]), row[3]) for row in rows[1:]] == [
        (one.number, one.title, one.pages_listed, one.box) for one in volumes
    ]
    assert any(one.pages_found not in {None, one.pages_listed} for one in volumes), "a count that does not agree"


def test_the_searches_of_the_demo_are_among_those_of_the_truth_and_each_finds_some(small: Built) -> None:
    found = {search.query: search.paths + search.pictures for search in small.truth.searches}
    assert set(QUERIES) <= set(found)
    assert len(found) >= 10
    for query, paths in found.items():
        assert 0 < len(set(paths)) == len(paths) < len(small.truth.held) / 3, query


def test_three_boxes_lie_on_shelves_one_is_moved_one_opened_and_one_scanned_in_part(small: Built) -> None:
    boxes, volumes = small.truth.boxes, {volume.number: volume for volume in small.truth.volumes}
    assert [box.name.partition(",")[0] for box in boxes] == ["Box 14", "Box 15", "Box 16"]
    assert {box.volume for box in boxes} == {number for number, one in volumes.items() if one.fate == "paper"}
    assert all(box.name.partition(",")[0] == volumes[box.volume].box.partition(",")[0] for box in boxes)
    done = [(bool(box.moved), bool(box.opened), bool(box.scans)) for box in boxes]
    assert sorted(done) == [(False, False, True), (False, True, False), (True, False, False)]
    held = {text_of(one.path)[0] for one in small.truth.files}
    for box in boxes:
        assert set(box.scans) <= held
        assert len(box.scans) < box.pages, "the rest of it is paper"


def test_what_needs_an_extra_says_what_becomes_of_it_without(small: Built) -> None:
    needs = Counter(held.needs for held in small.truth.held)
    assert needs["ocr"] > 10
    assert needs["pst"] > 5
    for held in small.truth.held:
        assert bool(held.without) == (bool(held.needs) and not (held.needs == "pst" and held.member))
        assert all(State(name).sum is Sum.UNREAD for name in held.without)
        assert bool(held.shown) == ("text.ocr" in held.states)
    scripts = [{ord(word[0]) >> 7 for word in held.shown} for held in small.truth.held if held.kind == "notice"]
    assert scripts == [{0}, {0x980 >> 7}, {0x600 >> 7}], "Latin, Bengali, Arabic"


def test_the_pages_that_lie_beside_the_code_are_small_and_of_one_bit() -> None:
    folder = Path(muniment.demo.__file__).parent / "pages"
    assert {path.stem for path in folder.glob("*.png")} == {notice.name for notice in NOTICES}
    for path in folder.glob("*.png"):
        assert path.stat().st_size < 40_000
        with Image.open(path) as page:
            assert page.mode == "1"


def test_a_film_is_one_that_a_library_reads(tmp_path: Path) -> None:
    film = tmp_path / "door.avi"
    film.write_bytes(avi([bytes(64 * 48)] * 8))
    pymediainfo = pytest.importorskip("pymediainfo")
    (video,) = pymediainfo.MediaInfo.parse(film).video_tracks
    assert (video.width, video.height, video.frame_count, video.duration) == (64, 48, "8", 2000)


def test_the_truth_is_written_beside_the_papers(small: Built) -> None:
    said = json.loads((small.folder.parent / "truth.json").read_text())
    assert [row["path"] for row in said["held"]] == [text_of(held.path)[0] for held in small.truth.held]
    assert (said["files"], said["items"]) == (len(small.truth.files), len(small.truth.held))
    assert [row["query"] for row in said["searches"]] == [search.query for search in small.truth.searches]
    assert {bundle["folder"] for bundle in said["bundles"]} == {path.name for path in small.folder.iterdir()}
    assert set(said["passwords"]) <= {row["path"] for row in said["held"]}
    assert [box["name"] for box in said["boxes"]] == [box.name for box in small.truth.boxes]
    assert [row["path"] for row in said["beside"]] == [LIST]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "mine.txt").write_text("mine")
    with pytest.raises(NotEmpty):
        build(tmp_path / "papers", "small")
    assert [path.name for path in tmp_path.rglob("*")] == ["papers", "mine.txt"]
