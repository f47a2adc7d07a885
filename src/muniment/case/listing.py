"""The items of a case as a table, and its ledger as a list."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from muniment.case.base import Base, Json, several
from muniment.intake import itemlist
from muniment.store import entries


class Listing(Base):
    """Tables of items and of entries, a page at a time."""

    @property
    def by(self) -> str:
        """Who acts here, as they call themselves."""
        return self._store.by

    @property
    def zone(self) -> str:
        """The zone whose days are the case's."""
        return self._store.zone

    @property
    def derived(self) -> Path:
        """The folder of what can be made again: what does not fit into memory on the way lies there too."""
        return self._store.derived

    def item_page(self, *, sort: str = "account", after: str = "", limit: int = 100, **chosen: str) -> Json:
        """Items by what they are and what people did, a page behind one item, and how many there are in all.

        `chosen`: bundle, sum, state, reason, type, waits, opened, settled, judged. Raises: AskedWrong, UnknownItem.
        """
        wanted = itemlist.Chosen(**chosen)
        with self._store.moment():
            total = itemlist.count(self._store, wanted)
            found = itemlist.page(self._store, wanted, sort, after, limit + 1)
        more = found[limit - 1]["id"] if len(found) > limit else None
        return {"total": total, "items": found[:limit], "next": more, "as_of": self.as_of}

    def item_types(self, bundle: str = "") -> list[str]:
        """The media types that items of a bundle, or of the case, have."""
        with self._store.moment():
            return itemlist.types(self._store, bundle)

    def item_lines(self, *, sort: str = "account", **chosen: str) -> Iterator[Json]:
        """All items that are chosen so, one dict each, in the order of the account, or another of `item_page`.

        Raises: AskedWrong.
        """
        wanted = itemlist.Chosen(**chosen)
        self._store.catch_up()
        return itemlist.every(self._store, wanted, sort)

    def item_some(self, ids: Sequence[str]) -> list[Json]:
        """The items of these ids that there are, as `item_page` gives them, in the order of their numbers."""
        several(ids=ids)
        with self._store.moment():
            return itemlist.some(self._store, ids)

    def bundles(self) -> list[Json]:
        """Every bundle by its id: from whom, and whether it is held or withdrawn."""
        with self._store.moment():
            rows = self._store.tables.rows("SELECT id, sender, aside FROM bundle ORDER BY n")
        return [{"id": id, "from": sender, "aside": aside or None} for id, sender, aside in rows]  # noqa: A001

    def bands(self) -> dict[str, Any]:
        """For each bundle, and "" for the case: of each of the three sums: items, opened, judged, opened but not judged."""
        with self._store.moment():
            return itemlist.bands(self._store)

    def entries(
        self,
        before: int | None = None,
        limit: int = 50,
        *,
        do: str = "",
        on: str = "",
        by: str = "",
        after: int | None = None,
        oldest: bool = False,
    ) -> list[Json]:
        """Entries of the ledger before one, or behind one, the newest first or (`oldest`) the oldest.

        Of one kind, about one subject, by one person's number.
        """
        with self._store.moment():
            return entries.page(self._store, entries.Wanted(before, do, on, by, after, oldest), limit)

    def entry(self, number: int) -> Json:
        """One entry, with its open fields as they lie in the ledger, and the hash of its leaf.

        Raises: UnknownItem.
        """
        with self._store.moment():
            return entries.one(self._store, number)

    def people(self) -> list[tuple[str, str]]:
        """Who acted here, by number and name."""
        with self._store.moment():
            return entries.people(self._store)

    def head(self) -> Json:
        """The last entry, its time in microseconds since 1970, and the root over all entries."""
        with self._store.moment():
            return entries.head(self._store)

    def checkpoints(self, limit: int = 10) -> list[Json]:
        """The newest signed checkpoints near the end of the ledger: up to how many entries, the root, and the keys' names."""
        return [
            {
                "size": note.size,
                "root": note.root.hex(),
                "text": note.body,
                "signed_by": [name for name, _ in note.signatures],
            }
            for note in entries.checkpoints(self._store, limit)
        ]

    def sign(self) -> bool:
        """Sign what is durable, where something came since the last checkpoint; whether something was signed."""
        return bool(self._store.sign(rest=True))
