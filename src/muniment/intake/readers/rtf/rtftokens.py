r"""RTF as tokens, in one pass over the bytes: control words, symbols, text, groups and runs of raw bytes.

Linear in the size of the file, and deaf to depth: a group is a token, not a call.
"""

import mmap
import re
from collections.abc import Iterator
from enum import Enum, auto


class Kind(Enum):
    """What a token is."""

    WORD = auto()  # \par, \f1: its letters, its number
    SYMBOL = auto()  # \~: the one byte
    TEXT = auto()  # bytes as they stand
    HEX = auto()  # \'e9: one byte
    RAW = auto()  # \bin: bytes that are no text
    OPEN = auto()
    CLOSE = auto()


Data = bytes | mmap.mmap
Token = tuple[Kind, bytes, int | None]

_TOKEN = re.compile(
    rb"\\([A-Za-z]+)(-?[0-9]+)?\x20?"  # 1 and 2
    rb"|\\'([0-9A-Fa-f]{2})"  # 3
    rb"|\\(\r\n|.)"  # 4
    rb"|(\{)"  # 5
    rb"|(\})"  # 6
    rb"|([^\\{}\r\n\0]+)",  # 7
    re.DOTALL,
)
_DIGITS = 11  # more say no number that a document can mean
_BIN = b"bin"


class Tokens:
    """The tokens of some bytes; `at` is where the last one ended, `short` whether raw bytes ran over the end."""

    def __init__(self, data: Data, start: int = 0) -> None:
        self._data = data
        self.at = start
        self.short = False

    def __iter__(self) -> Iterator[Token]:
        while True:
            for match in _TOKEN.finditer(self._data, self.at):
                self.at = match.end()
                token = _token(match)
                if token[0] is Kind.WORD and token[1] == _BIN:
                    yield self._raw(token[2] or 0)
                    break  # the search goes on behind them
                yield token
            else:
                return

    def _raw(self, count: int) -> Token:
        raw = bytes(self._data[self.at : self.at + max(count, 0)])
        self.short |= len(raw) < count
        self.at += len(raw)
        return (Kind.RAW, raw, None)


def _token(match: "re.Match[bytes]") -> Token:
    group = match.lastindex or 0
    if group == 7:
        return (Kind.TEXT, match[7], None)
    if group <= 2:
        digits = match[2]
        return (Kind.WORD, match[1], None if digits is None else int(digits[:_DIGITS]))
    if group == 3:
        return (Kind.HEX, bytes.fromhex(match[3].decode("ascii")), None)
    if group == 4:
        return (Kind.SYMBOL, match[4][-1:], None)
    return (Kind.OPEN if group == 5 else Kind.CLOSE, b"", None)
