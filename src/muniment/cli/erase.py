"""`muniment erase`: items that the law says must go, and every trace of them but that they were there."""

import sys
from typing import TYPE_CHECKING, Any

import click

from muniment.cli.door import Asked, answer, as_json, say, the_case
from muniment.errors import AskedWrong, Interrupted
from muniment.model import words
from muniment.names.display import show

if TYPE_CHECKING:
    from muniment.case import Case  # opened where it is used: help needs none of it

_WHY = {"asked": "named", "same-bytes": "the same bytes", "holds": "holds the same bytes"}
_ALONE = "single-user rule: one person decided alone; the ledger says so, and why"


@click.command()
@click.argument("items", nargs=-1, required=True, metavar="ITEM...")
@click.option(
    "--authority", metavar="TEXT", help="By what law or order. Without it: what would go is listed, and nothing goes."
)
@click.option("--agreed-by", "agreed", multiple=True, metavar="NAME", help="Who agreed: two persons, so give it twice.")
@click.option("--alone", default="", metavar="WHY", help="Why one person decides alone, where nobody else works here.")
@click.option(
    "--with", "others", multiple=True, metavar="ITEM,...", help="What goes too: each that has or holds the bytes."
)
@click.option(
    "--successor", multiple=True, metavar="ITEM=ITEM", help="What takes the place of one of them: a redacted copy."
)
@click.option(
    "--may-stay", multiple=True, metavar="ITEM", help="A member whose bytes may stay where else they are: a logo."
)
@click.option(
    "--word", "wanted", multiple=True, metavar="TEXT", help="Erase what people wrote with these words too: a name."
)
@click.option(
    "--count", type=click.IntRange(min=1), metavar="N", help="How many items you were shown. A script gives it."
)
@as_json
@click.pass_obj
def erase(
    asked: Asked,
    items: tuple[str, ...],
    authority: str | None,
    agreed: tuple[str, ...],
    alone: str,
    others: tuple[str, ...],
    successor: tuple[str, ...],
    may_stay: tuple[str, ...],
    wanted: tuple[str, ...],
    count: int | None,
    as_json: bool,
) -> None:
    """Erase items by law, with all that has or holds their bytes. They stay as numbers; their content is gone.

    Without --authority it lists what would go. Two persons agree; both are named in the ledger.
    """
    with the_case(asked) as case:
        if authority is None:
            if agreed or alone or others or successor or count is not None:
                raise AskedWrong("an erasure needs an authority", "--authority", "say by what law or order")
            listed = case.to_erase(*items, may_stay=may_stay, words=wanted)
            _told(listed, as_json=as_json)
            return
        if count is None:
            count = _asked_for(case, items, may_stay, asks=sys.stdin.isatty() and not as_json)
        said = case.erase(
            *items,
            authority=authority,
            agreed_by=agreed,
            alone=alone,
            others=[each for some in others for each in some.split(",") if each],
            successor=successor,
            may_stay=may_stay,
            words=wanted,
            count=count,
        )
    if as_json:
        answer(said)
        return
    if said["alone"]:
        say(_ALONE)
    removed = said["removed"]
    say(
        f"entry {said['entry']}: {words.items(said['items'])} erased: {removed['originals']:,} originals"
        f" ({removed['bytes']:,} bytes), {removed['readings']:,} files of readings, {said['values']:,} sealed values,"
        f" {said['access_values']:,} in the access log"
    )
    _elsewhere(said)


def _asked_for(case: "Case", items: tuple[str, ...], may_stay: tuple[str, ...], *, asks: bool) -> int:
    """Show the count, and have it confirmed.

    Raises: Interrupted, where the person does not; AskedWrong, where nobody can be asked.
    """
    listed = case.to_erase(*items, may_stay=may_stay)
    count = int(listed["items"])
    if not asks:
        raise AskedWrong(
            f"{words.items(count)} would be erased", ", ".join(items), f"look at them; --count {count} erases them"
        )
    _told(listed, as_json=False)
    if not click.confirm(f"{words.items(count)} would be erased, and cannot be had back. Erase them?", err=True):
        raise Interrupted("nothing was erased", ", ".join(items), "look at them with muniment show")
    return count


def _told(said: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        answer(said)
        return
    for each in said["families"]:
        aside = f", {each['aside']}" if each["aside"] else ""
        of = f"; the list of {each['list_of']}" if each["list_of"] else ""
        through = f" in {', '.join(each['through'][:6])}" if each["through"] and each["why"] != "asked" else ""
        say(
            f"{each['item']}  {show(each['path'])}",
            f"  {_WHY[each['why']]}{through}; {words.items(each['items'])} of {each['bundle']}{aside}{of}",
        )
    say(
        f"{words.items(said['items'])} would be erased, with {said['values']:,} sealed values of the ledger, of which"
        f" {said['values_elsewhere']:,} are of other things and name them, and {said['access_values']:,} of the access log"
    )
    if said["common_names"]:
        some = ", ".join(show(each) for each in said["common_names"][:6])
        say(f"not looked for, because other things are called so too: {some}. --word looks for it all the same")
    if said["named_in"]:
        say(f"named in the text of {', '.join(said['named_in'][:20])}, which stay unless they are named")
    if said["same_words"]:
        some = ", ".join(said["same_words"][:20])
        say(f"the same words in other bytes, which stay unless they are named: {some}")
    if said["not_looked_into"]:
        say(f"{words.items(said['not_looked_into'])} could not be looked into, and may hold the same bytes")
    _elsewhere(said)


def _elsewhere(said: dict[str, Any]) -> None:
    """What an erasure here does not reach."""
    found = said["elsewhere"]
    for each in found["backups"]:
        say(f"has it still: the backup of {each['at']} in {show(str(each['to'] or '[erased]'))}")
    for each in found["saved"]:
        say(
            f"has it still: {each['item']} as {show(str(each['by']))} saved it (access log entry {each['access_entry']})"
        )
    for each in found["exports"]:
        say(f"may have it still: the table of {each['at']} in {show(str(each['to'] or '[erased]'))}")
    for each in found["receipts"]:
        say(f"a receipt was given for {each['bundle']} (entry {each['entry']})")
    say(*(f"not reached: {each}" for each in found["says"]))
