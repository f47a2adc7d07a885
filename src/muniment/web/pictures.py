"""Pictures of pages, films and sounds that play, originals: whatever of an item's bytes a browser gets, and what is logged of it."""

import threading
from dataclasses import dataclass, field
from urllib.parse import quote

from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route

from muniment.case import Case
from muniment.errors import UnknownItem
from muniment.intake.picture import seen
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
    """What there is to be played already, and to be seen without playing; or why nothing.

    Raises: UnknownItem; Refused; Broken.
    """
    at = easel(asked.desk)
    with at.turn:
        return at.case.playable(id, make=False)


def opened(asked: Asked, id: str, **what: object) -> None:  # noqa: A002
    """Say that content is about to be on this person's screen: in the access log, and once in the ledger of the case.

    Raises: Trouble; Refused. Then nothing of it may be shown.
    """
    with asked.turn():
        asked.look("showed", {"on": id, **what})
        asked.case.opened(id, how=OPENED)


def number_of(asked: Asked) -> int:
    """The page that the address names.

    Raises: UnknownItem, where it is no number.
    """
    return asked.named("number", "there is no such page", "look at the item's page")


@page(Who.SESSION, alone=False)
def picture(asked: Asked) -> Answer:
    """A page as a PNG."""
    if asked.request.method == "HEAD":
        return Response()  # nothing is shown, so nothing was opened
    id, number = asked.path["item"], number_of(asked)  # noqa: A001
    found = drawn(asked, id, number)
    if isinstance(found, NoPicture):
        raise UnknownItem(found.says, f"{id}, page {number}", found.next)
    opened(asked, id, page=number, what="picture")
    return Response(found, media_type="image/png")


@page(Who.SESSION, alone=False)
def wave(asked: Asked) -> Answer:
    """How loud a sound is, drawn; whoever sees that has not heard it."""
    if asked.request.method == "HEAD":
        return Response()
    id = asked.path["item"]  # noqa: A001
    found = _kept(asked, id, seen.WAVE)
    with asked.turn():
        asked.look("showed", {"on": id, "what": "waveform"})
    return Response(found, media_type="image/png")


@page(Who.SESSION, alone=False)
def still(asked: Asked) -> Answer:
    """A frame of a film. All of them are asked for together: logged once in a session."""
    if asked.request.method == "HEAD":
        return Response()
    id, number = asked.path["item"], number_of(asked)  # noqa: A001
    if number == seen.WAVE:
        raise UnknownItem("there is no such picture", id, "look at the item's page")
    found = _kept(asked, id, number)
    _begun(asked, id, "stills")
    return Response(found, media_type="image/png")


def _kept(asked: Asked, id: str, number: int) -> bytes:  # noqa: A002
    """A still by its number, or the waveform.

    Raises: UnknownItem; Refused; Broken.
    """
    found = playable(asked, id)
    data = None if isinstance(found, NoPicture) else found.seen.png(number)
    if data is None:
        raise UnknownItem("there is no such picture", id, "look at the item's page")
    return data


@page(Who.SESSION, alone=False)
def play(asked: Asked) -> Answer:
    """The copy of a film or sound that was made for browsers. It is asked for in pieces: logged once in a session."""
    if asked.request.method == "HEAD":
        return Response()
    id = asked.path["item"]  # noqa: A001
    found = playable(asked, id)
    if not isinstance(found, Played):
        raise UnknownItem("there is no copy that plays here", id, "look at the item's page")
    _begun(asked, id, "played")
    return FileResponse(found.path, media_type=found.type)


def _begun(asked: Asked, id: str, what: str) -> None:  # noqa: A002
    """Say that this of an item is about to be seen, the first time in a session."""
    assert asked.session is not None
    begun: set[str] = asked.session.kept.setdefault(what, set())
    if id not in begun:
        opened(asked, id, what=what)
        begun.add(id)


@page(Who.SESSION, alone=False)
def make(asked: Asked) -> Answer:
    """Have a copy made that browsers play, or stills alone; a copy may take minutes, and nobody else waits for it."""
    id = asked.path["item"]  # noqa: A001
    with asked.turn():
        asked.case.pages(id)  # one that is held is refused before anything is made of it
        asked.look("made-playable", {"on": id})
    with _again(asked.desk) as case:
        case.playable(id, copy=asked.form["what"] != "stills")
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
    Route("/item/{item}/page/{number}", picture),
    Route("/item/{item}/wave", wave),
    Route("/item/{item}/still/{number}", still),
    Route("/item/{item}/play", play),
    Route("/item/{item}/play", make, methods=["POST"]),
    Route("/item/{item}/original", original, methods=["POST"]),
]
