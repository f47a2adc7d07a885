"""Which pages of an item were on whose screen, as the access log says it.

Not in the ledger of the case: that says once that a person opened an item, the access log each time that a page was shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from muniment.intake import visible
from muniment.intake.picture import pages
from muniment.ledger.about import about
from muniment.ledger.log import Log
from muniment.model.item import Item
from muniment.model.reading import Json
from muniment.review.judge import when
from muniment.store.ids import value_of
from muniment.store.store import Store

_NOBODY = "p0"  # who had not acted yet: the entry has their name as a sealed value alone
_PAGE = frozenset({None, "picture"})  # what a page of an item was shown as; facts, custody and the like show no page
_FILM = ("played", "stills")  # what of a film or sound was begun, or seen


@dataclass(slots=True)
class _Person:
    """What one person saw."""

    first: int
    last: int = 0
    pages: set[int] = field(default_factory=set)
    texts: set[int] = field(default_factory=set)
    pieces: dict[str, set[int]] = field(default_factory=dict)
    film: set[str] = field(default_factory=set)


def seen(store: Store, id: str) -> Iterator[dict[str, Json]]:  # noqa: A002
    """Each person who had pages of an item on the screen, the first one first.

    `pages`: from and to of each run of pages, `of` how many bear a number; `texts`: which texts beside the pages, `of_texts` how
    many there are; `pieces`: of a page or text that is shown in pieces, which ones; `played`: whether a film or sound was begun,
    `stills` whether stills of it were seen; `first` and `last`: when. Of whom the name was erased, `by` is "".

    What is asked of the case is asked at once; the log is read when the first is taken, so nobody need wait for it.
    Raises: UnknownItem; Refused, where it is held or withdrawn; Trouble. Cost: as `ledger.about`, in the length of the log.
    Cannot say how long a page was looked at, nor of which reading it was; nor know what the command line printed.
    """
    item = visible.item(store, id)
    numbered, loose = _counts(store, item)
    if not store.writable and not (store.path / "access.jsonl").exists():
        return iter(())
    names = dict(store.tables.rows("SELECT id, coalesce(name, '') FROM person"))
    store.access.refresh()
    found = about(store.path / "access.jsonl", store.access.extent()[0], item.id)
    return _told(found, names, store.access, {"of": numbered, "of_texts": loose})


def _counts(store: Store, item: Item) -> tuple[int, int]:
    """How many pages of an item bear a number, and how many of its texts bear none."""
    reading = store.reading(item)
    found = () if reading is None else reading.pages
    numbers = {page.number for page in found if page.number is not None}
    return max(pages.count(item, reading), len(numbers)), sum(page.number is None for page in found)


def _told(
    entries: Iterator[dict[str, Any]], names: dict[str, str], log: Log, counts: dict[str, int]
) -> Iterator[dict[str, Json]]:
    people: dict[str, _Person] = {}
    for entry in entries:
        if entry["do"] == "showed" and entry.get("door") == "web" and _saw(entry):
            by = (
                names.get(entry["by"], "")
                if entry["by"] != _NOBODY
                else str(value_of(log.entry(entry["seq"]), 0) or "")
            )
            _add(people.setdefault(by, _Person(entry["at"])), entry)
    for by, person in people.items():
        yield {
            "by": by,
            "first": when(person.first),
            "last": when(person.last),
            "pages": runs(sorted(person.pages)),
            "texts": runs(sorted(person.texts)),
            "pieces": {key: runs(sorted(parts)) for key, parts in person.pieces.items()},
            **{what: what in person.film for what in _FILM},
            **counts,
        }


def _saw(entry: dict[str, Any]) -> bool:
    """Whether something of the item itself was shown."""
    what = entry.get("what")
    return what in _FILM or (what in _PAGE and bool(entry.get("page")))


def _add(person: _Person, entry: dict[str, Any]) -> None:
    person.last = entry["at"]
    if entry.get("what") in _FILM:
        person.film.add(entry["what"])
        return
    page = entry["page"]
    if isinstance(page, int):
        person.pages.add(page)
    elif page[1:].isdecimal():  # a text that bears no number: d1 is the first of them
        person.texts.add(int(page[1:]))
    if "part" in entry:
        person.pieces.setdefault(str(page), set()).add(entry["part"])


def runs(numbers: Sequence[int]) -> list[list[int]]:
    """Ascending numbers as from and to of those that follow each other."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found
