"""Acts of proof: complaints, allegations, what supports and what undermines them, witnesses, dated acts, requests, decisions.

Shapes are for ever, as in `act`: each field is one key of the entry, in the order in which it stands here; what is personal,
and what a person writes in their own words, is marked `Sealed` and lies apart. Days are civil days of the case, YYYY-MM-DD, ""
where none was given. What has a number of its own gets it when it is recorded; `on` holds it, or the number of what the act
is about. Closed lists (kinds of act, elements, routes, ...) are data of the law: `prove/law/`.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, ClassVar

from muniment.model.act import Act, Numbers, Sealed
from muniment.model.deed import Named, Ranges, listed
from muniment.model.reading import Json

_LISTED = ("ids", "list")
_SEALED = {"sealed": True}


def _sealed() -> Any:
    """A field whose value is personal, or a person's own words."""
    return field(default="", metadata=_SEALED)


class Side(StrEnum):
    """Which way a passage points. Both have the same place everywhere."""

    FOR = "for"
    AGAINST = "against"


class Says(StrEnum):
    """Whether a witness would speak in one forum."""

    YES = "yes"
    NO = "no"
    IF = "if"  # under a condition, which is said
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof(Act):
    """An act of proof; `prefix` is that of the number which it is given, "" where it is about what has one."""

    prefix: ClassVar[str] = ""
    on: str = ""

    def fields(self) -> dict[str, Json]:
        """Every field but those that are sealed."""
        return {name: _plain(getattr(self, name)) for name in self.open_names()}

    def sealed(self) -> Sealed:
        """The fields that are sealed, by their names."""
        return [(name, _plain(getattr(self, name))) for name in self.sealed_names()]

    @classmethod
    def open_names(cls) -> tuple[str, ...]:
        """Which of its fields stand open in the entry."""
        return tuple(each.name for each in dataclasses.fields(cls) if not each.metadata and each.name not in _LISTED)

    @classmethod
    def sealed_names(cls) -> tuple[str, ...]:
        """Which of its fields are sealed, in order of place."""
        return tuple(each.name for each in dataclasses.fields(cls) if each.metadata)

    def numbered(self, numbers: Numbers) -> Act:
        """The act with its number given."""
        return replace(self, on=numbers.record(self.prefix)) if self.prefix and not self.on else self


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Proof):
    """An act of proof over some items, in their order."""

    ids: Ranges = ()
    count: int = 0
    list: Named | None = None

    def fields(self) -> dict[str, Json]:
        """Every field but those that are sealed; the items, or the list that holds them."""
        return {name: _plain(getattr(self, name)) for name in self.open_names()} | listed(self.ids, self.list)


def _plain(value: Any) -> Json:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value


# -- the law


@dataclass(frozen=True, slots=True, kw_only=True)
class LawAdopted(Proof):
    """The case goes by this version of the tables of law from here on.

    `hash` is over all of them; `offences` and `clocks` have one of each entry, so that it is seen which of them changed.
    """

    do: ClassVar[str] = "law-adopted"
    tables: str
    hash: str
    offences: dict[str, str] = field(default_factory=dict)
    clocks: dict[str, str] = field(default_factory=dict)


# -- complaints, and the people in them


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintReceived(Proof):
    """Somebody complained. `items` are what the complaint came in as, where it did."""

    do: ClassVar[str] = "complaint-received"
    prefix: ClassVar[str] = "CMP"
    received: str
    category: str
    channel: str
    election: str = ""
    items: Sequence[str] = ()
    who: str = _sealed()
    contact: str = _sealed()
    area: str = _sealed()
    text: str = _sealed()
    force: str = _sealed()  # the police force and the council that the yearly return names
    authority: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintAnswered(Proof):
    """The person who complained was answered."""

    do: ClassVar[str] = "complaint-answered"
    day: str
    how: str
    person: str = _sealed()  # who answered
    text: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintEnded(Proof):
    """What became of a complaint, in the outcomes of the yearly return, with a `reason` of it; the newest stands."""

    do: ClassVar[str] = "complaint-ended"
    day: str
    outcome: str
    reason: str = ""
    why: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectNamed(Proof):
    """Somebody of whom something is alleged: a person, an agent (`of` whom), a party, a body."""

    do: ClassVar[str] = "subject-named"
    prefix: ClassVar[str] = "SUB"
    kind: str
    of: str = ""
    name: str = _sealed()
    note: str = _sealed()


