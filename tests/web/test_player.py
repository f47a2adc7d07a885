"""Films and sounds on an item's page: a copy that plays, stills with their times, a waveform; and what of it counts as opened."""

import io
import wave
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from intake.picture.filming import avi, frame
from web.iteming import openings, shown, taken
from web.looking import Looker
from web.making import lines_of

from muniment.case import Case
from muniment.intake.picture import ffmpeg, film
from muniment.web.player import clock

needs_ffmpeg = pytest.mark.skipif(not ffmpeg.program(), reason="no ffmpeg")
TWO = [frame(0), frame(5)]


def sound() -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(b"".join((at * 997 % 20_000 - 10_000).to_bytes(2, "little", signed=True) for at in range(8000)))
    return made.getvalue()


def looks(path: Path, item: str) -> list[object]:
    """What of an item the access log says was shown, pages of it aside."""
    return [each["what"] for each in lines_of(path, "showed") if each["on"] == item and "what" in each]


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """No ffmpeg is installed."""
    monkeypatch.setattr(ffmpeg, "PROGRAMS", ())


@needs_ffmpeg
def test_a_sound_plays_from_a_copy_and_is_opened_when_it_is_played(pages: Any, path: Path, tmp_path: Path) -> None:
    (item,) = taken(pages, tmp_path / "more", {"message.wav": sound()}).values()
    page = shown(pages, f"/item/{item}")
    assert page.css("audio") == []
    assert pages.post(f"/item/{item}/play").status_code == 303
    page = shown(pages, f"/item/{item}")
    assert page.css_first("audio").attributes["src"] == f"/item/{item}/play"
    assert page.css_first(f'details img[src="/item/{item}/wave"]') is not None
    assert openings(pages.case, item) == []
    part = pages.get(f"/item/{item}/play", headers={"Range": "bytes=0-99"})
    assert (part.status_code, len(part.content)) == (206, 100)
    assert pages.get(f"/item/{item}/play", headers={"Range": "bytes=100-199"}).status_code == 206
    assert len(openings(pages.case, item)) == 1
    assert looks(path, item) == ["played"]


def test_a_sound_without_a_codec_is_drawn_and_not_heard(pages: Any, path: Path, tmp_path: Path, without: None) -> None:
    (item,) = taken(pages, tmp_path / "more", {"message.wav": sound()}).values()
    page = shown(pages, f"/item/{item}")
    assert pages.get(f"/item/{item}/wave").headers["content-type"] == "image/png"
    assert page.css_first(f'img[src="/item/{item}/wave"]') is not None
    assert "It does not play here" in page.body.text()
    assert "apt-get install ffmpeg" in page.body.text()
    assert page.css(f'form[action="/item/{item}/play"]') == []
    assert openings(pages.case, item) == []
    assert looks(path, item) == ["waveform"]


def test_stills_have_their_times_and_open_the_film_once(pages: Any, path: Path, tmp_path: Path, without: None) -> None:
    (item,) = taken(pages, tmp_path / "more", {"door.avi": avi(TWO)}).values()
    page = shown(pages, f"/item/{item}")
    assert openings(pages.case, item) == []
    assert [each.attributes["alt"] for each in page.css(".thumbs img")] == ["The film at 0:00.0", "The film at 0:00.2"]
    assert page.css("details .thumbs, video") == []
    assert "No codec is installed here" in page.css_first(".notice").text()
    for address in (each.attributes["src"] for each in page.css(".thumbs img")):
        pages.head(address)
        assert openings(pages.case, item) == []
    for address in (each.attributes["src"] for each in page.css(".thumbs img")):
        answer = pages.get(address)
        assert (answer.headers["content-type"], answer.content[:4]) == ("image/png", b"\x89PNG")
    assert len(openings(pages.case, item)) == 1
    assert looks(path, item) == ["stills"]
    for number in (0, 3, 99):
        assert pages.get(f"/item/{item}/still/{number}").status_code == 404
    assert pages.get(f"/item/{item}/wave").status_code == 404


def test_a_film_that_needs_a_codec_says_what_to_install(pages: Any, tmp_path: Path, without: None) -> None:
    (item,) = taken(pages, tmp_path / "more", {"door.avi": avi(TWO, packed=b"H264")}).values()
    page = shown(pages, f"/item/{item}")
    assert page.css(".thumbs, video") == []
    assert page.css(f'form[action="/item/{item}/play"]') == []
    assert "apt-get install ffmpeg" in page.css_first(".notice").text()
    assert pages.get(f"/item/{item}/still/1").status_code == 404


