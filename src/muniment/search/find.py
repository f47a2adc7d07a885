"""Finding items: all of them, in order, with what could not be searched."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import tantivy

from muniment.errors import AskedWrong
from muniment.search import document
from muniment.search.index import snapshot
from muniment.search.match import Matcher
from muniment.search.plan import Planner
from muniment.search.query import parse
from muniment.search.snapshot import Snapshot, sound
from muniment.search.snippet import Marks, snippet
from muniment.search.source import Source
from muniment.search.tree import Node

_TYPICAL = 400  # words; an item of this length loses a quarter of its score against a very short one

Ranked = tuple[float, int, tantivy.DocAddress]  # the score below zero, so that it sorts; the item's number


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that matches. `spans` are places in the text of the page, `marks` in the snippet."""

    item: str
    name: str
    page: int | None
    snippet: str
    score: float
    spans: Marks
    marks: Marks
    by: str = ""  # who wrote the words, where they are a person's own about the item
    boxes: tuple[tuple[int, int, int, int], ...] = ()  # where on a recognised page, in ten-thousandths


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, and of how much: searched + in part + not searchable are all items."""

    query: str
    total: int
    hits: list[Hit]
    searched: int
    searched_in_part: int
    not_searchable: int
    held: int  # of those not searchable: nobody finds them before somebody releases them
    as_of: int


def find(source: Source, query: str, limit: int | None = 20, offset: int = 0) -> Answer:
    """Some of the hits, best first, and how many there are.

    Raises: BadQuery; AskedWrong, for a limit or offset below zero; Broken, where a reading or the index is.
    """
    for name, number in (("--limit", limit), ("--offset", offset)):
        if number is not None and number < 0:
            raise AskedWrong("a number of hits is 0 or more", f"{name} {number}", "leave it out, or write 20")
    tree = parse(query)
    index = snapshot(source)
    ranked = _ranked(source, index, tree)
    wanted = len(ranked) if limit is None else limit
    best = heapq.nsmallest(min(offset + wanted, len(ranked)), ranked, key=_order)[offset:]
    covered = _covered(source, index)
    return Answer(query, len(ranked), list(_hits(source, index, tree, best)), *covered, as_of=index.as_of)


def stream(source: Source, query: str) -> Iterator[Hit]:
    """Every hit, best first, each made when it is asked for.

    Raises: BadQuery, at once.
    """
    tree = parse(query)
    index = snapshot(source)
    ranked = _ranked(source, index, tree)
    ranked.sort(key=_order)
    return _hits(source, index, tree, ranked)


def _order(one: Ranked) -> tuple[float, int]:
    return one[:2]


def _ranked(source: Source, index: Snapshot, tree: Node) -> list[Ranked]:
    """Every hit with its score, in no order."""
    searcher = index.searcher
    if not searcher.num_docs:
        return []
    with sound():
        plan = Planner(index.index.schema, searcher).plan(tree)
        found = searcher.search(plan.query, limit=searcher.num_docs, count=False).hits
    if not plan.exact:
        matcher = Matcher(tree)
        found = [(score, address) for score, address in found if _holds(source, index, matcher, address)]
    if source.as_of > index.as_of:
        # Another process is at the index: what was held back or withdrawn since is not found all the same.
        aside = {item.id for item in source.items(index.as_of) if item.aside}
        found = [(score, address) for score, address in found if not aside or index.stored(address)[0] not in aside]
    addresses = [address for _, address in found]
    with sound():
        numbers = searcher.fast_field_values("number", addresses) if addresses else []
        lengths = searcher.fast_field_values("length", addresses) if addresses else []
    return [
        (-round(score * (1 + 1 / (1 + int(length or 0) / _TYPICAL)), 4), int(number or 0), address)
        for (score, address), number, length in zip(found, numbers, lengths, strict=True)
    ]


def _holds(source: Source, index: Snapshot, matcher: Matcher, address: tantivy.DocAddress) -> bool:
    item = source.item(index.stored(address)[0])
    return matcher.of(document.of(item, source.reading(item))).holds()


def _hits(source: Source, index: Snapshot, tree: Node, ranked: list[Ranked]) -> Iterator[Hit]:
    matcher = Matcher(tree)
    for score, _, address in ranked:
        item = source.item(index.stored(address)[0])
        made = document.of(item, source.reading(item))
        piece = snippet(made, matcher.of(made).places())
        yield Hit(item.id, item.name, piece.page, piece.text, -score, piece.spans, piece.marks, piece.by, piece.boxes)


def _covered(source: Source, index: Snapshot) -> tuple[int, int, int, int]:
    """How many items were searched, searched in part, and not searchable; and how many of the last are held."""
    held, counts = source.held_counts(), dict(source.state_counts())
    hidden = sum(held.values())
    for state, count in held.items():
        counts[state] -= count
    behind = hidden
    if source.as_of > index.as_of:
        for item in source.items(index.as_of):
            if not item.aside and index.mark(item.id) != document.mark(item):
                counts[item.state] = counts.get(item.state, 0) - 1
                behind += 1
    searched = sum(count for state, count in counts.items() if state.searchable)
    in_part = sum(count for state, count in counts.items() if state.in_part)
    return searched, in_part, max(sum(counts.values()) + behind - searched - in_part, 0), hidden
