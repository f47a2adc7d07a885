"""Complaints: what came in, when and by which channel; how each was answered; what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from muniment.errors import AskedWrong
from muniment.model.prove import Alleged, ComplaintAnswered, ComplaintEnded, ComplaintReceived
from muniment.model.reading import Json
from muniment.prove import given
from muniment.prove.entered import Entered, newest, of_each, one, record
from muniment.prove.happened import happened
from muniment.prove.law.book import Book
from muniment.store.store import Store
from muniment.store.view import View

OPEN = "under-investigation"  # what stands until somebody says what became of it


@dataclass(frozen=True, slots=True)
class Said:
    """A complaint as somebody gives it; `received` is a day, `force` and `authority` are whose yearly return it is of."""

    text: str
    category: str
    channel: str
    received: str = ""
    election: str = ""
    items: Sequence[str] = ()
    who: str = ""
    contact: str = ""
    area: str = ""
    force: str = ""
    authority: str = ""


def receive(store: Store, book: Book, said: Said) -> tuple[str, int]:
    """Enter a complaint.

    Raises: AskedWrong and UnknownItem, which name the field; Refused, where an item is held or was withdrawn.
    """
    election = said.election
    act = ComplaintReceived(
        received=happened(store, "received", said.received),
        category=given.choice("category", said.category, book.complaints.categories),
        channel=given.choice("channel", said.channel, book.complaints.channels),
        election=given.choice("election", election, book.clocks.table.elections) if election else "",
        items=given.items(store, "items", said.items),
        who=given.text("who", said.who, needed=False),
        contact=given.text("contact", said.contact, needed=False),
        area=given.text("area", said.area, needed=False),
        text=given.text("text", said.text),
        force=given.text("force", said.force, needed=False),
        authority=given.text("authority", said.authority, needed=False),
    )
    return record(store, act)


def answer(store: Store, book: Book, id: str, how: str, text: str, day: str = "", person: str = "") -> int:  # noqa: A002
    """Enter that whoever complained was answered: how, what was said, when, by whom; returns the entry.

    Raises: AskedWrong; UnknownItem.
    """
    given.number(store, "complaint", ComplaintReceived, id)
    act = ComplaintAnswered(
        on=id,
        day=happened(store, "day", day, _received(store, id)),
        how=given.choice("how", how, book.complaints.answers),
        person=given.text("person", person, needed=False),
        text=given.text("text", text),
    )
    return store.record(act)


def end(store: Store, book: Book, id: str, outcome: str, reason: str = "", why: str = "", day: str = "") -> int:  # noqa: A002
    """Say what became of a complaint, in the outcomes of the yearly return; returns the entry.

    Raises: AskedWrong, also where the outcome needs a reason; UnknownItem.
    """
    given.number(store, "complaint", ComplaintReceived, id)
    known = book.complaints.outcomes[given.choice("outcome", outcome, book.complaints.outcomes)]
    if known.reasons:
        given.choice("reason", reason, known.reasons)
    elif reason:
        raise AskedWrong("reason: this outcome has none", reason, "leave it out, or say why in words")
    on, words = happened(store, "day", day, _received(store, id)), given.text("why", why, needed=False)
    return store.record(ComplaintEnded(on=id, day=on, outcome=outcome, reason=reason, why=words))


def _received(view: View, id: str) -> str:  # noqa: A002
    return str(one(view, ComplaintReceived, id)["received"])


def complaints(view: View, book: Book, on: date) -> list[dict[str, Json]]:
    """Every complaint that was not entered in error: how it was answered, what became of it, and since when nobody has."""
    answers, ends, led = of_each(view, ComplaintAnswered), of_each(view, ComplaintEnded), _led(view)
    return [
        _row(book, each, answers.get(id, []), ends.get(id, []), led.get(id, []), on)
        for id, each in newest(view, ComplaintReceived).items()  # noqa: A001
    ]


def one_of(view: View, book: Book, id: str, on: date) -> dict[str, Json]:  # noqa: A002
    """One of them.

    Raises: UnknownItem, also where it was entered in error.
    """
    given.number(view, "complaint", ComplaintReceived, id)
    return next(each for each in complaints(view, book, on) if each["id"] == id)


def _row(
    book: Book,
    said: Entered,
    answers: Sequence[Entered],
    ends: Sequence[Entered],
    led: Sequence[str],
    on: date,
) -> dict[str, Json]:
    last = ends[-1] if ends else None
    outcome = str(last["outcome"]) if last else OPEN
    since = None if answers else str(said["received"])
    return {
        "id": said.id,
        "entry": said.entry,
        **{name: said[name] for name in _SHOWN},
        "answers": [
            {"entry": each.entry, **{name: each[name] for name in ("day", "how", "person", "text")}} for each in answers
        ],
        "unanswered_since": since,
        "days_unanswered": (on - date.fromisoformat(since)).days if since else None,
        "outcome": outcome,
        "outcome_title": book.complaints.outcomes[outcome].title,
        "outcome_day": last["day"] if last else None,
        "reason": last["reason"] if last else "",
        "why": last["why"] if last else None,
        "ended": book.complaints.outcomes[outcome].ends,
        "allegations": [*led],
    }


_SHOWN = (
    *("received", "category", "channel", "election", "items"),
    *("who", "contact", "area", "force", "authority", "text"),
)


def _led(view: View) -> Mapping[str, list[str]]:
    """The allegations that came of each complaint."""
    found: dict[str, list[str]] = {}
    for id, each in newest(view, Alleged).items():  # noqa: A001
        for complaint in each["complaints"]:
            found.setdefault(complaint, []).append(id)
    return found
