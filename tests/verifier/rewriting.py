"""What an insider does: an entry says something else, and everything behind it is made anew and signed with the key."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import forging
from forging import Written
from keeping import Files

from muniment.ledger.canonical import canonical
from muniment.ledger.key import Signer
from muniment.ledger.note import Note, body, head_line
from muniment.ledger.tree import Tree


def rewrite(log: Path, signer: Signer, change: Callable[[dict[str, Any]], None]) -> int:
    """Change the last entry that is a person's settling; returns its number."""
    lines = log.read_bytes().splitlines(keepends=True)
    chosen = max(number for number, line in enumerate(lines) if b'"do":"settled"' in line)
    tree, made, seq = Tree(), list[bytes](), -1
    for number, line in enumerate(lines):
        if line[:1] == b"{":
            fields = json.loads(line)
            if number == chosen:
                change(fields)
                seq = fields["seq"]
            tree.push(canonical(fields))
            made.append(canonical(fields) + b"\n")
        elif number < chosen:
            made.append(line)
        else:
            said = body(json.loads(line).split("\n")[0], tree.size, tree.root())
            made.append(head_line(f"{said}\n{signer.sign(said.encode())}" if "\n\n" in json.loads(line) else said))
    log.write_bytes(b"".join(made))
    return seq


def anew(folder: Path, signer: Signer, change: Callable[[list[Written]], object]) -> None:
    """Change entries of a case's ledger, or how many there are, and make both logs anew: right in themselves and together."""
    ledger = forging.entries_of(_files(folder, ""))
    access = forging.entries_of(_files(folder, "access"))
    before = list(ledger)
    change(ledger)
    sizes = {id(entry): size for size, entry in enumerate(ledger, 1)}
    for entry in access:  # what it has seen lies elsewhere now
        entry.fields["case"] = sizes[id(before[entry.fields["case"] - 1])]
    roots: dict[str, dict[int, str]] = {}
    while True:  # each names heads of the other that are older, so this comes to an end
        said = {"": _forged(folder, "", ledger, signer), "access": _forged(folder, "access", access, signer)}
        if (now := {name: _roots(files) for name, files in said.items()}) == roots:
            break
        roots = now
        for entry in access:
            entry.fields["root"] = roots[""][entry.fields["case"]]
        for entry in ledger:
            if "access" in entry.fields:
                entry.fields["access"][1] = roots["access"][entry.fields["access"][0]]
    for name, files in said.items():
        for kind, path in _paths(folder, name).items():
            path.write_bytes(files[kind])


def _paths(folder: Path, name: str) -> dict[str, Path]:
    """The two files of a log, by what those of a ledger are called."""
    names = ("access.jsonl", "access-sealed.jsonl") if name else ("ledger.jsonl", "sealed.jsonl")
    return dict(zip(("ledger.jsonl", "sealed.jsonl"), map(folder.joinpath, names), strict=True))


def _files(folder: Path, name: str) -> Files:
    return {kind: path.read_bytes() for kind, path in _paths(folder, name).items()}


def _forged(folder: Path, name: str, entries: list[Written], signer: Signer) -> Files:
    """A log made anew; the access log has no key, and so no signature."""
    heads = (line for line in _files(folder, name)["ledger.jsonl"].splitlines() if line[:1] == b'"')
    with mock.patch.object(forging, "ORIGIN", json.loads(next(heads)).split("\n")[0]):
        files = forging.forged(entries, signer)
    if name:
        files["ledger.jsonl"] = b"".join(files["ledger.jsonl"].splitlines(keepends=True)[:-1])
    return files


def _roots(files: Files) -> dict[int, str]:
    """The root at each size, in hexadecimal."""
    heads = (Note.of(json.loads(line)) for line in files["ledger.jsonl"].splitlines() if line[:1] == b'"')
    return {note.size: note.root.hex() for note in heads}
