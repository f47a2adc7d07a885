"""A case opened, closed, and named."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from muniment import __version__
from muniment.case.finishing import resume
from muniment.errors import AskedWrong, Trouble
from muniment.ledger.key import fingerprint
from muniment.names.filename import plain
from muniment.names.whole import MOST
from muniment.search import index
from muniment.store import marker, place
from muniment.store.store import Store

Json = dict[str, Any]
PYTHON = "python"  # the door of programs that people write themselves


class Base:
    """What every part of a case stands on: its store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._open = True
        self._ends = ExitStack()  # what parts of the case have running: ended when it is closed, before it signs
        self._each = True  # act is signed as soon as it is done
        self._door = PYTHON

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
        door: str = PYTHON,
    ) -> Self:
        """Make a case in a folder that is empty or not there yet.

        Raises: NotEmpty, UnsafePlace, AskedWrong.
        """
        _zone(zone)
        if not title.strip():
            raise AskedWrong("a case needs a title", "", 'muniment new "Title" --at FOLDER')
        case = cls(Store.create(Path(at), plain(title), zone, by, signing_key))
        case._door = door
        case._store.sign()
        return case

    @classmethod
    def open(
        cls,
        path: Path | str | None = None,
        *,
        by: str | None = None,
        signing_key: Path | None = None,
        door: str = PYTHON,
    ) -> Self:
        """Open the case in a folder, or the one found upward from the working folder, or by MUNIMENT_CASE.

        The access log says that it was, through which door, and with which version; and of a program of one's own each call
        (`doors`), while the command line and the pages say themselves what they show.
        Raises: NotACase, NewerCase, UnsafePlace, Broken.
        """
        folder = place.found(path)
        marker.refuse(folder)
        case = cls(Store.open(folder, by, signing_key))
        case._door = door
        resume(case._store)
        with suppress(Trouble):  # a full disk: whoever then looks at something is told so
            case.consulted("started", {"door": door, "version": __version__})
        return case

    def close(self) -> None:
        """End what runs for it, sign what is durable and let go of the case; a second time nothing is done."""
        if self._open:
            self._ends.close()
            self._store.close()
            self._open = False

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
    def as_of(self) -> int:
        """The last entry that the tables know."""
        return self._store.as_of

    @property
    def fingerprint(self) -> str:
        """The signer's fingerprint, to be compared by telephone or on paper."""
        return fingerprint(self._store.key)

    def _about(self) -> Json:
        return {"id": self.id, "title": self.title, "path": str(self.path.resolve())}

    @property
    def access_log(self) -> Path:
        """Where it is said who consulted the case: in it, or with this user where it cannot be written."""
        return self._store.access_log

    def consulted(self, do: str, fields: Json | None = None, sealed: Sequence[tuple[str, Any]] = ()) -> None:
        """Say in the access log what was consulted.

        Raises: Trouble, where it cannot be said; then it is not shown either.
        """
        self._store.consulted(do, fields or {}, sealed)

    def sign_rarely(self) -> None:
        """Leave it to `sign` to sign, as a server does at least each minute; an act is durable before it is signed."""
        self._each = False

    def _sign(self) -> None:
        if self._each:
            self._store.sign(rest=True)

    def _done(self, entry: int) -> Json:
        """What is said of an act that was just recorded: signed, and found from now on."""
        index.update(self._store)
        self._sign()
        return {"entry": entry, "as_of": self._store.as_of}


def several(**given: Iterable[str] | None) -> None:
    """Refuse one text where a list of texts is meant, which would be taken for its letters.

    Raises: AskedWrong.
    """
    for name, value in given.items():
        if isinstance(value, str | bytes):
            raise AskedWrong(f"{name} is a list, and one text was given", "", f'{name}=["..."]')


def counts(*, least: int = 0, **given: int) -> None:
    """Refuse what is no whole number, or less or more than there can be.

    Raises: AskedWrong.
    """
    for name, value in given.items():
        if type(value) is not int or not least <= value <= MOST:  # True and False are no numbers here
            raise AskedWrong(f"{name} is a whole number from {least:,} to {MOST:,}", "", "a number, and no text")


def _zone(name: str) -> None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise AskedWrong("there is no such zone", name, "for example Europe/London") from None
