"""Lines of inquiry: which way each points, and what became of it. Those that point away have the same place as the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from muniment.errors import AskedWrong
from muniment.model.prove import Alleged, LineEntered, SubjectNamed
from muniment.prove import given
from muniment.prove.entered import Entered, entered, newest, one, record
from muniment.prove.happened import happened
from muniment.prove.law.book import Book
from muniment.store.store import Store
from muniment.store.view import View

_ABOUT = {"ALG": Alleged, "SUB": SubjectNamed}


@dataclass(frozen=True, slots=True)
class Said:
    """A line of inquiry as somebody gives it; `of` are the allegations and subjects that it is about."""

    text: str = ""
    points: str = ""
    state: str = "open"
    why: str = ""
    of: Sequence[str] = ()
    day: str = ""


def enter(store: Store, book: Book, said: Said, on: str = "") -> tuple[str, int]:
    """Enter a line of inquiry, or (`on`) what became of one; what is not said then stays as it was.

    Raises: AskedWrong, also where one is not followed and nobody says why; UnknownItem.
    """
    law, before = book.disclosure, None
    if on:
        given.number(store, "line", LineEntered, on)
        before = one(store, LineEntered, on)
    text = said.text or (str(before["text"] or "") if before else "")
    points = said.points or (str(before["points"]) if before else "")
    about = said.of or (before["of"] if before else ())
    state = law.states[given.choice("state", said.state, law.states)]
    act = LineEntered(
        on=on,
        day=happened(store, "day", said.day),
        points=given.choice("points", points, law.points),
        state=state.id,
        of=_about(store, about),
        text=given.text("text", text),
        why=given.text("why", said.why, needed=state.why),
    )
    return record(store, act)


def _about(view: View, of: Sequence[str]) -> list[str]:
    for each in of:
        kind = _ABOUT.get(each.partition("-")[0])
        if kind is None:
            raise AskedWrong("of: a line of inquiry is about none of those", each, "a number: ALG-0001 or SUB-0001")
        given.number(view, "of", kind, each)
    return [*dict.fromkeys(of)]


def listed(view: View, book: Book, of: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Every line that was not entered in error, or those about one of these numbers, in order of number; with its steps."""
    found = [each for each in newest(view, LineEntered).values() if not of or set(of) & set(each["of"])]
    return [
        _row(book, each, entered(view, LineEntered, on=each.id)) for each in sorted(found, key=lambda each: each.id)
    ]


def counts(book: Book, rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """For each way to point, how many lines stand in each state."""
    return {
        way: {
            state: sum(row["points"] == way and row["state"] == state for row in rows)
            for state in book.disclosure.states
        }
        for way in book.disclosure.points
    }


def _row(book: Book, said: Entered, steps: Sequence[Entered]) -> dict[str, Any]:
    law = book.disclosure
    return {
        "id": said.id,
        "entry": said.entry,
        **{name: said[name] for name in ("day", "points", "state", "of", "text", "why")},
        "title": law.points[said["points"]].title,
        "steps": [
            {"entry": each.entry, **{name: each[name] for name in ("day", "points", "state", "why")}} for each in steps
        ],
    }
