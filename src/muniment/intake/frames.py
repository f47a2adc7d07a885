"""How a child in the jail speaks: frames of a letter, a length and bytes, in one direction.

- A  about to read: a SHA-256, in hexadecimal
- L  one reading: a line of `model.line`
- B  a piece of a member that is taken out, or of what a password opened
- K  what a password opened: its place, as JSON; its pieces follow
- W  passwords are still tried
- N  the next file, where one child reads several
- S  this file must be read by a child of its own
- E  all was said
"""

import os
import struct
from collections.abc import Iterator

_HEAD = struct.Struct(">cI")
ABOUT, LINE, PIECE, KEPT, WORKING, NEXT, ALONE, END = b"A", b"L", b"B", b"K", b"W", b"N", b"S", b"E"
_KINDS = frozenset({ABOUT, LINE, PIECE, KEPT, WORKING, NEXT, ALONE, END})
SLACK = 256 << 20  # rows of containers beside the text that is limited
_SMALL = 1 << 16  # the most that a frame other than a line holds; a piece is cut to it


class Garbled(Exception):
    """What came through the pipe is no frame, or more than was allowed."""


def send(descriptor: int, kind: bytes, payload: bytes) -> None:
    """Write one frame; waits while the pipe is full."""
    view = memoryview(_HEAD.pack(kind, len(payload)) + payload)
    while view:
        view = view[os.write(descriptor, view) :]


def send_piece(descriptor: int, data: bytes) -> None:
    """Write bytes of a member, in as many frames as it takes."""
    for start in range(0, len(data), _SMALL):
        send(descriptor, PIECE, data[start : start + _SMALL])


class Frames:
    """Frames out of bytes as they come; trusts none of them.

    `most` is the number of bytes allowed in all.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._came = 0
        self._waiting = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The frames that these bytes complete.

        Raises: Garbled.
        """
        self._came += len(data)
        if self._came > self._most:
            raise Garbled
        self._waiting += data
        start = 0
        while len(self._waiting) - start >= _HEAD.size:
            kind, size = _HEAD.unpack_from(self._waiting, start)
            if kind not in _KINDS or (kind != LINE and size > _SMALL) or size > self._most:
                raise Garbled
            end = start + _HEAD.size + size
            if len(self._waiting) < end:
                break
            yield kind, bytes(memoryview(self._waiting)[start + _HEAD.size : end])
            start = end
        del self._waiting[:start]

    @property
    def left(self) -> bool:
        """Whether the last frame was cut short."""
        return bool(self._waiting)
