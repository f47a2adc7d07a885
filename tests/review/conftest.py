"""A case to be reviewed: made once, each test works on a copy."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import reviewing

from muniment.case import Case


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case."""
    return reviewing.make(tmp_path_factory.mktemp("reviewed"))


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "case"))


@pytest.fixture
def case(path: Path) -> Iterator[Case]:
    """A copy of it, opened by Ann."""
    with Case.open(path, by=reviewing.ANN) as case:
        yield case


@pytest.fixture
def ben(path: Path) -> Iterator[Case]:
    """The same copy, opened by Ben."""
    with Case.open(path, by=reviewing.BEN) as case:
        yield case
