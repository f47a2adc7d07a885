"""Holds a search record against a case as it lies: text, entry, signed head; offline, changing nothing."""

import hashlib
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from muniment.errors import BadQuery, NoSource
from muniment.ledger.entry import Entry
from muniment.ledger.key import Verifier, fingerprint
from muniment.ledger.note import Note
from muniment.ledger.tree import Tree
from muniment.ledger.verify import Problem, verify
from muniment.search import people, recordtext
from muniment.search.lex import OF_PEOPLE
from muniment.search.overtaking import Overtaking
from muniment.search.query import parse
from muniment.store.ids import value_of

_ENTERED = f"\n{recordtext.ENTERED}\n".encode()
_NUMBER = re.compile(rb"Entry ([0-9]{1,15}) ")
_NOTE = re.compile("[^\n]+\n[0-9]+\n[A-Za-z0-9+/]{43}=\n\n\u2014 [^ \n]+ [A-Za-z0-9+/]+=*\n")
_ASK = "rely on the case, not on this file; ask whoever made the record for the file as it was written"


@dataclass(slots=True)
class Checked:
    """What came of it. `query` is None where it was erased, or the entry cannot be told."""

    query: str | None = None
    entry: int | None = None
    overtaken_by: int | None = None
    query_erased: bool = False
    signer_confirmed: bool = False
    as_of: int = -1
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A record taken apart: its body, what follows it, the entry that it names, and its signed head, where it has them."""

    body: bytes
    rest: bytes
    number: int | None
    note: str

    @classmethod
    def of(cls, data: bytes) -> "_Parts":
        at = data.rfind(_ENTERED) + 1
        if not at:
            return cls(data, b"", None, "")
        rest = data[at:]
        number = _NUMBER.search(rest)
        return cls(
            data[:at],
            rest,
            int(number[1]) if number else None,
            rest.partition(b"\n\n")[2].decode("utf-8", "replace"),
        )


class _Heard:
    """What of a ledger a record is held against."""

    def __init__(self) -> None:
        self.entries: dict[int, Entry] = {}
        self.overtaking = Overtaking()
        self._keys: list[tuple[int, str]] = []

    def hear(self, entry: Entry) -> None:
        self.overtaking.hear(entry)
        size, root = entry.fields.get("size"), entry.fields.get("root")
        if entry.fields.get("do") == "searched" and isinstance(size, int) and isinstance(root, str):
            self.entries[entry.seq] = entry
        if isinstance(entry.fields.get("key"), str):
            self._keys.append((entry.seq, entry.fields["key"]))

    def key(self, size: int) -> str:
        """The key that signed when the ledger had so many entries."""
        return next((key for seq, key in reversed(self._keys) if seq < size), "")

    def of_text(self, sha256: str) -> Entry | None:
        """The entry that commits to a text."""
        return next((entry for entry in self.entries.values() if value_of(entry, 1) == sha256), None)


def check(folder: Path, file: Path, key: str | None = None) -> Checked:
    """Hold a record against the case in a folder; `key` is the signer's fingerprint as it was given outside the case.

    Cost: one pass over the ledger. Raises: NoSource, where the file cannot be read.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise NoSource(f"the record cannot be read ({error.strerror})", str(file), "name the file") from None
    plain = data.replace(b"\r\n", b"\n")
    parts, heard = _Parts.of(plain), _Heard()
    note = _note(parts.note)
    verified = verify(folder, key=key, against=None if note is None else note.body, each=heard.hear)
    found = Checked(signer_confirmed=verified.signer_confirmed, as_of=verified.size - 1, notes=list(verified.notes))
    other = note is not None and note.origin != verified.origin
    named = None if other or parts.number is None else heard.entries.get(parts.number)
    entry = heard.of_text(_sha256(parts.body)) or named
    if entry is None and note is not None and other:
        what = "the record is of another case"
        found.problems.append(Problem(what, str(file), f"look for the case {note.origin.rpartition('/')[2]}"))
        return found
    if entry is not None:
        _tell(found, entry, heard)
    found.problems += _differs(parts, entry, heard, str(file))
    if plain != data:
        alone = "" if found.problems else "; all else is as it was written"
        what = f"its line ends were changed (CRLF for LF), as some programs do when they copy{alone}"
        found.problems.insert(0, Problem(what, str(file), "ask for the file as it was written, or change them back"))
    found.problems += [_of_the_record(each, file) for each in verified.problems]
    if not found.problems and entry is not None and not _begins_so(folder, entry):
        what = f"entry {entry.seq} names another root than the ledger had then"
        found.problems.append(Problem(what, str(entry.seq), "run muniment verify"))
    return found


