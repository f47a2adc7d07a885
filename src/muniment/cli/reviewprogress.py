"""`muniment review progress`, `overtaken` and `sample`: how far people came, and how far it holds."""

from typing import Any

import click

from muniment.cli.door import DONE, NEEDS_PERSON, WHOLE, Asked, answer, as_json, leave, say, the_case
from muniment.errors import AskedWrong
from muniment.model import words
from muniment.model.review import Answer
from muniment.names.display import show
from muniment.names.whole import whole

_OF = ("judged", "relevant", "not-relevant", "all")


@click.command()
@click.option("--days", is_flag=True, help="Day by day: how many items were judged, and relevant, at its end.")
@as_json
@click.pass_obj
def progress(asked: Asked, days: bool, as_json: bool) -> None:
    """How many items were opened and judged, and what: in all, by person and by bundle."""
    with the_case(asked) as case:
        said = case.progress()
        each_day = case.progress_days() if days or as_json else []
    if as_json:
        answer(said | {"days": each_day})
        return
    for day in each_day:
        say(f"{day['day']}  {day['judged']:>9,} judged  {day['relevant']:>9,} relevant")
    for one in said["by"]["bundle"] if not days else ():
        say(f"{one['bundle']}  {_line(one)}")
    for one in said["by"]["person"] if not days else ():
        say(show(f"{one['by']}: opened {one['opened']:,}, judged {one['judged']:,} ({_judged(one)})"))
    if said["overtaken"]:
        say(f"{words.items(said['overtaken'])} overtaken since they were judged: muniment review overtaken")
    if said["differ"]:
        say(f"{words.items(said['differ'])} of which people say different things: muniment review disagreements")
    say(f"{words.items(said['items'])}: {_line(said)}")


def _line(said: dict[str, Any]) -> str:
    opened = f"{said['opened']:,} opened by a person, {said['opened_by_nobody']:,} opened by nobody"
    return f"{opened}; {said['judged']:,} judged ({_judged(said)}), {said['judged_by_nobody']:,} judged by nobody"


def _judged(said: dict[str, Any]) -> str:
    return f"{said['relevant']:,} relevant, {said['not_relevant']:,} not relevant, {said['unsure']:,} unsure"


@click.command()
@click.option(
    "--answer", "given", nargs=2, metavar="ENTRY ANSWER", help="Answer: stands, varied or withdrawn; with --why."
)
@click.option("--why", default="", metavar="TEXT", help="Why, in your own words.")
@click.option("--answered", is_flag=True, help="Those that somebody answered.")
@click.option("--after", default="", metavar="ENTRY:ITEM", help="Behind this one, where there are many.")
@as_json
@click.pass_obj
def overtaken(asked: Asked, given: tuple[str, str] | None, why: str, answered: bool, after: str, as_json: bool) -> None:
    """Judgements and recall certificates that something later bears on. Somebody answers for each.

    Exit 1 where one has no answer yet.
    """
    with the_case(asked) as case:
        if given:
            done = case.answer_overtaken(_entry(given[0]), given[1], why)
            if as_json:
                answer(done)
            else:
                say(f"entry {done['entry']}: entry {done['of']} {_ANSWERED[done['answer']]}")
            return
        found = case.overtaken(answered=answered, after=after)
        case.consulted("overtaken-listed", {"count": len(found["judgements"]) + len(found["certificates"])})
    if as_json:
        answer(found)
    else:
        _listed(found, answered=answered)
    leave(NEEDS_PERSON if not answered and (found["judgements"] or found["certificates"]) else DONE)


_ANSWERED = {Answer.STANDS: "stands", Answer.VARIED: "was varied", Answer.WITHDRAWN: "is withdrawn"}


def _entry(said: str) -> int:
    found = whole(said)
    if found is None:
        raise AskedWrong("an entry is a number", said, "--answer 1204 stands")
    return found


