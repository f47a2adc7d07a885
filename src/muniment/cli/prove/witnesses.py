"""`muniment prove witness`, `witnesses`, `contact`, `statement`, `willing` and `exhibit`: who saw it, and who has asked them."""

from typing import Any

import click

from muniment.cli.door import NEEDS_PERSON, Asked, answer, as_json, leave, say, the_case
from muniment.cli.prove.said import on_day, tell
from muniment.names.display import show


@click.group()
def witness() -> None:
    """Enter a witness, or show one or all."""


@witness.command()
@click.argument("name")
@click.option("--about", default="", metavar="TEXT", help="What they are said to know.")
@click.option("--subject", default="", metavar="NAME", help="The same person, where something is alleged of them.")
@click.option("--spouse", default="", metavar="NAME", help="Their spouse or civil partner: a witness or subject.")
@click.option("--speaks", multiple=True, metavar="NUMBER", help="An allegation or subject that they can speak about.")
@click.option("--anew", default="", metavar="WIT", help="What is known of this witness anew, as a whole.")
@as_json
@click.pass_obj
def add(
    asked: Asked, name: str, about: str, subject: str, spouse: str, speaks: tuple[str, ...], anew: str, as_json: bool
) -> None:
    """Enter a person who can speak to facts; subject and spouse by number or name."""
    with the_case(asked) as case:
        done = case.prove.add_witness(name, about, subject=subject, spouse=spouse, speaks=speaks, on=anew)
    tell(done, f"{done['id']}: {name}", as_json)


@witness.command("list")
@as_json
@click.pass_obj
def listed(asked: Asked, as_json: bool) -> None:
    """Every witness. Exit code 1 where somebody was asked by nobody."""
    _list(asked, as_json)


@witness.command("show")
@click.argument("number", metavar="WIT")
@as_json
@click.pass_obj
def one(asked: Asked, number: str, as_json: bool) -> None:
    """One witness."""
    with the_case(asked) as case:
        found = case.prove.witness(number)
    if as_json:
        answer(found)
    else:
        _witness(found)


@click.command()
@as_json
@click.pass_obj
def witnesses(asked: Asked, as_json: bool) -> None:
    """Every witness: contacts, statements, what they would do in each forum. Exit code 1 where somebody was asked by nobody."""
    _list(asked, as_json)


@click.command()
@click.argument("number", metavar="WIT")
@click.option("--how", required=True, metavar="HOW", help="in-person, telephone, letter, email, visit, ...")
@click.option("--result", required=True, metavar="RESULT", help="spoke, gave-statement, declined, not-reached, ...")
@click.option("--by", "person", default="", metavar="NAME", help="Who asked.")
@click.option("--asked", "question", default="", metavar="TEXT", help="What was asked.")
@click.option("--answer", "text", default="", metavar="TEXT", help="What the witness answered.")
@on_day
@as_json
@click.pass_obj
def contact(
    asked: Asked, number: str, how: str, result: str, person: str, question: str, text: str, day: str, as_json: bool
) -> None:
    """Enter that somebody tried to speak with a witness, or did."""
    with the_case(asked) as case:
        done = case.prove.contact(number, how, result, day=day, person=person, asked=question, answer=text)
    tell(done, f"{number}: {result}", as_json)


@click.command()
@click.argument("number", metavar="WIT")
@click.option("--form", required=True, metavar="FORM", help="mg11, civil, affidavit, note or recorded.")
@click.option("--signed", is_flag=True, help="The witness has signed it.")
@click.option("--item", default="", metavar="ITEM", help="The item that it lies in.")
@click.option("--note", default="", metavar="TEXT", help="What differs from an earlier one, in your own words.")
@on_day
@as_json
@click.pass_obj
def statement(
    asked: Asked, number: str, form: str, signed: bool, item: str, note: str, day: str, as_json: bool
) -> None:
    """Enter a version of a witness's statement."""
    with the_case(asked) as case:
        done = case.prove.statement(number, form, day=day, signed=signed, item=item, note=note)
    tell(done, f"{done['id']}: a statement of {number}", as_json)


@click.command()
@click.argument("number", metavar="WIT")
@click.argument("forum")
@click.argument("says", metavar="yes|no|if|not-asked")
@click.option("--fear", is_flag=True, help="The witness is in fear.")
@click.option("--measure", "measures", multiple=True, metavar="MEASURE", help="screens, live-link, private, ...")
@click.option("--why", default="", metavar="TEXT", help="The condition, or the reason.")
@as_json
@click.pass_obj
def willing(
    asked: Asked,
    number: str,
    forum: str,
    says: str,
    fear: bool,
    measures: tuple[str, ...],
    why: str,
    as_json: bool,
) -> None:
    """Enter whether a witness would speak in one forum; another forum is another question."""
    with the_case(asked) as case:
        done = case.prove.willing(number, forum, says, fear=fear, measures=measures, why=why)
    tell(done, f"{number}, {forum}: {says}", as_json)


@click.command()
@click.argument("number", metavar="WIT")
@click.argument("ref")
@click.argument("item")
@click.option("--title", default="", metavar="TEXT", help="What it is, as its label says.")
@click.option("--statement", default="", metavar="STA", help="The statement in which it is produced.")
@as_json
@click.pass_obj
def exhibit(asked: Asked, number: str, ref: str, item: str, title: str, statement: str, as_json: bool) -> None:
    """Enter that a witness produces an item as an exhibit, under a reference such as ABC/1."""
    with the_case(asked) as case:
        done = case.prove.exhibit(number, ref, item, title, statement=statement)
    tell(done, f"{done['id']}: {done['ref']}, {item}", as_json)


def _list(asked: Asked, as_json: bool) -> None:
    with the_case(asked) as case:
        found = case.prove.witnesses()
    if as_json:
        answer(found)
    else:
        for each in found["witnesses"]:
            _witness(each)
        count = len(found["witnesses"])
        say(f"{count:,} witness{'' if count == 1 else 'es'}, {len(found['leads']):,} of them asked by nobody")
    leave(NEEDS_PERSON if found["leads"] else 0)


def _witness(each: dict[str, Any]) -> None:
    say(show(f"{each['id']} {each['name'] or '[erased]'}{': ' + each['about'] if each['about'] else ''}"))
    if each["lead"]:
        say("  ASKED BY NOBODY: a lead")
    for one in each["contacts"]:
        by = f" by {one['person']}" if one["person"] else ""
        say(show(f"  {one['day']} {one['how']}{by}, {one['result']}: {one['answer'] or '-'}"))
    for forum, said in each["willing"].items():
        measures = f"; {', '.join(said['measures'])}" if said["measures"] else ""
        why = f": {said['why']}" if said["why"] else ""
        say(show(f"  {forum}: {said['says']}{', in fear' if said['fear'] else ''}{measures}{why}"))
    for one in each["statements"]:
        signed = "signed" if one["signed"] else "not signed"
        say(show(f"  {one['id']} version {one['version']}, {one['day']}: {one['title']}, {signed} {one['item']}"))
    for one in each["exhibits"]:
        also = f"; also {', '.join(one['others'])}" if one["others"] else ""
        say(show(f"  produces {one['ref']}: {one['item']} {one['title'] or ''}{also}"))
