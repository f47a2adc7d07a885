"""A small case with a letter to cite, for the tests of proof."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from prove import proofing
from prove.proofing import ANN, BEN, LETTER

from muniment.case import Case


@pytest.fixture(scope="session")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with two computer files, taken in once."""
    at = tmp_path_factory.mktemp("proof")
    papers = at / "papers"
    papers.mkdir()
    (papers / "letter.txt").write_text(LETTER)
    (papers / "answers.txt").write_text("Q. Did you sign it? A. I did sign it, and so did my wife.")
    with Case.new("Example", at / "case", by="Ada Example") as made:
        made.intake(papers, "Example Society", date(2014, 6, 2))
    return at / "case"


@pytest.fixture
def case(taken_in: Path, tmp_path: Path) -> Iterator[Case]:
    """A copy of it, open."""
    shutil.copytree(taken_in, tmp_path / "case")
    with Case.open(tmp_path / "case", by="Ada Example") as made:
        yield made


@pytest.fixture
def letter(case: Case) -> str:
    """The letter's id."""
    return str(next(row["id"] for row in case.items() if row["name"] == "letter.txt"))


@pytest.fixture
def answers(case: Case) -> str:
    """The id of what a witness answered in court."""
    return str(next(row["id"] for row in case.items() if row["name"] == "answers.txt"))


@pytest.fixture(scope="session")
def files_taken_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with three letters and 27 files of a petition, taken in once."""
    return proofing.files_taken_in(tmp_path_factory.mktemp("files"))


@pytest.fixture
def ann(files_taken_in: Path, tmp_path: Path) -> Iterator[Case]:
    """A copy of it, open by the person who began it."""
    shutil.copytree(files_taken_in, tmp_path / "case")
    with Case.open(tmp_path / "case", by=ANN) as made:
        yield made


@pytest.fixture
def ben(ann: Case) -> Iterator[Case]:
    """The same case, open by somebody else."""
    with Case.open(ann.path, by=BEN) as made:
        yield made
