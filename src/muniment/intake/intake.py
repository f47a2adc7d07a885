"""The whole of an intake: count, begin, take custody, list again, read, and say what became of it."""

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from muniment.errors import AskedWrong, AtWork
from muniment.intake import bundle as bundles
from muniment.intake import custody, plan, reading
from muniment.intake.limits import Limits
from muniment.intake.progress import Progress, Tell, silent
from muniment.intake.scan import scan
from muniment.model.act import IntakeEnded, Row, Scanned, Waits
from muniment.store.store import Store

ROWS = 500  # rows that one `scanned` entry holds
WORKERS = max(1, min(os.cpu_count() or 1, 4))


@dataclass(frozen=True, slots=True)
class Wish:
    """What the operator asked for."""

    source: Path
    sender: str
    received: str
    read: bool = True
    goes_on: str = ""  # --continue BUN-0002
    supplements: str = ""  # --supplement BUN-0002
    limits: Limits = field(default_factory=Limits)
    workers: int = WORKERS
    unjailed: bool = False


def run(store: Store, wish: Wish, tell: Tell = silent) -> tuple[str, bool]:
    """Take a source in, or go on with what is unfinished; returns the bundle and whether anything was done.

    Raises: OtherListing, AtWork, NoSource, Trouble.
    """
    if wish.goes_on and wish.supplements:
        raise AskedWrong("--continue and --supplement cannot both be meant", "", "choose one")
    before = store.ledger.size
    with ExitStack() as stack:
        key = sha256(f"{wish.sender}\0{wish.received}".encode()).hexdigest()[:16]
        if not stack.enter_context(store.alone(f"intake-{key}")):
            raise AtWork(
                "another intake of this bundle is at work",
                wish.sender,
                "wait for it, or stop it; then give the same command",
            )
        tell(Progress("counting"))
        rows = scan(wish.source)
        tell(Progress("plan", note=plan.says(store.path, rows)))
        bundle = _bundle(store, wish, rows)
        if bundle is None:
            return wish.supplements, False
        family = bundles.family(store, bundle)
        for each in family:
            custody.take(store, wish.source, custody.wanted(store, each), tell)
        _look_again(store, wish, bundle, set(rows) if wish.supplements else bundles.whole(store, bundle), tell)
        for each in family:
            if wish.read:
                _read(store, wish, each.id, tell)
            if (
                each.ended is None
                or store.tables.one("SELECT max(changed) FROM item WHERE bundle=?", (each.id,)) > each.ended
            ):
                end(store, each.id)
    return bundle.id, store.ledger.size > before


def _bundle(store: Store, wish: Wish, rows: Sequence[Row]) -> bundles.Bundle | None:
    if wish.goes_on:
        return bundles.find(store, wish.goes_on)
    if wish.supplements:
        difference = bundles.compare(bundles.whole(store, bundles.find(store, wish.supplements)), set(rows))
        rows = sorted((*difference.appeared, *difference.changed), key=lambda row: row.name)
        if not rows:
            return None
        known = bundles.same(store, wish.sender, wish.received, rows)
    else:
        known = bundles.match(store, wish.sender, wish.received, rows)
    return known or bundles.begin(store, wish.source, wish.sender, wish.received, rows, wish.supplements)


def _look_again(store: Store, wish: Wish, bundle: bundles.Bundle, listed: set[Row], tell: Tell) -> None:
    """The second scan: what appeared is said, and not counted until it is taken in."""
    tell(Progress("checking"))
    now = scan(wish.source)
    difference = bundles.compare(listed, set(now))
    groups = (("appeared", difference.appeared), ("gone", difference.gone), ("changed", difference.changed))
    found = [(what, row) for what, rows in groups for row in rows]
    said = store.tables.rows(
        "SELECT what, name, kind, size, time FROM appeared WHERE bundle=? ORDER BY entry, place", (bundle.id,)
    )
    if bundle.scanned is not None and said == [(what, row.name, row.kind, row.size, row.time) for what, row in found]:
        return
    parts = [found[start : start + ROWS] for start in range(0, len(found), ROWS)] or [[]]
    for number, part in enumerate(parts):
        chosen = [[row for what, row in part if what == name] for name, _ in groups]
        store.record(Scanned(bundle.id, number, *chosen))


def _read(store: Store, wish: Wish, bundle: str, tell: Tell) -> None:
    items = reading.pending(store, bundle)
    if not reading.read(store, items, tell, wish.limits, wish.workers, unjailed=wish.unjailed):
        waiting = store.tables.one(
            "SELECT count(*) FROM item WHERE bundle=? AND state='unread.pending' AND reason='not-read-yet'", (bundle,)
        )
        if waiting:
            store.record(Waits(bundle, "no-jail"))
        tell(
            Progress(
                "plan",
                note="there is no jail on this machine: custody is complete, and the items wait to be read on Linux",
            )
        )


def end(store: Store, bundle: str) -> None:
    """Enter what became of a bundle, and the access log's head beside it."""
    states = {state.value: count for state, count in store.tables.state_counts(bundle).items()}
    size, root = store.access.head()
    store.record(IntakeEnded(bundle, sum(states.values()), states, (size, root.hex())))
