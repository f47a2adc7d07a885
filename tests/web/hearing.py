"""Complaints, replies and witnesses on top of `proving.prove`, and what stands on their pages: people are made up."""

from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.parsed import first
from web.proving import item, prove

LONG = "Eleonora-Magdalena " + "Featherstonehaugh-Cholmondeley-" * 4 + "Example"


@dataclass(frozen=True, slots=True)
class Heard:
    """The numbers of what was entered."""

    allegation: str
    second: str  # an allegation that was put to Bo Example and answered
    struck: str  # an allegation entered in error
    complaint: str  # answered, and ended
    waiting: str  # answered by nobody
    put: str
    witness: str
    lead: str
    gone: str  # a subject entered in error, whom the second allegation names


def hear(case: Any) -> Heard:
    """A little of everything."""
    alleged, prove_ = prove(case), case.prove
    paper = item(case, "statement.txt")
    told = {"force": "Example Constabulary", "authority": "=Example Borough", "who": LONG, "received": "2014-05-20"}
    complaint = prove_.complain(
        "A man collected <our> ballot papers.", "voting", "letter", election="local", items=[paper], **told
    )["id"]
    waiting = prove_.complain("No imprint.", "campaign", "email", "2014-05-21")["id"]
    prove_.answer_complaint(complaint, "We look <into> it.", "letter", day="2014-05-27", person="Ada Example")
    prove_.end_complaint(complaint, "no-further-action", "time", "The year had <run>.", day="2015-08-01")
    second = prove_.allege(
        "He paid for <votes>.",
        "bribery_giver",
        "2014-05-01..2014-05-22",
        subjects=["Bo Example", "Entered <Twice>"],
        complaints=[complaint],
    )["id"]
    struck = prove_.allege("Entered <twice>.", "s.60", "2014-05-22", subjects=["Bo Example"])["id"]
    prove_.strike(struck, "the same as <the> first")
    gone = next(each["id"] for each in prove_.subjects()["subjects"] if each["name"] == "Entered <Twice>")
    put = prove_.put(second, "Bo Example", "letter", "That he paid <three> people.", day="2014-07-01", items=[paper])[
        "id"
    ]
    prove_.reply(put, "I paid <nobody>.\nI was abroad.", day="2014-07-09", items=[paper])
    prove_.put(second, gone, "not-yet", day="2014-07-01", reason="too-early")
    prove_.strike(gone, "no such <person>")
    witness = prove_.add_witness(
        "Wit <b>Example</b>", "She saw <who> called.", spouse="Bo Example", speaks=[alleged, "SUB-0001"]
    )["id"]
    prove_.contact(
        witness, "visit", "spoke", day="2014-06-04", person="Ada Example", asked="Who <called>?", answer="Two <men>."
    )
    statement = prove_.statement(witness, "note", day="2014-06-05", note="Written <down> on the day.")["id"]
    prove_.statement(witness, "mg11", day="2014-06-20", signed=True, item=paper)
    prove_.willing(witness, "election-court", "yes")
    prove_.willing(
        witness, "criminal-court", "if", fear=True, measures=["screens", "live-link"], why="Nobody learns <where>."
    )
    prove_.exhibit(witness, "WBE/1", paper, "the <statement>", statement=statement)
    lead = prove_.add_witness(LONG)["id"]
    prove_.line("Where he was in <May>", "away", of=["SUB-0001"])
    _decide(case, alleged)
    return Heard(alleged, second, struck, complaint, waiting, put, witness, lead, gone)


def _decide(case: Any, allegation: str) -> None:
    """No further action, with items opened by nobody."""
    left = case.prove.before_deciding()["unopened"]
    reason, told = "Nobody <could> say who.", {"stage": "evidential", "shape": "insufficient", "unopened": left}
    case.prove.decide(
        "no-further-action", "prosecutor", "Example <Prosecution>", of=[allegation], reason=reason, **told
    )


def page(pages: Any, address: str) -> HTMLParser:
    """A page that is there."""
    answer = pages.get(address)
    assert answer.status_code == 200, (address, answer.status_code, answer.text[:800])
    return HTMLParser(answer.text)


def value(found: HTMLParser, name: str) -> str:
    """What stands in a field."""
    chosen = found.css_first(f"#{name} option[selected]")
    there = chosen or first(found, f"#{name}")
    return str(there.attributes.get("value") or there.text()).strip()
