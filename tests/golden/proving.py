"""Every act of proof, once at least, and with each of its shapes: for the case that `freeze` freezes."""

from typing import Any

from muniment.case import Case
from muniment.model.prove import KINDS
from muniment.prove.entered import entered

ON = "2014-05-22"
CRIMINAL = "criminal-court"
OTHER = "Somebody Else"
BASIS = ("opened_by_decider", "put_before", "opened", "unopened", "items", "unread", "textless", "root", "roots")


def prove(case: Case) -> None:
    """Enter all that can be entered of proof."""
    ids = {str(row["name"]): str(row["id"]) for row in case.items()}
    paper, page, note = ids["letter.docx"], ids["statement.pdf"], ids["note 01.txt"]
    case.prove.say_body("police")
    case.prove.adopt_law()
    complaint = _complaints(case, paper)
    _alleged(case, complaint, paper, page)
    _put(case, paper)
    _witnesses(case, page, paper)
    _days(case)
    _asked(case, [paper, page])
    _unused(case, paper, page, [ids[f"note {n:02d}.txt"] for n in (1, 2, 3)])
    _sources(case, paper, page)
    _decided(case, paper, page, note)
    absent = {*KINDS} - {each.do for each in entered(case._store)}
    assert not absent, f"the case has no {sorted(absent)}"


def _complaints(case: Case, item: str) -> str:
    prove = case.prove
    about = {"who": "Di Example", "contact": "by the library", "area": "Marsh ward"}
    whose = {"force": "Example Constabulary", "authority": "Example Borough", "election": "local"}
    first = _id(
        prove.complain("A man collected ballots.", "voting", "letter", "2014-05-20", items=[item], **about, **whose)
    )
    prove.complain("A leaflet with no imprint.", "campaign", "email", "2014-05-21")
    prove.answer_complaint(first, "We look into it.", "letter", day="2014-05-27", person="Ann Example")
    prove.end_complaint(first, "awaiting-advice", day="2014-07-01")
    prove.end_complaint(first, "no-further-action", "time", "The year had run.", day="2015-08-01")
    return first


def _alleged(case: Case, complaint: str, paper: str, page: str) -> None:
    prove = case.prove
    bo = _id(prove.name_subject("Bo Example", note="a candidate"))
    agent = _id(prove.name_subject("Cy Example", "agent", bo))
    prove.name_subject("Bo Example the younger", note="a candidate, twenty that year", on=bo)
    told: dict[str, Any] = {"poll": ON, "attribution": "personal", "subjects": [bo], "complaints": [complaint]}
    first = _id(prove.allege("He voted in the name of another.", "s.60", ON, **told))
    second = _id(prove.allege("Some time in May.", "s.60", "2014-05", subjects=[agent]))
    prove.allege("He voted in the names of two others.", "s.60", ON, **told, on=first)
    routes = {CRIMINAL: "direct", "election-court": "direct"}
    link = _id(prove.link(first, "a1", "for", page, page=1, words="I saw the canvasser at the door.", routes=routes))
    prove.link(
        first, "a1", "against", paper, words="The ballot boxes were sealed at noon.", assessment="Nobody was near."
    )
    wrong = _id(prove.link(first, "", "for", paper))
    prove.strike(wrong, "another letter")
    why = {CRIMINAL: "She is abroad."}
    prove.assess(link, {CRIMINAL: "s114d", "election-court": "civil-hearsay"}, why, "She was near enough to see.")
    prove.strike(second, "nobody said so")


def _put(case: Case, item: str) -> None:
    prove = case.prove
    prove.put("ALG-0001", "SUB-0001", "not-yet", day="2014-06-01", reason="too-early")
    put = _id(prove.put("ALG-0001", "SUB-0001", "interview-under-caution", "That he voted twice.", day="2014-07-01"))
    prove.reply(put, "I was abroad.", day="2014-07-09", items=[item])
    prove.put("ALG-0001", "SUB-0001", "letter", "The same.", day="2014-07-10", body="petitioner", items=[item])


def _witnesses(case: Case, statement: str, exhibit: str) -> None:
    prove = case.prove
    wit = _id(prove.add_witness("Di Example", "the call at the door", speaks=["ALG-0001"]))
    other = _id(prove.add_witness("Bo Example", subject="SUB-0001", spouse=wit))
    prove.add_witness("Di Example", "the call, and who called", speaks=["ALG-0001", "SUB-0001"], on=wit)
    prove.contact(
        wit, "in-person", "gave-statement", day="2014-06-20", person="Ann Example", asked="What?", answer="A man."
    )
    taken = _id(prove.statement(wit, "mg11", day="2014-06-20", signed=True, item=statement, note="In her own hand."))
    prove.willing(wit, "election-court", "yes")
    prove.willing(wit, CRIMINAL, "if", fear=True, measures=["screens"], why="Nobody learns her address.")
    prove.exhibit(wit, "DE/1", exhibit, "Letter about the boxes", statement=taken)
    prove.paper(statement, "answers", other)
    prove.paper(exhibit, "none")
    prove.link("ALG-0001", "a2", "for", statement, page=1, witness=other)


