"""Web archives, WARC and the older ARC, packed by GZ or not: what each page's server sent is a member with its address."""

import re
from collections.abc import Mapping

from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.readers.archives.archiverows import ArchiveRows
from muniment.intake.readers.rows import Damaged, Stream
from muniment.intake.readers.web.feed import Block, Feed, Gzipped, Plain
from muniment.intake.readers.web.warcfacts import Record, arc, charset_of, facts_of, fields, http, media_of
from muniment.intake.readers.web.webbody import body
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Json, Page
from muniment.model.state import State

VERSION = "2"
WARC, ARC = "application/x-warc", "application/x-arc"
_VERSION = re.compile(rb"WARC/\d\.\d+\s*$")
_HEAD = 1 << 16  # bytes of the head of an answer
_FIELDS = 1 << 18  # bytes of a record's own head
_LISTED = 64 << 20  # characters of what has no member of its own
_DESCRIBES = 1 << 16  # bytes of a record that speaks of the archive


def read(source: Source, scope: Scope) -> Draft:
    """Read a web archive record by record.

    Raises: Unreadable, where there is no record.
    """
    packed = source.head(2) == b"\x1f\x8b"
    feed = Feed(Gzipped(source, scope) if packed else Plain(source))
    draft = Draft(WARC, State.NONE_CONTAINER)
    web = _Web(draft, ArchiveRows(draft, scope), feed, packed=packed)
    web.read()
    web.finish()
    return draft


class _Web:
    """One archive and the rows that come of it."""

    def __init__(self, draft: Draft, rows: ArchiveRows, feed: Feed, *, packed: bool) -> None:
        self._draft = draft
        self._rows = rows
        self._feed = feed
        self._packed = packed
        self._ordinal = 0
        self._listed: list[str] = []  # requests, and answers that were the same as before
        self._characters = 0
        self._counts: dict[str, int] = {}
        self._about: dict[str, Json] = {}

    def read(self) -> None:
        """Every record until the end, or until no more rows are taken."""
        while not self._rows.full:
            try:
                record = self._next()
                if record is None:
                    return
                self._record(record)
                record.block.finish()
            except Damaged as fault:
                self._rows.lost(fault.reason)
            except LimitReached as reached:
                self._rows.stop(reached.reason)
                self._rows.lost(reached.reason)
                return
            if self._rows.stopped and self._packed:
                self._rows.lost(self._rows.stopped)  # to pass over the rest it would have to be unpacked
                return
        self._rows.lost(self._rows.stopped or "limit-children")

    def finish(self) -> None:
        """Say what follows from all records together.

        Raises: Unreadable, where there are none.
        """
        draft = self._draft
        if not self._ordinal and not self._rows.stopped:
            raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no record")
        if self._listed:
            draft.pages.append(Page("\n\n".join(self._listed), None, "requests"))
        if self._counts:
            draft.facts["records"] = self._counts
        if self._about:
            draft.facts["about"] = self._about
        self._rows.finish()

    def _next(self) -> Record | None:
        """The next record; what is none is passed over, and said."""
        while (line := self._feed.line()) is not None:
            if not line.strip():
                continue
            record = None
            if _VERSION.match(line):
                record = self._warc()
            elif (self._draft.type == ARC or not self._ordinal) and (found := arc(line)):
                self._draft.type = ARC
                record = Record("arc", found, Block(self._feed, int(found["content-length"])))
            if record is not None:
                self._ordinal += 1
                self._counts[record.kind] = self._counts.get(record.kind, 0) + 1
                return record
            self._rows.lost("damaged")
        return None

    def _warc(self) -> Record | None:
        lines, size = [], 0
        while (line := self._feed.line()) is not None and line.strip():
            lines.append(line)
            size += len(line)
            if size > _FIELDS:
                return None
        headers = fields(lines)
        length = headers.get("content-length", "")
        if not (length.isascii() and length.isdigit() and len(length) < 19):
            return None
        return Record(headers.get("warc-type", "")[:40].lower(), headers, Block(self._feed, int(length)))

    def _record(self, record: Record) -> None:
        block, headers, kind = record.block, record.headers, record.kind
        block.hash = record.stated_hash()
        if kind == "warcinfo" or headers.get("warc-target-uri", "").startswith("filedesc://"):
            self._describe(record)
            return
        head = http(block.ahead(_HEAD)) if record.speaks_http else None
        if head is not None:
            block.read(head.size)
        if kind == "revisit":
            self._list(f"{record.date} the same as before\n{record.url}")
        elif kind == "request" and not block.ahead(1):
            self._list(f"{record.date}\n{head.text.strip() if head else record.url}")
        else:
            stream: Stream = block if head is None else body(block, head.headers)
            self._member(record, facts_of(record, head), head.headers if head else {}, stream)

    def _member(self, record: Record, facts: dict[str, Json], sent: Mapping[str, str], stream: Stream) -> None:
        """A record with a body; its bytes are held against the hash that the archive has of them."""
        said = sent.get("content-type") or record.headers.get("content-type", "")
        hints = {key: value for key, value in (("type", media_of(said)), ("charset", charset_of(said))) if value}
        name = record.url if record.kind not in {"request", "metadata"} else f"{record.kind} of {record.url}"
        self._rows.member(Child(f"{self._ordinal:06d}", name, hints=hints, facts=facts), stream)
        if record.block.whole and record.block.digest != record.stated:
            facts["digest"] = "differs"
            self._rows.flag("header-malformed")

    def _describe(self, record: Record) -> None:
        """What a record says of the archive as a whole, and that record's own name and date."""
        own = {key: record.headers.get(f"warc-{key}", "") for key in ("date", "filename", "record-id")}
        own |= {"url": record.url} if record.kind == "arc" else {}
        for key, value in own.items():
            if value:
                self._about.setdefault(key.replace("-", "_"), value)
        text = record.block.ahead(_DESCRIBES)
        for key, value in fields(text.splitlines(keepends=True)).items():
            if len(self._about) < 100:
                self._about.setdefault(key.replace("-", "_"), value)

    def _list(self, text: str) -> None:
        """A record without a body: its words are kept on one page for all of them."""
        self._characters += len(text)
        if self._characters > _LISTED:
            self._draft.state, self._draft.reason = State.TEXT_PARTIAL, "limit-output"
        else:
            self._listed.append(text)
