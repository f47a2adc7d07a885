"""`muniment show`: one item with all that is known of it."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from muniment.cli.door import PATH, Asked, answer, as_json, logged, say, the_case
from muniment.errors import AskedWrong, Refused
from muniment.model.reason import REASONS
from muniment.model.words import STATES, scanned
from muniment.model.words import size as bytes_of
from muniment.names.display import show as safe
from muniment.names.display import show_text

if TYPE_CHECKING:
    from muniment.case import Case  # opened where it is used: help needs none of it

_NOTHING_MORE = {
    "none.blank",
    "none.empty-file",
    "none.container",
}  # whoever sees that there is no text has seen it all
_BY_PAGE = "ocr"  # a fact that is told page by page


@click.command()
@click.argument("item")
@click.option("--reading", metavar="HASH", help="An older reading of it.")
@click.option("--save", type=PATH, metavar="FILE", help="Write its bytes to this new file, held against their hash.")
@as_json
@click.pass_obj
def show(asked: Asked, item: str, reading: str | None, save: Path | None, as_json: bool) -> None:
    """Show an item: its text, facts, family and custody.

    On a terminal the ledger then says that you opened it, where there was something to see; a pipe and --json do not open it.
    """
    with the_case(asked) as case:
        if save is not None and reading is not None:
            raise AskedWrong("--save gives the bytes, --reading a text", "", "choose one")
        if save is not None:
            hashed = case.save(item, save)
            if as_json:
                answer({"item": item, "saved": str(save), "sha256": hashed, "as_of": case.as_of})
            else:
                say(f"{item}: saved as {safe(str(save))}, SHA-256 {hashed}")
            return
        said = case.item(item, reading)
        case.consulted("showed", {"on": item})
        if as_json:
            answer(said | {"access_log": str(case.access_log)})
            return
        _tell(said)
        say(*logged(case))
        if sys.stdout.isatty() and (said["pages"] or said["state"] in _NOTHING_MORE):
            _opened(case, item, reading)


def _opened(case: "Case", item: str, reading: str | None) -> None:
    """Record that its content was before a person; where that cannot be, the person is told, and has seen it all the same."""
    try:
        case.opened(item, how="terminal", reading=reading)
    except Refused as error:
        click.echo(f"muniment: it is not recorded that you opened it: {safe(str(error))}", err=True)


def _tell(said: dict[str, Any]) -> None:
    size = "no bytes here" if said["bytes"] is None else bytes_of(said["bytes"])
    say(f"{said['id']}  {safe(said['path'])}", f"  {size}, {said['type'] or 'type not known'}")
    state = f"  {said['state']}: {STATES[said['state']]}"
    if said["reason"] and said["reason_says"] != STATES[said["state"]]:
        state += f" ({safe(said['reason_says'] or said['reason'])})"
    say(state)
    if said["next"]:
        say(f"  Next: {said['next']}")
    if said["sha256"]:
        say(f"  SHA-256 {said['sha256']}")
    if said["flags"]:
        say(f"  Flags: {', '.join(said['flags'])}")
    _family(said)
    names = [str(each["by"]) for each in said["opened"]]
    say(f"  Opened by {safe(', '.join(names))}" if names else "  Opened by nobody")
    _people(said)
    if said["facts"]:
        facts = ((name, value) for name, value in said["facts"].items() if name != _BY_PAGE)
        say("Facts", *(f"  {safe(name)}: {safe(_plain(value))}" for name, value in facts))
    if said["facts"].get(_BY_PAGE):
        say("Words recognised", *(safe(_recognised(page)) for page in said["facts"][_BY_PAGE]))
    say("Custody", *(_act(act) for act in said["custody"]))
    say("Text")
    for page in said["pages"]:
        if page["page"] or page["label"]:
            heading = " ".join(
                [f"page {page['page']}"] * bool(page["page"]) + [safe(page["label"])] * bool(page["label"])
            )
            say(f"-- {heading} --")
        say(show_text(page["text"]))
    if not said["pages"]:
        say("  none is had")


def _recognised(page: dict[str, Any]) -> str:
    """How sure the machine is of the words of a page, and what there is to doubt."""
    told = f"  page {page['page']}: "
    if page["state"].startswith("text."):
        told += f"{page['confidence']} % sure, {page['coverage']} % of the ink, {'+'.join(page['languages'])}"
        told += f", turned by {page['turn']}" if page["turn"] else ""
        return told + "".join(f"; {REASONS[f'ocr-{doubt}'].says}" for doubt in page["doubtful"])
    return told + (REASONS[page["reason"]].says if page["reason"] in REASONS else page["state"])


def _people(said: dict[str, Any]) -> None:
    """What people said of it, as theirs."""
    for each in said["settled"]:
        say(safe(f"  Settled as {each['as']} by {each['by']} (entry {each['entry']}): {each['why']}"))
    if said["box"]:
        box = said["box"]
        where = ", ".join(str(box[name]) for name in ("holder", "place", "ref") if box[name])
        seal = f"; seal {box['seal']}" if box["seal"] else ""
        say(safe(f"  On a shelf: {where}{seal}; {scanned(box)}"))
    for each in said["said"]:
        language = f", {each['language']}" if each["language"] else ""
        say(
            safe(
                f"  {each['kind'].capitalize()} by {each['by']}{language} (entry {each['entry']}), no part of the item:"
            )
        )
        say(*(f"    {line}" for line in show_text(each["text"]).splitlines()))


def _family(said: dict[str, Any]) -> None:
    if said["parent"]:
        say(f"  Inside {said['parent']}")
    if said["children"]:
        say(f"  Holds {_some(said['children'], len(said['children']))}")
    if not said["children_complete"]:
        declared = "an unknown number" if said["children_declared"] is None else said["children_declared"]
        say(f"  Its members are not all known: {said['children_recorded']} of {declared}")
    if said["duplicates"]:
        say(f"  The same bytes: {_some(said['duplicates'], said['duplicates_count'])}")


def _some(ids: list[str], count: int, most: int = 12) -> str:
    return ", ".join(ids[:most]) + (f" and {count - most:,} more" if count > most else "")


def _act(act: dict[str, Any]) -> str:
    more = " ".join(str(act[key]) for key in ("from", "received", "state", "reason", "reader", "how") if act.get(key))
    by = f" by {act['by']}" if act["by"] else ""
    more = _step(act) if act["do"].startswith("box-") else more
    more = _erasure(act) if act["do"] == "item-erased" else more
    return safe(f"  entry {act['entry']}, {act['at']}: {act['do']} {act['on']}{by} {more}".rstrip())


def _step(act: dict[str, Any]) -> str:
    """What happened to a thing on a shelf."""
    names = {
        "giver": "from",
        "holder": "to" if "giver" in act else "holder",
        "found": "seal found",
        "expected": "but on record",
    }
    keys = ("name", "giver", "holder", "place", "ref", "how", "found", "expected", "seal", "pages", "why")
    return "; ".join(
        f"{names.get(key, key)} {act[key] if act[key] is not None else '[erased]'}" for key in keys if key in act
    )


def _erasure(act: dict[str, Any]) -> str:
    """By what authority, who agreed, and what takes its place."""
    instead = f"; {act['successor']} takes its place" if act["successor"] else ""
    alone = f"; alone: {act['alone']}" if "alone" in act else ""
    return f"on {act.get('authority', '[erased]')}; agreed by {', '.join(act['agreed'])}{alone}{instead}"


def _plain(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 400 else f"{text[:400]} ... ({len(text):,} characters; --json gives all)"
