"""Text or not, and which kind of text. Plain text wins where in doubt: its reader loses nothing."""

import csv
import json
import re
from collections import Counter
from operator import itemgetter

from muniment.intake import charset, chattype, loadtype, magic, mailtype
from muniment.intake.source import Source

PLAIN = "text/plain"
_HEAD = 1 << 16
_PIECE = 1 << 13
_CONTROLS = bytes([*range(0x07), *range(0x0E, 0x1A), *range(0x1C, 0x20), 0x7F])
_HIGH = bytes(range(0x80, 0x100))

_KNOWN = (
    "from to cc bcc subject date received return-path message-id mime-version delivered-to content-type reply-to sender "
    "content-transfer-encoding content-disposition in-reply-to references dkim-signature envelope-to authentication-results "
    "resent-from resent-to resent-date importance status thread-topic user-agent list-id list-unsubscribe organization"
)
_HEADERS = frozenset(_KNOWN.split())
_OF_MAIL_ALONE = _HEADERS - frozenset(
    "from to cc bcc subject date sender status importance references organization content-type content-disposition".split()  # noqa: SIM905
)
_ALL = frozenset({"from", "to", "subject", "date", "message-id"})  # of a mail in whose headers a line is broken
_ODD = 2  # such lines
_HEADER = re.compile(r"([!-9;-~]{1,76})[ \t]*:")
_MBOX = re.compile(r"\s*From [^\n]{0,300}?\S[^\n]{0,300}\r?\n(?:>From |[!-9;-~]{1,76}:)")
_YEAR = re.compile(r"From [^\n]*\b\d{1,2}:\d\d(?::\d\d)?\b[^\n]*\b(?:19|20)\d\d\b|From (?:- |\?|MAILER-DAEMON)")
_COMMENTS = re.compile(r"\A(?:\s+|<!--.*?(?:-->|\Z)|<\?.*?\?>)+", re.DOTALL)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta|frameset)\b", re.IGNORECASE)
_FRAGMENT = re.compile(
    r"<(?:table|div|p|span|font|h[1-6]|center|ul|ol|dl|script|style|link|base|br|hr|img|a|b|i|pre|form|section|article)\b[^<]*>",
    re.IGNORECASE,
)
_ROOT = re.compile(r"<(?!\?|!)(?:[\w.-]+:)?([A-Za-z_][\w.-]*)([^<>]*)")
_ODF = re.compile(
    r"office:mimetype\s*=\s*[\"'](application/vnd\.oasis\.opendocument\.(?:text|spreadsheet|presentation|graphics))"
)


_JSON_STARTS = re.compile(
    r"\s*(?:\{\s*(?:\"(?:[^\"\\]|\\.)*\"\s*:|\})|\[\s*(?:[{\[\"\]]|-?\d|true|false|null))", re.DOTALL
)


def texty(source: Source) -> bool:
    """Whether the first bytes are of a text in some usual encoding."""
    head = source.head(_HEAD)
    if not head:
        return False
    if charset.marked(head)[0]:
        return not _mostly_controls(charset.decode(head).text)
    if charset.wide(head[: len(head) & ~3] if len(head) > 3 else head):
        return True
    if source.head(1024).strip(b"\0") == b"":
        return False
    return _few_controls(head)


