"""`muniment prove complaint`, `complaints`, `yearly-return`, `reply`, `replies` and `body`: who complained, who was heard."""

from pathlib import Path
from typing import Any

import click

from muniment.cli.door import NEEDS_PERSON, PATH, Asked, answer, as_json, leave, say, the_case
from muniment.cli.prove.said import on_day, tell
from muniment.errors import AskedWrong
from muniment.model import words
from muniment.names.display import show

_GONE = "[erased]"
_items = click.option("--item", "items", multiple=True, metavar="ITEM", help="What it came in as. Several times.")


@click.group()
def complaint() -> None:
    """Enter a complaint, that it was answered, or what became of it."""


@complaint.command()
@click.argument("text")
@click.option(
    "--category",
    required=True,
    metavar="KIND",
    help="campaign, voting, nomination, registration, administration or other.",
)
@click.option(
    "--channel", required=True, metavar="HOW", help="How it came in: in-person, telephone, letter, email, ..."
)
@click.option("--received", default="", metavar="DAY", help="The day; today unless told.")
@click.option("--election", default="", metavar="KIND", help="The kind of election.")
@click.option("--who", default="", metavar="NAME", help="Who complained.")
@click.option("--contact", default="", metavar="TEXT", help="Where they are reached.")
@click.option("--area", default="", metavar="TEXT", help="Where it is said to have happened.")
@click.option("--force", default="", metavar="NAME", help="The police force, for the yearly return.")
@click.option("--authority", default="", metavar="NAME", help="The council, for the yearly return.")
@_items
@as_json
@click.pass_obj
def add(
    asked: Asked,
    text: str,
    category: str,
    channel: str,
    received: str,
    election: str,
    who: str,
    contact: str,
    area: str,
    force: str,
    authority: str,
    items: tuple[str, ...],
    as_json: bool,
) -> None:
    """Enter a complaint, under a number of its own."""
    with the_case(asked) as case:
        done = case.prove.complain(
            text,
            category,
            channel,
            received,
            election=election,
            items=items,
            who=who,
            contact=contact,
            area=area,
            force=force,
            authority=authority,
        )
    tell(done, f"{done['id']}: complaint entered", as_json)


@complaint.command("answer")
@click.argument("number", metavar="CMP")
@click.argument("text")
@click.option("--how", required=True, metavar="HOW", help="in-person, telephone, letter or email.")
@click.option("--by", "person", default="", metavar="NAME", help="Who answered.")
@on_day
@as_json
@click.pass_obj
def answered(asked: Asked, number: str, text: str, how: str, person: str, day: str, as_json: bool) -> None:
    """Enter that whoever complained was answered, and what was said."""
    with the_case(asked) as case:
        done = case.prove.answer_complaint(number, text, how, day=day, person=person)
    tell(done, f"{number} was answered", as_json)


@complaint.command()
@click.argument("number", metavar="CMP")
@click.argument("outcome")
@click.option("--reason", default="", metavar="WHY", help="Of no further action: no-offence, insufficient, time, ...")
@click.option("--why", default="", metavar="TEXT", help="In your own words.")
@on_day
@as_json
@click.pass_obj
def end(asked: Asked, number: str, outcome: str, reason: str, why: str, day: str, as_json: bool) -> None:
    """Say what became of a complaint: under-investigation, locally-resolved, no-further-action, ..."""
    with the_case(asked) as case:
        done = case.prove.end_complaint(number, outcome, reason, why, day=day)
    tell(done, f"{number}: {outcome}", as_json)


@click.command()
@click.option("--on", "day", default="", metavar="DAY", help="Waiting is counted up to this day; else today.")
@as_json
@click.pass_obj
def complaints(asked: Asked, day: str, as_json: bool) -> None:
    """Every complaint, and since when nobody has answered it. Exit code 1 where somebody still waits."""
    with the_case(asked) as case:
        found = case.prove.complaints(day)
    if as_json:
        answer(found)
    else:
        for each in found["complaints"]:
            _complaint(each)
        count = len(found["complaints"])
        say(
            f"{count:,} complaint{'' if count == 1 else 's'}, {len(found['unanswered']):,} not answered; none is a finding"
        )
    leave(NEEDS_PERSON if found["unanswered"] else 0)


def _complaint(each: dict[str, Any]) -> None:
    say(show(f"{each['id']} {each['received']} {each['category']}, {each['outcome_title']}: {each['text'] or _GONE}"))
    for one in each["answers"]:
        by = f" by {one['person']}" if one["person"] else ""
        say(show(f"  answered {one['day']}{by}, {one['how']}: {one['text'] or _GONE}"))
    if each["unanswered_since"]:
        say(f"  NOT ANSWERED since {each['unanswered_since']} ({words.days(each['days_unanswered'])})")
    if each["allegations"]:
        say(f"  led to {', '.join(each['allegations'])}")


