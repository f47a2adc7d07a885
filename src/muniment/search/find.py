"""Finding items: all of them, in order, with what could not be searched."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import tantivy

from muniment.errors import AskedWrong
from muniment.model.item import Item
from muniment.search import document, people
from muniment.search.best import Ranked, best, ranked
from muniment.search.expand import Expander, Expansion
from muniment.search.index import snapshot
from muniment.search.match import Matcher, leaves
from muniment.search.plan import Plan, Planner
from muniment.search.query import parse
from muniment.search.runs import Runs, parts, spans
from muniment.search.snapshot import Snapshot, sound
from muniment.search.snippet import Marks, snippet
from muniment.search.source import Source
from muniment.search.tree import Near, Node, Phrase


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
    row: Item | None = None  # its line of the account, as it was when the hit was made
    date: str = ""  # as it is written in the item


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
    expanded: tuple[Expansion, ...] = ()  # people's names in the query, where that was asked for


def find(source: Source, query: str, limit: int | None = 20, offset: int = 0, *, names: bool = False) -> Answer:
    """Some of the hits, best first, and how many there are.

    Raises: BadQuery; AskedWrong, for a limit or offset below zero; Broken, where a reading or the index is.
    """
    for name, number in (("--limit", limit), ("--offset", offset)):
        if number is not None and number < 0:
            raise AskedWrong("a number of hits is 0 or more", f"{name} {number}", "leave it out, or write 20")
    expander = Expander() if names else None
    with _asked(source, parse(query, expander), query) as (index, tree):
        total, chosen = _best(source, index, tree, limit, offset)
        covered = _covered(source, index)
        hits = list(_hits(source, index, tree, chosen))
    expanded = expander.expansions if expander else ()
    return Answer(query, total, hits, *covered, as_of=index.as_of, expanded=expanded)


def count(source: Source, tree: Node) -> int:
    """How many items match a tree, one that is `resolved`; none of them is looked at where the index knows it."""
    return _best(source, snapshot(source), tree, 0, 0)[0]


def stream(source: Source, query: str, *, names: bool = False) -> Iterator[Hit]:
    """Every hit, best first, each made when it is asked for.

    Raises: BadQuery, at once.
    """
    return whole(source, query, names=names)[1]


def whole(source: Source, query: str, *, names: bool = False) -> tuple[Answer, Iterator[Hit]]:
    """How many hits there are, and of how much; then every one, best first, each made when it is asked for.

    Raises: BadQuery, at once.
    """
    expander = Expander() if names else None
    with _asked(source, parse(query, expander), query) as (index, tree):
        found = Runs(_parts(source, index, tree))
        covered = _covered(source, index)
    expanded = expander.expansions if expander else ()
    answer = Answer(query, len(found), [], *covered, as_of=index.as_of, expanded=expanded)
    return answer, _hits(source, index, tree, found)


def every(source: Source, query: str, *, names: bool = False) -> tuple[Answer, list[int]]:
    """The numbers of all items that match, ascending, and of how much, from one state of the index; no hit is shown.

    Raises: BadQuery.
    """
    expander = Expander() if names else None
    with _asked(source, parse(query, expander), query) as (index, tree):
        numbers = sorted(number for part in _parts(source, index, tree) for _, number, _ in part)
        covered = _covered(source, index)
    expanded = expander.expansions if expander else ()
    return Answer(query, len(numbers), [], *covered, as_of=index.as_of, expanded=expanded), numbers


def coverage(source: Source) -> Answer:
    """Of how much a search would be now; nothing is asked."""
    index = snapshot(source)
    return Answer("", 0, [], *_covered(source, index), as_of=index.as_of)


def behind(source: Source) -> Iterator[Item]:
    """Items that no search finds as they are now, because another process is at the index."""
    return _behind(source, snapshot(source))


@contextmanager
def _asked(source: Source, tree: Node, query: str) -> Iterator[tuple[Snapshot, Node]]:
    """The index, and the query with what people said looked up, from one moment where it asks for that."""
    if not people.asked(tree):
        yield snapshot(source), tree
        return
    with source.tables.still():
        yield snapshot(source), people.resolved(source, tree, query)


def _order(one: Ranked) -> tuple[float, int]:
    return one[:2]


def _best(source: Source, index: Snapshot, tree: Node, limit: int | None, offset: int) -> tuple[int, list[Ranked]]:
    """How many hits there are, and those that are to be shown, in order."""
    if limit is not None and index.searcher.num_docs and source.as_of <= index.as_of:
        with sound():
            plan = Planner(index.index.schema, index.searcher).ranked(tree)
        if plan.exact:
            scored = any(isinstance(leaf, Phrase | Near) for leaf in leaves(tree, wanted=True))
            most = min(offset + limit, index.searcher.num_docs)  # the engine makes room for as many as it is asked for
            total, found = best(index.searcher, plan, most, scored=scored)
            return total, found[offset:]
    found = sorted((one for part in _parts(source, index, tree) for one in part), key=_order)
    return len(found), found[offset:] if limit is None else found[offset : offset + limit]


def _parts(source: Source, index: Snapshot, tree: Node) -> Iterator[list[Ranked]]:
    """Every hit with its score, in no order, some at a time."""
    searcher = index.searcher
    if not searcher.num_docs:
        return
    matcher = Matcher(tree)
    # Another process may be at the index: what was held back or withdrawn since is not found all the same.
    changed = source.items(index.as_of) if source.as_of > index.as_of else ()
    aside = {item.id for item in changed if item.aside}
    for plan in _plans(index, tree):
        with sound():
            found = searcher.search(plan.query, limit=searcher.num_docs, count=False).hits
        if not plan.exact:
            found = [(score, address) for score, address in found if _holds(source, index, matcher, address)]
        if aside:
            found = [(score, address) for score, address in found if index.id_of(address) not in aside]
        yield ranked(searcher, found)


def _plans(index: Snapshot, tree: Node) -> Iterator[Plan]:
    """A query in parts. What people said can be of very many items: of these each part names its own alone."""
    planner = Planner(index.index.schema, index.searcher)
    if not people.asked(tree):
        with sound():
            plan = planner.plan(tree)
            queries = list(parts(index.index.schema, index.searcher, plan.query))
        yield from (Plan(query, plan.exact) for query in queries)
        return
    with sound():
        numbers = list(spans(index.searcher))
    for first, end in numbers:
        with sound():
            plan = planner.within(tree, first, end)
        yield plan


def _holds(source: Source, index: Snapshot, matcher: Matcher, address: tantivy.DocAddress) -> bool:
    item = source.item(index.id_of(address))
    return matcher.of(document.of(item, source.reading(item))).holds()


def _hits(source: Source, index: Snapshot, tree: Node, found: Iterable[Ranked]) -> Iterator[Hit]:
    matcher = Matcher(tree)
    for score, _, address in found:
        item = source.item(index.id_of(address))
        made = document.of(item, source.reading(item))
        piece = snippet(made, matcher.of(made).places())
        places = piece.spans, piece.marks, piece.by, piece.boxes
        yield Hit(item.id, item.name, piece.page, piece.text, -score, *places, row=item, date=made.date)


def _covered(source: Source, index: Snapshot) -> tuple[int, int, int, int]:
    """How many items were searched, searched in part, and not searchable; and how many of the last are held."""
    held, counts = source.held_counts(), dict(source.state_counts())
    hidden = sum(held.values())
    for state, count in held.items():
        counts[state] -= count
    behind = hidden
    for item in _behind(source, index):
        counts[item.state] = counts.get(item.state, 0) - 1
        behind += 1
    searched = sum(count for state, count in counts.items() if state.searchable)
    in_part = sum(count for state, count in counts.items() if state.in_part)
    return searched, in_part, max(sum(counts.values()) + behind - searched - in_part, 0), hidden


def _behind(source: Source, index: Snapshot) -> Iterator[Item]:
    """Items that the index does not hold as they are now, because another process is at it."""
    if source.as_of > index.as_of:
        for item in source.items(index.as_of):
            if not item.aside and index.mark(item.id) != document.mark(item):
                yield item
