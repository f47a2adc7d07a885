"""The index document of an item: which fields it has, and how it is filled.

The engine's own tokenizer cuts at spaces; it is given the words of a text in one piece, and counts their positions. Between
the texts of a field stands one token that nobody can ask for, `APART` further on.

A word over line ends (`normalise.Joined`) stands on the position of its first part, under its text with a sign before
it that says how many positions it takes, so that phrases on both sides of it can be asked for exactly. A text with such words
is given token by token, which costs twice as much.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import count, repeat

import tantivy

from muniment.search import huge, types
from muniment.search.document import APART, Document, mark
from muniment.search.normalise import Joined, cut

OFTEN, VERY_OFTEN = 3, 10  # times in one item; counts towards the score

TEXTUAL = ("words", "name", "from", "to")
RAW = ("type", "bundle", "state", "wall")
KEPT = ("reading", "mark")  # hashes that are read back and never asked for
NUMBERS = 40  # bits of an item's number in its rank
_LONGEST = (1 << 64 - NUMBERS) - 1
TYPICAL = 400  # words; an item of this length loses a quarter of its score against a very short one


def schema() -> tantivy.Schema:
    """The fields."""
    build = tantivy.SchemaBuilder()
    build.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for field in TEXTUAL:
        build.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    build.add_text_field("often", tokenizer_name="whitespace", index_option="basic")
    for field in RAW:
        build.add_text_field(field, tokenizer_name="raw", index_option="basic")
    build.add_integer_field("first", indexed=True)
    build.add_integer_field("last", indexed=True)
    build.add_integer_field("size", indexed=True)
    build.add_unsigned_field("number", fast=True)
    build.add_unsigned_field("length", fast=True)
    build.add_unsigned_field("rank", fast=True)  # the shorter first, then the lower number
    build.add_float_field("brief", fast=True)
    for field in KEPT:
        build.add_bytes_field(field, stored=True)
    return build.build()


def register(index: tantivy.Index) -> None:
    """Teach an index just opened the tokenisers that the schema names."""
    whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("whitespace", whitespace)


def spelled(text: str, length: int) -> str:
    """The index term of a token that takes so many positions."""
    return text if length == 1 else chr(length) + text


def filled(document: Document, kept: str | None = None) -> tantivy.Document:
    """The index document; `kept` is the item's mark, where somebody knows it already."""
    item, place = document.item, number(document.item.id)
    found = tantivy.Document()
    found.add_text("id", item.id)
    found.add_unsigned("number", place)
    found.add_bytes("mark", bytes.fromhex(kept or mark(item)))
    if item.reading is not None:
        found.add_bytes("reading", bytes.fromhex(item.reading))
    body, *rest = document.values("words")
    length, counts = _add_body(found, body)
    found.add_unsigned("length", length)
    found.add_unsigned("rank", min(length, _LONGEST) << NUMBERS | place)
    found.add_float("brief", 2 ** weight(length) - 2)  # the engine multiplies a score by log2(2 + this)
    gap = _gap(APART)
    known = {value: cut(value) for value in rest}  # most of them stand in a field of their own too
    for value in rest:
        found.add_pre_tokenized_text("words", gap)
        _add(found, "words", known[value])
    for field in TEXTUAL[1:]:
        for at, value in enumerate(document.values(field)):
            if at:
                found.add_pre_tokenized_text(field, gap)
            _add(found, field, known.get(value) or cut(value))
    often = _often(counts)
    if often:
        found.add_text("often", " ".join(often))
    _add_facts(found, document)
    return found


@cache
def _gap(positions: int) -> tantivy.PreTokenizedString:
    """What keeps two texts so far apart."""
    return tantivy.PreTokenizedString("", [tantivy.Token("\x01" * 3, positions, 0, 0)])


def _add_facts(found: tantivy.Document, document: Document) -> None:
    """What is asked for as it is."""
    item = document.item
    for kind in types.terms(item.type):
        found.add_text("type", kind)
    found.add_text("bundle", item.bundle)
    found.add_text("state", item.state.value)
    found.add_text("wall", item.wall)
    if item.size is not None:
        found.add_integer("size", item.size)
    if document.days:
        found.add_integer("first", document.days[0])
        found.add_integer("last", document.days[1])


def weight(length: int) -> float:
    """What a score is multiplied by, for an item of so many words."""
    return 1 + 1 / (1 + length / TYPICAL)


def number(id: str) -> int:  # noqa: A002 (the word of the tables)
    """The number in an item's id, which orders hits of one score."""
    return int(id.rpartition("-")[2])


def _add_body(found: tantivy.Document, body: str) -> tuple[int, Mapping[str, int]]:
    """The words of the text; returns how many, and how often each occurs, of those that occur often at the least."""
    if len(body) > huge.HUGE:
        return _add_huge(found, body), huge.often(body, OFTEN)
    text, words, wholes = cut(body)
    _add(found, "words", (text, words, wholes))
    return len(words), Counter(words)


def _add_huge(found: tantivy.Document, body: str) -> int:
    """A token as an object of its own would cost 200 bytes: words over line ends stand in a second text, behind it."""
    plain, again, length = [], [], 0
    for text, words, wholes in map(cut, huge.pieces(body)):
        plain.append(text)
        length += len(words)
        if wholes:
            again.append(" ".join(_with(words, wholes)))
    if length:
        found.add_text("words", " ".join(plain))
    if again:
        found.add_text("words", " ".join(again))
    return length


def _add(found: tantivy.Document, field: str, text: tuple[str, list[str], list[Joined]]) -> None:
    """One text, in the next positions of its field."""
    plain, words, wholes = text
    if wholes:
        found.add_pre_tokenized_text(field, tantivy.PreTokenizedString("", _tokens(words, wholes)))
    elif words:
        found.add_text(field, plain)


def _with(words: list[str], wholes: Iterable[Joined]) -> Iterator[str]:
    """The words again, the first of each written over line ends replaced by the whole."""
    longest = {position: (text, length) for text, position, length, _, _ in sorted(wholes, key=lambda whole: whole[2])}
    position = 0
    while position < len(words):
        text, length = longest.get(position, (words[position], 1))
        yield text
        position += length


def _tokens(words: list[str], wholes: list[Joined]) -> list[tantivy.Token]:
    """Tokens with their positions; those of one term ascend, which is all the order that the engine asks for."""
    found = list(map(tantivy.Token, words, count(), repeat(0), repeat(0)))
    found += [tantivy.Token(spelled(whole.text, whole.length), whole.position, 0, 0) for whole in wholes]
    return found


def _often(counts: Mapping[str, int]) -> list[str]:
    often = [word for word, count in counts.items() if count >= OFTEN]
    return often + [spelled(word, 2) for word in often if counts[word] >= VERY_OFTEN]
