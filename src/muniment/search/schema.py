"""The index document of an item: which fields it has, and how it is filled.

A word over line ends (`normalise.Joined`) stands on the position of its first part, under its text with a sign before
it that says how many positions it takes, so that phrases on both sides of it can be asked for exactly.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, repeat

import tantivy

from muniment.search import types
from muniment.search.document import APART, Document, mark
from muniment.search.normalise import Joined, analysed

OFTEN, VERY_OFTEN = 3, 10  # times in one item; counts towards the score
_HUGE = 4_000_000  # characters; a token as an object of its own costs 200 bytes

TEXTUAL = ("words", "name", "from", "to")
RAW = ("type", "bundle", "state", "wall")
KEPT = ("reading", "mark")  # hashes that are read back and never asked for
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


def filled(document: Document) -> tantivy.Document:
    """The index document."""
    item = document.item
    found = tantivy.Document()
    found.add_text("id", item.id)
    found.add_unsigned("number", number(item.id))
    found.add_bytes("mark", bytes.fromhex(mark(item)))
    if item.reading is not None:
        found.add_bytes("reading", bytes.fromhex(item.reading))
    body, *rest = document.values("words")
    words = _add_body(found, body)
    found.add_unsigned("length", len(words))
    found.add_float("brief", 2 ** weight(len(words)) - 2)  # the engine multiplies a score by log2(2 + this)
    _add(found, "words", rest)
    for field in TEXTUAL[1:]:
        _add(found, field, document.values(field))
    found.add_text("often", " ".join(_often(words)))
    for field, values in (
        ("type", types.terms(item.type)),
        ("bundle", (item.bundle,)),
        ("state", (item.state.value,)),
        ("wall", (item.wall,)),
    ):
        for value in values:
            found.add_text(field, value)
    if item.size is not None:
        found.add_integer("size", item.size)
    if document.days:
        found.add_integer("first", document.days[0])
        found.add_integer("last", document.days[1])
    return found


def weight(length: int) -> float:
    """What a score is multiplied by, for an item of so many words."""
    return 1 + 1 / (1 + length / TYPICAL)


def number(id: str) -> int:  # noqa: A002 (the word of the tables)
    """The number in an item's id, which orders hits of one score."""
    return int(id.rpartition("-")[2])


def _add_body(found: tantivy.Document, body: str) -> list[str]:
    words, wholes = analysed(body)
    if not words:
        return words
    if not wholes:
        found.add_text("words", " ".join(words))
    elif len(body) <= _HUGE:
        found.add_pre_tokenized_text("words", tantivy.PreTokenizedString("", _tokens(words, wholes, 0)))
    else:
        found.add_text("words", " ".join(words))
        found.add_text("words", " ".join(_with(words, wholes)))
    return words


def _with(words: list[str], wholes: Iterable[Joined]) -> Iterator[str]:
    """The words again, the first of each written over line ends replaced by the whole."""
    longest = {position: (text, length) for text, position, length, _, _ in sorted(wholes, key=lambda whole: whole[2])}
    position = 0
    while position < len(words):
        text, length = longest.get(position, (words[position], 1))
        yield text
        position += length


def _add(found: tantivy.Document, field: str, values: Sequence[str]) -> None:
    """Each value as a run of positions of its own; one that is alone in its field needs no place."""
    placed: list[tantivy.Token] = []
    position = APART
    for value in values:
        words, wholes = analysed(value)
        if len(values) == 1 and field != "words" and words and not wholes:
            found.add_text(field, " ".join(words))
            return
        placed += _tokens(words, wholes, position)
        position += len(words) + APART
    if placed:
        found.add_pre_tokenized_text(field, tantivy.PreTokenizedString("", placed))


def _tokens(words: list[str], wholes: list[Joined], begin: int) -> list[tantivy.Token]:
    """Tokens with their positions; those of one term ascend, which is all the order that the engine asks for."""
    found = list(map(tantivy.Token, words, count(begin), repeat(0), repeat(0)))
    found += [tantivy.Token(spelled(whole.text, whole.length), begin + whole.position, 0, 0) for whole in wholes]
    return found


def _often(words: list[str]) -> list[str]:
    counts = [(word, count) for word, count in Counter(words).items() if count >= OFTEN]
    return [word for word, _ in counts] + [spelled(word, 2) for word, count in counts if count >= VERY_OFTEN]
