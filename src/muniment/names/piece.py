"""One part of a person's name, and how else it is written."""

from collections.abc import Iterable
from dataclasses import dataclass

from muniment.names.lexicon import Key
from muniment.names.way import Way, choice, exactly


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a name.

    `ways` may stand anywhere; `nicks` not for a family name; `beside` (a half, a name without its article) only beside
    another part, the first of them alone for a given name.
    """

    tokens: Key
    ways: tuple[Way, ...]
    nicks: tuple[Way, ...] = ()
    beside: tuple[Way, ...] = ()
    initials: tuple[Way, ...] = ()
    kinds: frozenset[str] = frozenset()
    traditions: frozenset[str] = frozenset()
    why: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the lexicon or a rule says anything of it."""
        return bool(self.kinds)


def plain(key: Key) -> Piece:
    """A name that stands for itself."""
    return Piece(key, (exactly(key),), initials=initials([key]))


def letters(written: str) -> Piece:
    """Initials: apart, together, the first alone."""
    apart, first = exactly(written), exactly(written[0])
    ways = (apart,) if len(written) == 1 else (apart, exactly((written,)))
    every = tuple(dict.fromkeys((*ways, first)))
    return Piece(tuple(written), ways, beside=(first,), initials=every, kinds=frozenset({"initial"}))


def initials(keys: Iterable[Key]) -> tuple[Way, ...]:
    """The first letters of the Latin ones among these spellings; nothing where none is."""
    found = [key[0][0] for key in keys if key[0].isascii() and key[0][0].isalpha()]
    return ((choice(*found),),) if found else ()


def traditions(pieces: Iterable[Piece]) -> frozenset[str]:
    """Those of any of them."""
    return frozenset().union(*(piece.traditions for piece in pieces))


def whys(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """The reasons of all of them, each once."""
    return tuple(dict.fromkeys(why for piece in pieces for why in piece.why))
