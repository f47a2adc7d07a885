"""A word as a person wrote it."""

import re
import unicodedata
from dataclasses import dataclass

from muniment.names.lexicon import Key

_EDGES = "\"'.,;:!?()[]{}<>*\u2018\u2019\u201c\u201d"
_HYPHEN = re.compile("[-\u2010-\u2015\ufe58\ufe63\uff0d]")
_JOINT = re.compile("[-\u2010-\u2015\ufe58\ufe63\uff0d'\u2019\u2018\u02bc`\u00b4]")
_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")
_NO_NAME = re.compile(r"[\d@/\\_=#+&%*~]")
_STAR = re.compile(r"\w\*$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query: as it is written, and its tokens."""

    raw: str
    tokens: Key

    @property
    def bare(self) -> str:
        """Without punctuation around it."""
        return self.raw.strip(_EDGES)

    @property
    def starred(self) -> bool:
        """Whether it is only the beginning of a word."""
        return _STAR.search(self.raw) is not None

    @property
    def capital(self) -> bool:
        """Whether it, or what follows a hyphen or an apostrophe in it, begins with a capital letter."""
        return any(part[:1].isupper() for part in _JOINT.split(self.bare))

    @property
    def nameable(self) -> bool:
        """Whether a name could be written so."""
        return bool(self.tokens) and not _NO_NAME.search(self.raw)

    @property
    def letters(self) -> str:
        """The initials that it is; else nothing."""
        bare = self.bare
        dotted = _DOTTED.fullmatch(bare) is not None and bare[0].isupper() and bare.isascii()
        return "".join(self.tokens) if dotted and all(len(token) == 1 for token in self.tokens) else ""

    @property
    def halves(self) -> list[str]:
        """What stands between hyphens."""
        return [half for half in _HYPHEN.split(self.bare) if half]

    @property
    def signs(self) -> bool:
        """Whether it is Chinese signs alone."""
        return bool(self.tokens) and all(unicodedata.name(token[0], "").startswith("CJK UNI") for token in self.tokens)
