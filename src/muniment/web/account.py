"""The first page: what came in, what became of it, what waits for a person, and what to do next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.routing import Route

from muniment.case.base import Json
from muniment.model import words
from muniment.model.media import label
from muniment.web import bar, helps
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown

GAPS = {"origin": "where it came from", "via": "through whose hands", "by": "who brought it", "how": "how it came"}
GROUPS = 12  # kinds of what waits that the page names; the rest is one line


@dataclass(frozen=True, slots=True)
class Line:
    """The case, or one bundle, in the balance."""

    name: str
    about: Sequence[str]  # the second line, joined by commas
    bundle: str  # "" for the whole case
    files: int
    items: int
    read: int
    without_text: int
    unread: int
    opened: int
    nobody: int  # opened by nobody
    judged: int
    shut: int  # text may be missing, and nobody has opened it
    aside: str  # held or withdrawn
    bar: bar.Bar

    def to(self, **chosen: str) -> str:
        """The address of some of its items."""
        return items_at(bundle=self.bundle, **chosen)


@dataclass(frozen=True, slots=True)
class Group:
    """Items that wait for the same reason."""

    items: int
    what: str
    why: str
    state: str
    next: helps.Shown | None
    to: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next: of how many, what is so of them, where they are, and what to do about it."""

    number: int  # 0 where it is about no number
    says: str
    to: str
    does: str
    at: str  # where that is done


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one of two reasons: groups, and how many items are in those that are not named."""

    items: int
    originals: int
    groups: Sequence[Group]
    more: int
    more_kinds: int
    to: str


@dataclass(frozen=True, slots=True)
class View:
    """What account.html shows."""

    items: int
    needs_person: int
    nobody: int  # opened by nobody
    shut: int
    first: str  # the item to open next
    balanced: bool
    self_test: Sequence[str]
    whole: Line
    bundles: Sequence[Line]
    needs: Waiting
    unseen: Waiting
    lists: Sequence[Json]
    boxes: int
    steps: Sequence[Step]
    held: int
    settled: int
    overtaken: int  # judgements that something later bears on, and nobody has answered
    certificates_overtaken: int


def items_at(**chosen: str) -> str:
    """The address of the table of items that are chosen so."""
    said = {name: value for name, value in chosen.items() if value}
    return f"/items?{urlencode(said)}" if said else "/items"


def account_of(asked: Asked) -> tuple[Json, Mapping[str, bar.Band]]:
    """The account and its bands; computed once for each entry up to which they are true: they depend on nothing else."""
    as_of = asked.case.head()["as_of"]
    kept: tuple[int, Json, Mapping[str, bar.Band]] | None = asked.desk.kept.get("account")
    if kept is None or kept[0] != as_of:
        said, bands = asked.case.account(), asked.case.bands()
        kept = (said["as_of"], said, bands)
        asked.desk.kept["account"] = kept
    return kept[1], kept[2]


@page(Who.SESSION)
def account(asked: Asked) -> Answer:
    """The account of the case."""
    case = asked.case
    (said, bands), progress, boxes = account_of(asked), case.progress(), case.boxes()
    first = case.item_page(waits="needs_person", limit=1)["items"] if said["needs_person"] else []
    asked.look("looked", {"page": "account"})
    bundles = [line(each, bands) for each in said["bundles"]]
    whole = _whole(said, bands[""])
    view = View(
        items=said["items"],
        needs_person=said["needs_person"],
        nobody=whole.nobody,
        shut=whole.shut,
        first=first[0]["id"] if first else "",
        balanced=said["balanced"],
        self_test=words.self_test(said["probes"]),
        whole=whole,
        bundles=bundles,
        needs=_waiting(said, "needs_person"),
        unseen=_waiting(said, "unseen"),
        lists=[
            {"bundle": each["id"], "from": each["from"], **each["list"]} for each in said["bundles"] if each["list"]
        ],
        boxes=len(boxes),
        steps=list(_steps(said, whole, progress)),
        held=said["held"],
        settled=said["settled"],
        overtaken=progress["overtaken"],
        certificates_overtaken=progress["certificates_overtaken"],
    )
    return Shown("account.html", view, "Account", "/", [Crumb("Account")])


def line(bundle: Json, bands: Mapping[str, bar.Band]) -> Line:
    """One bundle of the account as a line of the balance."""
    came = "things on a shelf" if bundle["items"] and not bundle["files"] else words.files(bundle["files"])
    about = [bundle["id"], bundle["received"], came]
    if bundle["list"]:
        about.append(f"a list of {words.lines(bundle['list']['lines'])} came with it")
    if bundle["list_of"]:
        about.append(f"the sender’s list of {bundle['list_of']}")
    if bundle["supplements"]:
        about.append(f"supplements {bundle['supplements']}")
    aside = "withdrawn" if bundle["withdrawn"] else "held" if bundle["held"] else ""
    return _line(bundle, bundle["from"], about, bundle["id"], bands.get(bundle["id"]) or bar.NOTHING, aside)


def _whole(said: Json, band: bar.Band) -> Line:
    return _line(said, "The whole case", [], "", band, "")


def _line(said: Json, name: str, about: Sequence[str], bundle: str, band: bar.Band, aside: str) -> Line:
    judged = sum(each["judged"] for each in band.values())
    may = band["unread"]
    opened = said["opened"]
    counts = (said["items"], said["read"], said["without_text"], said["unread"], opened, said["items"] - opened, judged)
    return Line(
        name,
        about,
        bundle,
        said.get("files", 0),
        *counts,
        may["items"] - may["opened"],
        aside,
        bar.bar(bundle or "the whole case", band),
    )


def _waiting(said: Json, name: str) -> Waiting:
    groups = [group for group in said["waiting"] if group["sum"] == name]
    rest = groups[GROUPS:]
    return Waiting(
        said[name],
        said["originals"][name],
        [_group(group) for group in groups[:GROUPS]],
        sum(group["items"] for group in rest),
        len(rest),
        items_at(waits=name),
    )


def _group(said: Mapping[str, Any]) -> Group:
    to = items_at(waits=said["sum"], state=said["state"], reason=said["reason"], type=said["type"])
    why = said["says"] or said["reason"] or words.STATES.get(said["state"], said["state"])
    return Group(said["items"], label(said["type"]) or "things", why, said["state"], helps.of(said), to)


def _steps(said: Json, whole: Line, progress: Json) -> Iterator[Step]:
    """What to do next, what must come first at the top."""
    if not said["balanced"]:
        yield Step(0, "The account does not balance", "", "verify the case", "/ledger")
    if number := progress["certificates_overtaken"]:
        what, does = (
            ("recall certificate was overtaken", "say whether it stands")
            if number == 1
            else ("recall certificates were overtaken", "say whether they stand")
        )
        yield Step(number, what, "/overtaken", does, "/overtaken")
    if number := progress["overtaken"]:
        what = f"{_items(number)} that people judged: something later bears on {'it' if number == 1 else 'them'}"
        yield Step(number, what, "/overtaken", "say whether the judgement stands", "/overtaken")
    if number := said["needs_person"]:
        to = items_at(waits="needs_person")
        what = f"{_items(number)}: text may be missing in {'it' if number == 1 else 'them'}, and a person must look"
        yield Step(number, what, to, "look at them", to)
    if number := said["unseen"]:
        to = items_at(waits="unseen")
        yield Step(number, f"{_items(number)} without text, or on a shelf, opened by nobody", to, "look at them", to)
    for bundle in said["bundles"]:
        own = f"/bundles/{bundle['id']}"
        if number := (bundle["list"] or {}).get("missing", 0):
            what = f"line{'' if number == 1 else 's'} of the list of {bundle['id']} did not come"
            yield Step(number, what, f"{own}?lines=missing#list", "ask the sender, or match them", own)
        if bundle["gaps"] and bundle["files"]:
            gaps = ", ".join(GAPS[name] for name in bundle["gaps"])
            yield Step(0, f"Nobody has said of {bundle['id']} {gaps}", "", "see its custody", own)
    if number := said["held"]:
        yield Step(
            number, f"{_items(number)} held until a named person releases them", "/bundles", "see which", "/bundles"
        )
    if number := whole.items - whole.judged:
        yield Step(number, f"{_items(number)} judged by nobody", items_at(judged="no"), "review the next", "/review")


def _items(number: int) -> str:
    return "item" if number == 1 else "items"


ROUTES = [Route("/", account)]
