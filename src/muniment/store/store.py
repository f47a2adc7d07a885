"""One open case: the ledger, the files it names, and the tables made from them.

`record` is the one function that changes a case. Order: files first (`blobs`), then the entry, then the tables; whoever
opens a case applies what the tables have not yet seen, so recovery is what always happens.
"""

import getpass
import json
import os
import shutil
import tempfile
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

import apsw

from muniment.errors import Broken, NewerCase, NotACase, NotEmpty, Refused, Trouble
from muniment.ledger.disk import sync_file, sync_folder
from muniment.ledger.key import Signer
from muniment.ledger.log import Draft, Log
from muniment.ledger.tree import root
from muniment.model.act import Act, Adopted, CaseBegan, PersonNamed, Read
from muniment.model.reading import Json
from muniment.store import place
from muniment.store.apply import FORMAT
from muniment.store.schema import VERSION
from muniment.store.sync import locked
from muniment.store.tables import Tables
from muniment.store.view import Places, View

FOLDERS = ("originals", "readings", "lists", "derived")
PATIENT = 20  # times that whoever appends lets others' entries be applied first
INLINE = 500  # ranges of ids that an entry holds itself


class Store(View):
    """An open case folder. Several processes may have it open at once."""

    def __init__(self, path: Path, case: str, by: str | None, signing_key: Path | None) -> None:
        self.writable = os.access(path, os.W_OK)
        self._own = None if self.writable else tempfile.TemporaryDirectory(prefix="muniment-")
        places = Places(path, None if self._own is None else Path(self._own.name))
        places.derived.mkdir(exist_ok=True)
        self.path = path
        self.id = case
        self.by = by or _user()
        self.uid = os.getuid() if hasattr(os, "getuid") else 0
        self.ledger = Log.open(path, f"muniment.case/{case}", cache=places.derived / "frontier")
        self._access: Log | None = None
        self._turn = threading.RLock()
        key = signing_key or place.key_path(case)
        self.signer = Signer.load(key) if key.is_file() else None
        self._signed = self.ledger.size
        super().__init__(places, self._open_tables(places))
        self.catch_up()

    @classmethod
    def create(
        cls, path: Path, title: str, zone: str, by: str | None = None, signing_key: Path | None = None
    ) -> "Store":
        """Make a case in a folder that is not there yet, or empty.

        Raises: NotEmpty, UnsafePlace.
        """
        place.allow(path)
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise NotEmpty(
                "there is something in that folder", str(path), "name a folder that is empty or not there yet"
            )
        case = str(uuid.uuid4())
        key = signing_key or place.key_path(case)
        signer = Signer.load(key) if key.is_file() else Signer.make(f"muniment.case/{case}")
        if not key.is_file():
            key.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            signer.save(key)  # before the case: a crash here leaves a key for no case, never a case without its key
        path.mkdir(parents=True, exist_ok=True)
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
        store._write_copy()  # a crash before this: opening writes it from entry 0
        return store

    @classmethod
    def open(cls, path: Path, by: str | None = None, signing_key: Path | None = None) -> "Store":
        """Open a case, and apply what its tables have not yet seen.

        Raises: NotACase, NewerCase, UnsafePlace, Broken.
        """
        case = identify(path)
        place.allow(path)
        return cls(path, case, by, signing_key)

    # -- changing the case

    def record(self, *acts: Act) -> int:
        """Append acts as one durable commit and apply them; returns the number of the first.

        Raises: Refused, where this case is open for reading alone; Trouble, where the disk does not take it.
        """
        if not self.writable:
            raise Refused("this case can only be read here", str(self.path), "work on a copy that you may write to")
        with self._turn:
            for tries in count(1):
                self.catch_up()
                with locked(self._lock("record")):
                    # What others appended is applied before the lock is taken: it is held for this append alone.
                    if tries < PATIENT and self.ledger.refresh() > self.tables.as_of + 1:
                        continue
                    self.catch_up()
                    first = self._append(acts)
                    break
            self.catch_up()
        return first

    def _append(self, acts: Sequence[Act]) -> int:
        numbers = _Numbers(self.tables)
        given = [self._listed(act.numbered(numbers)) for act in acts]
        person, naming = self._person()
        common = {"by": person, "uid": self.uid, "proved": "none"}
        drafts = [_draft(act, common) for act in (*naming, *given)]
        return self.ledger.append(drafts) + len(naming)

    def _listed(self, act: Act) -> Act:
        """Long ranges of ids go to `lists/`, durable before the entry that names them."""
        if not isinstance(act, Read) or len(act.ids) <= INLINE:
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

    def sign(self) -> str:
        """Sign a checkpoint of what is durable, where something came since the last; "" where there is no key."""
        if self.signer is None or not self.writable or self.signer.vkey != self.key:
            return ""
        if self.ledger.size == self._signed:
            return ""
        note = self.ledger.checkpoint(self.signer)
        self._signed = self.ledger.size
        return note

    def checkpoint(self) -> str:
        """A signed checkpoint to give away.

        Raises: Refused, where the signing key is not here.
        """
        if self.signer is None or self.signer.vkey != self.key:
            raise Refused(
                "the signing key of this case is not here",
                str(place.key_path(self.id)),
                "name it with --signing-key, or muniment adopt",
            )
        self._signed = self.ledger.size
        return self.ledger.checkpoint(self.signer)

    def adopt(self) -> None:
        """Go on with a new key, and say which head it goes on from."""
        signer = Signer.make(f"muniment.case/{self.id}")
        key = place.key_path(self.id)
        if key.exists():
            raise Refused(
                "there is a signing key for this case here", str(key), "move it away if it is not the right one"
            )
        key.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        signer.save(key)
        size, head = self.ledger.head()
        self.record(Adopted(signer.vkey, size, head.hex()))
        self.signer = signer
        self._write_copy()

    # -- who looked at what

    @property
    def access(self) -> Log:
        """The access log, opened when it is first needed."""
        if self._access is None:
            origin = f"muniment.access/{self.id}"
            there = (self.path / "access.jsonl").exists()
            self._access = Log.open(self.path, origin, "access") if there else Log.create(self.path, origin, "access")
        return self._access

    def consulted(self, do: str, fields: dict[str, Json], sealed: Sequence[tuple[str, Json]] = ()) -> None:
        """Say in the access log what was consulted or refused; nothing of it enters the case ledger.

        A case on a medium that cannot be written has no access log to write: nothing is said there.
        """
        if not self.writable:
            return
        common = {"do": do, "v": 1, "by": self.person or "p0", "uid": self.uid, "case": self.ledger.size}
        self.access.append([Draft(common | fields, [("name", self.by), *sealed])])

    # -- the tables

    def catch_up(self) -> None:
        """Apply what the tables have not yet seen; made anew where another installation or version made them."""
        with self._turn:
            size = self.ledger.refresh()
            if self._current() and self.tables.as_of == size - 1:
                return
            with locked(self._lock("tables")):
                if not self._current():
                    self._make()
                if self.tables.as_of >= size:
                    raise Broken(
                        "the ledger has fewer entries than the tables have seen",
                        str(self.path),
                        "run muniment verify, and look for a newer copy of the ledger",
                    )
                seen, erased = self.tables.as_of, self.tables.meta("erased")
                self.tables.apply(self.ledger.entries(seen + 1, size))
                if seen >= 0 and self.tables.meta("erased") != erased:
                    self._forget()
                    self._make()
                    self.tables.apply(self.ledger.entries(0, size))
                    self.tables.scrub()

    def _make(self) -> None:
        self.tables.make()
        with self.tables.base:
            self.tables.base.execute("INSERT INTO meta VALUES ('made_by', ?)", (self._mark(),))

    def _forget(self) -> None:
        """Delete what was worked out from values that are erased now; a crash leaves tables that still say so."""
        for path in self.places.derived.iterdir():
            if path.is_dir() and path.name not in {"locks", "tmp"}:
                shutil.rmtree(path, ignore_errors=True)

    def rebuild(self) -> None:
        """Throw the tables away and make them again, from ledger and readings alone."""
        with self._turn, locked(self._lock("tables")):
            self.tables.make()
        self.catch_up()

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
        except (apsw.CorruptError, apsw.NotADBError):
            # Damaged beyond opening: all of it can be made again, and is.
            for name in (path, path.with_name("tables.db-wal"), path.with_name("tables.db-shm")):
                name.unlink(missing_ok=True)
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

    def _lock(self, name: str) -> Path:
        return self.places.derived / "locks" / name

    def _write_copy(self) -> None:
        text = "".join(
            f"{name} = {json.dumps(value, ensure_ascii=False)}\n"
            for name, value in (
                ("id", self.id),
                ("title", self.title),
                ("zone", self.zone),
                ("format", FORMAT),
                ("key", self.key),
            )
        )
        temporary = self.places.derived / "case.toml"
        with temporary.open("w", encoding="utf-8") as file:
            file.write("# A copy of entry 0 of ledger.jsonl, for people; the ledger is the truth.\n" + text)
            file.flush()
            sync_file(file.fileno())
        temporary.replace(self.path / "case.toml")  # a crash here leaves the old copy or none
        sync_folder(self.path)

    def close(self) -> None:
        """Sign what is durable and let go of the case."""
        if not (self.path / "case.toml").exists() and self.writable:
            self._write_copy()
        self.sign()
        self.tables.close()
        self.ledger.close()
        if self._access is not None:
            self._access.close()
        if self._own is not None:
            self._own.cleanup()


