"""Entries: what is handed in to be one, what one is, and what every line of one must have."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from muniment.ledger.sealed import Place

LONGEST = 65_535  # bytes of an entry; C2SP tlog-tiles writes lengths in 16 bits

Fields = dict[str, Any]
Value = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be: open fields, sealed values by name in the order of their places, and places that it erases."""

    fields: Fields
    sealed: Sequence[Value] = ()
    erases: Sequence[Place] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; a sealed value that was erased is None."""

    seq: int
    at: int  # microseconds since 1970 in UTC
    fields: Fields
    sealed: tuple[Value | None, ...] = ()


def read(line: bytes) -> Fields:
    """The fields of an entry's line.

    Raises: ValueError, where it has not what every entry has.
    """
    try:
        fields = json.loads(line.decode())
    except RecursionError:
        raise ValueError("is nested too deep") from None
    return check(fields)


def check(fields: Any) -> Fields:
    """Hold fields against what every entry has; whoever holds the key can write a head over anything.

    Raises: ValueError, which says what is wrong as the end of a sentence.
    """
    if not isinstance(fields, dict):
        raise ValueError("is no object")  # noqa: TRY004  # about data, not about a caller
    for name in ("seq", "at"):
        if type(fields.get(name)) is not int or fields[name] < 0:
            raise ValueError(f"says {name} {fields.get(name)!r}")
    seal = fields.get("seal")
    if "seal" in fields and not (isinstance(seal, list) and all(map(_is_text, seal))):
        raise ValueError("has commitments of another form")
    places = fields.get("erased")
    if "erased" in fields and not (isinstance(places, list) and all(map(_is_place, places))):
        raise ValueError("erases places of another form")
    if "blocks" in fields and not _are_blocks(fields["blocks"], places or []):
        raise ValueError("erases lines of another form")
    return fields


def _is_text(found: object) -> bool:
    return isinstance(found, str)


def erased(fields: Fields) -> list[Place]:
    """The places that an entry says are erased."""
    return [(seq, place) for seq, place in fields.get("erased", ())]


def blocks(fields: Fields) -> list[tuple[Place, int]]:
    """How long the lines of what an entry erases are, in blocks; none of an entry that does not say it, as old ones do not."""
    return list(zip(erased(fields), fields.get("blocks", ()), strict=False))


def _are_blocks(found: object, places: list[Any]) -> bool:
    if not isinstance(found, list) or len(found) != len(places):
        return False
    return all(type(each) is int and each > 0 for each in found)


def _is_place(found: object) -> bool:
    return isinstance(found, list) and len(found) == 2 and all(type(each) is int and each >= 0 for each in found)