@click.command("yearly-return")
@click.argument("year", type=int)
@click.option("--csv", type=PATH, metavar="FILE", help="Write it as a table.")
@click.option("--xlsx", type=PATH, metavar="FILE", help="Write it as a workbook.")
@as_json
@click.pass_obj
def yearly_return(asked: Asked, year: int, csv: Path | None, xlsx: Path | None, as_json: bool) -> None:
    """The complaints of a year as the Electoral Commission's data have them. Nobody is named in it."""
    from muniment.prove import yearly  # noqa: PLC0415 # help needs none of it
    from muniment.search import export  # noqa: PLC0415

    out = export.chosen(csv, xlsx)
    with the_case(asked) as case:
        found = case.prove.yearly_return(year)
        if out is not None:
            rows, about = yearly.table(found["rows"]), yearly.about(year, found["rows"], found["not_verified"])
            export.table(out, "csv" if csv else "xlsx", f"complaints {year}", yearly.HEADING, rows, about)
            found["written"] = str(out)
    if as_json:
        answer(found)
        return
    for each in found["counts"]:
        say(show(f"{each['complaints']:>6,}  {each['category']}: {each['outcome']}"))
    if out is not None:
        say(show(f"written: {out}, {words.lines(len(found['rows']))}"))
    else:
        say(f"{words.lines(len(found['rows']))}; --csv or --xlsx writes them")


# -- the right of reply


@click.command()
@click.argument("number", metavar="ALG|PUT")
@click.argument("subject", default="")
@click.option(
    "--how", default="", metavar="HOW", help="interview-under-caution, letter, notice-s160, court, press; or not-yet."
)
@click.option("--what", default="", metavar="TEXT", help="What was put.")
@click.option("--reason", default="", metavar="WHY", help="Of not-yet: too-early, would-prejudice or declined.")
@click.option("--body", default="", metavar="KIND", help="Which kind of body put it, where that is not the case's own.")
@click.option("--answer", "text", default="", metavar="TEXT", help="What the subject answered to what was put (PUT).")
@_items
@on_day
@as_json
@click.pass_obj
def reply(
    asked: Asked,
    number: str,
    subject: str,
    how: str,
    what: str,
    reason: str,
    body: str,
    text: str,
    items: tuple[str, ...],
    day: str,
    as_json: bool,
) -> None:
    """Enter that an allegation was put to its subject (ALG SUBJECT --how HOW), or what they answered (PUT --answer TEXT)."""
    answers = number.startswith("PUT-")
    if answers and (subject or how or what or reason or body):
        raise AskedWrong("one thing at a time", number, "PUT --answer TEXT, or ALG SUBJECT --how HOW")
    if not answers and text:
        raise AskedWrong("answer: it is to what was put", text[:80], "name the number of that: PUT-0001 --answer TEXT")
    with the_case(asked) as case:
        if answers:
            done = case.prove.reply(number, text, day=day, items=items)
        else:
            done = case.prove.put(number, subject, how, what, day=day, reason=reason, body=body, items=items)
    tell(done, f"{done['id']}: {'the answer' if answers else how}", as_json)


@click.command()
@click.argument("allegation", default="", metavar="[ALG]")
@as_json
@click.pass_obj
def replies(asked: Asked, allegation: str, as_json: bool) -> None:
    """What was put to whom, and what they answered. Exit code 1 where an allegation was never put to its subject."""
    with the_case(asked) as case:
        found = case.prove.replies(allegation)
    silent = [each for each in found["replies"] if not (each["put"] or each["struck"])]
    if as_json:
        answer(found)
    else:
        for each in found["replies"]:
            _reply(each)
        say(f"{len(silent):,} never put to whoever they are about")
    leave(NEEDS_PERSON if silent else 0)


def _reply(each: dict[str, Any]) -> None:
    never = " (entered in error)" if each["struck"] else "" if each["put"] else ": NEVER PUT to them"
    say(show(f"{each['allegation']}, {each['name'] or each['subject']}{never}"))
    for step in each["steps"]:
        verified = "" if step["verified"] else " (not verified)"
        then = f" when {step['other_offence']} was alleged" if step["other_offence"] else ""
        say(show(f"  {step['id']} {step['day']} {step['title']}{verified}{then}: {step['what'] or '-'}"))
        for one in step["replies"]:
            say(show(f"    answered {one['day']}: {one['answer'] or _GONE}"))
        if not step["replies"] and step["how"] != "not-yet":
            say("    no answer was entered")


@click.command()
@click.argument("kind", default="", metavar="[KIND]")
@as_json
@click.pass_obj
def body(asked: Asked, kind: str, as_json: bool) -> None:
    """Say whose case this is: police, petitioner, regulator, ...; or show it, with how that body may put an allegation."""
    with the_case(asked) as case:
        found = case.prove.say_body(kind) if kind else case.prove.ways_to_put()
    if as_json:
        answer(found)
        return
    say(f"this is the case of: {found['body'] or 'nobody said'}")
    for each in found["ways"]:
        verified = "" if each["verified"] else " (not verified)"
        say(show(f"  {each['id']}: {each['text']}{verified}"))