def text_after_all(source: Source) -> bool:
    """Whether the middle and the end are text as well, in the same units as the beginning."""
    head = source.head(_HEAD)
    name = charset.marked(head)[0] or charset.wide(head[: len(head) & ~3] if len(head) > 3 else head)
    places = (source.size // 2 & ~3, max(source.size - _PIECE, 0) & ~3)
    pieces = (source.head(_PIECE + 3, place) for place in places)
    if name.startswith(("utf_16", "utf_32")):
        return not any(_mostly_controls(piece.decode(name, "replace")) for piece in pieces)
    return all(_few_controls(piece) for piece in pieces)


def _few_controls(piece: bytes) -> bool:
    if len(piece.translate(None, _CONTROLS)) == len(piece):
        return True
    text = piece.replace(b"\0" * 16, b"")  # padding
    high = len(text) - len(text.translate(None, _HIGH))
    controls = len(text) - len(text.translate(None, _CONTROLS))
    if high * 3 > len(text) and controls and not _as_utf8(text):
        return controls * 200 <= len(text)
    return controls * 50 <= len(text)


def _as_utf8(piece: bytes) -> bool:
    try:
        piece[:-3].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(piece) - 8 or error.start > 64
    return True


def _mostly_controls(text: str) -> bool:
    return len(re.findall("[\0-\x08\x0e-\x1a\ufffd]", text)) * 10 > len(text)


def kind(source: Source) -> str:
    """The media type of a text; hints of the parent break ties alone."""
    hinted = source.hints.get("type", "").partition(";")[0].strip().lower()
    text = charset.decode(source.head(_HEAD), source.hints.get("charset", "")).text.lstrip("\ufeff")
    lead = text[:200].lstrip()
    if lead.startswith(("{\\rtf", "{\\urtf")):
        return "application/rtf"
    named = _named(lead)
    if named:
        return named
    if chattype.lines(text):
        return chattype.WHATSAPP
    if _MBOX.match(text) and (_YEAR.match(text.lstrip()) or hinted == "application/mbox"):
        return "application/mbox"
    if _mail(text, hinted):
        return mailtype.mail(text)
    if mailtype.counted(text, lambda rest: _mail(rest, hinted)):
        return mailtype.EMLX
    if lead.startswith("<"):
        return _markup(text, hinted)
    if lead.startswith(("{", "[")):
        found = _json(source, text)
        if found:
            return (chattype.json(source, text) if found == "application/json" else "") or found
    return loadtype.lines(text) or _table(source, text, hinted) or _by_hint(hinted, text)


def _named(lead: str) -> str:
    """Formats that name themselves in their first line."""
    upper = lead[:40].upper()
    if upper.startswith("BEGIN:VCARD"):
        return "text/vcard"
    if upper.startswith(("BEGIN:VCALENDAR", "BEGIN:VEVENT")):
        return "text/calendar"
    if kind_of_mail := mailtype.named(lead, magic.of):
        return kind_of_mail
    if lead.startswith("(This file must be converted with BinHex"):
        return "application/mac-binhex40"
    if re.match(r"WARC/\d", lead):
        return "application/x-warc"
    if re.match(r"filedesc://\S+ \S+ \d{8,17} ", lead):
        return "application/x-arc"
    found = re.match(r"begin [0-7]{3} \S[^\n]*\r?\n([!-`])([ -`]+)\r?\n", lead)
    if found and (len(found[2].rstrip()) + 3) // 4 == ((ord(found[1]) - 32 & 63) + 2) // 3:
        return "text/x-uuencode"
    return ""


def _mail(text: str, hinted: str) -> bool:
    """Whether it begins with headers that only mail has together."""
    lines = text.lstrip("\r\n").partition("\n\n")[0].splitlines()
    if lines and lines[0].startswith(("From ", ">From ")) and not _HEADER.match(lines[0]):
        lines = lines[1:]
    names = _names(lines)
    known = _HEADERS.intersection(names)
    if hinted == "message/rfc822":
        return bool(known)
    if _ALL.issubset(_names(lines, _ODD)):
        return True
    if len(known) < 2 or (names[0] not in _HEADERS and not names[0].startswith("x-") and len(known) < 3):
        return False
    own = _OF_MAIL_ALONE & known or any(name.startswith("x-") for name in names)
    return bool(own) or ("from" in known and bool({"to", "date"} & known) and "subject" in known)


def _names(lines: list[str], odd: int = 0) -> list[str]:
    """The names of the headers that it begins with; so many lines among them may be none."""
    names: list[str] = []
    for line in lines:
        if not line.strip():
            break
        if line[0] in " \t":
            if not names:
                break
        elif found := _HEADER.match(line):
            names.append(found[1].lower())
        elif not names or not odd:
            break
        else:
            odd -= 1
    return names


def _markup(text: str, hinted: str) -> str:
    body = _COMMENTS.sub("", text)
    declared = text.lstrip()[:5].lower() == "<?xml"
    if declared or not _HTML.match(body):
        found = _xml(body, declared=declared)
        if found:
            return found
    if _HTML.match(body) or (_FRAGMENT.match(body) and (hinted == "text/html" or _closes(body))):
        return "text/html"
    if _HTML.search(body[:2048]) and body.startswith("<") and not body.startswith(("<?php", "<%")):
        return "text/html"
    return _by_hint(hinted, text)


def _closes(body: str) -> bool:
    """Whether a fragment closes what it opens, as prose with a bracket does not."""
    opened = re.match(r"<([A-Za-z0-9]+)", body)
    return opened is not None and f"</{opened[1].lower()}" in body.lower()


def _xml(body: str, *, declared: bool) -> str:
    root = _ROOT.search(body[:16384])
    if root is None:
        return "application/xml" if declared else ""
    name, attrs = root[1], root[2]
    if name == "svg" and (declared or "xmlns" in attrs or "viewBox" in attrs):
        return "image/svg+xml"
    if name.lower() == "html":
        return "application/xhtml+xml" if declared or "www.w3.org/1999/xhtml" in attrs else ""
    if name == "document" and (said := _ODF.search(body[:16384])):
        return f"{said[1]}-flat-xml"
    if declared or "xmlns" in attrs:
        return "application/xml"
    tag = re.match(r"<([\w.:-]+)", body)
    return "application/xml" if tag and body.rstrip().endswith(f"</{tag[1]}>") and not _FRAGMENT.match(body) else ""


def _json(source: Source, text: str) -> str:
    whole = source.size <= _HEAD
    start = _JSON_STARTS.match(text)
    if whole:
        try:
            return "application/json" if isinstance(json.loads(text), dict | list) else ""
        except json.JSONDecodeError as error:
            # a value that breaks off at its very end is a file that was cut off
            cut = error.msg.startswith("Unterminated string") or error.pos >= len(text.rstrip())
            if start and cut:
                return "application/json"
        except RecursionError:
            return "application/json" if start else ""
        except ValueError:  # a number of more digits than Python reads
            return "application/json" if start else ""
    lines = [line for line in text.splitlines() if line.strip()]
    if not whole:
        lines = lines[:-1]
    if len(lines) > 1 and all(_object(line) for line in lines[:20]):
        return "application/x-ndjson"
    return "application/json" if start and not whole and _ends_as_json(source) else ""


def _ends_as_json(source: Source) -> bool:
    """Whether it ends with a bracket, or at least looks like a value that was cut off."""
    tail = source.tail(_PIECE)
    return tail.rstrip(b" \t\r\n\0")[-1:] in {b"}", b"]"} or tail.count(b'"') * 40 > len(tail)


def _object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict | list)
    except (ValueError, RecursionError):
        return False


