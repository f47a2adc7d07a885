"""The picture on the README is what the pages show now; MUNIMENT_PICTURE=1 makes it again."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops
from PIL.PngImagePlugin import PngInfo
from web.looking import Looker
from web.serving import serve

from muniment.case import Case
from muniment.cli import demo
from muniment.cli.door import Asked

PICTURE = Path(__file__).parents[2] / "docs" / "room.png"
SIZE = {"width": 1280, "height": 860}
ALIKE = 0.01  # of the picture may differ: times, and how a machine draws its letters
SAYS = "Description"  # where the picture keeps the words that it shows, so that a stale one is noticed
WORDS = """() => ["header", "main .head", "table.balance"].map((one) => document.querySelector(one).innerText).join("\\n")"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, own_installation: None) -> Iterator[Path]:
    """The made-up case, as the demo makes it."""
    at = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(at)
        demo._make(Asked(by="Ann Example"), at / "demo-case", at / "demo-case-evidence", "small")
    yield at / "demo-case"
    shutil.rmtree(at / "demo-case")


def test_the_picture_on_the_readme_is_of_these_pages(shown: Path, chromium: Any, tmp_path: Path) -> None:
    with serve(shown) as served, Looker(chromium, served) as looker, looker.tab("/") as tab:
        tab.set_viewport_size(SIZE)
        made = tmp_path / "room.png"
        tab.screenshot(path=made)
        said = re.sub(r"received \d+ \w+ \d+", "received", tab.evaluate(WORDS))  # things on a shelf: today
        says = " ".join(re.sub(r"\d+", "0", said).split())
    if os.environ.get("MUNIMENT_PICTURE"):
        beside = PngInfo()
        beside.add_text(SAYS, says)
        Image.open(made).quantize(64).save(PICTURE, optimize=True, pnginfo=beside)
    with Image.open(made) as now, Image.open(PICTURE) as there:
        assert there.info.get(SAYS) == says, "MUNIMENT_PICTURE=1 makes it again"
        assert now.size == there.size
        difference = ImageChops.difference(now.convert("L"), there.convert("L")).point(lambda value: 255 * (value > 40))
    assert sum(difference.histogram()[128:]) / (now.width * now.height) < ALIKE
    assert "room.png" in (PICTURE.parents[1] / "README.md").read_text()


def test_the_demo_was_read_a_little_so_that_no_page_is_empty(shown: Path) -> None:
    with Case.open(shown) as case:
        progress, tags, differing = case.progress(), case.tags(), case.disagreements()["items"]
        samples = [case.sample_result(each["sample"]) for each in case.samples()]
        notes = [each["note"] for item in differing for each in item["says"]]
    assert progress["judged"] >= 24
    assert min(progress[each] for each in ("relevant", "not_relevant", "unsure")) > 0
    assert [each["by"] for each in progress["by"]["person"] if each["judged"]] == ["Ruth Example", "Tom Example"]
    assert all(each["items"] for each in tags)
    assert len(tags) == 3
    assert [each["looked_at"] for each in samples] == [samples[0]["size"]]
    assert len(differing) == 1
    assert len(notes) == 2
    assert Case.verify_at(shown)["problems"] == []


def test_the_demo_says_how_to_open_them(shown: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Case.open(shown) as case:
        said = case.account()
    demo._tell_next(shown, said, [])
    assert "serve" in capsys.readouterr().out
