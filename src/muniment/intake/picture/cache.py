"""Pages that were drawn, kept in `derived/pages/` while they are useful: nothing there is truth, and erasures take all of it."""

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from muniment.intake.picture import png
from muniment.intake.picture.sizes import VERSION
from muniment.store.view import View

KEPT = 256 << 20  # bytes of all together; those used longest ago go first
_OFTEN = 16  # it is looked at how much there is once for each sixteenth of that
_FOLDER = "pages"


class Cache:
    """The pages of one case. Several processes may use it at once."""

    def __init__(self, view: View) -> None:
        self._folder = view.derived / _FOLDER
        self._written = KEPT  # it is looked at with the first page

    def path(self, sha256: str, page: int) -> Path:
        """Where this page of these bytes lies, or would lie."""
        return self._folder / f"{sha256}-{page}-{VERSION}.png"

    def held(self, sha256: str, page: int) -> bytes | None:
        """The page, if it was drawn before and is whole."""
        path = self.path(sha256, page)
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return data if png.sound(data) else None

    def keep(self, sha256: str, page: int, data: bytes) -> None:
        """Keep a page. A crash leaves a hidden file, which goes with the oldest; a full disk leaves none."""
        path = self.path(sha256, page)
        temporary = path.with_name(f".{secrets.token_hex(8)}")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                temporary.write_bytes(data)
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)
        self._written += len(data)
        if self._written >= KEPT // _OFTEN:
            self._written = 0
            self._tidy()

    def _tidy(self) -> None:
        """Remove what was used longest ago, until the rest is small enough."""
        found = []
        for path in self._folder.glob("*") if self._folder.is_dir() else ():
            with suppress(OSError):  # another process removed it
                about = path.stat()
                found.append((about.st_mtime, about.st_size, path))
        size = sum(each for _, each, _ in found)
        for _, each, path in sorted(found):
            if size <= KEPT:
                return
            path.unlink(missing_ok=True)
            size -= each


def remove(view: View) -> None:
    """Throw all of it away."""
    shutil.rmtree(view.derived / _FOLDER, ignore_errors=True)
