"""The sheet that a drawing is made on, in px from its upper left corner. matplotlib draws; it is loaded at first use."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any

from muniment.figures import label
from muniment.figures.clean import clean
from muniment.figures.look import Look
from muniment.figures.scale import Scale

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SMALL = 13  # px, the size of type of every word in a drawing
_LETTERS = 0.36  # of the size: from the middle of a line down to where its letters stand
_HALF = 12  # px above and below the middle of a line, where the next line's room begins
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "muniment",
    "hatch.linewidth": 1.5,
    "path.simplify": False,
}
_ONE = Lock()  # matplotlib's settings are of the whole process, and two requests may draw at once


def able() -> bool:
    """Whether the library that draws is installed. *Cost*: half a second, the first time."""
    try:
        import matplotlib.figure  # noqa: F401, PLC0415 - slow to load, and an extra
    except ImportError:
        return False
    return True


class Page:
    """One sheet, and the words that stand on it; made by `opened` alone."""

    def __init__(self, width: int, height: int, look: Look) -> None:
        from matplotlib.figure import Figure  # noqa: PLC0415

        self.width, self.height, self.look = width, height, look
        # SVG is written at 72 dots an inch, so that a point is a px.
        self._figure = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor=look.paper)
        self._words: dict[str, str] = {}

    def axes(self, left: float, top: float, right: float, bottom: float, x: Scale, y: Scale) -> "Axes":
        """A plot between these edges, with hairlines at the marks of `y`; words at both are written here."""
        area = (left / self.width, 1 - bottom / self.height, (right - left) / self.width, (bottom - top) / self.height)
        axes = self._figure.add_axes(area, facecolor=self.look.paper)
        axes.set_xlim(x.low, x.high)
        axes.set_ylim(y.low, y.high)
        axes.set_xticks([at for at, _ in x.marks], ["" for _ in x.marks])
        axes.set_yticks([at for at, _ in y.marks], ["" for _ in y.marks])
        axes.tick_params(length=0)
        axes.grid(axis="y", color=self.look.rule, linewidth=1)
        axes.set_axisbelow(True)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.spines["bottom"].set(color=self.look.ink, linewidth=1)
        for at, text in y.marks:
            self.write(left - 8, bottom - y.part(at) * (bottom - top), text, room=left - 8, at="right", ink="ink_2")
        self._under(left, right, bottom, x)
        return axes

    def _under(self, left: float, right: float, bottom: float, x: Scale) -> None:
        """The words under a plot: the first and the last stay within the sheet."""
        for at, text in x.marks:
            place = left + x.part(at) * (right - left)
            half = label.width(text, SMALL) / 2
            side = "left" if place - half < 0 else "right" if place + half > self.width else "center"
            edge = {"left": left, "right": self.width, "center": place}[side]
            self.write(edge, bottom + 14, text, room=2 * half + 4, at=side, ink="ink_2")

    def write(
        self, x: float, y: float, text: str, *, room: float, at: str = "left", ink: str = "ink", bold: bool = False
    ) -> None:
        """Puts words with their middle at a height, cut to their room; `at` says which end of them stands at x.

        No word goes through matplotlib, which would read a dollar sign as mathematics and warn of letters that its own
        font lacks: a stand-in is placed, and `finish` puts the words there.
        """
        from matplotlib.transforms import Bbox  # noqa: PLC0415

        name = f"words-{len(self._words) + 1}"
        self._words[name] = label.cut(text, room, SMALL * (1.08 if bold else 1))
        left = {"left": x, "center": x - room / 2, "right": x - room}[at]
        # How wide letters are is a guess here. What is still too wide, or piled too high, ends at this edge.
        edge = Bbox([[left - 1, self.height - y - _HALF], [left + room + 1, self.height - y + _HALF]])
        self._figure.text(
            x / self.width,
            1 - (y + SMALL * _LETTERS) / self.height,
            "x",
            gid=name,
            ha=at,
            va="baseline",
            fontsize=SMALL,
            fontweight="bold" if bold else "normal",
            color=getattr(self.look, ink),
            clip_box=edge,
            clip_on=True,
        )

    def box(self, x: float, y: float, wide: float, high: float, **filled: Any) -> None:
        """Draws an upright box by its upper left corner; `filled` as matplotlib's patches take it."""
        from matplotlib.patches import Rectangle  # noqa: PLC0415

        corner = (x / self.width, 1 - (y + high) / self.height)
        whole = self._figure.transFigure
        self._figure.add_artist(
            Rectangle(corner, wide / self.width, high / self.height, transform=whole, **{"linewidth": 1, **filled})
        )

    def line(self, x: float, y: float, wide: float, **drawn: Any) -> None:
        """Draws a level line; `drawn` as matplotlib's lines take it."""
        from matplotlib.lines import Line2D  # noqa: PLC0415

        place, height = [x / self.width, (x + wide) / self.width], 1 - y / self.height
        self._figure.add_artist(Line2D(place, [height, height], transform=self._figure.transFigure, **drawn))

    def finish(self, title: str, says: str) -> bytes:
        """The sheet as SVG, byte for byte the same each time for one version of matplotlib."""
        from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415

        raw = BytesIO()
        FigureCanvasSVG(self._figure)
        self._figure.savefig(raw, format="svg", metadata={"Date": None, "Creator": None})
        return clean(raw.getvalue(), self._words, label.shown(title), label.shown(says))


@contextmanager
def opened(width: int, height: int, look: Look) -> Iterator[Page]:
    """A new sheet; one at a time, and under our settings, whatever the user's own for matplotlib are."""
    import matplotlib as mpl  # noqa: PLC0415

    with _ONE, mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        yield Page(width, height, look)
