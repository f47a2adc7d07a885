"""`muniment prove advice`: what was asked of whom, with what before them, what they answered, and what overtakes that."""

from typing import Any

import click

from muniment.cli.door import NEEDS_PERSON, Asked, answer, as_json, leave, say, the_case
from muniment.cli.prove.said import tell
from muniment.errors import AskedWrong
from muniment.model import words
from muniment.names.display import show


@click.command()
@click.argument("text", required=False)
@click.option("--ask", "body", default="", metavar="WHOM", help="Ask somebody for advice; TEXT is what is asked.")
@click.option("--give", "number", default="", metavar="ADV", help="Enter the advice that was given: TEXT.")
@click.option("--of", multiple=True, metavar="NUMBER", help="The allegation that it is about. Several times.")
@click.option("--item", "items", multiple=True, metavar="ITEM", help="What is put before them, or what it came in as.")
@click.option("--day", default="", metavar="DAY", help="The day; today unless told.")
@as_json
@click.pass_obj
def advice(
    asked: Asked,
    text: str | None,
    body: str,
    number: str,
    of: tuple[str, ...],
    items: tuple[str, ...],
    day: str,
    as_json: bool,
) -> None:
    """All advice; or ask for it (--ask), or enter what was advised (--give). Exit code 1 where something overtakes it."""
    if bool(body) + bool(number) > 1 or (text is not None and not body and not number):
        raise AskedWrong("one thing at a time", "", "--ask WHOM TEXT, or --give ADV TEXT, or neither to list it")
    with the_case(asked) as case:
        if body:
            done = case.prove.ask_advice(body, text or "", day=day, of=of, items=items)
            tell(done, f"{done['id']}: advice asked", as_json)
            return
        if number:
            done = case.prove.give_advice(number, text or "", day=day, items=items)
            tell(done, f"{done['id']}: advice given", as_json)
            return
        found = case.prove.advice()
    waiting = sum(each["waiting"] for each in found["advice"])
    if as_json:
        answer(found)
    else:
        _list(found["advice"])
    leave(NEEDS_PERSON if waiting else 0)


def _list(found: list[dict[str, Any]]) -> None:
    for each in found:
        say(show(f"{each['id']} {each['day']} asked of {each['body'] or '[erased]'}: {each['what'] or '[erased]'}"))
        relied = f"; {', '.join(each['decisions'])} relied on it" if each["decisions"] else ""
        say(f"  {words.items(len(each['items']))} put before them{relied}")
        for one in each["given"]:
            say(show(f"  {one['day']}: {one['text'] or '[erased]'}"))
        if not each["given"]:
            say("  not given yet")
        if each["given"] and each["counted_from"]["says"]:
            say(f"  {each['counted_from']['says']}")
        for later in each["overtaken"]:
            said = f"{later['answer']}: {later['answered']['why']}" if later["answer"] else "not answered"
            say(show(f"  overtaken, {later['on']}: {later['says']}; {said}"))
    say(f"{len(found):,} times advice was asked")
