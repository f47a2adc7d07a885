"""What courts found of whom: a ground, by whose acts, as what; and what a court's certificate came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from muniment.model.prove import Finding
from muniment.prove import days, given
from muniment.prove.dated import election_in, person_of
from muniment.prove.entered import Entered, newest, record
from muniment.prove.law.book import Book
from muniment.prove.law.load import Status
from muniment.store.store import Store
from muniment.store.view import View

Json = dict[str, Any]
AS_FOUND = ("corrupt", "illegal", "neither")
ATTRIBUTIONS = ("personal", "by-agents", "both", "none-needed", "not-found", "unknown")
PERSONAL, AGENTS = {"personal", "both"}, {"by-agents", "both"}


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

    Raises: AskedWrong, which names the field: a ground that there is not, a day that cannot be or has not come.
    """
    election, nation = election_in(book.clocks, said.election, said.nation)
    grounds = {**book.offences.offences, **book.offences.grounds}
    act = Finding(
        ground=given.choice("ground", said.ground, grounds),
        as_found=given.choice("as found", said.as_found, AS_FOUND),
        attribution=given.choice("attribution", said.attribution, ATTRIBUTIONS),
        day=days.come(store, "on", said.day) if said.day else "",
        election=election,
        nation=nation,
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


def certificate(view: View, after: Mapping[str, Json]) -> list[Json]:
    """For each person what the court certified: personally, by agents, what needs nobody's act, and what is not known.

    `after`: of each finding what came after it (`reported.after_each`).
    """
    people: dict[str, Json] = {}
    for each in found(view):
        name = name_of(each)
        kinds = ("personally", "by_agents", "none_needed", "not_found", "unknown")
        new = {"name": name, "capacity": each["capacity"]} | {kind: [] for kind in kinds} | {"findings": []}
        row = people.setdefault(name, new)
        row["capacity"] = row["capacity"] or each["capacity"]
        row["findings"].append(
            {"id": each.id, "entry": each.entry} | {name: each[name] for name in _SHOWN} | after[each.id]
        )
        for kind, of in (("personally", PERSONAL), ("by_agents", AGENTS)):
            if each["attribution"] in of:
                row[kind].append(each["ground"])
        rest = {"none-needed": "none_needed", "not-found": "not_found", "unknown": "unknown"}.get(each["attribution"])
        if rest:
            row[rest].append(each["ground"])
    return [*people.values()]


def name_of(finding: Entered) -> str:
    """Whom a finding is of, as it is shown."""
    return person_of(finding.id, finding["person"])


_SHOWN = ("ground", "as_found", "attribution", "day", "election", "nation", "status", "paras", "note")
