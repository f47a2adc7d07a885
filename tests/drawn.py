"""What a test reads out of a drawing's picture: its words, and where its shapes stand."""

import re

from lxml import etree

from muniment.figures.drawing import Drawing

SVG = "{http://www.w3.org/2000/svg}"
Points = list[tuple[float, float]]


def root(drawing: Drawing) -> etree._Element:
    """The picture, parsed by a parser that forgives nothing."""
    assert drawing.svg is not None
    return etree.fromstring(drawing.svg, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def words(drawing: Drawing) -> list[str]:
    """Every line of words in it."""
    return [text.text or "" for text in root(drawing).iter(f"{SVG}text")]


def shapes(drawing: Drawing) -> dict[str, Points]:
    """The corners of each named shape or line."""
    found: dict[str, Points] = {}
    for group in root(drawing).iter(f"{SVG}g"):
        path = group.find(f"{SVG}path")
        if path is not None:
            pairs = re.findall(r"[ML] (\S+) (\S+)", str(path.get("d")))
            found[str(group.get("id"))] = [(float(x), float(y)) for x, y in pairs]
    return found


def span(points: Points) -> tuple[float, float]:
    """From where to where a shape lies across."""
    return min(x for x, _ in points), max(x for x, _ in points)


def heights(points: Points) -> list[float]:
    """The heights at which a rising line of steps stands, each once, from the left."""
    return list(dict.fromkeys(y for _, y in points))
