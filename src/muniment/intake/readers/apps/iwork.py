"""Apple Pages, Numbers and Keynote: the form of 2009 (one XML part) and that from 2013 on (archives of objects).

Pictures, previews and films in the package are members. A preview may show more than the document says, or less.
"""

import re
import zlib

from muniment.intake import insidezip
from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.readers import members
from muniment.intake.readers.apps.iworkobjects import Objects
from muniment.intake.readers.apps.iworkpages import KEYNOTE, NUMBERS, PAGES, Document
from muniment.intake.readers.apps.iworkxml import Content
from muniment.intake.readers.archives import zipdir
from muniment.intake.readers.openxml.markup import chunks, walk
from muniment.intake.readers.openxml.office import settle
from muniment.intake.readers.openxml.package import BROKEN, Package
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft
from muniment.model.state import State

VERSION = "1"
IWORK = "application/vnd.apple.iwork"

_PARTS = ("index.apxl", "index.xml", "index.apxl.gz", "index.xml.gz")
_HINT = b"iwph"
_LOCKED = re.compile(r"(?:^|/)\.iwp(?:v2?|h)$")
_PLUMBING = re.compile(
    r"(?:^|/)(?:buildversionhistory|properties|documentidentifier|versionhistory)(?:\.plist)?$|(?:^|/)\.iwp",
    re.IGNORECASE,
)
_PIECE = 1 << 18


def read(source: Source, scope: Scope) -> Draft:
    """Read a document.

    Raises: Unreadable.
    """
    package = Package(source, scope)
    draft = Draft(IWORK)
    if _locked(draft, source, package):
        draft.state, draft.reason = State.UNREAD_ENCRYPTED, "password"
        draft.declared, draft.complete, draft.incomplete = None, False, "password"
        return draft
    part = next((found for name in _PARTS if (found := package.find(name))), "")
    if part:
        _old(draft, package, part, scope)
    else:
        _new(draft, package, scope)
    draft.pages = [page for page in draft.pages if page.text.strip() or page.number]
    text = any(page.text.strip() for page in draft.pages)
    names = [name for name in package.names if name not in package.read and not _PLUMBING.search(name)]
    if package.twice:
        draft.flags.append("duplicate-names")
    members.embed(draft, scope, members.of_package(package, names))
    settle(draft, package.failed, package.limit, text=text)
    return draft


def _locked(draft: Draft, source: Source, package: Package) -> bool:
    """Whether a password is needed; the hint that its owner wrote down is a fact."""
    found = zipdir.read(source)
    for entry in found.entries if found else ():
        for _, content in zipdir.fields_of(entry.extra):
            if content.startswith(_HINT) and entry.method in insidezip.IWORK_LOCKED:
                draft.facts["password_hint"] = content[len(_HINT) :].decode("utf-8", "replace")
    if found and any(entry.method in insidezip.IWORK_LOCKED for entry in found.entries):
        return True
    hint = next((name for name in package.names if name.rpartition("/")[2] == ".iwph"), "")
    if hint:
        draft.facts["password_hint"] = package.whole(hint)[:1000].decode("utf-8", "replace")
    return any(_LOCKED.search(name) for name in package.names)


def _old(draft: Draft, package: Package, part: str, scope: Scope) -> None:
    """A document whose content is one XML part."""
    content = package.walk(part, Content) if not part.endswith(".gz") else _packed(package, part, scope)
    content.finish()
    draft.pages += content.pages
    draft.facts |= content.facts
    if content.links:
        draft.facts["links"] = list(content.links)
    draft.type = KEYNOTE if "apxl" in part else PAGES
    if any(page.number for page in content.pages) and draft.type == PAGES:
        draft.type = NUMBERS
    numbered = sum(page.number is not None for page in draft.pages)
    if numbered:
        draft.facts["pages"] = numbered


def _packed(package: Package, part: str, scope: Scope) -> Content:
    """The walker of an XML part that is packed once more."""
    package.read.add(part)
    unpacked = bytearray()
    unpacker = zlib.decompressobj(31)
    try:
        for piece in package.pieces(part):
            rest = piece
            while rest:
                found = unpacker.decompress(rest, _PIECE)
                scope.budget.spend(len(found))
                unpacked += found
                if len(unpacked) > scope.limits.member_bytes:
                    raise LimitReached("limit-member")
                rest = unpacker.unconsumed_tail
    except LimitReached as reached:
        package.limit = package.limit or reached.reason
        package.failed.append({"part": part, "why": reached.reason})
    except BROKEN as error:
        package.fail(part, error)
    walker, fault = walk(lambda: chunks(bytes(unpacked)), Content)
    if fault:
        package.failed.append({"part": part, "why": fault})
    return walker


def _new(draft: Draft, package: Package, scope: Scope) -> None:
    """A document of archives, which may lie in a package of their own."""
    index = package.find("Index.zip")
    inner = package
    if index:
        data = package.whole(index)
        try:
            inner = Package(Source(data), scope)
        except Unreadable as fault:
            package.failed.append({"part": index, "why": fault.detail[:200]})
            return
    objects = Objects(inner, scope.budget.spend)
    slides = any("slide" in name.lower() for name in inner.names)
    document = Document(objects, slides=slides)
    draft.type = document.type
    draft.pages += document.pages()
    if document.failed_cells:
        package.failed.append({"part": "tables", "why": f"{document.failed_cells} cells could not be read"})
    if document.authors:
        draft.facts["comment_authors"] = list(document.authors)
    numbered = sum(page.number is not None for page in draft.pages)
    if numbered:
        draft.facts["pages"] = numbered
    if inner is not package:
        package.failed += inner.failed
        package.limit = package.limit or inner.limit
    if not objects.of(1, 10000) and not package.failed:
        package.failed.append({"part": "Index", "why": "it holds no document"})
