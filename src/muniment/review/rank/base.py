"""The terms of a case's items, kept in `derived/rank/` and brought up to date by whoever asks for them.

    derived/rank/manifest.json      by what it was made, up to which entry, and the parts that count, oldest first
    derived/rank/PART-NAME.npy      numpy files, written once and never changed

A part holds the items that changed between two entries; of an item in several parts the newest counts. Parts of a size are
joined, and then what was replaced is gone. Everything can be thrown away: it is made again where another version or
installation made it, and where it is damaged. Where the folder cannot be written it is made in memory.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muniment.intake.progress import Progress, Tell, silent
from muniment.ledger.disk import sync_file, sync_folder
from muniment.model.item import Item
from muniment.model.reading import Reading
from muniment.review.rank import features
from muniment.review.rank.products import Rows
from muniment.review.rank.terms import COLUMNS, NORMAL, Ints, Taken, take
from muniment.search.snapshot import writable
from muniment.search.source import Source
from muniment.store import place
from muniment.store.ids import number_of
from muniment.store.sync import locked

FORM = 1
_MANIFEST = "manifest.json"
_BATCH_ITEMS, _BATCH_CHARACTERS = 20_000, 20_000_000
_SMALL = 1 << 16  # bytes of a file
_NO_MARK = bytes(16)  # of an item that is not to be found
_KINDS = (np.int64, np.uint8, np.int64, np.int32, np.uint8)
_FILES = ("numbers", "marks", "starts", "columns", "counts")


@dataclass(frozen=True, slots=True)
class Part:
    """Some items: their numbers, what tells that they changed (all zero: nobody is to find it), and their terms."""

    numbers: Ints
    marks: NDArray[np.uint8]
    taken: Taken


@dataclass(frozen=True, slots=True)
class Base:
    """All items that may be ranked, ascending, each with its row; one without text has an empty row. `as_of`: an entry."""

    numbers: Ints
    rows: Rows
    as_of: int
    marks: NDArray[np.uint8]  # of each, what tells that it changed

    def still(self, item: Item) -> bool:
        """Whether an item is as it was when its row was made."""
        mark, number = mark_of(item), number_of(item.id)
        at = int(np.searchsorted(self.numbers, number))
        there = at < len(self.numbers) and int(self.numbers[at]) == number
        return mark == (self.marks[at].tobytes() if there else _NO_MARK)


@dataclass(slots=True)
class _Kept:
    """What the manifest says."""

    as_of: int = -1
    parts: list[str] = field(default_factory=list)
    next: int = 1


def folder(derived: Path) -> Path:
    """Where the terms lie."""
    return derived / "rank"


def lock(derived: Path) -> Path:
    """The lock of whoever brings them up to date."""
    return derived / "rank.lock"


def maker() -> str:
    """What makes them: another way to take texts apart, another version or installation makes others."""
    return f"form {FORM}, terms {NORMAL}, installation {place.installation()}"


def brought(source: Source, tell: Tell = silent) -> Base:
    """Every item that may be ranked, as of the newest entry. *Cost*: a pass over all terms; reading only what changed."""
    if not writable(source.derived):
        return _in_memory(source, tell)
    with locked(lock(source.derived)):
        for _ in range(2):
            try:
                kept = _bring(source, tell)
                parts = [_opened(source.derived, name) for name in kept.parts]
                break
            except (OSError, ValueError, EOFError):  # damaged: all of it can be made again, and is
                _discard(source.derived)
        else:
            return _in_memory(source, tell)
    return _weighed(parts, kept.as_of)  # what is open stays, though another process joins its parts


def _in_memory(source: Source, tell: Tell) -> Base:
    as_of = source.as_of
    return _weighed([part for part, _ in _fresh(source, -1, {}, tell)], as_of)


def remove(source: Source) -> None:
    """Throw them away; after an erasure, so that nothing is left of what was erased."""
    with locked(lock(source.derived)):
        _discard(source.derived)


def _discard(derived: Path) -> None:
    shutil.rmtree(folder(derived), ignore_errors=True)


def _weighed(parts: Sequence[Part], as_of: int) -> Base:
    """The rows of what counts, in the order of the items' numbers within each part."""
    chosen = _living(parts)
    numbers = np.concatenate([part.numbers[some] for part, some in zip(parts, chosen, strict=True)] or [_none()])
    marks = np.concatenate([part.marks[some] for part, some in zip(parts, chosen, strict=True)] or [_no_marks()])
    rows = features.weigh([(part.taken, some) for part, some in zip(parts, chosen, strict=True)])
    if len(numbers) > 1 and not (numbers[1:] > numbers[:-1]).all():
        order = np.argsort(numbers)
        numbers, marks, rows = numbers[order], marks[order], rows.some(order)
    return Base(numbers, rows, as_of, marks)


