"""What a case's beginning, its people and what comes in mean for the tables, for this and every earlier version."""

from collections.abc import Mapping, Sequence
from typing import Any

import apsw

from muniment.errors import NewerCase
from muniment.ledger.log import Entry
from muniment.model.act import KINDS, Row
from muniment.model.reading import Json
from muniment.model.state import State
from muniment.names.filename import last_part, text_of
from muniment.store.deeds import HELD, Apply
from muniment.store.ids import ERASED, number_of, value_of
from muniment.store.rows import ITEM, as_text, uncounted

FORMAT = 1
_LISTED = {"file": (State.UNREAD_PENDING, "not-read-yet"), "closed": (State.UNREAD_INACCESSIBLE, "no-permission")}


def _case_began(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    if fields["format"] > FORMAT:
        raise NewerCase("the case was made by a newer Muniment", str(fields["case"]), "install the current Muniment")
    title = value_of(entry, 0) or ERASED
    for key, value in (("id", fields["case"]), ("title", title), ("zone", fields["zone"]), ("key", fields["key"])):
        base.execute("INSERT OR REPLACE INTO meta VALUES (?,?)", (key, value))
    base.execute("INSERT OR REPLACE INTO meta VALUES ('next_item', 1)")


def _adopted(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    base.execute("INSERT OR REPLACE INTO meta VALUES ('key', ?)", (fields["key"],))


def _person_named(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    base.execute("INSERT INTO person VALUES (?,?)", (fields["on"], value_of(entry, 0)))


def _listed(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    names = {letter: kind for kind, letter in KINDS.items()}
    rows = []
    for place, (letter, sealed) in enumerate(zip(fields["kinds"], entry.sealed, strict=True)):
        row = None if sealed is None else Row.of(sealed[1])
        known = (None, None, None) if row is None else (row.name, row.size, row.time)
        rows.append((entry.seq, place, names[letter], *known))
    base.executemany("INSERT INTO listed VALUES (?,?,?,?,?,?)", rows)


def _intake_began(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    bundle = fields["on"]
    base.execute(
        "INSERT INTO bundle VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,NULL,NULL)",
        (
            int(bundle.split("-")[1]),
            bundle,
            _or_erased(value_of(entry, 0)),
            fields["received"],
            _or_erased(value_of(entry, 1)),
            fields["rows"],
            fields["files"],
            fields["first"],
            fields["root"],
            as_text(fields["listed"]),
            fields.get("supplements", ""),
            fields.get("list_of", ""),
            HELD if fields.get("held") else "",
            as_text(_brought(entry)),
        ),
    )
    number = fields["first"]
    for start, stop in fields["listed"]:
        listed = base.execute(
            "SELECT entry, place, kind, name, size, time FROM listed WHERE entry >= ? AND entry < ? AND kind <> 'folder' ORDER BY entry, place",
            (start, stop),
        ).fetchall()
        base.executemany(ITEM, (_top(bundle, entry.seq, number + n, row) for n, row in enumerate(listed)))
        number += len(listed)
        # What had appeared in the source is taken in now.
        base.execute(
            "WITH RECURSIVE above(id) AS (VALUES (?) UNION SELECT supplements FROM bundle JOIN above USING (id)) "
            "DELETE FROM appeared WHERE bundle IN above AND what<>'gone' AND (name, size, time) IN "
            "(SELECT name, size, time FROM listed WHERE entry >= ? AND entry < ?)",
            (fields.get("supplements", ""), start, stop),
        )
    if number != fields["first"] + fields["files"]:
        raise ValueError(fields["files"])
    base.execute("INSERT OR REPLACE INTO meta VALUES ('next_item', ?)", (number,))


def _top(bundle: str, seq: int, n: int, row: tuple[Any, ...]) -> dict[str, Any]:
    _, _, kind, name, size, time = row
    path, raw_path = (ERASED, None) if name is None else text_of(name)
    leaf, raw_name = (ERASED, None) if name is None else text_of(last_part(name))
    state, reason = _LISTED.get(kind, (State.UNREAD_REFUSED, kind))
    return uncounted(reason if kind in _LISTED else "") | {
        "n": n,
        "bundle": bundle,
        "top": n,
        "ordinal": -1,
        "name": leaf,
        "raw_name": raw_name,
        "path": path,
        "raw_path": raw_path,
        "kind": kind,
        "listed_size": size,
        "time": time,
        "state": state.value,
        "reason": reason,
        "changed": seq,
    }


def _took(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    sealed = value_of(entry, 0)
    sha256, size = sealed or (None, None)
    state = State.UNREAD_PENDING if sealed else State.UNREAD_ERASED
    base.execute(
        "UPDATE item SET sha256=?, size=?, took=?, state=?, reason=?, changed=? WHERE n=?",
        (
            sha256,
            size,
            entry.seq,
            state.value,
            "not-read-yet" if sealed else "erased",
            entry.seq,
            number_of(fields["on"]),
        ),
    )


def _missed(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    base.execute(
        "UPDATE item SET state=?, reason=?, incomplete=iif(complete, '', ?), took=NULL, changed=? WHERE n=?",
        (fields["state"], fields["reason"], fields["reason"], entry.seq, number_of(fields["on"])),
    )


def _scanned(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    kinds = [what for what in ("appeared", "gone", "changed") for _ in range(fields[what])]
    if not fields["part"]:
        base.execute("DELETE FROM appeared WHERE bundle=?", (fields["on"],))
    for place, (what, sealed) in enumerate(zip(kinds, entry.sealed, strict=True)):
        row = None if sealed is None else Row.of(sealed[1])
        known = (None, None, None, None) if row is None else (row.name, row.kind, row.size, row.time)
        base.execute("INSERT INTO appeared VALUES (?,?,?,?,?,?,?,?)", (fields["on"], entry.seq, place, what, *known))
    base.execute("UPDATE bundle SET scanned=? WHERE id=?", (entry.seq, fields["on"]))


def _waits(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    base.execute(
        "UPDATE item SET reason=?, changed=? WHERE bundle=? AND state=? AND reason='not-read-yet'",
        (fields["reason"], entry.seq, fields["on"], State.UNREAD_PENDING.value),
    )


def _intake_ended(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    base.execute("UPDATE bundle SET ended=? WHERE id=?", (entry.seq, fields["on"]))


def _unlocked(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    top = number_of(fields["on"])
    for sealed in entry.sealed:
        if sealed is not None:
            place, sha256, size = sealed[1]
            base.execute(
                "INSERT OR REPLACE INTO kept VALUES (?,?,?,?,?)", (top, as_text(place), sha256, size, entry.seq)
            )


def _erased(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    # The values are blank already when this is applied; tables that had them are made again.
    base.execute("INSERT OR REPLACE INTO meta VALUES ('erased', ?)", (entry.seq,))


def _or_erased(value: Json) -> Json:
    return ERASED if value is None else value


def _brought(entry: Entry) -> dict[str, Json]:
    """What was said of who brought a bundle; an entry of the first version says nothing of it."""
    said: dict[str, Json] = {"via": []}
    for name, value in (sealed or ("", None) for sealed in entry.sealed[2:]):
        if name == "via":
            said["via"].append(value)
        elif name:
            said[name] = value
    return said


APPLY: Mapping[tuple[str, int], Apply] = {
    ("case-began", 1): _case_began,
    ("adopted", 1): _adopted,
    ("person-named", 1): _person_named,
    ("listed", 1): _listed,
    ("intake-began", 1): _intake_began,
    ("intake-began", 2): _intake_began,
    ("took", 1): _took,
    ("missed", 1): _missed,
    ("scanned", 1): _scanned,
    ("waits", 1): _waits,
    ("intake-ended", 1): _intake_ended,
    ("unlocked", 1): _unlocked,
    ("erased", 1): _erased,
}
