"""What computers on the way claim to have checked (SPF, DKIM, DMARC, ARC): claims, in headers that anybody can write."""

import re

from muniment.intake.readers.mail.mailfields import Head
from muniment.model.reading import Json

_HEADERS = {
    b"authentication-results": "Authentication-Results",
    b"arc-authentication-results": "ARC-Authentication-Results",
    b"arc-seal": "ARC-Seal",
    b"arc-message-signature": "ARC-Message-Signature",
    b"received-spf": "Received-SPF",
    b"x-original-authentication-results": "X-Original-Authentication-Results",
}
_MOST = 50
_LONGEST = 1 << 14
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"^\s*([A-Za-z][A-Za-z0-9-]{0,30})(?:/\d+)?\s*=\s*([A-Za-z]{1,20})\b")
_INSTANCE = re.compile(r"^\s*i\s*=\s*(\d{1,4})\b")
_DOMAIN = re.compile(r"(?:^|;)\s*d\s*=\s*([^\s;]+)")
_SEAL = re.compile(r"(?:^|;)\s*cv\s*=\s*(\w+)")
_WORD = re.compile(r"\s*([A-Za-z]+)")


def facts(head: Head) -> dict[str, Json]:
    """Who claims which results, header by header."""
    found: list[Json] = []
    for key, shown in _HEADERS.items():
        for value in head.every(key):
            if len(found) == _MOST:
                break
            found.append({"header": shown, **_claim(key, value[:_LONGEST].decode("utf-8", "replace"))})
    return {"claimed_checks": found} if found else {}


def _claim(key: bytes, value: str) -> dict[str, Json]:
    text = _COMMENT.sub(" ", value)
    claim: dict[str, Json] = {}
    if (instance := _INSTANCE.match(text)) and key.startswith(b"arc-"):
        claim["instance"] = int(instance[1])
        text = text[instance.end() :].lstrip(" ;")
    if key in {b"arc-seal", b"arc-message-signature"}:
        for name, pattern in (("by", _DOMAIN), ("chain", _SEAL)):
            if match := pattern.search(text):
                claim[name] = match[1].lower()
        return claim
    if key == b"received-spf":
        word = _WORD.match(text)
        return {"results": {"spf": word[1].lower()}} if word else {}
    pieces = text.split(";")
    if by := pieces[0].split():
        claim["by"] = by[0]
    results: dict[str, Json] = {}
    for piece in pieces[1:]:
        if match := _RESULT.match(piece):
            results.setdefault(match[1].lower(), match[2].lower())
    if results:
        claim["results"] = results
    return claim
