"""Files that stand uuencoded in a mail's text, as mails carried them before MIME."""

import re

from muniment.intake.readers.mail.mailtransfer import uu_line

_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,400}?)[ \t]*\r?\n", re.MULTILINE)
_END = re.compile(rb"end[ \t]*(?:\r?\n|\Z)")
_LINE = re.compile(rb"[^\n]*+(?:\n|\Z)")


def files_in(raw: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """The text without the files that are whole, and their names and bytes. Cost: linear."""
    if b"begin " not in raw:
        return raw, []
    text, files, place = [], [], 0
    for begin in _BEGIN.finditer(raw):
        if begin.start() < place:
            continue
        data, end = _file(raw, begin.end())
        if end:
            text.append(raw[place : begin.start()])
            files.append((begin[1], data))
            place = end
    return b"".join([*text, raw[place:]]), files


def _file(raw: bytes, place: int) -> tuple[bytes, int]:
    """The bytes of a file and where its last line ends; 0 where a line of it is none."""
    pieces: list[bytes] = []
    while line := _LINE.match(raw, place):
        if pieces and (end := _END.match(raw, place)):
            return b"".join(pieces), end.end()
        piece = uu_line(line[0])
        if piece is None:
            break
        pieces.append(piece)
        place = line.end()
    return b"", 0
