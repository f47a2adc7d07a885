"""What the headers of a zip entry say of it: its name, its times, and what kind of thing it is."""

import stat
import struct
import zlib
from collections.abc import Iterable

from muniment.intake import charsetguess
from muniment.intake.readers.archives.archivenames import Name, dos, moment, shown
from muniment.intake.readers.archives.zipdir import Entry, fields_of
from muniment.model.reading import Json

_UNIX = (3, 19)  # systems whose entries carry a mode of Unix
_UTF8 = 0x800  # flag: the name is UTF-8
_TIMES, _WINDOWS, _NAME, _COMMENT = 0x5455, 0x000A, 0x7075, 0x6375  # numbers of extra fields
_DOS = "cp437"
_SURE = frozenset({"gb18030", "big5", "cp932", "cp949", "cp1251", "cp866"})  # letters that mean nothing to DOS
_ENOUGH, _NAMES, _LONG = 24, 200, 1 << 16  # bytes beyond ASCII that a guess needs, names and bytes that it looks at
_ASCII = bytes(range(128))
_EPOCH = 11_644_473_600  # seconds from 1601 to 1970


def name_of(entry: Entry, letters: str = _DOS) -> Name:
    """The name; the one in UTF-8 that may stand beside the old one counts for more, if it names that by its checksum.

    `letters` are those of old names without a word of their character set.
    """
    return _unicode(entry, _NAME, entry.name) or shown(entry.name, "latin-1" if entry.flags & _UTF8 else letters)


def letters_of(entries: Iterable[Entry]) -> str:
    """The character set of old names: that of DOS, unless all of them together are surely of another one.

    Short names say little: what is not Cyrillic or East Asian by many letters stays as DOS had it.
    """
    names = [entry.name for entry in entries if not entry.flags & _UTF8 and not entry.name.isascii()][:_NAMES]
    sample = b"\n".join(name for name in names if shown(name)[1] is not None)
    if len(sample) > _LONG or len(sample.translate(None, _ASCII)) < _ENOUGH:
        return _DOS
    guessed = charsetguess.likely(sample)
    try:
        return guessed if guessed in _SURE and sample.decode(guessed).replace("\n", "").isprintable() else _DOS
    except UnicodeDecodeError:
        return _DOS


def _unicode(entry: Entry, field: int, old: bytes) -> Name | None:
    for number, content in fields_of(entry.extra):
        if number == field and len(content) > 5 and struct.unpack_from("<L", content, 1)[0] == zlib.crc32(old):
            return shown(content[5:])
    return None


def facts_of(entry: Entry) -> dict[str, Json]:
    """What else is known of the entry."""
    facts: dict[str, Json] = {}
    when = _modified(entry)
    if when:
        facts["modified"] = when
    if entry.comment:
        facts["comment"] = (_unicode(entry, _COMMENT, entry.comment) or shown(entry.comment, "cp437"))[0]
    if entry.disagrees:
        facts["disagrees"] = list(entry.disagrees)
    if entry.own_name:
        facts["other_name"] = shown(entry.own_name, "cp437")[0]
    if not entry.listed:
        facts["listed"] = False
    return facts


def _modified(entry: Entry) -> str:
    """When it was changed: in UTC where a field says so, else as DOS kept it."""
    for number, content in fields_of(entry.extra):
        when = ""
        if number == _TIMES and len(content) >= 5 and content[0] & 1:
            when = moment(struct.unpack_from("<l", content, 1)[0])
        elif number == _WINDOWS and content[4:8] == b"\x01\0\x18\0" and len(content) >= 16:
            when = moment(struct.unpack_from("<Q", content, 8)[0] // 10_000_000 - _EPOCH)
        if when:
            return when
    return dos(entry.time)


def kind_of(entry: Entry) -> str:
    """file, link, device, fifo or socket."""
    if entry.system not in _UNIX or not entry.mode:
        return "file"
    if stat.S_ISLNK(entry.mode):
        return "link"
    if stat.S_ISCHR(entry.mode) or stat.S_ISBLK(entry.mode):
        return "device"
    return "fifo" if stat.S_ISFIFO(entry.mode) else "socket" if stat.S_ISSOCK(entry.mode) else "file"
