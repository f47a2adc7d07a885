"""A reading: what one reader made of one original. Also the form in which it crosses the jail and lies in `readings/`.

A reading is a function of bytes, hints, reader, version and settings. It knows no item, no name and no place: the same
bytes met twice give the same reading. What a container says of its members (locator, name) stands in its children.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from muniment.model.state import State

Json = Any  # what JSON can hold, no floats in names

NOTHING: Mapping[str, Any] = MappingProxyType({})


Box = tuple[int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Page:
    """The text of one page, sheet or slide; `number` from 1, or None where the format has no pages.

    A last page with number None may hold what belongs to the whole document (outline, properties).
    `parts` names spans of the text that are no body text: (kind, from, to), e.g. ("comment", 120, 160).
    `boxes` say where words stand on a page whose words were recognised: (from, to, left, top, right, bottom), the last four
    in ten-thousandths of the page, the origin at its upper left.
    """

    text: str
    number: int | None = None
    label: str = ""
    parts: tuple[tuple[str, int, int], ...] = ()
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Child:
    """What a container says of one member.

    `locator` finds it again in the container (directory ordinal, MIME path, PDF object). `sha256` and `size` are None
    where its bytes were not had; then `state` and `reason` say why. Where `state` is None its reading says.
    """

    locator: str
    name: str
    raw_name: bytes | None = None  # the name as bytes, where it is not UTF-8
    kind: str = "file"  # file, link, device, fifo
    sha256: str | None = None
    size: int | None = None
    hints: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # e.g. {"charset": "iso-8859-1"}
    state: State | None = None
    reason: str = ""
    flags: tuple[str, ...] = ()
    facts: Mapping[str, Json] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader made of the bytes with this SHA-256."""

    sha256: str
    size: int
    type: str  # media type, found from the bytes
    state: State
    reason: str  # a code of the closed vocabulary of the reader, "" where none is needed
    reader: str  # name, version and engine, e.g. "pdf 1 (pypdfium2 5.15.2)"
    hints: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    settings: Mapping[str, Json] = field(default_factory=lambda: NOTHING)
    flags: tuple[str, ...] = ()
    facts: Mapping[str, Json] = field(default_factory=lambda: NOTHING)
    pages: tuple[Page, ...] = ()
    children: tuple[Child, ...] = ()
    declared: int | None = 0  # members that the container says it has; None where they cannot be counted
    complete: bool = True  # every declared member is among the children
    incomplete: str = ""  # why not

    @property
    def key(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """What a container's child names its reading by: the bytes and the hints."""
        return self.sha256, tuple(sorted(self.hints.items()))


@dataclass(slots=True)
class Draft:
    """What a reader fills in while it reads; the worker adds bytes, hash, hints and settings and makes the reading."""

    type: str
    state: State = State.TEXT_COMPLETE
    reason: str = ""
    reader: str = ""
    flags: list[str] = field(default_factory=list)
    facts: dict[str, Json] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    declared: int | None = 0
    complete: bool = True
    incomplete: str = ""
