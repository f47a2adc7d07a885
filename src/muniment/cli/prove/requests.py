"""`muniment prove ask`, `answer`, `requests` and `supply`: who was asked for what, who has not answered, who may have what."""

from typing import Any

import click

from muniment.cli.door import NEEDS_PERSON, Asked, as_json, leave, say, the_case
from muniment.cli.door import answer as tell
from muniment.model import words
from muniment.names.display import show

_GONE = "[erased]"
_day = click.option("--on", "day", default="", metavar="DAY", help="The day; today unless told.")


@click.command()
@click.argument("body", metavar="WHOM")
@click.argument("what")
@click.option("--due", required=True, metavar="DAY", help="Until when they are asked to answer.")
@click.option(
    "--basis", required=True, metavar="BASIS", help="consent, regulation, order, warrant, information-act, ..."
)
@click.option("--data", default="", metavar="DATA", help="What officers hold, as `prove supply` names it.")
@click.option("--of", multiple=True, metavar="NUMBER", help="The allegation, complaint, subject or witness.")
@_day
@as_json
@click.pass_obj
def ask(
    asked: Asked,
    body: str,
    what: str,
    due: str,
    basis: str,
    data: str,
    of: tuple[str, ...],
    day: str,
    as_json: bool,
) -> None:
    """Enter that somebody was asked for a thing, on a basis, until a day."""
    with the_case(asked) as case:
        done = case.prove.ask(body, what, due, basis, day=day, data=data, of=of)
    if as_json:
        tell(done)
        return
    say(show(f"{done['id']}: {body} was asked, due {due} (entry {done['entry']})"))
    for way in done["may"]:
        _way(way)


@click.command()
@click.argument("number", metavar="REQ")
@click.argument("said", metavar="supplied|part|refused|not-held")
@click.option("--bundle", default="", metavar="BUNDLE", help="The bundle that came, once it is taken in.")
@click.option("--why", default="", metavar="TEXT", help="Why it was refused.")
@_day
@as_json
@click.pass_obj
def answer(asked: Asked, number: str, said: str, bundle: str, why: str, day: str, as_json: bool) -> None:
    """Enter how a request was answered."""
    with the_case(asked) as case:
        done = case.prove.answer(number, said, day=day, bundle=bundle, why=why)
    if as_json:
        tell(done)
    else:
        say(f"{number}: {said} (entry {done['entry']})")


@click.command()
@click.option("--on", "day", default="", metavar="DAY", help="As they stand on this day; else today.")
@as_json
@click.pass_obj
def requests(asked: Asked, day: str, as_json: bool) -> None:
    """Every request, what is overdue first. Exit code 1 where something is."""
    with the_case(asked) as case:
        found = case.prove.requests(day)
    if as_json:
        tell(found)
    else:
        for each in found["requests"]:
            _request(each)
        count = len(found["requests"])
        say(f"{count:,} request{'' if count == 1 else 's'}, {len(found['overdue']):,} overdue on {found['on']}")
    leave(NEEDS_PERSON if found["overdue"] else 0)


def _request(each: dict[str, Any]) -> None:
    late = f"OVERDUE by {words.days(each['days_late'])}: " if each["overdue"] else ""
    say(
        show(
            f"{each['id']} {late}{each['body'] or _GONE}, asked {each['day']}, due {each['due']}: {each['what'] or _GONE}"
        )
    )
    for one in each["answers"]:
        came = f", {one['bundle']}" if one["bundle"] else ", NOT TAKEN IN" if one["not_taken_in"] else ""
        say(show(f"  {one['day']} {one['title']}{came}{': ' + one['why'] if one['why'] else ''}"))
    if not each["answers"]:
        say("  no answer was entered")


@click.command()
@click.argument("data", default="", metavar="[DATA]")
@click.option(
    "--who", default="", metavar="WHO", help="What this kind of recipient may have: police, candidate, anyone, ..."
)
@as_json
def supply(data: str, who: str, as_json: bool) -> None:
    """Who may have what officers hold: by supply, inspection or order, for what. It needs no case."""
    from muniment.case.prove import requests as tables  # noqa: PLC0415 # help needs none of it

    found = tables.supply(data, who)
    if as_json:
        tell(found)
        return
    for each in found["data"]:
        say(show(f"{each['id']}: {each['title']}{'' if each['verified'] else ' (not verified)'}"))
        for way in each["ways"]:
            _way(way)
        say(show(f"  {each['note']} ({each['source']})"))
    say(f"tables of law {found['version']}, {found['hash'][:16]}; nothing here is legal advice")


def _way(way: dict[str, Any]) -> None:
    verified = "" if way["verified"] else " (not verified)"
    say(show(f"  {way['title']}: {way['how']}, for {way['purpose']} ({way['basis']}){verified}"))
