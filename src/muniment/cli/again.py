"""`muniment retry` and `muniment reread`: read items again; what was read before stays."""

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
from muniment.cli.intake import sums
from muniment.cli.progress import Teller
from muniment.intake import passwords
from muniment.model import words

_ocr = click.option(
    "--ocr",
    metavar="CODES",
    help="Languages of words in pictures, e.g. eng,ben; or later. Else those of before, or eng.",
)


@click.command()
@click.option(
    "--only", multiple=True, metavar="STATE", help="Items in this state, e.g. unread.timed-out. Repeat it for others."
)
@click.option("--password-file", "source", type=PATH, metavar="FILE", help="Passwords to try, one a line.")
@_ocr
@reading
@as_json
@click.pass_obj
def retry(
    asked: Asked,
    only: tuple[str, ...],
    source: Path | None,
    ocr: str | None,
    workers: int | None,
    limits: tuple[str, ...],
    unjailed: bool,
    as_json: bool,
) -> None:
    """Try again to read what is in a state where text may be missing."""
    with the_case(asked) as case, Teller() as tell:
        said = case.retry(
            list(only),
            ocr=ocr,
            passwords=passwords.of(source) if source else (),
            workers=workers,
            limits=limits_of(limits),
            unjailed=unjailed,
            progress=tell,
        )
    _answer(said, as_json)


@click.command()
@click.argument("items", nargs=-1, metavar="[ITEM]...")
@_ocr
@reading
@as_json
@click.pass_obj
def reread(
    asked: Asked,
    items: tuple[str, ...],
    ocr: str | None,
    workers: int | None,
    limits: tuple[str, ...],
    unjailed: bool,
    as_json: bool,
) -> None:
    """Read these items again, or all, with the readers there are now."""
    with the_case(asked) as case, Teller() as tell:
        chosen = limits_of(limits)
        said = case.reread(
            list(items) or None, ocr=ocr, workers=workers, limits=chosen, unjailed=unjailed, progress=tell
        )
    _answer(said, as_json)


def _answer(said: dict[str, Any], as_json: bool) -> None:
    if as_json:
        answer(said)
    else:
        if not said["jail"]:
            say("there is no jail on this machine: nothing was read. Next: the same on Linux 5.13 or later")
        pages = f"; words recognised on {said['pages']:,} page{'s' * (said['pages'] != 1)}" if said["pages"] else ""
        say(
            f"read again: {words.items(said['read'])}{pages}",
            *(f"{each['bundle']}: a list of {each['lines']:,} lines in {each['item']}" for each in said["lists"]),
            *words.states(said["states"]),
            words.balance(sums(said["states"])),
        )
    leave(BROKEN if not said["balanced"] else NEEDS_PERSON if said["needs_person"] or said["unseen"] else DONE)
