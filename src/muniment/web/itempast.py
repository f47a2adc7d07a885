"""Where an item has been, who had it before them, what was said of it; and all facts that a machine found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.routing import Route

from muniment.case.base import Json
from muniment.model import words
from muniment.model.reason import REASONS
from muniment.web import acts, family, itemfacts, itemseen
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Shown
from muniment.web.itemfacts import Act
from muniment.web.itemseen import Person

_SHOWN = 500  # entries of one page
_MORE = {  # what else an entry says of a thing on a shelf, or of an erasure
    "from": "from",
    "received": "received",
    "reader": "by the reader",
    "jail": "in the jail",
    "name": "as",
    "giver": "from",
    "holder": "to",
    "place": "at",
    "ref": "reference",
    "how": "",
    "found": "seal found",
    "expected": "but on record",
    "seal": "seal",
    "pages": "pages",
    "why": "why",
    "authority": "on",
    "agreed": "agreed by",
    "alone": "decided alone",
    "successor": "in its place",
}


@dataclass(frozen=True, slots=True)
class Past:
    """What itempast.html shows."""

    id: str
    title: str
    said: Json
    custody: Sequence[Act]
    on: Mapping[int, str]  # of each entry, what it speaks of
    left_out: int
    openings: int
    people: Sequence[Person]
    settled: Sequence[Act]
    history: Sequence[Act]


@dataclass(frozen=True, slots=True)
class Facts:
    """What itemfacts.html shows."""

    id: str
    title: str
    said: Json
    kind: str
    facts: Sequence[tuple[str, str]]
    headers: Sequence[tuple[str, str]]
    recognised: Sequence[tuple[int, str]]
    readings: Sequence[tuple[str, str, Sequence[int], bool]]  # address, hash, entries, whether it is the newest


@page(Who.SESSION, alone=False)
def custody(asked: Asked) -> Answer:
    """Each entry of the ledger that speaks of an item, of what it came in, or of their bundle; who saw which of its pages.

    Cost: the access log is looked through once (`Case.pages_seen`), and nobody waits for that but whoever asks.
    """
    id, case = asked.path["item"], asked.case  # noqa: A001
    with asked.turn():
        said = case.item(id)
        asked.look("showed", {"on": id, "what": "custody"})
        shown = said["custody"][:_SHOWN]
        steps = list(trail(case, said, shown))
        opened, settled = itemfacts.opened(case, id, said), itemfacts.settled(case, said)
        reviewed, looks = case.reviewed(id), case.pages_seen(id)
    view = Past(
        id,
        itemfacts.title(said),
        said,
        steps,
        {each["entry"]: each["on"] for each in shown},
        len(said["custody"]) - len(shown),
        len(opened),
        itemseen.people(said, opened, reviewed["read_to_end"], list(looks)),
        settled,
        [_reviewed(each) for each in reviewed["history"]],
    )
    return Shown("itempast.html", view, f"Custody of {id}", "/", family.crumbs(said, "Custody"))


def trail(case: Any, said: Json, steps: Sequence[Json]) -> Iterator[Act]:
    """Steps of its custody in words."""
    how = {each["entry"]: each["how"] for each in said["opened"]}
    for step in steps:
        entry = case.entry(step["entry"])
        more = step | ({"how": how[step["entry"]]} if step["entry"] in how else {})
        yield Act(step["by"] or "", step["entry"], entry["at"], acts.says(entry), _more(more))


def _more(step: Json) -> str:
    """What else is known of a step."""
    told = []
    if step.get("reason") and step["reason"] in REASONS:
        told.append(REASONS[step["reason"]].says)
    for key, word in _MORE.items():
        value = step.get(key)
        if isinstance(value, list):
            value = ", ".join(map(str, value))
        if value not in {"", None}:
            told.append(f"{word} {value}".strip())
    return "; ".join(told)


def _reviewed(each: Json) -> Act:
    """One act of a reviewer in words."""
    text = each.get("note") or each.get("text") or each.get("why") or ""
    gone = each.get("taken_back") or each.get("undone")
    says = acts.says({"do": each["do"], "said": _fields(each)})
    if each.get("tag"):
        says = f"{'removed' if each.get('remove') else 'gave'} the tag {each['tag']}"
    if gone:
        says += f" (no longer: entry {gone:,})"
    return Act(each["by"], each["entry"], itemfacts.micros(each["at"]), says, text)


def _fields(each: Json) -> dict[str, Any]:
    """An act as the sentences of entries know it."""
    return dict(each) | {"as": each.get("judgement", ""), "entry": each.get("of", 0)}


@page(Who.SESSION)
def facts(asked: Asked) -> Answer:
    """Everything that a machine found out about an item, and each reading of it."""
    id = asked.path["item"]  # noqa: A001
    said = asked.case.item(id)
    asked.look("showed", {"on": id, "what": "facts"})
    known = said["facts"]
    headers = [(str(key), itemfacts.plain(value)) for key, value in known.get("headers") or ()]
    view = Facts(
        id,
        itemfacts.title(said),
        {key: value for key, value in said.items() if key not in {"text", "pages"}},
        itemfacts.kind(said),
        itemfacts.facts(said),
        headers,
        [(each["page"], _recognised(each)) for each in known.get("ocr") or ()],
        [
            (
                f"/item/{id}?reading={each['entries'][-1]}",
                each["reading"],
                each["entries"],
                each["reading"] == said["reading"],
            )
            for each in said["readings"]
        ],
    )
    return Shown("itemfacts.html", view, f"Facts of {id}", "/", family.crumbs(said, "Facts"))


def _recognised(page: Json) -> str:
    """How sure the machine is of the words of a page, and what there is to doubt."""
    if not page["state"].startswith("text."):
        known = REASONS.get(page["reason"])
        return known.says if known else words.STATES.get(page["state"], "")
    told = f"{page['confidence']} % sure of its words, {page['coverage']} % of the ink became words; {', '.join(page['languages'])}"
    told += f"; turned by {page['turn']}°" if page["turn"] else ""
    return told + "".join(f"; {REASONS[f'ocr-{doubt}'].says}" for doubt in page["doubtful"])


ROUTES = [Route("/item/{item}/custody", custody), Route("/item/{item}/facts", facts)]
