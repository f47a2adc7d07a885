"""The small case, built once."""

from pathlib import Path
from typing import NamedTuple

import pytest

from muniment.demo import build
from muniment.demo.truth import Truth


class Built(NamedTuple):
    folder: Path
    truth: Truth


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("demo") / "papers"
    return Built(folder, build(folder, "small"))
