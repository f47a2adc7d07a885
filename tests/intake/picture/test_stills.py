"""Stills of a film and a waveform of its sound: with ffmpeg, with one that writes no copy, and without; also of hostile films."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from intake.picture.filming import avi, frame, mov
from seeing import picture

from muniment import Case
from muniment.intake.picture import ffmpeg, film, look, png, seen, stills
from muniment.intake.picture.film import Drawn, Played
from muniment.intake.picture.none import NoPicture
from muniment.intake.picture.seen import Look, Seen
from muniment.model.reading import Json

needs_ffmpeg = pytest.mark.skipif(not ffmpeg.program(), reason="no ffmpeg")
FEW = [frame(number) for number in range(3)]
FILMS: dict[str, Callable[[], bytes]] = {
    "three.avi": lambda: avi(FEW),
    "three.mov": lambda: mov(FEW),
    "none.avi": lambda: avi([]),
    "none.mov": lambda: mov([]),
    "one.avi": lambda: avi(FEW[:1]),
    "million.avi": lambda: avi(FEW[:2], claimed=1_000_000),
    "million.mov": lambda: mov(FEW[:1], claimed=1_000_000),
    "cut.avi": lambda: avi(FEW, index=False)[:-400],
    "cut.mov": lambda: mov(FEW)[:900],
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("stills")
    (at / "stick").mkdir()
    for name, make in FILMS.items():
        (at / "stick" / name).write_bytes(make())
    with Case.new("Stills", at / "case", by="Ann Example") as case:
        case.intake(at / "stick", "Example Constabulary", date(2026, 3, 3), ocr="later")
    return at / "case"


@pytest.fixture(scope="module")
def shared(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A copy of the case for tests that make different things of it, and change nothing else."""
    path = shutil.copytree(whole, tmp_path_factory.mktemp("shared") / "case")
    with Case.open(path, by="Ann Example") as case:
        yield case


