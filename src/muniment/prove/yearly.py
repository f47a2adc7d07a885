"""The yearly return of complaints, as the Electoral Commission's data have it: force, authority, poll, offence, outcome; nobody is named."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from muniment.errors import AskedWrong
from muniment.model.prove import Alleged
from muniment.model.reading import Json
from muniment.names.csvsafe import Value
from muniment.prove import allegations
from muniment.prove.complaints import complaints
from muniment.prove.entered import newest
from muniment.prove.law.book import Book
from muniment.store.view import View

HEADING = (
    *("complaint", "received", "force", "authority", "poll type", "category"),
    *("offence", "outcome", "reason"),
)
_FIRST, _LAST = 1832, 2199


def rows(view: View, book: Book, year: int, on: date) -> list[dict[str, Json]]:
    """A row for each complaint received in a year, or for each offence that is alleged because of it.

    The outcome is the one that stands now. Raises: AskedWrong.
    """
    if not _FIRST <= year <= _LAST:
        raise AskedWrong("year lies too far away", str(year), f"between {_FIRST} and {_LAST}")
    cited = {id: allegations.offence_of(view, book, id).citation for id in newest(view, Alleged)}  # noqa: A001
    law = book.complaints
    found = []
    for each in complaints(view, book, on):
        if int(str(each["received"])[:4]) != year:
            continue
        led = each["allegations"]
        assert isinstance(led, list)
        for offence in dict.fromkeys(cited[str(id)] for id in led) or [""]:  # noqa: A001
            reason = str(each["reason"])
            found.append(
                {
                    "complaint": each["id"],
                    "received": each["received"],
                    "force": each["force"] or "",
                    "authority": each["authority"] or "",
                    "poll": each["election"],
                    "category": law.categories[str(each["category"])].title,
                    "offence": offence,
                    "outcome": each["outcome_title"],
                    "reason": law.reasons[reason].title if reason else "",
                }
            )
    return found


def table(found: Sequence[dict[str, Json]]) -> list[tuple[Value, ...]]:
    """The rows for a file of another program."""
    return [tuple(str(value) for value in each.values()) for each in found]


def counts(found: Sequence[dict[str, Json]]) -> list[dict[str, Json]]:
    """How many complaints there are of each category and outcome; one that led to several offences counts once."""
    once = {str(each["complaint"]): (str(each["category"]), str(each["outcome"])) for each in found}
    counted = Counter(once.values())
    return [
        {"category": category, "outcome": outcome, "complaints": count}
        for (category, outcome), count in sorted(counted.items())
    ]


def about(year: int, found: Sequence[dict[str, Json]], unverified: Sequence[str]) -> list[tuple[Value, ...]]:
    """What stands behind the table: how many of what, and which of its words were not verified."""
    told: list[tuple[Value, ...]] = [("complaints received in", year), ("", "")]
    told += [(f"{each['category']}: {each['outcome']}", int(str(each["complaints"]))) for each in counts(found)]
    told += [("", ""), ("a complaint is no finding against anybody", "")]
    return told + [("not verified", each) for each in unverified]


def unverified(book: Book) -> list[str]:
    """The lists of the return that were not read in full in the Commission's data."""
    law = book.complaints
    told = [("category", each.title, each.source, each.status) for each in law.categories.values()]
    told += [("reason", each.title, each.source, each.status) for each in law.reasons.values()]
    return [f"{what} {title}: {source}" for what, title, source, status in told if not status.verified]
