"""The truth alone, replayed into memory: ledger, sealed values, lists and readings as they lie, and nothing derived."""

from collections.abc import Callable
from pathlib import Path

from muniment.errors import MunimentError
from muniment.ledger.key import fingerprint
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
        self.key = ""

    def run(self, key: str | None = None, against: str | None = None) -> Verified:
        """Verify the ledger and apply its entries in one pass; `key` is the fingerprint that the operator trusts."""
        vkey = self._first_key()
        confirmed = key is not None and vkey is not None and _plain(key) == _plain(fingerprint(vkey))
        found = verify(self.places.path, vkey=vkey, confirmed=confirmed, against=against, each=self._apply)
        self._commit()
        if key is not None and not confirmed:
            found.problems.append(
                Problem(
                    "the case is not signed by the key with that fingerprint",
                    key,
                    "ask the signer for the fingerprint again",
                )
            )
        return found

    def _first_key(self) -> str | None:
        import json  # noqa: PLC0415

        try:
            with (self.places.path / "ledger.jsonl").open("rb") as file:
                key = json.loads(file.readline(65_536))["key"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return key if isinstance(key, str) else None

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


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
