"""What came in together: every bundle, one of them with its sender's list, and the things on shelves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import UnknownItem
from muniment.model import words
from muniment.web import sheet
from muniment.web.access import Who, page
from muniment.web.account import GAPS, Line, account_of, line
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.order import Keys, Order, ordered, send

LINES = 100  # of a sender's list on one page
LIST_STATES = ("matched", "unreadable", "missing", "extra")
_CUSTODY = (
    ("origin", "came from"),
    ("via", "through the hands of"),
    ("by", "brought by"),
    ("how", "came by"),
    ("ref", "their reference"),
)
BUNDLES_HEADING = (
    *("bundle", "from", "received", "computer files", "items", "text had by machine", "no text found"),
    *("text may be missing", "opened by a person", "opened by nobody", "judged", "held or withdrawn"),
    *("which way it came", "not known"),
)
BOXES_HEADING = (
    *("item", "thing", "reference", "holder", "place", "seal", "pages", "pages scanned"),
    *("opened by", "settled"),
)
_BUNDLES: Keys = {
    "bundle": lambda each: each.bundle,
    "from": lambda each: (each.name.casefold(), each.bundle),
    "received": lambda each: (each.about[1], each.bundle),
    "files": lambda each: each.files,
    "items": lambda each: each.items,
    "missing": lambda each: each.unread,
    "shut": lambda each: each.items - each.opened,
}
_BOXES: Keys = {
    "item": lambda each: each["item"],
    "name": lambda each: (each["name"].casefold(), each["item"]),
    "holder": lambda each: (each["holder"].casefold(), each["place"].casefold(), each["item"]),
    "scanned": lambda each: each["pages_scanned"],
    "people": lambda each: ("; ".join(each["opened_by"]).casefold(), each["item"]),  # those opened by nobody first
}


@dataclass(frozen=True, slots=True)
class Bundles:
    """What bundles.html shows."""

    lines: Sequence[Line]
    order: Order
    custody: Mapping[str, Sequence[tuple[str, str]]]
    gaps: Mapping[str, Sequence[str]]
    boxes: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a sender's list, or an item that no line names."""

    number: int | None
    text: str
    state: str
    items: Sequence[Json]  # as the table of items has them
    pages_listed: int | None
    pages_found: int | None
    confirmed_by: str
    why: str


@dataclass(frozen=True, slots=True)
class SenderList:
    """A sender's list, in part."""

    sums: Json
    lines: Sequence[Listed]
    chosen: str
    total: int
    first: int
    next: int | None


@dataclass(frozen=True, slots=True)
class Bundle:
    """What bundle.html shows."""

    line: Line
    custody: Sequence[tuple[str, str]]
    gaps: Sequence[str]
    states: Sequence[tuple[str, str, int]]
    said: Sequence[Json]
    changes: Sequence[tuple[str, Sequence[str]]]
    needs_person: int
    unseen: int
    list: SenderList | None
    boxes: Sequence[Json]


@dataclass(frozen=True, slots=True)
class Boxes:
    """What boxes.html shows."""

    boxes: Sequence[Json]
    order: Order
    opened: int


@page(Who.SESSION)
def bundles(asked: Asked) -> Answer:
    """Every bundle: what it is, which way it came, and what is not known of that."""
    said, bands = account_of(asked)
    boxes = asked.case.boxes()
    asked.look("looked", {"page": "bundles"})
    lines, how = ordered(asked, [line(each, bands) for each in said["bundles"]], _BUNDLES, "/bundles")
    view = Bundles(
        lines,
        how,
        {each["id"]: _custody(each) for each in said["bundles"]},
        {each["id"]: _gaps(each) for each in said["bundles"]},
        len(boxes),
    )
    return Shown("bundles.html", view, "Bundles", "/", [Crumb("Bundles")])


@page(Who.SESSION)
def bundle(asked: Asked) -> Answer:
    """One bundle."""
    case, wanted = asked.case, asked.path["bundle"]
    whole, bands = account_of(asked)
    said = next((each for each in whole["bundles"] if each["id"] == wanted), None)
    if said is None:
        raise UnknownItem("there is no such bundle", wanted, "the page of bundles lists them all")
    things = {each["id"] for each in case.item_page(bundle=wanted, state="unread.physical", limit=1000)["items"]}
    boxes = [each for each in case.boxes() if each["item"] in things]
    listed = _list(asked, wanted, said["list"]) if said["list"] and not said["held"] and not said["withdrawn"] else None
    asked.look("looked", {"page": "bundle", "on": wanted})
    view = Bundle(
        line(said, bands),
        _custody(said),
        _gaps(said),
        [(state, words.STATES[state], said["states"][state]) for state in words.STATES if said["states"].get(state)],
        said["said"],
        [(what, said[what]) for what in ("appeared", "gone", "changed") if said[what]],
        said["needs_person"],
        said["unseen"],
        listed,
        _things(asked, boxes),
    )
    return Shown("bundle.html", view, wanted, "/", [Crumb("Bundles", "/bundles"), Crumb(wanted)])


