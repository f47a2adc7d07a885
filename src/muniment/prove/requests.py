"""Requests: who was asked for what, on which basis, until when; how it was answered, by which bundle; what is overdue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from muniment.errors import AskedWrong, UnknownItem
from muniment.intake import bundle as bundles
from muniment.model.prove import Alleged, Asked, AskedAnswered, ComplaintReceived, SubjectNamed, WitnessNamed
from muniment.model.reading import Json
from muniment.prove import given
from muniment.prove.entered import Entered, newest, of_each, one, people, record, strikes
from muniment.prove.happened import happened
from muniment.prove.law.book import Book
from muniment.store.store import Store
from muniment.store.view import View

_ABOUT = {"ALG": Alleged, "CMP": ComplaintReceived, "SUB": SubjectNamed, "WIT": WitnessNamed}


@dataclass(frozen=True, slots=True)
class Said:
    """A request as somebody gives it; `data` is something that officers hold, as the tables name it."""

    body: str
    what: str
    due: str
    basis: str
    day: str = ""
    data: str = ""
    of: Sequence[str] = ()


def ask(store: Store, book: Book, said: Said) -> tuple[str, int]:
    """Enter that somebody was asked for a thing, on a basis, until a day.

    Raises: AskedWrong, also where it is due before it was asked; UnknownItem, which names the field.
    """
    day, due = happened(store, "day", said.day), given.day("due", said.due)
    if due < day:
        raise AskedWrong("due is before it was asked", due, f"a day from {day} on")
    for each in said.of:
        kind = _ABOUT.get(each.partition("-")[0])
        if kind is None:
            raise AskedWrong("of: a request is about none of those", each, "one of: " + ", ".join(_ABOUT))
        given.number(store, "of", kind, each)
    act = Asked(
        day=day,
        due=due,
        basis=given.choice("basis", said.basis, book.supply.bases),
        data=given.choice("data", said.data, book.supply.data) if said.data else "",
        of=[*dict.fromkeys(said.of)],
        body=given.text("body", said.body),
        what=given.text("what", said.what),
    )
    return record(store, act)


def answer(
    store: Store,
    book: Book,
    id: str,  # noqa: A002
    said: str,
    *,
    day: str = "",
    bundle: str = "",
    why: str = "",
) -> int:
    """Enter how a request was answered, and the bundle that came, where it was taken in; returns the entry.

    Raises: AskedWrong, also where a bundle is named of what brought nothing; UnknownItem, which names the field.
    """
    given.number(store, "request", Asked, id)
    kind = book.supply.answers[given.choice("answer", said, book.supply.answers)]
    if bundle and not kind.brings:
        raise AskedWrong(f"bundle: nothing comes with what is {kind.title}", bundle, "leave it out")
    act = AskedAnswered(
        on=id,
        day=happened(store, "day", day, str(one(store, Asked, id)["day"])),
        answer=kind.id,
        bundle=_bundle(store, bundle) if bundle else "",
        why=given.text("why", why, needed=kind.why),
    )
    return store.record(act)


def _bundle(store: Store, bundle: str) -> str:
    try:
        return bundles.find(store, bundle).id
    except UnknownItem as error:
        raise UnknownItem(f"bundle: {error.what}", error.subject, error.next) from None


def requests(view: View, book: Book, on: date) -> list[dict[str, Json]]:
    """Every request that was not entered in error, what is overdue first, then by the day on which it is due."""
    answers, gone, names = of_each(view, AskedAnswered), strikes(view), people(view)
    rows = [
        _row(book, each, answers.get(id, []), on)
        | {"by": names.get(each.person, ""), "of": [about for about in each["of"] if about not in gone]}
        for id, each in newest(view, Asked).items()  # noqa: A001
    ]
    return sorted(rows, key=lambda row: (not row["overdue"], str(row["due"]), str(row["id"])))


def _row(book: Book, said: Entered, answers: Sequence[Entered], on: date) -> dict[str, Json]:
    law = book.supply
    come = [each for each in answers if each["day"] <= on.isoformat()]
    ended = any(law.answers[each["answer"]].ends for each in come)
    late = (on - date.fromisoformat(said["due"])).days
    overdue = not ended and late > 0
    data = law.data.get(said["data"])
    return {
        "id": said.id,
        "entry": said.entry,
        **{name: said[name] for name in ("day", "due", "body", "what", "basis", "data")},
        "basis_title": law.bases[said["basis"]].title,
        "data_title": data.title if data else "",
        "answers": [
            {
                "entry": each.entry,
                **{name: each[name] for name in ("day", "answer", "bundle", "why")},
                "title": law.answers[each["answer"]].title,
                "not_taken_in": law.answers[each["answer"]].brings and not each["bundle"],
            }
            for each in come
        ],
        "answered": bool(come),
        "ended": ended,
        "overdue": overdue,
        "days_late": late if overdue else 0,
    }


def supply(book: Book, data: str = "", who: str = "") -> list[dict[str, Json]]:
    """Who may have what officers hold, by supply, inspection or order, for what; of one thing, or to one kind of recipient.

    Raises: AskedWrong.
    """
    law = book.supply
    if data:
        given.choice("data", data, law.data)
    if who:
        given.choice("who", who, law.who)
    found = []
    for each in law.data.values():
        # What anyone may have, everybody named may have too.
        ways = [way for way in each.ways if not who or way.who in {who, "anyone"}]
        if (data and each.id != data) or (who and not ways):
            continue
        found.append(
            {
                "id": each.id,
                "title": each.title,
                "ways": [
                    {
                        "who": way.who,
                        "title": law.who[way.who].title,
                        "how": way.how.value,
                        "purpose": way.purpose,
                        "basis": way.basis,
                        "status": way.status.value,
                        "verified": way.status.verified,
                    }
                    for way in ways
                ],
                "note": each.note,
                "source": each.source,
                "status": each.status.value,
                "verified": each.status.verified,
            }
        )
    return found
