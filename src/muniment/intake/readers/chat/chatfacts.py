"""What there is to say of a chat: who takes part, from when to when, and the media that it speaks of and does not hold."""

import re
from collections.abc import Collection

from muniment.model.reading import Draft

_LINK = re.compile(r"https?://[^\s<>\"]{3,2000}")
_WHEN = re.compile(r"\d{4}(?:-\d\d-\d\d|\Z)")
_NAMED = 1000  # of each kind that a fact lists


class Facts:
    """Is told the messages of one chat, and fills in the facts of its draft."""

    def __init__(self) -> None:
        self.messages = self.system = self.deleted = self.edited = self.omitted = 0
        self.senders: dict[str, int] = {}
        self.others: dict[str, None] = {}  # who takes part and may have said nothing
        self.media: dict[str, None] = {}
        self.title = ""
        self._links: dict[str, None] = {}
        self._first = self._last = ""

    def message(self, sender: str, when: str, text: str) -> None:
        """Note a message, and when it was sent."""
        self.messages += 1
        self.when(when)
        if sender and (sender in self.senders or len(self.senders) < _NAMED):
            self.senders[sender] = self.senders.get(sender, 0) + 1
        if "://" in text:
            for found in _LINK.findall(text):
                if len(self._links) < _NAMED:
                    self._links[found.rstrip(".,;:!?)'")] = None

    def when(self, moment: str) -> None:
        """Note when something happened: a moment that begins with a day, or a year."""
        if _WHEN.match(moment):
            self._first = min(self._first or moment, moment)
            self._last = max(self._last, moment)

    def refer(self, *names: str) -> None:
        """Note files that a message names."""
        for name in names:
            if name and len(self.media) < 100 * _NAMED:
                self.media[name] = None

    def settle(self, draft: Draft, held: Collection[str] | None = None) -> None:
        """Facts of the draft; `held` are the names of files that came with the chat, None where that is not known here."""
        facts = draft.facts
        people = [*dict.fromkeys([*self.senders, *self.others])]
        apart = [name for name in self.media if not held or name not in held]
        said = {
            "title": self.title,
            "from": list(self.senders),
            "to": people,
            "date": self._date(),
            "first_message": self._first,
            "last_message": self._last,
            "media_elsewhere" if held is None else "media_missing": apart[:_NAMED],
            "links": list(self._links),
        }
        facts |= {key: value for key, value in said.items() if value}
        counts = {
            "system_lines": self.system,
            "deleted_messages": self.deleted,
            "edited_messages": self.edited,
            "media_named": len(self.media),
            "media_not_held": len(apart),
            "media_omitted": self.omitted,
        }
        facts |= {"messages": self.messages} | {key: count for key, count in counts.items() if count}

    def _date(self) -> str:
        """The day, month or year in which all of it was said; of a longer one the day of its last message."""
        first, last = self._first[:10], self._last[:10]
        return next((last[:size] for size in (10, 7, 4) if first[:size] == last[:size]), last)
