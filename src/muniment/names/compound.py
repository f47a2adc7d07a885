"""Names of several parts that are written apart, together, or with one part left out."""

from collections.abc import Sequence
from dataclasses import replace

from muniment.names.lexicon import Key
from muniment.names.piece import Piece, initials, traditions, whys
from muniment.names.speller import SHORT, Speller
from muniment.names.way import Way, choice, exactly, joined, spread

_RULES = {
    "article": "rule: al- in all its spellings, together, apart, or left out",
    "patronym": "rule: the word for son of or daughter of, spelled otherwise or left out",
    "attached": "rule: de, van and their like, together or apart",
}


def serving(key: Key, speller: Speller) -> Piece | None:
    """Abdul with the name that it serves, in one word or several."""
    lexicon = speller.lexicon
    name = speller.serving.get(key[0]) if len(key) == 1 else None
    if len(key) > 1 and lexicon.of(key[:-1], ("servant",)) and lexicon.of(key[-1:], ("divine",)):
        name = key[-1]
    if name is None:
        return None
    lines = lexicon.of((name,), ("divine",))
    names = choice(name, *(one[0] for line in lines for one in line.spellings if len(one) == 1))
    servants = choice(*lexicon.singles("servant"))
    articles = choice(*lexicon.singles("article"))
    return Piece(
        key,
        ((servants, names), (joined(servants, names),), (("abd",), articles, names)),
        initials=(exactly("a"),),
        kinds=frozenset({"both"}),
        traditions=frozenset().union(*(line.traditions for line in lines)),
        why=("rule: Abdul and its like, apart or together", *(line.why for line in lines)),
    )


def ended(key: Key, speller: Speller) -> Piece | None:
    """A name with -uddin after it or at its end."""
    ends = choice(*speller.lexicon.singles("ending"))
    base = _before(key, ends, speller)
    if base is None:
        return None
    inner = speller.spelled((base,))
    ways: list[Way] = []
    for way in inner.ways:
        ways += [(*way, ends), (*way, ("ud", "al", "ad", "ed", "el"), ("din", "deen"))]
        if len(way) == 1:
            ways.append((joined(way[0], ends),))
    return replace(
        inner,
        tokens=key,
        ways=tuple(ways),
        nicks=(),
        kinds=frozenset({"both"}),
        traditions=inner.traditions | {"Bengali"},
        why=("rule: -uddin apart or together", *inner.why),
    )


def _before(key: Key, ends: tuple[str, ...], speller: Speller) -> str | None:
    """The name before -uddin."""
    if len(key) > 1:
        return key[0] if speller.lexicon.of(key[1:], ("ending",)) and len(key[0]) >= SHORT else None
    for end in ends:
        base = key[0].removesuffix(end)
        if base != key[0] and len(base) >= SHORT:
            return base
    return None


def hyphened(halves: Sequence[Key], speller: Speller) -> Piece:
    """A name with a hyphen: both halves, one of them, or as one word."""
    pieces = [speller.spelled(half) for half in halves]
    columns = [piece.ways for piece in pieces]
    tokens = tuple(token for half in halves for token in half)
    ways = (*spread(*columns), exactly(("".join(tokens),)))
    rule = "rule: a name with a hyphen, also without it"
    if speller.lexicon.of(halves[0], ("whole",)):
        one = speller.spelled(("".join(tokens),))
        return replace(one, tokens=tokens, ways=(*ways, *one.ways), kinds=one.kinds | {"both"}, why=(rule, *one.why))
    first = [piece.initials[0][0] for piece in pieces if piece.initials]
    return Piece(
        tokens,
        ways,
        beside=(*(way for column in columns for way in column), *spread(*reversed(columns))),
        initials=((first[0],), tuple(first)) if len(first) == len(pieces) else initials([tokens]),
        kinds=frozenset({"double"}),
        traditions=traditions(pieces),
        why=(f"{rule}, one half of it, or the halves the other way round", *whys(pieces)),
    )


def after(word: str, kind: str, piece: Piece, speller: Speller) -> Piece:
    """A name with an article, a patronymic or an attached word before it."""
    lines = speller.lexicon.of((word,), (kind,))
    words = choice(word, *speller.lexicon.singles(kind)) if kind == "article" else (word,)
    if kind == "patronym":
        words = choice(word, *(one[0] for line in lines for one in line.spellings if len(one) == 1))
    ways: list[Way] = [(words, *way) for way in piece.ways]
    if kind != "patronym":
        ways += [(joined(words, way[0]),) for way in piece.ways if len(way) == 1]
    return replace(
        piece,
        tokens=(word, *piece.tokens),
        ways=tuple(ways),
        beside=(*(piece.ways if kind != "attached" else ()), *piece.beside),
        nicks=(),
        kinds=piece.kinds | {kind},
        traditions=piece.traditions.union(*(line.traditions - {"any"} for line in lines)),
        why=(_RULES[kind], *(line.why for line in lines if kind != "attached"), *piece.why),
    )
