"""Things on shelves."""

from collections.abc import Sequence

from muniment.case.base import Base, Json, several
from muniment.intake import box
from muniment.intake.box import Shelf as Place


class Shelf(Base):
    """Boxes and other things that are no computer files."""

    def box_add(
        self,
        name: str,
        holder: str,
        *,
        place: str = "",
        seal: str = "",
        ref: str = "",
        bundle: str = "",
        pages: int | None = None,
    ) -> Json:
        """Make a thing on a shelf an item.

        Raises: UnknownItem, AskedWrong.
        """
        item = box.add(self._store, name, Place(holder, place, seal), ref, bundle, pages)
        return self._done(self._store.as_of) | {"item": item}

    def box_move(self, item: str, giver: str, holder: str, *, place: str = "", seal: str = "", why: str = "") -> Json:
        """Record that a thing went from its holder to another, or to another place.

        Raises: UnknownItem; Refused, where the giver does not hold it.
        """
        return self._done(box.move(self._store, item, giver, Place(holder, place, seal), why)) | {"item": item}

    def box_open(self, item: str, how: str, *, found: str = "", seal: str = "", pages: int | None = None) -> Json:
        """Record that whoever acts here opened a thing; `seal_expected` is the seal on record where another was found.

        Raises: UnknownItem, AskedWrong.
        """
        entry, expected = box.open_(self._store, item, how, found, seal, pages)
        return self._done(entry) | {"item": item, "seal_expected": expected or None}

    def box_scanned(self, item: str, scans: Sequence[str], *, pages: int | None = None, why: str = "") -> Json:
        """Record that items are scans of a thing: they become its children.

        Raises: UnknownItem, AskedWrong, Refused.
        """
        several(scans=scans)
        return self._done(box.scanned(self._store, item, scans, pages, why)) | {"item": item}

    def boxes(self) -> list[Json]:
        """Every thing, with where it is and how much of it was scanned."""
        self._store.catch_up()
        return box.every(self._store)
