"""What sources say, and where they contradict each other."""

from collections.abc import Sequence

from muniment.case.base import Json, counts, several
from muniment.case.prove.part import Part
from muniment.prove import claims
from muniment.prove.law.book import ours
from muniment.prove.links import Passage


class Claims(Part):
    """What sources say, and where they contradict each other. No claim is a fact of the case."""

    def claim(
        self,
        about: str,
        who: str,
        item: str,
        says: str = "",
        *,
        page: int | None = None,
        span: tuple[int, int] | None = None,
        words: str = "",
        when: str = "",
        grade: str = "",
        scheme: str = "",
    ) -> Json:
        """Enter what somebody says about a matter, where an item has it: by page and span, by its words, or the item as a whole.

        `says`: what it comes to, in the words of whoever enters it; `when`: the days of which it speaks; `grade`: of the source.
        Raises: UnknownItem; AskedWrong, which names the field; Refused, where the item is held or was withdrawn.
        """
        if page is not None:
            counts(page=page)
        said = claims.Said(about, who, says, when, scheme, grade)
        return self._done(*claims.enter(self._store, ours(), said, Passage(item, page, span, words)))

    def differ(self, ids: Sequence[str], why: str) -> Json:
        """Enter that some claims about one matter cannot all be so, and why.

        Raises: AskedWrong; UnknownItem.
        """
        several(claims=ids)
        return self._done(*claims.differ(self._store, ids, why))

    def claims(self, about: str = "") -> Json:
        """Every claim, or those about one matter; and the contradictions, with the claims of each side by side.

        Raises: AskedWrong.
        """
        self._looked("claims", about)
        with self._store.moment():
            return claims.claims(self._store, ours(), about)
