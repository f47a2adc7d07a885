"""`muniment checkpoint` and `muniment adopt`: what is signed, and by whom."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from muniment.cli.door import PATH, Asked, answer, as_json, say, the_case
from muniment.errors import AskedWrong
from muniment.names.display import show


@click.command()
@click.option("--out", type=PATH, metavar="FILE", help="Write it to this new file. Else it is printed.")
@as_json
@click.pass_obj
def checkpoint(asked: Asked, out: Path | None, as_json: bool) -> None:
    """Sign what the ledger holds now, to give away: whoever keeps it can tell later whether anything was rewritten."""
    with the_case(asked) as case:
        if out is None:
            note = case.checkpoint()
        else:
            with new_file(out) as file:
                note = case.checkpoint()
                file.write(note)
        as_of = case.as_of
    if as_json:
        answer({"checkpoint": note, "path": None if out is None else str(out), "as_of": as_of})
    elif out is None:
        click.echo(note, nl=False)
    else:
        say(f"signed: {show(str(out))}. Give it away; verify --against compares")


@contextmanager
def new_file(out: Path) -> Iterator[TextIO]:
    """A file that is not there yet, and is not where what should fill it goes wrong.

    Raises: AskedWrong.
    """
    from muniment.store import place  # noqa: PLC0415

    place.outside(out)
    try:
        file = out.open("x", encoding="utf-8", newline="\n")
    except FileExistsError:
        raise AskedWrong("there is a file of that name", str(out), "name another") from None
    except OSError as error:
        raise AskedWrong(f"the file cannot be written ({error.strerror})", str(out), "name another") from None
    try:
        with file:
            yield file
    except BaseException:
        out.unlink(missing_ok=True)
        raise


@click.command()
@as_json
@click.pass_obj
def adopt(asked: Asked, as_json: bool) -> None:
    """Go on with a case whose key is not here: a new key, and an entry that names the old head."""
    with the_case(asked) as case:
        fingerprint, as_of = case.adopt(), case.as_of
    if as_json:
        answer({"fingerprint": fingerprint, "as_of": as_of})
    else:
        say(f"Fingerprint of the new signing key: {fingerprint}", "Write it down outside the case.")
