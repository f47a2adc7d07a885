"""The table of items: what each is, what a machine could do, what people did; and the same for a spreadsheet."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.routing import Route

from muniment.case.base import Json
from muniment.intake.itemlist import SORTS, Chosen
from muniment.model import words
from muniment.model.media import label
from muniment.model.reason import REASONS
from muniment.model.state import State
from muniment.names.csvsafe import Value
from muniment.search.export import SUMS
from muniment.web import sheet
from muniment.web.access import Who, page
from muniment.web.account import items_at
from muniment.web.asked import Answer, Asked, Crumb, Shown

PAGE = 100
_FRESH = 60.0  # seconds
_NAMES = tuple(each.name for each in fields(Chosen))
_SAYS = {  # what a choice is called, for the sentence of the page
    "sum": {"read": "text had by machine", "without_text": "no text found", "unread": "text may be missing"},
    "waits": {"needs_person": "need a person", "unseen": "without text or on a shelf, opened by nobody"},
    "opened": {"yes": "opened by a person", "no": "opened by nobody"},
    "settled": {"yes": "settled by a person", "no": "not settled"},
    "judged": {
        "yes": "judged",
        "no": "judged by nobody",
        "relevant": "judged relevant",
        "not-relevant": "judged not relevant",
        "unsure": "unsure",
    },
}
HEADING = (
    "item",
    "bundle",
    "name",
    "path",
    "in item",
    "type",
    "bytes",
    "text",
    "state",
    "reason",
    "opened by",
    "settled",
    "judged",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the table."""

    id: str
    name: str
    path: str  # the folder or the container that it lies in
    kind: str
    size: int | None
    sum: str
    why: str
    aside: str
    opened_by: Sequence[str]
    settled: bool
    judgement: str
    differ: bool


@dataclass(frozen=True, slots=True)
class View:
    """What items.html shows."""

    total: int
    says: str
    rows: Sequence[Row]
    chosen: Mapping[str, str]
    sort: str
    sorts: Mapping[str, str]  # the address of each order
    first: str
    next: str
    bundles: Sequence[tuple[str, str]]
    types: Sequence[tuple[str, str]]
    choices: Mapping[str, Sequence[tuple[str, str]]]
    csv: str
    xlsx: str


@page(Who.SESSION)
def items(asked: Asked) -> Answer:
    """Items that are chosen by what stands in the address: nothing there but ids, states and types."""
    chosen, sort = _chosen(asked), asked.query.get("sort", "account")
    after = asked.query.get("after", "")
    said = asked.case.item_page(sort=sort, after=after, limit=PAGE, **chosen)
    asked.look("looked", {"page": "items", "total": said["total"], "chosen": chosen})
    here = {**chosen, **({"sort": sort} if sort != "account" else {})}
    bundles = [(each["id"], each["id"]) for each in asked.case.bundles()]
    view = View(
        total=said["total"],
        says=_says(chosen),
        rows=[_row(each) for each in said["items"]],
        chosen=chosen,
        sort=sort,
        sorts={name: items_at(**(chosen if name == "account" else {**chosen, "sort": name})) for name in SORTS},
        first=items_at(**here) if after else "",
        next=items_at(**here, after=said["next"]) if said["next"] else "",
        bundles=[("", "every bundle"), *bundles],
        types=[("", "every kind"), *sorted(_types(asked), key=lambda each: each[1].casefold())],
        choices={name: [("", "all"), *values.items()] for name, values in _SAYS.items()},
        csv=f"/items.csv?{urlencode(here)}",
        xlsx=f"/items.xlsx?{urlencode(here)}",
    )
    return Shown("items.html", view, "Items", "/", [Crumb("Items")])


def _types(asked: Asked) -> list[tuple[str, str]]:
    """The kinds that the form offers; looked for anew after a minute, because that means to look at every item."""
    bundle, now = asked.query.get("bundle", ""), time.monotonic()
    kept: dict[str, tuple[float, list[tuple[str, str]]]] = asked.desk.kept.setdefault("types", {})
    if bundle not in kept or now - kept[bundle][0] > _FRESH:
        kept[bundle] = (now, [(kind, label(kind)) for kind in asked.case.item_types(bundle)])
    return kept[bundle][1]


def _chosen(asked: Asked) -> dict[str, str]:
    return {name: value for name in _NAMES if (value := asked.query.get(name, ""))}


def _says(chosen: Mapping[str, str]) -> str:
    """What is chosen, as the end of a sentence."""
    told = [_SAYS[name][value] for name, value in chosen.items() if name in _SAYS]
    if "state" in chosen:
        told.append(words.STATES[chosen["state"]])
    if "reason" in chosen:
        known = REASONS.get(chosen["reason"])
        told.append(known.says if known else chosen["reason"])
    if "type" in chosen:
        told.append(label(chosen["type"]))
    if "bundle" in chosen:
        told.append(f"of {chosen['bundle']}")
    return "; ".join(dict.fromkeys(told))


def _row(item: Json) -> Row:
    state = State(item["state"])
    return Row(
        item["id"],
        item["name"],
        item["path"][: -len(item["name"])].rstrip("/") if item["path"].endswith(item["name"]) else item["path"],
        label(item["type"]),
        item["bytes"],
        state.sum.value,
        "" if state is State.TEXT_COMPLETE else _why(item),
        item["aside"] or "",
        item["opened_by"],
        item["settled"],
        item["judgement"] or "",
        item["differ"],
    )


def _why(item: Json) -> str:
    """Why an item is in its state; where there is no more to say, what the state means."""
    known = REASONS.get(item["reason"]) if item["reason"] else None
    return known.says if known else item["reason"] or words.STATES[item["state"]]


def _file(asked: Asked, kind: str) -> Answer:
    """The same items, all of them, for a spreadsheet, in the order shown."""
    chosen, sort = _chosen(asked), asked.query.get("sort", "account")
    with asked.turn():
        found, about = asked.case.item_lines(sort=sort, **chosen), _about(asked, chosen)
        asked.look("exported", {"kind": kind, "chosen": chosen})
    rows = sheet.in_turns(asked, found, lambda batch: map(_cells, batch))
    return sheet.send(asked, "items", kind, HEADING, rows, about)


def _cells(item: Json) -> Sequence[Value]:
    return (
        *(item["id"], item["bundle"], item["name"], item["path"], item["parent"], item["type"], item["bytes"]),
        *(SUMS[State(item["state"]).sum], words.STATES[item["state"]], _why(item)),
        *("; ".join(item["opened_by"]) or "nobody", item["settled"], item["judgement"] or "by nobody"),
    )


def _about(asked: Asked, chosen: Mapping[str, str]) -> list[Sequence[Value]]:
    """What the table is all of: without this it could be taken for more than it is."""
    return [
        ("case", asked.case.title),
        ("case id", asked.case.id),
        ("items", _says(chosen) or "all"),
        ("as of entry", asked.case.as_of),
        ("written", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
    ]


ROUTES = [Route("/items", items), *sheet.routes("/items", _file)]
