"""What can be asked of a case: its tables and readings together, on disk or replayed in memory."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from muniment.model.item import Item
from muniment.model.reading import Reading
from muniment.model.state import State
from muniment.store.blobs import Blobs
from muniment.store.ids import number_of
from muniment.store.readings import SUFFIX, Readings
from muniment.store.tables import Tables


class Places:
    """Where the parts of a case folder lie."""

    def __init__(self, path: Path, derived: Path | None = None) -> None:
        self.path = path
        self.derived = path / "derived" if derived is None else derived
        temporary = self.derived / "tmp"
        self.originals = Blobs(path / "originals", temporary)
        self.lists = Blobs(path / "lists", temporary, ".json")
        self.readings = Readings(Blobs(path / "readings", temporary, SUFFIX))

    def tables(self, path: Path | None) -> Tables:
        """Tables over these readings and lists."""
        return Tables(path, self.readings, self.lists)


class View:
    """Questions to one state of a case, whatever tables it stands on."""

    def __init__(self, places: Places, tables: Tables) -> None:
        self.places = places
        self.tables = tables

    @property
    def derived(self) -> Path:
        """The folder of what machines worked out."""
        return self.places.derived

    @property
    def as_of(self) -> int:
        """The last entry that the tables know."""
        return self.tables.as_of

    @property
    def zone(self) -> str:
        """The case's zone."""
        return str(self.tables.meta("zone"))

    def items(self, changed_after: int = -1) -> Iterator[Item]:
        """Items that an entry after this one touched, by entry and number."""
        return self.tables.items(changed_after)

    def item(self, id: str) -> Item:  # noqa: A002
        """One item.

        Raises: UnknownItem.
        """
        return self.tables.item(id)

    def reading(self, item: Item) -> Reading | None:
        """What a reader made of an item, None where there is nothing.

        Raises: Broken, where it differs from what the ledger names.
        """
        found = self.tables.rows("SELECT file, block, line, reading FROM item WHERE n=?", (number_of(item.id),))
        if not found or found[0][3] is None:
            return None
        return self.places.readings.read(*found[0])

    def reading_named(self, item: Item, hash: str) -> Reading | None:  # noqa: A002
        """A reading of an item by its hash, also one that a later reading replaced; None where it has none of that hash."""
        found = self.tables.rows(
            "SELECT file, block, line, hash FROM reading WHERE item=? AND hash=? LIMIT 1", (number_of(item.id), hash)
        )
        return self.places.readings.read(*found[0]) if found else None

    def state_counts(self) -> Mapping[State, int]:
        """How many items are in each state, but for those that were withdrawn."""
        return self.tables.state_counts()

    def held_counts(self) -> Mapping[State, int]:
        """How many items of bundles that are held are in each state."""
        found = self.tables.rows(
            "SELECT state, sum(items) FROM tally WHERE items>0 AND bundle IN (SELECT id FROM bundle WHERE aside='held') GROUP BY state"
        )
        return {State(state): count for state, count in found}
