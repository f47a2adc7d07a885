"""A person's name to its parts, and which of them may be the family name."""

from collections.abc import Sequence
from dataclasses import dataclass

from muniment.names import chinese
from muniment.names.compound import after, ended, hyphened, serving
from muniment.names.piece import Piece, letters, plain
from muniment.names.speller import Speller
from muniment.names.word import Word

_MOST = 3  # words that are one part at most (Abd al Rahman)
_NEVER_ALONE = frozenset({"abd", "عبد"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to read a name: its parts, and the places at which the family name may stand."""

    pieces: tuple[Piece, ...]
    families: tuple[int, ...]


def readings(words: Sequence[Word], speller: Speller) -> list[Reading]:
    """How a name without its titles may be read: with Abdul Karim as one part, and as two."""
    found: list[Reading] = []
    comma = next((at for at, word in enumerate(words[:-1], 1) if word.raw.endswith(",")), 0)
    for whole in (True, False):
        before = _Parts(words[:comma], speller, whole).all()
        if len(before) > 1:
            before = [hyphened([piece.tokens for piece in before], speller)]
        pieces = chinese.gathered([*before, *_Parts(words[comma:], speller, whole).all()], speller)
        reading = Reading(tuple(pieces), _families(pieces, comma=bool(before)))
        if pieces and reading not in found:
            found.append(reading)
    return found


class _Parts:
    """Words to parts, from the left, the longest known part first."""

    def __init__(self, words: Sequence[Word], speller: Speller, whole: bool) -> None:
        self.words = words
        self.speller = speller
        self.lexicon = speller.lexicon
        self.whole = whole

    def all(self) -> list[Piece]:
        found: list[Piece] = []
        at = 0
        while at < len(self.words):
            pieces, taken = self.part(at)
            found += pieces
            at += taken
        return found

    def part(self, at: int) -> tuple[list[Piece], int]:
        """The part that starts at a word, and how many words it takes; Chinese signs are several parts."""
        word = self.words[at]
        if word.signs:
            return chinese.in_signs(word.tokens, self.speller), 1
        for taken in range(min(_MOST, len(self.words) - at), 0, -1):
            piece = self.known(self.words[at : at + taken])
            if piece is not None:
                return [piece], taken
        kind = self.joins(at)
        if kind:
            pieces, taken = self.part(at + 1)
            return [after(word.tokens[0], kind, pieces[0], self.speller), *pieces[1:]], taken + 1
        if word.letters:
            return [letters(word.letters)], 1
        return [self.single(word)], 1

    def known(self, words: Sequence[Word]) -> Piece | None:
        """Several tokens, or words, as one part."""
        if any("," in word.raw for word in words[:-1]):
            return None
        key = tuple(token for word in words for token in word.tokens)
        listed = self.lexicon.of(key)
        if self.whole or key[0] in _NEVER_ALONE:
            piece = serving(key, self.speller) or (None if listed else ended(key, self.speller))
            if piece is not None:
                return piece
        apart = len(words) == 2 and len(key) == 2
        if len(key) > 1 and listed:
            return self.speller.spelled(key)
        if apart and (key[0] in {"mc", "mac"} or (key[0] == "o" and not words[0].letters and words[0].capital)):
            return self.speller.spelled(key)  # O with an accent is no initial
        return None

    def joins(self, at: int) -> str:
        """Whether a word goes with the one after it, and as what."""
        word = self.words[at]
        if at + 1 >= len(self.words) or len(word.tokens) != 1 or word.raw.endswith((",", ".")):
            return ""
        if at and self.lexicon.of(word.tokens, ("patronym",)):
            return "patronym"
        if (at or not word.capital) and self.lexicon.of(word.tokens, ("attached",)):
            return "attached"
        if self.lexicon.of(word.tokens, ("article",)) and (
            not word.capital or self.is_arabic(self.words[at + 1].tokens)
        ):
            return "article"
        return ""

    def is_arabic(self, key: tuple[str, ...]) -> bool:
        return any("Arabic" in line.traditions for line in self.lexicon.of(key))

    def single(self, word: Word) -> Piece:
        """A word by itself."""
        tokens, spelled = word.tokens, self.speller.spelled
        if len(tokens) == 1:
            rest = self.without_article(tokens[0])
            if rest:
                return after(tokens[0].removesuffix(rest), "article", spelled((rest,)), self.speller)
            return spelled(tokens, word.bare)
        halves = [half for half in (tuple(self.lexicon.tokens(half)) for half in word.halves) if half]
        if len(halves) > 1:
            if len(halves) == 2 and self.lexicon.of(halves[0], ("article",)):
                return after(tokens[0], "article", spelled(halves[1]), self.speller)
            name = chinese.syllables(tokens, self.speller) if len(tokens) == 2 else None
            return name or hyphened(halves, self.speller)
        if len(tokens) == 2 and tokens[0] == "d":
            return after("d", "attached", spelled(tokens[1:]), self.speller)
        return spelled(tokens, word.bare) if len(tokens) == 2 and tokens[0] == "o" else plain(tokens)

    def without_article(self, token: str) -> str:
        """What follows al- in one word, where that is a name and the whole is not."""
        rest = token.removeprefix(token[:2]) if token[:2] in {"al", "el"} else ""
        return rest if rest and not self.lexicon.of((token,)) and self.is_arabic((rest,)) else ""


def _families(pieces: list[Piece], *, comma: bool) -> tuple[int, ...]:
    """Where the family name may stand."""
    last = len(pieces) - 1
    if comma or last <= 0:
        return (0,)
    first = pieces[0].kinds
    if chinese.is_family(pieces[0]) and "syllables" in pieces[-1].kinds:
        return (0,)
    if "family" in first and not first & {"given", "both"} and not pieces[-1].kinds & {"family", "double", "both"}:
        return (0, last)
    return (last,)
