"""What courts reported of people and of what they convicted them: from findings and dated acts, each with what came after it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from muniment.prove import days
from muniment.prove.dated import DatedAct, person_of
from muniment.prove.entered import Entered
from muniment.prove.findings import AGENTS, PERSONAL, found
from muniment.prove.law.book import Book
from muniment.prove.law.clocks import ClockRule, Nature
from muniment.store.view import View

Json = dict[str, Any]
_CAPACITY = "capacity"  # of a finding, in free words; of an act, one of a few
AS_REPORTED = {"corrupt": "corrupt-practice-report", "illegal": "illegal-practice-report"}


@dataclass(frozen=True, slots=True)
class Report:
    """What a court reported of somebody, or of what it convicted them: the act from which something runs, and its findings."""

    act: DatedAct
    findings: Sequence[Entered]

    @property
    def grounds(self) -> list[str]:
        """The grounds of it, as far as findings name them."""
        return sorted({str(each["ground"]) for each in self.findings})


def reports(view: View, book: Book) -> list[Report]:
    """Every report and conviction, the earliest first; findings of one day, kind, election and person are one report of all grounds.

    What was also entered as a dated act is that act. Each dated act is one of its own: a person may be convicted twice on a day.
    """
    kinds = {kind for rule in after_findings(book) for kind in rule.trigger}
    acts = sorted((each for each in days.acts(view) if each.kind in kinds), key=lambda act: act.id)
    found_ = {each.id: Report(each, ()) for each in acts}
    first: dict[tuple[object, ...], str] = {}  # the report of a day that a finding of that day is of
    for act in acts:
        first.setdefault(_key(act), act.id)
    for each in found(view):
        kind = AS_REPORTED.get(each["as_found"])
        if kind and each["day"] and each["attribution"] in PERSONAL | AGENTS:
            day, name = date.fromisoformat(each["day"]), person_of(each.id, each["person"])
            by_agents = each["attribution"] not in PERSONAL
            act = DatedAct(each.id, kind, day, day, each["election"], each["nation"], name, by_agents)
            known = found_.get(first.setdefault(_key(act), act.id), Report(act, ()))
            found_[known.act.id] = Report(known.act, (*known.findings, each))
    said = [_with_capacity(each, book) for each in found_.values()]
    return sorted(said, key=lambda report: (report.act.first, report.act.id))


def _with_capacity(report: Report, book: Book) -> Report:
    """The same report, with as what the person was reported, where its act and findings agree on one word of the tables."""
    words = book.clocks.acts.fields[_CAPACITY].values
    named = {
        report.act.value(_CAPACITY),
        *("-".join(str(each["capacity"] or "").casefold().split()) for each in report.findings),
    }
    values = {name: said for name, said in report.act.values.items() if name != _CAPACITY}
    (only, *others) = {each for each in named if each} or {""}
    if only in words and not others:
        values[_CAPACITY] = only
    return replace(report, act=replace(report.act, values=values))


def _key(act: DatedAct) -> tuple[object, ...]:
    return act.kind, act.person, act.first, bool(act.by_agents), act.election, act.nation


def after_findings(book: Book) -> list[ClockRule]:
    """The clocks that run from what courts found."""
    return [each for each in book.clocks.clocks.values() if each.nature in {Nature.INCAPACITY, Nature.OFFICE}]


def every_act(view: View, known: Sequence[Report]) -> list[DatedAct]:
    """All dated acts and reports; what belongs to one finding belongs to the report that the finding is of."""
    of = {finding.id: each.act.id for each in known for finding in each.findings}
    there = {each.id: each for each in days.acts(view)} | {each.act.id: each.act for each in known}
    return [replace(each, of=of.get(each.of, each.of)) for each in there.values()]


def after(act: DatedAct, every: Sequence[DatedAct], book: Book) -> list[Json]:
    """What came after a report or conviction: all that says it belongs to it, and what can end it, of the same person."""
    kinds = following(act.kind, book)
    own = (each for each in every if each.of == act.id and each.last >= act.first)
    return _rows(
        {each.id: each for each in [*own, *(each for each in every if _may_be_of(each, act, kinds))]}.values(), book
    )


def loose(known: Sequence[Report], every: Sequence[DatedAct], book: Book) -> list[DatedAct]:
    """What ends or stays something that a court found, and belongs to nothing that is entered here."""
    kinds = {kind for rule in after_findings(book) for kind in rule.met_by}
    placed = {row["id"] for each in known for row in after(each.act, every, book)}
    return [each for each in every if each.kind in kinds and each.id not in placed]


def after_each(view: View, book: Book) -> dict[str, Json]:
    """Of each finding what came after it, and which kinds of act can.

    Of one that is of no report, as where nobody has seen by whose acts it was, only what says that it belongs to it.
    """
    known = reports(view, book)
    every, of = every_act(view, known), {finding.id: each.act for each in known for finding in each.findings}
    own: dict[str, list[DatedAct]] = {}
    for step in every:
        own.setdefault(step.of, []).append(step)
    said = {}
    for each in found(view):
        act, kind = of.get(each.id), AS_REPORTED.get(each["as_found"], "")
        said[each.id] = {
            "after": after(act, every, book) if act else _rows(own.get(each.id, ()), book),
            "following": following(act.kind if act else kind, book),
        }
    return said


def _rows(later: Iterable[DatedAct], book: Book) -> list[Json]:
    return [
        {
            "id": each.id,
            "kind": each.kind,
            "title": book.clocks.acts.kinds[each.kind].title,
            "day": each.last.isoformat(),
        }
        for each in sorted(later, key=lambda each: (each.last, each.id))
        if each.kind not in book.clocks.table.starting  # that has clocks, and a place, of its own
    ]


def following(kind: str, book: Book) -> list[str]:
    """The kinds of act that can end, on appeal or by relief, what runs from such an act; in the order of the tables."""
    met_by = {each for rule in after_findings(book) if kind in rule.trigger for each in rule.met_by}
    return [each for each in book.clocks.acts.kinds if each in met_by]


def _may_be_of(step: DatedAct, act: DatedAct, kinds: Collection[str]) -> bool:
    same = (step.person, step.election, step.nation) == (act.person, act.election, act.nation)
    return not step.of and step.kind in kinds and same and step.last >= act.first
