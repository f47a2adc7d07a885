"""What became of a folder of real files, by type: the tables of docs/explanation/real-files.md.

    muniment --case CASE intake FOLDER --from X --received YYYY-MM-DD --ocr eng
    muniment --case CASE account --items --jsonl | .venv/bin/python bench/realfiles.py [--into PAGE]

Counted are the computer files of the folder; what lies in them counts for the file that it lies in. With --into the tables
are put into a page, between its two marks.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

BEGIN, END = "<!-- made by bench/realfiles.py: begin -->", "<!-- end -->"
_WHOLE = frozenset({"text.complete", "text.ocr"})
_SHOWN = 6  # names in a cell
_COLUMNS = ("all of its text", "text in what it holds", "text, and more may be missing", "no text found", "unread")


@dataclass(slots=True)
class Family:
    """A file, and the states of all that lies in it."""

    name: str
    type: str
    state: str
    reason: str
    inside: Counter[str] = field(default_factory=Counter)

    @property
    def column(self) -> str:
        """Which of the columns it counts in."""
        if self.state in _WHOLE:
            return _COLUMNS[0]
        if self.state.startswith("text."):
            return _COLUMNS[2]
        if any(state.startswith("text.") for state in self.inside):
            return _COLUMNS[1]
        return _COLUMNS[3] if self.state.startswith("none.") else _COLUMNS[4]

    @property
    def why(self) -> str:
        """Its state, with the reason."""
        return f"{self.state}, {self.reason}" if self.reason else self.state


def families(lines: Iterable[str]) -> list[Family]:
    """The files, in the order in which they came."""
    items = [json.loads(line) for line in lines if line.strip()]
    parents = {item["id"]: item["parent"] for item in items}
    found = {
        item["id"]: Family(item["path"], item["type"] or "(not known)", item["state"], item["reason"])
        for item in items
        if not item["parent"]
    }
    for item in items:
        top = item["id"]
        while parents[top]:
            top = parents[top]
        if item["parent"]:
            found[top].inside[item["state"]] += 1
    return list(found.values())


def tables(found: list[Family]) -> str:
    """The whole, by type, and each file whose text is not all had."""
    inside = sum((each.inside for each in found), Counter[str]())
    whole = Counter(each.column for each in found)
    with_text = sum(whole[column] for column in _COLUMNS[:3])
    lines = [
        f"**{with_text} of {len(found)} files have text.** {_inside(inside)}",
        "",
        "| | files |",
        "|---|---:|",
        *(f"| {column} | {whole[column]} |" for column in _COLUMNS),
        "",
        "### By type",
        "",
        "| type | files | " + " | ".join(_COLUMNS) + " |",
        "|---|---:|" + "---:|" * len(_COLUMNS),
        *_by_type(found),
        "",
        "### Files without all of their text, and why",
        "",
        "| type | state, reason | files | which |",
        "|---|---|---:|---|",
        *_short(found),
    ]
    return "\n".join(lines)


def _inside(inside: Counter[str]) -> str:
    text = sum(count for state, count in inside.items() if state.startswith("text."))
    return f"In them lie {inside.total()} further items, of which {text} have text."


def _by_type(found: list[Family]) -> Iterable[str]:
    kinds = Counter(each.type for each in found)
    counts = Counter((each.type, each.column) for each in found)
    for kind, count in sorted(kinds.items(), key=lambda row: (-row[1], row[0])):
        cells = (str(counts[kind, column] or "") for column in _COLUMNS)
        yield f"| `{kind}` | {count} | " + " | ".join(cells) + " |"


def _short(found: list[Family]) -> Iterable[str]:
    rows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in found:
        if each.column not in _COLUMNS[:2]:
            rows[each.type, each.why].append(each.name.rpartition("/")[2])
    for (kind, why), names in sorted(rows.items()):
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        yield f"| `{kind}` | `{why}` | {len(names)} | {', '.join(f'`{_plain(name)}`' for name in names[:_SHOWN])}{more} |"


def _plain(name: str) -> str:
    return "".join(letter if letter.isprintable() and letter not in "|`" else "?" for letter in name)


def main() -> None:
    """Print the tables, or put them into a page."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--into", type=Path, help="a page with the two marks")
    said = asked.parse_args()
    made = tables(families(sys.stdin))
    if said.into is None:
        print(made)
        return
    page = said.into.read_text()
    before, _, rest = page.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        sys.exit(f"realfiles: {said.into} has no two marks")
    said.into.write_text(f"{before}{BEGIN}\n{made}\n{END}{after}")


if __name__ == "__main__":
    main()
