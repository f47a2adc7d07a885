"""Verify a ledger as it lies, offline: one pass over both files side by side, in constant memory, changing nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from muniment.errors import Broken, MunimentError
from muniment.ledger import disk, recovery, sealed
from muniment.ledger.beside import Beside
from muniment.ledger.entry import Entry
from muniment.ledger.files import Files
from muniment.ledger.follow import Fault, Follow
from muniment.ledger.key import fingerprint, same_fingerprint
from muniment.ledger.lines import lines
from muniment.ledger.note import Note
from muniment.ledger.position import Position, advance
from muniment.ledger.tree import Tree

_BACKUP = "change nothing; look for a copy of the folder from before, and compare"
_TORN = "open the case: what nobody was told of is kept aside, and the rest goes on"
_LONGEST_LINE = 1 << 26
_MOST = 1000  # problems that are told one by one


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
    signed_by: list[tuple[str, int, int]] = field(default_factory=list)  # fingerprint, and the entries it signed first
    signer_confirmed: bool = False
    notes: list[str] = field(default_factory=list)


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
        files = Files(folder, name, look=True)
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
        self._found = Verified()
        self._more = 0
        self._end = 0
        self._outside = self._outsider(against)
        self._log = Follow(self._say, each, self._outside)

    def run(self) -> Verified:
        found = self._found
        try:
            self._whole()
        except OSError as error:
            self._say(f"the disk does not give the ledger back ({error.strerror})", str(self._log.tree.size))
        log = self._log
        found.size, found.root, found.origin = log.size, log.root, log.origin
        found.signed_size, found.signed_by = log.signed_size, log.signed_by
        self._compare()
        self._signers()
        if self._more:
            found.problems.append(Problem(f"{self._more} more problems like these", self._files.names.log, _BACKUP))
        torn = sorted(path.name for path in self._files.folder.glob(self._files.names.torn + "*"))
        found.notes += [f"a commit that a crash tore is kept aside in {each}" for each in torn]
        return found

    def _whole(self) -> None:
        self._begin()
        fault: Fault | None = None
        try:
            self._log.run(self._files.log, self._end, self._beside)
        except Fault as error:
            fault = error
        if self._log.sound < self._end:
            self._tail(fault)
        elif fault is not None:
            self._say(fault.what, fault.where)
        if not self._log.heads:
            self._say("the ledger has no commit", "0")
        self._left()

    def _begin(self) -> None:
        files = self._files
        try:
            with files.locked(shared=True):  # one moment for both files; nobody is half-way through a commit
                self._end, sealed_end = files.size(), files.sealed_size()
        except MunimentError as error:
            self._say(error.what, error.subject, error.next)
            self._end, sealed_end = files.size(), files.sealed_size()
        self._beside = Beside(files, sealed_end)

    def _say(self, what: str, where: str, next_step: str = _BACKUP) -> None:
        if len(self._found.problems) < _MOST:
            self._found.problems.append(Problem(what, where, next_step))
        else:
            self._more += 1

    # -- what is left

    def _tail(self, fault: Fault | None) -> None:
        """What lies behind the last head: one commit that a crash tore, or something worse."""
        tail = disk.read_at(self._files.log, min(self._end - self._log.sound, _LONGEST_LINE), self._log.sound)
        if fault is not None and not recovery.is_torn(tail, self._log.origin):
            self._say(fault.what, fault.where)
            return
        why = f": {fault.what}" if fault else ""
        count = self._end - self._log.sound
        self._say(
            f"{count} bytes behind the last head are no whole commit{why}; a crash does that",
            str(self._log.size),
            _TORN,
        )

    def _left(self) -> None:
        met, whole = self._beside.found, self._told()
        size, edge = whole.tree.size, self._edge(whole)
        if met.missing and self._files.sealed < 0:
            self._say(f"{self._files.names.sealed} is gone", self._files.names.sealed)
        for place in self._beside.strays(size):
            self._say(f"sealed value {place[0]}.{place[1]} belongs to no entry", str(place[0]))
        half = {each.place for each in met.broken if each.place is not None} & self._log.erased
        missing = {place for place in met.missing if place[0] < size and place not in half}
        for each in met.broken:
            if each.offset >= edge:
                met.behind = True
            elif each.place not in half:
                self._say(each.what, self._files.names.sealed)
        if met.behind and whole.end == self._end:
            self._say(
                f"{self._files.names.sealed} has something behind the last entry; a crash does that", str(size), _TORN
            )
        for place in sorted(missing):
            self._say(f"sealed value {place[0]}.{place[1]} is missing or broken", str(place[0]))
        for place, what in met.wrong:
            if place not in self._log.erased and place[0] < size:
                self._say(what, f"{place[0]}.{place[1]}")
        self._erasures({place for place in self._log.erased - missing if place[0] < size})

    def _told(self) -> Position:
        """Where the last commit ends whose sealed values are there: one whose are not, nobody was told of."""
        here, met = Position(Tree(self._log.size), self._log.sound), self._beside.found
        lost = [*met.missing, *(place for place, _ in met.wrong)]
        of_the_last = any(place[0] >= self._log.before.tree.size for place in lost)
        if self._log.sound < self._end or self._files.sealed < 0 or not of_the_last:
            return here
        try:
            if recovery.sealed_whole(self._files, self._log.before, here):
                return here
        except Broken:
            return here
        self._say(
            "the sealed values of the last commit are not all there; a crash does that",
            str(self._log.before.tree.size),
            _TORN,
        )
        return self._log.before

    def _edge(self, whole: Position) -> int:
        """The byte from which on the file of sealed values holds what a crash left there."""
        try:
            return recovery.sealed_end(self._files, whole)
        except Broken:
            return self._files.sealed_size() + 1

    def _erasures(self, erased_places: set[sealed.Place]) -> None:
        blank, size = self._beside.found.blank, self._log.size
        for place in sorted(erased_places - blank.keys()):
            self._say(
                f"sealed value {place[0]}.{place[1]} was to be erased and is still there",
                str(place[0]),
                "open the case: it is erased then",
            )
        for place in sorted(self._log.blocks.keys() & blank.keys()):
            if self._log.blocks[place] != blank[place]:
                what = f"sealed value {place[0]}.{place[1]} is blank, and its line is not as long as it was"
                self._say(what, str(place[0]))
        unexplained = {place for place in blank.keys() - self._log.erased if place[0] < size}
        for place in sorted(unexplained and unexplained - self._since()):
            self._say(f"sealed value {place[0]}.{place[1]} is blank, and no entry says why", str(place[0]))

    def _since(self) -> set[sealed.Place]:
        """What was erased while this pass was reading: the value was blank already, its entry lies behind our end."""
        if self._log.sound != self._end:
            return set()
        with self._files.locked(shared=True):
            size = self._files.size()
        start = Position(self._log.tree.copy(), self._end, self._log.at)
        here, _ = advance(lines(self._files.log, self._end, size), self._log.origin, start)
        return set(here.owed)

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
        elif not outside.size:
            self._say("the outside checkpoint counts no entries: it shows nothing", where, "give a later one")
        elif outside.size > found.size:
            self._say(f"the outside checkpoint counts {outside.size} entries, the ledger has {found.size}", where)
        elif not self._log.met:
            self._say(f"the first {outside.size} entries are not those of the outside checkpoint", where)
        elif outside.signatures and not any(outside.signed_by(key) for key in self._log.keys):
            self._say("the outside checkpoint is not signed by a key of this ledger", where)

    def _signers(self) -> None:
        found = self._found
        if not self._log.keys:
            return
        if self._log.signer is None:
            found.notes.append("who keeps this ledger: nothing in it is signed")
        elif found.signed_size < found.size:
            count = found.size - found.signed_size
            some = "1 entry that is" if count == 1 else f"{count} entries that are"
            found.notes.append(f"who wrote what lies after entry {found.signed_size - 1}: {some} not signed yet")
        if self._key is None:
            found.notes.append("who signed: give the fingerprint that the signer gave you (--key)")
            return
        named = {fingerprint(key.vkey): key for key in self._log.keys}
        trusted = next((key for text, key in named.items() if same_fingerprint(text, self._key)), None)
        if trusted is None:
            self._say(
                "no key of this ledger has that fingerprint", self._key, "ask the signer for the fingerprint again"
            )
        elif trusted is not self._log.keys[-1]:
            self._say(
                "the key with that fingerprint was replaced by another",
                self._key,
                "ask whoever adopted the case for the new fingerprint",
            )
        elif self._log.signer is not trusted:
            self._say("the key with that fingerprint signed nothing here", self._key, "ask the signer for a checkpoint")
        else:
            found.signer_confirmed = True
