"""Allegations that were worded anew as another offence: what was linked or put before that was linked or put for the offence of then."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from muniment.model.prove import Alleged
from muniment.prove.entered import Entered, by_number, entered
from muniment.prove.law.book import Book
from muniment.prove.linked import Link
from muniment.store.view import View

_LINKS = (
    "SELECT id, allegation, entry FROM link "
    "WHERE struck IS NULL AND element<>'' AND allegation IN (SELECT value FROM json_each(?))"
)


@dataclass(frozen=True, slots=True)
class Element:
    """An element of an offence that is alleged no longer; its text is "" where the tables have it no more."""

    citation: str
    id: str
    text: str


class Wordings:
    """Of which offence each allegation was, entry by entry; of one allegation alone, where it is named."""

    def __init__(self, view: View, allegation: str | None = None) -> None:
        self._said = {
            id: [(each.entry, str(each["offence"])) for each in said]
            for id, said in by_number(entered(view, Alleged, on=allegation)).items()  # noqa: A001
        }

    def then(self, allegation: str, entry: int) -> str:
        """The offence that was alleged when something about it was entered; "" of an allegation that there is not."""
        said = self._said.get(allegation, [])
        return next((offence for at, offence in reversed(said) if at < entry), said[0][1] if said else "")

    def stands(self, allegation: str, entry: int) -> bool:
        """Whether that is the offence which is alleged now."""
        said = self._said.get(allegation)
        return not said or self.then(allegation, entry) == said[-1][1]

    def other(self, book: Book, allegation: str, entry: int) -> str:
        """The offence of then by its section, where it is another; "" where it is the same."""
        if self.stands(allegation, entry):
            return ""
        then = self.then(allegation, entry)
        known = book.offences.offences.get(then)
        return known.citation if known else then

    @property
    def changed(self) -> list[str]:
        """The allegations that were of another offence at some time."""
        return [id for id, said in self._said.items() if len({offence for _, offence in said}) > 1]  # noqa: A001


def unplaced(view: View) -> set[str]:
    """The links to an element that were made when another offence was alleged; those of allegations as a whole stand."""
    wordings = Wordings(view)
    rows = view.tables.rows(_LINKS, (json.dumps(wordings.changed),))
    return {str(link) for link, allegation, entry in rows if not wordings.stands(allegation, entry)}


def elsewhere(view: View, book: Book, said: Entered, found: Iterable[Link]) -> dict[str, Element]:
    """Of these links of an allegation those to an element that its offence, as it is worded now, does not have: to which it was."""
    wordings, offences = Wordings(view, said.id), book.offences.offences
    now = str(said["offence"])
    known = {each.id for each in offences[now].elements} if now in offences else set()
    return {
        each.id: _element(book, wordings.then(said.id, each.entry), each.element)
        for each in found
        if each.element and not (each.element in known and wordings.stands(said.id, each.entry))
    }


def _element(book: Book, offence: str, id: str) -> Element:  # noqa: A002 # the field's name
    known = book.offences.offences.get(offence)
    if known is None:
        return Element(offence, id, "")
    return Element(known.citation, id, next((each.text for each in known.elements if each.id == id), ""))
