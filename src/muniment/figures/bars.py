"""What came in and what became of it: one bar for each bundle, what a machine could do over what people did."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from muniment.errors import AskedWrong
from muniment.figures import drawing, key, label
from muniment.figures.drawing import Cell, Drawing, Said
from muniment.figures.key import Entry
from muniment.figures.look import LIGHT, WIDE, Look
from muniment.figures.page import SMALL, Page
from muniment.figures.scale import Scale

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLE = "What came in, and what became of it"
COLUMNS = (
    "bundle",
    "received",
    "text had by machine",
    "no text found",
    "text may be missing",
    "opened by a person",
    "opened by nobody",
    "judged",
    "judged, opened by nobody",
    "text may be missing, opened by nobody",
)
MOST = 30  # bars on one sheet: about two pages of paper
_THINNEST = 0.0035  # of a bar: a part that is not nothing is never thinner
_NAME, _BAND, _APART, _BELOW = 22, 13, 5, 18  # px: the name over a bar, a band, between the two of one bar, under it
_HIGH = 2 * _BAND + _APART
_PITCH = _NAME + _HIGH + _BELOW
_MACHINE = ("had", "none", "missing")
_PEOPLE = ("judged", "opened", "unopened", "untouched")
_EXACT = 10**12  # from here on a number of items is rounded in the picture; it is whole in the table


@dataclass(frozen=True, slots=True)
class Part:
    """Items of one bundle of which a machine could do the same, by what people did with them; no item counts twice."""

    judged: int = 0  # opened and judged
    unopened: int = 0  # judged, opened by nobody: in bulk
    opened: int = 0  # opened, not judged
    untouched: int = 0  # opened by nobody, not judged

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """In the order in which they are drawn."""
        return self.judged, self.opened, self.unopened, self.untouched

    @property
    def items(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle's items, by what a machine could do."""

    name: str
    had: Part = Part()  # text had by machine
    none: Part = Part()  # no text found
    missing: Part = Part()  # text may be missing

    @property
    def parts(self) -> tuple[Part, Part, Part]:
        """In the order in which they are drawn."""
        return self.had, self.none, self.missing

    @property
    def received(self) -> int:
        """All items of it."""
        return sum(part.items for part in self.parts)

    @property
    def nobody(self) -> int:
        """How many were opened by nobody."""
        return sum(part.unopened + part.untouched for part in self.parts)


def draw(bundles: Sequence[Bundle], *, look: Look = LIGHT, width: int = WIDE) -> Drawing:
    """Draws one bar for each bundle, all of one length; under each part of the upper band, what people did with it.

    The table has a row for each bundle, in the order given, and where there are several a last one for all together.
    Of more than `MOST` those are drawn of which most was opened by nobody, text that may be missing first; the others
    are one bar. *Raises* AskedWrong, for a count below nothing.
    """
    if any(number < 0 for bundle in bundles for part in bundle.parts for number in part.counts):
        raise AskedWrong("a count is below nothing", "", "count the items again")
    rows = _drawn(bundles)
    said = Said(TITLE, _says(bundles, len(rows)), COLUMNS, [_row(one) for one in _listed(bundles)])
    if not bundles:
        return drawing.made(said, look, width, 96, lambda sheet: drawing.gap(sheet, "No bundle has been taken in yet."))
    entries = _key(look)
    top = key.rows(entries, width) * key.ROW + 18
    high = top + len(rows) * _PITCH

    def plot(sheet: Page) -> None:
        key.draw(sheet, entries, 0)
        axes = sheet.axes(0, top, width, high, Scale(0, 1, ()), Scale(high, top, ()))
        axes.set_axis_off()
        for number, bundle in enumerate(rows):
            start = top + number * _PITCH
            size = _size(bundle.received)
            taken = label.width(size, SMALL) + 4
            sheet.write(0, start + 9, bundle.name, room=width - taken - 12, bold=number == 0 and len(rows) > 1)
            sheet.write(width, start + 9, size, room=taken, at="right", ink="ink_2")
            _bar(sheet, axes, bundle, f"bar-{number}", start + _NAME)

    return drawing.made(said, look, width, high, plot)


def _size(items: int) -> str:
    return f"{label.count(items) if items >= _EXACT else format(items, ',')} item{'' if items == 1 else 's'}"


def _bar(sheet: Page, axes: "Axes", bundle: Bundle, name: str, top: float) -> None:
    """Two bands of one length; a bundle of nothing is a dashed frame."""
    look = sheet.look
    if not bundle.received:
        empty = {"facecolor": "none", "edgecolor": look.ink_2, "linestyle": (0, (4, 3)), "gid": f"{name}-empty"}
        sheet.box(0.5, top + 0.5, sheet.width - 1, _HIGH - 1, **empty)
        sheet.write(10, top + _HIGH / 2, "nothing received", room=sheet.width - 20, ink="ink_2")
        return
    at: float = 0
    for sizes, kind in zip(_sizes(bundle), _MACHINE, strict=True):
        if at and sum(sizes):
            axes.plot([at, at], [top, top + _HIGH], color=look.ink_2, linewidth=1)
        _piece(axes, f"{name}-{kind}", at, sum(sizes), top, _machine(look)[kind])
        for does, size in zip(_PEOPLE, sizes, strict=True):
            style = "nobody" if (kind, does) == ("missing", "untouched") else does
            _piece(axes, f"{name}-{kind}-{does}", at, size, top + _BAND + _APART, _persons(look)[style])
            at += size
    for start in (top, top + _BAND + _APART):
        sheet.box(0.5, start + 0.5, sheet.width - 1, _BAND - 1, facecolor="none", edgecolor=look.ink_2, zorder=4)


