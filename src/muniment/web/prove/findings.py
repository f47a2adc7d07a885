"""What courts found of whom: entered finding by finding; and the court's certificate that they come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.prove.findings import AS_FOUND, ATTRIBUTIONS
from muniment.prove.law.book import ours
from muniment.prove.law.load import Status
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove import choices
from muniment.web.prove.choices import Choices
from muniment.web.prove.numbers import of as in_error
from muniment.web.prove.numbers import or_struck
from muniment.web.prove.striking import struck
from muniment.web.prove.wrong import Wrong, beside, status

CRUMBS = [Crumb("Prove", "/prove"), Crumb("Findings", "/prove/findings")]
TYPED = (
    "person",
    "capacity",
    "ground",
    "attribution",
    "as_found",
    "on",
    "paras",
    "election",
    "nation",
    "status",
    "note",
)
FIELDS = {name: name for name in TYPED} | {"as found": "as_found"}
ATTRIBUTED = {
    "personal": "personal",
    "by-agents": "by agents",
    "both": "both: personally, and by agents",
    "none-needed": "nobody’s act is needed for it",
    "not-found": "not found proved",
    "unknown": "not known: nobody here has seen it",
}
CERTIFIED = (
    ("personally", "Personally"),
    ("by_agents", "By agents"),
    ("none_needed", "What needs nobody’s act"),
    ("not_found", "Not found proved"),
    ("unknown", "Not known: what was not seen"),
)


@dataclass(frozen=True, slots=True)
class View:
    """What prove-findings.html shows."""

    people: Sequence[Json]
    total: int
    struck: Sequence[Json]
    grounds: Mapping[str, str]
    attributed: Mapping[str, str]
    reports: Mapping[str, Json]  # by the finding: the report that it is of
    choices: Mapping[str, Choices]
    typed: Mapping[str, str]
    wrong: Wrong


@dataclass(frozen=True, slots=True)
class Paper:
    """What prove-certificate.html shows."""

    people: Sequence[Json]
    grounds: Mapping[str, str]
    certified: Choices
    unverified: int


@dataclass(frozen=True, slots=True)
class One:
    """What prove-finding.html shows."""

    said: Json
    name: str
    grounds: Mapping[str, str]
    attributed: Mapping[str, str]
    report: Json | None
    typed: Mapping[str, str]
    wrong: Wrong


def grounds() -> dict[str, str]:
    """Every ground of a finding by its id: offences, and what is none."""
    known = ours().offences
    found = {each.id: f"{each.title} ({each.citation})" for each in known.offences.values()}
    return found | {each.id: each.title for each in known.grounds.values()}


@page(Who.SESSION)
def findings(asked: Asked) -> Answer:
    """Every finding by person, with appeals and relief on its line; and the form for one."""
    return _shown(asked, {"election": "local", "nation": "england", "status": "V"})


@page(Who.SESSION)
def find(asked: Asked) -> Answer:
    """Enter one."""
    said = asked.form
    try:
        done = asked.case.prove.find(
            said["person"],
            said["ground"],
            said["attribution"],
            said["as_found"],
            said["on"],
            capacity=said["capacity"],
            paras=said["paras"],
            note=said.text("note"),
            election=said["election"],
            nation=said["nation"],
            status=said["status"],
        )
    except (AskedWrong, Refused) as error:
        return _shown(asked, {name: said.text(name) for name in TYPED}, beside(error, FIELDS, "person"), status(error))
    return asked.after("/prove/findings", done["entry"])


def _shown(asked: Asked, typed: Mapping[str, str], wrong: Wrong = (), code: int = 200) -> Shown:
    reports = _reports(asked)
    people = asked.case.prove.court_certificate()["people"]
    words = {"corrupt": "a corrupt practice", "illegal": "an illegal practice", "neither": "neither"}
    how = {each.value: each.words for each in Status}
    view = View(
        people=people,
        total=sum(len(each["findings"]) for each in people),
        struck=in_error(asked, "FND"),
        grounds=grounds(),
        attributed=ATTRIBUTED,
        reports=reports,
        choices={
            "ground": [("", "choose one"), *grounds().items()],
            "attribution": [("", "choose one"), *((each, ATTRIBUTED[each]) for each in ATTRIBUTIONS)],
            "as_found": [("", "choose one"), *((each, words[each]) for each in AS_FOUND)],
            "election": choices.elections(),
            "nation": choices.nations(),
            "status": [*how.items()],
        },
        typed=typed,
        wrong=wrong,
    )
    return Shown("prove-findings.html", view, "Findings", "/prove", [CRUMBS[0], Crumb("Findings")], code)


def _reports(asked: Asked) -> dict[str, Json]:
    return {one: each for each in asked.case.prove.barred()["reports"] for one in each["findings"]}


@page(Who.SESSION)
def certificate(asked: Asked) -> Answer:
    """The court's certificate, as far as it was entered: a paper for each person."""
    people = asked.case.prove.court_certificate()["people"]
    unverified = sum(one["status"] != "V" for each in people for one in each["findings"])
    crumbs = [*CRUMBS, Crumb("The court’s certificate")]
    view = Paper(people, grounds(), CERTIFIED, unverified)
    return Shown("prove-certificate.html", view, "The court’s certificate", "/prove", crumbs)


# -- one of them


@page(Who.SESSION)
def finding(asked: Asked) -> Answer:
    """One finding: what it rests on, what came after it, and striking it."""
    return or_struck(asked, asked.path["finding"], lambda: _one(asked))


@page(Who.SESSION)
def strike(asked: Asked) -> Answer:
    """Say that it was entered in error; it stays in the ledger, marked so."""
    return struck(asked, _found(asked)[1]["id"], "/prove/findings", _one, "strike-why")


def _found(asked: Asked) -> tuple[str, Json]:
    """Of whom the finding is that the address names, and the finding.

    Raises: UnknownItem.
    """
    wanted = asked.path["finding"]
    for person in asked.case.prove.court_certificate()["people"]:
        for each in person["findings"]:
            if each["id"] == wanted:
                return person["name"], each
    raise UnknownItem("there is no such finding", wanted[:40], "their page lists them: /prove/findings")


def _one(asked: Asked, wrong: Wrong = (), code: int = 200) -> Shown:
    reports = _reports(asked)
    name, said = _found(asked)
    typed = {"strike-why": asked.form.text("strike-why")}
    view = One(said, name, grounds(), ATTRIBUTED, reports.get(said["id"]), typed, wrong)
    return Shown("prove-finding.html", view, f"Finding {said['id']}", "/prove", [*CRUMBS, Crumb(said["id"])], code)


_AT = "/prove/findings/{finding}"
ROUTES = [
    Route("/prove/findings", findings),
    Route("/prove/findings", find, methods=["POST"]),
    Route("/prove/findings/certificate", certificate),
    Route(_AT, finding),
    Route(f"{_AT}/strike", strike, methods=["POST"]),
]
