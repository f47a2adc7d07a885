"""What is like an item: the same bytes, the same text, nearly the same; and in what two of them differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.web import family, itemfacts
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Shown
from muniment.web.pictures import OPENED

_SHOWN = 50  # that are nearly the same
_PASSAGES = 100  # differences on one page


@dataclass(frozen=True, slots=True)
class View:
    """What itemalike.html shows."""

    id: str
    title: str
    same_bytes: Sequence[Json]
    same_bytes_count: int
    same_text: Sequence[Json]
    same_text_count: int
    near: Sequence[tuple[Json, Json]]  # the item's line, and how alike
    near_count: int
    not_counted: int
    held: int
    cannot_show: Sequence[str]


@dataclass(frozen=True, slots=True)
class Differs:
    """What itemdiffers.html shows."""

    id: str
    title: str
    other: Json
    said: Json
    shown: Sequence[Json]
    first: int
    next: int | None


@page(Who.SESSION)
def alike(asked: Asked) -> Answer:
    """Duplicates and near-duplicates. Nothing is dropped for being alike."""
    id, case = asked.path["item"], asked.case  # noqa: A001
    said, about = case.duplicates(id, _SHOWN), case.item(id)
    named = [each["item"] for part in ("same_bytes", "same_text", "nearly") for each in said[part]]
    lines = {each["id"]: family.row(each) for each in case.item_some(list(dict.fromkeys(named)))}
    asked.look("showed", {"on": id, "what": "alike"})
    view = View(
        id,
        itemfacts.title(about),
        [lines[each["item"]] for each in said["same_bytes"]],
        said["same_bytes_count"],
        [lines[each["item"]] for each in said["same_text"]],
        said["same_text_count"],
        [(lines[each["item"]], each) for each in said["nearly"]],
        said["nearly_count"],
        said["not_counted"],
        said["held"],
        said["cannot_show"],
    )
    return Shown("itemalike.html", view, f"Like {id}", "/", family.crumbs(about, "Duplicates"))


@page(Who.SESSION)
def differs(asked: Asked) -> Answer:
    """Every passage in which two items differ: parts of both are on the screen, so both are opened."""
    id, other, case = asked.path["item"], asked.path["other"], asked.case  # noqa: A001
    said, about = case.differences(id, other), case.item(id)
    every = said["differences"]
    first = min(asked.number("from") or 0, len(every))
    asked.look("showed", {"on": id, "what": "differences", "other": other})
    case.opened(id, other, how=OPENED)
    line = family.row(case.item_some([other])[0])
    more = first + _PASSAGES if first + _PASSAGES < len(every) else None
    view = Differs(id, itemfacts.title(about), line, said, every[first : first + _PASSAGES], first, more)
    return Shown("itemdiffers.html", view, f"{id} and {other}", "/", family.crumbs(about, f"What differs from {other}"))


ROUTES = [Route("/item/{item}/alike", alike), Route("/item/{item}/alike/{other}", differs)]
