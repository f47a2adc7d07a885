"""What the parts of a PDF tell besides the words of its pages; whoever reads a part adds to it."""

from dataclasses import dataclass, field

from muniment.intake.readers.pdf.pdfcalls import Handle


@dataclass(frozen=True, slots=True)
class File:
    """An attached file: where it stands, its handle, and its name."""

    locator: str
    handle: Handle
    name: str


@dataclass(slots=True)
class Found:
    """What is found while a document is read."""

    links: dict[str, None] = field(default_factory=dict)
    scripts: dict[str, None] = field(default_factory=dict)
    files: list[File] = field(default_factory=list)
    cut: dict[str, str] = field(default_factory=dict)  # parts that were not read to their end, and why
    active: bool = False  # something would be done or played
    notes: int = 0  # annotations that were looked at
    options: int = 0  # choices of fields that were looked at
    dots: int = 0  # of pictures that were looked at for ink
    pictured: bool = True  # there may be pictures in it
