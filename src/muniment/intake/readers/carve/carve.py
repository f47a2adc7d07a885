"""Raw strings: what can be had of bytes that no reader could read. Fewer and truer rather than more.

Pieces that are packed inside (members of a broken ZIP, streams of a broken PDF) are unpacked on the way. It takes a pass
or two over the bytes, and nothing in them can make it fail.
"""

from collections.abc import Iterable

from muniment.intake.readers.carve import carvepacked, carvestrings
from muniment.intake.readers.carve.carvestrings import Piece
from muniment.intake.source import Source

_LEAST = 20  # characters in all: less is worth no page


def carve(source: Source, limit: int) -> str:
    """Strings that a person could use, in the order of their places, at most `limit` characters; "" where there are none."""
    data = source.buffer()
    pieces = [*carvepacked.pieces(data, limit)]
    pdf = source.head(1024).find(b"%PDF-") >= 0
    pieces += carvestrings.pieces(data, limit, carvepacked.of_pdf if pdf else None)
    pieces.sort(key=lambda piece: piece.at)
    return _joined(_believed(pieces), limit)


def _believed(pieces: list[Piece]) -> list[Piece]:
    """Doubtful strings count beside sure ones alone: in compressed bytes some look like a word by chance."""
    sure = sum(len(piece.text) for piece in pieces if piece.sure)
    doubtful = sum(len(piece.text) for piece in pieces if not piece.sure)
    return pieces if doubtful <= sure else [piece for piece in pieces if piece.sure]


def _joined(pieces: Iterable[Piece], limit: int) -> str:
    """One line for each, once."""
    lines: dict[str, None] = {}
    room = limit
    for piece in pieces:
        for line in piece.text.splitlines():
            text = line.strip()
            if not text or text in lines:
                continue
            room -= len(text) + 1
            if room < 0:
                break
            lines[text] = None
    text = "\n".join(lines)
    return text if len(text) >= _LEAST else ""
