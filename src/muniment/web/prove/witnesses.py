"""Witnesses: whom nobody has asked is a lead; what each would do in which forum; entering one, or what is known of one anew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused
from muniment.prove.law.book import ours
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.form import Form
from muniment.web.order import Keys, Order, as_it_comes, ordered
from muniment.web.prove import numbers
from muniment.web.prove.decisions import silent
from muniment.web.prove.wrong import Wrong, beside, status

AT = "/prove/witnesses"
CRUMBS = [Crumb("Prove", "/prove"), Crumb("Witnesses", AT)]
TYPED = ("name", "about", "subject", "spouse", "speaks")
FIELDS = {each: each for each in TYPED}
_ORDERS: Keys = {
    "witness": as_it_comes,
    "asked": lambda each: (not each["lead"], each["reached"], each["contacts"][-1]["day"] if each["contacts"] else ""),
    "statements": lambda each: len(each["statements"]),
    "exhibits": lambda each: len(each["exhibits"]),
}


def _would(forum: str) -> Callable[[Json], tuple[int]]:
    """By whether they would speak there: who would, who would on a condition, who would not, who was not asked."""
    return lambda each: (("yes", "if", "no", "not-asked").index(each["willing"][forum]["says"]),)


@dataclass(frozen=True, slots=True)
class View:
    """What prove-witnesses.html shows."""

    witnesses: Sequence[Json]
    order: Order
    leads: int
    forums: Sequence[tuple[str, str]]
    struck: Sequence[Json]


@dataclass(frozen=True, slots=True)
class New:
    """What prove-witness-new.html shows."""

    id: str  # of the witness of whom more is known, "" for a new one
    about: Sequence[tuple[str, str, Sequence[str]]]  # allegations and subjects, by number; to whom it was never put
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def witnesses(asked: Asked) -> Answer:
    """Every witness in a line."""
    said = asked.case.prove.witnesses()
    forums = [(each.id, each.title) for each in ours().forums.forums.values()]
    found, how = ordered(asked, said["witnesses"], {**_ORDERS, **{id: _would(id) for id, _ in forums}}, AT)  # noqa: A001
    view = View(found, how, len(said["leads"]), forums, numbers.of(asked, "WIT", "STA", "EXH"))
    return Shown("prove-witnesses.html", view, "Witnesses", "/prove", [CRUMBS[0], Crumb("Witnesses")])


@page(Who.SESSION)
def new(asked: Asked) -> Answer:
    """The form for one."""
    return _form(asked, "", {"speaks": asked.query.get("speaks", "")[:40]})


@page(Who.SESSION)
def enter(asked: Asked) -> Answer:
    """Enter one."""
    return _entered(asked, "")


@page(Who.SESSION)
def known(asked: Asked) -> Answer:
    """The form for what is known of one anew, as it stands."""
    return numbers.or_struck(asked, asked.path["witness"], lambda: _known(asked))


def _known(asked: Asked) -> Shown:
    id = asked.path["witness"]  # noqa: A001
    said = asked.case.prove.witness(id)
    typed = {
        "name": said["name"] or "",
        "about": said["about"] or "",
        "subject": said["subject"],
        "spouse": said["spouse"]["id"] if said["spouse"] else "",
        "speaks": " ".join(each["id"] for each in said["speaks"]),
    }
    return _form(asked, id, typed)


@page(Who.SESSION)
def anew(asked: Asked) -> Answer:
    """Enter it, as a whole."""
    return _entered(asked, asked.path["witness"])


def _entered(asked: Asked, on: str) -> Answer:
    said = asked.form
    try:
        done = asked.case.prove.add_witness(
            said["name"],
            said.text("about"),
            subject=said["subject"],
            spouse=said["spouse"],
            speaks=said["speaks"].split(),
            on=on,
        )
    except (AskedWrong, Refused) as error:
        return _form(asked, on, _typed(said), beside(error, FIELDS, "name"), status(error))
    return asked.after(f"{AT}/{done['id']}", done["entry"])


def _typed(said: Form) -> dict[str, str]:
    return {name: said.text(name) for name in TYPED}


def _form(asked: Asked, on: str, typed: Mapping[str, str], wrong: Wrong = (), code: int = 200) -> Shown:
    about: list[tuple[str, str, Sequence[str]]] = [
        (each["id"], f"{each['citation']}: {each['text'] or '[erased]'}", silent(each))
        for each in asked.case.prove.allegations()["allegations"]
    ]
    about += [(each["id"], each["name"] or "[erased]", ()) for each in asked.case.prove.subjects()["subjects"]]
    title = f"Witness {on}, known anew" if on else "Enter a witness"
    crumbs = [*CRUMBS, *([Crumb(on, f"{AT}/{on}"), Crumb("Known anew")] if on else [Crumb("Enter one")])]
    return Shown("prove-witness-new.html", New(on, about, typed, wrong), title, "/prove", crumbs, code)


ROUTES = [
    Route(AT, witnesses),
    Route(AT, enter, methods=["POST"]),
    Route(f"{AT}/new", new),
    Route(f"{AT}/{{witness}}/anew", known),
    Route(f"{AT}/{{witness}}/anew", anew, methods=["POST"]),
]
