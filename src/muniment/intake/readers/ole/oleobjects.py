"""Objects that old Office files hold in storages: what was embedded, under the name that it had."""

from dataclasses import replace

from muniment.intake.readers.ole import olealone
from muniment.intake.readers.ole.ole import STREAM, Compound, Entry
from muniment.intake.readers.rows import Rows
from muniment.intake.readers.rtf.rtfcodepages import WESTERN, decode
from muniment.intake.readers.rtf.rtfobject import NATIVE, Embedded, sized
from muniment.model.reading import Child, Json
from muniment.model.state import State

_CLASS = "\1compobj"
_WHOLE = ("package", "contents", "embeddedodf")  # streams that are a computer file as it was
_OWN = frozenset({"worddocument", "workbook", "book", "powerpoint document", "visiodocument", "quill"})
_LONGEST = 256
_FORMULA = ("Microsoft Equation", "MathType ")


def of_storage(compound: Compound, storage: Entry) -> Embedded:
    """What a storage holds."""
    children = compound.children(storage)
    facts: dict[str, Json] = {}
    if said := _class(compound, children.get(_CLASS)):
        facts["class"] = said
    found: Embedded | None = None
    stream = children.get(NATIVE)
    if stream is not None and stream.kind == STREAM:
        found = sized(compound.stream(stream))
    if found is None and not _OWN & children.keys():
        for name in _WHOLE:
            entry = children.get(name)
            if entry is not None and entry.kind == STREAM and entry.size:
                found = Embedded(compound.stream(entry))
                break
    if found is None:
        found = Embedded(olealone.alone(compound, storage))
    return Embedded(found.data, found.name, found.linked, {**facts, **found.facts})


def of_file(data: bytes, compound: Compound) -> Embedded:
    """What a compound file that is an object holds; the file itself where it is what was embedded."""
    children = compound.children(compound.root)
    if _OWN & children.keys() or not {NATIVE, *_WHOLE} & children.keys():
        said = _class(compound, children.get(_CLASS))
        return Embedded(data, facts={"class": said} if said else {})
    return of_storage(compound, compound.root)


def give(rows: Rows, locator: str, found: Embedded, facts: dict[str, Json], usual: str) -> None:
    """Give an object to its row; one that lies elsewhere is recorded and not followed."""
    facts = {**facts, **found.facts}
    name = found.name or usual
    if found.linked:
        rows.unread(Child(locator, name, kind="link", state=State.UNREAD_REFUSED, reason="link", facts=facts))
    else:
        row = Child(locator, name, size=len(found.data), facts=facts)
        if str(facts.get("class", "")).startswith(_FORMULA):
            row = replace(row, state=State.NONE_BY_NATURE, reason="data")  # codes; it stands as a picture beside
        rows.member(row, found.data)


def _class(compound: Compound, entry: Entry | None) -> str:
    """What the program that made an object calls its kind."""
    if entry is None or entry.kind != STREAM:
        return ""
    data = compound.stream(entry)
    size = int.from_bytes(data[28:32], "little")
    return decode(data[32 : 32 + size].partition(b"\0")[0], WESTERN)[0].strip() if 0 < size <= _LONGEST else ""
