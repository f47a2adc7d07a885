"""`muniment duplicates`: what is like an item, and what differs; or every group of items that are alike."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from muniment.cli.door import WHOLE, Asked, answer, as_json, as_lines, say, the_case
from muniment.cli.progress import Teller
from muniment.errors import AskedWrong
from muniment.model import words
from muniment.names.display import show

if TYPE_CHECKING:
    from muniment.case import Case

_HOW = {"bytes": "the same bytes", "text": "the same text in other bytes", "nearly": "nearly the same"}


@click.command()
@click.argument("item", required=False)
@click.option("--diff", "other", metavar="OTHER", help="All that differs between the texts of the two items.")
@click.option("--limit", type=WHOLE, default=20, show_default=True, help="How many, or how many groups.")
@click.option("--offset", type=WHOLE, default=0, help="How many groups to pass over.")
@as_json
@as_lines
@click.pass_obj
def duplicates(
    asked: Asked, item: str | None, other: str | None, limit: int, offset: int, as_json: bool, as_lines: bool
) -> None:
    """Find what is like an item: the same bytes, the same text, nearly the same text, and what differs.

    Without an item: every group of items that are alike. The first time in a case, and after something came in, the new texts
    are read once for it. --jsonl gives all, a line each.
    """
    if as_json and as_lines:
        raise AskedWrong("--json or --jsonl", "", "choose one")
    if other is not None and (item is None or as_lines):
        raise AskedWrong("--diff compares two items", other, "muniment duplicates ITEM --diff OTHER")
    if offset and item is not None:
        raise AskedWrong("--offset passes over groups", "", "leave it out, or leave the item out")
    if as_lines and offset:
        raise AskedWrong("--jsonl gives all", "--offset", "leave it out")
    with the_case(asked) as case:
        about = {"on": item or "case"} | ({"with": other} if other else {})
        if as_lines:
            with Teller() as how_far:
                lines = case.duplicates_of(item, progress=how_far) if item else _groups(case, how_far)
            case.consulted("compared", about)
            for line in lines:
                answer(line)
            return
        tell = _tell_groups
        with Teller() as how_far:
            if item is None:
                said = case.duplicate_groups(limit, offset, progress=how_far)
            elif other is not None:
                said, tell = case.differences(item, other), _tell_differences
            else:
                said, tell = case.duplicates(item, limit, progress=how_far), _tell
        case.consulted("compared", about)
    if as_json:
        answer(said)
    else:
        tell(said)


def _groups(case: "Case", how_far: Teller) -> Iterator[dict[str, Any]]:
    found = case.duplicate_groups_all(progress=how_far)
    return ({"group": group} for group in found)


def _tell(said: dict[str, Any]) -> None:
    for how, key in (("bytes", "same_bytes"), ("text", "same_text")):
        if said[key]:
            say(_HOW[how].capitalize())
            shown = said[key][:20]
            say(*(f"  {one['item']}  {show(one['path'])}" for one in shown))
            more(said[f"{key}_count"] - len(shown))
    if said["nearly"]:
        say("Nearly the same")
    for one in said["nearly"]:
        say(f"  {one['item']}  {show(one['path'])}: {in_common(one)}", *passages(one, "    "))
    more(said["nearly_count"] - len(said["nearly"]))
    if said["not_counted"]:
        say(f"  {said['not_counted']:,} more may be like it, and were not counted")
    say(
        f"{said['item']}: {said['same_bytes_count']:,} of the same bytes, {said['same_text_count']:,} of the same text in other bytes, "
        f"{said['nearly_count']:,} nearly the same" + held(said)
    )


def _tell_differences(said: dict[str, Any]) -> None:
    say(f"- {said['item']}", f"+ {said['other']['item']}  {show(said['other']['path'])}", *passages(said, ""))
    say(
        "The same bytes"
        if said["same_bytes"]
        else f"{in_common(said)}; passages that differ: {said['differences_count']:,}"
    )


def _tell_groups(said: dict[str, Any]) -> None:
    for group in said["groups"]:
        say(f"{len(group)} alike")
        for one in group[:20]:
            how = "" if one["like"] is None else f": {_HOW[one['how']]} as {one['like']}"
            how += f" ({percent(one['runs'])} of runs of three words in common)" if one["runs"] is not None else ""
            say(f"  {one['item']}  {show(one['path'])}{how}")
        more(len(group) - 20)
    shown = len(said["groups"])
    if shown < said["total"]:
        say(f"groups shown: {shown:,} of {said['total']:,}; --offset and --limit show others, --jsonl all")
    say(
        f"{said['total']:,} group{'' if said['total'] == 1 else 's'} of {words.items(said['items'])} that are alike"
        + held(said)
    )


# -- what `compare` says too


def in_common(one: dict[str, Any]) -> str:
    """How much two texts have in common, counted."""
    return f"{percent(one['share'])} of words in common ({one['words_common']:,}, of {one['words']:,} and {one['words_there']:,})"


def percent(share: float) -> str:
    """A share, rounded down, so that 100 % means all."""
    return f"{int(share * 100)} %"


def passages(one: dict[str, Any], indent: str) -> Iterator[str]:
    """What differs: what stands here, then what stands there, in square brackets, with the words beside it."""
    for each in one["differences"]:
        pages = [
            f"{word}page {each[key]}" for word, key in (("", "page"), ("there ", "page_there")) if each[key] is not None
        ]
        if pages:
            yield f"{indent}{', '.join(pages)}"
        for sign, text in (("-", each["here"]), ("+", each["there"])):
            yield show(" ".join(filter(None, (f"{indent}{sign}", each["before"], f"[{text}]", each["after"]))))
    left = one["differences_count"] - len(one["differences"])
    if left:
        yield f"{indent}and {left:,} more passages; muniment duplicates --diff shows all"


def more(count: int) -> None:
    """Say how many are not shown."""
    if count > 0:
        say(f"  and {count:,} more; --jsonl gives all")


def held(said: dict[str, Any]) -> str:
    """How many items were left out, since nobody may see them yet."""
    return f". Left out: {words.items(said['held'])} held until somebody releases them" if said["held"] else ""
