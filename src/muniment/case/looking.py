"""What an item page shows of an item's bytes: pages as pictures, films and sounds to be played, copies handed out."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from muniment.case.base import Base, Json, several
from muniment.errors import MunimentError
from muniment.intake import copying, visible
from muniment.intake.picture import film, pages
from muniment.intake.picture.desks import Desks
from muniment.intake.picture.film import Drawn, Played
from muniment.intake.picture.highlights import Span, placed
from muniment.intake.picture.none import NoPicture
from muniment.intake.picture.pages import Room
from muniment.model.item import Item
from muniment.model.reading import Page, Reading
from muniment.names.filename import plain
from muniment.search import document
from muniment.search.expand import Expander
from muniment.search.match import Matcher
from muniment.search.query import parse
from muniment.store.store import Store


class Looking(Base):
    """Pages, films, sounds and copies of items; what parses them runs in the jail."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._desks: Desks | None = None
        self._borrowed = False
        self._room: Room | None = None
        self._ends.callback(self._put_away)

    def _put_away(self) -> None:
        if self._desks is not None and not self._borrowed:
            self._desks.close()
        self._desks = self._room = None

    def draw_at(self, desks: Desks) -> None:
        """Draw pages where other open cases of this process draw theirs; whoever made the desks closes them."""
        self._put_away()
        self._desks, self._borrowed = desks, True

    def pages(self, id: str) -> Json:  # noqa: A002
        """How many pages of an item can be shown as pictures, and why none, if none.

        Raises: UnknownItem; Refused, where its bundle is held or withdrawn.
        """
        with self._store.moment():
            item = visible.item(self._store, id)
            count = pages.count(item, self._store.reading(item))
            why = pages.why_not(item)
        return {"item": id, "pages": count, "none": _none(NoPicture.of(why, id)) if why else None}

    def page(self, id: str, page: int = 1) -> bytes | NoPicture:  # noqa: A002
        """A page of an item as a PNG of at most 2.5 million points, about 110 to the inch; or why there is none.

        A picture is shown the way up that its camera says; a frame or page of it by number, from 1. The pages say
        themselves to whom it was shown (`opened`, `consulted`).
        Raises: UnknownItem; Refused; Broken, where the bytes are not those that were recorded.
        Cost: a tenth of a second for a page that was not drawn before; 20 s at most.
        """
        return pages.page(self._at(), id, page)

    def hit_boxes(self, id: str, page: int, query: str, *, names: bool = False) -> Json:  # noqa: A002
        """Where what a query finds stands on a page: [left, top, right, bottom] each, in ten-thousandths of its picture.

        `found` is how many places of the page's text the query marks, `unplaced` how many of them have no box, and `why`.
        Raises: BadQuery; UnknownItem; Refused.
        """
        with self._store.moment():
            item = visible.item(self._store, id)
            reading = self._store.reading(item)
        found = None if reading is None else _marks(item, reading, page, plain(query), names=names)
        if found is None:
            return {"item": id, "page": page, "boxes": [], "found": 0, "unplaced": 0, "why": "this page has no text"}
        one, marks = found
        at = placed(self._at(), item, one, marks)
        said = {"boxes": [list(box) for box in at.boxes], "found": at.found, "unplaced": at.unplaced}
        return {"item": id, "page": page, **said, "why": at.why or None}

    def playable(self, id: str, *, make: bool = True, copy: bool = True) -> Played | Drawn | NoPicture:  # noqa: A002
        """A copy of a film or sound that a browser plays, made in a jail, with stills and a waveform; else those and why; else why.

        Without `make` only what was made before is given, without `copy` no copy is made.
        Raises: UnknownItem; Refused; Broken. Cost: about a tenth of the time that it plays, a quarter of an hour at most, for the first.
        """
        self._store.catch_up()
        return film.playable(self._at(), id, make=make, copy=copy)

    def copy(self, items: Sequence[str], to: Path | str, why: str = "") -> Json:
        """Write the bytes of items as new files in a folder outside the case, each held against its hash, and `SHA256SUMS`.

        The access log says first that they are disclosed, where to and why.
        Raises: UnknownItem; Refused, where the bytes of one are not in the case; AskedWrong. Nothing is written then.
        """
        several(items=items)
        self._store.catch_up()
        done = copying.copy(self._store, items, Path(to), plain(why))
        return {
            "to": str(to),
            "copied": [
                {"item": each.item, "file": each.name, "sha256": each.sha256, "bytes": each.size}
                for each in done.copied
            ],
            "failed": [{"item": each.item, **_error(each.error)} for each in done.failed],
            "sums": done.sums or None,
            "as_of": self.as_of,
        }

    def original(self, id: str, why: str = "") -> tuple[Json, Iterator[bytes]]:  # noqa: A002
        """What an item is called, and its bytes piece by piece, held against their hash before; logged as disclosed.

        Whoever sends them on does so as an attachment: never shown as they are.
        Raises: UnknownItem; Refused; Broken; Trouble; ToolMissing.
        """
        self._store.catch_up()
        item, pieces = copying.original(self._store, id, plain(why))
        return _about(item), pieces

    def _at(self) -> Room:
        if self._room is None:
            self._desks = self._desks or Desks()
            self._room = Room(self._store, self._desks)
        return self._room


def _marks(item: Item, reading: Reading, number: int, query: str, *, names: bool) -> tuple[Page, list[Span]] | None:
    """A page of this number, and the spans of its text that a query marks; None where there is no such text."""
    made = document.of(item, reading)
    index = next((at for at, one in enumerate(made.pages) if one.number == number), None)
    if index is None:
        return None
    tree = parse(query, Expander() if names else None)
    tokens = [
        token for token in Matcher(tree).of(made).places() if token.text == 0
    ]  # 0 is the text; others are no page
    places = (place for token in tokens for place in made.place(token.start, token.end))
    return made.pages[index], sorted({(start, end) for at, start, end in places if at == index})


def _about(item: Item) -> Json:
    return {
        "item": item.id,
        "name": item.name,
        "file": copying.file_name(item),
        "type": item.type,
        "sha256": item.sha256,
        "bytes": item.size,
    }


def _none(why: NoPicture) -> Json:
    return {"reason": why.reason, "says": why.says, "next": why.next}


def _error(error: MunimentError) -> Json:
    return {"kind": error.kind, "error": error.what, "next": error.next}
