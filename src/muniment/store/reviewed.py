"""What each act of people who read means for the tables, for this and every earlier version."""

import json
from collections.abc import Mapping, Sequence

import apsw

from muniment.ledger.log import Entry
from muniment.model.reading import Json
from muniment.model.review import VALUES, Answer, Field, Judgement, Way
from muniment.store.deeds import Apply, counted, nothing
from muniment.store.ids import number_of, value_of
from muniment.store.rows import as_text

# What stands of an item is the newest judgement of each person, from the last one on that was said to decide: it puts aside
# what others said before it. Where these agree, it is that; else they differ, and it is unsure until somebody decides.
_SAYS = "INSERT OR REPLACE INTO says VALUES (?,?,?,?,?)"
_SAYS_AGAIN = (
    "INSERT INTO says SELECT item, person, judgement, entry, decides FROM judged "
    "WHERE item=? AND person=? AND back IS NULL ORDER BY entry DESC LIMIT 1"
)
_STANDS = (
    "INSERT INTO standing SELECT max(item), iif(min(judgement)=max(judgement), max(judgement), 'unsure'), max(entry), "
    "min(judgement)<>max(judgement) FROM says AS one WHERE item=? AND entry>="
    "coalesce((SELECT max(entry) FROM judged WHERE item=one.item AND decides AND back IS NULL), 0) HAVING count(*)>0"
)
_STOOD = "SELECT item, judgement FROM json_each(?) AS each JOIN standing ON item=each.value"
_COURSE = (
    "INSERT INTO course SELECT ?, coalesce(sum(items), 0), coalesce(sum(items) FILTER (WHERE what='relevant'), 0) FROM progress "
    "WHERE person='' AND what IN ('relevant', 'not-relevant', 'unsure') "
    "AND bundle NOT IN (SELECT id FROM bundle WHERE aside='withdrawn')"
)


