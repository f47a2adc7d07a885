"""The Python door: what the other doors do, this does."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from muniment import __version__
from muniment.errors import AskedWrong, NoSource, Trouble, UnknownItem
from muniment.intake import account, check, intake, reading, show
from muniment.intake.intake import WORKERS, Wish
from muniment.intake.limits import Limits
from muniment.intake.progress import Tell, silent
from muniment.ledger.key import fingerprint
from muniment.ledger.verify import Problem
from muniment.model.act import Opened
from muniment.model.state import State
from muniment.names.filename import plain
from muniment.search import find, index
from muniment.store import place, verify
from muniment.store.store import Store

Json = dict[str, Any]


class Case:
    """An open case. Use it as a context manager, or close it: closing signs what is durable."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # -- open and close

    @classmethod
    def new(
        cls,
        title: str,
        at: Path | str,
        *,
        by: str | None = None,
        zone: str = "Europe/London",
        signing_key: Path | None = None,
    ) -> Self:
        """Make a case in a folder that is empty or not there yet.

        Raises: NotEmpty, UnsafePlace, AskedWrong.
        """
        _zone(zone)
        if not title.strip():
            raise AskedWrong("a case needs a title", "", 'muniment new "Title" --at FOLDER')
        case = cls(Store.create(Path(at), plain(title), zone, by, signing_key))
        case._store.sign()
        return case

    @classmethod
    def open(
        cls,
        path: Path | str | None = None,
        *,
        by: str | None = None,
        signing_key: Path | None = None,
        door: str = "python",
    ) -> Self:
        """Open the case in a folder, or the one found upward from the working folder, or by MUNIMENT_CASE.

        The access log says that it was, through which door, and with which version.
        Raises: NotACase, NewerCase, UnsafePlace, Broken.
        """
        case = cls(Store.open(place.found(path), by, signing_key))
        with suppress(Trouble):  # a full disk: whoever then looks at something is told so
            case.consulted("started", {"door": door, "version": __version__})
        return case

    def close(self) -> None:
        """Sign what is durable and let go of the case."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- what it is

    @property
    def id(self) -> str:
        """The case's id."""
        return self._store.id

    @property
    def title(self) -> str:
        """The case's title."""
        return self._store.title

    @property
    def path(self) -> Path:
        """The case's folder."""
        return self._store.path

    @property
    def fingerprint(self) -> str:
        """The signer's fingerprint, to be compared by telephone or on paper."""
        return fingerprint(self._store.key)

    def _about(self) -> Json:
        return {"id": self.id, "title": self.title, "path": str(self.path.resolve())}

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
        workers: int | None = None,
        limits: Limits | None = None,
        unjailed: bool = False,
        progress: Tell = silent,
    ) -> Json:
        """Take a folder or one computer file in, or go on with what is unfinished; every item of it gets a state.

        Raises: OtherListing, AtWork, NoSource, Trouble; what was entered before that stays.
        """
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
        )
        bundle, done = intake.run(self._store, wish, progress)
        index.update(self._store)
        self._store.sign(rest=True)
        return self._spoken(bundle) | {"nothing_to_do": not done}

    def _spoken(self, bundle: str) -> Json:
        states = self._store.tables.state_counts(bundle)
        said = account.balance(states)
        files = self._store.tables.one("SELECT files FROM bundle WHERE id=?", (bundle,))
        return {
            "bundle": {"id": bundle, "files": files, "items": said["items"]},
            "states": said["states"],
            "balanced": account.balanced(said),
            "needs_person": account.needs_person(self._store.tables, bundle),
            "as_of": self._store.as_of,
        }

    def retry(
        self,
        only: Sequence[str],
        *,
        workers: int | None = None,
        limits: Limits | None = None,
        unjailed: bool = False,
        progress: Tell = silent,
    ) -> Json:
        """Read again what is in one of these states, or was carved for that reason.

        Raises: UnknownItem, where there is no such state.
        """
        states = [_state(name) for name in only] or [state for state in State if state.value.startswith("unread.")]
        return self._again(reading.in_state(self._store, states), workers, limits, unjailed, progress)

    def reread(
        self,
        items: Sequence[str] | None = None,
        *,
        workers: int | None = None,
        limits: Limits | None = None,
        unjailed: bool = False,
        progress: Tell = silent,
    ) -> Json:
        """Read these items again (all of them, where none is named) with the readers there are now; old readings stay.

        Raises: UnknownItem.
        """
        asked = reading.of_items(self._store, items) if items else reading.all_of(self._store)
        return self._again(asked, workers, limits, unjailed, progress)

    def _again(
        self, asked: Sequence[reading.Asked], workers: int | None, limits: Limits | None, unjailed: bool, progress: Tell
    ) -> Json:
        read = reading.read(
            self._store, asked, progress, limits or Limits(), workers or WORKERS, unjailed=unjailed, again=True
        )
        index.update(self._store)
        self._store.sign(rest=True)
        said = account.balance(self._store.tables.state_counts())
        return {
            "read": len(asked) if read else 0,
            "jail": read,
            "states": said["states"],
            "balanced": account.balanced(said),
            "needs_person": account.needs_person(self._store.tables),
            "as_of": self._store.as_of,
        }

    # -- the account

    def account(self) -> Json:
        """The balance: what came in, and what became of every item."""
        with self._store.moment():
            return {"case": self._about(), **account.account(self._store.tables)}

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

    # -- finding and looking

    def search(self, query: str, limit: int | None = 20, offset: int = 0) -> Json:
        """Find items.

        Raises: BadQuery.
        """
        query = plain(query)
        with self._store.moment():
            answer = find.find(self._store, query, limit, offset)
        return {
            "query": query,
            "total": answer.total,
            "hits": [_hit(hit) for hit in answer.hits],
            "searched": answer.searched,
            "searched_in_part": answer.searched_in_part,
            "not_searchable": answer.not_searchable,
            "as_of": answer.as_of,
        }

    def search_all(self, query: str) -> Iterator[Json]:
        """Every hit, one dict each, however many.

        Raises: BadQuery.
        """
        self._store.catch_up()
        return (_hit(hit) for hit in find.stream(self._store, plain(query)))

    def item(self, id: str, reading: str | None = None) -> Json:  # noqa: A002
        """One item: its line of the account, text, facts, family, duplicates and custody.

        Raises: UnknownItem.
        """
        with self._store.moment():
            return show.show(self._store, id, reading)

    def opened(self, id: str, how: str = "here", reading: str | None = None) -> bool:  # noqa: A002
        """Record that whoever acts here had this item before them; once for each person and reading.

        `reading` names an older reading that they saw. Returns whether it was said now for the first time.
        Raises: UnknownItem; Refused, where this case can only be read.
        """
        with self._store.turn("opened"):  # the same person may look twice at once
            self._store.catch_up()
            entry, seen = show.seen(self._store, self._store.item(id), reading)
            if not seen:
                self._store.record(Opened(id, entry, how))
        return not seen

    def save(self, id: str, out: Path | str) -> str:  # noqa: A002
        """Write an item's bytes to a file that is not there yet, held against their recorded hash; returns it.

        Raises: UnknownItem, Broken, AskedWrong.
        """
        self._store.catch_up()
        return show.save(self._store, id, Path(out))

    def consulted(self, do: str, fields: Json | None = None, sealed: Sequence[tuple[str, Any]] = ()) -> None:
        """Say in the access log what was consulted."""
        self._store.consulted(do, fields or {}, sealed)

    # -- integrity

    def verify(self, key: str | None = None, against: Path | str | None = None) -> Json:
        """Every byte and every entry, as they lie."""
        return self.verify_at(self.path, key, against)

    @staticmethod
    def verify_at(path: Path | str | None = None, key: str | None = None, against: Path | str | None = None) -> Json:
        """Verify a case without opening it: before any recovery, and nothing is changed.

        Raises: NotACase; NoSource, where the outside checkpoint is not there.
        """
        folder = place.found(path)
        verdict, replay = verify.verify(folder, key, _note(against))
        if verdict.ok:
            differs = index.check(replay, lambda: verify.entries_now(folder))
            verdict.problems += [Problem(f"{what} ({where})", "derived", "muniment rebuild") for what, where in differs]
        return {
            "ok": verdict.ok,
            "entries": verdict.entries,
            "access_entries": verdict.access_entries,
            "originals": verdict.originals,
            "root": verdict.root,
            "signer_confirmed": verdict.signer_confirmed,
            "problems": [{"what": each.what, "where": each.where, "next": each.next} for each in verdict.problems],
            "unclaimed": verdict.unclaimed,
            "not_shown": verdict.notes,
            "as_of": verdict.entries - 1,
        }

    @property
    def as_of(self) -> int:
        """The last entry that the tables know."""
        return self._store.as_of

    def rebuild(self) -> Json:
        """Throw away what machines worked out and make it again, without running a reader: the same answers.

        Raises: Refused, where the case can only be read here.
        """
        self._store.rebuild()
        index.remove(self._store)
        index.update(self._store)
        return {"items": sum(self._store.state_counts().values()), "digest": self.digest(), "as_of": self._store.as_of}

    def checkpoint(self) -> str:
        """A signed checkpoint to give away."""
        return self._store.checkpoint()

    def adopt(self) -> str:
        """Go on with a new key, where the old one is not here; returns its fingerprint."""
        self._store.adopt()
        self._store.sign()
        return self.fingerprint


def _state(name: str) -> State:
    try:
        return State(name)
    except ValueError:
        raise UnknownItem("there is no such state", name, "one of: " + ", ".join(State)) from None


def _zone(name: str) -> None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise AskedWrong("there is no such zone", name, "for example Europe/London") from None


def _note(against: Path | str | None) -> str | None:
    if against is None:
        return None
    try:
        return Path(against).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NoSource(
            f"the outside checkpoint cannot be read ({error})", str(against), "name the file that was given away"
        ) from None


def _hit(hit: find.Hit) -> Json:
    return {
        "item": hit.item,
        "name": hit.name,
        "page": hit.page,
        "snippet": hit.snippet,
        "score": hit.score,
        "marks": hit.marks,
    }
