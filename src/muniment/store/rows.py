"""A row of the table of items: its columns, and how it is filled for what a container holds."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from muniment.model.media import UNKNOWN, mismatch
from muniment.model.reading import Reading
from muniment.model.state import Sum
from muniment.store.family import Member

COLUMNS = [
    "n",
    "bundle",
    "parent",
    "top",
    "ordinal",
    "name",
    "raw_name",
    "path",
    "raw_path",
    "kind",
    "locator",
    "place",
    "listed_size",
    "time",
    "sha256",
    "size",
    "hints",
    "facts",
    "type",
    "state",
    "reason",
    "flags",
    "pages",
    "reading",
    "file",
    "block",
    "line",
    "declared",
    "recorded",
    "complete",
    "incomplete",
    "took",
    "read",
    "limits",
    "wall",
    "lost",
    "changed",
]
ITEM = f"INSERT INTO item ({', '.join(COLUMNS)}) VALUES ({', '.join(':' + name for name in COLUMNS)})"  # noqa: S608
REPLACE = ITEM.replace("INSERT", "INSERT OR REPLACE")
_MOST = 1 << 40
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
ROW: dict[str, Any] = dict.fromkeys(COLUMNS) | {
    "locator": "",
    "place": "[]",
    "hints": "{}",
    "facts": "{}",
    "type": UNKNOWN,
    "flags": "[]",
    "declared": 0,
    "recorded": 0,
    "complete": 1,
    "incomplete": "",
    "wall": "",
    "lost": 0,
}


def member_row(member: Member) -> dict[str, Any]:
    """The row of a member, but for its number and family."""
    child, placed = member.child, member.placed
    reading = None if placed is None else placed.reading
    kind = UNKNOWN if reading is None else reading.type
    flags = set(child.flags) | (set() if reading is None else set(reading.flags))
    unseen = child.kind == "file" and member.state.sum is Sum.UNREAD  # nobody has looked inside
    bare = uncounted(member.reason if unseen else "")
    counts = (
        bare
        if reading is None
        else ROW | {"declared": reading.declared, "complete": int(member.complete), "incomplete": member.incomplete}
    )
    return counts | {
        "name": child.name,
        "raw_name": child.raw_name,
        "kind": child.kind,
        "locator": child.locator,
        "place": as_text(member.place),
        "sha256": child.sha256,
        "size": child.size,
        "hints": as_text(child.hints),
        "facts": as_text(child.facts),
        "type": kind,
        "state": member.state.value,
        "reason": member.reason,
        "flags": as_text(flags_of(tuple(flags), kind, child.name if reading else "")),
        "pages": None if reading is None else pages_of(reading),
        "reading": None if placed is None else placed.line,
        "block": None if placed is None else placed.offset,
        "line": None if placed is None else placed.ordinal,
        "recorded": member.recorded,
    }


def uncounted(reason: str) -> dict[str, Any]:
    """A row whose children cannot be counted, for this reason; or one that can have none."""
    return ROW | ({"declared": None, "complete": 0, "incomplete": reason} if reason else {})


def pages_of(reading: Reading) -> int | None:
    """How many pages an item has, None where it has none to count."""
    said = reading.facts.get("pages") or reading.facts.get("frames")
    if isinstance(said, int) and not isinstance(said, bool):
        return min(said, _MOST)
    return sum(page.number is not None for page in reading.pages) or None


def flags_of(flags: Sequence[str], kind: str, name: str) -> list[str]:
    """The flags of an item of this type and name."""
    extra = {"extension-mismatch"} if name and mismatch(kind, name) else set()
    return sorted(set(flags) | extra)


def as_text(value: object) -> str:
    """A value as the tables keep it."""
    if isinstance(value, Mapping):
        return _encode(dict(value)) if value else "{}"
    return "[]" if value == [] else _encode(value)
