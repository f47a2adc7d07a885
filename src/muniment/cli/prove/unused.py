"""`muniment prove line`, `lines`, `schedule`, `submit`, `review-unused`, `form` and `subject`: both sides, and what is not used."""

from pathlib import Path
from typing import Any, NoReturn

import click

from muniment.cli.door import NEEDS_PERSON, PATH, Asked, answer, as_json, leave, say, the_case
from muniment.errors import AskedWrong
from muniment.model import words
from muniment.names.display import show, show_text

ERASED = "[erased]"
_day = click.option("--day", default="", metavar="DAY", help="The day; today unless told.")
_on = click.option("--on", default="", metavar="NUMBER", help="The number of what is said anew.")


@click.command()
@click.argument("text", default="")
@click.option("--points", default="", metavar="WAY", help="Which way it points: towards, away or either.")
@click.option("--state", default="open", show_default=True, metavar="STATE", help="open, followed or not-followed.")
@click.option("--why", default="", metavar="TEXT", help="What came of it; or why it is not followed, which is needed.")
@click.option("--of", multiple=True, metavar="NUMBER", help="An allegation or subject that it is about. Several times.")
@_day
@_on
@as_json
@click.pass_obj
def line(asked: Asked, /, text: str, points: str, as_json: bool, **more: Any) -> None:
    """Enter a reasonable line of inquiry, or (--on LIN-0001) what became of one."""
    with the_case(asked) as case:
        done = case.prove.line(text, points, **more)
    if as_json:
        answer(done)
    else:
        say(show(f"{done['id']} (entry {done['entry']}): {more['state']}"))


@click.command()
@click.option("--of", default="", metavar="NUMBER", help="Only those about this allegation or subject.")
@as_json
@click.pass_obj
def lines(asked: Asked, of: str, as_json: bool) -> None:
    """Every line of inquiry by the way that it points. Exit code 1 where one is open."""
    with the_case(asked) as case:
        found = case.prove.lines(of)
    waiting = sum(each["open"] for each in found["counts"].values())
    if as_json:
        answer(found)
        leave(NEEDS_PERSON if waiting else 0)
    for way, counts in found["counts"].items():
        say(f"{way}: " + ", ".join(f"{count:,} {state}" for state, count in counts.items()))
        for each in found["lines"]:
            if each["points"] == way:
                why = f" ({each['why']})" if each["why"] else ""
                say(show(f"  {each['id']} {each['day']} {each['state']}: {each['text'] or ERASED}{why}"))
    say(f"{len(found['lines']):,} lines of inquiry; {waiting:,} open")
    leave(NEEDS_PERSON if waiting else 0)


@click.command()
@click.argument("schedule", metavar="mg6c|mg6d|sdc")
@click.argument("items", nargs=-1, metavar="[ITEM...]")
@click.option("--test", default="", metavar="TEST", help="meets, may-meet, does-not or not-examined.")
@click.option("--description", default="", metavar="TEXT", help="What it is.")
@click.option("--block", is_flag=True, help="Several items, described by quantity and title.")
@click.option("--title", default="", metavar="TEXT", help="The title of a block.")
@click.option("--reason", default="", metavar="TEXT", help="Why it is sensitive, or why it was not examined.")
@_on
@as_json
@click.pass_obj
def schedule(
    asked: Asked, /, schedule: str, items: tuple[str, ...], test: str, on: str, as_json: bool, **more: Any
) -> None:
    """Describe unused material for a schedule; without items and --on: the schedule as it stands.

    ITEM: a number, a span of them (ITM-000004..ITM-000009) or a whole bundle (BUN-0002).
    What meets or may meet the disclosure test is described item by item, never in a block. Exit code 1, where the schedule
    is shown, if something linked as undermining stands in no schedule.
    """
    if items or on:
        with the_case(asked) as case:
            done = case.prove.describe_unused(schedule, test, items, on=on, **more)
        if as_json:
            answer(done)
        else:
            say(f"{done['id']} (entry {done['entry']}): {words.items(done['count'])}, {test}")
        return
    with the_case(asked) as case:
        found = case.prove.schedule(schedule)
    left = found["work"]["undermining_unscheduled"] + found["work"]["undermining_not_met"]
    if as_json:
        answer(found)
    else:
        _schedule(found)
    leave(NEEDS_PERSON if left else 0)


def _schedule(found: dict[str, Any]) -> None:
    say(found["title"] + ("" if found["verified"] else " (not verified)"))
    for each in found["rows"]:
        out = each["submitted"] or "not gone out yet"
        said = "withdrawn" if each["withdrawn"] else each["title"] or each["description"] or ERASED
        say(show(f"  {each['number']}. {each['id']} {each['test']}, {words.items(len(each['items']))}: {said} ({out})"))
    for what, items in found["work"].items():
        if items:
            say(f"  {what.replace('_', ' ')}: {', '.join(items)}")
    say("nil: nothing is described" if found["nil"] else f"{len(found['rows']):,} rows")


@click.command()
@click.argument("schedule", metavar="mg6c|mg6d|sdc")
@click.option("--body", required=True, metavar="NAME", help="To whom it went.")
@_day
@as_json
@click.pass_obj
def submit(asked: Asked, schedule: str, body: str, day: str, as_json: bool) -> None:
    """Record that a schedule went out. Its new rows are numbered on from the last one, and keep their numbers for ever."""
    with the_case(asked) as case:
        done = case.prove.submit(schedule, body, day)
    if as_json:
        answer(done)
    else:
        rows = "nil" if done["nil"] else f"{len(done['numbers']):,} rows"
        say(f"{done['id']} (entry {done['entry']}): {rows}")


