"""Properties of characters and paragraphs in a Word document: numbers and values, one behind the other.

Source: MS-DOC 2.6 and 2.9; for Word 6 and 95 its numbers of properties, which are of one byte.
"""

from collections.abc import Iterator

_LENGTHS = (1, 1, 2, 4, 2, 2, 0, 3)  # by the three upper bits of a property's number; 0: it says so itself
_ODD = {0xD608: 2, 0xD606: 2}  # properties whose own length has two bytes
_OLD_LENGTHS = {
    65: 1, 66: 1, 67: 1, 69: 2, 70: 4, 71: 1, 72: 2, 73: 3, 75: 1, 80: 2, 83: 0, 84: 0, 85: 1, 86: 1, 87: 1, 88: 1, 89: 1,
    90: 1, 91: 1, 92: 1, 93: 2, 94: 1, 95: 3, 96: 2, 97: 2, 98: 1, 99: 1, 100: 1, 101: 2, 102: 1, 104: 1, 107: 2, 109: 2,
    110: 2, 117: 1, 118: 1,
}  # fmt: skip
_OLD_COUNTED = frozenset({68, 74, 81, 82, 103, 105, 106, 108})
_OLD = {  # the numbers of Word 6 as those of Word 97
    65: 0x0800, 66: 0x0801, 68: 0x6A03, 69: 0x4804, 70: 0x6805, 71: 0x0806, 74: 0x6A09, 75: 0x080A, 92: 0x083C, 118: 0x0856,
}  # fmt: skip


def properties(said: bytes, *, old: bool = False) -> Iterator[tuple[int, bytes]]:
    """Numbers and values of properties, as far as they are whole."""
    at, head = 0, 1 if old else 2
    while at + head <= len(said):
        number = int.from_bytes(said[at : at + head], "little")
        at += head
        if old:
            size = _OLD_LENGTHS.get(number, 0)
            if number in _OLD_COUNTED:
                size, at = said[at] if at < len(said) else 0, at + 1
            elif number not in _OLD_LENGTHS:
                return
            number = _OLD.get(number, 0)
        else:
            size = _LENGTHS[number >> 13]
            if not size:
                count = _ODD.get(number, 1)
                size = int.from_bytes(said[at : at + count], "little") - (count == 2)
                at += count
        if size < 0:
            return
        yield number, said[at : at + size]
        at += size
