"""Acts over what a search found: the count is shown and confirmed, one entry is made, and one step undoes it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case import Case
from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.web import hits, queries
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.queries import Query

MOST = 200  # wishes that a session holds; the oldest makes room
_REASONED = ("settle", "code:sensitive")  # acts that need a reason


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be said of which items: of those ticked, or of all that a query finds."""

    do: str
    why: str
    handle: str
    query: Query
    ids: tuple[str, ...]  # none: all that the query finds

    @property
    def over(self) -> str:
        """The query where it is over all that it finds."""
        return "" if self.ids else self.query.text


@dataclass(frozen=True, slots=True)
class View:
    """What search-bulk.html shows before anything is done."""

    token: str
    wanted: Wish
    does: tuple[str, str]  # what would be done, in words before and after how many items
    ticked: Sequence[Json]  # the items, none where it is over all that was found
    of: int  # how many were found, or ticked
    count: int  # how many the entry would be about
    nobody: int | None  # of these found, opened by nobody; None where it does not matter
    was: int | None = None  # the count that was confirmed, where it is another by now
    wrong: str = ""  # why it cannot be confirmed yet


@page(Who.SESSION)
def wish(asked: Asked) -> Answer:
    """Keep what somebody wants to say of items, and go on to the count."""
    handle = asked.form["q"]
    query = queries.of(asked, handle)
    if query is None:
        raise UnknownItem("this search is no longer kept here", "", "go to the search page and type it again")
    ids = tuple(dict.fromkeys(asked.form.many("item"))) if asked.form["of"] != "all" else ()
    if not ids and asked.form["of"] != "all":
        back = f"tick items, or choose all of them; nothing was recorded: /search?q={handle}"
        raise AskedWrong("nothing is ticked", "", back)
    if not ids and query.names:
        what = "an act over a search is kept with its query as it was typed"
        raise Refused(what, "", f"search without expanding people’s names, or tick items: /search?q={handle}")
    wanted = Wish(asked.form["do"], asked.form["why"], handle, query, ids)
    does = _does(asked, wanted)
    if wanted.do.startswith(_REASONED) and not wanted.why:
        return _page(View("", wanted, does, _ticked(asked, wanted), 0, 0, None, wrong="A reason is needed"), 400)
    return asked.after("/search/bulk", b=_keep(asked, wanted))


@page(Who.SESSION)
def confirm(asked: Asked) -> Answer:
    """How many items it would be about, before it is done."""
    token = asked.query.get("b", "")
    return _shown(asked, token, _kept(asked, token))


@page(Who.SESSION)
def do(asked: Asked) -> Answer:
    """Do it, where it still is about as many items as were shown."""
    token = asked.form["b"]
    wanted, count = _kept(asked, token), asked.form.number("count")
    if count is None:
        raise AskedWrong("the count that was shown is missing", "", "go back and look again; nothing was recorded")
    now = _count(asked.case, wanted)
    if now != count:
        return _shown(asked, token, wanted, was=count)
    entry = _done(asked.case, wanted, count)["entry"]  # refuses another count too: somebody may have come between
    return asked.after("/search", entry, q=wanted.handle)


def _shown(asked: Asked, token: str, wanted: Wish, was: int | None = None) -> Shown:
    asked.look("searched", {"bulk": True}, [("query", wanted.query.text)])
    found = len(wanted.ids) if wanted.ids else asked.case.search(wanted.over, 0)["total"]
    nobody = None
    if not wanted.ids and wanted.do.startswith("judge:"):
        nobody = asked.case.search(f"({wanted.over}) opened:nobody", 0)["total"]
    does, count = _does(asked, wanted), _count(asked.case, wanted)
    view = View(token, wanted, does, _ticked(asked, wanted), found, count, nobody, was)
    return _page(view, 200 if was is None else 409)


def _page(view: View, status: int) -> Shown:
    crumbs = [Crumb("Search", f"/search?q={view.wanted.handle}"), Crumb("Confirm")]
    return Shown("search-bulk.html", view, "Confirm", "/search", crumbs, status=status)


