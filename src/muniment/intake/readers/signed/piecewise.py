"""A handle over bytes that are made piece by piece."""

from collections.abc import Iterator


class Pieces:
    """Reads from pieces; those that are empty are passed over, so that an empty one never looks like the end."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, size: int = -1, /) -> bytes:
        """The next piece, of any size; b"" at the end. Below 0: all that is left."""
        if size < 0:
            return b"".join(self._pieces)
        return next(filter(None, self._pieces), b"")
