"""PowerPoint presentations of 1997 to 2003: a page for each slide in the order of the show, with its notes and comments.

What stands on masters is on the page of the document. Pictures, sounds, embedded objects and macros are members.
"""

from dataclasses import dataclass, field

from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.readers import properties
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.ole import artrecords, oleprops
from muniment.intake.readers.ole.artrecords import Record
from muniment.intake.readers.ole.ole import MAGIC, STORAGE, STREAM, Compound, Entry, NotCompound
from muniment.intake.readers.pages import Pages
from muniment.intake.readers.room import Room
from muniment.intake.readers.rows import Rows
from muniment.intake.readers.slides import pptdocument, pptedits, pptmembers, ppttext
from muniment.intake.readers.slides.pptdocument import Named, Show
from muniment.intake.readers.slides.pptedits import Edits
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft
from muniment.model.state import State

VERSION = "1"
SHOW = "application/vnd.ms-powerpoint"

_MAIN, _USER, _PICTURES, _DUAL = "powerpoint document", "current user", "pictures", "pp97_dualstorage"
_OLD = frozenset({"pp40", "powerpoint 3.0", "pp30"})
_TIMES = 2  # how often all bytes may be told
_NOTES_SAID = 0x03F1  # whose notes these are
_FETCHED = ("http:", "https:", "ftp:", "\\\\")


def read(source: Source, scope: Scope) -> Draft:
    """Read a presentation, a show or a template.

    Raises: Unreadable.
    """
    if not source.head(8).startswith(MAGIC):
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no compound file")
    try:
        compound = Compound(source.buffer())
    except NotCompound as error:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", str(error)) from None
    draft = Draft(SHOW)
    draft.facts |= oleprops.facts(compound)
    children = compound.children(compound.root)
    dual = children.get(_DUAL)
    if dual is not None and dual.kind == STORAGE:
        children = {**children, **compound.children(dual)}
    stream = _stream(compound, children.get(_MAIN))
    if not stream:
        if _OLD & children.keys():
            raise Unreadable(State.UNREAD_UNSUPPORTED, "unsupported", "PowerPoint 95 or older")
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no presentation")
    edits = pptedits.read(stream, _stream(compound, children.get(_USER)))
    if edits.locked or "encryptedsummary" in children:
        return _locked(draft)
    show = _Presentation(draft, scope, stream, edits)
    show.read(Pages(draft, Room(source, scope.limits)))
    pptmembers.pictures(_stream(compound, children.get(_PICTURES)), show.rows)
    show.members()
    show.finish(list(compound.faults))
    return draft


def _stream(compound: Compound, entry: Entry | None) -> bytes:
    return compound.stream(entry) if entry is not None and entry.kind == STREAM else b""


def _locked(draft: Draft) -> Draft:
    """Under a password: what lies in it is not known."""
    draft.state, draft.reason = State.UNREAD_ENCRYPTED, "password"
    draft.declared, draft.complete, draft.incomplete = None, False, "password"
    draft.flags.append("encrypted")
    properties.lines(draft.facts, Flow())  # settles the date
    return draft


@dataclass(slots=True)
class _Said:
    """What was met in all slides."""

    faults: dict[str, None] = field(default_factory=dict)
    authors: dict[str, None] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    used: set[int] = field(default_factory=set)  # starts of the objects that were told


