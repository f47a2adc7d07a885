#!/usr/bin/env python3
"""Check a Muniment case without Muniment: all but recall certificates, which certificates.py beside this file replays.

CASE is the folder. FINGERPRINT is the signer's, as you had it from outside the case. FILE is a checkpoint, or a receipt
that holds one, that somebody kept outside the case. It writes nothing, and asks nothing of a network.
Exit: 0 everything holds, 3 something does not, 2 asked wrong. One line a problem: what, and where.
"""

# Standard library only, Python 3.9 or later, no code of Muniment; its form is in docs/reference/ledger.md, case-folder.md.
from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import json
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace as Thing
from typing import Any

LARGEST, DEEPEST = 2**53 - 1, 500  # an integer that every program reads alike; lists within lists
LONGEST, LINE, STEP = 65_535, 1 << 26, 1 << 20  # bytes of an entry, of any line, of a step
MOST, HASH = 1000, re.compile("\\A[0-9a-f]{64}\\Z")  # problems that are told one by one; a hash as entries name it
Say = Callable[[str, object], None]  # something is wrong: what, where
Place = tuple[int, int]  # an entry, and the number of a sealed value in it


# -- Ed25519, strict: RFC 8032 section 5.1.7, without keys of small order and numbers out of range

PRIME, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
CURVE, ROOT = -121665 * pow(121666, -1, PRIME) % PRIME, pow(2, (PRIME - 1) // 4, PRIME)
Point = tuple[int, int, int, int]  # x, y, z, xy


def added(p: Point, q: Point) -> Point:
    """The sum of two points."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % PRIME, (p[1] + p[0]) * (q[1] + q[0]) % PRIME
    c, d = 2 * p[3] * q[3] * CURVE % PRIME, 2 * p[2] * q[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def point(data: bytes) -> Point | None:
    """The point that 32 bytes stand for, None where they stand for none."""
    sign, y = divmod(int.from_bytes(data, "little"), 1 << 255)
    square = (y * y - 1) * pow(CURVE * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    x = x * ROOT % PRIME if (x * x - square) % PRIME else x
    if y >= PRIME or (x * x - square) % PRIME or (x == 0 and sign):
        return None
    x = x if x & 1 == sign else PRIME - x
    return x, y, 1, x * y % PRIME


BASE: Any = point(bytes([0x58] + [0x66] * 31))


def verified(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the key signed the message."""
    key, number = point(public), int.from_bytes(signature[32:], "little")
    if key is None or len(signature) != 64 or number >= ORDER:
        return False
    four = added(added(key, key), added(key, key))
    if not added(four, four)[0]:  # a key of small order, which would sign everything
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    minus = (PRIME - key[0], key[1], 1, PRIME - key[3])
    found, steps = (0, 1, 1, 0), (BASE, minus, added(BASE, minus))
    for bit in range(252, -1, -1):
        found, step = added(found, found), (number >> bit & 1) + 2 * (challenge >> bit & 1)
        found = added(found, steps[step - 1]) if step else found
    x, y = (found[side] * pow(found[2], -1, PRIME) % PRIME for side in (0, 1))
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


# -- the tree of RFC 6962


def hashed(data: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(data).digest()


class Tree:
    """A tree that grows: the roots of its perfect subtrees, largest first."""

    def __init__(self, *leaves: bytes) -> None:
        self.size, self._peaks = 0, list[bytes]()
        for leaf in leaves:
            self.push(leaf)

    def push(self, data: bytes) -> None:
        """Add a leaf."""
        found, count = hashed(b"\0" + data), self.size
        while count & 1:
            found, count = hashed(b"\1" + self._peaks.pop() + found), count >> 1
        self._peaks.append(found)
        self.size += 1

    def root(self) -> bytes:
        """The root of the whole."""
        found = self._peaks[-1] if self._peaks else hashed(b"")
        for peak in self._peaks[-2::-1]:
            found = hashed(b"\1" + peak + found)
        return found


# -- canonical JSON, base64, keys and heads; each raises ValueError where it is not so

encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def allow(value: Any, depth: int = 0) -> None:
    """Refuse what could be written in two ways: fractions, large numbers, keys in other scripts."""
    bad = depth > DEEPEST or isinstance(value, float) or (isinstance(value, int) and abs(value) > LARGEST)
    if bad or (isinstance(value, dict) and not all(key.isascii() for key in value)):
        raise ValueError
    if isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            allow(inner, depth + 1)


def parse(line: bytes) -> Any:
    """The value of canonical JSON, where the bytes are the one way to write it."""
    with suppress(RecursionError):
        value = json.loads(line.decode())
        allow(value)
        if encode(value).encode() == line:
            return value
    raise ValueError


def unb64(text: str, size: int = -1) -> bytes:
    """The bytes of base64 in its one right way."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text or size not in {-1, len(data)}:
        raise ValueError
    return data


def key_of(text: str) -> Thing:
    """A public key under a name, as C2SP writes it: `name+id+base64`."""
    name, number, key = [*text.split("+", 2), "", ""][:3]
    raw = unb64(key, 33)
    found = hashed(name.encode() + b"\n" + raw)[:4]
    if raw[0] != 1 or found.hex() != number:
        raise ValueError
    return Thing(name=name, id=found, public=raw[1:], fingerprint=hashed(text.encode()).hex()[:32])


SIGNATURES = "(?:\u2014 [^ \n+]+ [A-Za-z0-9+/]+=*\n)+"
NOTE = re.compile(f"([^\\x00-\\x1f]+)\n(0|[1-9][0-9]{{0,14}})\n([A-Za-z0-9+/]{{43}}=)\n(?:\n({SIGNATURES}))?")
INSIDE = re.compile(f"(?<![^\n])[^\n]+\n[0-9]+\n[A-Za-z0-9+/]{{43}}=\n\n{SIGNATURES}")  # a receipt has one among words


def note_of(text: str) -> Thing:
    """A head: what a ledger is at one moment, and who signed that."""
    found = NOTE.fullmatch(text)
    if not found:
        raise ValueError
    lines = [line.split(" ")[1:] for line in (found[4] or "").split("\n")[:-1]]
    body = text[: found.end(3) + 1].encode()
    return Thing(origin=found[1], size=int(found[2]), root=unb64(found[3], 32), body=body, signatures=lines)


def signed_by(note: Thing, key: Thing) -> bool | None:
    """Whether the key's line is right; None where it has none."""
    for name, text in note.signatures:
        with suppress(ValueError):
            raw = unb64(text)
            if name == key.name and raw[:4] == key.id:
                return verified(key.public, note.body, raw[4:])
    return None


# -- one ledger: its entries and its sealed values, side by side


def lines_of(path: Path, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """(offset, line) of every whole line from one byte to another."""
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (line := file.readline(min(LINE, end - start))).endswith(b"\n"):
            yield start, line
            start += len(line)


PLACE = re.compile(rb'\{"seq":(0|[1-9][0-9]{0,14}),"k":(0|[1-9][0-9]{0,14}),"open":')
OPEN = re.compile(rb"(null|\[.*\])( *)\}\n", re.DOTALL)


class Beside:
    """Follows the sealed values while the entries are followed, and goes on whatever they are."""

    def __init__(self, path: Path, end: int) -> None:
        self._lines = lines_of(path, 0, end) if end > 0 else iter(())
        self._end, self._seen, self._zeros = end, 0, False
        self._last: Place = (-1, 0)
        self._next: tuple[Place, bytes, bool, int] | None = None
        self.odd: list[tuple[Place | None, str, bool]] = []  # where, what, whether a crash can have done it
        self.blank: dict[Place, int] = {}  # and of how many times 64 bytes its line is
        self._step()

    def _step(self) -> None:
        self._next = None
        for offset, line in self._lines:
            self._seen = offset + len(line)
            start, zeros = PLACE.match(line), b"\0" in line  # zeros are what a crash leaves
            place = (int(start[1]), int(start[2])) if start else None
            rest = OPEN.fullmatch(line, start.end()) if start else None
            if not place or not rest or len(line) % 64 or (rest[1] != b"null" and len(rest[2]) > 63):
                self.odd.append((place, f"the line at byte {offset} is no sealed value", zeros))
                self._zeros |= zeros
            elif place <= self._last:
                self.odd.append((None, f"sealed value {place[0]}.{place[1]} is out of order", False))
            else:
                self._last, self._next = place, (place, rest[1], zeros, len(line) // 64)
                return
        if self._seen < self._end:
            self._seen = self._end
            self.odd.append((None, "the last sealed value has no end", True))

    def of(self, place: Place, committed: str) -> tuple[str, Any] | None:
        """A sealed value's name and value, None where it was erased or cannot be had."""
        self.pass_over(place)
        what = f"sealed value {place[0]}.{place[1]} is missing or broken"
        if self._next is None or self._next[0] != place:
            self.odd.append((place, what, self._next is None or self._zeros))
            return None
        _, opened, zeros, blocks = self._next
        self._step()
        if opened == b"null":
            self.blank[place] = blocks
            return None
        with suppress(ValueError, TypeError):
            what = f"sealed value {place[0]}.{place[1]} is not what the ledger committed to"
            if hashed(opened) == unb64(committed):
                what = f"sealed value {place[0]}.{place[1]} is not a salt, a name and a value"
                salt, name, value = parse(opened)
                if len(unb64(salt, 32)) and isinstance(name, str):
                    return name, value
        self.odd.append((place, what, zeros))
        return None

    def pass_over(self, place: Place, size: int = LARGEST) -> None:
        """Say of all before a place that no entry claims it; what is of entry `size` and later can be of a crash."""
        while self._next and self._next[0] < place:
            seq, k = self._next[0]
            self.odd.append(((seq, k), f"sealed value {seq}.{k} belongs to no entry", seq >= size))
            self._step()


FORM = re.compile(r'\[\[(\[\d+,\d+\],?)*\],\[([1-9]\d*,?)*\],\[\d+,\d+\],\[("[A-Za-z0-9+/=]*",?)*\]\]')  # see `_entry`


class Log:
    """One ledger, followed from its first byte to its last."""

    def __init__(self, folder: Path, name: str, say: Say, each: Callable[[int, Any, list[Any]], None]) -> None:
        self._log, self._sealed = folder / f"{name}.jsonl", folder / f"{name}-sealed.jsonl".removeprefix("ledger-")
        self._lock, self._each = folder / f"{name}.lock", each
        self._say: Say = say if name == "ledger" else lambda what, where: say(f"access log: {what}", where)
        self.size, self.root, self.origin = 0, b"", ""
        self.keys: list[Thing] = []
        self.signed, self.signer = 0, -1  # the entries under the last good signature, and whose it is
        self.seen: dict[int, tuple[str, int]] = {}  # of the other log: at a size which root, and the entry that says so
        self.asked: dict[int, tuple[str, int]] = {}  # what the other has seen of this one; gone where it is so
        self.outside: Thing | None = None
        self._tree, self._at, self._before, self._sound, self._end, self.met = Tree(), 0, 0, -1, 0, False
        self._waiting: list[tuple[int, Any, list[Any]]] = []
        self._erased: dict[Place, int] = {}  # and how long its line is; 0 where no entry says it

    def _sizes(self) -> list[int]:
        return [path.stat().st_size if path.is_file() else -1 for path in (self._log, self._sealed)]

    def run(self) -> None:
        """Follow it all."""
        try:
            self._end, sealed_end = self._sizes()
            with suppress(OSError, ImportError), self._lock.open("rb") as held:  # a copy has none, and stays as it is
                import fcntl  # noqa: PLC0415  # Windows has no such thing

                fcntl.flock(held, fcntl.LOCK_SH)
                self._end, sealed_end = self._sizes()
            self._beside, fault = Beside(self._sealed, sealed_end), ""
            for offset, line in lines_of(self._log, 0, self._end):
                if fault := self._entry(line) if line[:1] == b"{" else self._head(line):
                    break
                self._sound = self._sound if line[:1] == b"{" else offset + len(line)
            if self._sound < self._end:
                self._tail(fault, max(self._sound, 0))
            self._beside.pass_over((LARGEST, 0), self.size)
            self._left(sealed_end < 0)
        except OSError:
            self._say(f"{self._log.name} cannot be read to its end", self._tree.size)

    def _entry(self, line: bytes) -> str:
        seq = self._tree.size
        try:
            fields = parse(line[:-1] if len(line) <= LONGEST + 1 else b"")
        except ValueError:
            return f"entry {seq} is not canonical JSON of {LONGEST} bytes at most"
        seal, erased, blocks = (fields.get(each, []) for each in ("seal", "erased", "blocks"))
        said = encode([erased, blocks, [fields.get("seq"), fields.get("at")], seal])
        if not FORM.fullmatch(said) or ("blocks" in fields and len(blocks) != len(erased)):
            return f"entry {seq} has not the form of an entry"
        if fields["seq"] != seq:
            return f"entry {seq} says that it is {fields['seq']}"
        if fields["at"] < self._at:
            return f"entry {seq} goes back in time"
        self._at = fields["at"]
        self._tree.push(line[:-1])
        if self.outside and self.outside.size == self._tree.size:
            self.met = self._tree.root() == self.outside.root
        self._waiting.append((seq, fields, [self._beside.of((seq, k), each) for k, each in enumerate(seal)]))
        return ""

    def _head(self, line: bytes) -> str:
        size, first, root = self._tree.size, self.size, self._tree.root()
        try:
            note = note_of(parse(line[:-1]))
        except (ValueError, TypeError):
            return f"the line behind entry {size - 1} is neither an entry nor a head"
        if self._sound >= 0 and note.origin != self.origin:
            return f"the head behind entry {size - 1} is of another ledger"
        if note.size != size or note.root != root:
            return f"entries {first} to {size - 1} and the head behind them do not agree"
        self._before, self.size, self.root, self.origin = first, size, root, note.origin
        if self.asked.get(size, ("", 0))[0] == root.hex():
            del self.asked[size]
        for seq, fields, values in self._waiting:
            self._closed(seq, fields)
            self._each(seq, fields, values)
        self._waiting = []
        if note.signatures and self.keys:
            self._signature(note)
        return ""

    def _closed(self, seq: int, fields: Any) -> None:
        if isinstance(fields.get("key"), str):
            try:
                self.keys.append(key_of(fields["key"]))
            except ValueError:
                self._say(f"entry {seq} names a key that is none", seq)
        said = fields["access"] if isinstance(fields.get("access"), list) else [fields.get("case"), fields.get("root")]
        if len(said) == 2 and type(said[0]) is int and said[0] and isinstance(said[1], str):
            self.seen.setdefault(said[0], (said[1], seq))
        for at, (one, k) in enumerate(fields.get("erased", [])):
            self._erased[one, k] = self._erased.get((one, k)) or sum(fields.get("blocks", [])[at : at + 1])
        if any(each[0] >= seq for each in fields.get("erased", [])):
            self._say(f"entry {seq} erases what was not there yet", seq)

    def _signature(self, note: Thing) -> None:
        found = ((number, signed_by(note, key)) for number, key in reversed([*enumerate(self.keys)]))
        number, good = next(((number, good) for number, good in found if good is not None), (-1, None))
        if good and number == len(self.keys) - 1:
            self.signed, self.signer = note.size, number
        elif good is None:
            self._say(f"the head over {note.size} entries is not signed by the key of this ledger", note.size - 1)
        else:
            why = "is by a key that was replaced" if good else "does not verify"
            self._say(f"the signature over {note.size} entries {why}", note.size - 1)

    def _tail(self, fault: str, sound: int) -> None:
        with self._log.open("rb") as file:
            file.seek(sound)
            tail = file.read(min(self._end - sound, LINE))
        name = encode(self.origin)[1:-1].encode() + b"\\n"  # a head that lost its beginning still has this
        heads = sum(line[:1] == b'"' or (self.origin != "" and name in line) for line in tail.split(b"\n"))
        if fault and (heads > 1 or (heads and tail.endswith(b'\\n"\n') and b"\0" not in tail)):
            self._say(fault, self._tree.size)
        else:  # one commit at most, and not all of it
            what = f"torn: {self._end - sound} bytes behind the last head, as a crash leaves them"
            self._say("the ledger has no commit" if self._sound < 0 else what, self.size)

    def _left(self, gone: bool) -> None:
        """Of the sealed values: what is missing, is not what it was, or is nobody's."""
        size, torn, name = self.size, self._sound < self._end, self._sealed.name
        odd = [each for each in self._beside.odd if each[0] not in self._erased]  # half erased: see there
        if torn:  # the rest is of the commit that was named as torn
            odd = [each for each in odd if not each[2] or (each[0] and each[0][0] < size)]
        if gone and odd:
            self._say(f"{name} is gone", name)
        elif odd and not torn and all(crash and (place or (size, 0))[0] >= self._before for place, _, crash in odd):
            self._say(f"torn: {name} does not end as the ledger does, as after a crash", self._before)
        else:
            for _, what, _ in odd:
                self._say(what, name)
        met, erased = self._beside.blank, {place for place in self._erased if place[0] < self.size}
        wrong = [(place, "was to be erased and is not blank") for place in sorted(erased - met.keys())]
        long = sorted(place for place in erased & met.keys() if self._erased[place] not in {0, met[place]})
        wrong += [(place, "is blank, and its line is not as long as it was") for place in long]
        blank = {place for place in met.keys() - erased if place[0] < self.size}
        if blank:  # one may have been erased since this began: its entry lies behind the end
            for _, line in lines_of(self._log, self._end, self._sizes()[0]):
                blank -= {(each[0], each[1]) for each in json.loads(line)["erased"]} if b'"erased":' in line else set()
        for (seq, k), what in wrong + [(place, "is blank, and no entry says why") for place in sorted(blank)]:
            self._say(f"sealed value {seq}.{k} {what}", name)


# -- the files that entries name


def fault_of(path: Path, sha256: str) -> str:
    """What is wrong with a file, "" where nothing is."""
    found = hashlib.sha256()
    try:
        if path.is_symlink() or not path.is_file():
            return "is no plain file" if os.path.lexists(path) else "is gone"
        with path.open("rb") as file:
            while piece := file.read(STEP):
                found.update(piece)
    except OSError:
        return "cannot be read"
    return "" if found.hexdigest() == sha256 else "has other bytes than were taken in"


class Case:
    """What the entries of a case say of its files, held against them."""

    def __init__(self, folder: Path, say: Say) -> None:
        self._folder, self._say, self.right, self.did = folder, say, 0, set[str]()
        self.unclaimed: list[str] = []
        self._label: dict[str, Any] = {}
        self._originals: dict[str, tuple[int, str]] = {}  # by hash: how long, and of which item
        self._readings: dict[str, set[tuple[str, bool]]] = {}  # by hash: the lines that are named, whether as the last
        self._lists: dict[str, set[tuple[int, str]]] = {}  # by hash: count and root

    def hear(self, seq: int, fields: Any, values: list[Any]) -> None:
        """An entry counts. Which files it names hangs not on its kind, but on the names of what is sealed in it."""
        if seq == 0:
            self._label = {"id": fields.get("case"), "title": (values and values[0] and values[0][1]) or "[erased]"}
            self._label |= {each: fields.get(each) for each in ("zone", "format")}
        self._label |= {"key": fields["key"]} if isinstance(fields.get("key"), str) else {}
        self.did |= {str(fields.get("do"))} & {"certificate-issued", "decided"}
        try:
            if "list" in fields:
                said = fields["list"][1], fields["list"][2]
                self._lists.setdefault(HASH.findall(fields["list"][0])[0], set()).add(said)
            for name, value in filter(None, values):
                if name == "original":  # [hash, size], or [place, hash, size] of what a password opened
                    self._originals.setdefault(HASH.findall(value[-2])[0], (value[-1], fields["on"]))
                elif name == "reading":  # [hash of the file, hash of the item's own line]
                    said = value[1], fields["do"] == "read"
                    self._readings.setdefault(HASH.findall(value[0])[0], set()).add(said)
        except (TypeError, LookupError):
            self._say(f"entry {seq} names a file in another form", seq)

    def check(self) -> None:
        """Hold every file against what names it, and name those that nothing names."""
        self._all("originals", "", self._originals, self._original)
        self._all("readings", ".jsonl.gz", self._readings, self._reading)
        self._all("lists", ".json", self._lists, self._list)

    def _all(self, kind: str, suffix: str, named: dict[str, Any], look: Callable[[Path, Any], str]) -> None:
        top, form = self._folder / kind, re.compile("([0-9a-f]{2})/(\\1[0-9a-f]{62})" + re.escape(suffix))
        for sha256, said in sorted(named.items()):
            path = f"{sha256[:2]}/{sha256}{suffix}"
            fault = fault_of(top / path, sha256) or look(top / path, said)
            self.right += kind == "originals" and not fault
            if fault:
                of = f" of {said[1]}" if kind == "originals" else ""
                self._say(f"{kind}: what the ledger names{of} {fault}", sha256)
        files = ((Path(at) / name).relative_to(top).as_posix() for at, _, names in os.walk(top) for name in names)
        strays = sorted((file, (form.fullmatch(file) or ("", "", ""))[2]) for file in files)
        for file, own in ((file, own) for file, own in strays if own not in named):
            if own and not fault_of(top / file, own):  # what a crash or an intake at work leaves
                self.unclaimed.append(f"unclaimed: {kind}/{file}, a whole file that no entry names yet")
            else:
                self._say("a file that no entry names", f"{kind}/{file}")

    def _original(self, path: Path, said: tuple[int, str]) -> str:
        return "" if path.stat().st_size == said[0] else "has another length than was entered"

    def _reading(self, path: Path, said: set[tuple[str, bool]]) -> str:
        left, last = set(said), ""
        try:
            with gzip.open(path) as file:
                for line in file:
                    last = hashlib.sha256(line.removesuffix(b"\n")).hexdigest()
                    left.discard((last, False))
        except (OSError, EOFError, zlib.error):
            return "cannot be unpacked"
        return "does not hold the lines that were entered" if left - {(last, True)} else ""

    def _list(self, path: Path, said: set[tuple[int, str]]) -> str:
        runs = path.read_bytes()[1:-1].replace(b"],[", b"]\0[").split(b"\0")
        return "" if said == {(len(runs), Tree(*runs).root().hex())} else "has not the count and root that were entered"

    def label(self) -> None:
        """`case.toml`, a copy of entry 0 for people, which may be absent."""
        text = "# A copy of entry 0 of ledger.jsonl, for people; the ledger is the truth.\n"
        text += "".join(f"{key} = {encode(value)}\n" for key, value in self._label.items()).replace("\x7f", "\\u007f")
        with suppress(FileNotFoundError):
            if (self._folder / "case.toml").read_bytes() != text.encode():
                self._say("case.toml does not say what the ledger says", "case.toml")
        (self._folder / "erasing.json").exists() and self._say("an erasure is not finished", "erasing.json")


def against_note(ledger: Log, note: Thing | None) -> str:
    """What is wrong, held against a checkpoint from outside."""
    if note is None or note.origin != ledger.origin:
        return "is of another ledger" if note else "is none"
    if note.size > ledger.size or not ledger.met:
        return f"counts {note.size} entries, which are not the first of the {ledger.size} here"
    good = not note.signatures or any(signed_by(note, key) for key in ledger.keys)
    return "" if good else "is not signed by a key of this ledger"


def against_print(ledger: Log, fingerprint: str) -> str:
    """What is wrong, held against the fingerprint of whoever should have signed."""
    prints = [each.fingerprint for each in ledger.keys]
    if prints[-1:] != [fingerprint]:
        return "is of a key that was replaced by another" if fingerprint in prints else "is of no key of this ledger"
    return "" if ledger.signer == len(prints) - 1 else "is of a key that signed nothing here"


def not_shown(ledger: Log, key: str, against: str, waits: str, did: set[str]) -> list[str]:
    """What stays unproved."""
    behind, unsigned = ledger.size - (ledger.outside.size if ledger.outside else 0), ledger.size - ledger.signed
    notes = {
        "that nobody rewrote everything or cut off the end: give a checkpoint that someone else keeps": not against,
        f"that nobody rewrote the {behind} entries behind the outside checkpoint": bool(ledger.outside) and behind > 0,
        "who keeps this ledger: nothing in it is signed": ledger.signer < 0,
        f"who wrote the last {unsigned} entries: they are not signed": ledger.signer >= 0 and unsigned > 0,
        "who signed: give the fingerprint that the signer gave you": not key,
        f"whether its recall certificates follow: {waits}": "certificate-issued" in did,
        "whether its decisions had the basis that they say: muniment verify holds that": "decided" in did,
        "that derived/ says the same: it is no evidence, and is made again from the rest": True,
    }
    return [f"not shown: {what}" for what, so in notes.items() if so]


def check(folder: Path, key: str = "", against: str = "", replay: Any = None) -> tuple[list[str], bool]:
    """All that there is to say of a case, a line each, and whether everything holds."""
    problems: list[str] = []

    def say(what: str, where: object) -> None:
        problems.append(f"problem: {what} ({where})")

    case, key = Case(folder, say), key and (re.sub("[^0-9a-z]", "", key.lower()) or "none")
    access, ledger = Log(folder, "access", say, lambda *_: None), Log(folder, "ledger", say, case.hear)
    access.run()
    ledger.asked = access.seen
    with suppress(ValueError):
        ledger.outside = note_of((INSIDE.search(against) or [against])[0])
    ledger.run()
    wrong, unsure = against and against_note(ledger, ledger.outside), key and against_print(ledger, key)
    for what in filter(None, (wrong and f"the outside checkpoint {wrong}", unsure and f"the fingerprint {unsure}")):
        say(what, "what was given")
    case.check()
    if not problems:
        again = Log(folder, "access", say, lambda *_: None)
        again.asked = ledger.seen
        again.run()
        for left, what in ((access.seen, "ledger is not what access log"), (ledger.seen, "access log is not what")):
            for _, seq in [each for _, each in sorted(left.items())][:1]:
                say(f"the {what} entry {seq} has seen", seq)
        case.label()
    more = replay(folder, ledger.size, say) if replay and "certificate-issued" in case.did and not problems else []
    waits = "all else must hold first" if replay else "certificates.py, a file of its own, replays them"
    aside = sorted(path.name for name in ("access", "ledger") for path in folder.glob(f"{name}.torn-*"))
    lines = [*problems[:MOST], *case.unclaimed, *(f"aside: {name}, a commit that a crash tore" for name in aside)]
    lines += [*more, *not_shown(ledger, key, against, waits, case.did - {"certificate-issued" if more else ""})]
    figures = f"{ledger.size} entries, {access.size} in the access log, {case.right} originals"
    sure = "confirmed" if key and not unsure else "not confirmed"
    lines.append(f"root {ledger.root.hex()}")
    lines.append(f"{f'{len(problems)} problems' if problems else 'everything holds'}: {figures}; signer {sure}")
    hidden = "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
    return [re.sub(hidden, "\ufffd", line) for line in lines], not problems


def main(says: str | None = __doc__, answer: Callable[[Path, str, str], Any] = check) -> int:
    """Ask for the case and answer."""
    asked = argparse.ArgumentParser(description=says, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("case", metavar="CASE", type=Path)
    asked.add_argument("--key", metavar="FINGERPRINT", default="")
    asked.add_argument("--against", metavar="FILE", type=Path)
    given = asked.parse_args()
    try:
        against = given.against.read_text(encoding="utf-8") or " " if given.against else ""
    except (OSError, UnicodeDecodeError) as error:
        asked.error(f"{given.against} cannot be read ({error})")
    if not any((given.case / name).is_file() for name in ("ledger.jsonl", "case.toml")):
        asked.error(f"there is no case in {given.case}")
    lines, good = answer(given.case, given.key, against)
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0 if good else 3


if __name__ == "__main__":
    sys.exit(main())
