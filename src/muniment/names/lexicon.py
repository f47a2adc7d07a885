"""The lexicon of names: which spellings are of one name, and what else may stand in a name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

Tokens = Callable[[str], list[str]]  # how the index reads a text
Key = tuple[str, ...]  # the tokens of one spelling

NAMES = frozenset({"given", "family", "both", "divine", "status", "khalsa", "muhammad"})
_MIDDLE = NAMES - {"status"}  # what may stand between a given name and a family name
_LETTERS = 2  # the least of a name that may stand there: a letter alone is an initial


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the lexicon."""

    number: int
    kind: str
    traditions: frozenset[str]
    spellings: tuple[Key, ...]
    text: str

    @property
    def why(self) -> str:
        """The line as a reason, the longest ones cut short; the number says where the rest stands."""
        return f"lexicon line {self.number}, {self.kind}: {self.text}"


class Lexicon:
    """The lines, and by which spelling each is found."""

    def __init__(self, tokens: Tokens, text: str | None = None) -> None:
        self.tokens = tokens
        text = written() if text is None else text
        self.version = sha256(text.encode()).hexdigest()[:16]
        self.lines = tuple(_lines(text, tokens))
        self._by_kind: dict[str, dict[Key, list[Line]]] = {}
        for line in self.lines:
            for key in dict.fromkeys(line.spellings):
                self._by_kind.setdefault(line.kind, {}).setdefault(key, []).append(line)
        self.longest = max((len(key) for line in self.lines for key in line.spellings), default=1)
        self._middle: dict[frozenset[str], tuple[str, ...]] = {}

    def of(self, key: Key, kinds: Iterable[str] = NAMES) -> list[Line]:
        """The lines of these kinds that hold a spelling, in the file's order."""
        found = [line for kind in kinds for line in self._by_kind.get(kind, {}).get(key, ())]
        return sorted(found, key=lambda line: line.number)

    def singles(self, *kinds: str, tradition: str | None = None) -> dict[str, list[Line]]:
        """The spellings of these kinds that are one token."""
        found: dict[str, list[Line]] = {}
        for kind in kinds:
            for key, lines in self._by_kind.get(kind, {}).items():
                fit = [line for line in lines if tradition is None or tradition in line.traditions]
                if len(key) == 1 and fit:
                    found.setdefault(key[0], []).extend(fit)
        return found

    def is_word(self, key: Key) -> bool:
        """Whether a spelling is an ordinary word too."""
        return bool(self.of(key, ("word",)))

    def middle(self, traditions: frozenset[str]) -> tuple[str, ...]:
        """The names of these traditions that may stand between two others."""
        known = self._middle.get(traditions)
        if known is None:
            found = {
                token
                for tradition in sorted(traditions)
                for token in self.singles(*_MIDDLE, tradition=tradition)
                if len(token) >= _LETTERS
            }
            known = self._middle[traditions] = tuple(sorted(found))
        return known


def written() -> str:
    """The lexicon as it is written."""
    return files("muniment.names").joinpath("lexicon.txt").read_text(encoding="utf-8")


def _lines(text: str, tokens: Tokens) -> Iterable[Line]:
    for number, row in enumerate(text.splitlines(), 1):
        if not row.strip() or row.startswith("#"):
            continue
        kind, traditions, spellings = (cell.strip() for cell in row.split("|"))
        keys = [tuple(tokens(spelling)) for spelling in spellings.replace(":", ",").split(",")]
        yield Line(number, kind, frozenset(traditions.split()), tuple(key for key in keys if key), spellings)
