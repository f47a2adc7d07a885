"""Backups, and cases made of them."""

from pathlib import Path

from muniment.case.base import Base, Json
from muniment.store import backup, place
from muniment.store import restore as restoring


class Backups(Base):
    """A copy elsewhere, without the key."""

    def backup(self, to: Path | str) -> Json:
        """Bring the backup in a folder up to date, or make one: verified, only what is new is copied, never the signing key.

        Raises: AskedWrong, NotEmpty, UnsafePlace, AtWork, Refused; Broken, where the case itself does not hold.
        """
        done = backup.make(self._store, Path(to))
        return {
            "copied": done.copied,
            "kept": done.kept,
            "mended": done.mended,
            "removed": done.removed,
            "bytes": done.size,
            "checkpoint": done.checkpoint or None,
            "ok": True,
            "as_of": self._store.as_of,
        }

    @staticmethod
    def restore(source: Path | str, at: Path | str, key: str | None = None) -> Json:
        """Make a case of a backup in a new folder, once all of the backup was verified; `key` is the signer's fingerprint.

        Raises: NotACase, NotEmpty, UnsafePlace, AskedWrong, Refused.
        """
        done = restoring.restore(Path(source), Path(at), key)
        return {
            "ok": not done.problems,
            "case": done.case,
            "entries": done.entries,
            "copied": done.copied,
            "kept": done.kept,
            "bytes": done.size,
            "signed": done.signed,
            "key_here": place.key_path(done.case).is_file(),
            "problems": [{"what": each.what, "where": each.where, "next": each.next} for each in done.problems],
        }
