"""Citations as people write them, brought to one form: `s62A`, `section 62A(1)` and `S. 62a RPA 1983` name the same place.

What was written is kept where it was written; this says only what it names. A citation that names no Act means the
Representation of the People Act 1983, one of a regulation alone the regulations of 2001. What stands in brackets and is no
subsection is a remark: it may name places of its own. Lists and spans (`ss.73-74`, `s.61(3),(3A)`) name each place in them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_ACTS = (
    ("RPA 1983", r"rpa(?: 1983)?|representation of the people act(?: 1983)?"),
    ("PPERA 2000", r"ppera(?: 2000)?|political parties,? elections and referendums act(?: 2000)?"),
    ("Elections Act 2022", r"elections act(?: 2022)?|ea ?(?:20)?22"),
    ("Fraud Act 2006", r"fraud act(?: 2006)?"),
    ("Forgery and Counterfeiting Act 1981", r"forgery and counterfeiting act(?: 1981)?|forgery act"),
    ("Perjury Act 1911", r"perjury act(?: 1911)?"),
    ("National Security Act 2023", r"national security act(?: 2023)?"),
    ("SI 2001/341", r"rpr(?: 2001)?|si 2001/341"),
)
_OUR, _REGULATIONS = _ACTS[0][0], _ACTS[-1][0]
_NAMED = re.compile(
    "|".join(rf"(?P<a{n}>(?<!\w)(?:{pattern})(?!\w))" for n, (_, pattern) in enumerate(_ACTS)), re.IGNORECASE
)
_OTHER = re.compile(
    r"(?<!\w)(?:(?:\w[\w'’-]* )+act \d{4}|[a-z]{2,8} (?:19|20)\d\d|w?s?si \d{4}/\d+)(?!\w)", re.IGNORECASE
)
_REMARK = re.compile(r"\((?!\s*(?:\d{1,3}[a-z]{0,3}|[a-z]{1,4})\s*\))([^()]*)\)", re.IGNORECASE)
_SCHEDULE = re.compile(r"(?<!\w)sch(?:edule)?[. ]*(\d{1,2}[a-z]?)(?!\w)", re.IGNORECASE)
_PARAGRAPH = re.compile(r"(?<!\w)para(?:graph)?s?[. ]*(\d{1,3}[a-z]{0,2})((?: ?\([0-9a-z]{1,4}\))*)", re.IGNORECASE)
_ITEM = r"(?:\d{1,3}[a-z]{0,3}(?: [A-Z](?=$|[,;(]| of ))?(?: ?\([0-9a-zA-Z]{1,4}\))*|(?:\([0-9a-zA-Z]{1,4}\) ?)+)"
_LIST = re.compile(
    rf"(?:(?<!\w)(?P<regs>regs?|regulations?)[. ]*|(?:(?<!\w)(?:ss?|secs?|sections?)|§+)[. ]*)"
    rf"(?P<list>{_ITEM}(?:(?: ?(?:,|-|–|&) ?| and | or | to ){_ITEM})*)",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"\s*({_ITEM})\s*[.,]?\s*", re.IGNORECASE)
_SPLIT = re.compile(rf"({_ITEM})", re.IGNORECASE)
_HEAD = re.compile(r"\d{1,3}[a-z]{0,3}(?: [A-Z](?=$|[,;(]| of ))?", re.IGNORECASE)
_PARTS = re.compile(r"\(([0-9a-z]{1,4})\)", re.IGNORECASE)
_LONGEST = 60  # places of one span
_READ = 500  # characters: no citation is longer, and what people type may be


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A section of an Act (or a regulation of an instrument, a paragraph of a schedule), and the parts below it."""

    act: str
    section: str
    parts: tuple[str, ...] = ()

    def __str__(self) -> str:
        what = "" if self.section.startswith("Sch.") else "reg." if self.act.startswith("SI ") else "s."
        return f"{self.act} {what}{self.section}{''.join(f'({part})' for part in self.parts)}"

    def within(self, other: "Place") -> bool:
        """Whether this is that place, or lies below it."""
        return (self.act, self.section) == (other.act, other.section) and self.parts[: len(other.parts)] == other.parts


