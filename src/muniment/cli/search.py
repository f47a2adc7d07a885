"""`muniment search`: find items by their words."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from muniment.cli import words
from muniment.cli.door import BROKEN, PATH, Asked, answer, as_json, as_lines, leave, say, the_case
from muniment.errors import AskedWrong
from muniment.names.display import show

if TYPE_CHECKING:
    from muniment.case import Case  # opened where it is used: help needs none of it


@click.command()
@click.argument("query")
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="How many hits.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="How many hits to pass over.")
@click.option("--unsearched", is_flag=True, help="List what could not be searched, or only in part, and why.")
@click.option("--names", is_flag=True, help="Look for people's names in all the ways they are written.")
@click.option("--record", type=PATH, metavar="FILE", help="Write a signed record of this search to this new file.")
@as_json
@as_lines
@click.pass_obj
def search(
    asked: Asked,
    query: str,
    limit: int,
    offset: int,
    unsearched: bool,
    names: bool,
    record: Path | None,
    as_json: bool,
    as_lines: bool,
) -> None:
    """Find items by their words.

    Words side by side mean AND; AND, OR, NOT are in capitals and brackets nest; "a phrase", word*, word~1, a near/5 b;
    from: to: name: date:2014-05.. bytes:..20kB type: bundle: state: look in one field. --jsonl gives every hit; with
    --unsearched it gives what could not be searched instead.
    """
    with the_case(asked) as case:
        if as_json and as_lines:
            raise AskedWrong("--json or --jsonl", "", "choose one")
        if as_lines and record is not None:
            raise AskedWrong("--jsonl streams hits, and a record has an answer of its own", "", "use --json")
        if as_lines:
            tested = _lines(case, query, unsearched=unsearched, names=names)
        else:
            said = case.search(query, limit, offset, names=names)
            case.consulted("searched", {"total": said["total"]}, [("query", query)])
            tested = said["probes"]
            if unsearched:
                said["unsearched"] = list(case.unsearched())
            if record is not None:
                # of the very same search: whatever widens it above must be said here too
                made = case.record_search(query, record, names=names)
                said["record"] = {"path": made["path"], "entry": made["entry"]}
            if as_json:
                answer(said)
            else:
                _tell(said, offset)
    if tested["failed"]:
        leave(BROKEN)


def _lines(case: "Case", query: str, *, unsearched: bool, names: bool) -> dict[str, Any]:
    """Every hit, or all that could not be searched; beside them, on the other stream, of how much."""
    hits = case.search_all(query, names=names)
    case.consulted("searched", {}, [("query", query)])
    of = case.coverage()
    for line in words.self_test(of["probes"]):
        click.echo(show(line), err=True)
    total = 0
    for hit in case.unsearched() if unsearched else hits:
        answer(hit)
        total += 1
    click.echo(f"{total:,} {'not searched whole' if unsearched else 'found'}. {_coverage(of)}", err=True)
    tested: dict[str, Any] = of["probes"]
    return tested


def _tell(said: dict[str, Any], offset: int) -> None:
    say(*map(show, words.self_test(said["probes"])))
    for name in said["expanded"]:
        left = f"; {name['left_out']:,} more were left out" if name["left_out"] else ""
        say(
            show(f"{name['written']}, also as {', '.join(name['forms'][1:])}{left}"),
            *(f"    {show(why)}" for why in name["why"]),
        )
    for hit in said["hits"]:
        page = f", page {hit['page']}" if hit["page"] else ""
        theirs = f", words of {show(hit['written_by'])} about it" if hit["written_by"] else ""
        say(f"{hit['item']}  {show(hit['name'])}{page}{theirs}", f"    {show(' '.join(hit['snippet'].split()))}")
    shown = len(said["hits"])
    if shown < said["total"]:
        say(f"shown: {offset + 1 if shown else 0} to {offset + shown}; --offset and --limit show others")
    missing = said["searched_in_part"] + said["not_searchable"] - said["held"]
    if "unsearched" in said:
        say("not searched, or only in part:" if missing else "nothing that is not held was left unsearched")
        say(
            *(
                f"  {one['item']}  {one['state']} ({show(one['says'])})  {show(one['name'])}"
                for one in said["unsearched"]
            )
        )
    elif missing:
        say("--unsearched lists what could not be searched, or only in part")
    if "record" in said:
        about = said["record"]
        say(
            f"record: {show(about['path'])}, entry {about['entry']:,}; muniment verify --record holds it against the case"
        )
    say(f"{said['total']:,} found. {_coverage(said)}")


def _coverage(said: dict[str, Any]) -> str:
    """Of how much an answer is; it stands under every one."""
    return (
        f"Searched whole: {said['searched']:,} items; in part: {said['searched_in_part']:,};"
        f" not searchable: {said['not_searchable']:,}"
        + (f", of which {said['held']:,} are held until somebody releases them" if said["held"] else "")
    )
