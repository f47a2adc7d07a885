"""The picture on the README is what the pages show now; MUNIMENT_PICTURE=1 makes it again."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops
from web.looking import Looker
from web.serving import serve

from muniment.case import Case
from muniment.cli import demo
from muniment.cli.door import Asked

PICTURE = Path(__file__).parents[2] / "docs" / "room.png"
SIZE = {"width": 1280, "height": 860}
ALIKE = 0.06  # of the picture may differ: times, and what fonts a machine has


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The made-up case, as the demo makes it."""
    monkeypatch.chdir(tmp_path)
    demo._make(Asked(by="Ann Example"), tmp_path / "demo-case", tmp_path / "demo-case-evidence", "small")
    yield tmp_path / "demo-case"
    shutil.rmtree(tmp_path / "demo-case")


def test_the_picture_on_the_readme_is_of_these_pages(shown: Path, chromium: Any, tmp_path: Path) -> None:
    with serve(shown) as served, Looker(chromium, served) as looker, looker.tab("/") as tab:
        tab.set_viewport_size(SIZE)
        made = tmp_path / "room.png"
        tab.screenshot(path=made)
    if os.environ.get("MUNIMENT_PICTURE"):
        Image.open(made).quantize(64).save(PICTURE, optimize=True)
    with Image.open(made) as now, Image.open(PICTURE) as there:
        assert now.size == there.size
        difference = ImageChops.difference(now.convert("L"), there.convert("L")).point(lambda value: 255 * (value > 40))
    assert sum(difference.histogram()[128:]) / (now.width * now.height) < ALIKE
    assert "room.png" in (PICTURE.parents[1] / "README.md").read_text()


def test_the_demo_says_how_to_open_them(shown: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Case.open(shown) as case:
        said = case.account()
    demo._tell_next(shown, said, [])
    assert "serve" in capsys.readouterr().out
