"""A document as plain data: headings, paragraphs, tables and blanks, in their order. Every form is made as one."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

ERASED = "[erased]"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the title of the document is none of them."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words; `label` stands before them: the name of a field, or the number of a paragraph."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """What the form needs and nobody has entered: it is marked, so that no reader takes the draft for whole."""

    what: str


@dataclass(frozen=True, slots=True)
class Blank:
    """What is filled in by hand: a signature, a day."""

    label: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; `widths` are parts of the whole."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


Part = Heading | Paragraph | Missing | Blank | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A form: its title, what it is of, and its parts."""

    title: str
    about: str
    parts: tuple[Part, ...]

    @property
    def missing(self) -> list[str]:
        """What is marked as missing in it."""
        return [each.what for each in self.parts if isinstance(each, Missing)]


def missing(what: str) -> str:
    """How the mark reads."""
    return f"[MISSING: {what}]"


def said(value: str | None) -> str:
    """A sealed value as a form has it."""
    return ERASED if value is None else value


def table(head: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[str]]) -> Table:
    """A table of these rows."""
    return Table(tuple(head), tuple(tuple(row) for row in rows), tuple(widths))


def as_json(document: Document) -> list[dict[str, object]]:
    """The parts of a document as plain data, each with its kind."""
    return [{"kind": type(each).__name__.lower(), **asdict(each)} for each in document.parts]


def text(document: Document) -> str:
    """The document as plain text: what its other forms say, in the same order."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield document.title
    yield "=" * len(document.title)
    yield document.about
    for part in document.parts:
        yield ""
        match part:
            case Heading(words, level):
                yield f"{'#' * level} {words}"
            case Paragraph(words, label):
                yield f"{label} {words}" if label else words
            case Missing(what):
                yield missing(what)
            case Blank(label):
                yield f"{label} ______________________"
            case Table(head, rows):
                yield " | ".join(head)
                for row in rows:
                    yield " | ".join(row)
