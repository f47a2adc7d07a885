"""A sender's list against what came: the 27 volumes of the made-up case, and lists that fit two ways."""

import hashlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packing import read

from muniment.demo.desk import Desk
from muniment.demo.truth import Volume
from muniment.demo.volumes import Volumes
from muniment.intake.lists.evidence import Candidate
from muniment.intake.lists.line import Line, lines_of
from muniment.intake.lists.match import Proposal, propose
from muniment.intake.lists.rows import table_of
from muniment.intake.readers.sheets import xlsx
from muniment.intake.readers.word import docx
from muniment.model.reading import Draft, Reading

Came = tuple[list[Volume], list[Candidate], dict[str, Reading]]


def reading(draft: Draft) -> Reading:
    return Reading("0" * 64, 1, draft.type, draft.state, draft.reason, "", pages=tuple(draft.pages))


@pytest.fixture(scope="module")
def came() -> Came:
    """What was told of each volume, what came, and the list twice."""
    volumes = Volumes(Desk(7, "small"))
    papers = {entry.path.decode(): entry.paper for entry in volumes.entries() if hasattr(entry, "paper")}
    lists = {
        "xlsx": reading(read(xlsx, papers["Police boxes/Schedule of volumes.xlsx"].data).draft),
        "docx": reading(read(docx, volumes.word_list().data).draft),
    }
    found = {path: volume.pages_found for volume in volumes.told if len(volume.paths) == 1 for path in volume.paths}
    items = [
        Candidate(
            f"ITM-{at:06d}", path, path.rpartition("/")[2], hashlib.sha256(paper.data).hexdigest(), found.get(path)
        )
        for at, (path, paper) in enumerate(papers.items(), start=1)
    ]
    return volumes.told, items, lists


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_each_volume_that_came_is_proposed_for_its_line_and_each_that_did_not_for_none(came: Came, kind: str) -> None:
    told, items, lists = came
    lines = lines_of(table_of(lists[kind]))
    paths = {item.id: item.path for item in items}
    proposals = {one.line: one for one in propose(lines, items)}
    for volume, line in zip(told, lines, strict=False):
        proposal = proposals[line.number]
        assert (line.said, line.name, line.pages) == (str(volume.number), volume.title, volume.pages_listed)
        assert {paths[item] for item in proposal.items} == set(volume.paths)
        if volume.paths:
            assert {"title", "number"} <= set(proposal.evidence)
        if len(volume.paths) == 1:
            assert proposal.pages_found == volume.pages_found
            assert ("pages" in proposal.evidence) == (volume.pages_found == volume.pages_listed)


def test_a_row_that_is_no_volume_is_kept_and_doubted(came: Came) -> None:
    told, _, lists = came
    lines = lines_of(table_of(lists["xlsx"]))
    assert [line.doubts for line in lines[: len(told)]] == [()] * len(told)
    assert len(lines) == len(told) + 1
    assert "number-unclear" in lines[-1].doubts
    assert {line.kind for line in lines[: len(told)]} == {"volume"}


def item(number: int, path: str, *, sha256: str = "", pages: int | None = None, box: bool = False) -> Candidate:
    return Candidate(f"I{number}", path, path.rpartition("/")[2], sha256 or f"{number:064x}", pages, is_box=box)


def only(line: Line, *items: Candidate) -> Proposal:
    (found,) = propose([line], items)
    return found


def test_a_hash_counts_more_than_a_name() -> None:
    line = Line(1, "1", "x", name="minutes.pdf", hash="ab" * 32)
    found = only(line, item(1, "a/minutes.pdf"), item(2, "a/renamed.pdf", sha256="ab" * 32))
    assert found.items == ("I2",)
    assert found.evidence[0] == "hash"


def test_two_copies_of_the_bytes_that_are_named_are_both_proposed_and_counted_once() -> None:
    line = Line(1, "1", "x", hash="ab" * 32)
    found = only(line, item(1, "a.pdf", sha256="ab" * 32, pages=9), item(2, "b/a.pdf", sha256="ab" * 32, pages=9))
    assert found.items == ("I1", "I2")
    assert found.pages_found == 9


def test_an_md5_is_held_against_the_hashes_that_are_known() -> None:
    one = Candidate("I1", "a.pdf", "a.pdf", "0" * 64, other_hashes=("cd" * 16,))
    assert only(Line(1, "1", "x", hash="cd" * 16), one).items == ("I1",)


