"""Entries of the table of time limits that are no clock: no day follows from them, but people must know them (rules.yaml)."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from muniment.prove.law.load import Spot, Status, document, entries, refer_each

FILE = "rules.yaml"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule; `clocks` are those that it bears on, `lists` what it names (offences that have no limit, ...)."""

    id: str
    title: str
    text: str
    status: Status
    source: str
    clocks: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    note: str = ""


def load(folder: Path, clocks: Collection[str]) -> dict[str, Rule]:
    """Read the rules; each clock that they name must be one.

    Raises: BadLaw.
    """
    raw = document(folder / FILE, ("rules",))
    rules = entries(Rule, raw["rules"], Spot(FILE, field="rules"))
    refer_each(rules, "clocks", clocks, FILE, "clock")
    return rules
