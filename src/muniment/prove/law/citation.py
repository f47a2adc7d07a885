"""Citations as people write them, brought to one form: `s62A`, `section 62A(1)` and `S. 62a RPA 1983` name the same place.

What was written is kept where it was written; this says only what it names. A citation that names no Act means the
Representation of the People Act 1983.
"""

import re
from dataclasses import dataclass

_ACTS = (
    ("RPA 1983", r"rpa(?: 1983)?|representation of the people act(?: 1983)?"),
    ("PPERA 2000", r"ppera(?: 2000)?|political parties,? elections and referendums act(?: 2000)?"),
    ("Elections Act 2022", r"elections act(?: 2022)?|ea ?(?:20)?22"),
    ("Fraud Act 2006", r"fraud act(?: 2006)?"),
    ("Forgery and Counterfeiting Act 1981", r"forgery and counterfeiting act(?: 1981)?|forgery act"),
    ("Perjury Act 1911", r"perjury act(?: 1911)?"),
    ("National Security Act 2023", r"national security act(?: 2023)?"),
    ("SI 2001/341", r"rpr(?: \(e&w\))?(?: 2001)?(?: \(si 2001/341\))?|si 2001/341"),
)
_OUR = _ACTS[0][0]
_PLACE = re.compile(
    r"(?:\b(?:ss?|sections?|regs?|regulations?)[. ]*|(?<![\w.]))(\d{1,3}[a-z]{0,3})((?: ?\([0-9a-z]{1,4}\))*)"
)
_PARTS = re.compile(r"\(([0-9a-z]{1,4})\)")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A section of an Act (or a regulation of an instrument), and the parts below it."""

    act: str
    section: str
    parts: tuple[str, ...] = ()

    def __str__(self) -> str:
        what = "reg." if self.act.startswith("SI ") else "s."
        return f"{self.act} {what}{self.section}{''.join(f'({part})' for part in self.parts)}"

    def within(self, other: "Place") -> bool:
        """Whether this is that place, or lies below it."""
        return (self.act, self.section) == (other.act, other.section) and self.parts[: len(other.parts)] == other.parts


def places(written: str) -> tuple[Place, ...]:
    """Every place that a citation names, in the order in which they stand; none where it names none."""
    text = " ".join(written.casefold().split())
    act = _OUR
    for name, pattern in _ACTS:
        found = re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text)
        if found is not None:
            act, text = name, text[: found.start()] + " " + text[found.end() :]
            break
    places = []
    for number, below in _PLACE.findall(text):
        section = number.upper()
        places.append(Place(act, section, tuple(_PARTS.findall(below))))
    return tuple(places)
