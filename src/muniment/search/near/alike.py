"""What is like one item: the same bytes, the same text in other bytes, nearly the same text."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import apsw

from muniment.intake.progress import Tell, silent
from muniment.model.item import Item
from muniment.search.near import base as bases
from muniment.search.near import columns, sign
from muniment.search.near.bring import bytes_of
from muniment.search.near.columns import Signatures
from muniment.search.near.texts import Texts
from muniment.search.source import Source
from muniment.store.ids import number_of

MOST = 1_000  # items that are named; more are counted
_PROPOSED = 20_000  # items that share something with one
COUNTED = 2_000  # proposals that are counted for one item; more are said


@dataclass(frozen=True, slots=True)
class Near:
    """An item that is nearly the same, and the share of runs of three words in common."""

    item: Item
    runs: float


@dataclass(slots=True)
class Alike:
    """What is like an item. `words` is how many it has; `unchecked` are proposals that nobody counted."""

    item: Item
    words: int = 0
    same_bytes: list[Item] = field(default_factory=list)
    same_bytes_count: int = 0
    same_text: list[Item] = field(default_factory=list)
    same_text_count: int = 0
    near: list[Near] = field(default_factory=list)
    unchecked: int = 0
    held: int = 0
    as_of: int = -1


def of(source: Source, item: Item, tell: Tell = silent) -> Alike:
    """What is like an item."""
    with bases.brought(source, tell) as base:
        texts = Texts(source)
        found = Alike(item, held=sum(source.held_counts().values()), as_of=bases.as_of(base))
        for other in _same_bytes(base, texts, item):
            found.same_bytes_count += 1
            if found.same_bytes_count <= MOST:
                found.same_bytes.append(other)
        for other in _same_text(base, texts, item):
            found.same_text_count += 1
            if found.same_text_count <= MOST:
                found.same_text.append(other)
        _near(base, texts, found)
        return found


def stream(source: Source, item: Item) -> Iterator[tuple[str, Item]]:
    """Everything that has the same bytes or the same text, and which of the two, however many."""
    with bases.brought(source) as base:
        texts = Texts(source)
        yield from (("bytes", other) for other in _same_bytes(base, texts, item))
        yield from (("text", other) for other in _same_text(base, texts, item))


def _same_bytes(base: apsw.Connection, texts: Texts, item: Item) -> Iterator[Item]:
    found = (texts.item(n) for n in same_bytes(base, item))
    return (other for other in found if other is not None and other.sha256 == item.sha256)


def _same_text(base: apsw.Connection, texts: Texts, item: Item) -> Iterator[Item]:
    n = number_of(item.id)
    sql = "SELECT n FROM item WHERE text=(SELECT text FROM item WHERE n=?1) AND n<>?1 ORDER BY n"
    found = (texts.item(int(str(other))) for (other,) in base.execute(sql, (n,)))
    return (other for other in found if other is not None and (other.sha256 is None or other.sha256 != item.sha256))


def same_bytes(base: apsw.Connection, item: Item) -> Iterator[int]:
    """Other items with the same hash."""
    if item.sha256 is None:
        return iter(())
    values = (bytes_of(item.sha256), number_of(item.id))
    return (n for (n,) in base.execute("SELECT n FROM item WHERE bytes=? AND n<>? ORDER BY n", values))


def rows_of(base: apsw.Connection, where: str, *values: object) -> bytearray:
    """Which rows of signatures belong to an item of which this holds: a mark for each row."""
    there = bytearray(bases.rows(base))
    sql = f"SELECT row FROM item WHERE row IS NOT NULL AND {where}"  # noqa: S608 # our own words
    for (row,) in base.execute(sql, values):
        there[row] = 1
    return there


def _near(base: apsw.Connection, texts: Texts, found: Alike) -> None:
    n = number_of(found.item.id)
    kept = base.execute("SELECT text, words, row FROM item WHERE n=?", (n,)).fetchone()
    text, found.words, row = kept or (None, 0, None)
    if row is None:
        return
    signatures = Signatures(base)
    mine = signatures.of(row)
    there = rows_of(base, "1")
    rows = columns.proposed(base, {row: mine}, there, _PROPOSED)[row]
    counted = 0
    for other_row, _ in sorted(rows.items(), key=lambda one: (-one[1], one[0])):
        other = base.execute("SELECT n, text FROM item WHERE row=?", (other_row,)).fetchone()
        if other is None or other[1] == text or sign.hopeless(mine, signatures.of(other_row)):
            continue
        if counted >= COUNTED:
            found.unchecked += 1
            continue
        counted += 1
        share, item = texts.share(n, other[0]), texts.item(other[0])
        if item is not None and share >= sign.LEAST:
            found.near.append(Near(item, share))
    found.near.sort(key=lambda one: (-one.runs, number_of(one.item.id)))
