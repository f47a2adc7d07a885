"""Senders' lists, and receipts."""

from collections.abc import Sequence
from pathlib import Path

from muniment.case.base import Base, Json, several
from muniment.intake import receipt
from muniment.intake.lists import saying, taking
from muniment.store import place


class Lists(Base):
    """What a sender says was sent, against what came; and a page for whoever brought it."""

    def list_take(self, bundle: str, item: str, *, instead: bool = False) -> Json:
        """Take an item that is in the case as the list of a bundle.

        Raises: UnknownItem, AskedWrong; Refused, where it has another list, unless it is said `instead`.
        """
        count = taking.take(self._store, bundle, item, instead=instead)
        return self._done(self._store.as_of) | {"bundle": bundle, "lines": count}

    def list_show(self, bundle: str) -> Json:
        """Each line of a bundle's list: matched, missing, or matched while text may be missing; and what no line names.

        Raises: UnknownItem.
        """
        found = saying.lines(self._store, bundle)
        return {"bundle": bundle, "lines": [one.said() for one in found], "as_of": self._store.as_of}

    def list_match(
        self,
        bundle: str,
        line: int,
        items: Sequence[str] = (),
        *,
        why: str = "",
        instead: bool = False,
        also: bool = False,
    ) -> Json:
        """Say which items a line stands for; without any, those that are proposed. `also`: they stand for another line too.

        Raises: UnknownItem, AskedWrong; Refused, where the line or an item is matched already.
        """
        several(items=items)
        entry = saying.match(self._store, bundle, line, items, why, instead=instead, also=also)
        return self._done(entry) | {"line": line}

    def list_missing(self, bundle: str, line: int, why: str, *, instead: bool = False) -> Json:
        """Say that what a line stands for did not come.

        Raises: UnknownItem, AskedWrong, Refused.
        """
        return self._done(saying.missing(self._store, bundle, line, why, instead=instead)) | {"line": line}

    def list_confirm(self, bundle: str, why: str = "") -> Json:
        """Confirm every match that is proposed.

        Raises: UnknownItem; AskedWrong, where none is.
        """
        entry, count = saying.confirm(self._store, bundle, why)
        return self._done(entry) | {"count": count}

    def receipt(self, bundle: str, out: Path | str | None = None) -> Json:
        """A page for whoever brought a bundle: what came, under which hashes, and what could not be read.

        `out`: a folder in which it is written as PDF and text. Raises: UnknownItem, AskedWrong, Refused.
        """
        if out is not None:
            place.outside(Path(out))
        made = receipt.make(self._store, bundle)
        said = made.said()
        if out is not None:
            said["written"] = [str(path) for path in receipt.write(made, Path(out))]
        self._store.sign(rest=True)
        return said
