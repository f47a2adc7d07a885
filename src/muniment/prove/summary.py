"""Every part of the room in figures, all of one moment: what there is, and what waits for somebody."""

from collections.abc import Sequence
from datetime import date

from muniment.model.prove import ClaimEntered, Dated, Decided, SubjectNamed
from muniment.model.reading import Json
from muniment.prove import (
    advice,
    answering,
    claims,
    complaints,
    days,
    decisions,
    findings,
    lines,
    overview,
    people,
    requests,
    unused,
)
from muniment.prove.clock import ENTERED, Clock, Near, State
from muniment.prove.entered import newest
from muniment.prove.law import adopted
from muniment.prove.law.book import Book
from muniment.prove.overtaking import Bearing
from muniment.store.view import View


def of(view: View, book: Book, on: date) -> dict[str, Json]:
    """What there is of each part on a day; clocks are reckoned once, for themselves and for what they overtake.

    *Cost*: as of the list of allegations, of the clocks and of what overtakes decisions; no list is made.
    """
    clocks = days.clocks(view, book, on, words=False)
    bearing = Bearing(view, book, on, clocks)
    return {
        **_people(view, book, on),
        **_proof(view, book),
        **_clocks(clocks),
        **_asked(view, book, on, bearing),
        **_decided(view, bearing),
        "acts": len(newest(view, Dated)),
        "steps": len(days.steps(view)),
        "findings": len(findings.found(view)),
        "unscheduled": len(unused.work(view, book)["undermining_unscheduled"]),
        "adopted": _adopted(view),
        "as_of": view.as_of,
    }


def _people(view: View, book: Book, on: date) -> dict[str, Json]:
    complained, witnesses = complaints.complaints(view, book, on), people.listed(view, book)
    return {
        "complaints": len(complained),
        "unanswered": sum(each["unanswered_since"] is not None for each in complained),
        "subjects": len(newest(view, SubjectNamed)),
        "witnesses": len(witnesses),
        "leads": sum(bool(each["lead"]) for each in witnesses),
    }


def _proof(view: View, book: Book) -> dict[str, Json]:
    """Of `put`: how many were put to everybody whom they name; `silent`: allegations and people to whom they never were."""
    alleged = overview.overview(view, book)["allegations"]
    ways = lines.counts(book, lines.listed(view, book))
    return {
        "allegations": len(alleged),
        "put": sum(all(one["put"] for one in each["subjects"]) for each in alleged if each["subjects"]),
        "silent": sum(not one["put"] for each in alleged for one in each["subjects"]),
        "gaps": sum(all(each["gaps"].values()) for each in alleged),
        "lines": sum(sum(each.values()) for each in ways.values()),
        "open": sum(each["open"] for each in ways.values()),
        "claims": len(newest(view, ClaimEntered)),
        "differing": len(claims.claims(view, book)["contradictions"]),
    }


def _clocks(clocks: Sequence[Clock]) -> dict[str, Json]:
    """`first`: the last day of the clock that ends first, "" where none runs; of one that a person added no title is given."""
    running = [each for each in clocks if each.state is State.RUNNING]
    first = running[0] if running else None
    return {
        "running": len(running),
        "due": sum(each.near is not Near.FAR for each in running),
        "first": first.safe.isoformat() if first else "",
        "title": first.title if first and first.rule != ENTERED else "",
    }


def _asked(view: View, book: Book, on: date, bearing: Bearing) -> dict[str, Json]:
    asked, advised = requests.requests(view, book, on), advice.listed(view, book, on, bearing)["advice"]
    return {
        "requests": len(asked),
        "overdue": sum(bool(each["overdue"]) for each in asked),
        "advice": len(advised),
        "bearing": sum(each["waiting"] for each in advised),
    }


def _decided(view: View, bearing: Bearing) -> dict[str, Json]:
    found = newest(view, Decided).values()
    waiting = sum(answering.waiting(view, decisions.made(view, each), bearing) for each in found)
    return {"decisions": len(found), "waiting": waiting}


def _adopted(view: View) -> Json:
    """The version of the tables that the case goes by; "" where it has adopted none."""
    now = adopted.newest(view)
    return now["tables"] if now else ""