# -- allegations


@dataclass(frozen=True, slots=True, kw_only=True)
class Alleged(Proof):
    """An allegation against a section as it stood on the day; with `on` given, a new wording of one that there is."""

    do: ClassVar[str] = "alleged"
    prefix: ClassVar[str] = "ALG"
    offence: str
    first: str  # the day of the act, or the earliest that it can have been
    last: str
    election: str
    nation: str
    poll: str = ""
    attribution: str = ""
    subjects: Sequence[str] = ()
    complaints: Sequence[str] = ()
    text: str = _sealed()
    written: str = _sealed()  # the citation as somebody wrote it


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(Proof):
    """A passage, or a physical thing (no page), that supports an element of an allegation or undermines it.

    `reading` is the entry of the reading that was seen. `routes` say for each forum by which way it could be used there, or
    why not; `reasons` say why, where a route needs it.
    """

    do: ClassVar[str] = "linked"
    prefix: ClassVar[str] = "LNK"
    allegation: str
    element: str
    side: Side
    item: str
    reading: int | None
    page: int | None
    span: tuple[int, int] | None
    routes: dict[str, str]
    witness: str = ""  # whose answers in an election court these are, or whose statement this is
    words: str = _sealed()
    assessment: str = _sealed()
    reasons: dict[str, str] = field(default_factory=dict, metadata=_SEALED)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAssessed(Proof):
    """A person's assessment of what was linked, and its routes, said anew."""

    do: ClassVar[str] = "link-assessed"
    routes: dict[str, str]
    assessment: str = _sealed()
    reasons: dict[str, str] = field(default_factory=dict, metadata=_SEALED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck(Proof):
    """What was entered under this number was entered in error; it stays, marked so, and counts no longer."""

    do: ClassVar[str] = "proof-struck"
    why: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSaid(Proof):
    """What kind of court paper an item is, none among them; and whose answers it holds (`on` is the item)."""

    do: ClassVar[str] = "paper-said"
    kind: str
    witness: str = ""


# -- right of reply


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOf(Proof):
    """The case is that of this kind of body (police, petitioner, ...); the newest stands."""

    do: ClassVar[str] = "case-of"
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Put(Proof):
    """An allegation was put to its subject; or was not yet (`how` is not-yet), with a `reason` from a closed list.

    `body` is the kind of body that put it, "" where nobody said.
    """

    do: ClassVar[str] = "put"
    prefix: ClassVar[str] = "PUT"
    allegation: str
    subject: str
    day: str
    how: str
    reason: str = ""
    body: str = ""
    items: Sequence[str] = ()
    what: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied(Proof):
    """What the subject answered to what was put."""

    do: ClassVar[str] = "replied"
    day: str
    items: Sequence[str] = ()
    answer: str = _sealed()


# -- witnesses


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessNamed(Proof):
    """A person who can speak to facts; with `on` given, what is known of them anew. `spouse` is a subject or witness."""

    do: ClassVar[str] = "witness-named"
    prefix: ClassVar[str] = "WIT"
    subject: str = ""  # where the same person is one
    spouse: str = ""
    speaks: Sequence[str] = ()  # allegations and subjects that they can speak about
    name: str = _sealed()
    about: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacted(Proof):
    """Somebody tried to speak with a witness, or did."""

    do: ClassVar[str] = "contacted"
    day: str
    how: str
    result: str
    person: str = _sealed()  # who asked
    asked: str = _sealed()
    answer: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementTaken(Proof):
    """A version of a witness's statement; the item that it lies in, where it came in."""

    do: ClassVar[str] = "statement-taken"
    prefix: ClassVar[str] = "STA"
    witness: str
    day: str
    form: str
    signed: bool
    item: str = ""
    note: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Willing(Proof):
    """Whether a witness would speak in one forum, what they fear, and which special measures would help."""

    do: ClassVar[str] = "willing"
    forum: str
    says: Says
    fear: bool = False
    measures: Sequence[str] = ()
    why: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibited(Proof):
    """A witness produces an item under a reference; one original may bear several."""

    do: ClassVar[str] = "exhibited"
    prefix: ClassVar[str] = "EXH"
    witness: str
    item: str
    statement: str = ""
    ref: str = _sealed()
    title: str = _sealed()


# -- days


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Proof):
    """Something happened on a day, or between two: clocks run from it. `values` is what a kind of act needs besides."""

    do: ClassVar[str] = "dated"
    prefix: ClassVar[str] = "ACT"
    kind: str
    first: str
    last: str
    election: str
    nation: str
    by_agents: bool | None = None  # of a finding; None where it is none
    of: str = ""  # the allegation or earlier act that it belongs to
    values: dict[str, str] = field(default_factory=dict)
    person: str = _sealed()
    note: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSet(Proof):
    """A clock that a person adds, for what perishes; `ends` is the last day."""

    do: ClassVar[str] = "clock-set"
    prefix: ClassVar[str] = "CLK"
    ends: str
    of: str = ""
    what: str = _sealed()
    holder: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMet(Proof):
    """What a clock asks for was done on a day. `clock` is as `prove clocks` names it."""

    do: ClassVar[str] = "clock-met"
    clock: str
    day: str
    how: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken(Proof):
    """A step of the investigation, for the log that shows whether there was undue delay; or why there was none."""

    do: ClassVar[str] = "step-taken"
    day: str
    of: Sequence[str] = ()
    text: str = _sealed()


