"""What is done with the made-up papers: taken in with the sender's list, and what people say of them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from muniment.case import Case
from muniment.demo.truth import Box, Said, Truth
from muniment.intake.progress import Tell, silent
from muniment.model.brought import Brought

SENDER, RECEIVED = "Example Constabulary", date(2026, 3, 3)
OCR = "eng,ben,ara"
_NOT_THERE = "asked the registry: not in the store, and signed out to nobody"
# nobody said who carried it: the account shows the gap
_BROUGHT = Brought("Eastmere incident room", ("Example Prosecution Service",), how="courier", ref="EX/7741")


def take_in(case: Case, evidence: Path, truth: Truth, progress: Tell = silent) -> tuple[str, list[str]]:
    """Take the papers of a folder in, and all that goes with them; returns the bundle and the files of its receipt."""
    papers, (listed, *_) = evidence / "papers", truth.beside
    said = case.intake(
        papers,
        SENDER,
        RECEIVED,
        brought=_BROUGHT,
        list_=evidence / listed.path.decode(),
        ocr=OCR,
        progress=progress,
    )
    bundle = str(said["bundle"]["id"])
    items = {row["path"]: row["id"] for row in case.items() if row["parent"] is None and row["bundle"] == bundle}
    for box in truth.boxes:
        _shelve(case, box, [items[path] for path in box.scans])
    for volume in truth.volumes:
        if volume.fate == "missing":
            case.list_missing(bundle, volume.number, _NOT_THERE)
    written: list[str] = case.receipt(bundle, evidence / "receipt")["written"]
    if truth.said:
        _say(case, truth.said, items[truth.said.film])
    return bundle, written


def _shelve(case: Case, box: Box, scans: Sequence[str]) -> None:
    """A box is added, and what became of it is recorded."""
    item = case.box_add(box.name, box.holder, place=box.place, seal=box.seal, pages=box.pages)["item"]
    if box.moved:
        holder, place, seal, why = box.moved
        case.box_move(item, box.holder, holder, place=place, seal=seal, why=why)
    if box.opened:
        how, found, seal = box.opened
        case.box_open(item, how, found=found, seal=seal)
    if scans:
        case.box_scanned(item, scans, why="scanned by the registry")


def _say(case: Case, said: Said, film: str) -> None:
    """Somebody watches the film and describes it, and sets the logos aside."""
    case.opened(film, how=said.watched)
    case.describe(film, said.description)
    count = case.to_settle(said.logos, "set-aside")
    if count:  # where nothing can be read here, nothing is known to be a picture
        case.settle(query=said.logos, says="set-aside", why=said.logos_why, count=count)
