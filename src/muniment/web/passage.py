"""A text in pieces, some of them marked: what a template writes out without making markup of it."""

from collections.abc import Sequence

Piece = tuple[str, bool]  # the text, and whether it is marked


def pieces(text: str, marks: Sequence[Sequence[int]]) -> list[Piece]:
    """A text cut at its marks ([from, to) each, in order); nothing is lost, and nothing stands twice."""
    found: list[Piece] = []
    at = 0
    for start, end in marks:
        low, high = max(start, at), min(end, len(text))
        if low >= high:
            continue
        if low > at:
            found.append((text[at:low], False))
        found.append((text[low:high], True))
        at = high
    if at < len(text):
        found.append((text[at:], False))
    return found
