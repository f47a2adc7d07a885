"""A page of an item as a picture: drawn in the jail, kept while it is useful, and nothing but pixels comes out."""

import shutil
import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from seeing import colour, picture

from muniment import Case
from muniment.errors import Broken, Refused, UnknownItem
from muniment.intake.picture import cache, kinds, png
from muniment.intake.picture.desks import Desks
from muniment.intake.picture.none import NoPicture
from muniment.intake.picture.sizes import LONGEST, PIXELS
from muniment.intake.readers.pictures import pictureopen

Ids = dict[str, str]


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Iterator[Case]:
    """A copy of the case, which a test may change."""
    shutil.copytree(made, tmp_path / "case", ignore=shutil.ignore_patterns("pages", "members"))
    with Case.open(tmp_path / "case", by="Ann Example") as case:
        yield case


def none(got: bytes | NoPicture) -> NoPicture:
    assert isinstance(got, NoPicture)
    assert got.says
    assert got.next
    return got


def chunks(data: bytes) -> list[bytes]:
    at, names = 8, []
    while at < len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        names.append(name)
        at += 12 + size
    return names


def test_a_page_of_a_document_is_drawn_as_a_viewer_shows_it(case: Case, ids: Ids) -> None:
    first, second = (picture(case.page(ids["two.pdf"], number)) for number in (1, 2))
    assert abs(first.width - 595 * 110 / 72) < 2
    assert abs(first.height - 842 * 110 / 72) < 2
    assert second.size == first.size[::-1], "the second page lies on its side"
    line = first.crop((0, int(first.height * (842 - 715) / 842), first.width, int(first.height * (842 - 695) / 842)))
    assert sum(line.convert("L").histogram()[:60]), "the words are there"
    above = first.crop((0, 0, first.width, 100)).convert("L")
    assert above.histogram()[255] == first.width * 100, "and nothing else"


def test_only_pixels_come_out(case: Case, ids: Ids) -> None:
    for name in ("two.pdf", "turned.jpg", "large.bmp", "clear.png"):
        data = case.page(ids[name])
        assert isinstance(data, bytes)
        assert chunks(data) == [b"IHDR", b"IDAT", b"IEND"]
        assert png.sound(data)


def test_every_page_of_a_picture_is_drawn(case: Case, ids: Ids) -> None:
    assert case.pages(ids["pages.tiff"])["pages"] == 2
    first, second = (picture(case.page(ids["pages.tiff"], number)) for number in (1, 2))
    assert (colour(first, 0.2, 0.5), colour(second, 0.2, 0.5)) == ("red", "blue")
    assert colour(picture(case.page(ids["film.gif"], 2)), 0.2, 0.5) == "blue"


@pytest.mark.parametrize(
    ("name", "size", "places"),
    [
        ("turned.jpg", (800, 1200), {(0.5, 0.2): "red", (0.5, 0.8): "blue"}),
        ("clear.png", (40, 40), {(0.1, 0.1): "red", (0.9, 0.9): "white"}),
        ("grey.png", (60, 40), {(0.5, 0.5): "white"}),
        ("cmyk.jpg", (200, 100), {(0.2, 0.5): "red", (0.8, 0.5): "blue"}),
        ("box.zip/deep.pdf", None, {(0.5, 0.9): "white"}),
        ("mail.eml/sent.png", (64, 32), {(0.2, 0.5): "red", (0.8, 0.5): "blue"}),
    ],
)
def test_pictures_are_shown_the_way_up_and_on_white(
    case: Case, ids: Ids, name: str, size: tuple[int, int] | None, places: dict[tuple[float, float], str]
) -> None:
    image = picture(case.page(ids[name]))
    assert size in {None, image.size}
    assert {place: colour(image, *place) for place in places} == places


@pytest.mark.parametrize("name", ["large.bmp", "long.png", "fax.tiff"])
def test_no_picture_is_larger_than_it_may_be(case: Case, ids: Ids, name: str) -> None:
    image = picture(case.page(ids[name]))
    assert image.width * image.height <= PIXELS
    assert max(image.size) <= LONGEST
    assert colour(image, 0.9, 0.5) == ("blue" if name != "fax.tiff" else colour(image, 0.9, 0.5))


def test_a_photograph_of_a_telephone_is_drawn(copied: Case, shared: Path, tmp_path: Path) -> None:
    pytest.importorskip("pi_heif", reason="the extra `heic` is not installed")
    (tmp_path / "more").mkdir()
    shutil.copy(shared / "data/files/tika/testHEIF.heic", tmp_path / "more")
    copied.intake(tmp_path / "more", "Somebody", date(2026, 3, 4), ocr="later")
    (row,) = [row for row in copied.items() if row["path"] == "testHEIF.heic"]
    assert picture(copied.page(row["id"])).size == (800, 544)


