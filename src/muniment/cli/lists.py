"""`muniment list` and `muniment receipt`: what a sender says came, what came, and a page for whoever brought it."""

from pathlib import Path
from typing import Any

import click

from muniment.cli.door import DONE, NEEDS_PERSON, PATH, Asked, answer, as_json, leave, say, the_case
from muniment.names.display import show as safe

_STATES = {
    "matched": "came, and no text of it is missing as far as a machine can say, or somebody settled it",
    "unreadable": "came, and text may be missing",
    "missing": "nothing that came fits it, or several things as well as each other",
    "extra": "came, and no line names it",
}


@click.group("list")
def list_() -> None:
    """Hold a sender's list against what came. A machine proposes, a person confirms."""


@list_.command()
@click.argument("bundle")
@as_json
@click.pass_obj
def show(asked: Asked, bundle: str, as_json: bool) -> None:
    """Every line of the list: what it stands for, and who said so; then what no line names."""
    with the_case(asked) as case:
        said = case.list_show(bundle)
        case.consulted("listed", {"on": bundle})
    if as_json:
        answer(said)
    else:
        for line in said["lines"]:
            _line(line)
        counts = {state: sum(line["state"] == state for line in said["lines"]) for state in _STATES}
        say("", *(f"  {count:>6,}  {state:<11}{_STATES[state]}" for state, count in counts.items() if count))
        lines = [line for line in said["lines"] if line["line"] is not None]
        waiting = sum(line["confirmed_by"] is None for line in lines)
        say(f"{len(lines):,} lines; {len(lines) - waiting:,} confirmed by a person, {waiting:,} by nobody")
    leave(
        NEEDS_PERSON if any(line["line"] is not None and not line["confirmed_by"] for line in said["lines"]) else DONE
    )


def _line(line: dict[str, Any]) -> None:
    number = "     +" if line["line"] is None else f"{line['line']:>6}"
    items = ", ".join(line["items"])
    if line["confirmed_by"]:
        who = f"confirmed by {line['confirmed_by']}"
    elif line["line"] is None:
        who = ""
    else:
        who = f"proposed by {', '.join(line['evidence'])}" if line["items"] else "said by nobody yet"
    pages = ""
    if line["pages_listed"] is not None:
        found = "?" if line["pages_found"] is None else line["pages_found"]
        pages = f"; pages: {line['pages_listed']} listed, {found} found"
    unclear = f"; as good: {', '.join(line['instead'])}" if line["instead"] else ""
    unclear += f"; it may be what came otherwise: {', '.join(line['fits'])}" if line["fits"] else ""
    unclear += f"; stands for line {', '.join(map(str, line['also']))} as well" if line["also"] else ""
    say(safe(f"{number}  {line['state']:<11}{items or '-'}  {line['text']}"))
    if who or pages or unclear:
        say(safe(f"        {who}{pages}{unclear}"))
    if line["doubts"]:
        from muniment.intake.lists.line import DOUBTS  # noqa: PLC0415

        say(safe(f"        in doubt: {', '.join(DOUBTS.get(one, one) for one in line['doubts'])}"))


@list_.command()
@click.argument("bundle")
@click.argument("line", type=click.IntRange(min=1), required=False)
@click.option("--items", default="", metavar="ITEM,...", help="What it stands for. Else what is proposed.")
@click.option("--proposed", is_flag=True, help="Confirm every match that is proposed.")
@click.option("--why", default="", metavar="TEXT", help="How you know.")
@click.option("--instead", is_flag=True, help="Say it anew, though somebody has spoken for this line.")
@click.option(
    "--also", is_flag=True, help="What it stands for stands for another line as well, as one scan of two volumes."
)
@as_json
@click.pass_obj
def match(
    asked: Asked,
    bundle: str,
    line: int | None,
    items: str,
    proposed: bool,
    why: str,
    instead: bool,
    also: bool,
    as_json: bool,
) -> None:
    """Say which items a line stands for."""
    if (line is None) != proposed or (proposed and items):
        raise click.UsageError("name a line, or --proposed for all that are proposed")
    with the_case(asked) as case:
        if line is None:
            said = case.list_confirm(bundle, why)
        else:
            said = case.list_match(bundle, line, items.replace(",", " ").split(), why=why, instead=instead, also=also)
    if as_json:
        answer(said)
    else:
        say(
            f"entry {said['entry']}: "
            + (f"{said['count']:,} lines confirmed" if line is None else f"line {line} matched")
        )


@list_.command()
@click.argument("bundle")
@click.argument("line", type=click.IntRange(min=1))
@click.option("--why", required=True, metavar="TEXT", help="How you know that it did not come.")
@click.option("--instead", is_flag=True, help="Say it anew, though somebody has spoken for this line.")
@as_json
@click.pass_obj
def missing(asked: Asked, bundle: str, line: int, why: str, instead: bool, as_json: bool) -> None:
    """Say that what a line stands for did not come: until somebody says so, no line is finally missing."""
    with the_case(asked) as case:
        said = case.list_missing(bundle, line, why, instead=instead)
    if as_json:
        answer(said)
    else:
        say(f"entry {said['entry']}: line {line} did not come")


@list_.command()
@click.argument("bundle")
@click.argument("item")
@click.option(
    "--instead", is_flag=True, help="In place of the list that it has: what was said of its lines goes with it."
)
@as_json
@click.pass_obj
def take(asked: Asked, bundle: str, item: str, instead: bool, as_json: bool) -> None:
    """Take an item that is in the case already as the list of a bundle."""
    with the_case(asked) as case:
        said = case.list_take(bundle, item, instead=instead)
    if as_json:
        answer(said)
    elif not said["lines"]:
        say(f"{bundle}: {item} has no text yet; its lines are taken when it has, by muniment retry")
    else:
        say(f"{bundle}: a list of {said['lines']:,} lines in {item}. muniment list show {bundle}")


@click.command()
@click.argument("bundle")
@click.option("--out", type=PATH, metavar="FOLDER", help="Write it there, as a PDF page and as text.")
@as_json
@click.pass_obj
def receipt(asked: Asked, bundle: str, out: Path | None, as_json: bool) -> None:
    """Make a page for whoever brought a bundle: how much came, under which hashes, and what could not be read."""
    with the_case(asked) as case:
        said = case.receipt(bundle, out)
    if as_json:
        answer({key: value for key, value in said.items() if key != "text"})
    else:
        say(*(safe(line) for line in said["text"].splitlines()))
        say(*(f"written: {safe(path)}" for path in said.get("written", ())))
