"""`muniment review tag`, `code`, `note` and `history`: the coding form at the terminal."""

import sys
from pathlib import Path
from typing import Any

import click

from muniment.cli.door import PATH, WHOLE, Asked, answer, as_json, say, the_case
from muniment.cli.review import COUNT, QUERY, counted
from muniment.errors import AskedWrong
from muniment.model import words
from muniment.model.review import VALUES
from muniment.names.display import show

_why = click.option("--why", default="", metavar="TEXT", help="Why, in your own words.")
_remove = click.option("--remove", is_flag=True, help="Say it no longer.")
_undo = click.option("--undo", type=WHOLE, metavar="ENTRY", help="Undo what this entry said or removed.")


@click.command()
@click.argument("said", nargs=-1, metavar="[TAG ITEM...]")
@QUERY
@COUNT
@_remove
@_undo
@_why
@click.option("--define", metavar="LIST/NAME", help="Make a tag of a list.")
@click.option("--retire", metavar="LIST/NAME", help="Offer a tag no longer; items keep it.")
@as_json
@click.pass_obj
def tag(
    asked: Asked,
    /,
    said: tuple[str, ...],
    query: str,
    count: int | None,
    remove: bool,
    undo: int | None,
    why: str,
    define: str | None,
    retire: str | None,
    as_json: bool,
) -> None:
    """Tag items, from lists that you define. Without a further word: every tag, and how many items have it."""
    one = [each for each in (define, retire, undo) if each is not None]
    if len(one) + bool(said) > 1 or (one and query):
        raise AskedWrong("one thing at a time", "", "tag items, or --define, or --retire, or --undo")
    with the_case(asked) as case:
        if undo is not None:
            _tell(case.undo_code(undo, why), f"entry {undo} is undone, of", as_json)
        elif define is not None or retire is not None:
            of, _, name = (define or "").rpartition("/")
            done = case.define_tag(of, name) if define is not None else case.retire_tag(retire or "")
            _say(done, f"{'tag' if define is not None else 'offered no longer:'} {done['called']}", as_json)
        elif said:
            named, *items = said
            what = f"{'no longer tagged' if remove else 'tagged'} {named}"
            shown = counted(
                case, query, count, lambda case: case.to_tag(named, query, remove=remove), what, asks=not as_json
            )
            done = case.tag(named, *items, query=query, count=shown, remove=remove, why=why)
            _tell(done, f"{'no longer tagged' if remove else 'tagged'} {done['called']}:", as_json)
        else:
            _tags({"tags": case.tags(), "as_of": case.as_of}, as_json)


