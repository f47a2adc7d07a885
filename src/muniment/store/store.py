"""One open case: the ledger, the files it names, and the tables made from them.

`record` is the one function that changes a case. Order: files first (`blobs`), then the entry, then the tables; whoever
opens a case applies what the tables have not yet seen, so recovery is what always happens.
"""

import json
import os
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from muniment.errors import NotEmpty, Refused
from muniment.ledger.disk import make_folders, sync_folder
from muniment.ledger.key import Signer
from muniment.ledger.log import Draft, Log
from muniment.ledger.tree import root
from muniment.model.act import Act, Adopted, CaseBegan, PersonNamed, Read
from muniment.model.deed import Searched, Settled
from muniment.model.prove import Counted
from muniment.model.reading import Json
from muniment.model.review import CertificateIssued, Coded, DrawBegan, Judged, Ranked, RankingBegan, SampleDrawn
from muniment.names.filename import plain
from muniment.store import label, place
from muniment.store.arrived import FORMAT
from muniment.store.clock import Clock
from muniment.store.following import Following
from muniment.store.heads import newest
from muniment.store.ids import readable
from muniment.store.numbers import Numbers
from muniment.store.sync import locked
from muniment.store.userlog import UserLog

FOLDERS = ("originals", "readings", "lists", "derived")
PATIENT = 20  # times that whoever appends lets others' entries be applied first
INLINE = 500  # ranges of ids that an entry holds itself
_LONG = (
    Read
    | Settled
    | Searched
    | Judged
    | Coded
    | RankingBegan
    | Ranked
    | SampleDrawn
    | DrawBegan
    | CertificateIssued
    | Counted
)


class Store(Following):
    """An open case folder. Several processes may have it open at once."""

    def __init__(self, path: Path, case: str, by: str | None, signing_key: Path | None) -> None:
        super().__init__(path, f"muniment.case/{case}")
        self.id = case
        self.by = plain(by or place.user())
        self.uid = os.getuid() if hasattr(os, "getuid") else 0
        self._access: Log | None = None
        self._of_user = UserLog(case)
        self._key_file = signing_key or place.key_path(case)
        self.signer = Signer.load(self._key_file) if self._key_file.is_file() else None
        self._signed = self.ledger.size
        self.recorded, self._clock = 0, Clock()
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
        """As `record`, with acts that are worked out while nobody else appends; the tables know every entry before them.

        Where there is nothing to be done, nothing is recorded, and it returns -1.
        """
        self.allow()
        return self._record(build)

    def allow(self) -> None:
        """Whether anything can be recorded here.

        Raises: Refused.
        """
        self.allow_writing()
        if not self.signs:
            raise Refused(
                "without its signing key a case can only be read",
                str(self._key_file),
                "name it with --signing-key, or muniment adopt",
            )

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
                    first = self._append(acts) if acts else -1
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
        self.allow_writing()
        self._signed = self.ledger.size
        return self.ledger.checkpoint(self.signer)

    def adopt(self) -> None:
        """Go on with a new key, and say which head it goes on from.

        Raises: Refused, where the key is here, or another lies in its place.
        """
        self.allow_writing()
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

        Of a case on a medium that cannot be written it is said in a log of the user's own.
        Raises: Trouble, where it can be said nowhere: whoever was about to show something does not.
        """
        size, head = self.ledger.head()
        common = {"do": do, "v": 1, "by": self.person or "p0", "uid": self.uid, "case": size, "root": head.hex()}
        known = [(name, readable(value)) for name, value in sealed]
        draft = Draft(common | fields, [("name", self.by), *known])
        if self.writable:
            self.access.append([draft])
        else:
            self._of_user.append(draft)

    @property
    def access_log(self) -> Path:
        """Where it is said who consulted this case, as it is open here."""
        return self.path / "access.jsonl" if self.writable else self._of_user.path

    # -- what is known of the case

    @property
    def title(self) -> str:
        """The case's title."""
        return str(self.tables.meta("title"))

    @property
    def key(self) -> str:
        """The verifier key that the ledger names last."""
        return str(self.tables.meta("key"))

    def close(self) -> None:
        """Sign what is durable and let go of the case; without tables nobody knows which key is to sign."""
        if self.tables.made():
            self.sign()
        self.tables.close()
        self.ledger.close()
        if self._access is not None:
            self._access.close()
        self._of_user.close()
        self.leave()


def _draft(act: Act, common: dict[str, Json]) -> Draft:
    return Draft({"do": act.do, "v": act.version} | common | act.fields(), act.sealed(), act.erases())
