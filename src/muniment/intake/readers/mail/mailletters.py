"""The characters of a mail's headers: encoded words, and bytes that stand there against the standard.

Source: RFC 2047, read as leniently as mail programs write it.
"""

import binascii
import re
from collections.abc import Sequence

from muniment.intake import charset
from muniment.intake.readers.mail.mailfields import Buffer, Field
from muniment.intake.readers.mail.mailparameters import Value

_WORD = re.compile(r"=\?([^?\s]{1,80})\?([bBqQ])\?")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]+")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"=[0-9A-F]{2}")
_APART = re.compile(r"\s|=\?")
_AHEAD = 1 << 16  # bytes of the body that help a guess
_SAMPLE = 4096


class Letters:
    """Decodes what one mail's headers say. `flags` grows with what had to be guessed or could not be had."""

    def __init__(self, data: Buffer, fields: Sequence[Field], body: int) -> None:
        self._data = data
        self._fields = fields
        self._body = body
        self._otherwise: str | None = None
        self.flags: set[str] = set()

    def text(self, raw: bytes) -> str:
        """All characters of a value."""
        if raw.isascii() and b"=?" not in raw and b"\x1b" not in raw:
            return raw.decode("ascii")
        return self.words(self.characters(raw))

    def value(self, given: Value) -> str:
        """All characters of a parameter."""
        return self._decoded(given.raw, given.charset) if given.charset else self.text(given.raw)

    def characters(self, raw: bytes) -> str:
        """The characters of a value, its encoded words as they stand."""
        if b"\x1b" in raw:  # Japanese in 7 bits
            return self._decoded(raw, self._said())
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            if self._otherwise is None:
                self._otherwise = self._likely()
            return self._decoded(raw, self._otherwise)

    def words(self, text: str) -> str:
        """The same with its encoded words decoded. White space between two of them is none."""
        if "=?" not in text:
            return text
        shown: list[str] = []
        run: list[bytes] = []  # words side by side in one charset: some programs cut a letter in two
        name, end = "", 0
        place = text.find("=?")
        while place >= 0:
            found = _WORD.match(text, place)
            close = _close(text, found) if found else place
            if close < 0:
                break  # no word ends after here
            if found:
                between = text[end:place]
                if run and (between.strip() or found[1].lower() != name):
                    shown.append(self._decoded(b"".join(run), name))
                    run = []
                    between = between if between.strip() else ""
                if not run:
                    shown.append(between)
                name, end = found[1].lower(), close + 2
                run.append(_bytes_of(found[2], text[found.end() : close]))
            place = text.find("=?", max(end, place + 2))
        if run:
            shown.append(self._decoded(b"".join(run), name))
        return "".join([*shown, text[end:]])

    def _decoded(self, raw: bytes, name: str) -> str:
        name = name.partition("*")[0]
        if charset.codec(name) == "utf_8" and _is_utf8(raw):
            return raw.decode("utf-8")
        found = charset.decode(raw, name)
        self.flags.update(found.flags)
        return found.text

    def _said(self) -> str:
        """The charset that the mail declares for its text, "" where it declares none."""
        found = next((value for name, value in self._fields if name.lower() == b"content-type"), b"")
        said = _CHARSET.search(found) or _CHARSET.search(self._data[self._body : self._body + _AHEAD])
        return said[1].decode("ascii", "replace") if said else ""

    def _likely(self) -> str:
        """The charset for bytes that are not UTF-8: what the mail declares for its text, else a guess at all of them."""
        name = self._said()
        if charset.codec(name) not in {"", "utf_8"}:
            return name
        odd = [value for _, value in self._fields if not value.isascii() and not _is_utf8(value)]
        sample = b"\n".join([*odd, self._data[self._body : self._body + _SAMPLE]])
        self.flags.add("charset-guessed")
        return charset.decode(sample).charset


def _close(text: str, start: re.Match[str]) -> int:
    """Where a word ends; a question mark before an escaped letter does not end it, though some programs write one."""
    close = text.find("?=", start.end())
    while close >= 0 and start[2] in "qQ" and _ESCAPE.match(text, close + 1):
        later = text.find("?=", close + 2)
        if later < 0 or _APART.search(text, close, later):
            break
        close = later
    return close


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _bytes_of(way: str, text: str) -> bytes:
    if way in "bB":
        plain = _NOT_BASE64.sub("", text)
        plain = plain[: len(plain) - (len(plain) % 4 == 1)]
        return binascii.a2b_base64(plain + "=" * (-len(plain) % 4))
    raw = text.encode("utf-8", "replace").replace(b"_", b" ")
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), raw)
