"""Files made to kill whoever reads them; each is written as a stream, so that making them costs nothing.

`reference` is what they are known to have killed. Nothing in them does harm but by its size or shape.
"""

import base64
import bz2
import gzip
import io
import lzma
import os
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

MIB = 1 << 20
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>>>"


def zipped(items: Iterable[tuple[str, bytes]], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with these members."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", how) as package:
        for name, data in items:
            package.writestr(zipfile.ZipInfo(name), data, how)
    return whole.getvalue()


def stretched(size: int, one: bytes = bytes(MIB)) -> bytes:
    """A member of so many mebibytes, given piece by piece."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package, package.open("zeros.txt", "w") as member:
        for _ in range(size):
            member.write(one)
    return whole.getvalue()


def nested() -> bytes:
    """Archives in archives in archives, eight at a time."""
    level = stretched(128)
    for _ in range(3):
        level = zipped((f"{number}.zip", level) for number in range(8))
    return level


def deep() -> bytes:
    """Sixty archives in each other."""
    data, name = b"the innermost", "inner.txt"
    for depth in range(60):
        data, name = zipped([(name, data)], zipfile.ZIP_STORED), f"{depth}.zip"
    return data


def overlapping() -> bytes:
    """Two thousand entries over one body of a hundred mebibytes."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    body, crc = bytearray(), 0
    for _ in range(100):
        body += pack.compress(b"A" * MIB)
        crc = zlib.crc32(b"A" * MIB, crc)
    body += pack.flush()
    about = (crc, len(body), 100 * MIB)
    header = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0x21, *about, 1, 0) + b"x" + body
    entry = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 0x21, *about, 1, 0, 0, 0, 0, 0, 0) + b"x"
    foot = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 2000, 2000, 2000 * len(entry), len(header), 0)
    return header + entry * 2000 + foot


def paths() -> bytes:
    """Names that lead elsewhere."""
    names = ["../../../../tmp/evil1.txt", "/tmp/evil2.txt", "a/../../evil3.txt", "C:\\evil4.txt", "dup.txt", "DUP.TXT"]
    names += ["rtl\u202egpj.exe", "x" * 4096, "con.txt", "nul\x01ctl.txt", "line\nbreak\x1b[2J", ".", "..", "dir/"]
    return zipped((name, f"under {name!r}".encode()) for name in names)


def links() -> bytes:
    """A tape of links, devices and ways out."""
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as tape:
        kinds = (tarfile.REGTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE)
        for name, kind in zip(("../evil5", "dev", "fifo", "sym", "hard"), kinds, strict=True):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            tape.addfile(info)
    return whole.getvalue()


def docx(document: str) -> bytes:
    """A document of these words."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}" Target="word/document.xml"/></Relationships>'
    )
    parts = {"[Content_Types].xml": types, "_rels/.rels": relations, "word/document.xml": document}
    return zipped((name, text.encode()) for name, text in parts.items())


def body(inside: str, before: str = "") -> str:
    """A document's one part."""
    return f'<?xml version="1.0"?>{before}<w:document {W}><w:body>{inside}</w:body></w:document>'


