"""Writes PDFs: pages of text in Helvetica, or one picture to a page. The same lines give the same bytes.

Source: ISO 32000-1, 7.3 to 7.5 (objects and file structure), 7.6 (encryption, see `sealed`), 9.6 (fonts).
"""

import textwrap
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

WIDE, HIGH = 595, 842  # A4 in points
MARGIN = 60
LINES = 46  # lines of text to a page
COLUMNS = 92  # letters to a line, at 10.5 points

Seal = Callable[[int, bytes], bytes]  # object number and bytes, to the bytes as they are kept


@dataclass(frozen=True, slots=True)
class Info:
    """Properties of the whole document."""

    title: str
    author: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Picture:
    """A page that is a picture: 8 bits of grey to a dot."""

    wide: int
    high: int
    grey: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A note stuck on a page."""

    page: int  # from 0
    author: str
    text: str


class Writer:
    """Objects in order, and the file around them."""

    def __init__(self, seal: Seal | None = None) -> None:
        self._objects: list[bytes] = []
        self._seal = seal or (lambda _, data: data)

    def reserve(self) -> int:
        """The number of an object that is written later."""
        self._objects.append(b"")
        return len(self._objects)

    def put(self, number: int, body: str) -> int:
        """Write an object under its number."""
        self._objects[number - 1] = body.encode("ascii")
        return number

    def add(self, body: str) -> int:
        """Write an object under the next number."""
        return self.put(self.reserve(), body)

    def stream(self, entries: str, data: bytes, *, packed: bool = True) -> int:
        """Write a stream, compressed unless told."""
        number = self.reserve()
        kept = self._seal(number, zlib.compress(data, 6) if packed else data)
        way = " /Filter /FlateDecode" if packed else ""
        self._objects[number - 1] = (
            f"<< {entries}{way} /Length {len(kept)} >>\nstream\n".encode() + kept + b"\nendstream"
        )
        return number

    def text(self, number: int, said: str) -> str:
        """A string inside object `number`, in hexadecimal."""
        try:
            data = said.encode("ascii")
        except UnicodeEncodeError:
            data = b"\xfe\xff" + said.encode("utf-16-be")
        return f"<{self._seal(number, data).hex()}>"

    def finish(self, trailer: str) -> bytes:
        """The whole file."""
        out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self._objects, start=1):
            places.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        table = "".join(f"{place:010d} 00000 n \n" for place in places)
        count = len(places) + 1
        start = len(out)
        out += f"xref\n0 {count}\n0000000000 65535 f \n{table}".encode()
        out += f"trailer\n<< /Size {count} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
        return bytes(out)


def laid_out(paragraphs: Sequence[str]) -> list[list[str]]:
    """Paragraphs as pages of lines; none runs over a page's end. One that begins with "# " is a heading."""
    pages: list[list[str]] = [[]]
    for paragraph in paragraphs:
        lines = [*(textwrap.wrap(paragraph, COLUMNS, break_on_hyphens=False) or [""]), ""]
        if len(pages[-1]) + len(lines) > LINES:
            pages.append([])
        pages[-1] += lines
    return pages


def of_text(
    pages: Sequence[Sequence[str]],
    info: Info,
    notes: Sequence[Note] = (),
    *,
    writer: Writer | None = None,
    extra: str = "",
    packed: bool = True,
) -> bytes:
    """A PDF of these pages of lines, in the letters of cp1252."""
    out = writer or Writer()
    root, tree = out.reserve(), out.reserve()
    faces = [
        out.add(f"<< /Type /Font /Subtype /Type1 /BaseFont /{face} /Encoding /WinAnsiEncoding >>")
        for face in ("Helvetica", "Helvetica-Bold")
    ]
    fonts = f"/Font << /F1 {faces[0]} 0 R /F2 {faces[1]} 0 R >>"
    kids = []
    for at, lines in enumerate(pages):
        content = out.stream("", _shown(lines, at + 1, len(pages)), packed=packed)
        stuck = [_stuck(out, note, info.when) for note in notes if note.page == at]
        annots = f" /Annots [{' '.join(f'{number} 0 R' for number in stuck)}]" if stuck else ""
        kids.append(_page(out, tree, f"/Resources << {fonts} >> /Contents {content} 0 R{annots}"))
    return _ended(out, root, tree, kids, info, extra)


def of_pictures(pictures: Sequence[Picture], info: Info) -> bytes:
    """A PDF as a scanner makes it: each page is one picture."""
    out = Writer()
    root, tree = out.reserve(), out.reserve()
    kids = []
    for picture in pictures:
        image = out.stream(
            f"/Type /XObject /Subtype /Image /Width {picture.wide} /Height {picture.high}"
            " /ColorSpace /DeviceGray /BitsPerComponent 8",
            picture.grey,
        )
        content = out.stream("", f"q {WIDE} 0 0 {HIGH} 0 0 cm /Im0 Do Q".encode())
        kids.append(_page(out, tree, f"/Resources << /XObject << /Im0 {image} 0 R >> >> /Contents {content} 0 R"))
    return _ended(out, root, tree, kids, info, "")


def of_nothing(count: int, info: Info) -> bytes:
    """A PDF of so many pages with nothing on them."""
    out = Writer()
    root, tree = out.reserve(), out.reserve()
    return _ended(out, root, tree, [_page(out, tree, "") for _ in range(count)], info, "")


def _page(out: Writer, tree: int, entries: str) -> int:
    return out.add(f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {WIDE} {HIGH}] {entries} >>")


def _ended(out: Writer, root: int, tree: int, kids: Sequence[int], info: Info, extra: str) -> bytes:
    out.put(tree, f"<< /Type /Pages /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] /Count {len(kids)} >>")
    out.put(root, f"<< /Type /Catalog /Pages {tree} 0 R >>")
    about = out.reserve()
    when = out.text(about, f"D:{info.when:%Y%m%d%H%M%S}Z")
    title, author = out.text(about, info.title), out.text(about, info.author)
    out.put(about, f"<< /Title {title} /Author {author} /CreationDate {when} >>")
    return out.finish(f"/Root {root} 0 R /Info {about} 0 R{extra}")


def _stuck(out: Writer, note: Note, when: datetime) -> int:
    number = out.reserve()
    contents, author = out.text(number, note.text), out.text(number, note.author)
    day = out.text(number, f"D:{when:%Y%m%d%H%M%S}Z")
    return out.put(
        number,
        f"<< /Type /Annot /Subtype /Text /Rect [540 760 560 780] /Contents {contents} /T {author} /M {day} >>",
    )


def _shown(lines: Sequence[str], number: int, count: int) -> bytes:
    """The content of a page: its lines from the top, its number at the foot."""
    out = bytearray(f"BT /F1 10.5 Tf 15 TL {MARGIN} {HIGH - MARGIN} Td\n".encode())
    for line in lines:
        heading = line.startswith("# ")
        shown = _escaped(line.removeprefix("# "))
        out += b"/F2 15 Tf (" + shown + b") Tj T* /F1 10.5 Tf\n" if heading else b"(" + shown + b") Tj T*\n"
    out += f"ET\nBT /F1 8 Tf {WIDE // 2 - 20} 34 Td (page {number} of {count}) Tj ET\n".encode()
    return bytes(out)


def _escaped(line: str) -> bytes:
    data = line.encode("cp1252", "replace")
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
