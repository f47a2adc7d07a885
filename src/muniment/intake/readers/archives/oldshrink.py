"""Zip's first ways of packing, of 1989: "shrink" (LZW whose table is cleared in part) and "reduce" in four strengths."""

from collections.abc import Iterator

from muniment.intake.readers.archives.oldbits import Bits, copy

_PIECE = 1 << 16
_CONTROL, _CODES, _FREE = 256, 8192, -1
_WIDER, _CLEAR, _WIDEST = 1, 2, 13
_MARK = 144  # of a copy, in "reduce"


def unshrink(data: bytes, size: int) -> Iterator[bytes]:
    """What shrunk bytes unpack to, piece by piece.

    Raises: ValueError.
    """
    bits, words = Bits(data), _Words()
    width, out, given = 9, bytearray(), 0
    while len(out) < size:
        code = bits.take(width)
        if code == _CONTROL:
            said = bits.take(width)
            if said == _WIDER and width < _WIDEST:
                width += 1
            elif said == _CLEAR:
                words.clear()
            else:
                raise ValueError("no such command")
            continue
        out += words.next(code)
        if len(out) - given >= _PIECE:
            yield bytes(out[given:])
            given = len(out)
    yield bytes(out[given:size])


class _Words:
    """The words met so far: each is an older one and a letter more."""

    def __init__(self) -> None:
        self._parent = [_FREE] * _CODES
        self._letter = [*range(256), *(0,) * (_CODES - 256)]
        self._last = -1
        self._newest = _CONTROL

    def next(self, code: int) -> bytes:
        """The word of a code; a new one is made of the word before it and its first letter."""
        if self._last < 0:
            if code > 255:
                raise ValueError("no such word")
            self._last = code
            return bytes([code])
        itself = code > _CONTROL and self._parent[code] == _FREE
        word = self._word(self._last if itself else code)
        if itself:
            word += word[:1]
        self._newest += 1
        while self._newest < _CODES and self._parent[self._newest] != _FREE:
            self._newest += 1
        if self._newest < _CODES:
            self._parent[self._newest], self._letter[self._newest] = self._last, word[0]
        self._last = code
        return word

    def _word(self, code: int) -> bytes:
        letters = bytearray()
        while code > _CONTROL:
            letters.append(self._letter[code])
            code = self._parent[code]
            if code == _FREE or len(letters) > _CODES:
                raise ValueError("no such word")
        letters.append(code)
        letters.reverse()
        return bytes(letters)

    def clear(self) -> None:
        """Forget every word that no other is made of."""
        used = {parent for parent in self._parent if parent > _CONTROL}
        self._parent = [parent if code in used else _FREE for code, parent in enumerate(self._parent)]
        self._newest = _CONTROL


def expand(data: bytes, size: int, strength: int) -> Iterator[bytes]:
    """What reduced bytes unpack to, piece by piece; `strength` is from 1 to 4.

    Raises: ValueError.
    """
    out, given = bytearray(), 0
    letters = _letters(Bits(data))
    most = (1 << 8 - strength) - 1  # the longest length that stands in one letter
    while len(out) < size:
        letter = next(letters)
        said = next(letters) if letter == _MARK else 0
        if letter != _MARK:
            out.append(letter)
        elif not said:
            out.append(_MARK)
        else:
            count = said & most
            if count == most:
                count += next(letters)
            back = (said >> 8 - strength) * 256 + next(letters) + 1
            copy(out, back, min(count + 3, size - len(out)))
        if len(out) - given >= _PIECE:
            yield bytes(out[given:])
            given = len(out)
    yield bytes(out[given:])


def _letters(bits: Bits) -> Iterator[int]:
    """Letter by letter: each has a few that often follow it, which are named by a short number."""
    followers: list[list[int]] = [[] for _ in range(256)]
    for letter in reversed(range(256)):
        followers[letter] = [bits.take(8) for _ in range(bits.take(6))]
    last = 0
    while True:
        often = followers[last]
        if not often or bits.take(1):
            last = bits.take(8)
        else:
            number = bits.take(max((len(often) - 1).bit_length(), 1))
            if number >= len(often):
                raise ValueError("no such follower")
            last = often[number]
        yield last
