"""What Macs keep beside the bytes of a computer file: type, creator, flags, and a fork of resources."""

import codecs
from dataclasses import replace

from muniment.model.reading import Child, Json
from muniment.model.state import State

_BLANK = b"This resource fork intentionally left blank"
_MOST = 200

codecs.lookup("mac_roman")  # the jail opens no module later


def facts(name: str, kind: bytes, creator: bytes) -> dict[str, Json]:
    """A name, and the four letters each of a type and a creator."""
    said = {"name": name, "mac_type": _four(kind), "mac_creator": _four(creator)}
    return {key: value for key, value in said.items() if value}


def _four(letters: bytes) -> str:
    shown = letters.decode("mac_roman").strip("\0 ")
    return shown if shown.isprintable() else ""


def settled(row: Child, head: bytes) -> Child:
    """The row of a fork of resources: one that says itself that it is blank is data, of any other the types are named."""
    if _BLANK in head:
        return replace(row, state=State.NONE_BY_NATURE, reason="data")
    kinds = resources(head)
    return replace(row, facts={**row.facts, "resource_types": kinds}) if kinds else row


def resources(fork: bytes) -> list[str]:
    """The types of the resources in a fork, where its map is within these bytes."""
    start = int.from_bytes(fork[4:8], "big")
    if len(fork) < 16 or not 16 <= start < len(fork) - 30:
        return []
    at = start + int.from_bytes(fork[start + 24 : start + 26], "big")
    count = int.from_bytes(fork[at : at + 2], "big") + 1 & 0xFFFF
    found = [_four(fork[at + 2 + 8 * number :][:4]) for number in range(min(count, _MOST))]
    return [kind for kind in dict.fromkeys(found) if kind]
