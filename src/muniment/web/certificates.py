"""Recall certificates: what one would cost, the draw that it rests on, the verdict so far, and those that were issued."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, MunimentError, Refused, UnknownItem
from muniment.web import progress
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.progress import Figure

TARGETS = ("95%", "90%", "80%", "70%")


@dataclass(frozen=True, slots=True)
class View:
    """What certificates.html shows."""

    now: Json | None  # the verdict so far, or what one would cost; None in an empty case
    target: str
    issued: Sequence[Json]
    draws: Sequence[Json]
    figure: Figure
    typed: dict[str, str] = field(default_factory=dict)
    wrong: Sequence[tuple[str, str]] = ()


@page(Who.SESSION)
def certificates(asked: Asked) -> Answer:
    """Where a recall certificate stands, and all that were issued or drawn for."""
    asked.look("looked", {"page": "certificates"})
    return _shown(asked)


def _shown(asked: Asked, wrong: Sequence[tuple[str, str]] = (), status: int = 200) -> Shown:
    case = asked.case
    target = asked.query.get("target", "") or asked.form["target"] or TARGETS[0]
    now = case.certificate(target, issue=False) if case.progress()["items"] else None
    typed = {name: asked.form[name] for name in ("digits", "person", "cosigner", "why")}
    typed["note"] = asked.form.text("note")
    view = View(now, target, case.certificates(), list(reversed(case.draws())), progress.figure(asked), typed, wrong)
    crumbs = [Crumb("Recall certificates")]
    return Shown("certificates.html", view, "Recall certificates", "/certificates", crumbs, status)


@page(Who.SESSION)
def begin(asked: Asked) -> Answer:
    """Fix frame, target and rule, before anybody can know the seed."""
    done = asked.case.begin_draw(asked.form["target"] or TARGETS[0], asked.form["counting"] or "all")
    return asked.after("/certificates", done["entry"])


@page(Who.SESSION)
def seed(asked: Asked) -> Answer:
    """Add what a second person typed; or say that nobody else did, which the certificate will say too."""
    said, alone = asked.form, "alone" in asked.form
    try:
        if alone:
            done = asked.case.seed_draw(how="alone")
        else:
            done = asked.case.seed_draw("".join(said["digits"].split()), said["person"], "typed")
    except AskedWrong as error:
        return _shown(asked, [("person" if "somebody" in error.what else "digits", _in_words(error))], 400)
    return asked.after("/certificates", done["entry"])


@page(Who.SESSION)
def cosign(asked: Asked) -> Answer:
    """Add the signature of a body outside; a note ends its lines as a file does, whatever a browser made of them."""
    note = asked.form.text("note").strip("\n") + "\n"
    try:
        done = asked.case.seed_draw(how="cosigned", note=note, cosigner=asked.form["cosigner"])
    except AskedWrong as error:
        return _shown(asked, [("cosigner" if "key" in error.what[:30] else "note", _in_words(error))], 400)
    return asked.after("/certificates", done["entry"])


@page(Who.SESSION)
def abandon(asked: Asked) -> Answer:
    """Give the open draw up; it stays listed."""
    try:
        done = asked.case.abandon_draw(asked.form["why"])
    except AskedWrong as error:
        return _shown(asked, [("why", _in_words(error))], 400)
    return asked.after("/certificates", done["entry"])


@page(Who.SESSION)
def issue(asked: Asked) -> Answer:
    """Issue the recall certificate, if by now it may be."""
    done = asked.case.certificate(issue=True)
    if not done["issued"]:
        raise Refused("no recall certificate can be issued yet", "", "its page says what is needed: /certificates")
    return asked.after(f"/certificates/{done['entry']}", done["entry"])


def _in_words(error: MunimentError) -> str:
    return f"{error.what[:1].upper()}{error.what[1:]}: {error.next}"


@dataclass(frozen=True, slots=True)
class Paper:
    """What certificate.html shows: one recall certificate, as it was issued."""

    said: Json
    place: int  # among those of the case, from 1
    title: str
    case_id: str
    leaf: str


@page(Who.SESSION)
def certificate(asked: Asked) -> Answer:
    """One recall certificate as a paper."""
    every = asked.case.certificates()
    found = next((each for each in every if str(each["entry"]) == asked.path["entry"]), None)
    if found is None:
        raise UnknownItem(
            "no recall certificate was issued there", asked.path["entry"][:40], "their page lists them: /certificates"
        )
    asked.look("looked", {"page": "certificate", "entry": found["entry"]})
    place = len(every) - every.index(found)
    view = Paper(found, place, asked.case.title, asked.case.id, asked.case.entry(found["entry"])["hash"])
    crumbs = [Crumb("Recall certificates", "/certificates"), Crumb(f"Recall certificate {place}")]
    return Shown("certificate.html", view, f"Recall certificate {place}", "/certificates", crumbs)


ROUTES = [
    Route("/certificates", certificates),
    Route("/certificates/begin", begin, methods=["POST"]),
    Route("/certificates/seed", seed, methods=["POST"]),
    Route("/certificates/cosign", cosign, methods=["POST"]),
    Route("/certificates/abandon", abandon, methods=["POST"]),
    Route("/certificates/issue", issue, methods=["POST"]),
    Route("/certificates/{entry}", certificate),
]
