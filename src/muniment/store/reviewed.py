"""What each act of people who read means for the tables, for this and every earlier version."""

from collections.abc import Callable, Mapping, Sequence

import apsw

from muniment.errors import Broken
from muniment.ledger.log import Entry
from muniment.model.review import Judgement
from muniment.store.ids import number_of, value_of
from muniment.store.rows import as_text

# What stands of an item is the newest judgement of each person, and of these the newest where they agree, or where one
# was said to decide after all others; else they differ, and it is unsure until somebody decides.
_SAID = (
    "SELECT judgement, entry, decides FROM judged AS one WHERE item=? AND back IS NULL AND entry="
    "(SELECT max(entry) FROM judged WHERE item=one.item AND person=one.person AND back IS NULL) ORDER BY entry"
)
_STANDS = "INSERT OR REPLACE INTO standing VALUES (?,?,?,?)"


def _counted(entry: Entry, ids: Sequence[int]) -> None:
    if entry.fields["count"] != len(ids):
        what = f"entry {entry.seq} counts {entry.fields['count']} items and names {len(ids)}"
        raise Broken(what, str(entry.seq), "run muniment verify")


def _judged(base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    _counted(entry, ids)
    fields = entry.fields
    said = (Judgement(fields["as"]).value, fields["by"], fields["way"], int(fields["decides"]), value_of(entry, 0))
    base.executemany("INSERT INTO judged VALUES (?,?,?,?,?,?,?,NULL)", ((n, entry.seq, *said) for n in ids))
    for n in ids:
        _stand(base, n)


def _taken_back(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    taken = entry.fields["entry"]
    found = base.execute("SELECT item FROM judged WHERE entry=? AND back IS NULL", (taken,)).fetchall()
    base.execute("UPDATE judged SET back=? WHERE entry=?", (entry.seq, taken))
    for (n,) in found:
        _stand(base, int(str(n)))


def _stand(base: apsw.Connection, n: int) -> None:
    said = [(str(judgement), int(str(seq)), bool(decides)) for judgement, seq, decides in base.execute(_SAID, (n,))]
    if not said:
        base.execute("DELETE FROM standing WHERE item=?", (n,))
        return
    judgement, seq, decides = said[-1]
    differ = len({each for each, _, _ in said}) > 1 and not decides
    base.execute(_STANDS, (n, Judgement.UNSURE.value if differ else judgement, seq, int(differ)))


def _tag_defined(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    values = (entry.seq, value_of(entry, 0), value_of(entry, 1), entry.fields["by"])
    base.execute("INSERT INTO tag VALUES (?,?,?,?,NULL)", values)


def _tag_retired(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    base.execute("UPDATE tag SET retired=? WHERE entry=?", (entry.seq, entry.fields["entry"]))


def _coded(base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    _counted(entry, ids)
    fields = entry.fields
    field, value = fields["field"], fields["value"]
    if fields["remove"]:
        sql = "UPDATE code SET gone=? WHERE item=? AND field=? AND value=? AND gone IS NULL"
        base.executemany(sql, ((entry.seq, n, field, value) for n in ids))
        return
    if field != "tag":  # an item has one value of it; the one before is replaced, and comes back when this is undone
        sql = "UPDATE code SET gone=? WHERE item=? AND field=? AND gone IS NULL"
        base.executemany(sql, ((entry.seq, n, field) for n in ids))
    said = (field, value, fields["by"], value_of(entry, 0))
    base.executemany("INSERT INTO code VALUES (?,?,?,?,?,?,NULL)", ((n, entry.seq, *said) for n in ids))


def _code_undone(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    undone = entry.fields["entry"]
    base.execute("UPDATE code SET gone=NULL WHERE gone=?", (undone,))
    base.execute("UPDATE code SET gone=? WHERE entry=? AND gone IS NULL", (entry.seq, undone))


def _noted(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    n = number_of(entry.fields["on"])
    base.execute("INSERT INTO note VALUES (?,?,?,?)", (entry.seq, n, entry.fields["by"], value_of(entry, 0)))


def _read_to_end(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    values = (number_of(fields["on"]), entry.seq, fields["by"], fields["reading"])
    base.execute("INSERT INTO read_to_end VALUES (?,?,?,?)", values)


def _ranking_began(base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    _counted(entry, ids)
    fields = entry.fields
    values = (entry.seq, fields["ranker"], fields["seed"], fields["chance"], value_of(entry, 0), fields["by"])
    base.execute("INSERT INTO ranking VALUES (?,?,?,?,?,?)", values)
    if ids:
        _batch(base, entry, (entry.seq, 0, 0), ids)


def _ranked(base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    _counted(entry, ids)
    fields = entry.fields
    _batch(base, entry, (fields["ranking"], fields["reached"], fields["trained"]), ids)


def _batch(base: apsw.Connection, entry: Entry, about: tuple[int, int, int], ids: Sequence[int]) -> None:
    ranking = about[0]
    base.execute("INSERT INTO batch VALUES (?,?,?,?,?)", (entry.seq, *about, len(ids)))
    row = base.execute("SELECT coalesce(max(place), -1) FROM queue WHERE ranking=?", (ranking,)).fetchone()
    first = int(str(row[0])) + 1 if row else 0
    rows = ((ranking, place, n, entry.seq) for place, n in enumerate(ids, first))
    base.executemany("INSERT INTO queue VALUES (?,?,?,?)", rows)


def _sample_drawn(base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    _counted(entry, ids)
    fields = entry.fields
    values = (entry.seq, fields["of"], fields["seed"], fields["frame"], len(ids), fields["by"])
    base.execute("INSERT INTO sample VALUES (?,?,?,?,?,?)", values)
    rows = ((entry.seq, place, n) for place, n in enumerate(ids))
    base.executemany("INSERT INTO sampled VALUES (?,?,?)", rows)


def _draw_began(base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    _counted(entry, ids)
    fields = entry.fields
    values = (entry.seq, fields["rule"], as_text(fields["target"]), as_text(fields["alpha"]), fields["ranking"])
    base.execute("INSERT INTO draw VALUES (?,?,?,?,?,?,?,NULL,NULL,NULL,NULL)", (*values, len(ids), fields["by"]))


def _draw_seeded(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    sql = "UPDATE draw SET seeded=?, how=?, digits=? WHERE entry=? AND seeded IS NULL"
    base.execute(sql, (entry.seq, fields["how"], fields["digits"], fields["draw"]))


def _draw_abandoned(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    base.execute("UPDATE draw SET abandoned=? WHERE entry=?", (entry.seq, entry.fields["draw"]))


def _certificate_issued(base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    _counted(entry, ids)
    fields = entry.fields
    # What has a higher number came in later: numbers are given once, in the ledger's order.
    sql = "INSERT INTO certificate VALUES (?,?,?,?,(SELECT value FROM meta WHERE key='next_item'))"
    base.execute(sql, (entry.seq, fields["draw"], as_text(fields["figures"]), fields["by"]))


def _answered(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    values = (entry.seq, fields["entry"], fields["answer"], fields["by"], value_of(entry, 0))
    base.execute("INSERT INTO answered VALUES (?,?,?,?,?)", values)


Apply = Callable[[apsw.Connection, Entry, Sequence[int]], None]
APPLY: Mapping[tuple[str, int], Apply] = {
    ("judged", 1): _judged,
    ("taken-back", 1): _taken_back,
    ("tag-defined", 1): _tag_defined,
    ("tag-retired", 1): _tag_retired,
    ("coded", 1): _coded,
    ("code-undone", 1): _code_undone,
    ("noted", 1): _noted,
    ("read-to-end", 1): _read_to_end,
    ("ranking-began", 1): _ranking_began,
    ("ranked", 1): _ranked,
    ("sample-drawn", 1): _sample_drawn,
    ("draw-began", 1): _draw_began,
    ("draw-seeded", 1): _draw_seeded,
    ("draw-abandoned", 1): _draw_abandoned,
    ("certificate-issued", 1): _certificate_issued,
    ("overtaken-answered", 1): _answered,
}
