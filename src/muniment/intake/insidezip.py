"""What a ZIP is, by the names in its directory and one or two small members. Bounded, and no step of it can fail."""

import re
import struct
import zlib
from dataclasses import dataclass

from muniment.intake import chattype
from muniment.intake.source import Source

ZIP = "application/zip"
STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK", b"PK00PK\x03\x04")
IWORK_LOCKED = frozenset({25451, 25452})  # methods by which iWork to 2009 packs under a password
_NAMES = 4000  # entries of the directory that are looked at
_MEMBER = 1 << 18  # bytes of a member that are looked at
_OOXML = "application/vnd.openxmlformats-officedocument."
_MAIN = re.compile(
    rb"(application/vnd\.(?:openxmlformats-officedocument\.(?:wordprocessingml|spreadsheetml|presentationml)\.\w+"
    rb"|ms-(?:word|excel|powerpoint)\.[\w.]+?))\.main(?:\+xml)?[\"']"
)
_BY_PART = (
    ("word/document.xml", f"{_OOXML}wordprocessingml.document"),
    ("word/document2.xml", f"{_OOXML}wordprocessingml.document"),
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.12"),
    ("xl/workbook.xml", f"{_OOXML}spreadsheetml.sheet"),
    ("ppt/presentation.xml", f"{_OOXML}presentationml.presentation"),
    ("visio/document.xml", "application/vnd.ms-visio.drawing"),
    ("FixedDocumentSequence.fdseq", "application/vnd.ms-xpsdocument"),
    ("FixedDocSeq.fdseq", "application/vnd.ms-xpsdocument"),
    ("index.apxl", "application/vnd.apple.keynote"),
    ("index.apxl.gz", "application/vnd.apple.keynote"),
    ("index.xml.gz", "application/vnd.apple.iwork"),
    ("Index/Slide.iwa", "application/vnd.apple.keynote"),
    ("Index/Document.iwa", "application/vnd.apple.iwork"),
    ("Index.zip", "application/vnd.apple.iwork"),
)
_WEB = re.compile(r"archive/.*\.warc(?:\.gz)?")
_DECLARED = re.compile(r"application/(?:vnd\.oasis\.opendocument\.[\w-]+|vnd\.sun\.xml\.[\w.]+|epub\+zip|hwp\+zip)")


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    method: int
    packed: int
    at: int


def kind(source: Source) -> str:
    """The media type of a file that begins as a ZIP does."""
    entries = _directory(source) or _from_the_start(source)
    declared = _declared(source, entries)
    if declared:
        return declared
    if "[Content_Types].xml" in entries:
        said = _member(source, entries["[Content_Types].xml"])
        for found in _MAIN.finditer(said):
            main = found[1].decode("ascii")
            return f"{main}.12" if "macroEnabled" in main else main
    found_part = next((kind for part, kind in _BY_PART if part in entries), None)
    if found_part == "application/vnd.apple.iwork" and any(name.startswith("Index/Slide") for name in entries):
        return "application/vnd.apple.keynote"
    if found_part is None and "datapackage.json" in entries and any(map(_WEB.fullmatch, entries)):
        return "application/wacz"
    return found_part or _old_iwork(source, entries) or _chat(source, entries) or ZIP


def ends_as_zip(source: Source) -> bool:
    """Whether the last bytes are the end of a ZIP's directory."""
    tail = source.tail(65_557)
    at = tail.rfind(b"PK\x05\x06")
    return at >= 0 and len(tail) - at >= 22 and at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail)


def _declared(source: Source, entries: dict[str, _Entry]) -> str | None:
    """What the member `mimetype` says, or the manifest of an OpenDocument without it."""
    for part in ("mimetype", "META-INF/manifest.xml"):
        if part in entries and (part == "mimetype" or "content.xml" in entries):
            said = _DECLARED.search(_member(source, entries[part]).decode("ascii", "replace"))
            if said:
                return said[0]
    if "META-INF/container.xml" in entries and any(name.endswith(".opf") for name in entries):
        return "application/epub+zip"
    return None


def _old_iwork(source: Source, entries: dict[str, _Entry]) -> str | None:
    if "index.xml" not in entries:
        return None
    if entries["index.xml"].method in IWORK_LOCKED:
        return "application/vnd.apple.iwork"
    said = _member(source, entries["index.xml"])[:4096]
    if b"developer.apple.com/namespaces/ls" in said:
        return "application/vnd.apple.numbers"
    return "application/vnd.apple.pages" if b"developer.apple.com/namespaces/sl" in said else None


def _chat(source: Source, entries: dict[str, _Entry]) -> str | None:
    """A chat with its media: one member is called as such a text is, and begins as one does."""
    name = chattype.the_chat(entries)
    said = _member(source, entries[name])[: _MEMBER // 4].decode("utf-8", "replace") if name else ""
    if chattype.lines(said):
        return chattype.WHATSAPP_ZIP
    name = chattype.the_chat(entries, chattype.names_export)
    said = _member(source, entries[name])[: _MEMBER // 4].decode("utf-8", "replace") if name else ""
    return chattype.TELEGRAM_ZIP if chattype.one_telegram(said) else None


def _directory(source: Source) -> dict[str, _Entry]:
    """Entries by name as the directory at the end lists them; of two with one name the first."""
    tail = source.tail(65_557)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < 22:
        return {}
    size, start = struct.unpack_from("<II", tail, end + 12)
    shift = source.size - len(tail) + end - size - start  # bytes before the archive
    at = max(start + shift, 0) if start != 0xFFFFFFFF else start
    entries: dict[str, _Entry] = {}
    while len(entries) < _NAMES:
        head = source.head(46, at)
        if len(head) < 46 or not head.startswith(b"PK\x01\x02"):
            break
        method, packed = struct.unpack_from("<H", head, 10)[0], struct.unpack_from("<I", head, 20)[0]
        name, extra, comment = struct.unpack_from("<3H", head, 28)
        local = struct.unpack_from("<I", head, 42)[0] + max(shift, 0)
        text = source.head(name, at + 46).decode("utf-8", "replace").replace("\\", "/")
        entries.setdefault(text, _Entry(text, method, packed, local))
        at += 46 + name + extra + comment
    return entries


def _from_the_start(source: Source) -> dict[str, _Entry]:
    """Entries by the headers before them, for an archive without its end."""
    entries: dict[str, _Entry] = {}
    data, at = source.buffer(), 0
    while len(entries) < 64 and (at := data.find(b"PK\x03\x04", at)) >= 0:
        head = source.head(30, at)
        if len(head) < 30:
            break
        method, packed = struct.unpack_from("<H", head, 8)[0], struct.unpack_from("<I", head, 18)[0]
        text = source.head(struct.unpack_from("<H", head, 26)[0], at + 30).decode("utf-8", "replace")
        entries.setdefault(text, _Entry(text, method, packed, at))
        at += 30
    return entries


def _member(source: Source, entry: _Entry) -> bytes:
    """The first bytes of a member; fewer or none where they cannot be had."""
    head = source.head(30, entry.at)
    if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
        return b""
    name, extra = struct.unpack_from("<2H", head, 26)
    packed = source.head(min(entry.packed or _MEMBER, _MEMBER), entry.at + 30 + name + extra)
    if entry.method == 0:
        return packed
    if entry.method != 8:
        return b""
    try:
        return zlib.decompressobj(-15).decompress(packed, _MEMBER)
    except zlib.error:
        return b""
