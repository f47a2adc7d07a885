"""What an insider does: an entry says something else, and everything behind it is made anew and signed with the key."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from muniment.ledger.canonical import canonical
from muniment.ledger.key import Signer
from muniment.ledger.note import body, head_line
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
