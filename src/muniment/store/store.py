"""One open case: the ledger, the files it names, and the tables made from them.

`record` is the one function that changes a case. Order: files first (`blobs`), then the entry, then the tables; whoever
opens a case applies what the tables have not yet seen, so recovery is what always happens.
"""

import json
import os
import shutil
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

import apsw

from muniment.errors import Broken, NotEmpty, Refused
from muniment.ledger.disk import make_folders, sync_folder
from muniment.ledger.key import Signer
from muniment.ledger.log import Draft, Entry, Log
from muniment.ledger.tree import root
from muniment.model.act import Act, Adopted, CaseBegan, PersonNamed, Read
from muniment.model.deed import Searched, Settled
from muniment.model.reading import Json
from muniment.model.review import CertificateIssued, Coded, DrawBegan, Judged, Ranked, RankingBegan, SampleDrawn
from muniment.names.filename import plain
from muniment.store import damage, label, place
from muniment.store.apply import FORMAT
from muniment.store.clock import Clock
from muniment.store.heads import newest
from muniment.store.ids import readable
from muniment.store.numbers import Numbers
from muniment.store.schema import VERSION
from muniment.store.sync import locked
from muniment.store.tables import Tables
from muniment.store.view import Places, View

FOLDERS = ("originals", "readings", "lists", "derived")
PATIENT = 20  # times that whoever appends lets others' entries be applied first
INLINE = 500  # ranges of ids that an entry holds itself
_LONG = Read | Settled | Searched | Judged | Coded | RankingBegan | Ranked | SampleDrawn | DrawBegan | CertificateIssued