def _table(source: Source, text: str, hinted: str) -> str:
    """A table where each of its records has the same number of cells."""
    sign = delimiter(text if source.size <= _HEAD else text.rpartition("\n")[0], sure=hinted == "text/csv")
    if not sign:
        return ""
    return "text/tab-separated-values" if sign == "\t" else "text/csv"


def delimiter(text: str, *, sure: bool) -> str:
    """What parts the cells of a table; "" where it is no table. `sure`: somebody says that it is one."""
    best, most = "", 0
    for sign in ("\t", ",", ";", "|"):
        if sign not in text[:20_000]:
            continue
        rows = _rows(text[:20_000], sign)
        if len(rows) < (1 if sure else 3):
            continue
        width, same = max(Counter(map(len, rows)).items(), key=itemgetter(1))  # most_common would load a module late
        if width < 2 or (same * 20 < len(rows) * 19 and not sure):
            continue
        if sign == "," and not sure and text[:20_000].count(", ") * 2 > text[:20_000].count(",") and '"' not in text:
            continue  # commas of prose
        if width > most:
            best, most = sign, width
    return best


def _rows(text: str, sign: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(text.splitlines(keepends=True), delimiter=sign):
            if row:
                rows.append(row)
            if len(rows) == 200:
                break
    except csv.Error:
        return []
    return rows[:-1] if len(rows) > 3 and len(text) >= 20_000 else rows


def _by_hint(hinted: str, text: str) -> str:
    """What the parent says breaks the tie, where the text can be that."""
    if hinted in {"text/html", "application/xhtml+xml"} and re.search(r"</?[A-Za-z][^<>]*>|&#?\w+;", text):
        return "text/html"
    return PLAIN
