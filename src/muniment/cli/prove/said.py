"""What several words of `muniment prove` ask for, and say of an act, in the same way."""

from typing import Any

import click

from muniment.cli.door import answer, say
from muniment.names.display import show

of_election = click.option(
    "--election", default="local", show_default=True, metavar="KIND", help="The kind of election."
)
of_nation = click.option("--nation", default="england", show_default=True, metavar="NATION", help="Where.")
on_day = click.option("--on", "day", default="", metavar="DAY", help="The day; today unless told.")


def tell(done: dict[str, Any], what: str, as_json: bool) -> None:
    """Say of an act that was just recorded what it was, and its entry."""
    if as_json:
        answer(done)
    else:
        say(show(f"{what} (entry {done['entry']})"))
