"""Small pictures that Windows kept of a folder (Thumbs.db): the names of what lay there, and the pictures as members.

The names are the text: they outlive the computer files that they name.
"""

from datetime import datetime, timedelta

from muniment.intake.limits import Unreadable
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.ole.ole import STREAM, Compound, NotCompound
from muniment.intake.readers.rows import Rows
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft
from muniment.model.state import State

VERSION = "1"
THUMBS = "application/x-thumbs-db"
_LIST = "catalog"
_HEAD = 16  # bytes before a name: size, number, time
_EPOCH = datetime(1601, 1, 1)
_STARTS = (b"\xff\xd8\xff", b"\x89PNG", b"BM")


def read(source: Source, scope: Scope) -> Draft:
    """Read the list and the pictures.

    Raises: Unreadable.
    """
    try:
        compound = Compound(source.buffer())
    except NotCompound as error:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", str(error)) from None
    draft, flow = Draft(THUMBS), Flow()
    rows = Rows(draft, scope)
    children = compound.children(compound.root)
    entry = children.get(_LIST)
    names = _names(compound.stream(entry)) if entry is not None else {}
    for name, when in names.values():
        flow.add(f"{name}\t{when}" if when else name)
    for key, stream in children.items():
        if key != _LIST and stream.kind == STREAM:
            name = names.get(stream.name[::-1], (stream.name, ""))[0]
            data = _picture(compound.stream(stream))
            rows.member(Child(f"stream:{stream.number}", name, size=len(data), facts={"thumbnail_of": name}), data)
    if not flow.blank:
        draft.pages.append(flow.page())
    if compound.faults:
        draft.facts["failed"] = [{"part": fault, "why": "damaged"} for fault in compound.faults]
        draft.state, draft.reason = (
            (State.TEXT_PARTIAL, "salvaged") if draft.pages else (State.UNREAD_CORRUPT, "damaged")
        )
    elif not draft.pages:
        draft.state, draft.reason = (State.NONE_CONTAINER, "") if draft.children else (State.NONE_BLANK, "no-text")
    return draft


def _names(data: bytes) -> dict[str, tuple[str, str]]:
    """Name and time of each computer file, by the number that its picture is called by, backwards."""
    found: dict[str, tuple[str, str]] = {}
    at = int.from_bytes(data[:2], "little")
    while at + _HEAD <= len(data):
        size = int.from_bytes(data[at : at + 4], "little")
        if size < _HEAD:
            break
        number = int.from_bytes(data[at + 4 : at + 8], "little")
        name = data[at + _HEAD : at + size].decode("utf-16-le", "replace").partition("\0")[0]
        found[str(number)] = (name, _moment(int.from_bytes(data[at + 8 : at + 16], "little")))
        at += size
    return found


def _picture(data: bytes) -> bytes:
    """The picture behind its head."""
    size = int.from_bytes(data[:4], "little")
    behind = data[size:] if 0 < size <= 64 else data
    return behind if behind.startswith(_STARTS) else data


def _moment(ticks: int) -> str:
    try:
        return (_EPOCH + timedelta(seconds=ticks // 10_000_000)).isoformat() + "Z" if ticks else ""
    except OverflowError:
        return ""
