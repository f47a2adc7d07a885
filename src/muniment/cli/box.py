"""`muniment box`: things on shelves, and where they are."""

from typing import Any

import click

from muniment.cli.door import WHOLE, Asked, answer, as_json, say, the_case
from muniment.model import words
from muniment.names.display import show

_holder = click.option("--holder", required=True, metavar="WHO", help="The body that has it now.")
_place = click.option("--place", default="", metavar="TEXT", help="Where it stands there.")
_seal = click.option("--seal", default="", metavar="TEXT", help="The number of its seal.")


@click.group(invoke_without_command=True)
@as_json
@click.pass_context
def box(ctx: click.Context, as_json: bool) -> None:
    """Keep account of things on shelves. Without a further word: all of them, and where they are."""
    if ctx.invoked_subcommand is not None:
        return
    with the_case(ctx.ensure_object(Asked)) as case:
        boxes, as_of = case.boxes(), case.as_of
        case.consulted("boxes-listed", {"count": len(boxes)})
    if as_json:
        answer({"boxes": boxes, "as_of": as_of})
        return
    for each in boxes:
        where = ", ".join(str(each[name]) for name in ("holder", "place") if each[name])
        seal = f", seal {each['seal']}" if each["seal"] else ""
        say(show(f"{each['item']}  {each['name']}: {where}{seal}; {words.scanned(each)}"))
    say(f"{len(boxes):,} on shelves")


@box.command()
@click.argument("name")
@_holder
@_place
@_seal
@click.option("--ref", default="", metavar="TEXT", help="The holder's own reference.")
@click.option(
    "--bundle", default="", metavar="BUNDLE", help="The bundle that it belongs to. Else the things of its holder."
)
@click.option("--pages", type=WHOLE, metavar="N", help="How many pages it holds, if somebody has counted.")
@as_json
@click.pass_obj
def add(asked: Asked, /, as_json: bool, **said: Any) -> None:
    """Make a thing an item: unread, and opened by nobody, until somebody opens it."""
    with the_case(asked) as case:
        done = case.box_add(**said)
    _tell(done, f"{done['item']}: {said['name']}, held by {said['holder']}", as_json)


@box.command()
@click.argument("item")
@click.option("--from", "giver", required=True, metavar="WHO", help="Who hands it over: they must hold it.")
@_holder
@_place
@_seal
@click.option("--why", default="", metavar="TEXT", help="What for.")
@as_json
@click.pass_obj
def move(asked: Asked, /, as_json: bool, **said: Any) -> None:
    """Record that a thing went to another body, or to another place."""
    with the_case(asked) as case:
        done = case.box_move(**said)
    _tell(done, f"{said['item']}: held by {said['holder']} now", as_json)


@box.command("open")
@click.argument("item")
@click.option("--how", required=True, metavar="TEXT", help="How it was opened, and what you looked at.")
@click.option("--found", default="", metavar="TEXT", help="The seal that was on it.")
@click.option("--seal", default="", metavar="TEXT", help="The seal that is on it now.")
@click.option("--pages", type=WHOLE, metavar="N", help="How many pages you counted.")
@as_json
@click.pass_obj
def open_(asked: Asked, /, as_json: bool, **said: Any) -> None:
    """Record that you opened a thing. It settles nothing."""
    with the_case(asked) as case:
        done = case.box_open(**said)
    other = (
        f"; the seal found is {said['found']}, on record was {done['seal_expected']}" if done["seal_expected"] else ""
    )
    _tell(done, f"{said['item']}: opened by you{other}", as_json)


@box.command()
@click.argument("item")
@click.option("--items", required=True, metavar="ITEM,...", help="The scans, which are in the case.")
@click.option("--pages", type=WHOLE, metavar="N", help="How many pages they show. Else as they count.")
@click.option("--why", default="", metavar="TEXT", help="Who scanned what.")
@as_json
@click.pass_obj
def scanned(asked: Asked, as_json: bool, item: str, items: str, pages: int | None, why: str) -> None:
    """Say that items are scans of a thing: they become its children."""
    with the_case(asked) as case:
        done = case.box_scanned(item, items.replace(",", " ").split(), pages=pages, why=why)
    _tell(done, f"{item}: scanned as {items}", as_json)


def _tell(done: dict[str, Any], line: str, as_json: bool) -> None:
    if as_json:
        answer(done)
    else:
        say(show(line))
