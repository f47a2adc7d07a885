"""What of an item is searched: its pages as one text, its name, and its facts; the same for index and matcher.

The words of an item are one run of positions: the body, then the name, then each fact and what people wrote of it, far enough apart that no phrase
and no `near` runs from one into the next. Search terms without a field look at all of them.
"""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from muniment.model.item import Item
from muniment.model.reading import Json, Page, Reading
from muniment.search.dates import days_of

APART = 5_000  # positions between body, name and facts; more than any `near`
BETWEEN = "\n"  # what joins two pages

# facts in our own words or about the bytes; nothing that a person wrote
_TECHNICAL = frozenset(
    {"headers", "failure", "failed", "hidden", "charset", "date", "created", "modified", "pages", "rows", "formats"}
    | {"declared_type", "disposition", "content_id", "carved_from", "binary_values", "alternate", "method"}
    | {"date_order", "first_message", "last_message", "chat_file", "ocr", "ocr_pages", "frames", "refers_to"}
    | {"cannot_show", "algorithm", "digest", "canonicalization", "claimed_checks", "cipher", "form"}
    | {"mode", "tracks", "not_looked_at", "ocr_rest", "dpi", "orientation", "duration"}
)
# headers that name people, places or topics and are no facts of their own; the rest is the post's own traffic
_HEADERS = frozenset(
    {
        "sender",
        "organization",
        "organisation",
        "comments",
        "keywords",
        "thread-topic",
        "x-originating-ip",
        "x-sender",
        "delivered-to",
        "envelope-to",
        "x-original-to",
        "return-path",
        "resent-from",
        "resent-to",
        "resent-cc",
        "list-id",
        "newsgroups",
    }
)


@dataclass(frozen=True, slots=True)
class Document:
    """One item as it is searched."""

    item: Item
    pages: tuple[Page, ...]
    said: tuple[str, ...]  # what people wrote of it
    facts: tuple[str, ...]
    senders: tuple[str, ...]
    receivers: tuple[str, ...]
    days: tuple[int, int] | None  # the first and last day that its date can mean, as YYYYMMDD
    date: str = ""  # its date, as it is written

    @property
    def body(self) -> str:
        """All pages as one text."""
        return BETWEEN.join(page.text for page in self.pages)

    def values(self, field: str) -> tuple[str, ...]:
        """The texts of a field; those of `words` are the body, the name, the facts and what people wrote, in this order."""
        match field:
            case "name":
                return (self.item.name,)
            case "from":
                return self.senders
            case "to":
                return self.receivers
            case _:
                return (self.body, self.item.name, *self.facts, *self.said)

    def place(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Where a span of the body lies: (index of the page, from, to), one for each page that it touches."""
        starts = [0, *accumulate(len(page.text) + len(BETWEEN) for page in self.pages)]
        for index in range(max(bisect_right(starts, start) - 1, 0), len(self.pages)):
            if starts[index] >= end:
                return
            low, high = max(start - starts[index], 0), min(end - starts[index], len(self.pages[index].text))
            if low < high:
                yield index, low, high


def of(item: Item, reading: Reading | None) -> Document:
    """The document of an item and its reading; one without a reading is found by name, facts, type and state."""
    facts = dict(item.facts) | (dict(reading.facts) if reading else {})
    pages = reading.pages if reading else ()
    said = list(_said(item.facts)) + (list(_said(reading.facts)) if reading else [])
    labels = [page.label for page in pages if page.label and page.label != "document"]
    return Document(
        item=item,
        pages=pages,
        said=tuple(each.text for each in item.said),
        facts=tuple(dict.fromkeys(text for text in (*said, *labels) if text.strip())),
        senders=tuple(_texts(facts.get("from"))),
        receivers=tuple(text for key in ("to", "cc", "bcc") for text in _texts(facts.get(key))),
        days=days_of(facts.get("date")),
        date=str(facts.get("date") or ""),
    )


def mark(item: Item) -> str:
    """What tells two documents of an item apart, without its reading being opened."""
    kept: list[Json] = [
        item.id,
        item.name,
        item.bundle,
        item.type,
        item.state.value,
        item.wall,
        item.reading,
        dict(item.facts),
    ]
    kept.append([each.entry for each in item.said])
    return hashlib.sha256(_written(kept).encode()).hexdigest()


_written = json.JSONEncoder(default=str, sort_keys=True).encode


def _said(facts: Mapping[str, Json]) -> Iterator[str]:
    for key, value in facts.items():
        if key not in _TECHNICAL:
            yield from _texts(value)
    for header in facts.get("headers") or ():
        if isinstance(header, list) and len(header) == 2 and str(header[0]).lower() in _HEADERS:
            yield from _texts(header[1])


def _texts(value: Json) -> Iterator[str]:
    """Every text within a fact."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if key not in _TECHNICAL:
                yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
