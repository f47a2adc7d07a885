"""What a child tells of a mailbox takes little room here, whatever its mails say, and is packed as it always was."""

import gc
import hashlib
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile

import pytest

from muniment.case import Case
from muniment.intake import told as intake_told
from muniment.intake.told import Told
from muniment.model.line import digest, encode
from muniment.model.reading import Child, Page, Reading
from muniment.model.state import State
from muniment.store.family import unfold
from muniment.store.readings import Family, pack, unpack

MAIL = {"type": "message/rfc822"}
WORDS = "The agent kept the returned ballot papers of the ward in a shoe box. "


def mails(count: int, words: int = 40) -> Iterator[Reading]:
    """The readings of so many mails, and then that of their box."""
    rows = []
    for number in range(count):
        sha256 = hashlib.sha256(b"%d" % number).hexdigest()
        facts = {"subject": f"Ward {number}", "headers": [["Subject", f"Ward {number}"], ["X-Note", WORDS]]}
        page = Page(f"{number} {WORDS * words}", parts=(("headers", 0, 4),))
        yield Reading(
            sha256, 4000, "message/rfc822", State.TEXT_COMPLETE, "", "mail 3", MAIL, facts=facts, pages=(page,)
        )
        said = {"envelope": f"ann{number}@x.test Thu May 22 10:00:00 2014"}
        rows.append(Child(f"{number:06d}", f"Ward {number}", sha256=sha256, size=4000, hints=MAIL, facts=said))
    whole = hashlib.sha256(b"box").hexdigest()
    yield Reading(
        whole,
        4000 * count,
        "application/mbox",
        State.NONE_CONTAINER,
        "",
        "mbox 1",
        children=tuple(rows),
        declared=count,
    )


def held(count: int, words: int) -> int:
    """Bytes that are held once so many mails were told."""
    gc.collect()
    tracemalloc.start()
    try:
        told = Told()
        for reading in mails(count, words):
            told.add(encode(reading), reading)
            last = reading
        del reading, last
        gc.collect()
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
        told.close()


def test_the_words_of_mails_are_not_held() -> None:
    short, long = held(800, 4), held(800, 200)
    assert 800 * 196 * len(WORDS) > 10_000_000  # so much more they say
    assert long - short < 2_000_000


def test_a_mail_more_takes_little() -> None:
    small, large = held(500, 20), held(2500, 20)
    assert (large - small) / 2000 < 2000  # bytes; its line alone has more


@pytest.mark.parametrize("count", [0, 1, 500])
def test_it_is_packed_as_lines_are_that_are_all_there(count: int) -> None:
    readings = list(mails(count))
    lines = [encode(reading) for reading in readings]
    told = Told()
    for line, reading in zip(lines, readings, strict=True):
        told.add(line, reading)
    packed, places = pack(lines)
    assert told.finish().read() == packed
    assert [placed.line for placed in told.family.by_key.values()] == [digest(line) for line in lines]
    assert [(placed.offset, placed.ordinal) for placed in told.family.by_key.values()] == places
    assert list(told.lines()) == lines
    assert told.readings() == readings


def test_its_family_unfolds_as_that_of_the_file_does() -> None:
    readings = list(mails(50))
    told = Told()
    for reading in readings:
        told.add(encode(reading), reading)
    there = unfold(Family.of(unpack(told.finish().read()), digest(encode(readings[-1]))), {})
    here = unfold(told.family, {})
    assert (here.state, here.recorded, here.complete) == (there.state, there.recorded, there.complete)
    for one, other in zip(here.members, there.members, strict=True):
        assert (one.place, one.parent, one.state, one.reason) == (other.place, other.parent, other.state, other.reason)
        assert (one.child.sha256, one.child.hints) == (other.child.sha256, other.child.hints)


def test_what_is_too_much_for_memory_goes_to_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In the folder that it was given, under no name."""
    monkeypatch.setattr("muniment.intake.told._IN_MEMORY", 2000)
    readings = list(mails(200))
    told = Told(tmp_path)
    for reading in readings:
        told.add(encode(reading), reading)
    packed = told.finish()
    assert Path(f"/proc/self/fd/{packed.fileno()}").readlink().parent == tmp_path
    assert not list(tmp_path.iterdir())
    assert packed.read() == pack([encode(reading) for reading in readings])[0]
    told.close()
    assert packed.closed


@pytest.mark.parametrize("apart", [True, False])
def test_it_is_a_folder_of_the_case(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, apart: bool) -> None:
    """What is read lies nowhere else, whether a child reads one file or several."""
    asked: list[Path | None] = []

    def watched(dir: Path | None) -> object:  # noqa: A002 # the library's word
        asked.append(dir)
        return TemporaryFile(dir=dir)

    monkeypatch.setattr(intake_told, "TemporaryFile", watched)
    monkeypatch.setattr(intake_told, "_IN_MEMORY", 0)
    (tmp_path / "box").mkdir()
    name, data = ("page.html", "<p>The poll") if apart else ("note.txt", "The poll")
    (tmp_path / "box" / name).write_text(data)
    with Case.new("Eastmere", tmp_path / "case", by="Ann Example") as case:
        case.intake(tmp_path / "box", "Example Constabulary", date(2026, 3, 3))
        assert case.search("poll")["total"] == 1
    assert set(asked) == {tmp_path / "case" / "derived"}
