"""Acts of people on what came in: they look, settle, describe, name things on shelves, match lists, hold and withdraw.

Shapes are for ever, as in `act`. What a person writes in their own words is always a sealed value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar

from muniment.model.act import Act, Numbers, Sealed
from muniment.model.reading import Json

Ranges = Sequence[tuple[int, int]]
Named = tuple[str, int, str]  # hash, count and root of the list in `lists/` that holds ids


class As(StrEnum):
    """What a named person says that an item is, once they have dealt with it."""

    READ_ELSEWHERE = "read-elsewhere"
    NOTHING_THERE = "nothing-there"
    CANNOT_BE_READ = "cannot-be-read"
    SET_ASIDE = "set-aside"


class Words(StrEnum):
    """What kind of text a person adds to an item."""

    DESCRIPTION = "description"
    TRANSCRIPT = "transcript"
    TRANSLATION = "translation"


def listed(ids: Ranges, named: Named | None) -> dict[str, Json]:
    """Ids as an entry holds them, or the list that does."""
    said: dict[str, Json] = {"ids": [[first, count] for first, count in ids]}
    return said if named is None else said | {"list": [*named]}


@dataclass(frozen=True, slots=True)
class Opened(Act):
    """A person had an item's content before them, here or elsewhere; once for each person and reading, unless said again."""

    do: ClassVar[str] = "opened"
    version: ClassVar[int] = 2
    item: str
    reading: int | None  # the entry of the reading that they saw
    how: str

    def fields(self) -> dict[str, Json]:
        return {"on": self.item, "reading": self.reading}

    def sealed(self) -> Sealed:
        return [("how", self.how)]


@dataclass(frozen=True, slots=True)
class Settled(Act):
    """A named person says of these items what they are; `query` is what they were chosen by, if they were."""

    do: ClassVar[str] = "settled"
    says: As
    why: str
    ids: Ranges
    count: int
    query: str = ""
    list: Named | None = None

    def fields(self) -> dict[str, Json]:
        return {"as": self.says.value, "count": self.count} | listed(self.ids, self.list)

    def sealed(self) -> Sealed:
        return [("why", self.why), ("query", self.query)]


@dataclass(frozen=True, slots=True)
class Unsettled(Act):
    """What an entry settled is open again, all of it; what was said before that entry stands again."""

    do: ClassVar[str] = "unsettled"
    entry: int
    why: str

    def fields(self) -> dict[str, Json]:
        return {"entry": self.entry}

    def sealed(self) -> Sealed:
        return [("why", self.why)]


@dataclass(frozen=True, slots=True)
class Described(Act):
    """A person's own text about an item. It never changes the item's state."""

    do: ClassVar[str] = "described"
    item: str
    kind: Words
    language: str
    text: str

    def fields(self) -> dict[str, Json]:
        return {"on": self.item, "kind": self.kind.value, "language": self.language}

    def sealed(self) -> Sealed:
        return [("text", self.text)]


@dataclass(frozen=True, slots=True)
class BoxAdded(Act):
    """A thing on a shelf is an item now: nothing of it is digitised. `pages` where somebody has counted them."""

    do: ClassVar[str] = "box-added"
    bundle: str
    name: str
    holder: str
    place: str
    seal: str
    ref: str
    pages: int | None = None
    item: int = 0

    def fields(self) -> dict[str, Json]:
        return {"on": f"ITM-{self.item:06d}", "bundle": self.bundle, "pages": self.pages}

    def sealed(self) -> Sealed:
        return [(name, getattr(self, name)) for name in ("name", "holder", "place", "seal", "ref")]

    def numbered(self, numbers: Numbers) -> "Act":
        return replace(self, item=numbers.items(1))


@dataclass(frozen=True, slots=True)
class BoxMoved(Act):
    """A thing went from one holder or place to another, under a seal."""

    do: ClassVar[str] = "box-moved"
    item: str
    giver: str
    holder: str
    place: str
    seal: str
    why: str

    def fields(self) -> dict[str, Json]:
        return {"on": self.item}

    def sealed(self) -> Sealed:
        return [(name, getattr(self, name)) for name in ("giver", "holder", "place", "seal", "why")]


@dataclass(frozen=True, slots=True)
class BoxOpened(Act):
    """A thing was opened by the person who says so; with the seal found, the new one, and the pages counted."""

    do: ClassVar[str] = "box-opened"
    item: str
    how: str
    found: str
    seal: str
    pages: int | None = None

    def fields(self) -> dict[str, Json]:
        return {"on": self.item, "pages": self.pages}

    def sealed(self) -> Sealed:
        return [("how", self.how), ("found", self.found), ("seal", self.seal)]


@dataclass(frozen=True, slots=True)
class BoxScanned(Act):
    """These items are scans of pages of a thing: they become its children. `pages` are those that they show."""

    do: ClassVar[str] = "box-scanned"
    item: str
    ids: Ranges
    pages: int
    why: str

    def fields(self) -> dict[str, Json]:
        return {"on": self.item, "pages": self.pages} | listed(self.ids, None)

    def sealed(self) -> Sealed:
        return [("why", self.why)]


@dataclass(frozen=True, slots=True)
class ListTaken(Act):
    """Part of a sender's list, line by line as it was read from the item that holds it; numbered from `first`."""

    do: ClassVar[str] = "list-taken"
    bundle: str
    item: str
    first: int
    lines: Sequence[Mapping[str, Json]]

    def fields(self) -> dict[str, Json]:
        return {"on": self.bundle, "item": self.item, "first": self.first, "count": len(self.lines)}

    def sealed(self) -> Sealed:
        return [("line", dict(line)) for line in self.lines]


