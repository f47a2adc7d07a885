"""What bears on a decision, or on advice, that came after it; nothing else overtakes it.

A passage linked to one of its allegations, a linked item judged relevant, an item of its basis read again with other text, a
witness of such an allegation, the adopted law of its offence, and one of its clocks that ran out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from muniment.model.prove import (
    Alleged,
    Contacted,
    Dated,
    Exhibited,
    StatementTaken,
    Struck,
    Willing,
    WitnessNamed,
)
from muniment.prove import days
from muniment.prove.clock import State
from muniment.prove.entered import entered, strikes
from muniment.prove.law import adopted
from muniment.prove.law.book import Book
from muniment.prove.law.clocks import Nature
from muniment.prove.rereading import reread
from muniment.review.overtaken import standing_at
from muniment.store.ids import id_of
from muniment.store.view import View

_SECOND = 1_000_000  # the ledger counts in microseconds
_NO_LIMIT = {Nature.INCAPACITY, Nature.OFFICE}  # consequences that end, and no time in which something can be done
_LATER = "SELECT id, entry, item, side FROM link WHERE allegation=? AND struck IS NULL AND entry>? ORDER BY entry"
_WITH_WITNESS = (
    "SELECT DISTINCT json_extract(said, '$.witness'), link.allegation FROM proof JOIN link USING (entry) "
    "WHERE struck IS NULL AND json_extract(said, '$.witness')<>''"
)
_RELEVANT = (
    "SELECT item, min(judged.entry) FROM judged JOIN link USING (item) WHERE allegation=? AND struck IS NULL "
    "AND judged.entry>? AND judgement='relevant' AND back IS NULL GROUP BY item ORDER BY 2"
)


@dataclass(frozen=True, slots=True)
class Made:
    """A decision or advice, as far as something can bear on it: since which entry and which day, and the numbers it is about."""

    id: str
    entry: int
    day: date
    of: Sequence[str]


@dataclass(frozen=True, slots=True)
class Trigger:
    """One thing that bears on it: `why` in one word, `says` in a sentence, the entry (None where computed), and the day."""

    why: str
    says: str
    entry: int | None
    on: date
    about: str  # the number of what it is: a link, an item, a witness, an offence, a clock


class Bearing:
    """All that can bear on any decision of a case, at one moment; clocks as they stand on a day.

    *Cost*: a pass over the acts of witnesses and over links, once; then by what came after each decision.
    """

    def __init__(self, view: View, book: Book, on: date) -> None:
        self._view, self._on = view, on
        self._alleged = entered(view, Alleged)
        self._speaks = _speaks(view)
        self._spoken = _spoken(view)
        self._changes = adopted.changes(view)
        self._clocks = [each for each in days.clocks(view, book, on) if each.nature not in _NO_LIMIT]
        self._belongs = {each.id: str(each["of"]) for each in entered(view, Dated)}

    def on(self, made: Made) -> list[Trigger]:
        """What bears on this one, in the ledger's order; what was computed comes last, by its day."""
        of, since = self.allegations(made.of), made.entry
        found = [*self._linked(of, since), *self._judged(of, since), *self._read(made)]
        found += [*self._spoke(of, since), *self._law(of, since)]
        return [*sorted(found, key=lambda each: each.entry or 0), *self._ended(of, made.day)]

    def allegations(self, of: Sequence[str]) -> list[str]:
        """The allegations among some numbers, and those that complaints among them led to, or that name subjects among them."""
        asked = set(of)
        found = {each for each in asked if each.startswith("ALG-")}
        if asked - found:
            found |= {each.id for each in self._alleged if asked & {*each["subjects"], *each["complaints"]}}
        return sorted(found)

    def _linked(self, of: Sequence[str], since: int) -> list[Trigger]:
        return [
            self._trigger("linked", f"{id_of(n)} was linked to {allegation}, {side} it", entry, link)
            for allegation in of
            for link, entry, n, side in self._view.tables.rows(_LATER, (allegation, since))
        ]

    def _judged(self, of: Sequence[str], since: int) -> list[Trigger]:
        """Items that were not judged relevant when it was made."""
        found: dict[int, int] = {}
        for allegation in of:
            for n, entry in self._view.tables.rows(_RELEVANT, (allegation, since)):
                if n not in found and standing_at(self._view, n, since) != "relevant":
                    found[n] = entry
        return [
            self._trigger("judged", f"{id_of(n)}, which is linked to it, was judged relevant", entry, id_of(n))
            for n, entry in found.items()
        ]

    def _read(self, made: Made) -> list[Trigger]:
        return [
            self._trigger(
                "reread", f"{id_of(n)}, which it was based on, was read again with other text", entry, id_of(n)
            )
            for n, entry in reread(self._view, made.id, made.entry)
        ]

    def _spoke(self, of: Sequence[str], since: int) -> list[Trigger]:
        speaking = {witness for witness, about in self._speaks.items() if about & {*of}}
        later = [each for each in self._spoken if each[0] in speaking and each[2] > since]
        return [self._trigger("witness", f"{witness}: {_WITNESS[do]}", entry, witness) for witness, do, entry in later]

    def _law(self, of: Sequence[str], since: int) -> list[Trigger]:
        offences = {str(each["offence"]) for each in self._alleged if each.id in of}
        return [
            self._trigger("law", f"the case adopted other law of {offence}", entry, offence)
            for entry, changed, _ in self._changes
            for offence in sorted(changed & offences)
            if entry > since
        ]

    def _ended(self, of: Sequence[str], since: date) -> list[Trigger]:
        """Its clocks whose last day has passed, which had not when it was made."""
        return [
            Trigger("clock", f"the last day was {each.ends}: {each.title}", None, each.ends, each.id)
            for each in self._clocks
            if each.state is State.ENDED
            and each.met_on is None
            and since <= each.ends < self._on
            and self._within(each.trigger, of)
        ]

    def _within(self, trigger: str, allegations: Sequence[str]) -> bool:
        """Whether an act is one of these allegations, or belongs to one, or to an act that does."""
        seen: set[str] = set()
        while trigger and trigger not in seen:
            if trigger in allegations:
                return True
            seen.add(trigger)
            trigger = self._belongs.get(trigger, "")
        return False

    def _trigger(self, why: str, says: str, entry: int, about: str) -> Trigger:
        return Trigger(why, says, entry, civil(self._view, entry), about)


