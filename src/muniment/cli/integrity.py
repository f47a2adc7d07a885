"""`muniment verify` and `muniment rebuild`: hold the case against its ledger, and make again what was worked out."""

from pathlib import Path
from typing import NoReturn

import click

from muniment.cli.door import BROKEN, DONE, PATH, Asked, answer, as_json, leave, say, the_case
from muniment.errors import AskedWrong
from muniment.model.words import items, problems
from muniment.names.display import show


@click.command()
@click.option("--key", metavar="FINGERPRINT", help="The signer's fingerprint, as it was given to you outside the case.")
@click.option("--against", type=PATH, metavar="FILE", help="A checkpoint that was given away earlier.")
@click.option(
    "--export-tool",
    type=PATH,
    metavar="FILE",
    help="Write a verifier that needs no Muniment, and beside it what replays recall certificates; a name in .html gives one page.",
)
@click.option("--record", type=PATH, metavar="FILE", help="Hold a search record against the case, and nothing else.")
@as_json
@click.pass_obj
def verify(
    asked: Asked, key: str | None, against: Path | None, export_tool: Path | None, record: Path | None, as_json: bool
) -> None:
    """Hold every byte and every entry against the ledger, as they lie, offline."""
    if export_tool is not None:
        _export(export_tool, as_json)
    if record is not None:
        if against is not None:
            raise AskedWrong("--record and --against are two questions", "", "ask one of them")
        _record(asked, record, key, as_json)
    from muniment.case import Case  # noqa: PLC0415

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
    for each in said["signed_by"] if len(said["signed_by"]) > 1 else ():
        say(f"entries {each['from']:,} to {each['to']:,} signed by {each['key']}")
    held = [each["holds"] for each in said["decisions"]]
    if held:
        say(f"basis of decisions: {sum(held):,} of {len(held):,} as the ledger shows")
    say(f"root {said['root']}")
    outcome = "everything holds" if said["ok"] else problems(len(said["problems"]))
    say(
        f"{outcome}: {said['entries']:,} entries, {said['access_entries']:,} in the access log,"
        f" {said['originals']:,} originals; signer {'confirmed' if said['signer_confirmed'] else 'not confirmed'}"
    )
    leave(DONE if said["ok"] else BROKEN)


def _export(tool: Path, as_json: bool) -> NoReturn:
    from muniment.case import Case  # noqa: PLC0415

    said = Case.export_verifier(tool)
    if as_json:
        answer(said)
    else:
        how = "open it in a browser" if tool.suffix == ".html" else f"python3 -I -S {show(str(tool))} CASE"
        say(f"written: {show(str(tool))}, SHA-256 {said['sha256']}; {how}")
        if beside := said.get("certificates"):
            path = show(str(beside["path"]))
            say(
                f"written: {path}, SHA-256 {beside['sha256']}; python3 -I -S {path} CASE replays recall certificates too"
            )
    leave(DONE)


def _record(asked: Asked, record: Path, key: str | None, as_json: bool) -> NoReturn:
    from muniment.case import Case  # noqa: PLC0415

    said = Case.verify_record(record, asked.case, key)
    if as_json:
        answer(said)
        leave(DONE if said["ok"] else BROKEN)
    for each in said["problems"]:
        say(f"problem: {show(str(each['what']))} ({show(str(each['where']))}). Next: {show(str(each['next']))}")
    for note in said["not_shown"]:
        say(f"not shown: {show(str(note))}")
    if said["entry"] is not None:
        say(f"query: {'[erased]' if said['query'] is None else show(said['query'])}")
    if said["overtaken_by"] is not None:
        say(f"overtaken by entry {said['overtaken_by']:,}: the same search may find more, or look at more, now")
    outcome = "holds" if said["ok"] else f"does not hold: {problems(len(said['problems']))}"
    of = "" if said["entry"] is None else f" of entry {said['entry']:,}"
    say(f"the record{of} {outcome}; signer {'confirmed' if said['signer_confirmed'] else 'not confirmed'}")
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
