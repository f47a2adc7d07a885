"""What happened, in the order of the ledger, and what follows: what is reached, what is sealed, what may teach the ranker.

The proof of a certificate asks one thing: the order in which the ranking reaches relevant items must not hang on the
secret numbers. So what was judged in an audit, or in any way but the queue once the audit has begun, is *sealed*: it
counts as found, but it teaches nothing, and the batches go on as if it were unread, until they come to its place.

What has no text, or may lack some, was read by nobody until one person both opened it (here or elsewhere) and has a
judgement of it that stands, whichever came first. Until then it is *unread*, whatever is said of it: possibly relevant and
missed, and so neither found, nor undecided, nor of the sample, nor left to chance. It is outside what the proof speaks of,
like any item that nobody can read. Where a judgement of it could change something else it does what is harder to pass: said
to be relevant and sealed, it still counts as a hit of the audit; taken back after it taught, it is undecided, in both figures.
That the ranking learns from it harms nothing: no secret number steers it.
"""

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from muniment.model.review import Judgement, Way
from muniment.review.certificate.said import Sayings
from muniment.review.certificate.table import SCALE
from muniment.review.certificate.verdict import Standing


@dataclass(frozen=True, slots=True)
class Ranked:
    """A batch in its order; `began` where a ranking began with it. What it says of itself is checked where it says it."""

    entry: int
    items: tuple[str, ...]
    began: bool = False
    reached: int | None = None
    trained: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A person had an item before them, here or elsewhere."""

    entry: int
    item: str
    by: str


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What an entry says was read elsewhere is open again."""

    entry: int
    of: int


@dataclass(frozen=True, slots=True)
class AuditBegan:
    """A draw hands its first item out."""

    entry: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A person judged an item; `decides`: so that it stands, whatever others said before."""

    entry: int
    item: str
    judgement: Judgement
    by: str
    way: Way = Way.QUEUE
    decides: bool = False


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An entry's judgements are taken back, all of them; what was said before stands again."""

    entry: int
    of: int


@dataclass(frozen=True, slots=True)
class Gone:
    """Items that nobody can judge now (held, withdrawn, erased): the queue passes them over; `back`: they can be again."""

    entry: int
    items: tuple[str, ...]
    back: bool = False


Event = Ranked | AuditBegan | Opened | Unsettled | Judged | TakenBack | Gone


@dataclass(frozen=True, slots=True)
class Break:
    """Something that the proof does not allow; no certificate rests on a course with one."""

    entry: int
    what: str


