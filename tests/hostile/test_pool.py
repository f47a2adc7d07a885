"""Readers die, hang, fill the memory and lie: that costs the file that made them, and no other."""

import hashlib
import io
import os
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from muniment.errors import Broken, Trouble
from muniment.intake import pool, seat, spawn
from muniment.intake.course import Job, Outcome
from muniment.intake.limits import MIB, Limits
from muniment.model.reading import NOTHING, Reading
from muniment.model.state import State

QUICK = Limits(member_seconds=2, seconds=20, memory=256 * MIB)
FILLER = "The canvasser kept the list of the estate in a drawer. "


@pytest.fixture(autouse=True)
def deadly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Warm parents that do what a text says."""

    def command(module: str, function: str, *arguments: str) -> list[str]:
        del module
        words = spawn.command("deadly", function, *arguments)
        boot = f"import sys; sys.path.append({os.fspath(Path(__file__).parent)!r}); "
        return [*words[: words.index("-c") + 1], boot + words[words.index("-c") + 1], *words[words.index("-c") + 2 :]]

    monkeypatch.setattr(seat, "command", command)


def job(folder: Path, data: bytes, limits: Limits = QUICK) -> Job:
    sha256 = hashlib.sha256(data).hexdigest()
    path = folder / sha256
    path.write_bytes(data)
    return Job(sha256, path, sha256, len(data), NOTHING, limits)


def run(jobs: Sequence[Job], workers: int = 2) -> dict[str, Outcome]:
    return {outcome.id: outcome for outcome in pool.read_all(jobs, workers, jailed=True)}


def text(reading: Reading) -> str:
    return "".join(page.text for page in reading.pages)


def zipped(*members: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        for number, said in enumerate(members):
            package.writestr(zipfile.ZipInfo(f"{number}.txt"), said)
    return whole.getvalue()


DEADS = {
    "fault": (State.UNREAD_CRASHED, "crashed"),
    "abort": (State.UNREAD_CRASHED, "crashed"),
    "leave": (State.UNREAD_CRASHED, "crashed"),
    "exit": (State.UNREAD_CRASHED, "crashed"),
    "hang": (State.UNREAD_TIMED_OUT, "timed-out"),
    "fill": (State.UNREAD_OUT_OF_MEMORY, "out-of-memory"),
    "raise": (State.UNREAD_CRASHED, "reader-failed"),
    "babble": (State.UNREAD_CRASHED, "crashed"),
    "flood": (State.UNREAD_CRASHED, "crashed"),
    "lie": (State.UNREAD_CRASHED, "crashed"),
    "invent": (State.UNREAD_CRASHED, "crashed"),
}


@pytest.mark.parametrize("what", DEADS)
def test_what_ends_a_reader_costs_that_file_alone(tmp_path: Path, what: str) -> None:
    state, reason = DEADS[what]
    limits = Limits(member_seconds=2, seconds=20, memory=256 * MIB, output=MIB)
    deadly = job(tmp_path, f"please {what} now. {FILLER * 5}".encode(), limits)
    others = [job(tmp_path, f"note {number}: {FILLER}".encode(), limits) for number in range(10)]
    found = run([*others[:5], deadly, *others[5:]])
    assert len(found) == 11
    for other in others:
        (reading,) = found[other.id].readings
        assert reading.state is State.TEXT_COMPLETE
        assert text(reading).startswith("note ")
    last = found[deadly.id].readings[-1]
    assert last.state is State.TEXT_CARVED  # the raw strings are kept
    assert last.facts["carved_from"] == state.value
    assert last.reason == reason
    assert "estate in a drawer" in text(last)
    assert "a lie" not in text(last)
    assert not last.complete
    assert last.declared is None


@pytest.mark.parametrize("what", ["fault", "hang", "fill", "raise"])
def test_one_bad_member_costs_that_member(tmp_path: Path, what: str) -> None:
    members = [f"first {FILLER}", f"please {what} {FILLER * 5}", f"last {FILLER}"]
    whole = job(tmp_path, zipped(*members))
    readings = run([whole], 1)[whole.id].readings
    states = {reading.sha256: reading.state for reading in readings}
    hashes = [hashlib.sha256(member.encode()).hexdigest() for member in members]
    assert [states[sha256] for sha256 in hashes] == [State.TEXT_COMPLETE, State.TEXT_CARVED, State.TEXT_COMPLETE]
    top = readings[-1]
    assert (top.state, top.complete, top.declared) == (State.NONE_CONTAINER, True, 3)
    assert [child.sha256 for child in top.children] == hashes


def test_several_bad_members_cost_those(tmp_path: Path) -> None:
    members = [f"please fault {number} {FILLER * 5}" if number % 2 else f"good {number}" for number in range(8)]
    whole = job(tmp_path, zipped(*members))
    readings = run([whole], 1)[whole.id].readings
    assert sum(reading.state is State.TEXT_COMPLETE for reading in readings) == 4
    assert sum(reading.reason == "crashed" for reading in readings) == 4
    assert readings[-1].complete


def test_more_memory_is_tried_once(tmp_path: Path) -> None:
    """What does not fit at first may fit into twice as much; then the reading says so."""
    big = job(tmp_path, b"please fill " + FILLER.encode())
    (reading,) = run([big], 1)[big.id].readings
    assert reading.settings == {"memory": 2 * QUICK.memory}


def test_a_file_that_is_not_what_was_taken_in_stops_everything(tmp_path: Path) -> None:
    changed = job(tmp_path, b"what was taken in")
    changed.path.write_bytes(b"what lies there now")
    with pytest.raises(Broken) as raised:
        run([changed])
    assert raised.value.subject == changed.sha256
    changed.path.unlink()
    with pytest.raises(Broken):
        run([changed])


def test_a_warm_parent_that_cannot_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seat, "command", lambda *_: [sys.executable, "-c", "raise SystemExit('no such reader')"])
    with pytest.raises(Trouble, match="the process that reads has ended") as raised:
        run([job(tmp_path, b"x")])
    assert raised.value.subject == "no such reader"


def test_no_process_is_left(tmp_path: Path) -> None:
    before = children()
    jobs = [job(tmp_path, f"note {number}".encode()) for number in range(5)] + [job(tmp_path, b"please hang")]
    going = pool.read_all(jobs, 2, jailed=True)
    next(going)
    assert len(children()) > len(before)
    going.close()
    assert children() == before


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def test_a_member_is_taken_out_through_its_containers(tmp_path: Path) -> None:
    inner = zipped("one", "two", "three")
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        package.writestr("a.txt", "outer")
        package.writestr("inner.zip", inner)
    place = job(tmp_path, whole.getvalue())
    reading = run([place], 1)[place.id].readings[-1]
    row = next(child for child in reading.children if child.name == "inner.zip")
    sink = io.BytesIO()
    found = pool.take(place.path, place.size, [row.locator], QUICK, sink)
    assert (sink.getvalue(), found) == (inner, row.sha256)
    sink = io.BytesIO()
    assert pool.take(place.path, place.size, [row.locator, "000002"], QUICK, sink) == hashlib.sha256(b"two").hexdigest()
    assert sink.getvalue() == b"two"
