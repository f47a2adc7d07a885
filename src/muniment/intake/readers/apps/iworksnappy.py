"""Snappy as iWork frames it: blocks of a zero byte, three bytes of length and raw Snappy data, without checksums.

Written here because it is small, and because no more may be unpacked than a block says and the budget allows.
"""

from collections.abc import Callable

_BLOCK = 1 << 24  # what a block may say it unpacks to; iWork writes 64 KiB


class Broken(ValueError):
    """The data is no sound Snappy stream."""


def unpack(data: bytes, spend: Callable[[int], None]) -> bytes:
    """All blocks of a stream, unpacked. `spend` is told how many bytes come of each, before they are made.

    Raises: Broken, or whatever `spend` raises.
    """
    found: list[bytes] = []
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at + 1 : at + 4], "little")
        if data[at] or len(data) < at + 4 + size:
            raise Broken("a frame is cut off or of an unknown kind")
        found.append(_block(data[at + 4 : at + 4 + size], spend))
        at += 4 + size
    return b"".join(found)


def _block(data: bytes, spend: Callable[[int], None]) -> bytes:
    """One block of raw Snappy data."""
    size, at = _varint(data)
    if size > _BLOCK:
        raise Broken("a block is larger than any")
    spend(size)
    out = bytearray()
    while at < len(data):
        tag = data[at]
        at += 1
        kind, number = tag & 3, tag >> 2
        if kind == 0:
            if number >= 60:  # the length stands in the next one to four bytes
                wide = number - 59
                number = int.from_bytes(data[at : at + wide], "little")
                at += wide
            piece = data[at : at + number + 1]
            if len(piece) <= number:
                raise Broken("a literal is cut off")
            out += piece
            at += number + 1
        else:
            if kind == 1:
                length, back = 4 + (number & 7), number >> 3 << 8 | int.from_bytes(data[at : at + 1], "little")
            else:
                length, back = number + 1, int.from_bytes(data[at : at + (2 if kind == 2 else 4)], "little")
            at += (0, 1, 2, 4)[kind]
            _copy(out, back, length)
        if len(out) > size:
            raise Broken("a block is longer than it says")
    if len(out) != size:
        raise Broken("a block is shorter than it says")
    return bytes(out)


def _copy(out: bytearray, back: int, length: int) -> None:
    """Repeat what stands `back` bytes before the end; it may reach into what it writes itself."""
    if not 0 < back <= len(out):
        raise Broken("a copy from before the beginning")
    start = len(out) - back
    piece = out[start : start + length]
    while len(piece) < length:
        piece += piece[: length - len(piece)]
    out += piece


def _varint(data: bytes) -> tuple[int, int]:
    value = 0
    for at, byte in enumerate(data[:5]):
        value |= (byte & 127) << 7 * at
        if byte < 128:
            return value, at + 1
    raise Broken("a block without its length")
