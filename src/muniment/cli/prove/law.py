"""`muniment prove law` and `adopt`: what the tables have, on a day, and the version that the case goes by."""

from typing import Any

import click

from muniment.cli.door import Asked, answer, as_json, say, the_case
from muniment.errors import NotACase
from muniment.names.display import show


@click.command()
@click.argument("section", default="", metavar="[SECTION]")
@click.option("--on", default="", metavar="DAY", help="As it was the law on this day: 2014-05-22.")
@click.option("--election", default="", metavar="KIND", help="For this kind of election: local, parliamentary, ...")
@click.option("--nation", default="", metavar="NATION", help="In this nation: england, wales, ...")
@click.option(
    "--poll", default="", metavar="DAY", help="For this poll: some sections are the law for later polls alone."
)
@as_json
@click.pass_obj
def law(asked: Asked, section: str, on: str, election: str, nation: str, poll: str, as_json: bool) -> None:
    """Show the offences of a section, as a citation or an id; of all sections where none is named. It needs no case."""
    from muniment.case.prove import law as tables  # noqa: PLC0415 # help needs none of it

    try:
        with the_case(asked) as case:
            found = case.prove.law(section, on, election, nation, poll)
    except NotACase:
        found = tables.law(section, on, election, nation, poll)
    if as_json:
        answer(found)
        return
    for each in found["offences"]:
        _offence(each, whole=bool(section))
    if found["elsewhere"]:
        say(f"not the law then and there: {', '.join(found['elsewhere'])}")
    count = len(found["offences"])
    say(f"{count:,} offence{'' if count == 1 else 's'}; tables of law {found['version']}, {found['hash'][:16]}")


def _offence(each: dict[str, Any], *, whole: bool) -> None:
    verified = "" if each["status"] == "V" else f" ({each['status_words']})"
    say(show(f"{each['id']}: {each['title']}, {each['citation']}{verified}"))
    if not whole:
        return
    until = each["valid_until"]
    say(
        show(
            f"  {each['class'].replace('-', ' ')}; the law from {each['valid_from'] or 'of old'}{f' to {until}' if until else ''}"
        )
    )
    polls = {span["polls_from"] for span in each["valid"] if span["polls_from"]}
    if polls:
        say(f"  for polls from {min(polls)} on")
    for element in each["elements"]:
        say(show(f"  {element['id']:<3} {element['text']}"))
    if each["agency"]:
        say(show(f"  an agent's act: {each['agency']}"))
    if each["note"]:
        say(show(f"  {each['note']}"))


@click.command()
@as_json
@click.pass_obj
def adopt(asked: Asked, as_json: bool) -> None:
    """Have the case go by the tables of law of this installation from here on."""
    with the_case(asked) as case:
        done = case.prove.adopt_law()
    if as_json:
        answer(done)
    else:
        say(f"the case goes by tables of law {done['version']}, {done['hash'][:16]} (entry {done['entry']})")
