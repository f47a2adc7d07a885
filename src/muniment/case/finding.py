"""Finding items, and looking at one."""

from collections.abc import Iterator
from pathlib import Path

from muniment.case.base import Base, Json
from muniment.intake import show
from muniment.names.filename import plain
from muniment.search import find


class Finding(Base):
    """Search, and items."""

    # -- finding and looking

    def search(self, query: str, limit: int | None = 20, offset: int = 0) -> Json:
        """Find items.

        Raises: BadQuery.
        """
        query = plain(query)
        with self._store.moment():
            answer = find.find(self._store, query, limit, offset)
        return {
            "query": query,
            "total": answer.total,
            "hits": [_hit(hit) for hit in answer.hits],
            "searched": answer.searched,
            "searched_in_part": answer.searched_in_part,
            "not_searchable": answer.not_searchable,
            "held": answer.held,
            "as_of": answer.as_of,
        }

    def search_all(self, query: str) -> Iterator[Json]:
        """Every hit, one dict each, however many.

        Raises: BadQuery.
        """
        self._store.catch_up()
        return (_hit(hit) for hit in find.stream(self._store, plain(query)))

    def item(self, id: str, reading: str | None = None) -> Json:  # noqa: A002
        """One item: its line of the account, text, facts, family, duplicates and custody.

        Raises: UnknownItem.
        """
        with self._store.moment():
            return show.show(self._store, id, reading)

    def save(self, id: str, out: Path | str) -> str:  # noqa: A002
        """Write an item's bytes to a file that is not there yet, held against their recorded hash; returns it.

        Raises: UnknownItem, Broken, AskedWrong.
        """
        self._store.catch_up()
        return show.save(self._store, id, Path(out))


def _hit(hit: find.Hit) -> Json:
    return {
        "item": hit.item,
        "name": hit.name,
        "page": hit.page,
        "snippet": hit.snippet,
        "score": hit.score,
        "marks": hit.marks,
        "written_by": hit.by or None,
        "boxes": hit.boxes,
    }
