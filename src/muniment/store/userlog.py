"""Who consulted a case that cannot be written: a log of the user's own, in the form of the access log.

    HOME/consulted/CASE/access.jsonl           where `place.home` is, a folder for each case id
    HOME/consulted/CASE/access-sealed.jsonl

Each entry names the head of the ledger that was looked at, so it says which state of the case that was, on whatever medium.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from muniment.errors import Broken, Refused, Trouble
from muniment.ledger.disk import make_folders, sync_folder
from muniment.ledger.log import Draft, Log
from muniment.store import place

NAME = "access"


class UserLog:
    """One user's log of what they consulted of one case; made when something is first said in it."""

    def __init__(self, case: str) -> None:
        self._origin = f"muniment.access/{case}"
        self._folder = place.consulted(case)
        self._log: Log | None = None

    @property
    def path(self) -> Path:
        """The file that it is, or will be."""
        return self._folder / f"{NAME}.jsonl"

    def append(self, draft: Draft) -> None:
        """Say what is about to be shown; durable when this comes back.

        A power cut keeps the whole entry or nothing of it, as in any log of this form, and nothing was shown before it.
        Raises: Trouble, where it cannot be said; then nothing may be shown.
        """
        with self._told():
            if self._log is None:
                self._log = self._opened()
            self._log.append([draft])

    def _opened(self) -> Log:
        make_folders(self._folder, 0o700)
        if not self.path.exists():
            with suppress(Refused):  # another process was first
                Log.create(self._folder, self._origin, NAME).close()
        log = Log.open(self._folder, self._origin, NAME, cache=self._folder / "frontier")
        if not log.size:  # who made the folders may have died before their names were durable; the log syncs its own
            for folder in self._folder.parents[1:3]:
                sync_folder(folder)
        return log

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._trouble(error.strerror or str(error)) from error
        except Broken as error:
            raise self._trouble(error.what, "keep that folder under another name; then look again") from error
        except (Refused, Trouble) as error:
            raise self._trouble(error.what) from error

    def _trouble(self, why: str, next_step: str = "") -> Trouble:
        self.close()  # what the disk holds is not known: the next who looks opens it again
        return Trouble(
            f"this case can only be read, and who looks at it cannot be written down ({why}): so nothing is shown",
            str(self._folder),
            next_step or "set XDG_DATA_HOME to a folder that you may write to, or work on a copy of the case",
        )

    def close(self) -> None:
        """Let go of the files."""
        if self._log is not None:
            self._log.close()
            self._log = None
