r"""Text to tokens, and each token back to its place in the text. The one analyser of index, query and matcher.

Version: ANALYSER, with the Unicode tables of the Python that runs it (NORMAL). An index made by another is rebuilt.

- A token is a run of letters and digits with their marks; `fold` says what of it is compared. Everything else separates:
  punctuation, apostrophes of every shape, underscores, symbols. "bribe's" is `bribe s`, "a.b@c.org" is `a b c org`.
- What cannot be seen inside a word (soft hyphen, zero-width signs, marks of direction) does not cut it.
- Scripts written without spaces (Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese): each sign with its marks is a
  token, and a word is found as a phrase of its signs.
- A sign that stands for several words ("½", "ﷺ") is several tokens with one place.
- A hyphen at a line's end: "collec-\nted" is the tokens `collec` and `ted`, and besides the joined token `collected`,
  which stands on the position of the first and is as long as both. So the whole, the halves, the hyphened form and
  phrases around them are all found. Three and four parts are joined likewise. Marks of quoted mail (">") at the start
  of the next line are passed over. Digits are not joined.
- Pages are joined by a line end, so a phrase and a hyphenated word run over a page break.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from muniment.search.fold import LONGEST, fold

ANALYSER = "1"
NORMAL = f"{ANALYSER} unicode {unicodedata.unidata_version}"
JOINED = 4  # parts of a word over line ends that are joined at most
_KEPT = 64  # a longer word is taken apart anew each time, so that the cache stays small

# scripts without spaces: each sign is a token
_SIGNS = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e80-\u0ecf\u0eda-\u0eff\u1000-\u103f\u1050-\u108f\u109a-\u109d\u1780-\u17d3\u17d7\u17dc\u17dd"
    "\uaa60-\uaa7f\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3100-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9d\uffa0-\uffdc\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_JAMO = "\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff"  # Korean syllables taken apart
_APOSTROPHES = "\u02b9-\u02bf\u02c8"  # Unicode calls these letters; writers use them as apostrophes
_ROUND = "\u24b6-\u24e9\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189"  # letters in circles and boxes


_SILENT = frozenset({"Mn", "Mc", "Me", "Cf"})


def _silent() -> str:
    """Marks and signs without width, as the inside of a character class."""
    found: list[list[int]] = []
    for start, stop in ((0xAD, 0x20000), (0xE0000, 0xE01F0)):
        kinds = map(unicodedata.category, map(chr, range(start, stop)))
        for code in (code for code, kind in enumerate(kinds, start) if kind in _SILENT):
            if found and found[-1][1] == code - 1:
                found[-1][1] = code
            else:
                found.append([code, code])
    return "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in found)


@cache
def _word() -> re.Pattern[str]:
    """A word of a text. It takes 40 ms to be made, and most of what opens a case looks for none."""
    marks = _silent()
    letters = rf"(?:[^\W_{_SIGNS}{_JAMO}{_APOSTROPHES}]|[{_ROUND}])+"
    return re.compile(
        rf"{letters}(?:[{marks}]+(?:{letters})?)*"
        rf"|[\u1100-\u115f\ua960-\ua97f][\u1160-\u11a7\ud7b0-\ud7c6]*[\u11a8-\u11ff\ud7cb-\ud7ff]*[{marks}]*"
        rf"|[{_SIGNS}{_JAMO}][{marks}\uff9e\uff9f]*"
    )


_COMMON = "‘’“”–—…•·£€§©®\u00a0\ufffd"
_REACH = 2 * LONGEST  # characters beside a line end that are looked at
_PLAIN = re.compile(r"[a-z0-9]+")
_PARTS = re.compile(r"[a-zA-Z0-9\x80-\U0010ffff]")  # what may be part of a token
_HEAD = re.compile(rf"[a-zA-Z0-9]{{1,{LONGEST}}}(?![a-zA-Z0-9\x80-\U0010ffff])")
# the bytes of UTF-8, so that what of a text is ASCII is spelled out in one pass: letters in lower case, else a space
_SPELLED = bytes(
    code if code > 0x7F else ord(chr(code).lower()) if chr(code).isalnum() else 0x20 for code in range(0x100)
)
_BREAK = re.compile(
    "[-\u00ad\u00ac\u2010\u2011\ufe63\uff0d\x02\ufffe][\u200b-\u200f\ufeff]*[ \t]*[\r\n\x0b\x0c\x85\u2028\u2029][\\s>|]{0,40}"
)


Placed = tuple[str, int, int]  # a token and its place in the text, from and to


class Joined(NamedTuple):
    """A word written over line ends: as one token, from the position of its first part, as long as its parts."""

    text: str
    position: int
    length: int
    start: int
    end: int


def tokens(text: str) -> list[str]:
    """The tokens of a text; a token's position is its index."""
    # No token runs over a sign of ASCII that is no letter and no digit, and most words are plain.
    if text.isascii():
        spelled = _spelled(text)
        return _plain(spelled.split()) if _long(spelled) else spelled.split()
    text = _plainer(text)
    words = text.encode("utf-8", "surrogatepass").translate(_SPELLED).decode("utf-8", "surrogatepass").split()
    if text.isascii():
        return _plain(words)
    found: list[str] = []
    for word in words:
        if word.isascii():
            found.append(word)
        else:
            found += _parts(word)
    return _plain(found)


