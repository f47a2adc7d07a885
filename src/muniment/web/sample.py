"""A second look: some items drawn at random are judged again, blind to the first judgement; how often the two differ."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, BadQuery, Refused
from muniment.web import judging, review, undo
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.review import Blind

OF = {
    "judged": "all that was judged",
    "relevant": "what was judged relevant",
    "not-relevant": "what was judged not relevant",
    "all": "every item, judged or not",
}
SIZE = 50  # items, unless another number is asked for


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample, and how far it is."""

    entry: int
    of: str
    size: int
    frame: int
    by: str
    day: str
    looked_at: int
    differ: Json


@dataclass(frozen=True, slots=True)
class View:
    """What sample.html shows."""

    samples: Sequence[Drawn]
    of: Sequence[tuple[str, str]]
    judged: int
    items: int  # in the case
    typed: dict[str, str] = field(default_factory=dict)
    wrong: Sequence[tuple[str, str]] = ()


@page(Who.SESSION)
def samples(asked: Asked) -> Answer:
    """Every sample, and the form that draws another."""
    asked.look("looked", {"page": "samples"})
    return _shown(asked)


def _shown(asked: Asked, wrong: Sequence[tuple[str, str]] = (), status: int = 200) -> Shown:
    case = asked.case
    found = [_drawn(each, case.sample_result(each["sample"])) for each in reversed(case.samples())]
    typed = {name: asked.form[name] for name in ("size", "of", "query")} if wrong else {"size": str(SIZE)}
    progress = case.progress()
    view = View(found, list(OF.items()), progress["judged"], progress["items"], typed, wrong)
    return Shown("sample.html", view, "Second looks", "/review", _crumbs(), status)


def _drawn(said: Json, result: Json) -> Drawn:
    return Drawn(
        said["sample"],
        OF.get(str(said["of"]), str(said["of"])),
        said["size"],
        said["frame"],
        said["by"],
        said["at"][:10],
        result["looked_at"],
        result["differ"],
    )


def _crumbs(entry: int | None = None) -> list[Crumb]:
    found = [Crumb("Review", "/review"), Crumb("Second looks", "" if entry is None else "/sample")]
    return found if entry is None else [*found, Crumb(f"Entry {entry:,}")]


@page(Who.SESSION)
def draw(asked: Asked) -> Answer:
    """Draw items at random; which ones, an entry of the ledger fixes before anybody looks."""
    try:
        size = asked.form.number("size")
        made = asked.case.sample(SIZE if size is None else size, asked.form["of"] or "judged", asked.form["query"])
    except BadQuery as error:
        return _shown(asked, [("query", f"{error.what[:1].upper()}{error.what[1:]}: {error.subject}")], 400)
    except AskedWrong as error:
        place = "size" if error.subject.startswith(("size", "0")) else "of"
        return _shown(asked, [(place, f"{error.what[:1].upper()}{error.what[1:]}: {error.next}")], 400)
    return asked.after(f"/sample/{made['sample']}", made["entry"])


@dataclass(frozen=True, slots=True)
class Result:
    """What sample-result.html shows."""

    said: Json
    of: str
    lines: Sequence[Json]  # items judged differently, with their names and what stands of each now
    left: int
    open: Sequence[str]  # those of which nobody has decided


@page(Who.SESSION)
def result(asked: Asked) -> Answer:
    """What came of a sample so far, and what it cannot show."""
    entry = _entry(asked)
    said = asked.case.sample_result(entry)
    lines = {each["id"]: each for each in asked.case.item_some([each["item"] for each in said["items"]])}
    asked.look("looked", {"page": "sample", "entry": entry})
    differing = [each | _now(lines.get(each["item"], {})) for each in said["items"]]
    undecided = [each["item"] for each in differing if each["differ"]]
    view = Result(
        said, OF.get(str(said["of"]), str(said["of"])), differing, said["size"] - said["looked_at"], undecided
    )
    return Shown("sample-result.html", view, "A second look", "/review", _crumbs(entry))


def _now(line: Json) -> Json:
    """What is so of an item now, whatever two people said of it before."""
    return {
        "name": line.get("name", ""),
        "differ": line.get("differ", False),
        "stands": line.get("judgement") or "",
    }


@page(Who.SESSION)
def following(asked: Asked) -> Answer:
    """The next item of a sample to be judged again."""
    entry = _entry(asked)
    item = asked.case.sample_next(entry)
    to = f"/sample/{entry}/{item}" if item else f"/sample/{entry}"
    return asked.after(to, asked.number("kept"))


@page(Who.SESSION)
def item(asked: Asked) -> Answer:
    """One item of a sample, blind: nothing that was said of it stands beside it."""
    unseen = review.fetched_ahead(asked)
    if unseen is not None:
        return unseen
    entry, id = _entry(asked), asked.path["item"]  # noqa: A001
    _its_turn(asked, entry, id)
    blind = Blind(
        "Judged blind",
        "It was drawn at random for a second look. What was said of it before is shown in the sample’s result, when you have "
        "judged it; your judgement is kept beside the first, and where they differ neither stands until somebody decides.",
        f"/sample/{entry}",
        "The sample",
    )
    return review.blindly(asked, asked.case.item(id), blind, f"/sample/{entry}/{id}")


@page(Who.SESSION)
def judge(asked: Asked) -> Answer:
    """Keep the second judgement, and go on to the next item of the sample."""
    entry, id = _entry(asked), asked.path["item"]  # noqa: A001
    _its_turn(asked, entry, id)
    kept = judging.keep(asked, id, "sample")
    following = asked.case.sample_next(entry)
    to = f"/sample/{entry}/{following}" if following else f"/sample/{entry}"
    return judging.answered(asked, asked.after(to, kept[-1], **judging.also(kept)), kept)


def _its_turn(asked: Asked, entry: int, id: str) -> None:  # noqa: A002
    """Only the next in the order drawn is looked at: whoever leaves one out would choose what is counted.

    Raises: Refused.
    """
    if asked.case.sample_next(entry) != id:
        raise Refused("it is not this item’s turn in the sample", id, f"the next one: /sample/{entry}/next")


def _entry(asked: Asked) -> int:
    return undo.entry_of(asked, "the page of second looks lists the samples: /sample")


ROUTES = [
    Route("/sample", samples),
    Route("/sample", draw, methods=["POST"]),
    Route("/sample/{entry}", result),
    Route("/sample/{entry}/next", following),
    Route("/sample/{entry}/{item}", item),
    Route("/sample/{entry}/{item}", judge, methods=["POST"]),
]
