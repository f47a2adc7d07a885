"""What was known of the made-up election, asked and decided, before anybody had read the volumes."""

from pathlib import Path

from muniment.case import Case
from muniment.cli.demoproof.papers import Papers
from muniment.cli.demoreview import FIRST, HOW
from muniment.demo.proof import (
    COUNCIL,
    DECIDER,
    FARENPIKE,
    FORCE,
    KNOWN,
    OFFICER,
    OSTERHAY,
    PROSECUTOR,
    RUDDLEWICK,
    SKELLRAKE,
    STATEMENT_OSTERHAY,
    STATEMENT_WETHERLAND,
    TARRWORTH,
    WETHERLAND,
    WINDLERAKE,
)

ELECTION, POLL = "mayor", "2014-06-12"
DECIDED = "2015-03-16"
_DAYS = {
    "poll": POLL,
    "result-declared": "2014-06-13",
    "documents-forwarded": "2014-06-16",
    "petition-presented": "2014-07-03",
    "return-received": "2014-07-17",
    "decision": DECIDED,
}


def known(at: Path, key: Path | None) -> None:
    """Enter it, as the papers of the force and of the court tell it."""
    with Case.open(at, by=FIRST, signing_key=key, door="demo") as case:
        case.prove.adopt_law()
        case.prove.say_body("police")
        for kind, day in _DAYS.items():
            case.prove.act(kind, day, election=ELECTION)
        complaints = _complaints(case)
        postal, treating = _alleged(case, complaints)
        _asked(case, Papers(case), postal)
        _found(case)
        _decided(case, Papers(case), [postal, treating])


def _complaints(case: Case) -> list[str]:
    """Three complaints: one answered and ended, one answered, one that nobody has answered."""
    said = (
        (f"{SKELLRAKE} stood in our doorway while my father filled in his postal vote.", "voting", "in-person"),
        ("There were samosas on the campaign's table the week before the poll.", "campaign", "letter"),
        ("My neighbour gave her postal vote to somebody at the door. Whom do I tell?", "voting", "email"),
    )
    whom = ((WINDLERAKE, "2014-06-16"), ("Viktor Tarrlowe", "2014-06-23"), ("Parvin Thistleland", "2014-10-20"))
    made = [
        str(
            case.prove.complain(
                *each, day, election=ELECTION, who=who, area="Eastmere", force=FORCE, authority=COUNCIL
            )["id"]
        )
        for each, (who, day) in zip(said, whom, strict=True)
    ]
    first, second, _ = made
    case.prove.answer_complaint(first, "Thank you. An officer will call.", "letter", day="2014-06-20", person=OFFICER)
    case.prove.end_complaint(
        first, "no-further-action", "insufficient", "See the decision of the same day.", day=DECIDED
    )
    case.prove.answer_complaint(second, "It is being looked at.", "telephone", day="2014-06-24", person=OFFICER)
    case.prove.end_complaint(second, "under-investigation", day="2014-06-24")
    return made


def _alleged(case: Case, complaints: list[str]) -> tuple[str, str]:
    """Two allegations. Of four people, one was heard and three were never asked."""
    first, second, third = complaints
    postal = case.prove.allege(
        "Signed postal votes were taken at the doors of the estates, and not all of them reached the town hall.",
        "s.62A",
        "2014-05-29..2014-06-10",
        election=ELECTION,
        poll=POLL,
        attribution="personal",
        subjects=[SKELLRAKE, FARENPIKE],
        complaints=[first, third],
    )
    treating = case.prove.allege(
        f"Food and drink were given at halls for votes for {RUDDLEWICK}.",
        "s.114",
        "2014-06-05",
        election=ELECTION,
        poll=POLL,
        subjects=[TARRWORTH, RUDDLEWICK],
        complaints=[second],
    )
    put = case.prove.put(
        str(postal["id"]),
        SKELLRAKE,
        "interview-under-caution",
        "That she took signed postal votes on the Larkmoor and Cinderfield estates.",
        day="2014-09-02",
    )
    case.prove.reply(
        str(put["id"]), "What I collected were petition sheets about the closed library.", day="2014-09-02"
    )
    case.prove.put(str(treating["id"]), TARRWORTH, "not-yet", day="2014-09-02", reason="too-early")
    return str(postal["id"]), str(treating["id"])


def _asked(case: Case, papers: Papers, postal: str) -> None:
    """What officers asked of others, and the witnesses whom they had heard."""
    case.prove.ask(
        f"{COUNCIL}, returning officer",
        "The marked register, and the marked lists of postal voters, of all eight wards.",
        "2014-07-29",
        "regulation",
        day="2014-07-01",
        data="marked-register",
        of=[postal],
    )
    for day, text in (
        ("2014-06-18", f"Called on {WINDLERAKE}; nobody at home."),
        ("2014-10-16", f"Statement of {OSTERHAY} taken."),
        ("2014-11-02", f"Statement of {WETHERLAND} taken."),
    ):
        case.prove.step(text, day, [postal])
    first, second = papers.items(STATEMENT_OSTERHAY, STATEMENT_WETHERLAND)
    case.opened(first, second, how=HOW)
    for name, day, item in ((OSTERHAY, "2014-10-16", first), (WETHERLAND, "2014-11-02", second)):
        witness = str(case.prove.add_witness(name, "what others told them of the doors", speaks=[postal])["id"])
        case.prove.contact(witness, "in-person", "gave-statement", day=day, person=OFFICER)
        case.prove.statement(witness, "mg11", day=day, signed=True, item=item)
        if name == OSTERHAY:
            papers.cite(postal, KNOWN, witness)


def _found(case: Case) -> None:
    """What the election court found on 8 May 2015: of one person personally, of one by agents, and of one nobody has seen."""
    day = "2015-05-08"
    case.prove.find(
        TARRWORTH, "treating", "personal", "corrupt", day, capacity="election agent", paras="61-74", election=ELECTION
    )
    case.prove.find(
        RUDDLEWICK, "treating", "by-agents", "corrupt", day, capacity="candidate", paras="75", election=ELECTION
    )
    case.prove.find(
        FARENPIKE,
        "postal_proxy_application_fraud",
        "unknown",
        "corrupt",
        day,
        capacity="canvasser",
        election=ELECTION,
    )


def _decided(case: Case, papers: Papers, allegations: list[str]) -> None:
    """No further action, by a force that had two statements before it and had opened one."""
    first, second = papers.items(STATEMENT_OSTERHAY, STATEMENT_WETHERLAND)
    advice = str(
        case.prove.ask_advice(
            PROSECUTOR,
            "Can anybody be charged on what is here?",
            day="2015-02-18",
            of=allegations,
            items=[first, second],
        )["id"]
    )
    case.prove.give_advice(advice, "Not on these two statements, which tell what others said.", day="2015-03-09")
    case.prove.decide(
        "no-further-action",
        "police",
        FORCE,
        of=allegations,
        stage="evidential",
        shape="insufficient",
        reason="There is not enough evidence that anybody took or kept back a postal vote.",
        items=[second],
        advice=[advice],
        elsewhere=True,
        day=DECIDED,
        name=DECIDER,
        opened=[first],
    )
