"""A document as a Word file: the few parts of Office Open XML that it needs, and no moment of making.

*Source*: ECMA-376 part 1, WordprocessingML (17.2 document, 17.3.1 paragraphs, 17.4 tables, 17.7 styles); part 2, packages.

Written here and not by python-docx: that says the moment of making in each member, knows neither a language nor a row that is
repeated on each page but as raw XML, and starts from a template for American paper that is larger than any form.
"""

import io
import zipfile
from html import escape

from muniment.prove.forms.document import Blank, Document, Heading, Missing, Paragraph, Part, Table, missing
from muniment.prove.forms.signs import in_xml

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can say
_WIDE = 9638  # twentieths of a point between the margins of A4
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _field(name: str) -> str:
    """What a program that shows the page works out: its number, or how many there are."""
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
        f'<Override PartName="/word/footer.xml" ContentType="{_WORD}.footer+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="r2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>"
    ),
    "word/_rels/document.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r2" Type="{_OFFICE}/footer" Target="footer.xml"/></Relationships>'
    ),
    "word/footer.xml": (
        f'<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{_field("PAGE")}'
        f'<w:r><w:t xml:space="preserve"> / </w:t></w:r>{_field("NUMPAGES")}</w:p></w:ftr>'
    ),
    "word/styles.xml": (
        f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="20"/><w:lang w:val="en-GB"/>'
        '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        + "".join(
            f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
            f'<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/>{level}</w:pPr>'
            f'<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
            for id, name, size, level in (  # noqa: A001 # the attribute's name
                ("Title", "Title", 32, ""),
                ("Heading1", "heading 1", 26, '<w:outlineLvl w:val="0"/>'),
                ("Heading2", "heading 2", 22, '<w:outlineLvl w:val="1"/>'),
            )
        )
        + "</w:styles>"
    ),
}


def docx(document: Document) -> bytes:
    """The document as a Word file; the same document makes the same bytes."""
    body = "".join((_styled(document.title, "Title"), _plain(document.about), *map(_part, document.parts)))
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="r2"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    core = (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_words(document.title)}</dc:title></cp:coreProperties>"
    )
    parts = _PARTS | {
        "word/document.xml": f'<w:document xmlns:w="{_W}" xmlns:r="{_OFFICE}"><w:body>{body}{page}</w:body></w:document>',
        "docProps/core.xml": core,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, xml in parts.items():
            member = zipfile.ZipInfo(name, _FIRST)
            member.create_system, member.external_attr = 0, 0  # the same on every machine
            packed.writestr(member, (_HEAD + xml).encode(), zipfile.ZIP_STORED)
    return out.getvalue()


def _part(part: Part) -> str:
    match part:
        case Heading(words, level):
            return _styled(words, f"Heading{min(level, 2)}")
        case Paragraph(words, label):
            return _paragraph((_run(f"{label} ", bold=True) if label else "") + _run(words))
        case Missing(what):
            return _paragraph(_run(missing(what), bold=True))
        case Blank(label):
            return _plain(f"{label} ______________________")
        case Table():
            return _table(part)


def _table(part: Table) -> str:
    widths = [_WIDE * each // sum(part.widths) for each in part.widths]
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    head = _row(part.head, widths, head=True)
    rows = "".join(_row(row, widths, head=False) for row in part.rows)
    fixed = f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    # A paragraph behind it: two tables in a row would be read as one.
    return f"<w:tbl><w:tblPr>{fixed}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl><w:p/>"


def _row(cells: tuple[str, ...], widths: list[int], *, head: bool) -> str:
    said = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(_run(cell, bold=head))}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if head else ''}{said}</w:tr>"


def _styled(words: str, style: str) -> str:
    return _paragraph(_run(words), f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>')


def _plain(words: str) -> str:
    return _paragraph(_run(words))


def _paragraph(runs: str, properties: str = "") -> str:
    return f"<w:p>{properties}{runs}</w:p>"


def _run(words: str, *, bold: bool = False) -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{_words(line)}</w:t>' for line in words.split("\n"))
    return f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}{lines}</w:r>"


def _words(words: str) -> str:
    return escape(in_xml(words), quote=False)
