"""Mail's own kinds of text: saved web pages, Apple's mails, OpenPGP, and signatures or certificates written as letters."""

import base64
import re
from collections.abc import Callable

MAIL = "message/rfc822"
MHTML = "application/x-mimearchive"
EMLX = "message/x-emlx"

_COUNT = re.compile(r"\d{1,10}[ \t]*\r?\n")
_BLANK = re.compile(r"\r?\n[ \t]*\r?\n")
_FIELD = re.compile(r"^([!-9;-~]+)[ \t]*:((?:[^\n]*\n[ \t])*+[^\n]*)", re.MULTILINE)
_MARKS = ("snapshot-content-location", "multipart/related")  # without either it is no page
_RELATED = re.compile(r"\s*\"?multipart/related\b", re.IGNORECASE)
_CARRIED = frozenset({"to", "cc", "bcc", "received", "return-path", "delivered-to", "message-id", "reply-to"})
_OWN = frozenset({"mime-version", "from", "subject", "date"})
_ARMOUR = {
    "PGP MESSAGE": "application/pgp-encrypted",
    "PGP SIGNED MESSAGE": "application/x-pgp-signed",
    "PGP SIGNATURE": "application/pgp-signature",
    "PGP PUBLIC KEY BLOCK": "application/pgp-keys",
    "PGP PRIVATE KEY BLOCK": "application/pgp-keys",
    "PKCS7": "application/pkcs7-mime",
    "PKCS #7 SIGNED DATA": "application/pkcs7-mime",
    "CMS": "application/pkcs7-mime",
    "CERTIFICATE": "application/pkix-cert",
    "X509 CERTIFICATE": "application/pkix-cert",
    "TRUSTED CERTIFICATE": "application/pkix-cert",
}
_BEGIN = re.compile(r"-----BEGIN ([A-Z0-9 #]{3,40})-----")
_BER = re.compile(r"MI[A-Za-z0-9+/]{60}[A-Za-z0-9+/\s]*")


def mail(text: str) -> str:
    """Whether a mail is a web page that somebody saved: nobody carried it anywhere, and its parts belong to one page."""
    text = text.lstrip()
    blank = _BLANK.search(text)
    head = text[: blank.start()] if blank else text
    lower = head.lower()
    if head.isascii() and not any(mark in lower for mark in _MARKS):
        return MAIL
    fields = {found[1].lower(): found[2] for found in _FIELD.finditer(head + "\n")}
    if "snapshot-content-location" in fields:
        return MHTML
    if not _RELATED.match(fields.get("content-type", "")) or _CARRIED & fields.keys() or not _OWN & fields.keys():
        return MAIL
    return MAIL if "@" in fields.get("from", "") else MHTML


def counted(text: str, is_mail: Callable[[str], bool]) -> bool:
    """Whether it is a mail as Apple's program keeps it, behind the number of its bytes."""
    count = _COUNT.match(text)
    return count is not None and is_mail(text[count.end() :])


def named(lead: str, of_bytes: Callable[[bytes], str | None]) -> str:
    """What the first line of dashes says, or the first letters where they stand for a binary value; "" for neither."""
    if found := _BEGIN.match(lead):
        return _ARMOUR.get(found[1], "")
    if lead.startswith("MI") and (letters := _BER.match(lead)):
        plain = "".join(letters[0].split())
        kind = of_bytes(base64.b64decode(plain[: len(plain) // 4 * 4]))
        return kind if kind and kind.startswith("application/pkcs7") else ""
    return ""