def _piece(axes: "Axes", name: str, at: float, size: float, top: float, style: dict[str, Any]) -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    if not size:
        return
    # As an artist: a bar (barh) would measure the whole plot again for each of hundreds.
    axes.add_artist(Rectangle((at, top), size, _BAND, linewidth=0, gid=name, **style))


def _sizes(bundle: Bundle) -> list[list[float]]:
    """The share of the bar that each count takes, by part; what is not nothing is never too thin to be seen."""
    least = [[count and max(count / bundle.received, _THINNEST) for count in part.counts] for part in bundle.parts]
    whole = sum(map(sum, least))
    return [[size / whole for size in sizes] for sizes in least]


def _machine(look: Look) -> dict[str, dict[str, Any]]:
    return {
        "had": {"facecolor": look.read},
        "none": {"facecolor": look.board},
        "missing": {"facecolor": look.paper, "hatch": "////", "hatchcolor": look.ask},
    }


def _persons(look: Look) -> dict[str, dict[str, Any]]:
    return {
        "judged": {"facecolor": look.ink},
        "unopened": {"facecolor": look.paper, "hatch": "\\\\\\\\", "hatchcolor": look.ink},
        "opened": {"facecolor": look.ink_3},
        "untouched": {"facecolor": look.paper},
        "nobody": {"facecolor": look.ask, "hatch": "--", "hatchcolor": look.paper},
    }


def _key(look: Look) -> list[Entry]:
    def sample(style: dict[str, Any], text: str) -> Entry:
        def box(sheet: Page, x: float, y: float) -> None:
            sheet.box(x + 0.5, y - 6, key.SAMPLE - 1, 12, edgecolor=look.ink_2, **style)

        return Entry(text, box)

    machine, people = _machine(look), _persons(look)
    return [
        Entry("Above, what a machine could do:"),
        sample(machine["had"], COLUMNS[2]),
        sample(machine["none"], COLUMNS[3]),
        sample(machine["missing"], COLUMNS[4]),
        Entry("Below, what people did with the same items:"),
        sample(people["judged"], "opened and judged"),
        sample(people["opened"], "opened, not judged"),
        sample(people["unopened"], "judged, opened by nobody"),
        sample(people["untouched"], "opened by nobody"),
        sample(people["nobody"], "opened by nobody, text may be missing"),
    ]


def _listed(bundles: Sequence[Bundle]) -> list[Bundle]:
    """The bundles as the table has them."""
    return [*bundles, _together("all bundles", bundles)] if len(bundles) > 1 else list(bundles)


def _drawn(bundles: Sequence[Bundle]) -> list[Bundle]:
    """The bundles as they are drawn: all together first, because that is the case."""
    if len(bundles) < 2:
        return list(bundles)
    whole = _together("all bundles", bundles)
    if len(bundles) <= MOST:
        return [whole, *bundles]
    worst = sorted(range(len(bundles)), key=lambda one: (-_unseen(bundles[one]), -bundles[one].nobody, one))
    kept, others = sorted(worst[:MOST]), worst[MOST:]
    rest = _together(f"{len(others):,} other bundles", [bundles[one] for one in others])
    return [whole, *(bundles[one] for one in kept), rest]


def _together(name: str, bundles: Sequence[Bundle]) -> Bundle:
    def added(parts: list[Part]) -> Part:
        return Part(**dict(zip(_PEOPLE, map(sum, zip(*(part.counts for part in parts), strict=True)), strict=True)))

    return Bundle(name, *(added(list(parts)) for parts in zip(*(one.parts for one in bundles), strict=True)))


def _unseen(bundle: Bundle) -> int:
    return bundle.missing.unopened + bundle.missing.untouched


def _row(bundle: Bundle) -> tuple[Cell, ...]:
    unopened = sum(part.unopened for part in bundle.parts)
    judged = unopened + sum(part.judged for part in bundle.parts)
    machine = (part.items for part in bundle.parts)
    opened = bundle.received - bundle.nobody
    return (bundle.name, bundle.received, *machine, opened, bundle.nobody, judged, unopened, _unseen(bundle))


def _says(bundles: Sequence[Bundle], drawn: int) -> str:
    if not bundles:
        return "No bundle has been taken in yet, so there is nothing to show."
    whole = _together("", bundles)
    opened = f"{whole.received - whole.nobody:,} were opened by a person and {whole.nobody:,} by nobody"
    others = f", of which {drawn - 2} are drawn by themselves" if len(bundles) > MOST else ""
    many = f"{len(bundles):,} bundles{others}" if len(bundles) > 1 else "one bundle"
    return (
        f"Of {whole.received:,} items in {many}, {opened}; all bars have one length, so they cannot show which bundle is"
        " larger, and what was opened may not have been read to its end."
    )
