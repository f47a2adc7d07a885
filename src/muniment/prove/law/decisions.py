"""Kinds of decision, the stage of a test that failed and in which way, and which body guidance names (decisions.yaml)."""

from dataclasses import dataclass
from pathlib import Path

from muniment.prove.law.load import FOLDER, Named, Spot, Status, refer, refer_each, table

FILE = "decisions.yaml"
NEEDS = ("of", "stage", "shape")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a test; `elsewhere`: only of a decision that was made elsewhere."""

    id: str
    title: str
    text: str
    source: str
    status: Status
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """In which way a test failed, and at which stages it can; `of`: the wider shape that it is one of."""

    id: str
    title: str
    stages: tuple[str, ...]
    source: str
    status: Status
    of: str = ""
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class DecisionKind:
    """A kind of decision: what must be said of it, at which stages and in which shapes; `text` is printed beside it."""

    id: str
    title: str
    needs: tuple[str, ...]
    stages: tuple[str, ...]
    shapes: tuple[str, ...]
    text: str = ""

    @property
    def policy(self) -> bool:
        """Whether it is of how the inquiry is made, and not of what is alleged: it stands in the policy log."""
        return "of" not in self.needs


@dataclass(frozen=True, slots=True)
class Guidance:
    """Which kinds of body guidance names for some kinds of decision, at some stages (all, where none is named)."""

    id: str
    kinds: tuple[str, ...]
    bodies: tuple[str, ...]
    text: str
    source: str
    status: Status
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionLaw:
    """What the tables say of decisions."""

    bodies: dict[str, Named]  # the kinds of body that decide
    stages: dict[str, Stage]
    shapes: dict[str, Shape]
    kinds: dict[str, DecisionKind]
    guidance: dict[str, Guidance]

    def against(self, kind: str, stage: str, body: str) -> list[Guidance]:
        """The guidance that names other bodies than this one for such a decision."""
        asked = [
            each for each in self.guidance.values() if kind in each.kinds and (not each.stages or stage in each.stages)
        ]
        return [each for each in asked if body not in each.bodies]


def load(folder: Path = FOLDER) -> DecisionLaw:
    """Read them.

    Raises: BadLaw.
    """
    found = table(DecisionLaw, folder / FILE)
    refer_each(found.shapes, "stages", found.stages, FILE, "stage")
    for shape in found.shapes.values():
        refer([shape.of] if shape.of else [], found.shapes, Spot(FILE, shape.id, "of"), "shape")
    refer_each(found.kinds, "needs", NEEDS, FILE, "field")
    refer_each(found.kinds, "stages", found.stages, FILE, "stage")
    refer_each(found.kinds, "shapes", found.shapes, FILE, "shape")
    refer_each(found.guidance, "kinds", found.kinds, FILE, "kind of decision")
    refer_each(found.guidance, "stages", found.stages, FILE, "stage")
    refer_each(found.guidance, "bodies", found.bodies, FILE, "kind of body")
    return found
