"""What courts found, and who may not stand, sit, register or vote, from which day to which, by which section.

Who was found guilty by agents alone is not barred: such findings are told apart, on every line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from muniment.model.prove import Dated, Finding
from muniment.prove import days, given, working
from muniment.prove.clock import Clock
from muniment.prove.clocks import run
from muniment.prove.dated import DatedAct
from muniment.prove.entered import Entered, newest, record
from muniment.prove.law.book import Book
from muniment.prove.law.clocks import Nature
from muniment.prove.law.load import Status
from muniment.store.store import Store
from muniment.store.view import View

Json = dict[str, Any]
AS_FOUND = ("corrupt", "illegal", "neither")
ATTRIBUTIONS = ("personal", "by-agents", "both", "none-needed", "not-found", "unknown")
_PERSONAL, _AGENTS = {"personal", "both"}, {"by-agents", "both"}
_REPORTS = {"corrupt": "corrupt-practice-report", "illegal": "illegal-practice-report"}


@dataclass(frozen=True, slots=True)
class Said:
    """A finding, as somebody gives it: what was not seen stays unknown, and a day that nobody knows is ""."""

    person: str
    ground: str
    attribution: str
    as_found: str
    day: str = ""
    capacity: str = ""
    paras: str = ""
    note: str = ""
    election: str = "local"
    nation: str = "england"
    status: str = "V"


def find(store: Store, book: Book, said: Said) -> tuple[str, int]:
    """Enter what a court found of somebody.

    Raises: AskedWrong, which names the field.
    """
    grounds = {**book.offences.offences, **book.offences.grounds}
    act = Finding(
        ground=given.choice("ground", said.ground, grounds),
        as_found=given.choice("as found", said.as_found, AS_FOUND),
        attribution=given.choice("attribution", said.attribution, ATTRIBUTIONS),
        day=given.day("on", said.day, needed=False),
        election=given.choice("election", said.election, book.clocks.table.elections),
        nation=given.choice("nation", said.nation, book.clocks.holidays.nations),
        status=given.choice("status", said.status, tuple(Status)),
        person=given.text("person", said.person),
        capacity=given.text("capacity", said.capacity, needed=False),
        paras=given.text("paras", said.paras, needed=False),
        note=given.text("note", said.note, needed=False),
    )
    return record(store, act)


def found(view: View) -> list[Entered]:
    """Every finding that was not entered in error."""
    return [*newest(view, Finding).values()]


def certificate(view: View) -> list[Json]:
    """For each person what the court certified: personally, by agents, what needs nobody's act, and what is not known."""
    people: dict[str, Json] = {}
    for each in found(view):
        name = str(each["person"] or "[erased]")
        kinds = ("personally", "by_agents", "none_needed", "not_found", "unknown")
        row = people.setdefault(name, {"name": name, "capacity": each["capacity"]} | {kind: [] for kind in kinds})
        for kind, of in (("personally", _PERSONAL), ("by_agents", _AGENTS)):
            if each["attribution"] in of:
                row[kind].append(each["ground"])
        rest = {"none-needed": "none_needed", "not-found": "not_found", "unknown": "unknown"}.get(each["attribution"])
        if rest:
            row[rest].append(each["ground"])
    return [*people.values()]


def acts(view: View) -> list[DatedAct]:
    """Findings that bar somebody, as acts from which an incapacity runs; without those that were entered as dated acts too."""
    there = {(each["kind"], each["person"], each["first"]) for each in newest(view, Dated).values()}
    reports = []
    for each in found(view):
        kind = _REPORTS.get(each["as_found"])
        known = each["day"] and each["attribution"] in _PERSONAL | _AGENTS
        if kind and known and (kind, each["person"], each["day"]) not in there:
            day = date.fromisoformat(each["day"])
            personal = each["attribution"] in _PERSONAL
            name = str(each["person"] or "")
            reports.append(DatedAct(each.id, kind, day, day, each["election"], each["nation"], name, not personal))
    return reports


def barred(view: View, book: Book, on: date) -> Json:
    """Everybody who was barred on a day; who was found guilty by agents alone, and is not; and what cannot be computed."""
    every = [*days.acts(view), *acts(view)]
    clocks = [each for each in run(book.clocks, every, on) if each.nature is Nature.INCAPACITY]
    of = {each.id: each for each in every}
    findings = {each.id: each for each in found(view)}
    people = [
        _person(each, of[each.trigger], findings.get(each.trigger), book)
        for each in clocks
        if each.starts <= on <= each.ends and (each.met_on is None or on < each.met_on)
    ]
    return {
        "people": _once(people),
        "by_agents": sorted(_of(every, on, by_agents=True) - _of(every, on, by_agents=False)),
        "cannot_be_computed": [_unknown(each) for each in findings.values() if _why_not(each)],
        "on": on.isoformat(),
        "as_of": view.as_of,
    }


def _of(acts: Sequence[DatedAct], on: date, *, by_agents: bool) -> set[str]:
    return {each.person for each in acts if each.by_agents is by_agents and each.first <= on}


def _person(clock: Clock, act: DatedAct, finding: Entered | None, book: Book) -> Json:
    bars: Sequence[str] = ()
    offence = book.offences.offences.get(finding["ground"]) if finding else None
    if offence is not None:
        bars = book.offences.incapacities[offence.incapacity].bars
    return {
        "name": clock.person,
        "from": clock.starts.isoformat(),
        "until": clock.ends.isoformat(),
        "section": clock.citation,
        "personal": not act.by_agents,
        "days": f"from {working.day(clock.starts)} until {working.day(clock.ends)}, both days included",
        "grounds": [finding["ground"]] if finding else [],
        "bars": sorted(bars),
        "consequence": clock.consequence,
        "working": clock.working,
        "doubts": [*clock.doubts],
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
    if not finding["day"] and finding["attribution"] in _PERSONAL:
        return "nobody has said on which day it was reported"
    return ""


def _unknown(finding: Entered) -> Mapping[str, str]:
    return {
        "id": finding.id,
        "name": str(finding["person"] or "[erased]"),
        "ground": finding["ground"],
        "why": _why_not(finding),
    }
