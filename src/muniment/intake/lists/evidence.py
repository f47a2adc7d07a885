"""Which items fit a line by which evidence: hash, path, name, title, number."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from muniment.intake.lists import names, values
from muniment.intake.lists.line import Line

_STAMP = re.compile(r"[A-Za-z][\w .-]{0,40}?\d{4,}\Z")  # EX0000014: a stamp on a page is a name, and counts no volumes
_LONG = 3  # words of a title that a name may hold among others
_WORDS = 24  # words of a name that are looked at


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that a line may stand for. `pages` is None where nobody has counted; `other_hashes` are SHA-1 and MD5."""

    id: str
    path: str
    name: str
    sha256: str
    pages: int | None = None
    date: str = ""
    size: int | None = None
    state: str = ""
    is_box: bool = False
    other_hashes: tuple[str, ...] = ()


Fits = dict[str, dict[Candidate, str]]  # evidence: items, each with the path that it stands under


class Index:
    """The items by what lines can say of them."""

    def __init__(self, items: Sequence[Candidate]) -> None:
        self.hashes: dict[str, list[Candidate]] = defaultdict(list)
        self.names: dict[str, list[tuple[Candidate, str]]] = defaultdict(list)
        self.phrases: dict[tuple[str, ...], list[tuple[Candidate, str]]] = defaultdict(list)
        self.numbers: dict[tuple[str, int], list[tuple[Candidate, str]]] = defaultdict(list)
        for item in items:
            for found in filter(None, (item.sha256, *item.other_hashes)):
                self.hashes[found.lower()].append(item)
            self._name(item)
        self.counted = {kind for kind, _ in self.numbers}

    def _name(self, item: Candidate) -> None:
        counted: set[tuple[str, int]] = set()
        parts = names.segments(item.path or item.name)
        if any(kind == "volume" for part in parts for kind, _ in names.numbers(part.stem)):
            counted.add(("first", -1))  # a part of a volume has a number of its own
        for segment in parts:
            under = segment.folder
            self.names[segment.text].append((item, under))
            if segment.stem != segment.text:
                self.names[segment.stem].append((item, under))
            for phrase in _phrases(segment.stem):
                self.phrases[phrase].append((item, under))
            for number in names.numbers(segment.stem):
                if number[0] not in {kind for kind, _ in counted} and number not in counted:
                    self.numbers[number].append((item, under))
            counted |= names.numbers(segment.stem)
            if item.is_box:
                self._box(item, segment, under)

    def _box(self, item: Candidate, segment: names.Segment, under: str) -> None:
        for kind, number in names.numbers(segment.stem):
            if kind in {"first", ""}:
                self.numbers["box", number].append((item, under))


def _phrases(stem: str) -> Iterator[tuple[str, ...]]:
    """The words of a name, all and without its number; and each run of words that ends it."""
    words = names.without_number(stem)[-_WORDS:]
    undated = tuple(dropwhile(str.isdecimal, words))  # 2014-05-22 Minutes
    yield from {names.phrase(stem), words, undated} - {()}
    for start in range(1, max(len(words) - _LONG + 1, 1)):
        yield words[start:]


def of(line: Line, index: Index) -> Fits:
    """The items that fit a line, by each evidence that says so."""
    found: Fits = {
        "hash": {item: item.path or item.id for item in index.hashes.get(line.hash.lower(), ())} if line.hash else {},
        "path": _by_path(line, index),
        "name": _by_name(line, index),
        "title": _by_title(line, index),
        "number": _by_number(line, index),
    }
    return {kind: items for kind, items in found.items() if items}


def _by_path(line: Line, index: Index) -> dict[Candidate, str]:
    path = names.plain(line.path)
    if not path:
        return {}
    last = path.rpartition("/")[2]
    return {
        item: under for item, under in index.names.get(last, ()) if under == path or under.endswith(f"/{path}")
    }  # fmt: skip


def _by_name(line: Line, index: Index) -> dict[Candidate, str]:
    """By the name as it is written, with its ending or without."""
    found: dict[Candidate, str] = {}
    for said in (line.name, line.said if _STAMP.match(line.said) else ""):
        name = names.plain(said).rpartition("/")[2]
        if len(name) > 2 and not name.isdecimal():
            found |= dict(index.names.get(name, ()))
    return found


def _by_title(line: Line, index: Index) -> dict[Candidate, str]:
    """By the words of the title, whatever signs and numbers stand before them."""
    name = line.name.rpartition(".")[0] if values.is_file(line.name) else line.name
    found: dict[Candidate, str] = {}
    for words in {names.phrase(name), names.without_number(name)} - {()}:
        if sum(map(len, words)) > 3 and not all(word.isdecimal() for word in words):
            found |= dict(index.phrases.get(words, ()))
    return found


def _by_number(line: Line, index: Index) -> dict[Candidate, str]:
    """By the number in a name with the word for what the list counts; by one that just begins a name where none has that."""
    number = values.number(line.said)
    if number is None or _STAMP.match(line.said):
        return {}
    kinds: Mapping[str, tuple[str, ...]] = {"volume": ("volume",), "box": ("box",)}
    asked = kinds.get(line.kind, ("volume", ""))
    counted = any(
        kind in index.counted for kind in asked
    )  # then a number that just begins a name counts something else
    for kind in asked if counted else (*asked, "first"):
        if found := dict(index.numbers.get((kind, number), ())):
            return found
    return {}


def groups(sets: Fits) -> list[tuple[Candidate, ...]]:
    """Items that can be meant together: what lies under one name, the same bytes, and parts of one thing in one folder."""
    found: dict[tuple[Candidate, ...], None] = {}
    for kind, items in sets.items():
        if kind == "hash":
            found[tuple(sorted(items, key=_order))] = None
            continue
        by_place: dict[str, list[Candidate]] = defaultdict(list)
        for item, under in items.items():
            place = under.rpartition("/")[0] if kind == "number" else under
            by_place[place].append(item)
        for together in by_place.values():
            found[tuple(sorted(together, key=_order))] = None
    return list(found)


def lies_in(item: Candidate, place: str) -> bool:
    """Whether a folder above an item is called as the place is."""
    wanted = names.phrase(place)
    return bool(wanted) and any(names.phrase(part.text) == wanted for part in names.segments(item.path)[1:])


def _order(item: Candidate) -> tuple[str, str]:
    return item.path, item.id
