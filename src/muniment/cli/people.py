"""`muniment opened`, `settle` and `describe`: what people say of items."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from muniment.cli.door import PATH, WHOLE, Asked, answer, as_json, say, the_case
from muniment.errors import AskedWrong, Interrupted
from muniment.model import words
from muniment.model.deed import As, Words

if TYPE_CHECKING:
    from muniment.case import Case  # opened where it is used: help needs none of it


@click.command()
@click.argument("items", nargs=-1, required=True, metavar="ITEM...")
@click.option("--how", required=True, metavar="TEXT", help="How you looked at it, and where.")
@as_json
@click.pass_obj
def opened(asked: Asked, items: tuple[str, ...], how: str, as_json: bool) -> None:
    """Record that you had an item before you, here or elsewhere. It settles nothing."""
    if not how.strip():
        raise AskedWrong("say how you looked at it", "--how", '--how "watched the whole film"')
    with the_case(asked) as case:
        said = case.opened(*items, how=how, again=True)
        as_of = case.as_of
    if as_json:
        answer({"opened": said, "as_of": as_of})
    else:
        say(f"opened by you: {', '.join(said)}. Opening settles nothing: muniment settle does")


@click.command()
@click.argument("items", nargs=-1, metavar="[ITEM]...")
@click.option("--query", metavar="QUERY", help="All that this search finds, but for what a machine had the text of.")
@click.option("--as", "says", type=click.Choice([each.value for each in As]), help="What it is.")
@click.option("--why", required=True, metavar="TEXT", help="How you know.")
@click.option(
    "--count",
    type=WHOLE,
    metavar="N",
    help="How many you were shown: refused where it is not so now. A script gives it with --query.",
)
@click.option("--undo", type=WHOLE, metavar="ENTRY", help="Open again what this entry settled.")
@as_json
@click.pass_obj
def settle(
    asked: Asked,
    items: tuple[str, ...],
    query: str | None,
    says: str | None,
    why: str,
    count: int | None,
    undo: int | None,
    as_json: bool,
) -> None:
    """Say what items are that a machine could not read: one entry, under your name, that can be undone."""
    if (undo is None) == (says is None):
        raise AskedWrong("what is to be said of them", "--as", "one of: " + ", ".join(As) + "; or --undo ENTRY")
    if undo is not None and (items or query or count is not None):
        raise AskedWrong("an entry is undone as a whole", "--undo", "give the entry and --why, and no more")
    with the_case(asked) as case:
        if undo is not None:
            said = case.unsettle(undo, why)
        else:
            assert says is not None
            if query and not items and count is None:
                count = _asked_for(case, query, says, asks=sys.stdin.isatty() and not as_json)
            said = case.settle(*items, says=says, why=why, query=query or "", count=count)
    if as_json:
        answer(said)
    elif undo is not None:
        say(f"entry {said['entry']}: {words.items(said['count'])} open again")
    else:
        say(
            f"entry {said['entry']}: {words.items(said['count'])} settled as {says}. muniment settle --undo opens them again"
        )


def _asked_for(case: "Case", query: str, says: str, *, asks: bool) -> int:
    """Show the count, and have it confirmed.

    Raises: Interrupted, where the person does not; AskedWrong, where nobody can be asked.
    """
    count = case.to_settle(query, says)
    if count and not asks:
        raise AskedWrong(f"{words.items(count)} would be settled as {says}", query, f"--count {count} settles them")
    if count and not click.confirm(f"{words.items(count)} would be settled as {says}. Settle them?", err=True):
        raise Interrupted("nothing was settled", query, "look at them with muniment search")
    return count


@click.command()
@click.argument("item")
@click.option(
    "--kind",
    type=click.Choice([each.value for each in Words]),
    default="description",
    show_default=True,
    help="What it is.",
)
@click.option("--language", default="", metavar="CODE", help="Its language: bn, en, pl.")
@click.option("--file", "source", type=PATH, metavar="FILE", help="UTF-8 text. Else it is read from standard input.")
@as_json
@click.pass_obj
def describe(asked: Asked, item: str, kind: str, language: str, source: Path | None, as_json: bool) -> None:
    """Add your own words to an item: found like its own, shown as yours. They never change its state."""
    with the_case(asked) as case:
        said: dict[str, Any] = case.describe(item, _text(source), kind, language)
    if as_json:
        answer(said)
    else:
        say(f"entry {said['entry']}: your {kind} of {item}. Its state is as it was")


def _text(source: Path | None) -> str:
    if source is not None:
        from muniment.intake.settle import words_of  # noqa: PLC0415

        return words_of(source)
    if sys.stdin.isatty():
        raise AskedWrong("where is the text", "--file", "--file words.txt, or give it on standard input")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AskedWrong(f"standard input is not UTF-8 (byte {error.start})", "", "give UTF-8 text") from None
