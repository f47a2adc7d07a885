"""Reading: what is in custody goes to the jail, and what comes out is kept and entered."""

import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from muniment.errors import Refused
from muniment.intake import jail, kept, numbers, pool
from muniment.intake.bundle import WITHDRAWN
from muniment.intake.course import Job, Outcome
from muniment.intake.limits import Limits
from muniment.intake.progress import Progress, Tell
from muniment.model.act import Act, Read, Unlocked, ranges
from muniment.model.deed import PasswordsTried
from muniment.model.reading import NOTHING
from muniment.model.state import State
from muniment.store.blobs import Batch
from muniment.store.family import unfold
from muniment.store.ids import id_of
from muniment.store.readings import Family
from muniment.store.store import Store
from muniment.store.tables import COUNTED

OUTCOMES, BYTES, SECONDS = 64, 16 << 20, 2.0  # a batch ends at the first of these
# reasons for which some of an item's text is had, and it would be in this state if none were
_ALSO = {
    State.UNREAD_CORRUPT: ("damaged", "truncated", "checksum"),
    State.UNREAD_TIMED_OUT: ("timed-out",),
    State.UNREAD_OUT_OF_MEMORY: ("out-of-memory",),
    State.UNREAD_CRASHED: ("crashed", "reader-failed"),
    State.UNREAD_LIMIT: (
        "limit-bytes",
        "limit-member",
        "limit-ratio",
        "limit-depth",
        "limit-children",
        "limit-pages",
        "limit-output",
    ),
}
Opened = Sequence[tuple[tuple[str, ...], str, int]]  # what passwords opened: place, SHA-256, bytes
JAIL, UNJAILED = "landlock+seccomp", "none"


@dataclass(frozen=True, slots=True)
class Asked:
    """A top-level item that is to be read, or read again."""

    number: int
    sha256: str
    size: int
    entry: int | None  # the entry of its reading so far


def pending(store: Store, bundle: str | None = None) -> list[Asked]:
    """Items in custody that nobody has read yet, in order."""
    where, values = ("1", []) if bundle is None else ("bundle=?", [bundle])
    return _asked(store, f"{where} AND n=top AND took IS NOT NULL AND sha256 IS NOT NULL AND read IS NULL", values)


def in_state(store: Store, states: Iterable[State]) -> list[Asked]:
    """Top-level items that are in one of these states, or have a member that is.

    Also those whose text is had in part, or whose members are not all known, for a reason of such a state. Pictures whose
    words wait are read already: they are the queue's.
    """
    wanted = set(states)
    reasons = {reason for state in wanted for reason in _ALSO.get(state, ())}
    names, codes = ",".join("?" * len(wanted)), ",".join("?" * len(reasons))
    inner = (
        f"SELECT top FROM item WHERE (state IN ({names}) AND reason NOT IN ('ocr', 'missing-language')) "  # noqa: S608
        f"OR (state IN ('text.carved', 'text.partial') AND reason IN ({codes})) OR (complete=0 AND incomplete IN ({codes}))"
    )
    values = [*(state.value for state in wanted), *reasons, *reasons]
    return _asked(store, f"n=top AND sha256 IS NOT NULL AND {COUNTED} AND n IN ({inner})", values)


def all_of(store: Store) -> list[Asked]:
    """Every top-level item whose bytes are in the case, but for what was withdrawn."""
    return _asked(store, f"n=top AND sha256 IS NOT NULL AND {COUNTED}", [])


def of_items(store: Store, items: Sequence[str]) -> list[Asked]:
    """The top-level items of these items' families; what is held is read, and what was withdrawn is not.

    Raises: UnknownItem; Refused, where one was withdrawn.
    """
    found = [store.item(item) for item in items]
    for item in found:
        if item.aside == WITHDRAWN:
            raise Refused(f"{item.bundle} was withdrawn", item.id, "muniment account says what is left")
    tops = sorted({item.top for item in found})
    marks = ",".join("?" * len(tops))
    return _asked(
        store,
        f"n=top AND sha256 IS NOT NULL AND n IN ({marks})",
        [int(top.removeprefix("ITM-")) for top in tops],
    )


def _asked(store: Store, where: str, values: Sequence[object]) -> list[Asked]:
    found = store.tables.rows(f"SELECT n, sha256, size, read FROM item WHERE {where} ORDER BY n", values)  # noqa: S608
    return [Asked(*row) for row in found]


