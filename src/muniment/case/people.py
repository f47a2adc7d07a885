"""What people say of items: opened, settled, described; held and withdrawn."""

from muniment.case.base import Base, Json
from muniment.errors import AskedWrong
from muniment.intake import aside, settle
from muniment.model.deed import As, Words
from muniment.names.filename import plain
from muniment.search import find


class People(Base):
    """What a person says of what came in; every word of it is theirs."""

    def opened(self, *ids: str, how: str = "here", reading: str | None = None, again: bool = False) -> list[str]:
        """Record that whoever acts here had these items before them; once for each person and reading, unless `again`.

        `reading` names an older reading that they saw. Returns the items of which it is said now.
        Raises: UnknownItem; Refused, where one is held, or this case can only be read.
        """
        said = settle.opened(self._store, ids, how, reading, again=again)
        self._sign()
        return said

    def settle(self, *ids: str, says: str, why: str, query: str = "", count: int | None = None) -> Json:
        """Say of these items, or of what a query finds, what they are: one entry, which can be undone.

        Raises: UnknownItem; BadQuery; AskedWrong; Refused, where `count` is not how many there are by now.
        """
        if bool(ids) == bool(query):
            raise AskedWrong("items, or a query", query, "name items, or say --query, not both")
        chosen = _as(says)
        if query:
            ids = tuple(hit.item for hit in find.stream(self._store, plain(query)))
        entry, number = settle.settle(self._store, ids, chosen, why, query, count)
        return self._done(entry) | {"count": number}

    def to_settle(self, query: str, says: str) -> int:
        """How many items a settlement over this query would be about, as it is now."""
        self._store.catch_up()
        found = [hit.item for hit in find.stream(self._store, plain(query))]
        return len(settle.to_settle(self._store, found, _as(says)))

    def unsettle(self, entry: int, why: str) -> Json:
        """Open again what an entry settled.

        Raises: UnknownItem; Refused.
        """
        number, count = settle.unsettle(self._store, entry, why)
        return self._done(number) | {"count": count}

    def describe(self, id: str, text: str, kind: str = "description", language: str = "") -> Json:  # noqa: A002
        """Add a person's own text to an item: found like its own, shown as theirs.

        Raises: UnknownItem; AskedWrong.
        """
        if kind not in {each.value for each in Words}:
            raise AskedWrong("there is no such kind", kind, "one of: " + ", ".join(Words))
        return self._done(settle.describe(self._store, id, Words(kind), language, text))

    def release(self, bundle: str, why: str) -> Json:
        """Open a bundle that was held to whoever works at the case.

        Raises: UnknownItem; AskedWrong; Refused.
        """
        return self._done(aside.release(self._store, bundle, why)) | {"bundle": bundle}

    def withdraw(self, bundle: str, why: str) -> Json:
        """Take a bundle out of every count but its own.

        Raises: UnknownItem; AskedWrong; Refused.
        """
        return self._done(aside.withdraw(self._store, bundle, why)) | {"bundle": bundle}


def _as(says: str) -> As:
    if says not in {each.value for each in As}:
        raise AskedWrong("an item cannot be settled so", says, "one of: " + ", ".join(As))
    return As(says)
