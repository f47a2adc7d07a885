"""DKIM: which domains signed a mail on its way, which headers, and whether its body is still the one that was signed.

The signature itself fits or not by a key that stood in the domain's DNS on the day: that is not asked. Source: RFC 6376.
"""

import binascii
import hashlib
import re
from collections.abc import Mapping

from muniment.intake.readers.archives.archivenames import moment
from muniment.intake.readers.mail.mailfields import Buffer, Head
from muniment.model.reading import Json

_MOST = 20
_LARGEST = 64 << 20  # bytes of body that are hashed
_BLANKS = re.compile(rb"[ \t]+")
_WHITE = re.compile(r"\s+")
_FROM = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_SHOWS = "that the headers are unchanged and that the domain signed them: the key of that day stands in DNS alone"


def facts(head: Head, data: Buffer | None) -> dict[str, Json]:
    """Each signature as a fact; `data` is the whole mail, None where its bytes are not those that were carried."""
    fields = head.every(b"dkim-signature")[:_MOST]
    if not fields:
        return {}
    body = _Body(bytes(data[head.end :]) if data is not None and len(data) - head.end <= _LARGEST else None)
    return {"dkim": [_fact(_tags(value), body) for value in fields]}


def _tags(value: bytes) -> dict[str, str]:
    """The tags of a signature; of two with one name the first counts."""
    found: dict[str, str] = {}
    for piece in value[: 1 << 16].decode("utf-8", "replace").split(";"):
        name, sign, said = piece.partition("=")
        if sign:
            found.setdefault(name.strip().lower(), said.strip())
    return found


def _fact(tags: Mapping[str, str], body: "_Body") -> dict[str, Json]:
    said: dict[str, Json] = {
        "domain": tags.get("d", "").lower(),
        "selector": tags.get("s", ""),
        "identity": tags.get("i", ""),
        "algorithm": tags.get("a", "").lower(),
        "canonicalization": tags.get("c", "simple/simple").lower(),
        "signed_headers": [name.strip().lower() for name in tags.get("h", "").split(":") if name.strip()],
        "signed_at": _time(tags.get("t", "")),
        "expires": _time(tags.get("x", "")),
    }
    fact = {key: value for key, value in said.items() if value}
    if "l" in tags and tags["l"].isascii() and tags["l"].isdigit() and len(tags["l"]) < 16:
        fact["body_bytes_signed"] = int(tags["l"])
    unchanged, unquoted = body.fits(fact, tags.get("bh", ""))
    fact["body_unchanged"] = unchanged
    if unquoted:
        fact["mbox_quoting_undone"] = True
    return {**fact, "verifies": None, "cannot_show": _SHOWS}


def _time(seconds: str) -> str:
    return moment(int(seconds)) if seconds.isascii() and seconds.isdigit() and len(seconds) < 12 else ""


class _Body:
    """A body, hashed in each way once."""

    def __init__(self, raw: bytes | None) -> None:
        self._raw = raw
        self._known: dict[tuple[bool, str, int, bool], bytes] = {}

    def fits(self, fact: Mapping[str, Json], written: str) -> tuple[bool | None, bool]:
        """Whether the body's hash is the one that is written; and whether only with the `>` of an mbox taken away again."""
        name = str(fact.get("algorithm", "")).rpartition("-")[2]
        way = str(fact["canonicalization"]).partition("/")[2] or "simple"
        try:
            wanted = binascii.a2b_base64(_WHITE.sub("", written))
        except ValueError:
            return None, False
        if self._raw is None or name not in {"sha1", "sha256"} or way not in {"simple", "relaxed"} or not wanted:
            return None, False
        length = int(fact.get("body_bytes_signed", -1))
        for unquoted in (False, True):
            if unquoted and not _FROM.search(self._raw):
                break
            if self._hash(name, length, relaxed=way == "relaxed", unquoted=unquoted) == wanted:
                return True, unquoted
        return False, False

    def _hash(self, name: str, length: int, *, relaxed: bool, unquoted: bool) -> bytes:
        key = relaxed, name, length, unquoted
        if key not in self._known:
            raw = _FROM.sub(b"", self._raw or b"") if unquoted else self._raw or b""
            body = canonical(raw, relaxed=relaxed)
            if length >= 0:
                body = body[:length]
            self._known[key] = hashlib.new(name, body, usedforsecurity=False).digest()
        return self._known[key]


def canonical(body: bytes, *, relaxed: bool) -> bytes:
    """The body in the form in which it is hashed. Line ends are those of the wire, whatever the file has."""
    body = body.replace(b"\r\n", b"\n")
    if relaxed:
        body = _BLANKS.sub(b" ", body).replace(b" \n", b"\n")
        body = body[:-1] if body.endswith(b" ") else body
    body = body.rstrip(b"\n")
    if body or not relaxed:
        body += b"\n"
    return body.replace(b"\n", b"\r\n")
