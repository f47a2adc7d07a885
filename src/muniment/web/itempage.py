"""The page of one item, put together: what is shown of its content, and what stands around that."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from muniment.case.base import Json
from muniment.errors import BadQuery, UnknownItem
from muniment.intake.picture import png
from muniment.intake.picture.kinds import drawable
from muniment.intake.picture.none import NoPicture
from muniment.model.media import picture
from muniment.web import coding, family, itemfacts, itempast, itemtext, pictures, player, undo
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.itemfacts import Act
from muniment.web.itemtext import Asking, Hits, Sheet, Text
from muniment.web.player import Player

_SAFE = re.compile(r"[A-Za-z0-9_-]{1,40}")
_LAST = 6  # entries of its custody that the page itself shows


@dataclass(frozen=True, slots=True)
class Place:
    """What of an item is looked at: it stands in the address, and goes along with every form."""

    item: str
    page: str = ""
    part: str = ""
    reading: str = ""  # the entry of an older reading
    q: str = ""

    @classmethod
    def of(cls, asked: Asked) -> "Place":
        """From the address, or from the form that was sent."""
        said: Any = asked.form if asked.request.method == "POST" else asked.query
        told = {name: said[name] for name in _PLACE if name in said and _SAFE.fullmatch(said[name])}
        return cls(asked.path["item"], **told)

    @property
    def fields(self) -> dict[str, str]:
        """What of it is not as it is without saying so."""
        return {name: value for name in _PLACE if (value := getattr(self, name))}

    def to(self, page: str, part: int = 1) -> str:
        """The address of another page of the item, or part of that page."""
        said = self.fields | {"page": page, "part": str(part) if part > 1 else ""}
        told = urlencode({name: value for name, value in said.items() if value})
        return f"/item/{self.item}?{told}"


_PLACE = ("page", "part", "reading", "q")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture, and the hits on it."""

    address: str
    width: int
    height: int
    boxes: Sequence[Sequence[int]] = ()
    unplaced: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """The sheet that is shown of an item, and the way to the others."""

    sheet: Sheet | None
    count: int
    pages: int  # how many of them bear a number
    here: int
    picture: Picture | None
    nothing: NoPicture | None  # why there is no picture, where one could be expected
    text: Text | None
    hits: Hits
    asking: Asking
    previous: str
    next: str
    sheets: Sequence[tuple[str, str]]  # key and what to call it, where they are few
    hit_sheets: Sequence[tuple[str, str, int]]  # address, key, how many
    parts: tuple[str, str]  # the addresses of the part before and the next


@dataclass(frozen=True, slots=True)
class View:
    """What item.html shows."""

    place: Place
    title: str
    said: Json
    kind: str
    sum: str
    why: str
    content: Content
    player: Player | None
    opened: Sequence[Act]
    mine: bool  # whether whoever asks has opened it
    settled: Sequence[Act]
    reviewed: Json
    judged: Json | None  # what whoever asks says of it
    judged_with: int  # of how many items that entry says so
    coding: coding.Form
    facts: Sequence[tuple[str, str]]
    columns: bool  # whether its text stands in columns
    kin: "family.Kin"
    custody: Sequence[Act]
    custody_count: int
    older: Sequence[tuple[str, int]]  # address and entry of each other reading
    shown_older: bool
    form: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Sequence[tuple[str, str]] = ()

    def said_wrong(self, name: str) -> str:
        """What is wrong with a field."""
        return next((words for at, words in self.wrong if at == name), "")

    def typed_with(self, name: str) -> str:
        """What was typed into a field that belongs to the judgement, in whichever way that was sent."""
        return self.typed.get(name, "") if self.form in {"judge", "code"} else ""

    def was(self, form: str, name: str, default: str = "") -> str:
        """What was typed into a field of the form that was refused, else what stands there at first."""
        return self.typed.get(name, "") if form == self.form else default


def shown(asked: Asked, wrong: Sequence[tuple[str, str]] = (), form: str = "", status: int = 200) -> Answer:
    """The page. Before anything of it leaves: an entry of the access log, and of the ledger that this person opened it.

    Raises: UnknownItem; Refused, where it is held or withdrawn, or nothing can be recorded; Trouble.
    """
    place = Place.of(asked)
    with asked.turn():
        said = _said(asked, place)
        drawn, nothing = _drawable(asked, said)
    content = _content(asked, place, said, drawn, nothing)
    plays = player.of(asked, said)
    seen = content.picture or content.text or said["state"] in itemfacts.NOTHING_MORE
    with asked.turn():
        asked.look("showed", _looked(place, content))
        if seen:
            asked.case.opened(place.item, how=pictures.OPENED, reading=said["shown_reading"])
        view = _view(asked, place, said, content, plays, wrong, form)
    crumbs = [Crumb(said["bundle"], f"/bundles/{said['bundle']}"), Crumb(place.item)]
    return Shown("item.html", view, place.item, "/", crumbs, status)


def _said(asked: Asked, place: Place) -> Json:
    """An item, in the newest reading or the older one that is asked for.

    Raises: UnknownItem; Refused.
    """
    said = asked.case.item(place.item)
    if not place.reading:
        return said
    for each in said["readings"]:
        if place.reading in map(str, each["entries"]):
            return asked.case.item(place.item, each["reading"])
    raise UnknownItem("this item has no reading of that entry", place.reading, "the item's page lists its readings")


