"""Follows the log of a ledger as it lies: entries, heads, signatures and keys, from the first byte to where one cannot go on."""

import json
from collections.abc import Callable

from muniment.ledger.beside import Beside
from muniment.ledger.canonical import parse
from muniment.ledger.entry import LONGEST, Entry, blocks, check, erased
from muniment.ledger.key import Verifier, fingerprint
from muniment.ledger.lines import lines
from muniment.ledger.note import Note, head_line
from muniment.ledger.position import Position
from muniment.ledger.sealed import Place
from muniment.ledger.tree import Tree


class Fault(Exception):
    """The ledger cannot be followed from here on."""

    def __init__(self, what: str, where: int) -> None:
        super().__init__(what)
        self.what, self.where = what, str(where)


class Follow:
    """What the log says up to where it was followed; `size`, `root` and `origin` are those of the last head that agrees.

    `say` hears what is wrong but stops nobody: what, and where; `each` hears every entry that a head closes; `outside` is
    a checkpoint that somebody else holds.
    """

    def __init__(
        self, say: Callable[[str, str], None], each: Callable[[Entry], None] | None, outside: Note | None
    ) -> None:
        self._say = say
        self._each = each
        self._outside = outside
        self._waiting: list[Entry] = []  # entries that no head has closed yet
        self.tree = Tree()
        self.at = 0
        self.size, self.root, self.origin = 0, b"", ""
        self.heads = 0
        self.sound = 0  # the byte behind the last head
        self.before = Position()  # where the last commit began
        self.met = False  # whether the outside checkpoint's entries are those of this ledger
        self.keys: list[Verifier] = []
        self.signer: Verifier | None = None  # who made the last signature
        self.signed_size = 0
        self.signed_by: list[tuple[str, int, int]] = []
        self.erased: set[Place] = set()
        self.blocks: dict[Place, int] = {}  # how long an erased line is, where an entry says it

    def run(self, log: int, end: int, beside: Beside) -> None:
        """Follow a log up to this byte, with its sealed values beside it.

        Raises: Fault, where it cannot be followed to there.
        """
        for offset, line in lines(log, 0, end):
            if line[:1] == b"{":
                self._entry(line, beside)
            else:
                self._head(line)
                self.sound = offset + len(line)

    def _entry(self, line: bytes, beside: Beside) -> None:
        seq = self.tree.size
        if len(line) - 1 > LONGEST:
            raise Fault(f"entry {seq} is too long", seq)
        try:
            fields = parse(line[:-1])
        except ValueError:
            raise Fault(f"entry {seq} is not canonical JSON", seq) from None
        if fields.get("seq") != seq:
            raise Fault(f"entry {seq} says that it is {fields.get('seq')!r}", seq)
        try:
            check(fields)
        except ValueError as error:
            raise Fault(f"entry {seq} {error}", seq) from None
        if fields["at"] < self.at:
            raise Fault(f"entry {seq} goes back in time", seq)
        self.at = fields["at"]
        self.tree.push(line[:-1])
        if self._outside and self.tree.size == self._outside.size:
            self.met = self.tree.root() == self._outside.root
        self._waiting.append(Entry(seq, self.at, fields, beside.of(seq, fields.get("seal", []))))

    def _head(self, line: bytes) -> None:
        size = self.tree.size
        try:
            text = json.loads(line)
            note, written = Note.of(text), head_line(text)
        except (ValueError, TypeError, RecursionError):
            raise Fault(f"the line behind entry {size - 1} is neither an entry nor a head", size) from None
        if line != written:
            raise Fault(f"the head behind entry {size - 1} is not canonical", size)
        if self.heads and note.origin != self.origin:
            raise Fault(f"the head behind entry {size - 1} is of another ledger", size)
        first = self.size
        if note.size != size or note.root != self.tree.root():
            span = f"entry {first}" if size - first == 1 else f"entries {first} to {size - 1}"
            raise Fault(f"{span} and the head behind them do not agree", first)
        self.before = Position(Tree(first), self.sound)
        self.origin, self.size, self.root = note.origin, size, note.root
        self.heads += 1
        self._close()
        if note.signatures:
            self._signature(note)

    def _close(self) -> None:
        for entry in self._waiting:
            key = entry.fields.get("key")
            if isinstance(key, str):
                self._name(entry.seq, key)
            places = erased(entry.fields)
            self.erased.update(places)
            for place, count in blocks(entry.fields):
                self.blocks.setdefault(place, count)  # what the first says of it counts
            if any(place[0] >= entry.seq for place in places):
                self._say(f"entry {entry.seq} erases what was not there yet", str(entry.seq))
            if self._each is not None:
                self._each(entry)
        self._waiting = []

    def _name(self, seq: int, key: str) -> None:
        try:
            self.keys.append(Verifier.of(key))
        except ValueError:
            self._say(f"entry {seq} names a key that is none", str(seq))

    def _signature(self, note: Note) -> None:
        for verifier in reversed(self.keys):
            good = note.signed_by(verifier)
            if good is None:
                continue
            if not good:
                self._say(f"the signature over {note.size} entries does not verify", str(note.size - 1))
            elif verifier is not self.keys[-1]:
                self._say(f"the signature over {note.size} entries is by a key that was replaced", str(note.size - 1))
            else:
                self._signs(verifier, note.size)
            return
        if self.keys:  # lines of others may stand beside the signer's, never in its place
            self._say(f"the head over {note.size} entries is not signed by the key of this ledger", str(note.size - 1))

    def _signs(self, verifier: Verifier, size: int) -> None:
        """A good signature: over all before it, of which what no other has signed is said to be this key's."""
        name = fingerprint(verifier.vkey)
        if size > self.signed_size:
            first = self.signed_by.pop()[1] if self.signed_by and self.signed_by[-1][0] == name else self.signed_size
            self.signed_by.append((name, first, size - 1))
        self.signed_size, self.signer = size, verifier
