"""One item with all that is known of it, and its bytes."""

import hashlib
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from muniment.errors import AskedWrong, Broken, Refused, UnknownItem
from muniment.intake import box, boxpast, copying, taken, visible
from muniment.intake.account import line
from muniment.intake.ocr import merge
from muniment.intake.ocr.lacking import lacking
from muniment.intake.people import next_step
from muniment.model.item import Item
from muniment.model.reading import Json, Reading
from muniment.model.reason import REASONS
from muniment.store import place
from muniment.store.blobs import STEP
from muniment.store.ids import id_of, number_of
from muniment.store.store import Store
from muniment.store.tables import SEEN

DUPLICATES = 1000  # more of them are counted, not listed
PAGES = 20  # more of them are counted, not listed
_BY_PAGE = {"ocr-confidence", "ocr-coverage", "ocr-script", "ocr-nastaliq", "pages-failed"}


def show(store: Store, id: str, hash: str | None = None) -> dict[str, Json]:  # noqa: A002
    """An item's line, text, facts, children, duplicates and custody; `hash` names an older reading.

    Raises: UnknownItem.
    """
    item = visible.item(store, id)
    reading = store.reading(item) if hash is None else store.reading_named(item, hash)
    if hash is not None and reading is None:
        raise UnknownItem(
            "this item has no reading with that hash", hash, f"muniment show {id} --json lists its readings"
        )
    pages = () if reading is None else reading.pages
    reason = REASONS.get(item.reason)
    return {
        **line(item),
        "readings": readings(store, item),
        "shown_reading": item.reading if hash is None else hash,
        "text": "\n".join(page.text for page in pages),
        "pages": [{"page": page.number, "label": page.label, "text": page.text} for page in pages],
        "facts": {**dict(item.facts), **({} if reading is None else dict(reading.facts))},
        "reader": None if reading is None else reading.reader,
        "reason_says": reason.says if reason else "",
        "next": _next(item, reading),
        "children": [
            row[0]
            for row in store.tables.rows(
                "SELECT printf('ITM-%06d', n) FROM item WHERE parent=? ORDER BY ordinal", (number_of(id),)
            )
        ],
        "duplicates": duplicates(store, item),
        "duplicates_count": store.tables.one(
            f"SELECT count(*) FROM item WHERE sha256=? AND n<>? AND {SEEN}",  # noqa: S608 # our own words
            (item.sha256, number_of(item.id)),
        ),
        "custody": custody(store, item),
        "opened": _by_whom(
            store,
            item,
            "SELECT name, entry, how FROM opened LEFT JOIN person ON id=person WHERE item=? ORDER BY entry",
            "how",
        ),
        "settled": _by_whom(
            store,
            item,
            "SELECT name, entry, says, why FROM settled LEFT JOIN person ON id=person WHERE item=? ORDER BY entry",
            "as",
            "why",
        ),
        "said": [asdict(each) for each in item.said],
        "box": box.about(store, item),
        "as_of": store.as_of,
    }


def _next(item: Item, reading: Reading | None) -> str:
    """The next step; where a language is not installed, the very line to type for it."""
    asked = () if reading is None or not item.reason.startswith("missing-") else merge.asked(reading)
    if asked and (lacks := lacking(asked)):
        return f"{lacks.type}; then muniment retry --only unread.dependency-missing"
    return next_step(item.reason, item.type) + _where(item, reading)


def _where(item: Item, reading: Reading | None) -> str:
    """Which pages it is about, where words were recognised on some and are in doubt or could not be had."""
    pages = [] if reading is None or item.reason not in _BY_PAGE else merge.in_doubt(reading)
    if not pages or (len(merge.wanted(reading)) == 1 and pages == [1]):  # type: ignore[arg-type] # pages are of one
        return ""
    more = f" and {len(pages) - PAGES:,} more" if len(pages) > PAGES else ""
    return f": page{'s' if len(pages) > 1 else ''} {', '.join(map(str, pages[:PAGES]))}{more}"


def _by_whom(store: Store, item: Item, sql: str, *names: str) -> list[dict[str, Json]]:
    found = store.tables.rows(sql, (number_of(item.id),))
    return [dict(zip(("by", "entry", *names), row, strict=True)) for row in found]


def readings(store: Store, item: Item) -> list[dict[str, Json]]:
    """Every reading of the item, the oldest first; one that was made again stands there once."""
    found: dict[str, dict[str, Json]] = {}
    for hash, entry in store.tables.rows(  # noqa: A001
        "SELECT hash, entry FROM reading WHERE item=? ORDER BY entry", (number_of(item.id),)
    ):
        found.setdefault(hash, {"reading": hash, "entries": []})["entries"].append(entry)
    return list(found.values())


