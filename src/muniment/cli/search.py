"""`muniment search`: find items by their words."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from muniment.cli import facets, found, savedsearch
from muniment.cli.door import BROKEN, PATH, WHOLE, Asked, answer, as_json, as_lines, leave, say, the_case
from muniment.errors import AskedWrong
from muniment.model import words
from muniment.names.display import show
from muniment.search import export

if TYPE_CHECKING:
    from muniment.case import Case  # opened where it is used: help needs none of it


@dataclass(frozen=True, slots=True)
class _Wish:
    """What was asked for."""

    query: str
    names: bool
    facets: bool
    unsearched: bool
    limit: int
    offset: int
    record: Path | None
    save: str | None
    about: dict[str, Any] = field(default_factory=dict)  # the saved search that this is


@click.command()
@click.argument("query", required=False)
@click.option("--limit", type=WHOLE, default=20, show_default=True, help="How many hits.")
@click.option("--offset", type=WHOLE, default=0, help="How many hits to pass over.")
@click.option("--unsearched", is_flag=True, help="List what could not be searched, or only in part, and why.")
@click.option("--names", is_flag=True, help="Look for people's names in all the ways they are written.")
@click.option("--facets", "faceted", is_flag=True, help="Count what was found by bundle, type, year and so on.")
@click.option("--record", type=PATH, metavar="FILE", help="Write a signed record of this search to this new file.")
@click.option("--csv", type=PATH, metavar="FILE", help="Write every hit as a table to this new file.")
@click.option("--xlsx", type=PATH, metavar="FILE", help="Write every hit as a workbook to this new file.")
@click.option("--save", metavar="NAME", help="Keep this search under a name.")
@click.option("--saved", metavar="NAME", help="Run the search of this name, as it would be typed now.")
@click.option("--list-saved", is_flag=True, help="List the searches that are saved.")
@click.option("--forget", metavar="NAME", help="Offer the search of this name no longer.")
@as_json
@as_lines
@click.pass_obj
def search(
    asked: Asked,
    query: str | None,
    limit: int,
    offset: int,
    unsearched: bool,
    names: bool,
    faceted: bool,
    record: Path | None,
    csv: Path | None,
    xlsx: Path | None,
    save: str | None,
    saved: str | None,
    list_saved: bool,
    forget: str | None,
    as_json: bool,
    as_lines: bool,
) -> None:
    """Find items by their words.

    Words side by side mean AND; AND, OR, NOT are in capitals and brackets nest; "a phrase", word*, word~1, a near/5 b;
    from: to: name: date:2014-05.. bytes:..20kB type: bundle: state: look in one field; opened:nobody opened:NAME
    judged:relevant tag:NAME sensitive:yes privileged:yes assists:yes used:unused settled:nobody ask what people said.
    --jsonl gives every hit; with --unsearched it gives what could not be searched instead.
    """
    _one_question(query, saved, forget, list_saved=list_saved)
    out = export.chosen(csv, xlsx)
    if as_json and as_lines:
        raise AskedWrong("--json or --jsonl", "", "choose one")
    if as_lines and (record is not None or out is not None):
        raise AskedWrong("--jsonl streams hits, and a file has an answer of its own", "", "use --json")
    if out is not None and (record is not None or unsearched):
        raise AskedWrong("a table has every hit and nothing else", "", "ask for --record or --unsearched by itself")
    if save is not None and query is None:
        raise AskedWrong("there is no search to save", "--save", 'muniment search "..." --save NAME')
    if saved is not None and names:
        raise AskedWrong("whether names are expanded is kept with a saved search", "--names", "leave it out")
    if (list_saved or forget is not None) and (out or record or faceted or unsearched or names):
        raise AskedWrong("this searches for nothing", "", "give --list-saved or --forget NAME by itself")
    with the_case(asked) as case:
        if save is not None:
            case.free_name(save)  # before anything is written
        if list_saved:
            savedsearch.listed(case, as_json=as_json, as_lines=as_lines)
            return
        if forget is not None:
            savedsearch.forget(case, forget, as_json=as_json or as_lines)
            return
        about = case.saved_search(saved) if saved is not None else {}
        text, named = (about["query"], about["names"]) if about else (query or "", names)
        wish = _Wish(text, named, faceted, unsearched, limit, offset, record, save, about)
        if as_lines:
            tested = _lines(case, wish)
        elif out is not None:
            tested = _table(case, wish, out, "csv" if csv else "xlsx", as_json=as_json)
        else:
            tested = _answer(case, wish, as_json=as_json)
    if tested["failed"]:
        leave(BROKEN)


def _one_question(query: str | None, saved: str | None, forget: str | None, *, list_saved: bool) -> None:
    asked = sum(one is not None for one in (query, saved, forget)) + list_saved
    if asked != 1:
        what = "there is nothing to search for" if not asked else "these are several questions"
        raise AskedWrong(what, "", "a query, or one of --saved NAME, --list-saved, --forget NAME")


def _answer(case: "Case", wish: _Wish, *, as_json: bool) -> dict[str, Any]:
    """Some of the hits, with all that was asked for beside them."""
    said = case.search(wish.query, wish.limit, wish.offset, names=wish.names, facets=wish.facets)
    case.consulted("searched", {"total": said["total"]}, [("query", wish.query)])
    if wish.unsearched:
        said["unsearched"] = list(case.unsearched())
    if wish.record is not None:
        # of the very same search: whatever widens it above must be said here too
        made = case.record_search(wish.query, wish.record, names=wish.names)
        said["record"] = {"path": made["path"], "entry": made["entry"]}
    said |= _saving(case, wish)
    if as_json:
        answer(said)
    else:
        found.tell(said, wish.offset)
    return dict(said["probes"])


def _saving(case: "Case", wish: _Wish) -> dict[str, Any]:
    """What is said of the saved search that this is, or becomes."""
    if wish.save is not None:
        return {"saved": case.save_search(wish.save, wish.query, names=wish.names)}
    return {"saved": wish.about} if wish.about else {}


def _facets(case: "Case", wish: _Wish) -> dict[str, Any]:
    return {"facets": case.facets(wish.query, names=wish.names)["facets"]} if wish.facets else {}


def _lines(case: "Case", wish: _Wish) -> dict[str, Any]:
    """Every hit, or all that could not be searched; all else that an answer says goes to the other stream, in words."""
    of, hits = case.search_whole(wish.query, names=wish.names)
    case.consulted("searched", {}, [("query", wish.query)])
    of |= _facets(case, wish) | _saving(case, wish)
    beside = [*words.self_test(of["probes"]), *found.expanded(of), *facets.lines(of.get("facets", {}))]
    for line in (*beside, *found.saved(of)):
        click.echo(show(line), err=True)
    total = 0
    for hit in case.unsearched() if wish.unsearched else hits:
        answer(hit)
        total += 1
    click.echo(f"{total:,} {'not searched whole' if wish.unsearched else 'found'}. {found.coverage(of)}", err=True)
    return dict(of["probes"])


def _table(case: "Case", wish: _Wish, out: Path, kind: str, *, as_json: bool) -> dict[str, Any]:
    """Every hit in a file, with what they are all of."""
    said, hits = case.search_whole(wish.query, names=wish.names)
    case.consulted("exported", {"total": said["total"]}, [("query", wish.query), ("to", str(out))])
    about = export.about((case.title, case.id), said)
    count = export.table(out, kind, "found", export.HEADING, export.rows(hits), about)
    said |= {"exported": {"path": str(out), "rows": count}} | _facets(case, wish) | _saving(case, wish)
    del said["hits"]
    if as_json:
        answer(said)
    else:
        say(*map(show, words.self_test(said["probes"])), *found.expanded(said))
        say(*facets.lines(said.get("facets", {})))
        say(*found.saved(said), show(f"written: {out}, {words.lines(count)}"))
        say(f"{said['total']:,} found. {found.coverage(said)}")
    return dict(said["probes"])
