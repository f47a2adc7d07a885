"""Header values with parameters, such as Content-Type: read as programs write them, not only as RFC 2045 and 2231 do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from urllib.parse import unquote_to_bytes

_PARAMETER = re.compile(r"(?:;|\A)[\s;]*([^\s=;\"]{1,200})\s*=\s*(?:\"((?:[^\"\\]++|\\.)*+)\"?|([^;]*))", re.DOTALL)
_TYPE = re.compile(r"[\s\"']*([^\s/;,=\"'()]+)\s*/\s*([^\s/;,=\"'()]+)")
_WORD = re.compile(r"[\s\"']*([^\s;,=\"'()]+)")
_PIECE = re.compile(r"(.+?)(?:\*(\d{1,4}))?(\*)?")
_ESCAPED = re.compile(r"\\([\"\\])")
_BOUNDARY = re.compile(r"boundary\s*=\s*\"?([^\";\s]+)", re.IGNORECASE)
_NAMES = frozenset({"filename", "name"})  # an unquoted one may hold blanks; every other value ends there
_LONGEST = 1 << 14


@dataclass(frozen=True, slots=True)
class Value:
    """The bytes of a parameter, and in which characters it says that they are; "" where it says nothing."""

    raw: bytes
    charset: str = ""


@dataclass(frozen=True, slots=True)
class Structured:
    """What stands before the parameters, in lower case, and the parameters by name in lower case."""

    main: str
    parameters: Mapping[str, Value]

    def word(self, name: str) -> str:
        """A parameter as ASCII; "" where there is none."""
        found = self.parameters.get(name)
        return found.raw.decode("ascii", "replace") if found else ""


def media_type(value: bytes) -> Structured:
    """A Content-Type; `main` is "" where it names no type."""
    return _media_type(value[:_LONGEST])


def disposition(value: bytes) -> Structured:
    """A Content-Disposition."""
    return _disposition(value[:_LONGEST])


@lru_cache(maxsize=256)
def _media_type(value: bytes) -> Structured:
    text = value.decode("latin-1")
    found = _TYPE.match(text)
    main = f"{found[1]}/{found[2]}".lower() if found else ""
    given = _parameters(text[found.end() if found else 0 :])
    if main.startswith("multipart/") and "boundary" not in given and (mark := _BOUNDARY.search(text)):
        given["boundary"] = Value(mark[1].encode("latin-1"))
    return Structured(main, given)


@lru_cache(maxsize=256)
def _disposition(value: bytes) -> Structured:
    text = value.decode("latin-1")
    found = _WORD.match(text)
    if found and text[found.end() :].lstrip()[:1] == "=":  # a parameter stands first
        return Structured("", _parameters(text))
    return Structured(found[1].lower() if found else "", _parameters(text[found.end() if found else 0 :]))


def _parameters(text: str) -> dict[str, Value]:
    plain: dict[str, Value] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for found in _PARAMETER.finditer(text):
        key = found[1].lower()
        name, number, extended = _parted(key)
        value = _ESCAPED.sub(r"\1", found[2]) if found[2] is not None else _bare(name, found[3])
        if number is None and not extended:
            plain.setdefault(key, Value(value.encode("latin-1")))
        else:
            pieces.setdefault(name, []).append((int(number or 0), bool(extended), value))
    return plain | {name: _joined(given) for name, given in pieces.items()}


def _parted(key: str) -> tuple[str, str | None, str | None]:
    found = _PIECE.fullmatch(key)
    return (found[1], found[2], found[3]) if found else (key, None, None)


def _bare(name: str, value: str) -> str:
    value = value.strip()
    return value if name in _NAMES else value.split(None, 1)[0] if value else ""


def _joined(given: list[tuple[int, bool, str]]) -> Value:
    """The pieces of one value in their order; the first names the characters of all."""
    pieces, charset = list[bytes](), ""
    ordered = sorted(given, key=lambda piece: piece[0])
    for extended, run in groupby(ordered, key=lambda piece: piece[1]):  # some programs cut within an escaped byte
        value = "".join(text for _, _, text in run)
        if extended and not pieces and value.count("'") >= 2:
            charset, _, value = value.split("'", 2)
        pieces.append(unquote_to_bytes(value.encode("latin-1")) if extended else value.encode("latin-1"))
    return Value(b"".join(pieces), charset)
