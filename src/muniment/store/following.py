"""Tables that follow the ledger: whoever opens a case applies what they have not yet seen, so recovery is what always happens."""

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import apsw

from muniment.errors import Broken, Refused
from muniment.ledger.log import Entry, Log
from muniment.store import damage, label, place
from muniment.store.schema import VERSION
from muniment.store.sync import locked
from muniment.store.tables import Tables
from muniment.store.view import Places, View


class Following(View):
    """A case folder and its tables; made in memory, in a folder of their own, where nothing can be written."""

    def __init__(self, path: Path, origin: str) -> None:
        self.path = path
        self.writable = os.access(path, os.W_OK)
        self._own = None if self.writable else tempfile.TemporaryDirectory(prefix="muniment-")
        places = Places(path, None if self._own is None else Path(self._own.name))
        places.derived.mkdir(exist_ok=True)
        self.ledger = Log.open(path, origin, cache=places.derived / "frontier")
        self._turn = threading.RLock()
        super().__init__(places, self._open_tables(places))

    def leave(self) -> None:
        """Remove what was made for this process alone."""
        if self._own is not None:
            self._own.cleanup()

    def allow_writing(self) -> None:
        """Whether anything can be written here.

        Raises: Refused.
        """
        if not self.writable:
            raise Refused("this case can only be read here", str(self.path), "work on a copy that you may write to")

    @contextmanager
    def moment(self) -> Iterator[None]:
        """What is asked within is answered from one moment, the newest there is, whatever others do meanwhile."""
        with self._turn:
            while True:
                self.catch_up()
                with self.tables.moment():
                    # Another process may have thrown the tables away since, to make them again: these are none yet.
                    if self.tables.as_of >= self.ledger.size - 1:
                        yield
                        return

    def catch_up(self) -> None:
        """Apply what the tables have not yet seen; made anew where another installation or version made them."""
        with self._turn:
            size = self.ledger.refresh()
            if self._current() and self.tables.as_of == size - 1:
                return
            with locked(self._lock("tables")):
                size = self.ledger.refresh()  # others went on while this waited
                if not self._current():
                    self._make()
                if self.tables.as_of >= size:
                    raise Broken(
                        "the ledger has fewer entries than the tables have seen",
                        str(self.path),
                        "run muniment verify, and look for a newer copy of the ledger",
                    )
                # Tables that have seen what is erased now are made anew; new ones were never shown it.
                anew = self.tables.as_of >= 0 and self.tables.meets_erasure(self._unseen(size))
                if anew:
                    self._make()
                self.tables.apply(self._unseen(size))
                if anew and self.writable:
                    label.write(self.places, self.tables)

    def _unseen(self, size: int) -> Iterator[Entry]:
        return self.ledger.entries(self.tables.as_of + 1, size)

    def _make(self) -> None:
        """Empty tables, and nothing left of what was worked out before; a crash on the way does all of it once more."""
        if self.tables.made():
            self.tables.disown()
            self._forget()
        self._begin()
        self.tables.scrub()

    def _begin(self) -> None:
        with self.tables.base:
            self.tables.make()
            self.tables.base.execute("INSERT INTO meta VALUES ('made_by', ?)", (self._mark(),))

    def _forget(self) -> None:
        """Delete what was worked out from values that are erased now."""
        for path in self.places.derived.iterdir():
            if path.is_dir() and path.name not in {"locks", "tmp"}:
                shutil.rmtree(path, ignore_errors=True)

    def rebuild(self) -> None:
        """Throw the tables away and make them again, from ledger and readings alone.

        Raises: Refused, where nothing can be written.
        """
        self.allow_writing()
        with self._turn, locked(self._lock("tables")):
            self._mending(self._again)
        label.write(self.places, self.tables)

    def _again(self) -> None:
        size = self.ledger.refresh()
        with self.tables.base:  # who reads meanwhile sees the tables of before, and then these; so after a crash
            self._begin()
            self.tables.apply(self._unseen(size))
        self.tables.scrub()

    def _mending(self, work: Callable[[], None]) -> None:
        """Where the tables are damaged, do it once more with new ones in their place."""
        try:
            work()
        except (*damage.DAMAGED, Broken) as error:
            if not self.writable or not damage.met(error):
                raise
            with suppress(apsw.Error):
                self.tables.close()
            damage.clear(self.derived / "tables.db")
            self.tables = self._open_tables(self.places)
            work()

    def _current(self) -> bool:
        return self.tables.made() and self.tables.meta("made_by") == self._mark()

    def _mark(self) -> str:
        return f"{place.installation(keep=True)} {VERSION}" if self.writable else "in memory"

    def _open_tables(self, places: Places) -> Tables:
        if not self.writable:
            return places.tables(None)
        path = places.derived / "tables.db"
        try:
            tables = places.tables(path)
            tables.made()
        except damage.DAMAGED:  # beyond opening: all of it can be made again, and is
            damage.clear(path)
            tables = places.tables(path)
        return tables

    # -- locks

    @contextmanager
    def alone(self, name: str) -> Iterator[bool]:
        """Hold a lock of this case by name; False at once where another process holds it."""
        with locked(self._lock(name), wait=False) as held:
            yield held

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Hold a lock of this case by name, once whoever holds it lets go."""
        with locked(self._lock(name)):
            yield

    @contextmanager
    def together(self, name: str) -> Iterator[None]:
        """Hold a lock of this case by name with others who hold it so; whoever wants it alone waits, or is refused."""
        with locked(self._lock(name), shared=True):
            yield

    def _lock(self, name: str) -> Path:
        return self.places.derived / "locks" / name
