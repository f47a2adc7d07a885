"""What people said of items, as a query asks for it: who opened them, what they were judged, how they are coded, settled.

These are facts of the tables that change without the index. So they are looked up when a query is asked, all from one
moment, as ascending numbers of items, eight bytes each; what is held or withdrawn is in no index, and is not found by
them either. What an item is judged is what stands: where people's judgements differ it is unsure, and `judged:differ` too.
"""

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

from muniment.model.review import Field
from muniment.names.filename import plain
from muniment.search.lex import bad
from muniment.search.match import leaves
from muniment.search.source import Rows, Source
from muniment.search.tree import All, ByPeople, Either, Node, Not
from muniment.search.values import ANYBODY, DIFFER, NOBODY
from muniment.store.mentions import folded

NAMED = 30  # people or tags that an error names
_OPENED = "SELECT DISTINCT item FROM opened"
_STANDING = "SELECT item FROM standing"
_CODED = "SELECT DISTINCT item FROM code WHERE gone IS NULL"
_SETTLED = "SELECT DISTINCT item FROM settled"
_ORDER = " ORDER BY item"
_AMONG = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that stands in the tables: its entry, its list and its name."""

    entry: int
    of: str
    name: str

    @property
    def label(self) -> str:
        """What tells it from a tag of the same name in another list."""
        return f"{self.of}/{self.name}"

    @property
    def query(self) -> str:
        """The query that finds what has it."""
        return f'tag:"{self.label}"'


def asked(tree: Node) -> frozenset[str]:
    """The fields of a query that people's words answer; none of most queries."""
    return frozenset(leaf.field for leaf in leaves(tree) if isinstance(leaf, ByPeople))


def resolved(source: Source, tree: Node, query: str) -> Node:
    """The query with the items that its fields mean now; where it asks for several, the caller holds the moment.

    Raises: BadQuery, where nobody and no tag is called so.
    """
    return _Look(source.tables, query).resolved(tree) if asked(tree) else tree


def around(tree: Node) -> Node | None:
    """A query without what people said that finds at least as much; None where that may be everything."""
    match tree:
        case All(parts):
            kept = [found for part in parts if (found := around(part)) is not None]
            return All(tuple(kept)) if kept else None
        case Either(parts):
            each = [found for part in parts if (found := around(part)) is not None]
            return Either(tuple(each)) if len(each) == len(parts) else None
        case _:
            return None if asked(tree) else tree


def tags(tables: Rows) -> list[Tag]:
    """Every tag, by list and name, but for those whose name was erased by law."""
    rows = tables.rows("SELECT entry, list, name FROM tag WHERE list IS NOT NULL AND name IS NOT NULL")
    return sorted((Tag(*row) for row in rows), key=lambda tag: (tag.of, tag.name, tag.entry))


def tagged_as(every: Sequence[Tag], value: str) -> list[Tag]:
    """The tags that a value of `tag:` means: by name in whatever list, or by list and name; capitals make no difference."""
    wanted = _key(value)
    return [tag for tag in every if wanted in (_key(tag.name), _key(tag.label))]


class _Look:
    """Looks up the fields of one query."""

    def __init__(self, tables: Rows, query: str) -> None:
        self._tables = tables
        self._query = query
        self._known: dict[ByPeople, array[int]] = {}

    def resolved(self, node: Node) -> Node:
        match node:
            case All(parts):
                return All(tuple(map(self.resolved, parts)))
            case Either(parts):
                return Either(tuple(map(self.resolved, parts)))
            case Not(part):
                return Not(self.resolved(part))
            case ByPeople(field, value, at) if value.casefold() == NOBODY:
                return Not(self.resolved(ByPeople(field, ANYBODY, at)))
            case ByPeople():
                if node not in self._known:
                    self._known[node] = self._tables.numbers(*self._asked(node))
                return replace(node, numbers=self._known[node])
            case _:
                return node

    def _asked(self, node: ByPeople) -> tuple[str, Sequence[str]]:
        """The SQL that gives the items, with its values."""
        anybody = node.value.casefold() == ANYBODY
        match node.field:
            case "opened" if anybody:
                return _OPENED + _ORDER, ()
            case "opened":
                return f"{_OPENED} WHERE person {_AMONG}{_ORDER}", (json.dumps(self._people(node)),)
            case "judged" if anybody:
                return _STANDING + _ORDER, ()
            case "judged" if node.value == DIFFER:
                return f"{_STANDING} WHERE differ<>0{_ORDER}", ()
            case "judged":
                return f"{_STANDING} WHERE judgement=?{_ORDER}", (node.value,)
            case "tag" if anybody:
                return f"{_CODED} AND field=?{_ORDER}", (Field.TAG.value,)
            case "tag":
                return f"{_CODED} AND field=? AND value {_AMONG}{_ORDER}", (
                    Field.TAG.value,
                    json.dumps(self._tags(node)),
                )
            case "settled":
                return _SETTLED + _ORDER, ()
            case _:
                return f"{_CODED} AND field=? AND value=?{_ORDER}", (node.field, node.value)

    def _people(self, node: ByPeople) -> list[str]:
        people = self._tables.rows("SELECT id, name FROM person WHERE name IS NOT NULL ORDER BY name, id")
        found = [id for id, name in people if _key(name) == _key(node.value)]  # noqa: A001 (the word of the tables)
        if not found:
            names = [name for _, name in people]
            raise bad("nobody in this case is called so", self._query, node.at, _choice("opened", names))
        return found

    def _tags(self, node: ByPeople) -> list[str]:
        every = tags(self._tables)
        found = tagged_as(every, node.value)
        if not found:
            labels = [tag.label for tag in every]
            raise bad("there is no such tag", self._query, node.at, _choice("tag", labels))
        return [str(tag.entry) for tag in found]


def _choice(field: str, names: Sequence[str]) -> str:
    """What there is to write instead."""
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    known = ", ".join(f'{field}:"{name}"' for name in dict.fromkeys(names[:NAMED]))
    return f"write {field}:{ANYBODY}, {field}:{NOBODY}" + (f", or one of: {known}{more}" if known else "")


def _key(name: str) -> str:
    """A name as it is compared: what is the same but for capitals and spaces is the same."""
    return folded(" ".join(plain(name).split()))
