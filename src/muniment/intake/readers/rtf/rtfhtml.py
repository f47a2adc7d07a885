"""HTML that was wrapped in RTF, unwrapped again. Source: MS-OXRTFEX."""

import re
from collections.abc import Callable
from html import escape
from typing import NamedTuple

from muniment.intake.readers.rtf.rtfletters import Letters
from muniment.intake.readers.rtf.rtfsinks import Fonts
from muniment.intake.readers.rtf.rtfstory import DEEPEST
from muniment.intake.readers.rtf.rtftokens import Data, Kind, Tokens
from muniment.intake.readers.rtf.rtfwords import LAYERS, NOWHERE, SYMBOLS, TEXT

_WRAPPED = re.compile(rb"\\fromhtml1?(?![0-9])")
_LOOK = 1024
_BODY, _TAG, _FONTS, _OTHER = range(4)  # where text stands: between tags, in a tag, in the table of fonts, elsewhere
_ELSEWHERE = NOWHERE | LAYERS.keys() | {"info", "pict", "pntext", "listtext"}


class _State(NamedTuple):
    place: int = _BODY
    hidden: bool = False  # written for readers of RTF alone
    font: int | None = None
    skip: int = 1

    @property
    def told(self) -> bool:
        return self.place == _TAG or (self.place == _BODY and not self.hidden)


def html(data: Data) -> str | None:
    """The HTML that the RTF was made of; None where it was made of none."""
    if not _WRAPPED.search(data, 0, _LOOK):
        return None
    return _Unwrapped().all(Tokens(data))


class _Unwrapped:
    """Follows the groups, and tells what stands in tags as it is, and what stands between them as text."""

    def __init__(self) -> None:
        self._state = _State()
        self._stack: list[_State] = []
        self._depth = self._skip = 0
        self._starred = False
        self._letters, self._fonts = Letters(), Fonts()
        self._tag = False  # what waits in the letters stood in a tag
        self._pieces: list[str] = []
        self._does: dict[str, Callable[[int | None], None]] = {
            "ansicpg": self._letters.page,
            "mac": lambda _: self._letters.page(10000),
            "pc": lambda _: self._letters.page(437),
            "pca": lambda _: self._letters.page(850),
            "deff": self._letters.default,
            "fonttbl": lambda _: self._set(place=_FONTS),
            "htmltag": lambda _: self._set(place=_TAG),
            "htmlrtf": lambda number: self._set(hidden=number != 0),
            "plain": lambda _: self._set(font=None),
            "uc": lambda number: self._set(skip=max(1 if number is None else number, 0)),
            "u": self._unit,
        }

    def all(self, tokens: Tokens) -> str:
        """The whole page."""
        for kind, value, number in tokens:
            if kind is Kind.WORD:
                self._word(value.decode("ascii"), number)
            elif kind is Kind.TEXT or kind is Kind.HEX:
                self._bytes(value)
            elif kind is Kind.OPEN:
                self._open()
            elif kind is Kind.CLOSE:
                self._close()
                if not self._depth:
                    break
            elif kind is Kind.SYMBOL:
                self._symbol(value.decode("latin-1"))
        self._take()
        return "".join(self._pieces)

    def _open(self) -> None:
        self._skip, self._starred = 0, False
        self._depth += 1
        if self._depth <= DEEPEST:
            self._stack.append(self._state)

    def _close(self) -> None:
        self._skip, self._starred = 0, False
        self._depth = max(self._depth - 1, 0)
        if self._depth < DEEPEST and self._stack:
            self._state = self._stack.pop()

    def _set(self, **said: object) -> None:
        self._state = self._state._replace(**said)  # type: ignore[arg-type]

    def _word(self, name: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        text = TEXT.get(name, "")
        if self._skip and text and text not in "\n\t":
            self._skip -= 1
            return
        if name != "u":
            self._skip = 0
        if self._state.place == _FONTS and name in {"f", "fcharset", "cpg"}:
            self._fonts.word(name, number)
        elif name == "f":
            self._set(font=number)
        elif does := self._does.get(name):
            does(number)
        elif text:
            self._write(text)
        elif starred or name in _ELSEWHERE:
            self._set(place=_OTHER)

    def _symbol(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif self._skip:
            self._skip -= 1
        elif text := SYMBOLS.get(sign):
            self._write(text)

    def _bytes(self, data: bytes) -> None:
        if self._skip:
            count = min(self._skip, len(data))
            self._skip -= count
            data = data[count:]
        if data and self._state.told:
            self._same()
            self._letters.add(data, self._fonts, self._state.font)

    def _unit(self, number: int | None) -> None:
        if self._state.told and number is not None:
            self._same()
            self._letters.unit(number)
        self._skip = self._state.skip

    def _write(self, text: str) -> None:
        if self._state.told:
            self._same()
            self._letters.write(text)

    def _same(self) -> None:
        if self._tag != (self._state.place == _TAG):
            self._take()
            self._tag = not self._tag

    def _take(self) -> None:
        text = self._letters.take()
        self._pieces.append(text if self._tag else escape(text, quote=False))
