"""Every allegation on one page: what is missing for which forum, how much there is on each side, and who was not asked."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from muniment.model.prove import Alleged, Side, SubjectNamed
from muniment.prove import replies, reworded, s141
from muniment.prove.entered import Entered, newest, strikes
from muniment.prove.gaps import gaps
from muniment.prove.law.book import Book
from muniment.prove.law.forums import Use
from muniment.prove.linked import BARRED
from muniment.store.view import View

Json = dict[str, Any]
_MET = (
    "SELECT DISTINCT allegation, element, forum FROM link JOIN route ON route.link=link.id WHERE struck IS NULL AND side='for' "
    "AND route IN (SELECT value FROM json_each(?)) AND NOT (link.id IN (SELECT value FROM json_each(?)) "
    "AND forum IN (SELECT value FROM json_each(?))) AND link.id NOT IN (SELECT value FROM json_each(?)) AND item NOT IN (SELECT item.n FROM link JOIN item ON item.n=link.item "
    "JOIN bundle ON bundle.id=item.bundle WHERE item.reason='erased' OR aside<>'')"
)


def overview(view: View, book: Book) -> Json:
    """Every allegation with how many elements have a gap in each forum, and how many links there are on each side.

    *Cost*: one pass over the links and their routes.
    """
    alleged = newest(view, Alleged)
    met = _met(view, book, alleged)
    sides = {
        (allegation, side): count
        for allegation, side, count in view.tables.rows(
            "SELECT allegation, side, count(*) FROM link WHERE struck IS NULL GROUP BY allegation, side"
        )
    }
    gone = strikes(view)
    names = {id: each["name"] for id, each in newest(view, SubjectNamed, struck=True).items()}  # noqa: A001
    put = replies.put_to(view)
    rows = [
        _allegation(id, each, book, met, sides, names, put, gone)
        for id, each in alleged.items()  # noqa: A001
    ]
    return {"allegations": rows, "as_of": view.as_of}


def _met(view: View, book: Book, alleged: Mapping[str, Entered]) -> dict[tuple[str, str], set[str]]:
    """The elements of each allegation that something supports which could be used in a forum."""
    usable = [each.id for each in book.forums.routes.values() if each.use is not Use.NO]
    kept = [forum for forum in book.forums.forums if book.forums.routes[BARRED].open_in(forum)]
    barred, unplaced = sorted(s141.barred_of(view, book.offences, alleged)), sorted(reworded.unplaced(view))
    found: dict[tuple[str, str], set[str]] = {}
    for allegation, element, forum in view.tables.rows(
        _MET, [json.dumps(each) for each in (usable, barred, kept, unplaced)]
    ):
        found.setdefault((allegation, forum), set()).add(element)
    return found


def _allegation(
    id: str,  # noqa: A002 # the field's name
    said: Entered,
    book: Book,
    met: Mapping[tuple[str, str], set[str]],
    sides: Mapping[tuple[str, str], int],
    names: Mapping[str, str | None],
    put: set[tuple[str, str]],
    gone: Collection[str],
) -> Json:
    offence = book.offences.offences.get(str(said["offence"]))
    missing = {}
    for forum in book.forums.forums if offence else ():
        assert offence is not None
        missing[forum] = len(gaps(offence.elements, met.get((id, forum), set())))
    return {
        "id": id,
        "text": said["text"],
        "offence": said["offence"],
        "citation": offence.citation if offence else said["written"],
        "when": [said["first"], said["last"]],
        "subjects": [
            {"id": each, "name": names.get(each), "put": (id, each) in put}
            for each in said["subjects"]
            if each not in gone
        ],
        "struck_subjects": [{"id": each, "name": names.get(each)} for each in said["subjects"] if each in gone],
        "for": sides.get((id, Side.FOR.value), 0),
        "against": sides.get((id, Side.AGAINST.value), 0),
        "gaps": missing,
    }
