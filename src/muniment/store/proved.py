"""What each act of proof means for the tables, for this and every earlier version.

`proof` holds them as they were said, open fields and sealed values together (None where erased): few thousand, of which the
room `prove` makes its answers. Only what is asked for by the ten thousand has tables of its own: links, by allegation and by
item, with a row for each of their routes. What a decision was based on is in no table: the ledger's list has it, every item of
the case for each decision.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import apsw

from muniment.errors import Broken
from muniment.ledger.log import Entry
from muniment.model.prove import KINDS, Counted, Proof, Side
from muniment.store.ids import number_of, value_of
from muniment.store.rows import as_text

_KEEP = "INSERT INTO proof VALUES (?,?,?,?,?,?)"
_LINK = "INSERT INTO link VALUES (?,?,?,?,?,?,?,?,?,?,?,NULL)"
_PARTS = 4  # opened by the decider, put before them, opened by others, opened by nobody

Apply = Callable[[apsw.Connection, Entry, Sequence[int]], None]


def _keep(kind: type[Proof], base: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    """As it was said; for each kind this and no more must be true of its form."""
    fields, names = entry.fields, kind.sealed_names()
    said: dict[str, Any] = {name: fields[name] for name in kind.open_names()}
    if kind.prefix and not str(fields["on"]).startswith(f"{kind.prefix}-"):
        raise ValueError(fields["on"])
    if len(entry.sealed) != len(names):
        raise ValueError(len(entry.sealed))
    if issubclass(kind, Counted) and fields["count"] != len(ids):
        what = f"entry {entry.seq} counts {fields['count']} items and names {len(ids)}"
        raise Broken(what, str(entry.seq), "run muniment verify")
    said |= {name: value_of(entry, place) for place, name in enumerate(names)}
    base.execute(_KEEP, (entry.seq, fields["do"], fields["on"], fields["by"], entry.at, as_text(said)))
    for also in _ALSO.get(kind.do, ()):
        also(base, entry, ids)


def _link(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    fields = entry.fields
    first, last = fields["span"] or (None, None)
    about = (fields["on"], entry.seq, fields["allegation"], fields["element"], Side(fields["side"]).value)
    where = (number_of(fields["item"]), fields["reading"], fields["page"], first, last)
    base.execute(_LINK, (*about, *where, fields["witness"]))
    _route(base, entry, ())


def _route(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    base.execute("DELETE FROM route WHERE link=?", (entry.fields["on"],))
    rows = ((entry.fields["on"], forum, route) for forum, route in entry.fields["routes"].items())
    base.executemany("INSERT INTO route VALUES (?,?,?)", rows)


def _strike(base: apsw.Connection, entry: Entry, _: Sequence[int]) -> None:
    base.execute("UPDATE link SET struck=? WHERE id=?", (entry.seq, entry.fields["on"]))


def _based(_: apsw.Connection, entry: Entry, ids: Sequence[int]) -> None:
    """What the decision rests on stays in the ledger's list, which may be long; its parts must make it up."""
    parts = entry.fields["parts"]
    if sum(parts) != len(ids) or len(parts) != _PARTS:
        raise ValueError(parts)


_ALSO: Mapping[str, Sequence[Apply]] = {
    "linked": (_link,),
    "link-assessed": (_route,),
    "proof-struck": (_strike,),
    "decided": (_based,),
}
APPLY: Mapping[tuple[str, int], Apply] = {(kind.do, kind.version): partial(_keep, kind) for kind in KINDS.values()}
TABLES = """
CREATE TABLE proof (entry INTEGER PRIMARY KEY, do TEXT NOT NULL, id TEXT NOT NULL, person TEXT NOT NULL, at INTEGER NOT NULL, said TEXT NOT NULL);
CREATE INDEX proof_do ON proof (do);
CREATE INDEX proof_id ON proof (id);
CREATE TABLE link (id TEXT PRIMARY KEY, entry INTEGER NOT NULL, allegation TEXT NOT NULL, element TEXT NOT NULL, side TEXT NOT NULL,
  item INTEGER NOT NULL, reading INTEGER, page INTEGER, first INTEGER, last INTEGER, witness TEXT NOT NULL, struck INTEGER) WITHOUT ROWID;
CREATE INDEX link_allegation ON link (allegation, element);
CREATE INDEX link_item ON link (item);
CREATE TABLE route (link TEXT NOT NULL, forum TEXT NOT NULL, route TEXT NOT NULL, PRIMARY KEY (link, forum)) WITHOUT ROWID;
"""
NAMES = ("proof", "link", "route")
