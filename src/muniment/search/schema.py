"""The index document of an item: which fields it has, and how it is filled.

A word over line ends (`normalise.Joined`) stands on the position of its first part, under its text with a sign before
it that says how many positions it takes, so that phrases on both sides of it can be asked for exactly.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

import tantivy

from muniment.search import types
from muniment.search.document import APART, Document, mark
from muniment.search.normalise import joined, tokens

OFTEN, VERY_OFTEN = 3, 10  # times in one item; counts towards the score
_HUGE = 4_000_000  # characters; a token as an object of its own costs 200 bytes

TEXTUAL = ("words", "name", "from", "to")
RAW = ("type", "bundle", "state", "wall")


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
    build.add_text_field("reading", stored=True, tokenizer_name="raw", index_option="basic")
    build.add_text_field("mark", stored=True, tokenizer_name="raw", index_option="basic")
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
    found.add_text("mark", mark(item))
    found.add_text("reading", item.reading or "")
    body, *rest = document.values("words")
    words = tokens(body)
    found.add_unsigned("length", len(words))
    _add_body(found, body, words)
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


def number(id: str) -> int:  # noqa: A002 (the word of the tables)
    """The number in an item's id, which orders hits of one score."""
    return int(id.rpartition("-")[2])


def _add_body(found: tantivy.Document, body: str, words: list[str]) -> None:
    if not words:
        return
    wholes = list(joined(body))
    if not wholes:
        found.add_text("words", " ".join(words))
    elif len(body) <= _HUGE:
        found.add_pre_tokenized_text("words", _tokenised([*enumerate(words), *_positions(wholes)]))
    else:
        found.add_text("words", " ".join(words))
        found.add_text("words", " ".join(_with(words, wholes)))


def _with(words: list[str], wholes: Iterable[tuple[str, int, int, int, int]]) -> Iterator[str]:
    """The words again, the first of each written over line ends replaced by the whole."""
    longest = {position: (text, length) for text, position, length, _, _ in sorted(wholes, key=lambda whole: whole[2])}
    position = 0
    while position < len(words):
        text, length = longest.get(position, (words[position], 1))
        yield text
        position += length


def _add(found: tantivy.Document, field: str, values: Iterable[str]) -> None:
    placed: list[tuple[int, str]] = []
    position = APART
    for value in values:
        words = tokens(value)
        placed += enumerate(words, position)
        placed += _positions(joined(value), position)
        position += len(words) + APART
    if placed:
        found.add_pre_tokenized_text(field, _tokenised(placed))


def _positions(wholes: Iterable[tuple[str, int, int, int, int]], begin: int = 0) -> Iterator[tuple[int, str]]:
    for text, position, length, _, _ in wholes:
        yield begin + position, spelled(text, length)


def _tokenised(placed: list[tuple[int, str]]) -> tantivy.PreTokenizedString:
    placed.sort(key=lambda one: one[0])
    return tantivy.PreTokenizedString("", [tantivy.Token(text, position, 0, 0) for position, text in placed])


def _often(words: list[str]) -> Iterator[str]:
    for word, count in Counter(words).items():
        if count >= OFTEN:
            yield word
            if count >= VERY_OFTEN:
                yield spelled(word, 2)