def _tags(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        answer(found)
        return
    for each in found["tags"]:
        retired = ", offered no longer" if each["retired"] else ""
        say(show(f"{each['called']}: {words.items(each['items'])}{retired} (entry {each['tag']})"))
    count = len(found["tags"])
    say(
        f"{count:,} tag{'' if count == 1 else 's'}" if count else 'no tag yet: muniment review tag --define "List/Name"'
    )


@click.command()
@click.argument("said", nargs=-1, metavar="[FIELD=VALUE ITEM...]")
@QUERY
@COUNT
@_remove
@_undo
@_why
@as_json
@click.pass_obj
def code(
    asked: Asked,
    said: tuple[str, ...],
    query: str,
    count: int | None,
    remove: bool,
    undo: int | None,
    why: str,
    as_json: bool,
) -> None:
    """Say what else items are: sensitive=yes (with --why), privileged, assists, used. Without a further word: how many are.

    privileged and assists are yes or no; assists is whether it may undermine the case for the prosecution or assist the
    case for the accused. used is used or unused.
    """
    if (undo is not None) and (said or query):
        raise AskedWrong("an entry is undone as a whole", "--undo", "give the entry, and no more")
    with the_case(asked) as case:
        if undo is not None:
            _tell(case.undo_code(undo, why), f"entry {undo} is undone, of", as_json)
        elif said:
            (field, value), items = _field(said[0]), said[1:]
            what = f"{'no longer ' if remove else ''}{field}={value}"
            shown = counted(
                case,
                query,
                count,
                lambda case: case.to_code(field, value, query, why=why, remove=remove),
                what,
                asks=not as_json,
            )
            done = case.code(field, value, *items, why=why, query=query, count=shown, remove=remove)
            _tell(done, f"{what}:", as_json)
        else:
            _codes({"codes": case.codes(), "as_of": case.as_of}, as_json)


def _field(said: str) -> tuple[str, str]:
    """The field and the value, of which a field that has but one needs none."""
    field, equals, value = said.partition("=")
    alone = [values[0] for each, values in VALUES.items() if each.value == field and len(values) == 1]
    return field, value if equals or not alone else alone[0]


def _codes(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        answer(found)
        return
    for field, values in found["codes"].items():
        say("; ".join(f"{field}={value}: {words.items(count)}" for value, count in values.items()))


@click.command()
@click.argument("item")
@click.argument("text", required=False)
@click.option("--file", "source", type=PATH, metavar="FILE", help="UTF-8 text. Without TEXT and FILE, standard input.")
@click.option(
    "--read-to-end", "to_end", is_flag=True, help="State that you read the item to its end, in place of a note."
)
@as_json
@click.pass_obj
def note(asked: Asked, item: str, text: str | None, source: Path | None, to_end: bool, as_json: bool) -> None:
    """Write a note on an item; it may have any number of them. Or state that you read it to its end."""
    if to_end and (text is not None or source is not None):
        raise AskedWrong("a statement has no text", "--read-to-end", "write the note by itself")
    with the_case(asked) as case:
        done = case.read_to_end(item) if to_end else case.note(item, _text(text, source))
    _say(done, f"you read {item} to its end" if to_end else f"your note on {item}", as_json)


def _text(text: str | None, source: Path | None) -> str:
    if text is not None:
        return text
    if source is not None:
        from muniment.intake.settle import words_of  # noqa: PLC0415

        return words_of(source)
    if sys.stdin.isatty():
        raise AskedWrong("where is the note", "", 'muniment review note ITEM "..."')
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AskedWrong(f"standard input is not UTF-8 (byte {error.start})", "", "give UTF-8 text") from None


@click.command()
@click.argument("item")
@as_json
@click.pass_obj
def history(asked: Asked, item: str, as_json: bool) -> None:
    """All that people said of an item while they reviewed, in order; what was taken back or undone is there too."""
    with the_case(asked) as case:
        found = case.reviewed(item) | {"seen": list(case.pages_seen(item))}
        case.consulted("history-shown", {"on": item})
    if as_json:
        answer(found)
        return
    for each in found["history"]:
        text = each.get("note") or each.get("why") or each.get("text")
        say(
            show(
                f"entry {each['entry']}  {each['at'][:16].replace('T', ' ')}  {each['by']}  {_did(each)}{f': {text}' if text else ''}"
            )
        )
    judged = "people differ" if found["differ"] else found["judgement"] or "judged by nobody"
    say(f"{item}  {judged}")


def _did(each: dict[str, Any]) -> str:
    match each["do"]:
        case "judged":
            back = f" (taken back by entry {each['taken_back']})" if each["taken_back"] is not None else ""
            return f"judged {each['judgement']}{', to decide' if each['decides'] else ''}{back}"
        case "coded":
            what = f"tag {each['tag']}" if each["field"] == "tag" else f"{each['field']}={each['value']}"
            undone = f" (undone by entry {each['undone']})" if each["undone"] is not None else ""
            return f"{'removed ' if each['remove'] else ''}{what}{undone}"
        case "taken-back" | "code-undone":
            return f"{'took back' if each['do'] == 'taken-back' else 'undid'} entry {each['of']}"
        case "overtaken-answered":
            return f"answered entry {each['of']}: {each['answer']}"
        case "read-to-end":
            return "read it to its end"
    return str(each["do"])


def _tell(done: dict[str, Any], what: str, as_json: bool) -> None:
    _say(done, f"{what} {done.get('item') or words.items(done['count'])}", as_json)


def _say(done: dict[str, Any], what: str, as_json: bool) -> None:
    if as_json:
        answer(done)
    else:
        say(show(f"entry {done['entry']}: {what}"))
