"""`muniment verify` and `muniment rebuild`: hold the case against its ledger, and make again what was worked out."""

from pathlib import Path

import click

from muniment.case import Case
from muniment.cli.door import BROKEN, DONE, PATH, Asked, answer, as_json, leave, say, the_case
from muniment.cli.words import items
from muniment.names.display import show


@click.command()
@click.option("--key", metavar="FINGERPRINT", help="The signer's fingerprint, as it was given to you outside the case.")
@click.option("--against", type=PATH, metavar="FILE", help="A checkpoint that was given away earlier.")
@as_json
@click.pass_obj
def verify(asked: Asked, key: str | None, against: Path | None, as_json: bool) -> None:
    """Hold every byte and every entry against the ledger, as they lie, offline."""
    said = Case.verify_at(asked.case, key, against)
    if as_json:
        answer(said)
        leave(DONE if said["ok"] else BROKEN)
    for each in said["problems"]:
        say(f"problem: {show(str(each['what']))} ({show(str(each['where']))}). Next: {show(str(each['next']))}")
    for name in said["unclaimed"]:
        say(f"unclaimed: {show(str(name))}, a whole file that no entry names yet")
    for note in said["not_shown"]:
        say(f"not shown: {show(str(note))}")
    say(f"root {said['root']}")
    outcome = "everything holds" if said["ok"] else f"{len(said['problems'])} problems"
    say(
        f"{outcome}: {said['entries']:,} entries, {said['access_entries']:,} in the access log,"
        f" {said['originals']:,} originals; signer {'confirmed' if said['signer_confirmed'] else 'not confirmed'}"
    )
    leave(DONE if said["ok"] else BROKEN)


@click.command()
@as_json
@click.pass_obj
def rebuild(asked: Asked, as_json: bool) -> None:
    """Throw derived/ away and make it again from ledger and readings: the same answers."""
    with the_case(asked) as case:
        said = case.rebuild()
    if as_json:
        answer(said)
    else:
        say(f"made again: {items(said['items'])}; digest {said['digest']}")
