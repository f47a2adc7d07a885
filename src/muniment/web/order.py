"""A table of a page in an order that is chosen by its headings; of tables that are small enough to be sorted as they are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from starlette.responses import Response

from muniment.errors import AskedWrong
from muniment.names.csvsafe import Value
from muniment.web import sheet
from muniment.web.asked import Asked

T = TypeVar("T")
Keys = Mapping[str, Callable[[Any], Any]]  # the first is the order of a table of which nothing is asked


@dataclass(frozen=True, slots=True)
class Order:
    """How a table is sorted, and the address of each way to sort it; a number is sorted with the largest first."""

    by: str
    down: bool
    to: Mapping[str, str]
    query: str  # what an address of the same order ends in


def as_it_comes(_: Any) -> str:
    """The order that the rows have already."""
    return ""


def named(said: str | None) -> tuple[bool, str]:
    """By a name, whatever its letters; what has none, or was erased, comes last."""
    return not said, (said or "").casefold()


def ordered(asked: Asked, rows: Iterable[T], keys: Keys, at: str, name: str = "sort") -> tuple[list[T], Order]:
    """The rows in the order that the address names, and how to name others. `at` is the address of the page.

    `name` is what the address calls the order, where a page has several tables.

    Raises: AskedWrong.
    """
    first = next(iter(keys))
    by = asked.query.get(name, "") or first
    if by not in keys:
        raise AskedWrong("the table is not sorted so", by[:40], "one of: " + ", ".join(keys))
    found = sorted(rows, key=keys[by])
    down = bool(found) and isinstance(keys[by](found[0]), int)
    found = sorted(found, key=keys[by], reverse=True) if down else found
    to = {key: at if key == first else f"{at}{'&' if '?' in at else '?'}{name}={key}" for key in keys}
    return found, Order(by, down, to, "" if by == first else f"?{name}={by}")


def send(asked: Asked, name: str, kind: str, heading: Sequence[str], rows: Iterable[Sequence[Value]]) -> Response:
    """A small table as an attachment, said in the access log as exported, with what it is all of."""
    asked.look("exported", {"kind": kind, "what": name})
    about: list[Sequence[Value]] = [
        ("case", asked.case.title),
        ("case id", asked.case.id),
        ("as of entry", asked.case.as_of),
        ("written", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
    ]
    return sheet.send(asked, name, kind, heading, list(rows), about)
