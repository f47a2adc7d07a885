"""Unused material: described for a schedule singly or as a block, and the numbers that its rows keep once a schedule went out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from muniment.errors import AskedWrong
from muniment.model.act import Act, ranges
from muniment.model.prove import DisclosureReviewed, Exhibited, Scheduled, ScheduleSubmitted, Side
from muniment.prove import given
from muniment.prove.entered import Entered, entered, newest, numbers_in, one, record, recorded, strikes
from muniment.prove.happened import happened
from muniment.prove.law.book import Book
from muniment.store.ids import id_of, number_of
from muniment.store.store import Store
from muniment.store.view import View

_AGAINST = "SELECT DISTINCT item FROM link WHERE side=? AND struck IS NULL"
_OPENED = "SELECT DISTINCT item FROM opened"


@dataclass(frozen=True, slots=True)
class Said:
    """Material as somebody describes it: one item, or (`block`) several under a title."""

    schedule: str
    test: str
    items: Sequence[str] = ()
    description: str = ""
    title: str = ""
    reason: str = ""
    block: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a schedule. `number` is its own for ever where it went out, by `submitted`; else what it would be next.

    `anew`: it was worded anew after it went out.
    """

    said: Entered
    items: tuple[str, ...]
    number: int
    submitted: str
    struck: bool
    anew: bool = False

    @property
    def id(self) -> str:
        """Its number in the case."""
        return self.said.id


def describe(store: Store, book: Book, said: Said, on: str = "") -> tuple[str, int]:
    """Describe unused material for a schedule, or (`on`) describe a row anew, as a whole; its items stay where none are named.

    Raises: AskedWrong, which names the field: what may meet the disclosure test in a block, what somebody has opened as not
    examined, what is linked as undermining as not meeting the test, items of another row; UnknownItem; Refused.
    """
    law = book.disclosure
    schedule = law.schedules[given.choice("schedule", said.schedule, law.schedules)]
    test = law.tests[given.choice("test", said.test, law.tests)]
    if on:
        given.number(store, "row", Scheduled, on)
    items = sorted(given.items(store, "items", said.items)) or (
        [*items_of(store, one(store, Scheduled, on))] if on else []
    )
    if not items:
        raise AskedWrong("items is missing", said.schedule, "name the item that is described, or those of the block")
    if said.block and test.singly:
        what = f"block: what {test.title} is described singly"
        raise AskedWrong(what, said.title, "describe each item by itself")
    if not said.block and len(items) > 1:
        raise AskedWrong(
            "items: several are described", f"{len(items)} items", "one at a time, or as a block with a title"
        )
    described = Scheduled(
        on=on,
        schedule=schedule.id,
        block=said.block,
        test=test.id,
        title=given.text("title", said.title, needed=said.block),
        description=given.text("description", said.description, needed=not said.block),
        reason=given.text("reason", said.reason, needed=schedule.reasons or not test.examined),
        ids=ranges([number_of(each) for each in items]),
        count=len(items),
    )

    def act() -> Sequence[Act]:  # held while nobody else appends, so that no item comes into two rows
        _bears(store, items, examined=test.examined, may=test.singly)
        _free(store, items, on)
        if on:
            _same(store, said, items, on)
        return [described]

    return recorded(store, act)


def _bears(view: View, items: Sequence[str], *, examined: bool, may: bool) -> None:
    """What was opened was examined; what was linked as undermining may meet the test until that link is struck."""
    opened = set() if examined else set(view.tables.numbers(_OPENED))
    against = set() if may else set(view.tables.numbers(_AGAINST, (Side.AGAINST.value,)))
    for each in items:
        if number_of(each) in against:
            next_ = "describe it singly as meets or may-meet; or strike that link, if it was wrong"
            raise AskedWrong("test: it is linked as undermining an allegation", each, next_)
        if number_of(each) in opened:
            raise AskedWrong("test: somebody has opened it, so it was examined", each, "say whether it meets the test")


def _free(view: View, items: Sequence[str], on: str) -> None:
    """No item stands in two rows."""
    taken = {item: said.id for said in newest(view, Scheduled).values() for item in items_of(view, said)}
    for each in items:
        if taken.get(each, on) != on:
            next_ = f"describe {taken[each]} anew, or strike it first"
            raise AskedWrong(f"items: it stands in {taken[each]}", each, next_)


def _same(view: View, said: Said, items: Sequence[str], on: str) -> None:
    """A row that went out keeps its schedule and its items: its number means them."""
    before = one(view, Scheduled, on)
    if on not in {row for each in entered(view, ScheduleSubmitted) for row in each["rows"]}:
        return
    for name, is_now, was in (
        ("schedule", said.schedule, before["schedule"]),
        ("block", said.block, before["block"]),
        ("items", [*items], [*items_of(view, before)]),
    ):
        if is_now != was:
            next_ = "strike it, which leaves its number as withdrawn, and enter it anew"
            raise AskedWrong(f"{name}: the row went out with another, and its number means that", on, next_)


def items_of(view: View, said: Entered) -> tuple[str, ...]:
    """The items of a row, as the ledger holds them."""
    return tuple(map(id_of, numbers_in(view, said.entry)))


# -- what goes out