def _judged(base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    counted(entry, ids)
    fields = entry.fields
    judgement, person, decides = Judgement(fields["as"]).value, fields["by"], int(fields["decides"])
    said = (entry.seq, judgement, person, Way(fields["way"]).value, decides, value_of(entry, 0))
    base.executemany("INSERT INTO judged VALUES (?,?,?,?,?,?,?,NULL)", ((n, *said) for n in ids))
    base.executemany(_SAYS, ((n, person, judgement, entry.seq, decides) for n in ids))
    _stand(base, entry, ids)


def _taken_back(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    taken = entry.fields["entry"]
    found = base.execute("SELECT item, person FROM judged WHERE entry=? AND back IS NULL", (taken,)).fetchall()
    base.execute("UPDATE judged SET back=? WHERE entry=? AND back IS NULL", (entry.seq, taken))
    base.executemany("DELETE FROM says WHERE item=? AND person=?", found)
    base.executemany(_SAYS_AGAIN, found)  # what the same person said before stands again
    _stand(base, entry, [int(str(n)) for n, _ in found])


def _stand(base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    asked = json.dumps([*ids])
    was = _stood(base, asked)
    base.executemany("DELETE FROM standing WHERE item=?", ((n,) for n in ids))
    base.executemany(_STANDS, ((n,) for n in ids))
    now = _stood(base, asked)
    moved = ((entry.seq, n, judgement) for n, judgement in was.items() if now.get(n) != judgement)
    base.executemany("INSERT INTO moved VALUES (?,?,?)", moved)
    base.execute(_COURSE, (entry.seq,))


def _stood(base: apsw.Connection, asked: str) -> dict[int, str]:
    return {int(str(n)): str(judgement) for n, judgement in base.execute(_STOOD, (asked,))}


def _tag_defined(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    values = (entry.seq, value_of(entry, 0), value_of(entry, 1), entry.fields["by"])
    base.execute("INSERT INTO tag VALUES (?,?,?,?,NULL)", values)


def _tag_retired(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    base.execute("UPDATE tag SET retired=? WHERE entry=?", (entry.seq, entry.fields["entry"]))


def _coded(base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    counted(entry, ids)
    fields = entry.fields
    field, value = Field(fields["field"]), fields["value"]
    if field is not Field.TAG and value not in VALUES[field]:
        raise ValueError(value)
    said = (entry.seq, field.value, value, fields["by"], value_of(entry, 0))
    # An item has one value of a field, and each tag once; what is replaced comes back when this is undone.
    own = value if fields["remove"] or field is Field.TAG else None
    sql = "UPDATE code SET gone=? WHERE item=? AND field=? AND value=coalesce(?, value) AND gone IS NULL"
    base.executemany(sql, ((entry.seq, n, field.value, own) for n in ids))
    if fields["remove"]:
        base.executemany("INSERT INTO removed VALUES (?,?,?,?,?,?)", ((n, *said) for n in ids))
    else:
        base.executemany("INSERT INTO code VALUES (?,?,?,?,?,?,NULL)", ((n, *said) for n in ids))


_OF_ENTRY = (
    "SELECT item, field, value FROM code WHERE entry=? UNION ALL SELECT item, field, value FROM removed WHERE entry=?"
)
_SINCE = (
    "SELECT entry, value, 0, gone FROM code WHERE item=?1 AND field=?2 AND (?2<>'tag' OR value=?3) "
    "UNION ALL SELECT entry, value, 1, NULL FROM removed WHERE item=?1 AND field=?2 AND (?2<>'tag' OR value=?3) ORDER BY 1"
)


def _code_undone(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    """As if the entry had never been; what was said after it stays as it was said."""
    undone = entry.fields["entry"]
    base.execute("INSERT INTO undone VALUES (?,?)", (undone, entry.seq))
    for n, field, value in base.execute(_OF_ENTRY, (undone, undone)).fetchall():
        _say_again(base, (int(str(n)), str(field), str(value)))


def _say_again(base: apsw.Connection, about: tuple[int, str, str]) -> None:
    before: dict[int, int | None] = {}
    now: dict[int, int | None] = {}
    stands: tuple[int, str] | None = None
    for row in base.execute(_SINCE, about).fetchall():
        at, value, removes, gone = int(str(row[0])), str(row[1]), bool(row[2]), row[3]
        if not removes:
            before[at], now[at] = None if gone is None else int(str(gone)), None
        undone = base.execute("SELECT entry FROM undone WHERE of=?", (at,)).fetchone()
        if undone is not None:
            now |= {} if removes else {at: int(str(undone[0]))}
            continue
        if stands is not None and (not removes or value == stands[1]):
            now[stands[0]], stands = at, None
        if not removes:
            stands = at, value
    changed = ((gone, about[0], at) for at, gone in now.items() if gone != before[at])
    base.executemany("UPDATE code SET gone=? WHERE item=? AND entry=?", changed)


def _noted(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    n = number_of(entry.fields["on"])
    base.execute("INSERT INTO note VALUES (?,?,?,?)", (entry.seq, n, entry.fields["by"], value_of(entry, 0)))
    base.execute("UPDATE item SET changed=? WHERE n=?", (entry.seq, n))  # it is searched with the item


def _read_to_end(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    values = (number_of(fields["on"]), entry.seq, fields["by"], fields["reading"])
    base.execute("INSERT INTO read_to_end VALUES (?,?,?,?)", values)


def _ranking_began(base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    counted(entry, ids)
    fields = entry.fields
    values = (entry.seq, fields["ranker"], fields["seed"], fields["chance"], value_of(entry, 0), fields["by"])
    base.execute("INSERT INTO ranking VALUES (?,?,?,?,?,?)", values)
    if ids:
        _batch(base, entry, (entry.seq, 0, 0), ids)


def _ranked(base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    counted(entry, ids)
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
    counted(entry, ids)
    fields = entry.fields
    values = (entry.seq, fields["of"], fields["seed"], fields["frame"], len(ids), fields["by"])
    base.execute("INSERT INTO sample VALUES (?,?,?,?,?,?)", values)
    rows = ((entry.seq, place, n) for place, n in enumerate(ids))
    base.executemany("INSERT INTO sampled VALUES (?,?,?)", rows)


def _draw_began(base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    counted(entry, ids)
    fields = entry.fields
    _allow_share(fields["target"])
    _allow_share(fields["alpha"])
    values = (entry.seq, fields["rule"], as_text(fields["target"]), as_text(fields["alpha"]), fields["ranking"])
    base.execute("INSERT INTO draw VALUES (?,?,?,?,?,?,?,NULL,NULL,NULL,NULL)", (*values, len(ids), fields["by"]))


def _allow_share(said: Json) -> None:
    if not (isinstance(said, list) and len(said) == 2 and all(_whole(each) for each in said) and said[0] < said[1]):
        raise ValueError(said)


def _whole(said: Json) -> bool:
    return isinstance(said, int) and not isinstance(said, bool) and said >= 0


def _draw_seeded(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    if not (_whole(fields["draw"]) and isinstance(fields["how"], str) and isinstance(fields["digits"], str)):
        raise ValueError(fields["draw"])
    sql = "UPDATE draw SET seeded=?, how=?, digits=? WHERE entry=? AND seeded IS NULL"
    base.execute(sql, (entry.seq, fields["how"], fields["digits"], fields["draw"]))


def _draw_abandoned(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    base.execute("UPDATE draw SET abandoned=? WHERE entry=?", (entry.seq, entry.fields["draw"]))


def _certificate_issued(base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    counted(entry, ids)
    fields = entry.fields
    if not (_whole(fields["draw"]) and all(map(_whole, fields["figures"].values())) and "found" in fields["figures"]):
        raise ValueError(fields["draw"])
    # What has a higher number came in later: numbers are given once, in the ledger's order.
    sql = "INSERT INTO certificate VALUES (?,?,?,?,(SELECT value FROM meta WHERE key='next_item'))"
    base.execute(sql, (entry.seq, fields["draw"], as_text(fields["figures"]), fields["by"]))


def _answered(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    values = (entry.seq, fields["entry"], Answer(fields["answer"]).value, fields["by"], value_of(entry, 0))
    base.execute("INSERT INTO answered VALUES (?,?,?,?,?)", values)


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
    ("audit-began", 1): nothing,
    ("draw-abandoned", 1): _draw_abandoned,
    ("certificate-issued", 1): _certificate_issued,
    ("overtaken-answered", 1): _answered,
}
