"""PDF: text, notes, forms and links by page; outline, properties, scripts and signatures; attached files as members."""

import re

import pypdfium2.raw as pdfium

from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.readers import pdfcalls, pdfink, pdfpage, pdftail, pdfwhole
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.pdfcalls import Document, opened, page_of, wide
from muniment.intake.readers.pdfpage import Found
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft
from muniment.model.state import State

VERSION = "1"
ENGINE = pdfcalls.ENGINE
TYPE = "application/pdf"
_LISTED = 1000  # page numbers named in a fact
_NO_PAGES = re.compile(rb"/Count\s+0\b")
_A_PAGE = re.compile(rb"/Type\s*/(Page\b(?!s)|ObjStm)")


def read(source: Source, scope: Scope) -> Draft:
    """Read a PDF. Pictures painted on a page are no members; a page that only a picture shows waits for OCR.

    Raises: Unreadable, where it needs a password or is no PDF any more.
    """
    ends = pdftail.look(source)
    draft = Draft(TYPE, flags=list(ends.flags))
    with opened(source) as document:
        found = Found()
        pages = _Pages(document, found)
        pages.read(draft, min(document.count, scope.limits.pages))
        whole = Flow()
        pdfwhole.outline(document, whole, found)
        pdfwhole.properties(document, source, draft, whole)
        pdfwhole.signatures(document, draft, whole)
        pdfwhole.xml_form(document, whole)
        pdfwhole.scripts(document, source, draft, whole, found)
        pdfwhole.files(document, whole, found)
        revisions = pdfcalls.revisions(document, source)
        if revisions > 1:
            draft.facts["revisions"] = revisions
        if found.links:
            draft.facts["links"] = list(found.links)
        if pdfium.FPDF_GetSecurityHandlerRevision(document.raw) >= 0:
            draft.facts["encryption"] = "opens without a password"
        if not whole.blank:
            draft.pages.append(whole.page(None, "document"))
        if ends.start:
            rest = source.head(source.size - ends.start, ends.start)
            found.files.append((f"after:{ends.start}", "trailing data", lambda: rest))
        _members(draft, scope, found)
        pages.stamp(draft)
        stopped = document.count > scope.limits.pages
        _settle(draft, pages, "limit-pages" if stopped else "" if ends.whole else "salvaged")
        if not document.count and not _said_empty(source):
            draft.state, draft.reason = State.UNREAD_CORRUPT, "damaged"
            if not draft.children and not draft.pages:
                raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no page can be found")
    return draft


class _Pages:
    """The pages of a document, and what became of each."""

    def __init__(self, document: Document, found: Found) -> None:
        self._document = document
        self._found = found
        self.failed: list[int] = []
        self.pictures: list[int] = []
        self.text = False
        self._drawn: list[tuple[int, int, Flow]] = []

    def read(self, draft: Draft, count: int) -> None:
        """Read so many pages into the draft."""
        draft.facts["pages"] = self._document.count
        for index in range(count):
            with page_of(self._document, index) as page:
                words = pdfpage.words(page) if page is not None else None
                if page is None or words is None:
                    self.failed.append(index + 1)
                    continue
                flow = Flow()
                flow.write(words)
                drawn = pdfpage.annotations(self._document, page, index + 1, flow, self._found)
                if pdfink.is_picture(page, words, drawn=drawn):
                    self.pictures.append(index + 1)
                if drawn:
                    self._drawn.append((index, len(draft.pages), flow))
                self.text |= not flow.blank
                label = wide(pdfium.FPDF_GetPageLabel, self._document.raw, index)
                draft.pages.append(flow.page(index + 1, "" if label == str(index + 1) else label))

    def stamp(self, draft: Draft) -> None:
        """Add the words of stamps to their pages. Last of all: it takes the notes out of the open document."""
        for index, place, flow in self._drawn:
            pdfpage.stamped(self._document, index, flow)
            self.text |= not flow.blank
            draft.pages[place] = flow.page(index + 1, draft.pages[place].label)


def _settle(draft: Draft, pages: _Pages, fault: str) -> None:
    """The state that follows from what became of the pages."""
    if pages.failed:
        draft.facts["failed"] = pages.failed[:_LISTED]
    if pages.pictures:
        draft.facts["ocr_pages"] = pages.pictures
    reason = fault or ("pages-failed" if pages.failed else "page-ocr" if pages.pictures else "")
    if pages.text:
        draft.state, draft.reason = (State.TEXT_PARTIAL, reason) if reason else (State.TEXT_COMPLETE, "")
    elif fault == "limit-pages":
        draft.state, draft.reason = State.UNREAD_LIMIT, fault
    elif pages.pictures:
        draft.state, draft.reason = State.UNREAD_PENDING, "ocr"
    elif reason:
        draft.state, draft.reason = State.UNREAD_CORRUPT, "damaged"
    else:
        draft.state, draft.reason = State.NONE_BLANK, "no-text"


def _said_empty(source: Source) -> bool:
    """Whether a document without pages says so itself, and hides none."""
    data = source.buffer()
    return bool(_NO_PAGES.search(data)) and not _A_PAGE.search(data)


def _members(draft: Draft, scope: Scope, found: Found) -> None:
    draft.declared = len(found.files)
    stopped = ""
    for locator, name, fetch in found.files:
        shown = name or locator.replace("/", " ").replace(":", " ")
        if not stopped:
            try:
                data = fetch()
                if data is None:
                    draft.children.append(Child(locator, shown, state=State.UNREAD_CORRUPT, reason="damaged"))
                else:
                    draft.children.append(scope.member(locator, shown, data))
                continue
            except LimitReached as reached:
                stopped = reached.reason
                draft.complete, draft.incomplete = False, stopped
        draft.children.append(Child(locator, shown, state=State.UNREAD_LIMIT, reason=stopped))
