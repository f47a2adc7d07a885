"""One witness: contacts, versions of the statement, what they would do in each forum, exhibits; and a form for each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused
from muniment.model.prove import Says
from muniment.prove.law.book import ours
from muniment.web.access import Endpoint, Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.form import Form
from muniment.web.prove import choices, numbers
from muniment.web.prove.choices import Choices
from muniment.web.prove.decisions import About, alleged
from muniment.web.prove.witnesses import AT, CRUMBS
from muniment.web.prove.wrong import Wrong, beside, status

SAYS = {
    Says.NOT_ASKED.value: "nobody has asked",
    Says.YES.value: "would speak",
    Says.NO.value: "would not speak",
    Says.IF.value: "would speak, on a condition",
}
_MEASURES = "measures"


@dataclass(frozen=True, slots=True)
class View:
    """What prove-witness.html shows."""

    said: Json
    alleged: Mapping[str, About]
    subject: str  # the name of the subject that they are
    forums: Choices
    says: Mapping[str, str]
    hows: Choices
    results: Choices
    forms: Choices
    measures: Choices
    statements: Choices  # in which an exhibit can be produced
    open: str  # the form that is sent again
    typed: Mapping[str, str]
    ticked: frozenset[str]  # measures
    wrong: Wrong


@dataclass(frozen=True, slots=True)
class Sent:
    """A form of the page: the fields that errors name, and where each is; what it has the case record."""

    name: str
    fields: Mapping[str, str]
    otherwise: str
    act: Callable[[Asked, str, Form], Json]


def _contact(asked: Asked, id: str, said: Form) -> Json:  # noqa: A002
    return asked.case.prove.contact(
        id,
        said["contact-how"],
        said["contact-result"],
        day=said["contact-day"],
        person=said["contact-person"],
        asked=said.text("contact-asked"),
        answer=said.text("contact-answer"),
    )


def _statement(asked: Asked, id: str, said: Form) -> Json:  # noqa: A002
    return asked.case.prove.statement(
        id,
        said["statement-form"],
        day=said["statement-day"],
        signed=bool(said["statement-signed"]),
        item=said["statement-item"],
        note=said.text("statement-note"),
    )


def _willing(asked: Asked, id: str, said: Form) -> Json:  # noqa: A002
    return asked.case.prove.willing(
        id,
        said["forum"],
        said["says"],
        fear=bool(said["fear"]),
        measures=said.many(_MEASURES),
        why=said.text("willing-why"),
    )


def _exhibit(asked: Asked, id: str, said: Form) -> Json:  # noqa: A002
    return asked.case.prove.exhibit(
        id, said["ref"], said["exhibit-item"], said["exhibit-title"], statement=said["exhibit-statement"]
    )


def _prefixed(prefix: str, *names: str) -> dict[str, str]:
    return {name: f"{prefix}-{name}" for name in names}


FORMS = (
    Sent("contact", _prefixed("contact", "how", "result", "day", "person", "asked", "answer"), "contact-how", _contact),
    Sent("statement", _prefixed("statement", "form", "day", "item", "note", "signed"), "statement-form", _statement),
    Sent(
        "willing",
        {"forum": "forum", "says": "says", "why": "willing-why", "measures": _MEASURES, "fear": "fear"},
        "says",
        _willing,
    ),
    Sent("exhibit", {"ref": "ref"} | _prefixed("exhibit", "item", "title", "statement"), "ref", _exhibit),
)


@page(Who.SESSION)
def witness(asked: Asked) -> Answer:
    """One witness as they stand."""
    return numbers.or_struck(asked, asked.path["witness"], lambda: _shown(asked))


def _sent(form: Sent) -> Endpoint:
    """The endpoint of one form."""

    @page(Who.SESSION)
    def sent(asked: Asked) -> Answer:
        id = asked.path["witness"]  # noqa: A001
        try:
            done = form.act(asked, id, asked.form)
        except (AskedWrong, Refused) as error:
            return _shown(asked, form, beside(error, form.fields, form.otherwise), status(error))
        return asked.after(f"{AT}/{id}", done["entry"])

    return sent


def _shown(asked: Asked, form: Sent | None = None, wrong: Wrong = (), code: int = 200) -> Shown:
    about, law = alleged(asked), ours().witnesses
    said = asked.case.prove.witness(asked.path["witness"])
    subjects = {each["id"]: each["name"] or "[erased]" for each in asked.case.prove.subjects()["subjects"]}
    view = View(
        said=said,
        alleged=about,
        subject=subjects.get(said["subject"], ""),
        forums=[(each.id, each.title) for each in ours().forums.forums.values()],
        says=SAYS,
        hows=choices.of(law.hows),
        results=choices.of(law.results),
        forms=choices.of(law.forms),
        measures=choices.of(law.measures),
        statements=[("", "in none"), *((each["id"], f"{each['id']}, {each['day']}") for each in said["statements"])],
        open=form.name if form else "",
        typed={to: asked.form.text(to) for to in form.fields.values()} if form else {},
        ticked=frozenset(asked.form.many(_MEASURES)) if form else frozenset(),
        wrong=wrong,
    )
    title = f"Witness {said['id']}"
    return Shown("prove-witness.html", view, title, "/prove", [*CRUMBS, Crumb(said["id"])], code)


ROUTES = [
    Route(f"{AT}/{{witness}}", witness),
    *(Route(f"{AT}/{{witness}}/{form.name}", _sent(form), methods=["POST"]) for form in FORMS),
]
