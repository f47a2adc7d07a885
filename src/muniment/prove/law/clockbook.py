"""All that clocks are computed from, read and checked against each other: acts, clocks, rules and holidays."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from muniment.prove.calendar import EXCLUDABLE
from muniment.prove.law import acts, clocks, holidays, rules
from muniment.prove.law.acts import Acts
from muniment.prove.law.clocks import ClockRule, Clocks
from muniment.prove.law.holidays import Holidays
from muniment.prove.law.load import FOLDER, Spot, refer
from muniment.prove.law.rules import Rule

FILES = (acts.FILE, clocks.FILE, rules.FILE, holidays.FILE)


@dataclass(frozen=True, slots=True)
class ClockBook:
    """The tables of one version of the law, as far as clocks need them."""

    acts: Acts
    table: Clocks
    rules: dict[str, Rule]
    holidays: Holidays

    @property
    def clocks(self) -> dict[str, ClockRule]:
        """Every clock by its id."""
        return self.table.clocks


@cache
def ours() -> ClockBook:
    """The tables that come with this version of Muniment."""
    return load(FOLDER)


def load(folder: Path) -> ClockBook:
    """The tables of a folder: acts.yaml, clocks.yaml, rules.yaml and holidays.yaml.

    Raises: NoSource; BadLaw, which names file, entry and field.
    """
    said, table, days = acts.load(folder), clocks.load(folder), holidays.load(folder)
    clocks.check(table, EXCLUDABLE, days.nations)
    ruled = rules.load(folder, table.clocks)
    for clock in table.clocks.values():
        spot = Spot(clocks.FILE, clock.id)
        refer(clock.trigger, said.kinds, spot.at("trigger"), "kind of act")
        refer(clock.requires, said.kinds, spot.at("requires"), "kind of act")
        refer(clock.already.kinds if clock.already else (), said.kinds, spot.at("already"), "kind of act")
        refer(clock.met_by, said.kinds, spot.at("met_by"), "kind of act")
        refer(clock.extension.granted if clock.extension else (), said.kinds, spot.at("extension"), "kind of act")
        refer([each.field for each in clock.conditions], said.fields, spot.at("only"), "field")
        refer(clock.when_ended, ruled, spot.at("when_ended"), "rule")
    for open_ in table.unreckoned.values():
        spot = Spot(clocks.FILE, open_.id)
        refer(open_.trigger, said.kinds, spot.at("trigger"), "kind of act")
        refer([each.field for each in open_.conditions], said.fields, spot.at("only"), "field")
    return ClockBook(said, table, ruled, days)
