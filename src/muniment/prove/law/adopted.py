"""Which version of the tables a case goes by, and what differs from those at hand."""

from dataclasses import dataclass
from itertools import pairwise

from muniment.model.prove import LawAdopted
from muniment.prove.entered import Entered, entered
from muniment.prove.law.book import Book
from muniment.store.store import Store
from muniment.store.view import View


@dataclass(frozen=True, slots=True)
class Differs:
    """The adopted tables beside those at hand: by which entry, and which offences and clocks are others now."""

    entry: int | None  # None where the case has adopted none
    version: str
    same: bool
    offences: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()


def adopt(store: Store, book: Book) -> int:
    """Have the case go by these tables; where it does so already nothing is recorded, and it returns that entry."""
    now = newest(store)
    if now is not None and now["hash"] == book.hash:
        return now.entry
    offences, clocks = book.hashes
    return store.record(LawAdopted(tables=book.version, hash=book.hash, offences=offences, clocks=clocks))


def newest(view: View) -> Entered | None:
    """The adoption that stands; None where there is none."""
    found = entered(view, LawAdopted)
    return found[-1] if found else None


def differs(view: View, book: Book) -> Differs:
    """What is adopted, beside the tables at hand."""
    now = newest(view)
    if now is None:
        return Differs(None, book.version, same=False)
    offences, clocks = book.hashes
    return Differs(
        now.entry,
        str(now["tables"]),
        now["hash"] == book.hash,
        tuple(id for id, hash_ in offences.items() if now["offences"].get(id) != hash_),  # noqa: A001
        tuple(id for id, hash_ in clocks.items() if now["clocks"].get(id) != hash_),  # noqa: A001
    )


def changes(view: View) -> list[tuple[int, set[str], set[str]]]:
    """Each later adoption, with the offences and the clocks that it changed."""
    found = entered(view, LawAdopted)
    return [
        (after.entry, _changed(before["offences"], after["offences"]), _changed(before["clocks"], after["clocks"]))
        for before, after in pairwise(found)
    ]


def _changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}  # noqa: A001