def _days(case: Case) -> None:
    prove = case.prove
    prove.act("poll", ON)
    prove.act("result-declared", "2014-05-23")
    prove.act(
        "conviction", "2015-03-02", person="Bo Example", values={"practice": "corrupt"}, note="At Example Crown Court."
    )
    clock = _id(prove.set_clock("film of the street camera", "2014-06-21", "Example Borough", "ALG-0001"))
    prove.meet(clock, "2014-06-20", "It was handed over.")
    prove.step("Called at the house.", "2014-07-02", ["ALG-0001"])
    prove.find(
        "Bo Example",
        "personation",
        "personal",
        "corrupt",
        "2015-04-23",
        capacity="candidate",
        paras="12",
        note="Costs.",
    )


def _asked(case: Case, items: list[str]) -> None:
    prove = case.prove
    told: dict[str, Any] = {"day": "2014-06-02", "data": "marked-register", "of": ["ALG-0001"]}
    asked = _id(prove.ask("Example Borough", "The marked register.", "2014-06-20", "regulation", **told))
    prove.answer(asked, "part", day="2014-06-25", bundle="BUN-0001", why="Some wards.")
    prove.ask("Example Borough", "The rest of it.", "2014-07-20", "regulation", day="2014-06-26")
    advice = _id(prove.ask_advice("Example Chambers", "Is it enough?", day="2015-01-05", of=["ALG-0001"], items=items))
    prove.give_advice(advice, "It is not.", day="2015-01-20", items=[items[0]])


def _unused(case: Case, paper: str, page: str, notes: list[str]) -> None:
    prove = case.prove
    line = _id(prove.line("Whether he was abroad.", "away", of=["ALG-0001"], day="2014-06-01"))
    prove.line("", on=line, state="followed", why="A stamp in a passport says so.", day="2014-07-10")
    row = _id(prove.describe_unused("mg6c", "may-meet", [paper], "A letter about boxes", reason="They were sealed."))
    block = _id(prove.describe_unused("mg6c", "does-not", notes, block=True, title="Three notes"))
    prove.describe_unused("mg6d", "meets", [page], "A statement", reason="It names who gave the police word.")
    prove.submit("mg6c", "Example Prosecution", "2014-09-01")
    prove.describe_unused("mg6c", "may-meet", (), "A letter about ballot boxes", reason="They were sealed.", on=row)
    prove.strike(block, "another matter")
    prove.submit("mg6d", "Example Prosecution", "2014-09-02")
    prove.review_unused("first", "The letter may help.", "2014-08-01")
    prove.review_unused("defence-statement", "He was abroad.", "2014-09-03", [paper])


def _sources(case: Case, paper: str, page: str) -> None:
    prove = case.prove
    says: dict[str, Any] = {
        "page": 1,
        "words": "It was Thursday.",
        "when": "2014-05",
        "grade": "2BC",
        "scheme": "3x5x2",
    }
    one = _id(prove.claim("the day", "Ada Example", page, "She says that it was a Thursday.", **says))
    other = _id(prove.claim("the day", "Cy Example", paper, "He says no day."))
    prove.differ([one, other], "One has a day, the other none.")


def _decided(case: Case, paper: str, page: str, note: str) -> None:
    prove = case.prove
    prove.name_decider(OTHER, "She stands in.")
    here: dict[str, Any] = {"of": ["ALG-0001"], "stage": "evidential", "shape": "insufficient", "reason": "Not enough."}
    here |= {"items": [page], "advice": ["ADV-0001"]}
    left = prove.before_deciding([page], ["ADV-0001"])["unopened"]
    first = _id(prove.decide("no-further-action", "police", "Example Constabulary", unopened=left, **here))
    there: dict[str, Any] = {"of": ["ALG-0001"], "stage": "not-said", "shape": "not-said", "elsewhere": True}
    there |= {"day": "2016-03-16", "name": "Ed Example", "opened": [paper]}
    second = _id(prove.decide("no-further-action", "prosecutor", "Example Prosecution", **there))
    prove.name_decider(OTHER, "She has left.", ends=True)
    prove.link("ALG-0001", "a1", "against", note)
    prove.answer_decision(first, "stands", "It changes nothing.")
    prove.answer_decision(second, "varied", "They look again.", body="Example Prosecution")
    prove.answer_decision("ADV-0001", "withdrawn", "It was on less.")
    prove.begin_reassessment(first, "Example Prosecution", "2016-09-01", "With two officers.")
    prove.end_reassessment(first, "no-agreement", "Each keeps to its own.", "2016-10-01")
    prove.begin_reassessment(second, "Example Constabulary", "2016-11-01")


def answers(case: Case) -> dict[str, Any]:
    """What every later version must still answer: it hangs on what was entered alone, and not on tables of law, which go on."""
    prove = case.prove
    return {
        "acts": [[each.entry, each.do, each.id, dict(each.said)] for each in entered(case._store)],
        "sides": [[each["for"], each["against"]] for each in prove.allegations()["allegations"]],
        "bases": [{name: each["basis"][name] for name in BASIS} for each in prove.decisions()["decisions"]],
        "rows": [[each["id"], each["number"], each["submitted"]] for each in prove.schedule("mg6c")["rows"]],
        "struck": [each["id"] for each in prove.struck()["struck"]],
    }


def _id(done: dict[str, Any]) -> str:
    return str(done["id"])
