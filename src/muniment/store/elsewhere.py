"""What of a case was given out, as far as its ledger and access log say: an erasure here does not reach it."""

from datetime import UTC, datetime

from muniment.model.reading import Json
from muniment.store.erasure import Scope
from muniment.store.ids import id_of, value_of
from muniment.store.store import Store

SAYS = (
    "what was copied before still has it: backups until they are made again, copies, exports and search records given away, files saved",
    "so may spare blocks and snapshots of this disk, which no program can be sure to reach",
    "checkpoints and receipts given away hold hashes of the ledger and of what came, and no content",
)
_GIVEN = frozenset({"disclosed", "saved"})  # older logs say `saved`, of one item, for `show --save`


def told(store: Store, scope: Scope) -> dict[str, Json]:
    """Receipts of these bundles, files that were saved, tables of hits, and backups; and in words what nobody here can know."""
    ids = {id_of(n) for top in scope.families for (n,) in store.tables.rows("SELECT n FROM item WHERE top=?", (top,))}
    bundles = {each.bundle for each in scope.families.values()}
    found = store.tables.rows("SELECT entry, subject FROM act WHERE do='receipted' ORDER BY entry")
    receipts = [{"entry": entry, "bundle": bundle} for entry, bundle in found if bundle in bundles]
    saved: list[Json] = []
    backups: list[Json] = []
    exports: list[Json] = []  # any of them may have it: which hits a table has, the log does not say
    if store.writable:
        for entry in store.access.entries():
            do = entry.fields.get("do")
            if do in _GIVEN:
                named = entry.fields.get("items") or [entry.fields.get("on")]
                about = {"access_entry": entry.seq, "by": value_of(entry, 0)}
                saved += [about | {"item": item} for item in named if item in ids]
            elif do == "backed-up":
                backups.append({"access_entry": entry.seq, "at": _time(entry.at), "to": value_of(entry, 1)})
            elif do == "exported":
                exports.append({"access_entry": entry.seq, "at": _time(entry.at), "to": value_of(entry, 2)})
    return {"receipts": receipts, "saved": saved, "exports": exports, "backups": backups, "says": list(SAYS)}


def _time(at: int) -> str:
    return datetime.fromtimestamp(at // 1_000_000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
