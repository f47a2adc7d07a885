"""The queue of pages whose words wait to be recognised: what waits is in the ledger, so any run goes on where the last one ended.

Documents come before photographs, photographs before small pictures; then as they came in. The same bytes are recognised
once for each case.
"""

import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from muniment.intake import jail, pool, taken
from muniment.intake.limits import Limits
from muniment.intake.ocr import merge, packs
from muniment.intake.ocr.course import Course, Recognised, Sheet
from muniment.intake.ocr.settings import Settings
from muniment.intake.progress import Progress, Tell
from muniment.model.act import Recognised as Act
from muniment.model.item import Item
from muniment.model.line import digest, encode
from muniment.model.reading import Reading
from muniment.store.blobs import Batch
from muniment.store.ids import number_of
from muniment.store.readings import pack
from muniment.store.store import Store

SMALL = 20_000  # bytes: below it a picture is mostly a logo
SECONDS = 60.0  # pages that were recognised are entered at least so often
_WAITS = (
    "reading IS NOT NULL AND bundle NOT IN (SELECT id FROM bundle WHERE aside='withdrawn') AND "
    "((state='unread.pending' AND reason='ocr') OR (state='text.partial' AND (reason='page-ocr' OR type='application/pdf')))"
)


@dataclass(slots=True)
class Waiting:
    """One original or member whose words wait, every item that has these bytes, and what was recognised so far."""

    items: list[Item]
    reading: Reading
    line: str  # the hash of that reading
    pages: list[int]
    found: dict[int, Reading] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether nothing of it waits any more."""
        return len(self.found) == len(self.pages)


def waiting(store: Store, tops: Collection[int] | None = None) -> list[Waiting]:
    """What waits, in the case or in these top-level items, in the order in which it is done."""
    same: dict[str, Waiting] = {}
    for item in store.tables.in_order(_WAITS):
        if tops is not None and number_of(item.top) not in tops:
            continue
        reading = store.reading(item)
        assert item.reading is not None
        assert reading is not None
        if item.reading in same:
            same[item.reading].items.append(item)
            continue
        done = merge.done(reading)
        pages = [page for page in merge.wanted(reading) if page not in done]
        if pages:
            same[item.reading] = Waiting([item], reading, item.reading, pages)
    return sorted(same.values(), key=_rank)


def _rank(one: Waiting) -> tuple[int, int]:
    kind, size = one.reading.type, one.reading.size
    rank = 0 if kind == "application/pdf" or len(one.pages) > 1 else 1 if size >= SMALL else 2
    return rank, number_of(one.items[0].id)


def run(
    store: Store,
    settings: Settings,
    tell: Tell,
    limits: Limits,
    workers: int,
    tops: Collection[int] | None = None,
    *,
    unjailed: bool = False,
) -> int:
    """Recognise the words of what waits, and enter them; returns how many pages were done.

    Where a language is not installed, what waits says so, with the line to type. A kill loses no more than what was
    recognised since the last entry.
    """
    there, _ = jail.available()
    queue = waiting(store, tops) if settings.now and (there or unjailed) else []
    if not queue:
        return 0
    reason = _lacks(settings.languages)
    work = _Work(store, settings, tell, "landlock+seccomp" if there else "none", sum(len(one.pages) for one in queue))
    if reason:
        for one in queue:
            work.enter(one, merge.missing(one.reading, reason))
        work.flush()
        return 0
    fresh = [one for one in queue if not work.known(one)]
    work.flush()
    sheets = {sheet: one for one in fresh for sheet in _sheets(store, one, settings.languages)}
    courses = [Course(sheet, limits) for sheet in sheets]
    with closing(pool.run(courses, min(workers, len(courses)), jailed=there, languages=settings.languages)) as outcomes:
        try:
            for outcome in outcomes:
                work.add(sheets[outcome.sheet], outcome)
        finally:
            work.finish()
    return work.pages


def _lacks(languages: Sequence[str]) -> str:
    """Why nothing can be recognised here: the library or a language is not installed; "" where all is there."""
    if not packs.installed():
        return "missing-library"
    there = packs.available()
    return "" if all(code in there for code in (*languages, "osd")) else "missing-language"


def _sheets(store: Store, one: Waiting, languages: tuple[str, ...]) -> Iterator[Sheet]:
    """The pages of one, each as a job; a member is taken out of its containers first."""
    item, reading = one.items[0], one.reading
    path = taken.path(store, item)
    for page in one.pages:
        yield Sheet(path, reading.sha256, reading.size, reading.type, page, languages)


class _Work:
    """Collects pages, and makes what is known of their items durable and entered some at a time."""

    def __init__(self, store: Store, settings: Settings, tell: Tell, tier: str, total: int) -> None:
        self._store = store
        self._languages = settings.languages
        self._tell = tell
        self._tier = tier
        self._total = total
        self.pages = 0
        self._batch = Batch(store.places.readings.blobs)
        self._acts: list[Act] = []
        self._open: dict[int, Waiting] = {}
        self._started = self._flushed = time.monotonic()

    def known(self, one: Waiting) -> bool:
        """Enter what was recognised before in these bytes with these languages, if it was."""
        sql = (
            "SELECT reading.file, reading.block, reading.line, reading.hash FROM item JOIN reading ON reading.item=item.n "
            "JOIN act ON act.entry=reading.entry AND act.do='recognised' WHERE item.sha256=? ORDER BY reading.entry DESC"
        )
        for row in self._store.tables.rows(sql, (one.reading.sha256,)):
            before = self._store.places.readings.read(*row)
            whole = merge.done(before) >= set(merge.wanted(before))
            if whole and before.settings.get("ocr") == list(self._languages) and _alike(before, one.reading):
                self._act(one, before, row[0], row[3])
                return True
        return False

    def add(self, one: Waiting, outcome: Recognised) -> None:
        """One page of one."""
        one.found[outcome.sheet.page] = outcome.reading
        self._open[id(one)] = one
        self.pages += 1
        if one.complete:
            self._merge(one)  # the last of it: no second act of one item waits for the same commit
        if time.monotonic() - self._flushed >= SECONDS:
            for each in list(self._open.values()):
                self._merge(each)
            self.flush()
        self._say()

    def _merge(self, one: Waiting) -> None:
        del self._open[id(one)]
        if one.found:
            self.enter(one, merge.merge(one.reading, one.found, self._languages))

    def finish(self) -> None:
        """Enter what is left, also of what is not complete."""
        for each in list(self._open.values()):
            self._merge(each)
        self.flush()

    def enter(self, one: Waiting, reading: Reading) -> None:
        """A new reading of these items; what it goes on from is named."""
        line = encode(reading)
        packed, _ = pack([line])
        self._act(one, reading, self._batch.add_bytes(packed), digest(line))
        one.pages = [page for page in one.pages if page not in one.found]
        one.found, one.reading = {}, reading

    def _act(self, one: Waiting, reading: Reading, file: str, line: str) -> None:
        about = (reading.state, reading.reason, reading.reader, file, line, self._tier, one.line)
        self._acts += [Act(item.id, *about) for item in one.items]
        one.line = line

    def flush(self) -> None:
        """Files, then entries, then tables. An item that was read again meanwhile keeps that reading, and waits."""
        if self._acts:
            self._batch.commit()
            with self._store.turn("reading"):
                self._store.catch_up()
                acts = [act for act in self._acts if self._still(act)]
                if acts:
                    self._store.record(*acts)
            self._acts = []
        self._flushed = time.monotonic()
        self._say()

    def _still(self, act: Act) -> bool:
        now = self._store.tables.one("SELECT reading FROM item WHERE n=?", (number_of(act.item),))
        return bool(now == act.replaces)

    def _say(self) -> None:
        seconds = time.monotonic() - self._started
        self._tell(Progress("recognising", self.pages, self._total, 0, 0, seconds))


def _alike(before: Reading, now: Reading) -> bool:
    """Whether two readings of the same bytes are of the same pages and members."""
    same = (before.type, before.hints, before.children, merge.wanted(before))
    return same == (now.type, now.hints, now.children, merge.wanted(now))
