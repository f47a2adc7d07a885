"""`muniment review`: what people say while they read, how far they came, and what is overtaken."""

import importlib
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from muniment.cli.door import WHOLE, Asked, answer, as_json, say, the_case
from muniment.errors import AskedWrong, Interrupted
from muniment.model import words
from muniment.model.review import Judgement, Way
from muniment.names.display import show

if TYPE_CHECKING:
    from muniment.case import Case  # opened where it is used: help needs none of it

WORDS = {  # each further word, and the file that it is in
    "next": "reviewrank",
    "judge": "review",
    "take-back": "review",
    "disagreements": "review",
    "tag": "reviewcode",
    "code": "reviewcode",
    "note": "reviewcode",
    "history": "reviewcode",
    "rank": "reviewrank",
    "certificate": "reviewrank",
    "simulate": "reviewrank",
    "progress": "reviewprogress",
    "overtaken": "reviewprogress",
    "sample": "reviewprogress",
}
COUNT = click.option(
    "--count",
    type=WHOLE,
    metavar="N",
    help="How many you were shown: refused where it is not so now. A script gives it with --query.",
)
QUERY = click.option("--query", default="", metavar="QUERY", help="All that this search finds, in one entry.")


class Words(click.Group):
    """One thin file for some of its words, loaded when one of them is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The words, in the order in which a review needs them."""
        del ctx
        return list(WORDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that word, if there is one."""
        del ctx
        if cmd_name not in WORDS:
            return None
        room = importlib.import_module(f"muniment.cli.{WORDS[cmd_name]}")
        found = getattr(room, "next_" if cmd_name == "next" else cmd_name.replace("-", "_"))
        assert isinstance(found, click.Command)
        return found


@click.group(cls=Words)
def review() -> None:
    """Judge items, say what they are to the case, and see how far everybody came."""


@click.command()
@click.argument("said", nargs=-1, required=True, metavar="[ITEM]... " + "|".join(Judgement))
@QUERY
@COUNT
@click.option("--note", default="", metavar="TEXT", help="Why, or what is to be remembered.")
@click.option("--decides", is_flag=True, help="It is to stand where people's judgements differ.")
@click.option(
    "--way",
    type=click.Choice([each.value for each in Way]),
    help="How they came before you: the ranking, an audit, a sample, or aside of these. Else it is seen by where they lie.",
)
@as_json
@click.pass_obj
def judge(
    asked: Asked,
    said: tuple[str, ...],
    query: str,
    count: int | None,
    note: str,
    decides: bool,
    way: str | None,
    as_json: bool,
) -> None:
    """Judge items: relevant, not-relevant or unsure. What others judged stays; where you differ, it is shown.

    Of what a query finds, those are left out of which you say so already.
    """
    *items, judgement = said
    if judgement not in {each.value for each in Judgement}:
        raise AskedWrong("the judgement comes last", judgement, "one of: " + ", ".join(Judgement))
    with the_case(asked) as case:
        if query and not items and count is None:
            shown = case.to_judge(query, judgement, decides=decides)
            count = confirmed(shown, query, f"judged {judgement}", asks=not as_json)
        done = case.judge(
            *items, judgement=judgement, note=note, query=query, count=count, way=way or "", decides=decides
        )
        stands = None if done["item"] is None else case.reviewed(done["item"])
    if as_json:
        answer(done)
        return
    say(f"entry {done['entry']}: {done['item'] or words.items(done['count'])} judged {judgement} by you")
    if done["unread"]:
        say(words.unread(done["unread"]))
    if stands is not None and stands["differ"]:
        say(*_differ(stands))


def confirmed(count: int, query: str, what: str, *, asks: bool) -> int:
    """Show the count, and have it confirmed.

    Raises: Interrupted, where the person does not; AskedWrong, where nobody can be asked.
    """
    if count and not (asks and sys.stdin.isatty()):
        raise AskedWrong(f"{words.items(count)} would be {what}", query, f"--count {count} says that you mean these")
    if count and not click.confirm(f"{words.items(count)} would be {what}. Go on?", err=True):
        raise Interrupted("nothing was said of them", query, "look at them with muniment search")
    return count


def counted(
    case: "Case", query: str, count: int | None, ask: Callable[["Case"], int], what: str, *, asks: bool
) -> int | None:
    """The count that was given, or that is confirmed now; None where there is no query."""
    return count if not query or count is not None else confirmed(ask(case), query, what, asks=asks)


@click.command()
@click.argument("entry", type=WHOLE)
@click.option("--why", default="", metavar="TEXT", help="Why.")
@as_json
@click.pass_obj
def take_back(asked: Asked, entry: int, why: str, as_json: bool) -> None:
    """Take back what an entry of yours judged. What you said before stands again, and all of it stays in the history."""
    with the_case(asked) as case:
        done = case.take_back(entry, why)
    if as_json:
        answer(done)
    else:
        say(f"entry {done['entry']}: entry {entry} is taken back, of {words.items(done['count'])}")


@click.command()
@click.option("--after", default="", metavar="ITEM", help="Behind this one, where there are many.")
@as_json
@click.pass_obj
def disagreements(asked: Asked, after: str, as_json: bool) -> None:
    """Items of which people say different things, and who says what. Judge one with --decides to settle it."""
    with the_case(asked) as case:
        found = case.disagreements(after)
        case.consulted("disagreements-listed", {"count": len(found["items"])})
    if as_json:
        answer(found)
        return
    for each in found["items"]:
        say(*_differ(each))
    more = f"; --after {found['next']} goes on" if found["next"] else ""
    say(f"{words.items(len(found['items']))} of which people say different things{more}")


def _differ(stands: dict[str, Any]) -> list[str]:
    said = "; ".join(f"{each['by']} says {each['judgement']} (entry {each['entry']})" for each in stands["says"])
    return [show(f"{stands['item']}  people differ, so it counts as unsure: {said}")]
