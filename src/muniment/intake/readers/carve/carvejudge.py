"""Whether a string is words: fewer and truer rather than more."""

import re

_CUT = 8192  # characters that are looked at
_MARKS = "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e"  # they are of a word too
_WORD = re.compile(rf"(?:[^\W\d_]|[{_MARKS}]){{2,}}+")
_NEUTRAL = re.compile(r"[\s\d,.;:/+()£$€%'\"-]+")
_SPACE = re.compile(r"\s+")
_HARD = re.compile(r"[bcdfghjklmnpqrstvwxz]{6}|(.)\1\1", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouyà-öø-ÿ]", re.IGNORECASE)
_ACCENTS = re.compile(r"[^\x00-\x7f]{3}")
_FIGURES = re.compile(r"[\d ,.:/+()-]{12,}")
_UNBROKEN = re.compile(r"[A-Za-z0-9+/=_-]{60,}")  # base64 and the like


def judge(text: str, *, strictly: bool = False) -> bool | None:
    """True for sure words, False where they may be chance, None for no text.

    `strictly`: any byte would be a letter there, so that much more must be words.
    """
    sample = _UNBROKEN.sub(" ", text[:_CUT])
    good = [word for word in _WORD.findall(sample) if like_a_word(word)]
    if strictly:
        good = [word for word in good if len(word) > 2]
        return True if len(good) > 3 and sum(map(len, good)) * 3 >= len(_SPACE.sub("", sample)) * 2 else None
    size = sum(map(len, good))
    inked = len(_NEUTRAL.sub("", sample))
    if size * 2 >= inked and len(good) >= 3 and size >= 12:
        return True
    if size * 5 >= inked * 3 and (len(good) >= 2 or size >= 7) and size >= 6:
        return False
    return False if _FIGURES.fullmatch(text.strip()) and any(char.isdigit() for char in text) else None


def like_a_word(word: str) -> bool:
    """Whether letters go together as in words: capitals in front alone or all, a vowel, one script."""
    rest = word[1:]
    if not (rest.islower() or word.isupper() or rest.upper() == rest.lower()) or len(word) > 40:
        return False
    if max(word) < "\u0250":
        return bool(_VOWEL.search(word)) and not _HARD.search(word) and not _ACCENTS.search(word)
    low, high = ord(min(word)), ord(max(word))
    if 0x900 <= low < 0xE00:
        return low >> 7 == high >> 7 and word[0].isalpha()  # the scripts of India have 128 places each
    return low > 0x24F and word[0].isalpha() and (high - low < 0x100 or (low >= 0x3040 and high < 0xD7A4))
