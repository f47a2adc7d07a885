"""The bytes of one original or member as a reader gets them: seekable, and no path anywhere."""

import hashlib
import io
import mmap
import os
from collections.abc import Mapping
from typing import BinaryIO

from muniment.model.reading import NOTHING

_STEP = 1 << 20


class Source:
    """Bytes in memory, or an open descriptor mapped into memory."""

    def __init__(self, data: bytes | mmap.mmap, hints: Mapping[str, str] = NOTHING, sha256: str = "") -> None:
        self._data = data
        self._sha256 = sha256  # where whoever made it has hashed the bytes already
        self.hints = hints
        self.size = len(data)

    @classmethod
    def of_descriptor(cls, descriptor: int, hints: Mapping[str, str] = NOTHING) -> "Source":
        """Map an open file; an empty one cannot be mapped and is just empty."""
        if not os.fstat(descriptor).st_size:
            return cls(b"", hints)
        return cls(mmap.mmap(descriptor, 0, prot=mmap.PROT_READ), hints)

    def head(self, count: int = 8192, start: int = 0) -> bytes:
        """The first bytes, or those from `start` on."""
        return bytes(self._data[start : start + count])

    def tail(self, count: int) -> bytes:
        """The last bytes."""
        return bytes(self._data[max(self.size - count, 0) :])

    def whole(self) -> bytes:
        """All bytes. Cost: a copy, where they are mapped."""
        return bytes(self._data)

    def buffer(self) -> bytes | mmap.mmap:
        """All bytes without a copy, for `re`, `find` and slices."""
        return self._data

    def open(self) -> BinaryIO:
        """A new seekable handle that stands at the start."""
        if isinstance(self._data, bytes):
            return io.BytesIO(self._data)
        return io.BufferedReader(_Mapped(self._data), _STEP)

    def sha256(self) -> str:
        """The hash of all bytes, in hexadecimal."""
        if self._sha256:
            return self._sha256
        found = hashlib.sha256()
        for start in range(0, self.size, _STEP):
            found.update(self._data[start : start + _STEP])
        self._sha256 = found.hexdigest()
        return self._sha256


class _Mapped(io.RawIOBase):
    """A raw handle over mapped memory with a place of its own."""

    def __init__(self, data: mmap.mmap) -> None:
        self._map = data
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        piece = self._map[self._at : self._at + len(view)]
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._map)}[whence]
        self._at = max(base + offset, 0)
        return self._at

    def tell(self) -> int:
        return self._at
