"""How much text fits into one reading: it is one line of JSON, made in memory, so that text stands there several times."""

from json.encoder import encode_basestring
from sys import getsizeof

from muniment.intake.limits import Limits
from muniment.intake.source import Source

# of the address space, for the text and its line; measured: 300 MB of plain ASCII need 0.95 of 1 GiB in all
_SHARE = 0.92
_OUTPUT = 0.98  # of the bytes of readings allowed, for the text of one; the rest is for names and facts
_AS_UTF8 = {1: 2, 2: 3, 4: 4}  # bytes that are set aside for each letter of a string when it is encoded, by its width


class Room:
    """Counts what a reading needs: its texts and the whole line, and beside them each text as JSON, later the line's bytes."""

    def __init__(self, source: Source, limits: Limits) -> None:
        held = source.size if isinstance(source.buffer(), bytes) else 0
        self._memory = int(limits.memory * _SHARE) - held
        self._output = int(limits.output * _OUTPUT)
        self._texts = self._written = self._letters = self._bytes = 0
        self._width = 1  # bytes for a letter in the line: those of its widest
        self._ascii = True

    def fits(self, text: str) -> bool:
        """Count a text; False where it does not fit, and then nothing is counted."""
        line = encode_basestring(text)
        ascii_ = self._ascii and line.isascii()
        width = max(self._width, _width(line))
        texts, written = self._texts + getsizeof(text), self._written + getsizeof(line)
        letters = self._letters + len(line)
        size = self._bytes + (len(line) if line.isascii() else len(line.encode("utf-8", "replace")))
        beside = max(written, letters if ascii_ else letters * _AS_UTF8[width])
        if texts + width * letters + beside > self._memory or size > self._output:
            return False
        self._texts, self._written, self._letters, self._bytes = texts, written, letters, size
        self._width, self._ascii = width, ascii_
        return True


def _width(text: str) -> int:
    """How many bytes each letter of a string takes in memory; its head takes at most 76."""
    return max(-(-(getsizeof(text) - 76) // len(text)), 1)
