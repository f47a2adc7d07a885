"""`muniment thread`: the mails that a mail belongs with, and what is missing between them."""

from typing import Any

import click

from muniment.cli.door import Asked, answer, as_json, say, the_case
from muniment.cli.duplicates import held
from muniment.cli.progress import Teller
from muniment.names.display import show

_WHY = {
    "referred-to": "placed by what others refer to",
    "thread-index": "placed by Outlook's conversation index",
    "subject": "BY ITS SUBJECT ALONE",
}
_DEEPEST = 20  # levels that are indented; deeper ones stand at the same place


@click.command()
@click.argument("item")
@click.option("--subjects", is_flag=True, help="Bind mails by their subject as well. It is a guess, and marked.")
@as_json
@click.pass_obj
def thread(asked: Asked, item: str, subjects: bool, as_json: bool) -> None:
    """Show the mails that a mail belongs with: each below the one it answers, by date, with what is missing.

    What is attached to a mail leads to that mail's thread.
    """
    with the_case(asked) as case:
        with Teller() as how_far:
            said = case.thread(item, subjects=subjects, progress=how_far)
        case.consulted("threaded", {"on": item})
    if as_json:
        answer(said)
        return
    for node in said["thread"]:
        say(_line(node, said["mail"]))
    if not said["whole"]:
        say("There is more: what belongs to it was not followed to its end")
    say(f"{_count(said['mails'], 'mail')}, {said['missing']:,} missing" + held(said))


def _line(node: dict[str, Any], asked: str) -> str:
    indent = "  " * min(node["depth"], _DEEPEST)
    if node["missing"]:
        by = f", named by {', '.join(node['referred_by'])}" if node["referred_by"] else ""
        name = f"<{node['message_id']}>" if node["message_id"] else "the first of a conversation"
        if node["message_id"] is None and node["parent"] is not None:
            name = "an answer in the conversation"
        return show(f"{indent}MISSING  {name}{by}{_notes(node)}")
    mark = " <- asked" if asked in node["items"] else ""
    copies = f" (and {', '.join(node['items'][1:])})" if len(node["items"]) > 1 else ""
    copies += ", which differ" if node["copies_differ"] else ""
    told = "; ".join(filter(None, [node["date"] or "no date", node["from"] or "", node["subject"] or "no subject"]))
    return show(f"{indent}{node['item']}{copies}  {told}{_notes(node)}{mark}")


def _notes(node: dict[str, Any]) -> str:
    """What is unusual about the place of a node."""
    indexed = node["conversation_index"] is not None
    notes = [_WHY["thread-index"]] if indexed else [_WHY[node["why"]]] if node["why"] in _WHY and node["item"] else []
    notes += ["cut loose: it would follow itself"] if node["circle"] else []
    notes += [f"{node['references_cut']:,} of its references left out"] if node["references_cut"] else []
    return f"  [{'; '.join(notes)}]" if notes else ""


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")