def seen(store: Store, item: Item, hash: str | None) -> tuple[int | None, bool]:  # noqa: A002
    """The entry of a reading of an item, and whether who acts here had that reading before them already.

    Raises: UnknownItem, where there is no reading of that hash.
    """
    entries = [
        entry
        for each in readings(store, item)
        if each["reading"] == (hash or item.reading)
        for entry in each["entries"]
    ]
    if hash is not None and not entries:
        raise UnknownItem(
            "this item has no reading with that hash", hash, f"muniment show {item.id} --json lists its readings"
        )
    opened = store.tables.rows(
        "SELECT reading FROM opened WHERE item=? AND person=?", (number_of(item.id), store.person)
    )
    had = {entry for (entry,) in opened}
    return (entries[-1], not had.isdisjoint(entries)) if entries else (None, None in had)


def duplicates(store: Store, item: Item) -> list[str]:
    """Other items with the same bytes: a link, nothing is dropped for it."""
    if item.sha256 is None:
        return []
    found = store.tables.rows(
        f"SELECT n FROM item WHERE sha256=? AND n<>? AND {SEEN} ORDER BY n LIMIT ?",  # noqa: S608 # our own words
        (item.sha256, number_of(item.id), DUPLICATES),
    )
    return [id_of(n) for (n,) in found]


def custody(store: Store, item: Item) -> list[dict[str, Json]]:
    """Every entry that speaks of the item, of the top-level item that it came in, or of their bundle.

    Of a sender's list only what is about this item: other lines of it are no part of its way here.
    """
    found = store.tables.rows(
        "SELECT entry, at, do, subject, person.name, said FROM act LEFT JOIN person ON person.id=act.by_person "
        "WHERE subject IN (?, ?, ?) AND do <> 'listed' ORDER BY entry",
        (item.id, item.top, item.bundle),
    )
    sender = store.tables.rows("SELECT sender, received FROM bundle WHERE id=?", (item.bundle,))[0]
    first = {"from": sender[0], "received": sender[1]}
    steps = boxpast.steps(store, ((entry, do) for entry, _, do, *_ in found))
    return [
        {"entry": entry, "at": _time(at), "do": do, "on": subject, "by": by}
        | (first if do == "intake-began" else {})
        | _more(do, said)
        | steps.get(entry, {})
        | (_erasure(store, entry) if do == "item-erased" else {})
        for entry, at, do, subject, by, said in found
        if not do.startswith("list-") or _of_list(json.loads(said), item)
    ]


def _more(do: str, said: str) -> dict[str, Json]:
    wanted = {
        "read": ("state", "reason", "reader", "jail", "replaces"),
        "missed": ("state", "reason"),
        "opened": ("how",),
        "recognised": ("state", "reason", "reader"),
        "described": ("kind", "language"),
    }
    fields = json.loads(said)
    return {key: fields[key] for key in wanted.get(do, ()) if key in fields}


def _of_list(said: dict[str, Any], item: Item) -> bool:
    """Whether an act about a sender's list is about this item: it holds the list, or a line of it was matched to it."""
    n = number_of(item.id)
    return said.get("item") == item.id or any(first <= n < first + count for first, count in said.get("ids", ()))


def _erasure(store: Store, number: int) -> dict[str, Json]:
    """By what authority an item was erased, who agreed, and why one person decided alone."""
    entry = store.ledger.entry(number)
    said = [sealed for sealed in entry.sealed if sealed is not None]
    agreed = [value for name, value in said if name == "agreed"]
    more = {name: value for name, value in said if name != "agreed"}
    return {"agreed": agreed, "successor": entry.fields["successor"] or None} | more


def _time(at: int) -> str:
    from datetime import UTC, datetime  # noqa: PLC0415

    return datetime.fromtimestamp(at // 1_000_000, UTC).strftime("%Y-%m-%dT%H:%M:%S") + f".{at % 1_000_000:06d}Z"


def save(store: Store, id: str, out: Path) -> str:  # noqa: A002
    """Write an item's bytes to a new file; a member is taken out of its container in the jail. Returns their SHA-256.

    The access log says it first. Raises: UnknownItem, Refused, Broken, AskedWrong; Trouble, where that cannot be said.
    """
    item = visible.item(store, id)
    if item.sha256 is None:
        raise Refused("the bytes of this item are not in the case", id, f"muniment show {id} says why")
    place.outside(out)
    try:
        sink = out.open("xb")
    except FileExistsError:
        raise AskedWrong("there is a file of that name", str(out), "name another") from None
    except OSError as error:
        raise AskedWrong(f"the file cannot be written ({error.strerror})", str(out), "name another") from None
    try:
        with sink:
            copying.disclosed(store, [item], "save", to=str(out.resolve()))  # before a byte of it is outside
            found = _write(store, item, sink)
            sink.flush()
            os.fsync(sink.fileno())
        if found != item.sha256:
            raise Broken("the bytes are not those that were recorded", id, "run muniment verify")
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    return found


def _write(store: Store, item: Item, sink: BinaryIO) -> str:
    assert item.sha256 is not None
    if item.id != item.top:
        return taken.write(store, item, sink)
    original = store.places.originals.path(item.sha256)
    found = hashlib.sha256()
    try:
        with original.open("rb") as file:
            for piece in iter(lambda: file.read(STEP), b""):
                found.update(piece)
                sink.write(piece)
    except FileNotFoundError:
        raise Broken("the original is gone", item.sha256, "run muniment verify") from None
    return found.hexdigest()
