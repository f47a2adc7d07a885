"""Apple's mails (.emlx): the number of bytes, the mail, and a list of what its owner did with it. Read as the mail that it is."""

import re
from html import unescape

from muniment.intake.mailtype import EMLX
from muniment.intake.readers.archives.archivenames import moment
from muniment.intake.readers.mail import mail
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Json
from muniment.model.state import State

VERSION = "1"
ENGINE = mail.ENGINE

_COUNT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(\d{1,10})[ \t]*\r?\n")
_PAIR = re.compile(rb"<key>([^<]{1,100})</key>\s*<(integer|string|real|date)>([^<]{0,2000})</")
_LONGEST = 1 << 20  # bytes of the list
_ELSEWHERE = re.compile(rb"^X-Apple-Content-Length:", re.MULTILINE | re.IGNORECASE)
_FLAGS = {0: "read", 1: "deleted", 2: "answered", 4: "flagged", 6: "draft", 8: "forwarded", 9: "redirected"}
_TIMES = {"date-received": "received", "date-sent": "sent", "date-last-viewed": "last_viewed"}
_TEXTS = {"remote-id": "remote_id", "conversation-id": "conversation", "original-mailbox": "mailbox"}


def read(source: Source, scope: Scope) -> Draft:
    """Read the mail, and what its owner did with it.

    Raises: Unreadable.
    """
    data = source.buffer()
    count = _COUNT.match(data)
    start = count.end() if count else 0
    end = min(start + int(count[1]), source.size) if count else source.size
    draft = mail.read(Source(bytes(data[start:end]), source.hints), scope)
    draft.type = EMLX
    draft.facts.update(_facts(source.head(_LONGEST, end)))
    if count and start + int(count[1]) > source.size:
        draft.flags = sorted({*draft.flags, "end-missing"})
        draft.state, draft.reason = State.TEXT_PARTIAL, "truncated"
    elif missing := sum(1 for _ in _ELSEWHERE.finditer(data, start, end)):  # a mail kept without its attachments
        draft.facts["attachments_elsewhere"] = missing
        if draft.state is not State.UNREAD_ENCRYPTED:
            draft.state, draft.reason = State.TEXT_PARTIAL, "part-failed"
    return draft


def _facts(listed: bytes) -> dict[str, Json]:
    facts: dict[str, Json] = {}
    for key, kind, value in _PAIR.findall(listed):
        name, said = key.decode("utf-8", "replace"), unescape(value.decode("utf-8", "replace")).strip()
        if name == "flags" and said.isascii() and said.isdigit() and len(said) < 20:
            number = int(said)
            facts["marks"] = [word for bit, word in _FLAGS.items() if number >> bit & 1]
        elif name in _TIMES and kind in {b"integer", b"real"} and said[:12].replace(".", "").isdigit():
            facts[_TIMES[name]] = moment(float(said[:12]))
        elif name in _TEXTS and said:
            facts[_TEXTS[name]] = said
    return facts
