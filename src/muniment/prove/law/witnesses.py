"""How people are asked, forms of statement, special measures, and how sources are graded (witnesses.yaml)."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from muniment.prove.law.load import Named, Status, refer_each, table

FILE = "witnesses.yaml"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of asking; `reached`: the person knew that they were asked."""

    id: str
    title: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Form:
    """A form of statement, and the forums for which it is made."""

    id: str
    title: str
    text: str
    forums: tuple[str, ...]
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class Measure:
    """A special measure for a witness."""

    id: str
    title: str
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way to grade a source: one sign of each part, with what it means."""

    id: str
    parts: tuple[dict[str, str], ...]
    source: str
    status: Status

    @property
    def grades(self) -> list[str]:
        """Every grade that can be given."""
        return ["".join(str(sign) for sign in each) for each in product(*self.parts)]

    def says(self, grade: str) -> list[str]:
        """What a grade means, part by part."""
        known = [{str(sign): text for sign, text in part.items()} for part in self.parts]
        return [part.get(sign, "") for part, sign in zip(known, grade, strict=False)]


@dataclass(frozen=True, slots=True)
class WitnessLaw:
    """What the tables say of witnesses, and of sources."""

    hows: dict[str, Named]  # the ways to ask somebody
    results: dict[str, Result]
    forms: dict[str, Form]
    measures: dict[str, Measure]
    grades: dict[str, Scheme]


def load(folder: Path, forums: Collection[str]) -> WitnessLaw:
    """Read them, with the forums that there are.

    Raises: BadLaw.
    """
    found = table(WitnessLaw, folder / FILE)
    refer_each(found.forms, "forums", forums, FILE, "forum")
    return found
