"""A backup is of one moment, whatever others do meanwhile; what a crash left of it is no case and no stranger's folder."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from erased import small

from muniment.case import Case
from muniment.errors import NotEmpty, Refused
from muniment.store import marker

BUSY = """
import sys
from muniment.case import Case

with Case.open(sys.argv[1], by=sys.argv[2]) as case:
    print("ready", flush=True)
    for number in range(10_000):
        case.describe("ITM-000001", f"{sys.argv[2]} wrote line {number}")
        case.consulted("searched", {}, [("query", str(number))])
"""


def test_backups_while_two_others_write(tmp_path: Path) -> None:
    with small(tmp_path, note="A note.\n") as case:
        command = [sys.executable, "-I", "-c", BUSY, os.fspath(case.path)]
        writers = [subprocess.Popen([*command, name], stdout=subprocess.PIPE) for name in ("Ben", "Cem")]
        try:
            for writer in writers:
                assert writer.stdout is not None
                assert writer.stdout.readline() == b"ready\n"
            sizes = []
            for _ in range(4):
                case.backup(tmp_path / "backup")
                said = Case.verify_at(tmp_path / "backup")
                assert (said["problems"], said["unclaimed"]) == ([], [])
                sizes.append(said["entries"])
                time.sleep(0.05)
        finally:
            for writer in writers:
                writer.kill()
                writer.communicate()
        assert sizes == sorted(sizes)
        assert sizes[-1] > sizes[0]


def test_what_a_crash_left_of_saying_what_a_folder_is(tmp_path: Path) -> None:
    with Case.new("Eastmere", tmp_path / "case") as case:
        for name in ("backup.txt.new", "other.txt"):
            to = tmp_path / name
            to.mkdir()
            (to / name).write_text("A backup of")
            if name == "other.txt":
                with pytest.raises(NotEmpty):
                    case.backup(to)
            else:
                assert case.backup(to)["ok"]
                assert marker.case_of(to) == case.id


def test_a_case_that_is_half_restored_is_not_opened(tmp_path: Path) -> None:
    with Case.new("Eastmere", tmp_path / "case") as case:
        case.backup(tmp_path / "backup")
        id = case.id  # noqa: A001
    assert Case.restore(tmp_path / "backup", tmp_path / "again")["ok"]
    marker.write(tmp_path / "again", id, marker.RESTORING)
    if os.access(tmp_path, os.W_OK):
        with pytest.raises(Refused, match="not wholly restored"):
            Case.open(tmp_path / "again")
    assert Case.restore(tmp_path / "backup", tmp_path / "again")["ok"]
    Case.open(tmp_path / "again").close()