@needs_ffmpeg
def test_stills_can_be_asked_for_alone(pages: Any, tmp_path: Path) -> None:
    (item,) = taken(pages, tmp_path / "more", {"door.avi": avi(TWO)}).values()
    page = shown(pages, f"/item/{item}")
    assert page.css(".thumbs, video") == []
    assert page.css_first('button[name="what"][value="stills"]') is not None
    assert pages.post(f"/item/{item}/play", data={"what": "stills"}).status_code == 303
    page = shown(pages, f"/item/{item}")
    assert len(page.css(".thumbs img")) == 2
    assert page.css("video, details .thumbs") == []
    assert "It can be played here" in page.css_first(".notice").text()
    assert pages.post(f"/item/{item}/play").status_code == 303
    page = shown(pages, f"/item/{item}")
    assert page.css_first("video").attributes["src"] == f"/item/{item}/play"
    assert len(page.css("details:not([open]) .thumbs img")) == 2


@needs_ffmpeg
def test_an_ffmpeg_that_writes_no_copy_gives_stills(
    pages: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film, "H264", "nothing-writes-this")
    (item,) = taken(pages, tmp_path / "more", {"door.avi": avi(TWO)}).values()
    assert pages.post(f"/item/{item}/play").status_code == 303
    page = shown(pages, f"/item/{item}")
    assert len(page.css(".thumbs img")) == 2
    said = page.css_first(".notice").text()
    assert "It does not play here" in said
    assert "cannot write what browsers play" in said
    assert "Try again" in page.css_first(f'form[action="/item/{item}/play"] button').text()
    assert openings(pages.case, item) == []


def test_nothing_of_a_held_film_is_shown(pages: Any, tmp_path: Path, without: None) -> None:
    (item,) = taken(pages, tmp_path / "more", {"door.avi": avi(TWO)}, hold=True).values()
    for under in ("", "/play", "/wave", "/still/1"):
        assert pages.get(f"/item/{item}{under}").status_code in {404, 409}, under
    assert pages.post(f"/item/{item}/play", data={"what": "stills"}).status_code == 409
    assert openings(pages.case, item) == []


@pytest.mark.parametrize(
    ("seconds", "exactly", "told"),
    [
        (0, False, "0:00"),
        (59.96, True, "0:59.9"),
        (0.3, True, "0:00.3"),
        (3599.99, False, "59:59"),
        (7325, False, "2:02:05"),
    ],
)
def test_times_are_told_as_players_tell_them(seconds: float, exactly: bool, told: str) -> None:
    assert clock(seconds, exactly) == told


# -- in a browser


@pytest.fixture
def filmed(path: Path, tmp_path: Path) -> str:
    """A film in the case that a browser looks at."""
    (tmp_path / "films").mkdir()
    (tmp_path / "films" / "door.avi").write_bytes(avi([frame(number) for number in range(20)], rate=1))
    with Case.open(path, by="Ann Example") as case:
        bundle = case.intake(tmp_path / "films", "Example Society", date(2026, 5, 5))["bundle"]["id"]
        return str(case.item_page(bundle=bundle)["items"][0]["id"])


def test_a_page_of_stills_holds(filmed: str, alone: Looker, without: None) -> None:
    with Case.open(alone.served.path, by="Ann Example") as case:
        case.playable(filmed)
    alone.holds(f"/item/{filmed}")
    with alone.tab(f"/item/{filmed}") as tab:
        assert tab.locator(".thumbs img").count() == 12
        assert "0:18.0" in tab.locator(".thumbs").inner_text()
        tab.emulate_media(media="print")
        assert tab.locator(".thumbs li").first.is_visible()


@needs_ffmpeg
def test_folded_stills_are_opened_by_unfolding_them(filmed: str, alone: Looker) -> None:
    with Case.open(alone.served.path, by="Ann Example") as case:
        case.playable(filmed)

        def opened() -> int:
            return len(openings(case, filmed))

        with alone.tab(f"/item/{filmed}") as tab:
            tab.wait_for_load_state("networkidle")
            assert opened() == 0, "what is folded is not seen"
            with tab.expect_response(lambda answer: answer.url.endswith("/still/1")):
                tab.locator(".doc summary", has_text="stills").click()
            assert opened() == 1
        alone.holds(f"/item/{filmed}")
