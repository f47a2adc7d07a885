"""Text in what is packed inside damaged files: members of a ZIP without its directory, streams of a PDF, GZIP."""

import mmap
import re
import struct
import zlib
from collections.abc import Iterator

from muniment.intake import charset, texttype
from muniment.intake.readers.carve import carvestrings
from muniment.intake.readers.carve.carvejudge import judge
from muniment.intake.readers.carve.carvestrings import Piece
from muniment.intake.readers.web.htmltokens import resolve
from muniment.intake.source import Source

Buffer = bytes | mmap.mmap

_MOST = 128 << 20  # unpacked bytes of all pieces
_ONE = 16 << 20  # of one
_COUNT = 20_000
_STEP = 1 << 16
_LEVELS = 2  # a document inside a broken archive
_ZIPPED, _GZIPPED, _STREAM = b"PK\x03\x04", b"\x1f\x8b\x08", b"stream"
_PLUMBING = re.compile(
    r"(^|/)(styles|stylesWithEffects|theme\d*|settings|webSettings|fontTable|numbering|\[Content_Types\]|presProps"
    r"|viewProps|tableStyles|calcChain|manifest)\.xml$|\.rels$|(^|/)theme/|\.(png|jpe?g|gif|emf|wmf|bin|ttf|otf|woff2?|class)$",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[!?/]?(?:[\w-]+:)?([\w-]*)[^<>]*>|<[^<>]*\Z")
_ELEMENTS = "p h br cr tab tc tr row si v is c t-cell table-cell list-item line-break title div li td th lpstr"
_APART = frozenset(_ELEMENTS.split())
_SHOWN = re.compile(
    rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\)|<[0-9A-Fa-f\s]*+>|-?\d++(?:\.\d*+)?|TJ|Tj|T\*|TD|Td|Tm|ET|'|\"",
    re.DOTALL,
)
_ESCAPED = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n?|\n)|(.))", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\n", b"t": b"\t", b"b": b"", b"f": b""}
_GAP = -180.0  # thousandths of the letters' size: a wider step back in a line is a space
_SYNTAX = re.compile(r"[^()]*\(((?:[^()\\]|\\.)*)\)|.+")
_PDF_LINE = re.compile(
    r"\s*(?:\d+ \d+ (?:obj|R)\b|<<|>>|/|endobj|(?:end)?stream|xref|trailer|startxref|\d{10} \d{5} [nf]|%%EOF)"
)


def pieces(data: Buffer, limit: int, level: int = 0) -> Iterator[Piece]:
    """What can be unpacked and holds words."""
    budget, room = _MOST, limit
    for count, (at, sign) in enumerate(_begins(data)):
        if budget <= 0 or room <= 0 or count == _COUNT:
            return
        most = min(_ONE, budget)
        if sign is _ZIPPED:
            plain = _member(data, at, most)
        else:
            plain = _inflate(data, at, 31, most) if sign is _GZIPPED else _content(data, at, most)
        budget -= len(plain) + 1024
        for text in [shown(plain)] if sign is _STREAM else _texts(plain, level):
            verdict = judge(text)
            if verdict is not None:
                room -= len(text)
                yield Piece(at, text, verdict)


def _begins(data: Buffer) -> Iterator[tuple[int, bytes]]:
    """Where something packed may begin, in order; each sign is looked for once."""
    places = [(data.find(sign), sign) for sign in (_ZIPPED, _GZIPPED, _STREAM)]
    while places := [place for place in places if place[0] >= 0]:
        at, sign = min(places)
        yield at, sign
        places.remove((at, sign))
        places.append((data.find(sign, at + 1), sign))


def _content(data: Buffer, at: int, most: int) -> bytes:
    """What is drawn on a PDF page, where a stream of that begins here."""
    line_end = data[at + 6 : at + 8]
    if not line_end.startswith((b"\n", b"\r\n")) or b"/Flate" not in data[max(at - 512, 0) : at]:
        return b""
    plain = _inflate(data, at + 6 + (2 if line_end == b"\r\n" else 1), 15, most)
    return plain if b"BT" in plain else b""


def _member(data: Buffer, at: int, most: int) -> bytes:
    head = data[at : at + 30]
    if len(head) < 30:
        return b""
    method, named, extra = struct.unpack_from("<H", head, 8)[0], *struct.unpack_from("<2H", head, 26)
    name = data[at + 30 : at + 30 + named].decode("utf-8", "replace")
    if method != 8 or _PLUMBING.search(name):
        return b""
    return _inflate(data, at + 30 + named + extra, -15, most)


def _texts(plain: bytes, level: int) -> list[str]:
    """The text of unpacked bytes: of XML its words, of text itself, of anything else its strings."""
    if level + 1 < _LEVELS and plain.startswith(b"PK\x03\x04"):
        return [piece.text for piece in pieces(plain, _ONE, level + 1)]
    if not plain or not texttype.texty(Source(plain)):
        return [piece.text for piece in carvestrings.pieces(plain, _ONE) if piece.sure]
    text = charset.decode(plain).text
    return [words_of_xml(text) if text.lstrip("\ufeff \r\n\t").startswith("<") else text]


def _inflate(data: Buffer, at: int, bits: int, most: int) -> bytes:
    """As much as unpacks without a fault."""
    unpacker = zlib.decompressobj(bits)
    plain = bytearray()
    while not unpacker.eof and len(plain) < most and (piece := data[at : at + _STEP]):
        at += len(piece)
        try:
            plain += unpacker.decompress(piece, most - len(plain))
        except zlib.error:
            break
    return bytes(plain)


def words_of_xml(text: str) -> str:
    """The words between tags, whole or broken; elements that stand apart end a line."""
    return resolve(_TAG.sub(lambda tag: "\n" if tag[1] in _APART else "", text))


def shown(content: bytes) -> str:
    """What the text operators of a PDF page show, where its letters are single bytes."""
    out = bytearray()
    for found in _SHOWN.finditer(content):
        token = found[0]
        if token.startswith(b"("):
            out += _ESCAPED.sub(_unescaped, token[1:-1])
        elif token.startswith(b"-"):
            out += b" " * (float(token) < _GAP and not out.endswith(b" "))
        elif token in {b"T*", b"TD", b"Td", b"Tm", b"ET", b"'", b'"'} and not out.endswith(b"\n"):
            out += b"\n"
    return out.decode("cp1252", "replace").replace("\ufffd", " ").replace("\0", "")


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return bytes([int(found[1], 8) & 0xFF])
    return b"" if found[2] else _LETTERS.get(found[3], found[3])


def of_pdf(text: str) -> str:
    """Of raw lines of a PDF, what is no syntax: its strings, and the words of its metadata."""
    lines = []
    for line in text.splitlines():
        if _PDF_LINE.match(line):
            lines += [found[1] for found in _SYNTAX.finditer(line) if found[1]]
        elif judge(line) is not None:
            lines.append(line)
    return words_of_xml("\n".join(lines))
