"""Verify a ledger as it lies, offline: one pass over both files side by side, in constant memory, changing nothing."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from muniment.errors import Broken, MunimentError
from muniment.ledger import disk, sealed
from muniment.ledger.canonical import parse
from muniment.ledger.files import Files
from muniment.ledger.key import Verifier, fingerprint, same_fingerprint
from muniment.ledger.lines import lines
from muniment.ledger.log import LONGEST, Entry, Fields, Value
from muniment.ledger.note import Note, head_line
from muniment.ledger.tree import Tree

_BACKUP = "change nothing; look for a copy of the folder from before, and compare"
_TORN = "open the case: what nobody was told of is kept aside, and the rest goes on"
_LONGEST_LINE = 1 << 26


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do next."""

    what: str
    where: str
    next: str


@dataclass(slots=True)
class Verified:
    """What was found. `notes` say what stays unproved."""

    size: int = 0
    root: bytes = b""
    origin: str = ""
    problems: list[Problem] = field(default_factory=list)
    signed_size: int = 0
    signer_confirmed: bool = False
    notes: list[str] = field(default_factory=list)


class _Fault(Exception):
    """The ledger cannot be followed from here on."""

    def __init__(self, what: str, where: int) -> None:
        super().__init__(what)
        self.what, self.where = what, str(where)


def verify(
    folder: Path,
    name: str = "ledger",
    *,
    key: str | None = None,
    against: str | None = None,
    each: Callable[[Entry], None] | None = None,
) -> Verified:
    """Hold every entry, sealed value, head and signature against each other.

    `key` is the signer's fingerprint as the operator has it from outside; `against` a checkpoint that somebody else
    holds; `each` is called with every entry that a head closes. The keys are those that entries name: one with a field
    `key` says who signs from there on.
    Cannot: show without `key` who signed, and without `against` that nobody rewrote everything or cut off the end.
    """
    try:
        files = Files(folder, name)
    except MunimentError as error:
        return Verified(problems=[Problem(error.what, name, error.next)])
    try:
        return _Pass(files, key, against, each).run()
    finally:
        files.close()


