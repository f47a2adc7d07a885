"""The parts of PNG, JPEG and GIF: size, texts, EXIF, where the picture ends, without a look at a single pixel."""

import re
import zlib
from dataclasses import dataclass, field
from mmap import mmap

from muniment.intake.limits import Unreadable
from muniment.intake.source import Source
from muniment.model.state import State

TEXT = 1 << 20  # bytes of one text
_TEXTS = 1000  # texts of one picture
_IN_SCAN = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")  # a marker among the data of a scan
_FOREVER = 1 << 16  # milliseconds
_LATIN, _UTF8 = "latin-1", "utf-8"


@dataclass(slots=True)
class Parts:
    """What was found; `end` is where the picture ends, 0 where its end is missing."""

    width: int = 0
    height: int = 0
    frames: int = 1
    end: int = 0
    pixels: bool = False
    exif: bytes = b""
    texts: list[tuple[str, str]] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)  # for how many milliseconds each frame is shown
    cut: bool = False  # whether there are texts that were not taken, or not whole

    def say(self, key: str, text: str) -> None:
        """Take a text."""
        if len(self.texts) >= _TEXTS:
            self.cut = True
        elif text.strip("\0 \r\n\t"):
            self.texts.append((key.strip(), text.strip("\0 \r\n\t")))


def png(source: Source) -> Parts:
    """A PNG, chunk by chunk; the texts behind the pixels too.

    Raises: Unreadable.
    """
    parts, at, data, moves = Parts(), 8, source.buffer(), False
    if source.head(4, 12) != b"IHDR" or source.size < 33:
        raise Unreadable(State.UNREAD_CORRUPT, "truncated" if source.size < 33 else "damaged")
    while at + 12 <= source.size:
        size, name = int.from_bytes(data[at : at + 4], "big"), bytes(data[at + 4 : at + 8])
        if not name.isalpha() or at + 12 + size > source.size:
            break
        if name == b"IHDR":
            parts.width, parts.height = (int.from_bytes(data[at + b : at + b + 4], "big") for b in (8, 12))
        elif name in {b"IDAT", b"fdAT"}:
            if moves and not parts.shown:
                parts.shown.append(_FOREVER)  # a picture for those that show no others
            parts.pixels = parts.pixels or size > 0
        elif name == b"acTL":
            moves = True
        elif name == b"fcTL" and moves and size >= 26:
            number, per_second = (int.from_bytes(data[at + b : at + b + 2], "big") for b in (28, 30))
            parts.shown.append(1000 * number // (per_second or 100))
        elif name == b"eXIf":
            parts.exif = bytes(data[at + 8 : at + 8 + min(size, TEXT)])
        elif name in {b"tEXt", b"zTXt", b"iTXt"}:
            _png_text(parts, name, bytes(data[at + 8 : at + 8 + min(size, TEXT)]))
            parts.cut |= size > TEXT
        at += 12 + size
        if name == b"IEND":
            parts.end = at
            break
    parts.pixels = parts.pixels or data.find(b"IDAT", 33, 1 << 20) >= 0  # a chunk cut off has pixels too
    parts.frames = max(len(parts.shown), 1)
    return parts


def _png_text(parts: Parts, name: bytes, body: bytes) -> None:
    key, _, rest = body.partition(b"\0")
    if name == b"tEXt":
        text = rest.decode(_LATIN)
    elif name == b"zTXt":
        text = _unpacked(parts, rest[1:]).decode(_LATIN)
    else:
        packed, (_, _, body) = rest[:1] == b"\1", _language(rest[2:])
        text = (_unpacked(parts, body) if packed else body).decode(_UTF8, "replace")
    if name != b"iTXt" or key != b"XML:com.adobe.xmp":
        parts.say(key.decode(_LATIN), text)


def _language(body: bytes) -> tuple[bytes, bytes, bytes]:
    language, _, rest = body.partition(b"\0")
    translated, _, text = rest.partition(b"\0")
    return language, translated, text


def _unpacked(parts: Parts, body: bytes) -> bytes:
    stream = zlib.decompressobj()
    try:
        text = stream.decompress(body, TEXT)
    except zlib.error:
        parts.cut = True
        return b""
    parts.cut |= not stream.eof
    return text


def jpeg(source: Source) -> Parts:
    """A JPEG, segment by segment, over all scans to its end.

    Raises: Unreadable.
    """
    parts, at, data = Parts(), 2, source.buffer()
    while at + 4 <= source.size:
        if data[at] != 0xFF:
            break
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            parts.end = at + 2
            break
        if 0xD0 <= marker <= 0xD8 or marker == 1:
            at += 2
            continue
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        body = bytes(data[at + 4 : at + 2 + size])
        _jpeg_part(parts, marker, body)
        at += 2 + size
        if marker == 0xDA:
            parts.pixels = True
            found = _IN_SCAN.search(data, at)
            if found is None:
                break
            at = found.start(1) - 1
    if not parts.end and source.size - at in {2, 3} and bytes(data[at : at + 2]) == b"\xff\xd9":
        parts.end = at + 2
    if not parts.width and not parts.end:
        raise Unreadable(State.UNREAD_CORRUPT, "truncated" if at >= source.size else "damaged")
    return parts


def _jpeg_part(parts: Parts, marker: int, body: bytes) -> None:
    if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC} and len(body) >= 5 and not parts.width:
        parts.height, parts.width = (int.from_bytes(body[at : at + 2], "big") for at in (1, 3))
    elif marker == 0xE1 and body.startswith(b"Exif\0") and not parts.exif:
        parts.exif = body
    elif marker == 0xFE:
        text = body[:TEXT]
        try:
            parts.say("comment", text.decode(_UTF8))
        except UnicodeDecodeError:
            parts.say("comment", text.decode(_LATIN))


def gif(source: Source) -> Parts:
    """A GIF, block by block: its frames and its comments.

    Raises: Unreadable.
    """
    parts, data = Parts(frames=0), source.buffer()
    if source.size < 13:
        raise Unreadable(State.UNREAD_CORRUPT, "truncated")
    parts.width, parts.height = (int.from_bytes(data[at : at + 2], "little") for at in (6, 8))
    at, shown = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0), 0
    while at < source.size:
        kind = data[at]
        if kind == 0x3B:
            parts.end = at + 1
            break
        if kind == 0x2C and at + 10 <= source.size:
            parts.frames += 1
            parts.pixels = True
            parts.shown.append(shown)
            shown = 0
            at += 11 + (3 << ((data[at + 9] & 7) + 1) if data[at + 9] & 0x80 else 0)
            at, _ = _blocks(data, at, source.size)
        elif kind == 0x21 and at + 2 <= source.size:
            wanted = data[at + 1] in {0xFE, 0x01}
            if data[at + 1] == 0xF9 and at + 6 <= source.size:
                shown = 10 * int.from_bytes(data[at + 4 : at + 6], "little")
            at, text = _blocks(data, at + 2, source.size, keep=wanted)
            if wanted:
                parts.say("comment", text.decode(_UTF8, "replace"))
        else:
            break
    parts.frames = max(parts.frames, 1)
    return parts


def _blocks(data: bytes | mmap, at: int, end: int, *, keep: bool = False) -> tuple[int, bytes]:
    """Where a row of blocks ends, and what is in them."""
    kept = bytearray()
    while at < end and (size := data[at]):
        if keep and len(kept) < TEXT:
            kept += data[at + 1 : at + 1 + size]
        at += size + 1
    return at + 1, bytes(kept)