@dataclass(frozen=True, slots=True)
class ListMatched(Act):
    """A person says which items a line of a list stands for."""

    do: ClassVar[str] = "list-matched"
    bundle: str
    line: int
    ids: Ranges
    why: str

    def fields(self) -> dict[str, Json]:
        return {"on": self.bundle, "line": self.line} | listed(self.ids, None)

    def sealed(self) -> Sealed:
        return [("why", self.why)]


@dataclass(frozen=True, slots=True)
class ListMissed(Act):
    """A person says that what a line stands for did not come."""

    do: ClassVar[str] = "list-missed"
    bundle: str
    line: int
    why: str

    def fields(self) -> dict[str, Json]:
        return {"on": self.bundle, "line": self.line}

    def sealed(self) -> Sealed:
        return [("why", self.why)]


@dataclass(frozen=True, slots=True)
class _Turned(Act):
    """What a person decides of a whole bundle, and why."""

    bundle: str
    why: str

    def fields(self) -> dict[str, Json]:
        return {"on": self.bundle}

    def sealed(self) -> Sealed:
        return [("why", self.why)]


@dataclass(frozen=True, slots=True)
class Released(_Turned):
    """A bundle that was held is open to whoever works at the case."""

    do: ClassVar[str] = "released"


@dataclass(frozen=True, slots=True)
class Withdrawn(_Turned):
    """A bundle should not have been taken in: it stays in the ledger, and in no count but its own."""

    do: ClassVar[str] = "withdrawn"


@dataclass(frozen=True, slots=True)
class Receipted(Act):
    """A receipt was made for whoever brought a bundle: a hash of each file's name, bytes and state as they stood then."""

    do: ClassVar[str] = "receipted"
    bundle: str
    sha256: str

    def fields(self) -> dict[str, Json]:
        return {"on": self.bundle}

    def sealed(self) -> Sealed:
        return [("text", self.sha256)]


@dataclass(frozen=True, slots=True)
class PasswordsTried(Act):
    """Passwords were supplied and tried: how many, never which."""

    do: ClassVar[str] = "passwords-tried"
    count: int
    items: int

    def fields(self) -> dict[str, Json]:
        return {"count": self.count, "items": self.items}


@dataclass(frozen=True, slots=True)
class Searched(Act):
    """A search record was written: of which case, what was found, and what could not be searched, or only in part.

    `ids` are the items found, then those searched in part, then those not searched, as many of each as is counted; what
    is held is counted in `not_searched` and not named.
    """

    do: ClassVar[str] = "searched"
    query: str
    text: str  # SHA-256 of the record's text, which ends before its entry is named
    size: int  # entries of the ledger when it was searched
    root: str  # and their root
    analyser: str
    form: int  # of the index document
    names: str  # the version of the lexicon by which people's names were expanded, "" where they were not
    probes: tuple[int, str]  # how many of the self-test passed, all of them, and a hash of their table
    found: int
    searched: int
    in_part: int
    not_searched: int
    held: int
    ids: Ranges
    list: Named | None = None

    def fields(self) -> dict[str, Json]:
        counts = ("size", "root", "analyser", "form", "names", "found", "searched", "in_part", "not_searched", "held")
        said: dict[str, Json] = {name: getattr(self, name) for name in counts}
        return said | {"probes": [*self.probes]} | listed(self.ids, self.list)

    def sealed(self) -> Sealed:
        return [("query", self.query), ("text", self.text)]


@dataclass(frozen=True, slots=True)
class SearchSaved(Act):
    """A query is kept under a name; how many items it found then, and whether people's names in it are expanded."""

    do: ClassVar[str] = "search-saved"
    name: str
    query: str
    names: bool
    found: int

    def fields(self) -> dict[str, Json]:
        return {"names": self.names, "found": self.found}

    def sealed(self) -> Sealed:
        return [("name", self.name), ("query", self.query)]


@dataclass(frozen=True, slots=True)
class SearchForgotten(Act):
    """What an entry saved is no longer offered; that it was saved stays in the ledger."""

    do: ClassVar[str] = "search-forgotten"
    entry: int

    def fields(self) -> dict[str, Json]:
        return {"entry": self.entry}


@dataclass(frozen=True, slots=True)
class ItemErased(Act):
    """A top-level item and its family are erased by law; they stay as numbers. `plan` is the hash of what was to be removed.

    `asked`: it is itself what had to go, or holds it; else it has the same bytes. `alone` is why one person decided by
    themselves, where no second name is given.
    """

    do: ClassVar[str] = "item-erased"
    item: str
    count: int
    asked: bool
    successor: str  # an item that takes its place, such as a redacted copy; "" for none
    plan: str
    authority: str
    names: Sequence[str]
    alone: str = ""

    def fields(self) -> dict[str, Json]:
        said = {"on": self.item, "count": self.count, "asked": self.asked, "successor": self.successor}
        return said | {"plan": self.plan}

    def sealed(self) -> Sealed:
        agreed = [("agreed", name) for name in self.names]
        return [("authority", self.authority), *agreed, *([("alone", self.alone)] if self.alone else [])]


@dataclass(frozen=True, slots=True)
class ClockJumped(Act):
    """The machine's clock said another time than it could, in microseconds since 1970; entered before what is done next."""

    do: ClassVar[str] = "clock-jumped"
    clock: int
    expected: int

    def fields(self) -> dict[str, Json]:
        return {"clock": self.clock, "expected": self.expected}
