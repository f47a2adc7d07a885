"""An item: anything that is accounted for on its own, as the tables show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from muniment.model.reading import NOTHING, Json
from muniment.model.state import State


@dataclass(frozen=True, slots=True)
class Said:
    """What a person wrote of an item in their own words; `kind` is one of `deed.Words`, or note."""

    entry: int
    kind: str
    language: str
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the account.

    `path` is relative to the folder taken in, with "/"; a member's is its container's path, "/", its name.
    `parent` is the containing item, None for what lay in the folder. `top` is the top-level item of its family.
    `changed` is the last entry that touched this row; `wall` names who may not see it ("" for none).
    """

    id: str
    bundle: str
    parent: str | None
    top: str
    name: str
    raw_name: bytes | None
    path: str
    locator: str
    sha256: str | None
    size: int | None
    type: str
    state: State
    reason: str
    flags: tuple[str, ...]
    reading: str | None
    declared: int | None
    recorded: int
    complete: bool
    incomplete: str
    changed: int
    hints: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    facts: Mapping[str, Json] = field(default_factory=lambda: NOTHING)  # what the container says of it
    wall: str = ""
    aside: str = ""  # its bundle is held or withdrawn: nothing of it is found or shown
    said: tuple[Said, ...] = ()
    opened: bool = False  # somebody had it before them
    settled: bool = False  # somebody said what it is
    lost: bool = False  # a later reading of its container did not find it again
