"""The pages of docs/reference/ that are made from the code: verbs and options, states and reasons, formats and readers."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from muniment.cli import formats
from muniment.cli.main import VERBS, muniment
from muniment.model.reason import REASONS
from muniment.model.state import State, Sum
from muniment.model.words import STATES

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "reference"
MADE = "<!-- Made by ./go docs from the code. Do not edit. -->"

_SUMS = {
    Sum.READ: ("Text had by machine", "A machine had all of its text, or it is a container without text of its own."),
    Sum.WITHOUT_TEXT: ("No text found", "A machine finished and found none. A person may still want to look."),
    Sum.UNREAD: ("Text may be missing", "Always with a reason and a next step. A person must look."),
}


def cli() -> str:
    """The page of the command line."""
    ctx = click.Context(muniment, info_name="muniment", **muniment.context_settings)
    parts = [MADE, "# Command line", *_command(ctx, muniment)]
    for verb in VERBS:
        parts += _whole(ctx, muniment, verb, "##")
    return "\n\n".join(parts) + "\n"


def _whole(above: click.Context, group: click.Group, word: str, mark: str) -> Iterator[str]:
    """A command under its heading, and the words of a group under theirs."""
    found = group.get_command(above, word)
    assert found is not None
    ctx = click.Context(found, info_name=word, parent=above)
    yield f"{mark} {ctx.command_path.removeprefix('muniment ')}"
    yield from _command(ctx, found)
    if isinstance(found, click.Group):
        for further in found.list_commands(ctx):
            yield from _whole(ctx, found, further, f"{mark}#")


def _command(ctx: click.Context, command: click.Command) -> Iterator[str]:
    yield "    " + " ".join([ctx.command_path, *command.collect_usage_pieces(ctx)])
    yield "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    rows = [
        record
        for option in command.get_params(ctx)
        if isinstance(option, click.Option) and (record := option.get_help_record(ctx))
    ]
    if rows:
        yield "\n".join(["| option | |", "|---|---|", *(f"| `{_cell(name)}` | {_cell(says)} |" for name, says in rows)])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def states() -> str:
    """The page of states and reasons."""
    parts = [
        MADE,
        "# States",
        (
            "Every item ends in exactly one state. A state speaks of the item's own text; what it holds has states of its own."
            " Items = text had by machine + no text found + text may be missing, in each bundle and in the whole case."
            " In JSON the three sums are `read`, `without_text` and `unread`. Beside them always stands what a person has"
            " opened: a machine that has a text has not looked at it."
        ),
    ]
    for each, (title, says) in _SUMS.items():
        rows = [f"| `{state}` | {STATES[state]} |" for state in State if state.sum is each]
        parts += [f"## {title}", says, "\n".join(["| state | says |", "|---|---|", *rows])]
    rows = [f"| `{code}` | {_cell(reason.says)} | {_cell(reason.next)} |" for code, reason in REASONS.items() if code]
    parts += [
        "## Reasons",
        "Why, and what to do next.",
        "\n".join(["| reason | says | next |", "|---|---|---|", *rows]),
    ]
    return "\n\n".join(parts) + "\n"


def read() -> str:
    """The page of formats."""
    return "\n\n".join([MADE, *formats.page()]) + "\n"


PAGES = {"cli.md": cli, "formats.md": read, "states.md": states}


def main() -> None:
    """Write the pages; with --check, only say which are not as the code would make them."""
    stale = [name for name, page in PAGES.items() if _now(name) != page()]
    if "--check" in sys.argv[1:]:
        if stale:
            sys.exit(f"not current: {', '.join(f'docs/reference/{name}' for name in stale)}. Type: ./go docs")
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(PAGES[name](), encoding="utf-8")


def _now(name: str) -> str:
    try:
        return (FOLDER / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


if __name__ == "__main__":
    main()
