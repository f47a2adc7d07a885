"""Bundles that are held until a named person releases them, and bundles that should not have been taken in."""

from muniment.errors import AskedWrong, Refused
from muniment.intake import bundle as bundles
from muniment.model.deed import Released, Withdrawn
from muniment.names.filename import plain
from muniment.store.store import Store


def release(store: Store, bundle: str, why: str) -> int:
    """Open a bundle that was held to whoever works at the case; returns the entry.

    Raises: UnknownItem; AskedWrong, without a reason; Refused, where it is not held.
    """
    act = Released(bundle, _said(why))
    with store.turn("aside"):
        if _aside(store, bundle) != "held":
            raise Refused(f"{bundle} is not held", bundle, "it is open already, or was withdrawn")
        return store.record(act)


def withdraw(store: Store, bundle: str, why: str) -> int:
    """Take a bundle out of every count but its own; it stays in the ledger. Returns the entry.

    Raises: UnknownItem; AskedWrong, without a reason; Refused, where it is withdrawn already.
    """
    act = Withdrawn(bundle, _said(why))
    with store.turn("aside"):
        if _aside(store, bundle) == "withdrawn":
            raise Refused(f"{bundle} was withdrawn before", bundle, "muniment account says by whom and why")
        return store.record(act)


def _aside(store: Store, bundle: str) -> str:
    store.catch_up()
    return str(store.tables.one("SELECT aside FROM bundle WHERE id=?", (bundles.find(store, bundle).id,)))


def _said(why: str) -> str:
    if not why.strip():
        raise AskedWrong("a reason is needed", "--why", "say why, in your own words")
    return plain(why)
