"""Several processes work on one case at once: nobody waits for a whole intake, and nobody sees half an act."""

import json
import subprocess
import sys
import time
from pathlib import Path

from asking import FROM, ask

PROGRAM = [sys.executable, "-I", "-m", "muniment.cli.main"]


def box(at: Path, word: str, count: int) -> Path:
    at.mkdir()
    for number in range(count):
        (at / f"{number}.txt").write_text(f"Paper {number} speaks of the {word}.\n")
    return at


def test_two_intakes_and_readers_at_once(tmp_path: Path) -> None:
    case = tmp_path / "case"
    assert ask("new", "Together", "--at", case).code == 0
    boxes = [box(tmp_path / word, word, 400) for word in ("ropewalk", "lantern")]
    running = [
        subprocess.Popen(
            [*PROGRAM, "--case", case, "intake", each, "--from", each.name, "--received", "2026-03-03", "--json"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for each in boxes
    ]
    seen = []
    while any(process.poll() is None for process in running):
        said = ask("account", "--json", case=case)
        assert said.code in {0, 1}, said.err
        assert said.json["balanced"] is True
        assert said.json["items"] in {0, 400, 800}, "a bundle is counted as a whole"
        seen.append(said.json["as_of"])
        found = ask("search", "ropewalk OR lantern", "--json", case=case).json
        assert found["searched"] + found["searched_in_part"] + found["not_searchable"] in {0, 400, 800}
        time.sleep(0.05)
    answers = [json.loads(process.communicate()[0]) for process in running]
    assert [answer["states"] for answer in answers] == [{"text.complete": 400}] * 2
    assert sorted(seen) == seen
    assert ask("search", "ropewalk", "--json", case=case).json["total"] == 400
    assert ask("account", "--check", case=case).code == 0
    assert ask("verify", "--json", case=case).json["ok"] is True


def test_the_same_intake_twice_at_once_is_refused(tmp_path: Path) -> None:
    case = tmp_path / "case"
    assert ask("new", "Twice", "--at", case).code == 0
    source = box(tmp_path / "box", "ropewalk", 600)
    first = subprocess.Popen(
        [*PROGRAM, "--case", case, "intake", source, *FROM, "--json"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    ledger = case / "ledger.jsonl"
    while b'"do":"intake-began"' not in ledger.read_bytes() and first.poll() is None:
        time.sleep(0.01)
    second = ask("intake", source, *FROM, "--json", case=case)
    first.communicate()
    assert second.code == 5
    assert second.error["kind"] == "AtWork"
    assert ask("account", "--json", case=case).json["items"] == 600
