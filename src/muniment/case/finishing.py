"""An erasure brought to its end: what the store removes, then the index and all else that was worked out from it."""

from contextlib import suppress

from muniment.errors import Broken, Trouble
from muniment.review import ranking
from muniment.search import index
from muniment.search.near import base as near
from muniment.store import begun, erasing
from muniment.store.erasing import Gone
from muniment.store.store import Store


def finish(store: Store) -> Gone | None:
    """Remove what the last erasure names; None where it was never entered. A crash on the way leaves it to the next.

    Raises: Trouble.
    """
    gone = erasing.carry_out(store)
    if gone is not None:
        index.remove(store)  # thrown away whole: a deleted document stays in its segment until that is merged
        near.remove(store)
        ranking.remove(store)
        index.update(store)
    erasing.done(store)
    return gone


def resume(store: Store) -> None:
    """Finish what a crash left, unless somebody is at work; then the next who opens the case does, and verify says so."""
    if store.writable and begun.waits(store.path):
        with erasing.alone(store) as held, suppress(Trouble, Broken):
            if held and begun.waits(store.path):
                finish(store)
