"""The right of reply: what was put to whom, how and by which kind of body; what they answered; or why it was not put yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from muniment.errors import AskedWrong
from muniment.model.prove import Alleged, CaseOf, Put, Replied, SubjectNamed
from muniment.model.reading import Json
from muniment.prove import allegations, given
from muniment.prove.entered import Entered, entered, newest, of_each, one, record, strikes
from muniment.prove.happened import happened
from muniment.prove.law.book import Book
from muniment.prove.law.replies import NOT_YET
from muniment.prove.reworded import Wordings
from muniment.store.store import Store
from muniment.store.view import View


@dataclass(frozen=True, slots=True)
class Said:
    """What was put, as somebody gives it; `body` is the kind of body that put it, the case's own where none is said."""

    allegation: str
    subject: str
    how: str
    day: str = ""
    reason: str = ""
    body: str = ""
    what: str = ""
    items: Sequence[str] = ()


def say_body(store: Store, book: Book, body: str) -> int:
    """Say which kind of body the case is that of; returns the entry.

    Raises: AskedWrong.
    """
    return store.record(CaseOf(body=given.choice("body", body, book.decisions.bodies)))


def body(view: View) -> str:
    """The kind of body that the case is that of; "" where nobody said."""
    said = entered(view, CaseOf)
    return str(said[-1]["body"]) if said else ""


def offered(view: View, book: Book, by: str = "") -> list[str]:
    """How an allegation can be put by a kind of body (the case's own, where none is named), and that it was not yet.

    Raises: AskedWrong.
    """
    known = given.choice("body", by, book.decisions.bodies) if by else body(view)
    return [*book.replies.open_to(known), NOT_YET]


def put(store: Store, book: Book, said: Said) -> tuple[str, int]:
    """Enter that an allegation was put to its subject, or why it was not yet.

    Raises: AskedWrong, also where the way is not lawful for that kind of body; UnknownItem; Refused.
    """
    given.number(store, "allegation", Alleged, said.allegation)
    who = allegations.subject(store, said.subject).id
    if who not in one(store, Alleged, said.allegation)["subjects"]:
        raise AskedWrong("subject: the allegation is not of that person", said.subject, f"see {said.allegation}")
    given.choice("how", said.how, [*book.replies.ways, NOT_YET])
    by = said.body or body(store)
    if said.how not in offered(store, book, by):
        title = book.decisions.bodies[by].title
        next_ = f"one of: {', '.join(offered(store, book, by))}; or say which kind of body did it with body"
        raise AskedWrong(f"how: that is no way for this kind of body, {title}", said.how, next_)
    not_yet = said.how == NOT_YET
    if not_yet:
        given.choice("reason", said.reason, book.replies.not_yet)
    elif said.reason:
        raise AskedWrong("reason is of what was not put yet", said.reason, "leave it out")
    act = Put(
        allegation=said.allegation,
        subject=who,
        day=happened(store, "day", said.day),
        how=said.how,
        reason=said.reason,
        body=by,
        items=given.items(store, "items", said.items),
        what=given.text("what", said.what, needed=not not_yet),
    )
    return record(store, act)


def reply(store: Store, id: str, answer: str, day: str = "", items: Sequence[str] = ()) -> int:  # noqa: A002
    """Enter what the subject answered to what was put; returns the entry.

    Raises: AskedWrong, also where it was not put; UnknownItem; Refused.
    """
    given.number(store, "put", Put, id)
    said = one(store, Put, id)
    if said["how"] == NOT_YET:
        raise AskedWrong("put: nothing was put to them there", id, "enter first how it was put")
    on, lies = happened(store, "day", day, str(said["day"])), given.items(store, "items", items)
    return store.record(Replied(on=id, day=on, items=lies, answer=given.text("answer", answer)))


def replies(view: View, book: Book, allegation: str = "") -> list[dict[str, Json]]:
    """For each allegation and each of its subjects all that was put and answered; one to whom it never was says so.

    Whoever was entered in error is there, marked `struck`, where something was put to them: nothing more need be put to them.
    Raises: UnknownItem.
    """
    alleged = newest(view, Alleged)
    if allegation:
        alleged = {given.number(view, "allegation", Alleged, allegation): one(view, Alleged, allegation)}
    puts, said, gone = newest(view, Put), of_each(view, Replied), strikes(view)
    known, done, wordings = newest(view, SubjectNamed, struck=True), put_to(view), Wordings(view)
    rows: list[dict[str, Json]] = []
    for id, each in alleged.items():  # noqa: A001
        for subject in dict.fromkeys(each["subjects"]):  # an old entry may name somebody twice
            here = [one for one in puts.values() if one["allegation"] == id and one["subject"] == subject]
            if subject in gone and not here:
                continue
            rows.append(
                {
                    "allegation": id,
                    "subject": subject,
                    "name": known[subject]["name"],
                    "struck": subject in gone,
                    "put": (id, subject) in done,
                    "steps": [_step(book, one, said.get(one.id, []), wordings) for one in here],
                }
            )
    return rows


def put_to(view: View) -> set[tuple[str, str]]:
    """Each allegation and subject to whom it was put as what it is now: not where it was put as another offence."""
    wordings = Wordings(view)
    return {
        (each["allegation"], each["subject"])
        for each in newest(view, Put).values()
        if each["how"] != NOT_YET and wordings.stands(each["allegation"], each.entry)
    }


def never_put(view: View) -> dict[str, list[dict[str, Json]]]:
    """Of each allegation those subjects to whom it was never put."""
    done = put_to(view)
    known = newest(view, SubjectNamed)
    return {
        id: [
            {"id": who, "name": known[who]["name"]}
            for who in each["subjects"]
            if who in known and (id, who) not in done
        ]
        for id, each in newest(view, Alleged).items()  # noqa: A001
    }


def _step(book: Book, put: Entered, said: Sequence[Entered], wordings: Wordings) -> dict[str, Json]:
    law, how, reason = book.replies, str(put["how"]), str(put["reason"])
    way = law.ways.get(how)
    then = wordings.other(book, put["allegation"], put.entry)
    return {
        "id": put.id,
        "entry": put.entry,
        **{name: put[name] for name in ("day", "how", "reason", "body", "items", "what")},
        "title": way.title if way else f"not put yet: {law.not_yet[reason].title}",
        "verified": way.status.verified if way else True,
        "other_offence": then,
        "replies": [
            {"entry": each.entry, "day": each["day"], "items": each["items"], "answer": each["answer"]} for each in said
        ],
    }
