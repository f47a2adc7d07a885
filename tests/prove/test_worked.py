"""Every clock of the table against days that were worked out by hand (worked.yaml)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from muniment.prove.clocks import run
from muniment.prove.dated import DatedAct
from muniment.prove.law.clockbook import ours

TABLE: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "worked.yaml").read_text())
CASES = [(entry, case) for entry in TABLE for case in entry["cases"]]


def made(entry: dict[str, Any], said: dict[str, Any], number: str) -> DatedAct:
    said = {**{key: value for key, value in entry.items() if key not in {"clock", "cases", "also"}}, **said}
    kind = ours().acts.kinds[said["kind"]]
    person = "A. Made" if "person" in kind.needs else ""
    elections = (said.get("election", "local"), said.get("nation", "england"))
    by_agents = said.get("by_agents") if "by_agents" in kind.may else None
    values = {key: value for key, value in said.get("values", {}).items() if key in (*kind.needs, *kind.may)}
    return DatedAct(
        number, kind.id, said["when"], said["when"], *elections, person, by_agents, said.get("of", ""), values
    )


@pytest.mark.parametrize(
    ("entry", "case"), CASES, ids=[f"{entry['clock']}-{case['when']}-{case.get('nation', '')}" for entry, case in CASES]
)
def test_a_clock_ends_on_the_day_that_was_worked_out_by_hand(entry: dict[str, Any], case: dict[str, Any]) -> None:
    also = entry.get("also", []) + case.get("also", [])
    acts = [made(entry, case, "the-act")]
    acts += [made(entry, each, each.get("id", f"also-{place}")) for place, each in enumerate(also)]
    found = [each for each in run(ours(), acts, date(2014, 1, 1)) if each.rule == entry["clock"]]
    assert len(found) == 1, [each.id for each in found]
    clock = found[0]
    assert (clock.ends, clock.conservative_ends) == (case["ends"], case.get("safe", case["ends"])), clock.working
    assert case["why"]


def test_every_clock_of_the_table_was_worked_out_three_times() -> None:
    worked = {entry["clock"]: entry["cases"] for entry in TABLE}
    assert len(worked) == len(TABLE)
    assert set(worked) == set(ours().clocks)
    assert [
        name for name, cases in worked.items() if len({(each["when"], each.get("nation")) for each in cases}) < 3
    ] == []
    leap = [
        name
        for name, cases in worked.items()
        if not any("leap" in each["why"] or "February" in each["why"] for each in cases)
    ]
    assert leap == ["prosecution_extended_cap"] or leap == [], leap
