"""The small case is taken in as the demo does it, and every file, member, page and search is held against the truth."""

import re
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any, NamedTuple

import pytest

from muniment.case import Case
from muniment.cli.demoacts import OCR, take_in
from muniment.demo.truth import Held, Truth
from muniment.intake.ocr import packs
from muniment.model.state import State
from muniment.names.filename import text_of

from .conftest import Built

NEEDED = 0.75  # of the words that a picture shows
HAD = {
    "": True,
    "ocr": packs.installed() and {*OCR.split(","), "osd"} <= set(packs.available()),
    "pst": find_spec("pypff") is not None,
}


class Taken(NamedTuple):
    case: Case
    truth: Truth
    bundle: str
    rows: dict[str, dict[str, Any]]  # by path, of the bundle alone
    others: list[dict[str, Any]]

    def found(self, query: str) -> list[str]:
        """The paths of what a search finds in the bundle."""
        names = {row["id"]: path for path, row in self.rows.items()}
        return sorted(names[hit["item"]] for hit in self.case.search_all(query) if hit["item"] in names)


@pytest.fixture(scope="module")
def taken(small: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Taken]:
    folder = tmp_path_factory.mktemp("taken")
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_DATA_HOME", str(folder / "installation"))
    with Case.new("Eastmere mayoral election", folder / "case") as case:
        bundle, receipt = take_in(case, small.folder.parent, small.truth)
        assert {path.rpartition(".")[2] for path in receipt} == {"txt", "pdf"}
        assert case.account()["balanced"]
        rows = list(case.items())
        own = [row for row in rows if row["bundle"] == bundle]
        by_path = {row["path"]: row for row in own}
        assert len(by_path) == len(own)
        yield Taken(case, small.truth, bundle, by_path, [row for row in rows if row["bundle"] != bundle])
    patch.undo()


def shown(path: bytes) -> str:
    return text_of(path)[0]


def there(truth: Truth) -> list[Held]:
    """What must be an item here: members of a mailbox need the library that reads it."""
    return [held for held in truth.held if HAD[held.needs] or held.without]


def test_every_file_and_member_is_an_item_and_nothing_else_is(taken: Taken) -> None:
    told = {shown(held.path) for held in there(taken.truth)}
    assert sorted(told - set(taken.rows)) == []
    assert sorted(set(taken.rows) - told) == []
    boxes = {row["id"] for row in taken.others}
    tops = {path for path, row in taken.rows.items() if row["parent"] is None or row["parent"] in boxes}
    assert tops == {shown(held.path) for held in taken.truth.files}


def test_every_item_is_what_the_truth_says(taken: Taken) -> None:
    assert [wrong for held in there(taken.truth) for wrong in differences(held, taken.rows[shown(held.path)])] == []


def differences(held: Held, row: dict[str, Any]) -> Iterator[tuple[str, str, object, object]]:
    path = shown(held.path)
    said = text_of(held.path.rsplit(b"/", 1)[-1])[1]
    checks: list[tuple[str, object, object]] = [
        ("type", row["type"], held.type),
        ("name_bytes", row["name_bytes"], said and said.hex()),
    ]
    if held.sha256 is not None:
        checks.append(("sha256", row["sha256"] or "", held.sha256))
    if held.sha256:
        checks.append(("bytes", row["bytes"], held.size))
    if held.members is not None and HAD[held.needs]:
        checks += [(key, row[key], held.members) for key in ("children_declared", "children_recorded")]
        checks.append(("children_complete", row["children_complete"], True))
    states = held.states if HAD[held.needs] else held.without
    if row["state"] not in states:
        yield path, "state", f"{row['state']} {row['reason']}", states
    for what, is_so, should_be in checks:
        if is_so != should_be:
            yield path, what, is_so, should_be


def test_each_word_finds_its_paper_and_no_other(taken: Taken) -> None:
    papers: dict[str, list[str]] = {}
    for held in there(taken.truth):
        for word in held.words:
            papers.setdefault(word, []).append(shown(held.path))
    wrong = []
    for word, paths in papers.items():
        found = taken.found(word)
        if found != sorted(paths):
            wrong.append((word, found, sorted(paths)))
    assert wrong == []