@page(Who.SESSION)
def boxes(asked: Asked) -> Answer:
    """Things on shelves: who holds them, where, and how much of them was scanned."""
    found, how = ordered(asked, _things(asked, asked.case.boxes()), _BOXES, "/boxes")
    asked.look("looked", {"page": "boxes"})
    view = Boxes(found, how, sum(bool(each["opened_by"]) for each in found))
    return Shown("boxes.html", view, "On a shelf", "/", [Crumb("On a shelf")])


def _bundles_file(asked: Asked, kind: str) -> Answer:
    """The bundles for a spreadsheet, in the order shown."""
    with asked.turn():
        said, bands = account_of(asked)
        lines, _ = ordered(asked, [line(each, bands) for each in said["bundles"]], _BUNDLES, "/bundles")
        of = {each["id"]: each for each in said["bundles"]}
        rows = [
            (
                *(each.bundle, each.name, each.about[1], each.files, each.items, each.read, each.without_text),
                *(each.unread, each.opened, each.items - each.opened, each.judged, each.aside),
                "; ".join(f"{what} {told}" for what, told in _custody(of[each.bundle])),
                "; ".join(_gaps(of[each.bundle])),
            )
            for each in lines
        ]
        return send(asked, "bundles", kind, BUNDLES_HEADING, rows)


def _boxes_file(asked: Asked, kind: str) -> Answer:
    """Things on shelves for a spreadsheet, in the order shown."""
    with asked.turn():
        found, _ = ordered(asked, _things(asked, asked.case.boxes()), _BOXES, "/boxes")
        names = ("item", "name", "ref", "holder", "place", "seal", "pages", "pages_scanned")
        rows = [
            (*(each[name] for name in names), "; ".join(each["opened_by"]) or "nobody", bool(each["settled"]))
            for each in found
        ]
        return send(asked, "boxes", kind, BOXES_HEADING, rows)


def _custody(said: Json) -> list[tuple[str, str]]:
    """Which way a bundle came, as far as somebody said it."""
    brought = said["brought"]
    told = {name: value if isinstance(value, str) else ", ".join(value) for name, value in brought.items()}
    return [(what, told[name]) for name, what in _CUSTODY if told[name] and name not in said["gaps"]]


def _gaps(said: Json) -> list[str]:
    return [GAPS[name] for name in said["gaps"]] if said["files"] else []


def _things(asked: Asked, boxes: Sequence[Json]) -> list[Json]:
    """Things on shelves with what people did with them."""
    did = {each["id"]: each for each in asked.case.item_some([each["item"] for each in boxes])}
    return [
        each | {"opened_by": did[each["item"]]["opened_by"], "settled": did[each["item"]]["settled"]} for each in boxes
    ]


def _list(asked: Asked, wanted: str, sums: Json) -> SenderList:
    """The part of a list that is asked for, with what its items are."""
    chosen = asked.query.get("lines", "")
    chosen = chosen if chosen in LIST_STATES else ""
    found = [each for each in asked.case.list_show(wanted)["lines"] if _fits(each["state"], chosen)]
    first = min(asked.number("from") or 0, len(found))
    shown = found[first : first + LINES]
    ids = {item for each in shown for item in each["items"]}
    items = {each["id"]: each for each in asked.case.item_some(sorted(ids))}
    more = first + LINES if first + LINES < len(found) else None
    return SenderList(sums, list(_lines(shown, items)), chosen, len(found), first, more)


def _fits(state: str, chosen: str) -> bool:
    """Whether a line is among those chosen: all that the sender wrote, where nothing is."""
    return state == chosen if chosen else state != "extra"


def _lines(shown: Iterable[Json], items: Mapping[str, Json]) -> Iterable[Listed]:
    for each in shown:
        yield Listed(
            each["line"],
            each["text"],
            each["state"],
            [items[item] for item in each["items"] if item in items],
            each["pages_listed"],
            each["pages_found"],
            each["confirmed_by"] or "",
            each["why"],
        )


ROUTES = [
    Route("/bundles", bundles),
    *sheet.routes("/bundles", _bundles_file),
    Route("/bundles/{bundle}", bundle),
    Route("/boxes", boxes),
    *sheet.routes("/boxes", _boxes_file),
]
