"""JSON as lines: keys with their values, strings as they read. One pass over pieces, whatever the nesting, however broken."""

import re
from collections.abc import Iterable, Iterator

from muniment.intake.readers.blobs import blob

_TOKEN = re.compile(
    r"""\s*+(?:"((?:[^"\\]++|\\.)*+)"(\s*+:)?+|([{}\[\]])|([-+.\w]++)|([,:]++)|([^\s"{}\[\],:\w.+-]++)|("))""",
    re.DOTALL,
)
_STRING, _KEY, _BRACKET, _WORD, _BETWEEN, _ODD, _QUOTE = range(1, 8)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})(?:\\u([Dd][C-Fc-f][0-9A-Fa-f]{2}))?|(.))", re.DOTALL)
_SIGNS = {"n": "\n", "r": "\r", "t": "\t", "b": " ", "f": " "}
_VALUES = re.compile(r"(?:true|false|null|-?(?:0|[1-9]\d*+)(?:\.\d++)?(?:[eE][-+]?\d++)?|NaN|-?Infinity)\Z")
_PAIRS = {b"{"[0]: "}", b"["[0]: "]"}
_LONGEST = 64 << 20  # a string longer than this is given as it stands
_FIGURES = 1000  # of an array that stand on one line


class Lines:
    """Makes lines, and remembers whether brackets and values were those of JSON."""

    def __init__(self) -> None:
        self._open = bytearray()  # brackets that wait for their end
        self._key: str | None = None
        self._figures: list[str] = []
        self.broken = False
        self.blobs = 0
        self.records = 0  # values at the top

    @property
    def unfinished(self) -> bool:
        """Whether something is still open."""
        return bool(self._open)

    def read(self, pieces: Iterable[str]) -> Iterator[str]:
        """The lines of a text that comes in pieces."""
        text, again = "", 0
        for piece in pieces:
            text += piece
            if len(text) < again:
                continue
            at = 0
            for found in _TOKEN.finditer(text):
                if found.end() == len(text) or found.lastindex == _QUOTE:
                    break  # it may go on in the next piece
                at = found.end()
                if (line := self._token(found)) is not None:
                    yield line
            text = text[at:]
            again = len(text) * 2  # a long string is not looked through again with each piece
            if len(text) > _LONGEST:
                self.broken = True
                yield text
                text, again = "", 0
        yield from self._last(text)

    def _last(self, text: str) -> Iterator[str]:
        for found in _TOKEN.finditer(text):
            if found.lastindex == _QUOTE:  # a string that does not end
                self.broken = True
                yield self._value(resolve(text[found.end() :]))
                break
            if (line := self._token(found)) is not None:
                yield line
        if (line := self._waiting()) is not None:
            yield line

    def _token(self, found: re.Match[str]) -> str | None:
        """The line that this token completes."""
        kind = found.lastindex
        if kind == _BETWEEN:
            return None
        if kind == _STRING:
            text = resolve(found[_STRING])
            if blob(text):
                self.blobs += 1
                return None
            return self._value(text.removesuffix("\n"))
        if kind == _KEY:
            line, self._key = self._waiting(), resolve(found[_STRING])
            return line
        if kind == _WORD:
            return self._word(found[_WORD])
        if kind == _BRACKET:
            return self._bracket(found[_BRACKET])
        self.broken = True
        return self._value(found[0].strip())

    def _word(self, word: str) -> str | None:
        if not _VALUES.match(word):
            self.broken = True
            return self._value(word)
        if self._open[-1:] == b"[":
            self._figures.append(word)
            return self._waiting() if len(self._figures) == _FIGURES else None
        return self._value(word)

    def _value(self, text: str) -> str:
        self.records += not self._open
        if self._key is not None:
            text, self._key = f"{self._key}: {text}", None
        elif self._figures:
            text = f"{self._waiting()}\n{text}"
        return text

    def _bracket(self, sign: str) -> str | None:
        if sign in "{[":
            self.records += not self._open
            self._open.append(ord(sign))
        elif not self._open or _PAIRS[self._open.pop()] != sign:
            self.broken = True
        return self._waiting()

    def _waiting(self) -> str | None:
        """The line of a key or of figures that wait."""
        if self._key is not None:
            text, self._key = f"{self._key}:", None
            return text
        if self._figures:
            text = " ".join(self._figures)
            self._figures.clear()
            return text
        return None


def resolve(string: str) -> str:
    """The inside of a string with its escapes resolved."""
    return _ESCAPE.sub(_escaped, string) if "\\" in string else string


def _escaped(found: re.Match[str]) -> str:
    if found[3]:
        return _SIGNS.get(found[3], found[3])
    first = int(found[1], 16)
    if not found[2]:
        return chr(first)
    second = int(found[2], 16)
    if 0xD800 <= first < 0xDC00:
        return chr(0x10000 + ((first - 0xD800) << 10) + second - 0xDC00)
    return chr(first) + chr(second)
