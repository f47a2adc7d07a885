"""`muniment retry` and `muniment reread`: read items again; what was read before stays."""

from typing import Any

import click

from muniment.cli import words
from muniment.cli.door import (
    BROKEN,
    DONE,
    NEEDS_PERSON,
    Asked,
    answer,
    as_json,
    leave,
    limits_of,
    reading,
    say,
    the_case,
)
from muniment.cli.intake import sums
from muniment.cli.progress import Teller


@click.command()
@click.option(
    "--only", multiple=True, metavar="STATE", help="Items in this state, e.g. unread.timed-out. Repeat it for others."
)
@reading
@as_json
@click.pass_obj
def retry(
    asked: Asked, only: tuple[str, ...], workers: int | None, limits: tuple[str, ...], unjailed: bool, as_json: bool
) -> None:
    """Try again to read what is in a state where text may be missing."""
    with the_case(asked) as case, Teller() as tell:
        chosen = limits_of(limits)
        said = case.retry(list(only), workers=workers, limits=chosen, unjailed=unjailed, progress=tell)
    _answer(said, as_json)


@click.command()
@click.argument("items", nargs=-1, metavar="[ITEM]...")
@reading
@as_json
@click.pass_obj
def reread(
    asked: Asked, items: tuple[str, ...], workers: int | None, limits: tuple[str, ...], unjailed: bool, as_json: bool
) -> None:
    """Read these items again, or all, with the readers there are now."""
    with the_case(asked) as case, Teller() as tell:
        chosen = limits_of(limits)
        said = case.reread(list(items) or None, workers=workers, limits=chosen, unjailed=unjailed, progress=tell)
    _answer(said, as_json)


def _answer(said: dict[str, Any], as_json: bool) -> None:
    if as_json:
        answer(said)
    else:
        if not said["jail"]:
            say("there is no jail on this machine: nothing was read. Next: the same on Linux 5.13 or later")
        say(
            f"read again: {words.items(said['read'])}",
            *words.states(said["states"]),
            words.balance(sums(said["states"])),
        )
    leave(BROKEN if not said["balanced"] else NEEDS_PERSON if said["needs_person"] else DONE)
