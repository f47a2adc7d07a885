"""Search: where is it said, and where could nobody look. The query never stands in the address."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, BadQuery, MunimentError, Refused, UnknownItem
from muniment.model import words
from muniment.model.state import State
from muniment.search import export
from muniment.web import hits, queries, sheet, undo
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.hits import Found
from muniment.web.queries import Query
from muniment.web.undo import Undo

PAGE = 25
NAMED = 3  # of what could not be searched, the items named under an answer


@dataclass(frozen=True, slots=True)
class Saved:
    """A search that is kept under a name."""

    entry: int
    name: str
    query: str
    names: bool
    found: int
    day: str
    by: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Of how much an answer is: searched + in part + not searchable are all items."""

    searched: int
    in_part: int
    not_searchable: int
    held: int
    some: Sequence[Json]  # of what could not be searched, or only in part, the first
    self_test: Sequence[str]

    @property
    def listed(self) -> int:
        """How many the list of what could not be searched has: held ones are in none."""
        return self.in_part + self.not_searchable - self.held


@dataclass(frozen=True, slots=True)
class View:
    """What search.html shows."""

    handle: str
    query: str
    names: bool
    found: Found | None
    reach: Reach
    saved: Sequence[Saved]
    wrong: Sequence[tuple[str, str]]
    name: str  # as typed for a search that could not be saved
    lost: bool  # the address is of a search that is no longer kept here
    undo: Undo | None


# -- asking


@page(Who.SESSION)
def search(asked: Asked) -> Answer:
    """The empty page, or the answer to a query that this session keeps."""
    handle = asked.query.get("q", "")
    query = queries.of(asked, handle) if handle else None
    if query is None:
        asked.look("looked", {"page": "search"})
        return _shown(asked, "", Query(""), None, lost=bool(handle))
    return _answer(asked, handle, query)


@page(Who.SESSION)
def ask(asked: Asked) -> Answer:
    """Keep what was typed for this session, and go on to the answer."""
    text = asked.form["query"]
    if not text:
        wrong = [("query", "There is nothing to search for: write a word")]
        return _shown(asked, "", Query("", names="names" in asked.form), None, wrong=wrong)
    return asked.after("/search", q=queries.keep(asked, Query(text, names="names" in asked.form)))


def _answer(
    asked: Asked, handle: str, query: Query, wrong: Sequence[tuple[str, str]] = (), name: str = "", status: int = 200
) -> Answer:
    """The page of an answer; `wrong` is what could not be done with it."""
    first = asked.number("from") or 0
    try:
        said = asked.case.search(query.text, PAGE, first, names=query.names)
    except BadQuery as error:
        asked.look("failed", {"kind": error.kind}, [("query", query.text)])
        return _shown(asked, handle, query, None, wrong=[("query", _mending(error))])
    asked.look("searched", {"total": said["total"], "from": first}, [("query", query.text)])
    found = hits.found(asked, handle, query, said, first)
    return _shown(asked, handle, query, found, said, wrong=wrong, name=name, status=status)


def _in_words(error: MunimentError) -> str:
    """An error as one sentence for a person."""
    said = f"{error.what[:1].upper()}{error.what[1:]}"
    return f"{said}: {error.subject}" if error.subject else f"{said}: {error.next}" if error.next else said


def _mending(error: BadQuery) -> str:
    """What is wrong with a query, where, and how it is mended."""
    said = f"{error.what[:1].upper()}{error.what[1:]} ({error.subject})"
    return f"{said}. To mend it, {error.next}" if error.next else f"{said}. Mend it there, and search again"


def _shown(
    asked: Asked,
    handle: str,
    query: Query,
    found: Found | None,
    said: Json | None = None,
    *,
    wrong: Sequence[tuple[str, str]] = (),
    name: str = "",
    lost: bool = False,
    status: int = 200,
) -> Shown:
    view = View(
        handle=handle,
        query=query.text,
        names=query.names,
        found=found,
        reach=_reach(asked, said or asked.case.coverage()),
        saved=[_saved(each) for each in asked.case.saved_searches()],
        wrong=wrong,
        name=name,
        lost=lost,
        undo=undo.offered(asked, "/search", handle),
    )
    status = 404 if lost else 400 if wrong and status == 200 else status
    return Shown("search.html", view, "Search", "/search", [Crumb("Search")], status=status)


def _reach(asked: Asked, said: Mapping[str, Any]) -> Reach:
    counts = (said["searched"], said["searched_in_part"], said["not_searchable"], said["held"])
    some = list(islice(asked.case.unsearched(), NAMED)) if counts[1] + counts[2] - counts[3] else []
    return Reach(*counts, some, words.self_test(said["probes"]))


