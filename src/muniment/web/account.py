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
    """Something to do next."""

    says: str
    to: str
    does: str


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
        nobody=said["items"] - said["opened"],
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
    counts = (said["items"], said["read"], said["without_text"], said["unread"], said["opened"], judged)
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
        yield Step("The account does not balance", "/ledger", "verify the case")
    if progress["certificates_overtaken"]:
        number = progress["certificates_overtaken"]
        what = f"{number:,} recall {'certificate was' if number == 1 else 'certificates were'} overtaken"
        yield Step(what, "/overtaken", "say whether it stands" if number == 1 else "say whether they stand")
    if progress["overtaken"]:
        what = f"Something later bears on {words.items(progress['overtaken'])} that people judged"
        yield Step(what, "/overtaken", "say whether the judgement stands")
    if said["needs_person"]:
        what = f"{words.need(said['needs_person'])}: text may be missing in {'it' if said['needs_person'] == 1 else 'them'}"
        yield Step(what, items_at(waits="needs_person"), "look at them")
    if said["unseen"]:
        yield Step(words.unseen(said["unseen"]).capitalize(), items_at(waits="unseen"), "look at them")
    for bundle in said["bundles"]:
        missing = (bundle["list"] or {}).get("missing", 0)
        if missing:
            yield Step(
                f"{words.lines(missing)} of the list of {bundle['id']} did not come",
                f"/bundles/{bundle['id']}",
                "ask the sender, or match them",
            )
        if bundle["gaps"] and bundle["files"]:
            gaps = ", ".join(GAPS[name] for name in bundle["gaps"])
            yield Step(f"Nobody has said of {bundle['id']} {gaps}", f"/bundles/{bundle['id']}", "see its custody")
    if said["held"]:
        yield Step(f"{words.items(said['held'])} held until a named person releases them", "/bundles", "see which")
    left = whole.items - whole.judged
    if left:
        yield Step(f"{words.items(left)} judged by nobody", "/review", "review the next")


ROUTES = [Route("/", account)]
