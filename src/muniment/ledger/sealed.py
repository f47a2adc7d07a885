"""Sealed values: committed to by salted hashes, so that one can be blanked while the ledger still verifies.

A line is `{"seq":S,"k":K,"open":O   }`, with spaces up to a multiple of 64 bytes: an erased value does not leave its
length. O is `[salt, name, value]`, and SHA-256 over O's bytes is what the entry S commits to in `seal[K]`.
"""

import re
import secrets
from hashlib import sha256

from muniment.errors import Broken
from muniment.ledger.canonical import b64, canonical, unb64
from muniment.ledger.canonical import parse as value_of

BLOCK = 64  # bytes; every line has a multiple of it
BLANK = b"null"
_START = re.compile(rb'\{"seq":(0|[1-9][0-9]{0,15}),"k":(0|[1-9][0-9]{0,15}),"open":')
_SALT = 32

Place = tuple[int, int]


def opening(name: str, value: object) -> bytes:
    """The bytes that are committed to: a new salt of 32 bytes, the name and the value."""
    return canonical([b64(secrets.token_bytes(_SALT)), name, value])


def commitment(opened: bytes) -> str:
    """What an entry holds in the place of a sealed value."""
    return b64(sha256(opened).digest())


def line(place: Place, opened: bytes) -> bytes:
    """A sealed value as it stands in its file."""
    start = b'{"seq":%d,"k":%d,"open":%s' % (*place, opened)
    length = -(-(len(start) + 2) // BLOCK) * BLOCK
    return start.ljust(length - 2) + b"}\n"


def parse(text: bytes) -> tuple[Place, bytes] | None:
    """The place and opening of a whole line; None where it is not the one way to write them."""
    start = _START.match(text)
    if start is None or len(text) % BLOCK or text[-2:] != b"}\n":
        return None
    opened = text[start.end() : -2].rstrip(b" ")
    if opened == BLANK:
        return (int(start[1]), int(start[2])), opened
    spaces = len(text) - 2 - start.end() - len(opened)
    if spaces >= BLOCK or opened[:1] != b"[" or opened[-1:] != b"]":
        return None
    return (int(start[1]), int(start[2])), opened


def place_of(text: bytes) -> Place | None:
    """The place that a line begins with, whatever follows; None where it is no such line."""
    start = _START.match(text)
    return None if start is None else (int(start[1]), int(start[2]))


def seq_of(text: bytes) -> int | None:
    """The number of the entry that a line belongs to; None where it is no such line."""
    start = _START.match(text)
    return None if start is None else int(start[1])


def blanked(text: bytes) -> tuple[int, bytes]:
    """Where in a line the opening begins, and what stands from there to the closing brace once it is erased."""
    start = _START.match(text)
    assert start is not None, "found by its place"
    return start.end(), BLANK.ljust(len(text) - start.end() - 2)


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
    try:
        salt, name, found = value_of(opened)
        unb64(salt, _SALT)
        if not isinstance(name, str):
            raise TypeError("a name is text")
    except (ValueError, TypeError):
        raise Broken(
            "a sealed value is not a salt, a name and a value", f"{place[0]}.{place[1]}", "run muniment verify"
        ) from None
    return name, found
