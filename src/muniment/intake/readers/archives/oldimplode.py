"""Zip's "implode" of 1989: three Shannon-Fano trees and a window of 4 or 8 KiB."""

from collections.abc import Iterator

from muniment.intake.readers.archives.oldbits import Bits, copy, reverse, table

_PIECE = 1 << 16
_LARGE, _LITERALS = 2, 4  # flags of the entry: a window of 8 KiB, and a tree for literals


def unpack(data: bytes, size: int, flags: int) -> Iterator[bytes]:
    """What these bytes unpack to, piece by piece.

    Raises: ValueError.
    """
    bits = Bits(data)
    literals = _tree(bits, 256) if flags & _LITERALS else None
    lengths, distances = _tree(bits, 64), _tree(bits, 64)
    low, least = (7 if flags & _LARGE else 6), (3 if literals else 2)
    out, given = bytearray(), 0
    while len(out) < size:
        if bits.take(1):
            out.append(bits.symbol(*literals) if literals else bits.take(8))
        else:
            near = bits.take(low)
            back = (bits.symbol(*distances) << low | near) + 1
            count = bits.symbol(*lengths)
            if count == 63:
                count += bits.take(8)
            copy(out, back, min(count + least, size - len(out)))
        if len(out) - given >= _PIECE:
            yield bytes(out[given:])
            given = len(out)
    yield bytes(out[given:])


def _tree(bits: Bits, count: int) -> tuple[list[int], int]:
    """A tree of so many symbols, from how long their codes are."""
    lengths: list[int] = []
    for _ in range(bits.take(8) + 1):
        said = bits.take(8)
        lengths += [(said & 15) + 1] * ((said >> 4) + 1)
    if len(lengths) != count:
        raise ValueError("a tree that counts wrongly")
    code = step = last = 0
    codes = []
    for length, symbol in sorted(zip(lengths, range(count), strict=True), reverse=True):
        code += step
        if length != last:
            last, step = length, 1 << 16 - length
        if code > 0xFFFF:
            raise ValueError("a tree with too many codes")
        codes.append((reverse(code >> 16 - length, length), length, symbol))
    return table(codes)
