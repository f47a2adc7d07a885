"""The growth of a case as a drawing: items against seconds, and against memory. One file of SVG, no script, light and dark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import log10
from typing import Any

WIDTH, HEIGHT = 760, 330
_STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #1f2328; } .title { font-size: 15px; font-weight: 600; }
  .paper { fill: #ffffff; } .grid { stroke: #d0d7de; } .axis { stroke: #57606a; }
  .limit { stroke: #57606a; stroke-dasharray: 5 4; } .faint { fill: #57606a; }
  .one { stroke: #0550ae; fill: #0550ae; } .two { stroke: #953800; fill: #953800; } polyline { fill: none !important; }
  text.one, text.two { stroke: none; font-weight: 600; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .paper { fill: #0d1117; } .grid { stroke: #30363d; } .axis, .limit { stroke: #8b949e; }
    .faint { fill: #9198a1; } .one { stroke: #79c0ff; fill: #79c0ff; } .two { stroke: #ffa657; fill: #ffa657; }
  }
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name, its colour's class, at which point and how far below it its name stands, and its points."""

    name: str
    kind: str
    at: int
    drop: int
    points: Sequence[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing with its own axes: left edge, what goes up, the marks, the limits that are named, the lines."""

    left: int
    unit: str
    marks: Sequence[float]
    limits: Sequence[tuple[str, float]]
    lines: Sequence[Line]


def draw(rows: Sequence[Mapping[str, Any]]) -> str:
    """The drawing of what `growth.py` measured."""

    def of(*names: str) -> list[tuple[int, float]]:
        found = []
        for row in rows:
            value: Any = row
            for name in names:
                value = value[name]
            found.append((int(row["items"]), float(value)))
        return found

    panels = [
        Panel(
            56,
            "CPU seconds",
            _marks([*of("open_cpu"), *of("account_cpu")], 1.0),
            [("to open: at most 1 s", 1.0), ("page: at most 0.2 s", 0.2)],
            [
                Line("to open", "one", 1, -10, of("open_cpu")),
                Line("the account's page", "two", -1, -22, of("account_cpu")),
            ],
        ),
        Panel(
            436,
            "megabytes",
            _marks([*of("making", "mb"), *of("mb")], 300.0),
            [("at most 300 MB", 300.0)],
            [
                Line("what enters items", "one", -1, -10, of("making", "mb")),
                Line("what opens the case", "two", -1, 18, of("mb")),
            ],
        ),
    ]
    return _page(panels, [int(row["items"]) for row in rows])


def _marks(points: Sequence[tuple[int, float]], least: float) -> list[float]:
    """Five or so round values from nought, over the limit and over every point."""
    top = max([least, *(value for _, value in points)]) * 1.05
    step = next(
        step for power in range(-3, 9) for step in (10.0**power, 2 * 10.0**power, 5 * 10.0**power) if step * 6 >= top
    )
    return [step * n for n in range(int(top / step) + 2)]


def _page(panels: Sequence[Panel], sizes: Sequence[int]) -> str:
    said = "; ".join(
        f"{line.name}: " + ", ".join(f"{value:.3g} {panel.unit} at {items:,} items" for items, value in line.points)
        for panel in panels
        for line in panel.lines
    )
    parts = "\n".join(part for panel in panels for part in _panel(panel, sizes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="title desc">\n'
        f'<title id="title">How a case grows: items against CPU seconds and megabytes</title>\n<desc id="desc">{escape(said)}.</desc>\n'
        f"<style>{_STYLE}</style>\n"
        f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}"/>\n'
        f'<text class="title" x="20" y="26">How a case grows</text>\n{parts}\n</svg>\n'
    )


_TOP, _LOW, _WIDE = 62, 270, 290


def _panel(panel: Panel, sizes: Sequence[int]) -> list[str]:
    first, last = log10(min(sizes)), log10(max(sizes))

    def x(items: int) -> float:
        return panel.left + (_WIDE * (log10(items) - first) / (last - first) if last > first else _WIDE / 2)

    def y(value: float) -> float:
        return _LOW - (_LOW - _TOP) * value / panel.marks[-1]

    right = panel.left + _WIDE
    found = [f'<text class="faint" x="{panel.left - 36}" y="{_TOP - 14}">{panel.unit}</text>']
    for mark in panel.marks:
        found.append(f'<line class="grid" x1="{panel.left}" x2="{right}" y1="{y(mark):.1f}" y2="{y(mark):.1f}"/>')
        found.append(
            f'<text class="faint" x="{panel.left - 6}" y="{y(mark) + 4:.1f}" text-anchor="end">{mark:g}</text>'
        )
    for name, value in panel.limits:
        found.append(f'<line class="limit" x1="{panel.left}" x2="{right}" y1="{y(value):.1f}" y2="{y(value):.1f}"/>')
        found.append(f'<text class="faint" x="{panel.left + 4}" y="{y(value) - 5:.1f}">{escape(name)}</text>')
    found.append(f'<line class="axis" x1="{panel.left}" x2="{right}" y1="{_LOW}" y2="{_LOW}"/>')
    for items in sizes:
        found.append(f'<line class="axis" x1="{x(items):.1f}" x2="{x(items):.1f}" y1="{_LOW}" y2="{_LOW + 5}"/>')
        found.append(f'<text class="faint" x="{x(items):.1f}" y="{_LOW + 20}" text-anchor="middle">{items:,}</text>')
    found.append(f'<text class="faint" x="{panel.left + _WIDE / 2}" y="{_LOW + 42}" text-anchor="middle">items</text>')
    for line in panel.lines:
        places = [(x(items), y(value)) for items, value in line.points]
        joined = " ".join(f"{across:.1f},{down:.1f}" for across, down in places)
        found.append(f'<polyline class="{line.kind}" stroke-width="2" points="{joined}"/>')
        shape = "circle" if line.kind == "one" else "square"
        found += [_mark(shape, line.kind, *place) for place in places]
        across, down = places[max(line.at, -len(places))] if line.at < len(places) else places[-1]
        name = f'x="{across:.1f}" y="{down + line.drop:.1f}" text-anchor="{"end" if line.at < 0 else "middle"}"'
        found.append(f'<text class="{line.kind}" {name}>{escape(line.name)}</text>')
    return found


def _mark(shape: str, kind: str, across: float, down: float) -> str:
    """A point; of two shapes, so that colour alone tells nothing."""
    if shape == "circle":
        return f'<circle class="{kind}" cx="{across:.1f}" cy="{down:.1f}" r="3.5"/>'
    return f'<rect class="{kind}" x="{across - 3.5:.1f}" y="{down - 3.5:.1f}" width="7" height="7"/>'
