"""Text that comes in pieces, cut anew into pages: at line ends, so that no line and no word is cut in two."""

from collections.abc import Iterable, Iterator

PAGE = 1 << 20  # characters
_LONGEST = 16 << 20  # a line longer than this is cut between two words, and where it has none, anywhere


def paged(pieces: Iterable[str], size: int = PAGE, longest: int = _LONGEST) -> Iterator[str]:
    """Pages of about this many characters; joined they are the text."""
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length < size:
            continue
        # a line end that comes last may be the first half of one, so the last character stays
        cut = _line_end(piece)
        if cut:
            yield "".join(waiting[:-1]) + piece[:cut]
            waiting = [piece[cut:]]
        elif length >= longest:
            text = "".join(waiting)
            cut = _between_words(text)
            yield text[:cut]
            waiting = [text[cut:]]
        else:
            continue
        length = len(waiting[0])
    if length:
        yield "".join(waiting)


def _line_end(text: str) -> int:
    """Where the last whole line ends, 0 where none does."""
    last = len(text) - 1
    return max(text.rfind("\n", 0, last), text.rfind("\r", 0, last) if "\n" not in text else -1) + 1


def _between_words(text: str) -> int:
    """The last place between two words, looked for in the last pages alone."""
    for sign in (" ", "\t", ",", ";"):
        cut = text.rfind(sign, len(text) - PAGE, len(text) - 1)
        if cut > 0:
            return cut + 1
    return next(
        (at for at in range(len(text) - 1, max(len(text) - 4096, 1), -1) if not text[at].isalnum()), len(text) - 1
    )
