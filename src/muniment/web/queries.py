"""Queries under short handles: what was asked names people, so it never stands in an address."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from muniment.web.asked import Asked

MOST = 4_000  # queries that a session holds; the one asked for longest ago makes room
_NAME = "search"  # where a session keeps them


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, what it was narrowed by, and whether people's names in it are looked for as others write them."""

    typed: str
    narrowed: tuple[tuple[str, str], ...] = ()  # (what is asked too, what a person calls that)
    names: bool = False

    @property
    def text(self) -> str:
        """The whole query, as it would be typed."""
        if not self.narrowed:
            return self.typed
        return " ".join([f"({self.typed})", *(term for term, _ in self.narrowed)])

    def with_(self, term: str, says: str) -> "Query":
        """Narrowed further."""
        return Query(self.typed, (*self.narrowed, (term, says)), self.names)

    def without(self, place: int) -> "Query":
        """Without one of the narrowings."""
        return Query(self.typed, self.narrowed[:place] + self.narrowed[place + 1 :], self.names)


@dataclass(slots=True)
class Kept:
    """What a session asked, by handle, the newest use last; and what pages worked out for a handle."""

    by_handle: dict[str, Query] = field(default_factory=dict)
    handles: dict[Query, str] = field(default_factory=dict)
    beside: dict[str, Any] = field(default_factory=dict)

    def keep(self, query: Query) -> str:
        """The handle of a query: the same as long as the session holds it."""
        handle = self.handles.pop(query, None) or secrets.token_urlsafe(6)
        self.by_handle.pop(handle, None)
        self.by_handle[handle], self.handles[query] = query, handle
        while len(self.by_handle) > MOST:
            oldest = next(iter(self.by_handle))
            del self.handles[self.by_handle.pop(oldest)]
            self.beside.pop(oldest, None)
        return handle


def kept(asked: Asked) -> Kept:
    """What this session asked."""
    assert asked.session is not None
    found = asked.session.kept.setdefault(_NAME, Kept())
    assert isinstance(found, Kept)
    return found


def keep(asked: Asked, query: Query) -> str:
    """Keep a query for this session; its handle may stand in an address."""
    return kept(asked).keep(query)


def of(asked: Asked, handle: str) -> Query | None:
    """The query of a handle; None where this session has none, for example since the server began again."""
    return kept(asked).by_handle.get(handle)
