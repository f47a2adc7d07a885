"""What every verb shares: the case it is about, how it answers, and how it shows that it is at work."""

import gc
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from muniment.errors import AskedWrong, Broken, MunimentError
from muniment.intake.limits import Limits
from muniment.names.display import show
from muniment.names.whole import MOST, whole

if TYPE_CHECKING:
    from muniment.case import Case  # opened where it is used: help needs none of it

PATH = click.Path(path_type=Path)
DONE, NEEDS_PERSON, BROKEN = 0, 1, 3
WHOLE = click.IntRange(0, MOST)  # a whole number: how many, or an entry's


@dataclass(slots=True)
class Asked:
    """What precedes the verb."""

    case: Path | None = None
    by: str | None = None
    key: Path | None = None
    words: tuple[str, ...] = ()  # the whole request, for the access log


@contextmanager
def loading() -> Iterator[None]:
    """Load code without looking for what may be thrown away: all of it stays, and is passed over afterwards too."""
    known = len(sys.modules)
    gc.disable()
    try:
        yield
    finally:
        if len(sys.modules) > known:  # else what is frozen would be whatever happens to lie about
            gc.freeze()
        gc.enable()


@contextmanager
def the_case(asked: Asked) -> Iterator["Case"]:
    """The case that is meant, open; a request that fails is said in its access log and nowhere else."""
    with loading():
        from muniment.case import Case  # noqa: PLC0415

    door = click.get_current_context().info_name or "muniment"
    with Case.open(asked.case, by=asked.by, signing_key=asked.key, door=door) as case:
        try:
            yield case
        except MunimentError as error:
            if not isinstance(error, Broken):
                with suppress(MunimentError):  # what was wrong first is what is said
                    case.consulted("failed", {"kind": error.kind}, [("asked", list(asked.words))])
            raise


# -- options that several verbs have

as_json = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
as_lines = click.option("--jsonl", "as_lines", is_flag=True, help="Answer with one JSON object a line.")


def reading(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a verb that reads items: how many at once, under which limits, in which jail."""
    names = ", ".join(field.name for field in fields(Limits))
    for option in (
        click.option("--unjailed", is_flag=True, help="Read even where there is no jail. The ledger says so."),
        click.option(
            "--limit", "limits", multiple=True, metavar="NAME=N", help=f"Another limit for reading an item: {names}."
        ),
        click.option("--workers", type=click.IntRange(1, 64), help="How many items are read at once."),
    ):
        command = option(command)
    return command


def limits_of(said: Iterable[str]) -> Limits | None:
    """The limits that were asked for.

    Raises: AskedWrong.
    """
    chosen: dict[str, int] = {}
    for one in said:
        name, _, number = one.partition("=")
        value = whole(number)
        if name not in {field.name for field in fields(Limits)} or value is None:
            raise AskedWrong(
                "there is no such limit",
                one[:80],
                "--limit NAME=NUMBER, up to 15 digits, for example --limit seconds=900",
            )
        chosen[name] = value
    return Limits(**chosen) if chosen else None


# -- answers


def logged(case: "Case") -> list[str]:
    """Where it lies who looked, where that is not the case; nothing where it is."""
    log = case.access_log
    if log.parent == case.path:
        return []
    return [f"this case can only be read here; that you looked is kept in {show(str(log))}"]


def answer(said: Mapping[str, Any] | list[Any]) -> None:
    """One JSON object, or one line of several."""
    click.echo(json.dumps(said, ensure_ascii=False))


def say(*lines: str) -> None:
    """Lines for a person, already safe to show."""
    for line in lines:
        click.echo(line)


def leave(code: int) -> NoReturn:
    """End with an exit code that is no error: the answer has been given."""
    raise click.exceptions.Exit(code)


def silence(*streams: TextIO) -> None:
    """Nobody listens any more (`| head`): whatever is still said there goes nowhere, without a word."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def plain(stream: Any) -> None:
    """UTF-8 whatever the locale says, and nothing that cannot be written stops an answer."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
