"""What the items found are made of: bundles, types, states, years, senders, and what people said of them.

Each value names the query that narrows to it, wherever a query can say it; every item found counts once in each facet,
but for tags: an item has any number of them, and counts under each. A case without tags has no such facet.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache

import tantivy
from tantivy import Occur, Query

from muniment.errors import Refused
from muniment.model.media import label
from muniment.model.review import Judgement
from muniment.names.display import show
from muniment.search import find, people, senders, types
from muniment.search.expand import Expander
from muniment.search.find import Answer
from muniment.search.index import snapshot
from muniment.search.plan import Planner
from muniment.search.query import parse
from muniment.search.snapshot import Snapshot, sound
from muniment.search.tree import All, Dates, Node
from muniment.search.values import DIFFER, NOBODY
from muniment.store.ids import ERASED
from muniment.store.view import View

OPENED, UNOPENED = "opened by a person", "opened by nobody"
JUDGED = {  # the query that narrows to it, and what a person calls it
    Judgement.RELEVANT.value: ("judged:relevant", "judged relevant"),
    Judgement.NOT_RELEVANT.value: ("judged:not-relevant", "judged not relevant"),
    Judgement.UNSURE.value: ("judged:unsure NOT judged:differ", "judged, and whoever judged it is unsure"),
    DIFFER: ("judged:differ", "people's judgements differ"),
    NOBODY: ("judged:nobody", "judged by nobody"),
}
UNTAGGED = "without a tag"
UNDATED, UNDATED_QUERY = "undated", "NOT date:0001.."
UNKNOWN = "type not known"
NAMES = ("bundle", "type", "state", "year", "sender", "opened", "judged")
TAG = "tag"  # comes behind them, where the case has tags
_FIRST, _LAST = 1, 9999  # years
_TRIES = 5
_LOOKED = {OPENED: "opened:anybody", UNOPENED: "opened:nobody"}
_MARKS = re.compile('["\u201c\u201d\u201e\u201f\uff02]')
_PLAIN = re.compile(r'[^\s()"\u201c\u201d\u201e\u201f\uff02]+')

_COUNTS = (
    "SELECT item.bundle, lower(item.type), item.state, EXISTS (SELECT 1 FROM opened WHERE opened.item=item.n), "
    "iif(standing.item IS NULL, 'nobody', iif(standing.differ, 'differ', standing.judgement)), count(*) "
    "FROM json_each(?) AS wanted JOIN item ON item.n=wanted.value LEFT JOIN standing ON standing.item=item.n "
    "GROUP BY 1, 2, 3, 4, 5"
)
_TAGGED = (
    "SELECT code.value, count(DISTINCT code.item) FROM json_each(?) AS wanted JOIN code ON code.item=wanted.value "
    "WHERE code.field='tag' AND code.gone IS NULL GROUP BY 1"
)
_HAVE_TAGS = (
    "SELECT count(*) FROM json_each(?) AS wanted WHERE EXISTS "
    "(SELECT 1 FROM code WHERE code.item=wanted.value AND field='tag' AND gone IS NULL)"
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
    with view.tables.still() if people.asked(tree) else nullcontext():
        return _of(view, query, tree, names=names)


def _of(view: View, query: str, tree: Node, *, names: bool) -> Facets:
    tree = people.resolved(view, tree, query)
    for _ in range(_TRIES):
        answer, numbers = find.every(view, query, names=names)
        index = snapshot(view)
        if index.as_of == answer.as_of:
            found = _of_tables(view, numbers) | _years(index, tree, numbers)
            found["sender"] = _senders(view, index, tree, numbers)
            return Facets(answer, {name: found[name] for name in (*NAMES, *([TAG] if TAG in found else []))})
    raise Refused("others are changing the case all the while", str(view.derived), "ask again later")


def _of_tables(view: View, numbers: list[int]) -> dict[str, tuple[Value, ...]]:
    bundles, kinds, states, opened, judged = (Counter[str]() for _ in range(5))
    wanted = json.dumps(numbers)
    for bundle, kind, state, seen, judgement, count in view.tables.rows(_COUNTS, (wanted,)):
        bundles[bundle] += count
        kinds[kind] += count
        states[state] += count
        opened[OPENED if seen else UNOPENED] += count
        judged[judgement] += count
    about = {id: f"from {sender}, received {day}" for id, sender, day in _bundles(view)}  # noqa: A001
    return {
        "bundle": _ordered(Value(each, n, f"bundle:{each}", about.get(each, "")) for each, n in bundles.items()),
        "type": _ordered(Value(each, n, _type_query(each), label(each) or UNKNOWN) for each, n in kinds.items()),
        "state": _ordered(Value(each, n, f"state:{each}") for each, n in states.items()),
        "opened": _ordered(Value(each, n, _LOOKED[each], each) for each, n in opened.items()),
        "judged": _ordered(Value(each, n, *JUDGED[each]) for each, n in judged.items()),
        **_tags(view, wanted, len(numbers)),
    }


def _tags(view: View, wanted: str, total: int) -> dict[str, tuple[Value, ...]]:
    """The facet of tags, where there are any; those whose names were erased have no query."""
    entries = [str(entry) for (entry,) in view.tables.rows("SELECT entry FROM tag")]
    if not entries:
        return {}
    every = people.tags(view.tables)
    known = {str(tag.entry): tag for tag in every}
    values = []
    for entry, count in view.tables.rows(_TAGGED, (wanted,)):
        tag = known.get(entry)
        label = f"{ERASED} {entry}" if tag is None else tag.label
        alone = tag is not None and people.tagged_as(every, label) == [tag] and _typed(label)
        values.append(Value(label, count, tag.query if tag and alone else ""))
    rest = total - int(view.tables.one(_HAVE_TAGS, (wanted,)))
    bare = [Value(UNTAGGED, rest, f"tag:{NOBODY}")] if rest else []
    return {TAG: (*_ordered(iter(values)), *bare)}


def _typed(label: str) -> bool:
    """Whether it can be typed within quotation marks as it is shown."""
    return show(label) == label and not _MARKS.search(label)


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


def _senders(view: View, index: Snapshot, tree: Node, numbers: list[int]) -> tuple[Value, ...]:
    if people.asked(tree):  # each count would name all that people said again
        whole = frozenset(numbers)

        def total(term: str) -> int:
            return len(whole.intersection(_numbers(view, index, term)))
    else:

        def total(term: str) -> int:
            return find.count(view, All((tree, parse(term))))

    return tuple(Value(who, count, term) for who, count, term in senders.of(view, numbers, total))


def _numbers(view: View, index: Snapshot, term: str) -> Sequence[int]:
    """The numbers of all items that a term finds, which are few, at once."""
    with sound():
        plan = Planner(index.index.schema, index.searcher).plan(parse(term))
        if not plan.exact:
            return find.every(view, term)[1]
        hits = index.searcher.search(plan.query, limit=max(index.searcher.num_docs, 1), count=False).hits
        found = index.searcher.fast_field_values("number", [address for _, address in hits]) if hits else []
        return [int(number or 0) for number in found]


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
        rest = people.around(tree)  # what people said is not named again for each year
        query = Query.all_query() if rest is None else self._planner.plan(rest).query
        self._query = Query.const_score_query(query, 0.0)  # at least all that is wanted
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
