"""What a search says to a person: the hits, and of how much they are all."""

from collections.abc import Iterator
from shlex import quote
from typing import Any

from muniment.cli import facets
from muniment.cli.door import say
from muniment.model import words
from muniment.names.display import show


def tell(said: dict[str, Any], offset: int) -> None:
    """The whole answer; its last line is the account of it."""
    say(*map(show, words.self_test(said["probes"])))
    say(*expanded(said))
    for hit in said["hits"]:
        page = f", page {hit['page']}" if hit["page"] else ""
        family = f", in {hit['family']['item']} {show(hit['family']['name'])}" if hit["family"] else ""
        theirs = f", words of {show(hit['written_by'])} about it" if hit["written_by"] else ""
        say(
            f"{hit['item']}  {show(hit['name'])}{page}{family}{theirs}", f"    {show(' '.join(hit['snippet'].split()))}"
        )
    shown = len(said["hits"])
    if shown < said["total"]:
        of = f"{offset + 1:,} to {offset + shown:,}" if shown else "none"
        say(f"shown: {of}; --offset and --limit show others")
    say(*facets.lines(said.get("facets", {})))
    _unsearched(said)
    if "record" in said:
        about = said["record"]
        say(
            f"record: {show(about['path'])}, entry {about['entry']:,}; muniment verify --record holds it against the case"
        )
    say(*saved(said), f"{said['total']:,} found. {coverage(said)}")


def _unsearched(said: dict[str, Any]) -> None:
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


def expanded(said: dict[str, Any]) -> Iterator[str]:
    """People's names in the query, and how else they were looked for."""
    for name in said["expanded"]:
        left = f"; {name['left_out']:,} more were left out" if name["left_out"] else ""
        yield show(f"{name['written']}, also as {', '.join(name['forms'][1:])}{left}")
        yield from (f"    {show(why)}" for why in name["why"])


def saved(said: dict[str, Any]) -> Iterator[str]:
    """What is said of a saved search that was made or run."""
    one = said.get("saved")
    if one and "came_in_since" in one:
        yield show(
            f"saved search {one['name']}: {one['query']}{' (with --names)' * one['names']}; found {one['found']:,} when it was"
            f" saved (entry {one['entry']:,}, {one['at'][:10]}), {one['found_now']:,} now; {one['came_in_since']:,} of these came"
            " in after it was saved"
        )
    elif one:
        again = f"muniment search --saved {quote(one['name'])} runs it again"
        yield show(f"saved as {one['name']}, entry {one['entry']:,}; {again}")


def coverage(said: dict[str, Any]) -> str:
    """Of how much an answer is; it stands under every one."""
    return (
        f"Searched whole: {words.items(said['searched'])}; in part: {said['searched_in_part']:,};"
        f" not searchable: {said['not_searchable']:,}" + (f", of which {_held(said['held'])}" if said["held"] else "")
    )


def _held(count: int) -> str:
    return "1 is held until somebody releases it" if count == 1 else f"{count:,} are held until somebody releases them"
