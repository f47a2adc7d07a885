"""A cosigner's signature over a draw: what they sign, the note that they give, and whether it holds.

A cosigner is a body or a person outside with an Ed25519 key of their own. They sign a short text that names the entry that
began the draw by the hash of its leaf, so that nobody can have the signature before frame, target and rule are fixed. A note
is that text, an empty line, and a line of the signature, as C2SP writes it.

Source: C2SP signed-note v1.0.0; RFC 8032 (Ed25519).
"""

import re
from dataclasses import dataclass
from hashlib import sha256

from muniment.errors import AskedWrong
from muniment.ledger.canonical import b64, unb64
from muniment.ledger.key import Verifier

LONGEST = 10_000  # characters of a note
_LINE = re.compile("\u2014 ([^ \n+]+) ([A-Za-z0-9+/]+=*)")
_NEXT = "the how-to about review says what a cosigner signs, and how"


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A signature that holds: whose, by which key (its 32 bytes, base64), the signature in hexadecimal, the note's hash."""

    name: str
    key: str
    added: str
    note: str


def text(leaf: str) -> str:
    """What a cosigner signs: two lines, the second the hash of the leaf of the entry that began the draw."""
    return f"muniment cosigned draw 1\n{leaf}\n"


def read(note: str, vkey: str, leaf: str) -> Cosigned:
    """The signature that a note has by the cosigner of this verifier key, over this very draw.

    Raises: AskedWrong, where it has none that holds.
    """
    try:
        verifier = Verifier.of(vkey.strip())
    except ValueError as error:
        raise AskedWrong(f"that is no verifier key ({error})", vkey[:80], "name+id+key, on one line, as C2SP") from None
    begins = f"{text(leaf)}\n"
    if len(note) > LONGEST or not note.startswith(begins):
        raise AskedWrong("the note is not about the draw that is open", leaf, _NEXT)
    for line in note.removeprefix(begins).splitlines():
        found = _LINE.fullmatch(line)
        if found is None or found[1] != verifier.name:
            continue
        try:
            raw = unb64(found[2])
        except ValueError:
            continue
        if raw[:4] == verifier.id and verifier.verify(text(leaf).encode(), raw[4:]):
            return Cosigned(verifier.name, b64(verifier.public), raw[4:].hex(), sha256(note.encode()).hexdigest())
    raise AskedWrong("the note has no signature of that key that holds", verifier.name[:80], _NEXT)


def holds(leaf: str, key: object, added: str) -> bool:
    """Whether what was added to a seed is the signature of this key over the draw; asked again when a case is verified."""
    try:
        public = unb64(str(key), 32)
        return Verifier("", b"", public).verify(text(leaf).encode(), bytes.fromhex(added))
    except ValueError:
        return False
