"""PDF: text, notes, forms and links by page; outline, properties, scripts and signatures; attached files as members."""

import time
from itertools import islice

import pypdfium2.raw as pdfium

from muniment.intake.limits import Unreadable
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.pdf import (
    pdfcalls,
    pdfcheck,
    pdffield,
    pdffiles,
    pdfink,
    pdfmend,
    pdfmeta,
    pdfpage,
    pdfscript,
    pdftail,
    pdfwhole,
)
from muniment.intake.readers.pdf.pdfcalls import Document, opened, page_of, wide
from muniment.intake.readers.pdf.pdffound import Found
from muniment.intake.readers.pdf.pdfink import Shows
from muniment.intake.readers.pdf.pdfraw import Raw
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft
from muniment.model.state import State

VERSION = "2"
ENGINE = pdfcalls.ENGINE
TYPE = "application/pdf"
_TEXT = 64 << 20  # characters of one document: a library of paper
_SOON = 0.6  # of the time that a member may take: the rest is for what is not on a page
_LISTED = 1000  # parts named in a fact


def read(source: Source, scope: Scope) -> Draft:
    """Read a PDF. Pictures painted on a page are no members; a page that only a picture shows waits for OCR.

    Raises: Unreadable, where it needs a password or is no PDF any more, and nothing else is in its file.
    """
    ends = pdftail.look(source)
    own = source if ends.end == source.size else Source(source.head(ends.end))
    draft = Draft(TYPE, flags=list(ends.flags))
    try:
        _open(own, scope, draft, whole=ends.whole)
    except Unreadable as fault:
        pdffiles.unlisted(Raw(own, sealed=fault.state == State.UNREAD_ENCRYPTED), draft, scope)
        pdffiles.around(source, ends, draft, scope)
        if not draft.children:
            raise
        draft.state, draft.reason = State(fault.state), fault.reason
        draft.facts["failure"] = fault.detail
    else:
        pdffiles.around(source, ends, draft, scope)
    return draft


def _open(source: Source, scope: Scope, draft: Draft, *, whole: bool) -> None:
    """Read the document; one that cannot be opened, or has no page, once more as it can be mended.

    Raises: Unreadable.
    """
    try:
        with opened(source) as document:
            if document.count or pdfcheck.says_empty(source):
                _read(source, scope, document, draft, whole=whole, again=True)
                return
    except Unreadable as fault:
        if fault.state != State.UNREAD_CORRUPT:
            raise
    mended = pdfmend.mended(source)
    if mended is None:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no page can be found")
    with opened(mended) as document:
        _read(source, scope, document, draft, whole=False, again=False)


def _read(source: Source, scope: Scope, document: Document, draft: Draft, *, whole: bool, again: bool) -> None:
    """Fill in the draft. Raises: Unreadable, where not one page can be read and it may be tried `again`, mended."""
    found, flow, raw = Found(), Flow(), Raw(source, sealed=document.sealed)
    found.pictured = source.buffer().find(b"/Image") >= 0  # a picture is a stream, and its head is never packed
    if document.form and not pdffield.simple(raw, found):
        document.close_form()
    pages = _Pages(document, found, labelled=pdfcheck.labelled(raw))
    stopped = pages.read(draft, min(document.count, scope.limits.pages), _deadline(scope))
    if again and pages.failed and not draft.pages:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no page can be read")
    if not stopped and document.count > scope.limits.pages:
        stopped = "limit-pages"
    pdfwhole.outline(document, flow, found)
    pdfwhole.xml_form(document, flow, found)
    pdfwhole.signatures(document, draft, flow, found)
    words = not flow.blank
    pdffiles.listed(document, flow, found)
    pdfscript.add(document, raw, draft, flow, found)
    pdfmeta.add(document, raw, draft, flow)
    revisions = pdfcalls.revisions(source)
    if revisions > 1:
        draft.facts["revisions"] = revisions
    if found.links:
        draft.facts["links"] = list(found.links)
    if document.sealed:
        draft.facts["encrypted"] = True  # and it opens without a password
    pdffiles.members(draft, scope, found)
    pdffiles.unlisted(raw, draft, scope)
    pages.stamp(draft)
    if not flow.blank:
        draft.pages.append(flow.page(None, "document"))
    if raw.cut:
        found.cut["objects"] = "more than are looked at"
    fault = stopped or ("salvaged" if document.repaired or not whole else "")
    if not fault:
        found.cut |= {f"object {number}": "its bytes are damaged" for number in islice(pdfcheck.broken(raw), _LISTED)}
    _settle(draft, pages, found, fault, words=words)


