"""Names as people write them: the words of a query that are somebody's name, and what else they may be written as.

The parser hands over a word or a phrase as it is written, because a tree has lost its capitals. It gets back forms:
tokens side by side, of which each may be any of several. What is no name stays as it is.

What is read as a name: words of the lexicon (those that are ordinary words too, with a capital only), words beside
initials, and in quotation marks two to six words with capitals side by side. A word with a star or ~1 is left alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod

from muniment.names.lexicon import Lexicon
from muniment.names.shapes import Written, written
from muniment.names.speller import Speller
from muniment.names.spot import Spotter
from muniment.names.way import Way, spread, without_doubles
from muniment.names.word import Word
from muniment.search.lex import Lexeme, Sign
from muniment.search.normalise import tokens

MOST = 300  # forms of one phrase
_SHOWN = 3  # spellings of one token, where a form is shown


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a form: any of these texts. A prefix is one because the query has a star there."""

    texts: tuple[str, ...]
    prefix: bool = False


Form = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Expansion:
    """What was expanded: as written, into which forms, for which reasons, and how many more forms were left out."""

    written: str
    forms: tuple[Form, ...]
    why: tuple[str, ...]
    left_out: int = 0

    def shown(self) -> list[str]:
        """The forms as text; of a token's spellings the first few, and how many more."""
        return [" ".join(map(_shown, form)) for form in self.forms]


class Expander:
    """Expands the names of one query, and remembers what it did."""

    def __init__(self) -> None:
        self.spotter = _spotter()
        self._expansions: dict[tuple[str, bool], Expansion] = {}

    @property
    def version(self) -> str:
        """Of the lexicon: the same query under another may be expanded otherwise."""
        return self.spotter.lexicon.version

    @property
    def expansions(self) -> tuple[Expansion, ...]:
        """What was expanded, in the query's order, each text once."""
        return tuple(self._expansions.values())

    def forms(self, text: str, *, quoted: bool) -> tuple[Form, ...]:
        """What a phrase or a word may be written as, itself first; nothing where it holds no name."""
        if (text, quoted) in self._expansions:
            return self._expansions[text, quoted].forms
        words = _words(text)
        names = list(self._names(words, quoted))
        if not names:
            return ()
        share = _share([len(found.ways) for _, _, found in names])
        columns: list[tuple[Way, ...]] = []
        at = 0
        for start, end, found in names:
            columns += [(_as_is(words[at:start]),), found.ways[:share]]
            at = end
        columns.append((_as_is(words[at:]),))
        forms = tuple(tuple(map(_token, way)) for way in without_doubles(spread(*columns)))
        why = tuple(dict.fromkeys(reason for _, _, found in names for reason in found.why))
        every = prod(len(found.ways) + found.left_out for _, _, found in names)
        self._expansions[text, quoted] = Expansion(text, forms, why, every - prod(map(len, columns)))
        return forms

    def side_by_side(self, lexemes: Sequence[Lexeme], at: int) -> int:
        """How many bare words from here on are one name; 0 where they are not two at least."""
        words: list[Word] = []
        while lexemes[at].sign is Sign.WORD and lexemes[at + 1].sign is not Sign.NEAR and "~" not in lexemes[at].text:
            words += _words(lexemes[at].text)
            at += 1
        start, end = next(self.spotter.spans(words), (0, 0))
        return end if start == 0 and end > 1 and self.spotter.is_name(words[:end], guess=False) else 0

    def _names(self, words: Sequence[Word], quoted: bool) -> Iterator[tuple[int, int, Written]]:
        """The names in a text: from, to, and the ways to write each."""
        for start, end in self.spotter.spans(words):
            inner = start + self.spotter.titles(words[start:end])
            if self.spotter.is_name(words[inner:end], guess=quoted):
                found = written(words[start:inner], words[inner:end], self.spotter.speller)
                if len(found.ways) > 1:
                    yield start, end, found


@lru_cache(maxsize=1)
def _spotter() -> Spotter:
    return Spotter(Speller(Lexicon(tokens)))


def _words(text: str) -> list[Word]:
    return [Word(raw, tuple(tokens(raw))) for raw in text.split()]


def _share(counts: Sequence[int]) -> int:
    """How many ways of each name make `MOST` forms at most, of several names together."""
    share = max(counts)
    while share > 1 and prod(min(count, share) for count in counts) > MOST:
        share -= 1
    return share


def _as_is(words: Sequence[Word]) -> Way:
    """Words that are no name; a star stands at the end of its token, where no token has one otherwise."""
    return tuple((token,) for word in words for token in (*word.tokens[:-1], *_last(word)))


def _last(word: Word) -> tuple[str, ...]:
    return tuple(token + "*" * word.starred for token in word.tokens[-1:])


def _token(texts: tuple[str, ...]) -> Token:
    return Token((texts[0][:-1],), prefix=True) if texts[0].endswith("*") else Token(texts)


def _shown(token: Token) -> str:
    if len(token.texts) == 1:
        return token.texts[0] + "*" * token.prefix
    more = f"|+{len(token.texts) - _SHOWN}" if len(token.texts) > _SHOWN else ""
    return f"({'|'.join(token.texts[:_SHOWN])}{more})"
