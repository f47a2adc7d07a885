"""Makes papers: the bytes by a writer, and beside them the truth of what they say."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from muniment.demo import office, paper, pdf, writer
from muniment.demo.office import About, Para
from muniment.demo.paper import Paper
from muniment.demo.sheet import Sheet, xlsx

Words = tuple[str, ...]


def text(said: str, when: datetime, kind: str, words: Words = (), charset: str = "utf-8") -> Paper:
    """A plain text. UTF-16 has its mark, whichever way round the machine has its bytes."""
    data = b"\xff\xfe" + said.encode("utf-16-le") if charset == "utf-16" else said.encode(charset)
    return Paper(data, kind, paper.PLAIN, said, words=words, when=when)


def table(
    rows: Sequence[Sequence[str]], when: datetime, kind: str, words: Words = (), charset: str = "utf-8", sign: str = ","
) -> Paper:
    """A table as text, its cells parted by a sign."""
    out = io.StringIO()
    csv.writer(out, delimiter=sign, lineterminator="\r\n").writerows(rows)
    said = "\n".join(" ".join(row) for row in rows)
    sort = paper.TSV if sign == "\t" else paper.CSV
    return Paper(out.getvalue().encode(charset), kind, sort, said, words=words, when=when)


def word(
    paras: Sequence[Para],
    about: About,
    kind: str,
    words: Words = (),
    cells: Sequence[Sequence[str]] = (),
    footer: str = "",
) -> Paper:
    """A Word document."""
    said = [about.title, about.author, *(_every(para) for para in paras), *(" ".join(row) for row in cells), footer]
    data = office.docx(paras, about, cells, footer)
    return Paper(data, kind, paper.DOCX, "\n".join(said), words=words, when=about.when)


def open_text(paras: Sequence[Para], about: About, kind: str, words: Words = ()) -> Paper:
    """An OpenDocument text."""
    said = "\n".join([about.title, about.author, *(_every(para) for para in paras)])
    return Paper(writer.odt(paras, about), kind, paper.ODT, said, words=words, when=about.when)


def rich(paragraphs: Sequence[str], about: About, kind: str, words: Words = ()) -> Paper:
    """An RTF document."""
    said = "\n".join([about.title, about.author, *paragraphs])
    return Paper(writer.rtf(paragraphs, about), kind, paper.RTF, said, words=words, when=about.when)


def workbook(sheets: Sequence[Sheet], about: About, kind: str, words: Words = ()) -> Paper:
    """A workbook; its text has the values that lie behind what is shown."""
    said = "\n".join([about.title, about.author, *(sheet.every for sheet in sheets)])
    return Paper(xlsx(sheets, about), kind, paper.XLSX, said, words=words, when=about.when)


def pages(
    paragraphs: Sequence[str], info: pdf.Info, kind: str, words: Words = (), notes: Sequence[pdf.Note] = ()
) -> Paper:
    """A PDF of text."""
    stuck = [f"{note.author} {note.text}" for note in notes]
    said = "\n".join([info.title, info.author, *(line.removeprefix("# ") for line in paragraphs), *stuck])
    data = pdf.of_text(pdf.laid_out(paragraphs), info, notes)
    return Paper(data, kind, paper.PDF, said, words=words, when=info.when)


def page(title: str, paragraphs: Sequence[str], when: datetime, words: Words = (), charset: str = "utf-8") -> Paper:
    """An HTML page, with a menu, a style and a script as pages have them."""
    body = "\n".join(f"<p>{escape(line)}</p>" for line in paragraphs)
    said = (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="{charset}">\n<title>{escape(title)}</title>\n'
        "<style>p { margin: 0 0 1em }</style>\n<script>var shown = 0; shown += 1;</script>\n</head>\n<body>\n"
        f'<ul><li><a href="/">Front</a></li><li><a href="/letters">Letters</a></li></ul>\n<h1>{escape(title)}</h1>\n'
        f"{body}\n</body>\n</html>\n"
    )
    seen = "\n".join([title, *paragraphs])
    return Paper(said.encode(charset, "xmlcharrefreplace"), "page", paper.HTML, seen, words=words, when=when)


def record(value: Any, when: datetime, kind: str, words: Words = ()) -> Paper:
    """JSON, as a service exports it."""
    data = json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
    return Paper(data, kind, paper.JSON, "\n".join(_strings(value)), words=words, when=when)


def tagged(root: str, rows: Sequence[Sequence[tuple[str, str]]], when: datetime, kind: str, words: Words = ()) -> Paper:
    """XML: a row is an element, its cells are elements in it."""
    lines = [
        "  <entry>" + "".join(f"<{name}>{escape(value)}</{name}>" for name, value in row) + "</entry>" for row in rows
    ]
    said = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}>\n' + "\n".join(lines) + f"\n</{root}>\n"
    seen = "\n".join(value for row in rows for _, value in row)
    return Paper(said.encode(), kind, paper.XML, seen, words=words, when=when)


def _every(para: Para) -> str:
    authors = [part.author for part in (para.struck, para.comment) if part]
    return "\n".join([para.every, *authors])


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [said for part in value.values() for said in _strings(part)]
    if isinstance(value, list):
        return [said for part in value for said in _strings(part)]
    return [str(value)]
