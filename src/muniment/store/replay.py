"""The truth alone, replayed into memory: ledger, sealed values, lists and readings as they lie, and nothing derived."""

from collections.abc import Callable
from pathlib import Path

from muniment.errors import MunimentError
from muniment.ledger.log import Entry
from muniment.ledger.verify import Problem, Verified, verify
from muniment.store.view import Places, View

AT_ONCE = 500


class Replay(View):
    """A case as its truth says, in memory. `problems` are what the replay could not apply."""

    def __init__(self, path: Path, each: Callable[[View, Entry], None] | None = None) -> None:
        places = Places(path)
        super().__init__(places, places.tables(None))
        self.tables.make()
        self._each = each
        self._open = 0
        self.problems: list[Problem] = []

    def run(self, key: str | None = None, against: str | None = None) -> Verified:
        """Verify the ledger and apply its entries in one pass; `key` is the fingerprint that the operator trusts."""
        found = verify(self.places.path, key=key, against=against, each=self._apply)
        self._commit()
        return found

    def _apply(self, entry: Entry) -> None:
        if not self._open:
            self.tables.base.execute("BEGIN")
        self._open += 1
        try:
            self.tables.apply_one(entry)
        except MunimentError as error:
            self.problems.append(Problem(error.what, error.subject or str(entry.seq), error.next))
        if self._open >= AT_ONCE:
            self._commit()
        if self._each is not None:
            self._each(self, entry)

    def _commit(self) -> None:
        if self._open:
            self.tables.base.execute("COMMIT")
        self._open = 0
