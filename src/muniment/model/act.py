"""Acts: what can be done to a case. Each becomes one entry of the ledger, and everything is rebuilt from them.

`do` and `version` name an act's shape for ever: a new shape is a new version. What is personal (names, senders, hashes of
content) is in `sealed`, in a fixed order; all else is in `fields`. Ids are given when an act is recorded (`numbered`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Protocol

from muniment.model.brought import NOT_SAID, Brought
from muniment.model.reading import Json
from muniment.model.state import State

Sealed = list[tuple[str, Json]]


class Numbers(Protocol):
    """Gives the next free numbers; under the lock, so that a number is given once."""

    def items(self, count: int) -> int:
        """The first of so many new item numbers."""

    def bundle(self) -> str:
        """A new bundle's id."""

    def record(self, prefix: str) -> str:
        """A new number of this kind: of an allegation, a witness, a decision."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act; subclasses say what is done."""

    do: ClassVar[str]
    version: ClassVar[int] = 1

    def fields(self) -> dict[str, Json]:
        """What stands open in the entry."""
        return {}

    def sealed(self) -> Sealed:
        """What is personal, in order of place."""
        return []

    def erases(self) -> Sequence[tuple[int, int]]:
        """The sealed values, by entry and place, that it erases."""
        return ()

    def numbered(self, numbers: Numbers) -> "Act":
        """The act with its ids given."""
        del numbers
        return self


@dataclass(frozen=True, slots=True)
class CaseBegan(Act):
    """A case was created; entry 0."""

    do: ClassVar[str] = "case-began"
    id: str
    title: str
    zone: str
    format: int
    key: str

    def fields(self) -> dict[str, Json]:
        return {"case": self.id, "zone": self.zone, "format": self.format, "key": self.key}

    def sealed(self) -> Sealed:
        return [("title", self.title)]


@dataclass(frozen=True, slots=True)
class PersonNamed(Act):
    """Somebody acts here for the first time, under the name they claim."""

    do: ClassVar[str] = "person-named"
    person: str
    name: str

    def fields(self) -> dict[str, Json]:
        return {"on": self.person}

    def sealed(self) -> Sealed:
        return [("name", self.name)]


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a listing: the name as bytes, relative to the folder taken in, with "/"."""

    name: bytes
    kind: str  # file, folder (an empty one), closed (a folder that cannot be listed), link, device, fifo, socket
    size: int
    time: int  # modification time, nanoseconds since 1970

    def value(self) -> Json:
        """As it is sealed.

        The time is text, since canonical JSON has no integer of its size; a name that is not UTF-8 stands as a fifth
        part, its bytes in hexadecimal.
        """
        about: list[Json] = [self.kind, self.size, str(self.time)]
        try:
            return [self.name.decode("utf-8"), *about]
        except UnicodeDecodeError:
            return [None, *about, self.name.hex()]

    @classmethod
    def of(cls, value: Json) -> "Row":
        """From its sealed value."""
        name, kind, size, time = value[:4]
        return cls(bytes.fromhex(value[4]) if name is None else name.encode(), kind, size, int(time))


KINDS = {"file": "f", "folder": "d", "closed": "x", "link": "l", "device": "b", "fifo": "p", "socket": "s"}


@dataclass(frozen=True, slots=True)
class Listed(Act):
    """Part of a listing, before anything of it is opened; counted by the `intake-began` that names it."""

    do: ClassVar[str] = "listed"
    rows: Sequence[Row]

    def fields(self) -> dict[str, Json]:
        return {"kinds": "".join(KINDS[row.kind] for row in self.rows)}

    def sealed(self) -> Sealed:
        return [("row", row.value()) for row in self.rows]


@dataclass(frozen=True, slots=True)
class IntakeBegan(Act):
    """A bundle is counted: nothing of it has been opened yet. `listed` are the ranges of entries that hold its rows."""

    do: ClassVar[str] = "intake-began"
    version: ClassVar[int] = 2
    sender: str
    received: str
    source: str
    rows: int
    files: int
    root: str
    listed: Sequence[tuple[int, int]]
    supplements: str = ""
    brought: Brought = NOT_SAID
    list_of: str = ""  # the bundle of which this is the sender's own list
    held: bool = False
    bundle: str = ""
    first: int = 0

    def fields(self) -> dict[str, Json]:
        return {
            "on": self.bundle,
            "received": self.received,
            "rows": self.rows,
            "files": self.files,
            "first": self.first,
            "root": self.root,
            "listed": [list(part) for part in self.listed],
            "supplements": self.supplements,
            "list_of": self.list_of,
            "held": self.held,
        }

    def sealed(self) -> Sealed:
        said = self.brought
        via = [("via", each) for each in said.via]
        return [
            ("from", self.sender),
            ("source", self.source),
            ("origin", said.origin),
            ("by", said.by),
            ("how", said.how),
            ("ref", said.ref),
            *via,
        ]

    def numbered(self, numbers: Numbers) -> "Act":
        return replace(self, bundle=numbers.bundle(), first=numbers.items(self.files))


@dataclass(frozen=True, slots=True)
class Took(Act):
    """The bytes of an item are in `originals/`, synced, read back and hashed again."""

    do: ClassVar[str] = "took"
    item: str
    sha256: str
    size: int

    def fields(self) -> dict[str, Json]:
        return {"on": self.item}

    def sealed(self) -> Sealed:
        return [("original", [self.sha256, self.size])]


@dataclass(frozen=True, slots=True)
class Missed(Act):
    """The bytes of an item were not taken: refused or inaccessible, with the reason."""

    do: ClassVar[str] = "missed"
    item: str
    state: State
    reason: str

    def fields(self) -> dict[str, Json]:
        return {"on": self.item, "state": self.state.value, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Scanned(Act):
    """The source was listed a second time, after custody: what appeared, what is gone, what differs.

    Many rows make several entries, parts 0, 1, ...
    """

    do: ClassVar[str] = "scanned"
    bundle: str
    part: int
    appeared: Sequence[Row]
    gone: Sequence[Row]
    changed: Sequence[Row]

    def fields(self) -> dict[str, Json]:
        return {
            "on": self.bundle,
            "part": self.part,
            "appeared": len(self.appeared),
            "gone": len(self.gone),
            "changed": len(self.changed),
        }

    def sealed(self) -> Sealed:
        groups = (("appeared", self.appeared), ("gone", self.gone), ("changed", self.changed))
        return [(name, row.value()) for name, rows in groups for row in rows]


@dataclass(frozen=True, slots=True)
class Read(Act):
    """A top-level item was read, with all its members: its reading lies in `readings/`.

    `members` counts the items of its family below it; `ids` are their numbers, in the family's order, as ranges
    (first, count), or name a list where they are many. `known` are numbers given before (None for a new member).
    """

    do: ClassVar[str] = "read"
    item: str
    state: State
    reason: str
    reader: str
    file: str  # SHA-256 of the file in readings/
    line: str  # SHA-256 of the item's own line
    members: int
    states: Mapping[str, int]
    limits: Mapping[str, int]
    jail: str
    replaces: int | None = None
    lost: Sequence[tuple[int, int]] = ()
    known: Sequence[int | None] = ()
    ids: Sequence[tuple[int, int]] = ()
    list: tuple[str, int, str] | None = None  # hash, count and root of the list in `lists/` that holds the ids

    def fields(self) -> dict[str, Json]:
        said: dict[str, Json] = {
            "on": self.item,
            "state": self.state.value,
            "reason": self.reason,
            "reader": self.reader,
            "members": self.members,
            "states": dict(self.states),
            "limits": dict(self.limits),
            "jail": self.jail,
            "ids": [[first, count] for first, count in self.ids],
        }
        if self.list is not None:
            said["list"] = [*self.list]
        if self.replaces is not None:
            said["replaces"] = self.replaces
        if self.lost:
            said["lost"] = [[first, count] for first, count in self.lost]
        return said

    def sealed(self) -> Sealed:
        return [("reading", [self.file, self.line])]

    def numbered(self, numbers: Numbers) -> "Act":
        known = self.known or [None] * self.members
        fresh = sum(number is None for number in known)
        following = iter(range(numbers.items(fresh), 1 << 53)) if fresh else iter(())
        given = [next(following) if number is None else number for number in known]
        return replace(self, ids=ranges(given), known=())


@dataclass(frozen=True, slots=True)
class Waits(Act):
    """The items of a bundle that are not read yet wait, for this reason."""

    do: ClassVar[str] = "waits"
    bundle: str
    reason: str

    def fields(self) -> dict[str, Json]:
        return {"on": self.bundle, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class IntakeEnded(Act):
    """A run over a bundle came to its end, with what became of its items and the access log's head."""

    do: ClassVar[str] = "intake-ended"
    bundle: str
    items: int
    states: Mapping[str, int]
    access: tuple[int, str]

    def fields(self) -> dict[str, Json]:
        return {"on": self.bundle, "items": self.items, "states": dict(self.states), "access": list(self.access)}