@click.command()
@click.argument("kind", metavar="first|defence-statement|continuing")
@click.argument("text")
@click.option("--item", "items", multiple=True, metavar="ITEM", help="The paper that led to it. Several times.")
@_day
@as_json
@click.pass_obj
def review_unused(asked: Asked, kind: str, text: str, items: tuple[str, ...], day: str, as_json: bool) -> None:
    """Enter that unused material was reviewed: first, after a defence statement, or again; and what was found."""
    with the_case(asked) as case:
        done = case.prove.review_unused(kind, text, day, items)
    if as_json:
        answer(done)
    else:
        say(f"{done['id']} (entry {done['entry']}): {kind}")


@click.command()
@click.argument("form", required=False, metavar="[FORM]")
@click.option("--out", type=PATH, metavar="FILE", help="Write it: .docx, .pdf or .txt. Without it, it is shown.")
@click.option("--cover", type=PATH, metavar="FILE", help="Write the note beside it, which is not served.")
@click.option("--of", multiple=True, metavar="NUMBER", help="Allegations; of a schedule, submissions. Several times.")
@click.option("--witness", default="", metavar="WIT", help="Whose statement it is.")
@click.option("--party", default="", metavar="NAME", help="On whose behalf a statement is made.")
@click.option("--petitioner", "petitioners", multiple=True, metavar="NAME:CAPACITY", help="Several times.")
@click.option("--result", default="", metavar="TEXT", help="Who was returned.")
@click.option("--relief", multiple=True, metavar="TEXT", help="What a petition asks for. Several times.")
@as_json
@click.pass_obj
def form(
    asked: Asked,
    /,
    form: str | None,
    out: Path | None,
    cover: Path | None,
    petitioners: tuple[str, ...],
    as_json: bool,
    **more: Any,
) -> None:
    """Draft a form: mg3, mg9, mg12, mg6c, mg6d, mg6e, sdc, dmd, petition or statement; without one: what each of them lacks.

    What is missing is marked in it. Where its rules are from, and which of them were not verified, stands in the cover note,
    never in the form. Exit code 1 where something is missing.
    """
    if form is None:
        _lacking(asked, as_json)
    with the_case(asked) as case:
        done = case.prove.form(form, out, cover=cover, petitioners=[_petitioner(each) for each in petitioners], **more)
    if as_json:
        answer(done)
    else:
        if out is None:
            say(show_text(done["text"]))
        for each in done["missing"]:
            say(show(f"missing: {each}"))
        say(
            show(
                f"{done['title']}: {', '.join(done['files']) or 'shown, and not written'}; {len(done['missing'])} missing"
            )
        )
    leave(NEEDS_PERSON if done["missing"] else 0)


def _lacking(asked: Asked, as_json: bool) -> NoReturn:
    with the_case(asked) as case:
        found = case.prove.forms()
    if as_json:
        answer(found)
    else:
        for each in found["forms"]:
            say(show(f"{each['form']}: {each['title']}"))
            for what in each["missing"]:
                say(show(f"  missing: {what}"))
        say(
            f"{len(found['forms']):,} drafts; nothing is missing in {sum(not each['missing'] for each in found['forms']):,}"
        )
    leave(NEEDS_PERSON if any(each["missing"] for each in found["forms"]) else 0)


def _petitioner(said: str) -> tuple[str, str]:
    name, _, capacity = (part.strip() for part in said.partition(":"))
    if not name or not capacity:
        raise AskedWrong("petitioner is a name and a capacity", said, '--petitioner "NAME:elector"')
    return name, capacity


@click.command()
@click.argument("name", required=False)
@click.option("--on", default="", metavar="DAY", help="Clocks as they stand on this day; today unless told.")
@as_json
@click.pass_obj
def subject(asked: Asked, name: str | None, on: str, as_json: bool) -> None:
    """One person's file: each allegation with both sides, what was put and answered, decisions, what nobody opened.

    Without a name: everybody of whom something is alleged.
    """
    with the_case(asked) as case:
        found = case.prove.subject(name, on) if name else case.prove.subjects()
    if as_json:
        answer(found)
    elif name:
        _file(found)
    else:
        for each in found["subjects"]:
            say(show(f"{each['id']} {each['kind']}: {each['name'] or ERASED}"))
        say(f"{len(found['subjects']):,} subjects")


def _file(found: dict[str, Any]) -> None:
    say(show(f"{found['subject']} {found['kind']}: {found['name'] or ERASED}. {found['says']}"))
    for each in found["allegations"]:
        say(show(f"{each['id']} {each['citation']}: {each['text'] or ERASED}"))
        for side, title in (("for", "supports"), ("against", "undermines")):
            say(f"  {title}: {len(each[side]):,}")
            for row in each[side]:
                said = f": {row['words']}" if row["words"] else ""
                say(show(f"    {row['id']} {row['item']} {row['element']}{said}"))
        if not each["put"]:
            say("  has not been put to them")
        for step in each["steps"]:
            say(show(f"  {step['day']} {step['title']}: {step['what'] or ''}"))
            for one in step["replies"]:
                say(show(f"    answered {one['day']}: {one['answer'] or ERASED}"))
    for each in found["lines"]:
        say(show(f"{each['id']} {each['points']}, {each['state']}: {each['text'] or ERASED}"))
    for each in found["decisions"]:
        say(show(f"{each['id']} {each['day']} {each['title']}: {each['body'] or ERASED}"))
    left = found["never_opened"]
    cited = f"; cited here: {', '.join(left['cited'])}" if left["cited"] else ""
    say(f"{words.items(left['items'])} of the case nobody has opened{cited}")
