"""The queue of pages whose words wait to be recognised: what waits is in the ledger, so any run goes on where the last one ended.

Documents come before photographs, photographs before small pictures; then as they came in. The same bytes are recognised
once for each case.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from muniment.errors import Trouble
from muniment.intake import jail, pool, taken
from muniment.intake.limits import Limits
from muniment.intake.ocr import merge
from muniment.intake.ocr.course import Course, Recognised, Sheet
from muniment.intake.ocr.lacking import NAME, Lacking, lacking
from muniment.intake.ocr.settings import Settings
from muniment.intake.ocr.waiting import Waiting, Which, languages, waiting
from muniment.intake.progress import Progress, Tell
from muniment.model.act import Recognised as Act
from muniment.model.line import digest, encode
from muniment.model.reading import Reading
from muniment.store.blobs import Batch
from muniment.store.ids import number_of
from muniment.store.readings import pack
from muniment.store.store import Store

ROUND, ROUND_BYTES = 500, 256 << 20  # pages, and bytes of what holds them
SECONDS = 60.0  # pages that were recognised are entered at least so often
_ACTS = 256  # in one commit: the ledger is held no longer


def run(
    store: Store,
    settings: Settings,
    tell: Tell,
    limits: Limits,
    workers: int,
    which: Which,
    *,
    unjailed: bool = False,
) -> int:
    """Recognise the words of what waits, and enter them; returns how many pages were done.

    Where a language is not installed, what waits says so, with the line to type. A kill loses no more than what was
    recognised since the last entry.
    """
    there, _ = jail.available()
    queue = waiting(store, which) if settings.now and (there or unjailed) else []
    groups: dict[tuple[str, ...], list[Waiting]] = {}
    for one in queue:
        groups.setdefault(languages(store, settings, one), []).append(one)
    how = _How(limits, workers, there)
    return sum(_group(store, codes, tell, how, group) for codes, group in groups.items())


@dataclass(frozen=True, slots=True)
class _How:
    """How pages are recognised."""

    limits: Limits
    workers: int
    jailed: bool


def _group(store: Store, languages: tuple[str, ...], tell: Tell, how: _How, queue: Sequence[Waiting]) -> int:
    """Recognise what waits for the same languages."""
    lacks = lacking(languages)
    tier = "landlock+seccomp" if how.jailed else "none"
    work = _Work(store, languages, tell, tier, sum(len(one.pages) for one in queue))
    if lacks:
        _wait(work, queue, lacks, tell)
        return 0
    for some in _rounds(queue):
        fresh = [one for one in some if not work.known(one)]
        work.flush()
        sheets: dict[Sheet, list[Waiting]] = {}
        with pool.Taker() as taker:
            for one in fresh:
                for sheet in _sheets(store, one, languages, tell, taker):
                    sheets.setdefault(sheet, []).append(one)
        if not sheets:
            continue
        courses = [Course(sheet, how.limits) for sheet in sheets]
        came = pool.run(courses, min(how.workers, len(courses)), jailed=how.jailed, languages=languages)
        with closing(came) as outcomes:
            try:
                for outcome in outcomes:
                    work.add(outcome, sheets[outcome.sheet])
            finally:
                work.finish()
    return work.pages


def _rounds(queue: Sequence[Waiting]) -> Iterator[list[Waiting]]:
    """The queue in parts: members are taken out for one part at a time, so that they are still there when they are read."""
    some: list[Waiting] = []
    pages = size = 0
    for one in queue:
        some.append(one)
        pages, size = pages + len(one.pages), size + one.reading.size
        if pages >= ROUND or size >= ROUND_BYTES:
            yield some
            some, pages, size = [], 0, 0
    if some:
        yield some


def _wait(work: "_Work", queue: Sequence[Waiting], lacks: Lacking, tell: Tell) -> None:
    """What waits says what it waits for."""
    for one in queue:
        work.enter(one, merge.missing(one.reading, lacks.reason, work.languages))
    work.flush()
    what = (
        f"not installed: {', '.join(lacks.languages)}" if lacks.languages else "what recognises them is not installed"
    )
    note = f"the words in {len(queue):,} pictures and documents wait, {what}. Type: {lacks.type}"
    tell(Progress("recognising", note=f"{note}; then muniment retry --only unread.dependency-missing"))


def _sheets(store: Store, one: Waiting, languages: tuple[str, ...], tell: Tell, taker: pool.Taker) -> list[Sheet]:
    """The pages of one, each as a job; a member is taken out of its containers first. What cannot be goes on waiting."""
    item, reading = one.items[0], one.reading
    try:
        path = taken.path(store, item, taker)
    except Trouble as error:
        tell(Progress("recognising", note=f"{item.id} waits: {error}"))
        return []
    return [Sheet(path, reading.sha256, reading.size, reading.type, page, languages) for page in one.pages]


class _Work:
    """Collects pages, and makes what is known of their items durable and entered some at a time."""

    def __init__(self, store: Store, languages: tuple[str, ...], tell: Tell, tier: str, total: int) -> None:
        self._store = store
        self.languages = languages
        self._tell = tell
        self._tier = tier
        self._total = total
        self.pages = 0
        self._batch = Batch(store.places.readings.blobs)
        self._acts: list[Act] = []
        self._open: dict[int, Waiting] = {}
        self._started = self._flushed = time.monotonic()

    def known(self, one: Waiting) -> bool:
        """Enter what was recognised before in these bytes, by this engine with these languages; whether that is all."""
        sql = (
            "SELECT reading.file, reading.block, reading.line, reading.hash FROM item JOIN reading ON reading.item=item.n "
            "JOIN act ON act.entry=reading.entry AND act.do='recognised' WHERE item.sha256=? GROUP BY reading.hash "
            "ORDER BY max(reading.entry) DESC"
        )
        for row in self._store.tables.rows(sql, (one.reading.sha256,)):
            before = self._store.places.readings.read(*row)
            if not set(before.settings.get("ocr") or ()) >= set(self.languages):
                continue
            pages = merge.recognised(before, one.reading)
            one.found = {n: page for n, page in pages.items() if n in one.pages and page.reader == NAME}
            self._join(one)
            if not one.pages:
                return True
            self.flush()  # no second act of one item waits for the same commit
        return False

    def add(self, outcome: Recognised, ones: Sequence[Waiting]) -> None:
        """One page, for everything that has these bytes."""
        self.pages += 1
        for one in ones:
            one.found[outcome.sheet.page] = outcome.reading
            self._open[id(one)] = one
            if one.complete:
                self._merge(one)  # the last of it: no second act of one item waits for the same commit
        if time.monotonic() - self._flushed >= SECONDS:
            for each in list(self._open.values()):
                self._merge(each)
            self.flush()
        self._say()

    def _merge(self, one: Waiting) -> None:
        del self._open[id(one)]
        self._join(one)

    def _join(self, one: Waiting) -> None:
        if one.found:
            self.enter(one, merge.merge(one.reading, one.found, self.languages))

    def finish(self) -> None:
        """Enter what is left, also of what is not complete."""
        for each in list(self._open.values()):
            self._merge(each)
        self.flush()

    def enter(self, one: Waiting, reading: Reading) -> None:
        """A new reading of these items; what it goes on from is named."""
        line = encode(reading)
        if digest(line) == one.line:
            return  # it said so before
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
            for start in range(0, len(self._acts), _ACTS):
                with self._store.turn("reading"):
                    self._store.catch_up()
                    acts = [act for act in self._acts[start : start + _ACTS] if self._still(act)]
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
