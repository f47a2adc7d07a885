"""Chinese names: the family name first, given names of one or two syllables, in signs or in Latin letters."""

from dataclasses import replace

from muniment.names.piece import Piece, plain
from muniment.names.speller import Speller
from muniment.names.way import Way, choice, joined

_RULE = "rule: Chinese given names, syllables apart or together"


def is_family(piece: Piece) -> bool:
    """Whether it may be a Chinese family name."""
    return "Chinese" in piece.traditions and "family" in piece.kinds


def syllables(keys: tuple[str, ...], speller: Speller) -> Piece | None:
    """A given name of these syllables or signs; None where one is not known."""
    lines = [speller.lexicon.of((key,), ("syllable",)) for key in keys]
    if not all(found or speller.lexicon.of((key,), ("sound",)) for key, found in zip(keys, lines, strict=True)):
        return None
    sounds = [
        choice(key, *(one[0] for line in found for one in line.spellings if len(one) == 1))
        for key, found in zip(keys, lines, strict=True)
    ]
    latin = [tuple(sound for sound in one if sound.isascii()) for one in sounds]
    letters = [choice(*(sound[0] for sound in one)) for one in latin]
    if len(keys) == 1:
        ways: tuple[Way, ...] = (tuple(sounds), *speller.spelled(keys).ways)
        initials: tuple[Way, ...] = ((letters[0],),)
    else:
        ways = (tuple(sounds), (joined(*latin),))
        initials = (tuple(letters), (joined(*letters),), (letters[0],))
    return Piece(
        keys,
        ways,
        initials=initials,
        kinds=frozenset({"given", "syllables"}),
        traditions=frozenset({"Chinese"}),
        why=(_RULE, *dict.fromkeys(line.why for found in lines for line in found)),
    )


def in_signs(tokens: tuple[str, ...], speller: Speller) -> list[Piece]:
    """A word of signs: the family name, then the given name; else as it is."""
    for length in (2, 1):
        given = syllables(tokens[length:], speller) if 1 <= len(tokens) - length <= 2 else None
        if given is not None and speller.lexicon.of(tokens[:length], ("family",)):
            return [speller.spelled(tokens[:length]), given]
    return [speller.spelled(tokens) if speller.lexicon.of(tokens) else plain(tokens)]


def gathered(pieces: list[Piece], speller: Speller) -> list[Piece]:
    """The parts of a name; beside a Chinese family name two syllables are one given name."""
    if len(pieces) < 2 or not (is_family(pieces[0]) or is_family(pieces[-1])):
        return pieces
    first = is_family(pieces[0])
    rest = pieces[1:] if first else pieces[:-1]
    given: list[Piece] = []
    while rest:
        tokens = tuple(token for piece in rest[:2] for token in piece.tokens)
        pair = syllables(tokens, speller) if len(rest) > 1 and len(tokens) == 2 else None
        given.append(pair or _given(rest[0], speller))
        rest = rest[2 if pair else 1 :]
    return [pieces[0], *given] if first else [*given, pieces[-1]]


def _given(piece: Piece, speller: Speller) -> Piece:
    """A part as a given name, where it can be a Chinese one."""
    if len(piece.tokens) != 1 or "syllables" in piece.kinds or (piece.kinds and not is_family(piece)):
        return piece
    return syllables(piece.tokens, speller) or _divided(piece.tokens[0], speller) or piece


def _divided(token: str, speller: Speller) -> Piece | None:
    """A given name in two syllables that is written as one word."""
    for place in range(1, len(token)):
        piece = syllables((token[:place], token[place:]), speller)
        if piece is not None:
            return replace(piece, tokens=(token,))
    return None
