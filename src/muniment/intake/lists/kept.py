"""A line of a list as the ledger keeps it, and back. What is not said is left out."""

from collections.abc import Mapping
from dataclasses import asdict, fields

from muniment.intake.lists.line import Line
from muniment.model.reading import Json

_PLAIN = {each.name: each.default for each in fields(Line) if each.name not in {"number", "said", "text"}}


def value(line: Line) -> dict[str, Json]:
    """As it is sealed."""
    said = asdict(line) | {"doubts": list(line.doubts)}
    del said["number"]
    return {name: each for name, each in said.items() if name in {"said", "text"} or each != _plain(name)}


def of(number: int, said: Mapping[str, Json]) -> Line:
    """From its sealed value; of what a later version says more, this one knows nothing."""
    known = {name: said[name] for name in (*_PLAIN, "said", "text") if name in said}
    if "doubts" in known:
        known["doubts"] = tuple(known["doubts"])
    return Line(number=number, **known)


def _plain(name: str) -> Json:
    return [] if name == "doubts" else _PLAIN[name]
