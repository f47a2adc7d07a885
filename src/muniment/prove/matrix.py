"""The matrix of an allegation: element by forum, both sides, each link by the way it could be used there; and the work left.

An empty cell is work. Nothing here weighs evidence or says how likely guilt is: it says what there is, and what is missing.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from muniment.model.prove import Alleged, Side
from muniment.prove import allegations, linked, replies, reworded, s141
from muniment.prove.entered import Entered, one, strikes
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
    papers, gone = linked.papers_of(view), strikes(view)
    barred, elsewhere = s141.barred(view, book.offences, said, found), reworded.elsewhere(view, book, said, found)
    passages = [_Passage(each, _passage(each)) for each in found]
    placed = [each for each in passages if each.link.id not in elsewhere]
    ways, forums = _ways(book.forums.routes), []
    for forum in book.forums.forums.values():
        kept = barred if book.forums.routes[BARRED].open_in(forum.id) else ()
        cells = _cells(offence, _by_element(placed, forum.id, ways, kept))
        forums.append({"id": forum.id, "title": forum.title, "standard": forum.standard, "elements": cells})
    return {
        "allegation": allegation,
        "offence": offence.id,
        "citation": offence.citation,
        "struck": allegation in gone,
        "text": said["text"],
        "when": [said["first"], said["last"]],
        "poll": said["poll"],
        "election": said["election"],
        "nation": said["nation"],
        "attribution": said["attribution"],
        "complaints": [each for each in said["complaints"] if each not in gone],
        "subjects": _subjects(view, said),
        "struck_subjects": [{"id": each.id, "name": each["name"]} for each in allegations.entered_in_error(view, said)],
        "forums": forums,
        "whole": [_unplaced(each) for each in passages if not each.link.element],
        "other_offence": [
            _unplaced(each)
            | {
                "element": each.link.element,
                "citation": elsewhere[each.link.id].citation,
                "text": elsewhere[each.link.id].text,
            }
            for each in passages
            if each.link.id in elsewhere
        ],
        "work": [
            *_work(view, said, found, papers, forums),
            *_whose(s141.unclear(view, book.offences, said, found)),
            *([{"what": "other-offence", "links": [*elsewhere]}] if elsewhere else []),
        ],
        "as_of": view.as_of,
    }


# -- cells


@dataclass(frozen=True, slots=True)
class _Passage:
    """A link, and what of it is the same in every forum."""

    link: Link
    said: Json


def _passage(each: Link) -> Json:
    return {
        "id": each.id,
        "item": each.item,
        "page": each.page,
        "span": [*each.span] if each.span else None,
        "words": each.words,
        "side": each.side.value,
        "witness": each.witness,
        "assessment": each.assessment,
        "gone": each.gone,
    }


def _ways(routes: Mapping[str, Route]) -> dict[str, Json]:
    return {
        id: {"route": id, "use": each.use.value, "status": each.status.value}
        for id, each in routes.items()  # noqa: A001
    }


def _by_element(
    passages: Iterable[_Passage], forum: str, ways: Mapping[str, Json], barred: Collection[str]
) -> dict[str, list[Json]]:
    """The passages of each element, each with its way in one forum."""
    found: dict[str, list[Json]] = {}
    for each in passages:
        found.setdefault(each.link.element, []).append(_row(each, forum, ways, barred))
    return found


def _cells(offence: Offence, found: Mapping[str, list[Json]]) -> list[Json]:
    cells: list[Json] = []
    for element in offence.elements:
        rows = found.get(element.id, [])
        sides = Counter(row["side"] for row in rows)
        cells.append(
            {
                "id": element.id,
                "kind": element.kind.value,
                "text": element.text,
                "for": sides[Side.FOR],
                "against": sides[Side.AGAINST],
                "usable": _now(rows, Side.FOR),
                "usable_against": _now(rows, Side.AGAINST),
                "links": rows,
            }
        )
    met = {cell["id"] for cell in cells if any(_usable(row) for row in cell["links"])}
    missing = gaps(offence.elements, met)
    return [cell | {"gap": cell["id"] in missing} for cell in cells]


def _now(rows: Iterable[Json], side: Side) -> int:
    """How many passages of one side can be used as things stand, without a condition."""
    return sum(row["side"] == side and row["use"] == Use.YES and not row["gone"] for row in rows)


def _usable(row: Json) -> bool:
    return row["side"] == Side.FOR and row["use"] in {Use.YES, Use.IF} and not row["gone"]


def _row(each: _Passage, forum: str, ways: Mapping[str, Json], barred: Collection[str]) -> Json:
    """A passage with its way in one forum: from which s.141 keeps the barred ones."""
    link, route = each.link, BARRED if each.link.id in barred else each.link.routes.get(forum)
    way = ways.get(route or "", {"route": route, "use": None, "status": None})
    return each.said | way | {"reason": link.reasons.get(forum, "") if route != BARRED else ""}


def _unplaced(each: _Passage) -> Json:
    """A passage that stands in no cell, with its way in each forum as somebody chose it."""
    return _row(each, "", {}, ()) | {"routes": dict(each.link.routes)}


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


def _whose(unclear: s141.Unclear) -> list[Json]:
    """Answers given in an election court of which somebody has to say first against whom they cannot be used."""
    work: list[Json] = []
    if unclear.items:
        work.append({"what": "whose", "items": [*unclear.items]})
    if unclear.witnesses:
        work.append({"what": "same", "witnesses": [*unclear.witnesses]})
    return work


def _subjects(view: View, said: Entered) -> list[Json]:
    """Of whom it is alleged, and whether it was put to them."""
    done = replies.put_to(view)
    return [
        {"id": each.id, "name": each["name"], "put": (said.id, each.id) in done}
        for each in allegations.of_whom(view, said)
    ]
