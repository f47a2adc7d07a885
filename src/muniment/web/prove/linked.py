"""Where the page of a number is, and a text with its numbers as links: allegations, witnesses, items, and all else of the room."""

import re

from markupsafe import Markup, escape

from muniment.names.display import show

NUMBERS = "/prove/numbers"  # what stands under any number, and the way to strike it
LISTS = {
    "CMP": ("Complaints", "/prove/complaints"),
    "SUB": ("Subjects", "/prove/subjects"),
    "ALG": ("Allegations", "/prove/allegations"),
    "LNK": ("Allegations", "/prove/allegations"),
    "PUT": ("Right of reply", "/prove/replies"),
    "WIT": ("Witnesses", "/prove/witnesses"),
    "STA": ("Witnesses", "/prove/witnesses"),
    "EXH": ("Witnesses", "/prove/witnesses"),
    "CLM": ("Claims", "/prove/claims"),
    "DIF": ("Claims", "/prove/claims"),
    "LIN": ("Lines of inquiry", "/prove/lines"),
    "ACT": ("Dated acts", "/prove/acts"),
    "CLK": ("Clocks", "/prove/clocks"),
    "REQ": ("Requests", "/prove/requests"),
    "ADV": ("Advice", "/prove/advice"),
    "DEC": ("Decisions", "/prove/decisions"),
    "FND": ("Findings", "/prove/findings"),
    "SCH": ("Unused material", "/prove/unused"),
    "SUM": ("Unused material", "/prove/unused"),
    "REV": ("Unused material", "/prove/unused"),
}
PAGED = ("CMP", "SUB", "ALG", "WIT", "LIN", "REQ", "ADV", "DEC", "FND")  # that have a page of their own in their list
_ELSEWHERE = {"ITM": "/item", "BUN": "/bundles"}
_NUMBER = re.compile(rf"\b({'|'.join((*LISTS, *_ELSEWHERE))})-\d{{4,}}\b")


def address(id: str) -> str:  # noqa: A002 # the field's name
    """The page of a number."""
    prefix = id.partition("-")[0]
    if prefix in _ELSEWHERE:
        return f"{_ELSEWHERE[prefix]}/{id}"
    return f"{LISTS[prefix][1]}/{id}" if prefix in PAGED else f"{NUMBERS}/{id}"


def linked(text: str) -> Markup:
    """A text of ours, with each number in it as a link."""
    parts, end = [], 0
    for found in _NUMBER.finditer(text):
        parts.append(escape(show(text[end : found.start()])))
        parts.append(Markup('<a class="id" href="{}">{}</a>').format(address(found[0]), found[0]))
        end = found.end()
    return Markup().join([*parts, escape(show(text[end:]))])