def _drawable(asked: Asked, said: Json) -> tuple[int, NoPicture | None]:
    """How many pages can be drawn, and why none, where somebody would expect some."""
    if not (drawable(said["type"]) or picture(said["type"])):
        return 0, None
    found = asked.case.pages(said["id"])
    none = found["none"]
    return found["pages"], NoPicture(none["reason"], none["says"], none["next"]) if none else None


def _looked(place: Place, content: Content) -> dict[str, Any]:
    sheet = content.sheet
    said: dict[str, Any] = {"on": place.item}
    if sheet is not None and (content.picture or content.text):  # else nothing of it is shown
        said["page"] = sheet.number if sheet.number is not None else sheet.key
    if content.text is not None and content.text.parts > 1:
        said["part"] = content.text.part
    return said | ({"reading": int(place.reading)} if place.reading else {})


def _content(asked: Asked, place: Place, said: Json, drawn: int, nothing: NoPicture | None) -> Content:
    found, asking = itemtext.sheets(said, drawn), Asking.of(asked, place.q)
    here = itemtext.at(found, place.page) if found or place.page else 0
    sheet = found[here] if found else None
    span = (0, 0, 1)
    if sheet is not None and sheet.text is not None:
        span = itemtext.part_of(sheet.text, int(place.part) if place.part.isdigit() else 1)
    part = int(place.part) if place.part.isdigit() and span[2] > 1 else 1
    with asked.turn():
        hits = itemtext.hits(asked, place.item, asking, found, here, span[:2])
    image: Picture | None = None
    if sheet is not None and sheet.picture is not None:
        image, nothing = _picture(asked, place, sheet.picture, asking if not hits.wrong else Asking())
    pieces = (
        place.to(sheet.key, part - 1) if sheet is not None and part > 1 else "",
        place.to(sheet.key, part + 1) if sheet is not None and part < span[2] else "",
    )
    few = found if len(found) <= _FEW and any(each.label not in {"", "document"} for each in found) else []
    return Content(
        sheet,
        len(found),
        sum(each.number is not None for each in found),
        here,
        image,
        nothing,
        itemtext.text(sheet, part, hits, span) if sheet is not None else None,
        hits,
        asking,
        pieces[0] or (place.to(found[here - 1].key) if here > 0 else ""),  # nothing is passed over on the way through
        pieces[1] or (place.to(found[here + 1].key) if here + 1 < len(found) else ""),
        [(place.to(each.key), _called(each)) for each in few],
        [(place.to(key), key, count) for key, count in hits.sheets or ()],
        pieces,
    )


_FEW = 60  # sheets that are named one by one


def _called(sheet: Sheet) -> str:
    return sheet.label or (f"page {sheet.number}" if sheet.number is not None else "text beside the pages")


def _picture(asked: Asked, place: Place, number: int, asking: Asking) -> tuple[Picture | None, NoPicture | None]:
    """The picture of a page with its hits, or why there is none."""
    found = pictures.drawn(asked, place.item, number)
    if isinstance(found, NoPicture):
        return None, found
    address = f"/item/{place.item}/page/{number}"
    if not asking.query:
        return Picture(address, *png.size(found)), None
    try:
        boxes: Any = pictures.boxes(asked, place.item, number, asking.query, names=asking.names)
    except BadQuery:
        return Picture(address, *png.size(found)), None
    return Picture(address, *png.size(found), boxes["boxes"], boxes["unplaced"], boxes["why"] or ""), None


def _view(
    asked: Asked,
    place: Place,
    said: Json,
    content: Content,
    plays: Player | None,
    wrong: Sequence[tuple[str, str]],
    form: str,
) -> View:
    case = asked.case
    opened = itemfacts.opened(case, place.item, said, pictures.OPENED)
    reviewed = case.reviewed(place.item)
    mine = next((each for each in reversed(reviewed["says"]) if each["by"] == case.by), None)
    newest = [each for each in said["readings"] if each["reading"] == said["shown_reading"]]
    others = [each["entries"][-1] for each in said["readings"] if each not in newest]
    return View(
        place,
        itemfacts.title(said),
        {key: value for key, value in said.items() if key not in {"text", "pages"}},
        itemfacts.kind(said),
        itemfacts.sum_of(said),
        itemfacts.why(said),
        content,
        plays,
        opened,
        any(each.by == case.by for each in opened),
        itemfacts.settled(case, said),
        reviewed,
        mine,
        undo.count(case, mine["entry"]) if mine else 0,
        coding.form(case, reviewed["coded"], asked.form if form in {"judge", "code"} else None),
        itemfacts.facts(said, first=True),
        itemfacts.in_columns(said),
        family.kin(case, place.item),
        list(itempast.trail(case, said, said["custody"][-_LAST:])),
        len(said["custody"]),
        [(f"/item/{place.item}?reading={entry}", entry) for entry in others],
        bool(place.reading) and bool(said["readings"]) and said["readings"][-1] not in newest,
        form,
        {name: asked.form.text(name) for name in asked.form} if form else {},
        wrong,
    )