def _none() -> Ints:
    return np.zeros(0, np.int64)


def _no_marks() -> NDArray[np.uint8]:
    return np.zeros((0, len(_NO_MARK)), np.uint8)


def _living(parts: Sequence[Part], *, held: bool = False) -> list[Ints]:
    """Which rows of each part count: the newest of each item, and none of an item that nobody is to find (unless `held`)."""
    if not parts:
        return []
    numbers = np.concatenate([part.numbers for part in parts])
    _, last = np.unique(numbers[::-1], return_index=True)
    newest = np.zeros(len(numbers), np.bool_)
    newest[len(numbers) - 1 - last] = True
    found, first = [], 0
    for part in parts:
        some = newest[first : first + len(part.numbers)] & (held | part.marks.any(axis=1))
        found.append(np.flatnonzero(some))
        first += len(part.numbers)
    return found


def _bring(source: Source, tell: Tell) -> _Kept:
    """Take apart what changed since; the lock is held."""
    derived = source.derived
    kept = _read(derived)
    if kept is None:
        _discard(derived)
        kept = _Kept()
    newest = source.as_of  # first: what others apply meanwhile is had the next time, and not passed over
    if kept.as_of >= newest:
        return kept
    folder(derived).mkdir(parents=True, exist_ok=True)
    marks: dict[int, bytes] = {}
    for part in (_opened(derived, name) for name in kept.parts):
        marks.update(zip(part.numbers.tolist(), map(bytes, part.marks), strict=True))
    for part, as_of in _fresh(source, kept.as_of, marks, tell):
        if len(part.numbers):
            _add(derived, kept, part)
            kept.as_of = max(kept.as_of, as_of)
            _write(derived, kept)
    kept.as_of = newest
    _join(derived, kept)
    _write(derived, kept)
    for path in folder(derived).iterdir():
        if path.name != _MANIFEST and path.name.rpartition("-")[0] not in kept.parts:
            path.unlink(missing_ok=True)
    return kept


def _fresh(source: Source, after: int, marks: dict[int, bytes], tell: Tell) -> Iterator[tuple[Part, int]]:
    """The items that changed, in parts, with the entry up to which all are had; those that are as they were are passed over."""
    total = sum(source.state_counts().values()) if after < 0 else 0
    found: dict[int, tuple[bytes, str]] = {}
    size, newest = 0, source.as_of
    for done, item in enumerate(source.items(after)):
        tell(Progress("rank", min(done, total or done), total))
        mark, number = mark_of(item), number_of(item.id)
        if marks.get(number) == mark or (mark == _NO_MARK and number not in marks):
            continue
        text = "" if mark == _NO_MARK else text_of(source.reading(item))
        marks[number] = mark
        found[number] = mark, text
        size += len(text)
        if len(found) >= _BATCH_ITEMS or size >= _BATCH_CHARACTERS:
            yield _part(found), item.changed - 1
            found, size = {}, 0
    yield _part(found), newest


def _part(found: dict[int, tuple[bytes, str]]) -> Part:
    order = sorted(found)
    marks = np.frombuffer(b"".join(found[each][0] for each in order), np.uint8).reshape(-1, 16)
    return Part(np.array(order, np.int64), marks, take(found[each][1] for each in order))


def mark_of(item: Item) -> bytes:
    """What tells that an item's terms are to be taken anew, without its reading being opened."""
    if item.aside:
        return _NO_MARK
    return hashlib.blake2b(json.dumps([item.sha256, item.reading]).encode(), digest_size=16).digest()


def text_of(reading: Reading | None) -> str:
    """The text that an item is ranked by: that of all its pages."""
    return "\n".join(page.text for page in reading.pages) if reading else ""


def _add(derived: Path, kept: _Kept, part: Part) -> None:
    """Keep a part as the newest, and join it with those before it while they are not much larger."""
    kept.parts.append(_put(derived, kept, part))
    while len(kept.parts) > 1 and _size(derived, kept.parts[-2]) < 2 * _size(derived, kept.parts[-1]):
        kept.parts[-2:] = [_put(derived, kept, _joined([_opened(derived, name) for name in kept.parts[-2:]]))]