@dataclass(frozen=True, slots=True)
class Recognised(Act):
    """The words of one item's pictures were recognised, all or some more: a reading of it alone, which names the old one."""

    do: ClassVar[str] = "recognised"
    item: str
    state: State
    reason: str
    reader: str
    file: str
    line: str
    jail: str
    replaces: str  # the hash of the reading that this one goes on from

    def fields(self) -> dict[str, Json]:
        said = {"on": self.item, "state": self.state.value, "reason": self.reason, "reader": self.reader}
        return said | {"jail": self.jail}

    def sealed(self) -> Sealed:
        return [("reading", [self.file, self.line]), ("replaces", self.replaces)]


@dataclass(frozen=True, slots=True)
class Unlocked(Act):
    """What passwords opened in a top-level item lies in `originals/`: (place, SHA-256, bytes) of each member."""

    do: ClassVar[str] = "unlocked"
    item: str
    members: Sequence[tuple[Sequence[str], str, int]]

    def fields(self) -> dict[str, Json]:
        return {"on": self.item, "count": len(self.members)}

    def sealed(self) -> Sealed:
        return [("original", [[*place], sha256, size]) for place, sha256, size in self.members]


@dataclass(frozen=True, slots=True)
class Adopted(Act):
    """The case goes on under a new key, from the head that it names."""

    do: ClassVar[str] = "adopted"
    key: str
    size: int
    root: str

    def fields(self) -> dict[str, Json]:
        return {"key": self.key, "size": self.size, "root": self.root}


@dataclass(frozen=True, slots=True)
class Erased(Act):
    """Personal values are erased by law: by entry and place; that they were there stays."""

    do: ClassVar[str] = "erased"
    places: Sequence[tuple[int, int]]
    reason: str

    def sealed(self) -> Sealed:
        return [("reason", self.reason)]

    def erases(self) -> Sequence[tuple[int, int]]:
        return self.places


def ranges(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers in their order as (first, count) of ascending runs."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][0] + runs[-1][1] == number:
            runs[-1] = runs[-1][0], runs[-1][1] + 1
        else:
            runs.append((number, 1))
    return runs
