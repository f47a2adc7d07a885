"""A hit as the doors give it: the item, where it was found, its family, and who has opened it."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from muniment.case.base import Json
from muniment.model.item import Item
from muniment.search.find import Hit
from muniment.store.ids import ERASED, number_of
from muniment.store.view import View

_OPENED = (
    "SELECT coalesce(person.name, ?) FROM opened LEFT JOIN person ON person.id=opened.person WHERE opened.item=? "
    "GROUP BY opened.person ORDER BY min(opened.entry)"
)
_FAMILIES = 1_000  # names of top-level items that are remembered


def said(view: View, hits: Iterable[Hit]) -> Iterator[Json]:
    """Each hit, as it is taken."""

    @lru_cache(maxsize=_FAMILIES)
    def name(top: str) -> str:
        return view.item(top).name

    for hit in hits:
        row = hit.row or view.item(hit.item)
        yield {
            "item": hit.item,
            "bundle": row.bundle,
            "name": hit.name,
            "family": _family(row, name),
            "type": row.type,
            "state": row.state.value,
            "reason": row.reason,
            "date": hit.date or None,
            "opened_by": _opened_by(view, row),
            "page": hit.page,
            "snippet": hit.snippet,
            "score": hit.score,
            "marks": hit.marks,
            "written_by": hit.by or None,
            "boxes": hit.boxes,
        }


def _family(row: Item, name: Callable[[str], str]) -> Json | None:
    return None if row.top == row.id else {"item": row.top, "name": name(row.top)}


def _opened_by(view: View, row: Item) -> list[str]:
    if not row.opened:
        return []
    return [name for (name,) in view.tables.rows(_OPENED, (ERASED, number_of(row.id)))]
