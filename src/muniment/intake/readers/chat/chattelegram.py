"""Telegram: `result.json` of one chat as its messages, one a line; of a whole account each chat is a member.

What stands beside the messages (contacts, sessions) is text as JSON reads. Times are those of the device that exported.
"""

import json
from collections.abc import Collection, Iterator

from muniment.intake import charset
from muniment.intake.limits import LimitReached
from muniment.intake.readers.chat import chatother
from muniment.intake.readers.chat.chatfacts import Facts
from muniment.intake.readers.pages import Pages
from muniment.intake.readers.room import Room
from muniment.intake.readers.rows import Rows
from muniment.intake.readers.text import jsonspans
from muniment.intake.readers.text.jsonspans import Span
from muniment.intake.readers.text.jsontokens import Lines
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Json
from muniment.model.state import State

VERSION = "2"
ENGINE = charset.ENGINE
TYPE = "application/x-telegram-chat"
_LISTS = frozenset({b"chats", b"left_chats"})
_FILES = ("file", "photo", "thumbnail", "contact_vcard")
_ABOUT = {  # what a message carries beside its words, and how it is said
    "forwarded_from": "forwarded from",
    "via_bot": "by bot",
    "actor": "",
    "action": "",
    "title": "",
    "members": "",
    "performer": "",
    "sticker_emoji": "sticker",
    "place_name": "place",
    "address": "",
    "contact_information": "contact",
    "location_information": "place",
    "poll": "poll",
    "edited": "edited",
}


def read(source: Source, scope: Scope) -> Draft:
    """Read an export; the media that it names may lie beside it as items of their own."""
    draft = Draft(TYPE)
    fill(draft, source, scope)
    return draft


def fill(draft: Draft, source: Source, scope: Scope, held: Collection[str] | None = None) -> None:
    """Pages and facts of an export; `held` are the names of the files that came in one with it."""
    told = _Told(draft, source, scope)
    told.top()
    told.finish(held)


class _Told:
    """One export as it is told."""

    def __init__(self, draft: Draft, source: Source, scope: Scope) -> None:
        self._draft = draft
        self._data = source.buffer()
        self._pages = Pages(draft, Room(source, scope.limits))
        self._rows = Rows(draft, scope)
        self._facts = Facts()
        self._full = False
        self._whole = True
        self._chats = False

    def top(self) -> None:
        """Everything, in its order."""
        for span in jsonspans.values(self._data):
            if span.key == b"messages":
                for one in jsonspans.values(self._data, span.start):
                    self._line(self._message(one))
            elif span.key in _LISTS:
                self._chats = True
                self._list(span)
            else:
                if span.key == b"name" and isinstance(name := _value(self._cut(span)), str):
                    self._facts.title = name
                self._plain(span)
        end, self._whole = jsonspans.extent(self._data)
        for line in Lines().read([_text(bytes(self._data[end:]))]):
            self._line(line)  # no part of it, and kept

    def finish(self, held: Collection[str] | None) -> None:
        """Settle the state, and say what is to be said of the whole."""
        draft = self._draft
        self._pages.finish()
        if self._chats and draft.state is State.NONE_BLANK:
            draft.state, draft.reason = State.NONE_CONTAINER, ""
        if not self._whole:
            draft.flags.append("malformed")
            if draft.state in {State.TEXT_COMPLETE, State.NONE_CONTAINER}:
                draft.state, draft.reason = State.TEXT_PARTIAL, "salvaged"
        if self._chats:
            draft.facts["chats"] = len(draft.children)
        else:
            self._facts.settle(draft, held)

    def _list(self, span: Span) -> None:
        """The chats of an account; each is a member with bytes of its own."""
        for part in jsonspans.values(self._data, span.start):
            if part.key != b"list":
                self._plain(part)
                continue
            for number, chat in enumerate(jsonspans.values(self._data, part.start), start=1):
                locator = f"{span.key.decode('ascii')}/{number:06d}"
                name = next(
                    (found for one in jsonspans.values(self._data, chat.start) if one.key == b"name"
                     and isinstance(found := _value(self._cut(one)), str)), ""
                )  # fmt: skip
                row = Child(locator, f"{name or f'chat {number}'}.json", size=chat.end - chat.start)
                self._rows.member(row, self._cut(chat))

    def _plain(self, span: Span) -> None:
        """What is no message: as JSON reads."""
        text = _text(self._cut(span))
        for line in Lines().read([f"{{{json.dumps(_text(span.key))}: {text}}}" if span.key else text]):
            self._line(line)

    def _message(self, span: Span) -> str:
        found = _value(self._cut(span))
        if not isinstance(found, dict):
            return "\n".join(Lines().read([_text(self._cut(span))]))
        when = str(found.get("date") or "").replace("T", " ")
        text = "".join(_words(found.get("text")))
        about = ", ".join(_about(found))
        files = [str(found[key]) for key in _FILES if isinstance(found.get(key), str)]
        self._refer(files)
        said = " ".join(
            part for part in (text, f"[{about}]" if about else "", *(f"<{name}>" for name in files)) if part
        )
        sender = found.get("from")
        if found.get("type") == "service" or not isinstance(sender, str):
            self._facts.system += 1
            self._facts.when(when)
            return f"{when}  {said}"
        self._facts.edited += "edited" in found
        self._facts.message(sender, when, said)
        return f"{when}  {sender}: {said}"

    def _refer(self, files: list[str]) -> None:
        for name in files:
            if name.startswith("(File not included"):
                self._facts.omitted += 1
            else:
                self._facts.refer(name)

    def _cut(self, span: Span) -> bytes:
        return bytes(self._data[span.start : span.end])

    def _line(self, text: str) -> None:
        if self._full:
            return
        try:
            self._pages.line(text)
        except LimitReached:
            self._full = True  # the state says so; members are still listed


def _value(data: bytes) -> Json:
    """What JSON says; None where it is broken."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _words(text: Json) -> Iterator[str]:
    """The words of a message; those that are marked (links, names, spoilers) stand in between."""
    for part in text if isinstance(text, list) else [text]:
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            yield str(part.get("text", ""))
            if isinstance(link := part.get("href"), str):
                yield f" ({link})"


def _about(message: dict[str, Json]) -> Iterator[str]:
    for key, word in _ABOUT.items():
        if value := message.get(key):
            yield f"{word} {chatother.flat(value)}".strip()
