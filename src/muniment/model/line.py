"""A reading as one line of JSON, and back; checked on the way back, because it may come out of the jail."""

import hashlib
import json
import re
from collections.abc import Mapping

from muniment.errors import Broken
from muniment.model.reading import Box, Child, Json, Page, Reading
from muniment.model.state import State

_FOREIGN = re.compile(rb"(?<!\\)(?:\\\\)*\\u(?!00[01])")  # so lone surrogates would come in, which nothing can store
_SURROGATE = re.compile("[\ud800-\udfff]")
_MOST = 1 << 53
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def encode(reading: Reading) -> bytes:
    """One canonical line without its line end. Lone surrogates become U+FFFD: a line is UTF-8."""
    text = _encode(
        {
            "sha256": reading.sha256,
            "bytes": reading.size,
            "type": reading.type,
            "state": reading.state.value,
            "reason": reading.reason,
            "reader": reading.reader,
            "hints": dict(reading.hints),
            "settings": dict(reading.settings),
            "flags": sorted(set(reading.flags)),
            "facts": dict(reading.facts),
            "pages": [_page(page) for page in reading.pages],
            "children": [_child(child) for child in reading.children],
            "declared": reading.declared,
            "complete": reading.complete,
            "incomplete": reading.incomplete,
        }
    )
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text).encode()


def digest(line: bytes) -> str:
    """The hash that names a reading: SHA-256 of its line."""
    return hashlib.sha256(line).hexdigest()


def decode(line: bytes) -> Reading:
    """The reading that a line holds.

    Raises: Broken, where the line is not such a reading.
    """
    try:
        if b"\\u" in line and _FOREIGN.search(line):
            raise ValueError("a character is written as no line of ours writes it")
        said = _decode(line.decode())
        reading = Reading(
            sha256=_hash(said["sha256"]),
            size=_count(said["bytes"]),
            type=_text(said["type"]),
            state=State(said["state"]),
            reason=_text(said["reason"]),
            reader=_text(said["reader"]),
            hints=_texts(said["hints"]),
            settings=_mapping(said["settings"]),
            flags=tuple(map(_text, said["flags"])),
            facts=_mapping(said["facts"]),
            pages=tuple(map(_page_of, said["pages"])),
            children=tuple(map(_child_of, said["children"])),
            declared=None if said["declared"] is None else _count(said["declared"]),
            complete=_truth(said["complete"]),
            incomplete=_text(said["incomplete"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Broken(
            "a line is not a reading", f"{type(error).__name__}: {error}"[:200], "run muniment verify"
        ) from None
    return reading


def _page(page: Page) -> Json:
    said: dict[str, Json] = {"n": page.number, "text": page.text}
    if page.label:
        said["label"] = page.label
    if page.parts:
        said["parts"] = [list(part) for part in page.parts]
    if page.boxes:
        said["boxes"] = [list(box) for box in page.boxes]
    return said


def _page_of(said: Mapping[str, Json]) -> Page:
    text = _text(said["text"])
    length = len(text)
    parts = tuple([_part(part, length) for part in said["parts"]]) if "parts" in said else ()
    number = None if said["n"] is None else _count(said["n"])
    boxes = tuple([_box(box, length) for box in said["boxes"]]) if "boxes" in said else ()
    return Page(text, number, _text(said.get("label", "")), parts, boxes)


def _part(said: Json, length: int) -> tuple[str, int, int]:
    kind, start, end = said
    if not _count(start) <= _count(end) <= length:
        raise ValueError("a part lies outside its page")
    return _text(kind), start, end


def _box(said: Json, length: int) -> Box:
    start, end, left, top, right, bottom = map(_count, said)
    if not start <= end <= length or max(left, top, right, bottom) > 10_000:
        raise ValueError("a box lies outside its page")
    return start, end, left, top, right, bottom


def _child(child: Child) -> Json:
    said: dict[str, Json] = {"locator": child.locator, "name": child.name, "sha256": child.sha256, "bytes": child.size}
    if child.raw_name is not None:
        said["name_bytes"] = child.raw_name.hex()
    if child.kind != "file":
        said["kind"] = child.kind
    if child.state is not None:
        said["state"] = child.state.value
    for key, value in (("reason", child.reason), ("hints", dict(child.hints)), ("facts", dict(child.facts))):
        if value:
            said[key] = value
    if child.flags:
        said["flags"] = sorted(set(child.flags))
    return said


def _child_of(said: Mapping[str, Json]) -> Child:
    sha256 = None if said["sha256"] is None else _hash(said["sha256"])
    state = State(said["state"]) if "state" in said else None
    if sha256 is None and state is None:
        raise ValueError("a child without bytes says no state")
    return Child(
        locator=_text(said["locator"]),
        name=_text(said["name"]),
        raw_name=bytes.fromhex(said["name_bytes"]) if "name_bytes" in said else None,
        kind=_text(said.get("kind", "file")),
        sha256=sha256,
        size=None if said["bytes"] is None else _count(said["bytes"]),
        hints=_texts(said.get("hints", {})),
        state=state,
        reason=_text(said.get("reason", "")),
        flags=tuple(map(_text, said["flags"])) if "flags" in said else (),
        facts=_mapping(said.get("facts", {})),
    )


def _no_number(text: str) -> Json:
    raise ValueError(f"{text} is no number")


_decode = json.JSONDecoder(parse_constant=_no_number).decode


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is no text")
    return value


def _hash(value: Json) -> str:
    text = _text(value)
    if len(text) != 64 or text.strip("0123456789abcdef"):
        raise ValueError("a hash is no SHA-256")
    return text


def _count(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MOST:
        raise TypeError("a count is no count")
    return value


def _truth(value: Json) -> bool:
    if not isinstance(value, bool):
        raise TypeError("a truth value is none")
    return value


def _mapping(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, dict):
        raise TypeError("a mapping is none")
    return value


def _texts(value: Json) -> Mapping[str, str]:
    texts = _mapping(value)
    for text in texts.values():  # a key is always one
        _text(text)
    return texts
