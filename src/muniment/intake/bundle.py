"""Which bundle this is: a bundle is who it is from, the day it was received, and the rows of its listing."""

import base64
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from muniment.errors import OtherListing, UnknownItem
from muniment.ledger.tree import root
from muniment.model.act import IntakeBegan, Listed, Row
from muniment.model.brought import NOT_SAID, Brought
from muniment.names.filename import plain, text_of
from muniment.store.store import Store

ROWS = 500  # rows in one entry: their commitments fit in 64 KiB
ENTRIES = 8  # entries in one commit: the lock is held briefly
NAMED = 5  # files that an error names
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that the case knows."""

    id: str
    sender: str
    received: str
    files: int
    first: int
    listed: tuple[tuple[int, int], ...]
    supplements: str
    scanned: int | None
    ended: int | None
    aside: str  # "", held or withdrawn

    @property
    def number(self) -> int:
        """The number in its id."""
        return int(self.id.removeprefix("BUN-"))

    def known(self, store: Store) -> Iterator[Row]:
        """Its listing, but for what was erased."""
        return (row for row in self.rows(store) if row.name)

    def rows(self, store: Store) -> Iterator[Row]:
        """Its listing; a row whose name was erased has no name any more."""
        for start, stop in self.listed:
            found = store.tables.rows(
                "SELECT name, kind, size, time FROM listed WHERE entry>=? AND entry<? ORDER BY entry, place",
                (start, stop),
            )
            for name, kind, size, time in found:
                yield Row(b"" if name is None else name, kind, size or 0, time or 0)


_SELECT = "SELECT id, sender, received, files, first, listed, supplements, scanned, ended, aside FROM bundle WHERE "


def find(store: Store, bundle: str) -> Bundle:
    """A bundle by its id.

    Raises: UnknownItem.
    """
    found = _bundles(store, "id=?", (plain(bundle),))
    if not found:
        raise UnknownItem("there is no such bundle", bundle, "muniment account lists the bundles")
    return found[0]


def root_of(store: Store, bundle: Bundle) -> Bundle:
    """The bundle that a supplement, or a supplement of a supplement, belongs to; itself where it is none.

    What was withdrawn is nothing that another belongs to.
    """
    while bundle.supplements and (above := find(store, bundle.supplements)).aside != WITHDRAWN:
        bundle = above
    return bundle


def family(store: Store, bundle: Bundle) -> list[Bundle]:
    """A bundle, and the bundles that supplement it, in order; without those that were withdrawn."""
    found = [bundle]
    for each in found:  # grows while it is walked: a supplement can be supplemented
        found += _bundles(store, "supplements=? AND aside<>? ORDER BY n", (each.id, WITHDRAWN))
    return sorted(found, key=lambda each: each.number)


def whole(store: Store, bundle: Bundle) -> set[Row]:
    """The rows of a bundle with its supplements; of two rows of one name the later stands."""
    return set({row.name: row for each in family(store, bundle) for row in each.known(store)}.values())


def match(store: Store, sender: str, received: str, rows: Sequence[Row]) -> list[Bundle]:
    """The bundle that these three make, alone or with its supplements; none where it is new.

    Raises: OtherListing, where the same sender and day has another listing that overlaps.
    """
    wanted, names = set(rows), {row.name for row in rows}
    mine = "sender=? AND received=? AND list_of='' AND source<>'' AND aside<>'withdrawn' ORDER BY n"
    found = _bundles(store, mine, (sender, received))
    for bundle in found:
        if set(bundle.known(store)) == wanted:
            return [bundle]
    for bundle in found:
        if whole(store, bundle) == wanted:
            return family(store, bundle)
    for bundle in found:
        listing = whole(store, root_of(store, bundle))
        if names & {row.name for row in listing}:
            difference = compare(listing, wanted)
            named = not any(each.aside for each in family(store, root_of(store, bundle)))
            raise OtherListing(
                f"this is {bundle.id} with another listing: {difference.says(names=named)}",
                bundle.id,
                f"--continue {bundle.id} goes on with it; --supplement {bundle.id} takes in the new and changed files as a linked bundle",
            )
    return []


def _bundles(store: Store, where: str, values: tuple[str, ...]) -> list[Bundle]:
    found = store.tables.rows(_SELECT + where, values)
    return [
        Bundle(id, sender, received, files, first, _ranges(listed), supplements, scanned, ended, aside)
        for id, sender, received, files, first, listed, supplements, scanned, ended, aside in found  # noqa: A001
    ]


def _ranges(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((start, stop) for start, stop in json.loads(text))


@dataclass(frozen=True, slots=True)
class Difference:
    """How a second listing differs from a first."""

    appeared: list[Row]
    gone: list[Row]
    changed: list[Row]

    def __bool__(self) -> bool:
        return bool(self.appeared or self.gone or self.changed)

    def says(self, *, names: bool = True) -> str:
        """In words, with some names of each, or without."""
        groups = (("new", self.appeared), ("gone", self.gone), ("changed", self.changed))
        return "; ".join(
            f"{len(rows)} {what}" + (f" ({_some(rows)})" if rows and names else "") for what, rows in groups
        )


def _some(rows: Sequence[Row]) -> str:
    names = [text_of(row.name)[0] for row in rows[:NAMED]]
    return ", ".join(names) + (", ..." if len(rows) > NAMED else "")


def compare(before: set[Row], after: set[Row]) -> Difference:
    """What the second listing has more, less, or otherwise."""
    old, new = {row.name: row for row in before}, {row.name: row for row in after}
    return Difference(
        [new[name] for name in sorted(new.keys() - old.keys())],
        [old[name] for name in sorted(old.keys() - new.keys())],
        [new[name] for name in sorted(new.keys() & old.keys()) if new[name] != old[name]],
    )


@dataclass(frozen=True, slots=True)
class Began:
    """What is said of a bundle when it begins."""

    sender: str
    received: str
    supplements: str = ""
    brought: Brought = NOT_SAID
    list_of: str = ""
    held: bool = False


def begin(store: Store, source: Path, said: Began, rows: Sequence[Row]) -> Bundle:
    """Record what a bundle holds, before the first byte of it is read.

    A crash between the rows and `intake-began` leaves rows of no bundle; the next try lists them again.
    """
    parts = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]
    listed: list[tuple[int, int]] = []
    for start in range(0, len(parts), ENTRIES):
        some = parts[start : start + ENTRIES]
        first = store.record(*(Listed(part) for part in some))
        listed.append((first, first + len(some)))
    commitments = [
        seal for start, stop in listed for entry in store.ledger.entries(start, stop) for seal in seals(entry.fields)
    ]
    files = sum(row.kind != "folder" for row in rows)
    where = plain(os.path.abspath(source))  # noqa: PTH100 # as it was named; no link is followed
    act = IntakeBegan(
        said.sender,
        said.received,
        where,
        len(rows),
        files,
        root(commitments).hex(),
        listed,
        said.supplements,
        said.brought,
        said.list_of,
        said.held,
    )
    entry = store.record(act)
    return find(store, str(store.ledger.entry(entry).fields["on"]))


def seals(fields: object) -> list[bytes]:
    """The commitments of an entry to its sealed values, in order."""
    said = fields.get("seal", ()) if hasattr(fields, "get") else ()
    return [base64.b64decode(text) for text in said]
