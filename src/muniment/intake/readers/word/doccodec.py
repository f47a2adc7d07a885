"""In which characters a Word document of one byte a character is written: its language, its fonts, its bytes."""

from collections import Counter

from muniment.intake.readers.rtf.rtfcodepages import WESTERN, of_charset, of_page
from muniment.intake.readers.word import docfib
from muniment.intake.readers.word.docfib import Fib

_BY_LANGUAGE = {  # the primary language of a locale: the code page of Windows for it
    **dict.fromkeys((0x05, 0x0E, 0x15, 0x18, 0x1A, 0x1B, 0x1C, 0x24), 1250),
    **dict.fromkeys((0x02, 0x19, 0x22, 0x23, 0x2F), 1251),
    **dict.fromkeys((0x08,), 1253),
    **dict.fromkeys((0x1F, 0x2C), 1254),
    **dict.fromkeys((0x0D,), 1255),
    **dict.fromkeys((0x01, 0x20, 0x29), 1256),
    **dict.fromkeys((0x25, 0x26, 0x27), 1257),
    **dict.fromkeys((0x2A,), 1258),
    0x1E: 874,
    0x11: 932,
    0x12: 949,
    0x04: 936,
}
_TRADITIONAL = frozenset({0x0404, 0x0C04, 0x1404})
_MAC, _SYMBOLS = 10000, frozenset({0, 1, 2, 255})
_MANY = 0.25  # of letters that are no ASCII: Western text has fewer


def of(fib: Fib, table: bytes, sample: bytes) -> str:
    """The codec."""
    if fib.version == 8:
        return WESTERN
    if fib.mac:
        return of_page(_MAC)
    language = fib.language
    said = of_page(950 if language in _TRADITIONAL else _BY_LANGUAGE.get(language & 0x3FF))
    if said:
        return said
    fonts = _fonts(fib, table)
    letters = sum(byte > 64 for byte in sample)
    high = sum(byte >= 0xC0 for byte in sample)
    if fonts and high > _MANY * letters:
        return of_charset(fonts.most_common(1)[0][0]) or WESTERN
    return WESTERN


def _fonts(fib: Fib, table: bytes) -> Counter[int]:
    """How often each character set stands in the table of fonts, those of Western letters and of symbols left out."""
    place = fib.place(docfib.FONTS)
    data = table[place.at + 2 : place.at + place.size]
    found, at = Counter[int](), 0
    while at + 5 < len(data):
        if fib.version == 6 and data[at + 4] not in _SYMBOLS:
            found[data[at + 4]] += 1
        at += data[at] + 1
    return found