def test_a_path_names_the_one_of_two_files_of_a_name() -> None:
    line = Line(1, "1", "x", name="a.pdf", path="Ward 2\\a.pdf")
    assert only(line, item(1, "bundle/Ward 1/a.pdf"), item(2, "bundle/Ward 2/a.pdf")).items == ("I2",)


def test_a_folder_stands_for_all_that_lies_in_it() -> None:
    line = Line(1, "1", "x", path="Ward 2/", kind="folder")
    assert only(line, item(1, "Ward 2/a.pdf"), item(2, "Ward 2/b/c.pdf"), item(3, "Ward 1/a.pdf")).items == ("I1", "I2")


@pytest.mark.parametrize(
    "name", ["Volume 14.pdf", "vol_14.pdf", "VOL14.PDF", "Vol. 14 - Statements.pdf", "volume-14.pdf", "Vol XIV.pdf"]
)
def test_a_number_in_a_name_is_one_however_it_is_written(name: str) -> None:
    line = Line(3, "14", "14 | Statements", name="Bundle of papers", kind="volume")
    assert only(line, item(1, name), item(2, "Volume 140.pdf"), item(3, "Volume 4.pdf")).items == ("I1",)


def test_a_volume_in_parts_is_several_items() -> None:
    line = Line(3, "14", "x", kind="volume", pages=300)
    found = only(line, item(1, "s/vol_14_part1.pdf", pages=200), item(2, "s/vol_14_part2.pdf", pages=100))
    assert found.items == ("I1", "I2")
    assert found.pages_found == 300
    assert "pages" in found.evidence


def test_a_number_that_counts_something_else_is_none() -> None:
    line = Line(1, "3", "x", kind="volume")
    assert only(line, item(1, "Box 3/Volume 9.pdf"), item(2, "Volume 9/03 Lark.pdf")).items == ()


def test_two_that_fit_as_well_stay_unmatched_and_both_are_named() -> None:
    line = Line(1, "14", "x", kind="volume")
    found = only(line, item(1, "first/Volume 14.pdf"), item(2, "second/Volume 14.pdf"))
    assert found.items == ()
    assert found.instead == ("I1", "I2")


def test_pages_decide_between_two_that_fit() -> None:
    line = Line(1, "14", "x", kind="volume", pages=30)
    found = only(line, item(1, "first/Volume 14.pdf", pages=12), item(2, "second/Volume 14.pdf", pages=30))
    assert found.items == ("I2",)


def test_two_lines_that_want_one_item_are_both_told_so() -> None:
    lines = [Line(1, "14", "x", kind="volume"), Line(2, "14", "y", kind="volume")]
    first, second = propose(lines, [item(1, "Volume 14.pdf")])
    assert first.items == second.items == ()
    assert first.instead == second.instead == ("I1",)
    assert (first.lines, second.lines) == ((2,), (1,))


def test_the_line_with_more_evidence_has_the_item() -> None:
    lines = [Line(1, "14", "x", name="Statements, Quernside", kind="volume"), Line(2, "14", "y", kind="volume")]
    first, second = propose(lines, [item(1, "Volume 14 Statements, Quernside.pdf")])
    assert first.items == ("I1",)
    assert second.items == ()
    assert second.lines == (1,)


def test_a_box_on_a_shelf_is_found_by_its_number() -> None:
    line = Line(1, "14", "Box 14", kind="box")
    assert only(line, item(1, "Box 14", box=True), item(2, "Volume 14.pdf")).items == ("I1",)


NAMES = st.sampled_from(
    ["Volume 1.pdf", "vol_2_a.pdf", "vol_2_b.pdf", "a/Statements.pdf", "b/Statements.pdf", "03 x.pdf"]
)


@st.composite
def lists(draw: st.DrawFn) -> list[Line]:
    said = draw(
        st.lists(st.tuples(st.sampled_from(["1", "2", "3", ""]), st.sampled_from(["Statements", "x", ""])), max_size=8)
    )
    return [Line(at, number, "row", name=name, kind="volume") for at, (number, name) in enumerate(said, start=1)]


@given(lists(), st.lists(NAMES, max_size=8))
def test_every_line_has_one_answer_and_no_item_is_proposed_twice(lines: list[Line], names: list[str]) -> None:
    items = [item(at, name) for at, name in enumerate(names)]
    found = propose(lines, items)
    assert [one.line for one in found] == [line.number for line in lines]
    proposed = list(_each(found))
    assert len(proposed) == len(set(proposed))
    assert set(proposed) <= {one.id for one in items}


def _each(found: list[Proposal]) -> Iterator[str]:
    for one in found:
        yield from one.items
