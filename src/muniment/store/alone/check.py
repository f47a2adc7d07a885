#!/usr/bin/env python3
"""Check a Muniment case without Muniment: entries, sealed values, signatures, originals, readings, lists, certificates.

CASE is the folder. FINGERPRINT is the signer's, as you had it from outside the case. FILE is a checkpoint, or a receipt
that holds one, that somebody kept outside the case. It writes nothing, and asks nothing of a network.
Exit: 0 everything holds, 3 something does not, 2 asked wrong. One line a problem: what, and where.
"""

# Standard library only, Python 3.9 or later, and no code of Muniment: a mistake there is no mistake here. The form is
# in Muniment's docs/reference/ledger.md and case-folder.md; check.html says the same in the same words.
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
from math import gcd
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
        found = added(found, found)
        step = (number >> bit & 1) + 2 * (challenge >> bit & 1)
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
            self._beside = Beside(self._sealed, sealed_end)
            fault = ""
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
        self._folder, self._say, self.right = folder, say, 0
        self.unclaimed: list[str] = []
        self.certified = False  # whether a recall certificate was issued
        self._label: dict[str, Any] = {}
        self._originals: dict[str, tuple[int, str]] = {}  # by hash: how long, and of which item
        self._readings: dict[str, set[tuple[str, bool]]] = {}  # by hash: the lines that are named, whether as the last
        self._lists: dict[str, set[tuple[int, str]]] = {}  # by hash: count and root

    def hear(self, seq: int, fields: Any, values: list[Any]) -> None:
        """An entry counts. Which files it names hangs not on its kind, but on the names of what is sealed in it."""
        if seq == 0:
            self._label = {"id": fields.get("case"), "title": (values and values[0] and values[0][1]) or "[erased]"}
            self._label |= {each: fields.get(each) for each in ("zone", "format")}
        if isinstance(fields.get("key"), str):
            self._label["key"] = fields["key"]
        self.certified = self.certified or fields.get("do") == "certificate-issued"
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


# -- recall certificates: the form of what they rest on; Muniment's docs/explanation/recall-certificate.md says why it is so

SCALE, CROWD, FAR = 2**53, 10**7, 10**15  # of levels and numbers; what one entry can name here: how many, how far
STEPS = ((1, 0), (6, 1), (56, 2))  # from so many missing on, so many relevant items of the audit may be unreached
RULES = {"sealed-sample-1-all": True, "sealed-sample-1-readable": False}  # whether what cannot be read is missed, too
SEEDS = {"typed": "[0-9]{6,}", "cosigned": "[\\s\\S]+", "alone": ""}  # how a draw is seeded, and with what
SAID = {"typed": "seeded by digits", "cosigned": "seeded by a signature", "alone": "not independently seeded"}
ROOM = 256  # bits to which a chance is rounded up
NUMBER, TEXT = "(0|[1-9][0-9]*)", '"[\\s\\S]*"'  # a value in canonical JSON, whose first letter says what it is
SHARE, FIGURES = f"\\[{NUMBER},{NUMBER}\\]", f'\\{{("[a-z_]+":{NUMBER},?)*\\}}'
FORMS = {"held": "true|false|null", "list_of": f"{TEXT}|null", "as": '"(relevant|not-relevant|unsure)"'}
FORMS.update({"way": '"(queue|audit|sample|aside)"', "decides": "true|false", "item": '"ITM-[0-9]{6,15}"'})
FORMS.update({"ids": "\\[[\\s\\S]*", "target": SHARE, "alpha": SHARE, "figures": FIGURES})
FORMS.update(dict.fromkeys(("on", "bundle", "by", "rule", "how", "digits"), TEXT))
FORMS.update(dict.fromkeys(("first", "files", "reached", "trained", "entry", "draw", "count"), NUMBER))
KINDS = {  # the entries that certificates rest on: of each act and version the fields that count here
    "intake-began 1": "on first files list_of held",
    "intake-began 2": "on first files list_of held",
    "box-added 1": "on/item bundle",
    "read 1": "on/item ids",
    "ranking-began 1": "count ids",
    "ranked 1": "reached trained count ids",
    "judged 1": "as by way decides count ids",
    "taken-back 1": "entry",
    "released 1": "on",
    "withdrawn 1": "on",
    "item-erased 1": "on/item",
    "draw-began 1": "rule target alpha count ids",
    "draw-seeded 1": "draw how digits",
    "draw-abandoned 1": "draw",
    "audit-began 1": "draw",
    "certificate-issued 1": "draw figures count ids",
}
ACTS = {kind.split(" ")[0] for kind in KINDS}
Deed = tuple[int, str, dict[str, Any], list[int]]  # an entry, its act, what it says, and the items that it names


