"""The links of an allegation as they stand, and what their items are to a court.

A case has tens of thousands of links: whatever is asked of many of them is one question to the tables.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from muniment.model.prove import PaperSaid, Side
from muniment.prove.entered import Entered, by_number, chosen, entered
from muniment.store.ids import id_of, number_of
from muniment.store.view import View

BARRED = "barred-s141"
# By their numbers: the index of kinds would bring every link of the case (the plus keeps SQLite from it).
_OF_ALLEGATION = (
    "id IN (SELECT id FROM link WHERE allegation=? AND struck IS NULL) AND +do IN ('linked', 'link-assessed')"
)
_OF_ITEM = "id IN (SELECT id FROM link WHERE item=? AND struck IS NULL) AND +do='linked'"
_GONE = (
    "SELECT item.n, iif(reason='erased', reason, aside) FROM item JOIN bundle ON bundle.id=item.bundle "
    "WHERE item.n IN (SELECT value FROM json_each(?)) AND (reason='erased' OR aside<>'')"
)


@dataclass(frozen=True, slots=True)
class Paper:
    """What an item is to a court, as far as anybody said, and whose answers it holds."""

    kind: str
    witness: str


@dataclass(frozen=True, slots=True)
class Link:
    """One link as it stands: with its newest routes.

    `gone`: its item was erased, or came with a bundle that was withdrawn: its words are not shown, and it supports nothing.
    """

    id: str
    entry: int
    element: str
    side: Side
    item: str
    reading: int | None
    page: int | None
    span: tuple[int, int] | None
    routes: Mapping[str, str]
    reasons: Mapping[str, str]
    witness: str
    words: str | None
    assessment: str | None
    gone: str = ""  # erased, withdrawn


def links(view: View, allegation: str) -> list[Link]:
    """Every link of an allegation that was not struck, in the order in which they were made."""
    found = [_link(each) for each in by_number(chosen(view, _OF_ALLEGATION, (allegation,))).values()]
    lost = gone(view, {each.item for each in found})
    return [replace(each, words=None, gone=lost[each.item]) if each.item in lost else each for each in found]


def gone(view: View, items: Iterable[str]) -> dict[str, str]:
    """Of these items those that are not to be had any more, each with what became of it: erased, withdrawn."""
    asked = json.dumps([number_of(each) for each in items])
    return {id_of(n): str(what) for n, what in view.tables.rows(_GONE, (asked,))}


def of_item(view: View, item: str) -> list[Entered]:
    """Every link to an item that was not struck."""
    return chosen(view, _OF_ITEM, (number_of(item),))


def papers_of(view: View) -> dict[str, Paper]:
    """What items are to a court, where somebody said it."""
    return {each.id: Paper(each["kind"], each["witness"]) for each in entered(view, PaperSaid)}


def _link(said: list[Entered]) -> Link:
    first, last = said[0], said[-1]
    span = first["span"]
    return Link(
        first.id,
        first.entry,
        first["element"],
        Side(first["side"]),
        first["item"],
        first["reading"],
        first["page"],
        (span[0], span[1]) if span else None,
        last["routes"],
        last["reasons"] or {},
        first["witness"],
        first["words"],
        last["assessment"],
    )
