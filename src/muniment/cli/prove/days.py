"""`muniment prove act`, `clocks`, `clock`, `met` and `step`: what happened on which day, and what ends when."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from muniment.cli.door import NEEDS_PERSON, PATH, Asked, answer, as_json, say, the_case
from muniment.cli.prove.said import of_election, of_nation, tell
from muniment.errors import AskedWrong
from muniment.names.display import show

_of = click.option("--of", default="", metavar="NUMBER", help="The allegation or act that it belongs to.")


@click.command()
@click.argument("kind")
@click.option("--on", required=True, metavar="DAY", help="The day, a month, or 2014-05-01..2014-05-22.")
@click.option("--person", default="", metavar="NAME", help="Whose act, finding or conviction it is.")
@click.option("--by-agents", is_flag=True, help="A finding of guilt by agents; else it is personal.")
@of_election
@of_nation
@_of
@click.option("--field", "fields", multiple=True, metavar="NAME=VALUE", help="What the kind of act needs besides.")
@click.option("--note", default="", metavar="TEXT", help="Anything else, in your own words.")
@as_json
@click.pass_obj
def act(
    asked: Asked,
    kind: str,
    on: str,
    person: str,
    by_agents: bool,
    election: str,
    nation: str,
    of: str,
    fields: tuple[str, ...],
    note: str,
    as_json: bool,
) -> None:
    """Enter something that happened on a day, from which clocks run: poll, offence, result-declared, payment, ..."""
    from muniment.prove.days import value_pairs  # noqa: PLC0415 # help needs none of it

    with the_case(asked) as case:
        done = case.prove.act(
            kind,
            on,
            person=person,
            by_agents=True if by_agents else None,
            election=election,
            nation=nation,
            of=of,
            values=value_pairs(fields),
            note=note,
        )
    tell(done, f"{done['id']}: {kind}, {on} ({done['working']})", as_json)


@click.command()
@click.option("--on", default="", metavar="DAY", help="As they stand on this day; else today.")
@click.option("--poll", default="", metavar="DAY", help="All that runs from this poll; it needs no case.")
@click.option("--dissolved", default="", metavar="DAY", help="With --poll: the day on which Parliament was dissolved.")
@of_election
@of_nation
@click.option("--ics", type=PATH, metavar="FILE", help="Write them as a calendar file.")
@click.option("--names", is_flag=True, help="With --ics: say of whom each clock is.")
@click.option("--page", type=PATH, metavar="FILE", help="With --poll: write them on one sheet of A4, as PDF.")
@as_json
@click.pass_obj
@click.pass_context
def clocks(
    ctx: click.Context,
    asked: Asked,
    on: str,
    poll: str,
    dissolved: str,
    election: str,
    nation: str,
    ics: Path | None,
    names: bool,
    page: Path | None,
    as_json: bool,
) -> None:
    """Show what ends when, with its working, and what happens then."""
    if page is not None and not poll:
        raise AskedWrong("page: one sheet is of one poll", str(page), "name the poll too: --poll 2026-05-07")
    if dissolved and not poll:
        raise AskedWrong("dissolved: it goes with a poll", dissolved, "name the poll too: --poll 2024-07-04")
    if poll:
        from muniment.case.prove.days import calendar_of_poll, of_poll, sheet_of_poll  # noqa: PLC0415 # help needs none of it

        found = of_poll(poll, election, nation, on, dissolved)
        if ics is not None:
            _write(ics, calendar_of_poll(poll, election, nation, on, dissolved))
        if page is not None:
            sheet_of_poll(found, page)
    else:
        with the_case(asked) as case:
            found = case.prove.clocks(on)
            if ics is not None:
                _write(ics, case.prove.calendar(on, names=names))
    if as_json:
        answer(found)
    else:
        _show(found)
    if any(each["state"] == "running" and each["due"] for each in found["clocks"]) and not poll:
        ctx.exit(NEEDS_PERSON)


def _write(path: Path, text: str) -> None:
    if path.exists():
        raise AskedWrong("there is a file of that name already", str(path), "name another")
    path.write_text(text, encoding="utf-8", newline="")  # a crash leaves a part of a file that can be made again


def _show(found: dict[str, Any]) -> None:
    for each in found["clocks"]:
        verified = "" if each["verified"] else " (not verified)"
        safe = "" if each["safe"] == each["ends"] else f"; to be safe by {each['safe']}"
        say(show(f"{each['ends']}  {each['state']:<8} {each['title']}{verified}{safe}"))
        for line in _lines(each):
            say(show(f"            {line}"))
    for each in found["gaps"]:
        say(show(each))
    running = sum(each["state"] == "running" for each in found["clocks"])
    say(f"{len(found['clocks']):,} clocks, {running:,} running on {found['on']}. This is no legal advice.")


def _lines(clock: dict[str, Any]) -> Iterator[str]:
    """All that is said of one clock, in the words of its page."""
    yield clock["working"]
    if clock["holder"]:
        yield f"held by: {clock['holder']}" + (f" ({', '.join(clock['covers'])})" if clock["covers"] else "")
    yield from (f"by then: {each['what']}, in the hands of {each['whose']}" for each in clock["in_hands"])
    longer = clock["extension"]
    if longer:
        asked = f", asked for by {longer['ask_by']}" if longer["ask_by"] else ""
        most = f", until {longer['at_most']} at most" if longer["at_most"] else ""
        yield f"can be extended by {longer['by']}{asked}{most}"
    if clock["consequence"]:
        yield f"then: {clock['consequence']}"
    for rule in clock["otherwise"]:
        verified = "" if rule["status"] == "V" else " (not verified)"
        yield f"{rule['title']}{verified}: {'; '.join(rule['lists']) or rule['text']}"


@click.command()
@click.argument("what")
@click.option("--ends", required=True, metavar="DAY", help="The last day on which it is there.")
@click.option("--holder", default="", metavar="NAME", help="Who holds it.")
@_of
@as_json
@click.pass_obj
def clock(asked: Asked, what: str, ends: str, holder: str, of: str, as_json: bool) -> None:
    """Add a clock for what perishes: film of a street camera, records of calls, posts."""
    with the_case(asked) as case:
        done = case.prove.set_clock(what, ends, holder, of)
    tell(done, f"{done['id']} ends on {ends}", as_json)


@click.command()
@click.argument("clock")
@click.option("--on", required=True, metavar="DAY", help="The day on which it was done.")
@click.option("--how", default="", metavar="TEXT", help="How.")
@as_json
@click.pass_obj
def met(asked: Asked, clock: str, on: str, how: str, as_json: bool) -> None:
    """Say that what a clock asks for was done."""
    with the_case(asked) as case:
        done = case.prove.meet(clock, on, how)
    tell(done, f"{clock} was met on {on}", as_json)


@click.command()
@click.argument("text", default="", metavar="[TEXT]")
@click.option("--on", default="", metavar="DAY", help="The day of the step.")
@click.option("--of", multiple=True, metavar="ALG", help="The allegation that it was for. Several times.")
@as_json
@click.pass_obj
def step(asked: Asked, text: str, on: str, of: tuple[str, ...], as_json: bool) -> None:
    """Log a step of the investigation, for the question whether there was undue delay; without a text: the log."""
    with the_case(asked) as case:
        if text:
            done = case.prove.step(text, on, of)
            tell(done, f"a step of {on}", as_json)
            return
        found = case.prove.steps(of[0] if of else "")
    if as_json:
        answer(found)
        return
    for each in found["steps"]:
        say(show(f"{each['day']} {each['text']}"))
    say(f"{len(found['steps']):,} steps")
