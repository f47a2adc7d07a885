"""The command `muniment`: finds the verb, and turns whatever goes wrong into one line and an exit code."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import apsw
import click

from muniment import __version__
from muniment.cli.door import PATH, Asked, loading, plain, silence
from muniment.errors import AskedWrong, Interrupted, MunimentError
from muniment.names.display import show
from muniment.store import trouble

VERBS = {
    "new": "new",
    "intake": "intake",
    "receipt": "lists",
    "list": "lists",
    "box": "box",
    "account": "account",
    "search": "search",
    "show": "show",
    "copy": "copy",
    "duplicates": "duplicates",
    "thread": "thread",
    "compare": "compare",
    "opened": "people",
    "describe": "people",
    "settle": "people",
    "review": "review",
    "prove": "prove",
    "retry": "again",
    "reread": "again",
    "release": "aside",
    "withdraw": "aside",
    "erase": "erase",
    "backup": "backup",
    "restore": "backup",
    "verify": "integrity",
    "rebuild": "integrity",
    "checkpoint": "signing",
    "adopt": "signing",
    "serve": "serve",
    "demo": "demo",
}


class Verbs(click.Group):
    """One thin file for each room, loaded when one of its verbs is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in the order in which a case needs them."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of that name, if there is one."""
        del ctx
        if cmd_name not in VERBS:
            return None
        with loading():
            room = importlib.import_module(f"muniment.cli.{VERBS[cmd_name]}")
        found = getattr(room, cmd_name if cmd_name != "list" else "list_")  # the language has the word already
        assert isinstance(found, click.Command)
        return found

    def invoke(self, ctx: click.Context) -> Any:
        """Carry a verb out. Where nobody listens any more it ends quietly; click would say 1, that something needs a person."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            silence(sys.stdout, sys.stderr)
            return 0


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="muniment")
@click.option(
    "--case",
    type=PATH,
    metavar="DIR",
    help="The case. Else MUNIMENT_CASE, else the one found upward from the working folder.",
)
@click.option("--by", metavar="NAME", envvar="MUNIMENT_BY", help="Who acts. Else the name of the system's user.")
@click.option(
    "--signing-key", "key", type=PATH, metavar="FILE", help="The case's signing key, where it is kept elsewhere."
)
@click.pass_context
def muniment(ctx: click.Context, case: Path | None, by: str | None, key: Path | None) -> None:
    """Keep the evidence of an election case, and account for every file of it.

    The answer goes to stdout, progress and errors to stderr. Exit codes: 0 done; 1 done, and something needs a
    person; 2 asked wrong; 3 integrity broken; 4 trouble with the case; 5 refused; 6 a tool is missing; 130 interrupted.
    """
    asked = ctx.ensure_object(Asked)
    asked.case, asked.by, asked.key = case, by, key


def main() -> None:
    """Run what was typed, and leave with its exit code."""
    plain(sys.stdout)
    plain(sys.stderr)
    sys.exit(answered(sys.argv[1:]))


def answered(args: list[str]) -> int:
    """Carry out a request; whatever is wrong with it is said in one line."""
    try:
        code = muniment.main(args=args, prog_name="muniment", standalone_mode=False, obj=Asked(words=tuple(args)))
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except BrokenPipeError:
        silence(sys.stdout, sys.stderr)
        return 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return AskedWrong.exit
    except click.ClickException as error:
        return fail(_asked_wrong(error), args)
    except MunimentError as error:
        return fail(error, args)
    except (KeyboardInterrupt, click.Abort):
        return fail(
            Interrupted("stopped; what was acknowledged is kept", "", "give the same command again to go on"), args
        )
    except (OSError, apsw.Error) as error:  # of what this door did itself: an answer that cannot be written, a key
        return fail(trouble.said(error), args)


def fail(error: MunimentError, args: list[str]) -> int:
    """One line for a person, or with --json one object; returns the exit code."""
    if "--json" in args or "--jsonl" in args:
        said = {
            "ok": False,
            "error": error.what,
            "kind": error.kind,
            "subject": error.subject,
            "next": error.next,
            "exit": error.exit,
        }
        print(json.dumps(said, ensure_ascii=False), file=sys.stderr)
    else:
        print(f"muniment: {show(str(error))}", file=sys.stderr)
    return error.exit


def _asked_wrong(error: click.ClickException) -> AskedWrong:
    said = " ".join(error.format_message().split()).rstrip(".")
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx is not None else "muniment"
    return AskedWrong(said[:1].lower() + said[1:], "", f"{path} --help says how to ask")


if __name__ == "__main__":
    main()
