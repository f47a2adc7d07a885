"""Deflate64: as Deflate, with a window of 64 KiB and copies as long as that."""

from collections.abc import Iterator, Sequence

from muniment.intake.readers.archives.oldbits import Bits, copy, reverse, table

_PIECE = 1 << 16
_TINY, _TINIES = 256, 20_000  # bytes of a block that is not worth its tables, and how many such there may be
_END = 256
_ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)
Table = tuple[list[int], int]


def _steps(first: int, each: int, extras: Sequence[int]) -> list[tuple[int, int]]:
    """(base, extra bits) of the codes for lengths or distances."""
    found, base = [(first + number, 0) for number in range(each)], first + each
    for extra in extras:
        found.append((base, extra))
        base += 1 << extra
    return found


# the last code for a length takes a number of 16 bits instead
_LENGTHS = [*_steps(3, 8, [extra for extra in range(1, 6) for _ in range(4)])[:28], (3, 16)]
_DISTANCES = _steps(1, 4, [extra for extra in range(1, 15) for _ in range(2)])


def unpack(data: bytes, size: int) -> Iterator[bytes]:
    """What these bytes unpack to, piece by piece.

    Raises: ValueError.
    """
    bits, out = Bits(data), bytearray()
    given = tinies = 0
    last = False
    while not last:
        last, kind, before = bool(bits.take(1)), bits.take(2), len(out)
        if kind == 0:
            head = bits.whole(4)
            count = int.from_bytes(head[:2], "little")
            if count ^ 0xFFFF != int.from_bytes(head[2:], "little"):
                raise ValueError("a block that counts wrongly")
            out += bits.whole(count)
        elif kind == 3:
            raise ValueError("no such block")
        else:
            letters, distances = _FIXED if kind == 1 else _tables(bits)
            while _block(bits, out, letters, distances, size):
                yield bytes(out[given:])
                given = len(out)
        if len(out) > size:
            raise ValueError("longer than it says")
        tinies += len(out) - before < _TINY
        if tinies > _TINIES:
            raise ValueError("blocks of nothing")
        if len(out) - given >= _PIECE or last:
            yield bytes(out[given:])
            given = len(out)


def _block(bits: Bits, out: bytearray, letters: Table, distances: Table, size: int) -> bool:
    """Go on with a block; whether there is more of it."""
    enough = len(out) + _PIECE
    while len(out) < enough:
        code = bits.symbol(*letters)
        if code < _END:
            out.append(code)
        elif code == _END:
            return False
        elif code - 257 >= len(_LENGTHS):
            raise ValueError("no such length")
        else:
            base, extra = _LENGTHS[code - 257]
            count = base + bits.take(extra)
            base, extra = _DISTANCES[bits.symbol(*distances)]
            back = base + bits.take(extra)
            if back > len(out) or len(out) + count > size:
                raise ValueError("a copy of what is not there")
            copy(out, back, count)
    return True


def _tables(bits: Bits) -> tuple[Table, Table]:
    letters, distances, count = bits.take(5) + 257, bits.take(5) + 1, bits.take(4) + 4
    own = [0] * 19
    for at in _ORDER[:count]:
        own[at] = bits.take(3)
    codes = _codes(own)
    lengths: list[int] = []
    while len(lengths) < letters + distances:
        code = bits.symbol(*codes)
        if code < 16:
            lengths.append(code)
        elif code == 16 and lengths:
            lengths += [lengths[-1]] * (bits.take(2) + 3)
        elif code > 16:
            lengths += [0] * (bits.take(3) + 3 if code == 17 else bits.take(7) + 11)
        else:
            raise ValueError("nothing to repeat")
    if len(lengths) > letters + distances:
        raise ValueError("too many codes")
    return _codes(lengths[:letters]), _codes(lengths[letters:])


def _codes(lengths: Sequence[int]) -> Table:
    """The table that these lengths of codes stand for."""
    codes, code = [], 0
    for length in range(1, 16):
        for symbol, own in enumerate(lengths):
            if own == length:
                if code >> length:
                    raise ValueError("too many codes")
                codes.append((reverse(code, length), length, symbol))
                code += 1
        code <<= 1
    return table(codes)


_FIXED = _codes([8] * 144 + [9] * 112 + [7] * 24 + [8] * 8), _codes([5] * 32)
