"""Packages made for tests, and a reader run on bytes without a jail."""

import io
import zipfile
from collections.abc import Mapping
from posixpath import normpath
from types import ModuleType
from typing import NamedTuple

from muniment.intake.limits import Limits
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Page, Reading
from muniment.model.state import State

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = f'xmlns:r="{REL}"'


class Read(NamedTuple):
    """What a reader made of some bytes, and the members that it gave away."""

    draft: Draft
    members: list[bytes]

    @property
    def text(self) -> str:
        """The text of all pages."""
        return "\n".join(page.text for page in self.draft.pages)

    def parts(self, kind: str) -> list[str]:
        """The marked spans of a kind, in all pages."""
        return [spanned for page in self.draft.pages for spanned in spans(page, kind)]


def spans(page: Page, kind: str) -> list[str]:
    """The marked spans of a kind."""
    return [page.text[start:end] for name, start, end in page.parts if name == kind]


def read(reader: ModuleType, data: bytes, limits: Limits | None = None) -> Read:
    """Run a reader as the jail does, members being kept and not read."""
    members: list[bytes] = []

    def keep(source: Source, scope: Scope) -> Reading:
        del scope
        members.append(source.whole())
        return Reading("0" * 64, source.size, "application/octet-stream", State.NONE_BY_NATURE, "data", "")

    draft = reader.read(Source(data), Scope(Budget(limits or Limits(), len(data)), keep))
    for page in draft.pages:
        assert all(0 <= start < end <= len(page.text) for _, start, end in page.parts)
    assert draft.declared == len(draft.children)
    return Read(draft, members)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return whole.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    """A part of relations, with ids r1, r2, ...; a target with ":" lies outside."""
    lines = []
    for number, (kind, target) in enumerate(targets, start=1):
        mode = ' TargetMode="External"' if ":" in target else ""
        lines.append(f'<Relationship Id="r{number}" Type="{REL}/{kind}" Target="{target}"{mode}/>')
    return f'<Relationships xmlns="{RELS}">{"".join(lines)}</Relationships>'


def docx(body: str, *related: tuple[str, str], namespaces: str = "", **parts: str | bytes) -> bytes:
    """A Word document with this body; further parts by their names below word/, "__" for a slash, "_" for a dot."""
    more = {normpath(f"word/{name.replace('__', '/').replace('_', '.')}"): data for name, data in parts.items()}
    return packed(
        {
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f"<w:document {W} {R} {namespaces}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(*related),
            **more,
        }
    )


def xlsx(
    *sheets: str,
    styles: str = "",
    shared: str = "",
    names: str = "",
    state: str = "",
    more: Mapping[str, str] | None = None,
) -> bytes:
    """A workbook with the inside of these sheets, named One, Two, ...; `state` is said of the last."""
    titles = ("One", "Two", "Three")[: len(sheets)]
    listed = "".join(
        f'<sheet name="{title}" sheetId="{at}" r:id="r{at}"{state if at == len(sheets) else ""}/>'
        for at, title in enumerate(titles, start=1)
    )
    related = [("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)]
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f"<workbook {S} {R}>{names}<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(*related, ("styles", "styles.xml"), ("sharedStrings", "strings.xml")),
        "xl/styles.xml": f"<styleSheet {S}>{styles}</styleSheet>",
        "xl/strings.xml": f"<sst {S}>{shared}</sst>",
    }
    for at, sheet in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{at}.xml"] = f"<worksheet {S} {R}>{sheet}</worksheet>"
    return packed({**parts, **(more or {})})


def odf(content: str, kind: str = "text", automatic: str = "", **parts: str | bytes) -> bytes:
    """An OpenDocument package with this body."""
    return packed(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": open_xml("document-content", content, kind, automatic),
            **{name.replace("__", "/").replace("_", "."): data for name, data in parts.items()},
        }
    )


def open_xml(root: str, content: str, kind: str = "text", automatic: str = "") -> str:
    """The XML of an OpenDocument part."""
    names = ("office", "text", "table", "draw", "style", "meta", "presentation", "form")
    spaces = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    spaces = spaces.replace("xmlns:draw:", "xmlns:drawing:") + ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return (
        f"<office:{root}{spaces}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{kind}>{content}</office:{kind}></office:body></office:{root}>"
    )
