"""Names of files: kept as bytes, shown as text."""

import re

_SURROGATE = re.compile("[\ud800-\udfff]")


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
