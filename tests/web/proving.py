"""A small matter to prove, in the case of these tests: people are made up."""

from collections.abc import Mapping
from typing import Any

WORDS = "He said that he would come again on Thursday"
FORUMS = ("criminal-court", "election-court", "regulator", "oversight")
ALLEGED: Mapping[str, str] = {
    "text": "A man voted for <another>.",
    "offence": "s.60",
    "when": "2014-05-22",
    "election": "local",
    "nation": "england",
    "poll": "2014-05-22",
    "attribution": "unknown",
    "subjects": "Bo Example\nCy <i>Example</i>",
    "complaints": "",
}


def item(case: Any, name: str) -> str:
    """The id of an item by its name."""
    return str(next(row["id"] for row in case.items() if row["name"] == name))


def prove(case: Any) -> str:
    """An allegation with a passage on each side; acts, clocks, a report of a court. The allegation's number."""
    alleged = case.prove.allege(
        ALLEGED["text"], "s.60", "2014-05-22", subjects=ALLEGED["subjects"].splitlines(), poll="2014-05-22"
    )
    at, statement = str(alleged["id"]), item(case, "statement.txt")
    ways = {"criminal-court": "s116", "election-court": "civil-hearsay"}
    case.prove.link(at, "a1", "for", statement, words=WORDS, routes=ways, reasons={"criminal-court": "fear: of <them>"})
    case.prove.link(at, "a1", "against", item(case, "letter.pdf"), page=2, assessment="It says <nothing> of him.")
    case.prove.act("poll", "2014-05-22")
    case.prove.act("corrupt-practice-report", "2015-04-23", person="Bo Example", by_agents=False)
    case.prove.act("corrupt-practice-report", "2015-04-23", person="Di Example", by_agents=True)
    case.prove.set_clock("Film of the street <camera>", "2199-12-30", holder="Example Stores")
    return at
