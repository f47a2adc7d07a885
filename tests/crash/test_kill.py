"""Processes that are killed at any moment: what they were told is there afterwards, and nobody is kept waiting."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from keeping import ORIGIN, content, draft, sound

from muniment.ledger.log import Log
from muniment.ledger.verify import verify

ROUNDS = 8  # two processes in each

# Appends until it is killed, or so many commits; says what it was told, and in the next line what it will do next.
WRITER = """
import json, os, random, sys
from pathlib import Path
from muniment.ledger.log import Draft, Log

folder, name, count, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
chance, mine = random.Random(seed), []
log = Log.open(folder, sys.argv[5], cache=folder.parent / "frontier")
os.write(1, b"ready\\n")
sys.stdin.readline()
for number in range(count):
    tags = [f"{name}.{number}.{each}" for each in range(chance.randrange(1, 6))]
    erases = [mine.pop(chance.randrange(len(mine)))] if mine and chance.random() < 0.3 else []
    drafts = [Draft({"do": "took", "v": 1, "tag": tag}, [("tag", "sealed " + tag * 9)]) for tag in tags]
    first = log.append([*drafts, Draft({"do": "erased", "v": 1, "tag": "e"}, [], erases)])
    mine += [(first + place, 0) for place in range(len(tags))]
    os.write(1, (json.dumps({"first": first, "tags": tags, "erases": erases}) + "\\n").encode())
log.close()
"""

DIES = """
import muniment.ledger.disk as disk
of_the_log = os.stat(folder / "ledger.jsonl").st_ino
disk.sync_data = lambda descriptor: os.fstat(descriptor).st_ino == of_the_log and os.kill(os.getpid(), 9)
"""


def start(folder: Path, name: str, seed: object, count: int = 100_000) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-I", "-c", WRITER, os.fspath(folder), name, str(count), str(seed), ORIGIN]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def go(writers: Sequence[subprocess.Popen[bytes]]) -> None:
    """All at once, when each has opened the ledger."""
    for writer in writers:
        assert line_of(writer) == b"ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(b"go\n")
        writer.stdin.flush()


def line_of(writer: subprocess.Popen[bytes]) -> bytes:
    assert writer.stdout is not None
    return writer.stdout.readline()


def told(writer: subprocess.Popen[bytes]) -> list[dict[str, Any]]:
    """What a process was told; it said so only after the append came back."""
    out, _ = writer.communicate()
    return [json.loads(line) for line in out.splitlines(keepends=True) if line.endswith(b"}\n")]


class Kept:
    """What has been told so far, and what the ledger must therefore have."""

    def __init__(self) -> None:
        self.tags: dict[int, str] = {}
        self.erased: set[int] = set()

    def add(self, said: Sequence[dict[str, Any]]) -> None:
        for commit in said:
            self.tags |= {commit["first"] + place: tag for place, tag in enumerate(commit["tags"])}
            self.erased |= {seq for seq, _ in commit["erases"]}

    def check(self, folder: Path) -> None:
        log = Log.open(folder, ORIGIN)
        found = content(log)
        log.close()
        for seq, tag in self.tags.items():
            assert found[seq][0]["tag"] == tag
            if seq in self.erased:
                assert found[seq][1] == (None,)
            elif found[seq][1] != (None,):  # an erasure may be durable and not yet told
                assert found[seq][1] == (("tag", "sealed " + tag * 9),)
        said = (folder / "sealed.jsonl").read_text()
        assert not [seq for seq in self.erased if f'"sealed {self.tags[seq]}' in said]
        # A commit is there as a whole or not at all: each ends with the entry that erases
        assert not found or found[-1][0]["do"] == "erased"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "case").mkdir()
    Log.create(tmp_path / "case", ORIGIN).close()
    return tmp_path / "case"


def test_kills_lose_nothing_that_was_told(folder: Path) -> None:
    """Sixteen kills of two processes that append and erase at once, on one ledger that goes on."""
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    chance, kept, commits = random.Random(seed), Kept(), 0
    for number in range(ROUNDS):
        writers = [start(folder, f"{number}{name}", f"{seed} {number}{name}") for name in "ab"]
        go(writers)
        if number % 2:  # else it may be killed before its first commit
            kept.add([json.loads(line_of(writers[0]))])
            commits += 1
        for writer in writers:
            time.sleep(chance.uniform(0.002, 0.06))
            writer.kill()
        said = [told(writer) for writer in writers]
        commits += sum(map(len, said))
        for each in said:
            kept.add(each)
        for problem in verify(folder).problems:
            assert problem.next.startswith("open the case")
        if number % 2:  # else the next two meet what is torn, at once
            kept.check(folder)
    kept.check(folder)
    sound(folder)
    assert len(kept.tags) >= commits >= ROUNDS // 2


def test_two_writers_at_once(folder: Path) -> None:
    """Every number is given once, and neither loses what it was told to the other."""
    writers = [start(folder, name, name, count=60) for name in "ab"]
    go(writers)
    said = [told(writer) for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert [len(each) for each in said] == [60, 60]
    kept = Kept()
    for each in said:
        kept.add(each)
    kept.check(folder)
    assert sound(folder).size == len(kept.tags) + 120


def test_a_dead_writer_between_write_and_sync(folder: Path) -> None:
    """It left a good-looking commit that may not be on the disk: whoever comes next syncs before it shows it."""
    script = WRITER.replace('os.write(1, b"ready', DIES + 'os.write(1, b"ready')
    command = [sys.executable, "-I", "-c", script, os.fspath(folder), "a", "9", "1", ORIGIN]
    reader = Log.open(folder, ORIGIN)
    writer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    go([writer])
    assert told(writer) == []
    assert writer.returncode == -9
    assert (folder / "ledger.lock").read_bytes() == b"1"
    synced: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fdatasync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
        assert reader.refresh() > 0
    assert set(synced) == {(folder / name).stat().st_ino for name in ("ledger.jsonl", "sealed.jsonl")}
    assert (folder / "ledger.lock").read_bytes() == b"1"  # a reader leaves the mark to whoever writes next
    reader.append([draft(1)])
    assert (folder / "ledger.lock").read_bytes() == b"0"
    reader.close()
    sound(folder)
