"""Offences with their elements, as they stood on a day, in a nation, for a kind of election (offences.yaml)."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from muniment.prove.law import citation, clockbook
from muniment.prove.law.citation import Place
from muniment.prove.law.clockbook import ClockBook
from muniment.prove.law.load import FOLDER, Spot, Status, refer, table, weakest

FILE = "offences.yaml"


class Kind(StrEnum):
    """What kind of offence the statute makes of it."""

    CORRUPT = "corrupt-practice"
    ILLEGAL = "illegal-practice"
    ILLEGAL_PAYMENT = "illegal-payment"
    ILLEGAL_EMPLOYMENT = "illegal-employment"
    SUMMARY = "summary"
    EITHER_WAY = "either-way"
    EITHER_OR_SUMMARY = "either-way-or-summary"
    INDICTABLE = "indictable"
    CIVIL_PENALTY = "civil-penalty"
    OTHER = "other"


class Part(StrEnum):
    """What an element is to its offence."""

    ACT = "act"
    ACT_ANY = "act-any"  # one of several acts, of which any will do
    ALTERNATIVE = "alternative"
    CIRCUMSTANCE = "circumstance"
    PURPOSE = "purpose"
    PURPOSE_ANY = "purpose-any"  # one of several purposes, of which any will do
    MENTAL = "mental"
    PARTICIPATION = "participation"
    ATTRIBUTION = "attribution"
    EXCEPTION = "exception"
    DEFENCE = "defence"
    FIGURE = "figure"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Penalty:
    """What somebody convicted may be sentenced to."""

    id: str
    source: str
    status: Status
    indictment: str = ""
    summary: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Incapacity:
    """What somebody convicted or reported may not do, for so many years."""

    id: str
    years: int
    bars: tuple[str, ...]
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class Consequence:
    """What an election court does with it."""

    id: str
    text: str
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class Element:
    """Something that must be shown; an exception or a defence is one that helps the person accused."""

    id: str
    kind: Part
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """When, where and for which elections it is the law; None and () are without end, and all.

    `first` and `last` are days of the conduct; `polls_from`: only in relation to a poll of that day or later.
    """

    status: Status
    first: date | None = None
    last: date | None = None
    nations: tuple[str, ...] = ()
    elections: tuple[str, ...] = ()
    polls_from: date | None = None
    note: str = ""

    def covers(self, on: date | None, election: str, nation: str, poll: date | None = None) -> bool:
        """Whether it was the law; `on` or `poll` None, and "" for an election or a nation, ask for any."""
        if poll is not None and self.polls_from is not None and poll < self.polls_from:
            return False
        there = not self.nations or not nation or nation in self.nations
        then = on is None or ((self.first or on) <= on <= (self.last or on))
        return there and then and (not self.elections or not election or election in self.elections)


@dataclass(frozen=True, slots=True)
class Offence:
    """One offence. `limited`: the time limit of s.176 applies to it. `status` is that of its text, each span has its own.

    `limit_from`: where it has a limit of its own, the kinds of act from which that runs, the first of them entered first.
    `own_answers`: what somebody answered in an election court is evidence of it against them (s.141(2)).
    """

    id: str
    citation: str
    title: str
    kind: Kind
    status: Status
    elements: tuple[Element, ...]
    liable: tuple[str, ...]
    incapacity: str
    consequence: str
    valid: tuple[Span, ...]
    penalty: str = ""
    penalty_text: str = ""
    agency: str = ""
    note: str = ""
    limited: bool = True
    own_answers: bool = False
    limit_from: tuple[str, ...] = field(default=(), repr=False)  # makes no offence another one (`Book.hashes`)

    @property
    def places(self) -> tuple[Place, ...]:
        """The places of the statute that make it."""
        return citation.places(self.citation)

    def spans(
        self, on: date | None, election: str = "", nation: str = "", poll: date | None = None
    ) -> tuple[Span, ...]:
        """Under which spans it was the law then and there; none: it was not."""
        return tuple(each for each in self.valid if each.covers(on, election, nation, poll))

    def status_on(self, on: date | None, election: str = "", nation: str = "", poll: date | None = None) -> Status:
        """How far it was verified that this was its text then and there."""
        return weakest((self.status, *(each.status for each in self.spans(on, election, nation, poll))))


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground of a petition that is no offence."""

    id: str
    citation: str
    title: str
    status: Status
    elements: tuple[Element, ...] = ()
    effect: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Modifier:
    """What changes how offences are treated."""

    id: str
    citation: str
    effect: str
    status: Status


@dataclass(frozen=True, slots=True)
class Rung:
    """Whose act it was, as far as that counts for a candidate."""

    id: str
    title: str
    text: str
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class Offences:
    """The tables of offences."""

    penalties: dict[str, Penalty]
    incapacities: dict[str, Incapacity]
    consequences: dict[str, Consequence]
    offences: dict[str, Offence]
    grounds: dict[str, Ground]
    modifiers: dict[str, Modifier]
    ladder: dict[str, Rung]

    def cited(self, written: str, on: date | None = None, election: str = "", nation: str = "") -> list[Offence]:
        """Every offence of the places that a citation names, in force then and there; also by its id."""
        wanted = citation.places(written)
        found = [
            each
            for each in self.offences.values()
            if each.id == written or any(a.within(b) or b.within(a) for a in each.places for b in wanted)
        ]
        return [each for each in found if each.spans(on, election, nation)]


def load(folder: Path = FOLDER, book: ClockBook | None = None) -> Offences:
    """Read the tables; kinds of election and nations are those of `book`, of our own clocks where none is given.

    A span may name a group of elections: it is read as the kinds that are in it.
    Raises: BadLaw.
    """
    book = book or clockbook.ours()
    found = table(Offences, folder / FILE)
    for offence in found.offences.values():
        _check(offence, found, book)
    return replace(found, offences={each.id: _spread(each, book) for each in found.offences.values()})


def _spread(offence: Offence, book: ClockBook) -> Offence:
    """The offence with each group of elections as the kinds that are in it, in the order of the tables."""

    def kinds(span: Span) -> tuple[str, ...]:
        named = book.table.kinds(span.elections) if span.elections else frozenset()
        return tuple(each for each in book.table.elections if each in named)

    return replace(offence, valid=tuple(replace(span, elections=kinds(span)) for span in offence.valid))


def _check(offence: Offence, tables: Offences, book: ClockBook) -> None:
    spot = Spot(FILE, offence.id)
    refer([offence.penalty] if offence.penalty else [], tables.penalties, spot.at("penalty"), "penalty")
    refer([offence.incapacity], tables.incapacities, spot.at("incapacity"), "incapacity")
    refer([offence.consequence], tables.consequences, spot.at("consequence"), "consequence")
    refer(offence.limit_from, book.acts.kinds, spot.at("limit_from"), "kind of act")
    if bool(offence.penalty) is bool(offence.penalty_text):
        raise spot.at("penalty").wrong("an offence has a penalty of the table or one in words, and not both")
    if len({each.id for each in offence.elements}) < len(offence.elements) or not offence.elements:
        raise spot.at("elements").wrong("an offence has elements, each with an id of its own")
    if not offence.valid:
        raise spot.at("valid").wrong("an offence is the law at some time")
    for place, span in enumerate(offence.valid, 1):
        if span.first and span.last and span.last < span.first:
            raise spot.at(f"valid.{place}").wrong("it ends before it begins")
        refer(span.elections, book.table.names, spot.at(f"valid.{place}.elections"), "kind of election")
        refer(span.nations, book.holidays.nations, spot.at(f"valid.{place}.nations"), "nation")
