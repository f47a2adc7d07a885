"""Threads of mail, rebuilt from what the mails say: their own ids, those they answer and refer to, Outlook's index.

The idea is Jamie Zawinski's. It does not depend on the order in which mails came in. What is referred to and not there
is a gap. Copies of one mail, known by its id, are one node. A subject alone binds nothing, unless that is asked for; then
it is said.
"""

import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import apsw

from muniment.errors import AskedWrong
from muniment.intake.progress import Tell, silent
from muniment.model.item import Item
from muniment.model.reading import Json
from muniment.search import document
from muniment.search.near import base as bases
from muniment.search.near import message
from muniment.search.near.bring import facts_of
from muniment.search.near.message import Message
from muniment.search.near.texts import Texts
from muniment.search.source import Source
from muniment.search.threadtree import Mail, Node, when, woven
from muniment.store.ids import number_of

MAILS = 5_000  # of one thread; more are said to be there
KEYS = 50_000  # ids that are followed
SUBJECTS = 1_000  # mails of one subject that are looked at
_ABOVE = 20  # containers that are looked through for the mail that holds an item


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread, each node after its parent, by date. `whole` is whether all that belongs to it was followed."""

    item: str  # the mail that it is of
    nodes: list[Node]
    whole: bool
    held: int
    as_of: int


def of(source: Source, item: Item, *, subjects: bool = False, tell: Tell = silent) -> Thread:
    """The thread that a mail, or what is attached to it, belongs to.

    Raises: AskedWrong, where it is no mail.
    """
    mail = _mail(source, item)
    with bases.brought(source, tell) as base:
        found = _Found(base, Texts(source))
        found.take(number_of(mail.id))
        if subjects:
            found.by_subject(mail)
        nodes, whole = woven(found.mails.values())
        return Thread(mail.id, nodes, found.whole and whole, sum(source.held_counts().values()), bases.as_of(base))


def _mail(source: Source, item: Item) -> Item:
    """The item, or the mail that holds it."""
    at = item
    for _ in range(_ABOVE):
        if message.of(facts_of(at, source.reading(at))) is not None:
            return at
        if at.parent is None:
            break
        at = source.item(at.parent)
    raise AskedWrong(
        "this item has no headers by which mails belong together, nor is it held by one that has",
        item.id,
        "muniment search type:mail lists the mails",
    )


class _Found:
    """The mails of a thread, as they are found."""

    def __init__(self, base: apsw.Connection, texts: Texts) -> None:
        self._base = base
        self._texts = texts
        self._followed: set[int] = set()
        self.mails: dict[int, Mail] = {}
        self.whole = True

    def take(self, n: int, *, subject_only: bool = False) -> None:
        """Take a mail, and all that are bound to it by ids."""
        todo = deque([n])
        while todo:
            n = todo.popleft()
            if n in self.mails or (mail := self._read(n)) is None:
                continue
            if len(self.mails) >= MAILS:
                self.whole = False
                return
            self.mails[n] = replace(mail, subject_only=subject_only)
            todo.extend(self._bound(mail.said))

    def by_subject(self, mail: Item) -> None:
        """Take mails that have the same subject, with those bound to them by ids."""
        topic = self.mails[number_of(mail.id)].said.topic
        if not topic:
            return
        sql = "SELECT n FROM message WHERE topic=? ORDER BY n LIMIT ?"
        found = self._numbers(sql, message.key(topic), SUBJECTS + 1)
        self.whole &= len(found) <= SUBJECTS
        for n in found[:SUBJECTS]:
            if n not in self.mails and (other := self._read(n)) is not None and other.said.topic == topic:
                self.take(n, subject_only=True)

    def _numbers(self, sql: str, *values: int) -> list[int]:
        return [int(str(n)) for (n,) in self._base.execute(sql, values)]

    def _read(self, n: int) -> Mail | None:
        kept = self._base.execute("SELECT said FROM message WHERE n=?", (n,)).fetchone()
        item = None if kept is None else self._texts.item(n)
        if kept is None or item is None:
            return None
        reading = self._texts.source.reading(item)
        facts = facts_of(item, reading)
        senders = document.of(item, reading).senders
        return Mail(
            n,
            Message.of_said(json.loads(str(kept[0]))),
            when(facts.get("date")),
            item.sha256,
            item.name,
            str(facts.get("date") or ""),
            "; ".join(senders),
            _subject(facts.get("subject")),
        )

    def _bound(self, said: Message) -> Iterator[int]:
        """Mails that have an id of this one's, or refer to one."""
        for key in _keys(said):
            if key in self._followed:
                continue
            if len(self._followed) >= KEYS:
                self.whole = False
                return
            self._followed.add(key)
            sql = "SELECT n FROM message WHERE key=?1 UNION SELECT n FROM refers WHERE key=?1 ORDER BY 1 LIMIT ?2"
            yield from self._numbers(sql, key, MAILS + 1)


def _keys(said: Message) -> Iterable[int]:
    own = [message.key(said.id)] if said.id else []
    return sorted({*own, *said.keys()})


def _subject(value: Json) -> str:
    return value if isinstance(value, str) else ""
