"""Tables of what a search found, in a file for other programs: every hit, and of how much it is all of them."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from muniment.errors import AskedWrong
from muniment.model import words
from muniment.model.reason import REASONS
from muniment.model.state import State, Sum
from muniment.names import csvsafe, xlsxsafe
from muniment.names.csvsafe import Value

HEADING = (
    *("item", "bundle", "name", "in item", "type", "text", "state", "reason"),
    *("date", "page", "snippet", "words of", "opened by"),
)
SUMS = {Sum.READ: "text had by machine", Sum.WITHOUT_TEXT: "no text found", Sum.UNREAD: "text may be missing"}


def chosen(csv: Path | None, xlsx: Path | None) -> Path | None:
    """The file that is asked for, if one is.

    Raises: AskedWrong, where both are.
    """
    if csv is not None and xlsx is not None:
        raise AskedWrong("--csv or --xlsx", "", "choose one")
    return csv or xlsx


def table(
    out: Path,
    kind: str,
    name: str,
    heading: Sequence[str],
    rows: Iterable[Sequence[Value]],
    about: Iterable[Sequence[Value]] = (),
) -> int:
    """Write a table to a file that is not there yet, `kind` being csv or xlsx; returns how many rows it has.

    Raises: AskedWrong, where the file is there or cannot be written.
    """
    from muniment.store import newfile  # noqa: PLC0415

    with newfile.begun(out, "table") as (file, name_it):
        if kind == "xlsx":
            count = xlsxsafe.write(file, out.parent, name, heading, rows, about)
        else:
            text = io.TextIOWrapper(file, encoding="utf-8", newline="")
            count = csvsafe.write(text, heading, rows)
            if told := list(about):
                csvsafe.write(text, (), told)
            text.flush()
            text.detach()
        # Whole and durable before it has its name: a crash before that leaves no file that could be taken for all of it.
        name_it()
    return count


def rows(hits: Iterable[dict[str, Any]]) -> Iterator[Sequence[Value]]:
    """A line for each hit."""
    for hit in hits:
        state = State(hit["state"])
        known = REASONS.get(hit["reason"]) if hit["reason"] else None
        family = hit["family"] or {}
        yield (
            hit["item"],
            hit["bundle"],
            hit["name"],
            f"{family['item']} {family['name']}" if family else None,
            hit["type"],
            SUMS[state.sum],
            words.STATES[state.value],
            known.says if known else hit["reason"],
            hit["date"],
            hit["page"],
            hit["snippet"],
            hit["written_by"],
            "; ".join(hit["opened_by"]) or "nobody",
        )


def about(case: tuple[str, str], said: dict[str, Any]) -> Iterator[Sequence[Value]]:
    """What the table is all of: without this it could be taken for more than it is. `case` is its title and id."""
    yield "case", case[0]
    yield "case id", case[1]
    yield from (
        ("query" if at == 0 else "query, going on", part) for at, part in enumerate(xlsxsafe.pieces(said["query"]))
    )
    for one in said["expanded"]:
        yield "name, and how else it is written", f"{one['written']}: {', '.join(one['forms'][1:])}"
    yield "searched as of entry", said["as_of"]
    yield "written", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    yield "items found", said["total"]
    yield "items searched whole", said["searched"]
    yield "items searched in part", said["searched_in_part"]
    yield "items not searchable", said["not_searchable"]
    yield "of these held until somebody releases them", said["held"]
    for line in words.self_test(said["probes"]):
        yield "warning", line
    yield (
        "note",
        "what was searched in part or not at all may hold what was asked for: muniment search --unsearched lists it",
    )
