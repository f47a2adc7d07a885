"""Names of files: kept as bytes, shown as text."""

import re

_SURROGATE = re.compile("[\ud800-\udfff]")
_FORBIDDEN = frozenset('<>:"|?*\\')  # what Windows takes for something else
_ENDING = 20  # bytes of an ending that is kept


def text_of(name: bytes) -> tuple[str, bytes | None]:
    r"""A name as text, and its bytes again where they are not UTF-8 (those show as `\\xff`)."""
    try:
        return name.decode("utf-8"), None
    except UnicodeDecodeError:
        return name.decode("utf-8", "backslashreplace"), name


def last_part(name: bytes) -> bytes:
    """The part after the last "/"."""
    return name.rsplit(b"/", 1)[-1]


def plain(text: str) -> str:
    r"""A text from the command line or the system, as UTF-8 can hold it: other bytes in it stand as `\\xff`, as in names."""
    return _SURROGATE.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"


def safe(name: str, most: int = 120) -> str:
    """A name that any system takes and no program misunderstands, as part of a longer one; its ending stays.

    Separators, control characters, marks that turn writing round, and what other systems forbid stand as "_"; at most so many bytes.
    """
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    clean = "".join(letter if letter.isprintable() and letter not in _FORBIDDEN else "_" for letter in plain(last))
    clean = clean.strip(" .") or "unnamed"
    if len(clean.encode()) <= most:
        return clean
    stem, dot, ending = clean.rpartition(".")
    kept = f"{dot}{ending}" if stem and len(ending.encode()) <= _ENDING else ""
    room = most - len(kept.encode())
    return clean.encode()[:room].decode("utf-8", "ignore").rstrip(" .") + kept