def placed(text: str) -> Iterator[Placed]:
    """The tokens of a text, in the same order, with their places."""
    text = _plainer(text)
    if text.isascii():
        for match in _PLAIN.finditer(text.lower()):
            word, (start, end) = match.group(), match.span()
            if end - start <= LONGEST:
                yield word, start, end
            else:
                for piece in _pieces(word):
                    yield piece, start, end
        return
    for match in _word().finditer(text):
        start, end = match.span()
        for piece in _parts(match.group()):
            yield piece, start, end


def joined(text: str) -> list[Joined]:
    """The words written over line ends."""
    return analysed(text)[1] if broken(text) else []


def analysed(text: str) -> tuple[list[str], list[Joined]]:
    """The tokens of a text, and the words written over line ends: all that an index holds of it."""
    if not broken(text):
        return tokens(text), []
    words: list[str] = []
    wholes: list[Joined] = []
    run: list[Placed] = []  # tokens that each continue the one before
    begin = 0
    for gap in _BREAK.finditer(text):
        piece = tokens(text[begin : gap.end()])
        words += piece
        pair = _pair(text, begin, gap, piece)
        if not pair:
            run = []
        elif run and len(piece) == 1:
            run = [*run[1 - JOINED :], pair[1]]
        else:
            run = [*pair]
        for length in range(2, len(run) + 1):
            whole = "".join(part for part, _, _ in run[-length:])
            if len(whole) <= LONGEST:
                wholes.append(Joined(whole, len(words) + 1 - length, length, run[-length][1], run[-1][2]))
        begin = gap.end()
    return words + tokens(text[begin:]) if words else tokens(text), wholes


def cut(text: str) -> tuple[str, list[str], list[Joined]]:
    """The same as `analysed`, and before it a text whose words between spaces are the same tokens."""
    if text.isascii() and not broken(text):
        spelled = _spelled(text)
        if not _long(spelled):
            return spelled, spelled.split(), []
    words, wholes = analysed(text)
    return " ".join(words), words, wholes


def _spelled(text: str) -> str:
    """A text in ASCII with letters in lower case, and a space for each sign that is no letter and no digit."""
    return text.encode().translate(_SPELLED).decode()


def _long(spelled: str) -> bool:
    """Whether a word between spaces is longer than a token may be: such a one lies across a place that is looked at."""
    for at in range(LONGEST, len(spelled), LONGEST):
        if spelled[at] != " ":
            end = spelled.find(" ", at)
            if (len(spelled) if end < 0 else end) - spelled.rfind(" ", 0, at) - 1 > LONGEST:
                return True
    return False


def broken(text: str) -> bool:
    """Whether a word may be written over a line end; most texts say so without a search for one."""
    if text.isascii() and "-" not in text and "\x02" not in text:
        return False
    return _BREAK.search(text) is not None


def _pair(text: str, begin: int, gap: re.Match[str], before: list[str]) -> tuple[Placed, Placed] | None:
    """The tokens on both sides of a line end, where a hyphen and the line end are all that lies between them."""
    right = _right(text, gap.end())
    left = _left(text, begin, gap, before) if right else None
    if right is None or left is None or left[0][-1].isdigit() or right[0][0].isdigit():
        return None
    return left, right


def _right(text: str, high: int) -> Placed | None:
    """The token that begins there."""
    plain = _HEAD.match(text, high)
    if plain:
        return plain.group().lower(), high, plain.end()
    if _PARTS.match(text, high) is None:
        return None
    found = next(placed(text[high : high + _REACH]), None)
    return None if found is None or found[1] != 0 else (found[0], high, high + found[2])


def _left(text: str, begin: int, gap: re.Match[str], before: list[str]) -> Placed | None:
    """The token that ends where the gap begins; `before` are those from `begin` up to its end."""
    if not before:
        return None
    start = gap.start() - len(before[-1])
    if start >= begin and text[start : gap.start()].lower() == before[-1] and before[-1].isascii():
        if start == begin or _PARTS.match(text, start - 1) is None:
            return before[-1], start, gap.start()
    elif _PARTS.match(text, gap.start() - 1) is None:
        return None
    low = max(begin, gap.start() - _REACH)
    found = [(word, low + start, low + end) for word, start, end in placed(text[low : gap.end()])][-1:]
    return found[0] if found and found[0][2] >= gap.start() else None


def _plainer(text: str) -> str:
    """The text with a space for each of the commonest separators that are not ASCII: most texts are plain then."""
    if not text.isascii():
        for sign in _COMMON:
            text = text.replace(sign, " ")
    return text


def _plain(words: list[str]) -> list[str]:
    """Words, those that are too long as several."""
    if not words or max(map(len, words)) <= LONGEST:
        return words
    return [piece for word in words for piece in _pieces(word)]


def _parts(word: str) -> tuple[str, ...]:
    return _cached(word) if len(word) <= _KEPT else _divided(word)


def _divided(chunk: str) -> tuple[str, ...]:
    """The tokens of what stands between two plain separators."""
    return tuple(
        piece for word in _word().findall(chunk) for part in _word().findall(fold(word)) for piece in _pieces(part)
    )


_cached = lru_cache(maxsize=1 << 16)(_divided)


def _pieces(word: str) -> tuple[str, ...]:
    if len(word) <= LONGEST:
        return (word,)
    return tuple(word[start : start + LONGEST] for start in range(0, len(word), LONGEST))
