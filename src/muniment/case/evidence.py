"""Evidence comes in, is read again, and is accounted for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from muniment.case.base import Base, Json, several
from muniment.errors import AskedWrong, UnknownItem
from muniment.intake import account, check, intake, people, reading
from muniment.intake.intake import WORKERS, Wish
from muniment.intake.limits import Limits
from muniment.intake.lists import summary, taking
from muniment.intake.ocr import queue
from muniment.intake.ocr.settings import Settings
from muniment.intake.ocr.waiting import Which
from muniment.intake.progress import Tell, silent
from muniment.model.brought import Brought
from muniment.model.state import State
from muniment.names.filename import plain
from muniment.search import index, probes


class Evidence(Base):
    """What comes in, and the account of it."""

    # -- evidence in

    def intake(
        self,
        source: Path | str,
        sender: str,
        received: date,
        *,
        read: str = "now",
        continue_: str | None = None,
        supplement: str | None = None,
        brought: Brought | None = None,
        list_: Path | str | None = None,
        hold: bool = False,
        ocr: str = "eng",
        workers: int | None = None,
        limits: Limits | None = None,
        unjailed: bool = False,
        progress: Tell = silent,
    ) -> Json:
        """Take a folder or one computer file in, or go on with what is unfinished; every item of it gets a state.

        Raises: OtherListing, AtWork, NoSource, Trouble; what was entered before that stays.
        """
        several(via=None if brought is None else brought.via)
        if not sender.strip():
            raise AskedWrong("an intake needs a sender", "--from", "say whom it is from")
        if read not in {"now", "later"}:
            raise AskedWrong("reading is now or later", read, "--read now or --read later")
        wish = Wish(
            Path(source),
            plain(sender),
            received.isoformat(),
            read == "now",
            continue_ or "",
            supplement or "",
            limits or Limits(),
            workers or WORKERS,
            unjailed,
            _plain(brought or Brought()),
            None if list_ is None else Path(list_),
            hold,
            Settings.of(ocr),
        )
        with self._store.together("evidence"):
            done = intake.run(self._store, wish, progress)
        index.update(self._store)
        self._store.sign(rest=True)
        more = {"list_problem": done.list_problem or None, "nothing_to_do": not done.anything}
        return self._spoken(done.bundle) | more

    def _spoken(self, bundle: str) -> Json:
        states = self._store.tables.state_counts(bundle)
        said = account.balance(states)
        sums = people.sums(self._store.tables, bundle)
        files = self._store.tables.one("SELECT files FROM bundle WHERE id=?", (bundle,))
        return {
            "bundle": {"id": bundle, "files": files, "items": said["items"]},
            "states": said["states"],
            "balanced": account.balanced(said),
            "needs_person": sums["needs_person"],
            "unseen": sums["unseen"],
            "list": summary.of(self._store.tables, bundle),
            "as_of": self._store.as_of,
        }

    def retry(
        self,
        only: Sequence[str],
        *,
        ocr: str | None = None,
        passwords: Sequence[str] = (),
        workers: int | None = None,
        limits: Limits | None = None,
        unjailed: bool = False,
        progress: Tell = silent,
    ) -> Json:
        """Read again what is in one of these states, or was carved for that reason.

        `ocr` names languages; else what waits is looked at for those that were asked for before.

        Raises: UnknownItem, where there is no such state; AskedWrong.
        """
        several(only=only, passwords=passwords)
        states = [_state(name) for name in only] or [state for state in State if state.value.startswith("unread.")]
        how = _How(limits or Limits(), workers or WORKERS, unjailed, Settings.of(ocr), tuple(passwords))
        return self._again(reading.in_state(self._store, states), how, progress, states)

    def reread(
        self,
        items: Sequence[str] | None = None,
        *,
        ocr: str | None = None,
        workers: int | None = None,
        limits: Limits | None = None,
        unjailed: bool = False,
        progress: Tell = silent,
    ) -> Json:
        """Read these items again (all of them, where none is named) with the readers there are now; old readings stay.

        Raises: UnknownItem, AskedWrong.
        """
        several(items=items)
        asked = reading.of_items(self._store, items) if items else reading.all_of(self._store)
        how = _How(limits or Limits(), workers or WORKERS, unjailed, Settings.of(ocr))
        return self._again(asked, how, progress)

    def _again(self, asked: Sequence[reading.Asked], how: "_How", progress: Tell, states: Sequence[State] = ()) -> Json:
        with self._store.together("evidence"):
            read = reading.read(
                self._store,
                asked,
                progress,
                how.limits,
                how.workers,
                unjailed=how.unjailed,
                again=True,
                passwords=how.passwords,
            )
            which = Which({each.number for each in asked}, states)
            pages = queue.run(self._store, how.ocr, progress, how.limits, how.workers, which, unjailed=how.unjailed)
            taken = taking.due(self._store)
        index.update(self._store)
        self._store.sign(rest=True)
        said = account.balance(self._store.tables.state_counts())
        sums = people.sums(self._store.tables)
        return {
            "read": len(asked) if read else 0,
            "pages": pages,
            "lists": [{"bundle": bundle, "item": item, "lines": lines} for bundle, item, lines in taken],
            "jail": read,
            "states": said["states"],
            "balanced": account.balanced(said),
            "needs_person": sums["needs_person"],
            "unseen": sums["unseen"],
            "as_of": self._store.as_of,
        }

    # -- the account

    def account(self) -> Json:
        """The balance: what came in, and what became of every item."""
        tested = probes.outcome(self._store.derived).said()
        with self._store.moment():
            return {"case": self._about(), **account.account(self._store.tables), "probes": tested}

    def items(self) -> Iterator[Json]:
        """Every item, one dict each."""
        self._store.catch_up()
        return account.lines(self._store.tables)

    def digest(self) -> str:
        """One hash for what became of everything."""
        with self._store.moment():
            return account.digest(self._store.tables)

    def check(self) -> list[Json]:
        """The invariants of the account, recomputed from the truth alone, and held against the tables.

        What fails, none where all hold.
        """
        return check.check(self._store)


@dataclass(frozen=True, slots=True)
class _How:
    """How items are read again."""

    limits: Limits
    workers: int
    unjailed: bool
    ocr: Settings
    passwords: tuple[str, ...] = ()


def _plain(brought: Brought) -> Brought:
    via = tuple(map(plain, brought.via))
    return Brought(plain(brought.origin), via, plain(brought.by), plain(brought.how), plain(brought.ref))


def _state(name: str) -> State:
    try:
        return State(name)
    except ValueError:
        raise UnknownItem("there is no such state", name, "one of: " + ", ".join(State)) from None
