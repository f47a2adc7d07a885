"""Signatures by band: each band's keys of up to 4,096 rows lie side by side, so that a key is sought by one scan.

A row is given once. Of an item that is signed anew the old row stays where it is and belongs to nobody.
"""

import hashlib
from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

import apsw

from muniment.search.near.sign import BANDS, WIDE

SEGMENT = 1 << 12  # rows: one key is had without reading much of its neighbours
_FEW = 6  # keys; more of them are sought by looking at every row
_HELD = 2_000  # signatures that are kept once they are put together

TABLE = "CREATE TABLE part (n INTEGER PRIMARY KEY, keys BLOB NOT NULL, proof BLOB NOT NULL)"  # n: segment times bands plus band


def add(base: apsw.Connection, first: int, signatures: Sequence[bytes]) -> None:
    """Add rows, numbered from `first`, which is the number of those that are there."""
    done = 0
    while done < len(signatures):
        segment, at = divmod(first + done, SEGMENT)
        some = signatures[done : done + SEGMENT - at]
        for band in range(BANDS):
            keys = b"".join(one[band * WIDE : (band + 1) * WIDE] for one in some)
            number = segment * BANDS + band
            keys = ((_keys(base, number) if at else None) or b"") + keys
            base.execute("INSERT OR REPLACE INTO part VALUES (?, ?, ?)", (number, keys, _proof(keys)))
        done += len(some)


def column(base: apsw.Connection, band: int) -> Iterator[tuple[int, bytes]]:
    """The keys of a band: (the first row, keys of it and of those after it)."""
    segment = 0
    while (found := _keys(base, segment * BANDS + band)) is not None:
        yield segment * SEGMENT, found
        segment += 1


def _keys(base: apsw.Connection, number: int) -> bytes | None:
    found = base.execute("SELECT keys FROM part WHERE n=?", (number,)).fetchone()
    if found is None:
        return None
    keys = found[0]
    if not isinstance(keys, bytes) or len(keys) % WIDE:
        raise apsw.CorruptError(f"part {number} holds no whole keys")
    return keys


def _proof(keys: bytes) -> bytes:
    return hashlib.blake2b(keys, digest_size=8).digest()


def differ(base: apsw.Connection, rows: int) -> bool:
    """Whether the parts for so many rows are not all there as they were made."""
    wanted = iter(range(-(-rows // SEGMENT) * BANDS))
    for number, keys, proof in base.execute("SELECT n, keys, proof FROM part ORDER BY n"):
        last = number // BANDS == (rows - 1) // SEGMENT
        length = ((rows - 1) % SEGMENT + 1 if last else SEGMENT) * WIDE
        if next(wanted, None) != number or len(keys) != length or _proof(keys) != proof:
            return True
    return next(wanted, None) is not None


def numbers(keys: bytes) -> "array[int]":
    """Keys as numbers."""
    return array("Q", keys)


def proposed(
    base: apsw.Connection, wanted: Mapping[int, bytes], there: Sequence[int], most: int
) -> dict[int, Counter[int]]:
    """For each wanted row (with its signature) the rows that share a band with it, and how many bands.

    Only rows that are marked in `there` are proposed; of too many those that share the most bands.
    """
    found: dict[int, Counter[int]] = {row: Counter() for row in wanted}
    for band in range(BANDS):
        keys: dict[int, list[int]] = {}
        for row, signature in wanted.items():
            keys.setdefault(numbers(signature[band * WIDE : (band + 1) * WIDE])[0], []).append(row)
        for first, held in column(base, band):
            for at, key in _places(held, keys):
                if first + at < len(there) and there[first + at]:
                    for row in keys[key]:
                        found[row][first + at] += row != first + at
        for row, met in found.items():
            if len(met) > most:
                found[row] = Counter(dict(met.most_common(most // 2)))
    for row, met in found.items():
        met.pop(row, None)
    return found


def _places(held: bytes, wanted: Collection[int]) -> Iterator[tuple[int, int]]:
    """Where keys stand among others: (place, key)."""
    if len(wanted) > _FEW:
        for at, key in enumerate(numbers(held)):
            if key in wanted:
                yield at, key
        return
    for key in wanted:
        sought, at = array("Q", [key]).tobytes(), -1
        while (at := held.find(sought, at + 1)) >= 0:
            if at % WIDE == 0:
                yield at // WIDE, key


class Signatures:
    """Single signatures, put together from their bands."""

    def __init__(self, base: apsw.Connection) -> None:
        self._base = base
        self._last: dict[int, bytes] = {}

    def of(self, row: int) -> bytes:
        """The signature of a row."""
        if (known := self._last.get(row)) is not None:
            return known
        segment, at = divmod(row, SEGMENT)
        pieces = []
        for band in range(BANDS):
            with self._base.blob_open("main", "part", "keys", segment * BANDS + band, False) as blob:
                blob.seek(at * WIDE)
                pieces.append(blob.read(WIDE))
        if len(self._last) >= _HELD:
            self._last.clear()
        self._last[row] = made = b"".join(pieces)
        return made
