"""What every act of proof is: which of its fields stand open in the entry, and which lie apart, sealed.

Shapes are for ever, as in `act`: each field is one key of the entry, in the order in which it stands; what is personal,
and what a person writes in their own words, is marked `sealed` and lies apart. Days are civil days of the case, YYYY-MM-DD, ""
where none was given. What has a number of its own gets it when it is recorded; `on` holds it, or the number of what the act
is about. Closed lists (kinds of act, elements, routes, ...) are data of the law: `prove/law/`.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, ClassVar

from muniment.model.act import Act, Numbers, Sealed
from muniment.model.deed import Named, Ranges, listed
from muniment.model.reading import Json

_LISTED = ("ids", "list")
SEALED = {"sealed": True}


def sealed() -> Any:
    """A field whose value is personal, or a person's own words."""
    return field(default="", metadata=SEALED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof(Act):
    """An act of proof; `prefix` is that of the number which it is given, "" where it is about what has one."""

    prefix: ClassVar[str] = ""
    on: str = ""

    def fields(self) -> dict[str, Json]:
        """Every field but those that are sealed."""
        return {name: _plain(getattr(self, name)) for name in self.open_names()}

    def sealed(self) -> Sealed:
        """The fields that are sealed, by their names."""
        return [(name, _plain(getattr(self, name))) for name in self.sealed_names()]

    @classmethod
    def open_names(cls) -> tuple[str, ...]:
        """Which of its fields stand open in the entry."""
        return tuple(each.name for each in dataclasses.fields(cls) if not each.metadata and each.name not in _LISTED)

    @classmethod
    def sealed_names(cls) -> tuple[str, ...]:
        """Which of its fields are sealed, in order of place."""
        return tuple(each.name for each in dataclasses.fields(cls) if each.metadata)

    def numbered(self, numbers: Numbers) -> Act:
        """The act with its number given."""
        return replace(self, on=numbers.record(self.prefix)) if self.prefix and not self.on else self


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Proof):
    """An act of proof over some items, in their order."""

    ids: Ranges = ()
    count: int = 0
    list: Named | None = None

    def fields(self) -> dict[str, Json]:
        """Every field but those that are sealed; the items, or the list that holds them."""
        return {name: _plain(getattr(self, name)) for name in self.open_names()} | listed(self.ids, self.list)


def _plain(value: Any) -> Json:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value
