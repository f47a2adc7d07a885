"""A case of as many items as are asked for, made through the same acts and files as an intake's, without files to read.

A quarter of the items come alone; the others lie in mailboxes of so many. Texts are made up of a vocabulary whose words are as
common as in prose, so that an index of them has rare words and frequent ones. The same number gives the same case.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

from muniment.intake import bundle as bundles
from muniment.intake.bundle import Began
from muniment.model.act import Act, Read, Row, Took
from muniment.model.line import digest, encode
from muniment.model.reading import Child, Page, Reading
from muniment.model.state import State
from muniment.store.blobs import Batch
from muniment.store.ids import id_of
from muniment.store.readings import pack
from muniment.store.store import Store

ALONE = 4  # every fourth item
INSIDE = 300  # mails of a mailbox
WORDS = 180  # of a text, on average
_VOCABULARY = 50_000
_SYLLABLES = (
    "ba",
    "cor",
    "de",
    "fil",
    "gan",
    "ho",
    "in",
    "jo",
    "kel",
    "lu",
    "mar",
    "no",
    "ost",
    "pe",
    "qui",
    "ri",
    "sto",
    "tan",
)
_LIMITS = {"depth": 16, "children": 100_000}


class Prose:
    """Text without sense, whose words are as common as in prose."""

    def __init__(self, seed: int = 5, length: int = WORDS) -> None:
        self.length = length  # words of a text, on average
        self.random = random.Random(seed)  # made-up text
        found = dict.fromkeys(self._word() for _ in range(_VOCABULARY * 2))
        self.words = list(found)[:_VOCABULARY]
        self._sums = list(accumulate(1 / (n + 2.7) for n in range(len(self.words))))

    def _word(self) -> str:
        return "".join(self.random.choices(_SYLLABLES, k=self.random.choice((1, 2, 2, 3, 3, 4))))

    def word(self, share: float) -> str:
        """The word at a place of the list: 0 is the most common."""
        return self.words[min(int(share * len(self.words)), len(self.words) - 1)]

    def text(self, words: int) -> str:
        """Sentences of a dozen words, a line end after each."""
        drawn = self.random.choices(self.words, cum_weights=self._sums, k=words)
        lines = (" ".join(drawn[start : start + 12]).capitalize() for start in range(0, words, 12))
        return ".\n".join(lines) + "."

    def some(self) -> str:
        """A text as long as mails are: most of them short, some long."""
        return self.text(max(8, min(int(self.random.expovariate(1 / self.length)), 12 * self.length)))


@dataclass(slots=True)
class _Top:
    """A top-level item, as its reading has it."""

    name: str
    readings: list[Reading]


def made(at: Path, items: int, words: int = WORDS, mixed: int = 0) -> int:
    """Make the case, its texts so long on average; returns the characters of its texts.

    `mixed`: of so many mails of a mailbox one is locked and one is a picture.
    """
    prose, size = Prose(length=words), 0
    tops = _tops(prose, items, mixed)
    with_names = [Row(f"{number:07d}.txt".encode(), "file", 20, 1) for number in range(_files(items))]
    store = Store.create(at, "Made up", "Europe/London", "Bench")
    try:
        bundle = bundles.begin(store, at.with_name("made-up"), Began("Bench", "2026-03-03"), with_names)
        number = bundle.first
        while batch := [top for _, top in zip(range(500), tops, strict=False)]:
            size += sum(len(page.text) for top in batch for reading in top.readings for page in reading.pages)
            _enter(store, number, batch)
            number += len(batch)
    finally:
        store.close()
    return size


def _files(items: int) -> int:
    return sum(1 for _ in _sizes(items))


def _sizes(items: int) -> Iterator[int]:
    """How many items each top-level one holds."""
    left = items
    while left > 0:
        size = min(left, 1 + INSIDE)
        yield size - 1
        left -= size
        for _ in range(min(left, INSIDE // (ALONE - 1))):
            yield 0
            left -= 1


def _tops(prose: Prose, items: int, mixed: int) -> Iterator[_Top]:
    for number, inside in enumerate(_sizes(items)):
        mails = [_other(number, place, mixed) or _mail(prose, number, place) for place in range(inside)]
        children = tuple(
            Child(str(place), f"mail {place}.eml", sha256=mail.sha256, size=mail.size)
            for place, mail in enumerate(mails)
        )
        hashed, pages = _hash(f"{number}"), () if inside else (Page(prose.some(), 1),)
        state = State.NONE_CONTAINER if inside else State.TEXT_COMPLETE
        kind = "application/mbox" if inside else "text/plain"
        own = Reading(hashed, 20, kind, state, "", "made 1", pages=pages, children=children, declared=inside)
        yield _Top(f"{number:07d}", [*mails, own])


def _other(number: int, place: int, mixed: int) -> Reading | None:
    """A locked paper, or a picture, in the place of some mails; half of the pictures are the same one."""
    if mixed and place % mixed == 0:
        return Reading(
            _hash(f"{number}/{place}"),
            900,
            "application/pdf",
            State.UNREAD_ENCRYPTED,
            "password",
            "made 1",
            declared=None,
        )
    if mixed and place % mixed == mixed // 2:
        hashed = _hash(f"{number}/{place}" if number % 2 else "logo")
        return Reading(hashed, 900, "image/jpeg", State.NONE_BY_NATURE, "", "made 1")
    return None


def _mail(prose: Prose, number: int, place: int) -> Reading:
    text = prose.some()
    facts = {"from": [f"person{place % 40}@council.example"], "to": ["clerk@council.example"], "subject": text[:40]}
    day = f"2014-{1 + place % 12:02d}-{1 + number % 28:02d}"
    kind = "message/rfc822"
    return Reading(
        _hash(f"{number}/{place}"),
        len(text),
        kind,
        State.TEXT_COMPLETE,
        "",
        "made 1",
        facts=facts | {"date": day},
        pages=(Page(text, 1),),
    )


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _enter(store: Store, first: int, tops: Sequence[_Top]) -> None:
    """Their files, then their entries, as an intake has them."""
    files, acts = Batch(store.places.readings.blobs), list[Act]()
    for number, top in enumerate(tops, first):
        lines = [encode(reading) for reading in top.readings]
        file = files.add_bytes(pack(lines)[0])
        own, members = top.readings[-1], len(lines) - 1
        acts.append(Took(id_of(number), own.sha256, own.size))
        states = Counter(reading.state.value for reading in top.readings[:-1])
        acts.append(
            Read(id_of(number), own.state, "", own.reader, file, digest(lines[-1]), members, states, _LIMITS, "none")
        )
    files.commit()
    for start in range(0, len(acts), 100):
        store.record(*acts[start : start + 100])
