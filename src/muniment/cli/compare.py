"""`muniment compare`: whether anything in a bundle is new."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from muniment.cli.door import PATH, WHOLE, Asked, answer, as_json, as_lines, say, the_case
from muniment.cli.duplicates import held, in_common, more, passages
from muniment.cli.progress import Teller
from muniment.errors import AskedWrong
from muniment.model import words
from muniment.names import csvsafe
from muniment.names.display import show
from muniment.search import export

if TYPE_CHECKING:
    from muniment.case import Case  # opened where it is used: help needs none of it

_GROUPS = {
    "same-bytes": "the same bytes",
    "nearly": "nearly the same",
    "only-here": "only here",
    "only-there": "only there",
}
_HEADING = (
    *("group", "item", "bundle", "path", "type", "state", "opened by a person"),
    *("like item", "like bundle", "like path", "how", "compared by", "words in common", "what differs"),
)
_HOW = {
    "text": "the same text in other bytes",
    "members": "all that it holds is there; its own bytes differ",
}


@click.command()
@click.argument("bundle")
@click.option(
    "--with", "with_", default="case", show_default=True, metavar="case|BUNDLE", help="What it is held against."
)
@click.option("--limit", type=WHOLE, default=20, show_default=True, help="How many of each group are shown.")
@click.option("--csv", "as_csv", is_flag=True, help="Answer with a table of all of them.")
@click.option("--xlsx", type=PATH, metavar="FILE", help="Write a workbook of all of them to this new file.")
@as_json
@as_lines
@click.pass_obj
def compare(
    asked: Asked, bundle: str, with_: str, limit: int, as_csv: bool, xlsx: Path | None, as_json: bool, as_lines: bool
) -> None:
    """Is anything in a bundle new? Hold each of its items against the rest of the case, or against another bundle.

    Each is in one group: the same bytes, nearly the same with what differs, only here; with a bundle also only there.
    --json, --jsonl, --csv and --xlsx give every item.
    """
    if as_csv + as_json + as_lines + (xlsx is not None) > 1:
        raise AskedWrong("--csv, --xlsx, --json or --jsonl", "", "choose one")
    with the_case(asked) as case, Teller() as how_far:
        if as_csv or as_lines or xlsx is not None:
            lines = case.compare_all(bundle, with_, progress=how_far)
            case.consulted("compared", {"on": bundle, "with": with_})
            if xlsx is not None:
                case.consulted("exported", {}, [("query", f"compare {bundle} with {with_}"), ("to", str(xlsx))])
                count = export.table(xlsx, "xlsx", "compared", _HEADING, map(_row, lines), _about(case, bundle, with_))
                say(show(f"written: {xlsx}, {words.lines(count)}"))
                return
            if as_csv:
                csvsafe.write(sys.stdout, _HEADING, map(_row, lines))
                return
            for line in lines:
                answer(line)
            return
        said = case.compare(bundle, with_, None if as_json else limit, progress=how_far)
        case.consulted("compared", {"on": bundle, "with": with_})
    if as_json:
        answer(said)
    else:
        _tell(said)


def _about(case: "Case", bundle: str, with_: str) -> Iterator[tuple[str, csvsafe.Value]]:
    from muniment.case.alike import CANNOT_SHOW  # noqa: PLC0415 # the case is open by now

    yield "case", case.title
    yield "case id", case.id
    yield "bundle", bundle
    yield "held against", with_
    yield "compared as of entry", case.as_of
    yield "items left out, held until somebody releases them", case.coverage()["held"]
    yield from (("cannot show", each) for each in CANNOT_SHOW)


def _row(line: dict[str, Any]) -> list[csvsafe.Value]:
    like = line["like"] or {}
    share = line.get("share")
    return [
        _GROUPS[line["group"]],
        line["item"],
        line["bundle"],
        line["path"],
        line["type"],
        line["state"],
        line["opened"],
        like.get("item"),
        like.get("bundle"),
        like.get("path"),
        _HOW.get(line["how"], _GROUPS[line["group"]]) if line["how"] else None,
        line["by"],
        share,
        " / ".join(_differences(line)) or None,
    ]


def _differences(line: dict[str, Any]) -> Iterator[str]:
    for each in line.get("differences", ()):
        yield f"here [{each['here']}], there [{each['there']}]"
    left = line.get("differences_count", 0) - len(line.get("differences", ()))
    if left:
        yield f"and {left:,} more"


def _tell(said: dict[str, Any]) -> None:
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in said["lines"]:
        groups.setdefault(line["group"], []).append(line)
    counts = {name: said[name.replace("-", "_")] for name in _GROUPS}
    for name, heading in _GROUPS.items():
        if counts[name]:
            say(f"{heading.capitalize()}: {counts[name]:,}", *_lines(name, groups.get(name, ())))
            more(counts[name] - len(groups.get(name, ())))
    if said["only_here_by_bytes"]:
        say(
            f"Of those only here {said['only_here_by_bytes']:,} were compared by their bytes alone, or not at all: without text, or with too few words"
        )
    there = "" if said["only_there"] is None else f"; {said['only_there']:,} only in {said['with']}"
    say(
        f"{said['bundle']}: {words.items(said['items'])} = {said['same_bytes']:,} the same bytes + {said['nearly']:,} nearly the same"
        f" + {said['only_here']:,} only here, of which {said['only_here_unopened']:,} opened by nobody{there}{held(said)}"
    )


def _lines(name: str, lines: Iterable[dict[str, Any]]) -> Iterator[str]:
    for line in lines:
        opened = "" if line["opened"] or not name.startswith("only") else "  (opened by nobody)"
        yield show(f"  {line['item']}  {line['path']}{opened}")
        if line["how"] == "members":
            yield f"    {_HOW['members']}"
        elif line["like"] and name == "nearly":
            like = f"    as {line['like']['item']}  {line['like']['path']}: "
            yield show(like + (in_common(line) if line["how"] == "nearly" else _HOW[line["how"]]))
            yield from passages(line, "      ") if line["how"] == "nearly" else ()
        elif line["like"]:
            yield show(f"    as {line['like']['item']}  {line['like']['path']}")
