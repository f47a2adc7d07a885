"""The tables of a case: opened, queried, and brought up to date by applying entries."""

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from muniment.errors import Broken, UnknownItem
from muniment.ledger.log import Entry
from muniment.model.item import Item, Said
from muniment.model.state import State
from muniment.store.apply import Applier
from muniment.store.blobs import Blobs
from muniment.store.ids import id_of
from muniment.store.readings import Readings
from muniment.store.schema import TABLES

BATCH = 500  # entries in one transaction: whoever waits for the lock waits for no more
Where = tuple[str, Sequence[Any]]
_THERE = "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"


@contextmanager
def sound() -> Iterator[None]:
    """Say so where the tables hold what nobody put there.

    Raises: Broken; UnknownItem, where they were asked for a larger number than there can be.
    """
    try:
        yield
    except OverflowError:
        raise UnknownItem("no number here is so large", "", "take the number from an answer of the case") from None
    except (apsw.CorruptError, apsw.NotADBError, apsw.SQLError, ValueError, TypeError) as error:
        raise Broken(f"the tables are damaged ({error})", "derived", "muniment rebuild makes them again") from error


class Tables:
    """One set of tables: on disk in `derived/`, or in memory for a check against the truth."""

    def __init__(self, path: Path | None, readings: Readings, lists: Blobs) -> None:
        self._path = path
        self.base = apsw.Connection(":memory:" if path is None else str(path))
        self.base.set_busy_timeout(60_000)
        if path is not None:
            # The tables can be made again: a power cut may cost them their last entries, never their form.
            self.base.execute("PRAGMA journal_mode=WAL").fetchall()
            self.base.execute("PRAGMA synchronous=NORMAL")
            # What does not fit into memory on the way stays in the case too, not in the system's folder for such files.
            self.base.execute("PRAGMA temp_store_directory='{}'".format(str(path.parent.absolute()).replace("'", "''")))
        self.base.execute(
            "PRAGMA recursive_triggers=1"
        )  # a row that is replaced is a row that goes, also for the tally
        self._applier = Applier(self.base, readings, lists)

    def make(self) -> None:
        """Make empty tables, in place of those that are there."""
        with self.base:
            for (name,) in self.base.execute(
                _THERE
            ).fetchall():  # those of an earlier version too, that this one has not
                self.base.execute('DROP TABLE "{}"'.format(str(name).replace('"', '""')))
            self.base.execute(TABLES)

    def made(self) -> bool:
        """Whether there are tables at all."""
        return bool(self.base.execute("SELECT count(*) FROM sqlite_master WHERE name='meta'").fetchone()[0])  # type: ignore[index]

    def apply(self, entries: Iterable[Entry], each: Callable[[int], None] | None = None) -> None:
        """Apply entries in their order, some hundred to a transaction; `each` hears how far it came."""
        batch: list[Entry] = []
        for entry in entries:
            batch.append(entry)
            if len(batch) >= BATCH:
                self._commit(batch, each)
                batch = []
        if batch:
            self._commit(batch, each)

    def meets_erasure(self, entries: Iterator[Entry]) -> bool:
        """Apply entries up to the first that erases something; False where none does."""
        met: list[int] = []
        self.apply(_before_erasure(entries, met))
        return bool(met)

    def _commit(self, batch: list[Entry], each: Callable[[int], None] | None) -> None:
        with self.base:
            for entry in batch:
                self._applier.apply(entry)
        if each is not None:
            each(batch[-1].seq)

    def apply_one(self, entry: Entry) -> None:
        """Apply one entry in a transaction of the caller's."""
        self._applier.apply(entry)

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Answers from one moment, whatever other processes apply meanwhile. Nothing may be applied within."""
        self.base.execute("BEGIN")
        try:
            self.one("SELECT count(*) FROM meta")  # from the first question on nothing changes
            yield
        finally:
            self.base.execute("COMMIT")

    @contextmanager
    def still(self) -> Iterator[None]:
        """The same, also where a moment is held already."""
        if self.base.in_transaction:
            yield
            return
        with self.moment():
            yield

    def disown(self) -> None:
        """Say that these tables are to be made anew by whoever opens the case next."""
        with self.base:
            self.base.execute("DELETE FROM meta WHERE key='made_by'")

    def scrub(self) -> bool:
        """Leave nothing in the file of what its rows held before; False where another process still reads it."""
        self.base.execute("VACUUM")
        return not self.base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0][0]

    def close(self) -> None:
        """Close the connection."""
        self.base.close()

    # -- questions

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that a query gives.

        Raises: Broken, where the tables are damaged; so do the others below.
        """
        with sound():
            return self.base.execute(sql, tuple(values)).fetchall()

    def numbers(self, sql: str, values: Sequence[Any] = ()) -> "array[int]":
        """The first value of each row that a query gives, where that is a whole number: eight bytes each."""
        with sound():
            return array("q", (int(row[0]) for row in self.base.execute(sql, tuple(values))))

    def one(self, sql: str, values: Sequence[Any] = ()) -> Any:  # what SQL gives
        """The first value of the first row, or None."""
        with sound():
            row = self.base.execute(sql, tuple(values)).fetchone()
        return None if row is None else row[0]

    def meta(self, key: str) -> Any:  # text or number
        """A single value that the tables keep of the case."""
        return self.one("SELECT value FROM meta WHERE key=?", (key,))

    @property
    def as_of(self) -> int:
        """The last entry applied, -1 where there is none."""
        found = self.meta("as_of")
        return -1 if found is None else int(found)

    def items(self, changed_after: int = -1) -> Iterator[Item]:
        """Items that an entry after this one touched, by entry and number."""
        sql = f"SELECT {COLUMNS} FROM item WHERE changed > ? ORDER BY changed, n"  # noqa: S608
        with sound():
            for row in self.base.execute(sql, (changed_after,)):
                yield item_of(row)

    def in_order(self, where: str = "1", values: Sequence[Any] = ()) -> Iterator[Item]:
        """Items in the order of the account: each top-level item, then its family; all as they are at the first of them.

        Whoever takes them one by one may go on working at the case meanwhile.
        """
        sql = f"SELECT {COLUMNS} FROM item WHERE {where} ORDER BY top, ordinal"  # noqa: S608 # our own conditions
        with sound(), self._aside() as base:
            for row in base.execute(sql, tuple(values)):
                yield item_of(row)

    @contextmanager
    def _aside(self) -> Iterator[apsw.Connection]:
        """A connection for one long question: what it reads stays as it is, and keeps nobody from writing."""
        if self._path is None:
            yield self.base
            return
        base = apsw.Connection(str(self._path), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            base.set_busy_timeout(60_000)
            yield base
        finally:
            base.close()

    def item(self, id: str) -> Item:  # noqa: A002
        """One item.

        Raises: UnknownItem.
        """
        number = id.removeprefix("ITM-")
        row = None
        if id.startswith("ITM-") and number.isascii() and number.isdigit() and len(number) < 16:
            with sound():
                row = self.base.execute(f"SELECT {COLUMNS} FROM item WHERE n=?", (int(number),)).fetchone()  # noqa: S608
        if row is None or id_of(int(number)) != id:
            raise UnknownItem("there is no such item", id, "muniment account --items --jsonl lists them all")
        with sound():
            return item_of(row)

    def state_counts(self, bundle: str | None = None) -> Mapping[State, int]:
        """How many items are in each state, in one bundle, or in the case without what was withdrawn."""
        where: Where = (COUNTED, ()) if bundle is None else ("bundle=?", (bundle,))
        sql = f"SELECT state, sum(items) FROM tally WHERE items>0 AND {where[0]} GROUP BY state"  # noqa: S608 # our own conditions
        found = self.rows(sql, where[1])
        with sound():
            return {State(state): count for state, count in found}

    def tops(self, bundle: str) -> int:
        """How many items of a bundle lie in no container, without things on shelves."""
        return int(self.one("SELECT coalesce(sum(tops), 0) FROM tally WHERE bundle=?", (bundle,)))


def _before_erasure(entries: Iterator[Entry], met: list[int]) -> Iterator[Entry]:
    for entry in entries:
        if entry.fields.get("erased"):
            met.append(entry.seq)
            return
        yield entry


COUNTED = "bundle NOT IN (SELECT id FROM bundle WHERE aside='withdrawn')"  # what the account of the case counts
SEEN = "bundle NOT IN (SELECT id FROM bundle WHERE aside<>'')"  # what is found and shown
COLUMNS = (
    "n, bundle, parent, top, name, raw_name, path, locator, sha256, size, type, state, reason, flags, reading, declared, recorded, "
    "complete, incomplete, changed, hints, facts, wall, lost, "
    "(SELECT aside FROM bundle WHERE bundle.id=item.bundle), "
    "(SELECT json_group_array(json_array(entry, kind, language, coalesce(person.name, ''), text)) FROM ("
    "SELECT entry, kind, language, person, text FROM described WHERE described.item=item.n UNION ALL "
    "SELECT entry, 'note', '', person, text FROM note WHERE note.item=item.n) AS written "
    "LEFT JOIN person ON person.id=written.person WHERE text IS NOT NULL), "
    "EXISTS (SELECT 1 FROM opened WHERE opened.item=item.n), EXISTS (SELECT 1 FROM settled WHERE settled.item=item.n)"
)


def item_of(row: Sequence[Any]) -> Item:
    """An item from its row, in the order of COLUMNS."""
    return Item(
        id=id_of(row[0]),
        bundle=row[1],
        parent=None if row[2] is None else id_of(row[2]),
        top=id_of(row[3]),
        name=row[4],
        raw_name=row[5],
        path=row[6],
        locator=row[7],
        sha256=row[8],
        size=row[9],
        type=row[10],
        state=State(row[11]),
        reason=row[12],
        flags=tuple(json.loads(row[13])),
        reading=row[14],
        declared=row[15],
        recorded=row[16],
        complete=bool(row[17]),
        incomplete=row[18],
        changed=row[19],
        hints=json.loads(row[20]),
        facts=json.loads(row[21]),
        wall=row[22],
        lost=bool(row[23]),
        aside=row[24],
        said=tuple(Said(*each) for each in json.loads(row[25])),
        opened=bool(row[26]),
        settled=bool(row[27]),
    )