# -- requests and advice


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Proof):
    """Somebody was asked for a thing, on a basis, until a day; `data` is what officers hold, as the tables name it."""

    do: ClassVar[str] = "asked"
    prefix: ClassVar[str] = "REQ"
    day: str
    due: str
    basis: str
    data: str = ""
    of: Sequence[str] = ()
    body: str = _sealed()
    what: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAnswered(Proof):
    """What was asked for was supplied (by which bundle), in part, refused, or is not held."""

    do: ClassVar[str] = "asked-answered"
    day: str
    answer: str
    bundle: str = ""
    why: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceAsked(Counted):
    """Advice was asked of somebody, with these items put before them."""

    do: ClassVar[str] = "advice-asked"
    prefix: ClassVar[str] = "ADV"
    day: str
    of: Sequence[str] = ()
    body: str = _sealed()
    what: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceGiven(Proof):
    """The advice that was given."""

    do: ClassVar[str] = "advice-given"
    day: str
    items: Sequence[str] = ()
    text: str = _sealed()


# -- decisions


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(Counted):
    """A decision and its basis at that moment.

    `ids` are, one after the other and as many as `parts` says: what the decider had opened, what was put before them, what
    others had opened, what nobody had. `roots` are the Merkle roots of these four lists. Recorded as made elsewhere, the
    decider is no person of this case, and what they had opened is what is said.
    """

    do: ClassVar[str] = "decided"
    prefix: ClassVar[str] = "DEC"
    kind: str
    day: str
    of: Sequence[str]
    stage: str
    shape: str
    elsewhere: bool
    decider: str  # a person's number, "" where it was made elsewhere
    body_kind: str
    advice: Sequence[str]
    parts: tuple[int, int, int, int]
    roots: tuple[str, str, str, str]
    items: int  # in the case at that moment
    unread: int
    textless: int
    next_item: int  # what came in later has this number or a higher one
    body: str = _sealed()
    name: str = _sealed()
    reason: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionAnswered(Proof):
    """All that bore on a decision, or on advice, up to entry `until` was answered; `clocks` had run out by then, with their last day."""

    do: ClassVar[str] = "decision-answered"
    answer: str  # stands, varied, withdrawn
    day: str
    until: int
    clocks: dict[str, str] = field(default_factory=dict)
    body: str = _sealed()  # whose answer it is, where that is another body
    why: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeciderNamed(Proof):
    """A person (`on`) may record decisions, or (`ends`) may no longer; whoever began the case always may."""

    do: ClassVar[str] = "decider-named"
    ends: bool = False
    why: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassessing(Proof):
    """A joint reassessment of a decision, with another body: begun, or (`outcome`) ended."""

    do: ClassVar[str] = "reassessing"
    day: str
    outcome: str = ""
    body: str = _sealed()
    note: str = _sealed()


