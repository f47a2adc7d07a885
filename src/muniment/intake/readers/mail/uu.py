"""Uuencoded files (.uu, .uue): each computer file in it as a member, and the text that stands around them."""

import re

from muniment.intake import charset
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.mail import mailtransfer
from muniment.intake.readers.mail.mailletters import Letters
from muniment.intake.readers.mail.mailuu import files_in
from muniment.intake.readers.rows import Rows
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft
from muniment.model.state import State

VERSION = "1"
ENGINE = charset.ENGINE
TYPE = "text/x-uuencode"
_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} [^\r\n]{1,400}\r?\n", re.MULTILINE)


def read(source: Source, scope: Scope) -> Draft:
    """Read all files; of one that is not whole what there is of it."""
    draft = Draft(TYPE)
    data = source.whole()
    rest, files = files_in(data)
    rows, letters, flow = Rows(draft, scope), Letters(data, (), 0), Flow()
    for number, (name, content) in enumerate(files, start=1):
        rows.member(Child(str(number), letters.text(name), size=len(content)), content)
    if begin := _BEGIN.search(rest):
        _cut_off(rows, letters, rest, begin, len(files) + 1)
        draft.flags.append("end-missing")
        rest = rest[: begin.start()]
    found = charset.decode(rest, source.hints.get("charset", ""))
    flow.add(found.text.strip("\r\n"))
    if flow.blank:
        draft.state = State.NONE_CONTAINER
    else:
        draft.pages.append(flow.page())
        draft.flags += found.flags
    draft.flags = sorted({*draft.flags, *letters.flags})
    return draft


def _cut_off(rows: Rows, letters: Letters, rest: bytes, begin: re.Match[bytes], number: int) -> None:
    """A file that ends too early, or has lines that are none: as many of its bytes as can be had."""
    name = letters.text(mailtransfer.uuencoded_name(rest, begin.start(), len(rest)))
    handle = mailtransfer.Decoded(rest, begin.start(), len(rest), "uuencode")
    if rows.member(Child(str(number), name or f"file {number}"), handle) and handle.damaged:
        rows.flag("transfer-damaged")
