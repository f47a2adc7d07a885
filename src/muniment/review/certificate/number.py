r"""The secret number of an item, by which an audit is drawn, and the seed that all of them are made from.

Anybody can work them out again with `sha256sum`:

    printf 'muniment draw 1\n%s\n%s\n%s' LEAF HOW ADDED | sha256sum         the seed
    printf 'muniment number 1\n%s\n%s' SEED ITEM | sha256sum                 an item's number: the first 53 bits

LEAF is the hash of the leaf of the entry that fixed frame, target and rule, SEED what the first line gives, both in
lower-case hexadecimal. HOW is `typed` (ADDED: the digits a second person typed, after that entry was signed),
`cosigned` (ADDED: a cosigner's Ed25519 signature over that hash, its 64 bytes in lower-case hexadecimal) or `alone` (ADDED: nothing), which a certificate
says. The first 53 bits are the first 14 hexadecimal digits, divided by 8, without the remainder.
"""

import re
from collections.abc import Iterable
from hashlib import sha256

from muniment.errors import AskedWrong
from muniment.review.certificate.table import BITS

HOW = ("typed", "cosigned", "alone")
LEAST_DIGITS = 6
_SIGNATURE = re.compile("[0-9a-f]{128}")


def seed(leaf: str, how: str, added: str = "") -> str:
    """The seed of a draw, from the entry that fixed it and from what somebody else added after it.

    *Raises* AskedWrong where that is not what `how` says.
    """
    if how not in HOW:
        raise AskedWrong("a draw is not seeded so", how, f"say one of {', '.join(HOW)}")
    if how == "typed" and not (added.isascii() and added.isdigit() and len(added) >= LEAST_DIGITS):
        raise AskedWrong(
            "a draw wants digits", added, f"let a second person type {LEAST_DIGITS} digits or more, from dice say"
        )
    if (how == "cosigned" and not _SIGNATURE.fullmatch(added)) or (how == "alone" and added):
        raise AskedWrong("a draw is not seeded so", how, "give the signature with `cosigned`, and nothing with `alone`")
    return sha256(f"muniment draw 1\n{leaf.lower()}\n{how}\n{added}".encode()).hexdigest()


def number(seed: str, item: str) -> int:
    """The secret number of an item: at or above 0 and below 2^53."""
    digest = sha256(f"muniment number 1\n{seed}\n{item}".encode()).digest()
    return int.from_bytes(digest[:7]) >> (7 * 8 - BITS)


def numbers(seed: str, frame: Iterable[str]) -> dict[str, int]:
    """The secret numbers of a frame. *Cost*: some 1.5 s and 130 MB for a million items."""
    start = sha256(f"muniment number 1\n{seed}\n".encode())
    found = {}
    for item in frame:
        each = start.copy()
        each.update(item.encode())
        found[item] = int.from_bytes(each.digest()[:7]) >> (7 * 8 - BITS)
    return found
