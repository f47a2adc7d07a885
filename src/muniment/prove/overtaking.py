"""What bears on a decision, or on advice, that came after it; nothing else overtakes it.

A passage linked to one of its allegations, a linked item judged relevant, an item of its basis read again with other text, a
witness of such an allegation, the adopted law of its offence, and one of its clocks that ran out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
from muniment.prove import days, working
from muniment.prove.clock import ENTERED, Clock, State
from muniment.prove.entered import entered, strikes
from muniment.prove.judged import relevant_since
from muniment.prove.law import adopted
from muniment.prove.law.book import Book
from muniment.prove.law.clocks import Nature
from muniment.prove.rereading import Rereadings
from muniment.store.ids import id_of
from muniment.store.view import View

_SECOND = 1_000_000  # the ledger counts in microseconds
_FIRST = 5  # numbers that a sentence names
_NO_LIMIT = {Nature.INCAPACITY, Nature.OFFICE}  # consequences that end, and no time in which something can be done
_LATER = (
    "SELECT link.id, entry, at, item, side FROM link JOIN act USING (entry) "
    "WHERE allegation=? AND struck IS NULL AND entry>? ORDER BY entry"
)
_WITH_WITNESS = "SELECT DISTINCT witness, allegation FROM link WHERE struck IS NULL AND witness<>''"


@dataclass(frozen=True, slots=True)
class Made:
    """A decision or advice, as far as something can bear on it: its entry and its day, and the numbers it is about.

    `since`: what came after this entry is later than it; its own entry, or an earlier one, where it was recorded late.
    """

    id: str
    entry: int
    day: date
    of: Sequence[str]
    since: int


@dataclass(frozen=True, slots=True)
class Trigger:
    """One thing that bears on it: `why` in one word, `says` in a sentence, the entry (None where computed), and the day."""

    why: str
    says: str
    entry: int | None
    on: date
    about: str  # the number of what it is: a link, an item, a witness, an offence, a clock
    of: Sequence[str] = ()  # the allegations that it is about, or what else of the decision; none of an item read again


class Bearing:
    """All that can bear on any decision of a case, at one moment; clocks as they stand on a day.

    `clocks`: those of the case on that day, where they were reckoned already. *Cost*: a pass over the acts of witnesses, over
    links and readings, once; then by what came after each decision.
    """

    def __init__(self, view: View, book: Book, on: date, clocks: Sequence[Clock] | None = None) -> None:
        self._view, self._on, self._zone = view, on, ZoneInfo(view.zone)
        self._alleged = entered(view, Alleged)
        self._speaking, self._spoken = _speaking(view), _spoken(view)
        self._changes = adopted.changes(view)
        self._reread = Rereadings(view)
        self._ran_out = self._by_what_they_are_of(
            days.clocks(view, book, on, words=False) if clocks is None else clocks
        )

    def on(self, made: Made) -> list[Trigger]:
        """What bears on this one, in the ledger's order; what was computed comes last, by its day."""
        of, since = self.allegations(made.of), made.since
        found = [*self._linked(of, since), *self._judged(of, since), *self._read(made)]
        found += [*self._spoke([*of, *made.of], since), *self._law(of, since)]
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
            Trigger(
                "linked", f"{id_of(n)} was linked to {allegation}, {side} it", entry, self._day(at), link, (allegation,)
            )
            for allegation in of
            for link, entry, at, n, side in self._view.tables.rows(_LATER, (allegation, since))
        ]

    def _judged(self, of: Sequence[str], since: int) -> list[Trigger]:
        """Items that were not judged relevant when it was made."""
        found: dict[int, tuple[int, int]] = {}
        linked: dict[int, list[str]] = {}
        for allegation in of:
            for n, *later in relevant_since(self._view, allegation, since):
                found.setdefault(n, (later[0], later[1]))
                linked.setdefault(n, []).append(allegation)
        return [
            Trigger(
                "judged",
                f"{id_of(n)}, which is linked to {_named(linked[n])}, was judged relevant",
                entry,
                self._day(at),
                id_of(n),
                linked[n],
            )
            for n, (entry, at) in found.items()
        ]

    def _read(self, made: Made) -> list[Trigger]:
        return [
            self._trigger(
                "reread", f"{id_of(n)}, which it was based on, was read again with other text", entry, id_of(n)
            )
            for n, entry in self._reread.of(made.id, made.entry)
        ]

    def _spoke(self, of: Sequence[str], since: int) -> list[Trigger]:
        speaking: dict[str, list[str]] = {}
        for each in dict.fromkeys(of):
            for witness in self._speaking.get(each, ()):
                speaking.setdefault(witness, []).append(each)
        return [
            self._trigger(
                "witness", f"{witness}, who speaks about {_named(about)}: {_WITNESS[do]}", entry, witness, about
            )
            for witness, about in sorted(speaking.items())
            for do, entry in self._spoken.get(witness, ())
            if entry > since
        ]

    def _law(self, of: Sequence[str], since: int) -> list[Trigger]:
        offences: dict[str, list[str]] = {}
        for each in self._alleged:
            if each.id in of and each.id not in offences.setdefault(str(each["offence"]), []):
                offences[str(each["offence"])].append(each.id)
        return [
            self._trigger(
                "law",
                f"for {_named(offences[offence])} the case adopted other law of {offence}",
                entry,
                offence,
                offences[offence],
            )
            for entry, changed, _ in self._changes
            for offence in sorted(changed & offences.keys())
            if entry > since
        ]

    def _ended(self, of: Sequence[str], since: date) -> list[Trigger]:
        """Its clocks whose last day has passed, which had not when it was made."""
        found: dict[str, Clock] = {}
        belongs: dict[str, list[str]] = {}
        for allegation in of:
            for each in self._ran_out.get(allegation, ()):
                if since <= each.ends:
                    found[each.id] = each
                    belongs.setdefault(each.id, []).append(allegation)
        return [
            Trigger("clock", _last_day(each, belongs[each.id]), None, each.ends, each.id, belongs[each.id])
            for each in sorted(found.values(), key=lambda each: (each.ends, each.id))
        ]

    def _by_what_they_are_of(self, clocks: Sequence[Clock]) -> dict[str, list[Clock]]:
        """The clocks that ran out, by the act or allegation that they run from, and by each that this one belongs to."""
        belongs = {each.id: str(each["of"]) for each in entered(self._view, Dated)}
        found: dict[str, list[Clock]] = {}
        for clock in clocks:
            if clock.state is not State.ENDED or clock.met_on or clock.nature in _NO_LIMIT or clock.ends >= self._on:
                continue
            trigger, seen = clock.trigger, set[str]()
            while trigger and trigger not in seen:
                found.setdefault(trigger, []).append(clock)
                seen.add(trigger)
                trigger = belongs.get(trigger, "")
        return found

    def _trigger(self, why: str, says: str, entry: int, about: str, of: Sequence[str] = ()) -> Trigger:
        at = int(self._view.tables.one("SELECT at FROM act WHERE entry=?", (entry,)))
        return Trigger(why, says, entry, self._day(at), about, of)

    def _day(self, at: int) -> date:
        """The civil day of the case at a moment of the ledger."""
        return datetime.fromtimestamp(at // _SECOND, self._zone).date()


def _named(ids: Sequence[str]) -> str:
    """Numbers in a sentence; of many the first."""
    more = len(ids) - _FIRST
    return ", ".join(ids[:_FIRST]) + (f" and {more:,} more" if more > 0 else "")


def _last_day(clock: Clock, of: Sequence[str]) -> str:
    own = f" ({clock.id})" if clock.rule == ENTERED else ""
    return f"for {_named(of)} the last day was {working.day(clock.ends)}: {clock.title}{own}"


_WITNESS = {
    "witness-named": "what is known of the witness was entered",
    "contacted": "somebody tried to speak with the witness, or did",
    "willing": "whether the witness would speak was recorded",
    "statement-taken": "a statement of the witness was recorded",
    "exhibited": "the witness produced an item",
    "proof-struck": "the witness was entered in error",
}


def _speaking(view: View) -> dict[str, set[str]]:
    """Of each allegation: who was ever said to speak about it, and who a link to it names."""
    found: dict[str, set[str]] = {}
    for each in entered(view, WitnessNamed):
        for about in each["speaks"]:
            found.setdefault(about, set()).add(each.id)
    for witness, allegation in view.tables.rows(_WITH_WITNESS):
        found.setdefault(allegation, set()).add(witness)
    return found


def _spoken(view: View) -> dict[str, list[tuple[str, int]]]:
    """What was entered of each witness: the act, and its entry."""
    said = [(each.id, each.do, each.entry) for each in entered(view, WitnessNamed, Contacted, Willing, Struck)]
    gone = strikes(view)
    numbered = [each for each in entered(view, StatementTaken, Exhibited) if each.id not in gone]
    said += [(str(each["witness"]), each.do, each.entry) for each in numbered]
    found: dict[str, list[tuple[str, int]]] = {}
    for witness, do, entry in said:
        found.setdefault(witness, []).append((do, entry))
    return found