class Store(View):
    """An open case folder. Several processes may have it open at once."""

    def __init__(self, path: Path, case: str, by: str | None, signing_key: Path | None) -> None:
        self.writable = os.access(path, os.W_OK)
        self._own = None if self.writable else tempfile.TemporaryDirectory(prefix="muniment-")
        places = Places(path, None if self._own is None else Path(self._own.name))
        places.derived.mkdir(exist_ok=True)
        self.path = path
        self.id = case
        self.by = plain(by or place.user())
        self.uid = os.getuid() if hasattr(os, "getuid") else 0
        self.ledger = Log.open(path, f"muniment.case/{case}", cache=places.derived / "frontier")
        self._access: Log | None = None
        self._turn = threading.RLock()
        self._key_file = signing_key or place.key_path(case)
        self.signer = Signer.load(self._key_file) if self._key_file.is_file() else None
        self._signed = self.ledger.size
        self.recorded, self._clock = 0, Clock()
        super().__init__(places, self._open_tables(places))
        self._mending(self._look)

    @classmethod
    def create(
        cls, path: Path, title: str, zone: str, by: str | None = None, signing_key: Path | None = None
    ) -> "Store":
        """Make a case in a folder that is not there yet, or empty.

        Raises: NotEmpty, UnsafePlace.
        """
        place.allow(path)
        place.apart(path)
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise NotEmpty(
                "there is something in that folder", str(path), "name a folder that is empty or not there yet"
            )
        case = str(uuid.uuid4())
        key = signing_key or place.key_path(case)
        signer = Signer.load(key) if key.is_file() else Signer.make(f"muniment.case/{case}")
        if not key.is_file():
            make_folders(key.parent, 0o700)
            signer.save(key)  # before the case: a crash here leaves a key for no case, never a case without its key
        make_folders(path)
        for name in FOLDERS:
            (path / name).mkdir()
        sync_folder(path)
        ledger = Log.create(path, f"muniment.case/{case}")
        ledger.append(
            [_draft(CaseBegan(case, title, zone, FORMAT, signer.vkey), {"by": "p0", "uid": 0, "proved": "none"})]
        )
        ledger.close()
        store = cls(path, case, by, signing_key)
        store.consulted("began", {})
        return store

    @classmethod
    def open(cls, path: Path, by: str | None = None, signing_key: Path | None = None) -> "Store":
        """Open a case, and apply what its tables have not yet seen.

        Raises: NotACase, NewerCase, UnsafePlace, Broken.
        """
        case = place.identify(path, FORMAT)
        place.allow(path)
        return cls(path, case, by, signing_key)

    def _look(self) -> None:
        """See every entry, and ask what each verb asks: a case whose tables cannot say it could not be rebuilt either."""
        self.catch_up()
        self.tables.rows("SELECT id, name FROM person")
        if self.writable:
            label.write(self.places, self.tables)

    # -- changing the case

    def record(self, *acts: Act) -> int:
        """Append acts as one durable commit and apply them; returns the number of the first.

        Raises: Refused, where this case is open for reading alone; Trouble, where the disk does not take it.
        """
        return self.record_now(lambda: acts)

    def record_now(self, build: Callable[[], Sequence[Act]]) -> int:
        """As `record`, with acts that are worked out while nobody else appends; the tables know every entry before them."""
        self.allow()
        return self._record(build)

    def allow(self) -> None:
        """Whether anything can be recorded here.

        Raises: Refused.
        """
        self._allow_writing()
        if not self.signs:
            raise Refused(
                "without its signing key a case can only be read",
                str(self._key_file),
                "name it with --signing-key, or muniment adopt",
            )

    def _allow_writing(self) -> None:
        if not self.writable:
            raise Refused("this case can only be read here", str(self.path), "work on a copy that you may write to")

    @property
    def signs(self) -> bool:
        """Whether the key that signs this case is here."""
        return self.signer is not None and self.signer.vkey == self.key

    def _record(self, build: Callable[[], Sequence[Act]]) -> int:
        with self._turn:
            for tries in count(1):
                self.catch_up()
                with locked(self._lock("record")):
                    # What others appended is applied before the lock is taken: it is held for this append alone.
                    if tries < PATIENT and self.ledger.refresh() > self.tables.as_of + 1:
                        continue
                    self.catch_up()
                    acts = build()
                    first = self._append(acts)
                    break
            self.recorded += len(acts)
            self.catch_up()
        return first

    def _append(self, acts: Sequence[Act]) -> int:
        numbers = Numbers(self.tables)
        given = [self._listed(act.numbered(numbers)) for act in acts]
        person, naming = self._person()
        common = {"by": person, "uid": self.uid, "proved": "none"}
        before = [*self._clock.jumped(self.tables), *naming]
        return self.ledger.append([_draft(act, common) for act in (*before, *given)]) + len(before)

    def _listed(self, act: Act) -> Act:
        """Long ranges of ids go to `lists/`, durable before the entry that names them."""
        if not isinstance(act, _LONG) or len(act.ids) <= INLINE:
            return act
        lines = [json.dumps(part).encode() for part in act.ids]
        sha256 = self.places.lists.put(b"[" + b",".join(lines) + b"]")
        return replace(act, ids=(), list=(sha256, len(lines), root(lines).hex()))

    def _person(self) -> tuple[str, list[Act]]:
        known = self.tables.one("SELECT id FROM person WHERE name=?", (self.by,))
        if known is not None:
            return str(known), []
        count = int(self.tables.one("SELECT count(*) FROM person"))
        person = f"p{count + 1}"
        return person, [PersonNamed(person, self.by)]

    @property
    def person(self) -> str | None:
        """The number of whoever acts here, None before their first act."""
        return self.tables.one("SELECT id FROM person WHERE name=?", (self.by,))  # type: ignore[no-any-return]

    def sign(self, *, rest: bool = False) -> str:
        """Sign a checkpoint of what is durable, where something came since the last; "" where there is no key.

        `rest`: also what somebody left unsigned before this case was opened, as by a kill.
        """
        if not self.writable or self.signer is None or not self.signs:
            return ""
        if self.ledger.size == self._signed:
            head = newest(self.path / "ledger.jsonl") if rest else None
            if head is None or head.signatures:
                return ""
        note = self.ledger.checkpoint(self.signer)
        self._signed = self.ledger.size
        return note

    def checkpoint(self) -> str:
        """A signed checkpoint to give away.

        Raises: Refused, where the signing key is not here.
        """
        if self.signer is None or not self.signs:
            raise Refused(
                "the signing key of this case is not here",
                str(self._key_file),
                "name it with --signing-key, or muniment adopt",
            )
        self._allow_writing()
        self._signed = self.ledger.size
        return self.ledger.checkpoint(self.signer)

    def adopt(self) -> None:
        """Go on with a new key, and say which head it goes on from.

        Raises: Refused, where the key is here, or another lies in its place.
        """
        self._allow_writing()
        if self.signs:
            raise Refused("the signing key of this case is here", str(self._key_file), "go on as before")
        if self._key_file.exists():
            raise Refused(
                "another key lies in that place",
                str(self._key_file),
                "move it away, or name a new file with --signing-key",
            )
        signer = Signer.make(f"muniment.case/{self.id}")
        make_folders(self._key_file.parent, 0o700)
        signer.save(self._key_file)
        size, head = self.ledger.head()
        self._record(lambda: [Adopted(signer.vkey, size, head.hex())])
        self.signer = signer
        label.write(self.places, self.tables)

    # -- who looked at what

    @property
    def access(self) -> Log:
        """The access log, opened when it is first needed."""
        if self._access is None:
            origin = f"muniment.access/{self.id}"
            if not (self.path / "access.jsonl").exists():
                Log.create(self.path, origin, "access").close()
            self._access = Log.open(self.path, origin, "access", cache=self.places.derived / "access-frontier")
        return self._access

    def consulted(self, do: str, fields: dict[str, Json], sealed: Sequence[tuple[str, Json]] = ()) -> None:
        """Say in the access log what was consulted or refused; nothing of it enters the case ledger.

        A case on a medium that cannot be written has no access log to write: nothing is said there.
        """
        if not self.writable:
            return
        size, head = self.ledger.head()
        common = {"do": do, "v": 1, "by": self.person or "p0", "uid": self.uid, "case": size, "root": head.hex()}
        known = [(name, readable(value)) for name, value in sealed]
        self.access.append([Draft(common | fields, [("name", self.by), *known])])

    # -- the tables

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
        self._allow_writing()
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
        return f"{place.installation()} {VERSION}" if self.writable else "in memory"

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

    # -- what is known of the case

    @property
    def title(self) -> str:
        """The case's title."""
        return str(self.tables.meta("title"))

    @property
    def key(self) -> str:
        """The verifier key that the ledger names last."""
        return str(self.tables.meta("key"))

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

    def close(self) -> None:
        """Sign what is durable and let go of the case; without tables nobody knows which key is to sign."""
        if self.tables.made():
            self.sign()
        self.tables.close()
        self.ledger.close()
        if self._access is not None:
            self._access.close()
        if self._own is not None:
            self._own.cleanup()


def _draft(act: Act, common: dict[str, Json]) -> Draft:
    return Draft({"do": act.do, "v": act.version} | common | act.fields(), act.sealed(), act.erases())
