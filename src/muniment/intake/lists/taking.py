"""Takes a sender's list: the item that holds it is read like any other, and its lines are entered as they were read."""

import os
from pathlib import Path

from muniment.errors import AskedWrong, NoSource
from muniment.intake import bundle as bundles
from muniment.intake.bundle import Bundle
from muniment.intake.lists import kept
from muniment.intake.lists.line import lines_of
from muniment.intake.lists.rows import table_of
from muniment.model.deed import ListTaken
from muniment.names.filename import text_of
from muniment.store.ids import id_of, number_of
from muniment.store.store import Store

LINES = 400  # in one entry


def look(listed: Path) -> None:
    """Whether the list is there, before anything is begun.

    Raises: NoSource.
    """
    try:
        there = listed.is_file()
    except OSError:
        there = False
    if not there:
        raise NoSource("the list is not there", str(listed), "name the sender's list, or leave --list out")


def inside(store: Store, bundle: Bundle, source: Path, listed: Path) -> str | None:
    """The item that the list is, where it lies in the folder that was taken in."""
    root, place = Path(os.path.realpath(source)), Path(os.path.realpath(listed))
    if place != root and root not in place.parents:
        return None
    name = os.fsencode(place.name if place == root else place.relative_to(root))
    path, _ = text_of(name)
    for each in bundles.family(store, bundle):
        found = store.tables.one("SELECT n FROM item WHERE bundle=? AND n=top AND path=?", (each.id, path))
        if found is not None:
            return id_of(found)
    return None


def bundle_of(store: Store, bundle: Bundle, listed: Path) -> Bundle | None:
    """The bundle in which this list of a bundle was begun before."""
    for (id_,) in store.tables.rows("SELECT id FROM bundle WHERE list_of=? ORDER BY n DESC", (bundle.id,)):
        found = bundles.find(store, id_)
        if [row.name for row in found.known(store)] == [os.fsencode(listed.name)]:
            return found
    return None


def take(store: Store, bundle: str, item: str) -> int:
    """Enter the lines of the list that an item holds; returns how many. Nothing is entered twice.

    Raises: AskedWrong, where no line is found in it; the item stays.
    """
    store.catch_up()
    already = store.tables.one("SELECT item FROM line WHERE bundle=? LIMIT 1", (bundle,))
    reading = store.reading(store.item(item))
    if already is not None and already == number_of(item):
        return int(store.tables.one("SELECT count(*) FROM line WHERE bundle=?", (bundle,)))
    if already is not None:
        next_ = f"muniment list show {bundle}"
        raise AskedWrong(f"{bundle} has a list already: {id_of(already)}", item, next_)
    if reading is None:
        return 0  # it is not read yet, or cannot be: it waits, and says so
    found = lines_of(table_of(reading))
    if not found:
        raise AskedWrong("no lines of a list are found in it", item, f"muniment show {item} shows what was read")
    parts = [found[start : start + LINES] for start in range(0, len(found), LINES)]
    store.record(*(ListTaken(bundle, item, part[0].number, [kept.value(line) for line in part]) for part in parts))
    return len(found)
