"""What the made-up case alleges and quotes: people and passages of its own papers, for both sides.

The papers of these volumes are the same in every size, so a passage stands where it is said to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a paper, by its path; a line of the paper may break between any two of them."""

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage on an element of an allegation. `routes`: how it could be used in each forum; `reasons`: why, where that is needed."""

    element: str
    side: str
    passage: Passage
    routes: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)


SKELLRAKE, FARENPIKE = "Shirin Skellrake", "Tariq Farenpike"  # canvassers
TARRWORTH, RUDDLEWICK = "Ewa Tarrworth", "Marek Ruddlewick"  # an election agent, and her candidate
OSTERHAY, WETHERLAND = "Carys Osterhay", "Nia Wetherland"  # who gave statements
WINDLERAKE, DUNNARAKE = "Hania Windlerake", "Agata Dunnarake"  # of whom others tell
OFFICER, DECIDER = "Sian Wethernesse", "Megan Calderzell"
FORCE, PROSECUTOR, COUNCIL = "Example Constabulary", "Example Prosecution Service", "Eastmere Borough Council"

_BOXES = "Police boxes/Box"
TALLOWGATE = f"{_BOXES} 01/VOL 01 Statements, Tallowgate.pdf"
QUERNSIDE = f"{_BOXES} 01/VOL 02 Statements, Quernside.pdf"
PENNANT = f"{_BOXES} 01/VOL 04 Door to door, Pennant/01 Safferlowe.pdf"
LANTERN_HILL = f"{_BOXES} 01/VOL 06 Statements, Lantern Hill.pdf"
KEY_LOGS = f"{_BOXES} 02/VOL 12 Caretakers and key logs.pdf"
DOVECOTE = f"{_BOXES} 03/VOL 21 Door to door, Dovecote/01 Safferlowe.pdf"
OUTSIDE = f"{_BOXES} 05 Statements outside the volumes/2014-1"
STATEMENT_OSTERHAY = f"{OUTSIDE}0/S0026 Osterhay.pdf"
STATEMENT_WETHERLAND = f"{OUTSIDE}1/S0010 Wetherland.pdf"
AWARDS = "Council disclosure/Grants/Round 001/Awards round 001.xlsx"
NOTICE = f"{_BOXES} 15/Notice 1 of 3.png"
UNREADABLE = (
    f"{_BOXES} 02/VOL 11 Statements, Thornbeck.pdf",
    f"{_BOXES} 03/VOL 18 Count and verification.pdf",
    f"{_BOXES} 04/VOL 27 Sundry.pdf",
)  # locked, and broken

_OTHERS = {"election-court": "civil-hearsay", "oversight": "considered"}
_TOLD = {"criminal-court": "s114d"} | _OTHERS
_WHY = {"criminal-court": "One person tells what another said, and nobody has asked that other."}
_RECORD = {"criminal-court": "s117"} | _OTHERS

# what the police had before them when they decided
KNOWN = Cited(
    "a4",
    "for",
    Passage(
        STATEMENT_OSTERHAY,
        f"Parvin Thistleland says that {SKELLRAKE} stood in the doorway while a postal ballot was filled in, and that it was "
        "collected on the Cinderfield estate with others.",
    ),
    {"criminal-court": "witness-unwilling"} | _OTHERS,
    {"criminal-court": f"{OSTERHAY} would say it in an election court, and not in a criminal one."},
)

# what lay in volumes that nobody who decided had opened
DOORWAY = Passage(
    TALLOWGATE,
    f"{WINDLERAKE} says that {SKELLRAKE} stood in the doorway while a postal ballot was filled in, and that it was collected "
    "on the Larkmoor estate with others.",
)
AFTERNOON = Passage(KEY_LOGS, f"{DUNNARAKE} was with {SKELLRAKE} all that afternoon and saw no envelope change hands.")
POSTAL = (
    Cited("a4", "for", DOORWAY, _TOLD, _WHY),
    Cited(
        "a4",
        "for",
        Passage(
            PENNANT, f"Pawel Corranhay says that {FARENPIKE} stood in the doorway while a postal ballot was filled in"
        ),
        _TOLD,
        _WHY,
    ),
    Cited("a4", "against", AFTERNOON, _TOLD, _WHY),
    Cited(
        "a4",
        "against",
        Passage(
            KEY_LOGS,
            f"{SKELLRAKE} says that what was collected on the Halyard estate were petition sheets about the closed library",
        ),
        _TOLD,
        _WHY,
    ),
    Cited(
        "a4",
        "against",
        Passage(
            DOVECOTE, f"Joel Jorrathorne was with {FARENPIKE} all that afternoon and saw no envelope change hands."
        ),
        _TOLD,
        _WHY,
    ),
    Cited(
        "m",
        "against",
        Passage(
            LANTERN_HILL,
            "Sioned Dunnamere compared the returned signatures with those on file, and nine sheets out of eleven agreed.",
        ),
    ),
)
TREATING = (
    Cited(
        "a",
        "for",
        Passage(
            QUERNSIDE,
            "Viktor Tarrlowe says there were samosas and squash at Lantern Hill Rooms and that a striped poster hung behind "
            "the table.",
        ),
        _TOLD,
        _WHY,
    ),
    Cited(
        "p",
        "for",
        Passage(TALLOWGATE, f"Tomasz Skellnesse was given tea and asked to remember {RUDDLEWICK} on the day."),
        _TOLD,
        _WHY,
    ),
    Cited(
        "a",
        "against",
        Passage(
            TALLOWGATE,
            f"The samosas were left over from a wedding, says {DUNNARAKE}, and were put out for whoever came.",
        ),
        _TOLD,
        _WHY,
    ),
    Cited(
        "a",
        "for",
        Passage(
            TALLOWGATE,
            f"{WETHERLAND} says that the samosas were paid for by the campaign, but did not see who paid.",
        ),
        _TOLD,
        _WHY,
    ),
    Cited(
        "m",
        "against",
        Passage(QUERNSIDE, "The cook has receipts for the lunch club from long before there was a candidate."),
        _TOLD,
        _WHY,
    ),
)
GRANTS = (
    Cited(
        "a",
        "for",
        Passage(
            AWARDS,
            "The score of Polski Klub Eastmere was marked up from fourteen to twenty-two with a note that a member had visited.",
        ),
        _RECORD,
    ),
    Cited(
        "a",
        "against",
        Passage(
            AWARDS, "Lantern Hill Carers says that nobody asked it to put up a poster or to say a word for anybody."
        ),
        _RECORD,
    ),
)
