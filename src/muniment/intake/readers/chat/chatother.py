"""Facebook Messenger and Instagram: `message_1.json`, one line a message, in the order in which the file has them.

These exports write each byte of UTF-8 as a letter of its own; that is put right. Times are UTC.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from muniment.intake import charset
from muniment.intake.limits import LimitReached
from muniment.intake.readers.chat.chatfacts import Facts
from muniment.intake.readers.pages import Pages
from muniment.intake.readers.room import Room
from muniment.intake.readers.text import jsonspans
from muniment.intake.readers.text.jsontokens import Lines
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Json
from muniment.model.state import State

VERSION = "2"
ENGINE = charset.ENGINE
TYPE = "application/x-messenger-chat"
_SAID = frozenset({"sender_name", "timestamp_ms", "content"})
_SILENT = frozenset({"is_geoblocked_for_viewer", "is_unsent_image_by_messenger_kid_parent", "type"})
_LATEST = 253_402_300_800_000  # the year 10000, in thousandths of a second


def read(source: Source, scope: Scope) -> Draft:
    """Read a chat."""
    draft, data, facts = Draft(TYPE), source.buffer(), Facts()
    pages = Pages(draft, Room(source, scope.limits))
    try:
        for span in jsonspans.values(data):
            inside = bytes(data[span.start : span.end])
            if span.key == b"messages":
                for one in jsonspans.values(data, span.start):
                    pages.line(_message(bytes(data[one.start : one.end]), facts))
                continue
            _top(span.key, _value(inside), facts)
            text = mended(inside.decode("utf-8", "replace"))
            for line in Lines().read([f'{{"{span.key.decode("utf-8", "replace")}": {text}}}']):
                pages.line(mended(line))
        end, whole = jsonspans.extent(data)
        for line in Lines().read([bytes(data[end:]).decode("utf-8", "replace")]):
            pages.line(line)  # no part of it, and kept
    except LimitReached:
        whole = True  # the state says that it was not read to its end
    pages.finish()
    if not whole:
        draft.flags.append("malformed")
        if draft.state is State.TEXT_COMPLETE:
            draft.state, draft.reason = State.TEXT_PARTIAL, "salvaged"
    facts.settle(draft)
    return draft


def mended(text: str) -> str:
    """A text whose letters are the bytes of UTF-8, as the letters that they mean; any other as it stands."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def flat(value: Json) -> str:
    """The words and figures of a value on one line; whatever its nesting, which JSON's own reader has bounded."""
    return " ".join(part for part in _parts(value) if part)


def _parts(value: Json) -> Iterator[str]:
    waiting = [value]
    while waiting:
        now = waiting.pop()
        if isinstance(now, dict):
            waiting += [part for key, part in reversed(now.items()) if key not in _SILENT]
        elif isinstance(now, list):
            waiting += reversed(now)
        elif now is not None and now is not False:
            yield mended(str(now))


def _top(key: bytes, value: Json, facts: Facts) -> None:
    if key == b"title" and isinstance(value, str):
        facts.title = mended(value)
    elif key == b"participants" and isinstance(value, list):
        for one in value[:1000]:
            if isinstance(one, dict) and isinstance(one.get("name"), str):
                facts.others[mended(one["name"])] = None


def _message(data: bytes, facts: Facts) -> str:
    found = _value(data)
    if not isinstance(found, dict):
        return "\n".join(Lines().read([data.decode("utf-8", "replace")]))
    when = _when(found.get("timestamp_ms"))
    sender, text = (mended(str(found.get(key) or "")) for key in ("sender_name", "content"))
    rest = {key: value for key, value in found.items() if key not in _SAID | _SILENT}
    _refer(rest, facts)
    more = flat(rest)
    said = " ".join(part for part in (text, f"[{more}]" if more else "") if part)
    facts.deleted += found.get("is_unsent") is True
    facts.message(sender, when, said)
    return f"{when}  {sender}: {said}"


def _refer(rest: dict[str, Json], facts: Facts) -> None:
    """Note the files that a message names."""
    for value in rest.values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and isinstance(one.get("uri"), str) and "://" not in one["uri"]:
                facts.refer(one["uri"])


def _when(moment: Json) -> str:
    if not isinstance(moment, int) or not 0 < moment < _LATEST:
        return "" if moment is None else str(moment)[:40]
    return datetime.fromtimestamp(moment / 1000, UTC).strftime("%Y-%m-%d %H:%M:%SZ")


def _value(data: bytes) -> Json:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
