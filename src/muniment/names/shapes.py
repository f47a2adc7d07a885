"""A name to everything that it may be written as: spelling, order, initials, names left out and put in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import prod
from string import ascii_lowercase

from muniment.names.lexicon import Lexicon
from muniment.names.piece import Piece
from muniment.names.reading import Reading, readings
from muniment.names.speller import Speller
from muniment.names.way import Way, choice, exactly, fewer, joined, spread
from muniment.names.word import Word

MOST = 300  # ways to write one name

_SHARED = frozenset({"Bengali", "Urdu", "Arabic", "Somali"})
_FATHERS = frozenset({"Arabic", "Somali"})  # the last of three names is a grandfather's, and may be left out

Column = tuple[Way, ...]
Shape = tuple[str, tuple[Column, ...]]  # why, and what stands where


@dataclass(frozen=True, slots=True)
class Written:
    """The ways to write a name, the one that was asked for first; why; and how many more there would be."""

    ways: tuple[Way, ...]
    why: tuple[str, ...]
    left_out: int = 0


def written(titles: Sequence[Word], words: Sequence[Word], speller: Speller) -> Written:
    """Every way to write a name that is given in words, its titles apart."""
    found: list[Way] = [exactly(token for word in (*titles, *words) for token in word.tokens)]
    why: list[str] = []
    total = 1
    before = _before(titles, speller.lexicon)
    for reading in readings(words, speller):
        why += [reason for piece in reading.pieces for reason in piece.why]
        for reason, columns in _every(reading, before, speller.lexicon):
            count = prod(map(len, columns))
            total += count
            if count and reason:
                why.append(reason)
            found += islice(spread(*columns), max(MOST - len(found), 0))
    ways = tuple(dict.fromkeys(found))
    return Written(ways, tuple(dict.fromkeys(why)) if len(ways) > 1 else (), total - len(found))


def _before(titles: Sequence[Word], lexicon: Lexicon) -> tuple[Column, ...]:
    """The titles in their spellings."""
    spelled = [[line.spellings for line in lexicon.of(word.tokens, ("title",))] for word in titles]
    return tuple(tuple(exactly(key) for keys in lines for key in keys) for lines in spelled)


def _every(reading: Reading, before: tuple[Column, ...], lexicon: Lexicon) -> Iterator[Shape]:
    """The shapes of a reading, as a name with its titles and without."""
    if len(reading.pieces) == 1:
        yield "", (*before, _alone(reading.pieces[0], lexicon))
        return
    for reason, columns in _shapes(reading, lexicon):
        if before:
            yield reason, (*before, *columns)
    for reason, columns in _shapes(reading, lexicon):
        yield reason or ("rule: titles left out" if before else ""), columns


def _alone(piece: Piece, lexicon: Lexicon) -> Column:
    """A name that stands alone: not as an ordinary word."""
    column: list[Way] = []
    for way in (*piece.ways, *piece.nicks):
        if len(way) > 1:
            column.append(way)
        else:
            kept = tuple(token for token in way[0] if not lexicon.is_word((token,)))
            column += [(kept,)] if kept else []
    return fewer(column)


def _shapes(reading: Reading, lexicon: Lexicon) -> Iterator[Shape]:
    """What stands where, the likeliest first."""
    pieces = list(reading.pieces)
    parts = [(pieces[:at] + pieces[at + 1 :], pieces[at]) for at in reading.families]
    for given, family in parts:
        yield from _orders(given, family, lexicon)
    for given, family in parts:
        yield from _short(given, family)
        yield from _put_in(given, family, lexicon)
    if len(pieces) > 2:
        yield from _left_out(pieces, lexicon)


def _orders(given: list[Piece], family: Piece, lexicon: Lexicon) -> Iterator[Shape]:
    names, last = [_given(piece) for piece in given], _family(family, lexicon)
    yield "", (*names, last)
    yield "rule: family name first", (last, *names)
    yield "rule: family name, title, given names", (last, _titles(given, family, lexicon), *names)


def _short(given: list[Piece], family: Piece) -> Iterator[Shape]:
    """Initials, and middle names left out."""
    first, last = _given(given[0]), _family(family)
    letters = [piece.initials for piece in given]
    several = len(given) > 1
    if several:
        middle = "rule: middle names left out or as initials"
        yield middle, (first, last)
        yield middle, (last, first)
        yield middle, (first, *letters[1:], last)
        yield middle, (last, first, *letters[1:])
    rule = "rule: initials for given names"
    if any("initial" not in piece.kinds for piece in given):
        yield rule, (*letters, last)
        yield rule, (last, *letters)
    if several:
        yield rule, (letters[0], last)
        yield rule, (last, letters[0])
        yield rule, (letters[0], *(_given(piece) for piece in given[1:]), last)
    if several and all(letters):
        run: Column = ((joined(*(column[0][0] for column in letters)),),)
        yield rule, (run, last)
        yield rule, (last, run)


def _put_in(given: list[Piece], family: Piece, lexicon: Lexicon) -> Iterator[Shape]:
    """A middle name or initial that the query does not have."""
    one, traditions = given[0], (given[0].traditions & family.traditions) or (given[0].traditions | family.traditions)
    if len(given) > 1 or "Chinese" in traditions or not one.initials or not family.initials:
        return
    names = choice(*ascii_lowercase, *lexicon.middle(traditions - {"any"}))
    last = _family(family)
    rule = "rule: an initial or a known name of the same tradition put in between"
    yield rule, (_given(one), ((names,),), last)
    yield rule, (one.initials, ((tuple(ascii_lowercase),),), last)


def _left_out(pieces: list[Piece], lexicon: Lexicon) -> Iterator[Shape]:
    """Names left out that may be: Mohammed before another, a name of status, a grandfather's."""
    last, fathers = pieces[-1], _are_fathers(pieces)
    if "muhammad" in pieces[0].kinds and (not fathers or pieces[0].tokens in {("md",), ("mohd",)}):
        for _, columns in (*_orders(pieces[1:-1], last, lexicon), *_short(pieces[1:-1], last)):
            yield "rule: Mohammed before another name left out", columns
    rules = (
        ("status" in last.kinds, "rule: a woman's name of status left out"),
        ("khalsa" in pieces[-2].kinds, "rule: Singh or Kaur without a family name"),
        (fathers, "rule: the last of three names left out"),
    )
    rule = next((rule for holds, rule in rules if holds), "")
    if rule:
        names = [_given(piece) for piece in pieces[:-1]]
        yield rule, tuple(names)
        yield rule, (names[-1], *names[:-1])


def _are_fathers(pieces: list[Piece]) -> bool:
    return bool(frozenset.intersection(*(piece.traditions for piece in pieces)) & _FATHERS)


def _given(piece: Piece) -> Column:
    return fewer((*piece.ways, *piece.nicks, *piece.beside[:1]))


def _family(piece: Piece, lexicon: Lexicon | None = None) -> Column:
    """As a family name; names of status stand for one another."""
    column = (*piece.ways, *piece.beside)
    if lexicon is not None and "status" in piece.kinds:
        column = (*column, (tuple(lexicon.singles("status")),))
    return fewer(column)


def _titles(given: list[Piece], family: Piece, lexicon: Lexicon) -> Column:
    titles = tuple(lexicon.singles("title"))
    if (family.traditions | given[0].traditions) & _SHARED and "muhammad" not in given[0].kinds:
        titles += tuple(lexicon.singles("muhammad"))
    return ((choice(*titles),),)
