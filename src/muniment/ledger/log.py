"""The append-only log: many processes append, each commit is durable before anybody is told of it.

Entries and the head behind them are one commit. Both files are synced at once; a power cut can keep the one and lose the
other, so opening looks for the sealed values of the last commit, and without them there was no commit.
"""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from muniment.errors import AskedWrong, Broken, Refused, Trouble
from muniment.ledger import disk, frontier, note, recovery, sealed
from muniment.ledger.canonical import canonical
from muniment.ledger.files import Files, Names
from muniment.ledger.key import Signer
from muniment.ledger.lines import BLOCK, lines, seek
from muniment.ledger.position import Position, advance
from muniment.ledger.sealed import Place
from muniment.ledger.tree import Tree

LONGEST = 65_535  # bytes of an entry; C2SP tlog-tiles writes lengths in 16 bits
_AHEAD = 1 << 20  # bytes that are followed without the lock, so that nobody waits for a cold opening
_SAVE = 4096  # entries after which the frontier is kept again

Fields = dict[str, Any]
Value = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be: open fields, sealed values by name in the order of their places, and places that it erases."""

    fields: Fields
    sealed: Sequence[Value] = ()
    erases: Sequence[Place] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; a sealed value that was erased is None."""

    seq: int
    at: int  # microseconds since 1970 in UTC
    fields: Fields
    sealed: tuple[Value | None, ...] = ()


@dataclass(slots=True)
class _Commit:
    tree: Tree
    at: int
    data: bytearray = field(default_factory=bytearray)
    hidden: bytearray = field(default_factory=bytearray)


