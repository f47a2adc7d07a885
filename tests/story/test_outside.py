"""What is written for people is never written into a case or a backup, whichever verb writes it."""

import os
from datetime import date
from pathlib import Path

import pytest
from asking import ask, small_folder

from muniment import Case
from muniment.errors import AskedWrong
from muniment.store import place

WRITES = {
    "show --save": ("show", "ITM-000001", "--save"),
    "search --record": ("search", "leaflets", "--record"),
    "checkpoint --out": ("checkpoint", "--out"),
    "receipt --out": ("receipt", "BUN-0001", "--out"),
    "verify --export-tool": ("verify", "--export-tool"),
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case, beside it a backup of it, and a link that leads into it."""
    folder = tmp_path_factory.mktemp("outside")
    with Case.new("Eastmere", folder / "case", by="Ann Example") as case:
        case.intake(small_folder(folder / "box"), "Example Constabulary", date(2026, 3, 3))
        case.backup(folder / "backup")
    (folder / "link").symlink_to(folder / "case" / "originals")
    return folder / "case"


def all_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if "derived" not in path.parts}


@pytest.mark.parametrize("asked", WRITES.values(), ids=WRITES)
@pytest.mark.parametrize(
    "out", ["case/out.html", "case/originals/ab", "backup/out", "link/out", "box/../case/lists/new/out"]
)
def test_no_verb_writes_into_a_case_or_a_backup(case: Path, asked: tuple[str, ...], out: str) -> None:
    before, entries = all_of(case.parent), (case / "ledger.jsonl").read_bytes().count(b'\n{"')
    said = ask(*asked, out, "--json", case=case, at=case.parent)
    assert said.code == AskedWrong.exit, said.err
    assert (said.error["kind"], said.error["subject"]) == ("AskedWrong", out)
    assert said.error["next"].startswith("name a place outside ")
    assert all_of(case.parent) == before
    assert (case / "ledger.jsonl").read_bytes().count(b'\n{"') == entries, "refused before anything was entered"


def test_beside_a_case_is_no_case(case: Path, tmp_path: Path) -> None:
    (case.parent / "case2").mkdir()
    for asked in WRITES.values():
        out = case.parent / "case2" / asked[0]
        assert ask(*asked, out, case=case).code == 0
        assert os.path.lexists(out)
    place.outside(tmp_path / "not" / "there" / "yet")


def test_the_case_folder_itself_is_no_place_for_a_receipt(case: Path) -> None:
    with Case.open(case) as opened, pytest.raises(AskedWrong, match="kept in its folder"):
        opened.receipt("BUN-0001", case)


def test_a_demo_leaves_no_papers_in_a_case(case: Path) -> None:
    before = all_of(case)
    assert ask("demo", "--at", case / "originals" / "demo").code == AskedWrong.exit
    assert all_of(case) == before
