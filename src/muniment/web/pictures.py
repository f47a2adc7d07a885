"""Pictures of pages, films and sounds that play, originals: whatever of an item's bytes a browser gets, and what is logged of it."""

import threading
from dataclasses import dataclass, field
from urllib.parse import quote

from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route

from muniment.case import Case
from muniment.errors import UnknownItem
from muniment.intake.picture.film import Drawn, Played
from muniment.intake.picture.none import NoPicture
from muniment.names.filename import safe
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Desk

OPENED = "in the browser"  # how it is said in the ledger that somebody had an item before them
_MAKING = threading.Lock()


@dataclass(slots=True)
class Easel:
    """The case opened once more, where pages are drawn: whoever waits for a page keeps nobody from judging."""

    case: Case
    turn: threading.Lock = field(default_factory=threading.Lock)


def easel(desk: Desk) -> Easel:
    """Where this server draws; it ends with the server."""
    with _MAKING:
        found = desk.kept.get("pictures")
        if found is None:
            found = desk.kept["pictures"] = Easel(_again(desk))
            desk.ends.append(found.case.close)
        assert isinstance(found, Easel)
        return found


def _again(desk: Desk) -> Case:
    return Case.open(desk.case.path, by=desk.case.by, door="web")


def drawn(asked: Asked, id: str, number: int) -> bytes | NoPicture:  # noqa: A002
    """A page as a PNG, or why there is none; nobody has seen it by this.

    Raises: UnknownItem; Refused; Broken.
    """
    at = easel(asked.desk)
    with at.turn:
        return at.case.page(id, number)


def boxes(asked: Asked, id: str, number: int, query: str, *, names: bool) -> dict[str, object]:  # noqa: A002
    """Where hits stand on a page.

    Raises: BadQuery; UnknownItem; Refused.
    """
    at = easel(asked.desk)
    with at.turn:
        return at.case.hit_boxes(id, number, query, names=names)


def playable(asked: Asked, id: str) -> Played | Drawn | NoPicture:  # noqa: A002
    """What there is to be played already, or to be seen instead; or why nothing.

    Raises: UnknownItem; Refused; Broken.
    """
    at = easel(asked.desk)
    with at.turn:
        return at.case.playable(id, make=False)


def size(png: bytes) -> tuple[int, int]:
    """Width and height, as the head of a PNG has them."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def seen(asked: Asked, id: str, **what: object) -> None:  # noqa: A002
    """Say that content is about to be on this person's screen: in the access log, and once in the ledger of the case.

    Raises: Trouble; Refused. Then nothing of it may be shown.
    """
    with asked.turn():
        asked.look("showed", {"on": id, **what})
        asked.case.opened(id, how=OPENED)


@page(Who.SESSION, alone=False)
def picture(asked: Asked) -> Answer:
    """A page as a PNG."""
    if asked.request.method == "HEAD":
        return Response()  # nothing is shown, so nothing was opened
    id, number = asked.path["item"], asked.path["number"]  # noqa: A001
    found = drawn(asked, id, number)
    if isinstance(found, NoPicture):
        raise UnknownItem(found.says, f"{id}, page {number}", found.next)
    seen(asked, id, page=number, what="picture")
    return Response(found, media_type="image/png")


@page(Who.SESSION, alone=False)
def wave(asked: Asked) -> Answer:
    """How loud a sound is, drawn, where it cannot be played; whoever sees that has not heard it."""
    id = asked.path["item"]  # noqa: A001
    found = playable(asked, id)
    number = asked.path["number"]
    if not isinstance(found, Drawn) or not 1 <= number <= len(found.pictures):
        raise UnknownItem("there is no such picture", id, "look at the item's page")
    with asked.turn():
        asked.look("showed", {"on": id, "what": "waveform"})
    return Response(found.pictures[number - 1], media_type="image/png")


@page(Who.SESSION, alone=False)
def play(asked: Asked) -> Answer:
    """The copy of a film or sound that was made for browsers. It is asked for in pieces: logged once in a session."""
    if asked.request.method == "HEAD":
        return Response()
    id = asked.path["item"]  # noqa: A001
    found = playable(asked, id)
    if not isinstance(found, Played):
        raise UnknownItem("there is no copy that plays here", id, "look at the item's page")
    assert asked.session is not None
    begun: set[str] = asked.session.kept.setdefault("played", set())
    if id not in begun:
        seen(asked, id, what="played")
        begun.add(id)
    return FileResponse(found.path, media_type=found.type)


@page(Who.SESSION, alone=False)
def make(asked: Asked) -> Answer:
    """Have a copy made that browsers play; it may take minutes, and nobody else waits for it."""
    id = asked.path["item"]  # noqa: A001
    with asked.turn():
        asked.case.pages(id)  # one that is held is refused before anything is made of it
        asked.look("made-playable", {"on": id})
    with _again(asked.desk) as case:
        case.playable(id)
    return asked.after(f"/item/{id}")


@page(Who.SESSION, alone=False)
def original(asked: Asked) -> Answer:
    """The bytes as they were received, as a file to be saved; the log says first that they were disclosed."""
    id = asked.path["item"]  # noqa: A001
    at = easel(asked.desk)
    with at.turn:
        about, pieces = at.case.original(id, asked.form["why"])
    name = f"{id}-{safe(about['name'])}"
    plain = name.encode("ascii", "replace").decode().replace('"', "_").replace("\\", "_").replace("?", "_")
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Length": str(about["bytes"]),
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return StreamingResponse(pieces, media_type="application/octet-stream", headers=headers)


ROUTES = [
    Route("/item/{item}/page/{number:int}", picture),
    Route("/item/{item}/wave/{number:int}", wave),
    Route("/item/{item}/play", play),
    Route("/item/{item}/play", make, methods=["POST"]),
    Route("/item/{item}/original", original, methods=["POST"]),
]
