"""The links of an allegation as they stand, what their items are to a court, and which of them s.141 keeps from a criminal court."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from muniment.model.prove import LinkAssessed, Linked, PaperSaid, Side, WitnessNamed
from muniment.prove.entered import Entered, entered, newest
from muniment.store.ids import number_of
from muniment.store.view import View

BARRED = "barred-s141"
_SPARED = {"perjury"}  # s.141(2): the one offence of which the answers are evidence


@dataclass(frozen=True, slots=True)
class Paper:
    """What an item is to a court, as far as anybody said, and whose answers it holds."""

    kind: str
    witness: str


@dataclass(frozen=True, slots=True)
class Link:
    """One link as it stands: with its newest routes."""

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


def links(view: View, allegation: str) -> list[Link]:
    """Every link of an allegation that was not struck, in the order in which they were made."""
    sql = "SELECT id FROM link WHERE allegation=? AND struck IS NULL ORDER BY entry"
    return [_link(entered(view, Linked, LinkAssessed, on=id)) for (id,) in view.tables.rows(sql, (allegation,))]  # noqa: A001


def of_item(view: View, item: str) -> list[Entered]:
    """Every link to an item that was not struck."""
    sql = "SELECT id FROM link WHERE item=? AND struck IS NULL ORDER BY entry"
    found = view.tables.rows(sql, (number_of(item),))
    return [entered(view, Linked, on=id)[0] for (id,) in found]  # noqa: A001


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


def barred(view: View, offence: str, subjects: Collection[str], found: Iterable[Link]) -> set[str]:
    """The links that s.141 keeps from a criminal court: answers of a subject of the allegation, or of their spouse."""
    if offence in _SPARED:
        return set()
    bound = bound_by(view)
    return {each.id for each in found if bound.get(each.item, set()) & set(subjects)}


def bound_by(view: View) -> dict[str, set[str]]:
    """Of each item that holds answers given in an election court: the subjects against whom they cannot be used."""
    witnesses = newest(view, WitnessNamed)
    found = {}
    for item, paper in papers_of(view).items():
        if paper.kind == "answers":
            found[item] = _covered(paper.witness, witnesses)
    return found


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
