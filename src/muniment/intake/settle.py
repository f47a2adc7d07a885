"""What people say of items: that they opened one, what it is, and what stands in it, in their own words."""

import re
from collections.abc import Sequence
from pathlib import Path

from muniment.errors import AskedWrong, NoSource, Refused, UnknownItem
from muniment.intake import show, visible
from muniment.model.act import ranges
from muniment.model.deed import As, Described, Opened, Settled, Unsettled, Words
from muniment.model.item import Item
from muniment.model.state import Sum
from muniment.names.filename import plain
from muniment.store.ids import number_of
from muniment.store.store import Store

LONGEST = 2_000_000  # characters of one description: a transcript of a long day
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def opened(store: Store, ids: Sequence[str], how: str, reading: str | None = None, *, again: bool = False) -> list[str]:
    """Record that whoever acts here had these before them; once for each person and reading, unless it is said `again`.

    Returns the items of which it is said now. Raises: UnknownItem; Refused, where it is held, or the case can only be read.
    """
    with store.turn("opened"):  # the same person may look twice at once
        store.catch_up()
        acts = []
        for one in dict.fromkeys(ids):
            entry, seen = show.seen(store, visible.item(store, one), reading)
            if again or not seen:
                acts.append(Opened(one, entry, plain(how)))
        if acts:
            store.record(*acts)
    return [act.item for act in acts]


def settle(
    store: Store, ids: Sequence[str], says: As, why: str, query: str = "", count: int | None = None
) -> tuple[int, int]:
    """Say of these items what they are, in one entry; returns its number and how many there are.

    `count` is how many the person was shown. Of what a query found, those whose text is had by machine are left out, and
    those that are settled so already. Raises: UnknownItem; AskedWrong; Refused, where the count is another by now.
    """
    _why(why)
    with store.turn("settle"):  # two people may settle the same at once
        store.catch_up()
        named = () if query else sorted({number_of(visible.item(store, one).id) for one in ids})
        numbers = named or to_settle(store, ids, says)
        if count is not None and count != len(numbers):
            what = f"{count} items were shown, and now there are {len(numbers)}"
            raise Refused(what, query, "look again, and give the new count")
        if not numbers:
            raise AskedWrong("there is nothing to settle", query, "muniment account says what needs a person")
        entry = store.record(Settled(says, plain(why), ranges(numbers), len(numbers), plain(query)))
    return entry, len(numbers)


def to_settle(store: Store, ids: Sequence[str], says: As) -> list[int]:
    """Of items that were found, the numbers of those that there is something to say of."""
    kept = []
    for id in ids:  # noqa: A001
        item = store.item(id)
        if item.state.sum is not Sum.READ and not item.aside and _now(store, item) != says.value:
            kept.append(number_of(id))
    return sorted(kept)


def _now(store: Store, item: Item) -> str:
    found = "SELECT says FROM settled WHERE item=? ORDER BY entry DESC LIMIT 1"
    return str(store.tables.one(found, (number_of(item.id),)) or "")


def unsettle(store: Store, entry: int, why: str) -> tuple[int, int]:
    """Open again what an entry settled; returns the number of the new entry and how many items it is about.

    Raises: UnknownItem; Refused, where it is open again already.
    """
    _why(why)
    with store.turn("settle"):
        store.catch_up()
        if store.tables.one("SELECT do FROM act WHERE entry=?", (entry,)) != "settled":
            raise UnknownItem(
                "that entry settled nothing", str(entry), "muniment show ITEM names the entry that settled it"
            )
        count = int(store.tables.one("SELECT count(*) FROM settled WHERE entry=?", (entry,)))
        if not count:
            raise Refused("what that entry settled is open again already", str(entry), "there is nothing to undo")
        return store.record(Unsettled(entry, plain(why))), count


def describe(store: Store, id: str, kind: Words, language: str, text: str) -> int:  # noqa: A002
    """Add a person's own text to an item, beside what stands in it; returns the entry.

    Raises: UnknownItem; AskedWrong, for an empty or far too long text, or what is no language.
    """
    item = visible.item(store, id)
    if not text.strip():
        raise AskedWrong("there is nothing in the description", id, "write what you saw or heard")
    if len(text) > LONGEST:
        raise AskedWrong(f"the text has {len(text):,} characters, more than {LONGEST:,}", id, "give it in parts")
    if language and not _LANGUAGE.fullmatch(language):
        raise AskedWrong("this is no language", language, "write its code, for example bn, en or pl")
    return store.record(Described(item.id, kind, language.lower(), plain(text)))


def words_of(path: Path) -> str:
    """The text of a file that a person wrote.

    Raises: NoSource; AskedWrong, where it is not UTF-8 text.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise NoSource(
            f"the file cannot be read ({error.strerror})", str(path), "name the file with the text"
        ) from None
    except UnicodeDecodeError as error:
        raise AskedWrong(
            f"the file is not UTF-8 text (byte {error.start})", str(path), "save it as UTF-8 text, then say it again"
        ) from None


def _why(why: str) -> None:
    if not why.strip():
        raise AskedWrong("a reason is needed", "--why", "say why, in your own words")
