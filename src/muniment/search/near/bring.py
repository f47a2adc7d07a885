"""Brings the base up to date: what changed since is read once, and signed."""

import hashlib
import json
import time
from collections.abc import Iterator, Mapping

import apsw

from muniment.intake.progress import Progress, Tell, silent
from muniment.model.item import Item
from muniment.model.reading import Json, Reading
from muniment.search.near import base as bases
from muniment.search.near import columns, message, sign
from muniment.search.near.message import Message
from muniment.search.source import Source
from muniment.store.ids import number_of

_BATCH_ITEMS = 10_000
_BATCH_WORDS = 10_000_000


def bring(base: apsw.Connection, source: Source, tell: Tell = silent) -> None:
    """Follow the case to the entry that the source knows. Cost: nothing much where nothing changed."""
    known = bases.as_of(base)
    if known >= source.as_of:
        return
    batch, started = _Batch(base), time.monotonic()
    # How many there are is known where all are read; else only how many were.
    total = sum(source.state_counts().values()) if known < 0 else 0
    for done, item in enumerate(source.items(known)):
        tell(Progress("alike", min(done, total or done), total, seconds=time.monotonic() - started))
        if batch.full:
            batch.commit(item.changed - 1)
            batch = _Batch(base)
        batch.put(source, item)
    batch.commit(source.as_of)


class _Batch:
    """Some items, entered as one."""

    def __init__(self, base: apsw.Connection) -> None:
        self._base = base
        self._first = bases.rows(base)
        self._gone: set[int] = set()
        self._made: dict[int, tuple[Item, Row]] = {}
        self._words = 0

    @property
    def full(self) -> bool:
        return len(self._made) + len(self._gone) >= _BATCH_ITEMS or self._words >= _BATCH_WORDS

    def put(self, source: Source, item: Item) -> None:
        """Note an item, unless it is as it was."""
        n = number_of(item.id)
        if item.aside:
            self._made.pop(n, None)
            self._gone.add(n)
            return
        kept = self._base.execute("SELECT mark FROM item WHERE n=?", (n,)).fetchone()
        if kept is not None and kept[0] == mark(item) and n not in self._gone:
            return
        self._gone.add(n)
        self._made[n] = item, row_of(item, source.reading(item))
        self._words += self._made[n][1].words

    def commit(self, as_of: int) -> None:
        """Enter them all, or none."""
        signatures = [row.signature for _, row in self._made.values() if row.signature]
        with self._base:
            for n in self._gone:
                for table in ("item", "message", "refers"):
                    self._base.execute(f"DELETE FROM {table} WHERE n=?", (n,))  # noqa: S608 # names of our own tables
            columns.add(self._base, self._first, signatures)
            self._base.executemany("INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._rows())
            for n, (_, row) in self._made.items():
                if row.message is not None:
                    self._message(n, row.message)
            self._base.execute("UPDATE meta SET value=? WHERE key='rows'", (self._first + len(signatures),))
            self._base.execute("UPDATE meta SET value=max(value, ?) WHERE key='as_of'", (as_of,))

    def _rows(self) -> Iterator[tuple[Json, ...]]:
        at = self._first
        for n, (item, row) in self._made.items():
            place = at if row.signature else None
            at += bool(row.signature)
            yield n, item.bundle, bytes_of(item.sha256), row.text, row.words, place, mark(item), row.proof(place)

    def _message(self, n: int, said: Message) -> None:
        own = message.key(said.id) if said.id else None
        topic = message.key(said.topic) if said.topic else None
        self._base.execute("INSERT INTO message VALUES (?, ?, ?, ?)", (n, own, topic, json.dumps(said.said())))
        self._base.executemany("INSERT OR IGNORE INTO refers VALUES (?, ?)", ((key, n) for key in said.keys()))  # noqa: SIM118


class Row:
    """What is kept of an item's text and headers."""

    __slots__ = ("message", "signature", "text", "words")

    def __init__(self, reading: Reading | None, said: Message | None) -> None:
        self.text, self.words, self.signature = sign.signed(reading)
        self.message = said

    def proof(self, place: int | None) -> bytes:
        """By which a check sees that the row is as it was made, at its place among the signatures."""
        return proof(self.words, self.text, place, None if self.message is None else self.message.said())


def proof(words: int, text: bytes | None, place: int | None, said: list[Json] | None) -> bytes:
    """A hash of what is kept of an item."""
    kept = f"{words} {text!r} {place} {json.dumps(said)}"
    return hashlib.blake2b(kept.encode(), digest_size=8).digest()


def row_of(item: Item, reading: Reading | None) -> Row:
    """What is kept of an item."""
    return Row(reading, message.of(facts_of(item, reading)))


def facts_of(item: Item, reading: Reading | None) -> Mapping[str, Json]:
    """What is known of an item: what its container says, and what its reading says."""
    return dict(item.facts) | (dict(reading.facts) if reading else {})


def bytes_of(sha256: str | None) -> bytes | None:
    """A hash as it is kept."""
    return None if sha256 is None else bytes.fromhex(sha256)


def mark(item: Item) -> bytes:
    """What tells that an item's row is to be made anew, without its reading being opened."""
    kept = [item.bundle, item.sha256, item.reading, dict(item.facts)]
    return hashlib.blake2b(json.dumps(kept, default=str, sort_keys=True).encode(), digest_size=16).digest()
