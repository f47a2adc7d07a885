"""All tables of law of one version: offences, forums, decisions, registers, and what clocks are computed from; with their hashes."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from muniment.prove.law import (
    clockbook,
    complaints,
    decisions,
    disclosure,
    forums,
    offences,
    replies,
    supply,
    witnesses,
)
from muniment.prove.law import clocks as clocktable
from muniment.prove.law.clockbook import ClockBook
from muniment.prove.law.complaints import ComplaintLaw
from muniment.prove.law.decisions import DecisionLaw
from muniment.prove.law.disclosure import DisclosureLaw
from muniment.prove.law.forums import Forums
from muniment.prove.law.load import FOLDER, Spot, refer
from muniment.prove.law.offences import Offences
from muniment.prove.law.replies import ReplyLaw
from muniment.prove.law.supply import SupplyLaw
from muniment.prove.law.witnesses import WitnessLaw

VERSION = "1"  # raised with every change of a table that is released
REGISTERS = (complaints.FILE, replies.FILE, witnesses.FILE, supply.FILE, disclosure.FILE)
FILES = (offences.FILE, forums.FILE, forums.ROUTES, decisions.FILE, *REGISTERS, *clockbook.FILES)


@dataclass(frozen=True, slots=True)
class Book:
    """The tables, and what they are told apart by."""

    version: str
    hash: str
    offences: Offences
    forums: Forums
    clocks: ClockBook
    decisions: DecisionLaw
    complaints: ComplaintLaw
    replies: ReplyLaw
    witnesses: WitnessLaw
    supply: SupplyLaw
    disclosure: DisclosureLaw

    @property
    def hashes(self) -> tuple[dict[str, str], dict[str, str]]:
        """A short hash of each offence and of each clock, with what it refers to: what tells that it is another in another version."""
        law, table = self.offences, self.clocks.table
        offences = {
            each.id: (
                each,
                law.penalties.get(each.penalty),
                law.incapacities[each.incapacity],
                law.consequences[each.consequence],
            )
            for each in law.offences.values()
        }
        clocks = {
            each.id: (each, table.calendars[each.calendar], [self.clocks.acts.kinds[kind] for kind in each.trigger])
            for each in table.clocks.values()
        }
        return (
            {id: _short(repr(each)) for id, each in offences.items()},  # noqa: A001
            {id: _short(repr(each)) for id, each in clocks.items()},  # noqa: A001
        )


@cache
def ours() -> Book:
    """The tables that come with this version of Muniment."""
    return load(FOLDER)


def load(folder: Path) -> Book:
    """The tables of a folder.

    Raises: NoSource; BadLaw, which names file, entry and field.
    """
    clocks = clockbook.load(folder)
    of_all = hashlib.sha256()
    for name in FILES:
        of_all.update(name.encode() + b"\0" + hashlib.sha256((folder / name).read_bytes()).digest())
    known, deciding, law = forums.load(folder), decisions.load(folder), offences.load(folder, clocks)
    bars = {bar for each in law.incapacities.values() for bar in each.bars}
    for clock in clocks.clocks.values():
        refer(clock.bars, bars, Spot(clocktable.FILE, clock.id, "bars"), "bar")
    return Book(
        VERSION,
        of_all.hexdigest(),
        law,
        known,
        clocks,
        deciding,
        complaints.load(folder),
        replies.load(folder, deciding.bodies),
        witnesses.load(folder, known.forums),
        supply.load(folder),
        disclosure.load(folder, clocks.acts.kinds),
    )


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