def read(
    store: Store,
    items: Sequence[Asked],
    tell: Tell,
    limits: Limits,
    workers: int = 2,
    *,
    unjailed: bool = False,
    again: bool = False,
    passwords: Sequence[str] = (),
) -> bool:
    """Read these items in the jail and enter what came out; the same bytes are read once.

    The ledger says that passwords were supplied, and how many; not which. What one opens is kept as an original.

    Returns False, having read nothing, where there is no jail here and the operator did not say `unjailed`.
    A kill between two batches loses no more than what was read since the last: it is read again.
    """
    if not items:
        return True
    there, _ = jail.available()
    if not there and not unjailed:
        return False
    by_hash: dict[str, list[Asked]] = {}
    for item in items:
        by_hash.setdefault(item.sha256, []).append(item)
    work = _Work(store, limits, JAIL if there else UNJAILED, tell, len(items), sum(item.size for item in items))
    jobs = []
    for sha256, same in by_hash.items():
        known = None if again else _known(store, sha256, limits)
        if known is not None:
            work.reuse(same, *known)
        else:
            path = store.places.originals.path(sha256)
            opened = kept.in_original(store, sha256)
            jobs.append(
                Job(sha256, path, sha256, same[0].size, NOTHING, limits, tuple(passwords), opened, store.derived)
            )
    if passwords:
        store.record(PasswordsTried(len(passwords), len(items)))
    with closing(pool.read_all(jobs, workers, jailed=there)) as outcomes:
        try:
            for outcome in outcomes:
                work.add(outcome, by_hash[outcome.id])
        finally:
            work.flush()
    return True


def _known(store: Store, sha256: str, limits: Limits) -> tuple[str, str] | None:
    """The reading that the same bytes have already in this case, made under the same limits."""
    found = store.tables.rows(
        "SELECT reading.file, reading.hash FROM item JOIN reading ON reading.item=n AND reading.entry=item.read "
        "WHERE sha256=? AND n=top AND limits=? ORDER BY n LIMIT 1",
        (sha256, json.dumps(limits.record(), sort_keys=True, separators=(",", ":"))),
    )
    return found[0] if found else None


class _Work:
    """Collects outcomes, and makes them durable and entered some at a time."""

    def __init__(self, store: Store, limits: Limits, tier: str, tell: Tell, files: int, size: int) -> None:
        self._store = store
        self._limits = limits
        self._tier = tier
        self._tell = tell
        self._files, self._bytes = files, size
        self._done = self._done_bytes = 0
        self._waiting: list[tuple[Asked, Family, str, Opened]] = []
        self._batch = Batch(store.places.readings.blobs)
        self._originals = Batch(store.places.originals)
        self._started = self._flushed = time.monotonic()

    def add(self, outcome: Outcome, items: Sequence[Asked]) -> None:
        """One reading, for every item that has these bytes."""
        with closing(outcome):
            opened = [(place, *self._added(stream)) for place, stream in outcome.kept]
            file, _ = self._batch.add(cast("BinaryIO", outcome.told.finish()))
        self._enter(items, outcome.told.family, file, opened)

    def _added(self, stream: IO[bytes]) -> tuple[str, int]:
        """Keep what a password opened as an original; returns its hash and size."""
        stream.seek(0)
        return self._originals.add(cast("BinaryIO", stream))

    def reuse(self, items: Sequence[Asked], file: str, line: str) -> None:
        """A reading that the case has already."""
        self._enter(items, self._store.places.readings.family(file, line), file)

    def _enter(self, items: Sequence[Asked], family: Family, file: str, opened: Opened = ()) -> None:
        """Let these wait for their entries; no commit grows so large that the ledger is held for long."""
        for item in items:
            self._waiting.append((item, family, file, opened))
            late = time.monotonic() - self._flushed >= SECONDS
            if len(self._waiting) >= OUTCOMES or self._batch.size >= BYTES or late:
                self.flush()

    def flush(self) -> None:
        """Files, then entries, then tables."""
        if self._waiting:
            self._batch.commit()
            self._originals.commit()
            # Two processes may have read the same item: its members get their numbers once.
            with self._store.turn("reading"):
                self._store.catch_up()
                acts = [act for waiting in self._waiting for act in self._acts(*waiting)]
                if acts:
                    self._store.record(*acts)
            self._done += len(self._waiting)
            self._done_bytes += sum(item.size for item, *_ in self._waiting)
            self._waiting = []
        self._flushed = time.monotonic()
        self._tell(
            Progress("reading", self._done, self._files, self._done_bytes, self._bytes, self._flushed - self._started)
        )

    def _acts(self, item: Asked, family: Family, file: str, opened: Opened) -> list[Act]:
        """The reading, and what passwords opened for it, in one commit."""
        act = self._act(item, family, file)
        more = [Unlocked(id_of(item.number), opened)] if opened else []
        return [] if act is None else [act, *more]

    def _act(self, item: Asked, family: Family, file: str) -> Read | None:
        """The act; None where somebody else has entered the same reading meanwhile, or the item was erased."""
        assert family.top is not None
        line = family.top.line
        sha256, entry, now = self._store.tables.rows(
            "SELECT sha256, read, (SELECT hash FROM reading WHERE item=n AND entry=read) FROM item WHERE n=?",
            (item.number,),
        )[0]
        if sha256 != item.sha256 or (entry != item.entry and now == line):
            return None
        record = self._limits.record()
        unfolded = unfold(family, record)
        known, lost = numbers.before(self._store, item.number, unfolded)
        return Read(
            item=id_of(item.number),
            state=unfolded.state,
            reason=unfolded.reason,
            reader=family.top.reading.reader,
            file=file,
            line=line,
            members=len(unfolded.members),
            states=Counter(member.state.value for member in unfolded.members),
            limits=record,
            jail=self._tier,
            replaces=entry,
            known=known,
            lost=ranges(lost),
        )
