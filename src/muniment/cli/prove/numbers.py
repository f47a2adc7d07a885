"""`muniment prove number` and `struck`: what was entered under a number, and what was entered in error."""

from typing import Any

import click

from muniment.cli.door import Asked, answer, as_json, say, the_case
from muniment.names.display import show

_GONE = "[erased]"


@click.command()
@click.argument("number", metavar="NUMBER|ENTRY")
@as_json
@click.pass_obj
def number(asked: Asked, number: str, as_json: bool) -> None:
    """What was entered under a number (ALG-0001, WIT-0001, ...): each wording, and that it was entered in error."""
    with the_case(asked) as case:
        found = case.prove.number(number)
    if as_json:
        answer(found)
        return
    for each in found["acts"]:
        said = _GONE if each["words"] is None else each["words"]
        wrong = ", entered in error" if each["struck"] else ""
        say(show(f"{each['entry']} {each['do']}, {each['by'] or _GONE}{wrong}{': ' + said if said else ''}"))
    say(_struck(found) if found["struck"] else f"{found['id']} stands")


@click.command()
@click.argument("prefixes", nargs=-1, metavar="[KIND...]")
@as_json
@click.pass_obj
def struck(asked: Asked, prefixes: tuple[str, ...], as_json: bool) -> None:
    """What was entered in error, with the reason; of numbers that begin so (CMP, WIT, ...), or all."""
    with the_case(asked) as case:
        found = case.prove.struck(prefixes)
    if as_json:
        answer(found)
        return
    for each in found["struck"]:
        say(_struck(each))
    say(f"{len(found['struck']):,} entered in error; each stays, and counts no longer")


def _struck(each: dict[str, Any]) -> str:
    why, words = each["struck"]["why"], each["words"]
    said = "" if words == "" else f"; it said: {_GONE if words is None else words}"
    return show(f"{each['id']} was entered in error (entry {each['struck']['entry']}): {why or _GONE}{said}")
