"""Films and sounds: a copy that a browser plays, made in a jail of its own; where nothing makes one, what can be drawn, and why."""

import socket
import subprocess
import wave
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from seeing import picture

from muniment import Case
from muniment.intake import jail
from muniment.intake.picture import ffmpeg, film
from muniment.intake.picture import wave as waveform
from muniment.intake.picture.film import Drawn, Played
from muniment.intake.picture.none import NoPicture
from muniment.intake.request import END_NO_JAIL
from muniment.intake.source import Source
from muniment.intake.spawn import command, environment

LIMITS = ("3221225472", "60", "100000000")
needs_ffmpeg = pytest.mark.skipif(not ffmpeg.program(), reason="no ffmpeg")


def sound(path: Path, loud: bool = True) -> None:
    """Two seconds, the second of them silent."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        level = 30_000 if loud else 0
        out.writeframes(
            b"".join((level if n % 20 < 10 else -level).to_bytes(2, "little", signed=True) for n in range(8000))
        )
        out.writeframes(bytes(16_000))


def written(*words: str | Path) -> None:
    subprocess.run([ffmpeg.program(), "-nostdin", "-loglevel", "error", *map(str, words)], check=True)


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("films") / "stick"
    at.mkdir()
    sound(at / "call.wav")
    (at / "note.txt").write_text("A note.\n")
    (at / "broken.mp3").write_bytes(b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\x00" + bytes(40))
    if ffmpeg.program():
        pattern = (
            "-f",
            "lavfi",
            "-i",
            "testsrc=duration=2:size=1001x501:rate=25",
            "-f",
            "lavfi",
            "-i",
            "sine=duration=2",
        )
        written(*pattern, "-metadata", "title=Zelda at the door", "-c:v", "mpeg4", "-c:a", "mp3", at / "door.avi")
    return at


@pytest.fixture
def case(stick: Path, tmp_path: Path) -> Iterator[Case]:
    with Case.new("Films", tmp_path / "case", by="Ann Example") as case:
        case.intake(stick, "Example Constabulary", date(2026, 3, 3), ocr="later")
        yield case


def item(case: Case, name: str) -> str:
    return next(str(row["id"]) for row in case.items() if row["path"] == name)


@needs_ffmpeg
def test_a_film_is_copied_for_a_browser_once(case: Case) -> None:
    film_ = item(case, "door.avi")
    not_made = case.playable(film_, make=False)
    assert isinstance(not_made, NoPicture)
    assert not_made.reason == "not-made"
    made = case.playable(film_)
    assert isinstance(made, Played)
    data = made.path.read_bytes()
    assert (made.type, made.size, made.cut) == ("video/mp4", len(data), False)
    assert data[4:8] == b"ftyp"
    assert b"avc1" in data
    assert b"mp4a" in data
    assert b"Zelda" not in data, "what the file says of itself stays behind"
    before = made.path.stat().st_ino
    again = case.playable(film_, make=False)
    assert isinstance(again, Played)
    assert again.path.stat().st_ino == before
    assert len(again.seen.stills) == 12
    assert [each.seconds for each in again.seen.stills] == sorted({each.seconds for each in again.seen.stills})
    assert (again.seen.missing, again.seen.cut, round(again.seen.length)) == (0, False, 2)
    assert {(each.width, each.height) for each in again.seen.stills} == {(640, 320)}
    assert all(len(set(picture(again.seen.png(each.number)).convert("L").tobytes())) > 9 for each in again.seen.stills)
    assert again.seen.wave is not None
    assert picture(again.seen.png(0)).width == again.seen.wave.width


@needs_ffmpeg
def test_a_sound_is_copied_and_an_erasure_takes_the_copy(case: Case) -> None:
    call = item(case, "call.wav")
    made = case.playable(call)
    assert isinstance(made, Played)
    assert made.type == "audio/mp4"
    case.erase(call, authority="order of 3 March", agreed_by=["Ann Example", "Ben Example"])
    assert not made.path.exists()
    assert not list((case.path / "derived").glob("films/*"))
    gone = case.playable(call)
    assert isinstance(gone, NoPicture)
    assert gone.reason in {"erased", "not-played"}


@needs_ffmpeg
def test_what_it_does_not_know_is_said(case: Case) -> None:
    got = case.playable(item(case, "broken.mp3"))
    assert isinstance(got, NoPicture)
    assert got.next
    assert got.reason == "no-codec"
    assert case.playable(item(case, "broken.mp3"), make=False) == got


@needs_ffmpeg
def test_one_that_takes_too_long_is_ended(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(film, "SECONDS", 0.05)
    monkeypatch.setattr(film, "_look", lambda *_: False)
    got = case.playable(item(case, "door.avi"))
    assert isinstance(got, NoPicture)
    assert got.reason == "timed-out"
    assert [path.suffix for path in (case.path / "derived" / "films").iterdir()] == [".why"]


def test_without_ffmpeg_a_sound_is_drawn_and_the_rest_says_why(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffmpeg, "PROGRAMS", ())
    got = case.playable(item(case, "call.wav"))
    assert isinstance(got, Drawn)
    assert got.why.reason == "no-ffmpeg"
    assert "ffmpeg" in got.why.next
    assert got.seen.stills == ()
    image = picture(got.seen.png(0)).convert("L")
    loud, silent = (image.crop((left, 0, left + 200, image.height)).histogram() for left in (200, 900))
    assert sum(loud[:128]) > 20_000 > sum(silent[:128])
    other = case.playable(item(case, "broken.mp3"))
    assert isinstance(other, NoPicture)
    assert other.reason == "no-ffmpeg"
    assert "apt-get install ffmpeg" in other.next
    text = case.playable(item(case, "note.txt"))
    assert isinstance(text, NoPicture)
    assert text.reason == "not-played"


@pytest.mark.parametrize(("width", "spike"), [(1, b"\xff"), (2, b"\0\x80"), (4, b"\0\0\0\x80")])
def test_no_loud_moment_of_a_long_sound_is_passed_over(tmp_path: Path, width: int, spike: bytes) -> None:
    count, at = 1200 * 5000, 5000 * 700 + 4999  # the last number of a column
    silence = b"\x80" if width == 1 else bytes(width)
    with wave.open(str(tmp_path / "long.wav"), "wb") as out:
        out.setparams((1, width, 8000, count, "NONE", ""))
        out.writeframes(silence * at + spike + silence * (count - at - 1))
    loud = list(waveform._columns(Source((tmp_path / "long.wav").read_bytes())))
    assert [column for column, each in enumerate(loud) if each] == [700]
    assert loud[700] > 0.99


# -- the jail


def jailed(source: Path, sink: Path, *words: str | Path, limits: tuple[str, ...] = LIMITS) -> int:
    """How ffmpeg ends that is asked for this in its jail; it may read `source` and write `sink`."""
    sink.touch()
    with source.open("rb") as one, sink.open("r+b") as other:
        ffmpeg._give(other.fileno())
        ffmpeg._show(source)
        done = subprocess.run(
            command(
                "muniment.intake.picture.filmjail", "main", *limits, ffmpeg.program(), "-nostdin", *map(str, words)
            ),
            env=environment(),
            stdin=one,
            stdout=other,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=60,
        )
    return done.returncode


OWN = ("-i", "file:/proc/self/fd/0", "-f", "wav")


@needs_ffmpeg
def test_it_reads_its_one_file_and_writes_its_one_file(stick: Path, tmp_path: Path) -> None:
    assert jailed(stick / "call.wav", tmp_path / "out", *OWN, "-y", "file:/proc/self/fd/1") == 0
    assert (tmp_path / "out").read_bytes()[:4] == b"RIFF"


@needs_ffmpeg
def test_it_reads_no_other_file_and_writes_none(stick: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.wav"
    sound(other)
    other.chmod(0o644)
    for folder in (tmp_path, *tmp_path.parents[:-1]):
        if folder.stat().st_uid == other.stat().st_uid and folder.name.startswith(("test", "pytest")):
            folder.chmod(0o777)  # it is not the folder's mode that keeps it out
    out = tmp_path / "out"
    assert jailed(stick / "call.wav", out, "-i", other, "-f", "wav", "-y", "file:/proc/self/fd/1")
    assert not out.stat().st_size
    listed = tmp_path / "list.txt"
    listed.write_text(f"file '{other}'\n")
    concat = ("-f", "concat", "-safe", "0", "-i", "file:/proc/self/fd/0", "-f", "wav", "-y", "file:/proc/self/fd/1")
    assert jailed(listed, out, *concat)
    assert b"RIFF" not in out.read_bytes()
    assert jailed(stick / "call.wav", out, *OWN, "-y", tmp_path / "elsewhere.wav")
    assert not (tmp_path / "elsewhere.wav").exists()


@needs_ffmpeg
def test_it_has_no_network(stick: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        where = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        assert jailed(stick / "call.wav", tmp_path / "out", *OWN, "-y", where)
        with pytest.raises(TimeoutError):
            server.accept()
    assert jailed(stick / "call.wav", tmp_path / "out", *OWN, "-y", "udp://127.0.0.1:9")


@pytest.mark.parametrize(
    ("does", "may"),
    [
        ("exit 0", True),
        ("read line; exit 0", True),
        ("echo copy; exit 0", True),
        ("exec /bin/true", False),
        ("(exit 0)", False),
        ("exec 3</etc/passwd", False),
        ("exec 3</proc/self/environ", False),
        ("exec 3</dev/null", False),
        ("exec 3>/tmp/there", False),
        ("exec 3>>/dev/shm/there", False),
    ],
)
def test_what_takes_it_over_may_do_no_more(stick: Path, tmp_path: Path, does: str, may: bool) -> None:
    """A shell in the place of ffmpeg: what a film could do that takes it over."""
    if not jail.available()[0]:
        pytest.skip("no jail")
    with (stick / "call.wav").open("rb") as one, (tmp_path / "out").open("w+b") as other:
        done = subprocess.run(
            command("muniment.intake.picture.filmjail", "main", *LIMITS, "/bin/sh", "-c", does),
            env=environment(),
            stdin=one,
            stdout=other,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=60,
        )
    assert (done.returncode == 0) == may
    assert done.returncode != END_NO_JAIL
    assert not Path("/tmp/there").exists()
    assert not Path("/dev/shm/there").exists()


@needs_ffmpeg
def test_it_writes_no_more_than_it_may(stick: Path, tmp_path: Path) -> None:
    limits = (*LIMITS[:2], "5000")
    assert jailed(stick / "call.wav", tmp_path / "out", *OWN, "-y", "file:/proc/self/fd/1", limits=limits) == -25
    assert (tmp_path / "out").stat().st_size <= 5000
