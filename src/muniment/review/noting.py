"""What people write beside an item, and that they read it to its end."""

from muniment.errors import AskedWrong, Refused
from muniment.intake import visible
from muniment.model.reading import Json
from muniment.model.review import Noted, ReadToEnd
from muniment.names.filename import plain
from muniment.review.judge import allow_note, when
from muniment.store.ids import number_of
from muniment.store.store import Store
from muniment.store.view import View

_NOTES = (
    "SELECT note.entry, coalesce(name, ''), at, text FROM note JOIN act USING (entry) LEFT JOIN person ON id=note.person "
    "WHERE item=? ORDER BY note.entry"
)
_READ = (
    "SELECT read_to_end.entry, coalesce(name, ''), at, read_to_end.reading FROM read_to_end JOIN act USING (entry) "
    "LEFT JOIN person ON id=read_to_end.person WHERE item=? ORDER BY read_to_end.entry"
)


def note(store: Store, id: str, text: str) -> int:  # noqa: A002
    """Write a note on an item; it may have any number of them. Returns the entry.

    Raises: UnknownItem; Refused, where it is held or withdrawn; AskedWrong, for an empty or far too long one.
    """
    return store.record(act(store, id, text))


def act(store: Store, id: str, text: str) -> Noted:  # noqa: A002
    """What `note` records; the same errors."""
    item = visible.item(store, id)
    if not text.strip():
        raise AskedWrong("there is nothing in the note", id, "write what you want to remember")
    allow_note(text)
    return Noted(item.id, plain(text))


def read_to_end(store: Store, id: str) -> int:  # noqa: A002
    """State that whoever acts here read an item to its end, in the reading that they opened last; returns the entry.

    Raises: UnknownItem; Refused, where they have not opened it.
    """
    return store.record_now(lambda: [end(store, id)])


def end(store: Store, id: str) -> ReadToEnd:  # noqa: A002
    """What `read_to_end` records, as the tables are now; the same errors."""
    item = visible.item(store, id)
    opened = "SELECT reading FROM opened WHERE item=? AND person=? ORDER BY entry DESC LIMIT 1"
    found = store.tables.rows(opened, (number_of(item.id), store.person))
    if not found:
        raise Refused("you have not opened this item", id, f'open it, or: muniment opened {id} --how "..."')
    return ReadToEnd(item.id, found[0][0])


def notes(view: View, id: str) -> list[dict[str, Json]]:  # noqa: A002
    """The notes on an item, the oldest first; the text of one that was erased is None."""
    found = view.tables.rows(_NOTES, (number_of(id),))
    return [{"entry": entry, "by": by, "at": when(at), "text": text} for entry, by, at, text in found]


def ends(view: View, id: str) -> list[dict[str, Json]]:  # noqa: A002
    """Who stated that they read an item to its end, and in which reading (the entry of it)."""
    found = view.tables.rows(_READ, (number_of(id),))
    return [{"entry": entry, "by": by, "at": when(at), "reading": reading} for entry, by, at, reading in found]