def submit(store: Store, book: Book, schedule: str, body: str, day: str = "") -> tuple[str, int]:
    """Record that a schedule went out, with every row that had not yet; they are numbered on from the last submission.

    Raises: AskedWrong, where there is nothing new and no nil schedule is made of that kind.
    """
    law = book.disclosure
    known = law.schedules[given.choice("schedule", schedule, law.schedules)]
    to, on = given.text("body", body), happened(store, "day", day)

    def act() -> Sequence[Act]:
        waiting = [each.id for each in rows(store, known.id) if not each.submitted]
        earlier = submissions(store, known.id)
        if not waiting and (earlier or not known.nil):
            raise AskedWrong(
                "schedule: nothing is described that has not gone out", known.id, "describe material first"
            )
        first = 1 + sum(len(each["rows"]) for each in earlier)
        return [ScheduleSubmitted(schedule=known.id, day=on, first=first, rows=waiting, body=to)]

    return recorded(store, act)  # worked out while nobody else appends, so that no number is given twice


def submissions(view: View, schedule: str) -> list[Entered]:
    """Every one of a schedule; one that was struck went out all the same, and its numbers are used."""
    return [each for each in entered(view, ScheduleSubmitted) if each["schedule"] == schedule]


def rows(view: View, schedule: str) -> list[Row]:
    """The rows of a schedule: those that went out, in order of number, also where withdrawn since; then those that would go next."""
    known, gone = newest(view, Scheduled, struck=True), strikes(view)
    found, out = [], set()
    for each in submissions(view, schedule):
        for number, id in enumerate(each["rows"], each["first"]):  # noqa: A001
            said = known[id]
            found.append(Row(said, items_of(view, said), number, each.id, id in gone, said.entry > each.entry))
            out.add(id)
    waiting = [each for each in known.values() if each.id not in out | set(gone) and each["schedule"] == schedule]
    for number, said in enumerate(sorted(waiting, key=lambda each: each.id), len(found) + 1):
        found.append(Row(said, items_of(view, said), number, "", struck=False))
    return found


def listed(view: View, book: Book, schedule: str) -> dict[str, Any]:
    """A schedule as it stands: its rows, its submissions, and whether it is nil.

    Raises: AskedWrong.
    """
    law = book.disclosure.schedules[given.choice("schedule", schedule, book.disclosure.schedules)]
    found = rows(view, schedule)
    return {
        "schedule": law.id,
        "title": law.title,
        "rows": [as_json(book, each) for each in found],
        "nil": not any(not each.struck for each in found),
        "submissions": [
            {"id": each.id, "entry": each.entry, **{name: each[name] for name in ("day", "first", "rows", "body")}}
            for each in submissions(view, schedule)
        ],
        "verified": law.status.verified,
    }


def as_json(book: Book, row: Row) -> dict[str, Any]:
    """A row as answers have it."""
    said = row.said
    return {
        "id": row.id,
        "entry": said.entry,
        "number": row.number,
        "submitted": row.submitted,
        "withdrawn": row.struck,
        "worded_anew": row.anew,
        "items": [*row.items],
        **{name: said[name] for name in ("schedule", "block", "test", "title", "description", "reason")},
        "examined": book.disclosure.tests[said["test"]].examined,
    }


# -- reviews


def review(store: Store, book: Book, kind: str, text: str, day: str = "", items: Sequence[str] = ()) -> tuple[str, int]:
    """Enter that unused material was reviewed; a defence statement, or whatever led to it, lies in `items`.

    Raises: AskedWrong; UnknownItem; Refused.
    """
    law = book.disclosure.reviews
    papers = given.items(store, "items", items)
    known = law[given.choice("kind", kind, law)]
    if known.papers and not papers:
        raise AskedWrong("items is missing", kind, "name the item that the paper lies in")
    on = happened(store, "day", day)
    return record(store, DisclosureReviewed(kind=known.id, day=on, items=papers, text=given.text("text", text)))


def reviews(view: View, book: Book) -> list[dict[str, Any]]:
    """Every review, the oldest day first."""
    found = sorted(newest(view, DisclosureReviewed).values(), key=lambda each: (each["day"], each.entry))
    law = book.disclosure.reviews
    return [
        {"id": each.id, "entry": each.entry, "title": law[each["kind"]].title}
        | {name: each[name] for name in ("kind", "day", "items", "text")}
        for each in found
    ]


# -- what is left to do


def work(view: View, book: Book) -> dict[str, Any]:
    """What is left: linked as undermining and in no schedule, or scheduled against that; opened or not, against what is said.

    What is linked as undermining and is an exhibit is no unused material.
    """
    opened = set(view.tables.numbers(_OPENED))
    against = set(view.tables.numbers(_AGAINST, (Side.AGAINST.value,)))
    used = {number_of(each["item"]) for each in newest(view, Exhibited).values()}
    tests = {
        item: book.disclosure.tests[said["test"]]
        for said in newest(view, Scheduled).values()
        for item in items_of(view, said)
    }
    return {
        "undermining_unscheduled": _ids(n for n in against - used if id_of(n) not in tests),
        "undermining_not_met": _ids(n for n in against if id_of(n) in tests and not tests[id_of(n)].singly),
        "examined_unopened": _ids(
            number_of(each) for each, test in tests.items() if test.examined and number_of(each) not in opened
        ),
        "not_examined_opened": _ids(
            number_of(each) for each, test in tests.items() if not test.examined and number_of(each) in opened
        ),
    }


def _ids(numbers: Iterable[int]) -> list[str]:
    return [id_of(n) for n in sorted(numbers)]