class _Presentation:
    """One presentation while it is read."""

    def __init__(self, draft: Draft, scope: Scope, stream: bytes, edits: Edits) -> None:
        self._draft = draft
        self._stream = stream
        self._edits = edits
        self._left = _TIMES * len(stream)
        self._said = _Said()
        self._show = Show()
        self._words = False
        self.rows = Rows(draft, scope)

    def read(self, pages: Pages) -> None:
        """All pages."""
        try:
            self._slides(pages)
        except LimitReached:
            self._said.faults["limit-output"] = None
        self._draft.facts["pages"] = sum(page.number is not None for page in self._draft.pages)
        self._words = any(page.text.strip() for page in self._draft.pages)

    def _slides(self, pages: Pages) -> None:
        document = self._document()
        if document is None:
            self._salvage(pages)
            return
        self._show = show = pptdocument.read(self._stream, document)
        notes = self._notes()
        for number, named in enumerate(show.slides, start=1):
            record = self._object(named, pptedits.SLIDE, pptedits.MASTER)
            if record is None:
                self._said.faults[f"slide {number}"] = None
            self._slide(number, record, named, notes.pop(named.number, None), pages)
        whole = self._masters(show)
        for rest in notes.values():  # notes of a slide that is not in the show
            whole.take(ppttext.tell(self._stream, rest, ()).flow, "note")
        if whole.length:
            pages.add(whole.page(None, "document"))

    def _document(self) -> Record | None:
        """The document, as the last save left it."""
        edits = self._edits
        place = edits.places.get(edits.document if edits.document is not None else -1)
        found = artrecords.at(self._stream, place, len(self._stream)) if place is not None else None
        if found is None or found.kind != pptedits.DOCUMENT:
            self._said.faults["the directory of objects"] = None
            return None
        if not edits.whole:
            self._said.faults["the directory of objects"] = None
        if not found.whole:
            self._said.faults["the document"] = None
        return found

    def _object(self, named: Named, *kinds: int) -> Record | None:
        place = self._edits.places.get(named.place)
        found = artrecords.at(self._stream, place, len(self._stream)) if place is not None else None
        return found if found is not None and found.kind in kinds and self._once(found) else None

    def _once(self, record: Record) -> bool:
        """Each object is told once, however often it is named."""
        if record.start in self._said.used:
            return False
        self._said.used.add(record.start)
        self._left -= record.end - record.start
        if self._left < 0:  # they lie one in the other
            self._said.faults["objects"] = None
        return self._left >= 0

    def _notes(self) -> dict[int, Record]:
        """Notes by the number of their slide."""
        found: dict[int, Record] = {}
        for named in self._show.notes:
            record = self._object(named, pptedits.NOTES)
            if record is None:
                self._said.faults["notes"] = None
                continue
            first = artrecords.at(self._stream, record.start, record.end)
            slide = int.from_bytes(self._stream[first.start : first.start + 4], "little") if first else 0
            if first is None or first.kind != _NOTES_SAID or slide in found:
                slide = -len(found) - 1
            found[slide] = record
        return found

    def _slide(self, number: int, record: Record | None, named: Named, notes: Record | None, pages: Pages) -> None:
        flow = Flow()
        if record is None:
            flow.add("\n".join(named.texts))
        else:
            told = ppttext.tell(self._stream, record, named.texts)
            flow = told.flow
            self._said.authors |= told.authors
            if not record.whole:
                self._said.faults[f"slide {number}"] = None
            if told.hidden:
                self._said.hidden.append(number)
        if notes is not None:
            said = ppttext.tell(self._stream, notes, ())
            self._said.authors |= said.authors
            if not said.flow.blank:
                flow.fresh()
                flow.take(said.flow, "note")
        if number in self._said.hidden and flow.length:
            flow.parts.append(("hidden", 0, flow.length))
        page = flow.page(number)
        if page.text:
            pages.add(page)
        else:
            self._draft.pages.append(page)

    def _masters(self, show: Show) -> Flow:
        """What stands on masters, each line once: most repeat each other."""
        lines: dict[str, None] = {}
        records = [self._object(named, pptedits.MASTER, pptedits.SLIDE) for named in show.masters]
        others = sorted(set(self._edits.places.values()))
        for place in others:
            found = artrecords.at(self._stream, place, len(self._stream))
            if found is not None and found.kind in {pptedits.HANDOUT, pptedits.NOTES, pptedits.MASTER}:
                records.append(found if self._once(found) else None)
        for record in filter(None, records):
            lines |= dict.fromkeys(ppttext.tell(self._stream, record, ()).flow.text().splitlines())
        whole = Flow()
        whole.add("\n".join(line for line in lines if line.strip()), "master")
        for text in dict.fromkeys(show.footers):
            whole.add(text, "footer")
        return whole

    def _salvage(self, pages: Pages) -> None:
        """Take the objects in the order in which they lie, where the document is not to be had."""
        records = pptedits.in_order(self._stream)
        number = 0
        for record in records:
            if record.kind == pptedits.DOCUMENT:
                self._show = pptdocument.read(self._stream, record)
        texts = [named for named in self._show.slides if named.texts]
        slides = [record for record in records if record.kind == pptedits.SLIDE]
        for record in records:
            if record.kind == pptedits.SLIDE:
                number += 1
                same = len(slides) == len(self._show.slides)
                named = self._show.slides[number - 1] if same else Named(0, 0)
                self._slide(number, record, named, None, pages)
            elif record.kind == pptedits.NOTES:
                pages.add(ppttext.tell(self._stream, record, ()).flow.page(None, "notes"))
        if texts and len(slides) != len(self._show.slides):
            outline = Flow()
            outline.add("\n".join(text for named in texts for text in named.texts))
            pages.add(outline.page(None, "outline"))

    def members(self) -> None:
        """Objects, sounds and macros."""
        show, flags = self._show, self._draft.flags
        places = {number: self._at(number) for number in [*(item.place for item in show.objects), *show.macros]}
        found = pptmembers.Objects(self._stream, places, self.rows)
        if found.objects(show):
            flags.append("active-content")
        pptmembers.sounds(self._stream, show, self.rows)
        if show.macros:
            found.macros(show)
            flags.append("macros")

    def _at(self, number: int) -> Record | None:
        place = self._edits.places.get(number)
        return artrecords.at(self._stream, place, len(self._stream)) if place is not None else None

    def finish(self, faults: list[str]) -> None:
        """Links, properties, flags and the state."""
        draft, said = self._draft, self._said
        links = {**self._show.links, **dict.fromkeys(draft.facts.get("links", ()))}
        document = draft.pages.pop() if draft.pages and draft.pages[-1].label == "document" else None
        flow = Flow()
        if document is not None:
            flow.write(document.text)
            flow.parts += document.parts
        if links:
            draft.facts["links"] = list(links)
            flow.add("\n".join(links), "link")
        if self._show.media:
            draft.facts["external"] = [{"kind": "media", "target": target} for target in self._show.media]
            flow.add("\n".join(self._show.media), "link")
            if any(target.lower().startswith(_FETCHED) for target in self._show.media):
                draft.flags.append("network-reference")
        self._words |= bool(links or self._show.media)
        properties.lines(draft.facts, flow)
        if flow.length:
            draft.pages.append(flow.page(None, "document"))
        if said.authors:
            draft.facts["comment_authors"] = list(said.authors)
        if said.hidden:
            draft.facts["hidden"] = [f"slide {number}" for number in said.hidden]
            draft.flags.append("hidden-content")
        self._settle([*said.faults, *faults])

    def _settle(self, faults: list[str]) -> None:
        draft = self._draft
        if faults:
            draft.facts["failed"] = [{"part": fault, "why": "damaged"} for fault in faults if fault != "limit-output"]
        if "limit-output" in faults:
            draft.state, draft.reason = (State.TEXT_PARTIAL if self._words else State.UNREAD_LIMIT), "limit-output"
        elif faults:
            state = State.TEXT_PARTIAL if self._words else State.UNREAD_CORRUPT
            draft.state, draft.reason = state, "salvaged" if self._words else "damaged"
        elif not self._words:
            draft.state, draft.reason = State.NONE_BLANK, "no-text"
