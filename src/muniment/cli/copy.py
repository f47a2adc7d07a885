"""`muniment copy`: the bytes of items, written as new files outside the case."""

from pathlib import Path

import click

from muniment.cli.door import BROKEN, DONE, NEEDS_PERSON, PATH, Asked, answer, as_json, leave, say, the_case
from muniment.model.words import size
from muniment.names.display import show

_SHOWN = 20  # files that a terminal names; the list of sums has all of them


@click.command()
@click.argument("items", nargs=-1, required=True, metavar="ITEM...")
@click.option("--to", type=PATH, required=True, metavar="DIR", help="The folder; made where it is not there.")
@click.option("--why", default="", metavar="WHY", help="To whom and what for; the access log keeps it.")
@as_json
@click.pass_obj
def copy(asked: Asked, items: tuple[str, ...], to: Path, why: str, as_json: bool) -> None:
    """Copy the bytes of items to new files outside the case, each held against its recorded hash.

    Members are taken out of what they lie in, in the jail. Nothing is written over. The access log says first that they
    are disclosed. Beside them stands SHA256SUMS, as sha256sum -c reads it. Exit 1 where one could not be taken out, 3
    where the bytes of one are not those that were recorded.
    """
    with the_case(asked) as case:
        said = case.copy(items, to, why)
    if as_json:
        answer(said)
    else:
        for each in said["copied"][:_SHOWN]:
            say(f"{each['item']}  {show(each['file'])}, {size(each['bytes'])}, SHA-256 {each['sha256']}")
        more = len(said["copied"]) - _SHOWN
        if more > 0:
            say(f"and {more:,} more, as the list of sums says")
        for each in said["failed"]:
            say(f"{each['item']}  not copied: {show(each['error'])}. Next: {each['next']}")
        count = len(said["copied"])
        sums = f"; their sums are in {said['sums']}" if said["sums"] else ""
        say(f"{count:,} item{'' if count == 1 else 's'} copied to {show(str(to))}{sums}")
    broken = any(each["kind"] == "Broken" for each in said["failed"])
    leave(BROKEN if broken else NEEDS_PERSON if said["failed"] else DONE)
