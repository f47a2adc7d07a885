"""The people in an address header, each as `Name <address>`; in whatever form they are written, nothing of it is lost."""

import re
from collections.abc import Iterator
from functools import lru_cache

from muniment.intake.readers.mail.mailletters import Letters

_TOKEN = re.compile(r"\"(?:[^\"\\]++|\\.)*+\"|\((?:[^()\\]++|\\.)*+\)|<[^<>]*+>|[,;:]|[^\",;:<(]++|.", re.DOTALL)
_PLAIN = re.compile(r"[,;]|[^,;]++")  # where a quote, a bracket or a comment is not closed
_QUOTED = re.compile(r"\\(.)", re.DOTALL)
_SPACES = re.compile(r"\s+")


def people(raw: bytes, letters: Letters) -> list[str]:
    """Everybody whom a value names; of a group its name and its people."""
    if raw.isascii() and b"=" not in raw and b"\x1b" not in raw:  # no letter is encoded: the value alone says them
        return list(_plain(raw))
    return _named(raw, letters)


@lru_cache(maxsize=512)
def _plain(raw: bytes) -> tuple[str, ...]:
    """The same people stand in many mails of a box."""
    return tuple(_named(raw, Letters(b"", (), 0)))


def _named(raw: bytes, letters: Letters) -> list[str]:
    return [shown for piece in _mailboxes(letters.characters(raw)) if (shown := _shown(piece, letters))]


def _mailboxes(text: str) -> Iterator[list[str]]:
    """The tokens of one mailbox after the other. Cost: linear, whatever is left open."""
    pattern, place, piece = _TOKEN, 0, list[str]()
    while found := pattern.match(text, place):
        if pattern is _TOKEN and found[0] in {'"', "(", "<"}:
            pattern = _PLAIN
            continue
        place = found.end()
        sign = found[0]
        if sign in {",", ";"} or (sign == ":" and not any("@" in other or other[0] == "<" for other in piece)):
            yield piece
            piece = []
        else:
            piece.append(sign)
    yield piece


def _shown(piece: list[str], letters: Letters) -> str:
    address, comment = "", ""
    name: list[str] = []
    for token in piece:
        if token[0] == "<" and token[-1] == ">" and not address:
            address = token[1:-1].strip()
        elif token[0] == "(" and token[-1] == ")":
            comment = f"{comment} {token[1:-1]}".strip()
        elif token[0] == '"' and token[-1] == '"' and len(token) > 1:
            name.append(_QUOTED.sub(r"\1", token[1:-1]))
        else:
            name.append(token)
    said = _SPACES.sub(" ", letters.words("".join(name))).strip()
    comment = letters.words(comment)
    if not address and "@" in said and " " not in said:
        said, address = "", said
    if not said:
        said, comment = comment, ""
    shown = f"{said} <{address}>" if said and address else said or address
    return f"{shown} ({comment})" if comment else shown
