"""Does an item match a query, and where: exactly, from its reading. What the index answers must equal this."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from muniment.search import types
from muniment.search.document import APART, Document
from muniment.search.normalise import joined, placed, tokens
from muniment.search.tree import All, ByPeople, Dates, Either, Is, Kind, Leaf, Near, Node, Not, Part, Phrase, Sizes
from muniment.store.ids import number_of

_PIECE = 200  # characters that are looked at together


@dataclass(frozen=True, slots=True)
class Found:
    """Where a token of the query stands: its position and length in tokens, and its place in one of the texts."""

    position: int
    length: int
    text: int  # 0 is the first text of the field: the body
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """Where a phrase stands: positions from and to, and its tokens."""

    start: int
    end: int
    tokens: tuple[Found, ...]


class Matcher:
    """A query, made ready for many items."""

    def __init__(self, tree: Node) -> None:
        self.tree = tree
        self.wanted: dict[str, frozenset[Part]] = {}
        for leaf in leaves(tree):
            for phrase in _phrases(leaf):
                self.wanted[phrase.field] = self.wanted.get(phrase.field, frozenset()) | set(phrase.parts)
        self.tests = {field: _test(parts) for field, parts in self.wanted.items()}

    def of(self, document: Document) -> "Match":
        """The query on one item. Cost: one pass over its text."""
        return Match(self, document)


class Match:
    """A query on one item."""

    def __init__(self, matcher: Matcher, document: Document) -> None:
        self.tree = matcher.tree
        self.document = document
        self.found = {field: _scan(document.values(field), test) for field, test in matcher.tests.items()}

    def holds(self) -> bool:
        """Whether the item matches."""
        return self._holds(self.tree)

    def places(self) -> list[Found]:
        """What to mark of the words: the tokens of everything that the query asks for and that is there."""
        found = {
            token
            for leaf in leaves(self.tree, wanted=True)
            if isinstance(leaf, Phrase | Near) and leaf.field == "words"
            for span in self._spans(leaf)
            for token in span.tokens
        }
        return sorted(found, key=lambda token: (token.text, token.start, token.end))

    def _holds(self, node: Node) -> bool:
        match node:
            case All(parts):
                return all(self._holds(part) for part in parts)
            case Either(parts):
                return any(self._holds(part) for part in parts)
            case Not(part):
                return not self._holds(part)
            case Dates(first, last):
                days = self.document.days
                return days is not None and days[0] <= last and first <= days[1]
            case Sizes(least, most):
                return self.document.item.size is not None and least <= self.document.item.size <= most
            case Is(field, asked):
                return not asked.isdisjoint(_facts(self.document, field))
            case ByPeople():
                return node.holds(number_of(self.document.item.id))
            case _:
                return any(True for _ in self._spans(node))

    def _spans(self, node: Phrase | Near) -> Iterator[Span]:
        found = self.found[node.field]
        if isinstance(node, Phrase):
            yield from _runs(found, node.parts)
            return
        left = [span for phrase in node.left for span in _runs(found, phrase.parts)]
        right = [span for phrase in node.right for span in _runs(found, phrase.parts)]
        yield from _pairs(left, right, node.distance)


Places = dict[Part, dict[int, list[Found]]]  # by part, then by position


def leaves(node: Node, *, wanted: bool = False) -> Iterator[Leaf]:
    """The leaves of a tree; `wanted` leaves out those under a NOT."""
    match node:
        case All(parts) | Either(parts):
            for part in parts:
                yield from leaves(part, wanted=wanted)
        case Not(part):
            if not wanted:
                yield from leaves(part)
        case _:
            yield node


def _phrases(leaf: Leaf) -> tuple[Phrase, ...]:
    match leaf:
        case Phrase():
            return (leaf,)
        case Near(left, right):
            return left + right
        case _:
            return ()


def _facts(document: Document, field: str) -> tuple[str, ...]:
    item = document.item
    return {"type": types.terms(item.type), "bundle": (item.bundle,), "state": (item.state.value,)}[field]


def _test(parts: frozenset[Part]) -> Callable[[str], tuple[Part, ...]]:
    """Which parts a token satisfies; remembered, because words come again."""
    same: dict[str, tuple[Part, ...]] = {}
    for part in parts:
        if part.kind is Kind.SAME:
            for text in (part.text, *part.also):
                same[text] = (*same.get(text, ()), part)
    loose = [part for part in parts if part.kind is not Kind.SAME]
    if not loose:
        return lambda token: same.get(token, ())
    seen: dict[str, tuple[Part, ...]] = {}

    def satisfied(token: str) -> tuple[Part, ...]:
        known = seen.get(token)
        if known is None:
            if len(seen) > 1 << 17:
                seen.clear()
            known = seen[token] = (*same.get(token, ()), *(part for part in loose if _like(part, token)))
        return known

    return satisfied


def _like(part: Part, token: str) -> bool:
    return token.startswith(part.text) if part.kind is Kind.PREFIX else close(part.text, token)


def close(one: str, other: str) -> bool:
    """Whether at most one letter was put in, left out or replaced."""
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    first = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[first:] == other[first + 1 :] or one[first + 1 :] == other[first + 1 :]


def _scan(texts: tuple[str, ...], test: Callable[[str], tuple[Part, ...]]) -> Places:
    found: Places = {}
    position = 0
    for number, text in enumerate(texts):
        for whole in joined(text):
            at, length = position + whole.position, whole.length
            for part in test(whole.text):
                there = found.setdefault(part, {}).setdefault(at, [])
                there.append(Found(at, length, number, whole.start, whole.end))
        for begin, piece in _pieces(text):
            words = tokens(piece)
            if any(map(test, words)):  # most pieces hold nothing that is asked for, and places are dear
                for at, (token, start, end) in enumerate(placed(piece), position):
                    for part in test(token):
                        there = found.setdefault(part, {}).setdefault(at, [])
                        there.append(Found(at, 1, number, begin + start, begin + end))
            position += len(words)
        position += APART
    return found


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """A text in pieces, with where each begins; no token runs over a space."""
    begin = 0
    while begin < len(text):
        end = text.find(" ", begin + _PIECE) + 1 or len(text)
        yield begin, text[begin:end]
        begin = end


def _runs(found: Places, parts: tuple[Part, ...]) -> Iterator[Span]:
    """Where the parts stand side by side."""
    for position in sorted(found.get(parts[0], ())):
        runs: list[tuple[Found, ...]] = [(token,) for token in found[parts[0]][position]]
        for part in parts[1:]:
            follow = found.get(part, {})
            runs = [(*run, token) for run in runs for token in follow.get(run[-1].position + run[-1].length, ())]
            if not runs:
                break
        yield from (Span(position, run[-1].position + run[-1].length, run) for run in runs)


def _pairs(left: list[Span], right: list[Span], distance: int) -> Iterator[Span]:
    """Pairs that stand apart from each other and near enough, each as one span."""
    starts = sorted(right, key=lambda span: span.start)
    ends = sorted(right, key=lambda span: span.end)
    keys_start, keys_end = [span.start for span in starts], [span.end for span in ends]
    for one in left:
        after = starts[bisect_left(keys_start, one.end) : bisect_right(keys_start, one.end - 1 + distance)]
        before = ends[bisect_left(keys_end, one.start + 1 - distance) : bisect_right(keys_end, one.start)]
        for other in (*before, *after):
            yield Span(
                min(one.start, other.start), max(one.end, other.end), tuple(dict.fromkeys((*one.tokens, *other.tokens)))
            )