class _Pass:
    def __init__(
        self, files: Files, key: str | None, against: str | None, each: Callable[[Entry], None] | None
    ) -> None:
        self._files = files
        self._key = key
        self._each = each
        self._found = Verified()
        self._outside = self._outsider(against)
        self._tree = Tree()
        self._at = 0
        self._waiting: list[Entry] = []  # entries that no head has closed yet
        self._keys: list[Verifier] = []
        self._signer: Verifier | None = None  # who made the last signature
        self._met = False
        self._sound = 0
        self._heads = 0
        self._blank: set[sealed.Place] = set()
        self._erased: set[sealed.Place] = set()
        try:
            with files.locked(shared=True):  # one moment for both files; nobody is half-way through a commit
                self._end, sealed_end = files.size(), files.sealed_size()
        except MunimentError as error:
            self._found.problems.append(Problem(error.what, error.subject, error.next))
            self._end, sealed_end = files.size(), files.sealed_size()
        self._sealed = _Sealed(files, sealed_end)

    def run(self) -> Verified:
        found = self._found
        fault: _Fault | None = None
        try:
            self._follow()
        except _Fault as error:
            fault = error
        if self._sound < self._end:
            self._tail(fault)
        elif fault is not None:
            self._say(fault.what, fault.where)
        if not self._heads:
            self._say("the ledger has no commit", "0")
        self._left()
        self._compare()
        self._signers()
        torn = sorted(path.name for path in self._files.folder.glob(self._files.names.torn + "*"))
        found.notes += [f"a commit that a crash tore is kept aside in {each}" for each in torn]
        return found

    def _say(self, what: str, where: str, next_step: str = _BACKUP) -> None:
        self._found.problems.append(Problem(what, where, next_step))

    # -- following

    def _follow(self) -> None:
        for offset, line in lines(self._files.log, 0, self._end):
            if line[:1] == b"{":
                self._entry(line)
            else:
                self._head(line)
                self._sound = offset + len(line)

    def _entry(self, line: bytes) -> None:
        seq = self._tree.size
        if len(line) - 1 > LONGEST:
            raise _Fault(f"entry {seq} is too long", seq)
        try:
            fields = parse(line[:-1])
        except ValueError:
            raise _Fault(f"entry {seq} is not canonical JSON", seq) from None
        if fields.get("seq") != seq or isinstance(fields["seq"], bool):
            raise _Fault(f"entry {seq} says that it is {fields.get('seq')!r}", seq)
        at = fields.get("at")
        if not isinstance(at, int) or isinstance(at, bool) or at < self._at:
            raise _Fault(f"entry {seq} goes back in time", seq)
        self._at = at
        self._tree.push(line[:-1])
        if self._outside and self._tree.size == self._outside.size:
            self._met = self._tree.root() == self._outside.root
        self._waiting.append(Entry(seq, at, fields, self._values(seq, fields)))

    def _values(self, seq: int, fields: Fields) -> tuple[Value | None, ...]:
        seal = fields.get("seal", [])
        if not isinstance(seal, list) or not all(isinstance(each, str) for each in seal):
            raise _Fault(f"entry {seq} has commitments of another form", seq)
        values: list[Value | None] = []
        for place, opened in self._sealed.of(seq, len(seal)):
            if opened is None:
                self._say(f"sealed value {place[0]}.{place[1]} is missing or broken", str(seq))
                values.append(None)
                continue
            try:
                value = sealed.value(place, opened, seal[place[1]])
            except Broken:
                self._say(f"sealed value {place[0]}.{place[1]} is not what the ledger committed to", str(seq))
                value = None
            else:
                if value is None:
                    self._blank.add(place)
            values.append(value)
        return tuple(values)

    def _head(self, line: bytes) -> None:
        size = self._tree.size
        try:
            text = json.loads(line)
            note = Note.of(text)
        except (ValueError, TypeError, RecursionError):
            raise _Fault(f"the line behind entry {size - 1} is neither an entry nor a head", size) from None
        if line != head_line(text):
            raise _Fault(f"the head behind entry {size - 1} is not canonical", size)
        if self._heads and note.origin != self._found.origin:
            raise _Fault(f"the head behind entry {size - 1} is of another ledger", size)
        first = self._found.size
        if note.size != size or note.root != self._tree.root():
            span = f"entry {first}" if size - first == 1 else f"entries {first} to {size - 1}"
            raise _Fault(f"{span} and the head behind them do not agree", first)
        self._found.origin, self._found.size, self._found.root = note.origin, size, note.root
        self._heads += 1
        self._close()
        if note.signatures:
            self._signature(note)

    def _close(self) -> None:
        for entry in self._waiting:
            key = entry.fields.get("key")
            if isinstance(key, str):
                self._name(entry.seq, key)
            for place in entry.fields.get("erased", ()):
                self._erased.add((place[0], place[1]))
            if self._each is not None:
                self._each(entry)
        self._waiting = []

    def _name(self, seq: int, key: str) -> None:
        try:
            self._keys.append(Verifier.of(key))
        except ValueError:
            self._say(f"entry {seq} names a key that is none", str(seq))

    def _signature(self, note: Note) -> None:
        for verifier in reversed(self._keys):
            good = note.signed_by(verifier)
            if good is None:
                continue
            if not good:
                self._say(f"the signature over {note.size} entries does not verify", str(note.size - 1))
            elif verifier is not self._keys[-1]:
                self._say(f"the signature over {note.size} entries is by a key that was replaced", str(note.size - 1))
            else:
                self._found.signed_size, self._signer = note.size, verifier
            return
        if self._keys:  # lines of others may stand beside the signer's, never in its place
            self._say(f"the head over {note.size} entries is not signed by the key of this ledger", str(note.size - 1))

    # -- what is left

    def _tail(self, fault: _Fault | None) -> None:
        """What lies behind the last head: one commit that a crash tore, or something worse."""
        tail = disk.read_at(self._files.log, min(self._end - self._sound, _LONGEST_LINE), self._sound)
        heads = [line for line in tail.splitlines(keepends=True) if line[:1] == b'"']
        whole = bool(heads) and tail.endswith(b'\\n"\n') and b"\0" not in tail
        if fault is not None and (len(heads) > 1 or whole):
            self._say(fault.what, fault.where)
            return
        why = f": {fault.what}" if fault else ""
        count = self._end - self._sound
        self._say(
            f"{count} bytes behind the last head are no whole commit{why}; a crash does that",
            str(self._found.size),
            _TORN,
        )

    def _left(self) -> None:
        size = self._found.size
        for place in self._sealed.strays(size):
            self._say(f"sealed value {place[0]}.{place[1]} belongs to no entry", str(place[0]))
        if self._sealed.behind and self._sound == self._end:
            self._say(
                f"{self._files.names.sealed} has something behind the last entry; a crash does that", str(size), _TORN
            )
        for what in self._sealed.broken:
            self._say(what, self._files.names.sealed)
        for place in sorted(place for place in self._erased if place not in self._blank and place[0] < size):
            self._say(
                f"sealed value {place[0]}.{place[1]} was to be erased and is still there",
                str(place[0]),
                "open the case: it is erased then",
            )
        for place in sorted(place for place in self._blank - self._erased if place[0] < size):
            self._say(f"sealed value {place[0]}.{place[1]} is blank, and no entry says why", str(place[0]))

    def _outsider(self, text: str | None) -> Note | None:
        if text is None:
            return None
        try:
            return Note.of(text)
        except ValueError:
            self._say(
                "what was given to compare with is not a checkpoint", "--against", "give the file as it was received"
            )
            return None

    def _compare(self) -> None:
        outside, found = self._outside, self._found
        if outside is None:
            found.notes.append(
                "that nobody rewrote everything or cut off the end: give a checkpoint that someone else keeps (--against)"
            )
            return
        where = "--against"
        if outside.origin != found.origin:
            self._say("the outside checkpoint is of another ledger", where)
        elif outside.size > found.size:
            self._say(f"the outside checkpoint counts {outside.size} entries, the ledger has {found.size}", where)
        elif outside.size and not self._met:
            self._say(f"the first {outside.size} entries are not those of the outside checkpoint", where)
        elif outside.signatures and not any(outside.signed_by(key) for key in self._keys):
            self._say("the outside checkpoint is not signed by a key of this ledger", where)

    def _signers(self) -> None:
        found = self._found
        if not self._keys:
            return
        if self._signer is None:
            found.notes.append("who keeps this ledger: nothing in it is signed")
        elif found.signed_size < found.size:
            found.notes.append(f"who wrote what lies after entry {found.signed_size - 1}: it is not signed yet")
        if self._key is None:
            found.notes.append("who signed: give the fingerprint that the signer gave you (--key)")
            return
        named = {fingerprint(key.vkey): key for key in self._keys}
        trusted = next((key for text, key in named.items() if same_fingerprint(text, self._key)), None)
        if trusted is None:
            self._say(
                "no key of this ledger has that fingerprint", self._key, "ask the signer for the fingerprint again"
            )
        elif trusted is not self._keys[-1]:
            self._say(
                "the key with that fingerprint was replaced by another",
                self._key,
                "ask whoever adopted the case for the new fingerprint",
            )
        elif self._signer is not trusted:
            self._say("the key with that fingerprint signed nothing here", self._key, "ask the signer for a checkpoint")
        else:
            found.signer_confirmed = True


