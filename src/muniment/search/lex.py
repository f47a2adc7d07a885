"""A query to its signs: words, quoted phrases, brackets, operators, fields, each with its place."""

import re
from dataclasses import dataclass
from enum import Enum

from muniment.errors import BadQuery

OF_ITEMS = ("from", "to", "name", "date", "type", "bundle", "state", "bytes")
OF_PEOPLE = ("opened", "judged", "tag", "sensitive", "privileged", "assists", "used", "settled")
FIELDS = (*OF_ITEMS, *OF_PEOPLE)
FARTHEST = 1_000  # the most words apart that `near` takes
_SHOWN = 60

_QUOTES = '"\u201c\u201d\u201e\u201f\uff02'
_SPACE = re.compile(r"\s+")
_WORD = re.compile(rf"[^\s(){_QUOTES}]+")
_PHRASE = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]")
_FIELD = re.compile(r"([A-Za-z_]+):(?!//)")
_NEAR = re.compile(r"near/(.*)", re.IGNORECASE | re.DOTALL)


class Sign(Enum):
    """What a sign of a query is."""

    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    NEAR = "near"
    FIELD = "field"
    WORD = "word"
    PHRASE = "phrase"
    END = "end"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A sign, what is written, and where it starts."""

    sign: Sign
    text: str
    at: int


def bad(what: str, query: str, at: int, next: str = "") -> BadQuery:  # noqa: A002 (the errors' word)
    """The error for a place in a query."""
    rest = query[at : at + _SHOWN] + ("…" if len(query) > at + _SHOWN else "")
    shown = " ".join(rest.split()) or "the end of the query"
    return BadQuery(what, f"at character {at + 1}: {shown}", next)


def lexemes(query: str) -> list[Lexeme]:
    """The signs of a query, the last of them its end.

    Raises: BadQuery.
    """
    found: list[Lexeme] = []
    at = 0
    while at < len(query):
        if space := _SPACE.match(query, at):
            at = space.end()
        elif query[at] in "()":
            found.append(Lexeme(Sign(query[at]), query[at], at))
            at += 1
        elif query[at] in _QUOTES:
            phrase = _PHRASE.match(query, at)
            if phrase is None:
                raise bad("the quotation marks are not closed", query, at, 'end the phrase with "')
            found.append(Lexeme(Sign.PHRASE, phrase.group(1), at))
            at = phrase.end()
        elif (field := _FIELD.match(query, at)) and _starts(query, at):
            found.append(_field(query, field))
            at = field.end()
        else:
            word = _WORD.match(query, at)
            assert word is not None  # neither space, bracket nor quotation mark
            found.append(_word(query, word.group(), at))
            at = word.end()
    return [*found, Lexeme(Sign.END, "", len(query))]


def _starts(query: str, at: int) -> bool:
    """Whether a word starts here: after a field's colon its value does, and may hold colons."""
    return at == 0 or query[at - 1].isspace() or query[at - 1] in "()" or query[at - 1] in _QUOTES


def _field(query: str, match: re.Match[str]) -> Lexeme:
    name = match.group(1).lower()
    if name not in FIELDS:
        raise bad(
            f"there is no field {name}:",
            query,
            match.start(),
            f"the fields are {', '.join(FIELDS)}; put words with a colon in quotation marks",
        )
    return Lexeme(Sign.FIELD, name, match.start())


def _word(query: str, word: str, at: int) -> Lexeme:
    if word in {"AND", "OR", "NOT"}:
        return Lexeme(Sign(word), word, at)
    near = _NEAR.fullmatch(word)
    if near is None or not (near.group(1).isdecimal() or not near.group(1)):
        return Lexeme(Sign.WORD, word, at)
    number = near.group(1)
    if not number or len(number) > 4 or not 1 <= int(number) <= FARTHEST:
        raise bad(f"near/ takes a number of words from 1 to {FARTHEST}", query, at, "write for example near/5")
    return Lexeme(Sign.NEAR, number, at)
