"""AppleSingle and AppleDouble (the `._` files of Macs): forks as members; name, note, dates and where a file came from as facts.

Source: RFC 1740. The attributes behind the Finder's own bytes follow Apple's sources (copyfile, xattr).
"""

import plistlib
import re
from collections.abc import Mapping

from muniment.intake.limits import Unreadable
from muniment.intake.readers.archives.archivenames import moment
from muniment.intake.readers.mail import applelabels
from muniment.intake.readers.rows import Rows
from muniment.intake.readers.signed.piecewise import Pieces
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Json, Page
from muniment.model.state import State

VERSION = "1"
TYPE = "application/applefile"

_DATA, _RESOURCE, _NAME, _NOTE, _DATES, _FINDER = 1, 2, 3, 4, 8, 9
_FORKS = {_DATA: "data", _RESOURCE: "resource"}
_TIMES = ("created", "modified", "backed_up", "opened")
_Y2K = 946_684_800  # seconds of Unix at which these dates begin
_MOST = 100  # entries
_ATTRIBUTES = 1000
_LONGEST = 1 << 16  # bytes of an attribute
_STEP = 1 << 20
_LISTS = frozenset({"com.apple.metadata:kMDItemWhereFroms", "com.apple.metadata:kMDItemFinderComment"})
_TEXT = re.compile(r"[^\x00-\x08\x0e-\x1f\x7f]+")

# the jail opens no module later
plistlib.loads(plistlib.dumps(["warm"], fmt=plistlib.FMT_BINARY), fmt=plistlib.FMT_BINARY)


def read(source: Source, scope: Scope) -> Draft:
    """Read whatever entries there are.

    Raises: Unreadable.
    """
    count = int.from_bytes(source.head(2, 24), "big")
    entries: dict[int, tuple[int, int]] = {}
    for number in range(min(count, _MOST)):
        raw = source.head(12, 26 + 12 * number)
        kind, start, size = (int.from_bytes(raw[at : at + 4], "big") for at in (0, 4, 8))
        if len(raw) == 12:
            entries.setdefault(kind, (start, size))
    if not entries:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no entry")
    draft = Draft(TYPE, State.NONE_CONTAINER)
    short = _say(draft, source, entries)
    rows = Rows(draft, scope)
    for kind, suffix in ((_DATA, ""), (_RESOURCE, " (resource fork)")):
        start, size = entries.get(kind, (0, 0))
        if size:
            _fork(rows, source, Child(_FORKS[kind], f"{draft.facts.get('name') or 'fork'}{suffix}", size=size), start)
    if short or count > _MOST:
        draft.flags.append("end-missing" if short else "header-malformed")
        draft.state, draft.reason = (State.TEXT_PARTIAL, "salvaged") if draft.pages else (draft.state, draft.reason)
    return draft


def _fork(rows: Rows, source: Source, row: Child, start: int) -> None:
    size = row.size or 0
    if start + size > source.size:
        rows.unread(Child(row.locator, row.name, size=size, state=State.UNREAD_CORRUPT, reason="truncated"))
        return
    if row.locator == "resource":
        row = applelabels.settled(row, source.head(min(size, _LONGEST), start))
    places = range(start, start + size, _STEP)
    rows.member(row, Pieces(source.head(min(_STEP, start + size - place), place) for place in places))


def _say(draft: Draft, source: Source, entries: Mapping[int, tuple[int, int]]) -> bool:
    """Names, notes and dates; returns whether an entry is cut off."""
    facts = draft.facts
    short = any(start + size > source.size for start, size in entries.values())

    def entry(kind: int) -> bytes:
        start, size = entries.get(kind, (0, 0))
        return source.head(min(size, _LONGEST), start)

    finder = entry(_FINDER)
    facts |= applelabels.facts(_letters(entry(_NAME)), finder[:4], finder[4:8])
    dates = entry(_DATES)
    for at, key in enumerate(_TIMES):
        seconds = int.from_bytes(dates[4 * at : 4 * at + 4], "big", signed=True)
        if len(dates) >= 4 * at + 4 and seconds > -(1 << 31) and (seconds or key == "created"):
            facts[key] = moment(seconds + _Y2K)
    if len(finder) > 70 and (said := _attributes(source, entries[_FINDER][0])):
        facts["attributes"] = said
    if note := _letters(entry(_NOTE)):
        draft.pages.append(Page(note))
        draft.state = State.TEXT_COMPLETE
    return short


def _attributes(source: Source, start: int) -> dict[str, Json]:
    """The attributes of newer systems: what is text of them, and the lists of where a file came from."""
    head = source.head(36, start + 34)
    if not head.startswith(b"ATTR"):
        return {}
    found: dict[str, Json] = {}
    place = start + 34 + 36
    for _ in range(min(int.from_bytes(head[34:36], "big"), _ATTRIBUTES)):
        raw = source.head(11 + 256, place)
        if len(raw) < 11:
            break
        at, size, length = int.from_bytes(raw[:4], "big"), int.from_bytes(raw[4:8], "big"), raw[10]
        name = raw[11 : 11 + length].rstrip(b"\0").decode("utf-8", "replace")
        if value := _value(name, source.head(min(size, _LONGEST), at)):
            found[name] = value
        place += 11 + length + (-(11 + length) % 4)
    return found


def _value(name: str, raw: bytes) -> Json:
    if raw.startswith(b"bplist0"):
        if name not in _LISTS:
            return None
        try:
            said = plistlib.loads(raw, fmt=plistlib.FMT_BINARY)
        except (ValueError, OverflowError, RecursionError, plistlib.InvalidFileException):
            return None
        return (
            [one for one in said if isinstance(one, str)]
            if isinstance(said, list)
            else said
            if isinstance(said, str)
            else None
        )
    text = raw.rstrip(b"\0").decode("utf-8", "replace")
    return text if _TEXT.fullmatch(text) and "\ufffd" not in text else None


def _letters(raw: bytes) -> str:
    """A text in UTF-8, or as Macs once wrote it."""
    raw = raw.rstrip(b"\0")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("mac_roman")
