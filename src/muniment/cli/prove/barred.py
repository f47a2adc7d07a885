"""`muniment prove found`, `certificate` and `barred`: what courts found of whom, and who may not stand, sit or vote."""

import click

from muniment.cli.door import Asked, answer, as_json, say, the_case
from muniment.cli.prove.said import of_election, of_nation, tell
from muniment.names.display import show


@click.command()
@click.argument("person")
@click.argument("ground")
@click.option(
    "--attribution", required=True, metavar="HOW", help="personal, by-agents, both, none-needed, unknown, ..."
)
@click.option("--as-found", required=True, metavar="KIND", help="corrupt, illegal or neither: as the court called it.")
@click.option("--on", default="", metavar="DAY", help="The day of the report; left out where nobody knows it.")
@click.option("--capacity", default="", metavar="TEXT", help="As what: candidate, election agent, ...")
@click.option("--paras", default="", metavar="TEXT", help="The paragraphs of the judgment.")
@of_election
@of_nation
@click.option("--status", default="V", show_default=True, metavar="V|P|M|I", help="How far it was verified.")
@as_json
@click.pass_obj
def found(
    asked: Asked,
    person: str,
    ground: str,
    attribution: str,
    as_found: str,
    on: str,
    capacity: str,
    paras: str,
    election: str,
    nation: str,
    status: str,
    as_json: bool,
) -> None:
    """Enter what a court found of a person. What was not seen is unknown, and nothing is computed from it."""
    with the_case(asked) as case:
        done = case.prove.find(
            person,
            ground,
            attribution,
            as_found,
            on,
            capacity=capacity,
            paras=paras,
            election=election,
            nation=nation,
            status=status,
        )
    tell(done, f"{done['id']}: {person}, {ground}, {attribution}", as_json)


@click.command()
@click.option("--on", default="", metavar="DAY", help="On this day; else today.")
@as_json
@click.pass_obj
def barred(asked: Asked, on: str, as_json: bool) -> None:
    """Show who was barred on a day, from when until when, and by which section; findings by agents stand apart."""
    with the_case(asked) as case:
        said = case.prove.barred(on)
    if as_json:
        answer(said)
        return
    for each in said["people"]:
        bars = ", ".join(each["bars"]).replace("-", " ")
        after = ", ".join(f"{one['title']} on {one['day']}" for one in each["after"])
        told = f"; {bars or each['consequence']}" + (f"; since then: {after}" if after else "")
        whose = "" if each["personal"] else ", by agents"
        verified = "" if each["status"] == "V" else ", not verified"
        say(show(f"{each['name']}{whose}: {each['days']} ({each['section']}{verified}){told}"))
        for doubt in each["doubts"]:
            say(show(f"  in doubt: {doubt}"))
    for each in said["vacancies"]:
        say(show(f"{each['name']}: {each['effect']} ({each['section']})"))
    for name in said["by_agents"]:
        say(show(f"{name}: guilty by agents alone, and so not barred"))
    for each in said["cannot_be_computed"]:
        say(show(f"{each['name']}, {each['ground']}: cannot be computed; {each['why']}"))
    count = len(said["people"])
    say(f"{count:,} {'person was' if count == 1 else 'people were'} barred on {said['on']}, as far as this case knows")


_CERTIFIED = {
    "personally": "personally",
    "by_agents": "by agents",
    "none_needed": "nobody's act needed",
    "not_found": "not found proved",
    "unknown": "not known",
}


@click.command()
@as_json
@click.pass_obj
def certificate(asked: Asked, as_json: bool) -> None:
    """The court's certificate, as far as its findings were entered: of each person, personally, by agents, not known."""
    with the_case(asked) as case:
        said = case.prove.court_certificate()
    if as_json:
        answer(said)
        return
    for each in said["people"]:
        say(show(f"{each['name']}{', ' + each['capacity'] if each['capacity'] else ''}"))
        for kind, words in _CERTIFIED.items():
            if each[kind]:
                say(show(f"  {words}: {', '.join(each[kind])}"))
    count = len(said["people"])
    say(f"{count:,} {'person' if count == 1 else 'people'}; it is no copy of the court's own paper")
