"""Number formats of spreadsheets: what a person sees for a raw value.

Formats that follow the reader's country (built-in 14 to 22) are shown in one form without doubt: 2026-03-03, 14:05. What
is not understood gives None; the raw value is then shown, and the format is listed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

from muniment.intake.readers import moments

Show = Callable[[str], str | None]

BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "#,##0;-#,##0",
    6: "#,##0;-#,##0",
    7: "#,##0.00;-#,##0.00",
    8: "#,##0.00;-#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy-mm-dd",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy-mm-dd h:mm",
    27: "yyyy-mm-dd",
    28: "yyyy-mm-dd",
    29: "yyyy-mm-dd",
    30: "yyyy-mm-dd",
    31: "yyyy-mm-dd",
    32: "h:mm:ss",
    33: "h:mm:ss",
    34: "h:mm:ss",
    35: "h:mm:ss",
    36: "yyyy-mm-dd",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: "#,##0;-#,##0;-",
    42: "#,##0;-#,##0;-",
    43: "#,##0.00;-#,##0.00;-",
    44: "#,##0.00;-#,##0.00;-",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys(range(50, 59), "yyyy-mm-dd"),
}

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<ampm>AM/PM|A/P)|(?P<general>General)|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?|[eE](?![+-])|g+)"
    r"|(?P<exp>[eE][+-])|(?P<digits>[0#?]+)|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"^(<=|>=|<>|<|>|=)\s*(-?[\d.]+)$")
_ELAPSED = re.compile(r"^(h+|m+|s+)$", re.IGNORECASE)
_FRACTION = re.compile(r"[#0?]\s*/\s*[#0?\d]")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a pattern: kind and text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of the up to four sections of a pattern."""

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None

    @property
    def dated(self) -> bool:
        """Whether it shows a date or a time."""
        return any(token.kind in {"date", "elapsed"} for token in self.tokens)


def understand(pattern: str, *, from_1904: bool = False) -> Show:
    """What shows raw values under a pattern; it gives None for each value where the pattern is not understood."""
    sections = [_section(part) for part in _split(pattern)]

    def show(raw: str) -> str | None:
        try:
            value = float(raw)
        except ValueError:
            return None
        section, signed = _choose(sections, value)
        if section is None:
            return general(raw)
        if section.dated:
            return moments.show(section.tokens, value, from_1904=from_1904)
        return _number(section.tokens, value if signed else abs(value), raw)

    return general if pattern.lower() in {"general", ""} else show


def understand_moment(pattern: str, *, from_1904: bool = False) -> Show:
    """What gives the moment that a raw value means under a pattern, in one form without doubt; None where it means none."""
    sections = [_section(part) for part in _split(pattern)]
    if not any(section.dated for section in sections):
        return lambda _: None

    def said(raw: str) -> str | None:
        try:
            value = float(raw)
        except ValueError:
            return None
        section, _ = _choose(sections, value)
        if section is None or not section.dated or any(token.kind == "elapsed" for token in section.tokens):
            return None  # a span of time is no moment
        return moments.iso(section.tokens, value, from_1904=from_1904)

    return said


def understand_text(pattern: str) -> Callable[[str], str] | None:
    """What shows texts under a pattern whose text section adds something; None where texts stay as they are."""
    parts = _split(pattern)
    if len(parts) != 4 or parts[3].strip() == "@":
        return None
    tokens = _section(parts[3]).tokens
    return lambda text: "".join(text if token.text == "@" and token.kind == "other" else token.text for token in tokens)


def _split(pattern: str) -> list[str]:
    parts, start = [], 0
    for found in _TOKEN.finditer(pattern):
        if found["other"] == ";":
            parts.append(pattern[start : found.start()])
            start = found.end()
    return [*parts, pattern[start:]]


def _section(pattern: str) -> Section:
    tokens: list[Token] = []
    condition = None
    for found in _TOKEN.finditer(pattern):
        kind, text = str(found.lastgroup), found[found.lastgroup or 0]
        if kind in {"quoted", "escaped"}:
            kind = "literal"
        elif kind == "space":
            kind, text = "literal", " "
        elif kind == "fill":
            continue
        elif kind == "bracket":
            if said := _CONDITION.match(text):
                condition = (said[1], float(said[2]))
            elif _ELAPSED.match(text):
                tokens.append(Token("elapsed", text.lower()))
            elif text.startswith("$"):
                tokens.append(Token("literal", text[1:].split("-", 1)[0]))
            continue  # a colour says nothing
        tokens.append(Token(kind, text))
    return Section(tuple(tokens), condition)


def _choose(sections: list[Section], value: float) -> tuple[Section | None, bool]:
    """The section for a value, and whether the sign is still to be shown."""
    if any(section.condition for section in sections[:2]):
        for section in sections[:3]:
            if section.condition is None or _holds(section.condition, value):
                return section, True
        return None, True
    if len(sections) == 1 or value > 0:
        return sections[0], True
    if value < 0:
        return sections[1], False
    return (sections[2], True) if len(sections) > 2 else (sections[0], True)


def _holds(condition: tuple[str, float], value: float) -> bool:
    sign, limit = condition
    return {
        "<": value < limit,
        ">": value > limit,
        "=": value == limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "<>": value != limit,
    }[sign]