class _Sealed:
    """Sealed lines in their order, told apart: of an entry, of none, behind the end, or broken."""

    def __init__(self, files: Files, end: int) -> None:
        self._lines: Iterator[tuple[int, bytes]] = lines(files.sealed, 0, end) if end else iter(())
        self._end = end
        self._seen = 0
        self._last: sealed.Place = (-1, 0)
        self._skipped: list[sealed.Place] = []
        self.broken: list[str] = []
        self.behind = False
        self._next = self._step()

    def _step(self) -> tuple[sealed.Place, bytes] | None:
        for offset, line in self._lines:
            self._seen = offset + len(line)
            found = sealed.parse(line)
            if found is None:
                self._unread(line, offset)
                continue
            if found[0] <= self._last:
                self.broken.append(f"sealed value {found[0][0]}.{found[0][1]} is out of order")
                continue
            self._last = found[0]
            return found
        if self._seen < self._end:
            self.behind = True  # a line without its end: the last write was cut short
        return None

    def _unread(self, line: bytes, offset: int) -> None:
        if b"\0" in line and not line.strip(b"\0\n"):
            self.behind = True
        else:
            self.broken.append(f"the line at byte {offset} is no sealed value")

    def of(self, seq: int, count: int) -> Iterator[tuple[sealed.Place, bytes | None]]:
        """Each place of an entry with its opening, None where it is not there."""
        for number in range(count):
            place = seq, number
            while self._next is not None and self._next[0] < place:
                self._skipped.append(self._next[0])
                self._next = self._step()
            if self._next is not None and self._next[0] == place:
                yield place, self._next[1]
                self._next = self._step()
            else:
                yield place, None

    def strays(self, size: int) -> Iterator[sealed.Place]:
        """Places that no entry committed to; what belongs to entries from `size` on is left by a crash."""
        yield from (place for place in self._skipped if place[0] < size)
        while self._next is not None:
            if self._next[0][0] < size:
                yield self._next[0]
            else:
                self.behind = True
            self._next = self._step()
