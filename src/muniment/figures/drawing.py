"""A drawing and the table beside it, made of the same numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from muniment.figures import page
from muniment.figures.look import Look
from muniment.figures.page import Page

Cell = str | int | float | None  # None: not known
WITHOUT = "the picture is not drawn here; the table says the same. To have pictures: pip install 'muniment[figures]'"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, what it shows and cannot show, and the table that says the same in numbers.

    Names of evidence are cut in the picture and whole in the table, as they were given: a door shows them as text.
    """

    svg: bytes | None  # None where the library that draws is not installed; `instead` then says what to do
    title: str
    says: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    width: int
    height: int
    instead: str = ""

    @property
    def alt(self) -> str:
        """What stands for the picture where it is heard and not seen."""
        return f"{self.title}. {self.says}"


@dataclass(frozen=True, slots=True)
class Said:
    """What a drawing says in words and numbers, before anything is drawn."""

    title: str
    says: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def made(said: Said, look: Look, width: int, height: int, draw: Callable[[Page], None]) -> Drawing:
    """The drawing, with its picture where it can be drawn. *Cost*: tens of milliseconds."""
    svg = None
    if page.able():
        with page.opened(width, height, look) as sheet:
            draw(sheet)
            svg = sheet.finish(said.title, said.says)
    rows = tuple(map(tuple, said.rows))
    return Drawing(svg, said.title, said.says, tuple(said.columns), rows, width, height, WITHOUT if svg is None else "")


def gap(sheet: Page, text: str) -> None:
    """A dashed box with words, where there is nothing to draw."""
    look = sheet.look
    sheet.box(1, 1, sheet.width - 2, sheet.height - 2, facecolor="none", edgecolor=look.ink_2, linestyle=(0, (4, 3)))
    sheet.write(sheet.width / 2, sheet.height / 2, text, room=sheet.width - 24, at="center", ink="ink_2")
