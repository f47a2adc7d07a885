"""Dated acts: what happened on which day, from which clocks run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused
from muniment.prove.law.acts import Field, Form
from muniment.prove.law.book import ours
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove import choices
from muniment.web.prove.choices import Choices
from muniment.web.prove.decisions import About, alleged
from muniment.web.prove.numbers import of as in_error
from muniment.web.prove.wrong import Wrong, beside, status

OWN = ("person", "by_agents", "of")  # fields of acts.yaml that have a place of their own in the form
TYPED = ("kind", "on", "election", "nation", "person", "of", "note")
FIELDS = {"on ": "on", "kind": "kind", "election": "election", "nation": "nation", "person": "person", "of": "of"}


@dataclass(frozen=True, slots=True)
class More:
    """A field that some kinds of act have: which need it."""

    name: str
    title: str
    options: Choices  # () where it is typed
    hint: str


@dataclass(frozen=True, slots=True)
class View:
    """What prove-acts.html shows."""

    acts: Sequence[Json]
    struck: Sequence[Json]
    alleged: Mapping[str, About]
    titles: Mapping[str, str]  # of kinds and of elections
    kinds: Choices
    elections: Choices
    nations: Choices
    more: Sequence[More]
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def acts(asked: Asked) -> Answer:
    """Every dated act, and the form for one; the address may name its kind, and what it belongs to."""
    typed = {"kind": asked.query.get("kind", "poll"), "election": "local", "nation": "england"}
    of = asked.query.get("of", "")[:20]
    return _shown(asked, typed | ({"of": of} | _like(asked, of) if of else {}))


def _like(asked: Asked, of: str) -> dict[str, str]:
    """What an act has in common with the finding or conviction that it comes after: of whom, at which election; and its kind."""
    prove = asked.case.prove
    known = {each["id"]: each for each in prove.barred()["reports"]}
    for person in prove.court_certificate()["people"]:
        known |= {each["id"]: each | {"name": person["name"]} for each in person["findings"]}
    if of not in known:
        return {}
    like = {
        name: known[of][told] for name, told in (("person", "name"), ("election", "election"), ("nation", "nation"))
    }
    return like | ({"kind": known[of]["following"][0]} if known[of]["following"] else {})


@page(Who.SESSION)
def enter(asked: Asked) -> Answer:
    """Enter one."""
    said = asked.form
    values = {each.id: said[each.id] for each in _fields() if said[each.id]}
    try:
        done = asked.case.prove.act(
            said["kind"],
            said["on"],
            person=said["person"],
            by_agents=True if said["by_agents"] else None,
            election=said["election"],
            nation=said["nation"],
            of=said["of"],
            values=values,
            note=said["note"],
        )
    except (AskedWrong, Refused) as error:
        typed = {name: said[name] for name in (*TYPED, "by_agents")} | values
        fields = FIELDS | {each.id: each.id for each in _fields()}
        return _shown(asked, typed, beside(error, fields, "kind"), status(error))
    return asked.after("/prove/acts", done["entry"])


def _shown(asked: Asked, typed: Mapping[str, str], wrong: Wrong = (), code: int = 200) -> Shown:
    kinds, elections = choices.acts(), choices.elections()
    struck, about = in_error(asked, "ACT"), alleged(asked)
    view = View(
        acts=asked.case.prove.acts()["acts"],
        struck=struck,
        alleged=about,
        titles=dict([*kinds, *elections]),
        kinds=kinds,
        elections=elections,
        nations=choices.nations(),
        more=[_more(each) for each in _fields()],
        typed=typed,
        wrong=wrong,
    )
    return Shown("prove-acts.html", view, "Dated acts", "/prove", [Crumb("Prove", "/prove"), Crumb("Dated acts")], code)


def _fields() -> list[Field]:
    return [each for each in ours().clocks.acts.fields.values() if each.id not in OWN]


def _more(field: Field) -> More:
    kinds = ours().clocks.acts.kinds.values()
    needing = [each.title for each in kinds if field.id in each.needs]
    hint = f"Needed for: {'; '.join(needing)}." if needing else "Where the kind of act has it."
    options = {Form.ONE_OF: field.values, Form.YES_NO: ("yes", "no")}.get(field.form, ())
    pairs = [("", "not said"), *((each, each) for each in options)] if options else []
    return More(field.id, f"{field.title[:1].upper()}{field.title[1:]}", pairs, hint)


ROUTES = [Route("/prove/acts", acts), Route("/prove/acts", enter, methods=["POST"])]
