"""OneNote sections: the text of their pages, with what earlier revisions said; pictures and files in them are members.

Both forms are read: the one that OneNote keeps on disk and the one that servers keep. Ink is not read as letters.
"""

import re
from dataclasses import replace

from muniment.intake.limits import Unreadable
from muniment.intake.readers.apps import onenotepack, onenotepages, onenotestore
from muniment.intake.readers.apps.onenotepages import Told
from muniment.intake.readers.apps.onenotespace import Notes
from muniment.intake.readers.openxml.office import settle
from muniment.intake.readers.rows import Rows
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft
from muniment.model.state import State

VERSION = "1"
ONENOTE = "application/onenote"

_STORE, _PACK = b"\x3f\xdd\x9a\x10", b"\x2f\xe9\x8d\x63"  # how the file is kept: the beginning of a GUID
_WHERE = re.compile(r"<(?P<how>\w+)>(?P<place>.*)", re.DOTALL)


def read(source: Source, scope: Scope) -> Draft:
    """Read a section.

    Raises: Unreadable.
    """
    form = source.head(4, 48)
    if form not in {_STORE, _PACK}:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "a form of the file that is not known")
    notes = onenotestore.read(source) if form == _STORE else onenotepack.read(source)
    draft = Draft(ONENOTE)
    draft.pages, told = onenotepages.tell(notes)
    if told.locked:
        notes.fail("section", "it needs a password")
    if told.ink:
        notes.fail("ink", "what is written and drawn by hand is not read")
    if not notes.spaces:
        notes.fail("file", "it names no page")
    _facts(draft, told)
    _members(draft, notes, told, Rows(draft, scope), source)
    settle(draft, notes.failed, "", text=any(page.text.strip() for page in draft.pages))
    return draft


def _facts(draft: Draft, told: Told) -> None:
    numbered = [page for page in draft.pages if page.number]
    for key, value in (
        ("pages", len(numbered)),
        ("title", next((page.label for page in numbered if page.label), "")),
        ("author", ", ".join(told.authors)),
        ("created", f"{min(told.dates):%Y-%m-%dT%H:%M:%SZ}" if told.dates else ""),
        ("date", f"{max(told.dates):%Y-%m-%dT%H:%M:%SZ}" if told.dates else ""),
        ("links", list(told.links)),
        ("external", [{"kind": "source of a file", "target": target} for target in told.external]),
        ("ink", told.ink),
    ):
        if value:
            draft.facts[key] = value
    if told.earlier:
        draft.flags.append("hidden-content")


def _members(draft: Draft, notes: Notes, told: Told, rows: Rows, source: Source) -> None:
    """The files in the section: those that pages name, then those that nothing names any more."""
    named: dict[str, str] = {}
    for space in notes.spaces.values():
        for node in [*space.nodes.values(), *space.earlier]:
            found = _WHERE.match(node.file)
            if found is None:
                continue
            place = found["place"].strip("{}\0").lower()
            if found["how"] == "ifndf":
                named[place] = told.names.get(node.file) or named.get(place, "")
            elif found["how"] == "file":
                draft.facts.setdefault("outside_files", []).append(found["place"].strip("\0"))
    places = [*notes.files, *notes.blobs]
    for place in [*(one for one in named if one in places), *(one for one in places if one not in named)]:
        start, size = notes.files.get(place, (0, len(notes.blobs.get(place, b""))))
        row = Child(place, named.get(place) or f"file {len(draft.children) + 1}", size=size)
        data = notes.blobs[place] if place in notes.blobs else source.head(size, start) if size < source.size else b""
        if len(data) < size:
            rows.unread(replace(row, state=State.UNREAD_CORRUPT, reason="truncated"))
        else:
            rows.member(row, data)
    missing = [one for one in named if one and one not in set(places)]
    for place in missing:
        rows.unread(Child(place, named[place] or place, state=State.UNREAD_CORRUPT, reason="damaged"))
