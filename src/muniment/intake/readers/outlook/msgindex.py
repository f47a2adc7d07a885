"""Outlook's index of a conversation: 22 bytes for its first mail, five more for each answer. Source: MS-OXOMSG 2.2.1.3."""

import base64

NUMBER = 0x0071
_FIRST, _ANSWER = 22, 5


def shown(raw: bytes | None) -> str:
    """The index as the header `Thread-Index` writes it; "" where there is none, or it is of no known form."""
    if raw is None or len(raw) < _FIRST or (len(raw) - _FIRST) % _ANSWER:
        return ""
    return base64.b64encode(raw).decode()