@pytest.fixture
def case(whole: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(whole, tmp_path / "case")
    with Case.open(tmp_path / "case", by="Ann Example") as case:
        yield case


def item(case: Case, name: str) -> str:
    return next(str(row["id"]) for row in case.items() if row["path"] == name)


def greys(found: Seen) -> list[tuple[float, int]]:
    """At which second which grey is shown, to the nearest of those that frames have."""
    shown = []
    for each in found.stills:
        image = picture(found.png(each.number)).convert("L")
        assert image.size == (each.width, each.height)
        grey = image.tobytes()[each.width * each.height // 2 + each.width // 2]
        shown.append((each.seconds, round((grey - 20) / 10)))
    return shown


@pytest.fixture(params=["ffmpeg", "none"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whether ffmpeg is there or not."""
    if request.param == "none":
        monkeypatch.setattr(ffmpeg, "PROGRAMS", ())
    elif not ffmpeg.program():
        pytest.skip("no ffmpeg")
    return str(request.param)


EXPECTED = {
    "three.avi": [(0.0, 0), (0.25, 1), (0.5, 2)],
    "three.mov": [(0.0, 0), (0.25, 1), (0.5, 2)],
    "one.avi": [(0.0, 0)],
    "million.avi": [(0.0, 0), (0.25, 1)],
    "cut.avi": [(0.0, 0), (0.25, 1)],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_there_is_shown_at_its_time(shared: Case, way: str, name: str) -> None:
    got = shared.playable(item(shared, name), copy=False)
    assert isinstance(got, Drawn)
    assert got.why.reason == ("not-made" if way == "ffmpeg" else "no-ffmpeg")
    shown = greys(got.seen)
    assert shown[: len(EXPECTED[name])] == EXPECTED[name]
    assert len(shown) <= 3
    assert got.seen.wave is None


@pytest.mark.parametrize("name", ["none.avi", "none.mov", "cut.mov"])
def test_of_no_frame_there_is_no_still(shared: Case, way: str, name: str) -> None:
    got = shared.playable(item(shared, name), copy=False)
    assert isinstance(got, NoPicture)
    assert got.reason == ("nothing-seen" if way == "ffmpeg" else "no-ffmpeg")
    assert got.next


def test_a_million_frames_that_lie_nowhere_are_not_shown(shared: Case, way: str) -> None:
    got = shared.playable(item(shared, "million.mov"), copy=False)
    assert isinstance(got, Drawn)
    assert [each for each in greys(got.seen) if each[0] == 0.0] == [(0.0, 0)]
    assert len(got.seen.stills) <= 2, "its tables lie where frames are claimed"


@needs_ffmpeg
def test_stills_alone_are_made_where_no_copy_is_wanted(case: Case) -> None:
    three = item(case, "three.avi")
    got = case.playable(three, copy=False)
    assert isinstance(got, Drawn)
    assert got.why.reason == "not-made"
    assert len(got.seen.stills) == 3
    again = case.playable(three, make=False)
    assert isinstance(again, Drawn)
    assert again.seen.stills == got.seen.stills


@needs_ffmpeg
def test_why_there_is_no_copy_is_known_to_whoever_comes_next(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    three = item(case, "three.avi")
    with monkeypatch.context() as patch:
        patch.setattr(film, "H264", "nothing-writes-this")
        tried = case.playable(three)
        assert isinstance(tried, Drawn)
        assert len(tried.seen.stills) == 3
    got = case.playable(three, make=False)
    assert got == tried
    assert tried.why.reason == "no-encoder"
    assert "ffmpeg" in tried.why.says
    later = case.playable(three)
    assert isinstance(later, Played), "it may be tried again"
    assert later.seen.stills == tried.seen.stills
    assert not list((case.path / "derived" / "films").glob("*.why"))


@needs_ffmpeg
def test_what_was_seen_without_ffmpeg_is_seen_anew_with_it(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    three = item(case, "three.avi")
    with monkeypatch.context() as patch:
        patch.setattr(ffmpeg, "PROGRAMS", ())
        without = case.playable(three, make=False)
    assert isinstance(without, Drawn)
    got = case.playable(three, make=False)
    assert isinstance(got, NoPicture)
    assert got.reason == "not-made"


def test_an_erasure_takes_stills_too(case: Case, way: str) -> None:
    three = item(case, "three.avi")
    got = case.playable(three, copy=False)
    assert isinstance(got, Drawn)
    case.erase(three, authority="order of 3 March", agreed_by=["Ann Example", "Ben Example"])
    assert not list((case.path / "derived").glob("films/*"))
    assert got.seen.png(1) is None
    gone = case.playable(three)
    assert isinstance(gone, NoPicture)
    assert gone.reason in {"erased", "not-played"}


@needs_ffmpeg
def test_too_little_time_costs_stills_and_nothing_else(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stills, "_EACH", 0.0)
    got = case.playable(item(case, "three.mov"), copy=False)
    assert isinstance(got, NoPicture | Drawn)
    if isinstance(got, Drawn):  # by what needs no ffmpeg
        assert len(got.seen.stills) == 3
    assert not [path for path in (case.path / "derived" / "films").iterdir() if path.name.startswith(".")]


# -- what is kept


def test_what_is_kept_is_whole_or_not_there(tmp_path: Path) -> None:
    small = png.written(2, 1, "L", 0, b"\0\xff")
    path = tmp_path / "x.seen"
    assert not seen.held(path)
    seen.keep(path, Look([(0.5, small), (1.5, small)], small, missing=1, length=2.0, cut=True))
    found = seen.held(path)
    assert [(each.number, each.seconds, each.width, each.height) for each in found.stills] == [
        (1, 0.5, 2, 1),
        (2, 1.5, 2, 1),
    ]
    assert (found.missing, found.length, found.cut) == (1, 2.0, True)
    assert found.png(seen.WAVE) == found.png(1) == found.png(2) == small
    assert found.png(3) is None
    data = path.read_bytes()
    for other in (data[:-1], data + b"\0", b"", b"{}\n", b"[]\n", b"\xff\n", bytes(len(data))):
        path.write_bytes(other)
        assert not seen.held(path)
    path.write_bytes(data[:-20] + b"\xff" * 20)
    assert seen.held(path).png(seen.WAVE) is None, "a picture that is not whole is not shown"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"P6\n2 1\n255\n",
        b"P6\n2 1\n255\n" + bytes(5),
        b"P6\n2 1\n255\n" + bytes(7),
        b"P6\n0 1\n255\n",
        b"P6\n641 1\n255\n" + bytes(1923),
        b"P6\n2 1\n65535\n" + bytes(12),
        b"P5\n2 1\n255\n" + bytes(2),
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_only_pixels_of_a_still_leave_the_jail(data: bytes) -> None:
    assert stills._png(data) is None
    assert picture(stills._png(b"P6\n2 1\n255\n" + bytes(6))).size == (2, 1)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"frames": None},
        {"frames": [[1, 2], [1, 2, "x"], [1.5, 2, 3.0], [1, 2, float("nan")], [1, 2, -1.0], [True, 2, 3.0], 7]},
    ],
)
def test_what_a_child_says_of_frames_is_believed_only_in_its_form(said: dict[str, Json]) -> None:
    assert look._places(said) == []
    assert look._places({"frames": [[1, 2, 0.5]] * 50}) == [(1, 2, 0.5)] * 12
