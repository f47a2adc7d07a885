"""The members of a mail: what they are called, and what is declared of them."""

import re
from collections.abc import Sequence

from muniment.intake import charset
from muniment.intake.readers.archives.archivenames import Name
from muniment.intake.readers.mail import mailfields, mailparameters, mailtransfer
from muniment.intake.readers.mail.mailfields import Buffer
from muniment.intake.readers.mail.mailletters import Letters
from muniment.intake.readers.mail.mailwalk import Leaf
from muniment.intake.readers.members import Member
from muniment.intake.readers.rows import Rows
from muniment.model.media import media, mismatch
from muniment.model.reading import Child
from muniment.model.state import State

MAIL = "message/rfc822"
_MAILS = frozenset({MAIL, "message/global", "message/news"})
_HINTED = frozenset({"application/mbox", "text/html", "application/xhtml+xml", "text/csv"})  # types that break a tie
_SMALL = 1 << 20  # bytes; a larger part is decoded piece by piece
_PGP = re.compile(rb"^-----BEGIN PGP MESSAGE-----[^-]*+-----END PGP MESSAGE-----", re.MULTILINE)
_HEAD = 1 << 16  # bytes of a nested mail in which its subject is looked for


class Members:
    """Gives the parts of one mail that are members to its rows."""

    def __init__(self, rows: Rows, given: Buffer, data: Buffer, letters: Letters) -> None:
        self._rows = rows
        self._given = given
        self._data = data
        self._letters = letters

    def part(self, leaf: Leaf, place: mailparameters.Structured, coded: str) -> None:
        """A part as a member, its transfer encoding undone."""
        name = self._name(leaf, place, coded)
        handle = mailtransfer.opened(self._given, self._data, leaf.start, leaf.end, coded)
        size = leaf.end - leaf.start
        given = handle if coded or size > _SMALL else handle.read()
        declared = leaf.type.main
        hints = {"type": MAIL} if declared == "message/partial" else hints_of(leaf)
        facts = {
            "content_id": self._letters.text(leaf.head.first(b"content-id")).strip("<> "),
            "content_location": self._letters.text(leaf.head.first(b"content-location")),
            "description": self._letters.text(leaf.head.first(b"content-description")),
            "disposition": place.main,
            "declared_type": declared,
        }
        facts = {key: value for key, value in facts.items() if value}
        row = Child(leaf.path, *name, size=None if coded else size, hints=hints, facts=facts)
        if self._rows.member(row, given) and handle.damaged:
            self._rows.flag("transfer-damaged")

    def rest(self, start: int, end: int, reason: str) -> None:
        """One row for all that was not walked any more."""
        self._rows.lost(reason)
        self._rows.unread(Child(f"@{start}", "the rest", size=end - start, state=State.UNREAD_LIMIT, reason=reason))

    def bare(self, locator: str, name: bytes, data: bytes) -> None:
        """A file that stands uuencoded in a text."""
        shown = self._letters.text(name)
        self._rows.member(Child(locator, shown or f"part {locator}", _not_utf8(name), size=len(data)), data)

    def sealed(self, path: str, raw: bytes) -> None:
        """Messages of OpenPGP that stand among the words of a text."""
        for number, found in enumerate(_PGP.finditer(raw), start=1):
            row = Child(f"{path}:pgp{number}", f"message {number}.asc", size=len(found[0]))
            self._rows.member(row, found[0])

    def outside(self, start: int, end: int) -> None:
        """A very long text that stands outside the parts."""
        stream = mailtransfer.opened(self._given, self._data, start, end, "")
        self._rows.member(Child(f"@{start}", "outside the parts", size=end - start), stream)

    def packed(self, path: str, file: Member) -> None:
        """A file that is written into an HTML part."""
        locator = f"{path}:{file.locator}"
        try:
            with file.open() as stream:
                data = stream.read()
        except ValueError:
            self._rows.unread(Child(locator, f"part {locator}", state=State.UNREAD_CORRUPT, reason="damaged"))
        else:
            self._rows.member(Child(locator, f"part {locator}", size=len(data)), data)

    def link(self, leaf: Leaf) -> str:
        """A part that lies elsewhere; gives back where, as the mail says it."""
        said = {key: self._letters.value(value) for key, value in leaf.type.parameters.items()}
        target = "; ".join(f"{key}={value}" for key, value in said.items())
        name = said.get("name") or said.get("url", "").rpartition("/")[2] or f"part {leaf.path}"
        row = Child(leaf.path, name, kind="link", state=State.UNREAD_REFUSED, reason="link", facts={"target": target})
        self._rows.unread(row)
        return target

    def _name(self, leaf: Leaf, place: mailparameters.Structured, coded: str) -> Name:
        """The name that a part is given, or one made of what it is."""
        for given in named(leaf, place):
            if shown := self._letters.value(given):
                return shown, None if given.charset else _not_utf8(given.raw)
        if coded == "uuencode" and (raw := mailtransfer.uuencoded_name(self._data, leaf.start, leaf.end)):
            return self._letters.text(raw), _not_utf8(raw)
        kind = leaf.type.main
        if kind in _MAILS and not coded:
            shown = subject_of(self._data[leaf.start : min(leaf.end, leaf.start + _HEAD)], self._letters)
            if shown:
                return shown, None
        if kind == "message/partial":
            number, total = leaf.type.word("number"), leaf.type.word("total")
            return f"part {leaf.path}, piece {number or '?'} of {total or '?'}", None
        if shown := _last(self._letters.text(leaf.head.first(b"content-location"))):
            return shown, None
        known = media(kind)
        ending = known.extensions[0] if known and known.extensions else ""
        return f"part {leaf.path}" + (f".{ending}" if ending else ""), None


def named(leaf: Leaf, place: mailparameters.Structured) -> Sequence[mailparameters.Value]:
    """The names that a part is given, the one that counts first."""
    found = (place.parameters.get("filename"), place.parameters.get("name"), leaf.type.parameters.get("name"))
    return [given for given in found if given is not None and given.raw]


def subject_of(head: bytes, letters: Letters) -> str:
    """A name for a mail: its subject, with an ending where the subject would be taken for the name of something else."""
    raw = mailfields.quick(head, b"\nSubject:")
    if raw is None:
        raw = mailfields.top(mailfields.lines_as_line_feeds(head)).first(b"subject")
    subject = letters.text(raw).strip() if raw else ""
    return f"{subject}.eml" if mismatch(MAIL, subject) else subject


def hints_of(leaf: Leaf) -> dict[str, str]:
    """What is declared, where it can matter to a reader: the same declaration always gives the same hints."""
    kind = leaf.type.main
    if kind in _MAILS:
        return {"type": MAIL}
    hints = {"type": kind} if kind in _HINTED else {}
    if kind.startswith("text/") or kind in {"application/xhtml+xml", "application/xml", "application/mbox"}:
        said = charset.codec(leaf.type.word("charset"))
        if said not in {"", "utf_8"}:  # UTF-8 is what is tried without a word
            hints["charset"] = said
    return hints


def _last(location: str) -> str:
    """The last piece of an address, where it looks like the name of a file."""
    last = location.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2].strip()
    stem, dot, ending = last.rpartition(".")
    return last if dot and stem and ending.isalnum() and len(ending) < 6 else ""


def _not_utf8(raw: bytes) -> bytes | None:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw
    return None
