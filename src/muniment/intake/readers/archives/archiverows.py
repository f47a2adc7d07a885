"""What the rows of an archive say together: names met twice, folders in which nothing lies, what is not accounted for."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from muniment.intake.readers.rows import NAMED, Rows
from muniment.intake.scope import Scope
from muniment.model.reading import Draft
from muniment.model.state import State

_FOLDERS = 1000  # names of empty folders that a fact lists


class ArchiveRows(Rows):
    """The rows of an archive, which is nothing but its members."""

    def __init__(self, draft: Draft, scope: Scope) -> None:
        super().__init__(draft, scope)
        self._folders: list[str] = []

    def folder(self, name: str) -> None:
        """A folder; it is named where nothing lies in it."""
        if len(self._folders) < NAMED:
            self._folders.append(name)

    def finish(self) -> None:
        """Say what follows from all rows together, and whether the archive is accounted for."""
        draft = self._draft
        if not self.known and (draft.incomplete.startswith("limit-") or draft.incomplete == "timed-out"):
            draft.state, draft.reason = State.UNREAD_LIMIT, draft.incomplete
        elif not self.known:
            draft.state, draft.reason = State.TEXT_PARTIAL, "salvaged"
        names = sorted(child.name for child in draft.children)
        if any(one == other for one, other in pairwise(names)):
            draft.flags.append("duplicate-names")
        empty = self._empty(names)
        if empty:
            draft.facts["empty_folders"] = empty[:_FOLDERS]

    def _empty(self, names: Sequence[str]) -> list[str]:
        """Folders in which neither a member nor another folder lies."""
        paths = {_slashed(folder).rstrip("/") + "/": folder for folder in self._folders}
        ordered, folders = sorted(map(_slashed, names)), sorted(paths)
        return [folder for path, folder in paths.items() if not (_within(path, ordered) or _within(path, folders))]


def _slashed(name: str) -> str:
    return name.replace("\\", "/")


def _within(path: str, ordered: Sequence[str]) -> bool:
    """Whether the next longer name begins with this path."""
    at = bisect_right(ordered, path)
    return at < len(ordered) and ordered[at].startswith(path)