class Course:
    """Follows a ranking and, from the entry `draw` on (the one that seeded it), its audit; without a draw nothing is sealed.

    What was judged before the first audit is reached, however it was come by, an earlier draw's audit among it.
    """

    def __init__(self, frame: Iterable[str], numbers: Mapping[str, int] | None = None, draw: int | None = None) -> None:
        self.frame = dict.fromkeys(frame)
        self.numbers = numbers or {}
        self.draw = draw
        self.audit_began: int | None = None
        self.breaks: list[Break] = []
        self.batches: list[Ranked] = []
        self.gone: set[str] = set()  # what is passed over: not reached, and as unknown as before
        self._by_number = sorted((item for item in self.numbers if item in self.frame), key=self.numbers.__getitem__)
        self._said = Sayings()
        self._reached: dict[str, None] = {}  # for good: a later batch, or the audit, rests on it
        self._returned: dict[str, None] = {}  # reached for good, and taken back
        self._batch: tuple[str, ...] = ()
        self._spots: dict[str, int] = {}
        self._place = 0  # in the batch: all before it is reached

    # What happens

    def follow(self, events: Iterable[Event]) -> "Course":
        """Take events in, in the order of the ledger."""
        for event in events:
            self.take(event)
        return self

    def take(self, event: Event) -> None:
        """Take one event in."""
        if isinstance(event, Ranked):
            self._rank(event)
        elif isinstance(event, TakenBack):
            returned = self._said.take_back(event.of)
            self._returned |= dict.fromkeys(item for item in returned if item in self._reached)
            self._place = 0
        elif isinstance(event, Gone):
            self.gone = self.gone.difference(event.items) if event.back else self.gone.union(event.items)
            self._place = 0
        elif isinstance(event, Opened):
            self._said.open(event.entry, event.item, event.by)
        elif isinstance(event, Unsettled):
            self._said.unsettle(event.of)
        else:
            if isinstance(event, AuditBegan) or event.way is Way.AUDIT:
                self._audit(event.entry)
            if isinstance(event, Judged):
                says = self._said.say
                says(event.entry, event.item, event.by, event.judgement, decides=event.decides, way=event.way)
        self._move()

    def _audit(self, entry: int) -> None:
        """From the first item on that a seeded draw hands out, what is judged outside the queue is sealed."""
        if self.audit_began is None and self.draw is not None and entry > self.draw:
            self._settle()
            self.audit_began = entry

    def _move(self) -> None:
        """The ranking goes past what is judged: a sealed item is reached in its place, and costs nothing."""
        batch, place = self._batch, self._place
        while place < len(batch) and self._passes(batch[place]):
            place += 1
        self._place = place

    def _passes(self, item: str) -> bool:
        return item in self._reached or item in self.gone or self._said.of(item) is not None

    def _settle(self) -> None:
        """What is reached now stays reached, also where a judgement is taken back: the order is not changed afterwards."""
        self._reached |= dict.fromkeys(self.reached())

    def _rank(self, event: Ranked) -> None:
        sealing = self.audit_began is not None
        if sealing and event.began:
            self.breaks.append(Break(event.entry, "a ranking began after the audit"))
        if sealing and not self.batch_read:
            self.breaks.append(Break(event.entry, "a batch was ranked before the one before it was read"))
        self._settle()
        again = sum(item in self._reached for item in event.items)
        if sealing and (again or len(set(event.items)) < len(event.items)):
            self.breaks.append(Break(event.entry, "a batch holds an item that was reached"))
        self._count(event)
        self.batches.append(event)
        self._batch, self._place = event.items, 0
        self._spots = {item: spot for spot, item in enumerate(event.items)}

    def _count(self, event: Ranked) -> None:
        """What a batch says of itself; one before this draw was made by the course of another, where other items were sealed."""
        if self.draw is None or event.entry <= self.draw:
            return
        reached, taught = len(self._reached), len(self.taught())
        if event.reached not in {None, reached}:
            self.breaks.append(Break(event.entry, f"a batch after {event.reached} items, and {reached} are reached"))
        if event.trained not in {None, taught}:
            self.breaks.append(Break(event.entry, f"a batch taught by {event.trained} items, and {taught} may teach"))

    # What follows

    def reached(self) -> list[str]:
        """The items that the ranking has reached, in that order; before the audit, all that were judged."""
        if self.audit_began is None:
            return [*self._reached, *(item for item in self._said.judged() if item not in self._reached)]
        return [*self._reached, *filter(self._passed, self._batch[: self._place])]

    def _passed(self, item: str) -> bool:
        return item not in self._reached and self._said.of(item) is not None

    def is_reached(self, item: str) -> bool:
        """Whether the ranking has reached an item."""
        if item in self._reached:
            return True
        if self.audit_began is not None and self._spots.get(item, self._place) >= self._place:
            return False
        return self._said.of(item) is not None

    def taught(self) -> dict[str, bool]:
        """What the ranker may learn from: the reached items that are judged relevant (True) or not; of sealed ones none."""
        said = ((item, self._said.of(item)) for item in self.reached())
        return {item: now is Judgement.RELEVANT for item, now in said if now not in {None, Judgement.UNSURE}}

    def candidates(self) -> Iterator[str]:
        """What the ranker orders: all that it has not reached and that can be judged, sealed items among it."""
        return (item for item in self.frame if item not in self.gone and not self.is_reached(item))

    def sealed(self) -> list[str]:
        """The items that are judged and not reached."""
        return [item for item in self._said.judged() if not self.is_reached(item)]

    def sealed_relevant(self) -> tuple[int, ...]:
        """The secret numbers of the items that are judged relevant, and sealed, lowest first: also of unread ones."""
        if self.audit_began is None:
            return ()
        relevant = (item for item in self._said.judged() if self._said.of(item) is Judgement.RELEVANT)
        return tuple(
            sorted(self.numbers[item] for item in relevant if item in self.frame and not self.is_reached(item))
        )

    def judgement(self, item: str) -> Judgement | None:
        """What stands of an item; unsure where people differ."""
        return self._said.of(item)

    @property
    def batch_read(self) -> bool:
        """Whether the ranking has reached the end of its batch: only then may it be taught, and give the next."""
        self._move()
        return self._place >= len(self._batch)

    def next_queued(self) -> str | None:
        """What the queue hands out; None at the end of a batch. An item that was taken back after it taught comes first."""
        for item in self._returned:
            if self._said.of(item) is None:
                return item
        return None if self.batch_read else self._batch[self._place]

    def audits(self, below: int = SCALE, not_readable: Container[str] = ()) -> Iterator[str]:
        """The items that an audit up to a level still opens, in their order.

        What cannot be read is passed over: it counts as possibly relevant, and missed, whatever its number.
        """
        for item in self._by_number:
            if self.numbers[item] >= below:
                return
            if self._said.of(item) is None and item not in self._reached and item not in not_readable:
                yield item

    def level(self, not_readable: Container[str] = ()) -> int:
        """How far the audit is whole: every item below it is judged, or cannot be read. Before there is a seed: nowhere."""
        if len(self._by_number) < len(self.frame):
            return 0
        waiting = next(self.audits(SCALE, not_readable), None)
        return SCALE if waiting is None else self.numbers[waiting]

    def unread(self, not_readable: Collection[str]) -> set[str]:
        """The items of the frame that cannot be read and that nobody both opened and judged.

        One that was taken back after it taught, and of which nothing stands, is undecided instead.
        """
        return {
            item
            for item in not_readable
            if item in self.frame and not self.seen(item) and not self._undecided_again(item)
        }

    def _undecided_again(self, item: str) -> bool:
        return item in self._returned and self._said.of(item) is None

    def seen(self, item: str) -> bool:
        """Whether one person both opened an item and has a judgement of it that stands."""
        return self._said.seen(item)

    def blind(self, item: str) -> bool:
        """Whether a judgement of an item that counts was made in an audit."""
        return self._said.blind(item)

    def standing(self, not_readable: Collection[str] = ()) -> Standing:
        """What a verdict rests on. `not_readable`: the items without text, or whose text may be missing.

        *Cost*: one pass over what was judged or cannot be read.
        """
        frame, said = self.frame, self._said
        unread = self.unread(not_readable)
        judged = Counter(said.of(item) for item in said.judged() if item in frame and item not in unread)
        returned = sum(self._undecided_again(item) and item in frame for item in self._returned)
        return Standing(
            judged[Judgement.RELEVANT],
            judged[Judgement.UNSURE] + returned,
            len(unread),
            self.level(not_readable),
            self.sealed_relevant(),
            len(frame) - judged.total() - returned - len(unread),
        )
