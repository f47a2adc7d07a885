"""Whether a case is whole, made again, and signed."""

import re
from pathlib import Path

from muniment.case.base import Json
from muniment.case.evidence import Evidence
from muniment.errors import NoSource
from muniment.ledger.verify import Problem
from muniment.search import index
from muniment.store import place, verify

_CHECKPOINT = re.compile("^[^\n]+\n[0-9]+\n[A-Za-z0-9+/]{43}=\n\n(?:\u2014 [^ \n]+ [A-Za-z0-9+/]+=*\n)+", re.MULTILINE)


class Integrity(Evidence):
    """Verify, rebuild, sign."""

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


def _note(against: Path | str | None) -> str | None:
    if against is None:
        return None
    try:
        text = Path(against).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NoSource(
            f"the outside checkpoint cannot be read ({error})", str(against), "name the file that was given away"
        ) from None
    found = _CHECKPOINT.search(text)  # a receipt has one among other words
    return found.group() if found else text