def places(written: str) -> tuple[Place, ...]:
    """Every place that a citation names, each once, in the order in which they stand; none where it names none."""
    return tuple(dict.fromkeys(_places(" ".join(written[:_READ].split()), "")))


def _places(text: str, inherited: str) -> Iterator[Place]:
    """The places of a text; `inherited`: the Act of the text around it."""
    remarks: list[str] = []

    def apart(found: re.Match[str]) -> str:
        remarks.append(found[1])
        return " "

    text = " ".join(_REMARK.sub(apart, text).split())
    act = inherited
    for piece in text.split(";"):
        act, rest = _act(piece, act)
        yield from _of_schedule(rest, act or _OUR)
        without = _PARAGRAPH.sub(" ", _SCHEDULE.sub(" ", rest))
        alone = _ALONE.fullmatch(without)
        if alone:
            yield from _spread(alone[1], act or _OUR)
        for found in _LIST.finditer(without):
            yield from _spread(found["list"], act or (_REGULATIONS if found["regs"] else _OUR))
    for remark in remarks:
        yield from _places(remark, act)


def _act(text: str, otherwise: str) -> tuple[str, str]:
    """The Act that a text names, and the text without it; `otherwise` where it names none. One that we do not know is itself."""
    found = _NAMED.search(text)
    if found is not None:
        known = next(n for n in range(len(_ACTS)) if found[f"a{n}"])
        return _ACTS[known][0], f"{text[: found.start()]} {_NAMED.sub(' ', text[found.end() :])}"
    found = _OTHER.search(text)
    if found is not None:
        return found[0], f"{text[: found.start()]} {text[found.end() :]}"
    return otherwise, text


def _of_schedule(text: str, act: str) -> Iterator[Place]:
    schedule, paragraph = _SCHEDULE.search(text), _PARAGRAPH.search(text)
    if schedule is not None:
        name = f"Sch.{schedule[1].upper()}"
        below = () if paragraph is None else _parts(paragraph[2])
        yield Place(act, name if paragraph is None else f"{name} para.{paragraph[1].upper()}", below)


def _spread(listed: str, act: str) -> Iterator[Place]:
    """Each place of a list; what names parts alone is of the section before it, and a span names all between its ends."""
    pieces = _SPLIT.split(listed)
    found: list[tuple[str, tuple[str, ...]]] = []
    for between, item in pairwise(pieces):
        if not _SPLIT.fullmatch(item):
            continue
        head = _HEAD.match(item)
        parts = _parts(item)
        place = (head[0].replace(" ", "").upper() if head else found[-1][0] if found else "", parts)
        if not head and found:
            place = (place[0], (*found[-1][1][: -len(parts)], *parts))
        if found and between.strip() in {"-", "–", "to"}:
            found += _between(found[-1], place)
        found.append(place)
    yield from (Place(act, section, parts) for section, parts in found if section)


def _between(
    first: tuple[str, tuple[str, ...]], last: tuple[str, tuple[str, ...]]
) -> list[tuple[str, tuple[str, ...]]]:
    """What lies between two places of one list, where both are numbers, or one number with letters: 73-77, (3A)-(3F)."""
    if first[1] and last[1] and first[0] == last[0] and first[1][:-1] == last[1][:-1]:
        return [(first[0], (*first[1][:-1], name)) for name in _names(first[1][-1], last[1][-1])]
    return [] if first[1] or last[1] else [(name, ()) for name in _names(first[0], last[0])]


def _names(first: str, last: str) -> list[str]:
    if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) <= _LONGEST:
        return [str(n) for n in range(int(first) + 1, int(last))]
    if first[:-1] == last[:-1] and first[-1:].isalpha() and last[-1:].isalpha():
        return [f"{first[:-1]}{chr(n)}" for n in range(ord(first[-1]) + 1, ord(last[-1]))]
    return []


def _parts(text: str) -> tuple[str, ...]:
    """The parts in brackets: numbers with their letters large, letters alone small."""
    return tuple(part.upper() if part[0].isdigit() else part.lower() for part in _PARTS.findall(text))
