"""The values of the fields date:, type:, bundle: and state:."""

import re

from muniment.model.state import State
from muniment.search import types
from muniment.search.dates import days
from muniment.search.lex import bad
from muniment.search.tree import Dates, Is

_FIRST, _LAST = 0, 99_991_231
_BUNDLE = re.compile(r"bun-\d+")
_GROUPS = ("text", "none", "unread")


def of(field: str, text: str, query: str, at: int) -> Dates | Is:
    """What a field and its value ask for.

    Raises: BadQuery.
    """
    match field:
        case "date":
            return _dates(text, query, at)
        case "state":
            return _state(text.lower(), query, at)
        case "bundle":
            if not _BUNDLE.fullmatch(text.lower()):
                raise bad("that is no bundle's id", query, at, "write for example bundle:BUN-0002")
            return Is("bundle", frozenset({text.upper()}))
        case _:
            return _type(text.lower(), query, at)


def _dates(text: str, query: str, at: int) -> Dates:
    first, dots, last = text.partition("..")
    if dots and not (first or last):
        raise bad("the date has neither a beginning nor an end", query, at, "write for example date:2014-05..")
    low = _day(first, query, at)[0] if first else _FIRST
    high = (
        _day(last if dots else first, query, at + len(first) + len(dots) if dots else at)[1]
        if last or not dots
        else _LAST
    )
    if low > high:
        raise bad("the dates end before they begin", query, at, "write the earlier one first")
    return Dates(low, high)


def _day(text: str, query: str, at: int) -> tuple[int, int]:
    found = days(text)
    if found is None:
        raise bad("that is no date", query, at, "write 2014, 2014-05 or 2014-05-22")
    return found


def _state(text: str, query: str, at: int) -> Is:
    found = frozenset(state.value for state in State if text in (state.value, state.value.partition(".")[0]))
    if not found:
        raise bad("there is no such state", query, at, f"write {', '.join(_GROUPS)}, or a state such as text.complete")
    return Is("state", found)


def _type(text: str, query: str, at: int) -> Is:
    found = types.asked(text)
    if not found:
        raise bad("there is no such type", query, at, f"write a media type, or one of {', '.join(types.WORDS)}")
    return Is("type", found)