# -- both sides


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEntered(Proof):
    """A reasonable line of inquiry, and which way it points; with `on` given, what became of it."""

    do: ClassVar[str] = "line-entered"
    prefix: ClassVar[str] = "LIN"
    day: str
    points: str  # towards, away, either
    state: str  # open, followed, not-followed
    of: Sequence[str] = ()
    text: str = _sealed()
    why: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled(Counted):
    """Items of unused material, described for a schedule singly, or as a block by quantity and title."""

    do: ClassVar[str] = "scheduled"
    prefix: ClassVar[str] = "SCH"
    schedule: str
    block: bool
    test: str  # meets, may-meet, does-not, not-examined
    title: str = _sealed()
    description: str = _sealed()
    reason: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSubmitted(Proof):
    """A schedule went out; its rows keep these numbers in every later submission."""

    do: ClassVar[str] = "schedule-submitted"
    prefix: ClassVar[str] = "SUM"
    schedule: str
    day: str
    first: int
    rows: Sequence[str]
    body: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureReviewed(Proof):
    """Unused material was reviewed (again), as after a defence statement, which lies in `items`."""

    do: ClassVar[str] = "disclosure-reviewed"
    prefix: ClassVar[str] = "REV"
    kind: str  # first, defence-statement, continuing
    day: str
    items: Sequence[str] = ()
    text: str = _sealed()


# -- what a court found


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Proof):
    """What a court found of somebody: a ground, and by whose acts. `day` is that of its report, "" where nobody knows it."""

    do: ClassVar[str] = "found"
    prefix: ClassVar[str] = "FND"
    ground: str  # an offence or a ground of the tables
    as_found: str  # corrupt, illegal, neither: as the court called it
    attribution: str  # personal, by-agents, both, none-needed, not-found, unknown
    day: str
    election: str
    nation: str
    status: str  # how far it was verified
    person: str = _sealed()
    capacity: str = _sealed()
    paras: str = _sealed()
    note: str = _sealed()


# -- what sources say


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimEntered(Proof):
    """What somebody says, where a source has it: no fact of the case. `about` is a word for the matter.

    `first` and `last` are the days of which it speaks. `grade` is the source's, in the words of `scheme`.
    """

    do: ClassVar[str] = "claim-entered"
    prefix: ClassVar[str] = "CLM"
    item: str
    reading: int | None
    page: int | None
    span: tuple[int, int] | None
    about: str
    first: str = ""
    last: str = ""
    scheme: str = ""
    grade: str = ""
    who: str = _sealed()
    words: str = _sealed()
    says: str = _sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsDiffer(Proof):
    """Some claims cannot all be so, in the judgement of whoever enters it."""

    do: ClassVar[str] = "claims-differ"
    prefix: ClassVar[str] = "DIF"
    claims: Sequence[str]
    why: str = _sealed()


KINDS: dict[str, type[Proof]] = {
    kind.do: kind
    for kind in (
        LawAdopted,
        ComplaintReceived,
        ComplaintAnswered,
        ComplaintEnded,
        SubjectNamed,
        Alleged,
        Linked,
        LinkAssessed,
        Struck,
        PaperSaid,
        CaseOf,
        Put,
        Replied,
        WitnessNamed,
        Contacted,
        StatementTaken,
        Willing,
        Exhibited,
        Dated,
        ClockSet,
        ClockMet,
        StepTaken,
        Asked,
        AskedAnswered,
        AdviceAsked,
        AdviceGiven,
        Decided,
        DecisionAnswered,
        DeciderNamed,
        Reassessing,
        LineEntered,
        Scheduled,
        ScheduleSubmitted,
        DisclosureReviewed,
        Finding,
        ClaimEntered,
        ClaimsDiffer,
    )
}