class _Numbers:
    """The next free numbers, under the record lock."""

    def __init__(self, tables: Tables) -> None:
        self._item = int(tables.meta("next_item") or 1)
        self._bundle = int(tables.one("SELECT coalesce(max(n), 0) FROM bundle"))

    def items(self, count: int) -> int:
        first = self._item
        self._item += count
        return first

    def bundle(self) -> str:
        self._bundle += 1
        return f"BUN-{self._bundle:04d}"


def _draft(act: Act, common: dict[str, Json]) -> Draft:
    return Draft({"do": act.do, "v": act.version} | common | act.fields(), act.sealed(), act.erases())


def identify(path: Path) -> str:
    """The id of the case in a folder, from entry 0.

    Raises: NotACase, NewerCase.
    """
    try:
        with (path / "ledger.jsonl").open("rb") as file:
            first = json.loads(file.readline(65_536))
        if first["do"] != "case-began":
            raise ValueError("another ledger")
        case, made = str(first["case"]), first["format"]
    except FileNotFoundError:
        raise NotACase("there is no case", str(path), "muniment new makes one; --case names one") from None
    except PermissionError:
        raise Trouble("the case may not be read by this user", str(path), "ask whoever owns the folder") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise NotACase(
            "the folder holds no case that can be opened", str(path), "run muniment verify, or open a backup"
        ) from None
    if not isinstance(made, int) or made > FORMAT:
        raise NewerCase("the case was made by a newer Muniment", str(path), "install the current Muniment")
    return case


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no name for this uid, or no list of users here
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown"
