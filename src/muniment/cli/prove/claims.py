"""`muniment prove claim`, `differ` and `claims`: what sources say, and where they contradict each other."""

from typing import Any

import click

from muniment.cli.door import Asked, answer, as_json, say, the_case
from muniment.cli.prove.matrix import span_of
from muniment.cli.prove.said import tell
from muniment.names.display import show


@click.command()
@click.argument("topic")
@click.argument("item")
@click.option("--who", required=True, metavar="NAME", help="Who says it: the speaker, not the paper that quotes them.")
@click.option("--words", default="", metavar="TEXT", help="The words themselves, where they stand there once.")
@click.option("--page", type=click.IntRange(min=1), metavar="N", help="The page that they stand on.")
@click.option("--span", default="", metavar="FROM-TO", help="Characters of that page's text, counted from 0.")
@click.option("--says", default="", metavar="TEXT", help="What it comes to, in your own words.")
@click.option("--when", default="", metavar="DAY", help="The day, month or days of which it speaks.")
@click.option("--grade", default="", metavar="GRADE", help="Of the source: 2BP.")
@click.option("--scheme", default="", metavar="SCHEME", help="In whose words the grade is; 3x5x2 unless told.")
@as_json
@click.pass_obj
def claim(
    asked: Asked,
    topic: str,
    item: str,
    who: str,
    words: str,
    page: int | None,
    span: str,
    says: str,
    when: str,
    grade: str,
    scheme: str,
    as_json: bool,
) -> None:
    """Enter what somebody says about a matter (TOPIC: 27-files), where an item has it. A claim is no fact of the case."""
    with the_case(asked) as case:
        done = case.prove.claim(
            topic,
            who,
            item,
            says,
            page=page,
            span=span_of(span),
            words=words,
            when=when,
            grade=grade,
            scheme=scheme,
        )
    tell(done, f"{done['id']}: {who} says, about {topic}", as_json)


@click.command()
@click.argument("claims", nargs=-1, required=True, metavar="CLM...")
@click.option("--why", required=True, metavar="TEXT", help="Why they cannot all be so.")
@as_json
@click.pass_obj
def differ(asked: Asked, claims: tuple[str, ...], why: str, as_json: bool) -> None:
    """Enter that some claims about one matter cannot all be so."""
    with the_case(asked) as case:
        done = case.prove.differ(claims, why)
    tell(done, f"{done['id']}: {', '.join(claims)} cannot all be so", as_json)


@click.command()
@click.argument("topic", default="", metavar="[TOPIC]")
@as_json
@click.pass_obj
def claims(asked: Asked, topic: str, as_json: bool) -> None:
    """What sources say, about one matter or all; and who contradicts whom, side by side."""
    with the_case(asked) as case:
        found = case.prove.claims(topic)
    if as_json:
        answer(found)
        return
    for each in found["claims"]:
        _claim(each, "")
    for each in found["contradictions"]:
        say("", show(f"{each['id']}, {each['about']}: these cannot all be so: {each['why']}"))
        for side in each["claims"]:
            _claim(side, "  | ")
    count, told = len(found["claims"]), len(found["contradictions"])
    say(
        f"{count:,} claim{'' if count == 1 else 's'}, {told:,} contradiction{'' if told == 1 else 's'}; none is a finding"
    )


def _claim(each: dict[str, Any], before: str) -> None:
    page = "" if each["page"] is None else f" page {each['page']}"
    grade = f", {each['grade']}" if each["grade"] else ""
    say(show(f"{before}{each['id']} {each['who'] or '[erased]'} ({each['item']}{page}{grade}), {each['about']}"))
    if each["words"]:
        say(show(f'{before}  "{each["words"]}"'))
    if each["says"]:
        say(show(f"{before}  {each['says']}"))
