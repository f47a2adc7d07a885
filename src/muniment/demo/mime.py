"""Writes mails as bytes: by hand, because real mails are not all as the standard has them.

Source: RFC 5322, RFC 2045 to 2047, RFC 2231.
"""

import base64
import quopri
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from muniment.demo.paper import EML, Member, Paper
from muniment.demo.people import Person

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says. `way` is how its text is coded: 8bit, quoted-printable, base64."""

    sender: Person
    to: Sequence[Person]
    subject: str
    when: datetime
    id: str
    body: str
    cc: Sequence[Person] = ()
    parents: Sequence[str] = ()  # ids of the mails before it in the thread, oldest first
    charset: str = "utf-8"
    way: str = "8bit"
    html: str = ""
    picture: Member | None = None  # shown in the HTML
    attached: Sequence[Member] = ()
    raw_subject: bool = False  # the subject as bytes of its charset, against the standard
    words: Sequence[str] = ()


def written(mail: Mail) -> bytes:
    """The mail as bytes, lines ended by a line feed alone, as they lie on disks."""
    head = [
        b"Return-Path: <" + mail.sender.address.encode() + b">",
        b"Date: " + dated(mail.when).encode(),
        b"From: " + _person(mail.sender),
        b"To: " + b",\n ".join(map(_person, mail.to)),
    ]
    if mail.cc:
        head.append(b"Cc: " + b",\n ".join(map(_person, mail.cc)))
    subject = mail.subject.encode(mail.charset) if mail.raw_subject else _worded(mail.subject)
    head += [b"Subject: " + subject, b"Message-ID: <" + mail.id.encode() + b">"]
    if mail.parents:
        head.append(b"In-Reply-To: <" + mail.parents[-1].encode() + b">")
        head.append(b"References: " + b"\n ".join(b"<" + parent.encode() + b">" for parent in mail.parents))
    return b"\n".join([*head, b"MIME-Version: 1.0"]) + b"\n" + _body(mail)


def paper(mail: Mail) -> Paper:
    """The mail as a paper, with what a reader should find."""
    everybody = [mail.sender, *mail.to, *mail.cc]
    text = "\n".join([mail.subject, *(person.box for person in everybody), mail.body, mail.html and mail.body])
    members = [*([mail.picture] if mail.picture else []), *mail.attached]
    return Paper(
        written(mail),
        "mail",
        EML,
        text,
        sender=mail.sender.box,
        words=tuple(mail.words),
        members=members,
        when=mail.when,
    )


def dated(when: datetime) -> str:
    """A date as mails write it, in British summer time where that was kept."""
    zone = "+0100" if (3, 30) <= (when.month, when.day) < (10, 26) else "+0000"
    return f"{_DAYS[when.weekday()]}, {when.day} {_MONTHS[when.month - 1]} {when:%Y %H:%M:%S} {zone}"


def _body(mail: Mail) -> bytes:
    text = _leaf("text/plain", mail.charset, mail.body, mail.way)
    if mail.html:
        html = _leaf("text/html", "utf-8", mail.html, "quoted-printable")
        if mail.picture:
            html = _many("related", f"rel-{mail.id[:8]}", [html, _attached(mail.picture, inline=True)])
        text = _many("alternative", f"alt-{mail.id[:8]}", [text, html])
    if mail.attached:
        text = _many("mixed", f"mix-{mail.id[:8]}", [text, *(_attached(member) for member in mail.attached)])
    return text


def _many(kind: str, mark: str, parts: Sequence[bytes]) -> bytes:
    edge = b"--=_" + mark.encode()
    head = f'Content-Type: multipart/{kind}; boundary="=_{mark}"\n\n'.encode()
    return head + b"".join(edge + b"\n" + part + b"\n" for part in parts) + edge + b"--\n"


def _leaf(kind: str, charset: str, text: str, way: str) -> bytes:
    # UTF-16 with its mark, whichever way round the machine has its bytes
    raw = b"\xff\xfe" + text.encode("utf-16-le") if charset == "utf-16" else text.encode(charset)
    head = f"Content-Type: {kind}; charset={charset}\nContent-Transfer-Encoding: {way}\n\n".encode()
    if way == "base64":
        return head + base64.encodebytes(raw)
    return head + (quopri.encodestring(raw) if way == "quoted-printable" else raw) + b"\n"


def _attached(member: Member, *, inline: bool = False) -> bytes:
    paper = member.paper
    how = "inline" if inline else "attachment"
    plain = member.name.isascii()
    name = f'filename="{member.name}"' if plain else f"filename*=UTF-8''{quote(member.name)}"
    head = f"Content-Type: {paper.type}\nContent-Disposition: {how}; {name}\n"
    if inline:
        head += f"Content-ID: <{member.name}>\n"
    if paper.type == EML:
        return f"{head}Content-Transfer-Encoding: 8bit\n\n".encode() + paper.data
    return f"{head}Content-Transfer-Encoding: base64\n\n".encode() + base64.encodebytes(paper.data)


def _person(person: Person) -> bytes:
    return _worded(person.name) + f" <{person.address}>".encode()


def _worded(text: str) -> bytes:
    """A header's words: encoded where they are not ASCII, in pieces that fit a line."""
    if text.isascii():
        return text.encode()
    pieces, piece = [], ""
    for letter in text:
        if len((piece + letter).encode()) > 42:
            pieces.append(piece)
            piece = ""
        piece += letter
    pieces.append(piece)
    return b"\n ".join(b"=?utf-8?B?" + base64.b64encode(one.encode()) + b"?=" for one in pieces)
