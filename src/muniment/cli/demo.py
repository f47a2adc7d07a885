"""`muniment demo`: the made-up case, built, taken in, accounted for and searched."""

import hashlib
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import click

import muniment
from muniment.case import Case
from muniment.cli import words
from muniment.cli.door import PATH, Asked, answer, as_json, say
from muniment.cli.progress import Teller
from muniment.errors import NotEmpty
from muniment.names.display import show
from muniment.store.place import key_path

SENDER, RECEIVED = "Example Constabulary", date(2026, 3, 3)
QUERIES = ('"postal ballot" AND collected near/5 estate', "canvass* AND estate", "type:pdf AND grant")


@click.command()
@click.option(
    "--at", type=PATH, default=Path("demo-case"), show_default=True, metavar="DIR", help="The folder of the case."
)
@click.option(
    "--size",
    type=click.Choice(["small", "medium", "large"]),
    default="small",
    show_default=True,
    help="How many papers.",
)
@as_json
@click.pass_obj
def demo(asked: Asked, at: Path, size: str, as_json: bool) -> None:
    """Build the case of a borough that does not exist, take it in, and show what can be asked of it.

    Its made-up papers lie beside it, in DIR-evidence. Where both are there and made by this version, nothing is made again.
    """
    evidence = at.with_name(f"{at.name}-evidence")
    fresh = _make(asked, at, evidence, size)
    with Case.open(at, by=asked.by, signing_key=asked.key, door="demo") as case:
        said = case.account()
        found = [case.search(query, limit=3) for query in QUERIES]
    if as_json:
        answer({"case": said["case"], "evidence": str(evidence), "made": fresh, "account": said, "searches": found})
        return
    _tell(at, evidence, said, found)


def _make(asked: Asked, at: Path, evidence: Path, size: str) -> bool:
    """Make papers and case, unless this version of the code has made them already; says whether it did."""
    mark = evidence / "made.json"
    wanted = {"size": size, "code": _code(), "case": str(at.resolve())}
    made = _made(mark)
    if made is not None and made.get("done") and {key: made.get(key) for key in wanted} == wanted and at.is_dir():
        return False
    _clear(at, evidence, made)
    evidence.mkdir(parents=True)
    mark.write_text(json.dumps(wanted) + "\n")
    from muniment.demo import build  # noqa: PLC0415 - it is large, and most runs need none of it

    build(evidence / "papers", size)
    with Case.new("Eastmere mayoral election", at, by=asked.by, signing_key=asked.key) as case, Teller() as tell:
        mark.write_text(json.dumps({**wanted, "id": case.id}) + "\n")
        case.intake(evidence / "papers", SENDER, RECEIVED, progress=tell)
        mark.write_text(json.dumps({**wanted, "id": case.id, "done": True}) + "\n")
    return True


def _made(mark: Path) -> dict[str, Any] | None:
    try:
        said = json.loads(mark.read_text())
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def _clear(at: Path, evidence: Path, made: dict[str, Any] | None) -> None:
    """Remove what an earlier demo made here, and nothing that it did not make.

    Raises: NotEmpty.
    """
    if made is not None and made.get("case") == str(at.resolve()):
        if "id" in made:
            key_path(str(made["id"])).unlink(missing_ok=True)
        for folder in (at, evidence):
            shutil.rmtree(folder, ignore_errors=True)
    for folder in (at, evidence):
        if folder.exists():
            raise NotEmpty("there is something in that folder that no demo made", str(folder), "name another with --at")


def _code() -> str:
    """A hash of the code that makes and takes in: another version makes the demo again."""
    found = hashlib.sha256()
    root = Path(muniment.__file__).parent
    for path in sorted(root.rglob("*.py")):
        found.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return found.hexdigest()


def _tell(at: Path, evidence: Path, said: dict[str, Any], found: list[dict[str, Any]]) -> None:
    program = "./go run" if Path("go").is_file() else "muniment"
    front = f"{program} --case {show(str(at))}"
    say(
        f"{show(said['case']['title'])}: made-up papers in {show(str(evidence / 'papers'))}, the case in {show(str(at))}",
        "",
    )
    for each in found:
        say(f"{front} search '{each['query']}'")
        for hit in each["hits"]:
            say(f"  {hit['item']}  {show(hit['name'])}", f"      {show(' '.join(hit['snippet'].split()))}")
        say(f"  {each['total']:,} found; {each['not_searchable']:,} items could not be searched", "")
    item = next((hit["item"] for each in found for hit in each["hits"]), "ITM-000001")
    say(
        "The account",
        *words.states(said["states"]),
        "",
        "What to type next:",
        f"  {front} account --items        which items need a person, and why",
        f"  {front} show {item}       one item: text, family, custody",
        f"  {front} verify                 every byte and every entry, offline",
        "",
        f"{words.balance(said)}; {words.opened(said)}",
    )
