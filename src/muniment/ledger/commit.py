"""A commit while it is put together: entries, their sealed lines, and the tree with them."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from muniment.errors import AskedWrong
from muniment.ledger import sealed
from muniment.ledger.canonical import canonical, known
from muniment.ledger.entry import LONGEST, Draft, Entry, Fields
from muniment.ledger.sealed import Place
from muniment.ledger.tree import Tree

_OURS = frozenset({"seq", "at", "seal", "erased", "blocks"})  # fields that no draft may have


@dataclass(frozen=True, slots=True)
class Ready:
    """What of an entry does not depend on its number, worked out before the lock is taken."""

    fields: Fields
    openings: tuple[bytes, ...]
    erases: tuple[Place, ...]


def prepare(draft: Draft) -> Ready:
    """Commit to a draft's sealed values.

    Raises: AskedWrong, where a value has no canonical form.
    """
    fields = dict(draft.fields)
    try:
        if not _OURS.isdisjoint(fields):
            raise ValueError("its fields have names that the ledger gives")
        openings = tuple(sealed.opening(name, value) for name, value in draft.sealed)
    except ValueError as error:
        raise _wrong(fields, f"an entry cannot be written: {error}", "mend the value") from None
    if openings:
        fields["seal"] = [sealed.commitment(opened) for opened in openings]
    if draft.erases:
        fields["erased"] = [list(place) for place in draft.erases]
    return Ready(fields, openings, tuple(draft.erases))


@dataclass(slots=True)
class Commit:
    """Entries so far: their lines, their sealed lines, and what is known behind them."""

    tree: Tree
    at: int
    data: bytearray = field(default_factory=bytearray)
    hidden: bytearray = field(default_factory=bytearray)
    owed: list[Place] = field(default_factory=list)
    written: list[tuple[bytes, tuple[bytes, ...]]] = field(
        default_factory=list
    )  # of each entry: its line, its openings

    def add(self, ready: Ready) -> None:
        """One entry more; its time never goes back.

        Raises: AskedWrong, where it has no canonical form, is too long, or erases what is not there yet.
        """
        at, seq = max(self.at, time.time_ns() // 1000), self.tree.size
        try:
            leaf = canonical({**ready.fields, "seq": seq, "at": at})
        except ValueError as error:
            raise _wrong(ready.fields, f"an entry cannot be written: {error}", "mend the value") from None
        if len(leaf) > LONGEST:
            raise _wrong(ready.fields, f"an entry is at most {LONGEST} bytes", "say it in several")
        self.at = at
        self.tree.push(leaf)
        self.data += leaf + b"\n"
        for number, opened in enumerate(ready.openings):
            self.hidden += sealed.line((seq, number), opened)
        self.owed += ready.erases
        self.written.append((leaf, ready.openings))

    def entries(self) -> Iterator[Entry]:
        """The entries as they will be read, from what was written."""
        for leaf, openings in self.written:
            fields = known(leaf)
            values = ((name, value) for _, name, value in map(known, openings))
            yield Entry(fields["seq"], fields["at"], fields, tuple(values))


def together(tree: Tree, at: int, ready: Sequence[Ready]) -> Commit:
    """A commit of these entries behind that tree."""
    commit = Commit(tree.copy(), at)
    for each in ready:
        commit.add(each)
    return commit


def _wrong(fields: Fields, what: str, next_step: str) -> AskedWrong:
    return AskedWrong(what, str(fields.get("do", "")), next_step)
