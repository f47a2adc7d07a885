"""The matrix of an allegation: element by forum, both sides, each link by the way it could be used there; and the work left.

An empty cell is work. Nothing here weighs evidence or says how likely guilt is: it says what there is, and what is missing.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from muniment.model.prove import Alleged, Put, Side
from muniment.prove import allegations, linked
from muniment.prove.entered import Entered, named, newest, one, strikes
from muniment.prove.gaps import gaps
from muniment.prove.law.book import Book
from muniment.prove.law.forums import Route, Use
from muniment.prove.law.offences import Offence
from muniment.prove.linked import BARRED, Link
from muniment.store.view import View

Json = dict[str, Any]


def of(view: View, book: Book, allegation: str) -> Json:
    """The whole matrix of one allegation. Raises: UnknownItem."""
    said, offence = one(view, Alleged, allegation), allegations.offence_of(view, book, allegation)
    found = linked.links(view, allegation)
    papers = linked.papers_of(view)
    barred = linked.barred(view, offence.id, said["subjects"], found)
    forums = []
    for forum in book.forums.forums.values():
        cells = _cells(offence, found, forum.id, book.forums.routes, barred)
        forums.append({"id": forum.id, "title": forum.title, "standard": forum.standard, "elements": cells})
    return {
        "allegation": allegation,
        "offence": offence.id,
        "citation": offence.citation,
        "struck": allegation in strikes(view),
        "text": said["text"],
        "when": [said["first"], said["last"]],
        "poll": said["poll"],
        "election": said["election"],
        "nation": said["nation"],
        "attribution": said["attribution"],
        "subjects": _subjects(view, said),
        "forums": forums,
        "whole": [_row(each, "", {}, ()) | {"routes": dict(each.routes)} for each in found if not each.element],
        "work": _work(view, said, found, papers, forums),
        "as_of": view.as_of,
    }


# -- cells


def _cells(
    offence: Offence, found: list[Link], forum: str, routes: Mapping[str, Route], barred: Collection[str]
) -> list[Json]:
    cells = []
    for element in offence.elements:
        here = [each for each in found if each.element == element.id]
        rows = [_row(each, forum, routes, barred) for each in here]
        sides = Counter(each.side for each in here)
        cells.append(
            {
                "id": element.id,
                "kind": element.kind.value,
                "text": element.text,
                "for": sides[Side.FOR],
                "against": sides[Side.AGAINST],
                "usable": sum(row["side"] == Side.FOR and row["use"] == Use.YES for row in rows),
                "links": rows,
            }
        )
    met = {cell["id"] for cell in cells if any(_usable(row) for row in cell["links"])}
    missing = gaps(offence.elements, met)
    return [cell | {"gap": cell["id"] in missing} for cell in cells]


def _usable(row: Json) -> bool:
    return row["side"] == Side.FOR and row["use"] in {Use.YES, Use.IF}


def _row(each: Link, forum: str, routes: Mapping[str, Route], barred: Collection[str]) -> Json:
    route = BARRED if each.id in barred and routes[BARRED].open_in(forum) else each.routes.get(forum)
    known = routes.get(route or "")
    return {
        "id": each.id,
        "item": each.item,
        "page": each.page,
        "span": [*each.span] if each.span else None,
        "words": each.words,
        "side": each.side.value,
        "route": route,
        "use": known.use.value if known else None,
        "reason": each.reasons.get(forum, "") if route != BARRED else "",
        "status": known.status.value if known else None,
        "witness": each.witness,
        "assessment": each.assessment,
    }


# -- work


def _work(view: View, said: Entered, found: list[Link], papers: Collection[str], forums: list[Json]) -> list[Json]:
    """What nobody has done yet: empty cells, routes that nobody chose, papers that nobody named, subjects who were not asked."""
    work: list[Json] = []
    for forum in forums:
        gaps = [cell["id"] for cell in forum["elements"] if cell["gap"]]
        if gaps:
            work.append({"what": "gap", "forum": forum["id"], "elements": gaps})
        silent = [row["id"] for cell in forum["elements"] for row in cell["links"] if row["route"] is None]
        if silent:
            work.append({"what": "route", "forum": forum["id"], "links": silent})
    unnamed = sorted({each.item for each in found} - set(papers))
    if unnamed:
        work.append({"what": "paper", "items": unnamed})
    waiting = [each["id"] for each in _subjects(view, said) if not each["put"]]
    if waiting:
        work.append({"what": "put", "subjects": waiting})
    return work


def _subjects(view: View, said: Entered) -> list[Json]:
    """Of whom it is alleged, and whether it was put to them."""
    names, put = named(view, said["subjects"]), newest(view, Put).values()
    asked = {each["subject"] for each in put if each["allegation"] == said.id and each["how"] != "not-yet"}
    return [{"id": each, "name": names[each], "put": each in asked} for each in said["subjects"]]
