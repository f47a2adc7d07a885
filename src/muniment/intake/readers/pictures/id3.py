"""What an MP3 says of itself in its tags (ID3v1, ID3v2.2 to 2.4), as facts; each text frame, whether its name is known or not.

Source: id3.org, "ID3 tag version 2.4.0 - Main Structure" and its forerunners. A tag whose end is missing is read as far
as it goes.
"""

import mmap
import re
from collections.abc import Iterator, Mapping, Sequence

from muniment.intake import charset
from muniment.intake.source import Source
from muniment.model.reading import Json

_FACTS = {
    "title": ("TIT2", "TT2"),
    "author": ("TPE1", "TP1"),
    "album": ("TALB", "TAL"),
    "composer": ("TCOM", "TCM"),
    "genre": ("TCON", "TCO"),
    "copyright": ("TCOP", "TCR"),
    "owner": ("TENC", "TEN"),
    "software": ("TSSE", "TSS"),
    "date": ("TDRC", "TYER", "TYE"),
}
_OLD = (("TIT2", 3, 33), ("TPE1", 33, 63), ("TALB", 63, 93), ("TYER", 93, 97), ("COMM", 97, 127))
_TEXT = re.compile(r"T[A-Z0-9]{2,3}|W[A-Z0-9]{2,3}|COMM?|USLT|ULT")
_SPOKEN = frozenset({"COMM", "COM", "USLT", "ULT"})  # a language, what it is about, and the text
_NAMED = frozenset({"TXXX", "TXX", "WXXX", "WXX"})  # what it is about, and the text
_NAMES = ("latin-1", "utf-16", "utf-16-be", "utf-8")
_YEAR = re.compile(r"[12]\d{3}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_GENRE = re.compile(r"^\(\d+\)(?=.)")
_MOST = 1000  # frames
_LONGEST = 4 << 20  # bytes of one

Buffer = bytes | mmap.mmap


def facts(source: Source, known: Mapping[str, Json]) -> dict[str, Json]:
    """All tags under their own names, and the facts that are not known yet."""
    data = source.buffer()
    found: dict[str, list[str]] = {}
    for name, text in [*_frames(data), *_old(data)]:
        said = found.setdefault(name, [])
        if text and text not in said:
            said.append(text)
    tags: dict[str, Json] = {name: " / ".join(said) for name, said in found.items() if said}
    if not tags:
        return {}
    facts: dict[str, Json] = {"tags": tags}
    for fact, names in _FACTS.items():
        text = _GENRE.sub("", next((found[name][0] for name in names if found.get(name)), ""))
        if text and fact not in known and (fact != "date" or _YEAR.fullmatch(text)):
            facts[fact] = text
    if "comment" not in known and (spoken := _comments(found)):
        facts["comment"] = spoken
    return facts


def _comments(found: Mapping[str, Sequence[str]]) -> str:
    return " / ".join(dict.fromkeys(text for name, said in found.items() if name.startswith("COM") for text in said))


def _frames(data: Buffer) -> Iterator[tuple[str, str]]:
    """The text frames of the tag at the start: name, text."""
    head = data[:10]
    if len(head) < 10 or head[:3] != b"ID3" or not 2 <= head[3] <= 4:
        return
    version, flags = head[3], head[5]
    end = min(10 + _seven(head[6:10]), len(data))
    at, wide = 10, 6 if version == 2 else 10
    if version > 2 and flags & 0x40:  # a further head
        further = data[at : at + 4]
        at += _seven(further) if version == 4 else 4 + int.from_bytes(further, "big")
    for _ in range(_MOST):
        frame = data[at : at + wide]
        if at + wide > end or not frame[0]:
            return
        name = frame[: 3 if version == 2 else 4].decode("latin-1")
        size = int.from_bytes(frame[3:6], "big") if version == 2 else int.from_bytes(frame[4:8], "big")
        if version == 4:
            size = _size(data, at, frame[4:8], end)
        at += wide
        if size > _LONGEST and _TEXT.fullmatch(name):
            yield name, f"({size} bytes, not read)"
        elif _TEXT.fullmatch(name):
            body = bytes(data[at : min(at + size, end)])
            marks = frame[9] if version > 2 else 0
            if not marks & (0xC0 if version == 3 else 0x0C):  # packed or locked
                yield _said(name, _body(body, flags, marks, version))
        at += size


def _size(data: Buffer, at: int, raw: bytes, end: int) -> int:
    """The size of a frame of version 4: seven bits a byte; some programs write all eight."""
    seven, eight = _seven(raw), int.from_bytes(raw, "big")
    after = data[at + 10 + eight : at + 14 + eight]
    if seven != eight and at + 10 + eight <= end and _TEXT.fullmatch(after.decode("latin-1")):
        return eight
    return seven


def _body(body: bytes, flags: int, marks: int, version: int) -> bytes:
    if version == 4 and marks & 0x01:  # its length stands before it
        body = body[4:]
    if flags & 0x80 or (version == 4 and marks & 0x02):
        body = body.replace(b"\xff\x00", b"\xff")
    return body


def _said(name: str, body: bytes) -> tuple[str, str]:
    """The name of a frame with its language and what it is about, and its text."""
    if name.startswith("W") and name not in _NAMED:
        return name, _clean(body.decode("latin-1"))
    letters = _NAMES[body[0]] if body and body[0] < len(_NAMES) else "latin-1"
    language, rest = "", body[1:]
    if name in _SPOKEN:
        language, rest = _clean(rest[:3].decode("latin-1")), rest[3:]
    if name not in _SPOKEN and name not in _NAMED:
        return name, _clean(rest.decode(letters, "replace"))
    about, text = _parted(rest, letters)
    if name.startswith("W"):
        text = text if letters == "latin-1" else rest[len(rest) - len(rest.rpartition(b"\0")[2]) :].decode("latin-1")
    return " ".join(part for part in (name, language, about) if part), _clean(text)


def _parted(raw: bytes, letters: str) -> tuple[str, str]:
    """What a text is about, and the text."""
    about, _, text = raw.decode(letters, "replace").partition("\0")
    return _clean(about), text


def _old(data: Buffer) -> Iterator[tuple[str, str]]:
    """The tag of version 1, in the last 128 bytes; its fields under the names of the later frames."""
    tail = bytes(data[max(len(data) - 128, 0) :])
    if len(tail) < 128 or tail[:3] != b"TAG":
        return
    pieces = [tail[start:end].partition(b"\0")[0].replace(b"\n", b" ") for _, start, end in _OLD]
    texts = charset.decode(b"\n".join(pieces)).text.split("\n")  # all at once: a guess needs letters
    for (name, _, _), text in zip(_OLD, texts, strict=False):
        yield name, _clean(text)
    if not tail[125] and tail[126]:
        yield "TRCK", str(tail[126])


def _clean(text: str) -> str:
    return " / ".join(part for piece in text.split("\0") if (part := piece.strip().strip("\ufeff\ufffe").strip()))


def _seven(raw: bytes) -> int:
    """A number in bytes of seven bits."""
    value = 0
    for byte in raw:
        value = value << 7 | byte & 0x7F
    return value
