"""Names and texts as a person may safely see them: nothing in them moves a cursor or turns the writing round."""

_PICTURES = 0x2400  # U+2400 SYMBOL FOR NULL and on: one picture for each C0 control character
_SHOWN = "\ufffd"  # for what has no picture of its own

_TABLE = {code: chr(_PICTURES + code) for code in range(0x20)} | {0x7F: "\u2421"}
_TABLE |= dict.fromkeys(range(0x80, 0xA0), _SHOWN)  # C1 control characters, 0x9B starts a terminal's command
_TABLE |= dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), _SHOWN)  # direction
_TABLE |= dict.fromkeys((0x2028, 0x2029), "\u2424")  # line and paragraph separators
_TABLE |= dict.fromkeys(range(0xD800, 0xE000), _SHOWN)  # lone surrogates

_TEXT = {code: char for code, char in _TABLE.items() if code not in {0x09, 0x0A}} | {0x0D: None}


def show(text: str) -> str:
    """One line: control characters and bidirectional overrides stand as pictures of themselves."""
    return text.translate(_TABLE)


def show_text(text: str) -> str:
    """Text of several lines: as `show`, but a line's end and a tab do what they do."""
    return text.translate(_TEXT)
