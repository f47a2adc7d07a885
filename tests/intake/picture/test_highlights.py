"""Where what a query finds stands on the picture of a page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from seeing import picture

from muniment import Case
from muniment.errors import BadQuery
from muniment.intake.ocr import packs
from muniment.intake.picture import highlights
from muniment.model.reading import Page

Ids = dict[str, str]


def cut(image: Image.Image, box: list[int]) -> Image.Image:
    """The part of a page that a box is about."""
    left, top, right, bottom = box
    across, down = image.width / 10_000, image.height / 10_000
    return image.crop((int(left * across), int(top * down), int(right * across) + 1, int(bottom * down) + 1))


def wipe(image: Image.Image, box: list[int]) -> None:
    """Make what lies within a box, and the pixels that its letters' edges touch, paper again."""
    left, top, right, bottom = box
    across, down = image.width / 10_000, image.height / 10_000
    image.paste("white", (int(left * across) - 2, int(top * down) - 2, int(right * across) + 3, int(bottom * down) + 3))


def dark(image: Image.Image) -> int:
    return sum(image.convert("L").histogram()[:128])


@pytest.mark.parametrize(
    ("page", "query", "places"),
    [
        (1, "canvasser", 1),
        (1, "canvasser OR drawer", 2),
        (1, "ballot papers", 2),
        (1, '"ballot papers"', 2),
        (2, "ward", 1),
    ],
)
def test_the_words_stand_within_their_boxes(case: Case, ids: Ids, page: int, query: str, places: int) -> None:
    said = case.hit_boxes(ids["two.pdf"], page, query)
    assert (said["found"], said["unplaced"], said["why"]) == (places, 0, None)
    assert len(said["boxes"]) == places
    image = picture(case.page(ids["two.pdf"], page))
    inside = [dark(cut(image, box)) for box in said["boxes"]]
    assert min(inside) > 30
    for box in said["boxes"]:
        wipe(image, box)
    rest = picture(case.page(ids["two.pdf"], page))
    assert dark(image) <= dark(rest) - sum(inside) * 0.8


def test_all_words_of_a_page_together_cover_its_ink(case: Case, ids: Ids) -> None:
    said = case.hit_boxes(ids["two.pdf"], 1, "the OR canvasser OR kept OR ballot OR papers OR in OR drawer OR a")
    image = picture(case.page(ids["two.pdf"], 1))
    for box in said["boxes"]:
        wipe(image, box)
    assert dark(image) == 0


def test_a_remark_that_is_not_drawn_has_no_box_and_it_is_said(case: Case, ids: Ids) -> None:
    said = case.hit_boxes(ids["noted.pdf"], 1, "hidden OR visible")
    assert (said["found"], said["unplaced"], len(said["boxes"])) == (2, 1, 1)
    assert said["why"]


@pytest.mark.parametrize(("name", "page"), [("note.txt", 1), ("two.pdf", 9), ("turned.jpg", 1), ("locked.pdf", 1)])
def test_where_a_page_has_no_text_there_is_nothing_to_mark(case: Case, ids: Ids, name: str, page: int) -> None:
    said = case.hit_boxes(ids[name], page, "canvasser")
    assert said["boxes"] == []
    assert said["why"]


def test_a_query_that_does_not_parse_is_refused(case: Case, ids: Ids) -> None:
    with pytest.raises(BadQuery):
        case.hit_boxes(ids["two.pdf"], 1, '"')


def test_words_that_were_recognised_have_the_boxes_of_their_reading(case: Case, ids: Ids) -> None:
    page = Page("The canvasser kept", 1, boxes=((0, 3, 100, 100, 200, 150), (4, 13, 210, 100, 500, 150)))
    item = case._store.item(ids["turned.jpg"])
    found = highlights.placed(case._at(), item, page, [(4, 13), (14, 18)])
    assert found.boxes == ((210, 100, 500, 150),)
    assert (found.found, found.unplaced) == (2, 1)
    assert found.why


def test_text_that_is_not_what_the_document_says_has_no_box(case: Case, ids: Ids) -> None:
    """A reading of another version may have another text: a box is given for the same words alone."""
    item = case._store.item(ids["two.pdf"])
    reading = case._store.reading(item)
    assert reading is not None
    page = replace(reading.pages[0], text="x" + reading.pages[0].text)
    found = highlights.placed(case._at(), item, page, [(5, 14)])
    assert (found.boxes, found.unplaced) == ((), 1)


@pytest.fixture
def recognised(tmp_path: Path) -> Iterator[Case]:
    """A case with a scanned page whose words were recognised."""
    if "eng" not in packs.available():
        pytest.skip("no pack of languages for words in pictures")
    (tmp_path / "scan").mkdir()
    image = Image.new("L", (2480, 3508), 255)
    font = ImageFont.load_default(64)
    ImageDraw.Draw(image).text((300, 500), "The canvasser kept the ballot papers in a drawer", fill=0, font=font)
    image.save(tmp_path / "scan" / "page.png", dpi=(300, 300))
    with Case.new("Scans", tmp_path / "case", by="Ann Example") as case:
        case.intake(tmp_path / "scan", "Example Constabulary", date(2026, 3, 3))
        yield case


def test_boxes_of_a_scanned_page_lie_on_its_picture(recognised: Case) -> None:
    said = recognised.hit_boxes("ITM-000001", 1, "canvasser")
    assert (said["found"], said["unplaced"]) == (1, 0)
    image = picture(recognised.page("ITM-000001"))
    (box,) = said["boxes"]
    assert dark(cut(image, box)) > 50
    assert dark(image) > dark(cut(image, box)), "the other words lie outside"
