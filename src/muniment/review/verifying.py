"""Replays the recall certificates of a case as it lies: from its ledger and lists alone, without tables and without a ranker."""

from pathlib import Path

from muniment.ledger.entry import read
from muniment.ledger.tree import leaf
from muniment.ledger.verify import Problem
from muniment.model.reading import Json
from muniment.review import facts
from muniment.review.certificate.replay import replay
from muniment.store.view import View

_DRAW = b'"do":"draw-began"'
_NEXT = "rely on none of its recall certificates; ask whoever issued it, and look for a copy of the folder from before"


def check(view: View, path: Path) -> tuple[list[Json], list[Problem]]:
    """Every recall certificate, whether what it says follows, and the entry that overtook it; and what does not hold.

    *Cost*: nothing where none was issued; else a pass over the ledger for each draw that has one.
    """
    if not view.tables.one("SELECT count(*) FROM certificate"):
        return [], []
    leaves = leaves_of(path)
    found = replay(facts.facts(view, lambda entry: leaves.get(entry, "")))
    said: list[Json] = [
        {"entry": each.entry, "draw": each.draw, "holds": each.holds, "overtaken_by": each.overtaken_by}
        for each in found.certificates
    ]
    problems = [Problem(f"a recall certificate: {each.what}", str(each.entry), _NEXT) for each in found.findings]
    return said, problems


def leaves_of(path: Path) -> dict[int, str]:
    """The hash of the leaf of each entry that began a draw."""
    found = {}
    with (path / "ledger.jsonl").open("rb") as lines:
        for line in lines:
            if _DRAW in line and line[:1] == b"{":
                found[int(read(line[:-1])["seq"])] = leaf(line[:-1]).hex()
    return found
