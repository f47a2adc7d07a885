"""The links of an allegation as they stand, what their items are to a court, and which of them s.141 keeps from later proceedings.

A case has tens of thousands of links: whatever is asked of many of them is one question to the tables.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from muniment.model.prove import PaperSaid, Side, WitnessNamed
from muniment.prove.entered import Entered, by_number, chosen, entered, newest
from muniment.prove.law.offences import Offences
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
_TO = "SELECT id, allegation, item FROM link WHERE struck IS NULL AND item IN (SELECT value FROM json_each(?))"


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


def barred(view: View, law: Offences, offence: str, subjects: Collection[str], found: Iterable[Link]) -> set[str]:
    """The links that s.141 keeps from later proceedings: answers of a subject of the allegation, or of their spouse.

    Against them alone: what undermines the allegation is not used against them.
    """
    bound = {} if _spared(law, offence) else bound_by(view)
    return {each.id for each in found if each.side is Side.FOR and bound.get(each.item, set()) & set(subjects)}


def barred_of(view: View, law: Offences, alleged: Mapping[str, Entered]) -> set[str]:
    """The same of many allegations at once."""
    bound, found = bound_by(view), set()
    for link, allegation, n in view.tables.rows(_TO, (json.dumps([number_of(each) for each in bound]),)):
        said = alleged.get(allegation)
        if said and not _spared(law, said["offence"]) and bound[id_of(n)] & set(said["subjects"]):
            found.add(str(link))
    return found


def _spared(law: Offences, offence: str) -> bool:
    """Whether the answers are evidence of this offence, against whoever gave them too."""
    return offence in law.offences and law.offences[offence].own_answers


def bound_by(view: View) -> dict[str, set[str]]:
    """Of each item that holds answers given in an election court: the subjects against whom they cannot be used."""
    papers = {item: each.witness for item, each in papers_of(view).items() if each.kind == "answers"}
    witnesses = newest(view, WitnessNamed) if papers else {}
    covered = {each: _covered(each, witnesses) for each in set(papers.values())}
    return {item: covered[witness] for item, witness in papers.items()}


def _covered(witness: str, witnesses: Mapping[str, Entered]) -> set[str]:
    """A witness and whoever is said to be their spouse, on either side: each as subject, and as witness."""
    people = {witness}
    if witness in witnesses:
        people |= {witnesses[witness]["subject"], witnesses[witness]["spouse"]}
    for id, each in witnesses.items():  # noqa: A001
        if each["spouse"] and each["spouse"] in people:
            people |= {id, each["subject"]}
        if id in people:
            people.add(each["subject"])
    return people - {""}