def test_each_search_finds_what_it_must_and_no_more(taken: Taken) -> None:
    here = {shown(held.path) for held in there(taken.truth)}
    wrong, pictures, recognised = [], 0, 0
    for search in taken.truth.searches:
        found, should_be = set(taken.found(search.query)), set(map(shown, search.paths)) & here
        may_be = set(map(shown, search.pictures))
        wrong += [(search.query, "found wrongly", path) for path in sorted(found - should_be - may_be)]
        wrong += [(search.query, "not found", path) for path in sorted(should_be - found)]
        pictures, recognised = pictures + len(may_be), recognised + len(may_be & found)
    assert wrong == []
    assert recognised >= NEEDED * pictures or not HAD["ocr"]


def test_the_words_that_a_picture_shows_are_recognised(taken: Taken) -> None:
    if not HAD["ocr"]:
        pytest.skip("the languages of words in pictures are not installed")
    poor = []
    for held in taken.truth.held:
        if held.shown:
            said = taken.case.item(taken.rows[shown(held.path)]["id"])["text"]
            met = [word for word in held.shown if word in said]
            if len(met) < NEEDED * len(held.shown):
                poor.append((shown(held.path), met, held.shown))
    assert poor == []


def test_the_account_adds_up_and_can_be_worked_out_anew(taken: Taken) -> None:
    said = taken.case.account()
    assert said["balanced"]
    assert said["items"] == len(there(taken.truth)) + len(taken.truth.boxes) + len(taken.truth.beside)
    assert taken.case.check() == []


def test_each_volume_that_is_here_has_the_pages_that_the_truth_counts(taken: Taken) -> None:
    for volume in taken.truth.volumes:
        if volume.pages_found is not None:
            facts = [taken.case.item(taken.rows[path]["id"])["facts"] for path in volume.paths]
            assert sum(fact["pages"] for fact in facts) == volume.pages_found, volume.title


def test_each_line_of_the_senders_list_is_told_as_the_truth_says(taken: Taken) -> None:
    ids = {path: row["id"] for path, row in taken.rows.items()} | {row["path"]: row["id"] for row in taken.others}
    boxes = {box.volume: box.name for box in taken.truth.boxes}
    lines = {line["line"]: line for line in taken.case.list_show(taken.bundle)["lines"] if line["line"] is not None}
    assert sorted(lines) == [volume.number for volume in taken.truth.volumes]
    for volume in taken.truth.volumes:
        line = lines[volume.number]
        paths = [boxes[volume.number]] if volume.fate == "paper" else volume.paths
        assert set(line["items"]) == {ids[path] for path in paths}, volume.title
        assert line["pages_listed"] == volume.pages_listed
        states = {"here": "matched", "scanned": "matched" if HAD["ocr"] else "unreadable", "missing": "missing"}
        assert line["state"] == states.get(volume.fate, "unreadable"), volume.title
        assert bool(line["confirmed_by"]) == (volume.fate == "missing")


def test_boxes_stand_where_the_truth_says_with_as_many_pages_scanned(taken: Taken) -> None:
    told = {box["name"]: box for box in taken.case.boxes()}
    assert list(told) == [box.name for box in taken.truth.boxes]
    for box in taken.truth.boxes:
        holder, place, seal, _ = box.moved or (box.holder, box.place, box.seal, "")
        seal = box.opened[2] if box.opened else seal
        now = told[box.name]
        assert (now["holder"], now["place"], now["seal"]) == (holder, place, seal)
        assert (now["pages"], now["pages_scanned"]) == (box.pages, len(box.scans))
        scans = [path for path, row in taken.rows.items() if row["parent"] == now["item"]]
        assert sorted(scans) == sorted(box.scans)
        assert taken.case.item(now["item"])["state"] == State.UNREAD_PHYSICAL


def test_what_a_person_said_is_found_and_counted(taken: Taken) -> None:
    said = taken.truth.said
    assert said is not None
    (word,) = set(re.findall("carton", said.description))
    assert taken.found(word) == [said.film]
    logos = [shown(held.path) for held in taken.truth.held if held.kind == "picture"]
    assert taken.found(said.logos) == sorted(logos)
    account = taken.case.account()
    assert account["settled"] == len(logos)
    assert account["opened"] == 1 + sum(box.opened is not None for box in taken.truth.boxes)
    assert Counter(bundle["files"] for bundle in account["bundles"]) == Counter([len(taken.truth.files), 1, 0])
