"""What supports and what undermines each element, for each forum."""

from collections.abc import Mapping, Sequence

from muniment.case.base import Json, counts, several
from muniment.case.prove.part import Part
from muniment.prove import links, matrix, numbers
from muniment.prove.law.book import ours
from muniment.prove.links import Passage, Ways


class Matrix(Part):
    """What supports and what undermines each element, for each forum."""

    def link(
        self,
        allegation: str,
        element: str,
        side: str,
        item: str,
        *,
        page: int | None = None,
        span: tuple[int, int] | None = None,
        words: str = "",
        routes: Mapping[str, str] | None = None,
        reasons: Mapping[str, str] | None = None,
        assessment: str = "",
        witness: str = "",
    ) -> Json:
        """Fix a passage to an element, for or against: by page and span, by its words, or the item as a whole.

        `routes` name for each forum the way by which it could be used there, `reasons` why, where the way needs it.
        Raises: UnknownItem; AskedWrong, which names the field; Refused.
        """
        if page is not None:
            counts(page=page)
        where, ways = Passage(item, page, span, words), Ways(routes or {}, reasons or {}, assessment)
        return self._done(*links.link(self._store, ours(), allegation, element, side, where, ways, witness))

    def assess(
        self, link: str, routes: Mapping[str, str], reasons: Mapping[str, str] | None = None, assessment: str = ""
    ) -> Json:
        """Say the routes of a link, and what is thought of it, anew.

        Raises: UnknownItem; AskedWrong.
        """
        return self._done(*links.assess(self._store, ours(), link, Ways(routes, reasons or {}, assessment)))

    def paper(self, item: str, kind: str, witness: str = "") -> Json:
        """Say what kind of court paper an item is, or that it is none; of answers given there, whose they are.

        Raises: UnknownItem; AskedWrong; Refused.
        """
        return self._done(item, links.say_paper(self._store, ours(), item, kind, witness))

    def strike(self, id: str, why: str) -> Json:  # noqa: A002
        """Say that what stands under a number was entered in error; it stays, marked so.

        Raises: UnknownItem; AskedWrong.
        """
        return self._done(*links.strike(self._store, id, why))

    def number(self, id: str) -> Json:  # noqa: A002
        """What was entered under a number: each wording, what was said of it since, and that it was entered in error.

        Raises: UnknownItem.
        """
        self._looked("numbers", id)
        with self._store.moment():
            return numbers.history(self._store, id)

    def struck(self, prefixes: Sequence[str] = ()) -> Json:
        """What was entered in error, with the reason; of numbers that begin so (CMP, WIT, ...), or all."""
        several(prefixes=prefixes)
        self._looked("struck")
        with self._store.moment():
            return {"struck": numbers.struck(self._store, prefixes), "as_of": self._store.as_of}

    def matrix(self, allegation: str) -> Json:
        """The matrix of an allegation: element by forum, both sides, the route of each link, and the work that is left.

        Raises: UnknownItem.
        """
        self._looked("matrix", allegation)
        with self._store.moment():
            return matrix.of(self._store, ours(), allegation)
