"""The yearly return of complaints: a table on a page, and the same as a file for other programs; nobody is named in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong
from muniment.names.whole import whole
from muniment.prove import yearly
from muniment.web import sheet
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove.complaints import AT, CRUMBS
from muniment.web.prove.wrong import Wrong, beside

_AT = f"{AT}/return"


@dataclass(frozen=True, slots=True)
class View:
    """What prove-complaint-return.html shows."""

    said: Json | None  # None where the year cannot be
    asked: str  # the year as it was typed
    heading: Sequence[str]
    rows: Sequence[Sequence[object]]
    wrong: Wrong


@page(Who.SESSION)
def yearly_return(asked: Asked) -> Answer:
    """The complaints of a year; of this one, where the address names none."""
    typed = asked.query.get("year", "").strip()
    wrong: Wrong = ()
    said = None
    try:
        said = asked.case.prove.yearly_return(_year(asked))
    except AskedWrong as error:
        wrong = beside(error, {}, "year")
    rows = yearly.table(said["rows"]) if said else []
    view = View(said, typed or str(said["year"] if said else ""), yearly.HEADING, rows, wrong)
    crumbs = [*CRUMBS, Crumb("Yearly return")]
    return Shown("prove-complaint-return.html", view, "Yearly return", "/prove", crumbs, 400 if wrong else 200)


def _year(asked: Asked) -> int:
    """The year that the address names, or this one.

    Raises: AskedWrong.
    """
    typed = asked.query.get("year", "").strip()
    if not typed:
        return date.fromisoformat(asked.case.prove.complaints()["on"]).year
    year = whole(typed)
    if year is None:
        raise AskedWrong("year is no number", typed[:40], "type the four digits of a year, as 2014")
    return year


def _file(asked: Asked, kind: str) -> Answer:
    with asked.turn():
        said = asked.case.prove.yearly_return(_year(asked))
        asked.look("exported", {"kind": kind, "what": "yearly-return", "of": str(said["year"])})
    rows, about = yearly.table(said["rows"]), yearly.about(said["year"], said["rows"], said["not_verified"])
    return sheet.send(asked, f"complaints-{said['year']}", kind, yearly.HEADING, rows, about)


ROUTES = [Route(_AT, yearly_return), *sheet.routes(_AT, _file)]