class Log:
    """An open ledger; safe for threads, and for many processes at once."""

    def __init__(self, files: Files, origin: str, cache: Path | None) -> None:
        self.origin = origin
        self._files = files
        self._cache = cache
        self._turn = threading.RLock()
        self._pool: ThreadPoolExecutor | None = None
        self._failed = False
        self._behind = False
        self._sealed_end = 0
        self._here, self._known = frontier.load(cache, files, origin)
        self._saved = self._here.tree.size

    @classmethod
    def create(cls, folder: Path, origin: str, name: str = "ledger") -> "Log":
        """Begin a ledger in a folder that has none of that name.

        Raises: Refused, Trouble.
        """
        names = Names.of(name)
        try:
            for each in (names.log, names.sealed, names.lock):
                os.close(os.open(folder / each, os.O_WRONLY | os.O_CREAT | os.O_EXCL | disk.BINARY, 0o600))
        except FileExistsError:
            raise Refused("there is a ledger already", str(folder), "name another folder") from None
        except OSError as error:
            raise Trouble(f"the ledger cannot be made ({error.strerror})", str(folder), "look at the disk") from None
        return cls.open(folder, origin, name)

    @classmethod
    def open(cls, folder: Path, origin: str, name: str = "ledger", cache: Path | None = None) -> "Log":
        """Open a ledger and recover it.

        Raises: Broken, Trouble.
        """
        log = cls(Files(folder, name), origin, cache)
        try:
            log._open()
        except BaseException:
            log._files.close()
            raise
        return log

    def _open(self) -> None:
        size = self._files.size()
        if size - self._here.end > _AHEAD:
            # At most the last commit in these bytes can still be taken back by its writer: stop before it.
            _, before = advance(lines(self._files.log, self._here.end, size), self.origin, self._here)
            self._here = before or self._here
        with self._turn, self._translated(), self._files.locked(shared=not self._files.writable):
            self._recover(cold=True, look=not self._files.writable)

    # -- writing

    def append(self, drafts: Sequence[Draft], sign: Signer | None = None) -> int:
        """Append entries as one durable commit; returns the number of the first.

        Raises: AskedWrong, where a draft has no canonical form or is too long; Broken; Trouble, where the disk does not
        take it: then nothing was appended, and the ledger must be opened again.
        """
        with self._writing():
            first = self._here.tree.size
            self._commit(drafts, sign)
            owed = [place for draft in drafts for place in draft.erases]
            if owed:
                self._here.owed += owed
                self._blank()
            return first

    def checkpoint(self, signer: Signer) -> str:
        """The signed head of what is durable; it enters the ledger as a commit without entries.

        Never signs what a power cut can take back.
        """
        with self._writing():
            self._commit([], signer)
            return self._signed(self._here.tree, signer)

    def _commit(self, drafts: Sequence[Draft], sign: Signer | None) -> None:
        commit = _Commit(self._here.tree.copy(), self._here.at)
        for draft in drafts:
            _add(commit, draft)
        text = self._signed(commit.tree, sign) if sign else note.body(self.origin, commit.tree.size, commit.tree.root())
        commit.data += note.head_line(text)
        self._write(bytes(commit.data), bytes(commit.hidden))
        end = self._here.end + len(commit.data)
        self._here = Position(commit.tree, end, commit.at, self._here.owed)
        self._sealed_end += len(commit.hidden)
        if self._here.tree.size - self._saved >= _SAVE:
            self._save()

    def _signed(self, tree: Tree, signer: Signer) -> str:
        body = note.body(self.origin, tree.size, tree.root())
        return f"{body}\n{signer.sign(body.encode())}"

    def _write(self, data: bytes, hidden: bytes) -> None:
        # Order is free between the two files: without its sealed values a commit does not count.
        waiting: Future[None] | None = None
        try:
            self._files.mark(busy=True)
            if not self._here.end:  # the first commit: the names of the files too
                disk.sync_folder(self._files.folder)
                disk.sync_folder(self._files.folder.resolve().parent)
            if hidden:
                disk.write_at(self._files.sealed, hidden, self._sealed_end)
                waiting = self._beside(disk.sync_data, self._files.sealed)
            disk.write_at(self._files.log, data, self._here.end)
            disk.sync_data(self._files.log)
            if waiting is not None:
                waiting.result()
            self._files.mark(busy=False)
        except BaseException:
            # What the disk holds is not known: take it back if we can; this handle is dead.
            self._failed = True
            if waiting is not None:
                waiting.exception()
            with suppress(OSError):
                self._files.cut(self._here.end, self._sealed_end)
            raise

    def _beside(self, call: Callable[[int], None], descriptor: int) -> "Future[None]":
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, "sync")
        return self._pool.submit(call, descriptor)

    def _blank(self) -> None:
        self._failed = True  # until the disk has it
        recovery.blank(self._files, self._here.owed)
        self._here.owed, self._failed = [], False

    # -- reading

    @property
    def size(self) -> int:
        """How many entries are known; `refresh` looks for more."""
        return self._here.tree.size

    def head(self) -> tuple[int, bytes]:
        """The number of entries known, and their root."""
        with self._turn:
            return self._here.tree.size, self._here.tree.root()

    def refresh(self) -> int:
        """See what other processes appended; returns the number of entries.

        Raises: Broken, where the ledger has less than it had.
        """
        with self._turn, self._translated():
            if self._files.size() == self._here.end and not self._failed:
                return self._here.tree.size
            with self._files.locked(shared=True):  # nothing is shown that is not durable
                self._recover(look=True)
            return self._here.tree.size

    def entry(self, seq: int) -> Entry:
        """One entry.

        Raises: AskedWrong, Broken.
        """
        for entry in self.entries(seq, seq + 1):
            return entry
        raise AskedWrong("there is no such entry", str(seq), "muniment verify says how many there are")

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[Entry]:
        """Entries from `start` up to `stop`, of those known now, with their sealed values.

        Raises: Broken, where a sealed value is not what was committed to.
        Cost: constant memory; the first is found by halving.
        """
        size, end = self._here.tree.size, self._here.end
        stop = size if stop is None else min(stop, size)
        if start >= stop or start < 0:
            return
        sealed_end = self._files.sealed_size()
        values = _Values(
            lines(
                self._files.sealed,
                seek(self._files.sealed, sealed_end, start, sealed.seq_of),
                sealed_end,
                _step(start, stop),
            )
        )
        for _, line in lines(self._files.log, seek(self._files.log, end, start, _seq), end, _step(start, stop)):
            if line[:1] != b"{":
                continue
            fields = json.loads(line)
            if fields["seq"] >= stop:
                return
            yield Entry(fields["seq"], fields["at"], fields, values.of(fields))

    def close(self) -> None:
        """Keep the frontier and let go of the files."""
        with self._turn:
            if self._files.log < 0:
                return
            self._save()
            if self._pool is not None:
                self._pool.shutdown()
            self._files.close()

    # -- recovery: the normal path, under the lock before anything else

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._turn, self._translated():
            if not self._files.writable:
                raise Refused("this ledger can only be read here", str(self._files.path), "work on a copy")
            if self._failed:
                raise Trouble(
                    "an earlier write failed", str(self._files.path), "look at the disk, and open the case again"
                )
            with self._files.locked():
                self._recover()
                yield

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Trouble(
                f"the disk did not do as it was told ({error.strerror or error})",
                str(self._files.path),
                "make room or mend the disk, then run the command again: it goes on where it stopped",
            ) from error

    def _recover(self, *, cold: bool = False, look: bool = False) -> None:
        files = self._files
        busy = files.writable and files.busy
        if busy:  # its writer died: what it left may not be on the disk
            disk.sync_data(files.sealed)
            disk.sync_data(files.log)
        size = files.size()
        if size > self._here.end:
            self._catch_up(size, cold=cold)
        if max(self._here.end, self._known) > size or self._known > self._here.end:
            raise Broken(
                f"the ledger was whole up to byte {max(self._here.end, self._known)} and is not now",
                str(files.path),
                "change nothing; run muniment verify, and look for a newer copy",
            )
        if look:
            return
        if size > self._here.end:
            recovery.set_aside(files, self._here.end, self.origin, behind=self._behind)
            self._behind = False
        if files.sealed_size() != self._sealed_end:
            self._sealed_end = recovery.drop_orphans(files, self._here.tree.size)
        if self._here.owed:
            self._blank()
        if busy:
            files.mark(busy=False)

    def _catch_up(self, size: int, *, cold: bool) -> None:
        here, before = advance(lines(self._files.log, self._here.end, size), self.origin, self._here)
        if cold and before is not None and not self._sealed_whole(before, here):
            here, self._behind = before, True
        self._here = here

    def _sealed_whole(self, before: Position, here: Position) -> bool:
        """Whether the last commit's sealed values are there."""
        end = self._files.sealed_size()
        first = before.tree.size
        start = seek(self._files.sealed, end, first, sealed.seq_of)
        values = _Values(lines(self._files.sealed, start, end))
        try:
            for _, line in lines(self._files.log, before.end, here.end):
                if line[:1] == b"{":
                    values.of(json.loads(line))
        except Broken:
            return False
        return True

    def _save(self) -> None:
        if self._cache is not None and self._files.writable and not self._failed and not self._here.owed:
            frontier.save(self._cache, self._here)
            self._saved = self._here.tree.size


