"""The colours and the width of a drawing: the design tokens of the pages, by their names."""

from dataclasses import dataclass

WIDE = 720  # px; beside a hanging heading on a desk, and on paper
NARROW = 342  # px; a telephone's 390 less its margins


@dataclass(frozen=True, slots=True)
class Look:
    """One palette, by the names of the design tokens; each value a colour as `#rrggbb`.

    State is never told by these alone: every fill has a word in the key, and the red one has a hatch as well.
    """

    paper: str  # the ground
    board: str  # a quiet fill: a machine finished, and there is no text
    ink: str  # text; what is judged
    ink_2: str  # labels, outlines
    ink_3: str  # a middle fill: opened, not judged
    rule: str  # hairlines
    ask: str  # something waits for a person
    read: str  # text had by machine


LIGHT = Look("#ffffff", "#f2f4f3", "#14181b", "#50585d", "#a9b2b5", "#cfd5d5", "#a81b10", "#7d99b0")
DARK = Look("#131618", "#1c2023", "#e9ebe9", "#a9b1b5", "#5c666b", "#343b3f", "#ff9484", "#64849e")
