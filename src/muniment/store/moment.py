"""One moment of a case: up to which byte its logs stand, and which files they name."""

import time
from dataclasses import dataclass

from muniment.errors import AtWork
from muniment.store.store import Store
from muniment.store.tables import Tables

_TRIES, _WAIT = 200, 0.02


@dataclass(frozen=True, slots=True)
class Moment:
    """The ends of the four logs, and the files of each kind by hash."""

    entries: int
    ends: dict[str, int]
    files: dict[str, set[str]]


def moment(store: Store) -> Moment:
    """The newest moment at which both logs name nothing of each other that is not in it.

    An entry of the access log names the ledger as it was before, and the end of an intake the access log as it was: so the
    access log is looked at first, and again behind the ledger. Raises: AtWork, where others never let it be.
    """
    for _ in range(_TRIES):
        store.access.refresh()
        access = store.access.extent()
        store.catch_up()
        ledger, size = store.ledger.extent(), store.ledger.size
        files = named(store.tables)
        store.access.refresh()
        if store.access.extent() == access and store.tables.as_of == size - 1:
            ends = dict(
                zip(
                    ("ledger.jsonl", "sealed.jsonl", "access.jsonl", "access-sealed.jsonl"),
                    (*ledger, *access),
                    strict=True,
                )
            )
            return Moment(size, ends, files)
        time.sleep(_WAIT)
    raise AtWork("others write without pause", str(store.path), "try again when less is going on")


def named(tables: Tables) -> dict[str, set[str]]:
    """The files that the entries so far name, by kind."""
    asked = {
        "originals": "SELECT sha256 FROM item WHERE n=top AND sha256 IS NOT NULL UNION SELECT sha256 FROM kept",
        "readings": "SELECT DISTINCT file FROM reading",
        "lists": "SELECT DISTINCT json_extract(said, '$.list[0]') FROM act WHERE json_extract(said, '$.list[0]') IS NOT NULL",
    }
    return {kind: {str(sha256) for (sha256,) in tables.rows(sql)} for kind, sql in asked.items()}
