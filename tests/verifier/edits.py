"""Edits of a case that nobody with the key made: each changes what something says, and so each must be named."""

import itertools
import random
import re
from collections.abc import Iterator

from editing import Edit, bit, byte, cut, drop, insert, zeros
from verifier.cases import Files

LOGS = ("ledger.jsonl", "sealed.jsonl", "access.jsonl", "access-sealed.jsonl")
PLACES = (*LOGS, "case.toml", "originals/", "readings/", "lists/")


def line(data: bytes, chance: random.Random) -> bytes:
    """Two entries or sealed values change places, or one is dropped, doubled or put elsewhere."""
    found = data.splitlines(keepends=True)
    chosen = [number for number, text in enumerate(found) if text[:1] == b"{"]
    if len(chosen) < 2:
        return b"".join(found[:-1])
    one, other = chance.sample(chosen, 2)
    match chance.randrange(4):
        case 0:
            found[one], found[other] = found[other], found[one]
        case 1:
            del found[one]
        case 2:
            found.insert(other, found[one])
        case _:
            found.insert(other, found.pop(one))
    return b"".join(found)


def word(data: bytes, chance: random.Random) -> bytes:
    """One number or word for another of the same length, so that a line stays what it was in form."""
    found = [*re.finditer(rb"[0-9a-z]+", data)]
    if not found:
        return b""
    chosen = chance.choice(found)
    letters = b"0123456789" if chosen[0].isdigit() else b"abcdefghijklmnopqrstuvwxyz"
    other = bytes(chance.choice(letters) for _ in chosen[0])
    return data[: chosen.start()] + other + data[chosen.end() :]


BYTES: tuple[Edit, ...] = (bit, byte, drop, insert, zeros, cut, line, word)


def of_files(files: Files, chance: random.Random) -> Files:
    """A file is gone, swapped with another, a copy of another, elsewhere, or new."""
    names = sorted(name for name in files if name != "case.toml" and not name.startswith("ledger.torn"))
    one, other = chance.sample(names, 2)
    after = dict(files)
    match chance.randrange(5):
        case 0:
            del after[one]
        case 1:
            after[one], after[other] = files[other], files[one]
        case 2:
            after[one] = files[other]
        case 3:
            after[f"originals/{chance.randrange(256):02x}/{one.split('/')[-1]}"] = after.pop(one)
        case _:
            after[f"{chance.choice(['originals', 'readings', 'lists'])}/note.txt"] = b"Nobody's."
    return after


def edits(files: Files, seed: int, count: int) -> Iterator[tuple[str, Files]]:
    """So many, each with what it is; the same for the same seed."""
    chance, found = random.Random(seed), 0
    for number in itertools.count():
        if found == count:
            return
        if number % 9 == 8:
            name, what, after = "files", "of_files", of_files(files, chance)
        else:
            place, edit = PLACES[number // 9 % len(PLACES)], BYTES[number % 9]
            name = chance.choice(sorted(name for name in files if name.startswith(place) and files[name]))
            what, after = edit.__name__, files | {name: edit(files[name], chance)}
        if not says_the_same(files, after):
            found += 1
            yield f"seed {seed}, number {number}, {what} in {name}", after


def says_the_same(before: Files, after: Files) -> bool:
    """Whether every entry and value is as it was: heads are said over again.

    A log cut off behind a head is a roll-back: the next signed head or a checkpoint outside shows it, and nothing here.
    """
    if before.keys() != after.keys():
        return False
    return all(_same(name, data, after[name]) for name, data in before.items())


def _same(name: str, data: bytes, other: bytes) -> bool:
    if name in {"ledger.jsonl", "access.jsonl"} and data.startswith(other):
        return other[-1:] == b"\n" and other.splitlines()[-1][:1] == b'"'
    return data == other
