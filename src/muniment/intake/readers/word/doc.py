"""Word documents of Word 2 to Word 2003: the body, then headers, notes, comments and text boxes, in one text.

Pictures, embedded objects and macros are members. Of what Word 2 marks (deleted, hidden) only the text is had.
"""

from dataclasses import dataclass, field

from muniment.intake.limits import Unreadable
from muniment.intake.readers import properties
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.ole import oleprops
from muniment.intake.readers.ole.ole import MAGIC, STREAM, Compound, NotCompound
from muniment.intake.readers.room import Room
from muniment.intake.readers.rows import Rows
from muniment.intake.readers.rtf.rtffields import Fields
from muniment.intake.readers.word import doccodec, docfib, docparts, docpieces
from muniment.intake.readers.word.docfib import Fib
from muniment.intake.readers.word.doclists import Lists
from muniment.intake.readers.word.docnotes import Notes, revisers
from muniment.intake.readers.word.docpieces import Pieces
from muniment.intake.readers.word.docruns import Runs
from muniment.intake.readers.word.docstory import Change, Teller, moment
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Json, Page
from muniment.model.state import State

VERSION = "3"
WORD = "application/msword"

_ORDER = ("header", "note", "endnote", "comment", "textbox", "headertextbox", "macro")
_PROTECTED = frozenset({"\tdrmcontent", "drmencryptedtransform"})
_SIGNED = frozenset({"_signatures", "_xmlsignatures"})
_SAMPLE = 1 << 16


@dataclass(slots=True)
class _Found:
    """What was told so far, of the document and of the texts behind it."""

    faults: dict[str, None] = field(default_factory=dict)
    codes: dict[str, None] = field(default_factory=dict)
    changes: dict[tuple[str, str], Change] = field(default_factory=dict)
    authors: dict[str, None] = field(default_factory=dict)
    replaced: bool = False


def read(source: Source, scope: Scope) -> Draft:
    """Read a document or a template.

    Raises: Unreadable.
    """
    draft = Draft(WORD)
    compound = _compound(source)
    streams = _streams(source, compound)
    fib = docfib.read(streams["text"])
    if compound is not None:
        draft.facts |= oleprops.facts(compound)
        if _SIGNED & compound.children(compound.root).keys():
            draft.flags.append("signature-present")
        if _PROTECTED & compound.children(compound.root).keys():
            return _locked(draft, "rights")
    if fib is None:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no head")
    if fib.encrypted:
        return _locked(draft)
    _Document(draft, scope, compound, streams).read(fib, Room(source, scope.limits))
    return draft


def _compound(source: Source) -> Compound | None:
    if not source.head(8).startswith(MAGIC):
        return None
    try:
        return Compound(source.buffer())
    except NotCompound as error:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", str(error)) from None


def _streams(source: Source, compound: Compound | None) -> dict[str, bytes]:
    """The streams by what is in them; where there is no compound file, all of it is text and tables."""
    if compound is None:
        return {"text": source.whole(), "data": b""}
    children = compound.children(compound.root)
    found = {}
    for name in ("worddocument", "0table", "1table", "data"):
        entry = children.get(name)
        found[name] = compound.stream(entry) if entry is not None and entry.kind == STREAM else b""
    return {**found, "text": found["worddocument"]}


def _locked(draft: Draft, reason: str = "password") -> Draft:
    """Under a password, or open by a right alone: what lies in it is not known."""
    draft.state, draft.reason = State.UNREAD_ENCRYPTED, reason
    draft.declared, draft.complete, draft.incomplete = None, False, reason
    draft.flags.append("encrypted")
    properties.lines(draft.facts, Flow())  # settles the date
    return draft