def _join(derived: Path, kept: _Kept) -> None:
    """Join all where much of it was replaced."""
    parts = [_opened(derived, name) for name in kept.parts]
    living = sum(map(len, _living(parts)))
    if len(parts) > 1 and 3 * living < 2 * sum(len(part.numbers) for part in parts):
        kept.parts = [_put(derived, kept, _joined(parts))]


def _joined(parts: Sequence[Part]) -> Part:
    """Parts as one, each item once, ascending. An item that nobody is to find keeps its mark, and no terms."""
    chosen = _living(parts, held=True)
    pieces = [_picked(part.taken, some) for part, some in zip(parts, chosen, strict=True)]
    numbers = np.concatenate([part.numbers[some] for part, some in zip(parts, chosen, strict=True)])
    marks = np.concatenate([part.marks[some] for part, some in zip(parts, chosen, strict=True)])
    lengths = np.concatenate([np.diff(piece.starts) for piece in pieces])
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    columns = np.concatenate([piece.columns for piece in pieces])
    whole = Taken(starts, columns, np.concatenate([piece.counts for piece in pieces]))
    order = np.argsort(numbers)
    return Part(numbers[order], marks[order], _picked(whole, order))


def _picked(taken: Taken, some: Ints) -> Taken:
    """The terms of these texts, in this order."""
    if len(some) == len(taken.starts) - 1 and (some[1:] > some[:-1]).all():
        return taken
    lengths = (taken.starts[1:] - taken.starts[:-1])[some]
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    at = np.repeat(taken.starts[some] - starts[:-1], lengths) + np.arange(int(starts[-1]))
    return Taken(starts, taken.columns[at], taken.counts[at])


def _put(derived: Path, kept: _Kept, part: Part) -> str:
    """Write a part under the next name; the manifest names it when it is durable."""
    name = f"{kept.next:06d}"
    kept.next += 1
    taken = part.taken
    arrays: tuple[NDArray[Any], ...] = (part.numbers, part.marks, taken.starts, taken.columns, taken.counts)
    for what, array in zip(_FILES, arrays, strict=True):
        target = folder(derived) / f"{name}-{what}.npy"
        temporary = target.with_name(f"{name}-{what}.new")
        with temporary.open("wb") as file:
            np.save(file, array, allow_pickle=False)
            file.flush()
            sync_file(file.fileno())
        temporary.replace(target)
    return name


def _size(derived: Path, name: str) -> int:
    return (folder(derived) / f"{name}-columns.npy").stat().st_size


def _opened(derived: Path, name: str) -> Part:
    """A part, mapped as it lies.

    Raises: OSError, ValueError or EOFError, where it is damaged.
    """
    numbers, marks, starts, columns, counts = (_mapped(folder(derived) / f"{name}-{what}.npy") for what in _FILES)
    whole = (
        all(each.dtype == kind for each, kind in zip((numbers, marks, starts, columns, counts), _KINDS, strict=True))
        and marks.shape == (len(numbers), 16)
        and len(starts) == len(numbers) + 1
        and len(columns) == len(counts) == int(starts[-1])
        and int(starts[0]) == 0
        and bool((starts[1:] >= starts[:-1]).all())
        and (not len(columns) or 0 <= int(columns.min()) <= int(columns.max()) < COLUMNS)
    )
    if not whole:
        raise ValueError(name)
    return Part(numbers, marks, Taken(starts, columns, counts))


def _mapped(path: Path) -> NDArray[Any]:
    # what is small is read: a file of nothing but its header cannot be mapped
    found: NDArray[Any] = np.load(path, "r" if path.stat().st_size > _SMALL else None, allow_pickle=False)
    return found


def _read(derived: Path) -> _Kept | None:
    """The manifest; None where there is none that can be read, or another made it."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads((folder(derived) / _MANIFEST).read_bytes())
        if said["maker"] == maker():
            return _Kept(int(said["as_of"]), [str(name) for name in said["parts"]], int(said["next"]))
    return None


def _write(derived: Path, kept: _Kept) -> None:
    """Replace the manifest, durably; its parts are durable before.

    A crash before that leaves parts that no manifest names: they are written over, or removed.
    """
    sync_folder(folder(derived))
    target = folder(derived) / _MANIFEST
    temporary = target.with_suffix(".new")
    said = {"maker": maker(), "as_of": kept.as_of, "parts": kept.parts, "next": kept.next}
    with temporary.open("wb") as file:
        file.write(json.dumps(said).encode())
        file.flush()
        sync_file(file.fileno())
    temporary.replace(target)
    sync_folder(target.parent)