class _Values:
    """Sealed lines beside the entries they belong to; both are in order."""

    def __init__(self, found: Iterator[tuple[int, bytes]]) -> None:
        self._lines = found
        self._next = self._step()

    def _step(self) -> tuple[sealed.Place, bytes] | None:
        line = next(self._lines, None)
        return None if line is None else sealed.parse(line[1])

    def of(self, fields: Fields) -> tuple[Value | None, ...]:
        found: list[Value | None] = []
        for number, committed in enumerate(fields.get("seal", ())):
            place = fields["seq"], number
            while self._next is not None and self._next[0] < place:
                self._next = self._step()
            if self._next is None or self._next[0] != place:
                raise Broken("a sealed value is missing", f"{place[0]}.{place[1]}", "run muniment verify")
            found.append(sealed.value(place, self._next[1], committed))
            self._next = self._step()
        return tuple(found)


def _add(commit: _Commit, draft: Draft) -> None:
    """One entry more, and its sealed lines."""
    commit.at = max(commit.at, time.time_ns() // 1000)
    seq = commit.tree.size
    try:
        openings = [sealed.opening(name, value) for name, value in draft.sealed]
        fields: Fields = {**draft.fields, "seq": seq, "at": commit.at}
        if openings:
            fields["seal"] = [sealed.commitment(opened) for opened in openings]
        if draft.erases:
            fields["erased"] = [list(place) for place in draft.erases]
        leaf = canonical(fields)
    except ValueError as error:
        raise AskedWrong(
            f"an entry cannot be written: {error}", str(draft.fields.get("do", "")), "mend the value"
        ) from None
    if len(leaf) > LONGEST:
        raise AskedWrong(f"an entry is at most {LONGEST} bytes", str(draft.fields.get("do", "")), "say it in several")
    commit.tree.push(leaf)
    commit.data += leaf + b"\n"
    for number, opened in enumerate(openings):
        commit.hidden += sealed.line((seq, number), opened)


def _seq(line: bytes) -> int | None:
    return int(json.loads(line)["seq"]) if line[:1] == b"{" else None


def _step(start: int, stop: int) -> int:
    return BLOCK if stop - start < 16 else 32 * BLOCK
