"""`muniment prove decide`, `decisions`, `basis`, `answer-decision`, `decider` and `reassess`: what was decided, and on which basis."""

from pathlib import Path
from typing import Any

import click

from muniment.cli.door import NEEDS_PERSON, PATH, Asked, answer, as_json, leave, say, the_case
from muniment.errors import AskedWrong
from muniment.model import words
from muniment.names.display import show

ERASED = "[erased]"
_why = click.option("--why", default="", metavar="TEXT", help="Why, in your own words.")
_of = click.option("--of", multiple=True, metavar="NUMBER", help="The allegation that it is about. Several times.")
_day = click.option("--day", default="", metavar="DAY", help="The day; today unless told.")


@click.command()
@click.argument("kind")
@click.option("--body-kind", required=True, metavar="KIND", help="police, prosecutor, regulator, council, ...")
@click.option("--body", required=True, metavar="NAME", help="The body that decides, by its name.")
@_of
@click.option("--stage", default="", metavar="STAGE", help="Which stage failed: evidential, public-interest, ...")
@click.option("--shape", default="", metavar="SHAPE", help="In which way: inadmissible, insufficient, time, ...")
@click.option("--reason", default="", metavar="TEXT", help="Why it is decided so, in your own words.")
@click.option("--put", "items", multiple=True, metavar="ITEM", help="What was put before the decider. Several times.")
@click.option("--advice", multiple=True, metavar="ADV", help="The advice that it relies on. Several times.")
@click.option("--unopened", type=click.IntRange(min=0), metavar="N", help="How many items nobody has opened, as shown.")
@click.option("--elsewhere", is_flag=True, help="It was made elsewhere, and is recorded here.")
@click.option("--day", default="", metavar="DAY", help="The day on which it was made elsewhere.")
@click.option("--name", default="", metavar="NAME", help="Who made it elsewhere.")
@click.option("--opened", multiple=True, metavar="ITEM", help="What they are said to have had before them there.")
@as_json
@click.pass_obj
def decide(asked: Asked, /, kind: str, body_kind: str, body: str, as_json: bool, **more: Any) -> None:
    """Record a decision, with exactly what had been opened when it was made, and by whom.

    KIND: charge, no-further-action, refer, petition, caution, advice-given, time-barred, not-to-seize, not-to-search,
    search-parameters or strategy. Where items were opened by nobody, say how many (--unopened) and why it is decided all
    the same (--reason): without that number it is refused, and the refusal names it.
    """
    with the_case(asked) as case:
        done = case.prove.decide(kind, body_kind, body, **more)
    if as_json:
        answer(done)
        return
    say(show(f"{done['id']} (entry {done['entry']}): {kind}, {body}"))
    _basis(done["basis"], elsewhere=more["elsewhere"])
    _flags(done)


@click.command()
@click.argument("number", required=False, metavar="[DECISION]")
@click.option("--on", default="", metavar="DAY", help="Clocks as they stand on this day; today unless told.")
@as_json
@click.pass_obj
def decisions(asked: Asked, number: str | None, on: str, as_json: bool) -> None:
    """Every decision: what it was based on, what came since, and what overtakes it. Exit code 1 where something waits."""
    with the_case(asked) as case:
        found = case.prove.decisions(number or "", on)
    waiting = sum(each["waiting"] for each in found["decisions"])
    if as_json:
        answer(found)
        leave(NEEDS_PERSON if waiting else 0)
    for each in found["decisions"]:
        _decision(each)
    count = len(found["decisions"])
    say(f"{count:,} decision{'' if count == 1 else 's'}; {waiting:,} thing{'' if waiting == 1 else 's'} to answer")
    leave(NEEDS_PERSON if waiting else 0)


def _decision(each: dict[str, Any]) -> None:
    where = f" (elsewhere, recorded by {each['recorded_by']})" if each["elsewhere"] else ""
    failed = f"; {each['stage']} stage, {each['shape']}" if each["shape"] else ""
    say(
        show(
            f"{each['id']} {each['day']} {each['title']}: {each['body'] or ERASED}, {each['decider'] or 'not said'}{where}{failed}"
        )
    )
    if each["struck"]:
        say(show(f"  entered in error: {each['struck']['why']}"))
    if each["of"]:
        say(show(f"  about {', '.join(each['of'])}: {each['reason'] or 'no reason was said'}"))
    for one in each["never_put"]:
        say(show(f"  {one['allegation']} was never put to {one['name'] or one['id']}"))
    _basis(each["basis"], elsewhere=each["elsewhere"])
    since = each["since"]
    say(
        f"  since: {words.items(since['arrived'])} arrived, {since['newly_readable']:,} newly readable, "
        f"{since['unopened']:,} not opened by anybody yet"
    )
    if each["counted_from"]["says"]:
        say(f"  {each['counted_from']['says']}")
    for later in each["overtaken"]:
        entry = f"entry {later['entry']}" if later["entry"] is not None else "computed"
        said = f"{later['answer']}: {later['answered']['why']}" if later["answer"] else "not answered"
        say(show(f"  overtaken, {later['on']} ({entry}): {later['says']}; {said}"))
    for one in each["reassessments"]:
        until = f"ended {one['ended']['day']}: {one['outcome']}" if one["ended"] else "going on"
        say(show(f"  reassessed with {one['body'] or ERASED} since {one['began']['day']}, {until}"))
    _flags(each)


