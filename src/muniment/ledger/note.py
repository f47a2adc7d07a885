"""Heads: what a ledger is at one moment, signed or not.

Source: C2SP tlog-checkpoint v1.0.0 and signed-note v1.0.0.
"""

import json
import re
from dataclasses import dataclass

from muniment.ledger.canonical import b64, canonical, unb64
from muniment.ledger.key import Verifier
from muniment.ledger.tree import Tree

_NOTE = re.compile(
    "(?P<origin>[^\\x00-\\x1f]+)\n(?P<size>0|[1-9][0-9]{0,15})\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
    "(?:\n(?P<lines>(?:\u2014 [^ \n+]+ [A-Za-z0-9+/]+=*\n)+))?"
)


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed head: `signatures` are (name, base64) as they stand."""

    origin: str
    size: int
    root: bytes
    signatures: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, text: str) -> "Note":
        """From its text.

        Raises: ValueError.
        """
        found = _NOTE.fullmatch(text)
        if found is None:
            raise ValueError("not a checkpoint")
        lines = (found["lines"] or "").split("\n")[:-1]
        return cls(
            found["origin"],
            int(found["size"]),
            unb64(found["root"], 32),
            tuple((name, signature) for _, name, signature in (line.split(" ") for line in lines)),
        )

    @property
    def body(self) -> str:
        """What is signed."""
        return body(self.origin, self.size, self.root)

    def signed_by(self, verifier: Verifier) -> bool | None:
        """True or False where there is a line of this key; None where there is none."""
        for name, text in self.signatures:
            try:
                raw = unb64(text)
            except ValueError:
                continue
            if name == verifier.name and raw[:4] == verifier.id:
                return verifier.verify(self.body.encode(), raw[4:])
        return None


def body(origin: str, size: int, root: bytes) -> str:
    """The three lines of a head."""
    return f"{origin}\n{size}\n{b64(root)}\n"


def head_line(text: str) -> bytes:
    """A head as it stands in the ledger: a JSON string and a line end."""
    return canonical(text) + b"\n"


def is_head(line: bytes, origin: str, tree: Tree) -> bool:
    """Whether a line is the head, signed or not, of this very tree."""
    try:
        text = json.loads(line)
        return line == head_line(text) and body(origin, tree.size, tree.root()) == Note.of(text).body
    except (ValueError, TypeError, RecursionError):
        return False
