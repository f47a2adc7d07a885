"""Compound files that are no document of their own: objects that were embedded, projects of macros, what is unknown.

What was embedded is a member under the name that it had; else every stream is. The sources of macros are its text.
"""

from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.readers import properties
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.ole import oleobjects, oleprops, vba
from muniment.intake.readers.ole.ole import STREAM, Compound, Entry, NotCompound
from muniment.intake.readers.ole.olealone import alone
from muniment.intake.readers.rows import Rows
from muniment.intake.readers.rtf.rtfcodepages import WESTERN, decode
from muniment.intake.readers.rtf.rtfobject import NATIVE, sized
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Page
from muniment.model.state import State

VERSION = "1"
OLE = "application/x-ole-storage"

_WHOLE = ("package", "embeddedodf", "contents")
_PROPERTIES = "\5"
# streams that only say how an object is shown or kept, or that are formulas as codes: hashed, and read by nobody
_PLUMBING, _CODED = ("\1", "\2", "\3"), frozenset({"equation native", "ole10itemname"})
_PROJECT, _FORM = "project", "\3vbframe"
_COMPILED = frozenset({"projectwm", "projectlk"})


def read(source: Source, scope: Scope) -> Draft:
    """Read a compound file.

    Raises: Unreadable.
    """
    try:
        compound = Compound(source.buffer())
    except NotCompound as error:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", str(error)) from None
    return _Object(compound, scope).read()


class _Object:
    """One compound file while it is read."""

    def __init__(self, compound: Compound, scope: Scope) -> None:
        self._compound = compound
        self._scope = scope
        self._draft = Draft(OLE)
        self._rows = Rows(self._draft, scope)
        self._top = compound.children(compound.root)
        self._limit = ""

    def read(self) -> Draft:
        """All of it."""
        draft = self._draft
        draft.facts |= oleprops.facts(self._compound)
        if said := oleobjects.of_file(b"", self._compound).facts.get("class"):
            draft.facts["class"] = said
        taken = self._macros()
        taken |= self._embedded()
        for key, entry in self._top.items():
            if entry.number not in taken:
                self._member(key, entry)
        text = any(page.text.strip() for page in draft.pages)
        said_of = Flow()
        properties.lines(draft.facts, said_of)
        if not said_of.blank:
            draft.pages.append(said_of.page(None, "document"))
        self._settle(text=text)
        return draft

    def _macros(self) -> set[int]:
        """The sources of macros, a page for each module; gives back what was read so."""
        storage = self._top.get(vba.STORAGE)
        if storage is None or storage.kind == STREAM:
            return set()
        before = len(self._draft.pages)
        failed: list[dict[str, str]] = []
        try:
            for module in vba.modules(self._compound, storage, self._scope.budget.spend):
                if module.source is None:
                    failed.append({"part": module.name, "why": "damaged"})
                elif module.source:
                    self._draft.pages.append(Page(module.source, None, module.name))
        except LimitReached as reached:
            self._limit = reached.reason
        if len(self._draft.pages) == before and not failed and not self._limit:
            return set()
        if failed:
            self._draft.facts["failed"] = failed[:100]
        self._draft.flags.append("macros")
        taken = {storage.number}
        for key, entry in self._top.items():
            if entry.kind != STREAM or key not in {_PROJECT, _FORM, *_COMPILED}:
                continue
            taken.add(entry.number)
            if key not in _COMPILED:
                text = decode(self._compound.stream(entry), WESTERN)[0].replace("\r\n", "\n")
                self._draft.pages.append(Page(text, None, entry.name.strip("\3")))
        return taken

    def _embedded(self) -> set[int]:
        """The computer file that was embedded, if one was; gives back what was taken."""
        native = self._top.get(NATIVE)
        if native is not None and native.kind == STREAM and (found := sized(self._compound.stream(native))):
            oleobjects.give(self._rows, f"stream:{native.number}", found, {}, "object")
            return {native.number}
        for name in _WHOLE:
            entry = self._top.get(name)
            if entry is not None and entry.kind == STREAM and entry.size:
                self._give(entry, self._compound.stream(entry))
                return {entry.number}
        return set()

    def _member(self, key: str, entry: Entry) -> None:
        if entry.kind != STREAM:
            self._give(entry, alone(self._compound, entry))
        elif key == _FORM:
            text = decode(self._compound.stream(entry), WESTERN)[0].replace("\r\n", "\n")
            self._draft.pages.append(Page(text, None, "form"))
        elif entry.size and not key.startswith(_PROPERTIES):
            self._give(entry, self._compound.stream(entry), data_only=key.startswith(_PLUMBING) or key in _CODED)

    def _give(self, entry: Entry, data: bytes, *, data_only: bool = False) -> None:
        name = "".join(char for char in entry.name if char >= " ") or f"stream {entry.number}"
        row = Child(f"stream:{entry.number}", name, size=len(data))
        if data_only:
            row = Child(row.locator, name, size=len(data), state=State.NONE_BY_NATURE, reason="data")
        self._rows.member(row, data)

    def _settle(self, *, text: bool) -> None:
        draft = self._draft
        faults = [{"part": fault, "why": "damaged"} for fault in self._compound.faults]
        if faults:
            draft.facts["failed"] = [*draft.facts.get("failed", []), *faults]
        failed = "failed" in draft.facts
        if self._limit:
            draft.state, draft.reason = (State.TEXT_PARTIAL if text else State.UNREAD_LIMIT), self._limit
        elif failed and text:
            draft.state, draft.reason = State.TEXT_PARTIAL, "salvaged" if faults else "part-failed"
        elif failed:
            draft.state, draft.reason = State.UNREAD_CORRUPT, "damaged"
        elif not text:
            draft.state, draft.reason = (State.NONE_CONTAINER, "") if draft.children else (State.NONE_BLANK, "no-text")
