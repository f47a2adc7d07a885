"""What waits for its words to be recognised, in the order in which it is done, and the languages that it is looked at for."""

from collections.abc import Collection
from dataclasses import dataclass, field

from muniment.intake.ocr import merge
from muniment.intake.ocr.settings import Settings
from muniment.model.item import Item
from muniment.model.reading import Reading
from muniment.model.state import State
from muniment.store.ids import number_of
from muniment.store.store import Store

SMALL = 20_000  # bytes: below it a picture is mostly a logo
_WAITS = (
    "reading IS NOT NULL AND bundle NOT IN (SELECT id FROM bundle WHERE aside='withdrawn') AND "
    "((state='unread.pending' AND reason='ocr') OR (state='unread.dependency-missing' AND reason LIKE 'missing-%') OR "
    "(state='text.partial' AND (reason IN ('page-ocr', 'missing-language', 'missing-library') OR type='application/pdf')))"
)


@dataclass(frozen=True, slots=True)
class Which:
    """What of all that waits is meant: the families of these top-level items, and whatever waits in these states."""

    tops: Collection[int] = ()
    states: Collection[State] = ()

    def means(self, item: Item) -> bool:
        """Whether this item is meant."""
        lacks = item.reason.startswith("missing-")
        state = State.UNREAD_DEPENDENCY_MISSING if lacks else State.UNREAD_PENDING
        return state in self.states or number_of(item.top) in self.tops


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


def waiting(store: Store, which: Which) -> list[Waiting]:
    """What waits of that, in the order in which it is done."""
    same: dict[str, Waiting] = {}
    for item in store.tables.in_order(_WAITS):
        if not which.means(item):
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


def languages(store: Store, settings: Settings, one: Waiting) -> tuple[str, ...]:
    """The languages to look for: those that were named, else those of before, of this item or its bundle."""
    if settings.named:
        return settings.languages
    if before := merge.asked(one.reading):
        return before
    sql = (
        "SELECT reading.file, reading.block, reading.line, reading.hash FROM act JOIN reading USING (entry) "
        "JOIN item ON item.n=reading.item WHERE act.do='recognised' AND bundle=? ORDER BY entry DESC LIMIT 1"
    )
    for row in store.tables.rows(sql, (one.items[0].bundle,)):
        return merge.asked(store.places.readings.read(*row)) or settings.languages
    return settings.languages
