"""The codes of fields: where links lead, what is fetched from elsewhere, and what no program works out anew."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_LINK = re.compile(r"^HYPERLINK\b(.*)$", re.IGNORECASE | re.DOTALL)
_PIECE = re.compile(r'\\([a-z@#*!])|"([^"]*)"?|([^\s"\\]\S*)', re.IGNORECASE)
_FETCH = re.compile(r"^(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|RD|LINK|DDE|DDEAUTO|DATABASE)\b", re.IGNORECASE)
_ORDINARY = re.compile(  # what a program works out anew at each print, and says nothing
    r"^(PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|NOTEREF|REF|TOC|SEQ|STYLEREF|INDEX|SYMBOL|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN"
    r"|EMBED|SHAPE|LISTNUM|AUTONUM\w*)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Fields:
    """What the codes say, each once and in order."""

    links: dict[str, None] = field(default_factory=dict)
    rest: dict[str, None] = field(default_factory=dict)
    fetches: bool = False

    @classmethod
    def of(cls, codes: Iterable[str]) -> "Fields":
        """Sort codes."""
        found = cls()
        for code in codes:
            if link := _LINK.match(code):
                found.links[_target(link[1])] = None
            elif not _ORDINARY.match(code):
                found.rest[code] = None
            found.fetches |= bool(_FETCH.match(code))
        found.links.pop("", None)
        return found


def _target(code: str) -> str:
    """The address of a link, with the place in it that a switch names."""
    address, place, switch = "", "", ""
    for piece in _PIECE.finditer(code):
        if piece[1]:
            switch = piece[1].lower()
            continue
        said = piece[2] if piece[2] is not None else piece[3]
        said = said.replace("\\\\", "\\")  # in a code each stands twice
        if switch in {"l", "s"}:
            place = place or said
        elif switch not in {"t", "o"}:  # a frame and a tip
            address = address or said
        switch = ""
    return f"{address}#{place}" if place else address