def _saved(said: Json) -> Saved:
    name = said["name"] if said["query"] is not None else f"{said['name']} (erased)"
    return Saved(said["entry"], name, said["query"] or "", said["names"], said["found"], said["at"][:10], said["by"])


# -- saved searches


@page(Who.SESSION)
def run(asked: Asked) -> Answer:
    """Run a saved search: the same as typing its query now."""
    found = _saved_at(asked)
    asked.case.saved_search(found["name"])  # refuses one whose query was erased
    handle = queries.keep(asked, Query(found["query"], names=found["names"]))
    return asked.after("/search", q=handle, saved=str(found["entry"]))


@page(Who.SESSION)
def save(asked: Asked) -> Answer:
    """Keep a search under a name."""
    handle, query = _asked_for(asked)
    try:
        entry = asked.case.save_search(asked.form["name"], query.text, names=query.names)["entry"]
    except (AskedWrong, Refused) as error:
        return _answer(asked, handle, query, [("name", _in_words(error))], asked.form["name"], 400)
    return asked.after("/search", entry, q=handle, saved=str(entry))


@page(Who.SESSION)
def forget(asked: Asked) -> Answer:
    """Offer a saved search no longer."""
    found = _saved_at(asked)
    return asked.after("/search", asked.case.forget_search(found["name"])["entry"])


def _saved_at(asked: Asked) -> Json:
    """The saved search that the address names.

    Raises: UnknownItem.
    """
    entry = undo.entry_of(asked, "the search page lists what is saved: /search")
    found = hits.saved(asked, entry)
    if found is None:
        raise UnknownItem("no search of that number is saved", str(entry), "the search page lists them: /search")
    return found


def _asked_for(asked: Asked) -> tuple[str, Query]:
    """The handle that a form or an address gives, and its query."""
    handle = asked.form["q"] or asked.query.get("q", "")
    query = queries.of(asked, handle)
    if query is None:
        raise UnknownItem("this search is no longer kept here", "", "go to the search page and type it again")
    return handle, query


# -- what could not be searched


@dataclass(frozen=True, slots=True)
class Unsearched:
    """What search-unsearched.html shows."""

    reach: Reach
    items: Sequence[Json]
    first: int
    next: str


@page(Who.SESSION)
def unsearched(asked: Asked) -> Answer:
    """Every item that a search could not look at, or only in part, and why."""
    first = asked.number("from") or 0
    found = list(islice(asked.case.unsearched(), first, first + 4 * PAGE + 1))
    asked.look("looked", {"page": "unsearched", "from": first})
    items = [each | {"sum": State(each["state"]).sum.value} for each in found[: 4 * PAGE]]
    more = f"/search/unsearched?from={first + 4 * PAGE}" if len(found) > 4 * PAGE else ""
    view = Unsearched(_reach(asked, asked.case.coverage()), items, first, more)
    crumbs = [Crumb("Search", "/search"), Crumb("Not searched")]
    return Shown("search-unsearched.html", view, "Not searched", "/search", crumbs)


# -- files


def _file(asked: Asked, kind: str) -> Answer:
    """Every hit, for a spreadsheet."""
    with asked.turn():
        _, query = _asked_for(asked)
        said, found = asked.case.search_whole(query.text, names=query.names)
        asked.look("exported", {"kind": kind, "total": said["total"]}, [("query", query.text)])
        about = list(export.about((asked.case.title, asked.case.id), said))
    return sheet.send(asked, "found", kind, export.HEADING, sheet.in_turns(asked, found, export.rows), about)


@page(Who.SESSION)
def record(asked: Asked) -> Answer:
    """Make a signed record of this search, an entry of the ledger, and send its text."""
    _, query = _asked_for(asked)
    asked.look("searched", {"record": True}, [("query", query.text)])
    # The text lies outside the case until it is sent; a crash before leaves an entry without a text, and does no harm.
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "record.txt"
        made = asked.case.record_search(query.text, out, names=query.names)
        text = out.read_bytes()
    name = f"search-record-{made['entry']}.txt"
    return Response(text, media_type="text/plain; charset=utf-8", headers=sheet.attached(name, len(text)))


ROUTES = [
    Route("/search", search),
    Route("/search", ask, methods=["POST"]),
    Route("/search/unsearched", unsearched),
    *sheet.routes("/search", _file),
    Route("/search/record", record, methods=["POST"]),
    Route("/search/save", save, methods=["POST"]),
    Route("/search/saved/{entry}", run),
    Route("/search/saved/{entry}/forget", forget, methods=["POST"]),
]
