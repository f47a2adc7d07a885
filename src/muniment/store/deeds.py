"""What each kind of deed of a person means for the tables, for this and every earlier version."""

import json
from collections.abc import Callable, Mapping, Sequence

import apsw

from muniment.errors import Broken
from muniment.ledger.log import Entry
from muniment.model.reading import Json
from muniment.model.state import State
from muniment.store.ids import ERASED, id_of, number_of, value_of
from muniment.store.rows import ITEM, as_text, uncounted

HELD, WITHDRAWN = "held", "withdrawn"
_GONE = "bundle IN (SELECT id FROM bundle WHERE aside='withdrawn')"
_OF_GONE = f"parent IN (SELECT n FROM item WHERE kind='box' AND {_GONE})"  # noqa: S608 # our own words


def _on(fields: Mapping[str, Json]) -> int:
    return number_of(fields["on"])


def _opened_first(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    _open(base, entry, entry.fields["reading"], entry.fields["how"])


def _opened(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    _open(base, entry, entry.fields["reading"], value_of(entry, 0))


def _open(base: apsw.Connection, entry: Entry, reading: int | None, how: str | None) -> None:
    fields = entry.fields
    base.execute("INSERT INTO opened VALUES (?,?,?,?,?)", (_on(fields), fields["by"], reading, entry.seq, how))


def _settled(base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    fields = entry.fields
    counted(entry, ids)
    why = value_of(entry, 0)
    rows = ((n, entry.seq, fields["as"], fields["by"], why) for n in ids)
    base.executemany("INSERT INTO settled VALUES (?,?,?,?,?)", rows)


def counted(entry: Entry, ids: Sequence[int], count: int | None = None) -> None:
    """Hold the items that an entry names against how many it says there are, in its `count` or, where given, otherwise.

    Raises: Broken.
    """
    said = entry.fields["count"] if count is None else count
    if said != len(ids):
        what = f"entry {entry.seq} counts {said} items and names {len(ids)}"
        raise Broken(what, str(entry.seq), "run muniment verify")


def _unsettled(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    base.execute("DELETE FROM settled WHERE entry=?", (entry.fields["entry"],))


def _described(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    values = (entry.seq, _on(fields), fields["kind"], fields["language"], fields["by"], value_of(entry, 0))
    base.execute("INSERT INTO described VALUES (?,?,?,?,?,?)", values)
    _touch(base, entry, _on(fields))


def _touch(base: apsw.Connection, entry: Entry, n: int) -> None:
    base.execute("UPDATE item SET changed=? WHERE n=?", (entry.seq, n))


def _box_added(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields, n = entry.fields, _on(entry.fields)
    name, holder, place, seal, ref = (value_of(entry, at) for at in range(5))
    row = uncounted("physical") | {
        "n": n,
        "bundle": fields["bundle"],
        "top": n,
        "ordinal": -1,
        "name": ERASED if name is None else name,
        "path": ERASED if name is None else name,
        "kind": "box",
        "type": "physical/box",
        "state": State.UNREAD_PHYSICAL.value,
        "reason": "physical",
        "changed": entry.seq,
    }
    base.execute(ITEM, row)
    base.execute("INSERT INTO box VALUES (?,?,?,?,?,?,0)", (n, holder, place, seal, ref, fields["pages"]))
    base.execute("UPDATE meta SET value=max(value, ?) WHERE key='next_item'", (n + 1,))


def _box_moved(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    _, holder, place, seal, _ = (value_of(entry, at) for at in range(5))
    base.execute("UPDATE box SET holder=?, place=?, seal=? WHERE item=?", (holder, place, seal, _on(entry.fields)))
    _touch(base, entry, _on(entry.fields))


def _box_opened(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    _open(base, entry, None, value_of(entry, 0))
    sql = "UPDATE box SET seal=coalesce(?, seal), pages=coalesce(?, pages) WHERE item=?"
    base.execute(sql, (value_of(entry, 2), fields["pages"], _on(fields)))
    _touch(base, entry, _on(fields))


def _box_scanned(base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    box = _on(entry.fields)
    changed = ((box, entry.seq, n) for n in ids)
    base.executemany("UPDATE item SET parent=?, changed=? WHERE n=? AND n=top AND kind='file'", changed)
    base.execute("UPDATE box SET scanned=scanned+? WHERE item=?", (entry.fields["pages"], box))
    _count_children(base, entry, box)


def _count_children(base: apsw.Connection, entry: Entry, box: int) -> None:
    sql = "UPDATE item SET recorded=(SELECT count(*) FROM item AS child WHERE child.parent=item.n), changed=? WHERE n=?"
    base.execute(sql, (entry.seq, box))


def _list_taken(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    if fields["first"] == 1:  # the list is taken anew, as by a better reader: what was matched by number goes with it
        base.execute("DELETE FROM line WHERE bundle=?", (fields["on"],))
        base.execute("DELETE FROM matched WHERE bundle=?", (fields["on"],))
    for number, sealed in enumerate(entry.sealed, fields["first"]):
        said = None if sealed is None else as_text(sealed[1])
        values = (fields["on"], number, number_of(fields["item"]), entry.seq, said)
        base.execute("INSERT INTO line VALUES (?,?,?,?,?)", values)


def _list_matched(base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    _say_of_line(base, entry, ids)


def _list_missed(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    _say_of_line(base, entry, ())


def _say_of_line(base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    fields = entry.fields
    values = (fields["on"], fields["line"], entry.seq, fields["by"], as_text(list(ids)), value_of(entry, 0))
    base.execute("INSERT OR REPLACE INTO matched VALUES (?,?,?,?,?,?)", values)


def _released(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    _aside(base, entry, HELD, "")


def _withdrawn(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    found = base.execute("SELECT id, aside FROM bundle WHERE id=? OR list_of=?", (entry.fields["on"],) * 2).fetchall()
    for aside in sorted({str(aside) for _, aside in found} - {WITHDRAWN}):
        _aside(base, entry, aside, WITHDRAWN)
    _leave_boxes(base, entry)


def _aside(base: apsw.Connection, entry: Entry, before: str, now: str) -> None:
    """The bundle, with its list; every item of it is another item for a search now."""
    bundle = entry.fields["on"]
    sql = "SELECT id FROM bundle WHERE (id=? OR list_of=?) AND aside=?"
    for (each,) in base.execute(sql, (bundle, bundle, before)).fetchall():
        values = (each, entry.seq, now, entry.fields["by"], value_of(entry, 0))
        base.execute("INSERT INTO turned VALUES (?,?,?,?,?)", values)
        base.execute("UPDATE bundle SET aside=? WHERE id=?", (now, each))
        base.execute("UPDATE item SET changed=? WHERE bundle=?", (entry.seq, each))


def _leave_boxes(base: apsw.Connection, entry: Entry) -> None:
    """Scans that were withdrawn are no scans of a thing any more, and their pages are not counted as scanned.

    Scans of a thing that was withdrawn are none either.
    """
    sql = f"UPDATE item SET parent=NULL, changed=? WHERE n=top AND parent=? AND ({_GONE} OR {_OF_GONE})"  # noqa: S608 # our own words
    found = f"SELECT DISTINCT parent FROM item WHERE n=top AND parent IS NOT NULL AND ({_GONE} OR {_OF_GONE})"  # noqa: S608
    for box in [int(str(n)) for (n,) in base.execute(found).fetchall()]:
        base.execute(sql, (entry.seq, box))
        base.execute("UPDATE box SET scanned=? WHERE item=?", (_still_scanned(base, box), box))
        _count_children(base, entry, box)


def _still_scanned(base: apsw.Connection, box: int) -> int:
    """The pages of a thing that were scanned, without those of scans that were withdrawn."""
    scanned = 0
    acts = base.execute("SELECT said FROM act WHERE do='box-scanned' AND subject=?", (id_of(box),)).fetchall()
    for said in (json.loads(str(said)) for (said,) in acts):
        ids = [n for first, count in said["ids"] for n in range(first, first + count)]
        sql = f"SELECT coalesce(pages, 1) FROM item WHERE n=? AND {_GONE}"  # noqa: S608 # our own words
        lost = [int(str(pages)) for n in ids for (pages,) in base.execute(sql, (n,)).fetchall()]
        scanned += max(said["pages"] - sum(lost), 0) if len(lost) < len(ids) else 0
    return scanned


def _searched(_: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    fields = entry.fields
    counted(entry, ids, fields["found"] + fields["in_part"] + fields["not_searched"] - fields["held"])


def _search_saved(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    name, query = value_of(entry, 0), value_of(entry, 1)
    # What has a higher number came in later: numbers are given once, in the ledger's order.
    sql = "INSERT INTO saved VALUES (?,?,?,?,?,?,(SELECT value FROM meta WHERE key='next_item'))"
    base.execute(sql, (entry.seq, name, query, int(fields["names"]), fields["found"], fields["by"]))


def _search_forgotten(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    base.execute("DELETE FROM saved WHERE entry=?", (entry.fields["entry"],))


def _item_erased(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    """The whole family; what was known of it is blank already, but for what was never taken."""
    sql = "UPDATE item SET state=?, reason='erased', changed=? WHERE top=?"
    base.execute(sql, (State.UNREAD_ERASED.value, entry.seq, _on(entry.fields)))


def _clock_jumped(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    found = base.execute("SELECT value FROM meta WHERE key='clock'").fetchone()
    said = {name: int(entry.fields[name]) for name in ("clock", "expected")}
    known = [*json.loads(found[0] if found else "[]"), {"entry": entry.seq, "at": entry.at, **said}]
    base.execute("INSERT OR REPLACE INTO meta VALUES ('clock', ?)", (json.dumps(known),))


def nothing(_: apsw.Connection, __: Entry, ___: Sequence[int]) -> None:
    """It stands in the table of acts, and nowhere else."""


Apply = Callable[[apsw.Connection, Entry, Sequence[int]], None]
APPLY: Mapping[tuple[str, int], Apply] = {
    ("opened", 1): _opened_first,
    ("opened", 2): _opened,
    ("settled", 1): _settled,
    ("unsettled", 1): _unsettled,
    ("described", 1): _described,
    ("box-added", 1): _box_added,
    ("box-moved", 1): _box_moved,
    ("box-opened", 1): _box_opened,
    ("box-scanned", 1): _box_scanned,
    ("list-taken", 1): _list_taken,
    ("list-matched", 1): _list_matched,
    ("list-missed", 1): _list_missed,
    ("released", 1): _released,
    ("withdrawn", 1): _withdrawn,
    ("receipted", 1): nothing,
    ("item-erased", 1): _item_erased,
    ("passwords-tried", 1): nothing,
    ("searched", 1): _searched,
    ("search-saved", 1): _search_saved,
    ("search-forgotten", 1): _search_forgotten,
    ("clock-jumped", 1): _clock_jumped,
}
