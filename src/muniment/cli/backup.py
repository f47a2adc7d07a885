"""`muniment backup` and `muniment restore`: a verified copy elsewhere, and a case made of it."""

from pathlib import Path

import click

from muniment.cli.door import BROKEN, DONE, PATH, Asked, answer, as_json, leave, say, the_case
from muniment.model.words import files, problems
from muniment.names.display import show


@click.command()
@click.argument("folder", type=PATH, metavar="DIR")
@as_json
@click.pass_obj
def backup(asked: Asked, folder: Path, as_json: bool) -> None:
    """Copy the case to a folder, verified; again, and only what is new is copied. The signing key is never in it.

    What was erased in the case since is removed from the backup. Stopped at any moment, the backup is of the moment before.
    """
    with the_case(asked) as case:
        said = case.backup(folder)
    if as_json:
        answer(said)
        return
    say(
        f"{show(str(folder))}: {files(said['copied'])} copied ({said['bytes']:,} bytes), {said['kept']:,} there already"
    )
    if said["mended"]:
        say(f"{files(said['mended'])} there had other bytes than were copied, and were copied anew: look at that disk")
    if said["removed"]:
        say(f"{files(said['removed'])} removed that the case no longer names: erased since")
    say("signed up to its last entry" if said["checkpoint"] else "not signed: the key of this case is not here")
    say("the signing key is not in it: keep that apart. muniment restore makes a case of it")


@click.command()
@click.argument("folder", type=PATH, metavar="DIR")
@click.option("--at", type=PATH, required=True, metavar="PATH", help="A folder that is empty or not there yet.")
@click.option("--key", metavar="FINGERPRINT", help="The signer's fingerprint, as it was given to you outside the case.")
@as_json
def restore(folder: Path, at: Path, key: str | None, as_json: bool) -> None:
    """Make a case of a backup in a new folder, once every byte and every entry of it was verified."""
    from muniment.case import Case  # noqa: PLC0415

    said = Case.restore(folder, at, key)
    if as_json:
        answer(said)
        leave(DONE if said["ok"] else BROKEN)
    for each in said["problems"]:
        say(f"problem: {show(str(each['what']))} ({show(str(each['where']))}). Next: {show(str(each['next']))}")
    if not said["ok"]:
        say(
            f"nothing was restored: {problems(len(said['problems']))}. What holds can be copied from the folder by hand"
        )
        leave(BROKEN)
    say(f"{show(str(at))}: {said['entries']:,} entries, {files(said['copied'] + said['kept'])}; everything holds")
    if said["key_here"]:
        say("its signing key is on this machine: work on one copy alone, or their histories part")
    else:
        say("its signing key is not here: name it with --signing-key; else muniment adopt goes on with a new one")
