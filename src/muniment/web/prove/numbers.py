"""What stands under a number: each wording, and saying that it was entered in error; it stays listed, marked so."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import UnknownItem
from muniment.web import acts
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove import linked
from muniment.web.prove.decisions import alleged
from muniment.web.prove.striking import struck
from muniment.web.prove.wrong import Wrong

AT = linked.NUMBERS
NOUNS = {
    "CMP": "complaint",
    "SUB": "subject",
    "ALG": "allegation",
    "LNK": "link",
    "PUT": "what was put",
    "WIT": "witness",
    "STA": "statement",
    "EXH": "exhibit",
    "CLM": "claim",
    "DIF": "contradiction",
    "LIN": "line of inquiry",
    "ACT": "dated act",
    "CLK": "clock that was added",
    "REQ": "request",
    "ADV": "advice",
    "DEC": "decision",
    "FND": "finding",
    "SCH": "row of a schedule",
    "SUM": "what went out",
    "REV": "review",
}
_WITHOUT = {"clock-met": ("Clocks", "/prove/clocks"), "step-taken": ("Steps", "/prove/steps")}  # about no number
_WITHIN = {"PUT": ("/prove/replies", "allegation"), **dict.fromkeys(("STA", "EXH"), ("/prove/witnesses", "witness"))}


@dataclass(frozen=True, slots=True)
class Act:
    """One act about the number."""

    entry: int
    at: str
    by: str
    says: str
    words: str | None  # None where they were erased


@dataclass(frozen=True, slots=True)
class View:
    """What prove-number.html shows."""

    said: Json
    noun: str
    part: str  # the part of the room that it belongs to
    home: str  # where it is worked with
    silent: Sequence[str]  # of an allegation: to whom it was never put
    acts: Sequence[Act]
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def number(asked: Asked) -> Answer:
    """What stands under it."""
    return _shown(asked)


@page(Who.SESSION)
def strike(asked: Asked) -> Answer:
    """Say that it was entered in error."""
    id = asked.path["number"]  # noqa: A001
    return struck(asked, id, f"{AT}/{id}", _shown)


def _shown(asked: Asked, wrong: Wrong = (), code: int = 200) -> Shown:
    if asked.path["number"].isdigit():
        return _entry(asked, wrong, code)
    prefix = asked.path["number"].partition("-")[0]
    about = alleged(asked) if prefix == "ALG" else {}
    said = asked.case.prove.number(asked.path["number"])
    noun, (title, part) = NOUNS[prefix], linked.LISTS[prefix]
    crumbs = [Crumb("Prove", "/prove"), Crumb(title, part), Crumb(said["id"])]
    told = [Act(each["entry"], each["at"], each["by"], acts.says(each), each["words"]) for each in said["acts"]]
    silent = about[said["id"]].silent if said["id"] in about else ()
    view = View(said, noun, part, _home(said, prefix), silent, told, {"why": asked.form["why"]}, wrong)
    return Shown("prove-number.html", view, f"{said['id']}: {noun}", "/prove", crumbs, code)


def _entry(asked: Asked, wrong: Wrong, code: int) -> Shown:
    """An entry that gave no number: a contact, a step, an answer, that a clock was met."""
    said = asked.case.prove.number(asked.path["number"])
    prefix = said["about"].partition("-")[0]
    title, part = linked.LISTS[prefix] if prefix else _WITHOUT[said["kind"]]
    home = linked.address(said["about"]) if prefix else part
    crumbs = [Crumb("Prove", "/prove"), Crumb(title, part), Crumb(f"Entry {said['id']}")]
    told = [Act(each["entry"], each["at"], each["by"], acts.says(each), each["words"]) for each in said["acts"]]
    view = View(
        said, f"entry about {said['about'] or title.lower()}", part, home, (), told, {"why": asked.form["why"]}, wrong
    )
    return Shown("prove-number.html", view, f"Entry {said['id']}", "/prove", crumbs, code)


def _home(said: Json, prefix: str) -> str:
    """Where what has this number is worked with; its list, where it was entered in error."""
    part = linked.LISTS[prefix][1]
    first = said["acts"][0]["said"]
    if prefix == "LNK":
        at = f"{part}/{first['allegation']}"
        return at if said["struck"] else f"{at}/links/{said['id']}"
    if prefix in _WITHIN:
        return f"{_WITHIN[prefix][0]}/{first[_WITHIN[prefix][1]]}"
    return part if said["struck"] or prefix not in linked.PAGED else linked.address(said["id"])


def of(asked: Asked, *prefixes: str) -> list[Json]:
    """What was entered in error, of numbers that begin so: for the page that lists the others."""
    return list(asked.case.prove.struck(prefixes)["struck"])


def or_struck(asked: Asked, id: str, shown: Callable[[], Answer]) -> Answer:  # noqa: A002
    """The page of a number; where that was entered in error, the way to what stands under it.

    Raises: UnknownItem, where there is no such number.
    """
    try:
        return shown()
    except UnknownItem:
        if id not in {each["id"] for each in of(asked, id.partition("-")[0])}:
            raise
        return asked.after(f"{AT}/{id}")


ROUTES = [Route(f"{AT}/{{number}}", number), Route(f"{AT}/{{number}}/strike", strike, methods=["POST"])]
