"""`muniment intake`: evidence comes in, and every file of it is accounted for."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from muniment.cli.door import (
    BROKEN,
    DONE,
    NEEDS_PERSON,
    PATH,
    Asked,
    answer,
    as_json,
    leave,
    limits_of,
    reading,
    say,
    the_case,
)
from muniment.cli.progress import Teller
from muniment.errors import AskedWrong
from muniment.model import words
from muniment.model.brought import Brought
from muniment.model.state import State, Sum
from muniment.names.display import show


@click.command()
@click.argument("source", type=PATH)
@click.option("--from", "sender", required=True, metavar="WHO", help="Who sent or brought it.")
@click.option("--received", required=True, metavar="YYYY-MM-DD", help="The day on which it came.")
@click.option(
    "--read",
    type=click.Choice(["now", "later"]),
    default="now",
    show_default=True,
    help="later: take custody of everything, and stop there.",
)
@click.option(
    "--continue", "continue_", metavar="BUNDLE", help="Go on with this bundle, though the folder has changed."
)
@click.option(
    "--supplement", metavar="BUNDLE", help="Take what is new or changed since this bundle as a bundle of its own."
)
@click.option("--list", "listed", type=PATH, metavar="FILE", help="The sender's own list of what it sent.")
@click.option("--origin", default="", metavar="WHO", help='Where it came from first; "not known" is an answer.')
@click.option("--via", multiple=True, metavar="WHO", help="Through whose hands. Repeat it for others, in order.")
@click.option("--by", "carrier", default="", metavar="WHO", help="Who carried it here.")
@click.option("--how", default="", metavar="TEXT", help="How it came: courier, post, by hand.")
@click.option("--ref", default="", metavar="TEXT", help="The sender's own reference.")
@click.option("--hold", is_flag=True, help="Take it in, and let nobody find or see it before somebody releases it.")
@click.option(
    "--ocr",
    default="eng",
    show_default=True,
    metavar="CODES",
    help="Languages of words in pictures, e.g. eng,ben; or later.",
)
@reading
@as_json
@click.pass_obj
def intake(
    asked: Asked,
    source: Path,
    sender: str,
    received: str,
    read: str,
    continue_: str | None,
    supplement: str | None,
    listed: Path | None,
    origin: str,
    via: tuple[str, ...],
    carrier: str,
    how: str,
    ref: str,
    hold: bool,
    ocr: str,
    workers: int | None,
    limits: tuple[str, ...],
    unjailed: bool,
    as_json: bool,
) -> None:
    """Take a folder or one computer file in. The same command again finishes what is unfinished."""
    with the_case(asked) as case:
        day, chosen = a_day(received), limits_of(limits)
        with Teller() as tell:
            said = case.intake(
                source,
                sender,
                day,
                read=read,
                continue_=continue_,
                supplement=supplement,
                brought=Brought(origin, via, carrier, how, ref),
                list_=listed,
                hold=hold,
                ocr=ocr,
                workers=workers,
                limits=chosen,
                unjailed=unjailed,
                progress=tell,
            )
    if as_json:
        answer(said)
    else:
        _tell(said)
    waits = said["needs_person"] or said["unseen"] or said["list_problem"]
    leave(BROKEN if not said["balanced"] else NEEDS_PERSON if waits else DONE)


def a_day(text: str) -> date:
    """A calendar day as YYYY-MM-DD and no other way.

    Raises: AskedWrong.
    """
    try:
        if len(text) != len("2026-03-03"):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise AskedWrong("this is not a day", text, "write it as 2026-03-03") from None


def _tell(said: dict[str, Any]) -> None:
    bundle = said["bundle"]
    if said["nothing_to_do"]:
        say(f"{bundle['id']}: nothing to do, it was taken in before")
    say(
        f"{bundle['id']}: {words.files(bundle['files'])}, {words.items(bundle['items'])}", *words.states(said["states"])
    )
    if said["needs_person"]:
        say(f"{words.need(said['needs_person'])}: muniment account --items says which and why")
    if said["unseen"]:
        say(words.unseen(said["unseen"]))
    if said["list"]:
        say(words.listed(said["list"]), f"muniment list show {bundle['id']} holds each line against what came")
    if said["list_problem"]:
        say(f"the sender's list: {show(said['list_problem'])}")
    say(f"muniment receipt {bundle['id']} makes a page for whoever brought it")
    say(words.balance(sums(said["states"])))


def sums(states: dict[str, int]) -> dict[str, int]:
    """Items and their three sums, from the states."""
    added = {each.value: sum(n for state, n in states.items() if State(state).sum is each) for each in Sum}
    return {"items": sum(states.values()), **added}
