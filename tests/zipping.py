"""Zips made byte by byte, so that each can be wrong in its own way."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

DAY = 0x44B6  # 22 May 2014, as DOS writes it
LATER, UTF8, LOCKED = 8, 0x800, 1


@dataclass(frozen=True)
class Part:
    """One entry. `own` and `listed` change single fields of its own header and of the directory."""

    name: bytes
    data: bytes = b""
    method: int = 8
    flags: int = 0
    system: int = 0
    attributes: int = 0
    extra: bytes = b""
    comment: bytes = b""
    packed: bytes | None = None
    unlisted: bool = False
    own: Mapping[str, Any] = field(default_factory=dict)
    listed: Mapping[str, Any] = field(default_factory=dict)

    def body(self) -> bytes:
        """The data as it lies in the archive."""
        return squeezed(self.data, self.method) if self.packed is None else self.packed

    def header(self) -> bytes:
        """Its own header and its data; sizes stand behind the data where the flags say so."""
        body = self.body()
        said = self._said(body) | ({"crc": 0, "packed": 0, "size": 0} if self.flags & LATER else {}) | dict(self.own)
        fields = (said["flags"], said["method"], 0, DAY, said["crc"], said["packed"], said["size"])
        head = struct.pack("<4s5H3L2H", b"PK\3\4", 20, *fields, len(said["name"]), len(self.extra))
        behind = b""
        if self.flags & LATER:
            behind = struct.pack("<4s3L", b"PK\7\x08", zlib.crc32(self.data), len(body), len(self.data))
        return bytes(head + said["name"] + self.extra + body + behind)

    def entry(self, offset: int) -> bytes:
        """Its entry in the directory."""
        said = self._said(self.body()) | {"offset": offset, "disk": 0} | dict(self.listed)
        fields = (said["flags"], said["method"], 0, DAY, said["crc"], said["packed"], said["size"])
        lengths = (len(said["name"]), len(self.extra), len(self.comment), said["disk"], 0)
        head = struct.pack("<4s6H3L", b"PK\1\2", self.system << 8 | 20, 20, *fields)
        head += struct.pack("<5H2L", *lengths, self.attributes, said["offset"])
        return bytes(head + said["name"] + self.extra + self.comment)

    def _said(self, body: bytes) -> dict[str, Any]:
        return {
            "name": self.name,
            "flags": self.flags,
            "method": self.method,
            "crc": zlib.crc32(self.data),
            "packed": len(body),
            "size": len(self.data),
        }


def squeezed(data: bytes, method: int = 8) -> bytes:
    """Data as the standard library packs it."""
    if method not in {8, 12, 14}:
        return data
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as package:
        package.writestr("x", data)
    return whole.getvalue()[31 : package.getinfo("x").compress_size + 31]


def zipped(*parts: Part, comment: bytes = b"", count: int | None = None, prefix: bytes = b"") -> bytes:
    """The archive. Places are counted from its own start, behind `prefix`."""
    places, body = laid(parts)
    directory = b"".join(part.entry(place) for part, place in zip(parts, places, strict=True) if not part.unlisted)
    listed = sum(not part.unlisted for part in parts) if count is None else count
    return prefix + body + directory + foot(listed, len(directory), len(body), comment)


def laid(parts: Sequence[Part]) -> tuple[list[int], bytes]:
    """Where each entry begins, and all of them."""
    places, body = [], bytearray()
    for part in parts:
        places.append(len(body))
        body += part.header()
    return places, bytes(body)


def foot(count: int, size: int, offset: int, comment: bytes = b"") -> bytes:
    """The end of the directory."""
    return struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, offset, len(comment)) + comment


def plain(*contents: tuple[str, bytes]) -> bytes:
    """A sound archive of these names and contents."""
    return zipped(*(Part(name.encode(), data, flags=UTF8) for name, data in contents))
