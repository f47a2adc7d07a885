"""Who may not stand, sit, register or vote, by what courts found: from which day to which, by which section, and what came after.

Findings of guilt by agents are told apart, on every line; whom they bar is said by the tables. Of a day that is not known, or is
one of several, nobody who may still be barred counts as free.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from muniment.prove import working
from muniment.prove.clock import Clock
from muniment.prove.clocks import run
from muniment.prove.dated import DatedAct
from muniment.prove.entered import Entered, strikes
from muniment.prove.findings import AGENTS, PERSONAL, found, name_of
from muniment.prove.law.book import Book
from muniment.prove.law.clocks import Nature
from muniment.prove.law.load import Status, weakest
from muniment.prove.reported import AS_REPORTED, Report, after, every_act, following, loose, reports
from muniment.prove.starts import holds, unsaid
from muniment.store.view import View

Json = dict[str, Any]
_EVER = date(2200, 12, 31)


def barred(view: View, book: Book, on: date) -> Json:
    """Everybody who was barred on a day; whom guilt by agents alone does not bar; what cannot be computed.

    `vacancies`: whose election a ground avoids that needs nobody's guilt, and what follows for that vacancy alone.
    `reports`: every report and conviction, whenever it was, each with what came after it: appeals and relief.
    """
    known = reports(view, book)
    every = every_act(view, known)
    clocks = run(book.clocks, every, _EVER)  # what ended an incapacity counts, whenever it was
    runs = {each.act.id: [clock for clock in clocks if clock.trigger == each.act.id] for each in known}
    runs = {id: [each for each in run if each.nature is Nature.INCAPACITY] for id, run in runs.items()}  # noqa: A001
    unclear = {each.act.id: _unclear(each.act, runs[each.act.id], book) for each in known}
    sure = {each.act.id: [run for run in runs[each.act.id] if not _unsaid(run, each.act, book)] for each in known}
    rows = [_report(each, sure[each.act.id], unclear[each.act.id], every, book) for each in known]
    people = [
        _person(clock, each, book) | {"after": after(each.act, every, book)}
        for each in known
        for clock in sure[each.act.id]
        if clock.starts <= on <= _last(clock)
    ]
    acts, gone = [each.act for each in known], strikes(view)
    barring = {each.person for each in acts if each.by_agents and (sure[each.id] or unclear[each.id])}
    return {
        "people": _once(people),
        "by_agents": sorted(_of(acts, on, by_agents=True) - _of(acts, on, by_agents=False) - barring),
        "cannot_be_computed": [
            *(_unknown(each) for each in found(view) if _why_not(each)),
            *(_open(each.act, why, book) for each in known for why in unclear[each.act.id]),
            *(_open(each, _stray(each, gone), book) for each in loose(known, every, book)),
        ],
        "vacancies": [_vacancy(each, book) for each in found(view) if _voids(each, book)],
        "reports": rows,
        "on": on.isoformat(),
        "as_of": view.as_of,
    }


def _stray(step: DatedAct, gone: Collection[str]) -> str:
    if step.of in gone:
        return (
            f"{step.of}, which it belongs to, was entered in error: strike {step.id} too, or enter it anew of another"
        )
    return "no report or conviction that it belongs to is entered"


def _voids(finding: Entered, book: Book) -> bool:
    """Whether it was found on a ground that is no offence, from which something follows."""
    ground = book.offences.grounds.get(str(finding["ground"]))
    return bool(ground and ground.effect) and finding["attribution"] not in {"not-found", "unknown"}


def _vacancy(finding: Entered, book: Book) -> Json:
    ground = book.offences.grounds[str(finding["ground"])]
    return {
        "id": finding.id,
        "name": name_of(finding),
        "ground": ground.id,
        "section": ground.citation,
        "effect": ground.effect,
    }


def _report(
    report: Report, clocks: Sequence[Clock], unclear: Sequence[str], every: Sequence[DatedAct], book: Book
) -> Json:
    act = report.act
    return {
        "id": act.id,
        "kind": act.kind,
        "title": book.clocks.acts.kinds[act.kind].title,
        "name": act.person,
        "election": act.election,
        "nation": act.nation,
        "day": act.first.isoformat(),
        "last": act.last.isoformat(),
        "personal": not act.by_agents,
        "findings": [each.id for each in report.findings],
        "grounds": report.grounds,
        "spans": [_span(each, act, book) for each in clocks],
        "cannot_be_computed": [*unclear],
        "after": after(act, every, book),
        "following": following(act.kind, book),
    }


def _span(clock: Clock, act: DatedAct, book: Book) -> Json:
    """From when until when it bars; until the day before it was ended, where it was. The widest, where its day is one of several."""
    until = _last(clock)
    return {
        "from": clock.starts.isoformat(),
        "until": until.isoformat(),
        "days": _days(act, until) if until >= clock.starts else "no day",
        "section": clock.citation,
        "verified": _status(clock, book).verified,
        "doubts": [*clock.doubts],
        "ended_by": clock.met_by if until < clock.ends else "",
    }


def _last(clock: Clock) -> date:
    """The last day that it bars."""
    return min(clock.met_on - timedelta(1), clock.ends) if clock.met_on else clock.ends


def _status(clock: Clock, book: Book) -> Status:
    """How far it was verified, and how its days are counted."""
    rule = book.clocks.clocks[clock.rule]
    return weakest((rule.status, rule.offset.status))


def _unsaid(clock: Clock, act: DatedAct, book: Book) -> tuple[str, ...]:
    """What nobody said, and the act must say for it to run."""
    return unsaid(book.clocks.clocks[clock.rule], act)


def _unclear(act: DatedAct, clocks: Sequence[Clock], book: Book) -> list[str]:
    """Why of a report or conviction not everything can be computed: what nobody said, and what has no end that is known."""
    hangs: dict[tuple[str, ...], list[str]] = {}
    for clock in clocks:
        hangs.setdefault(_unsaid(clock, act, book), []).append(clock.citation)
    fields = book.clocks.acts.fields
    said = [
        f"nobody has said {' and '.join(fields[each].title for each in missing)}: on that hangs {' or '.join(sections)}"
        for missing, sections in hangs.items()
        if missing
    ]
    open_ = [each for each in book.clocks.table.unreckoned.values() if act.kind in each.trigger]
    return said + [f"{each.text} ({each.source})" for each in open_ if holds(book.clocks.table, each, act)]


def _open(act: DatedAct, why: str, book: Book) -> Json:
    return {"id": act.id, "name": act.person, "ground": book.clocks.acts.kinds[act.kind].title, "why": why}


def _days(act: DatedAct, last: date) -> str:
    """From when until when, in words; of a report on one of several days, what is certain and what is not."""
    first, sure, until = working.day(act.first), working.day(act.last), working.day(last)
    if act.first == act.last:
        return f"from {first} until {until}, both days included"
    certainly = f", certainly from {sure}," if last >= act.last else ""
    return f"perhaps from {first}{certainly} until {until} at the latest"


def _of(acts: Sequence[DatedAct], on: date, *, by_agents: bool) -> set[str]:
    return {each.person for each in acts if each.by_agents is by_agents and each.first <= on}


def _person(clock: Clock, report: Report, book: Book) -> Json:
    law, rule = book.offences, book.clocks.clocks[clock.rule]
    offences = [law.offences[each] for each in report.grounds if each in law.offences]
    offences += law.cited(report.act.value("section"))
    bars = {bar for each in offences for bar in law.incapacities[each.incapacity].bars if rule.bars}
    hangs = rule.bars and not offences
    open_ = (
        ("whether more is barred, as registering and voting, hangs on the section: nobody said it",) if hangs else ()
    )
    return {
        "name": clock.person,
        "from": clock.starts.isoformat(),
        "until": _last(clock).isoformat(),
        "section": clock.citation,
        "personal": not report.act.by_agents,
        "days": _days(report.act, _last(clock)),
        "grounds": report.grounds,
        "bars": sorted({*bars, *rule.bars}),
        "consequence": clock.consequence,
        "working": "; ".join((clock.working, *open_)),
        "doubts": [*clock.doubts, *open_],
        "status": _status(clock, book).value,
        "clock": clock.id,
        "ended_by": clock.met_by,
    }


def _once(people: Sequence[Json]) -> list[Json]:
    """One line for each person and span: with all grounds of it."""
    rows: dict[tuple[str, str, str], Json] = {}
    for each in people:
        key = each["name"] or each["clock"], each["section"], each["until"]
        row = rows.setdefault(key, each)
        if row is not each:
            row["grounds"] = sorted({*row["grounds"], *each["grounds"]})
            row["bars"] = sorted({*row["bars"], *each["bars"]})
            row["doubts"] = [*dict.fromkeys([*row["doubts"], *each["doubts"]])]
    return sorted(rows.values(), key=lambda row: (row["name"], row["until"]))


def _why_not(finding: Entered) -> str:
    if finding["attribution"] == "unknown":
        return "nobody has seen whether it was found, or by whose acts"
    if finding["attribution"] in PERSONAL | AGENTS:
        if finding["as_found"] not in AS_REPORTED:
            return "it was found as neither a corrupt nor an illegal practice, and these tables say nothing of that"
        if not finding["day"]:
            return "nobody has said on which day it was reported"
    return ""


def _unknown(finding: Entered) -> Mapping[str, str]:
    return {
        "id": finding.id,
        "name": name_of(finding),
        "ground": finding["ground"],
        "why": _why_not(finding),
    }
