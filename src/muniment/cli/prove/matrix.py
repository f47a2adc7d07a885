"""`muniment prove link`, `assess`, `paper`, `strike` and `matrix`: what supports and what undermines each element."""

import re
from typing import Any

import click

from muniment.cli.door import NEEDS_PERSON, Asked, answer, as_json, say, the_case
from muniment.cli.prove.said import tell
from muniment.errors import AskedWrong
from muniment.names.display import show

_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")
_routes = click.option(
    "--route",
    "routes",
    multiple=True,
    metavar="FORUM=ROUTE[:WHY]",
    help="By which way it could be used there, or why not: criminal-court=s116:fear. Several times.",
)
_assessment = click.option("--assessment", default="", metavar="TEXT", help="What you think of it, in your own words.")


@click.command()
@click.argument("allegation", metavar="ALG")
@click.argument("element")
@click.argument("side", metavar="for|against")
@click.argument("item")
@click.option("--page", type=click.IntRange(min=1), metavar="N", help="The page that the passage stands on.")
@click.option("--span", default="", metavar="FROM-TO", help="Characters of that page's text, counted from 0.")
@click.option("--words", default="", metavar="TEXT", help="The words themselves, where they stand there once.")
@_routes
@_assessment
@click.option("--witness", default="", metavar="WIT", help="Whose statement it is.")
@as_json
@click.pass_obj
def link(
    asked: Asked,
    allegation: str,
    element: str,
    side: str,
    item: str,
    page: int | None,
    span: str,
    words: str,
    routes: tuple[str, ...],
    assessment: str,
    witness: str,
    as_json: bool,
) -> None:
    """Fix a passage to an element of an allegation, for or against it."""
    ways, reasons = _ways(routes)
    with the_case(asked) as case:
        done = case.prove.link(
            allegation,
            element,
            side,
            item,
            page=page,
            span=span_of(span),
            words=words,
            routes=ways,
            reasons=reasons,
            assessment=assessment,
            witness=witness,
        )
    tell(done, f"{done['id']}: {item} {side} {element} of {allegation}", as_json)


@click.command()
@click.argument("link", metavar="LNK")
@_routes
@_assessment
@as_json
@click.pass_obj
def assess(asked: Asked, link: str, routes: tuple[str, ...], assessment: str, as_json: bool) -> None:
    """Say the routes of a link, and what you think of it, anew: both as a whole."""
    ways, reasons = _ways(routes)
    with the_case(asked) as case:
        done = case.prove.assess(link, ways, reasons, assessment)
    tell(done, f"{link} is said anew", as_json)


@click.command()
@click.argument("item")
@click.argument("kind")
@click.option("--witness", default="", metavar="WIT", help="Whose answers it holds.")
@as_json
@click.pass_obj
def paper(asked: Asked, item: str, kind: str, witness: str, as_json: bool) -> None:
    """Say what kind of court paper an item is: answers, petition-statement, judgment, exhibit, none."""
    with the_case(asked) as case:
        done = case.prove.paper(item, kind, witness)
    tell(done, f"{item}: {kind}", as_json)


@click.command()
@click.argument("number", metavar="NUMBER|ENTRY")
@click.option("--why", required=True, metavar="TEXT", help="Why it was wrong.")
@as_json
@click.pass_obj
def strike(asked: Asked, number: str, why: str, as_json: bool) -> None:
    """Say that what stands under a number was entered in error. It stays, marked so, and counts no longer.

    What has no number of its own is struck by its entry: a contact, whether a witness would speak, an answer to a complaint or a
    request, what became of a complaint, a step, and that a clock was met.
    """
    with the_case(asked) as case:
        done = case.prove.strike(number, why)
    tell(done, f"{number} was entered in error", as_json)


@click.command()
@click.argument("allegation", metavar="ALG")
@as_json
@click.pass_obj
@click.pass_context
def matrix(ctx: click.Context, asked: Asked, allegation: str, as_json: bool) -> None:
    """Show element by forum: what supports, what undermines, by which route, and what is missing."""
    with the_case(asked) as case:
        found = case.prove.matrix(allegation)
    if as_json:
        answer(found)
    else:
        _show(found)
    if found["work"]:
        ctx.exit(NEEDS_PERSON)


def _show(found: dict[str, Any]) -> None:
    say(show(f"{found['allegation']} {found['citation']}: {found['text'] or '[erased]'}"))
    if found["struck"]:
        say("  entered in error")
    for each in found["subjects"]:
        say(show(f"  of {each['name'] or each['id']}{'' if each['put'] else ': NEVER PUT to them'}"))
    for forum in found["forums"]:
        say(show(f"{forum['title']}, {forum['standard']}"))
        for cell in forum["elements"]:
            gap = "  nothing that could be used supports it" if cell["gap"] else ""
            sides = ", ".join(_side(cell, *each) for each in (("for", "usable"), ("against", "usable_against")))
            say(show(f"  {cell['id']:<3} {sides}{gap}"))
            for row in cell["links"]:
                page = "" if row["page"] is None else f" page {row['page']}"
                route = row["route"] or "no route chosen yet"
                gone = f" ({row['gone']})" if row["gone"] else ""
                say(show(f"      {row['side']:<7} {row['item']}{page}{gone}: {route}"))
    if found["other_offence"]:
        say("Linked when another offence was alleged; it counts for no element of this one")
    for row in found["other_offence"]:
        say(show(f"      {row['side']:<7} {row['id']} {row['item']}: {row['element']} of {row['citation']}"))
    for one in found["work"]:
        if one["what"] == "whose":
            say(show(f"  whose answers they hold: the witness was entered in error: {', '.join(one['items'])}"))
        if one["what"] == "same":
            who = ", ".join(one["witnesses"])
            say(show(f"  of the same name as a subject, whose answers these are: are they the same person? {who}"))
    work = sum(len(each) for one in found["work"] for each in one.values() if isinstance(each, list))
    say(
        f"{found['allegation']}, {found['citation']}: {work:,} thing{'' if work == 1 else 's'} to be done; it finds nothing of anybody"
    )


def _side(cell: dict[str, Any], side: str, usable: str) -> str:
    """How many passages stand on a side, and how many of them can be used there as things stand."""
    return f"{side} {cell[side]:,}" + (f" ({cell[usable]:,} usable)" if cell[side] else "")


def _ways(routes: tuple[str, ...]) -> tuple[dict[str, str], dict[str, str]]:
    ways, reasons = {}, {}
    for each in routes:
        forum, equals, rest = each.partition("=")
        route, _, why = rest.partition(":")
        if not equals or forum in ways:
            raise AskedWrong("route: that is none", each, "one for each forum, as criminal-court=s116:fear")
        ways[forum] = route
        if why:
            reasons[forum] = why
    return ways, reasons


def span_of(said: str) -> tuple[int, int] | None:
    """A span as people type it, FROM-TO; None where none was given.

    Raises: AskedWrong.
    """
    if not said:
        return None
    found = _SPAN.fullmatch(said)
    if found is None:
        raise AskedWrong("span: that is none", said, "two numbers: 120-164")
    return int(found[1]), int(found[2])
