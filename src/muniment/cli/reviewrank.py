"""`muniment review next`, `rank`, `certificate` and `simulate`: what to read next, and how much may be missed."""

import re
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from muniment.cli.door import DONE, NEEDS_PERSON, PATH, Asked, answer, as_json, leave, say, the_case
from muniment.errors import AskedWrong, NoSource
from muniment.names.display import show
from muniment.review import cosigned

_TARGET = "95%"
_SHARE = re.compile(r"(0?\.[0-9]{1,4}|[0-9]{1,2}(\.[0-9]{1,2})?%)")


@click.command(name="next")
@click.option("--audit", is_flag=True, help="The next of the open draw, to be judged alone, blind to its place.")
@as_json
@click.pass_obj
def next_(asked: Asked, audit: bool, as_json: bool) -> None:
    """The item to read next, and why. It is not opened by that: muniment show, or the pages of muniment serve, open it."""
    with the_case(asked) as case:
        said = case.review_next(audit=audit)
        case.consulted("next-asked", {"item": said["item"], "from": said["from"]})
    if as_json:
        answer(said)
    elif said["item"] is None:
        what = "the draw asks for no more" if audit else "every item that can be ranked is judged"
        if said["outside"]:
            say(
                f"items that came in since the draw began: {said['outside']:,}; they come when it is certified or given up"
            )
        say(f"{what}; {said['judged']:,} judged, {said['remaining']:,} judged by nobody")
    else:
        if said["why"]:
            say("because of: " + ", ".join(show(each["term"]) for each in said["why"]))
        say(f"{said['item']}  ({said['from']}); {said['judged']:,} judged, {said['remaining']:,} judged by nobody")


@click.command()
@click.option("--query", default="", metavar="QUERY", help="What this search finds is read first.")
@as_json
@click.pass_obj
def rank(asked: Asked, query: str, as_json: bool) -> None:
    """Begin a ranking: from what a query finds, else from what is judged relevant, else from a random start."""
    with the_case(asked) as case:
        said = case.rank(query)
    if as_json:
        answer(said)
    else:
        say(f"entry {said['entry']}: a ranking begins with {said['first'] or 'nothing'}. muniment review next goes on")


@click.command()
@click.option(
    "--target", metavar="SHARE", help="Of the relevant items: 95% where it is not said. An open draw keeps its own."
)
@click.option("--begin", is_flag=True, help="Fix frame, target and rule. After it a second person gives digits.")
@click.option(
    "--readable",
    is_flag=True,
    help="With --begin: the target leaves out what cannot be read; it is counted beside it all the same.",
)
@click.option("--digits", metavar="DIGITS", help="Six or more that a second person made up, after --begin.")
@click.option("--second", metavar="NAME", help="Who made up the digits.")
@click.option("--seed-note", type=PATH, metavar="FILE", help="The note that a cosigner signed, after --begin.")
@click.option("--cosigner", metavar="VKEY", help="The cosigner's verifier key: name+id+key, as C2SP writes it.")
@click.option("--alone", is_flag=True, help="Nobody else adds to the seed: the certificate says so.")
@click.option("--abandon", metavar="WHY", help="Give the open draw up. It stays listed.")
@click.option("--list", "listed", is_flag=True, help="Every recall certificate, and every draw.")
@as_json
@click.pass_obj
def certificate(asked: Asked, /, **said: Any) -> None:
    """Issue the recall certificate, where it may be; else say what is needed, and about how much that is.

    Exit 0 where it was issued, 1 where not yet.
    """
    _allow(said)
    target = said["target"] or _TARGET
    note = None if said["seed_note"] is None else _note(said["seed_note"])
    with the_case(asked) as case:
        if said["listed"]:
            found = {"certificates": case.certificates(), "draws": case.draws(), "as_of": case.as_of}
            if said["as_json"]:
                answer(found)
            else:
                _list(found)
            return
        if said["begin"]:
            case.begin_draw(target, "readable" if said["readable"] else "all")
        if said["alone"]:
            case.seed_draw(how="alone")
        elif note is not None:
            case.seed_draw(how="cosigned", note=note, cosigner=said["cosigner"])
        elif said["digits"] is not None:
            case.seed_draw(said["digits"], said["second"] or "")
        elif said["abandon"] is not None:
            case.abandon_draw(said["abandon"])
        found = case.certificate(target)
    if said["as_json"]:
        answer(found)
    else:
        say(*_lines(found))
    leave(DONE if found["issued"] else NEEDS_PERSON)


def _allow(said: dict[str, Any]) -> None:
    """One step at a time, and nothing that would be passed over in silence.

    Raises: AskedWrong.
    """
    ways = [said["digits"] is not None, said["seed_note"] is not None, said["alone"]]
    seeds = any(ways)
    steps = [
        said["begin"],
        seeds and not (said["begin"] and said["alone"]),
        said["abandon"] is not None,
        said["listed"],
    ]
    if sum(steps) > 1 or sum(ways) > 1:
        raise AskedWrong("one step at a time", "", "--begin, then --digits, then judge, then ask again")
    if (said["seed_note"] is None) != (said["cosigner"] is None):
        raise AskedWrong("a note and the key that signed it belong together", "", "--seed-note FILE --cosigner VKEY")
    if said["second"] is not None and said["digits"] is None:
        raise AskedWrong("a second person without digits", "--second", "give --digits too")
    if said["readable"] and not said["begin"]:
        raise AskedWrong("what a target counts is fixed with the draw", "--readable", "give it with --begin")


def _note(file: Path) -> str:
    """What a cosigner signed, and their signature.

    Raises: NoSource.
    """
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            return lines.read(cosigned.LONGEST + 1)
    except OSError as error:
        raise NoSource(f"the note cannot be read ({error.strerror})", str(file), "name another file") from None
    except UnicodeDecodeError:
        raise AskedWrong("the note is no text", str(file), "it is UTF-8, as the cosigner wrote it") from None


