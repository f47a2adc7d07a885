"""Whoever reads in ranked order is killed at any point: what was said is kept or was never said, and the next person goes on."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import killing
import pytest
import ranked

from muniment.case import Case

ACTS = ("ranking-began", "ranked", "judged", "draw-began", "draw-seeded", "audit-began", "certificate-issued")
POINTS = 12  # of all calls that change something on the disk

# Begins a ranking, reads, begins a draw, audits, ranks again, and issues; says after each step what is in the ledger.
READER = """
sys.path.insert(0, sys.argv[2])
import json
import ranked
from muniment.case import Case

def say(what, entry):
    os.write(2, (json.dumps([what, entry]) + "\\n").encode())

with Case.open(sys.argv[1], by=ranked.ANN) as case:
    begin()
    say("rank", case.rank("postal")["entry"])
    for turn in range(13):  # past the opening: the ranking learns, and gives a batch
        item = case.review_next()["item"]
        say(item, case.judge(item, judgement=ranked.is_relevant(case, item))["entry"])
    say("draw", case.begin_draw("60%", "readable")["entry"])
    say("seed", case.seed_draw("271828", ranked.BEN)["entry"])
    for turn in range(40):
        found = case.certificate("60%")
        if found["issued"]:
            say("certificate", found["entry"])
            break
        item = case.review_next(audit=found["do"] == "audit")["item"]
        say(item, case.judge(item, judgement=ranked.is_relevant(case, item))["entry"])
"""


@dataclass(frozen=True, slots=True)
class Made:
    case: Path
    calls: int


def run(case: Path, at: int) -> "subprocess.CompletedProcess[str]":
    return killing.run(READER, at, case, Path(__file__).parents[1])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    at = tmp_path_factory.mktemp("ranked")
    case = ranked.make(at, items=36)
    done = run(shutil.copytree(case, at / "whole"), 0)
    assert done.returncode == 0, done.stderr
    assert '"certificate"' in done.stderr
    ledger = (at / "whole" / "ledger.jsonl").read_text()
    assert all(f'"do":"{each}"' in ledger for each in ACTS)
    return Made(case, int(done.stdout))


@pytest.mark.parametrize("place", range(POINTS))
def test_a_reader_killed_at_any_point(made: Made, tmp_path: Path, place: int) -> None:
    at = killing.points(made.calls, POINTS)[place]
    case = shutil.copytree(made.case, tmp_path / "case")
    done = run(case, at)
    # A ranking begins from chance: now and then it is done with fewer calls than the first time.
    assert done.returncode == -9 or '"certificate"' in done.stderr, done.stderr
    said = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("[")]
    with Case.open(case, by=ranked.BEN) as opened:
        for what, entry in said:
            assert opened.entry(entry)["entry"] == entry, what
        judged = [(what, entry) for what, entry in said if what.startswith("ITM-")]
        assert all(opened.reviewed(item)["entry"] == entry for item, entry in judged)
        following = opened.review_next()["item"]
        assert following is None or not opened.reviewed(following)["says"]
        if not any(draw["certificate"] is None and draw["abandoned"] is None for draw in opened.draws()):
            opened.begin_draw("60%", "readable")
        if opened.draws()[-1]["seeded"] is None:
            opened.seed_draw("314159", "Cat Example")
        assert ranked.certify(opened, "60%")["issued"], "whoever comes next goes on where the first was killed"
    checked = Case.verify_at(case)
    assert checked["ok"], checked["problems"]
    assert all(each["holds"] for each in checked["certificates"])
