"""The values of the fields that take no words: date:, type:, bundle:, state:, bytes:, and what people said."""

import re
from collections.abc import Mapping, Sequence

from muniment.model.review import VALUES, Judgement
from muniment.model.state import State
from muniment.search import types
from muniment.search.dates import days
from muniment.search.lex import OF_PEOPLE, bad
from muniment.search.tree import ByPeople, Dates, Is, Sizes

_FIRST, _LAST = 0, 99_991_231
_BUNDLE = re.compile(r"bun-\d+")
_UNITS = {"": 1, "b": 1, "kb": 1000, "mb": 10**6, "gb": 10**9, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30}
_SIZE = re.compile("[0-9]{1,15}(b|[kmg]i?b)?")
LARGEST = (1 << 62) - 1
_GROUPS = ("text", "none", "unread")

ANYBODY, NOBODY, DIFFER = "anybody", "nobody", "differ"
_SAID: Mapping[str, Sequence[str]] = {
    "judged": (*Judgement, DIFFER, ANYBODY, NOBODY),
    "settled": (ANYBODY, NOBODY),
    **{each.value: said for each, said in VALUES.items()},
}


def of(field: str, text: str, query: str, at: int) -> Dates | Sizes | Is | ByPeople:
    """What a field and its value ask for.

    Raises: BadQuery.
    """
    if field in OF_PEOPLE:
        return _said(field, text, query, at)
    match field:
        case "date":
            return _dates(text, query, at)
        case "bytes":
            return _sizes(text.lower(), query, at)
        case "state":
            return _state(text.lower(), query, at)
        case "bundle":
            if not _BUNDLE.fullmatch(text.lower()):
                raise bad("that is no bundle's id", query, at, "write for example bundle:BUN-0002")
            return Is("bundle", frozenset({text.upper()}))
        case _:
            return _type(text.lower(), query, at)


def _said(field: str, text: str, query: str, at: int) -> ByPeople:
    """What people said; whether a person or a tag is called so, the tables say (`people`)."""
    value = " ".join(text.split())
    if field in _SAID:
        value = value.lower()
        if value not in _SAID[field]:
            raise bad(f"{field}: has no such value", query, at, f"write one of: {', '.join(_SAID[field])}")
    if not value:
        raise bad(f"{field}: has no value", query, at, "write a name, anybody or nobody")
    return ByPeople(field, value, at)


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


def _sizes(text: str, query: str, at: int) -> Sizes:
    least, dots, most = text.partition("..")
    found = [_SIZE.fullmatch(part) for part in (least, most) if part]
    if not found or not all(found):
        raise bad("that is no number of bytes", query, at, "write for example bytes:..20kB, bytes:1MB.. or bytes:0")
    low = _bytes(least) if least else 0
    high = (_bytes(most) if most else LARGEST) if dots else low
    if low > high:
        raise bad("the smaller number stands first", query, at, "write for example bytes:1kB..20kB")
    return Sizes(low, high)


def _bytes(text: str) -> int:
    number, unit = re.split("(?<=[0-9])(?=[a-z]|$)", text, maxsplit=1)
    return min(int(number) * _UNITS[unit], LARGEST)


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
