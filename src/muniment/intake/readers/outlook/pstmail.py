"""A thing of a mailbox as one mail: the same properties give the same bytes. Body, further lines, and attachments are its parts.

The body stands as text, as HTML where there is some, also where it is wrapped in RTF, and as RTF where that is the form in
which it was written. An attached message is a mail within the mail. What cannot stand in it is told aside.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from muniment.intake.readers.outlook import msgrtf, pstheaders, pstlines
from muniment.intake.readers.outlook.pstblocks import NotThere
from muniment.intake.readers.outlook.pstsaid import Said
from muniment.intake.readers.outlook.pstthing import MESSAGE, METHOD, Attachment, Thing
from muniment.intake.readers.rtf import rtfhtml
from muniment.intake.readers.rtf.rtfcodepages import of_page

LARGE = 32 << 20  # bytes; a larger attachment does not stand in the mail
_BODY, _HTML, _RTF, _REPORT, _PAGE = 0x1000, 0x1013, 0x1009, 0x1001, 0x3FDE
_REFERENCES = frozenset({2, 3, 4, 7})  # by a path, and by an address of the web
_NAMES = (0x3707, 0x3704, 0x3001)  # long, short, as shown
_PATHS = (0x370D, 0x3708)  # long, short
_TYPE, _ID, _LOCATION, _HIDDEN = 0x370E, 0x3712, 0x3713, 0x7FFE
_DEEPEST = 14  # mails within each other
_WRAPPED = 8 << 20  # bytes of RTF out of which HTML is taken
_MEDIA = re.compile(r"[\w.+-]{1,64}/[\w.+-]{1,100}", re.ASCII)
_COMPOSED = re.compile(r"(?:multipart|message)/", re.IGNORECASE)
_FROM_TEXT = re.compile(rb"\\fromtext(?![0-9])")
_CODE_PAGE = re.compile(r"cp(?=125\d|874)")
_LINE = 57 << 10  # bytes that are coded at a time, whole lines of base64


@dataclass(frozen=True, slots=True)
class Aside:
    """An attachment that does not stand in the mail, and why: "damaged", "limit-member", "limit-depth"."""

    path: tuple[int, ...]  # the numbers of the attachments that lead to it
    name: str
    why: str


class Mail:
    """One mail. When its pieces are taken, `aside` names what is missing from them."""

    def __init__(self, thing: Thing, path: tuple[int, ...] = ()) -> None:
        self._thing = thing
        self._path = path
        self._edge = f"=_muniment-{len(path)}"
        self.aside: list[Aside] = []

    def pieces(self) -> Iterator[bytes]:
        """The bytes. Attachments that are large stand elsewhere."""
        thing = self._thing
        head = [*pstheaders.headers(thing), "MIME-Version: 1.0"]
        yield _lines(*head, f'Content-Type: multipart/mixed; boundary="{self._edge}"', "")
        yield from self._bodies()
        if told := "\n".join(pstlines.lines(thing)):
            yield self._part(*_plain(told))
        for attachment in thing.attachments:
            yield from self._attached(attachment)
        yield _lines("", f"--{self._edge}--")

    def _part(self, fields: list[str], body: bytes = b"") -> bytes:
        return _lines("", f"--{self._edge}", *fields, "") + body

    def _bodies(self) -> Iterator[bytes]:
        said = self._thing.said
        text = said.text(_BODY) or said.text(_REPORT)
        page = _page(said)
        rtf = self._rtf(said)
        if rtf and not page and len(rtf) <= _WRAPPED and (found := rtfhtml.html(rtf)):
            page, rtf = (found.encode("utf-8", "replace"), "utf-8"), b""
        elif rtf and (rtfhtml.html(rtf[:2048]) is not None or (text and _FROM_TEXT.search(rtf, 0, 1024))):
            rtf = b"" if page or text else rtf  # it was made of what stands here already
        if text and page:
            inner = f"{self._edge}-body"
            yield self._part([f'Content-Type: multipart/alternative; boundary="{inner}"'])
            for fields, body in (_plain(text), _markup(*page)):
                yield _lines("", f"--{inner}", *fields, "") + body
            yield _lines("", f"--{inner}--")
        elif page:
            yield self._part(*_markup(*page))
        elif text or not rtf:
            yield self._part(*_plain(text))
        if rtf:
            yield self._part(_fields("application/rtf", "body.rtf", "inline"), _coded(rtf))

    def _rtf(self, said: Said) -> bytes:
        packed = said.data(_RTF)
        if not packed:
            return b""
        found = msgrtf.unpack(packed)
        if found.wrong:
            self._thing.lost.append("RTF body")
        return found.data

    def _attached(self, attachment: Attachment) -> Iterator[bytes]:
        said, path = attachment.said, (*self._path, attachment.number)
        name = name_of(attachment)
        method = said.whole(METHOD)
        if method == MESSAGE:
            yield from self._inner(attachment, path)
        elif method in _REFERENCES:
            target = next(filter(None, (said.text(number) for number in _PATHS)), name)
            words = f"message/external-body; access-type=local-file; name*=UTF-8''{quote(target, safe='')}"
            yield self._part([f"Content-Type: {words}"], b"\r\n")
        else:
            try:
                data = _whole(attachment)
            except NotThere as fault:
                self.aside.append(Aside(path, name, str(fault)))
                return
            if data is not None:
                yield self._part(_about(said, name))
                for at in range(0, len(data), _LINE):
                    yield _coded(data[at : at + _LINE])
            elif self._path:
                self.aside.append(Aside(path, name, "limit-member"))

    def _inner(self, attachment: Attachment, path: tuple[int, ...]) -> Iterator[bytes]:
        if len(path) > _DEEPEST:
            self.aside.append(Aside(path, name_of(attachment), "limit-depth"))
            return
        try:
            thing = attachment.message()
        except NotThere:
            self.aside.append(Aside(path, name_of(attachment), "damaged"))
            return
        mail = Mail(thing, path)
        yield self._part(["Content-Type: message/rfc822", "Content-Disposition: attachment"])
        yield from mail.pieces()
        self.aside += mail.aside
        self._thing.lost += [f"attachment {attachment.number}: {lost}" for lost in thing.lost]


def name_of(attachment: Attachment) -> str:
    """What an attachment is called."""
    texts = (" ".join(attachment.said.text(number).split()) for number in _NAMES)
    return next(filter(None, texts), "") or f"attachment {attachment.number}"


def _whole(attachment: Attachment) -> bytes | None:
    """All bytes of an attachment; None where they are too many.

    Raises: NotThere.
    """
    held = bytearray()
    for piece in attachment.data():
        held += piece
        if len(held) > LARGE:
            return None
    return bytes(held)


def _about(said: Said, name: str) -> list[str]:
    """The fields of an attachment's part."""
    declared = said.text(_TYPE).strip().lower()
    media = declared if _MEDIA.fullmatch(declared) else "application/octet-stream"
    if declared in {"multipart/signed", "message/rfc822"}:  # a whole mail, headers of its own part first
        media = "message/rfc822"
    elif _COMPOSED.match(media):
        media = "application/octet-stream"
    fields = _fields(media, name, "inline" if said.whole(_HIDDEN) else "attachment")
    for field, number in (("Content-ID", _ID), ("Content-Location", _LOCATION)):
        if text := "".join(said.text(number).split()):
            fields.append(f"{field}: <{text}>" if field == "Content-ID" else f"{field}: {text}")
    return fields


def _fields(media: str, name: str, place: str) -> list[str]:
    return [
        f"Content-Type: {media}",
        "Content-Transfer-Encoding: base64",
        f"Content-Disposition: {place}; filename*=UTF-8''{quote(name, safe='', errors='replace')}",
    ]


def _page(said: Said) -> tuple[bytes, str] | None:
    """The HTML body and the characters that it is in; "" where it must say itself."""
    if text := said.text(_HTML):
        return text.encode("utf-8", "replace"), "utf-8"
    raw = said.data(_HTML).rstrip(b"\0")
    return (raw, _CODE_PAGE.sub("windows-", of_page(said.whole(_PAGE))).replace("_", "-")) if raw else None


def _plain(text: str) -> tuple[list[str], bytes]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n").encode("utf-8", "replace")
    fields = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable"]
    return fields, binascii.b2a_qp(lines, quotetabs=False, istext=True)


def _markup(data: bytes, charset: str) -> tuple[list[str], bytes]:
    said = f"; charset={charset}" if charset else ""
    return [f"Content-Type: text/html{said}", "Content-Transfer-Encoding: base64"], _coded(data)


def _coded(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def _lines(*lines: str) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace")
