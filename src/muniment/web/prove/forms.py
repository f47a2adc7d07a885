"""Forms: every one with what it lacks, as Word and as PDF; its draft to look at; and what only people know of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, UnknownItem
from muniment.prove.law.book import ours
from muniment.prove.law.disclosure import Form as Known
from muniment.web import sheet
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.form import Form
from muniment.web.prove.choices import Choices
from muniment.web.prove.wrong import Wrong, beside

CRUMBS = [Crumb("Prove", "/prove"), Crumb("Forms", "/prove/forms")]
OF = {"mg3": "ALG", "dmd": "ALG", "petition": "ALG", "mg6c": "SUM", "mg6d": "SUM", "sdc": "SUM"}
TYPED = ("of", "witness", "party", "petitioners", "result", "relief")
FIELDS = {"of": "of", "witness": "witness", "petitioner": "petitioners"}
KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A form in the list; `at` is where it is drafted, `witness` and `name` whose statement it is ("" for other forms)."""

    said: Json
    known: Known
    at: str
    witness: str
    name: str


@dataclass(frozen=True, slots=True)
class View:
    """What prove-forms.html shows."""

    rows: Sequence[Row]
    whole: int  # forms that lack nothing


@dataclass(frozen=True, slots=True)
class One:
    """What prove-form.html shows."""

    form: str
    known: Known
    said: Json | None  # None where what was typed makes no draft
    of: str  # the prefix of the numbers that it can be narrowed to, "" where to none
    witnesses: Choices
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def forms(asked: Asked) -> Answer:
    """Every form."""
    known, names = ours().disclosure.forms, _witnesses(asked)
    rows = [
        Row(
            each,
            known[each["form"]],
            f"/prove/forms/{each['form']}" + (f"?witness={witness}" if (witness := each.get("witness", "")) else ""),
            witness,
            names.get(witness, ""),
        )
        for each in asked.case.prove.forms()["forms"]
    ]
    view = View(rows, sum(not each.said["missing"] for each in rows))
    return Shown("prove-forms.html", view, "Forms", "/prove", [CRUMBS[0], Crumb("Forms")])


@page(Who.SESSION)
def form(asked: Asked) -> Answer:
    """The draft of one form; the address may name the witness, and numbers of allegations or submissions."""
    return _drafted(asked, {name: asked.query.get(name, "")[:2000] for name in ("of", "witness")})


@page(Who.SESSION)
def draft(asked: Asked) -> Answer:
    """The draft with what was typed: to look at, or as a file. What people know of themselves stands in no address."""
    said, name = asked.form, _name(asked)
    typed = {field: said.text(field) for field in TYPED}
    kind = said["as"].removeprefix("note-")
    if kind not in KINDS:
        return _drafted(asked, typed)
    note = said["as"] != kind
    try:
        found = asked.case.prove.form_file(name, kind, note=note, **_wanted(said))
    except AskedWrong as error:
        return _drafted(asked, typed, beside(error, FIELDS, "of"))
    asked.look("exported", {"kind": kind, "what": f"form/{name}", "note": note})
    return sent(*found)


def sent(name: str, made: bytes) -> Response:
    """A draft as a file that a browser keeps."""
    return Response(made, media_type=KINDS[name.rpartition(".")[2]], headers=sheet.attached(name, len(made)))


def _drafted(asked: Asked, typed: Mapping[str, str], wrong: Wrong = ()) -> Shown:
    name, names = _name(asked), _witnesses(asked)
    if name == "statement" and not typed.get("witness"):
        typed = {**typed, "witness": next(iter(names), "")}
    said = None
    if not wrong and (name != "statement" or names):
        try:
            said = asked.case.prove.form(name, **_wanted(Form({field: [value] for field, value in typed.items()})))
        except AskedWrong as error:
            wrong = beside(error, FIELDS, "of")
    witnesses = [(id, f"{id}: {each}") for id, each in names.items()] if name == "statement" else ()  # noqa: A001
    view = One(name, ours().disclosure.forms[name], said, OF.get(name, ""), witnesses, typed, wrong)
    title = view.known.title
    return Shown("prove-form.html", view, title, "/prove", [*CRUMBS, Crumb(title)], 400 if wrong else 200)


def _name(asked: Asked) -> str:
    name = str(asked.path["form"])
    if name not in ours().disclosure.forms:
        raise UnknownItem("there is no such form", name[:40], "the list of forms has them all: /prove/forms")
    return name


def _witnesses(asked: Asked) -> dict[str, str]:
    return {each["id"]: each["name"] or each["id"] for each in asked.case.prove.witnesses()["witnesses"]}


def _wanted(said: Form) -> Json:
    """What was typed, as the draft takes it.

    Raises: AskedWrong.
    """
    return {
        "of": said["of"].replace(",", " ").split(),
        "witness": said["witness"],
        "party": said["party"],
        "petitioners": [_petitioner(each) for each in _lines(said["petitioners"])],
        "result": said["result"],
        "relief": _lines(said["relief"]),
    }


def _petitioner(said: str) -> tuple[str, str]:
    name, _, capacity = (part.strip() for part in said.rpartition(","))
    if not name or not capacity:
        raise AskedWrong("petitioner: a name, a comma, and in which capacity", said, "as: Ann Example, elector")
    return name, capacity


def _lines(said: str) -> list[str]:
    return [line.strip() for line in said.splitlines() if line.strip()]


ROUTES = [
    Route("/prove/forms", forms),
    Route("/prove/forms/{form}", form),
    Route("/prove/forms/{form}", draft, methods=["POST"]),
]