def _deadline(scope: Scope) -> float:
    """When to stop so that what was read is kept; who takes longer is ended and leaves nothing."""
    return min(scope.budget.deadline, time.monotonic() + scope.limits.member_seconds * _SOON)


class _Pages:
    """The pages of a document, and what became of each."""

    def __init__(self, document: Document, found: Found, *, labelled: bool) -> None:
        self._document = document
        self._found = found
        self._labelled = labelled
        self._drawn: list[tuple[int, int, Flow]] = []
        self.failed: list[int] = []
        self.pictures: list[int] = []
        self.text = False

    def read(self, draft: Draft, count: int, deadline: float) -> str:
        """Read so many pages into the draft; returns why not all of them were read."""
        draft.facts["pages"] = self._document.count
        length = 0
        for index in range(count):
            if time.monotonic() > deadline:
                return "timed-out"
            with page_of(self._document, index) as page:
                words = pdfpage.words(page) if page is not None else None
                if page is None or words is None:
                    self.failed.append(index + 1)
                    continue
                flow = Flow()
                flow.write(words)
                drawn = pdfpage.annotations(self._document, page, index + 1, flow, self._found)
                self._note(pdfink.shows(page, words, self._found, drawn=drawn), index + 1)
                if drawn:
                    self._drawn.append((index, len(draft.pages), flow))
                self.text = self.text or not flow.blank
                label = wide(pdfium.FPDF_GetPageLabel, self._document.raw, index) if self._labelled else ""
                draft.pages.append(flow.page(index + 1, "" if label == str(index + 1) else label))
                length += flow.length
            if length > _TEXT:
                return "limit-output" if index + 1 < count else ""
        return ""

    def _note(self, shows: Shows, number: int) -> None:
        if shows is Shows.PICTURE:
            self.pictures.append(number)
        elif shows is Shows.UNTOLD:
            self.failed.append(number)

    def stamp(self, draft: Draft) -> None:
        """Add the words of stamps to their pages. Last of all: it takes the notes out of the open document."""
        for index, place, flow in self._drawn:
            pdfpage.stamped(self._document, index, flow)
            self.text = self.text or not flow.blank
            draft.pages[place] = flow.page(index + 1, draft.pages[place].label)


def _settle(draft: Draft, pages: _Pages, found: Found, fault: str, *, words: bool) -> None:
    """The state that follows from what became of the pages; `words` where the document has text beside them."""
    failed = [{"part": f"page {number}", "why": "it cannot be read"} for number in pages.failed]
    failed += [{"part": part, "why": why} for part, why in found.cut.items()]
    if failed:
        rest = len(failed) - _LISTED
        draft.facts["failed"] = failed[:_LISTED] + ([{"part": "", "why": f"and {rest} more"}] if rest > 0 else [])
    if pages.pictures:
        draft.facts["ocr_pages"] = pages.pictures
    reason = fault or ("pages-failed" if pages.failed else "page-ocr" if pages.pictures else "")
    reason = reason or ("part-failed" if found.cut else "")
    if pages.text or (words and not pages.pictures):
        draft.state, draft.reason = (State.TEXT_PARTIAL, reason) if reason else (State.TEXT_COMPLETE, "")
    elif fault == "timed-out":
        draft.state, draft.reason = State.UNREAD_TIMED_OUT, fault
    elif fault.startswith("limit-"):
        draft.state, draft.reason = State.UNREAD_LIMIT, fault
    elif pages.pictures:
        draft.state, draft.reason = State.UNREAD_PENDING, "ocr"
    elif reason:
        draft.state, draft.reason = State.UNREAD_CORRUPT, "damaged"
    elif draft.children:
        draft.state, draft.reason = State.NONE_CONTAINER, ""
    else:
        draft.state, draft.reason = State.NONE_BLANK, "no-text"
