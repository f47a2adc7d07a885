"""What a mail's headers say: the lines that a person is shown, and the facts that a search looks at."""

import re
from collections.abc import Iterator

from muniment.intake.readers.mail import maildate
from muniment.intake.readers.mail.mailfields import Head
from muniment.intake.readers.mail.mailletters import Letters
from muniment.intake.readers.mail.mailpeople import people
from muniment.model.reading import Json

_PEOPLE = {b"from": "from", b"sender": "sender", b"to": "to", b"cc": "cc", b"bcc": "bcc", b"reply-to": "reply_to"}
_TEXTS = {b"subject": "subject", b"message-id": "message_id", b"in-reply-to": "in_reply_to"}
_ORDER = (
    *_PEOPLE,
    b"resent-from",
    b"resent-to",
    b"resent-cc",
    b"newsgroups",
    b"date",
    b"resent-date",
    b"subject",
    b"organization",
    b"comments",
    b"keywords",
)
_SHOWN = {name: at for at, name in enumerate(_ORDER)}
_ID = re.compile(r"<[^<>\s]+>")
_LATE, _EARLY = 2, -366  # days by which a mail may be dated after it was carried, or before


class Said:
    """The headers of one mail, each decoded once."""

    def __init__(self, head: Head, letters: Letters) -> None:
        self._head = head
        self._letters = letters
        self.lines = [(name.lower(), letters.text(name), letters.text(value)) for name, value in head.fields]

    def shown(self) -> Iterator[str]:
        """The lines that a person is shown; all of them, where none of the usual ones is there."""
        usual = sorted((_SHOWN[key], at) for at, (key, _, value) in enumerate(self.lines) if value and key in _SHOWN)
        for at in (at for _, at in usual) if usual else range(len(self.lines)):
            yield f"{self.lines[at][1]}: {self.lines[at][2]}"

    def facts(self) -> dict[str, Json]:
        """What a search looks at; what a mail does not say is left out."""
        facts: dict[str, Json] = {}
        for name, fact in _PEOPLE.items():
            if found := [person for value in self._head.every(name) for person in people(value, self._letters)]:
                facts[fact] = found
        for key, _, value in self.lines:
            if value and key in _TEXTS:
                facts.setdefault(_TEXTS[key], value)
        if ids := [mark for key, _, value in self.lines if key == b"references" for mark in _ID.findall(value)]:
            facts["references"] = ids
        if date := date_of(self._head):
            facts["date"] = date
        facts["headers"] = [[name, value] for _, name, value in self.lines]
        return facts


def date_of(head: Head) -> str:
    """The date that the mail bears, in its own offset; "" where it bears none that is one."""
    return next(filter(None, (maildate.iso(_ascii(value)) for value in head.every(b"date"))), "")


def implausible(head: Head) -> bool:
    """Whether the mail's date cannot be, or does not agree with when it was first carried."""
    date = date_of(head)
    if not date:
        return any(head.every(b"date"))
    received = head.every(b"received")
    carried = maildate.iso(_ascii(received[-1].rpartition(b";")[2])) if received else ""
    off = maildate.days_between(carried, date)
    return maildate.implausible(date) or not _EARLY <= off <= _LATE


def _ascii(value: bytes) -> str:
    return value.decode("ascii", "replace")
