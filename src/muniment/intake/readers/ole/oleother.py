"""Rarer Office files, each a compound file: their properties, embedded objects, and the main text where it is easily had.

Read in part: Works and Publisher. Of Visio, Project and the rest what they say of themselves, and their objects.
"""

from collections.abc import Iterator

from muniment.intake import insideole
from muniment.intake.limits import Unreadable
from muniment.intake.readers import properties
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.ole import oleobjects, oleprops, oletexts
from muniment.intake.readers.ole.ole import MAGIC, STREAM, Compound, Entry, NotCompound
from muniment.intake.readers.rows import Rows
from muniment.intake.readers.rtf.rtfobject import NATIVE
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft
from muniment.model.state import State

VERSION = "1"
_OBJECT = frozenset({NATIVE, "\1ole", "\1compobj"})
_NOT_READ = {"part": "all but the main text", "why": "this version does not read it"}
_STORAGES = 100_000


def read(source: Source, scope: Scope) -> Draft:
    """Read what can be read of one.

    Raises: Unreadable, also where a file of this type is no compound file.
    """
    if source.head(8) != MAGIC:
        raise Unreadable(State.UNREAD_UNSUPPORTED, "unsupported")
    try:
        compound = Compound(source.buffer())
    except NotCompound as error:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", str(error)) from None
    draft = Draft(insideole.kind(source))
    draft.facts |= oleprops.facts(compound)
    rows = Rows(draft, scope)
    text = oletexts.of(compound)
    for path, entry in _objects(compound):
        found = oleobjects.of_storage(compound, entry)
        oleobjects.give(rows, f"object:{path}", found, {}, f"object {entry.name}")
    rows.incomplete("unsupported")  # pictures and the like are not looked for
    rows.lost("unsupported")
    if not text:
        draft.state, draft.reason = State.UNREAD_UNSUPPORTED, "unsupported"
        return draft
    flow = Flow()
    flow.add(text)
    draft.pages.append(flow.page())
    said = Flow()
    properties.lines(draft.facts, said)
    if not said.blank:
        draft.pages.append(said.page(None, "document"))
    draft.facts["failed"] = [_NOT_READ]
    draft.state, draft.reason = State.TEXT_PARTIAL, "part-failed"
    return draft


def _objects(compound: Compound) -> Iterator[tuple[str, Entry]]:
    """The storages below the top that hold an object, with the names that lead there."""
    waiting: list[tuple[str, Entry]] = [("", compound.root)]
    for _ in range(_STORAGES):
        if not waiting:
            return
        before, storage = waiting.pop()
        for entry in compound.children(storage).values():
            if entry.kind == STREAM:
                continue
            path = f"{before}{entry.name}"
            if _OBJECT & compound.children(entry).keys():
                yield path, entry
            else:
                waiting.append((f"{path}/", entry))
