"""What some searches must find, told from the words as they were written: no search engine is asked."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from muniment.demo.paper import EML, LOCKED, PDF, XLSX, Paper
from muniment.demo.truth import Search

_WORD = re.compile(r"[\u0980-\u09ff]+|[^\W_]+")  # the marks of Bengali are no letters to `re`
_LONG = 5  # letters of a word that counts


@dataclass(frozen=True, slots=True)
class Seen:
    """A paper as a search sees it: runs of words, of its text and of its name."""

    paper: Paper
    text: Sequence[str]
    name: Sequence[str]
    every: frozenset[str]

    def phrase(self, *words: str) -> bool:
        """Whether these words stand side by side."""
        return self.every.issuperset(words) and any(_side_by_side(run, words) for run in (self.text, self.name))

    def near(self, one: str, other: str, most: int) -> bool:
        """Whether two words stand at most so far apart."""
        places = [[at for at, word in enumerate(self.text) if word == asked] for asked in (one, other)]
        return any(abs(a - b) <= most for a in places[0] for b in places[1])

    def begins(self, front: str) -> bool:
        """Whether a word begins so."""
        return any(word.startswith(front) for word in self.every)

    def sent(self, whom: str) -> bool:
        """Whether it is a mail from somebody whose name or address has this."""
        return self.paper.type == EML and whom in self.paper.sender.lower()


Question = Callable[[Seen], bool]
QUESTIONS: dict[str, Question] = {
    '"postal ballot" AND collected near/5 estate': lambda seen: (
        seen.phrase("postal", "ballot") and seen.near("collected", "estate", 5)
    ),
    "canvass* AND estate": lambda seen: "estate" in seen.every and seen.begins("canvass"),
    "type:pdf AND grant": lambda seen: seen.paper.type == PDF and "grant" in seen.every,
    "from:calderwicke": lambda seen: seen.sent("calderwicke"),
    "from:eastmere-council.example date:..2014-06-12": lambda seen: (
        seen.sent("@eastmere-council.example") and seen.paper.when.date() <= date(2014, 6, 12)
    ),
    'samosas NOT "lunch club"': lambda seen: "samosas" in seen.every and not seen.phrase("lunch", "club"),
    "name:minutes (seconded OR apologies)": lambda seen: (
        "minutes" in seen.name and not seen.every.isdisjoint({"seconded", "apologies"})
    ),
    'type:xlsx "not for circulation"': lambda seen: (
        seen.paper.type == XLSX and seen.phrase("not", "for", "circulation")
    ),
    "glosowania": lambda seen: "głosowania" in seen.every,
    "ভোজ": lambda seen: "ভোজ" in seen.every,
    '"notice of poll" OR নোটিশ OR إعلان': lambda seen: (
        seen.phrase("notice", "of", "poll") or not seen.every.isdisjoint({"নোটিশ", "إعلان"})
    ),
    "canvaser~1 lift": lambda seen: {"canvasser", "lift"} <= seen.every,
    "state:unread.encrypted": lambda seen: seen.paper.states == LOCKED,
}


class Asked:
    """Questions that are put to each paper as it is made."""

    def __init__(self) -> None:
        self._found: dict[str, list[bytes]] = {query: [] for query in QUESTIONS}
        self._pictures: dict[str, list[bytes]] = {query: [] for query in QUESTIONS}

    def see(self, path: bytes, name: str, paper: Paper) -> None:
        """Put all questions to a paper, once more with what its picture shows."""
        seen = _seen(paper, paper.text, name)
        shown = _seen(paper, f"{paper.text}\n{paper.shown}", name) if paper.shown else seen
        for query, question in QUESTIONS.items():
            if question(seen):
                self._found[query].append(path)
            elif question(shown):
                self._pictures[query].append(path)

    def answers(self) -> list[Search]:
        """Each query with the paths of what it must find."""
        return [
            Search(query, tuple(sorted(paths)), tuple(sorted(self._pictures[query])))
            for query, paths in self._found.items()
        ]


def some_words(text: str, most: int) -> tuple[str, ...]:
    """Some long words of a text, as it stands, from its beginning to its end."""
    long = list(dict.fromkeys(word for word in _WORD.findall(text) if len(word) >= _LONG))
    step = max(1, len(long) // most)
    return tuple(long[::step][:most])


def _seen(paper: Paper, text: str, name: str) -> Seen:
    words, named = _words(text), _words(name)
    return Seen(paper, words, named, frozenset(words).union(named))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _side_by_side(run: Sequence[str], words: Sequence[str]) -> bool:
    starts = (at for at, word in enumerate(run) if word == words[0])
    return any(tuple(run[at : at + len(words)]) == tuple(words) for at in starts)
