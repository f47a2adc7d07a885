"""Advice: of whom it was asked, with which items put before them, what they answered, and which decisions relied on it."""

from collections.abc import Sequence
from datetime import date

from muniment.errors import AskedWrong
from muniment.model.act import ranges
from muniment.model.prove import AdviceAsked, AdviceGiven, Alleged, ComplaintReceived, Decided, SubjectNamed
from muniment.model.reading import Json
from muniment.prove import answering, given, later
from muniment.prove.entered import Entered, entered, newest, numbers_in, one, record
from muniment.prove.happened import happened
from muniment.prove.law.book import Book
from muniment.prove.overtaking import Bearing, Made
from muniment.review.judge import when
from muniment.store.ids import id_of, number_of
from muniment.store.store import Store
from muniment.store.view import View

_ABOUT = {"ALG": Alleged, "CMP": ComplaintReceived, "SUB": SubjectNamed}


def ask(
    store: Store, body: str, what: str, day: str, of: Sequence[str] = (), items: Sequence[str] = ()
) -> tuple[str, int]:
    """Enter that advice was asked: of whom, what, on which day, about what, and which items were put before them.

    Raises: AskedWrong and UnknownItem, which name the field; Refused, where an item is held or was withdrawn.
    """
    for each in of:
        known = _ABOUT.get(each.partition("-")[0])
        if known is None:
            raise AskedWrong("of: advice is about none of those", each, "one of: " + ", ".join(_ABOUT))
        given.number(store, "of", known, each)
    on, numbers = happened(store, "day", day), sorted(number_of(each) for each in given.items(store, "items", items))
    whom, said = given.text("body", body), given.text("what", what)
    about = [*dict.fromkeys(of)]
    return record(store, AdviceAsked(day=on, of=about, body=whom, what=said, ids=ranges(numbers), count=len(numbers)))


def give(store: Store, id: str, text: str, day: str, items: Sequence[str] = ()) -> int:  # noqa: A002
    """Enter the advice that was given, and the items that it lies in, where it came in; returns the entry.

    Raises: AskedWrong and UnknownItem, which name the field.
    """
    given.number(store, "advice", AdviceAsked, id)
    on, lies = happened(store, "day", day, str(one(store, AdviceAsked, id)["day"])), given.items(store, "items", items)
    return store.record(AdviceGiven(on=id, day=on, items=lies, text=given.text("text", text)))


def made(view: View, id: str) -> Made:  # noqa: A002
    """Advice that was given, as what can be overtaken: since it was asked, for what came later the adviser was not shown.

    Raises: UnknownItem; AskedWrong, where it was not given yet.
    """
    asked = one(view, AdviceAsked, given.number(view, "advice", AdviceAsked, id))
    said = entered(view, AdviceGiven, on=id)
    if not said:
        raise AskedWrong("advice: it was not given yet", id, "there is nothing that could be overtaken")
    return _made(asked, said[-1], _since(view, asked))


def _made(asked: Entered, given_: Entered, since: int) -> Made:
    return Made(asked.id, asked.entry, date.fromisoformat(given_["day"]), asked["of"], since)


def _since(view: View, asked: Entered) -> int:
    return later.since(view, asked.entry, date.fromisoformat(asked["day"]))


def listed(view: View, book: Book, on: date, bearing: Bearing | None = None) -> dict[str, Json]:
    """All advice, asked and given, with what overtakes it and the decisions that relied on it."""
    bearing, said = bearing or Bearing(view, book, on), entered(view, AdviceGiven)
    relied = {id: each["advice"] for id, each in newest(view, Decided).items()}  # noqa: A001
    rows = []
    for id, asked in newest(view, AdviceAsked).items():  # noqa: A001
        answers = [each for each in said if each.id == id]
        after = _since(view, asked)
        overtaken = answering.overtaken(view, _made(asked, answers[-1], after), bearing) if answers else []
        rows.append(
            {
                "id": id,
                "entry": asked.entry,
                "day": asked["day"],
                "body": asked["body"],
                "what": asked["what"],
                "of": asked["of"],
                "items": [*map(id_of, numbers_in(view, asked.entry))],
                "given": [
                    {
                        "entry": each.entry,
                        "day": each["day"],
                        "text": each["text"],
                        "items": each["items"],
                        "at": when(each.at),
                    }
                    for each in answers
                ],
                "decisions": [each for each, advice in relied.items() if id in advice],
                "counted_from": later.as_json(view, asked.entry, date.fromisoformat(asked["day"]), after),
                "overtaken": overtaken,
                "waiting": sum(each["answer"] is None for each in overtaken),
                "answers": answering.listed(view, id),
            }
        )
    return {"advice": rows, "on": on.isoformat(), "as_of": view.as_of}