def _basis(basis: dict[str, Any], *, elsewhere: bool) -> None:
    say(
        f"  {words.by_decider(basis['opened_by_decider'], elsewhere=elsewhere)}, {basis['put_before']:,} put before them, "
        f"{basis['opened']:,} opened by others here, {basis['unopened']:,} by nobody; "
        f"text may be missing in {basis['unread']:,}, no text found in {basis['textless']:,}"
    )


def _flags(each: dict[str, Any]) -> None:
    for flag in each["flags"]:
        read = "" if flag["verified"] else " (not verified)"
        say(show(f"  guidance names another body ({', '.join(flag['bodies'])}): {flag['text']} {flag['source']}{read}"))
    if each["says"]:
        say(f"  {each['says']}")


@click.command()
@click.argument("decision")
@click.argument("part", metavar="opened_by_decider|put_before|opened|unopened")
@click.option("--after", default="", metavar="ITEM", help="Behind this one, where there are many.")
@as_json
@click.pass_obj
def basis(asked: Asked, decision: str, part: str, after: str, as_json: bool) -> None:
    """The items of one list of a decision's basis, each with whoever has opened it by now."""
    with the_case(asked) as case:
        found = case.prove.basis(decision, part, after)
    if as_json:
        answer(found)
        return
    for each in found["items"]:
        by = ", ".join(one["by"] or one["person"] for one in each["opened"])
        say(show(f"{each['item']}  {f'opened by {by}' if by else 'opened by nobody'}"))
    more = f"; more with --after {found['next']}" if found["next"] else ""
    say(f"{words.items(found['count'])} in {decision} {part}, root {found['root']}{more}")


@click.command()
@click.argument("decision", metavar="DECISION|ADVICE")
@click.argument("said", metavar="stands|varied|withdrawn")
@_why
@click.option("--until", type=click.IntRange(min=0), metavar="ENTRY", help="The last entry that you were shown.")
@click.option("--body", default="", metavar="NAME", help="Whose answer it is, where it is another body's.")
@as_json
@click.pass_obj
def answer_decision(
    asked: Asked, decision: str, said: str, why: str, until: int | None, body: str, as_json: bool
) -> None:
    """Answer all that overtakes a decision, or advice: it stands, is varied, or is withdrawn; and why."""
    with the_case(asked) as case:
        done = case.prove.answer_decision(decision, said, why, until=until, body=body)
    if as_json:
        answer(done)
    else:
        count = len(done["covers"])
        say(f"entry {done['entry']}: {decision} {said}; that answers {count:,} thing{'' if count == 1 else 's'}")


@click.command()
@click.argument("name", required=False)
@click.option("--end", "ends", is_flag=True, help="They may no longer.")
@_why
@as_json
@click.pass_obj
def decider(asked: Asked, name: str | None, ends: bool, why: str, as_json: bool) -> None:
    """Who may record decisions here; with a name: somebody may, or (--end) may no longer."""
    if ends and name is None:
        raise AskedWrong("whose role ends", "--end", "name the person")
    with the_case(asked) as case:
        found = case.prove.deciders() if name is None else case.prove.name_decider(name, why, ends=ends)
    if as_json:
        answer(found)
        return
    for each in found["deciders"]:
        say(show(f"{each['person']}  {each['name']}"))


@click.command()
@click.argument("decision")
@click.option("--begin", "body", default="", metavar="BODY", help="Begin one, jointly with this body.")
@click.option(
    "--end", "outcome", default="", metavar="OUTCOME", help="End it: stands, varied, withdrawn, no-agreement."
)
@click.option("--note", default="", metavar="TEXT", help="Anything to say of it; why it ended so.")
@_day
@click.option("--out", type=PATH, metavar="FILE", help="Write the paper that prepares it: .docx, .pdf or .txt.")
@as_json
@click.pass_obj
def reassess(
    asked: Asked, decision: str, body: str, outcome: str, note: str, day: str, out: Path | None, as_json: bool
) -> None:
    """Prepare a joint reassessment of a decision; with --begin or --end, record that it began or ended."""
    if bool(body) + bool(outcome) + (out is not None) > 1:
        raise AskedWrong("one thing at a time", "--begin, --end, --out", "begin it, or end it, or write its paper")
    with the_case(asked) as case:
        if out is not None:
            written = case.prove.write_reassessment(decision, out)
            if as_json:
                answer(written)
            else:
                say(f"written: {show(str(out))}")
            return
        if body or outcome:
            prove = case.prove
            done = (
                prove.begin_reassessment(decision, body, day, note)
                if body
                else prove.end_reassessment(decision, outcome, note, day)
            )
            if as_json:
                answer(done)
            else:
                say(f"entry {done['entry']}: the reassessment of {decision} {'began' if body else 'ended'}")
            return
        found = case.prove.reassessment(decision)
    if as_json:
        answer(found)
        return
    _decision(found["decision"])
    for each in found["opened_since"]:
        say(
            show(
                f"  opened since by {each['by']}: {words.items(each['items'])}, {each['first']:,} that nobody had opened"
            )
        )
    left = found["unopened"]
    say(f"  still opened by nobody: {left['known_then']:,} known then, {left['arrived_since']:,} that came since")
