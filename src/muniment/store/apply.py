"""Entries into tables: which function applies each kind of entry, for this and every earlier version; and what a reading means."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import apsw

from muniment.errors import Broken, NewerCase
from muniment.ledger.log import Entry
from muniment.model.reading import Json
from muniment.model.state import State
from muniment.store import arrived, deeds, proved, reviewed
from muniment.store.blobs import Blobs
from muniment.store.family import Unfolded, unfold
from muniment.store.ids import ERASED, number_of, value_of
from muniment.store.readings import Placed, Readings
from muniment.store.rows import ITEM, REPLACE, as_text, flags_of, member_row, pages_of, uncounted

KEEP = "INSERT INTO reading VALUES (?,?,?,?,?,?)"
AT_ONCE = 500  # rows of one family that are put in together
MOST = 10**7  # items that one entry can name, of which it does not say how many there are
_COMMON = frozenset(
    {"seal", "seq", "at", "do", "v", "on", "by", "uid", "proved"}
)  # what the table of acts need not repeat
_DEEDS = {**arrived.APPLY, **deeds.APPLY, **reviewed.APPLY, **proved.APPLY}
_NOT_ITS_FORM = (KeyError, TypeError, ValueError, IndexError, AttributeError, AssertionError, apsw.ConstraintError)


class Applier:
    """Applies entries, in their order, to one set of tables."""

    def __init__(self, base: apsw.Connection, readings: Readings, lists: Blobs) -> None:
        self._base = base
        self._readings = readings
        self._lists = lists

    def apply(self, entry: Entry) -> None:
        """One entry. Within the caller's transaction.

        Raises: NewerCase, where this version does not know the kind of entry; Broken, where it does not have the form of
        its kind, or a file that it names is not there.
        """
        fields = entry.fields
        do, version = str(fields.get("do")), fields.get("v")
        known = (do, version if isinstance(version, int) else 0)
        apply, deed = _APPLY.get(known), _DEEDS.get(known)
        if apply is None and deed is None:
            raise NewerCase(
                f"entry {entry.seq} is of a kind this version does not know",
                f"{do} {version}",
                "install the current Muniment",
            )
        said = {key: value for key, value in fields.items() if key not in _COMMON}
        self._run(
            "INSERT INTO act VALUES (?,?,?,?,?,?)",
            (entry.seq, entry.at, do, fields.get("on"), fields.get("by"), as_text(said)),
        )
        try:
            if apply is not None:
                apply(self, entry, fields)
            elif deed is not None:
                deed(self._base, entry, self._numbers(fields))
        except _NOT_ITS_FORM as error:
            what = f"entry {entry.seq} does not have the form of its kind ({type(error).__name__})"
            raise Broken(what, str(entry.seq), "run muniment verify") from error
        self._run("INSERT OR REPLACE INTO meta VALUES ('as_of', ?)", (entry.seq,))

    def _run(self, sql: str, values: tuple[Any, ...] = ()) -> apsw.Cursor:
        return self._base.execute(sql, values)

    def _recognised(self, entry: Entry, fields: Mapping[str, Json]) -> None:
        """A reading of one item alone: its row changes, its family stays."""
        sealed, n = value_of(entry, 0), number_of(fields["on"])
        if not sealed:
            self._run(
                "UPDATE item SET state=?, reason='erased', reading=NULL, changed=? WHERE n=?",
                (State.UNREAD_ERASED.value, entry.seq, n),
            )
            return
        file, line = sealed
        placed = self._readings.alone(file, line)
        reading = placed.reading
        values = (reading.state.value, reading.reason, line, file, placed.offset, placed.ordinal)
        flags = flags_of(reading.flags, reading.type, self._name(n))
        self._run(
            "UPDATE item SET state=?, reason=?, reading=?, file=?, block=?, line=?, type=?, flags=?, changed=? WHERE n=?",
            (*values, reading.type, as_text(flags), entry.seq, n),
        )
        self._keep(n, entry.seq, placed, file)

    def _name(self, n: int) -> str:
        row = self._run("SELECT name FROM item WHERE n=?", (n,)).fetchone()
        assert row is not None
        return str(row[0])

    def _read(self, entry: Entry, fields: Mapping[str, Json]) -> None:
        top = number_of(fields["on"])
        sealed = value_of(entry, 0)
        if not sealed:
            self._read_erased(entry, fields, top)
            return
        file, line = sealed
        family = self._readings.family(file, line)
        assert family.top is not None
        unfolded = unfold(family, fields["limits"])
        numbers = self._numbers(fields, MOST)
        if len(numbers) != len(unfolded.members):
            raise Broken(
                f"entry {entry.seq} counts {len(numbers)} members and its reading has {len(unfolded.members)}",
                fields["on"],
                "run muniment verify",
            )
        self._lose(entry, fields)
        row = self._run("SELECT bundle, name, path, wall FROM item WHERE n=?", (top,)).fetchone()
        if row is None:
            raise Broken(f"entry {entry.seq} reads an item that was never listed", fields["on"], "run muniment verify")
        self._place_top(entry.seq, top, row[1], family.top, unfolded, file, fields)
        paths: list[str] = []
        rows: list[dict[str, Any]] = []
        for ordinal, (n, member) in enumerate(zip(numbers, unfolded.members, strict=True)):
            parent = top if member.parent < 0 else numbers[member.parent]
            above = row[2] if member.parent < 0 else paths[member.parent]
            paths.append(f"{above}/{member.child.name}")
            values = member_row(member) | {"n": n, "bundle": row[0], "parent": parent, "top": top, "ordinal": ordinal}
            values |= {"path": paths[-1], "file": file, "read": entry.seq, "changed": entry.seq, "wall": row[3]}
            rows.append(values)
            if len(rows) == AT_ONCE:
                self._base.executemany(REPLACE, rows)
                rows.clear()
        self._base.executemany(REPLACE, rows)
        self._base.executemany(
            KEEP,
            (
                (n, entry.seq, placed.line, file, placed.offset, placed.ordinal)
                for n, member in zip(numbers, unfolded.members, strict=True)
                if (placed := member.placed) is not None
            ),
        )
        self._run(
            "UPDATE item SET complete=0, incomplete='not-found-again', recorded=(SELECT count(*) FROM item AS child WHERE child.parent=item.n) "
            "WHERE n IN (SELECT parent FROM item WHERE top=? AND lost=1)",
            (top,),
        )
        last = max(numbers, default=0) + 1
        self._run("UPDATE meta SET value=max(value, ?) WHERE key='next_item'", (last,))

    def _read_erased(self, entry: Entry, fields: Mapping[str, Json], top: int) -> None:
        """What was read is erased; its members keep their numbers and are still counted."""
        state = State.UNREAD_ERASED.value
        self._run(
            "UPDATE item SET state=?, reason='erased', reading=NULL, changed=? WHERE top=?", (state, entry.seq, top)
        )
        bundle, path = self._run("SELECT bundle, path FROM item WHERE n=?", (top,)).fetchone()  # type: ignore[misc]
        numbers = self._numbers(fields, MOST)
        self._base.executemany(
            ITEM.replace("INSERT", "INSERT OR IGNORE"),
            (
                uncounted("erased")
                | {"n": n, "bundle": bundle, "parent": top, "top": top, "ordinal": ordinal, "name": ERASED}
                | {"path": f"{path}/{ERASED}", "kind": "file", "state": state, "reason": "erased", "changed": entry.seq}
                for ordinal, n in enumerate(numbers)
            ),
        )
        self._run(
            "UPDATE item SET declared=NULL, complete=0, incomplete='erased', recorded=(SELECT count(*) FROM item AS child "
            "WHERE child.parent=item.n) WHERE n=?",
            (top,),
        )
        self._run("UPDATE meta SET value=max(value, ?) WHERE key='next_item'", (max(numbers, default=0) + 1,))

    def _keep(self, n: int, seq: int, placed: Placed, file: str) -> None:
        """Every reading ever made stays findable: what cited it must still find it."""
        self._run(KEEP, (n, seq, placed.line, file, placed.offset, placed.ordinal))

    def _numbers(self, fields: Mapping[str, Json], most: int | None = None) -> list[int]:
        """The items that an entry names in runs of them: no more than there are, or than `most` where it names new ones.

        They are counted before any is made: two numbers of a damaged entry could say that there are 2^53.
        Raises: ValueError.
        """
        runs = json.loads(self._lists.read(fields["list"][0])) if "list" in fields else fields.get("ids", ())
        if not runs:
            return []
        if most is None:
            most = self._run("SELECT value FROM meta WHERE key='next_item'").fetchone()[0] - 1  # type: ignore[index]
        if min(count for _, count in runs) < 0 or sum(count for _, count in runs) > most:
            raise ValueError(most)
        return [n for first, count in runs for n in range(first, first + count)]

    def _lose(self, entry: Entry, fields: Mapping[str, Json]) -> None:
        for first, count in fields.get("lost", ()):
            self._run("UPDATE item SET lost=1, changed=? WHERE n>=? AND n<?", (entry.seq, first, first + count))

    def _place_top(
        self, seq: int, top: int, name: str, placed: Placed, unfolded: Unfolded, file: str, fields: Mapping[str, Json]
    ) -> None:
        reading = placed.reading
        values = {
            "n": top,
            "type": reading.type,
            "state": unfolded.state.value,
            "reason": unfolded.reason,
            "flags": as_text(flags_of(reading.flags, reading.type, name)),
            "pages": pages_of(reading),
            "reading": placed.line,
            "file": file,
            "block": placed.offset,
            "line": placed.ordinal,
            "declared": reading.declared,
            "recorded": unfolded.recorded,
            "complete": int(unfolded.complete),
            "incomplete": unfolded.incomplete,
            "read": seq,
            "limits": as_text(fields["limits"]),
            "changed": seq,
        }
        names = ", ".join(f"{key}=:{key}" for key in values if key != "n")
        self._base.execute(f"UPDATE item SET {names} WHERE n=:n", values)  # noqa: S608 # our own column names
        self._keep(top, seq, placed, file)


_Apply = Callable[[Applier, Entry, Mapping[str, Json]], None]
_APPLY: Mapping[tuple[str, int], _Apply] = {("read", 1): Applier._read, ("recognised", 1): Applier._recognised}
