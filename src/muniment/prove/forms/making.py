"""What a form is drafted from, what comes of it, and the pieces that several forms share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from muniment.model.act import ranges
from muniment.model.prove import Alleged, Side
from muniment.prove import allegations, given, linked, replies, s141
from muniment.prove.entered import Entered, newest
from muniment.prove.forms.document import Document, Table, said, table
from muniment.prove.law.book import Book
from muniment.prove.linked import BARRED, Link
from muniment.store.ids import id_of, number_of
from muniment.store.store import Store

CRIMINAL = "criminal-court"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody says of a form: which allegations or submissions (`of`), whose statement, and what only people know."""

    of: Sequence[str] = ()
    witness: str = ""
    party: str = ""
    petitioners: Sequence[tuple[str, str]] = ()  # name, and in which capacity
    result: str = ""
    relief: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Making:
    """What a form is made from."""

    store: Store
    book: Book
    wanted: Wanted = field(default_factory=Wanted)

    @property
    def about(self) -> str:
        """Of which case it is, and at which entry of its ledger."""
        return f"{self.store.title}. Draft, as of entry {self.store.as_of}."

    def allegations(self) -> list[Entered]:
        """Those that are asked for; all, where none is named.

        Raises: UnknownItem.
        """
        known = newest(self.store, Alleged)
        return [known[each] for each in given.numbers(self.store, "of", Alleged, self.wanted.of)] or [*known.values()]

    def names(self, allegation: Entered) -> str:
        """Of whom it is alleged, by name; not whoever was entered in error."""
        return ", ".join(said(each["name"]) for each in allegations.of_whom(self.store, allegation))

    def never_put(self, allegation: Entered) -> str:
        """To whom it was never put, in a line; "" where it was put to everybody whom it names."""
        silent = replies.never_put(self.store).get(allegation.id, ())
        return f"Never put to: {', '.join(said(each['name']) for each in silent)}." if silent else ""

    def citation(self, allegation: Entered) -> str:
        """The offence of an allegation: its section and title; as it was written, where the tables have it no longer."""
        offence = self.book.offences.offences.get(str(allegation["offence"]))
        return f"{offence.citation}, {offence.title}" if offence else said(allegation["written"])


@dataclass(frozen=True, slots=True)
class Draft:
    """A form, and what its cover note says besides."""

    document: Document
    notes: tuple[str, ...] = ()


def day_of(first: str, last: str) -> str:
    """A day, or a range of days."""
    return first if first == last else f"{first} to {last}"


def quantity(items: Sequence[str]) -> str:
    """Items as runs of numbers: `27 items: ITM-000001 to ITM-000027`."""
    return runs(items) if len(items) == 1 else f"{len(items):,} items: {runs(items)}"


def runs(items: Sequence[str]) -> str:
    """Items as runs of numbers, and not how many they are."""
    found = ranges([number_of(each) for each in items])
    return ", ".join(
        id_of(first) if count == 1 else f"{id_of(first)} to {id_of(first + count - 1)}" for first, count in found
    )


def halves(root: str) -> str:
    """A hash in two lines, so that it keeps within its column."""
    return f"{root[:32]}\n{root[32:]}"


def both(making: Making, links: Sequence[Link], barred: Iterable[str], forum: str = CRIMINAL) -> Table:
    """What supports and what undermines, side by side; with the way in which each could be used in a forum."""
    kept = set(barred)
    sides: dict[Side, list[str]] = {side: [] for side in Side}
    for each in links:
        route = BARRED if each.id in kept else each.routes.get(forum, "")
        way = making.book.forums.routes[route].title if route else "no route is chosen"
        where = f", page {each.page}" if each.page is not None else ""
        words = f": [{each.gone}]" if each.gone else "" if each.words == "" else f": “{said(each.words)}”"
        sides[each.side].append(f"{each.item}{where}{words} ({way})")
    rows = [*zip_longest(sides[Side.FOR], sides[Side.AGAINST], fillvalue="")] or [("nothing yet", "nothing yet")]
    return table(("Supports", "Undermines"), (1, 1), rows)


def links_of(making: Making, allegation: Entered) -> tuple[list[Link], set[str]]:
    """The links of an allegation, and those that s.141 keeps from a criminal court."""
    found = linked.links(making.store, allegation.id)
    return found, s141.barred(making.store, making.book.offences, allegation, found)
