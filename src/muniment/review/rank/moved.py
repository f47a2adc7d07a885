"""What moved the items of one batch: their rows and the weights that these meet, and no words.

    derived/why/batch.npz       the newest batch of the case, for whoever asks in another process

It stands by itself: what comes in or is read later changes neither a row nor a weight that gave this batch.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from muniment.review.rank import model
from muniment.review.rank.model import Term
from muniment.review.rank.products import Floats, Rows
from muniment.review.rank.terms import Ints

_FILE = "batch.npz"


@dataclass(frozen=True, slots=True)
class Moved:
    """The items of a batch by number, each with its row; `weights` has one for each column."""

    numbers: Ints
    rows: Rows
    weights: Floats

    def has(self, number: int) -> bool:
        """Whether an item is of this batch."""
        return bool((self.numbers == number).any())

    def why(self, number: int, text: str, most: int) -> Sequence[Term]:
        """The words of an item's text that moved it up, heaviest first."""
        return model.moved(text, self.rows, int(np.flatnonzero(self.numbers == number)[0]), self.weights, most)


def of(numbers: Ints, rows: Rows, weights: Floats) -> Moved:
    """What moved these items, whose rows are given: of all columns only those that they have."""
    columns, place = np.unique(rows.columns, return_inverse=True)
    few = Rows(rows.starts, place.astype(np.int32), rows.values, len(columns), rows.terms[columns])
    return Moved(numbers, few, weights[columns])


def keep(folder: Path, moved: Moved | None) -> None:
    """Put it in place of that of the batch before; None: nothing moved the batch.

    A crash, or a disk that is full, costs the words beside the next items and nothing else.
    """
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        if moved is None:
            (folder / _FILE).unlink(missing_ok=True)
            return
        temporary = folder / "batch.new"
        rows = moved.rows
        with temporary.open("wb") as file:
            np.savez(
                file,
                numbers=moved.numbers,
                starts=rows.starts,
                columns=rows.columns,
                values=rows.values,
                terms=rows.terms,
                weights=moved.weights,
            )
        temporary.replace(folder / _FILE)


def kept(folder: Path) -> Moved | None:
    """What moved the newest batch; None where nothing did, or it is damaged."""
    with (
        suppress(OSError, ValueError, KeyError, EOFError, BadZipFile),
        (folder / _FILE).open("rb") as file,
        np.load(file, allow_pickle=False) as all_,
    ):
        rows = Rows(all_["starts"], all_["columns"], all_["values"], len(all_["terms"]), all_["terms"])
        found = Moved(all_["numbers"], rows, all_["weights"])
        if _whole(found):
            return found
    return None


def _whole(found: Moved) -> bool:
    rows = found.rows
    return (
        len(rows.starts) == len(found.numbers) + 1
        and int(rows.starts[0]) == 0
        and bool((rows.starts[1:] >= rows.starts[:-1]).all())
        and int(rows.starts[-1]) == len(rows.columns) == len(rows.values)
        and len(found.weights) == rows.width
        and (not len(rows.columns) or 0 <= int(rows.columns.min()) <= int(rows.columns.max()) < rows.width)
    )
