"""Review: one item after the other, in the order that the ranking gives, or blind; a person judges, and gets the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from muniment.case import Case
from muniment.case.base import Json
from muniment.errors import MunimentError, Refused, ToolMissing, UnknownItem
from muniment.model.media import label
from muniment.model.state import State
from muniment.web import acts, coding, family, itemfacts, judging, pictures, reading, undo
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.family import Kin
from muniment.web.reading import Content
from muniment.web.undo import Undo

QUEUE = 20  # items of the queue that stand beside the document


@dataclass(frozen=True, slots=True)
class Term:
    """A word that moved an item up or down; `share` is its weight beside the strongest, in hundredths."""

    term: str
    weight: float
    share: int


@dataclass(frozen=True, slots=True)
class Queued:
    """A row of the queue."""

    id: str
    name: str
    kind: str
    sum: str
    opened: bool
    here: bool
    next: bool  # the one behind the item on the desk


@dataclass(frozen=True, slots=True)
class Blind:
    """An item that is judged without anything beside it: why, and where it goes on."""

    says: str
    about: str
    room: str  # its address and its words
    back: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands on both sides of a document that is not judged blind."""

    way: str
    terms: Sequence[Term]
    queue: Sequence[Queued]
    remaining: int
    opened: int
    judged: int
    left: int  # of the batch
    kin: Kin
    duplicates: int
    opened_by: Sequence[itemfacts.Act]
    mine: Json | None
    mine_with: int  # of how many items that entry says so
    others: Sequence[Json]
    differ: bool
    notes: Sequence[Json]
    form: coding.Form


@dataclass(frozen=True, slots=True)
class View:
    """What review.html shows; `blind` and no `beside`, or the other way round."""

    id: str
    to: str  # the address that its forms are sent to
    title: str
    kind: str
    sum: str
    why: str
    bundle: str
    content: Content
    blind: Blind | None
    beside: Beside | None
    undo: Undo | None
    undone_item: str  # the item that the act just kept was about


@page(Who.SESSION)
def following(asked: Asked) -> Answer:
    """The next item: gone to by its own address, so that coming back shows the same."""
    audit = asked.query.get("audit") == "yes"
    said = asked.case.review_next(audit=audit)
    if said["item"] is None:
        asked.look("looked", {"page": "review"})
        return _nothing_left(asked, said, audit=audit)
    more = {"audit": "yes"} if audit else {}
    return asked.after(f"/review/{said['item']}", asked.number("kept"), **more)


@dataclass(frozen=True, slots=True)
class Done:
    """What review-done.html shows."""

    remaining: int
    opened: int
    judged: int
    nobody: int  # opened by nobody
    audit: bool
    undo: Undo | None


def _nothing_left(asked: Asked, said: Json, *, audit: bool) -> Answer:
    nobody = asked.case.progress()["opened_by_nobody"]
    offer = undo.offered(asked, "/review")
    view = Done(said["remaining"], said["opened"], said["judged"], nobody, audit, offer)
    return Shown("review-done.html", view, "Review", "/review", [Crumb("Review")])


@page(Who.SESSION)
def item(asked: Asked) -> Answer:
    """One item on the desk: the queue, the document, the judgement."""
    unseen = fetched_ahead(asked)
    if unseen is not None:
        return unseen
    id, case = asked.path["item"], asked.case  # noqa: A001
    said, stands = case.item(id), case.reviewed(id)
    audit = asked.query.get("audit") == "yes"
    way = "audit" if audit and stands["judgement"] is None and not stands["says"] else case.way_of(id)
    if way == "audit":
        return blindly(asked, said, _AUDIT, f"/review/{id}")
    following = _queue_now(case)
    why = following["why"] if following["item"] == id else []
    return _open(asked, said, stands, following, why, way)


def _queue_now(case: Case) -> Json:
    """What comes next; where nothing can be ranked now, an item is shown and judged all the same."""
    try:
        return case.review_next()
    except (Refused, ToolMissing):
        said = case.progress()
        counts = {"remaining": said["judged_by_nobody"], "opened": said["opened"], "judged": said["judged"]}
        return {"item": None, "why": [], "batch": {"left": 0}} | counts


_AUDIT = Blind(
    "Judged alone",
    "It was drawn at random for a recall certificate. Where it stands in the ranking, what it lies with and what others said "
    "are shown when you have judged it; what you say teaches the ranking nothing before it comes to this item itself.",
    "/certificates",
    "Recall certificates",
)


def blindly(asked: Asked, said: Json, blind: Blind, to: str) -> Answer:
    """An item with nothing beside it but the document: what it is judged to be must rest on that alone."""
    view = _view(asked, said, to, (), blind=blind)
    crumbs = [Crumb("Review", "/review"), Crumb(blind.back, blind.room), Crumb(said["id"])]
    return Shown("review.html", view, f"Review {said['id']}", "/review", crumbs, body="fixed")


def _open(asked: Asked, said: Json, stands: Json, following: Json, why: Sequence[Json], way: str) -> Answer:
    id = said["id"]  # noqa: A001
    up = [each["term"] for each in why if each["weight"] > 0]
    view = _view(asked, said, f"/review/{id}", up[: reading.MARKED], beside=(stands, following, why, way))
    return Shown("review.html", view, f"Review {id}", "/review", [Crumb("Review", "/review"), Crumb(id)], body="fixed")


