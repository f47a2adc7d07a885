"""A case for each test, and an installation of its own."""

from pathlib import Path

import pytest
from memory import Case


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)
