"""What a mail says of itself and of those before it: the ids in its headers, and Outlook's index of a conversation."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from muniment.model.reading import Json
from muniment.search.normalise import tokens

MOST = 1_000  # mails that one mail refers to; the first and the last of more
_ID = re.compile(r"<([^<>\s]{1,1000})>")
_BARE = re.compile(r"[^<>\s]{1,1000}")
_ROOT, _STEP = 22, 5  # bytes of the index of a conversation's first mail, and of each answer
_AGAIN = re.compile(r"(?:\s*(?:re|fwd?|aw|wg|antw|sv|vs|odp|tr|rv|ynt)\s*(?:\[\d+\])?\s*:)+", re.IGNORECASE)
_FACTS = ("message_id", "in_reply_to", "references", "subject")


@dataclass(frozen=True, slots=True)
class Message:
    """The ids of a mail: its own, those that it answers, those that it refers to (the oldest first)."""

    id: str = ""
    answers: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()
    cut: int = 0  # ids that it refers to beyond these
    index: str = ""  # Outlook's, in hexadecimal
    topic: str = ""  # the subject's words without "Re:"

    def keys(self) -> Iterator[int]:
        """What others that belong to the same thread have too, but for its own id."""
        yield from map(key, {*self.answers, *self.refers})
        if self.index:
            yield key(self.index[: 2 * _ROOT])

    def before(self) -> list[str]:
        """The indexes of the mails before it in the conversation, the last first."""
        return [self.index[:end] for end in range(len(self.index) - 2 * _STEP, 2 * _ROOT - 1, -2 * _STEP)]

    def said(self) -> list[Json]:
        """As JSON."""
        return [self.id, self.answers, self.refers, self.cut, self.index, self.topic]

    @classmethod
    def of_said(cls, said: list[Json]) -> "Message":
        """From JSON."""
        own, answers, refers, cut, index, topic = said
        return cls(own, tuple(answers), tuple(refers), cut, index, topic)


def key(text: str) -> int:
    """A number for an id, or for a topic."""
    found = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(found, signed=True)


def of(facts: Mapping[str, Json]) -> Message | None:
    """What the facts of an item say; None where it is no mail that can belong to a thread."""
    own = _ids(facts.get("message_id"))[:1]
    answers = _ids(facts.get("in_reply_to"))[:MOST]
    refers = list(dict.fromkeys(one for each in _list(facts.get("references")) for one in _ids(each)))
    index = _index(facts)
    if not (own or answers or refers or index):
        return None
    kept = refers if len(refers) <= MOST else [refers[0], *refers[1 - MOST :]]
    return Message(
        own[0] if own else "", tuple(answers), tuple(kept), len(refers) - len(kept), index, topic(facts.get("subject"))
    )


def topic(subject: Json) -> str:
    """The words of a subject, without what says that it answers or passes on."""
    if not isinstance(subject, str):
        return ""
    begun = _AGAIN.match(subject)
    return " ".join(tokens(subject[begun.end() if begun else 0 :]))[:500]


def answered(subject: Json) -> bool:
    """Whether a subject says that it answers or passes on."""
    return isinstance(subject, str) and _AGAIN.match(subject) is not None


def _list(value: Json) -> list[Json]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _ids(value: Json) -> list[str]:
    """The ids in a header; one that is written without its brackets is one too, where it stands alone."""
    if not isinstance(value, str):
        return []
    found = _ID.findall(value)
    text = value.strip()
    if not found and "@" in text and _BARE.fullmatch(text):
        found = [text]
    return list(dict.fromkeys(found))


def _index(facts: Mapping[str, Json]) -> str:
    """Outlook's index: of the header where there is one, else of the message's own properties."""
    for header in facts.get("headers") or ():
        if isinstance(header, list) and len(header) == 2 and str(header[0]).lower() == "thread-index":
            return _whole(header[1])
    return _whole(facts.get("thread_index") or "")


def _whole(text: Json) -> str:
    """An index in hexadecimal, cut at the most answers that are followed; "" where it is of no known form."""
    try:
        found = base64.b64decode("".join(str(text).split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    whole = len(found) >= _ROOT and (len(found) - _ROOT) % _STEP == 0
    return found[: _ROOT + _STEP * MOST].hex() if whole else ""
