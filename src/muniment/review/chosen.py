"""Which items an act of a reader is about: those that were named, or all that a query found, of which the count was shown."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from muniment.errors import AskedWrong, Refused
from muniment.intake import visible
from muniment.names.filename import plain
from muniment.search import find
from muniment.store.ids import number_of
from muniment.store.store import Store
from muniment.store.tables import SEEN


@dataclass(frozen=True, slots=True)
class Chosen:
    """Items by name, or by what a query found; `count` is how many the person was shown."""

    ids: Sequence[str] = ()
    query: str = ""
    found: Sequence[int] = ()
    count: int | None = None

    def numbers(self, store: Store, but: str, values: Sequence[object], *, named_too: bool = False) -> list[int]:
        """Their numbers, ascending; of what a query found, without those that meet the condition `but` on the item `n`.

        `named_too`: without those among the named either. Raises: UnknownItem; AskedWrong, where none is left; Refused,
        where a named one is held or withdrawn, or the count is another by now.
        """
        chosen = self.found if self.query else sorted({number_of(visible.item(store, one).id) for one in self.ids})
        if self.query or named_too:
            sql = (
                f"SELECT n FROM json_each(?) AS each JOIN item ON n=each.value WHERE {SEEN} AND NOT ({but}) ORDER BY n"  # noqa: S608
            )
            chosen = [int(n) for (n,) in store.tables.rows(sql, (json.dumps([*chosen]), *values))]
        if self.count is not None and self.count != len(chosen):
            what = f"{self.count:,} items were shown, and now there are {len(chosen):,}"
            raise Refused(what, self.query, "look again, and give the new count")
        if not chosen:
            raise AskedWrong(
                "there is nothing to say it of", self.query, "it is said of all of them already, or none is found"
            )
        return [*chosen]


def choose(store: Store, ids: Sequence[str] = (), query: str = "", count: int | None = None) -> Chosen:
    """Items by name or by query, as they are now.

    Raises: AskedWrong, for both or neither; BadQuery.
    """
    if bool(ids) == bool(query.strip()):
        raise AskedWrong("items, or a query", query, "name items, or say --query, not both")
    store.catch_up()
    query = plain(query).strip()
    return Chosen(tuple(ids), query, find.every(store, query)[1] if query else (), count)
