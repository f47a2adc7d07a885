"""A page of an item as a picture: drawn in the jail where it was not drawn before."""

from dataclasses import dataclass, field

from muniment.errors import ToolMissing, Trouble
from muniment.intake import taken, visible
from muniment.intake.picture import png
from muniment.intake.picture.cache import Cache
from muniment.intake.picture.desks import Desks
from muniment.intake.picture.kinds import PDF, drawable
from muniment.intake.picture.none import NoPicture
from muniment.intake.picture.sizes import LONGEST, PIXELS
from muniment.model.item import Item
from muniment.model.media import picture
from muniment.model.reading import Json, Reading
from muniment.store.store import Store


@dataclass(frozen=True, slots=True)
class Room:
    """Where the pages of one case are drawn and kept."""

    store: Store
    desks: Desks
    cache: Cache = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cache", Cache(self.store))


def count(item: Item, reading: Reading | None) -> int:
    """How many pages of it can be drawn, 0 where none; 1 of a document that says nothing of its pages."""
    if why_not(item):
        return 0
    facts = {} if reading is None else reading.facts
    said = facts.get("pages" if item.type == PDF else "frames")
    return said if isinstance(said, int) and said > 0 else 1


def why_not(item: Item) -> str:
    """Why no page of it is drawn, as a code; "" where one can be."""
    if item.sha256 is None:
        return "erased" if item.reason == "erased" else "no-bytes"
    if drawable(item.type):
        return ""
    return "no-drawer" if picture(item.type) else "no-page-form"


def page(room: Room, id: str, number: int) -> bytes | NoPicture:  # noqa: A002
    """A PNG of a page, from 1, or why there is none.

    Raises: UnknownItem; Refused, where its bundle is held or withdrawn; Broken, where its bytes are not those recorded.
    """
    room.store.catch_up()  # what another process erased or withdrew since is not shown from what is kept
    item = visible.item(room.store, id)
    why = why_not(item) or ("no-such-page" if number < 1 else "")
    if why:
        return NoPicture.of(why, id)
    return drawn(room, id, number, {"do": "page", "kind": item.type, "page": number})


def drawn(room: Room, id: str, number: int, what: dict[str, Json]) -> bytes | NoPicture:  # noqa: A002
    """What is asked of an item's bytes as a PNG, kept under this number; or why there is none.

    Raises: as above.
    """
    item = visible.item(room.store, id)
    data = room.cache.held(item.sha256, number) if item.sha256 else None
    if data is not None:
        return data
    # No erasure begins while this is held, so none misses what is kept here; what one took is not found again.
    with room.store.together("evidence"):
        room.store.catch_up()
        item = visible.item(room.store, id)
        if item.sha256 is None:
            return NoPicture.of(why_not(item), id)
        said, rows = asked(room, item, what)
        if "reason" in said:
            return NoPicture.of(str(said["reason"]), id)
        try:
            data = png_of(said, rows)
        except (KeyError, ValueError, TypeError):  # only a child that a file took over says so
            return NoPicture.of("crashed", id)
        room.cache.keep(item.sha256, number, data)
        return data


def asked(room: Room, item: Item, what: dict[str, Json]) -> tuple[dict[str, Json], bytes]:
    """What a child in the jail says of an item's bytes; a member is taken out first. {"reason": why} where it says nothing.

    Raises: Broken; Trouble, where no process can be had.
    """
    assert item.sha256 is not None
    with room.desks.one() as taker:
        try:
            path = taken.path(room.store, item, taker)
        except ToolMissing:
            return {"reason": "no-jail"}, b""
        except Trouble:
            return {"reason": "not-taken-out"}, b""
        try:
            return room.desks.ask(taker, path, item.sha256, what)
        except ToolMissing:
            return {"reason": "no-jail"}, b""


def png_of(said: dict[str, Json], rows: bytes) -> bytes:
    """A PNG of what a child said.

    Raises: KeyError, ValueError, TypeError, where it is no picture of a size that is drawn.
    """
    width, height = said["width"], said["height"]
    if not (isinstance(width, int) and isinstance(height, int) and 0 < width <= LONGEST and 0 < height <= LONGEST):
        raise ValueError("a size that is not drawn")
    if width * height > PIXELS:
        raise ValueError("a size that is not drawn")
    return png.written(width, height, str(said["mode"]), int(said["filter"]), rows)
