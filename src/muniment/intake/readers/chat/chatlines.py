"""The lines of a chat that WhatsApp wrote out: where a message begins, when, by whom. Android and iOS, many languages.

    31/12/2023, 21:41 - Ann Lark: text          [31.12.23, 21:41:05] Ann Lark: text

What does not begin so goes on with the message before it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"  # of direction: nobody sees them
_GONE = {ord(sign): None for sign in MARKS} | {0xA0: " ", 0x202F: " "}
_STARTS = "[" + MARKS
_HEAD = 160  # characters of a line that can hold its beginning
_DATE = (
    r"(?P<figures>\d{1,4} ?[./-] ?\d{1,2} ?[./-] ?\d{1,4}\.?|\d{4}[年년] ?\d{1,2}[月월] ?\d{1,2}[日일])"
    r"|(?P<named>\d{1,2}\.? (?:de )?[^\W\d_]{3,12}\.?,? (?:de )?\d{4})"
)
_TIME = (
    r"(?P<before>[^\W\d_][^\W\d_.]{0,3}[^\W\d_. ]{0,4}\.? ?)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)"
    r"(?:[:.](?P<second>\d\d))?(?: ?(?P<after>[^\W\d_][^\W\d_. ]{0,7}(?:[. ]{1,2}[^\W\d_]{1,3}\.?)?))?"
)
_BETWEEN = r"(?:[,،、] ?| )(?:(?:à|at|às|klo|kl\.|um|alle|om) )?"
_BEGINS = re.compile(
    rf"(?P<open>\[)?(?:{_DATE}){_BETWEEN}{_TIME} ?(?(open)\] ?|(?:[-–] |(?<=\d:\d\d:\d\d): |(?<=\d:\d\d:\d\d [AP]M): ))"
)
_SENDER = re.compile(r"([^:\n\"“”„«»]{1,100}?)[ \u00a0\u202f]?:(?:[ \u00a0]|\Z)")
_FIGURE = re.compile(r"\d+")
_MORNING = frozenset({"am", "上午", "凌晨", "早上", "午前", "오전", "ص", "πμ", "fm", "de"})
_AFTER_NOON = frozenset({"pm", "下午", "中午", "晚上", "午後", "오후", "م", "μμ", "em", "du"})
_PLAIN_WORDS = frozenset({"kl", "klo", "um", "om", "uhr", "h"})
_KEPT = 4 << 20  # characters of one message, after which it is given in pieces


@dataclass(frozen=True, slots=True)
class Written:
    """A date as its three figures stand in the line; a month that is named has no second figure."""

    text: str
    figures: tuple[int, ...] = ()
    sign: str = ""  # what stands between them


@dataclass(frozen=True, slots=True)
class Message:
    """One message or one line of the system; `time` is of 24 hours where that can be said, else as it stands."""

    date: Written
    time: str
    sender: str
    text: str
    bracket: bool = False
    seconds: bool = False
    goes_on: bool = False  # the rest of a message that is too long for one piece


def begins(line: str) -> Message | None:
    """The message that begins with this line; None where none does."""
    found = _begin(line)
    if found is None:
        return None
    head = line[:_HEAD]
    rest = line[found.end() if head.isascii() else _reach(head, found.end()) :]
    sender, text = _parted(rest)
    date = _written(found["figures"], found["named"])
    return Message(date, _clock(found), sender, text, bool(found["open"]), bool(found["second"]))


def dates(lines: Iterable[str]) -> Iterator[Written]:
    """The dates alone, of every line with which a message begins."""
    bracket: str | None = ""
    for line in lines:
        if found := _begin(line):
            bracket = found["open"] if bracket == "" else bracket
            if found["open"] == bracket:
                yield _written(found["figures"], found["named"])


def _begin(line: str) -> re.Match[str] | None:
    if not line or not (line[0].isdecimal() or line[0] in _STARTS):
        return None
    head = line[:_HEAD]
    return _BEGINS.match(head if head.isascii() else head.translate(_GONE))


def messages(lines: Iterable[str]) -> Iterator[Message]:
    """The messages of these lines, each with all of its own; what stands before the first one has no date."""
    now: Message | None = None
    more: list[str] = []
    length = 0
    bracket: bool | None = None  # a line in the other form is quoted
    for line in lines:
        found = begins(line)
        if found and bracket is None:
            bracket = found.bracket
        if found and found.bracket is not bracket:
            found = None
        if found is None and length < _KEPT:
            more.append(line)
            length += len(line) + 1
            continue
        if now or more:
            yield _whole(now, more)
        now, more, length = (found, [], 0) if found else (_rest(now), [line], len(line))
    if now or more:
        yield _whole(now, more)


def _whole(now: Message | None, more: list[str]) -> Message:
    now = now or Message(Written(""), "", "", "")
    if not more:
        return now
    return replace(now, text="\n".join([now.text, *more] if now.date.text and not now.goes_on else more))


def _rest(now: Message | None) -> Message:
    return replace(now, text="", goes_on=True) if now else Message(Written(""), "", "", "", goes_on=True)


def _reach(head: str, count: int) -> int:
    """Where that many characters end, marks not counted."""
    for at, sign in enumerate(head):
        if not count:
            return at
        count -= sign not in MARKS
    return len(head)


def _parted(rest: str) -> tuple[str, str]:
    found = _SENDER.match(rest)
    if found is None:
        return "", rest
    return bare(found[1]), rest[found.end() :]


def bare(text: str) -> str:
    """A text without marks of direction and odd spaces."""
    return " ".join((text if text.isascii() else text.translate(_GONE)).split())


@lru_cache(4096)
def _written(in_figures: str | None, named: str | None) -> Written:
    text = (in_figures or named or "").strip()
    figures = tuple(int(figure) for figure in _FIGURE.findall(text))
    sign = next((char for char in text if char in "./-年년"), "") if in_figures else "month"
    return Written(text, figures, sign)


def _clock(found: re.Match[str]) -> str:
    """The time by 24 hours; as it stands where its half of the day is a word that is not known."""
    hour, minute = int(found["hour"]), int(found["minute"])
    if not (found["before"] or found["after"]) and hour < 24 and minute < 60:
        return f"{hour:02d}:{minute:02d}" + (f":{int(found['second']):02d}" if found["second"] else "")
    words = [re.sub(r"[\s.]", "", found[side] or "").lower() for side in ("before", "after")]
    said = [word for word in words if word and word not in _PLAIN_WORDS]
    if said and said[0] in _AFTER_NOON and hour < 12:
        hour += 12
    elif said and said[0] in _MORNING and hour == 12:
        hour = 0
    elif (said and said[0] not in _AFTER_NOON | _MORNING) or hour > 23 or minute > 59:
        return found[0][found.start("before") if found["before"] else found.start("hour") :].rstrip(" ]-–:").strip()
    second = f":{int(found['second']):02d}" if found["second"] else ""
    return f"{hour:02d}:{minute:02d}{second}"
