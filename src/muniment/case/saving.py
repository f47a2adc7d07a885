"""Searches kept under a name."""

from datetime import UTC, datetime

from muniment.case.base import Base, Json
from muniment.names.filename import plain
from muniment.search import saved
from muniment.search.recordtext import moment
from muniment.search.saved import Saved


class Saving(Base):
    """Saved searches."""

    def save_search(self, name: str, query: str, *, names: bool = False) -> Json:
        """Keep a query under a name; `names` is kept with it.

        Raises: BadQuery; AskedWrong, where the name will not do; Refused, where one of that name is saved.
        """
        made = saved.save(self._store, name, plain(query), names=names)
        return _said(made) | self._done(made.entry)

    def free_name(self, name: str) -> str:
        """A name as it would be kept, where a search can be saved under it now.

        Raises: AskedWrong, where the name will not do; Refused, where one of that name is saved, or the case can only be read.
        """
        self._store.catch_up()
        return saved.free(self._store, name)

    def saved_searches(self) -> list[Json]:
        """All that are saved, the oldest first; none of them is run."""
        self._store.catch_up()
        return [_said(each) for each in saved.every(self._store)]

    def saved_search(self, name: str) -> Json:
        """One of them, run: how many items it finds now, and how many of these came in after it was saved.

        Raises: UnknownItem; Refused, where its query was erased by law.
        """
        with self._store.moment():
            found = saved.named(self._store, name)
            now, later = saved.since(self._store, found)
            return _said(found) | {"found_now": now, "came_in_since": later, "as_of": self._store.as_of}

    def forget_search(self, name: str) -> Json:
        """Offer one no longer; the ledger keeps that it was saved.

        Raises: UnknownItem.
        """
        found, entry = saved.forget(self._store, name)
        return {"name": found.called} | self._done(entry)


def _said(one: Saved) -> Json:
    said = {"entry": one.entry, "name": one.called, "query": one.query, "names": one.names, "found": one.found}
    return said | {"at": moment(datetime.fromtimestamp(one.at // 1_000_000, UTC)), "by": one.by}
