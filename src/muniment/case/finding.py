"""Finding items, and looking at one."""

from collections.abc import Iterator
from pathlib import Path

from muniment import __version__
from muniment.case import hits
from muniment.case.base import Base, Json
from muniment.intake import people, show
from muniment.names.filename import plain
from muniment.search import facets as faceting
from muniment.search import find, probes, record, unsearched


class Finding(Base):
    """Search, and items."""

    # -- finding and looking

    def search(
        self, query: str, limit: int | None = 20, offset: int = 0, *, names: bool = False, facets: bool = False
    ) -> Json:
        """Find items.

        `names`: people's names in the query are looked for as others write them. `facets`: what all that is found is made of.
        Raises: BadQuery.
        """
        query = plain(query)
        with self._store.moment():
            answer = find.find(self._store, query, limit, offset, names=names)
            said = _answer(query, answer, list(hits.said(self._store, answer.hits)))
            if facets:
                said["facets"] = _facets(faceting.of(self._store, query, names=names))
        return said | self._tested(answer)

    def search_all(self, query: str, *, names: bool = False) -> Iterator[Json]:
        """Every hit, one dict each, however many.

        Raises: BadQuery.
        """
        return self.search_whole(query, names=names)[1]

    def search_whole(self, query: str, *, names: bool = False) -> tuple[Json, Iterator[Json]]:
        """What `search` says of the whole, without hits; and every hit, made when it is taken.

        Raises: BadQuery, at once.
        """
        query = plain(query)
        with self._store.moment():
            answer, found = find.whole(self._store, query, names=names)
        said = _answer(query, answer, []) | self._tested(answer)
        return said, hits.said(self._store, found)

    def facets(self, query: str, *, names: bool = False) -> Json:
        """What the items that a query finds are made of: bundles, types, states, years, and how many a person has opened.

        Raises: BadQuery.
        """
        query = plain(query)
        with self._store.moment():
            found = faceting.of(self._store, query, names=names)
        said = _answer(query, found.answer, []) | {"facets": _facets(found)}
        return said | self._tested(found.answer)

    def _tested(self, answer: find.Answer) -> Json:
        return {"probes": probes.outcome(self._store.derived).said(), "as_of": answer.as_of}

    def coverage(self) -> Json:
        """Of how much a search is now: what can be searched, in part, and not; and the self-test of search."""
        with self._store.moment():
            answer = find.coverage(self._store)
        return _coverage(answer) | self._tested(answer)

    def unsearched(self) -> Iterator[Json]:
        """Every item that a search cannot look at, or only in part, and why; none of those that are held."""
        self._store.catch_up()
        for item in find.behind(self._store):
            if item.state.searchable:
                why = {"reason": "", "says": "another process is making the index", "next": "search again"}
                yield {"item": item.id, "name": item.name, "state": item.state.value, **why}
        for one in unsearched.unsearched(self._store):
            why = {"reason": one.reason, "says": one.says, "next": people.next_step(one.reason, one.type)}
            yield {"item": one.id, "name": one.name, "state": one.state.value, **why}

    def record_search(self, query: str, out: Path | str, *, names: bool = False) -> Json:
        """Search, and write a signed record of it to a file that is not there yet: an entry, and a text for people.

        `names`: people's names in the query are looked for as others write them.
        Raises: BadQuery; AskedWrong; Broken, where the self-test of search fails; Refused.
        """
        made = record.write(self._store, plain(query), Path(out), __version__, names=names)
        about = {"query": plain(query), "total": made.answer.total, **_coverage(made.answer)}
        return about | {"path": made.path, "probes": made.probes.said()} | self._done(made.entry)

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


def _coverage(answer: find.Answer) -> Json:
    return {
        "searched": answer.searched,
        "searched_in_part": answer.searched_in_part,
        "not_searchable": answer.not_searchable,
        "held": answer.held,
    }


def _answer(query: str, answer: find.Answer, found: list[Json]) -> Json:
    expanded = [
        {"written": one.written, "forms": one.shown(), "why": list(one.why), "left_out": one.left_out}
        for one in answer.expanded
    ]
    return {"query": query, "total": answer.total, "hits": found, "expanded": expanded, **_coverage(answer)}


def _facets(found: faceting.Facets) -> Json:
    return {
        name: [
            {"value": one.value, "items": one.items, "query": one.query or None, "says": one.says or None}
            for one in values
        ]
        for name, values in found.facets.items()
    }
