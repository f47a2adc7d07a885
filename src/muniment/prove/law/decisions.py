"""Kinds of decision, the stage of a test that failed and in which way, and which body guidance names (decisions.yaml)."""

from dataclasses import dataclass
from pathlib import Path

from muniment.prove.law.load import FOLDER, Spot, Status, document, entries, refer

FILE = "decisions.yaml"
NEEDS = ("of", "stage", "shape")


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of body that decides."""

    id: str
    title: str


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

    bodies: dict[str, Body]
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
    raw = document(folder / FILE, ("bodies", "stages", "shapes", "kinds", "guidance"))
    bodies = entries(Body, raw["bodies"], Spot(FILE, field="bodies"))
    stages = entries(Stage, raw["stages"], Spot(FILE, field="stages"))
    shapes = entries(Shape, raw["shapes"], Spot(FILE, field="shapes"))
    kinds = entries(DecisionKind, raw["kinds"], Spot(FILE, field="kinds"))
    guidance = entries(Guidance, raw["guidance"], Spot(FILE, field="guidance"))
    for shape in shapes.values():
        spot = Spot(FILE, shape.id)
        refer(shape.stages, stages, spot.at("stages"), "stage")
        refer([shape.of] if shape.of else [], shapes, spot.at("of"), "shape")
    for kind in kinds.values():
        spot = Spot(FILE, kind.id)
        refer(kind.needs, NEEDS, spot.at("needs"), "field")
        refer(kind.stages, stages, spot.at("stages"), "stage")
        refer(kind.shapes, shapes, spot.at("shapes"), "shape")
    for each in guidance.values():
        spot = Spot(FILE, each.id)
        refer(each.kinds, kinds, spot.at("kinds"), "kind of decision")
        refer(each.stages, stages, spot.at("stages"), "stage")
        refer(each.bodies, bodies, spot.at("bodies"), "kind of body")
    return DecisionLaw(bodies, stages, shapes, kinds, guidance)
