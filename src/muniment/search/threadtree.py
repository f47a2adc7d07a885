"""Mails to a tree: who answers whom, what is missing between them, and in which order they stand."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise

from muniment.model.reading import Json
from muniment.search.near.message import Message

Key = tuple[str, str]  # ("id", a Message-ID), ("index", Outlook's), or ("item", a number) of a mail that bears no id

GAPS = 20_000  # nodes of one thread
_LATE = float("inf")
_BY = 5  # items that are named as referring to what is missing


@dataclass(frozen=True, slots=True)
class Mail:
    """An item that is a mail, as far as a thread needs it."""

    n: int
    said: Message
    at: float | None  # seconds, for the order
    sha256: str | None = None
    name: str = ""
    date: str = ""
    sender: str = ""
    subject: str = ""
    subject_only: bool = False


@dataclass(slots=True)
class Node:
    """One mail of a thread with all its copies, or a gap. `why` says what binds it to its parent."""

    key: Key
    mails: list[Mail] = field(default_factory=list)
    parent: Key | None = None
    why: str = ""  # "", "in-reply-to", "references", "referred-to", "thread-index" or "subject"
    depth: int = 0
    referred_by: list[int] = field(default_factory=list)  # of a gap: some of the items that name it
    circle: bool = False  # it was cut loose here, since it would be its own ancestor

    @property
    def missing(self) -> bool:
        """Whether it is a gap."""
        return not self.mails

    @property
    def differ(self) -> bool:
        """Whether mails of one id are not the same bytes."""
        return len({mail.sha256 for mail in self.mails}) > 1


def when(fact: Json) -> float | None:
    """A date as seconds; one without an offset is taken as UTC."""
    if not isinstance(fact, str):
        return None
    try:
        found = datetime.fromisoformat(fact.strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def woven(mails: Iterable[Mail]) -> tuple[list[Node], bool]:
    """The nodes, each after its parent, by date, and whether they are all; the same whatever the order of the mails."""
    loom = _Loom(sorted(mails, key=lambda mail: mail.n))
    loom.tie()
    loom.cut_circles()
    loom.by_subject()
    return loom.in_order(), loom.whole


class _Loom:
    def __init__(self, mails: Sequence[Mail]) -> None:
        self._mails = mails
        self.whole = True
        self._nodes: dict[Key, Node] = {}
        self._indexed: dict[str, Key] = {}  # Outlook's index: its node
        for mail in mails:
            key = _own(mail)
            self._node(key).mails.append(mail)
            if mail.said.index:
                self._indexed.setdefault(mail.said.index, key)

    def _node(self, key: Key) -> Node:
        return self._nodes.setdefault(key, Node(key))

    def tie(self) -> None:
        """Give every node the parent that most of its copies name, else the one that most others name for it."""
        own: dict[Key, Counter[tuple[Key, str]]] = defaultdict(Counter)
        told: dict[Key, Counter[Key]] = defaultdict(Counter)
        for mail in self._mails:
            for one, other in self._chain(mail):
                told[other][one] += 1
            if (parent := self._parent(mail)) is not None and parent[0] != _own(mail):
                own[_own(mail)][parent] += 1
        for key, node in list(self._nodes.items()):
            if own[key]:
                node.parent, node.why = min(own[key].items(), key=lambda each: (-each[1], each[0]))[0]
            elif told[key]:
                node.parent, node.why = min(told[key].items(), key=lambda each: (-each[1], each[0]))[0], "referred-to"
            if node.parent is not None:
                self._node(node.parent)
        for mail in self._mails:
            self._gaps(mail)

    def _chain(self, mail: Mail) -> Iterator[tuple[Key, Key]]:
        """What a mail says of those before it: each answers the one before it."""
        row = [("id", one) for one in mail.said.refers]
        if len(mail.said.answers) == 1 and mail.said.answers[0] not in mail.said.refers:
            row.append(("id", mail.said.answers[0]))
        for key in [*row, *(("id", one) for one in mail.said.answers)]:
            if len(self._nodes) >= GAPS and key not in self._nodes:
                self.whole = False
                return
            node = self._node(key)
            if len(node.referred_by) < _BY and mail.n not in node.referred_by:
                node.referred_by.append(mail.n)
        for one, other in pairwise(row):
            # A mail that lists its references was cut short between the first and the rest, where they are too many.
            if one != other and not (mail.said.cut and one == row[0]):
                yield one, other

    def _parent(self, mail: Mail) -> tuple[Key, str] | None:
        said = mail.said
        if len(said.answers) == 1 or (said.answers and not said.refers):
            return ("id", said.answers[0]), "in-reply-to"
        if said.refers:
            return ("id", said.refers[-1]), "references"
        before = said.before()
        return (self._at_index(before[0]), "thread-index") if before else None

    def _at_index(self, index: str) -> Key:
        """The mail that bears this index of Outlook's, or the gap where none does."""
        return self._indexed.get(index, ("index", index))

    def _gaps(self, mail: Mail) -> None:
        """Each mail that an index goes through and that is not there is a gap below the one before it."""
        if mail.said.answers or mail.said.refers:  # the headers say it
            return
        row = [self._at_index(index) for index in mail.said.before()]
        for key, above in pairwise([*row, None]):
            assert key is not None
            node = self._node(key)
            if not node.missing:
                return  # it has a place of its own
            if len(node.referred_by) < _BY and mail.n not in node.referred_by:
                node.referred_by.append(mail.n)
            if above is None or node.parent is not None:
                continue
            if len(self._nodes) >= GAPS and above not in self._nodes:
                self.whole = False
                return
            node.parent, node.why = above, "thread-index"

    def cut_circles(self) -> None:
        """Cut each circle once, at its earliest mail."""
        done: set[Key] = set()
        for start in sorted(self._nodes):
            way: dict[Key, None] = {}
            at: Key | None = start
            while at is not None and at not in done and at not in way:
                way[at] = None
                at = self._nodes[at].parent
            if at is not None and at in way:
                row = list(way)
                node = min((self._nodes[key] for key in row[row.index(at) :]), key=_order)
                node.parent, node.why, node.circle = None, "", True
            done.update(way)

    def by_subject(self) -> None:
        """Put what has the same subject alone below the first of the thread."""
        tops = {key: self._top(node) for key, node in self._nodes.items() if node.mails}
        bound = {tops[_own(mail)] for mail in self._mails if not mail.subject_only}
        first = min((self._nodes[key] for key in bound), key=_order, default=None)
        for key in sorted(set(tops.values()) - bound):
            if first is not None:
                self._nodes[key].parent, self._nodes[key].why = first.key, "subject"

    def _top(self, node: Node) -> Key:
        while node.parent is not None:
            node = self._nodes[node.parent]
        return node.key

    def in_order(self) -> list[Node]:
        """Depth first; those beside each other by date, a gap by the first that follows from it."""
        below: dict[Key | None, list[Node]] = defaultdict(list)
        for node in self._nodes.values():
            below[node.parent].append(node)
        first = self._firsts(below)
        for beside in below.values():
            beside.sort(key=lambda node: (first[node.key], _order(node)), reverse=True)
        found, todo = [], [(node, 0) for node in below[None]]
        while todo:
            node, depth = todo.pop()
            node.depth = depth
            node.mails.sort(key=lambda mail: mail.n)
            node.referred_by.sort()
            found.append(node)
            todo += ((each, depth + 1) for each in below.get(node.key, ()))
        return found

    def _firsts(self, below: dict[Key | None, list[Node]]) -> dict[Key, float]:
        """When each node was written; a gap as early as what follows from it."""
        row, todo = [], list(below[None])
        while todo:
            row.append(todo.pop())
            todo += below.get(row[-1].key, ())
        found: dict[Key, float] = {}
        for node in reversed(row):
            at = _at(node)
            found[node.key] = (
                min((found[each.key] for each in below.get(node.key, ())), default=_LATE) if at is None else at
            )
        return found


def _own(mail: Mail) -> Key:
    return ("id", mail.said.id) if mail.said.id else ("item", f"{mail.n:012d}")


def _at(node: Node) -> float | None:
    return min((mail.at for mail in node.mails if mail.at is not None), default=None)


def _order(node: Node) -> tuple[float, Key]:
    at = _at(node)
    return _LATE if at is None else at, node.key
