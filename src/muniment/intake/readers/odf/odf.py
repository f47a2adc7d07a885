"""OpenDocument: texts, spreadsheets, presentations, drawings, formulas; packed or flat.

The text of an embedded object (a chart, a formula, a sheet) that lies unpacked in the package is a part of its document;
objects and pictures that are computer files of their own are members.
"""

import re

from muniment.intake.limits import Unreadable
from muniment.intake.readers import members, properties
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.odf.opencells import OpenCells
from muniment.intake.readers.odf.openmeta import Manifest, Meta
from muniment.intake.readers.odf.openpages import assemble, has_text
from muniment.intake.readers.openxml.office import settle
from muniment.intake.readers.openxml.package import Package
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft
from muniment.model.state import State

VERSION = "2"
TEXT = "application/vnd.oasis.opendocument.text"

_PLUMBING = re.compile(
    r"^(mimetype|manifest\.rdf|layout-cache|META-INF/.*|Configurations2?/.*|(.*/)?settings\.xml|Object [^/]+/(styles|meta)\.xml"
    r"|Object [^/]+/mimetype)$"
)
_OBJECT = re.compile(r"^(?P<name>[^/]+(/[^/]+)*)/content\.xml$")
_MACROS = ("basic/", "scripts/")


def read(source: Source, scope: Scope) -> Draft:
    """Read a packed document.

    Raises: Unreadable.
    """
    package = Package(source, scope)
    draft = Draft(_type(package))
    if package.find("META-INF/manifest.xml"):
        package.locked = package.walk("META-INF/manifest.xml", Manifest).locked
    if package.locked & {"content.xml", "encrypted-package"}:
        raise Unreadable(State.UNREAD_ENCRYPTED, "password")
    styled = package.walk("styles.xml", OpenCells) if package.find("styles.xml") else OpenCells()
    layout = styled.finish()
    content = package.walk("content.xml", lambda: OpenCells(styled.styles))
    body = content.finish()
    _objects(package, content)
    if package.find("meta.xml"):
        draft.facts |= package.walk("meta.xml", Meta).facts
    assemble(draft, content, body, layout, styled.document)
    names = [name for name in package.names if name not in package.read and not _PLUMBING.match(name)]
    names = [name for name in names if package.size(name) or not name.endswith(".xml")]
    if any(name.lower().startswith(_MACROS) for name in names):
        draft.flags.append("macros")
    if package.find("META-INF/documentsignatures.xml"):
        draft.flags.append("signature-present")
    if package.twice:
        draft.flags.append("duplicate-names")
    members.embed(draft, scope, members.of_package(package, names))
    settle(draft, package.failed, package.limit, text=has_text(draft))
    properties.append(draft)
    return draft


def _type(package: Package) -> str:
    said = package.whole("mimetype")[:200].decode("ascii", "replace").strip()
    return said if said.startswith("application/") else TEXT


def _objects(package: Package, content: OpenCells) -> None:
    """Put the text of each unpacked object where it stands; objects that nothing shows come last."""
    shown: dict[str, Flow] = {href.removeprefix("./").rstrip("/"): flow for flow, href in content.objects}
    for name in package.names:
        if (found := _OBJECT.match(name)) and name not in package.read:
            walker = package.walk(name, OpenCells)
            inner = walker.finish()
            flow = shown.get(found["name"], content.top.flow)
            for text in [inner, *(page for page, _, _ in walker.pages)]:
                if not text.blank:
                    flow.fresh()
                    flow.take(text, "object")
