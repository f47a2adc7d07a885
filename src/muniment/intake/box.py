"""Things on shelves: boxes, paper, discs. Each is an item with a holder, a place, a seal and a history, until it is scanned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.intake import bundle as bundles
from muniment.intake import visible
from muniment.model.act import IntakeBegan, ranges
from muniment.model.brought import Brought
from muniment.model.deed import BoxAdded, BoxMoved, BoxOpened, BoxScanned
from muniment.model.item import Item
from muniment.model.reading import Json
from muniment.names.filename import plain
from muniment.store.ids import id_of, number_of
from muniment.store.store import Store

_NO_LISTING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # RFC 6962: the root of no rows


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a thing is: who holds it, at which place, under which seal."""

    holder: str
    place: str = ""
    seal: str = ""


def add(store: Store, name: str, at: Shelf, ref: str = "", bundle: str = "", pages: int | None = None) -> str:
    """Make a thing an item; returns its id. Without a bundle it joins the things that its holder has.

    Raises: AskedWrong; UnknownItem, for the bundle; Refused, where that was withdrawn.
    """
    if not name.strip() or not at.holder.strip():
        raise AskedWrong("a box needs a name and a holder", name, 'muniment box add "Box 14" --holder WHO')
    if pages is not None and pages < 0:
        raise AskedWrong("pages are counted from 0", str(pages), "leave it out where nobody has counted them")
    with store.turn("box"):
        store.catch_up()
        into = _into(store, bundle) if bundle else _shelf_of(store, plain(at.holder))
        said = (plain(name), plain(at.holder), plain(at.place), plain(at.seal), plain(ref))
        entry = store.record(BoxAdded(into, *said, pages))
    return str(store.ledger.entry(entry).fields["on"])


def _into(store: Store, bundle: str) -> str:
    found = bundles.find(store, bundle)
    if found.aside == bundles.WITHDRAWN:
        raise Refused(f"{bundle} was withdrawn", bundle, "name another bundle, or leave --bundle out")
    return found.id


def _shelf_of(store: Store, holder: str) -> str:
    """The bundle of the things that a body holds; begun with the first of them."""
    found = store.tables.one(
        "SELECT id FROM bundle WHERE rows=0 AND source='' AND sender=? AND aside='' ORDER BY n LIMIT 1", (holder,)
    )
    if found is not None:
        return str(found)
    today = datetime.now(ZoneInfo(store.zone)).date().isoformat()
    entry = store.record(IntakeBegan(holder, today, "", 0, 0, _NO_LISTING, [], brought=Brought()))
    return str(store.ledger.entry(entry).fields["on"])


def move(store: Store, id: str, giver: str, to: Shelf, why: str = "") -> int:  # noqa: A002
    """Record that a thing went from who holds it to somebody, or to another place; returns the entry.

    The seal stays on it where no other is named, and so does the place where the holder is the same.
    Raises: UnknownItem; Refused, where the giver does not hold it.
    """
    with store.turn("box"):
        store.catch_up()
        item = _box(store, id)
        if not to.holder.strip():
            raise AskedWrong("who holds it now", id, "--holder WHO")
        holder, place, seal = store.tables.rows(
            "SELECT holder, place, seal FROM box WHERE item=?", (number_of(item.id),)
        )[0]
        if plain(giver).strip() != (holder or "").strip():
            raise Refused(
                f"{item.name} is held by {holder}, not by {giver}",
                item.id,
                "ask whoever holds it to hand it over; the record says each step",
            )
        stays = plain(to.holder).strip() == (holder or "").strip()
        shelf = (
            plain(to.holder).strip(),
            plain(to.place) or (place or "" if stays else ""),
            plain(to.seal) or seal or "",
        )
        return store.record(BoxMoved(item.id, plain(giver).strip(), *shelf, plain(why)))


def open_(
    store: Store,
    id: str,  # noqa: A002
    how: str,
    found: str = "",
    seal: str = "",
    pages: int | None = None,
) -> tuple[int, str]:
    """Record that whoever acts here opened a thing: the seal found, the new one, and the pages counted.

    Returns the entry, and the seal on record where another was found: that is said, and no reason to refuse it.
    Raises: UnknownItem.
    """
    if not how.strip():
        raise AskedWrong("say how it was opened", id, '--how "looked at every page with the exhibits officer"')
    with store.turn("box"):
        store.catch_up()
        item = _box(store, id)
        on_record = str(store.tables.one("SELECT seal FROM box WHERE item=?", (number_of(item.id),)) or "")
        entry = store.record(
            BoxOpened(item.id, plain(how), plain(found).strip(), plain(seal).strip() or on_record, pages)
        )
    return entry, on_record if plain(found).strip() not in {"", on_record} else ""


def scanned(store: Store, id: str, scans: Sequence[str], pages: int | None = None, why: str = "") -> int:  # noqa: A002
    """Record that items are scans of pages of a thing; they become its children. Returns the entry.

    `pages` is how many pages they show; counted from their readings where it is not said.
    Raises: UnknownItem; Refused, where one is no computer file of its own, or a scan of another thing.
    """
    with store.turn("box"):
        store.catch_up()
        item = _box(store, id)
        children = [visible.item(store, each) for each in dict.fromkeys(scans)]
        if not children:
            raise AskedWrong("which items are the scans", id, "--items ITM-000310,ITM-000311")
        for child in children:
            if child.id != child.top or child.id == item.id or _is_box(store, child):
                raise Refused("only a computer file that lay in a folder can be a scan", child.id, f"name {child.top}")
            if child.parent is not None:
                raise Refused(f"it is a scan of {child.parent} already", child.id, f"muniment show {child.parent}")
        count = sum(_pages(store, child) for child in children) if pages is None else pages
        numbers = sorted(number_of(child.id) for child in children)
        return store.record(BoxScanned(item.id, ranges(numbers), count, plain(why)))


def about(store: Store, item: Item) -> dict[str, Json] | None:
    """What is known of a thing: holder, place, seal, reference, pages scanned of pages; None for what is no thing."""
    found = store.tables.rows(
        "SELECT holder, place, seal, ref, pages, scanned FROM box WHERE item=?", (number_of(item.id),)
    )
    if not found:
        return None
    return dict(zip(("holder", "place", "seal", "ref", "pages", "pages_scanned"), found[0], strict=True))


def every(store: Store) -> list[dict[str, Json]]:
    """All things, in their order."""
    found = store.tables.rows(
        "SELECT box.item, name, holder, box.place, seal, ref, box.pages, scanned FROM box JOIN item ON item.n=box.item "
        "WHERE bundle NOT IN (SELECT id FROM bundle WHERE aside<>'') ORDER BY box.item"
    )
    names = ("name", "holder", "place", "seal", "ref", "pages", "pages_scanned")
    return [{"item": id_of(row[0]), **dict(zip(names, row[1:], strict=True))} for row in found]


def _box(store: Store, id: str) -> Item:  # noqa: A002
    item = visible.item(store, id)
    if not _is_box(store, item):
        raise UnknownItem("this is no box", id, "muniment box lists them; muniment box add makes one")
    return item


def _is_box(store: Store, item: Item) -> bool:
    return store.tables.one("SELECT item FROM box WHERE item=?", (number_of(item.id),)) is not None


def _pages(store: Store, item: Item) -> int:
    """Pages that an item shows: those of its reading, else one."""
    reading = store.reading(item)
    if reading is None:
        return 1
    said = reading.facts.get("pages") or reading.facts.get("frames")
    return int(said) if isinstance(said, int) else max(1, sum(page.number is not None for page in reading.pages))
