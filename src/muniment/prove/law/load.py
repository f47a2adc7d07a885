"""Strict YAML into frozen dataclasses: whatever a table does not say exactly is an error that names file, entry and field.

A table is a mapping of sections. A section is a list of entries with an `id`, each read into a dataclass by the types of its
fields: str, int, bool, date, a StrEnum, another dataclass, X | None, tuple[X, ...] (a list), dict[str, X] (a mapping). A field
with a default may be left out; a key that is no field may not stand there.
"""

import dataclasses
import re
import types
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml

from muniment.errors import BadLaw, NoSource

FOLDER = Path(__file__).parent

_ASK = "put this entry of the table right"


class Status(StrEnum):
    """How far a fact was verified; what is not V is shown as "not verified"."""

    V = "V"  # the statute, an official page or a report was read
    P = "P"  # read in part
    M = "M"  # from memory
    I = "I"  # inferred from what was read  # noqa: E741 # the letter that the tables use

    @property
    def verified(self) -> bool:
        """Whether the text itself was read."""
        return self is Status.V

    @property
    def words(self) -> str:
        """What a page says of it."""
        return _WORDS[self]


_WORDS = {
    Status.V: "verified",
    Status.P: "not verified: read in part",
    Status.M: "not verified: from memory",
    Status.I: "not verified: inferred",
}
_ORDER = (Status.V, Status.P, Status.I, Status.M)


def weakest(statuses: Iterable[Status]) -> Status:
    """The least verified of some; V of none."""
    return max(statuses, key=_ORDER.index, default=Status.V)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the tables something stands: file, entry, field."""

    file: str
    entry: str = ""
    field: str = ""

    def __str__(self) -> str:
        return ": ".join(each for each in (self.file, self.entry, self.field) if each)

    def at(self, field: str) -> "Spot":
        """A field of this entry, or a part of this field."""
        return Spot(self.file, self.entry, f"{self.field}.{field}" if self.field else field)

    def wrong(self, what: str) -> BadLaw:
        """The error that names this spot."""
        return BadLaw(what, str(self), _ASK)


class Entry(Protocol):
    """What stands in a section of a table."""

    @property
    def id(self) -> str:
        """Its name."""


@dataclass(frozen=True, slots=True)
class Named:
    """One word of a closed list, and what a page calls it."""

    id: str
    title: str


T = TypeVar("T")
E = TypeVar("E", bound=Entry)


if TYPE_CHECKING or not yaml.__with_libyaml__:
    from yaml import SafeLoader as _Base
else:
    from yaml import CSafeLoader as _Base  # the same in C


class _Loader(_Base):
    """PyYAML's safe loader, but a key that stands twice is an error, and only `true` and `false` are no words: `no` is one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """As its own, with keys that are plain and stand once."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str | int) or key in seen:
                twice = f"the key {key!r} stands twice" if isinstance(key, str | int) else "a key is no word"
                raise yaml.constructor.ConstructorError(None, None, twice, key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


_BOOL = "tag:yaml.org,2002:bool"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag != _BOOL]
    for first, known in _Base.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile("^(?:true|false)$"), list("tf"))


