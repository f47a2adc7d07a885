"""What a file is, from its bytes alone: never from its name. Hints of the parent break ties between texts alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from muniment.intake import insidegzip, insideole, insidezip, magic, texttype
from muniment.intake.source import Source
from muniment.model.media import UNKNOWN
from muniment.model.reading import NOTHING, Json

_HEAD = 0x8001 + 5  # as far as the farthest magic
_PROGRAM = "application/vnd.microsoft.portable-executable"
_MADE_OF_TEXT = frozenset(
    {
        "application/pdf",
        "application/postscript",
        "application/x-font-type1",
        "application/x-archive",
        "application/x-cpio",
        "application/x-tar",
        "application/x-bittorrent",
        "image/x-portable-anymap",
        "image/vnd.radiance",
        "model/vnd.dwf",
    }
)


@dataclass(frozen=True, slots=True)
class Found:
    """A media type, and what is odd about the bytes."""

    type: str
    flags: tuple[str, ...] = ()
    facts: Mapping[str, Json] = field(default_factory=lambda: NOTHING)


def identify(source: Source) -> Found:
    """The media type of any bytes; it cannot fail. Cost: the first 33 KiB, and looks at the middle and the end."""
    head = source.head(_HEAD)
    kind = _binary(source, head)
    if kind is None:
        return _without_magic(source, head, text=texttype.texty(source))
    if not _sure(kind, head) and texttype.texty(source):
        kind = texttype.kind(source)
    return Found(kind, _flags(source, kind, head))


def _binary(source: Source, head: bytes) -> str | None:
    if head.startswith(insideole.MAGIC):
        return insideole.kind(source)
    if head.startswith(insidezip.STARTS):
        return insidezip.kind(source)
    found = magic.of(head)
    if found == insidegzip.GZIP:
        return insidegzip.kind(source)
    if found is None and source.tail(512).startswith(b"koly\0\0\0\x04"):
        return "application/x-apple-diskimage"
    if found == _PROGRAM and insidezip.ends_as_zip(source):
        return insidezip.ZIP  # an archive that unpacks itself
    return found


def _sure(kind: str, head: bytes) -> bool:
    """Whether a short magic of letters can be believed where the rest reads as text too."""
    return kind in _MADE_OF_TEXT or not head[:8].isascii() or b"\0" in head[:16] or kind.endswith("zip")


def _without_magic(source: Source, head: bytes, *, text: bool) -> Found:
    at = head[:1024].find(b"%PDF-")
    if at > 0 and b"%%EOF" in source.tail(2048):
        return Found("application/pdf", ("polyglot",) if head[:at].strip(b"\xef\xbb\xbf\r\n\t \0") else ())
    if text:
        kind = texttype.kind(source)
        flags = set(_flags(source, kind, head))
        if not texttype.text_after_all(source):
            flags.add("trailing-data")
        return Found(kind, tuple(sorted(flags)))
    return Found(insidezip.ZIP, ("polyglot",)) if insidezip.ends_as_zip(source) else Found(UNKNOWN)


def _flags(source: Source, kind: str, head: bytes) -> tuple[str, ...]:
    """What two readers of these bytes could see in them, and bytes after the end."""
    flags: set[str] = set()
    if not head.startswith(insidezip.STARTS) and insidezip.ends_as_zip(source):
        flags.add("polyglot")
    if kind != "application/pdf" and kind.startswith(("image/", "audio/", "video/", "application/")):
        at = head[:1024].find(b"%PDF-")
        if at >= 0 and b"%%EOF" in source.tail(2048):
            flags.add("polyglot")
    end = _end(source, kind, head)
    if 0 < end < source.size and source.head(1 << 16, end).strip(b"\0"):
        flags.add("trailing-data")
    return tuple(sorted(flags))


def _end(source: Source, kind: str, head: bytes) -> int:
    """Where the format's own bytes end; 0 where that is not cheap to say."""
    data = source.buffer()
    if kind == "image/png":
        at = data.rfind(b"IEND\xaeB`\x82")
        return at + 8 if at >= 0 else 0
    if kind == "image/jpeg":
        at = data.rfind(b"\xff\xd9")
        return at + 2 if at >= 0 else 0
    if head.startswith(b"RIFF"):
        size = int.from_bytes(head[4:8], "little")
        return size + 8 + size % 2 if 8 < size < 0xFFFFFF00 else 0
    if kind == "image/bmp":
        return int.from_bytes(head[2:6], "little")
    return 0