def _view(
    asked: Asked,
    said: Json,
    to: str,
    terms: Sequence[str],
    *,
    blind: Blind | None = None,
    beside: tuple[Json, Json, Sequence[Json], str] | None = None,
) -> View:
    content = reading.read(asked, said, to, terms)
    _see(asked, said, content)  # before what stands beside it, which says who opened it
    return View(
        said["id"],
        to,
        itemfacts.title(said),
        itemfacts.kind(said),
        itemfacts.sum_of(said),
        itemfacts.why(said),
        said["bundle"],
        content,
        blind,
        None if beside is None else _beside(asked, said, *beside),
        *_kept(asked, to),
    )


def _beside(asked: Asked, said: Json, stands: Json, following: Json, why: Sequence[Json], way: str) -> Beside:
    case, id = asked.case, said["id"]  # noqa: A001
    mine = next((each for each in reversed(stands["says"]) if each["by"] == case.by), None)
    return Beside(
        way=way,
        terms=_terms(why),
        queue=_queue(asked, id),
        remaining=following["remaining"],
        opened=following["opened"],
        judged=following["judged"],
        left=following["batch"]["left"],
        kin=family.kin(case, id),
        duplicates=said["duplicates_count"],
        opened_by=itemfacts.opened(case, id, said),
        mine=mine,
        mine_with=undo.count(case, mine["entry"]) if mine else 0,
        others=[each for each in stands["says"] if each["by"] != case.by],
        differ=stands["differ"],
        notes=stands["notes"],
        form=coding.form(case, stands["coded"]),
    )


def _see(asked: Asked, said: Json, content: Content) -> None:
    """Say that content is about to be on this person's screen. A picture says so itself, when it is sent.

    Raises: Trouble; Refused. Then nothing of it is shown.
    """
    looked = {"on": said["id"]} | ({"page": content.key} if content.text is not None else {})
    asked.look("showed", looked | ({"part": content.part} if content.parts > 1 else {}))
    if content.text is not None or said["state"] in itemfacts.NOTHING_MORE:
        asked.case.opened(said["id"], how=pictures.OPENED)


def _terms(why: Sequence[Json]) -> list[Term]:
    most = max((abs(each["weight"]) for each in why), default=0) or 1
    return [Term(each["term"], each["weight"], max(round(100 * abs(each["weight"]) / most), 2)) for each in why]


def _queue(asked: Asked, here: str) -> list[Queued]:
    ahead = [each["item"] for each in asked.case.ranked(QUEUE)]
    lines = {each["id"]: each for each in asked.case.item_some(ahead)}
    place = ahead.index(here) + 1 if here in ahead else 0
    return [
        Queued(
            id,
            lines[id]["name"],
            label(lines[id]["type"]),
            State(lines[id]["state"]).sum.value,
            bool(lines[id]["opened_by"]),
            id == here,
            at == place,
        )
        for at, id in enumerate(ahead)  # noqa: A001
        if id in lines
    ]


def _kept(asked: Asked, to: str) -> tuple[Undo | None, str]:
    """What was just kept can be undone by this, and was about this item, "" where it was about several."""
    offer = undo.offered(asked, to)
    if offer is None:
        return None, ""
    about = acts.one(asked.case.entry(offer.entry)["said"])
    return Undo(offer.entry, offer.word, offer.why, f"/review/{about}" if about else to, ""), about


# -- acts


@page(Who.SESSION)
def judge(asked: Asked) -> Answer:
    """Keep a judgement, and go on to the next item."""
    id, case = asked.path["item"], asked.case  # noqa: A001
    way = case.way_of(id)
    entries = judging.keep(asked, id, way)
    more = {"audit": "yes"} if way == "audit" else {}
    try:
        following = case.review_next(audit=way == "audit")["item"]
    except MunimentError:  # it is kept, and nothing that comes after may look as if it were not
        following, more = id, {}
    to = f"/review/{following}" if following else "/review"
    return judging.answered(asked, asked.after(to, entries[-1], **more, **judging.also(entries)), entries)


@page(Who.SESSION)
def code(asked: Asked) -> Answer:
    """Keep what was chosen or typed, without a judgement, and stay."""
    id = asked.path["item"]  # noqa: A001
    entries = judging.keep_without(asked, id)
    return judging.answered(asked, asked.after(f"/review/{id}", entries[-1], **judging.also(entries)), entries)


def fetched_ahead(asked: Asked) -> Answer | None:
    """Where nobody would see it, nothing is shown and nothing opened."""
    if asked.request.method == "HEAD":
        return Response()
    if "prefetch" in asked.request.headers.get("sec-purpose", ""):
        return PlainTextResponse("An item is not fetched ahead: its opening is recorded.", 503)
    return None


@page(Who.SESSION)
def begin(asked: Asked) -> Answer:
    """Begin a ranking afresh, from what a query finds where one is given."""
    done = asked.case.rank(asked.form["query"])
    if done["first"] is None:
        raise UnknownItem("nothing is left to review", "", "every item was judged")
    return asked.after(f"/review/{done['first']}", done["entry"])


ROUTES = [
    Route("/review", following),
    Route("/review", begin, methods=["POST"]),
    *reading.ROUTES,
    Route("/review/{item}", item),
    Route("/review/{item}", judge, methods=["POST"]),
    Route("/review/{item}/code", code, methods=["POST"]),
]
