"""What the items found are made of: how many of each bundle, type, state, year and sender, and how many a person opened.

Each value names the query that narrows to it, wherever a query can say it; every item found counts once in each facet.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import tantivy
from tantivy import Occur, Query

from muniment.errors import Refused
from muniment.model.media import label
from muniment.search import find, senders, types
from muniment.search.expand import Expander
from muniment.search.find import Answer
from muniment.search.index import snapshot
from muniment.search.plan import Planner
from muniment.search.query import parse
from muniment.search.snapshot import Snapshot, sound
from muniment.search.tree import All, Dates, Node
from muniment.store.view import View

OPENED, UNOPENED = "opened by a person", "opened by nobody"
UNDATED, UNDATED_QUERY = "undated", "NOT date:0001.."
UNKNOWN = "type not known"
NAMES = ("bundle", "type", "state", "year", "sender", "opened")
_FIRST, _LAST = 1, 9999  # years
_TRIES = 5
_PLAIN = re.compile(r'[^\s()"\u201c\u201d\u201e\u201f\uff02]+')

_COUNTS = (
    "SELECT item.bundle, lower(item.type), item.state, EXISTS (SELECT 1 FROM opened WHERE opened.item=item.n), count(*) "
    "FROM json_each(?) AS wanted JOIN item ON item.n=wanted.value GROUP BY 1, 2, 3, 4"
)


@dataclass(frozen=True, slots=True)
class Value:
    """So many of the items found; `query` narrows to them, "" where none can say it; `says` is what a person calls them."""

    value: str
    items: int
    query: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Facets:
    """By the facet's name its values, the most frequent first, years in their order; each facet adds up to all that was found."""

    answer: Answer
    facets: Mapping[str, tuple[Value, ...]]


def of(view: View, query: str, *, names: bool = False) -> Facets:
    """The facets of a query.

    Raises: BadQuery; Refused, where others keep the index busy. Cost: a pass over what is found, some more in the index,
    and the readings of its mails.
    """
    tree = parse(query, Expander() if names else None)
    for _ in range(_TRIES):
        answer, numbers = find.every(view, query, names=names)
        index = snapshot(view)
        if index.as_of == answer.as_of:
            found = _of_tables(view, numbers) | _years(index, tree, numbers)
            found["sender"] = _senders(view, tree, numbers)
            return Facets(answer, {name: found[name] for name in NAMES})
    raise Refused("others are changing the case all the while", str(view.derived), "ask again later")


def _of_tables(view: View, numbers: list[int]) -> dict[str, tuple[Value, ...]]:
    bundles, kinds, states, opened = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for bundle, kind, state, seen, count in view.tables.rows(_COUNTS, (json.dumps(numbers),)):
        bundles[bundle] += count
        kinds[kind] += count
        states[state] += count
        opened[OPENED if seen else UNOPENED] += count
    about = {id: f"from {sender}, received {day}" for id, sender, day in _bundles(view)}  # noqa: A001
    return {
        "bundle": _ordered(Value(each, n, f"bundle:{each}", about.get(each, "")) for each, n in bundles.items()),
        "type": _ordered(Value(each, n, _type_query(each), label(each) or UNKNOWN) for each, n in kinds.items()),
        "state": _ordered(Value(each, n, f"state:{each}") for each, n in states.items()),
        "opened": _ordered(Value(each, n) for each, n in opened.items()),
    }


def _bundles(view: View) -> list[tuple[str, str, str]]:
    return view.tables.rows("SELECT id, sender, received FROM bundle")


def _ordered(values: Iterator[Value]) -> tuple[Value, ...]:
    return tuple(sorted(values, key=lambda each: (-each.items, each.value)))


def _type_query(kind: str) -> str:
    """The shortest word of `type:` that stands for this type alone."""
    word = _words().get(kind, kind if types.asked(kind) == {kind} else "")
    if not word or not _PLAIN.fullmatch(word):
        return ""
    return f"type:{word}"


@cache
def _words() -> Mapping[str, str]:
    alone = ((types.asked(word), word) for word in types.WORDS)
    return {next(iter(kinds)): word for kinds, word in reversed(list(alone)) if len(kinds) == 1}


def _senders(view: View, tree: Node, numbers: list[int]) -> tuple[Value, ...]:
    def total(term: str) -> int:
        return find.count(view, All((tree, parse(term))))

    return tuple(Value(who, count, term) for who, count, term in senders.of(view, numbers, total))


# -- years: a date is a day, a month or a year, so each item is of one year or of none


def _years(index: Snapshot, tree: Node, numbers: list[int]) -> dict[str, tuple[Value, ...]]:
    values: list[Value] = []
    if index.searcher.num_docs and numbers:
        with sound():
            found = _Years(index, tree, frozenset(numbers))
            values = [Value(f"{year:04d}", n, f"date:{year:04d}") for year, n in found.counts() if n]
    rest = len(numbers) - sum(value.items for value in values)
    return {"year": (*values, *([Value(UNDATED, rest, UNDATED_QUERY)] if rest else []))}


class _Years:
    """Halves the years until each that has something stands alone."""

    def __init__(self, index: Snapshot, tree: Node, wanted: frozenset[int]) -> None:
        self._searcher = index.searcher
        self._planner = Planner(index.index.schema, index.searcher)
        self._query = Query.const_score_query(self._planner.plan(tree).query, 0.0)  # at least all that is wanted
        self._wanted = wanted

    def counts(self) -> Iterator[tuple[int, int]]:
        """Each year that has something, with how many of what is wanted."""
        yield from self._within(_FIRST, _LAST, self._count(_FIRST, _LAST))

    def _within(self, first: int, last: int, count: int) -> Iterator[tuple[int, int]]:
        if not count:
            return
        if first == last:
            yield first, self._of_year(first, count)
            return
        middle = (first + last) // 2
        left = self._count(first, middle)
        yield from self._within(first, middle, left)
        yield from self._within(middle + 1, last, count - left)

    def _between(self, first: int, last: int) -> Query:
        dates = self._planner.plan(Dates(first * 10_000 + 1_01, last * 10_000 + 12_31)).query
        return Query.boolean_query([(Occur.Must, self._query), (Occur.Must, dates)])

    def _count(self, first: int, last: int) -> int:
        return int(self._searcher.search(self._between(first, last), limit=1).count)  # type: ignore[attr-defined]

    def _of_year(self, year: int, count: int) -> int:
        hits = self._searcher.search(self._between(year, year), limit=count, count=False).hits
        addresses: list[tantivy.DocAddress] = [address for _, address in hits]
        return len(self._wanted.intersection(self._searcher.fast_field_values("number", addresses)))
