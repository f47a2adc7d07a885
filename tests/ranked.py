"""A case large enough to be ranked, and a reviewer who knows what is relevant."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from muniment.case import Case

ANN, BEN = "Ann Example", "Ben Example"
RELEVANT = ("postal", "proxy", "ballot")
_OTHER = ("canteen", "drivers", "roof", "garden", "choir", "parking", "minutes", "lift", "stairs")


def make(at: Path, items: int = 90, every: int = 3) -> Path:
    """So many notes, one in `every` of them about postal votes; one picture that has no text."""
    (at / "notes").mkdir(parents=True)
    for n in range(items):
        word = RELEVANT[n % len(RELEVANT)] if n % every == 0 else _OTHER[n % len(_OTHER)]
        what = f"the {word} votes of the elector" if n % every == 0 else f"the {word}"
        text = f"Note {n} of the residents, about {what} of house {n * 7 % 50}.\n"
        (at / "notes" / f"note {n:03d}.txt").write_text(text)
    (at / "notes" / "nothing.bin").write_bytes(bytes(range(7)) * 40)
    with Case.new("Eastmere", at / "case", by=ANN) as case:
        case.intake(at / "notes", "Example Constabulary", date(2026, 3, 3))
    return at / "case"


def is_relevant(case: Case, item: str) -> str:
    """What a reviewer says of an item."""
    text = case.item(item)["text"]
    return "relevant" if any(word in text for word in RELEVANT) else "not-relevant"


def read(case: Case, most: int, *, audit: bool = False, says: Callable[[Case, str], str] = is_relevant) -> list[str]:
    """Judge what comes next, as long as something does; returns the items in their order."""
    done: list[str] = []
    while len(done) < most and (item := case.review_next(audit=audit)["item"]) is not None:
        case.judge(item, judgement=says(case, item))
        done.append(item)
    return done


def certify(case: Case, target: str, most: int = 400) -> dict[str, Any]:
    """Do what the case says is to be done, until a recall certificate is issued, or nothing can be done."""
    for _ in range(most):
        said = case.certificate(target)
        if said["issued"] or said["do"] not in {"read", "audit"} or not read(case, 1, audit=said["do"] == "audit"):
            return said
    raise AssertionError(said)
