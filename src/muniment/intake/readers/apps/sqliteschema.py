"""The names of a table's columns, from the statement that made it: read as words, never run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<space>\s+|--[^\n]*|/\*.*?(?:\*/|\Z))|(?P<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|'(?:[^']|'')*')
    |(?P<word>[\w$.\x80-\U0010ffff]+)|(?P<sign>.)""",
    re.DOTALL | re.VERBOSE,
)
_RULES = frozenset({"constraint", "primary", "unique", "check", "foreign"})
_LONGEST = 1 << 20  # characters of a statement that are looked at


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a row holds, in the order in which it holds them."""

    names: tuple[str, ...] = ()
    key: int = -1  # the column that is the row's number, which the row leaves empty


def columns(sql: str, *, numbered: bool) -> Columns:
    """The columns of a table. Where rows are not `numbered`, those of the key come first."""
    names: list[str] = []
    key, first = -1, list[str]()
    for words in _definitions(sql[:_LONGEST]):
        lower = [word.lower() for word in words]
        if lower[0] in _RULES:
            if "primary" in lower[:3]:
                first = [name for name in map(_bare, words[lower.index("primary") :]) if name in names]
            continue
        if ("as" in lower[1:] or "generated" in lower[1:]) and "stored" not in lower:
            continue  # worked out when it is asked for
        if "primary" in lower[1:]:
            first = [_bare(words[0])]
            if lower[1:2] == ["integer"] and "desc" not in lower:
                key = len(names)
        names.append(_bare(words[0]))
    if (
        len(first) == 1
        and key < 0
        and re.search(rf"\b{re.escape(first[0])}\W{{0,2}}\s+integer\s*[,)]", sql, re.IGNORECASE)
    ):
        key = names.index(first[0])
    if numbered:
        return Columns(tuple(names), key)
    return Columns((*dict.fromkeys(first), *(name for name in names if name not in first)))


def _definitions(sql: str) -> Iterator[list[str]]:
    """The words of each definition in the brackets of the statement; words in inner brackets belong to it."""
    depth, words = 0, list[str]()
    for found in _TOKEN.finditer(sql):
        sign = found["sign"]
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if not depth:
                break
        elif sign == "," and depth == 1:
            if words:
                yield words
            words = []
        elif depth and (found["quoted"] or found["word"]):
            words.append(found[0])
    if words:
        yield words


def _bare(word: str) -> str:
    """A name without its quotes."""
    if word[:1] in "\"`'[" and len(word) > 1:
        return word[1:-1].replace(word[0] * 2, word[0])
    return word
