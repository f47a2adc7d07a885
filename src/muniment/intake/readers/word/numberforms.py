"""How the number of a list is written: 4, iv, D, 4th, four; by the words that Office Open XML has for it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST_ROMAN = 32_767
_MOST_LETTERS = 100  # of one letter, repeated
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = MappingProxyType(
    {
        "one": "first",
        "two": "second",
        "three": "third",
        "five": "fifth",
        "eight": "eighth",
        "nine": "ninth",
        "twelve": "twelfth",
    }
)
_SIGNS = "*†‡§"
_DIGITS: Mapping[str, int] = MappingProxyType(  # the zero of a script
    {
        "hindiNumbers": 0x966,
        "thaiNumbers": 0xE50,
        "decimalFullWidth": 0xFF10,
        "decimalFullWidth2": 0xFF10,
    }
)


def written(number: int, form: str) -> str:
    """A number as it is shown; in plain digits where the form is not known or does not reach so far."""
    if zero := _DIGITS.get(form):
        return "".join(chr(zero + int(digit)) if digit.isdecimal() else digit for digit in str(number))
    found = _FORMS.get(form)
    if form in _FROM_NONE:
        return _FROM_NONE[form](number)
    return found(number) if found and number > 0 else str(number)


def roman(number: int) -> str:
    """In small Roman numerals."""
    if number > _MOST_ROMAN:
        return str(number)
    pieces = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        pieces.append(letters * count)
    return "".join(pieces)


def letters(number: int, alphabet: str = _LATIN) -> str:
    """By letters: a to z, then aa, bb, cc."""
    times, at = divmod(number - 1, len(alphabet))
    return alphabet[at] * (times + 1) if times < _MOST_LETTERS else str(number)


def column(number: int) -> str:
    """By letters, as columns of a sheet are named: a to z, then aa, ab, ac."""
    pieces = []
    while number:
        number, at = divmod(number - 1, len(_LATIN))
        pieces.append(_LATIN[at])
    return "".join(reversed(pieces))


def ordinal(number: int) -> str:
    """In digits with an English ending: 1st, 12th."""
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def cardinal(number: int) -> str:
    """In English words, up to 999."""
    if number < len(_SMALL):
        return _SMALL[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_SMALL[rest]}" if rest else "")
    if number > 999:
        return str(number)
    hundreds, rest = divmod(number, 100)
    return f"{_SMALL[hundreds]} hundred" + (f" {cardinal(rest)}" if rest else "")


def _ordinal_word(number: int) -> str:
    said = cardinal(number)
    if said.isdecimal():
        return ordinal(number)
    at = max(said.rfind(" "), said.rfind("-")) + 1
    last = said[at:]
    ending = _ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return (said[:at] + ending).capitalize()


def _signs(number: int) -> str:
    times, at = divmod(number - 1, len(_SIGNS))
    return _SIGNS[at] * (times + 1) if times < _MOST_LETTERS else str(number)


_FORMS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "upperRoman": lambda number: roman(number).upper(),
        "lowerRoman": roman,
        "upperLetter": lambda number: letters(number).upper(),
        "lowerLetter": letters,
        "upperColumn": lambda number: column(number).upper(),  # OpenDocument's
        "lowerColumn": column,
        "russianLower": lambda number: letters(number, "абвгдежзиклмнопрстуфхцчшщыэюя"),
        "russianUpper": lambda number: letters(number, "абвгдежзиклмнопрстуфхцчшщыэюя").upper(),
        "cardinalText": lambda number: cardinal(number).capitalize(),
        "ordinalText": _ordinal_word,
        "hex": lambda number: f"{number:X}",
        "chicago": _signs,
        "numberInDash": lambda number: f"- {number} -",
    }
)
_FROM_NONE: Mapping[str, Callable[[int], str]] = MappingProxyType(  # those that have a nought
    {
        "bullet": lambda _: "",
        "none": lambda _: "",
        "ordinal": ordinal,
        "decimalZero": lambda number: f"{number:02d}",
    }
)
