"""Words in pictures: what is recognised, where it stands, and what is doubted; also in the jail."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from muniment.intake.ocr.engine import Recognised, recognise
from muniment.intake.ocr.packs import Packs, available, installed

PICTURES = Path(__file__).parents[2] / "pictures"
LANGUAGES = ("eng", "pol", "cym", "ben", "ara", "urd")
LINES = (
    "The returning officer counted the postal votes before noon.",
    "Two agents stood near each table and wrote down what they saw.",
    "Three boxes came late from the schools and were open already.",
    "Mrs Alder said that this signature was not her own.",
    "Nine voters are listed at one address in Mill Lane.",
    "The second count began at four and ended after midnight.",
    "Nobody could say who had carried the sealed bag upstairs.",
    "The clerk keeps a list of all papers without an official mark.",
)
Change = Callable[[Image.Image], Image.Image]


@pytest.fixture(scope="session")
def packs() -> Packs:
    if not installed() or not set(LANGUAGES) <= set(available()):
        pytest.skip("the library or a language pack is not installed")
    return Packs.load(LANGUAGES)


@pytest.fixture
def run(packs: Packs) -> Callable[[Image.Image], Recognised]:
    return lambda image: recognise(image, LANGUAGES, packs)


Run = Callable[[Image.Image], Recognised]


def page(*lines: str, size: int = 40, width: int = 1500) -> Image.Image:
    image = Image.new("L", (width, 120 + len(lines) * size * 2), 255)
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        pen.text((60, 60 + number * size * 2), line, font=ImageFont.load_default(size), fill=0)
    return image


def same(image: Image.Image) -> Image.Image:
    return image


def noisy(image: Image.Image) -> Image.Image:
    return ImageChops.add(image, Image.effect_noise(image.size, 16), 1, -128)


def scanned(image: Image.Image) -> Image.Image:
    tilted = image.rotate(0.7, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(1))
    return noisy(tilted.point([round(30 + value * 0.8) for value in range(256)]))


def faxed(image: Image.Image) -> Image.Image:
    return noisy(image.resize((image.width * 2 // 3, image.height * 5 // 8))).point(
        lambda value: 255 if value > 127 else 0
    )


def shadowed(image: Image.Image) -> Image.Image:
    light = (
        Image.linear_gradient("L")
        .rotate(60)
        .resize(image.size)
        .point([45 + value * 210 // 255 for value in range(256)])
    )
    return noisy(ImageChops.multiply(image, light).filter(ImageFilter.GaussianBlur(1)))


def negative(image: Image.Image) -> Image.Image:
    return ImageChops.invert(image).point([20 + value * 4 // 5 for value in range(256)])


def clear(image: Image.Image) -> Image.Image:
    """Black letters on nothing."""
    letters = Image.new("RGBA", image.size, (0, 0, 0, 0))
    letters.paste((0, 0, 0, 255), mask=ImageChops.invert(image))
    return letters


def photograph() -> Image.Image:
    """Many-coloured shapes and grain, and nothing written."""
    image = Image.new("RGB", (1200, 900), (120, 150, 200))
    pen = ImageDraw.Draw(image)
    for step in range(220):
        x, y, size = step * 397 % 1200, step * 631 % 900, 30 + step * 53 % 260
        colour = step * 71 % 256, step * 113 % 256, step * 193 % 256
        shape = pen.ellipse if step % 2 else pen.rectangle
        shape((x, y, x + size, y + size), fill=colour)
    grain = Image.merge("RGB", [Image.effect_noise(image.size, 30) for _ in range(3)])
    return ImageChops.add(image.filter(ImageFilter.GaussianBlur(3)), grain, 1, -128)


def missed(found: Recognised, lines: tuple[str, ...]) -> list[str]:
    """The words that were not read."""
    had = set(found.text.split())
    return [word for line in lines for word in line.split() if word not in had]


@pytest.mark.parametrize("change", [same, scanned, faxed, shadowed, negative, clear])
def test_a_page_is_read_however_it_was_taken(run: Run, change: Change) -> None:
    found = run(change(page(*LINES)))
    assert len(missed(found, LINES)) <= 3
    assert found.script == "Latin"
    assert found.languages == ("eng", "pol", "cym")
    assert found.confidence >= 85
    assert not found.blank
    if change is not shadowed:  # how much of its noise is left differs from run to run, and may be doubted
        assert found.coverage >= 0.95
        assert found.doubtful == ()


def test_lines_are_lines(run: Run) -> None:
    assert [line for line in run(page(*LINES)).text.split("\n") if line] == list(LINES)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_on_its_side_is_turned_and_its_boxes_lie_where_the_viewer_shows_the_words(run: Run, turn: int) -> None:
    long = (*LINES, *LINES)
    upright, turned = run(page(*long)), run(page(*long).rotate(turn, expand=True))
    assert turned.text == upright.text
    assert (turned.orientation + turn) % 360 == 0
    start, end, *box, _ = turned.words[0]
    assert turned.text[start:end] == "The"
    left, top, right, bottom = upright.words[0][2:6]
    expected = {
        90: (top, 10_000 - right, bottom, 10_000 - left),
        180: (10_000 - right, 10_000 - bottom, 10_000 - left, 10_000 - top),
        270: (10_000 - bottom, left, 10_000 - top, right),
    }[turn]
    assert all(abs(had - wanted) <= 40 for had, wanted in zip(box, expected, strict=True))


def test_a_tilted_page_is_levelled_and_its_boxes_lie_on_the_ink(run: Run) -> None:
    tilted = page(*LINES, *LINES).rotate(8, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    found = run(tilted)
    assert len(missed(found, LINES)) <= 2
    _, _, left, top, right, bottom, _ = next(word for word in found.words if found.text[word[0] : word[1]] == "Nobody")
    width, height = tilted.size
    word = tilted.crop(
        (left * width // 10_000, top * height // 10_000, right * width // 10_000, bottom * height // 10_000)
    )
    assert run(word).text == "Nobody"


def test_what_the_camera_says_of_its_position_is_obeyed(run: Run) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    data = io.BytesIO()
    page(*LINES).rotate(90, expand=True).save(data, "PNG", exif=exif)
    found = run(Image.open(data))
    assert found.orientation == 0
    assert found.text.startswith("The returning officer")
    assert found.words[0][2] < 1000


@pytest.mark.parametrize("depth", ["1", "I;16", "F", "P", "CMYK"])
def test_every_kind_of_pixels_is_read(run: Run, depth: str) -> None:
    image = page(LINES[0])
    if depth in {"I;16", "F"}:
        image = image.convert("I").point(lambda value: value * 200).convert(depth)
    else:
        image = image.convert(depth)
    assert run(image).text == LINES[0]


def test_small_letters_of_a_screen_are_read(run: Run) -> None:
    found = run(page("Please bring all the forms to the flat by nine tonight.", size=15, width=500))
    assert found.text == "Please bring all the forms to the flat by nine tonight."


@pytest.mark.parametrize(
    ("name", "script", "language", "worst"),
    [
        ("bengali", "Bengali", ("ben",), 5),
        ("arabic", "Arabic", ("ara",), 3),
        ("polish", "Latin", ("eng", "pol", "cym"), 0),
        ("welsh", "Latin", ("eng", "pol", "cym"), 0),
    ],
)
def test_each_script_gets_its_languages(
    run: Run, name: str, script: str, language: tuple[str, ...], worst: int
) -> None:
    found = run(Image.open(PICTURES / f"{name}.png"))
    lines = tuple((PICTURES / f"{name}.txt").read_text().splitlines())
    assert len(missed(found, lines)) <= worst
    assert (found.script, found.languages, found.doubtful) == (script, language, ())


def test_urdu_in_nastaliq_is_always_doubtful(run: Run) -> None:
    found = run(Image.open(PICTURES / "urdu.png"))
    assert found.languages == ("urd",)
    assert "nastaliq" in found.doubtful


def test_a_script_whose_pack_was_not_asked_for_is_named_and_doubted(packs: Packs) -> None:
    found = recognise(Image.open(PICTURES / "bengali.png"), ["eng"], packs)
    assert found.script == "Bengali"
    assert found.doubtful[0] == "script"
    assert "confidence" in found.doubtful
    assert found.text


def test_lines_that_no_word_covers_are_doubted(run: Run) -> None:
    scrawl = page(*LINES[:3], "", "", "", "", "")
    pen = ImageDraw.Draw(scrawl)
    for row in range(4):
        points = [(80 + step * 9, 340 + row * 90 + (step * 37 + row * 11) % 41) for step in range(140)]
        pen.line(points, fill=0, width=4)
    found = run(scrawl)
    assert found.text.startswith(LINES[0])
    assert found.doubtful


@pytest.mark.parametrize(
    "image", [photograph(), page(), Image.new("RGB", (400, 300), "navy")], ids=["photograph", "white", "blue"]
)
def test_a_picture_without_words_has_none_and_is_not_doubted(run: Run, image: Image.Image) -> None:
    found = run(image)
    assert (found.text, found.words, found.doubtful) == ("", (), ())


def test_one_colour_is_blank_and_a_photograph_is_not(run: Run) -> None:
    assert run(noisy(Image.new("L", (900, 900), 230))).blank
    assert not run(photograph()).blank


def test_a_sign_in_a_photograph_is_read_and_more_may_be_there(run: Run) -> None:
    image = photograph()
    pen = ImageDraw.Draw(image)
    pen.rectangle((200, 250, 1050, 480), fill=(250, 250, 245))
    pen.text((240, 310), "POLLING STATION", font=ImageFont.load_default(90), fill=(10, 10, 10))
    found = run(image)
    assert found.text == "POLLING STATION"
    assert found.doubtful == ("coverage",)


@pytest.mark.parametrize("size", [(1, 1), (1, 4000), (4000, 1), (3, 3)])
def test_a_sliver_costs_nothing_and_shows_nothing(run: Run, size: tuple[int, int]) -> None:
    assert not run(Image.effect_noise(size, 90)).text


def test_the_same_pixels_give_the_same_words_whatever_was_read_before(run: Run) -> None:
    first = run(page(*LINES))
    run(Image.open(PICTURES / "welsh.png"))
    assert run(page(*LINES)) == first


@pytest.mark.parametrize(("name", "script"), [("bengali", "Bengali"), ("polish", "Latin")])
def test_the_jail_recognises_with_packs_that_were_loaded_before_it_closed(packs: Packs, name: str, script: str) -> None:
    ran = subprocess.run(
        [sys.executable, Path(__file__).with_name("recognising.py"), "eng,pol,ben"],
        input=(PICTURES / f"{name}.png").read_bytes(),
        capture_output=True,
        check=True,
        timeout=120,
    )
    text, found, turn, doubtful = json.loads(ran.stdout)
    assert (found, turn, doubtful) == (script, 0, [])
    assert (
        recognise(Image.open(PICTURES / f"{name}.png"), ["eng", "pol", "ben"], Packs.load(["eng", "pol", "ben"])).text
        == text
    )


@pytest.mark.parametrize(("rows", "turn"), [(8, 0), (8, 90), (24, 0)])
def test_a_page_in_two_scripts_is_read_in_both(run: Run, rows: int, turn: int) -> None:
    """A leaflet says the same twice; one of its languages may have a few lines only."""
    with Image.open(PICTURES / "bengali.png") as below:
        image = Image.new("L", (1500, 120 + rows * 80 + below.height), 255)
        image.paste(page(*(LINES * 3)[:rows]), (0, 0))
        image.paste(below.convert("L"), (60, 100 + rows * 80))
    found = run(image.rotate(turn, expand=True))
    bengali = (PICTURES / "bengali.txt").read_text()
    assert len(missed(found, LINES)) <= 2
    assert len(missed(found, tuple(bengali.splitlines()))) <= len(bengali.split()) // 5
    assert {"eng", "ben"} <= set(found.languages)
    assert not found.doubtful
    assert all(0 <= start < end <= len(found.text) for start, end, *_ in found.words)
    assert [found.text[start:end] for start, end, *_ in found.words] == found.text.split()