@pytest.mark.parametrize(
    ("name", "page", "reason"),
    [
        ("note.txt", 1, "no-page-form"),
        ("mail.eml", 1, "no-page-form"),
        ("box.zip", 1, "no-page-form"),
        ("drawing.svg", 1, "no-page-form"),
        ("new.jxl", 1, "no-drawer"),
        ("locked.pdf", 1, "password"),
        ("broken.pdf", 1, "damaged"),
        ("two.pdf", 3, "no-such-page"),
        ("two.pdf", 0, "no-such-page"),
        ("pages.tiff", 3, "no-such-page"),
        ("turned.jpg", 2, "no-such-page"),
    ],
)
def test_where_there_is_no_picture_it_says_why(case: Case, ids: Ids, name: str, page: int, reason: str) -> None:
    assert none(case.page(ids[name], page)).reason == reason


def test_a_picture_cut_short_says_so(case: Case, ids: Ids) -> None:
    assert none(case.page(ids["cut.png"])).reason in {"damaged", "truncated"}


def test_how_many_pages_there_are(case: Case, ids: Ids) -> None:
    assert case.pages(ids["two.pdf"]) == {"item": ids["two.pdf"], "pages": 2, "none": None}
    assert case.pages(ids["turned.jpg"])["pages"] == 1
    text = case.pages(ids["note.txt"])
    assert text["pages"] == 0
    assert text["none"]["reason"] == "no-page-form"


def test_what_there_is_not_and_what_is_held_is_refused(copied: Case, ids: Ids) -> None:
    copied.page(ids["two.pdf"])
    with pytest.raises(UnknownItem):
        copied.page("ITM-999999")
    copied.withdraw("BUN-0001", "sent by mistake")
    with pytest.raises(Refused):
        copied.page(ids["two.pdf"])


# -- what is kept


def test_a_page_is_drawn_once(copied: Case, ids: Ids, monkeypatch: pytest.MonkeyPatch) -> None:
    first = copied.page(ids["two.pdf"])

    def never(*_: object) -> None:
        raise AssertionError("it was drawn before")

    with monkeypatch.context() as patch:
        patch.setattr(Desks, "ask", never)
        assert copied.page(ids["two.pdf"]) == first
    (kept,) = (copied.path / "derived" / "pages").iterdir()
    for spoiled in (kept.read_bytes()[:-30], b"", kept.read_bytes().replace(b"IDAT", b"tEXt")):
        kept.write_bytes(spoiled)
        assert copied.page(ids["two.pdf"]) == first, "what is kept is no truth"


def test_what_was_looked_at_longest_ago_goes_first(copied: Case, ids: Ids, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEPT", 16)
    folder = copied.path / "derived" / "pages"
    for name in ("two.pdf", "turned.jpg", "large.bmp"):
        assert isinstance(copied.page(ids[name]), bytes)
        assert sum(path.stat().st_size for path in folder.iterdir()) <= 16


def test_a_rebuild_throws_them_away(copied: Case, ids: Ids) -> None:
    copied.page(ids["two.pdf"])
    copied.rebuild()
    assert not (copied.path / "derived" / "pages").exists()
    assert isinstance(copied.page(ids["two.pdf"]), bytes)
    assert copied.verify()["ok"]


def test_an_erasure_takes_them(copied: Case, ids: Ids) -> None:
    for name in ("box.zip/deep.pdf", "two.pdf"):
        copied.page(ids[name])
    others = [ids["box.zip"]]
    copied.erase(
        ids["two.pdf"], authority="order of 3 March", agreed_by=["Ann Example", "Ben Example"], others=others, alone=""
    )
    assert not list(copied.path.rglob("*.png"))
    assert not list((copied.path / "derived").glob("members/*"))
    for name in ("box.zip/deep.pdf", "two.pdf"):
        assert none(copied.page(ids[name])).reason == "erased"
    assert copied.verify()["ok"]


def test_an_original_that_somebody_changed_is_not_shown(copied: Case, ids: Ids) -> None:
    path = copied._store.places.originals.path(copied.item(ids["turned.jpg"])["sha256"])
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)
    with pytest.raises(Broken):
        copied.page(ids["turned.jpg"])


def test_several_threads_draw_at_once(copied: Case, ids: Ids) -> None:
    desks = Desks(2)
    path = copied._store.places.originals.path(copied.item(ids["two.pdf"])["sha256"])

    def one(number: int) -> int:
        with desks.one() as taker:
            asked = {"do": "page", "kind": "application/pdf", "page": number % 2 + 1}
            said, rows = desks.ask(taker, path, path.name, asked)
        return len(rows) // int(said["width"] * said["height"])

    try:
        with ThreadPoolExecutor(4) as threads:
            assert set(threads.map(one, range(12))) == {1}
    finally:
        desks.close()


def test_the_known_types_are_those_that_are_drawn() -> None:
    assert pictureopen.FORMATS.keys() == kinds.PICTURES
