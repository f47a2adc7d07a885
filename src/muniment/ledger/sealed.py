"""Sealed values: committed to by salted hashes, so that one can be blanked while the ledger still verifies.

A line is `{"seq":S,"k":K,"open":O   }`, with spaces up to a multiple of 64 bytes: an erased value does not leave its
length. O is `[salt, name, value]`, and SHA-256 over O's bytes is what the entry S commits to in `seal[K]`.
"""

import json
import re
import secrets
from hashlib import sha256

from muniment.errors import Broken
from muniment.ledger.canonical import b64, canonical

_BLOCK = 64
BLANK = b"null"
_START = re.compile(rb'\{"seq":(0|[1-9][0-9]*),"k":(0|[1-9][0-9]*),"open":')
_LINE = re.compile(rb'\{"seq":(0|[1-9][0-9]*),"k":(0|[1-9][0-9]*),"open":(null|\[.*\]) *\}\n', re.DOTALL)

Place = tuple[int, int]


def opening(name: str, value: object) -> bytes:
    """The bytes that are committed to: a new salt of 32 bytes, the name and the value."""
    return canonical([b64(secrets.token_bytes(32)), name, value])


def commitment(opened: bytes) -> str:
    """What an entry holds in the place of a sealed value."""
    return b64(sha256(opened).digest())


def line(place: Place, opened: bytes) -> bytes:
    """A sealed value as it stands in its file."""
    start = b'{"seq":%d,"k":%d,"open":%s' % (*place, opened)
    length = -(-(len(start) + 2) // _BLOCK) * _BLOCK
    return start.ljust(length - 2) + b"}\n"


def parse(text: bytes) -> tuple[Place, bytes] | None:
    """The place and opening of a whole line; None where it is none."""
    found = _LINE.fullmatch(text)
    if found is None or len(text) % _BLOCK:
        return None
    return (int(found[1]), int(found[2])), found[3]


def seq_of(text: bytes) -> int | None:
    """The number of the entry that a line belongs to; None where it is no such line."""
    found = _START.match(text)
    return None if found is None else int(found[1])


def room(text: bytes) -> tuple[int, int]:
    """Where in a line the opening begins, and how many bytes there are up to the closing brace."""
    found = _START.match(text)
    if found is None:
        raise Broken("a sealed value cannot be found", repr(text[:40]), "run muniment verify")
    return found.end(), len(text) - found.end() - 2


def value(place: Place, opened: bytes, committed: str) -> tuple[str, object] | None:
    """The name and value of an opening; None where it was erased.

    Raises: Broken, where it is not what the entry committed to.
    """
    if opened == BLANK:
        return None
    if commitment(opened) != committed:
        raise Broken(
            "a sealed value is not what the ledger committed to",
            f"{place[0]}.{place[1]}",
            "run muniment verify, and look for a copy of sealed.jsonl",
        )
    _, name, found = json.loads(opened)
    return name, found
