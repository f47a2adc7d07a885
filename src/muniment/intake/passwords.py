"""Passwords that somebody supplies: read from a file, tried, and never kept."""

import re
from pathlib import Path

from muniment.errors import AskedWrong, NoSource

_END = re.compile(r"\r\n|\n|\r")  # what else can end a line of text may stand in a password
MOST = 2_000  # each is tried on each locked item, and some formats take a second for one


def of(path: Path) -> tuple[str, ...]:
    """The passwords in a file, one a line, each once, in their order; empty lines are none.

    Raises: NoSource; AskedWrong, where it is not UTF-8 text, or holds none or far too many.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NoSource(f"the passwords cannot be read ({error.strerror})", str(path), "name the file") from None
    try:
        text = data.decode("utf-8-sig")
        zero = data.find(0)
        if zero >= 0:  # English in two bytes a letter passes for UTF-8
            raise UnicodeDecodeError("utf-8", data, zero, zero + 1, "a zero")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise AskedWrong(
            f"line {line} of the passwords is not UTF-8", str(path), "save the file as UTF-8 text, then try again"
        ) from None
    found = tuple(dict.fromkeys(line for line in _END.split(text) if line))
    if not found:
        raise AskedWrong("there is no password in that file", str(path), "write one a line")
    if len(found) > MOST:
        raise AskedWrong(f"{len(found):,} passwords are more than {MOST:,}", str(path), "give the likely ones first")
    return found