def _does(asked: Asked, wanted: Wish) -> tuple[str, str]:
    """What is to be done, in words before and after how many items it is done with.

    Raises: AskedWrong, where the form gives something that is not offered.
    """
    offered = {value: says.partition(" (")[0] for _, options in hits.choices(asked) for value, says in options}
    if wanted.do not in offered:
        back = f"choose what is offered; nothing was recorded: /search?q={wanted.handle}"
        raise AskedWrong("this cannot be done with items", wanted.do[:40], back)
    says = offered[wanted.do]
    match wanted.do.partition(":")[0]:
        case "judge":
            return "Judge", says
        case "tag":
            return "Tag", f"with {says}"
        case "untag":
            return f"Take the tag {says.removeprefix('no longer ')} off", ""
        case "settle":
            return "Settle", f": {says}"
        case _:
            return "Say of", f": {says}"


def _ticked(asked: Asked, wanted: Wish) -> list[Json]:
    """The items that were ticked."""
    return asked.case.item_some(list(wanted.ids)) if wanted.ids else []


def _keep(asked: Asked, wanted: Wish) -> str:
    found = _wishes(asked)
    token = secrets.token_urlsafe(6)
    found[token] = wanted
    while len(found) > MOST:
        del found[next(iter(found))]
    return token


def _kept(asked: Asked, token: str) -> Wish:
    wanted = _wishes(asked).get(token)
    if wanted is None:
        raise UnknownItem("what was to be confirmed is no longer kept here", "", "search again; nothing was recorded")
    return wanted


def _wishes(asked: Asked) -> dict[str, Wish]:
    assert asked.session is not None
    found: dict[str, Wish] = asked.session.kept.setdefault("bulk", {})
    return found


# -- what the case is asked


def _parts(wanted: Wish) -> tuple[str, str, str]:
    """The act, and what it says: (judge, relevant), (tag, 17), (code, used, unused), (settle, set-aside)."""
    act, _, rest = wanted.do.partition(":")
    one, _, other = rest.partition(":")
    return act, one, other


def _count(case: Case, wanted: Wish) -> int:
    act, one, other = _parts(wanted)
    if wanted.ids and not act.startswith("un"):
        return len(wanted.ids)
    match act:
        case "judge":
            return case.to_judge(wanted.over, one)
        case "tag" | "untag":
            return _having(case, wanted) if wanted.ids else case.to_tag(one, wanted.over, remove=act == "untag")
        case "code" | "uncode":
            remove = act == "uncode"
            return (
                _having(case, wanted)
                if wanted.ids
                else case.to_code(one, other, wanted.over, why=wanted.why, remove=remove)
            )
        case _:
            return case.to_settle(wanted.over, one)


def _having(case: Case, wanted: Wish) -> int:
    """Of the items ticked, those of which it is said now."""
    act, one, other = _parts(wanted)
    found = map(case.coded, wanted.ids)
    if act == "untag":
        return sum(any(str(tag["tag"]) == one for tag in each["tags"]) for each in found)
    return sum((each[one] or {}).get("value") == other for each in found)


def _done(case: Case, wanted: Wish, count: int) -> Json:
    act, one, other = _parts(wanted)
    ids: Sequence[str] = wanted.ids
    match act:
        case "judge":
            return case.judge(*ids, judgement=one, note=wanted.why, query=wanted.over, count=count)
        case "tag" | "untag":
            return case.tag(one, *ids, query=wanted.over, count=count, remove=act == "untag", why=wanted.why)
        case "code" | "uncode":
            remove = act == "uncode"
            return case.code(one, other, *ids, why=wanted.why, query=wanted.over, count=count, remove=remove)
        case _:
            return case.settle(*ids, says=one, why=wanted.why, query=wanted.over, count=count)


ROUTES = [
    Route("/search/bulk", wish, methods=["POST"]),
    Route("/search/bulk", confirm),
    Route("/search/bulk/do", do, methods=["POST"]),
]
