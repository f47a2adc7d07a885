"""Decisions and unused material in the case of these tests: people and bodies are made up."""

from collections.abc import Mapping
from typing import Any

from web.proving import item, prove

DECISION: Mapping[str, str] = {
    "kind": "no-further-action",
    "body_kind": "police",
    "body": "Example <Constabulary>",
    "of": "ALG-0001",
    "stage": "evidential",
    "shape": "insufficient",
    "items": "ITM-000001..ITM-000003",
    "advice": "",
    "reason": "Nobody <saw> it.\nNo more can be had.",
}
ELSEWHERE: Mapping[str, str] = {
    **DECISION,
    "elsewhere": "yes",
    "day": "2016-03-16",
    "name": "Cy Example",
    "opened": "ITM-000004",
}


def left(case: Any, items: str = DECISION["items"]) -> str:
    """How many items nobody has opened, as the page says it."""
    return str(case.prove.before_deciding(items.split())["unopened"])


def decided(case: Any) -> str:
    """A decision made here without sight of most items, which a passage and a witness overtake; its number."""
    allegation = prove(case)
    told = {name: DECISION[name] for name in ("stage", "shape", "reason", "body")}
    done = case.prove.decide(
        "no-further-action",
        "police",
        **told,
        of=[allegation],
        items=[DECISION["items"]],
        unopened=int(left(case)),
    )
    case.prove.link(allegation, "a1", "against", item(case, "statement.txt"))
    case.prove.add_witness("Di <Example>", "the call", speaks=[allegation])
    return str(done["id"])


def scheduled(case: Any) -> dict[str, str]:
    """Unused material: a block that went out, what may meet the test singly, what was not examined, what is sensitive."""
    prove(case)
    describe, rows = case.prove.describe_unused, [each["id"] for each in case.items()]
    letter = item(case, "letter.pdf")
    free = [each for each in rows if each not in {letter, item(case, "note.txt")}]
    ids = {"block": describe("mg6c", "does-not", free[:12], block=True, title="Twelve <papers>")}
    case.prove.submit("mg6c", "Example <Prosecution>", "2016-05-01")
    ids["singly"] = describe("mg6c", "may-meet", [letter], "A letter of the <canvasser>", reason="It helps.")
    ids["unseen"] = describe("mg6c", "not-examined", [free[12]], "A folder", reason="Seized last <week>.")
    ids["sensitive"] = describe("mg6d", "does-not", [free[13]], "A note", reason="It names who told <the police>.")
    return {name: str(done["id"]) for name, done in ids.items()}
