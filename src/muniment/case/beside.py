"""What stands beside an item on its page: what it lies in and what lies in it, and where a query stands in its text."""

from collections.abc import Sequence

from muniment.case.base import Base, Json, several
from muniment.intake import visible
from muniment.model.reading import Page
from muniment.names.filename import plain
from muniment.search import letters
from muniment.search.document import Document
from muniment.search.expand import Expander
from muniment.search.match import Matcher
from muniment.search.query import parse
from muniment.store.ids import behind, id_of, number_of

_BESIDE = 3  # neighbours that are named on either side


class Beside(Base):
    """Families as trees, a piece at a time; and hits within a text."""

    def kin(self, id: str, after: str = "", limit: int = 100) -> Json:  # noqa: A002
        """What an item lies in, the outermost first; its nearest neighbours there; what lies in it, behind one of these.

        Raises: UnknownItem; Refused, where it is held or withdrawn. Cost: by what is named, not by the size of the family.
        """
        with self._store.moment():
            n = number_of(visible.item(self._store, id).id)
            above = self._above(n)
            parent = above[-1] if above else None
            sql = "SELECT n FROM item WHERE parent=? AND n>? ORDER BY n LIMIT ?"
            inside = self._numbers_of(sql, n, behind(after), limit + 1)
            before = self._numbers_of(
                "SELECT n FROM item WHERE parent=? AND n<? ORDER BY n DESC LIMIT ?", parent, n, _BESIDE
            )
            following = self._numbers_of(sql, parent, n, _BESIDE)
            return {
                "item": id,
                "above": [id_of(each) for each in above],
                "before": [id_of(each) for each in reversed(before)],
                "after": [id_of(each) for each in following],
                "beside": self._within(parent),
                "inside": [id_of(each) for each in inside[:limit]],
                "inside_count": self._within(n),
                "next": id_of(inside[limit - 1]) if len(inside) > limit else None,
                "as_of": self._store.as_of,
            }

    def _above(self, n: int) -> list[int]:
        found: list[int] = []
        while (parent := self._store.tables.one("SELECT parent FROM item WHERE n=?", (n,))) is not None:
            n = int(parent)
            found.insert(0, n)
        return found

    def _within(self, n: int | None) -> int:
        return int(self._store.tables.one("SELECT count(*) FROM item WHERE parent=?", (n,)))

    def _numbers_of(self, sql: str, *values: int | None) -> list[int]:
        return [int(n) for (n,) in self._store.tables.rows(sql, values)]

    def mails(self, ids: Sequence[str]) -> Json:
        """What those of these items that are mails say of themselves, by id: subject, from, date; each "" where it says none.

        Raises: UnknownItem. Cost: an opened reading for each mail.
        """
        several(ids=ids)
        with self._store.moment():
            return dict(letters.of(self._store, ids))

    def marks_in(
        self,
        id: str,  # noqa: A002
        texts: Sequence[str],
        query: str,
        *,
        names: bool = False,
    ) -> list[list[tuple[int, int]]]:
        """Where what a query asks for stands in each of these pieces of an item's text, which follow each other: from and to.

        Raises: BadQuery; UnknownItem; Refused. Cost: one pass over the pieces.
        """
        several(texts=texts)
        item = visible.item(self._store, id)
        pieces = tuple(Page(text) for text in texts)
        made = Document(item, pieces, (), (), (), (), None)
        tree = parse(plain(query), Expander() if names else None)
        found: list[set[tuple[int, int]]] = [set() for _ in texts]
        for token in Matcher(tree).of(made).places():
            if token.text == 0:  # the text itself; the others are the name, facts, and what people wrote
                for at, start, end in made.place(token.start, token.end):
                    found[at].add((start, end))
        return [sorted(each) for each in found]