def _lines(found: dict[str, Any]) -> list[str]:
    if found["issued"]:
        claim = (
            f"recall certificate, entry {found['entry']}: at {found['confidence']:.0%} confidence at least "
            f"{found['recall_at_least']:.2%} of the relevant items have been judged "
            f"({found['recall_at_least_readable']:.2%} of those that can be read); {found['found']:,} found in {found['frame']:,}"
        )
        return [*found["assumptions"], claim]
    lines = [
        f"if {each['relevant']:,} items are relevant: expect to open about {each['opens']:,} of {found['frame']:,} "
        f"({each['low']:,} to {each['high']:,}), {each['audit']:,} of them drawn; {each['more']:,} more than now"
        for each in found["expect"]
    ]
    lines += [line for each in found["expect"][:1] for line in each["advice"]]
    lines += [f"entry {each['entry']}: {each['what']}" for each in found.get("breaks", [])]
    if found.get("issued_before"):
        lines.append(f"recall certificates issued before: {found['issued_before']}, see --list")
    if found.get("outside"):
        lines.append(
            f"items that came in since the draw began: {found['outside']:,}; the recall certificate will not know them"
        )
    do = "enough" if found["do"] == "impossible" and found["enough"] else found["do"]
    return [*lines, f"not yet. {_DO[do].format(**found, leaf=(found['draw'] or {}).get('leaf', ''))}"]


_DO = {
    "begin": "Nothing is drawn: muniment review certificate --begin fixes what it is to be about",
    "seed": "The draw waits for a second person's digits, --digits DIGITS --second NAME, or for a cosigner's signature, "
    "--seed-note FILE --cosigner VKEY. Either comes after {leaf}",
    "read": "Read on in ranked order: muniment review next; auditing more cannot help now",
    "audit": "Audit about {need} more: muniment review next --audit",
    "enough": "More items are undecided or cannot be read than the target leaves room for: open and judge {settle:,} or more "
    "of them, each by one person (what was read elsewhere: settle it as read-elsewhere, and judge it), or read on, muniment "
    "review next, until {enough:,} relevant items are found",
    "impossible": "More items are undecided or cannot be read than the target leaves room for: open and judge {settle:,} or "
    "more of them first, each by one person (what was read elsewhere: settle it as read-elsewhere, and judge it); to judge "
    "what nobody opened is not enough",
    "void": "Something was done that the proof does not allow: give the draw up with --abandon WHY, and begin another",
    "stop": "It may be issued",
}


def _list(found: dict[str, Any]) -> None:
    for each in found["certificates"]:
        later = f"; overtaken by entry {each['overtaken_by']}" if each["overtaken_by"] is not None else ""
        say(f"entry {each['entry']}: at least {each['recall_at_least']:.2%} of the relevant items{later}")
    for each in found["draws"]:
        end = "given up" if each["abandoned"] else "certified" if each["certificate"] else "open"
        say(f"draw {each['entry']}: {_percent(each['target'])} of {each['frame']:,} items, {end}")
    say(f"{len(found['certificates'])} recall certificates, {len(found['draws'])} draws")


@click.command()
@click.argument("texts", type=PATH)
@click.option("--relevant", type=PATH, required=True, metavar="IDS.csv", help="The ids of the relevant documents.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, metavar="N", help="Of the start.")
@click.option("--starts", type=click.IntRange(1, 100), default=3, show_default=True, metavar="N", help="How many.")
@click.option(
    "--rule",
    metavar="NAME",
    help="Replay a stopping rule too: certificate is ours; fifty-in-a-row and others are known to fail.",
)
@click.option("--runs", type=click.IntRange(1, 100_000), default=1000, show_default=True, metavar="N")
@click.option("--recall", default="0.95", show_default=True, metavar="SHARE", help="That the rule claims.")
@click.option("--confidence", default="0.95", show_default=True, metavar="SHARE", help="At which it claims it.")
@as_json
@click.pass_obj
def simulate(asked: Asked, /, texts: Path, relevant: Path, **said: Any) -> None:
    """Replay a labelled set, CSV of id, title and text: how soon the relevant ones would have been found. No case is needed."""
    del asked
    from muniment.review import rank  # noqa: PLC0415

    rank.ready()
    from muniment.review.certificate import simulated  # noqa: PLC0415 # it needs numpy
    from muniment.review.simulate import labelled, replay  # noqa: PLC0415

    recall, confidence = _share(said["recall"]), _share(said["confidence"])
    if said["rule"] is not None:
        simulated.allow(said["rule"], recall, confidence)  # before the long work
    known = labelled.load(texts, relevant)
    found: dict[str, Any] = replay.replayed(known.texts, known.relevant, said["seed"], said["starts"]).said()
    if said["rule"] is not None:
        starts = {"seed": said["seed"], "starts": said["starts"]}
        outcome = simulated.simulated(known, said["rule"], said["runs"], recall, confidence, **starts)
        found |= asdict(outcome)
    if said["as_json"]:
        answer(found)
        return
    for name, value in found.items():
        say(f"{name.replace('_', ' '):20} {value:,.4f}" if isinstance(value, float) else f"{name:20} {value}")


def _percent(share: float) -> str:
    """A share as people say it: 99.5 % is not 100 %."""
    return f"{round(share * 100, 4):g}%"


def _share(said: str) -> Fraction:
    if not _SHARE.fullmatch(said):
        raise AskedWrong("that is no share", said, "0.95 or 95%")
    return Fraction(said.rstrip("%")) / (100 if said.endswith("%") else 1)
