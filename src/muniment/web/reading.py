"""What is read of an item in review: a page as a picture or as text, and the words for which it comes next marked in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import BadQuery, UnknownItem
from muniment.intake.picture.kinds import drawable
from muniment.model.media import nature, picture
from muniment.web import helps, itemfacts, itemtext, pictures
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked
from muniment.web.itemtext import Sheet
from muniment.web.passage import Piece, pieces

MARKED = 4  # of the words for which an item comes next
TERMS = 500  # items of which a session remembers them
_TERMS, _AS = "terms", "review-as"  # where a session keeps them, and whether text or pictures are read


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in the middle: the picture, the text, or why there is neither; and the ways on."""

    picture: str  # the address, "" where none is shown
    over: str  # of the marks that lie on it
    key: int | str  # the page as the access log names it
    text: Sequence[Piece] | None
    part: int
    parts: int
    nothing: str  # why there is neither, in a sentence
    next_step: helps.Shown | None
    here: int  # from 1
    count: int
    called: str
    before: str
    after: str
    as_text: str  # the address that shows the text instead, "" where that is not possible
    as_picture: str

    @property
    def shows(self) -> bool:
        """Whether there is something of the item to be seen."""
        return self.text is not None or bool(self.picture)


def read(asked: Asked, said: Json, to: str, terms: Sequence[str]) -> Content:
    """A page of an item, as the address asks for it; `to` is that of the review page, `terms` are marked.

    Raises: UnknownItem, where it has no such page.
    """
    drawn, none = _drawn(asked, said)
    found = itemtext.sheets(said, drawn)
    if not found:
        return _nothing(said, none)
    here = itemtext.at(found, asked.query.get("page", ""))
    sheet = found[here]
    shows_picture = sheet.picture is not None and (sheet.text is None or _wanted(asked) == "picture")
    text, part, parts = None, 1, 1
    if not shows_picture and sheet.text is not None:
        part = asked.number("part") or 1
        low, high, parts = itemtext.part_of(sheet.text, part)
        text = _marked(asked, said["id"], sheet.text[low:high], terms)

    def at(index: int, part: int = 1, as_: str = "") -> str:
        told = {"page": found[index].key} | ({"part": str(part)} if part > 1 else {}) | ({"as": as_} if as_ else {})
        return f"{to}?{urlencode(told)}"

    remember(asked, said["id"], terms)
    overlay = bool(terms) and shows_picture and sheet.text is not None
    return Content(
        picture=f"/item/{said['id']}/page/{sheet.picture}" if shows_picture else "",
        over=f"/review/{said['id']}/marks/{sheet.picture}" if overlay else "",
        key=sheet.key if sheet.number is None else sheet.number,
        text=text,
        part=part,
        parts=parts,
        nothing="" if shows_picture or text is not None else _why(said, none),
        next_step=helps.of(said),
        here=here + 1,
        count=len(found),
        called=_called(sheet),
        before=at(here, part - 1) if part > 1 else at(here - 1) if here else "",
        after=at(here, part + 1) if part < parts else at(here + 1) if here + 1 < len(found) else "",
        as_text=at(here, as_="text") if shows_picture and sheet.text is not None else "",
        as_picture=at(here, as_="picture") if not shows_picture and sheet.picture is not None else "",
    )


def _drawn(asked: Asked, said: Json) -> tuple[int, str]:
    """How many pages are drawn, and why none, where somebody would expect some."""
    if not (drawable(said["type"]) or picture(said["type"])):
        return 0, ""
    found = asked.case.pages(said["id"])
    return found["pages"], found["none"]["says"] if found["none"] else ""


def _wanted(asked: Asked) -> str:
    """Whether text or pictures are read: as it was chosen last in this session."""
    assert asked.session is not None
    said = asked.query.get("as", "")
    if said in {"text", "picture"}:
        asked.session.kept[_AS] = said
    return str(asked.session.kept.get(_AS, "picture"))


def _nothing(said: Json, none: str) -> Content:
    return Content("", "", "", None, 1, 1, _why(said, none), helps.of(said), 0, 0, "", "", "", "", "")


def _why(said: Json, none: str) -> str:
    kind = nature(said["type"])
    if kind in {"audio", "video"} and said["sha256"] is not None:
        return "It is heard or seen on its own page, where a copy of it plays"
    return none or itemfacts.why(said)


def _called(sheet: Sheet) -> str:
    return sheet.label or (f"page {sheet.number}" if sheet.number is not None else "text")


# -- the words for which it comes next


def query_of(terms: Sequence[str]) -> str:
    """The search that finds any of these terms, each as it is written."""
    return " OR ".join(f'"{term}"' for term in terms if not set(term) & set('"\u201c\u201d\u201e\u201f\uff02'))


def _marked(asked: Asked, id: str, text: str, terms: Sequence[str]) -> list[Piece]:  # noqa: A002
    query = query_of(terms)
    if not query:
        return pieces(text, ())
    try:
        return pieces(text, asked.case.marks_in(id, [text], query)[0])
    except BadQuery:  # a term that is no word by the rules of search
        return pieces(text, ())


def remember(asked: Asked, id: str, terms: Sequence[str]) -> None:  # noqa: A002
    """Keep the terms of an item for its marks: they may be names, and stand in no address."""
    assert asked.session is not None
    known: dict[str, tuple[str, ...]] = asked.session.kept.setdefault(_TERMS, {})
    known.pop(id, None)
    known[id] = tuple(terms)
    while len(known) > TERMS:
        del known[next(iter(known))]


@page(Who.SESSION, alone=False)
def marks(asked: Asked) -> Answer:
    """Where these words stand on a page, as a picture that lies over the page's own: boxes, and nothing of the words."""
    assert asked.session is not None
    id, number = asked.path["item"], pictures.number_of(asked)  # noqa: A001
    query = query_of(asked.session.kept.get(_TERMS, {}).get(id, ()))
    if not query:
        raise UnknownItem("nothing is marked on this page", id, "look at the page itself")
    try:
        found = pictures.boxes(asked, id, number, query, names=False)["boxes"]
    except BadQuery:
        found = []
    assert isinstance(found, list)
    rects = "".join(_rect(*box) for box in found)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10000 10000" preserveAspectRatio="none">{rects}</svg>'
    return Response(svg, media_type="image/svg+xml")


def _rect(left: int, top: int, right: int, bottom: int) -> str:
    place = f'x="{left:d}" y="{top:d}" width="{right - left:d}" height="{bottom - top:d}"'
    return f'<rect {place} fill="#ffec9e" stroke="#5c4200" stroke-width="1.5" vector-effect="non-scaling-stroke"/>'


ROUTES = [Route("/review/{item}/marks/{number}", marks)]
