"""Which signs the file of a form can hold: what it cannot becomes the mark for one, so that a reader sees that something stood there."""

from unicodedata import category

MARK = "\ufffd"
_NOT_DRAWN = {"Cc", "Cn", "Co", "Cs"}  # controls, unassigned, private use, halves of pairs: no font is made for them
_DRAWN_AS_SPACE = "\t\n\r"
_BYTE_ORDER = "\ufeff"  # PDF/UA-1 allows it nowhere


def in_xml(words: str) -> str:
    """The words with what XML 1.0 can hold (its section 2.2)."""
    return "".join(each if _in_xml(each) else MARK for each in words)


def in_print(words: str) -> str:
    """The words with what a font can have a shape for; whether this machine has that font is another question."""
    return "".join(each if _in_print(each) else MARK for each in words)


def _in_xml(sign: str) -> bool:
    return sign in _DRAWN_AS_SPACE or " " <= sign <= "\ud7ff" or "\ue000" <= sign <= "\ufffd" or sign >= "\U00010000"


def _in_print(sign: str) -> bool:
    return sign in _DRAWN_AS_SPACE or (sign != _BYTE_ORDER and category(sign) not in _NOT_DRAWN)
