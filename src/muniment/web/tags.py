"""Tags: the lists of words that people give items; somebody defines them, and retires them."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused
from muniment.web import queries, sheet
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.order import Order, ordered, send
from muniment.web.queries import Query

HEADING = ("list", "tag", "items", "defined by", "entry", "retired")
_ORDERS = {
    "defined": lambda each: (each["list"], each["tag"]),
    "tag": lambda each: (each["name"].casefold(), each["tag"]),
    "items": lambda each: each["items"],
    "retired": lambda each: (bool(each["retired"]), each["tag"]),
}


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, how many items have it, and the address that finds them."""

    entry: int
    name: str
    by: str
    items: int
    retired: bool
    to: str


@dataclass(frozen=True, slots=True)
class View:
    """What tags.html shows."""

    lists: Sequence[tuple[str, Sequence[Tag]]]
    order: Order
    offered: int
    codes: Json
    list: str
    name: str
    wrong: Sequence[tuple[str, str]]


@page(Who.SESSION)
def tags(asked: Asked) -> Answer:
    """Every tag by its list."""
    asked.look("looked", {"page": "tags"})
    return _shown(asked)


def _shown(
    asked: Asked, list_: str = "", name: str = "", wrong: Sequence[tuple[str, str]] = (), status: int = 200
) -> Shown:
    found: dict[str, list[Tag]] = {}
    every, how = ordered(asked, asked.case.tags(), _ORDERS, "/tags")
    for each in every:
        found.setdefault(each["list"], []).append(_tag(asked, each))
    offered = sum(not each["retired"] for each in every)
    view = View(list(found.items()), how, offered, asked.case.codes(), list_, name, wrong)
    return Shown("tags.html", view, "Tags", "/review", [Crumb("Review", "/review"), Crumb("Tags")], status)


def _tag(asked: Asked, said: Json) -> Tag:
    to = ""
    if said["items"] and '"' not in said["called"]:
        handle = queries.keep(asked, Query('tag:"{}"'.format(said["called"])))
        to = f"/search?q={handle}"
    return Tag(said["tag"], said["name"], said["by"], said["items"], said["retired"], to)


@page(Who.SESSION)
def define(asked: Asked) -> Answer:
    """Make a tag of a list."""
    list_, name = asked.form["list"], asked.form["name"]
    try:
        entry = asked.case.define_tag(list_, name)["entry"]
    except (AskedWrong, Refused) as error:
        field = "list" if not list_ else "name"
        wrong = [(field, f"{error.what[:1].upper()}{error.what[1:]}: {error.next}")]
        return _shown(asked, list_, name, wrong, 409 if isinstance(error, Refused) else 400)
    return asked.after("/tags", entry)


@page(Who.SESSION)
def retire(asked: Asked) -> Answer:
    """Offer a tag no longer; items keep it."""
    return asked.after("/tags", asked.case.retire_tag(asked.path["entry"])["entry"])


def _file(asked: Asked, kind: str) -> Answer:
    """Every tag for a spreadsheet."""
    with asked.turn():
        rows = [
            (each["list"], each["name"], each["items"], each["by"], each["tag"], bool(each["retired"]))
            for each in ordered(asked, asked.case.tags(), _ORDERS, "/tags")[0]
        ]
        return send(asked, "tags", kind, HEADING, rows)


ROUTES = [
    Route("/tags", tags),
    *sheet.routes("/tags", _file),
    Route("/tags", define, methods=["POST"]),
    Route("/tags/{entry}/retire", retire, methods=["POST"]),
]