def general(raw: str) -> str | None:
    """A number as it stands without a format: at most eleven characters, as a spreadsheet shows it."""
    if len(raw) <= 11 and raw.isdecimal() and raw.isascii():
        return raw
    try:
        value = float(raw)
    except ValueError:
        return None
    size = abs(value)
    if value in {float("inf"), float("-inf")} or value != value:  # noqa: PLR0124 (the way to ask for NaN)
        return None
    if size and (size >= 1e11 or size < 1e-9):
        head, _, power = f"{value:.5E}".partition("E")
        return f"{head.rstrip('0').rstrip('.')}E{power}"
    whole = len(str(int(size)))
    places = max(10 - whole, 0)
    shown = _rounded(value, places)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _rounded(value: float, places: int) -> str:
    """Rounded half up from the fifteen digits that a spreadsheet holds."""
    number = Decimal(f"{value:.15g}")
    try:
        return f"{number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):f}"
    except InvalidOperation:  # more digits than the context holds
        return f"{value:.{places}f}"


def _number(tokens: tuple[Token, ...], value: float, raw: str) -> str | None:
    pattern = "".join(token.text if token.kind in {"digits", "other", "exp"} else "\0" for token in tokens)
    if _FRACTION.search(pattern):
        return _fraction(pattern.replace("\0", " "), value)
    if not any(token.kind == "digits" for token in tokens):
        return _wordy(tokens, value, raw)
    first = next(at for at, token in enumerate(tokens) if token.kind == "digits")
    last = max(at for at, token in enumerate(tokens) if token.kind == "digits")
    body = "".join(token.text for token in tokens[first : last + 1] if token.kind in {"digits", "other", "exp"})
    if any(_in_mask(token) for token in tokens[first : last + 1]):
        return _mask(tokens, value)
    tail = "".join(token.text for token in tokens[last + 1 :] if token.kind == "other")
    thousands = len(tail) - len(tail.lstrip(","))
    value = value / 1000**thousands * 100 ** sum(token.text == "%" and token.kind == "other" for token in tokens)
    shown = _digits(body, abs(value))
    if shown is None:
        return None
    negative = value < 0 and any(char in "123456789" for char in shown)
    head = "".join(token.text for token in tokens[:first] if token.kind != "general")
    end = "".join(token.text for token in tokens[last + 1 :])[thousands:]
    return f"{'-' if negative else ''}{head}{shown}{end}".strip()


def _in_mask(token: Token) -> bool:
    return (token.kind == "literal" and bool(token.text.strip())) or (token.kind == "other" and token.text in "-()/: ")


def _mask(tokens: tuple[Token, ...], value: float) -> str | None:
    """A number among words, such as 000-00-0000: its digits fill the places from the right."""
    if any(token.kind == "other" and token.text in ".,%" for token in tokens):
        return None
    left = _rounded(abs(value), 0).lstrip("0")
    shown: list[str] = []
    places = sum(len(token.text) for token in tokens if token.kind == "digits")
    for token in reversed(tokens):
        if token.kind != "digits":
            shown.append(token.text)
            continue
        for sign in reversed(token.text):
            places -= 1
            taken = left if not places else left[-1:]
            left = left[: len(left) - len(taken)]
            shown.append(taken or ("0" if sign == "0" else ""))
    return ("-" if value < 0 else "") + "".join(reversed(shown)).strip()


def _fraction(pattern: str, value: float) -> str | None:
    """A number as a fraction, such as 2 3/4."""
    found = re.fullmatch(r"\s*([#0?]+\s+)?[#0?]+\s*/\s*([#0?]+)\s*", pattern)
    if found is None:
        return None
    size = Fraction(abs(value)).limit_denominator(10 ** min(len(found[2]), 4) - 1)
    whole, rest = divmod(size.numerator, size.denominator) if found[1] else (0, size.numerator)
    parts = [str(whole)] if whole or not rest else []
    parts += [f"{rest}/{size.denominator}"] if rest else []
    return ("-" if value < 0 and size else "") + " ".join(parts)


def _wordy(tokens: tuple[Token, ...], value: float, raw: str) -> str | None:
    """A section without places for digits: words alone, or General among words."""
    shown = []
    for token in tokens:
        if token.kind == "general" or (token.kind == "other" and token.text == "@"):
            shown.append(general(raw if value < 0 or not raw.startswith("-") else raw[1:]) or raw)
        else:
            shown.append(token.text)
    return "".join(shown).strip()


def _digits(body: str, value: float) -> str | None:
    if any(sign in body for sign in ("E+", "E-", "e+", "e-")):
        return _power(body, value)
    whole, point, decimals = body.partition(".")
    if decimals.strip("0#?,"):
        return None
    places = sum(decimals.count(sign) for sign in "0#?")
    shown = _rounded(value, places)
    left, _, right = shown.partition(".")
    if right:
        least = max((at + 1 for at, sign in enumerate(decimals.replace(",", "")) if sign == "0"), default=0)
        right = right[:least] + right[least:].rstrip("0")
    if whole.strip("0#?, "):
        return None
    left = left.lstrip("0").rjust(sum(sign == "0" for sign in whole), "0")
    if "," in whole:
        left = _grouped(left)
    return f"{left}{'.' if point and (right or decimals == '') else ''}{right}"


def _grouped(digits: str) -> str:
    first = len(digits) % 3
    groups = ([digits[:first]] if first else []) + [digits[at : at + 3] for at in range(first, len(digits), 3)]
    return ",".join(groups)


def _power(body: str, value: float) -> str:
    mantissa, _, power = re.split("[eE]([+-])", body, maxsplit=1)
    places = len(mantissa.partition(".")[2])
    head, _, found = f"{value:.{places}E}".partition("E")
    least = max(len(power), 1)
    sign = "-" if found[0] == "-" else "+"
    return f"{head}E{sign}{found[1:].lstrip('0').rjust(least, '0')}"