def _tell(found: Checked, entry: Entry, heard: _Heard) -> None:
    query, size = value_of(entry, 0), entry.fields["size"]
    found.entry, found.query, found.query_erased = entry.seq, query, query is None
    fields = _of_people(query)
    found.overtaken_by = heard.overtaking.after(size, fields)
    if fields:
        asked = ", ".join(sorted(fields))
        what = f"what people had said by entry {size - 1}, which it asks for ({asked}): a case that went on cannot be asked again"
        found.notes.append(what)
    if query is None:
        found.notes.append("the query: it was erased from the ledger by law, and this file still says it")
        if found.overtaken_by != heard.overtaking.after(size, OF_PEOPLE):
            found.notes.append(
                "whether what people said since overtakes it: its query is erased, and may have asked for that"
            )


def _of_people(query: str | None) -> frozenset[str]:
    """The fields of what people said that a query asks for."""
    try:
        return people.asked(parse(query or ""))
    except BadQuery:  # there is none any more, or another version understood it
        return frozenset()


def _differs(parts: _Parts, entry: Entry | None, heard: _Heard, where: str) -> list[Problem]:
    if not parts.rest:
        what = "this is no search record, or its end is not there"
        return [Problem(what, where, "name the file that muniment search --record wrote")]
    if entry is None:
        what = "no entry of this case commits to this text"
        return [Problem(what, where, _ASK)]
    problems = []
    sha256 = value_of(entry, 1)
    if sha256 is None:
        what = f"the hash of its text was erased from entry {entry.seq}: the text cannot be held against the ledger"
        problems.append(Problem(what, where, "no copy of the case can show it any more"))
    elif sha256 != _sha256(parts.body):
        what = f"its text was changed: entry {entry.seq} commits to another"
        problems.append(Problem(what, where, _ASK))
    return problems + [Problem(what, where, _ASK) for what in _end(parts, entry, heard)]


def _end(parts: _Parts, entry: Entry, heard: _Heard) -> list[str]:
    """What is wrong behind the body."""
    good = _NOTE.match(parts.note)
    if good is None:
        return ["the signed head at its end was changed, or is not there"]
    if parts.note[good.end() :]:
        return [f"{len(parts.note) - good.end()} characters stand behind its end"]
    note = _note(parts.note)
    vkey = "" if note is None else heard.key(note.size)
    if note is None or not _signed(note, vkey):
        return ["the signed head at its end was changed, or is not signed by the key of this case"]
    if note.size <= entry.seq:
        return [f"the signed head at its end does not cover entry {entry.seq}"]
    written = recordtext.tail(entry.seq, entry.at, fingerprint(vkey), good.group().rstrip("\n")) + "\n"
    return [] if written.encode() == parts.rest else ["the lines that name its entry were changed"]


def _signed(note: Note, vkey: str) -> bool:
    try:
        return bool(note.signed_by(Verifier.of(vkey)))
    except ValueError:  # the ledger names no key, or what is none
        return False


def _note(text: str) -> Note | None:
    found = _NOTE.match(text)
    try:
        return Note.of(found.group()) if found else None
    except ValueError:
        return None


def _of_the_record(problem: Problem, file: Path) -> Problem:
    """A problem of the ledger; one of the checkpoint given is one of the record's head."""
    if problem.where != "--against":
        return problem
    what = problem.what.replace("outside checkpoint", "signed head of the record")
    return replace(problem, what=what, where=str(file))


def _begins_so(folder: Path, entry: Entry) -> bool:
    """Whether the ledger began as the entry says that it did when it was searched."""
    tree, size = Tree(), entry.fields["size"]
    with (folder / "ledger.jsonl").open("rb") as file:
        for line in file:
            if tree.size == size:
                break
            if line[:1] == b"{":
                tree.push(line.removesuffix(b"\n"))
    return tree.size == size and tree.root().hex() == str(entry.fields["root"])


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
