"""`muniment new`: a case begins."""

from pathlib import Path

import click

from muniment.cli.door import PATH, Asked, answer, as_json, say
from muniment.names.display import show


@click.command()
@click.argument("title")
@click.option("--at", type=PATH, required=True, metavar="DIR", help="The folder of the case: empty, or not there yet.")
@click.option("--zone", default="Europe/London", show_default=True, help="The zone whose days are the law's days.")
@as_json
@click.pass_obj
def new(asked: Asked, title: str, at: Path, zone: str, as_json: bool) -> None:
    """Begin a case in a folder of its own."""
    from muniment.case import Case  # noqa: PLC0415

    with Case.new(title, at, by=asked.by, zone=zone, signing_key=asked.key, door="new") as case:
        about = {"id": case.id, "title": case.title, "path": str(case.path.resolve())}
        fingerprint, as_of = case.fingerprint, case.as_of
    if as_json:
        answer({"case": about, "fingerprint": fingerprint, "as_of": as_of})
        return
    say(
        f"{show(about['title'])}: case {about['id']} in {show(about['path'])}",
        f"Fingerprint of its signing key: {fingerprint}",
        "Write the fingerprint down outside the case: with it, anyone can hold the ledger against you, and for you.",
        f'Next: muniment --case {show(str(at))} intake FOLDER --from "SENDER" --received YYYY-MM-DD',
    )
