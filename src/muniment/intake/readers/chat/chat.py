"""A WhatsApp chat as text: one line a message, its time first, then who said it. Nothing is left out.

Dates are written YYYY-MM-DD where their order is sure; a fact says by which evidence. Else they stay as they stand.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from muniment.intake.limits import LimitReached
from muniment.intake.readers.chat import chatlines, chatmedia
from muniment.intake.readers.chat.chatfacts import Facts
from muniment.intake.readers.chat.chatlines import MARKS, Message
from muniment.intake.readers.chat.chatorder import UNKNOWN, Decided, Order
from muniment.intake.readers.pages import Pages
from muniment.intake.readers.room import Room
from muniment.intake.readers.text import letters
from muniment.intake.readers.text.letters import Letters
from muniment.intake.readers.text.lines import paged
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft

VERSION = "2"
ENGINE = letters.ENGINE
TYPE = "text/x-whatsapp-chat"
_SECRET = ("end-to-end", "ende-zu-ende", "extremo a extremo", "bout en bout", "end-to-end-", "ponta a ponta")


def read(source: Source, scope: Scope) -> Draft:
    """Read a chat that stands alone: the media that it names may lie beside it as items of their own."""
    draft = Draft(TYPE)
    fill(draft, source, scope)
    return draft


def fill(draft: Draft, source: Source, scope: Scope, held: Collection[str] | None = None) -> None:
    """Pages and facts of a chat; `held` are the names of the files that came in one with it."""
    found = Letters(source)
    order = Order()
    for date in chatlines.dates(_lines(found)):
        order.tell(date)
    told = _Told(order.decide())
    pages = Pages(draft, Room(source, scope.limits))
    try:
        for message in chatlines.messages(_lines(found)):
            pages.line(told.line(message))
    except LimitReached:
        pass  # the state says so
    pages.finish()
    found.settle(draft)
    told.facts.settle(draft, held)
    draft.facts["date_order"] = {"order": told.decided.order, "evidence": told.decided.evidence}


def _lines(found: Letters) -> Iterator[str]:
    return (line for text in paged(found) for line in _of_page(text))


def _of_page(text: str) -> Iterable[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]


@dataclass(slots=True)
class _Told:
    """Writes the messages, and keeps what is to be said of them."""

    decided: Decided
    facts: Facts = field(default_factory=Facts)
    _begun: bool = False

    def line(self, message: Message) -> str:
        """A message as a line, and those that go on with it; "" where it is a blank line."""
        if message.goes_on or not message.date.text:
            return message.text
        day = self.decided.day(message.date)
        when = f"{day.isoformat() if day else message.date.text} {message.time}"
        sender = self._sender(message)
        self._note(message, sender, when if day else self._year(message))
        if sender:
            return f"{when}  {sender}: {message.text}"
        said = f"{message.sender}: {message.text}" if message.sender else message.text
        return f"{when}  {said}"

    def _sender(self, message: Message) -> str:
        """Who said it; "" where the system did, which iOS lets speak under the name of the chat."""
        marked = message.text.lstrip(" ")[:1] in MARKS if message.text else False
        if marked and message.sender and not chatmedia.of(message.text).known:
            secret = any(word in message.text.lower() for word in _SECRET)
            if not self._begun and secret:
                self.facts.title = message.sender
            if secret or message.sender == self.facts.title:
                self._begun = True
                return ""
        self._begun = True
        return message.sender

    def _note(self, message: Message, sender: str, when: str) -> None:
        if not sender:
            self.facts.system += 1
            self.facts.when(when)
            return
        self.facts.message(sender, when, message.text)
        said = chatmedia.of(message.text)
        self.facts.refer(*said.files)
        self.facts.omitted += said.omitted
        self.facts.deleted += said.deleted
        self.facts.edited += said.edited

    def _year(self, message: Message) -> str:
        """What is sure of a date whose order is not: its year."""
        figures = message.date.figures
        year = figures[-1] if figures else 0
        if self.decided.order == UNKNOWN and figures[0] > 31:
            year = figures[0]
        year += 2000 if year < 100 else 0
        return str(year) if 1990 <= year < 2100 else ""
