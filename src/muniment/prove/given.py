"""What a person gives for a field, held against what the field may be; whatever is wrong names the field, and nothing is written."""

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.intake import visible
from muniment.model.item import Item
from muniment.model.prove import Proof
from muniment.names.filename import plain
from muniment.prove import entered, spans
from muniment.store.store import Store
from muniment.store.view import View

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_EARLIEST, _LATEST = date(1832, 1, 1), date(2199, 12, 31)
_LONGEST = 100_000  # characters of a text that a person writes


def text(field: str, said: str, *, needed: bool = True) -> str:
    """A person's own words, without what no page can show.

    Raises: AskedWrong.
    """
    words = plain(said).strip()
    if needed and not words:
        raise AskedWrong(f"{field} is missing", "", "say it in a few words")
    if len(words) > _LONGEST:
        raise AskedWrong(
            f"{field} is too long", f"{len(words):,} characters", f"up to {_LONGEST:,}; a paper is taken in"
        )
    return words


def choice(field: str, said: str, known: Collection[str]) -> str:
    """One word of a closed list.

    Raises: AskedWrong.
    """
    if said not in known:
        raise AskedWrong(f"{field} cannot be that", said, "one of: " + ", ".join(known))
    return said


def day(field: str, said: str, *, needed: bool = True) -> str:
    """A civil day, YYYY-MM-DD.

    Raises: AskedWrong.
    """
    if not said and not needed:
        return ""
    return _day(field, said).isoformat()


def days(field: str, said: str, *, needed: bool = True) -> tuple[str, str]:
    """A day, a month (YYYY-MM), or two days with two points between them: the first and the last day.

    Raises: AskedWrong.
    """
    if not said and not needed:
        return "", ""
    month = _MONTH.fullmatch(said)
    if month is not None:
        first = _day(field, f"{said}-01")
        after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        return first.isoformat(), (after - timedelta(days=1)).isoformat()
    first_said, _, last_said = said.partition("..")
    first, last = _day(field, first_said), _day(field, last_said or first_said)
    if last < first:
        raise AskedWrong(f"{field} ends before it begins", said, "the earlier day first: 2014-05-01..2014-05-22")
    return first.isoformat(), last.isoformat()


def _day(field: str, said: str) -> date:
    next_ = "a day as 2014-05-22, a month as 2014-05, or 2014-05-01..2014-05-22"
    if not _DAY.fullmatch(said):
        raise AskedWrong(f"{field} is no day", said, next_)
    try:
        found = date.fromisoformat(said)
    except ValueError:
        raise AskedWrong(f"{field} is a day that cannot be", said, next_) from None
    if not _EARLIEST <= found <= _LATEST:
        raise AskedWrong(f"{field} lies too far away", said, f"between {_EARLIEST} and {_LATEST}")
    return found


def number(view: View, field: str, kind: type[Proof], id: str) -> str:  # noqa: A002 # the field's name
    """The number of something that was entered, and not in error.

    Raises: UnknownItem.
    """
    if not entered.entered(view, kind, on=id):
        raise UnknownItem(f"{field}: there is no such number", id, f"numbers look like {kind.prefix}-0001")
    if id in entered.strikes(view):
        raise UnknownItem(f"{field} was entered in error", id, "name another")
    return id


def numbers(view: View, field: str, kind: type[Proof], ids: Iterable[str]) -> list[str]:
    """Numbers of things that were entered, each once.

    Raises: UnknownItem.
    """
    return [number(view, field, kind, each) for each in dict.fromkeys(ids)]


def item(store: Store, field: str, id: str) -> Item:  # noqa: A002 # the field's name
    """One item of the case that may be shown.

    Raises: UnknownItem; Refused, where it is held or was withdrawn. Both name the field.
    """
    try:
        return visible.item(store, id)
    except (UnknownItem, Refused) as error:
        raise type(error)(f"{field}: {error.what}", error.subject, error.next) from None


def items(store: Store, field: str, ids: Iterable[str]) -> list[str]:
    """Items of the case that may be shown, each once; a span of numbers or a bundle stands for all of its items (`spans`).

    Raises: UnknownItem and AskedWrong; Refused, where one is held or was withdrawn. All name the field.
    """
    return [item(store, field, id).id for id in dict.fromkeys(spans.each(store, field, ids))]  # noqa: A001