def named(runs: Any) -> list[int]:
    """The items of runs of them, each its first and how many; raises where they are none."""
    if not isinstance(runs, list) or not all(isinstance(run, list) and len(run) == 2 for run in runs):
        raise ValueError
    if not all(type(n) is int and 0 < n < FAR for run in runs for n in run) or sum(run[1] for run in runs) > CROWD:
        raise ValueError
    return [item for first, count in runs for item in range(first, first + count)]


# -- recall certificates: levels and secret numbers, in whole numbers


def allowed(c: int, m: int, k: int, alpha: list[int]) -> bool:
    """Whether at most k of m + k items lie below a level c with a chance of no more than alpha."""
    found, power, rest, n = 1, 0, SCALE - c, m + k
    for bit in f"{m:b}":  # (1 - c)^m, as `found` times two to `power`
        found, power = (found * found * rest, 2 * power - 53) if bit == "1" else (found * found, 2 * power)
        cut = max(found.bit_length() - ROOM, 0)
        found, power = -(-found >> cut), power + cut
    ways = sum((1, n, n * (n - 1) // 2)[i] * c**i * rest ** (k - i) for i in range(k + 1))
    return power < -16 * ROOM or found * ways * alpha[1] <= alpha[0] << 53 * k - power


def level(m: int, k: int, alpha: list[int]) -> int:
    """The lowest level at which it is allowed."""
    low, high = 0, SCALE
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if allowed(middle, m, k, alpha) else (middle, high)
    return high


def number(seed: str, item: int) -> int:
    """An item's secret number: the first 53 bits of a hash."""
    return int.from_bytes(hashed(f"muniment number 1\n{seed}\nITM-{item:06d}".encode())[:7], "big") >> 3


def percent(part: int, of: int) -> str:
    """A share, never rounded up."""
    return f"{part * 100 // of}.{part * 10_000 // of % 100:02d} %"


# -- recall certificates: what happened, and what follows


class Voices:
    """What stands of items: what each person said last, from the last on that was to decide; unsure where they differ."""

    def __init__(self) -> None:
        self.now: dict[int, str] = {}
        self._of: dict[int, list[tuple[int, str, str, bool]]] = {}
        self._items: dict[int, list[int]] = {}

    def hear(self, deed: Deed) -> dict[int, str | None]:
        """Somebody judges, or takes an entry back; the items that it is of, with what they stood as before."""
        seq, do, said, items = deed
        if do == "judged":
            self._items[seq] = items
            for item in items:
                self._of.setdefault(item, []).append((seq, said["by"], said["as"], said["decides"]))
        else:
            items = self._items.pop(said["entry"], [])
            for item in items:
                self._of[item] = [each for each in self._of[item] if each[0] != said["entry"]]
        before = {item: self.now.get(item) for item in items}
        for item in items:
            start = max((at for at, each in enumerate(self._of[item]) if each[3]), default=0)
            last = {*{by: judgement for _, by, judgement, _ in self._of[item][start:]}.values()}
            if last:
                self.now[item] = "unsure" if len(last) > 1 else last.pop()
            else:
                self.now.pop(item, None)
        return before


class Course:
    """What a ranking reached, and what is sealed from it, beside the audit of a draw."""

    def __init__(self, draw: Thing) -> None:
        self.numbers = {item: number(draw.seed, item) for item in draw.frame}
        self.voices, self.breaks = Voices(), list[str]()  # and what the proof does not allow
        self.settled, self.returned = set[int](), set[int]()  # reached for good; taken back after that
        self._seeded, self._audit = draw.seeded, False  # whether it began
        self._gone = set[int]()  # nobody can judge them: the ranking passes them over
        self._batch, self._spots, self._place = list[int](), dict[int, int](), 0  # all before the place is passed

    def take(self, deed: Deed, gone: list[int]) -> None:
        """An entry happens; `gone` are the items that nobody can judge by it, or can again."""
        seq, do, said, items = deed
        if do in {"ranking-began", "ranked"}:
            self._rank(deed)
        elif do == "taken-back":
            self.returned.update(self.settled.intersection(self.voices.hear(deed)))
            self._place = 0
        elif do in {"judged", "audit-began"}:
            audits = do == "audit-began" or (said["way"] == "audit" and items)
            if audits and not self._audit and seq > self._seeded:
                self._settle()
                self._audit = True
            if do == "judged":
                self.voices.hear(deed)
        elif gone:
            self._gone = self._gone.difference(gone) if do == "released" else self._gone.union(gone)
            self._place = 0
        passed = self.settled, self._gone, self.voices.now
        while self._place < len(self._batch) and any(self._batch[self._place] in each for each in passed):
            self._place += 1

    def _settle(self) -> None:
        """What is reached stays so: before the audit all that is judged, afterwards what of the batch is passed."""
        passed = self._batch[: self._place] if self._audit else self.voices.now
        self.settled.update(item for item in passed if item in self.voices.now)

    def _rank(self, deed: Deed) -> None:
        """A batch; what it says of itself counts from the seed on, and what the proof asks of it from the audit on."""
        seq, do, said, items = deed
        wrong = ["a ranking began after the audit"] if self._audit and do == "ranking-began" else []
        if self._audit and self._place < len(self._batch):
            wrong.append("a batch was ranked before the one before it was read")
        self._settle()
        if self._audit and (len(set(items)) < len(items) or not self.settled.isdisjoint(items)):
            wrong.append("a batch holds an item that was reached")
        if do == "ranked" and seq > self._seeded:
            reached, now = len(self.settled), self.voices.now
            taught = sum(now.get(item, "unsure") != "unsure" for item in self.settled)
            if said["reached"] != reached:
                wrong.append(f"a batch after {said['reached']} items, and {reached} are reached")
            if said["trained"] != taught:
                wrong.append(f"a batch taught by {said['trained']} items, and {taught} may teach")
        self.breaks += [f"entry {seq}: {what}" for what in wrong]
        self._batch, self._spots, self._place = items, {item: at for at, item in enumerate(items)}, 0

    def sealed(self, item: int) -> bool:
        """Whether the ranking has not come to a judged item."""
        return self._audit and item not in self.settled and self._spots.get(item, self._place) >= self._place


def verdict(course: Course, draw: Thing, hidden: set[int]) -> tuple[str, dict[str, int]]:
    """What is to be done, and the figures of a certificate that is issued now; of `hidden` it says they cannot be read."""
    now, frame, (p, q) = course.voices.now, set(draw.frame), draw.target
    judged = frame & now.keys()
    relevant = {item for item in judged if now[item] == "relevant"}
    returned = {item for item in course.returned & frame if item not in now}
    found, unread = len(relevant), len(hidden & frame - judged - returned)
    undecided, left = len(returned), len(frame) - len(judged) - len(returned) - unread
    undecided += sum(now[item] == "unsure" for item in judged)
    waiting = frame - judged - course.settled - hidden
    whole = min((course.numbers[item] for item in waiting), default=SCALE)  # up to there the audit is whole
    least = q * found // p + 1 - found - undecided - (unread if RULES[draw.rule] else 0)
    if course.breaks or least < 1:
        return "void" if course.breaks else "impossible", {}
    most = draw.size - -(-p * draw.size // q) + 1  # what is missing where the whole frame is relevant
    hits, need, passed = [course.numbers[item] for item in relevant if course.sealed(item)], 0, True
    for m in (least, *(first for first, _ in STEPS if least < first <= most)):
        k = max(k for first, k in STEPS if first <= m)
        c = level(m, k, draw.alpha)
        need, passed = max(need, c), passed and sum(each < c for each in hits) <= k
    if left and (not passed or whole < need):
        return "audit" if passed else "read", {}
    missed, sampled = least - 1 if left else 0, {item for item in judged if course.numbers[item] < whole}
    figures = {"frame": draw.size, "found": found, "undecided": undecided, "not_readable": unread, "left": left}
    figures.update({"sampled": len(sampled), "sample_relevant": len(sampled & relevant), "level": min(whole, LARGEST)})
    figures.update({"least": least, "need": min(need, LARGEST), "missed_at_most": missed})
    for name, of in (("recall", found + missed + undecided + unread), ("readable", found + missed + undecided)):
        common = gcd(found, of) or 1  # where nothing is relevant, nothing is missed
        figures.update({f"{name}_part": found // common if of else 1, f"{name}_of": of // common if of else 1})
    return "stop", {**figures, "draw_ordinal": draw.ordinal}


# -- recall certificates: worked out again


class Review:
    """What the entries say of a review, and whether each recall certificate follows from it."""

    def __init__(self, folder: Path, say: Say) -> None:
        self._folder, self._say, self._deeds = folder, say, list[Deed]()
        self._leaves: dict[int, str] = {}  # of the entries that began a draw
        self._home: dict[int, str] = {}  # each item's bundle
        self._bundles: dict[str, list[int]] = {}  # all that is in one, or in a list of it
        self._above: dict[str, str] = {}  # of which bundle one is the list
        self._families: dict[int, list[int]] = {}  # what a top-level item holds

    def certificates(self, size: int) -> Iterator[str]:
        """A line for each that follows from so many entries of the ledger; what does not follow is said."""
        seq, path = 0, self._folder / "ledger.jsonl"
        try:
            for _, line in lines_of(path, 0, path.stat().st_size):
                fields = json.loads(line) if line[:1] == b"{" else {}
                seq = fields.get("seq", seq)
                if seq >= size:
                    break
                if isinstance(fields.get("do"), str) and fields["do"] in ACTS:
                    self._hear(fields, line)
        except (OSError, ValueError, LookupError, RecursionError):
            self._say(f"entry {seq} has no form that is known here", seq)
            return
        draws = self._draws()
        for deed in (each for each in self._deeds if each[1] == "certificate-issued"):
            draw = draws.get(deed[2]["draw"])
            wrong = [*self._wrong(deed, draw)]
            for what in wrong:
                self._say(f"a recall certificate: {what}", deed[0])
            if draw and not wrong:
                yield self._line(deed, draw, draws)

    def _hear(self, fields: Any, line: bytes) -> None:
        """Keep an entry on which certificates rest; raises where it has not its form."""
        seq, do, said, items = fields["seq"], fields["do"], dict[str, Any](), list[int]()
        for name, *form in (each.split("/") for each in KINDS[f"{do} {encode(fields.get('v'))}"].split(" ")):
            said[name] = fields.get(name)
            if not re.fullmatch(FORMS[[name, *form][-1]], encode(said[name])):
                raise ValueError
        if "ids" in said:
            items = self._items(fields)
            if said.get("count", len(items)) != len(items):
                raise ValueError
        elif do == "intake-began":
            items = named([[said["first"], said["files"]]] if said["files"] else [])
            self._above[said["on"]] = said["list_of"] or ""
            self._came(items, said["on"])
        elif do == "box-added":
            items = [int(said["on"][4:])]
            self._came(items, said["bundle"])
        if do == "read":
            top = int(said["on"][4:])
            self._came(items, self._home[top])
            self._families.setdefault(top, []).extend(items)
        elif do == "draw-began":
            self._leaves[seq] = hashed(b"\0" + line[:-1]).hex()
        shares = said.get("target", (0, 1)), said.get("alpha", (0, 1))
        if any(part >= of for part, of in shares) or "found" not in said.get("figures", "found"):
            raise ValueError
        self._deeds.append((seq, do, said, items))

    def _items(self, fields: Any) -> list[int]:
        """The items that an entry names, or the list of it."""
        sha256 = fields.get("list", [""])[0]
        if not sha256:
            return named(fields["ids"])
        text = (self._folder / "lists" / sha256[:2] / f"{sha256}.json").read_text(encoding="utf-8")
        if not re.fullmatch("[][, 0-9]+", text):
            raise ValueError
        return named(json.loads(text))

    def _came(self, items: list[int], bundle: str) -> None:
        fresh = [item for item in items if item not in self._home]
        self._home.update(dict.fromkeys(fresh, bundle))
        for each in {bundle, self._above.get(bundle, "")}:
            self._bundles.setdefault(each, []).extend(fresh)

    def _gone(self, deed: Deed) -> list[int]:
        """The items that nobody can judge by an entry, or can again: all that are of a bundle, or of a family, by now."""
        _, do, said, _ = deed
        if do == "item-erased":
            return [int(said["on"][4:]), *self._families.get(int(said["on"][4:]), ())]
        return self._bundles.get(said["on"], []) if do in {"withdrawn", "released"} or said.get("held") else []

    def _draws(self) -> dict[int, Thing]:
        """Every draw by its entry, with its seed where it has one; what is wrong of one is said."""
        draws: dict[int, Thing] = {}
        there, below, withdrawn = set[int](), dict[str, set[str]](), set[str]()  # items, lists of bundles, bundles
        for seq, do, said, items in self._deeds:
            draw, wrong = draws.get(said.get("draw", -1)), list[str]()
            if do in {"intake-began", "box-added", "read"}:
                there.update(items)
                if said.get("list_of"):
                    below.setdefault(said["list_of"], set()).add(said["on"])
            elif do == "withdrawn":
                withdrawn.update({said["on"]}, below.get(said["on"], ()))
            elif do == "draw-began":
                frame, ours = set(items), {item for item in there if self._home[item] not in withdrawn}
                wrong += ["a frame holds an item twice"] if len(frame) < len(items) else []
                if frame != ours:
                    odd = f"{len(ours - frame)} items of the case, and holds {len(frame - ours)} that were not in it"
                    wrong.append(f"a frame leaves out {odd}")
                fixed = {name: said[name] for name in ("rule", "target", "alpha")}
                fixed.update(entry=seq, frame=items, size=len(items), ordinal=len(draws) + 1)
                draws[seq] = Thing(**fixed, seeded=LARGEST, seed="", how="", given_up=LARGEST)
            elif do == "draw-seeded" and draw is None:
                wrong.append("a seed for a draw that was not begun")
            elif do == "draw-seeded" and draw:
                if draw.seed:
                    wrong.append("a draw was seeded twice")
                elif not re.fullmatch(SEEDS.get(said["how"], "(?!)"), said["digits"]):
                    wrong.append("a draw is not seeded so")
                else:
                    text = f"muniment draw 1\n{self._leaves[draw.entry]}\n{said['how']}\n{said['digits']}"
                    draw.seeded, draw.how, draw.seed = seq, said["how"], hashed(text.encode()).hex()
            elif do == "draw-abandoned" and draw:
                draw.given_up = min(draw.given_up, seq)
            for what in wrong:
                self._say(f"a recall certificate: {what}", seq)
        return draws

    def _wrong(self, deed: Deed, draw: Thing | None) -> Iterator[str]:
        """What of a certificate does not follow."""
        seq, _, said, items = deed
        if draw is None or not draw.entry < draw.seeded < seq:
            yield "a certificate without a draw that was begun and seeded before it"
            return
        if draw.given_up < seq:
            yield "a certificate of a draw that was given up"
        course, given = Course(draw), said["figures"]
        for each in self._deeds:
            if each[0] < seq:
                course.take(each, self._gone(each))
        yield from course.breaks
        found, hidden = set(items[: given["found"]]), set(items[given["found"] :])
        if hidden.difference(draw.frame):
            yield f"{len(hidden.difference(draw.frame))} unreadable items are not in the frame"
        if draw.rule not in RULES:
            yield "no such rule"
            return
        if not draw.target[0] or not 0 < 5 * draw.alpha[0] < 4 * draw.alpha[1]:
            yield "no such target or alpha"
            return
        what, figures = verdict(course, draw, hidden)
        if what != "stop":
            yield f"the verdict is {what}, not stop"
            return
        for name, value in figures.items():
            if given.get(name) != value:
                yield f"{name} is {value}, and the certificate says {given.get(name, 'nothing')}"
        if found != {item for item in draw.frame if course.voices.now.get(item) == "relevant"}:
            yield "the relevant items it rests on are not those that were found"

    def _overtaken(self, entry: int, frame: list[int]) -> int | None:
        """The first entry after a certificate that took in what still counts, or changed how an item of its frame stands."""
        voices, of, there, withdrawn = Voices(), set(frame), set(frame), set[int]()
        came: dict[int, int] = {}  # later, by which entry
        moved: dict[int, tuple[str | None, int]] = {}  # as what it stood then, and the first entry that changed it
        for deed in self._deeds:
            seq, do, _, items = deed
            if do in {"intake-began", "box-added", "read"}:
                if seq <= entry:
                    there.update(items)
                for item in items if seq > entry else ():
                    came.setdefault(item, seq)
            elif do == "withdrawn":
                withdrawn.update(self._gone(deed))
            elif do in {"judged", "taken-back"}:
                for item, before in voices.hear(deed).items():
                    if seq > entry and item in of and before != voices.now.get(item):
                        moved.setdefault(item, (before, seq))
        changed = [at for item, (before, at) in moved.items() if before and before != voices.now.get(item)]
        return min([*changed, *(came[item] for item in came.keys() - there - withdrawn)], default=None)

    def _line(self, deed: Deed, draw: Thing, draws: dict[int, Thing]) -> str:
        """What a certificate says, and what bears on it."""
        given, (part, of), later = deed[2]["figures"], draw.alpha, self._overtaken(deed[0], draw.frame)
        sure, recall = percent(4 * of - 5 * part, 4 * of), percent(given["recall_part"], given["recall_of"])
        readable = percent(given["readable_part"], given["readable_of"])
        given_up = sum(each.given_up < LARGEST for each in draws.values())
        return (
            f"certificate: entry {deed[0]}: at {sure} confidence at least {recall} of the relevant items among {draw.size} "
            f"were found ({readable} of those that can be read), {given['found']} in all; draw {draw.ordinal} of "
            f"{len(draws)}, at entry {draw.entry}, {SAID[draw.how]}; given up: {given_up} draws; "
            f"overtaken by {'nothing' if later is None else f'entry {later}'}"
        )


# -- the whole


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
    if fingerprint not in prints:
        return "is of no key of this ledger"
    if fingerprint != prints[-1]:
        return "is of a key that was replaced by another"
    return "" if ledger.signer == len(prints) - 1 else "is of a key that signed nothing here"


def not_shown(ledger: Log, key: str, against: str, certified: bool, replayed: bool) -> list[str]:
    """What stays unproved."""
    behind, unsigned = ledger.size - (ledger.outside.size if ledger.outside else 0), ledger.size - ledger.signed
    notes = {
        "that nobody rewrote everything or cut off the end: give a checkpoint that someone else keeps": not against,
        f"that nobody rewrote the {behind} entries behind the outside checkpoint": bool(ledger.outside) and behind > 0,
        "who keeps this ledger: nothing in it is signed": ledger.signer < 0,
        f"who wrote the last {unsigned} entries: they are not signed": ledger.signer >= 0 and unsigned > 0,
        "who signed: give the fingerprint that the signer gave you": not key,
        "whether its recall certificates follow: all else must hold first": certified and not replayed,
        "which items could not be read: their readings say it, and a recall certificate is taken at its word": replayed,
        "that a ranking would give the order again that the ledger says": replayed,
        "that derived/ says the same: it is no evidence, and is made again from the rest": True,
    }
    return [f"not shown: {what}" for what, so in notes.items() if so]


def check(folder: Path, key: str = "", against: str = "") -> tuple[list[str], bool]:
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
    replayed = case.certified and not problems
    certificates = [*Review(folder, say).certificates(ledger.size)] if replayed else []
    aside = sorted(path.name for name in ("access", "ledger") for path in folder.glob(f"{name}.torn-*"))
    lines = [*problems[:MOST], *case.unclaimed, *(f"aside: {name}, a commit that a crash tore" for name in aside)]
    lines += [*certificates, *not_shown(ledger, key, against, case.certified, replayed), f"root {ledger.root.hex()}"]
    figures = f"{ledger.size} entries, {access.size} in the access log, {case.right} originals"
    sure = "confirmed" if key and not unsure else "not confirmed"
    lines.append(f"{f'{len(problems)} problems' if problems else 'everything holds'}: {figures}; signer {sure}")
    hidden = "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
    return [re.sub(hidden, "\ufffd", line) for line in lines], not problems


def main() -> int:
    """Ask for the case and answer."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
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
    lines, good = check(given.case, given.key, against)
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0 if good else 3


if __name__ == "__main__":
    sys.exit(main())
