"""The append-only log: many processes append, each commit is durable before anybody is told of it.

Entries and the head behind them are one commit. Both files are synced at once; a power cut can keep the one and lose the
other, so opening looks for the sealed values of the last commit, and without them there was no commit.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from muniment.errors import AskedWrong, Broken, Refused, Trouble
from muniment.ledger import disk, entry, frontier, note, recovery, sealed
from muniment.ledger.commit import Commit, prepare, together
from muniment.ledger.entry import Draft, Entry
from muniment.ledger.files import Files, Names
from muniment.ledger.key import Signer
from muniment.ledger.lines import BLOCK, lines, seek
from muniment.ledger.position import Position, advance, fields_of
from muniment.ledger.tree import Tree
from muniment.ledger.values import Values

__all__ = ["Draft", "Entry", "Log"]

_AHEAD = 1 << 20  # bytes that are followed without the lock, so that nobody waits for a cold opening
_FRESH = 1 << 20  # bytes of a commit that are kept until the next
_SAVE = 4096  # entries after which the frontier is kept again


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
        self._here, self._known = Position(), 0
        self._saved = 0
        self._fresh: Commit | None = None  # what was appended last; whoever applies it need not read it

    @classmethod
    def create(cls, folder: Path, origin: str, name: str = "ledger") -> "Log":
        """Begin a ledger in a folder that has none of that name.

        Raises: Refused, Trouble.
        """
        names = Names.of(name)
        path, hidden = folder / names.log, folder / names.sealed
        try:
            # Without its ledger a file of sealed values is what is left of one, not a place for a new one.
            if path.exists() or (hidden.exists() and hidden.stat().st_size):
                raise FileExistsError
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | disk.BINARY, 0o600))
        except FileExistsError:
            raise Refused("there is a ledger already", str(folder), "name another folder") from None
        except OSError as error:
            raise Trouble(f"the ledger cannot be made ({error.strerror})", str(folder), "look at the disk") from None
        return cls.open(folder, origin, name)  # which makes the others

    @classmethod
    def open(cls, folder: Path, origin: str, name: str = "ledger", cache: Path | None = None) -> "Log":
        """Open a ledger and recover it.

        Raises: Broken, Trouble.
        """
        files = Files(folder, name)
        try:
            log = cls(files, origin, cache)
            log._open()
        except BaseException:
            files.close()
            raise
        return log

    def _open(self) -> None:
        files = self._files
        with self._turn, self._translated():
            self._here, self._known = frontier.load(self._cache, files, self.origin)
            self._saved = self._here.tree.size
            size = files.size()
            if size - self._here.end > _AHEAD:
                # At most the last commit in these bytes can still be taken back by its writer: stop before it.
                _, before = advance(lines(files.log, self._here.end, size), self.origin, self._here)
                self._here = before or self._here
            with files.locked(shared=not files.writable):
                self._recover(cold=True, look=not files.writable)

    # -- writing

    def append(self, drafts: Sequence[Draft], sign: Signer | None = None) -> int:
        """Append entries as one durable commit; returns the number of the first.

        Raises: AskedWrong, where a draft has no canonical form, is too long, or erases what is not there; Broken; Trouble,
        where the disk does not take it: then nothing was appended (or all of it, where only the blanking of erased values
        failed; opening does that), and the ledger must be opened again.
        """
        ready = [prepare(draft) for draft in drafts]  # before the lock: it takes longer than what follows
        with self._writing():
            first = self._here.tree.size
            for each in ready:
                if each.erases:
                    each.fields["blocks"] = [self._erasable(place) for place in each.erases]
            commit = together(self._here.tree, self._here.at, ready)
            self._commit(commit, sign)
            if self._here.owed:
                self._blank()
            self._fresh = commit if len(commit.data) + len(commit.hidden) <= _FRESH else None
            return first

    def _erasable(self, place: sealed.Place) -> int:
        """How long the line of a sealed value is, in blocks: its spaces are all that will be left of it.

        An erasure that cannot be carried out would be owed for ever: the ledger could not be opened again.
        """
        try:
            return len(recovery.find(self._files, place)[1]) // sealed.BLOCK
        except Broken:
            raise AskedWrong(
                "there is no such sealed value", f"{place[0]}.{place[1]}", "name one by its entry and place"
            ) from None

    def checkpoint(self, signer: Signer) -> str:
        """The signed head of what is durable; it enters the ledger as a commit without entries.

        Never signs what a power cut can take back.
        """
        with self._writing():
            self._commit(Commit(self._here.tree.copy(), self._here.at), signer)
            return self._signed(self._here.tree, signer)

    def _commit(self, commit: Commit, sign: Signer | None) -> None:
        text = self._signed(commit.tree, sign) if sign else note.body(self.origin, commit.tree.size, commit.tree.root())
        commit.data += note.head_line(text)
        self._write(bytes(commit.data), bytes(commit.hidden))
        end = self._here.end + len(commit.data)
        # Owed at once, so that no frontier is kept behind an erasure that is not carried out.
        self._here = Position(commit.tree, end, commit.at, [*self._here.owed, *commit.owed])
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
        except BaseException as error:
            # What the disk holds is not known: take it back if we can; where the disk failed, this handle is dead.
            self._failed = True
            lost = waiting is not None and waiting.exception() is not None
            with suppress(OSError):
                self._files.cut(self._here.end, self._sealed_end)
                self._failed = lost or isinstance(error, OSError)  # Ctrl-C is no fault of the disk
            raise

    def _beside(self, call: Callable[[int], None], descriptor: int) -> "Future[None]":
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, "sync")
        return self._pool.submit(call, descriptor)

    def _blank(self) -> None:
        try:
            recovery.blank(self._files, self._here.owed)
        except OSError:
            self._failed = True
            raise
        self._here.owed = []

    # -- reading

    @property
    def size(self) -> int:
        """How many entries are known; `refresh` looks for more."""
        return self._here.tree.size

    def head(self) -> tuple[int, bytes]:
        """The number of entries known, and their root."""
        with self._turn:
            return self._here.tree.size, self._here.tree.root()

    def extent(self) -> tuple[int, int]:
        """Up to which byte the entries that are known stand, and their sealed values."""
        with self._turn, self._translated():
            return self._here.end, recovery.sealed_end(self._files, self._here)

    def refresh(self) -> int:
        """See what other processes appended; returns the number of entries.

        Raises: Broken, where the ledger has less than it had.
        """
        with self._turn, self._translated():
            if self._files.size() == self._here.end and not self._failed:
                return self._here.tree.size
            with self._files.locked(shared=True):  # nothing is shown that is not durable
                # What may not be mended here may lie torn behind us, as when it was opened.
                self._recover(cold=not self._files.writable, look=True)
            return self._here.tree.size

    def mend(self) -> None:
        """Do what the next append would do first: what a writer left half-way is kept aside. Nothing, where none can write.

        Raises: Broken, Trouble.
        """
        if self._files.writable:
            with self._writing():
                pass

    def entry(self, seq: int) -> Entry:
        """One entry.

        Raises: AskedWrong, Broken.
        """
        for found in self.entries(seq, seq + 1):
            return found
        raise AskedWrong("there is no such entry", str(seq), "muniment verify says how many there are")

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[Entry]:
        """Entries from `start` up to `stop`, of those known now, with their sealed values.

        Raises: Broken, where a sealed value is not what was committed to.
        Cost: constant memory; the first is found by halving.
        """
        here = self._here
        stop = here.tree.size if stop is None else min(stop, here.tree.size)
        if start >= stop or start < 0:
            return
        fresh = self._fresh
        if (
            fresh is not None
            and (fresh.tree.size - len(fresh.written), fresh.tree.size) == (start, stop)
            and stop == here.tree.size
        ):
            yield from fresh.entries()
            return
        files = self._files
        step = BLOCK if stop - start < 16 else 32 * BLOCK
        with self._translated():
            end = files.sealed_size()
            first = seek(files.sealed, end, start, sealed.seq_of)
            values = Values(lines(files.sealed, first, end, step), here.owed)
            for _, line in lines(files.log, seek(files.log, here.end, start, _seq), here.end, step):
                if line[:1] != b"{":
                    continue
                fields = fields_of(line)
                if fields["seq"] != start:
                    break
                yield Entry(start, fields["at"], fields, values.of(fields))
                start += 1
                if start == stop:
                    return
        raise Broken("an entry cannot be found", str(start), "run muniment verify, and look for a copy of the folder")

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
        busy = files.busy
        if busy:
            self._sync()
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
        keep = self._sealed_end
        if cold or files.sealed_size() != keep:
            keep = recovery.sealed_end(files, self._here)
        if size > self._here.end:
            recovery.set_aside(files, self._here.end, self.origin, behind=self._behind)
            self._behind = False
        if files.sealed_size() != keep:
            recovery.drop_orphans(files, keep)
        self._sealed_end = keep
        if self._here.owed:
            self._blank()
        if busy:
            files.mark(busy=False)

    def _sync(self) -> None:
        """A writer died; what it left may not be on the disk. Where nothing can be written it is as it is."""
        for descriptor in (self._files.sealed, self._files.log):
            with suppress(*(() if self._files.writable else (OSError,))):
                disk.sync_data(descriptor)

    def _catch_up(self, size: int, *, cold: bool) -> None:
        here, before = advance(lines(self._files.log, self._here.end, size), self.origin, self._here)
        if cold and before is not None and not recovery.sealed_whole(self._files, before, here):
            here, self._behind = before, True
        self._here = here

    def _save(self) -> None:
        if self._cache is not None and self._files.writable and not self._failed and not self._here.owed:
            frontier.save(self._cache, self._here)
            self._saved = self._here.tree.size


def _seq(line: bytes) -> int | None:
    try:
        return int(entry.read(line)["seq"]) if line[:1] == b"{" else None
    except ValueError:
        return None
