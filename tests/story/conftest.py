"""A case at which people have worked, with something in many places that must go: of erasures and backups."""

import shutil
from pathlib import Path

import erased
import pytest


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case; tests work on copies."""
    return erased.make(tmp_path_factory.mktemp("made"))


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(made, tmp_path / "case")
    return tmp_path / "case"
