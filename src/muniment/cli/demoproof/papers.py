"""Finds passages of the made-up papers in the case, as its own readings have them, and fixes them to allegations."""

import re

from muniment.case import Case
from muniment.demo.proof import Cited, Passage

Place = tuple[str, int | None, tuple[int, int]]  # item, page, span


class Papers:
    """The items of the made-up case by their paths."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._ids = {row["path"]: str(row["id"]) for row in case.items()}

    def items(self, *paths: str) -> list[str]:
        """The items of these paths."""
        return [self._ids[path] for path in paths]

    def find(self, passage: Passage) -> Place | None:
        """Where a passage stands; None where nothing could read the paper here."""
        (item,) = self.items(passage.path)
        words = re.compile(r"\s+".join(map(re.escape, passage.words.split())))
        for page in self._case.item(item)["pages"]:
            found = words.search(page["text"])
            if found:
                return item, page["page"], found.span()
        return None

    def cite(self, allegation: str, cited: Cited, witness: str = "") -> None:
        """Fix a passage to an element of an allegation, where it could be read."""
        place = self.find(cited.passage)
        if place is None:
            return
        item, page, span = place
        self._case.prove.link(
            allegation,
            cited.element,
            cited.side,
            item,
            page=page,
            span=span,
            routes=cited.routes,
            reasons=cited.reasons,
            witness=witness,
        )
