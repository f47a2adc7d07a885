"""A query's tree as a query again: every AND written out, words as they are compared, so that a person sees what was asked."""

import re
from collections.abc import Iterable

from muniment.search.tree import All, ByPeople, Dates, Either, Is, Kind, Near, Node, Not, Part, Phrase, Sizes
from muniment.search.values import LARGEST

_FIRST, _LAST = 1_01_01, 9999_12_31  # days beyond which a range is open
_BARE = re.compile(r"[\w.,/@&'-]+")  # a value that needs no quotation marks
_SIGNS = {Kind.SAME: "", Kind.PREFIX: "*", Kind.CLOSE: "~1"}


def understood(node: Node) -> str:
    """The query that a tree stands for."""
    match node:
        case All(parts):
            return " AND ".join(_inner(part) for part in parts)
        case Either(parts):
            return " OR ".join(_inner(part) for part in parts)
        case Not(part):
            return f"NOT {_inner(part)}"
        case Phrase(_, field):
            return f"{_prefix(field)}{_phrase(node)}"
        case Near(left, right, distance, field):
            pair = f"{_side(left)} near/{distance} {_side(right)}"
            return pair if field == "words" else f"{_prefix(field)}({pair})"
        case Dates(first, last):
            return f"date:{_day(first) if first >= _FIRST else ''}..{_day(last) if last < _LAST else ''}"
        case Sizes(least, most):
            return f"bytes:{least}..{most if most < LARGEST else ''}"
        case Is(field, values):
            return _or([f"{field}:{value}" for value in sorted(values)])
        case ByPeople(field, value):
            return f"{field}:{_quoted(value)}"


def _quoted(value: str) -> str:
    return value if _BARE.fullmatch(value) else f'"{value}"'


def _inner(node: Node) -> str:
    said = understood(node)
    return f"({said})" if isinstance(node, All | Either) else said


def _prefix(field: str) -> str:
    return "" if field == "words" else f"{field}:"


def _phrase(phrase: Phrase) -> str:
    said = " ".join(map(_part, phrase.parts))
    return said if len(phrase.parts) == 1 else f'"{said}"'


def _part(part: Part) -> str:
    return "|".join((part.text, *part.also)) + _SIGNS[part.kind]


def _side(phrases: Iterable[Phrase]) -> str:
    return _or([_phrase(phrase) for phrase in phrases])


def _or(said: list[str]) -> str:
    return said[0] if len(said) == 1 else f"({' OR '.join(said)})"


def _day(number: int) -> str:
    return f"{number // 10_000:04d}-{number // 100 % 100:02d}-{number % 100:02d}"
