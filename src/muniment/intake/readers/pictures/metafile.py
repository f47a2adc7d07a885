"""Drawings of Windows (EMF, WMF): the words that they write, in lines; the pictures and documents in them are members.

What an office program shows of an embedded thing (a chart, a page of another document, an icon with its name) is mostly
such a drawing. Letters that are drawn as curves are no words here.
"""

from muniment.intake.limits import Unreadable
from muniment.intake.readers.pictures import metafileemf, metafilewmf
from muniment.intake.readers.pictures.metafiletext import Drawing
from muniment.intake.readers.room import Room
from muniment.intake.readers.rows import Rows
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Page
from muniment.model.state import State

VERSION = "1"
_EMF, _WMF = "image/emf", "image/wmf"
_ENDINGS = (
    (b"BM", "bmp"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8", "jpg"),
    (b"GIF8", "gif"),
    (b"%PDF", "pdf"),
    (b"II*\0", "tif"),
)


def read(source: Source, scope: Scope) -> Draft:
    """Read a drawing.

    Raises: Unreadable.
    """
    is_emf = source.head(44)[40:44] == b" EMF"
    draft = Draft(_EMF if is_emf else _WMF)
    drawing = Drawing(source.size)
    whole = (metafileemf if is_emf else metafilewmf).walk(source.buffer(), drawing)
    text = drawing.text()
    rows = Rows(draft, scope)
    for number, data in enumerate(drawing.members, start=1):
        ending = next((ending for sign, ending in _ENDINGS if data.startswith(sign)), "bin")
        rows.member(Child(f"part:{number}", f"part {number}.{ending}", size=len(data)), data)
    if drawing.small:
        draft.facts["small_pictures"] = drawing.small
    if text and not Room(source, scope.limits).fits(text):
        raise Unreadable(State.UNREAD_LIMIT, "limit-output")
    if text:
        draft.pages.append(Page(text))
    _settle(draft, drawing, whole=whole, text=bool(text))
    return draft


def _settle(draft: Draft, drawing: Drawing, *, whole: bool, text: bool) -> None:
    """The state that follows from what was had and what failed."""
    if drawing.unknown:
        draft.facts["failed"] = [{"part": "words", "why": "some are written in numbers of a font's drawings"}]
    if not whole:
        draft.flags.append("malformed")
        if not text and not draft.children:
            raise Unreadable(State.UNREAD_CORRUPT, "damaged")
        draft.state, draft.reason = State.TEXT_PARTIAL, "salvaged"
    elif drawing.unknown:
        draft.state, draft.reason = (
            (State.TEXT_PARTIAL, "part-failed") if text else (State.UNREAD_UNSUPPORTED, "unsupported")
        )
    elif not text:
        draft.state, draft.reason = State.NONE_BY_NATURE, "image"
