"""Where in a text somebody's name is written."""

from collections.abc import Iterator, Sequence

from muniment.names.reading import readings
from muniment.names.speller import Speller
from muniment.names.word import Word

_ENDS = (".", ";", ":", "!", "?")
LONGEST = 6  # words of a name


class Spotter:
    """Spots names: by the lexicon, by initials, and by capitals side by side."""

    def __init__(self, speller: Speller) -> None:
        self.speller = speller
        self.lexicon = speller.lexicon

    def spans(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Words side by side, from and to, that may be a name with its titles."""
        start = 0
        while start < len(words):
            end = start
            while end < len(words) and self._continues(words, end):
                end += 1
                if self._ends(words[end - 1]):
                    break
            while end > start and self._is_small(words[end - 1]):
                end -= 1
            if end > start:
                yield start, end
            start = max(end, start + 1)

    def titles(self, words: Sequence[Word]) -> int:
        """How many words at the beginning of a name are titles; at least one word is not."""
        count = 0
        while count < len(words) - 1 and self._is_title(words[count]):
            count += 1
        return count

    def is_name(self, words: Sequence[Word], *, guess: bool) -> bool:
        """Whether words are a name; `guess`: also several of which none is known, for their capitals."""
        return 0 < len(words) <= LONGEST and (
            any(map(self.is_known, words)) or (len(words) > 1 and (guess or any(word.letters for word in words)))
        )

    def is_known(self, word: Word) -> bool:
        """Whether the lexicon or a rule knows a word as a name."""
        if not word.nameable or self._is_plain(word) or (not word.capital and self.lexicon.is_word(word.tokens)):
            return False
        if self.speller.is_known(word.tokens):
            return True
        pieces = (piece for reading in readings([word], self.speller) for piece in reading.pieces)
        return not word.letters and any(piece.known for piece in pieces)

    def _continues(self, words: Sequence[Word], at: int) -> bool:
        if self._is_name(words[at]) or self._is_title(words[at]):
            return True
        after = at
        while after < len(words) and self._is_small(words[after]):
            after += 1
        return at < after < len(words) and self._is_name(words[after])

    def _is_name(self, word: Word) -> bool:
        return word.nameable and not self._is_plain(word) and (word.capital or self.is_known(word))

    def _is_small(self, word: Word) -> bool:
        """Whether it stands within names only."""
        return not word.capital and bool(self.lexicon.of(word.tokens, ("article", "patronym", "attached")))

    def _is_title(self, word: Word) -> bool:
        return word.capital and bool(self.lexicon.of(word.tokens, ("title",)))

    def _is_plain(self, word: Word) -> bool:
        return bool(self.lexicon.of(word.tokens, ("plain",))) and not word.letters

    def _ends(self, word: Word) -> bool:
        """Whether a sentence ends with this word."""
        return word.raw.endswith(_ENDS) and not word.letters and not self._is_title(word)
