"""Bytes written as letters: no text, though they are made of letters."""

import re

_LEAST = 1000
_LINES = re.compile(r"(?:[A-Za-z0-9+/_-]{60,}+={0,2}\s+)*+[A-Za-z0-9+/_-]+={0,2}\s*")


def blob(text: str) -> bool:
    """Whether a value is base64 of something large."""
    return len(text) >= _LEAST and _LINES.fullmatch(text) is not None