def _listed(found: dict[str, Any], *, answered: bool) -> None:
    for each in found["certificates"]:
        say(show(f"recall certificate, entry {each['entry']}, by {each['by']}"), *_later(each))
    for each in found["judgements"]:
        say(show(f"{each['item']}  judged {each['judgement']} by {each['by']} (entry {each['entry']})"), *_later(each))
    count = len(found["judgements"]) + len(found["certificates"])
    more = f"; --after {found['next']} goes on" if found["next"] else ""
    say(f"{count:,} overtaken and {'answered' if answered else 'without an answer'}{more}")


def _later(each: dict[str, Any]) -> list[str]:
    lines = [f"    {one['says']} (entry {one['entry']})" for one in each["later"]]
    return [
        *lines,
        *(show(f"    {one['by']}: {one['answer']}: {one['why']} (entry {one['entry']})") for one in each["answers"]),
    ]


@click.command()
@click.argument("entry", type=WHOLE, required=False)
@click.option("--size", type=click.IntRange(min=1), metavar="N", help="Draw so many items.")
@click.option("--of", type=click.Choice(_OF), default="judged", show_default=True, help="Of which items.")
@click.option("--query", default="", metavar="QUERY", help="Of these, those that this search finds.")
@click.option("--seed", type=click.IntRange(min=0, max=1 << 48), metavar="N", help="Else one is drawn.")
@click.option("--next", "following", is_flag=True, help="The next item of the sample to be judged again.")
@click.option("--again", is_flag=True, help="Draw it again from its entry, and say whether it is the same.")
@as_json
@click.pass_obj
def sample(
    asked: Asked,
    entry: int | None,
    size: int | None,
    of: str,
    query: str,
    seed: int | None,
    following: bool,
    again: bool,
    as_json: bool,
) -> None:
    """Have some items judged a second time, blind to the first: drawn at random, the seed is recorded.

    With --size one is drawn. With its entry: what came of it. Without either: every sample. The second judgement is
    given with muniment review judge ITEM JUDGEMENT --way sample.
    """
    if (size is not None and entry is not None) or ((following or again) and entry is None):
        raise AskedWrong("draw a sample, or ask for one by its entry", "", "--size 50, or the number of its entry")
    with the_case(asked) as case:
        if size is not None:
            said = case.sample(size, of, query, seed)
            lines = [
                f"entry {said['entry']}: {_drawn(said)}; first {said['next']}, then muniment review sample {said['entry']} --next"
            ]
        elif entry is None:
            said = {"samples": case.samples(), "as_of": case.as_of}
            lines = [f"entry {each['sample']}: {_drawn(each)}, by {each['by']}" for each in said["samples"]]
            lines.append(f"{len(said['samples']):,} drawn")
        elif again:
            said = case.sample_again(entry)
            lines = [_SAME[said["same"]]]
        elif following:
            said = {"sample": entry, "item": case.sample_next(entry)}
            lines = [said["item"] or "every item of it was judged again"]
        else:
            said = case.sample_result(entry)
            lines = _result(said)
            case.consulted("sample-shown", {"sample": entry})
    if as_json:
        answer(said)
    else:
        say(*map(show, lines))


_SAME = {
    True: "drawn again: the same items in the same order",
    False: "DRAWN AGAIN: OTHER ITEMS. Next: run muniment verify",
    None: "it cannot be drawn again: what was searched then has changed, or its query was erased",
}


def _drawn(said: dict[str, Any]) -> str:
    return f"{words.items(said['size'])} drawn of {said['frame']:,} ({said['of']}), seed {said['seed']}"


def _result(said: dict[str, Any]) -> list[str]:
    lines = [
        f"{each['item']}  first {each['first']} ({', '.join(each['first_by'])}), then {each['second']} ({each['second_by']})"
        for each in said["items"]
    ]
    for name, what in (("differ", "judged another way the second time"), ("relevant", "relevant, at the second look")):
        share = said[name]
        if share["of"]:
            lines.append(
                f"{share['items']:,} of {share['of']:,} {what}: at {said['confidence']:.0%} confidence between "
                f"{share['at_least']:.1%} and {share['at_most']:.1%} of the {said['frame']:,}"
            )
    return [
        *lines,
        *(f"it cannot show {each}" for each in said["cannot_show"]),
        f"{said['looked_at']:,} of {said['size']:,} judged again",
    ]