def document(path: Path, sections: Collection[str]) -> dict[str, Any]:
    """A table's sections, all of them and no other.

    Raises: NoSource, where there is no such file; BadLaw, where it is no YAML, or a section is missing or unknown.
    """
    try:
        raw = yaml.load(path.read_bytes(), _Loader)  # noqa: S506 # it is the safe loader
    except FileNotFoundError:
        raise NoSource("there is no such table of law", str(path), "install Muniment anew") from None
    except (yaml.YAMLError, UnicodeDecodeError) as bad:
        mark = getattr(bad, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        raise Spot(path.name, where).wrong(f"this is no table: {getattr(bad, 'problem', None) or bad}") from None
    spot = Spot(path.name)
    if not isinstance(raw, dict):
        raise spot.wrong("a table is a mapping of sections")
    _keys(raw, set(sections), set(sections), spot)
    return raw


def entries(kind: type[E], raw: Any, spot: Spot) -> dict[str, E]:
    """A section's entries by id. `spot` names the file, and the section as its field.

    Raises: BadLaw, also where an id stands twice.
    """
    if not isinstance(raw, list):
        raise spot.wrong("a section is a list of entries")
    found: dict[str, E] = {}
    for place, each in enumerate(raw, 1):
        name = each.get("id") if isinstance(each, dict) else None
        entry = build(kind, each, Spot(spot.file, str(name or f"{spot.field} entry {place}")))
        if entry.id in found:
            raise Spot(spot.file, entry.id, "id").wrong("this id stands twice")
        found[entry.id] = entry
    return found


def table(kind: type[T], path: Path) -> T:
    """A whole table as the dataclass that has a section in each of its fields: dict[str, X], X by id.

    Raises: as `document` and `entries`.
    """
    hints = _hints(kind)  # type: ignore[arg-type] # T is one
    raw = document(path, hints)
    return kind(
        **{name: entries(get_args(hint)[1], raw[name], Spot(path.name, field=name)) for name, hint in hints.items()}
    )


def build(kind: type[T], raw: Any, spot: Spot) -> T:
    """One dataclass from what was read."""
    if not isinstance(raw, dict):
        raise spot.wrong("this is no mapping of fields")
    hints, fields = _hints(kind), {each.name: each for each in dataclasses.fields(kind)}  # type: ignore[arg-type] # T is one
    needed = {name for name, each in fields.items() if _needed(each)}
    _keys(raw, set(fields), needed, spot)
    return kind(**{name: _value(hints[name], value, spot.at(name)) for name, value in raw.items()})


def refer(names: Iterable[str], known: Collection[str], spot: Spot, what: str) -> None:
    """Refuse a name that nothing has; `what` says of what it is the name."""
    for name in names:
        if name not in known:
            raise spot.wrong(f"there is no {what} {name!r}")


def refer_each(found: Mapping[str, Entry], field: str, known: Collection[str], file: str, what: str) -> None:
    """The same of the names in one field of each entry of a section."""
    for each in found.values():
        refer(getattr(each, field), known, Spot(file, each.id, field), what)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _needed(field: "dataclasses.Field[Any]") -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _keys(raw: dict[Any, Any], known: set[str], needed: set[str], spot: Spot) -> None:
    for key in raw:
        if key not in known:
            raise spot.at(str(key)).wrong("a table has no such field")
    for key in sorted(needed - set(raw)):
        raise spot.at(key).wrong("this field is missing")


def _value(hint: Any, raw: Any, spot: Spot) -> Any:
    """What was read, as the type that the field has."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        inner = [each for each in args if each is not types.NoneType]
        return None if raw is None and len(inner) < len(args) else _value(inner[0], raw, spot)
    if origin is tuple:
        if not isinstance(raw, list):
            raise spot.wrong("this must be a list")
        return tuple(_value(args[0], each, spot.at(str(place))) for place, each in enumerate(raw, 1))
    if origin in {dict, Mapping}:
        if not isinstance(raw, dict):
            raise spot.wrong("this must be a mapping")
        return {key: _value(args[1], each, spot.at(str(key))) for key, each in raw.items()}
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return build(hint, raw, spot)
    if issubclass(hint, StrEnum):
        if raw not in tuple(hint):
            raise spot.wrong(f"this must be one of: {', '.join(hint)}; not {raw!r}")
        return hint(raw)
    return _plain(hint, raw, spot)


_NAMES = {str: "text", int: "a whole number", bool: "true or false", date: "a day, as 2014-05-22"}


def _plain(hint: type, raw: Any, spot: Spot) -> Any:
    """Text, a number, yes or no, a day: as it stands or not at all. True is no number, and a moment is no day."""
    if type(raw) is not hint or isinstance(raw, datetime) or (hint is str and not str(raw).strip()):
        raise spot.wrong(f"this must be {_NAMES[hint]}, not {raw!r}")
    return raw
