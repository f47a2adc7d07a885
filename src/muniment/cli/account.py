"""`muniment account`: what came in, and what became of every file of it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from muniment.cli.door import (
    BROKEN,
    DONE,
    NEEDS_PERSON,
    Asked,
    answer,
    as_json,
    as_lines,
    leave,
    logged,
    say,
    the_case,
)
from muniment.errors import AskedWrong
from muniment.model import words
from muniment.model.media import label
from muniment.model.reason import REASONS
from muniment.names.display import show

if TYPE_CHECKING:
    from muniment.case import Case  # opened where it is used: help needs none of it

GROUPS = 12  # kinds of what waits that a terminal names


@click.command()
@click.option("--items", is_flag=True, help="Every item, a line each.")
@click.option(
    "--check", is_flag=True, help="Compute the account again from the truth alone, and say what does not hold."
)
@click.option("--digest", is_flag=True, help="One hash for what became of everything.")
@as_json
@as_lines
@click.pass_obj
def account(asked: Asked, items: bool, check: bool, digest: bool, as_json: bool, as_lines: bool) -> None:
    """Say what came in and what became of it. Its last line is the balance."""
    with the_case(asked) as case:
        if items + check + digest > 1:
            raise AskedWrong("--items, --check and --digest are three questions", "", "ask one of them")
        if as_lines and not items:
            raise AskedWrong("--jsonl goes with --items", "", "muniment account --items --jsonl")
        if as_json and items:
            raise AskedWrong("items are given one a line", "", "muniment account --items --jsonl")
        if digest:
            _digest(case, as_json)
            return
        if items:  # their names are content; what goes before is how many of what came from whom
            case.consulted("items-listed")
        said = case.account() | {"access_log": str(case.access_log)}
        problems = case.check() if check else []
        if not as_json and not as_lines:
            say(*map(show, words.self_test(said["probes"])))
        if items:
            _items(case, as_lines)
        elif as_json:
            answer(said | {"ok": not problems, "problems": problems} if check else said)
        elif check:
            _checked(problems)
        else:
            _account(said)
        if not as_json and not as_lines:
            say(*logged(case))
    if not as_json and not as_lines:
        say(f"{words.balance(said)}; {words.opened(said)}")
    broken = bool(problems) or not said["balanced"] or bool(said["probes"]["failed"])
    leave(BROKEN if broken else NEEDS_PERSON if said["needs_person"] or said["unseen"] else DONE)


def _digest(case: "Case", as_json: bool) -> None:
    found = case.digest()
    if as_json:
        answer({"digest": found, "as_of": case.as_of})
    else:
        say(found)


def _items(case: "Case", as_lines: bool) -> None:
    for line in case.items():
        if as_lines:
            answer(line)
            continue
        known = REASONS.get(line["reason"]) if line["reason"] else None
        reason = known.says if known else show(line["reason"])
        because = "; ".join(filter(None, (reason, *(words.WAITS[name] for name in line["waits"]))))
        path = "[withdrawn]" if line["aside"] == "withdrawn" else show(line["path"])
        say(f"{line['id']}  {line['state']}{f' ({because})' if because else ''}  {path}")


def _checked(problems: list[dict[str, Any]]) -> None:
    for each in problems:
        say(f"does not hold: {show(str(each['what']))} ({show(str(each['where']))}). Next: {show(str(each['next']))}")
    if not problems:
        say("the account holds: computed again from ledger, sealed values, lists, originals and readings")


def _account(said: dict[str, Any]) -> None:
    about = said["case"]
    say(f"{show(about['title'])}  (case {about['id']}, {show(about['path'])})")
    for bundle in said["bundles"]:
        _bundle(bundle)
    if len(said["bundles"]) > 1:
        say("", "The whole case", *words.states(said["states"]))
    say("", *_sums(said), *map(_jump, said["clock"]))
    if not said["balanced"]:
        say("THE ACCOUNT DOES NOT BALANCE. Next: muniment account --check")
    _waiting(said["waiting"])
    if said["needs_person"]:
        say(f"{words.need(said['needs_person'])}: muniment account --items says which and why")
    if said["unseen"]:
        say(f"{words.unseen(said['unseen'])}: muniment opened, or muniment settle")


def _sums(said: dict[str, Any]) -> list[str]:
    """What people have done, in items and in distinct originals; nothing is said of what there is none of."""
    lines = []
    for name, what in words.SUMS.items():
        if said[name] or name in {"needs_person", "unseen"}:
            lines.append(f"  {said[name]:>9,}  {what} ({said['originals'][name]:,} distinct)")
    return lines


def _jump(jump: dict[str, int]) -> str:
    """A clock that jumped; the ledger's own time never goes back."""
    way = "back" if jump["clock"] < jump["expected"] else "ahead"
    said, expected = (
        f"{datetime.fromtimestamp(jump[name] // 1_000_000, UTC):%Y-%m-%d %H:%M} UTC" for name in ("clock", "expected")
    )
    return (
        f"the clock of the machine jumped {way} (entry {jump['entry']}): it said {said}, where {expected} was expected"
    )


def _waiting(groups: list[dict[str, Any]]) -> None:
    for name in ("needs_person", "unseen"):
        found = [group for group in groups if group["sum"] == name]
        if found:
            say("", f"{words.SUMS[name].capitalize()}:")
        for group in found[:GROUPS]:
            next_ = f". Next: {show(group['next'])}" if group["next"] else ""
            because = show(group["says"] or group["reason"] or group["state"])
            say(f"  {group['items']:>9,}  {label(group['type']) or 'things'}: {because}{next_}")
        if len(found) > GROUPS:
            rest = sum(group["items"] for group in found[GROUPS:])
            say(f"  {rest:>9,}  of {len(found) - GROUPS:,} more kinds: muniment account --json lists them")
    if groups:
        say("")


def _bundle(bundle: dict[str, Any]) -> None:
    more = f", supplements {bundle['supplements']}" if bundle.get("supplements") else ""
    more += f", the sender's list of {bundle['list_of']}" if bundle["list_of"] else ""
    more += ", HELD" if bundle["held"] else ", WITHDRAWN: in no other count" if bundle["withdrawn"] else ""
    say(
        "",
        f"{bundle['id']}  from {show(bundle['from'])}, received {bundle['received']}{more}: {words.files(bundle['files'])}",
        *(show(f"  {each['as']} by {each['by']} (entry {each['entry']}): {each['why']}") for each in bundle["said"]),
        *words.states(bundle["states"]),
        *_custody(bundle),
        f"  {words.balance(bundle)}",
        *([f"  {words.listed(bundle['list'])}"] if bundle["list"] else []),
        f"  {words.opened(bundle)}",
    )
    for what in ("appeared", "gone", "changed"):
        names = bundle.get(what) or []
        if names:
            say(
                f"  {what} since it was counted: {', '.join(show(name) for name in names[:5])}{' ...' * (len(names) > 5)}"
            )


def _custody(bundle: dict[str, Any]) -> list[str]:
    """Which way it came, and what nobody has said of it."""
    said = bundle["brought"]
    told = [
        f"{name} {value if isinstance(value, str) else ', '.join(value)}"
        for name in ("origin", "via", "by", "how", "ref")
        if (value := said[name]) and (name not in bundle["gaps"] or (name == "via" and len(value) > 1))
    ]
    gaps = f"gap in custody: {', '.join(bundle['gaps'])} not known" if bundle["gaps"] and bundle["files"] else ""
    return [f"  {show('; '.join(filter(None, (*told, gaps))))}"] if told or gaps else []
