"""The words that stand in a file itself: to tell what another tool found there from what it added.

A file is taken apart with the standard library (and olefile, where it is installed): archives and packages are unpacked,
parts of mails decoded, tags and control words parted from text. Bytes are read in every usual character set, and words
both with tags as spaces and with tags as nothing, so that rather too much is taken as standing there than too little.
What cannot be taken apart so (a PDF's letters are codes of its fonts) is said, and then every word counts as found.
"""

import bz2
import email
import gzip
import html
import io
import lzma
import re
import sys
import tarfile
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import header, policy
from importlib import import_module
from pathlib import Path
from typing import Any

_TOKEN = re.compile(r"[^\W_]+")
_UNSEEN = dict.fromkeys(code for code in range(sys.maxunicode) if unicodedata.category(chr(code)) == "Cf")
_USUAL = ("utf-8", "cp1252")
_RARE = (
    *("cp1251", "koi8-r", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "iso2022_jp", "cp866", "cp437", "cp500"),
    *("iso-8859-2", "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-9", "mac_roman", "utf-7"),
)
_LARGE = 1 << 20  # bytes, from which on the rare ones are left out
_TAG = re.compile(rb"<([/?!]?[A-Za-z!?][^<>]*)>")
_VALUE = re.compile(rb"([\w:.-]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_ENTITY = re.compile(r"&#?\w{1,10};")
_ENCODED = re.compile(rb"(?:[A-Za-z0-9+/=]{60,}\s*)+[A-Za-z0-9+/]*={0,2}")
_MAIL = re.compile(
    rb"(?:^|\n)(?:received|from|to|subject|mime-version|message-id|date|return-path)[ \t]*:", re.IGNORECASE
)
_CONTROL = re.compile(rb"\\[a-z]+-?\d*|^[0-9a-fA-F]{40,}\s*$", re.MULTILINE)
_BETWEEN = re.compile(rb"\\[a-z]+-?\d* ?|[{}\r\n]")
_PACKED = (b"Rar!", b"7z\xbc\xaf", b"ITSF", b"!BDN", b"\x1f\x9d", b"MSCF", b"\0\1\0\0Standard", b"ISc(")
_UNPACKS = ((b"\x1f\x8b", gzip.decompress), (b"BZh", bz2.decompress), (b"\xfd7zXZ", lzma.decompress))
_PICTURES = (b"\xff\xd8", b"\x89PNG", b"GIF8")  # what they say of themselves is no UTF-16
_OLE = b"\xd0\xcf\x11\xe0"
_DEEP, _HUGE = 8, 64 << 20

try:
    _olefile: Any = import_module("olefile")
except ImportError:
    _olefile = None


@dataclass(slots=True)
class Standing:
    """Tokens, with how often each stands there at most."""

    text: "Counter[str]" = field(default_factory=Counter)
    names: "Counter[str]" = field(default_factory=Counter)  # of tags and attributes; control words
    encoded: "Counter[str]" = field(default_factory=Counter)  # base64 and hexadecimal digits as they stand
    closed: bool = False  # a part could not be taken apart
    numbers: bool = False  # it has numbers that are no text: those of a sheet


def tokens(text: str) -> "Counter[str]":
    """The tokens of a text, with how often each stands there."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_UNSEEN)
    return Counter(_TOKEN.findall(plain))


def standing(path: Path) -> Standing:
    """What stands in a file, its own name too."""
    found = Standing(tokens(path.name))
    waiting: list[tuple[bytes, str, tuple[bytes, ...]]] = [(path.read_bytes(), path.name, ())]
    while waiting:
        data, name, within = waiting.pop()
        if data in within:  # an archive that holds itself
            continue
        if len(within) > _DEEP or len(data) > _HUGE:
            found.closed = True
            continue
        for inner, called in _parts(data, name, found):
            found.text += tokens(called)
            waiting.append((inner, called, (*within, data)))
    return found


def _parts(data: bytes, name: str, found: Standing) -> Iterator[tuple[bytes, str]]:
    """The parts of a file, each to be looked at; else its own words are counted."""
    found.numbers |= name.lower().endswith((".xls", ".xlsx", ".xlsb", ".xlsm", ".ods", ".numbers", "workbook", "book"))
    try:
        if data[:2] == b"PK" and zipfile.is_zipfile(io.BytesIO(data)):
            yield from _zip(data)
        elif unpack := next((unpack for magic, unpack in _UNPACKS if data.startswith(magic)), None):
            yield unpack(data), name.rpartition(".")[0]
        elif data[257:262] == b"ustar":
            with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                for each in archive:
                    stream = archive.extractfile(each) if each.isfile() else None
                    yield stream.read() if stream else b"", each.name
        elif data.startswith(_OLE) and _olefile is not None:
            yield from _compound(data)
        elif b"%PDF-" in data[:1024] or data.startswith(_PACKED) or name.endswith(".iwa") or "VBA/" in name:
            found.closed = True
        elif data.startswith(b"{\\rtf"):
            yield from _rtf(data, found)
        elif b"\0" not in data[:512] and _MAIL.search(data[:4000]) and data.lstrip()[:1] != b"<":
            yield from _mail(data, found)
        else:
            _plain(data, found)
            if name in {"PowerPoint Document", "Pictures"}:
                yield from _deflated(data)
    except (OSError, EOFError, ValueError, RuntimeError, NotImplementedError, LookupError, zlib.error, lzma.LZMAError):
        found.closed = True
    except (zipfile.BadZipFile, tarfile.TarError):
        found.closed = True


def _zip(data: bytes) -> Iterator[tuple[bytes, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for each in archive.infolist():
            yield archive.read(each) if each.file_size < _HUGE else b"\0" * (_HUGE + 1), each.filename


def _compound(data: bytes) -> Iterator[tuple[bytes, str]]:
    with _olefile.OleFileIO(io.BytesIO(data)) as compound:
        for each in compound.listdir():
            yield compound.openstream(each).read(), "/".join(each)


def _deflated(data: bytes) -> Iterator[tuple[bytes, str]]:
    """Parts that lie deflated among others, as PowerPoint's do."""
    view = memoryview(data)
    for found in re.finditer(rb"x[\x01\x5e\x9c\xda]", data):
        unpacker = zlib.decompressobj()
        try:
            inner = unpacker.decompress(view[found.start() :], _HUGE)
        except zlib.error:
            continue
        if len(inner) > 64:
            yield inner, ""


def _rtf(data: bytes, found: Standing) -> Iterator[tuple[bytes, str]]:
    for digits in re.findall(rb"[0-9a-fA-F\s]{200,}", data):
        plain = b"".join(digits.split())
        yield bytes.fromhex(plain[: len(plain) & ~1].decode()), ""
    found.names += tokens(b" ".join(_CONTROL.findall(data)).decode("latin-1"))
    data = re.sub(rb"\\u(-?\d{1,5}) ?\??", lambda said: chr(int(said[1]) % 65536).encode("utf-8", "replace"), data)
    data = re.sub(rb"\\'([0-9a-fA-F]{2})", lambda said: bytes([int(said[1], 16)]), data)
    data = re.sub(rb"^[0-9a-fA-F]{40,}\s*$", b"", data, flags=re.MULTILINE)
    found.text += read(_BETWEEN.sub(b" ", data)) | read(_BETWEEN.sub(b"", data))


def _mail(data: bytes, found: Standing) -> Iterator[tuple[bytes, str]]:
    """Headers, decoded, and bodies; a box of mails is looked at mail by mail."""
    mails = re.split(rb"\n(?=From \S+ [^\n]*\d{4}\s)", data)
    for each in mails:
        parts = [*email.message_from_bytes(each, policy=policy.compat32).walk()]
        for part in parts:
            said = [(name, str(value)) for name, value in part.items()]
            found.text += tokens("\n".join(f"{name}: {_decoded(value)}" for name, value in said))
            found.text += tokens(str(part.preamble or "")) + tokens(str(part.epilogue or ""))
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                yield body, ""
    as_it_stands = tokens(data.decode("utf-8", "replace"))
    found.encoded += Counter({token: count for token, count in as_it_stands.items() if token not in found.text})


def _decoded(value: str) -> str:
    said = header.decode_header(value)
    return "".join(text if isinstance(text, str) else text.decode(name or "latin-1", "replace") for text, name in said)


def _plain(data: bytes, found: Standing) -> None:
    """Words of bytes; those within tags are parted into values, which are text, and names, which are not."""
    found.encoded += tokens(b" ".join(_ENCODED.findall(data)).decode("latin-1"))
    data = _ENCODED.sub(b" ", data)
    if b"<" not in data or b"\0" in data[:64]:
        found.text += read(data)
        return
    values: list[bytes] = []

    def tag(said: "re.Match[bytes]") -> bytes:
        inside = said[1]
        if inside.startswith(b"!"):  # comments and the like
            values.append(inside)
        else:
            values.extend(value for _, value in _VALUE.findall(inside))
            found.names.update(tokens(_VALUE.sub(rb" \1 ", inside).decode("utf-8", "replace")))
        return b" "

    spaced = _TAG.sub(tag, data)
    found.text += (read(spaced) | read(_TAG.sub(b"", data))) + read(b"\n".join(values))


def read(data: bytes) -> "Counter[str]":
    """The tokens of bytes in whatever characters they may be."""
    found: Counter[str] = Counter()
    binary = b"\0" in data
    for name in _USUAL[:1] if data.isascii() else _USUAL if binary or len(data) > _LARGE else (*_USUAL, *_RARE):
        text = data.decode(name, "replace")
        found |= tokens(_ENTITY.sub(lambda said: html.unescape(said[0]), text))
    if binary and not data.startswith(_PICTURES):
        for name in ("utf-16-le", "utf-16-be"):
            for start in (0, 1):
                found += tokens(data[start:].decode(name, "replace"))
    return found
