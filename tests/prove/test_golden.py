"""What is exported is what it was: each form as text, as Word file and as PDF; the yearly return, calendars, a subject's file."""

import shutil
from pathlib import Path

import pytest
from prove.exported import GOLDEN, everything
from prove.proofing import ANN

from muniment.case import Case

NAMES = sorted(each.name for each in GOLDEN.iterdir())


@pytest.fixture(scope="module")
def exports(files_taken_in: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    at = tmp_path_factory.mktemp("exports")
    shutil.copytree(files_taken_in, at / "case")
    with Case.open(at / "case", by=ANN) as case:
        return dict(everything(case, at))


def test_every_export_has_a_golden_file_and_there_is_no_other(exports: dict[str, str]) -> None:
    assert sorted(exports) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_an_export_says_what_its_golden_file_says(exports: dict[str, str], name: str) -> None:
    assert exports[name].splitlines() == (GOLDEN / name).read_text().splitlines()
