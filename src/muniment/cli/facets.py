"""What was found, by what it is made of: a few lines for each facet, each with the query that narrows to it."""

from collections.abc import Iterator
from typing import Any

from muniment.model import words
from muniment.names.display import show

SHOWN = 12  # values of each facet that a terminal names
_HEADINGS = {
    "bundle": "By bundle",
    "type": "By type",
    "state": "By what became of their text",
    "year": "By the year of their date",
    "sender": "By sender",
    "opened": "By who has looked",
    "judged": "By what people judged",
    "tag": "By tag (an item counts under each of its tags)",
}


def lines(facets: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """The facets of an answer; nothing where nothing was found."""
    if any(facets.values()):
        yield "What was found; what stands after a number narrows the query to it:"
    for name, values in facets.items():
        if values:
            yield f"{_HEADINGS[name]}:"
        for one in values[:SHOWN]:
            yield show(f"  {one['items']:>9,}  {_says(name, one)}")
        if len(values) > SHOWN:
            rest = sum(one["items"] for one in values[SHOWN:])
            yield f"  {rest:>9,}  of {len(values) - SHOWN:,} more: --json lists them"


def _says(name: str, one: dict[str, Any]) -> str:
    said = words.STATES[one["value"]] if name == "state" else one["says"] or ""
    if one["query"] is None:
        return said or str(one["value"])
    if one["value"] == "undated":
        said = "undated"
    return f"{one['query']:<24}  {said}".rstrip()
