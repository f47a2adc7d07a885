"""How far a ledger is known: the entries that a head closes, and nothing behind the last head."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from muniment.errors import Broken
from muniment.ledger import entry
from muniment.ledger.note import is_head
from muniment.ledger.sealed import Place
from muniment.ledger.tree import Tree


@dataclass(slots=True)
class Position:
    """The tree up to the last head, the byte behind it, the time of the last entry, and erasures yet to be carried out."""

    tree: Tree = field(default_factory=Tree)
    end: int = 0
    at: int = 0
    owed: list[Place] = field(default_factory=list)

    def copy(self) -> "Position":
        """Another that goes on from here."""
        return Position(self.tree.copy(), self.end, self.at, list(self.owed))


def advance(lines: Iterable[tuple[int, bytes]], origin: str, start: Position) -> tuple[Position, Position | None]:
    """Follow whole commits; returns where they end, and where the last of them began (None where none came).

    Only a head whose root matches closes a commit: erasures in a torn one are not owed.
    Raises: Broken, where a head closes what is no entry.
    """
    here, before = start.copy(), None
    tree, last, erasing = here.tree.copy(), b"", []
    for offset, line in lines:
        if line[:1] == b"{":
            tree.push(line[:-1])
            last = line
            if b'"erased":' in line:
                erasing.append(line)
        elif line[:1] == b'"' and is_head(line, origin, tree):
            before = here
            at = int(fields_of(last)["at"]) if last else here.at
            owed = [*here.owed, *(place for each in erasing for place in entry.erased(fields_of(each)))]
            here = Position(tree.copy(), offset + len(line), at, owed)
            last, erasing = b"", []
        else:
            break
    return here, before


def fields_of(line: bytes) -> entry.Fields:
    """The fields of an entry that counts.

    Raises: Broken, where it is none.
    """
    try:
        return entry.read(line)
    except ValueError as error:
        raise Broken(
            "an entry cannot be read",
            str(error),
            "change nothing; run muniment verify, and look for a copy of the folder",
        ) from None
