"""What people find in the volumes of the made-up case, for both sides, once they have come: it overtakes what was decided."""

from pathlib import Path

from muniment.case import Case
from muniment.cli.demoproof.known import ELECTION, POLL
from muniment.cli.demoproof.papers import Papers
from muniment.cli.demoreview import FIRST, HOW
from muniment.demo.proof import (
    AFTERNOON,
    DOORWAY,
    DUNNARAKE,
    FORCE,
    GRANTS,
    KEY_LOGS,
    NOTICE,
    POSTAL,
    PROSECUTOR,
    SKELLRAKE,
    STATEMENT_OSTERHAY,
    TREATING,
    UNREADABLE,
    WINDLERAKE,
)

CAME = "2026-03-03"
_POSTAL, _TREATING = "ALG-0001", "ALG-0002"  # what was alleged first, in the order of known.py


def again(at: Path, key: Path | None, bundle: str) -> None:
    """Somebody reads volumes that no decision rested on, and says what is in them."""
    with Case.open(at, by=FIRST, signing_key=key, door="demo") as case:
        papers = Papers(case)
        _received(case, bundle)
        _read(case, papers)
        _witnesses(case, papers)
        _both_sides(case, papers)
        left = case.prove.before_deciding()["unopened"]
        case.prove.decide(
            "strategy",
            "police",
            FORCE,
            reason="All 27 volumes are read before anything is decided again.",
            unopened=left,
        )


def _received(case: Case, bundle: str) -> None:
    """The volumes were asked for, and came in part; what lies on shelves still has a last day."""
    asked = case.prove.ask(
        PROSECUTOR, "The 27 volumes of the petition.", "2026-02-27", "agreement", day="2026-02-02", of=[_POSTAL]
    )
    case.prove.answer(str(asked["id"]), "part", day=CAME, bundle=bundle)
    case.prove.set_clock("Boxes 14 to 16 are kept", "2036-06-12", f"{FORCE}, exhibits store")


def _read(case: Case, papers: Papers) -> None:
    """Passages for and against, from volumes and from the council's own table."""
    grants = case.prove.allege(
        "A group's score for a grant was raised after a member had visited it.",
        "s.113(2)",
        "2014-03-15",
        election=ELECTION,
        poll=POLL,
    )
    for allegation, cited in ((_POSTAL, POSTAL), (_TREATING, TREATING), (str(grants["id"]), GRANTS)):
        case.opened(*papers.items(*{each.passage.path for each in cited}), how=HOW)
        for each in cited:
            papers.cite(allegation, each)
    for item, kind in zip(papers.items(STATEMENT_OSTERHAY, KEY_LOGS), ("petition-statement", "none"), strict=True):
        case.prove.paper(item, kind)
    case.say_at_once(*papers.items(KEY_LOGS), judgement="relevant")
    claims = []
    for who, passage in ((WINDLERAKE, DOORWAY), (DUNNARAKE, AFTERNOON)):
        place = papers.find(passage)
        if place:  # where nothing could read it, nobody can quote it
            item, page, span = place
            claims.append(str(case.prove.claim("doorway", who, item, page=page, span=span, grade="2DP")["id"]))
    if len(claims) > 1:
        case.prove.differ(claims, "If it was the same afternoon, both cannot be so.")


def _witnesses(case: Case, papers: Papers) -> None:
    """One would speak in an election court alone, one has not answered, and one was asked by nobody."""
    case.prove.willing("WIT-0001", "election-court", "yes")
    case.prove.willing(
        "WIT-0001", "criminal-court", "no", fear=True, measures=["screens"], why="The neighbours would know."
    )
    case.prove.willing("WIT-0002", "election-court", "yes")
    case.prove.willing("WIT-0002", "criminal-court", "if", measures=["live-link"], why="By live link.")
    (notice,) = papers.items(NOTICE)
    case.prove.exhibit("WIT-0001", "CO/1", notice, "Notice from the landing of Curlew Court")
    case.prove.add_witness(WINDLERAKE, f"saw {SKELLRAKE} in a doorway, as others tell", speaks=[_POSTAL])
    away = str(case.prove.add_witness(DUNNARAKE, f"was with {SKELLRAKE} that afternoon", speaks=[_POSTAL])["id"])
    case.prove.contact(away, "letter", "asked-no-answer", day="2026-02-20", person=FIRST, asked="Which afternoon?")


def _both_sides(case: Case, papers: Papers) -> None:
    """Lines of inquiry that point each way, and unused material."""
    of = [_POSTAL]
    for text, points, state, why in (
        ("Where the envelopes of the Larkmoor estate went.", "towards", "open", ""),
        (f"Whether {DUNNARAKE} was with {SKELLRAKE} on the day of the doorway.", "away", "open", ""),
        (
            "What the key log of Dunlin Point shows.",
            "away",
            "followed",
            "Nobody went in between eight and twenty to six.",
        ),
        (
            "Whose hand the statements are in.",
            "either",
            "not-followed",
            "They were destroyed when their year was over.",
        ),
    ):
        case.prove.line(text, points, state=state, why=why, of=of, day=CAME)
    case.prove.describe_unused(
        "mg6c", "may-meet", papers.items(KEY_LOGS), f"VOL 12, six statements: {SKELLRAKE} was elsewhere."
    )
    case.prove.describe_unused(
        "mg6c",
        "not-examined",
        papers.items(*UNREADABLE),
        title="Volumes 11, 18 and 27",
        reason="Locked or broken; nobody has opened them.",
        block=True,
    )