_WITNESS = {
    "witness-named": "what is known of the witness was entered",
    "contacted": "somebody tried to speak with the witness, or did",
    "willing": "whether the witness would speak was recorded",
    "statement-taken": "a statement of the witness was recorded",
    "exhibited": "the witness produced an item",
    "proof-struck": "the witness was entered in error",
}


def _speaks(view: View) -> dict[str, set[str]]:
    """The allegations of each witness: those that they were ever said to speak about, and those of what they are linked with."""
    found: dict[str, set[str]] = {}
    for each in entered(view, WitnessNamed):
        found.setdefault(each.id, set()).update(each["speaks"])
    for witness, allegation in view.tables.rows(_WITH_WITNESS):
        found.setdefault(witness, set()).add(allegation)
    return found


def _spoken(view: View) -> list[tuple[str, str, int]]:
    """What was entered of each witness: their number, the act, its entry."""
    said = [(each.id, each.do, each.entry) for each in entered(view, WitnessNamed, Contacted, Willing, Struck)]
    gone = strikes(view)
    numbered = [each for each in entered(view, StatementTaken, Exhibited) if each.id not in gone]
    return said + [(str(each["witness"]), each.do, each.entry) for each in numbered]


def civil(view: View, entry: int) -> date:
    """The civil day of the case on which an entry was made."""
    at = int(view.tables.one("SELECT at FROM act WHERE entry=?", (entry,)))
    return datetime.fromtimestamp(at // _SECOND, UTC).astimezone(ZoneInfo(view.zone)).date()
