"""The whole of an intake: count, begin, take custody, list again, read, and say what became of it."""

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from muniment.errors import AskedWrong, AtWork, NoSource, Refused
from muniment.intake import bundle as bundles
from muniment.intake import custody, plan, reading
from muniment.intake.bundle import Began
from muniment.intake.limits import Limits
from muniment.intake.lists import taking
from muniment.intake.ocr import queue
from muniment.intake.ocr.settings import ENGLISH, Settings
from muniment.intake.ocr.waiting import Which
from muniment.intake.progress import Progress, Tell, silent
from muniment.intake.scan import scan
from muniment.model.act import IntakeEnded, Row, Scanned, Waits
from muniment.model.brought import NOT_SAID, Brought
from muniment.store.ids import ERASED, id_of
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
    brought: Brought = NOT_SAID
    listed: Path | None = None  # the sender's own list
    hold: bool = False
    ocr: Settings = ENGLISH


@dataclass(frozen=True, slots=True)
class Done:
    """The bundle that this intake was about, whether anything was done, and what is wrong with the sender's list."""

    bundle: str
    anything: bool
    list_problem: str = ""


def run(store: Store, wish: Wish, tell: Tell = silent) -> Done:
    """Take a source in, or go on with what is unfinished.

    Raises: OtherListing, AtWork, NoSource, Trouble; AskedWrong, where source and case lie in each other; Refused, where it
    should be held and is not.
    """
    named = _named(store, wish)
    before = store.recorded
    source = Path(os.path.realpath(wish.source))  # a link on the way there is no fact of the evidence
    _apart(store.path.resolve(), source)
    with ExitStack() as stack:
        _alone(store, stack, sha256(f"{wish.sender}\0{wish.received}".encode()).hexdigest()[:16])
        if named:
            _alone(store, stack, bundles.root_of(store, named).id)
        tell(Progress("counting"))
        rows = scan(wish.source)
        if wish.listed is not None:
            taking.look(wish.listed)
        tell(
            Progress("plan", note=plan.says(store.path, rows, wish.ocr.languages if wish.read and wish.ocr.now else ()))
        )
        found = _bundles(store, wish, named, rows)
        _agrees(store, wish, found, tell)
        if not named:
            _alone(store, stack, bundles.root_of(store, found[0]).id)
        listed = bundles.whole(store, bundles.root_of(store, found[0])) if wish.goes_on else set(rows)
        worked = _work(store, wish, source, found, listed, tell)
        problem = ""
        if wish.listed is not None:
            of = found[-1] if wish.supplements else bundles.root_of(store, found[0])
            problem = _take_list(store, wish, wish.listed, of, tell)
        taking.due(store)
    speaks_for = worked[-1] if wish.supplements and worked else wish.goes_on or wish.supplements or found[0].id
    return Done(speaks_for, store.recorded > before, problem)


def _agrees(store: Store, wish: Wish, found: Sequence[bundles.Bundle], tell: Tell) -> None:
    """Whether what was said of a bundle when it began is what is said now.

    Raises: Refused, where it is to be held, and is open to everybody.
    """
    for each in found:
        said, brought = store.tables.rows(
            "SELECT act.said, brought FROM act JOIN bundle ON id=subject WHERE do='intake-began' AND subject=?",
            (each.id,),
        )[0]
        if wish.hold and not json.loads(said).get("held"):
            raise Refused(
                f"{each.id} was taken in before, and is not held",
                each.id,
                "leave --hold out; what everybody has seen cannot be held back",
            )
        if wish.brought != NOT_SAID and not _same(wish.brought, json.loads(brought)):
            tell(
                Progress(
                    "plan", note=f"{each.id}: who brought it was said when it began, and stays as it was said then"
                )
            )


def _same(now: Brought, before: Mapping[str, Any]) -> bool:
    names = ("origin", "by", "how", "ref")
    return list(now.via) == before["via"] and all(getattr(now, name) == (before.get(name) or "") for name in names)


def _work(
    store: Store, wish: Wish, source: Path, found: Sequence[bundles.Bundle], listed: set[Row], tell: Tell
) -> list[str]:
    """Custody of all, then the second scan, then reading; what was worked at comes to its end, and is named."""
    touched, worked = set(), []
    for each in found:
        before = store.recorded
        custody.take(store, source, custody.wanted(store, each), tell)
        if store.recorded > before:
            touched.add(each.id)
    _look_again(store, wish.source, next((each for each in found if each.scanned is None), found[0]), listed, tell)
    for each in found:
        before = store.recorded
        if wish.read:
            _read(store, wish, each.id, tell)
        if each.ended is None or store.recorded > before or each.id in touched:
            end(store, each.id)
            worked.append(each.id)
    return worked


