"""`muniment demo`: the made-up case, built, taken in with the sender's list, accounted for, read, proved and searched."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

import muniment
from muniment.cli.door import PATH, Asked, answer, as_json, say
from muniment.cli.progress import Teller
from muniment.errors import NotEmpty
from muniment.model import words
from muniment.names.display import show
from muniment.store.place import key_path, outside

QUERIES = {  # and how many hits of each are shown
    '"postal ballot" AND collected near/5 estate': 2,
    "type:pdf AND grant": 2,
    '"notice of poll" OR নোটিশ OR إعلان': 3,
}


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
    """Build the case of a borough that does not exist, take it in with its list, and show what can be asked of it.

    Its made-up papers lie beside it, in DIR-evidence. Where both are there and made by this version, nothing is made again.
    """
    from muniment.case import Case  # noqa: PLC0415

    evidence = at.with_name(f"{at.name}-evidence")
    fresh, receipt = _make(asked, at, evidence, size)
    with Case.open(at, by=asked.by, signing_key=asked.key, door="demo") as case:
        said, boxes = case.account(), case.boxes()
        found = [case.search(query, limit=limit) for query, limit in QUERIES.items()]
    if as_json:
        about = {"case": said["case"], "evidence": str(evidence), "made": fresh, "receipt": receipt}
        answer(about | {"account": said, "boxes": boxes, "searches": found})
        return
    _tell_found(at, evidence, said, found)
    _tell_account(said, boxes, receipt)
    _tell_next(at, said, found)


def _make(asked: Asked, at: Path, evidence: Path, size: str) -> tuple[bool, list[str]]:
    """Make papers and case, unless this version of the code has made them already, with as much to read them.

    Says whether it did, and where the receipt lies.
    """
    outside(evidence)
    mark = evidence / "made.json"
    wanted = {"size": size, "code": _code(), "reads": _reads(), "case": str(at.resolve())}
    made = _made(mark)
    if made is not None and made.get("done") and {key: made.get(key) for key in wanted} == wanted and at.is_dir():
        return False, list(made["receipt"])
    _clear(at, evidence, made)
    evidence.mkdir(parents=True)
    mark.write_text(json.dumps(wanted) + "\n")
    from muniment.case import Case  # noqa: PLC0415 - they are large, and most runs need none of it
    from muniment.cli.demoacts import take_in  # noqa: PLC0415
    from muniment.cli.demoproof import again, known  # noqa: PLC0415
    from muniment.cli.demoreview import FIRST, review  # noqa: PLC0415
    from muniment.demo import build  # noqa: PLC0415

    truth = build(evidence / "papers", size)
    with (
        Case.new("Eastmere mayoral election", at, by=asked.by, signing_key=asked.key, door="demo") as case,
        Teller() as tell,
    ):
        mark.write_text(json.dumps({**wanted, "id": case.id}) + "\n")
        bundle, receipt = take_in(case, evidence, truth, tell)
        case.prove.name_decider(FIRST, "She leads the reading of the volumes.")
        known(at, asked.key)
        review(at, asked.key)
        again(at, asked.key, bundle)
        mark.write_text(json.dumps({**wanted, "id": case.id, "receipt": receipt, "done": True}) + "\n")
    return True, receipt


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
    for path in sorted(path for ending in ("*.py", "*.png", "*.yaml") for path in root.rglob(ending)):
        found.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return found.hexdigest()


def _reads() -> list[str]:
    """What is installed that not everybody has, and the demo shows."""
    from muniment.intake.ocr import packs  # noqa: PLC0415

    extras = [name for name in ("tesserocr", "pypff", "pymediainfo") if find_spec(name)]
    return [*extras, *packs.available()]


def _front(at: Path) -> str:
    """How the next command begins."""
    return f"{'./go run' if Path('go').is_file() else 'muniment'} --case {show(str(at))}"


def _tell_found(at: Path, evidence: Path, said: dict[str, Any], found: list[dict[str, Any]]) -> None:
    say(
        f"{show(said['case']['title'])}: made-up papers in {show(str(evidence / 'papers'))}, the case in {show(str(at))}",
        "",
    )
    for each in found:
        say(f"{_front(at)} search '{each['query']}'")
        for hit in each["hits"]:
            say(f"  {hit['item']}  {show(hit['name'])}", f"      {show(' '.join(hit['snippet'].split()))}")
        say(f"  {each['total']:,} found; {each['not_searchable']:,} items could not be searched", "")


def _tell_account(said: dict[str, Any], boxes: list[dict[str, Any]], receipt: list[str]) -> None:
    say("The account", *words.states(said["states"]), "")
    for bundle in said["bundles"]:
        if bundle["list"]:
            say(
                f"  {bundle['id']} from {show(bundle['from'])}: {words.files(bundle['files'])}, {words.balance(bundle)}",
                f"  {words.listed(bundle['list'])}",
            )
    say(*(f"  {show(_box(each))}" for each in boxes))
    say(
        f"  {words.need(said['needs_person'])}; {words.unseen(said['unseen'])}; {said['settled']:,} settled by a person",
        *(f"  the receipt for whoever brought it: {show(path)}" for path in receipt if path.endswith(".pdf")),
        "",
    )


def _box(each: Mapping[str, Any]) -> str:
    pages = "?" if each["pages"] is None else f"{each['pages']:,}"
    where = ", ".join(str(each[name]) for name in ("holder", "place") if each[name])
    return f"{each['name']}: {where}, seal {each['seal']}; pages scanned: {each['pages_scanned']:,} of {pages}"


def _tell_next(at: Path, said: dict[str, Any], found: list[dict[str, Any]]) -> None:
    front = _front(at)
    item = next((hit["item"] for each in found for hit in each["hits"]), "ITM-000001")
    say(
        "What to type next:",
        f"  {front} serve                  all of it in a browser, to be read and judged",
        f"  {front} account                what needs a person, grouped, with the next step",
        f"  {front} list show BUN-0001     each of the 27 volumes against what came",
        f"  {front} show {item}         one item: text, family, custody",
        f"  {front} prove decisions        a decision made without sight of the volumes, and what overtakes it",
        f"  {front} prove clocks           what ran out when, with its working",
        f"  {front} verify                 every byte and every entry, offline",
        "",
        f"{words.balance(said)}; {words.opened(said)}",
    )
