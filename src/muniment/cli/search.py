"""`muniment search`: find items by their words."""

from typing import Any

import click

from muniment.cli.door import Asked, answer, as_json, as_lines, say, the_case
from muniment.errors import AskedWrong
from muniment.names.display import show


@click.command()
@click.argument("query")
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="How many hits.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="How many hits to pass over.")
@as_json
@as_lines
@click.pass_obj
def search(asked: Asked, query: str, limit: int, offset: int, as_json: bool, as_lines: bool) -> None:
    """Find items by their words.

    Words side by side mean AND; AND, OR, NOT are in capitals and brackets nest; "a phrase", word*, word~1, a near/5 b;
    from: to: name: date:2014-05.. bytes:..20kB type: bundle: state: look in one field. --jsonl gives every hit.
    """
    with the_case(asked) as case:
        if as_json and as_lines:
            raise AskedWrong("--json or --jsonl", "", "choose one")
        if as_lines:
            hits = case.search_all(query)
            case.consulted("searched", {}, [("query", query)])
            for hit in hits:
                answer(hit)
            return
        said = case.search(query, limit, offset)
        case.consulted("searched", {"total": said["total"]}, [("query", query)])
    if as_json:
        answer(said)
    else:
        _tell(said, offset)


def _tell(said: dict[str, Any], offset: int) -> None:
    for hit in said["hits"]:
        page = f", page {hit['page']}" if hit["page"] else ""
        theirs = f", words of {show(hit['written_by'])} about it" if hit["written_by"] else ""
        say(f"{hit['item']}  {show(hit['name'])}{page}{theirs}", f"    {show(' '.join(hit['snippet'].split()))}")
    shown = len(said["hits"])
    if shown < said["total"]:
        say(f"shown: {offset + 1 if shown else 0} to {offset + shown}; --offset and --limit show others")
    say(
        f"{said['total']:,} found. Searched whole: {said['searched']:,} items; in part: {said['searched_in_part']:,};"
        f" not searchable: {said['not_searchable']:,}"
        + (f", of which {said['held']:,} are held until somebody releases them" if said["held"] else "")
    )
