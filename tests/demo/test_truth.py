"""The small case is taken in, and every file, member and search is held against the truth."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import pytest

from muniment.case import Case
from muniment.demo.truth import Held, Truth
from muniment.names.filename import text_of

from .conftest import Built


class Taken(NamedTuple):
    case: Case
    truth: Truth
    rows: dict[str, dict[str, Any]]  # by path

    def found(self, query: str) -> list[str]:
        """The paths of what a search finds."""
        names = {row["id"]: path for path, row in self.rows.items()}
        return sorted(names[hit["item"]] for hit in self.case.search_all(query))


@pytest.fixture(scope="module")
def taken(small: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Taken]:
    folder = tmp_path_factory.mktemp("taken")
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_DATA_HOME", str(folder / "installation"))
    with Case.new("Eastmere mayoral election", folder / "case") as case:
        said = case.intake(small.folder, "Example Constabulary", date(2026, 3, 3))
        assert said["balanced"]
        rows = list(case.items())
        by_path = {row["path"]: row for row in rows}
        assert len(by_path) == len(rows)
        yield Taken(case, small.truth, by_path)
    patch.undo()


def shown(path: bytes) -> str:
    return text_of(path)[0]


def test_every_file_and_member_is_an_item_and_nothing_else_is(taken: Taken) -> None:
    told = {shown(held.path) for held in taken.truth.held}
    assert sorted(told - set(taken.rows)) == []
    assert sorted(set(taken.rows) - told) == []
    tops = {path for path, row in taken.rows.items() if row["parent"] is None}
    assert tops == {shown(held.path) for held in taken.truth.files}


def test_every_item_is_what_the_truth_says(taken: Taken) -> None:
    assert [wrong for held in taken.truth.held for wrong in differences(held, taken.rows[shown(held.path)])] == []


def differences(held: Held, row: dict[str, Any]) -> Iterator[tuple[str, str, object, object]]:
    path = shown(held.path)
    said = text_of(held.path.rsplit(b"/", 1)[-1])[1]
    checks: list[tuple[str, object, object]] = [
        ("type", row["type"], held.type),
        ("sha256", row["sha256"] or "", held.sha256),
        ("name_bytes", row["name_bytes"], said and said.hex()),
    ]
    if held.sha256:
        checks.append(("bytes", row["bytes"], held.size))
    if held.members is not None:
        checks += [(key, row[key], held.members) for key in ("children_declared", "children_recorded")]
        checks.append(("children_complete", row["children_complete"], True))
    if row["state"] not in held.states:
        yield path, "state", f"{row['state']} {row['reason']}", held.states
    for what, is_so, should_be in checks:
        if is_so != should_be:
            yield path, what, is_so, should_be


def test_each_word_finds_its_paper_and_no_other(taken: Taken) -> None:
    papers: dict[str, list[str]] = {}
    for held in taken.truth.held:
        for word in held.words:
            papers.setdefault(word, []).append(shown(held.path))
    wrong = []
    for word, paths in papers.items():
        found = taken.found(word)
        if found != sorted(paths):
            wrong.append((word, found, sorted(paths)))
    assert wrong == []


def test_each_search_finds_what_it_must_and_no_more(taken: Taken) -> None:
    wrong = []
    for search in taken.truth.searches:
        found, should_be = set(taken.found(search.query)), set(map(shown, search.paths))
        wrong += [(search.query, "found wrongly", path) for path in sorted(found - should_be)]
        wrong += [(search.query, "not found", path) for path in sorted(should_be - found)]
    assert wrong == []


def test_the_account_adds_up_and_can_be_worked_out_anew(taken: Taken) -> None:
    said = taken.case.account()
    assert said["balanced"]
    assert said["items"] == len(taken.truth.held)
    assert taken.case.check() == []


def test_each_volume_that_is_here_has_the_pages_that_the_truth_counts(taken: Taken) -> None:
    for volume in taken.truth.volumes:
        if volume.pages_found is not None:
            facts = [taken.case.item(taken.rows[path]["id"])["facts"] for path in volume.paths]
            assert sum(fact["pages"] for fact in facts) == volume.pages_found, volume.title
