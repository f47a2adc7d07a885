"""The key over a drawing: a sample of each fill or line, and its word, so that nothing is told by colour alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from muniment.figures import label
from muniment.figures.page import SMALL, Page

ROW = 22  # px from one row of the key to the next
SAMPLE = 24
_AFTER, _APART = 8, 22  # px between a sample and its word, and from one to the next


@dataclass(frozen=True, slots=True)
class Entry:
    """One sample and its word: `draw` takes the sheet, and the left end and the middle of the sample."""

    text: str
    draw: Callable[[Page, float, float], None] | None = None  # none: a heading, on a row of its own


def rows(entries: Sequence[Entry], width: int) -> int:
    """How many rows the key takes."""
    return _places(entries, width)[-1][1] + 1 if entries else 0


def draw(sheet: Page, entries: Sequence[Entry], top: float) -> None:
    """Puts the key on the sheet, from this height down."""
    for entry, (x, row) in zip(entries, _places(entries, sheet.width), strict=True):
        y = top + row * ROW + ROW / 2
        if entry.draw is None:
            sheet.write(x, y, entry.text, room=sheet.width - x, ink="ink_2")
            continue
        entry.draw(sheet, x, y)
        start = x + SAMPLE + _AFTER
        sheet.write(start, y, entry.text, room=min(_wide(entry), sheet.width - start))


def _places(entries: Sequence[Entry], width: int) -> list[tuple[float, int]]:
    """Left end and row of each."""
    placed: list[tuple[float, int]] = []
    x: float = 0
    row, heading = 0, False
    for entry in entries:
        takes = _wide(entry) + (SAMPLE + _AFTER if entry.draw else 0)
        if placed and (entry.draw is None or heading or x + takes > width):
            x, row = 0, row + 1
        placed.append((x, row))
        x += takes + _APART
        heading = entry.draw is None
    return placed


def _wide(entry: Entry) -> float:
    return label.width(label.shown(entry.text), SMALL) + 2