class _Document:
    """One document while it is read."""

    def __init__(self, draft: Draft, scope: Scope, compound: Compound | None, streams: dict[str, bytes]) -> None:
        self._draft = draft
        self._compound = compound
        self._streams = streams
        self._rows = Rows(draft, scope)
        self._found = _Found()
        self._words = Flow()  # of drawings and forms

    def read(self, fib: Fib, room: Room) -> None:
        """All of it."""
        body = self._whole(fib)
        behind = docfib.read(self._streams["text"], fib.next) if fib.next else None
        if behind is not None and not behind.encrypted:
            glossary = self._whole(behind)
            if not glossary.blank:
                body.fresh()
                body.take(glossary, "glossary")
        if self._compound is not None:
            docparts.objects(self._compound, self._rows)
            if docparts.macros(self._compound, self._rows):
                self._draft.flags.append("macros")
            self._found.faults |= self._compound.faults
        self._pages(body, room)
        self._people()
        self._flags()

    def _whole(self, fib: Fib) -> Flow:
        """The text of one head, its pictures and forms given away."""
        text = self._streams["text"]
        table = self._streams.get(fib.table, b"") if fib.table else text
        spans = docpieces.of_table(fib, table) if fib.version == 8 or fib.complex else None
        if spans is None:
            if fib.version == 8 or fib.complex:
                self._fault("the table of pieces")
            spans = docpieces.of_run(fib, text)
        pieces = Pieces(text, spans, doccodec.of(fib, table, text[fib.text_at :][:_SAMPLE]))
        lists = Lists(fib, table)
        runs = Runs(fib, text, table, lists.styled)
        if not runs.whole:
            self._fault("what is said of characters")
        teller = Teller(pieces, runs, lists)
        flow = self._stories(fib, table, teller, pieces)
        docparts.pictures(fib, self._streams, table, teller.pictures, self._rows, self._words)
        if fib.version == 8:
            docparts.forms(self._streams["data"], teller.forms, self._words)
        self._keep(teller, pieces, revisers(fib, table) if fib.version == 8 else [])
        return flow

    def _stories(self, fib: Fib, table: bytes, teller: Teller, pieces: Pieces) -> Flow:
        notes = Notes(fib, table, teller)
        places, at = {}, 0
        for name, count in zip(docfib.STORIES, fib.counts, strict=False):
            places[name] = (at, min(at + count, pieces.end))
            at += count
        if at > pieces.end:
            self._fault("the text")
        flow = teller.tell(*places.pop(""))
        flow.fresh()
        for name in _ORDER:
            if name in places:
                notes.tell(name, *places[name], flow)
        if pieces.end > at + 1:  # one more than is counted ends the last of them
            notes.tell("macro", at, pieces.end, flow)
        self._found.authors |= notes.authors
        return flow

    def _keep(self, teller: Teller, pieces: Pieces, names: list[str]) -> None:
        found = self._found
        found.codes |= teller.codes
        found.replaced |= pieces.replaced
        if pieces.damaged:
            self._fault("the text")
        for (kind, who), change in teller.changes.items():
            author = names[who] if who < len(names) else ""
            found.changes[kind, author] = change

    def _fault(self, what: str) -> None:
        self._found.faults[what] = None

    def _pages(self, body: Flow, room: Room) -> None:
        draft, found = self._draft, self._found
        fields = Fields.of(found.codes)
        known = {link.rstrip("/") for link in fields.links}
        more = [link for link in draft.facts.get("links", ()) if link.rstrip("/") not in known]
        links = {**fields.links, **dict.fromkeys(more)}
        document = Flow()
        if links:
            draft.facts["links"] = list(links)
            document.add("\n".join(links), "link")
        document.add("\n".join(fields.rest), "field")
        document.take(self._words)
        if fields.fetches:
            draft.flags.append("network-reference")
        text = not body.blank or not document.blank
        properties.lines(draft.facts, document)
        pages = [page for page in (body.page(), document.page(None, "document")) if page.text.strip()]
        self._settle(pages, room, text=text)

    def _settle(self, pages: list[Page], room: Room, *, text: bool) -> None:
        """The state that follows from what was had and what failed."""
        draft, faults = self._draft, self._found.faults
        if faults:
            draft.facts["failed"] = [{"part": fault, "why": "damaged"} for fault in faults]
        fits = [page for page in pages if room.fits(page.text)]
        draft.pages = fits
        if len(fits) < len(pages):
            draft.state = State.TEXT_PARTIAL if fits else State.UNREAD_LIMIT
            draft.reason = "limit-output"
        elif faults:
            draft.state, draft.reason = (State.TEXT_PARTIAL, "salvaged") if text else (State.UNREAD_CORRUPT, "damaged")
        elif not text:
            draft.state, draft.reason = State.NONE_BLANK, "no-text"

    def _people(self) -> None:
        facts, found = self._draft.facts, self._found
        changes: list[Json] = [
            {
                "kind": kind,
                "author": author,
                "count": change.count,
                "first": moment(change.first),
                "last": moment(change.last),
            }
            for (kind, author), change in found.changes.items()
        ]
        if changes:
            facts["changes"] = changes
        if found.authors:
            facts["comment_authors"] = list(found.authors)

    def _flags(self) -> None:
        hidden = any(part[0] == "hidden" for page in self._draft.pages for part in page.parts)
        for flag, found in (("hidden-content", hidden), ("replacement-chars", self._found.replaced)):
            if found:
                self._draft.flags.append(flag)
