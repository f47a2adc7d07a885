"""Mail: headers, both alternatives of the body, and every other part as a member, named by its place in the mail.

The text is one page: the headers that a person is shown, then the body. Every header, decoded, stands in the fact
`headers`. A member's locator is its MIME path ("1.2"), beyond 32 levels "@" and where its body begins; its bytes have
their transfer encoding undone. A mail inside a mail is a member, its bytes as they lie.
"""

import re

from muniment.intake import charset
from muniment.intake.limits import Unreadable
from muniment.intake.readers.mail import (
    mailclaims,
    maildkim,
    mailfacts,
    mailfields,
    mailparameters,
    mailsigned,
    mailtransfer,
)
from muniment.intake.readers.mail.mailbody import HTML, Body
from muniment.intake.readers.mail.mailfields import Buffer, Head
from muniment.intake.readers.mail.mailletters import Letters
from muniment.intake.readers.mail.mailmembers import Members, named
from muniment.intake.readers.mail.mailparameters import Structured
from muniment.intake.readers.mail.mailuu import files_in
from muniment.intake.readers.mail.mailwalk import Leaf, Rest, Walk
from muniment.intake.readers.rows import Rows
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Json
from muniment.model.state import State

VERSION = "3"
ENGINE = charset.ENGINE
TYPE = "message/rfc822"

_BODY = frozenset(
    {
        "",  # no type, or none that is one: text, as the standard has it
        "text/plain",
        HTML,
        "text/rfc822-headers",
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
    }
)
_LONGEST = 8 << 20  # bytes; a longer text is a member, which has a reader that reads piece by piece
_ALL = 32 << 20  # bytes of body; what comes after them is a member too
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_CMS = b"\x2a\x86\x48\x86\xf7\x0d\x01"  # how the object identifiers of CMS begin
_ENVELOPED = (_CMS + b"\x07\x03", _CMS + b"\x07\x06", _CMS + b"\x09\x10\x01\x17")
_SIGNED = _CMS + b"\x07\x02"
_PGP = b"-----BEGIN PGP MESSAGE-----"
_FOREIGN = re.compile(rb"^[^\n]*[^A-Za-z0-9+/=\s\0]", re.MULTILINE)  # a line that is no base64


def read(source: Source, scope: Scope) -> Draft:
    """Read a mail.

    Raises: Unreadable, where there is no header field, and no text either.
    """
    given = mailfields.characters_of_one_byte(source)
    data = mailfields.lines_as_line_feeds(given)
    head = mailfields.top(data)
    if not head.fields and b"\0" in source.head(1 << 16):
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no header field")
    draft = _Mail(given, data, head, scope).read()
    whole = given is source.buffer()  # what was saved in characters of two bytes is not what was signed
    draft.facts.update(maildkim.facts(head, data if whole else None))
    draft.facts.update(mailclaims.facts(head))
    return draft


