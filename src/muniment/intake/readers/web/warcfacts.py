"""What the heads in a web archive say: the record's own, and that of the answer from the web inside it."""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from muniment.intake.readers.web.feed import Block, Hash
from muniment.model.reading import Json

_HTTP = re.compile(r"HTTP/\d(?:\.\d)? +(\d{3})(?: +([^\r\n]*))?\r?\n|[A-Z]{3,20} \S+ HTTP/\d(?:\.\d)?\r?\n")
_BLANK = re.compile(rb"\r?\n\r?\n")
_ARC = re.compile(rb"(\S+) (\S+) (\d{8,17}) (\S+) (?:[^\r\n]* )?(\d{1,18})\r?\n")
_MEDIA = re.compile(r"\s*([\w.+-]+/[\w.+-]+)")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_SENT = 200  # headers of an answer that are kept
_DIGESTS: dict[str, Callable[[], Hash]] = {
    "sha1": lambda: hashlib.sha1(usedforsecurity=False),
    "md5": lambda: hashlib.md5(usedforsecurity=False),
    "sha256": hashlib.sha256,
    "sha512": hashlib.sha512,
}


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its kind, its own headers by their names in small letters, and its bytes."""

    kind: str
    headers: Mapping[str, str]
    block: Block

    @property
    def url(self) -> str:
        """The address that it is of; where it has none, its own id."""
        return self.headers.get("warc-target-uri", "").strip("<>") or self.headers.get("warc-record-id", "record")

    @property
    def date(self) -> str:
        """When it was taken."""
        return self.headers.get("warc-date", "")

    @property
    def stated(self) -> bytes:
        """The hash that it says its bytes have; b"" where it says none that we know."""
        return _digest(self.headers.get("warc-block-digest", ""))[1]

    def stated_hash(self) -> Hash | None:
        """What makes such a hash."""
        kind, _ = _digest(self.headers.get("warc-block-digest", ""))
        return _DIGESTS[kind]() if kind else None

    @property
    def speaks_http(self) -> bool:
        """Whether its bytes begin with the head of an answer or a request."""
        if self.kind == "arc":
            return self.url.lower().startswith("http")
        said = self.headers.get("content-type", "").lower()
        return self.kind in {"response", "request", "revisit"} and (not said or said.startswith("application/http"))


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an answer or a request."""

    text: str
    size: int  # of its bytes
    status: str
    sent: tuple[tuple[str, str], ...]

    @property
    def headers(self) -> dict[str, str]:
        """By their names in small letters; of two with one name the last."""
        return {name.lower(): value for name, value in self.sent}


def fields(lines: Iterable[bytes]) -> dict[str, str]:
    """Headers by their names in small letters; a line that begins with white space goes on with the one before it."""
    found: dict[str, str] = {}
    last = ""
    for line in lines:
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        name, colon, value = text.partition(":")
        if text[:1] in {" ", "\t"} and last:
            found[last] += " " + text.strip()
        elif colon:
            last = name.strip().lower()[:100]
            found[last] = value.strip()
    return found


def arc(line: bytes) -> dict[str, str] | None:
    """The line before a record of the older form, under the names that the newer has for the same."""
    found = _ARC.fullmatch(line)
    if found is None:
        return None
    url, address, when, kind, size = (text.decode("utf-8", "replace") for text in found.groups())
    parts = [when[:4], when[4:6], when[6:8]]
    clock = [part for part in (when[8:10], when[10:12], when[12:14]) if part]
    return {
        "warc-target-uri": url,
        "warc-ip-address": address,
        "warc-date": "-".join(parts) + (f"T{':'.join(clock)}Z" if len(clock) == 3 else ""),
        "content-type": kind,
        "content-length": size,
    }


def http(start: bytes) -> Head | None:
    """The head with which a block begins; None where it begins with none."""
    blank = _BLANK.search(start)
    size = blank.end() if blank else len(start)
    text = start[:size].decode("utf-8", "replace")
    found = _HTTP.match(text)
    if found is None:
        return None
    sent = fields_in_order(text[found.end() :])
    status = f"{found[1]} {found[2] or ''}".strip() if found[1] else ""
    return Head(text, size, status, tuple(sent))


def fields_in_order(text: str) -> list[tuple[str, str]]:
    """Headers as they stand, each on its line."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if line[:1] in {" ", "\t"} and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        elif colon and len(found) < _SENT:
            found.append((name.strip(), value.strip()))
    return found


def facts_of(record: Record, head: Head | None) -> dict[str, Json]:
    """What a person asks of a member: from where, when, and what the server said."""
    own = record.headers
    sent = head.headers if head else {}
    facts: dict[str, Json] = {
        "url": record.url,
        "date": record.date,
        "record": "" if record.kind == "arc" else record.kind,
        "record_id": own.get("warc-record-id", ""),
        "status": head.status if head else "",
        "content_type": sent.get("content-type") or ("" if record.speaks_http else own.get("content-type", "")),
        "location": sent.get("location", ""),
        "server_address": own.get("warc-ip-address", ""),
        "truncated": own.get("warc-truncated", ""),
        "segment": own.get("warc-segment-number", ""),
        "concurrent_to": own.get("warc-concurrent-to", ""),
    }
    facts = {key: value for key, value in facts.items() if value}
    if head:
        facts["headers"] = [list(pair) for pair in head.sent]
    return facts


def media_of(said: str) -> str:
    """The media type in a header."""
    found = _MEDIA.match(said)
    return found[1].lower() if found else ""


def charset_of(said: str) -> str:
    """The charset in a header."""
    found = _CHARSET.search(said)
    return found[1] if found else ""


def _digest(said: str) -> tuple[str, bytes]:
    """A hash as a record states it: its kind and itself; ("", b"") where it is none that we know."""
    kind, _, text = said.partition(":")
    kind, text = kind.strip().lower().replace("-", ""), text.strip()
    size = _DIGESTS[kind]().digest_size if kind in _DIGESTS else 0
    try:
        if len(text) == 2 * size:
            found = bytes.fromhex(text)
        else:
            found = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except (ValueError, binascii.Error):
        return "", b""
    return (kind, found) if size and len(found) == size else ("", b"")
