"""Subjects: everybody of whom something is alleged; entering one, or what is known of one anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused
from muniment.prove.allegations import KINDS
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove import numbers
from muniment.web.prove.choices import Choices
from muniment.web.prove.wrong import Wrong, beside, status

AT = "/prove/subjects"
CRUMBS = [Crumb("Prove", "/prove"), Crumb("Subjects", AT)]
TYPED = ("name", "kind", "of", "note")
FIELDS = {each: each for each in TYPED}


@dataclass(frozen=True, slots=True)
class Row:
    """A subject, what is alleged of them, and how much of it they never heard."""

    said: Json
    of: str  # whose agent, or of which party, by name
    allegations: Sequence[str]
    silent: Sequence[str]  # those that were never put to them


@dataclass(frozen=True, slots=True)
class View:
    """What prove-subjects.html shows."""

    rows: Sequence[Row]
    silent: int
    kinds: Choices
    others: Choices
    struck: Sequence[Json]
    typed: Mapping[str, str]
    wrong: Wrong


@dataclass(frozen=True, slots=True)
class Anew:
    """What prove-subject-anew.html shows."""

    id: str
    kinds: Choices
    others: Choices
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def subjects(asked: Asked) -> Answer:
    """Everybody, and the form for one more."""
    return _list(asked, {"kind": "person"})


@page(Who.SESSION)
def enter(asked: Asked) -> Answer:
    """Enter somebody."""
    said = asked.form
    try:
        done = asked.case.prove.name_subject(said["name"], said["kind"], said["of"], said.text("note"))
    except (AskedWrong, Refused) as error:
        return _list(asked, _typed(asked), beside(error, FIELDS, "name"), status(error))
    return asked.after(f"{AT}/{done['id']}", done["entry"])


def _list(asked: Asked, typed: Mapping[str, str], wrong: Wrong = (), code: int = 200) -> Shown:
    known = asked.case.prove.subjects()["subjects"]
    alleged = asked.case.prove.allegations()["allegations"]
    names = {each["id"]: each["name"] or "[erased]" for each in known}
    rows = [_row(each, names, alleged) for each in known]
    silent = sum(bool(each.silent) for each in rows)
    struck = numbers.of(asked, "SUB")
    view = View(rows, silent, _kinds(), _others(known), struck, typed, wrong)
    return Shown("prove-subjects.html", view, "Subjects", "/prove", [CRUMBS[0], Crumb("Subjects")], code)


def _row(said: Json, names: Mapping[str, str], alleged: Sequence[Json]) -> Row:
    here = [(each["id"], one["put"]) for each in alleged for one in each["subjects"] if one["id"] == said["id"]]
    return Row(said, names.get(said["of"], ""), [id for id, _ in here], [id for id, put in here if not put])  # noqa: A001


def _kinds() -> Choices:
    return [(each, each) for each in KINDS]


def _others(known: Sequence[Json], but: str = "") -> Choices:
    pairs = [(each["id"], f"{each['id']} {each['name'] or '[erased]'}") for each in known if each["id"] != but]
    return [("", "nobody’s"), *pairs]


def _typed(asked: Asked) -> dict[str, str]:
    return {name: asked.form.text(name) for name in TYPED}


def number(asked: Asked) -> str:
    """The number that the address names; nobody is named in an address.

    Raises: AskedWrong.
    """
    id = asked.path["subject"]  # noqa: A001
    if not id.startswith("SUB-"):
        raise AskedWrong("a subject is named by number here", id[:40], f"the list has everybody: {AT}")
    return str(id)


# -- anew


@page(Who.SESSION)
def known(asked: Asked) -> Answer:
    """The form for what is known of one anew, as it stands."""
    return numbers.or_struck(asked, asked.path["subject"], lambda: _known(asked))


def _known(asked: Asked) -> Shown:
    said = asked.case.prove.subject(number(asked))
    return _anew(asked, {name: said[name] or "" for name in TYPED})


@page(Who.SESSION)
def anew(asked: Asked) -> Answer:
    """Enter it, as a whole."""
    said, id = asked.form, asked.path["subject"]  # noqa: A001
    try:
        done = asked.case.prove.name_subject(said["name"], said["kind"], said["of"], said.text("note"), on=id)
    except (AskedWrong, Refused) as error:
        return _anew(asked, _typed(asked), beside(error, FIELDS, "name"), status(error))
    return asked.after(f"{AT}/{id}", done["entry"])


def _anew(asked: Asked, typed: Mapping[str, str], wrong: Wrong = (), code: int = 200) -> Shown:
    id = asked.path["subject"]  # noqa: A001
    others = _others(asked.case.prove.subjects()["subjects"], id)
    crumbs = [*CRUMBS, Crumb(id, f"{AT}/{id}"), Crumb("Known anew")]
    view = Anew(id, _kinds(), others, typed, wrong)
    return Shown("prove-subject-anew.html", view, f"Subject {id}, known anew", "/prove", crumbs, code)


ROUTES = [
    Route(AT, subjects),
    Route(AT, enter, methods=["POST"]),
    Route(f"{AT}/{{subject}}/anew", known),
    Route(f"{AT}/{{subject}}/anew", anew, methods=["POST"]),
]
