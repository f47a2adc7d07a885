"""Who may not stand, sit, register or vote, by what courts found: from which day to which, by which section, and what came after.

Who was found guilty by agents alone is not barred: such findings are told apart, on every line.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from muniment.prove import working
from muniment.prove.clock import Clock
from muniment.prove.clocks import run
from muniment.prove.dated import DatedAct
from muniment.prove.entered import Entered
from muniment.prove.findings import PERSONAL, found, name_of
from muniment.prove.law.book import Book
from muniment.prove.law.clocks import Nature
from muniment.prove.reported import Report, after, every_act, following, reports
from muniment.store.view import View

Json = dict[str, Any]
_EVER = date(2200, 12, 31)


def barred(view: View, book: Book, on: date) -> Json:
    """Everybody who was barred on a day; who was found guilty by agents alone, and is not; what cannot be computed.

    `vacancies`: whose election a ground avoids that needs nobody's guilt, and what follows for that vacancy alone.
    `reports`: every report and conviction, whenever it was, each with what came after it: appeals and relief.
    """
    known = reports(view, book)
    every = every_act(view, known)
    clocks = run(book.clocks, every, _EVER)  # what ended an incapacity counts, whenever it was
    rows = [_report(each, [clock for clock in clocks if clock.trigger == each.act.id], every, book) for each in known]
    of = {each.act.id: each for each in known}
    people = [
        _person(each, of[each.trigger], book) | {"after": after(of[each.trigger].act, every, book)}
        for each in clocks
        if each.nature is Nature.INCAPACITY and each.starts <= on <= _last(each) and not _unsaid(each, of, book)
    ]
    acts = [each.act for each in known]
    return {
        "people": _once(people),
        "by_agents": sorted(_of(acts, on, by_agents=True) - _of(acts, on, by_agents=False)),
        "cannot_be_computed": [
            *(_unknown(each) for each in found(view) if _why_not(each)),
            *_once_each(_practice(of[each.trigger], book) for each in clocks if _unsaid(each, of, book)),
        ],
        "vacancies": [_vacancy(each, book) for each in found(view) if _voids(each, book)],
        "reports": rows,
        "on": on.isoformat(),
        "as_of": view.as_of,
    }


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


def _report(report: Report, clocks: Sequence[Clock], every: Sequence[DatedAct], book: Book) -> Json:
    act = report.act
    return {
        "id": act.id,
        "kind": act.kind,
        "title": book.clocks.acts.kinds[act.kind].title,
        "name": act.person,
        "election": act.election,
        "nation": act.nation,
        "day": act.first.isoformat(),
        "personal": not act.by_agents,
        "findings": [each.id for each in report.findings],
        "grounds": report.grounds,
        "spans": [_span(each) for each in clocks if each.nature is Nature.INCAPACITY],
        "after": after(act, every, book),
        "following": following(act.kind, book),
    }


def _span(clock: Clock) -> Json:
    """From when until when it bars; until the day before it was ended, where it was."""
    until = _last(clock)
    return {
        "from": clock.starts.isoformat(),
        "until": until.isoformat(),
        "days": _days(clock.starts, until) if until >= clock.starts else "no day",
        "section": clock.citation,
        "verified": clock.verified,
        "ended_by": clock.met_by if until < clock.ends else "",
    }


def _last(clock: Clock) -> date:
    """The last day that it bars."""
    return min(clock.met_on - timedelta(1), clock.ends) if clock.met_on else clock.ends


def _unsaid(clock: Clock, of: Mapping[str, Report], book: Book) -> bool:
    """Whether it runs only where the act says something that nobody said."""
    only = book.clocks.clocks[clock.rule].only
    return (
        clock.nature is Nature.INCAPACITY and bool(only) and not of[clock.trigger].act.value(only.field if only else "")
    )


def _practice(report: Report, book: Book) -> Json:
    act = report.act
    title = book.clocks.acts.kinds[act.kind].title
    return {
        "id": act.id,
        "name": act.person,
        "ground": title,
        "why": "nobody has said of which kind of practice it was",
    }


def _once_each(rows: Iterable[Json]) -> list[Json]:
    return [*{row["id"]: row for row in rows}.values()]


def _days(first: date, last: date) -> str:
    return f"from {working.day(first)} until {working.day(last)}, both days included"


def _of(acts: Sequence[DatedAct], on: date, *, by_agents: bool) -> set[str]:
    return {each.person for each in acts if each.by_agents is by_agents and each.first <= on}


def _person(clock: Clock, report: Report, book: Book) -> Json:
    law = book.offences
    offences = [law.offences[each] for each in report.grounds if each in law.offences]
    offences += law.cited(report.act.value("section"))
    bars = {bar for each in offences for bar in law.incapacities[each.incapacity].bars}
    open_ = (
        () if offences else ("whether more is barred, as registering and voting, hangs on the section: nobody said it",)
    )
    return {
        "name": clock.person,
        "from": clock.starts.isoformat(),
        "until": _last(clock).isoformat(),
        "section": clock.citation,
        "personal": not report.act.by_agents,
        "days": _days(clock.starts, _last(clock)),
        "grounds": report.grounds,
        "bars": sorted({*bars, *book.clocks.clocks[clock.rule].bars}),
        "consequence": clock.consequence,
        "working": "; ".join((clock.working, *open_)),
        "doubts": [*clock.doubts, *open_],
        "status": clock.status.value if clock.status else "",
        "clock": clock.id,
        "ended_by": clock.met_by,
    }


def _once(people: Sequence[Json]) -> list[Json]:
    """One line for each person and span: with all grounds of it."""
    rows: dict[tuple[str, str, str], Json] = {}
    for each in people:
        key = each["name"], each["section"], each["until"]
        row = rows.setdefault(key, each)
        if row is not each:
            row["grounds"] = sorted({*row["grounds"], *each["grounds"]})
            row["bars"] = sorted({*row["bars"], *each["bars"]})
    return sorted(rows.values(), key=lambda row: (row["name"], row["until"]))


def _why_not(finding: Entered) -> str:
    if finding["attribution"] == "unknown":
        return "nobody has seen whether it was found, or by whose acts"
    if not finding["day"] and finding["attribution"] in PERSONAL:
        return "nobody has said on which day it was reported"
    return ""


def _unknown(finding: Entered) -> Mapping[str, str]:
    return {
        "id": finding.id,
        "name": name_of(finding),
        "ground": finding["ground"],
        "why": _why_not(finding),
    }
