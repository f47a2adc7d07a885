"""A second look: some items drawn at random are judged again, blind to the first judgement; how often the two differ."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, BadQuery, Refused
from muniment.web import judging, review, sheet, undo
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.order import Order, ordered, send
from muniment.web.review import Blind

OF = {
    "judged": "all that was judged",
    "relevant": "what was judged relevant",
    "not-relevant": "what was judged not relevant",
    "all": "every item, judged or not",
}
SIZE = 50  # items, unless another number is asked for
HEADING = (
    *("sample", "drawn of", "items", "out of", "by", "day", "looked at again", "judged twice", "differ"),
    *("differ in all, at least", "at most"),
)
RESULT_HEADING = ("item", "name", "first", "first by", "second", "second by", "entry", "stands now")
_ORDERS = {
    "sample": lambda each: each.entry,
    "size": lambda each: each.size,
    "again": lambda each: each.looked_at,
    "differ": lambda each: each.differ["items"],
}


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
    order: Order
    next: Drawn | None  # the newest that is not looked at to its end
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
    found, how = _sorted(asked)
    unfinished = [each for each in found if each.looked_at < each.size]
    typed = {name: asked.form[name] for name in ("size", "of", "query")} if wrong else {"size": str(SIZE)}
    progress = case.progress()
    view = View(
        found,
        how,
        max(unfinished, key=lambda each: each.entry, default=None),
        list(OF.items()),
        progress["judged"],
        progress["items"],
        typed,
        wrong,
    )
    return Shown("sample.html", view, "Second looks", "/review", _crumbs(), status)


def _sorted(asked: Asked) -> tuple[list[Drawn], Order]:
    case = asked.case
    return ordered(
        asked, [_drawn(each, case.sample_result(each["sample"])) for each in case.samples()], _ORDERS, "/sample"
    )


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
    asked.look("looked", {"page": "sample", "entry": entry})
    differing = _differing(asked, said)
    undecided = [each["item"] for each in differing if each["differ"]]
    view = Result(
        said, OF.get(str(said["of"]), str(said["of"])), differing, said["size"] - said["looked_at"], undecided
    )
    return Shown("sample-result.html", view, "A second look", "/review", _crumbs(entry))


def _differing(asked: Asked, said: Json) -> list[Json]:
    """The items that two people judged differently, each with what is so of it now."""
    lines = {each["id"]: each for each in asked.case.item_some([each["item"] for each in said["items"]])}
    return [each | _now(lines.get(each["item"], {})) for each in said["items"]]


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


def _file(asked: Asked, kind: str) -> Answer:
    """Every sample for a spreadsheet, in the order shown."""
    with asked.turn():
        rows = [
            (
                *(each.entry, each.of, each.size, each.frame, each.by, each.day, each.looked_at),
                *(each.differ["of"], each.differ["items"], each.differ["at_least"], each.differ["at_most"]),
            )
            for each in _sorted(asked)[0]
        ]
        return send(asked, "samples", kind, HEADING, rows)


def _result_file(asked: Asked, kind: str) -> Answer:
    """The items of a sample that were judged differently, for a spreadsheet."""
    with asked.turn():
        entry = _entry(asked)
        rows = [
            (
                *(each["item"], each["name"], each["first"], "; ".join(each["first_by"])),
                *(each["second"], each["second_by"], each["entry"]),
                "not decided" if each["differ"] else each["stands"],
            )
            for each in _differing(asked, asked.case.sample_result(entry))
        ]
        return send(asked, f"sample-{entry}", kind, RESULT_HEADING, rows)


ROUTES = [
    Route("/sample", samples),
    *sheet.routes("/sample", _file),
    *sheet.routes("/sample/{entry}/differ", _result_file),
    Route("/sample", draw, methods=["POST"]),
    Route("/sample/{entry}", result),
    Route("/sample/{entry}/next", following),
    Route("/sample/{entry}/{item}", item),
    Route("/sample/{entry}/{item}", judge, methods=["POST"]),
]