def laughs() -> str:
    """A billion of them."""
    more = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    return body("<w:p><w:r><w:t>before &j; after</w:t></w:r></w:p>", f'<!DOCTYPE l [<!ENTITY a "lol">{more}]>')


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects."""
    whole, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    foot = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(whole))
    return whole + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + foot


def stream(data: bytes, more: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(data), more, data)


def forms(loops: bool) -> bytes:
    """Drawings that draw each other: without end, or ten to the eleventh times."""
    inside = b"/XObject<</X 6 0 R>>"
    head = [_CATALOG, _PAGES, _PAGE % inside, stream(b"/X Do"), _FONT]
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    if loops:
        return pdf(*head, stream(b"/X Do /X Do", form % 6))
    return pdf(*head, *(stream(b"/X Do " * 10 if n < 11 else b"", form % (7 + n)) for n in range(12)))


def flate() -> bytes:
    """A page whose drawing was packed twice."""
    inner, outer = zlib.compressobj(9), zlib.compressobj(9)
    packed = b"".join(outer.compress(inner.compress(b"(bomb) Tj " * 100_000)) for _ in range(600))
    packed += outer.compress(inner.flush()) + outer.flush()
    return pdf(_CATALOG, _PAGES, _PAGE % b"", stream(packed, b"/Filter[/FlateDecode/FlateDecode]"), _FONT)


def mime(depth: int) -> bytes:
    """A mail in parts in parts."""
    heads = [b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in reversed(range(depth))]
    return b"From: a@campaign.test\r\nMIME-Version: 1.0\r\n" + b"".join(heads) + b"\r\ninnermost body\r\n"


def attachments() -> bytes:
    """A mail with twenty thousand."""
    part = (
        b"--B\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; "
        b'filename="f%d.txt"\r\nContent-Transfer-Encoding: base64\r\n\r\n%b\r\n'
    )
    parts = b"".join(part % (n, base64.b64encode(b"body %d" % n)) for n in range(20_000))
    return b"From: a@campaign.test\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n" + parts


def png(side: int) -> bytes:
    """A picture of so many by so many points."""
    pack, row = zlib.compressobj(9), bytes(side // 8 + 1) * 100
    data = b"".join(pack.compress(row) for _ in range(side // 100)) + pack.flush()

    def chunk(kind: bytes, what: bytes) -> bytes:
        return struct.pack(">I", len(what)) + kind + what + struct.pack(">I", zlib.crc32(kind + what))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


SMALL: dict[str, Callable[[], bytes]] = {
    "deep60.zip": deep,
    "overlap-2000x100m.zip": overlapping,
    "paths.zip": paths,
    "paths.tar": links,
    "laughs.docx": lambda: docx(laughs()),
    "xxe.docx": lambda: docx(body("&x;", '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    "deepxml.docx": lambda: docx(body("<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000)),
    "pdf-xobjloop.pdf": lambda: forms(loops=True),
    "pdf-xobj-10e11.pdf": lambda: forms(loops=False),
    "pdf-flatebomb.pdf": flate,
    "pdf-selfkids.pdf": lambda: pdf(_CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1000000000>>", _FONT),
    "deep-mime-3000.eml": lambda: mime(3000),
    "png-60000x60000.png": lambda: png(60_000),
    "deep.html": lambda: b"<html><body>" + b"<div>" * 200_000 + b"deep text" + b"</div>" * 200_000,
    "rtf-deep.rtf": lambda: b"{\\rtf1 " + b"{" * 200_000 + b"deep rtf" + b"}" * 200_000 + b"}",
    "json-deep.json": lambda: b"[" * 500_000 + b"]" * 500_000,
    "xml-deep.xml": lambda: b'<?xml version="1.0"?>' + b"<a>" * 200_000 + b"deep xml" + b"</a>" * 200_000,
    "zeros.doc": lambda: bytes(65_536),
    "nul.txt": lambda: b"abc\0def\0" * 1000 + b" readable words",
}
LARGE: dict[str, Callable[[], bytes]] = {
    "bomb-flat-1g.zip": lambda: stretched(1024),
    "bomb-nested.zip": nested,
    "bomb.gz": lambda: gzip.compress(bytes(1024 * MIB)),
    "bomb.bz2": lambda: bz2.compress(bytes(1024 * MIB)),
    "bomb.xz": lambda: lzma.compress(bytes(512 * MIB)),
    "many-100k.zip": lambda: zipped(((f"d{n // 1000}/{n}.txt", b"%d" % n) for n in range(100_000)), zipfile.ZIP_STORED),
    "big-para.docx": lambda: docx(body(f"<w:p><w:r><w:t>{'word ' * (30 * MIB)}</w:t></w:r></w:p>")),
    "million-paras.docx": lambda: docx(body("<w:p><w:r><w:t>para</w:t></w:r></w:p>" * 1_000_000)),
    "pdf-100k-pages.pdf": lambda: pdf(
        _CATALOG, b"<</Type/Pages/Kids[%b]/Count 100000>>" % (b"3 0 R " * 100_000), _PAGE % b"", stream(b""), _FONT
    ),
    "attach-20k.eml": attachments,
    "csv-300m.csv": lambda: b"12345,Example,Ann,12 Marsh Road,2014-05-22\n" * 7_000_000,
    "text-oneline-200m.txt": lambda: b"lorem ipsum dolor " * 11_000_000,
    "rtf-big.rtf": lambda: b"{\\rtf1\\ansi " + b"some rtf text \\par\n" * 2_000_000 + b"}",
}
NAMES = [b"control \x01\x1b[2J", b"line\nbreak", "right \u202egnp.exe".encode(), b"not \xff\xfe utf-8", b"n" * 255]
NAMES += [b"/".join([b"d" * 250] * 15 + [b"e" * 200]), b"CON", b"~root", b"-rf", b"$(true)", b"a;b|c", b"%2e%2e%2fx"]


def write(at: Path, *, large: bool) -> int:
    """Every one of them, and plain notes under hostile names; returns how many files."""
    made = SMALL | (LARGE if large else {})
    for name, build in made.items():
        (at / name).write_bytes(build())
    for hostile in NAMES:
        here = os.open(at, os.O_RDONLY)
        try:
            *folders, last = hostile.split(b"/")
            for folder in folders:  # 4,096 bytes are more than one call takes: step by step
                os.mkdir(folder, dir_fd=here)
                inside = os.open(folder, os.O_RDONLY, dir_fd=here)
                os.close(here)
                here = inside
            note = os.open(last, os.O_WRONLY | os.O_CREAT, 0o600, dir_fd=here)
            os.write(note, b"A note under a hostile name: " + hostile[:40])
            os.close(note)
        finally:
            os.close(here)
    return len(made) + len(NAMES)
