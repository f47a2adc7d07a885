"""Whether a case is whole, made again, and signed."""

import hashlib
import re
from pathlib import Path

from muniment.case.base import Json
from muniment.case.evidence import Evidence
from muniment.errors import AskedWrong, NoSource
from muniment.intake.picture import cache, film
from muniment.ledger.verify import Problem
from muniment.prove import verifying as decided
from muniment.review import ranking, verifying
from muniment.search import index, recordcheck
from muniment.search.near import base as near
from muniment.search.near import check as nearly
from muniment.store import alone, place, verify

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
        certificates: list[Json] = []
        decisions: list[Json] = []
        if verdict.ok:
            certificates, unborne = verifying.check(replay, folder)
            decisions, untrue = decided.check(replay)
            verdict.problems += unborne + untrue
            differs = index.check(replay, lambda: verify.entries_now(folder))
            differs += nearly.check(replay, lambda: verify.entries_now(folder))
            verdict.problems += [Problem(f"{what} ({where})", "derived", "muniment rebuild") for what, where in differs]
        return {
            "ok": verdict.ok,
            "entries": verdict.entries,
            "access_entries": verdict.access_entries,
            "originals": verdict.originals,
            "root": verdict.root,
            "signer_confirmed": verdict.signer_confirmed,
            "signed_by": [{"key": key, "from": first, "to": last} for key, first, last in verdict.signed_by],
            "problems": [{"what": each.what, "where": each.where, "next": each.next} for each in verdict.problems],
            "certificates": certificates,
            "decisions": decisions,
            "unclaimed": verdict.unclaimed,
            "not_shown": verdict.notes,
            "as_of": verdict.entries - 1,
        }

    @staticmethod
    def export_verifier(out: Path | str) -> Json:
        """Write the verifier that needs no Muniment to a file that is not there yet; a name in .html gives the page.

        Beside one of Python lies a second, certificates.py, which replays recall certificates too; the page does it itself.
        Raises: AskedWrong, where something is there, it cannot be written, or it would lie in a case.
        """
        place.outside(Path(out))
        beside, page = Path(out).with_name(alone.CERTIFICATES), Path(out).suffix == ".html"
        if not page and (beside.exists() or beside == Path(out)):
            raise AskedWrong(
                "a second file is written beside it", str(beside), "choose a folder without one, or another name"
            )
        said = _write(Path(out), alone.text(page=page))
        return said if page else said | {"certificates": _write(beside, alone.replayer())}

    @staticmethod
    def verify_record(record: Path | str, path: Path | str | None = None, key: str | None = None) -> Json:
        """Hold a search record against a case without opening it: nothing is changed.

        Raises: NotACase; NoSource, where the record is not there.
        """
        found = recordcheck.check(place.found(path), Path(record), key)
        return {
            "ok": not found.problems,
            "query": found.query,
            "entry": found.entry,
            "overtaken_by": found.overtaken_by,
            "query_erased": found.query_erased,
            "signer_confirmed": found.signer_confirmed,
            "problems": [{"what": each.what, "where": each.where, "next": each.next} for each in found.problems],
            "not_shown": found.notes,
            "as_of": found.as_of,
        }

    def rebuild(self) -> Json:
        """Throw away what machines worked out and make it again, without running a reader: the same answers.

        Raises: Refused, where the case can only be read here.
        """
        self._store.rebuild()
        index.remove(self._store)
        near.remove(self._store)
        cache.remove(self._store)
        film.remove(self._store)
        ranking.remove(self._store)
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


def _write(out: Path, text: str) -> Json:
    said = text.encode()
    try:
        with out.open("xb") as file:
            file.write(said)
    except FileExistsError:
        raise AskedWrong("something is there already", str(out), "name a file that is not there yet") from None
    except OSError as error:
        raise AskedWrong(f"the file cannot be written ({error.strerror})", str(out), "name another") from None
    return {"path": str(out), "sha256": hashlib.sha256(said).hexdigest()}
