"""Writes Word documents: paragraphs, a table, comments, tracked changes.

Source: ECMA-376, 17 (WordprocessingML) and part 2 (packages).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from muniment.demo.archives import zipped

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Struck:
    """A tracked change: somebody struck out words and put others there."""

    author: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a whole paragraph."""

    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph, with what was done to it."""

    text: str
    heading: bool = False
    struck: Struck | None = None
    comment: Comment | None = None

    @property
    def every(self) -> str:
        """All words in it, struck or said aside."""
        struck = (self.struck.before, self.struck.after) if self.struck else ()
        return "\n".join((self.text, *struck, *((self.comment.text,) if self.comment else ())))


@dataclass(frozen=True, slots=True)
class About:
    """Properties of a document."""

    title: str
    author: str
    when: datetime

    @property
    def stamp(self) -> str:
        """The moment as these formats write it."""
        return f"{self.when:%Y-%m-%dT%H:%M:%SZ}"


def docx(paras: Sequence[Para], about: About, table: Sequence[Sequence[str]] = (), footer: str = "") -> bytes:
    """A Word document; the table stands after the paragraphs."""
    comments = [para.comment for para in paras if para.comment]
    ids = iter(range(len(comments)))
    changes = iter(range(1000, 1000 + 2 * len(paras)))
    body = "".join(_para(para, about, ids, changes) for para in paras) + _table(table)
    if footer:
        body += (
            f'<w:sectPr><w:footerReference xmlns:r="{_OFFICE}/relationships" w:type="default" r:id="rId2"/></w:sectPr>'
        )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _types("word/document.xml", "document.main", "comments", "footer"),
        "_rels/.rels": relations(
            (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/document.xml": f"{XML}<w:document {_W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(
            (f"{_OFFICE}/relationships/comments", "comments.xml"), (f"{_OFFICE}/relationships/footer", "footer1.xml")
        ),
        "word/comments.xml": _comments(comments, about),
        "word/footer1.xml": f"{XML}<w:ftr {_W}><w:p>{_run(footer)}</w:p></w:ftr>",
        "docProps/core.xml": core(about),
    }
    return zipped(parts, about.when)


def relations(*found: tuple[str, str]) -> str:
    """A part that names others: (type, target), with the ids rId1, rId2, ..."""
    lines = "".join(
        f'<Relationship Id="rId{at}" Type="{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(found, start=1)
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def core(about: About) -> str:
    """The part of the document's properties."""
    names = (
        f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    days = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{about.stamp}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        f"{XML}<cp:coreProperties {names}><dc:title>{escape(about.title)}</dc:title>"
        f"<dc:creator>{escape(about.author)}</dc:creator>{days}</cp:coreProperties>"
    )


def _types(main: str, kind: str, *more: str) -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    others = "".join(
        f'<Override PartName="/word/{name if name == "comments" else name + "1"}.xml" ContentType="{word}.{name}+xml"/>'
        for name in more
    )
    return (
        f'{XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{main}" ContentType="{word}.{kind}+xml"/>{others}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def _para(para: Para, about: About, ids: Iterator[int], changes: Iterator[int]) -> str:
    style = '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>' if para.heading else ""
    inner = _run(para.text)
    if para.struck:
        who = f'w:author="{escape(para.struck.author)}" w:date="{about.stamp}"'
        inner += f'<w:del w:id="{next(changes)}" {who}>{_run(" " + para.struck.before, "delText")}</w:del>'
        inner += f'<w:ins w:id="{next(changes)}" {who}>{_run(" " + para.struck.after)}</w:ins>'
    if para.comment:
        at = f'w:id="{next(ids)}"'
        inner = f"<w:commentRangeStart {at}/>{inner}<w:commentRangeEnd {at}/><w:r><w:commentReference {at}/></w:r>"
    return f"<w:p>{style}{inner}</w:p>"


def _table(rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    grid = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p>{_run(cell)}</w:p></w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * len(rows[0])}</w:tblGrid>{grid}</w:tbl><w:p/>"


def _comments(comments: Sequence[Comment], about: About) -> str:
    lines = "".join(
        f'<w:comment w:id="{at}" w:author="{escape(one.author)}" w:date="{about.stamp}"><w:p>{_run(one.text)}</w:p></w:comment>'
        for at, one in enumerate(comments)
    )
    return f"{XML}<w:comments {_W}>{lines}</w:comments>"
