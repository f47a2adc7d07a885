"""Allegations: what is alleged, what is missing for which forum, how much there is on each side; and entering one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused
from muniment.prove.law.book import ours
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.order import Keys, Order, as_it_comes, named, ordered
from muniment.web.prove import choices, numbers
from muniment.web.prove.choices import Choices
from muniment.web.prove.wrong import Wrong, beside, status

CRUMBS = [Crumb("Prove", "/prove"), Crumb("Allegations", "/prove/allegations")]
TYPED = ("text", "offence", "when", "election", "nation", "poll", "attribution", "subjects", "complaints")
FIELDS = {
    "text": "text",
    "offence": "offence",
    "when": "when",
    "election": "election",
    "nation": "nation",
    "poll": "poll",
    "attribution": "attribution",
    "subject": "subjects",
    "name": "subjects",
    "several have that name": "subjects",
    "complaint": "complaints",
}
_ORDERS: Keys = {
    "allegation": as_it_comes,
    "subject": lambda each: named(next((one["name"] for one in each["subjects"]), "")),
    "for": lambda each: each["for"],
    "against": lambda each: each["against"],
}


def _gaps(forum: str) -> Callable[[Json], int]:
    """By how many elements have a gap in a forum."""
    return lambda each: each["gaps"].get(forum, 0)


@dataclass(frozen=True, slots=True)
class View:
    """What prove-allegations.html shows."""

    allegations: Sequence[Json]
    forums: Sequence[tuple[str, str]]
    order: Order
    silent: int  # allegations that were not put to everybody whom they name
    struck: Sequence[Json]


@dataclass(frozen=True, slots=True)
class New:
    """What prove-allege.html shows."""

    id: str  # of the allegation that is worded anew, "" for a new one
    named: Sequence[tuple[str, str]]  # whom it names, by number
    offences: Choices
    elections: Choices
    nations: Choices
    ladder: Choices
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def allegations(asked: Asked) -> Answer:
    """Every allegation in a line."""
    struck, found = numbers.of(asked, "ALG"), asked.case.prove.allegations()["allegations"]
    forums = [(each.id, each.title) for each in ours().forums.forums.values()]
    found, how = ordered(asked, found, {**_ORDERS, **{id: _gaps(id) for id, _ in forums}}, "/prove/allegations")  # noqa: A001
    silent = sum(not each["subjects"] or not all(one["put"] for one in each["subjects"]) for each in found)
    view = View(found, forums, how, silent, struck)
    return Shown("prove-allegations.html", view, "Allegations", "/prove", [CRUMBS[0], Crumb("Allegations")])


@page(Who.SESSION)
def new(asked: Asked) -> Answer:
    """The form for one."""
    asked.look("looked", {"page": "prove/allegations/new"})
    typed = {
        "offence": asked.query.get("offence", ""),
        "election": "local",
        "nation": "england",
        "attribution": "unknown",
        "complaints": asked.query.get("complaint", "")[:20],
    }
    return _form(asked, "", typed)


@page(Who.SESSION)
def allege(asked: Asked) -> Answer:
    """Enter it."""
    return _entered(asked, "")


@page(Who.SESSION)
def worded(asked: Asked) -> Answer:
    """The form for a new wording of one, as it stands."""
    id = asked.path["allegation"]  # noqa: A001
    said = asked.case.prove.matrix(id)
    if said["struck"]:
        return asked.after(f"{numbers.AT}/{id}")
    first, last = said["when"]
    typed = {name: said[name] or "" for name in ("text", "offence", "poll", "election", "nation", "attribution")}
    typed |= {
        "when": first if first == last else f"{first}..{last}",
        "subjects": "\n".join(each["id"] for each in said["subjects"]),
        "complaints": " ".join(said["complaints"]),
    }
    return _form(asked, id, typed)


@page(Who.SESSION)
def anew(asked: Asked) -> Answer:
    """Word it anew; what it said before stays in the ledger."""
    return _entered(asked, asked.path["allegation"])


def _entered(asked: Asked, on: str) -> Answer:
    said = asked.form
    try:
        done = asked.case.prove.allege(
            said["text"],
            said["offence"],
            said["when"],
            election=said["election"],
            nation=said["nation"],
            poll=said["poll"],
            attribution=said["attribution"],
            subjects=[line.strip() for line in said.text("subjects").splitlines() if line.strip()],
            complaints=said["complaints"].split(),
            on=on,
        )
    except (AskedWrong, Refused) as error:
        typed = {name: said.text(name) for name in TYPED}
        return _form(asked, on, typed, beside(error, FIELDS, "text"), status(error))
    return asked.after(f"/prove/allegations/{done['id']}", done["entry"])


def _form(asked: Asked, on: str, typed: Mapping[str, str], wrong: Wrong = (), code: int = 200) -> Shown:
    lists = choices.offences(), choices.elections(), choices.nations(), choices.ladder()
    named = asked.case.prove.matrix(on)["subjects"] if on else []
    new_ = New(on, [(each["id"], each["name"] or "[erased]") for each in named], *lists, typed, wrong)
    if on:
        title, crumbs = f"Word {on} anew", [*CRUMBS, Crumb(on, f"/prove/allegations/{on}"), Crumb("Word it anew")]
    else:
        title, crumbs = "Enter an allegation", [*CRUMBS, Crumb("Enter one")]
    return Shown("prove-allege.html", new_, title, "/prove", crumbs, code)


_ANEW = "/prove/allegations/{allegation}/anew"
ROUTES = [
    Route("/prove/allegations", allegations),
    Route("/prove/allegations", allege, methods=["POST"]),
    Route("/prove/allegations/new", new),
    Route(_ANEW, worded),
    Route(_ANEW, anew, methods=["POST"]),
]
