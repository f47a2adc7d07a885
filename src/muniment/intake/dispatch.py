"""What happens to any bytes in the jail: hashed, named by type, given to their reader, and sent out as one line.

This is the jail's edge: whatever a reader raises becomes a state of that one item, and its neighbours go on.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Any

from muniment.intake.identify import identify
from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.readers import PLACES, REGISTRY, SAFE
from muniment.intake.readers.archives import behind
from muniment.intake.readers.carve.carve import carve
from muniment.intake.readers.locks import unlock
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.line import encode
from muniment.model.media import UNKNOWN, nature, picture
from muniment.model.reading import NOTHING, Draft, Json, Page, Reading
from muniment.model.state import State

VERSION = "1"
EMPTY = "application/x-empty"
_CARVED = 32 << 20  # characters of raw strings that are worth keeping
_PACKED = frozenset({b"PK\3\4", b"PK\5\6", b"PK\7\x08", b"\xd0\xcf\x11\xe0"})
_LOCKED = frozenset({"application/vnd.ms-office-encrypted", "application/pgp-encrypted", "application/x-keepass"})
_TO_CARVE = frozenset({State.UNREAD_CORRUPT, State.UNREAD_TIMED_OUT, State.UNREAD_OUT_OF_MEMORY, State.UNREAD_CRASHED})
_REASONS = {
    State.UNREAD_CRASHED: "crashed",
    State.UNREAD_TIMED_OUT: "timed-out",
    State.UNREAD_OUT_OF_MEMORY: "out-of-memory",
}
MODULES: Mapping[str, ModuleType] = {
    name: import_module(f"muniment.intake.readers.{place}") for name, place in sorted(PLACES.items())
}  # all of them at import: the jail opens no file


@dataclass(slots=True)
class Dispatch:
    """Reads sources one after the other, members before their container is finished, and sends each reading out.

    `about` is told what is read next, `send` gets the line. `fatal` names bytes at which a process like this one has
    died, with the state that follows: no reader sees them again; `untouched` are those of them at which a second one died,
    so that not even their raw strings are looked for. `settings` is what differs from the usual.
    """

    about: Callable[[str], None]
    send: Callable[[bytes], None]
    fatal: Mapping[str, State] = field(default_factory=lambda: NOTHING)
    untouched: AbstractSet[str] = frozenset()
    settings: Mapping[str, Json] = field(default_factory=lambda: NOTHING)
    short_of_memory: bool = False
    _sent: int = 0

    def read(self, source: Source, scope: Scope) -> Reading:
        """Read one source and everything in it."""
        sha256 = source.sha256()
        self.about(sha256)
        draft = self._draft(source, scope, self.fatal.get(sha256))
        reading = self._reading(source, draft)
        line = self._line(source, reading)
        if self._sent + len(line) > scope.limits.output:
            draft = _spent(draft)
            reading = self._reading(source, draft)
            line = encode(reading)
        self._sent += len(line)
        self.send(line)
        return reading

    def _draft(self, source: Source, scope: Scope, fatal: State | None) -> Draft:
        if not source.size:
            return Draft(EMPTY, State.NONE_EMPTY_FILE, "empty", _named("identify", VERSION))
        if fatal and source.sha256() in self.untouched:
            return _killer(UNKNOWN, fatal)
        if source.head(4) in _PACKED:
            scope.alone()  # to name its type it is looked into
        try:
            found = identify(source)
        except Exception as error:  # noqa: BLE001 - the jail's edge, as below
            return _failed(UNKNOWN, State.UNREAD_CRASHED, "reader-failed", _where(error))
        draft = _killer(found.type, fatal) if fatal else self._attempt(source, scope, found.type)
        if draft.state is State.UNREAD_ENCRYPTED:
            draft = self._unlock(draft, source, scope)
        draft.flags += [flag for flag in found.flags if flag not in draft.flags]
        draft.facts = {**found.facts, **draft.facts}
        if "polyglot" in found.flags and not fatal:
            behind.add(draft, source, scope)
        if draft.state in _TO_CARVE:
            self._carve(source, draft)
        return draft

    def _attempt(self, source: Source, scope: Scope, kind: str) -> Draft:
        name = REGISTRY.get(kind.lower())
        if name is None:
            return _without_reader(kind)
        module = MODULES[name]
        if name not in SAFE:
            scope.alone()
        try:
            draft: Draft = module.read(source, scope)
        except Unreadable as fault:
            draft = _failed(kind, State(fault.state), fault.reason, fault.detail)
        except LimitReached as reached:
            draft = _failed(kind, State.UNREAD_LIMIT, reached.reason)
        except MemoryError:
            self.short_of_memory = True
            draft = _failed(kind, State.UNREAD_OUT_OF_MEMORY, "out-of-memory")
        except Exception as error:  # noqa: BLE001 - the jail's edge: a fault of a reader is a state of this item
            draft = _failed(kind, State.UNREAD_CRASHED, "reader-failed", _where(error))
        draft.reader = _named(name, module.VERSION, getattr(module, "ENGINE", ""))
        return draft

    def _unlock(self, draft: Draft, source: Source, scope: Scope) -> Draft:
        """What is locked, opened where a password that somebody supplied fits; else the same draft."""
        try:
            return unlock.open_(draft, source, scope)
        except MemoryError:
            self.short_of_memory = True
        except LimitReached as reached:
            draft.facts["not_opened"] = reached.reason
        except Unreadable as fault:
            draft.facts["not_opened"] = fault.detail or fault.reason
        except Exception as error:  # noqa: BLE001 - the jail's edge: a fault in opening leaves the item locked
            draft.facts["not_opened"] = _where(error)
        return draft

    def _carve(self, source: Source, draft: Draft) -> None:
        """Keep the raw strings of what no reader could read."""
        try:
            text = carve(source, _CARVED)
        except MemoryError:
            self.short_of_memory = True
            return
        if text:
            draft.facts["carved_from"] = draft.state.value
            draft.state = State.TEXT_CARVED
            draft.pages = [Page(text)]

    def _reading(self, source: Source, draft: Draft) -> Reading:
        return Reading(
            sha256=source.sha256(),
            size=source.size,
            type=draft.type,
            state=draft.state,
            reason=draft.reason,
            reader=draft.reader,
            hints=source.hints,
            settings=self.settings,
            flags=tuple(draft.flags),
            facts=draft.facts,
            pages=tuple(draft.pages),
            children=tuple(draft.children),
            declared=draft.declared,
            complete=draft.complete,
            incomplete=draft.incomplete,
        )

    def _line(self, source: Source, reading: Reading) -> bytes:
        """The line of a reading; where a reader gave what JSON cannot hold, that is a fault of the reader."""
        try:
            return encode(reading)
        except (TypeError, ValueError, RecursionError) as error:
            draft = _failed(reading.type, State.UNREAD_CRASHED, "reader-failed", _where(error))
            draft.reader = reading.reader
            return encode(self._reading(source, draft))


def _without_reader(kind: str) -> Draft:
    """The state of what no reader is for."""
    draft = Draft(kind, reader=_named("identify", VERSION))
    if reason := nature(kind):
        draft.state, draft.reason = State.NONE_BY_NATURE, reason
    elif picture(kind):
        draft.state, draft.reason = State.UNREAD_PENDING, "ocr"
    elif kind in _LOCKED:
        draft.state, draft.reason = State.UNREAD_ENCRYPTED, "password"
    elif kind == UNKNOWN:
        draft.state, draft.reason = State.UNREAD_UNKNOWN_TYPE, "unknown-type"
    else:
        draft.state, draft.reason = State.UNREAD_UNSUPPORTED, "unsupported"
    return draft


def _killer(kind: str, state: State) -> Draft:
    """What has ended a process before, or made it wait for ever."""
    name = REGISTRY.get(kind.lower(), "identify")
    module = MODULES.get(name)
    draft = _failed(kind, state, _REASONS.get(state, "crashed"))
    draft.reader = _named(name, module.VERSION if module else VERSION, getattr(module, "ENGINE", ""))
    return draft


def _failed(kind: str, state: State, reason: str, detail: str = "") -> Draft:
    """A reader gave nothing: what it would have found inside is not known either."""
    draft = Draft(kind, state, reason, declared=None, complete=False, incomplete=reason)
    if detail:
        draft.facts["failure"] = detail[:300]
    return draft


def _spent(draft: Draft) -> Draft:
    """The same without its text, which would be more than is allowed."""
    rest = Draft(draft.type, State.UNREAD_LIMIT, "limit-output", draft.reader, draft.flags)
    rest.children, rest.declared = draft.children, draft.declared
    rest.complete, rest.incomplete = draft.complete, draft.incomplete
    return rest


def _named(name: str, version: str, engine: str = "") -> str:
    return f"{name} {version}" + (f" ({engine})" if engine else "")


def _where(error: Exception) -> str:
    """Which error, and where in our code: never what the bytes said."""
    trace: Any = error.__traceback__
    place = ""
    while trace is not None:
        code = trace.tb_frame.f_code
        if "muniment" in code.co_filename:
            place = f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} at {place}"