class _Mail:
    """One mail while it is read. `data` has line feeds where lines of `given` end: everything lies in the same place."""

    def __init__(self, given: Buffer, data: Buffer, head: Head, scope: Scope) -> None:
        self._given = given
        self._data = data
        self._head = head
        self._draft = Draft(TYPE)
        self._letters = Letters(data, head.fields, head.end)
        self._members = Members(Rows(self._draft, scope), given, data, self._letters)
        self._walk = Walk(data)
        self._body = Body()
        self._flags: set[str] = set()
        self._signatures: list[dict[str, Json]] = []
        self._scope = scope
        self._failed = self._locked = False
        self._taken = 0  # bytes of body so far

    def read(self) -> Draft:
        """All of it."""
        head, draft = self._head, self._draft
        said = mailfacts.Said(head, self._letters)
        self._body.headers(said.shown())
        draft.facts.update(said.facts())
        charset_of_all = mailparameters.media_type(head.first(b"content-type")).word("charset")
        for part in self._walk.parts(head):
            if isinstance(part, Leaf):
                self._leaf(part)
            elif isinstance(part, Rest):
                self._members.rest(part.start, part.end, "limit-children")
                self._failed = True
            elif part.end - part.start > _LONGEST:
                self._members.outside(part.start, part.end)
            else:
                self._body.outside(self._given[part.start : part.end], charset_of_all)
        self._settle()
        return draft

    def _leaf(self, leaf: Leaf) -> None:
        kind = leaf.type.main
        coded = mailtransfer.way(leaf.head.first(b"content-transfer-encoding"))
        if coded is None:
            self._flags.add("header-malformed")
            coded = ""
        place = mailparameters.disposition(leaf.head.first(b"content-disposition"))
        if kind == "message/external-body":
            self._body.note(f"{kind}: {self._members.link(leaf)}")
        elif self._is_body(leaf, place):
            self._text(leaf, place, coded)
        else:
            if kind in _SEALED:
                self._sealed(leaf, coded)
            elif kind in mailsigned.KINDS and leaf.path in self._walk.signed:
                self._signature(leaf, coded)
            elif kind == "message/partial":
                said = "; ".join(f"{key}={leaf.type.word(key)}" for key in leaf.type.parameters)
                self._body.note(f"{kind}: {said}")
            self._members.part(leaf, place, coded)

    def _is_body(self, leaf: Leaf, place: Structured) -> bool:
        kind = leaf.type.main
        size = leaf.end - leaf.start
        if size > _LONGEST or self._taken + size > _ALL:
            return False
        # a multipart without a boundary is text as well
        return kind.startswith("multipart/") or (
            kind in _BODY and place.main != "attachment" and not named(leaf, place)
        )

    def _text(self, leaf: Leaf, place: Structured, coded: str) -> None:
        """A part that is body, unless its bytes are no text."""
        start, end, after, body = leaf.start, leaf.end, b"", self._body
        self._taken += end - start
        handle = mailtransfer.opened(self._given, self._data, start, end, coded)
        raw = handle.read()
        if handle.damaged:
            self._failed = True
            self._flags.add("transfer-damaged")
            found = _FOREIGN.search(self._data, start, end) if coded == "base64" else None
            if found:  # what follows was added by somebody who did not look, or is damaged: as it lies
                raw = mailtransfer.opened(self._given, self._data, start, found.start(), coded).read()
                after = self._given[found.start() : end]
        if b"\0" in raw and not charset.wide(raw[: len(raw) & ~3], charset.codec(leaf.type.word("charset"))):
            self._members.part(leaf, place, coded)
            return
        declared = leaf.type.word("charset")
        if leaf.type.main == HTML:
            alternative = "multipart/alternative" in self._walk.kinds
            for packed in self._body.html(raw, declared, alternative=alternative):
                self._members.packed(leaf.path, packed)
        else:
            raw, files = files_in(raw)
            joined = leaf.type.word("delsp").lower() == "yes" and leaf.type.word("format").lower() == "flowed"
            body.plain(raw, declared, joined=joined)
            for number, (name, data) in enumerate(files, start=1):
                self._members.bare(f"{leaf.path}:{number}", name, data)
            if not body.locked and _PGP in raw:
                self._members.sealed(leaf.path, raw)
        if after:
            self._body.plain(after, declared)

    def _sealed(self, leaf: Leaf, coded: str) -> None:
        """Say whether a part of S/MIME is signed or encrypted."""
        stop = min(leaf.end, leaf.start + 400)
        first = mailtransfer.opened(self._given, self._data, leaf.start, stop, coded).read()[:100]
        said = leaf.type.word("smime-type").lower()
        if any(mark in first for mark in _ENVELOPED) or (said.endswith("enveloped-data") and _SIGNED not in first):
            self._locked = True
        elif _SIGNED in first or said == "signed-data":
            self._flags.add("signature-present")

    def _signature(self, leaf: Leaf, coded: str) -> None:
        """What a detached signature shows of the part before it."""
        if leaf.end - leaf.start > mailsigned.LARGEST:
            return
        raw = mailtransfer.opened(self._given, self._data, leaf.start, leaf.end, coded).read()
        start, end = self._walk.signed[leaf.path]
        if leaf.type.main in mailsigned.OPENPGP:
            self._signatures += mailsigned.openpgp(raw)
        elif self._data is self._given:
            self._scope.alone()  # keys and signatures are the business of native code
            self._signatures += mailsigned.smime(raw, self._given, start, end)

    def _settle(self) -> None:
        """The state and the flags that follow from all parts."""
        draft, body, walk = self._draft, self._body, self._walk
        if self._head.malformed or walk.malformed:
            self._flags.add("header-malformed")
        if not walk.ended:
            self._flags.add("end-missing")
        if "multipart/signed" in walk.kinds:
            self._flags.add("signature-present")
        if mailfacts.implausible(self._head):
            self._flags.add("date-implausible")
        body.settle(draft)
        if signatures := [*self._signatures, *body.signatures]:
            self._flags.add("signature-present")
            draft.facts["signatures"] = signatures
        locked = self._locked or body.locked or "multipart/encrypted" in walk.kinds
        if locked and not body.said:
            draft.state, draft.reason = State.UNREAD_ENCRYPTED, "key"
        elif self._failed:
            draft.state, draft.reason = State.TEXT_PARTIAL, "part-failed"
        elif body.flow.blank:
            draft.state, draft.reason = State.NONE_BLANK, "no-text"
        draft.flags = sorted({*draft.flags, *self._flags, *body.flags, *self._letters.flags})
