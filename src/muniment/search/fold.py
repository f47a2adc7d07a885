"""One written word to the form that is compared: the same for "Łódź", "LODZ" and "ｌｏｄｚ".

Compatibility forms (full-width, ligatures, presentation forms), case, accents and pointing are folded away; vowel signs
of the Indic and South-East Asian scripts are letters in all but name and stay. Digits of every script become 0 to 9.
"""

import unicodedata
from functools import lru_cache

LONGEST = 200  # characters of a token; a longer run of letters is several tokens

# letters that Unicode does not take apart, and letters written with either of two keys on different keyboards
_ALIKE = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "\u0640": "",  # Arabic: the stroke that stretches a word
        "\u0649": "\u064a",  # Arabic, Persian, Urdu: three ways to write yeh
        "\u06cc": "\u064a",
        "\u06a9": "\u0643",  # two ways to write kaf
        "\u0629": "\u0647",  # four ways to write heh
        "\u06c1": "\u0647",
        "\u06be": "\u0647",
        "\u06d5": "\u0647",
    }
)

# accents and pointing: marks that a writer may leave out (Latin, Greek, Cyrillic; Hebrew; Arabic), and variation selectors
_DROPPED = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x0898, 0x08FF),
    (0x180B, 0x180F),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
)


def fold(word: str) -> str:
    """The word as it is compared. It may be empty, and may hold separators where a sign stands for several words."""
    if word.isascii():
        return word.lower()
    bare = _drop(unicodedata.normalize("NFKD", word)).casefold()
    bare = _drop(unicodedata.normalize("NFKD", bare)).translate(_ALIKE)
    if not bare.isascii():
        bare = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in bare)
    return unicodedata.normalize("NFC", bare)


def _drop(word: str) -> str:
    return "".join(sign for sign in word if not _silent(sign))


@lru_cache(maxsize=1 << 12)
def _silent(sign: str) -> bool:
    code = ord(sign)
    if unicodedata.category(sign) == "Cf":  # soft hyphens, joiners, marks of direction
        return True
    return any(low <= code <= high for low, high in _DROPPED) and unicodedata.category(sign).startswith("M")
