"""Ledgers as tests make them, and what must hold of one whatever happened to it."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from muniment.ledger.key import Signer
from muniment.ledger.log import Draft, Log
from muniment.ledger.verify import Problem, Verified, verify

ORIGIN = "muniment.case/7f3a"
SIGNER = Signer.of_seed(ORIGIN, bytes(range(32)))
TORN = "open the case: what nobody was told of is kept aside"

Files = dict[str, bytes]


def draft(number: int, *sealed: str, erases: Sequence[tuple[int, int]] = (), **fields: Any) -> Draft:
    """An entry about some item, with sealed values."""
    said = {"do": "took", "v": 1, "by": "p1", "on": f"ITM-{number:06d}", **fields}
    return Draft(said, [("name", value) for value in sealed], erases)


def make(folder: Path) -> Log:
    """A ledger of some commits: sealed and not, one and several, an erasure, and a signed head in the midst of it."""
    folder.mkdir(exist_ok=True)
    log = Log.create(folder, ORIGIN)
    log.append([Draft({"do": "case-began", "v": 1, "by": "p0", "key": SIGNER.vkey}, [("title", "Eastmere")])])
    log.append([draft(1, "Ann Example", "a name that is longer " * 12), draft(2), draft(3, "Ben Example")])
    log.append([draft(4)])
    log.append([Draft({"do": "erased", "v": 1, "by": "p1"}, [("reason", "asked for")], [(1, 0)])])
    log.checkpoint(SIGNER)
    log.append([draft(number, f"person {number}") for number in range(5, 10)])
    log.checkpoint(SIGNER)
    return log


def content(log: Log) -> list[tuple[dict[str, Any], tuple[Any, ...]]]:
    """Every entry with its sealed values."""
    return [(entry.fields, entry.sealed) for entry in log.entries()]


def read(folder: Path) -> Files:
    """The bytes of every file in a folder, but for the lock."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix != ".lock"}


def lay(folder: Path, files: Files) -> Path:
    """A folder with these files and no others."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in files:
            path.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def root_of(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word: slow, and by another way than the ledger's."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\1" + root_of(leaves[:half]) + root_of(leaves[half:])).digest()


def commits(data: bytes) -> list[int]:
    """Where each commit of a ledger's bytes ends."""
    ends, at = [], 0
    for line in data.splitlines(keepends=True):
        at += len(line)
        if line[:1] == b'"':
            ends.append(at)
    return ends


def torn(problems: Iterable[Problem]) -> bool:
    """Whether all that is wrong is what a crash leaves."""
    return all(problem.next.startswith(TORN) for problem in problems)


def sound(folder: Path) -> Verified:
    """Verify, and let nothing be wrong."""
    found = verify(folder)
    assert found.problems == []
    return found


def whats(found: Verified) -> list[str]:
    """What is wrong, in the words of a problem."""
    return [problem.what for problem in found.problems]
