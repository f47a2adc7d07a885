"""Comments of spreadsheets and presentations: old ones, threaded ones, and who wrote them."""

from collections.abc import Mapping
from dataclasses import dataclass

from muniment.intake.readers.openxml.markup import Walker

_PEOPLE = {"tc:person": ("id", "displayName"), "p:cmAuthor": ("id", "name"), "p18:author": ("id", "name")}
_COMMENTS = frozenset({"x:comment", "tc:threadedComment", "p:cm", "p18:cm", "p18:reply"})
_TEXTS = frozenset({"x:t", "tc:text", "p:text", "a:t"})


class People(Walker):
    """Walks a list of authors: names by their ids."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        if name in _PEOPLE:
            key, said = _PEOPLE[name]
            self.names[attrs.get(key, "")] = attrs.get(said, "")


@dataclass(slots=True)
class Remark:
    """One comment."""

    author: str  # a name, or an id
    date: str
    place: str
    text: str = ""

    def line(self, people: Mapping[str, str]) -> str:
        """As it stands in the text of a page."""
        place = f" on {self.place}" if self.place else ""
        return f"Comment{place} by {self.name(people)}{', ' + self.date if self.date else ''}: {self.text}"

    def name(self, people: Mapping[str, str]) -> str:
        """Who wrote it."""
        return people.get(self.author, self.author) or "?"


class Remarks(Walker):
    """Walks one part of comments."""

    def __init__(self) -> None:
        self.found: list[Remark] = []
        self._authors: list[str] = []
        self._open: list[tuple[Remark, list[str]]] = []
        self._author: list[str] | None = None
        self._in_text = False

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        if name in _TEXTS:
            self._in_text = True
        elif name == "x:author":
            self._author = []
        elif name in _COMMENTS:
            remark = Remark(self._who(name, attrs), _first(attrs, "dT", "dt", "created"), attrs.get("ref", ""))
            self.found.append(remark)
            self._open.append((remark, []))

    def end(self, name: str) -> None:
        if name in _TEXTS:
            self._in_text = False
        elif name == "x:author" and self._author is not None:
            self._authors.append("".join(self._author))
            self._author = None
        elif name == "a:p" and self._open:
            self._open[-1][1].append("\n")
        elif name in _COMMENTS and self._open:
            remark, pieces = self._open.pop()
            remark.text = "".join(pieces).strip()

    def data(self, text: str) -> None:
        if self._author is not None:
            self._author.append(text)
        elif self._in_text and self._open:
            self._open[-1][1].append(text)

    def _who(self, name: str, attrs: Mapping[str, str]) -> str:
        said = _first(attrs, "personId", "authorId")
        if name == "x:comment" and said.isdecimal() and int(said) < len(self._authors):
            return self._authors[int(said)]
        return said


def _first(attrs: Mapping[str, str], *keys: str) -> str:
    return next((attrs[key] for key in keys if attrs.get(key)), "")
