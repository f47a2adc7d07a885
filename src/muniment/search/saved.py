"""Searches kept under a name: each is an act, and running one is the same as typing its query now."""

from collections.abc import Sequence
from dataclasses import dataclass
from shlex import quote

from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.model.deed import SearchForgotten, SearchSaved
from muniment.names.filename import plain
from muniment.search import find
from muniment.store.ids import ERASED
from muniment.store.mentions import folded
from muniment.store.store import Store
from muniment.store.view import View

LONGEST = 100  # characters of a name
_SELECT = (
    "SELECT saved.entry, saved.name, query, names, found, act.at, coalesce(person.name, ?), next FROM saved "
    "JOIN act USING (entry) LEFT JOIN person ON person.id=saved.person ORDER BY saved.entry"
)


@dataclass(frozen=True, slots=True)
class Saved:
    """A search that was saved. `name` and `query` are None where they were erased by law."""

    entry: int
    name: str | None
    query: str | None
    names: bool  # people's names in it are expanded
    found: int  # how many items it found when it was saved
    at: int
    by: str
    next: int  # items of this number and above came in later

    @property
    def called(self) -> str:
        """What it is asked for by: its name; its entry's number where the name was erased."""
        return str(self.entry) if self.name is None else self.name


def save(store: Store, name: str, query: str, *, names: bool = False) -> Saved:
    """Keep a query under a name.

    Raises: BadQuery; AskedWrong, where the name will not do; Refused, where one of that name is there.
    """
    name = free(store, name)

    def act() -> Sequence[SearchSaved]:
        return [SearchSaved(free(store, name), query, names, found)]

    found = find.every(store, query, names=names)[0].total
    entry = store.record_now(act)
    return next(each for each in every(store) if each.entry == entry)


def free(store: Store, name: str) -> str:
    """A name as it would be kept, where a search can be saved under it.

    Raises: AskedWrong, where the name will not do; Refused, where one of that name is there, or nothing can be recorded.
    """
    name = _allowed(name)
    store.allow()
    if any(folded(each.called) == folded(name) for each in every(store)):
        what = "a search of that name is saved"
        raise Refused(what, name, f"muniment search --forget {quote(name)} first, or choose another name")
    return name


def every(view: View) -> list[Saved]:
    """All that are saved, in the order of their entries."""
    rows = view.tables.rows(_SELECT, (ERASED,))
    return [
        Saved(entry, name, query, bool(names), found, at, by, following)
        for entry, name, query, names, found, at, by, following in rows
    ]


def named(view: View, name: str) -> Saved:
    """The one of this name, in capitals or not; by the number of its entry where its name was erased.

    Raises: UnknownItem.
    """
    wanted = folded(" ".join(plain(name).split()))
    found = next((each for each in every(view) if folded(each.called) == wanted), None)
    if found is None:
        raise UnknownItem("no search of that name is saved", name, "muniment search --list-saved")
    return found


def asked(saved: Saved) -> str:
    """Its query.

    Raises: Refused, where that was erased.
    """
    if saved.query is None:
        what = "the query of this saved search was erased"
        raise Refused(what, saved.called, f"muniment search --forget {quote(saved.called)}")
    return saved.query


def since(store: Store, saved: Saved) -> tuple[int, int]:
    """How many items it finds now, and how many of them came in after it was saved."""
    numbers = find.every(store, asked(saved), names=saved.names)[1]
    return len(numbers), sum(number >= saved.next for number in numbers)


def forget(store: Store, name: str) -> tuple[Saved, int]:
    """Offer it no longer; that it was saved stays in the ledger. Returns what it was, and the entry that says so.

    Raises: UnknownItem.
    """
    found: list[Saved] = []

    def act() -> Sequence[SearchForgotten]:
        found[:] = [named(store, name)]
        return [SearchForgotten(found[0].entry)]

    entry = store.record_now(act)
    return found[0], entry


def _allowed(name: str) -> str:
    name = " ".join(plain(name).split())
    if not name or len(name) > LONGEST or name.isdecimal() or name.startswith("-"):
        raise AskedWrong(
            "a saved search cannot be called so",
            name[:LONGEST],
            f"a name has a letter, at most {LONGEST} characters, and begins with no -",
        )
    return name
