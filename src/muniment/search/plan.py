"""A query's tree to a query of the index.

Most of it is exact: phrases become phrases with explicit offsets, a prefix in them the words that the index has, and so does
`near`: two words become phrases with slop, longer ones a phrase for each distance. Where that would be too many, a prefix is
one pattern; where that is still too many, the index is asked for candidates, and the plan says that the reading must decide.
Scores are sums of rarity over what matched, in steps of 1/64, so that they do not depend on how the index was built.

The engine's slop is so many positions by which the distance of two terms may differ from that of their offsets, to either side.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product

from tantivy import FieldType, Occur, Query, Schema, Searcher

from muniment.search.normalise import JOINED
from muniment.search.schema import spelled
from muniment.search.tree import All, ByPeople, Dates, Either, Is, Kind, Near, Node, Not, Part, Phrase, Sizes
from muniment.store.ids import id_of

MOST = 1_000  # phrases that one leaf becomes at most
_STEP = 64

_DEAR = 50  # how much more a phrase with spellings costs than one of plain terms
_EXPANDED = 15_000  # terms that the prefixes of one leaf stand for as patterns; the engine's limit is 16,384 a phrase
_ANY = ".*"
_WIDEST = 800  # bytes of the terms of one pattern; the engine's limit is on states, at most one a byte

Terms = tuple[str, ...]  # any of these index terms
Placed = tuple[tuple[int, Terms], ...]  # terms with their offsets
Run = tuple[Placed, int]  # and how many positions they take


@dataclass(frozen=True, slots=True)
class Plan:
    """A query of the index; where it is not exact it finds at least all hits."""

    query: Query
    exact: bool
    alike: bool = False  # each hit scores the same, and the query does not say what: `rarity` of how many there are


class Planner:
    """Plans for one state of an index."""

    def __init__(self, schema: Schema, searcher: Searcher) -> None:
        self.schema = schema
        self.searcher = searcher
        self.most = MOST
        self._scored_before: dict[Phrase | Near, Plan] = {}
        self._span: tuple[int, int] | None = None

    def ranked(self, node: Node) -> Plan:
        """The plan of a tree whose hits are counted and ranked in one pass: one phrase or `near` needs no count before."""
        if isinstance(node, Near) or (isinstance(node, Phrase) and not _repeats(node)):
            found = self._leaf(node)
            return Plan(found.query, found.exact, alike=True)
        return self.plan(node)

    def within(self, node: Node, first: int, end: int) -> Plan:
        """The plan of a tree for items of these numbers alone, `end` not included: it names no more of what people said."""
        self._span = first, end
        found = self.plan(node)
        self._span = None
        numbers = self._numbers(first, end)
        return Plan(Query.boolean_query([(Occur.Must, found.query), (Occur.Must, numbers)]), found.exact)

    def plan(self, node: Node) -> Plan:
        """The plan of a tree."""
        match node:
            case All(parts):
                plans = [self.plan(part) for part in parts]
                return Plan(_every(plan.query for plan in plans), all(plan.exact for plan in plans))
            case Either(parts):
                plans = [self.plan(part) for part in parts]
                return Plan(_any(plan.query for plan in plans), all(plan.exact for plan in plans))
            case Not(part):
                return self._without(self.plan(part))
            case Dates(first, last):
                return Plan(self._dates(first, last), True)
            case Sizes(least, most):
                size = Query.range_query(self.schema, "size", FieldType.Integer, least, most)
                return Plan(_unscored(size), True)
            case Is(field, values):
                return Plan(_unscored(Query.term_set_query(self.schema, field, sorted(values))), True)
            case ByPeople():
                return Plan(self._among(node), True)
            case Phrase() | Near():
                known = self._scored_before.get(node)
                if known is None:
                    found = self._leaf(node)
                    known = self._scored_before[node] = Plan(self._scored(found.query, node), found.exact)
                return known

    # -- leaves

    def _leaf(self, leaf: Phrase | Near) -> Plan:
        return self._phrase(leaf) if isinstance(leaf, Phrase) else self._near(leaf)

    def _phrase(self, phrase: Phrase) -> Plan:
        if len(phrase.parts) == 1:
            return Plan(self._word(phrase.parts[0], phrase.field), True)
        for room in _rooms(phrase):
            runs = self._runs(phrase, room)
            if runs is not None and not (room and sum(_DEAR if _loose(run) else 1 for run, _ in runs) > self.most):
                return Plan(self._sequences(phrase.field, (run for run, _ in runs)), True)
        return Plan(_every(self._word(part, phrase.field) for part in phrase.parts), False)

    def _near(self, near: Near) -> Plan:
        phrases = (*near.left, *near.right)
        for room in _rooms(*phrases):
            runs = [self._runs(phrase, room) for phrase in phrases]
            known = [run for run in runs if run is not None]
            if len(known) < len(runs):
                continue
            left = [run for found in known[: len(near.left)] for run in found]
            right = [run for found in known[len(near.left) :] for run in found]
            if sum(_cost(*pair, near.distance) for pair in product(left, right)) <= self.most:
                found = (each for pair in product(left, right) for each in _around(*pair, near.distance))
                return Plan(_any(self._sequence(near.field, run, slop) for run, slop in found), True)
        sides = [_any(self._phrase(phrase).query for phrase in side) for side in (near.left, near.right)]
        return Plan(_every(sides), False)

    def _word(self, part: Part, field: str) -> Query:
        match part.kind:
            case Kind.SAME:
                terms = [term for term, _ in self._same(part, field)]
                if len(terms) == 1:
                    return Query.term_query(self.schema, field, terms[0], "basic")
                return Query.term_set_query(self.schema, field, terms) if terms else Query.empty_query()
            case Kind.PREFIX:
                return Query.regex_query(self.schema, field, f"[{chr(2)}-{chr(JOINED)}]?{part.text}.*")
            case Kind.CLOSE:
                spellings = [spelled(part.text, length) for length in range(1, JOINED + 1)]
                return _any(Query.fuzzy_term_query(self.schema, field, term, 1, False) for term in spellings)

    def _same(self, part: Part, field: str) -> list[tuple[str, int]]:
        texts = (part.text, *part.also)
        spellings = [(spelled(text, length), length) for length in range(1, JOINED + 1) for text in texts]
        return [(term, length) for term, length in spellings if self.searcher.doc_freq(field, term)]

    def _terms(self, part: Part, field: str, room: int) -> list[tuple[Terms, int]] | None:
        """The index terms that a part stands for, with their lengths; None where they are too many.

        With `room` a prefix is a pattern for each length that has many, as long as it stands for no more terms than that.
        """
        if part.kind is Kind.SAME:
            return _by_length(self._same(part, field))
        if part.kind is Kind.CLOSE:
            return None
        most, count = room or self.most, 0
        found: list[tuple[Terms, int]] = []
        for length in range(1, JOINED + 1):
            begins = spelled(part.text, length)
            terms = self.searcher.terms_with_prefix(field, begins, limit=most + 1)
            count += len(terms)
            if not room or len(terms) <= _DEAR:  # so few cost less as they are
                found += [((term,), length) for term, _ in terms]
            elif terms:
                found.append(((begins + _ANY,), length))
        return found if count <= most else None

    def _runs(self, phrase: Phrase, room: int = 0) -> list[Run] | None:
        """Every way in which the index may hold a phrase; None where they are too many."""
        runs: list[Run] = [((), 0)]
        for part in phrase.parts:
            terms = self._terms(part, phrase.field, room)
            if terms is None or len(terms) * len(runs) > self.most:
                return None
            runs = [((*run, (end, term)), end + length) for run, end in runs for term, length in terms]
        return runs

    def _sequences(self, field: str, found: Iterable[Placed]) -> Query:
        return _any(self._sequence(field, run) for run in found)

    def _sequence(self, field: str, run: Placed, slop: int = 0) -> Query:
        if not _loose(run):
            return Query.phrase_query(self.schema, field, [(at, terms[0]) for at, terms in run], slop)
        patterns: list[str | tuple[int, str]] = [(at, f"({'|'.join(terms)})") for at, terms in run]
        return Query.regex_phrase_query(self.schema, field, patterns, slop)  # all else in terms is letters and digits

    def _dates(self, first: int, last: int) -> Query:
        begins = Query.range_query(self.schema, "first", FieldType.Integer, None, last)
        ends = Query.range_query(self.schema, "last", FieldType.Integer, first, None)
        return _unscored(_every((begins, ends)))

    def _among(self, node: ByPeople) -> Query:
        """Items by their ids; where most of a range are meant, by the range and the ids that are not."""
        numbers = node.known
        if self._span:
            numbers = numbers[bisect_left(numbers, self._span[0]) : bisect_left(numbers, self._span[1])]
        if not numbers:
            return Query.empty_query()
        first, last = numbers[0], numbers[-1]
        if last - first + 1 >= 2 * len(numbers):
            return _unscored(Query.term_set_query(self.schema, "id", list(map(id_of, numbers))))
        others = [id_of(number) for number in _between(numbers)]
        clauses = [(Occur.Must, self._numbers(first, last + 1))]
        if others:
            clauses.append((Occur.MustNot, Query.term_set_query(self.schema, "id", others)))
        return _unscored(Query.boolean_query(clauses))

    def _numbers(self, first: int, end: int) -> Query:
        return _unscored(Query.range_query(self.schema, "number", FieldType.Unsigned, first, end, True, False))

    def _without(self, plan: Plan) -> Plan:
        everything = _unscored(Query.all_query())
        if not plan.exact:
            return Plan(everything, False)
        return Plan(Query.boolean_query([(Occur.Must, everything), (Occur.MustNot, plan.query)]), True)

    # -- scores

    def _scored(self, query: Query, leaf: Phrase | Near) -> Query:
        count = self._count(query, leaf)
        if not count:
            return query
        weight = rarity(count, self.searcher.num_docs)
        clauses = [(Occur.Must, Query.const_score_query(query, weight))]
        if isinstance(leaf, Phrase) and _repeats(leaf):
            part = leaf.parts[0]
            terms = [spelled(text, length) for text in (part.text, *part.also) for length in (1, 2)]
            for term in terms:
                if self.searcher.doc_freq("often", term):
                    often = Query.term_query(self.schema, "often", term, "basic")
                    clauses.append((Occur.Should, Query.const_score_query(often, weight / 2)))
        return Query.boolean_query(clauses)

    def _count(self, query: Query, leaf: Phrase | Near) -> int:
        """How many documents a leaf finds. The engine knows it of a single term, unless some were deleted since."""
        if self._whole and isinstance(leaf, Phrase) and len(leaf.parts) == 1 and leaf.parts[0].kind is Kind.SAME:
            terms = self._same(leaf.parts[0], leaf.field)
            if len(terms) < 2:  # else a document may have several
                return sum(self.searcher.doc_freq(leaf.field, term) for term, _ in terms)
        return int(self.searcher.search(query, limit=1).count)  # type: ignore[attr-defined]

    @cached_property
    def _whole(self) -> bool:
        """Whether no document is deleted but still counted: each has one state."""
        return sum(count for _, count in self.searcher.terms_with_prefix("state", "")) == self.searcher.num_docs


def rarity(count: int, total: int) -> float:
    """What a leaf that finds so many of all documents adds to the score of each of them."""
    return max(1, round(_STEP * math.log(1 + (total - count + 0.5) / (count + 0.5)))) / _STEP


def _repeats(phrase: Phrase) -> bool:
    """Whether it counts for the score how often a document has it."""
    return len(phrase.parts) == 1 and phrase.field == "words"


def _by_length(found: list[tuple[str, int]]) -> list[tuple[Terms, int]]:
    """Terms of one length together, so many at most that a pattern holds them."""
    groups: list[tuple[list[str], int]] = []
    room = 0
    for term, length in found:
        needed = len(term.encode()) + 1
        if not groups or groups[-1][1] != length or needed > room:
            groups.append(([], length))
            room = _WIDEST
        groups[-1][0].append(term)
        room -= needed
    return [(tuple(terms), length) for terms, length in groups]


def _rooms(*phrases: Phrase) -> Iterator[int]:
    """The room of each prefix in turn: for none as a pattern, then for each as one."""
    yield 0
    if prefixes := sum(part.kind is Kind.PREFIX for phrase in phrases for part in phrase.parts):
        yield _EXPANDED // prefixes


def _loose(run: Placed) -> bool:
    """Whether it takes patterns to ask for it."""
    return any(len(terms) > 1 or terms[0].endswith(_ANY) for _, terms in run)


def _cost(one: Run, other: Run, distance: int) -> int:
    """How much the phrases cost at most that say that two runs stand near each other; one of plain terms costs 1."""
    phrases = 4 if len(one[0]) == len(other[0]) == 1 else 2 * distance
    return phrases * _DEAR if _loose(one[0]) or _loose(other[0]) else phrases


def _around(one: Run, other: Run, distance: int) -> Iterator[tuple[Placed, int]]:
    """The phrases that say that two runs stand near each other, each with its slop."""
    if len(one[0]) == len(other[0]) == 1:
        yield from _words(one, other, distance)
        return
    for pair in ((one, other), (other, one)):
        yield from ((_after(*pair, apart), 0) for apart in range(1, distance + 1))


def _words(one: Run, other: Run, distance: int) -> Iterator[tuple[Placed, int]]:
    """The same of two single terms."""
    first, second = one[0][0][1], other[0][0][1]
    patterns = any(term.endswith(_ANY) for term in (*first, *second))
    if (
        one[1] == other[1] == 1 and not patterns and not set(first) & set(second)
    ):  # no two such terms stand on one position
        yield ((0, first), (0, second)), distance
        return
    # From 1 to `distance` apart is the middle and so much to either side; where there is no middle, it takes two.
    slop = (distance - 1) // 2
    for pair in ((one, other), (other, one)):
        for middle in {1 + slop, distance - slop}:
            yield _after(*pair, middle), slop


def _after(one: Run, other: Run, distance: int) -> Placed:
    """Two runs, the first word of the second so many words after the last of the first."""
    begin = one[1] - 1 + distance
    return (*one[0], *((begin + offset, term) for offset, term in other[0]))


def _between(numbers: Sequence[int]) -> Iterator[int]:
    """The numbers between the first and the last of these that are not among them."""
    for before, after in pairwise(numbers):
        yield from range(before + 1, after)


def _every(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _any(queries: Iterable[Query]) -> Query:
    found: Sequence[Query] = list(queries)
    if not found:
        return Query.empty_query()
    return found[0] if len(found) == 1 else Query.boolean_query([(Occur.Should, query) for query in found])


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)