def _take_list(store: Store, wish: Wish, listed: Path, bundle: bundles.Bundle, tell: Tell) -> str:
    """The sender's own list is evidence too: an item of the bundle where it lies in the folder, else of one beside it.

    Returns what is wrong with it, "" where its lines are taken. What came is entered all the same.
    """
    item = taking.inside(store, bundle, wish.source, listed)
    if item is None:
        began = Began(wish.sender, wish.received, brought=wish.brought, list_of=bundle.id, held=_held(wish, bundle))
        rows = scan(listed)
        beside = taking.bundle_of(store, bundle, rows) or bundles.begin(store, listed, began, rows)
        custody.take(store, Path(os.path.realpath(listed)), custody.wanted(store, beside), tell)
        if wish.read:
            _read(store, wish, beside.id, tell)
        if beside.ended is None:
            end(store, beside.id)
        item = id_of(beside.first)
    try:
        lines = taking.take(store, bundle.id, item)
    except (AskedWrong, Refused) as error:
        return str(error)
    return "" if lines else f"{item}, the sender's list, has no text yet: its lines are taken when it has"


def _named(store: Store, wish: Wish) -> bundles.Bundle | None:
    """The bundle that --continue or --supplement names.

    Raises: AskedWrong; UnknownItem; Refused, where it was withdrawn.
    """
    if wish.goes_on and wish.supplements:
        raise AskedWrong("--continue and --supplement cannot both be meant", "", "choose one")
    if not wish.goes_on and not wish.supplements:
        return None
    found = bundles.find(store, wish.goes_on or wish.supplements)
    if found.aside == bundles.WITHDRAWN:
        raise Refused(f"{found.id} was withdrawn", found.id, "take the folder in as a bundle of its own")
    if wish.goes_on and (found.received != wish.received or found.sender not in {wish.sender, ERASED}):
        raise AskedWrong(
            f"{found.id} is from {found.sender}, received {found.received}",
            found.id,
            "give the same --from and --received, or name another bundle",
        )
    return found


def _apart(case: Path, source: Path) -> None:
    """A case is no evidence of itself, and changes while it is copied.

    Raises: AskedWrong.
    """
    if source == case or source in case.parents:
        raise AskedWrong("the case lies in what is to be taken in", str(source), "name a folder that does not hold it")
    if case in source.parents:
        raise AskedWrong("what is to be taken in lies in the case", str(source), "name a folder outside the case")


def _alone(store: Store, stack: ExitStack, what: str) -> None:
    """Hold a bundle, or those of one sender and day, for the rest of this intake.

    Raises: AtWork.
    """
    if not stack.enter_context(store.alone(f"intake-{what}")):
        raise AtWork(
            "another intake of this bundle is at work",
            "",
            "wait for it, or stop it; then give the same command",
        )


def _bundles(store: Store, wish: Wish, named: bundles.Bundle | None, rows: Sequence[Row]) -> Sequence[bundles.Bundle]:
    """The bundles that are to be worked at, begun where they are new."""
    if named and wish.goes_on:
        return bundles.family(store, named)
    if named:
        root = bundles.root_of(store, named)
        difference = bundles.compare(bundles.whole(store, root), set(rows))
        rows = sorted((*difference.appeared, *difference.changed), key=lambda row: row.name)
        if not rows:  # it was begun before: what of it is unfinished is finished
            return bundles.family(store, root)
    else:
        found = bundles.match(store, wish.sender, wish.received, rows)
        if found:
            return found
    began = Began(wish.sender, wish.received, wish.supplements, wish.brought, held=_held(wish, named))
    return [bundles.begin(store, wish.source, began, rows)]


def _held(wish: Wish, named: bundles.Bundle | None) -> bool:
    """Whether what comes in is held: it was said, or it supplements what is held."""
    if wish.hold or named is None:
        return wish.hold
    return named.aside == "held"


def _look_again(store: Store, source: Path, bundle: bundles.Bundle, listed: set[Row], tell: Tell) -> None:
    """The second scan: what appeared is said, and not counted until it is taken in."""
    tell(Progress("checking"))
    try:
        now = scan(source)
    except NoSource:
        raise custody.gone(source, "it is not there any more") from None
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
        _wait(store, bundle, tell)
        return
    tops = {n for (n,) in store.tables.rows("SELECT n FROM item WHERE bundle=? AND n=top", (bundle,))}
    queue.run(store, wish.ocr, tell, wish.limits, wish.workers, Which(tops), unjailed=wish.unjailed)


def _wait(store: Store, bundle: str, tell: Tell) -> None:
    """There is no jail here: say so, and why these items wait."""
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
