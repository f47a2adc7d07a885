"""`muniment prove name-subject`, `allege` and `allegations`: what is alleged, and of whom."""

import click

from muniment.cli.door import Asked, answer, as_json, say, the_case
from muniment.cli.prove.said import of_election, of_nation, tell
from muniment.names.display import show


@click.command()
@click.argument("name")
@click.option("--kind", default="person", show_default=True, metavar="KIND", help="person, agent, party or body.")
@click.option("--of", default="", metavar="SUB", help="Whose agent, or of which party.")
@click.option("--note", default="", metavar="TEXT", help="What tells them from others of that name.")
@click.option("--anew", default="", metavar="SUB", help="What is known of this subject anew, as a whole.")
@as_json
@click.pass_obj
def name_subject(asked: Asked, name: str, kind: str, of: str, note: str, anew: str, as_json: bool) -> None:
    """Enter somebody of whom something is alleged, also before anything is; whoever has that name already, not twice."""
    with the_case(asked) as case:
        done = case.prove.name_subject(name, kind, of, note, on=anew)
    tell(done, f"{done['id']}: {name}", as_json)


@click.command()
@click.argument("text")
@click.option("--offence", required=True, metavar="SECTION", help='As "s.62A", or an id of the tables: personation.')
@click.option("--on", "when", required=True, metavar="DAY", help="The day, a month, or 2014-05-01..2014-05-22.")
@click.option(
    "--subject", "subjects", multiple=True, metavar="NAME", help="Of whom: a number, or a name. Several times."
)
@click.option("--complaint", "complaints", multiple=True, metavar="CMP", help="The complaint that it comes from.")
@of_election
@of_nation
@click.option("--poll", default="", metavar="DAY", help="The day of the poll.")
@click.option(
    "--attribution", default="unknown", show_default=True, metavar="HOW", help="Whose act it was: personal, ..."
)
@click.option("--anew", default="", metavar="ALG", help="A new wording of this allegation.")
@as_json
@click.pass_obj
def allege(
    asked: Asked,
    text: str,
    offence: str,
    when: str,
    subjects: tuple[str, ...],
    complaints: tuple[str, ...],
    election: str,
    nation: str,
    poll: str,
    attribution: str,
    anew: str,
    as_json: bool,
) -> None:
    """Enter an allegation against a section of the statute, as it stood on the day."""
    with the_case(asked) as case:
        done = case.prove.allege(
            text,
            offence,
            when,
            election=election,
            nation=nation,
            poll=poll,
            attribution=attribution,
            subjects=subjects,
            complaints=complaints,
            on=anew,
        )
    if as_json:
        answer(done)
    else:
        say(f"{done['id']} ({done['offence']}; {election} election, {nation}), entry {done['entry']}")


@click.command()
@as_json
@click.pass_obj
def allegations(asked: Asked, as_json: bool) -> None:
    """Every allegation: what is missing for which forum, how much there is on each side, who was not asked."""
    with the_case(asked) as case:
        found = case.prove.allegations()
    if as_json:
        answer(found)
        return
    for each in found["allegations"]:
        gaps = ", ".join(f"{forum} {count}" for forum, count in each["gaps"].items())
        silent = [str(one["name"] or one["id"]) for one in each["subjects"] if not one["put"]]
        say(show(f"{each['id']} {each['citation']}: {each['text']}"))
        say(show(f"  for {each['for']:,}, against {each['against']:,}; elements that nothing supports: {gaps}"))
        if silent:
            say(show(f"  never put to {', '.join(silent)}"))
    count = len(found["allegations"])
    say(f"{count:,} allegation{'' if count == 1 else 's'}; an allegation is no finding")
