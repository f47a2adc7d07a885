"""The answer to a search: the hits of one page, what all of them are made of, and what can be done with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muniment.case.base import Json
from muniment.model import words
from muniment.model.media import label
from muniment.model.reason import REASONS
from muniment.model.state import State
from muniment.web import queries
from muniment.web.asked import Asked
from muniment.web.passage import Piece, pieces
from muniment.web.queries import Query

COUNTED = 250  # of so many hits what they are made of is counted at once; of more, when it is asked for
_GROUPS = {  # the facets, as a person reads them
    "opened": "Opened",
    "judged": "Judged",
    "tag": "Tagged",
    "bundle": "Bundle",
    "type": "Kind",
    "year": "Year",
    "sender": "Sender",
    "state": "By machine",
}
_SHOWN = 8  # values of a facet that stand there; the rest is folded away


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: how many items, and the address that narrows to them, "" where none can."""

    says: str
    about: str
    items: int
    to: str


@dataclass(frozen=True, slots=True)
class Facet:
    """What the hits are made of, in one way of looking."""

    name: str
    first: Sequence[Value]
    rest: Sequence[Value]


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that was found."""

    id: str
    to: str
    name: str
    family: tuple[str, str] | None
    kind: str
    day: str
    bundle: str
    sum: str
    why: str
    opened_by: Sequence[str]
    judgement: str
    differ: bool
    page: int | None
    words: Sequence[Piece]
    written_by: str


@dataclass(frozen=True, slots=True)
class Found:
    """An answer."""

    total: int
    nobody: int | None  # opened by nobody; None where that was not counted
    hits: Sequence[Hit]
    first: int
    first_page: str
    next_page: str
    moved: tuple[int, int] | None  # the page before was as of one entry, this one is as of another
    expanded: Sequence[Json]
    narrowed: Sequence[tuple[str, str]]  # what it was narrowed by, and the address without that
    facets: Sequence[Facet]
    count_them: str  # the address that counts what they are made of, where that was not done
    saved: Json | None  # the saved search that this is, run
    do: Sequence[tuple[str, Sequence[tuple[str, str]]]]  # what can be done with all that is found
    whole: bool  # acts over all of it are possible


def found(asked: Asked, handle: str, query: Query, said: Json, first: int) -> Found:
    """The page of the answer that begins behind so many hits."""
    facets = _facets(asked, handle, query, said)
    before, as_of = asked.number("as_of"), said["as_of"]
    reached = first + len(said["hits"])
    more = f"/search?q={handle}&from={reached}&as_of={as_of}" if reached < said["total"] else ""
    return Found(
        total=said["total"],
        nobody=_nobody(facets),
        hits=_hits(asked, handle, said["hits"]),
        first=first,
        first_page=f"/search?q={handle}" if first else "",
        next_page=more,
        moved=(before, as_of) if before is not None and before != as_of else None,
        expanded=said["expanded"],
        narrowed=[
            (says, f"/search?q={queries.keep(asked, query.without(place))}")
            for place, (_, says) in enumerate(query.narrowed)
        ],
        facets=[]
        if facets is None
        else [_facet(asked, query, name, facets[name]) for name in _GROUPS if facets.get(name)],
        count_them=f"/search?q={handle}&facets=yes" if facets is None else "",
        saved=_running(asked, query),
        do=choices(asked),
        whole=not query.names,
    )


def _facets(asked: Asked, handle: str, query: Query, said: Json) -> Mapping[str, list[Json]] | None:
    """What the hits are made of: counted once for a query as long as the case does not change."""
    beside = queries.kept(asked).beside
    known = beside.get(handle)
    if known is not None and known[0] == said["as_of"]:
        return known[1]  # type: ignore[no-any-return] # as it was put there below
    if not said["total"] or (said["total"] > COUNTED and "facets" not in asked.query):
        return {} if not said["total"] else None
    counted = asked.case.facets(query.text, names=query.names)
    beside[handle] = counted["as_of"], counted["facets"]
    return counted["facets"]  # type: ignore[no-any-return] # a dict of the case's


def _nobody(facets: Mapping[str, list[Json]] | None) -> int | None:
    if facets is None:
        return None
    return next((each["items"] for each in facets.get("opened", ()) if each["query"] == "opened:nobody"), 0)


def _facet(asked: Asked, query: Query, name: str, values: Sequence[Json]) -> Facet:
    found = []
    for each in values:
        says = _says(name, each)
        narrowed = query.with_(each["query"], f"{_GROUPS[name].lower()}: {says}") if each["query"] else None
        to = f"/search?q={queries.keep(asked, narrowed)}" if narrowed else ""
        found.append(Value(says, each["says"] if name == "bundle" and each["says"] else "", each["items"], to))
    return Facet(_GROUPS[name], found[:_SHOWN], found[_SHOWN:])


def _says(name: str, value: Json) -> str:
    if name == "state":
        return words.STATES.get(value["value"], str(value["value"]))
    return str(value["value"] if name == "bundle" else value["says"] or value["value"])


def _hits(asked: Asked, handle: str, hits: Sequence[Json]) -> list[Hit]:
    lines = {each["id"]: each for each in asked.case.item_some([hit["item"] for hit in hits])}
    return [_hit(handle, hit, lines.get(hit["item"], {})) for hit in hits]


def _hit(handle: str, hit: Json, line: Mapping[str, Any]) -> Hit:
    state, reason = State(hit["state"]), REASONS.get(hit["reason"]) if hit["reason"] else None
    at = f"&page={hit['page']}" if hit["page"] else ""
    return Hit(
        id=hit["item"],
        to=f"/item/{hit['item']}?q={handle}{at}",
        name=hit["name"],
        family=(hit["family"]["item"], hit["family"]["name"]) if hit["family"] else None,
        kind=label(hit["type"]),
        day=hit["date"] or "",
        bundle=hit["bundle"],
        sum=state.sum.value,
        why=reason.says if reason else "",
        opened_by=hit["opened_by"],
        judgement=line.get("judgement") or "",
        differ=line.get("differ", False),
        page=hit["page"],
        words=pieces(hit["snippet"], hit["marks"]),
        written_by=hit["written_by"] or "",
    )


def choices(asked: Asked) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be done with items that were found, in groups: (what the form sends, what a person reads)."""
    tags = [each for each in asked.case.tags() if not each["retired"]]
    said = [
        ("code:used:used", "used"),
        ("code:used:unused", "unused"),
        ("code:privileged:yes", "privileged"),
        ("code:privileged:no", "not privileged"),
        ("code:assists:yes", "may undermine or assist"),
        ("code:assists:no", "does not undermine or assist"),
        ("code:sensitive:yes", "sensitive (say why)"),
    ]
    return [
        ("Judge", [("judge:relevant", "relevant"), ("judge:not-relevant", "not relevant"), ("judge:unsure", "unsure")]),
        ("Tag", [(f"tag:{each['tag']}", each["called"]) for each in tags]),
        (
            "Take the tag off",
            [(f"untag:{each['tag']}", f"no longer {each['called']}") for each in tags if each["items"]],
        ),
        ("Say", said),
        ("Say no longer", [(f"un{value}", f"no longer {says.partition(' (')[0]}") for value, says in said]),
        ("Settle (text may be missing, or none found)", [(f"settle:{value}", says) for value, says in SETTLED.items()]),
    ]


SETTLED = {
    "read-elsewhere": "read elsewhere",
    "nothing-there": "nothing there",
    "cannot-be-read": "cannot be read",
    "set-aside": "set aside",
}


def _running(asked: Asked, query: Query) -> Json | None:
    """The saved search that the address names, with what came in since, where it asks what is asked here."""
    entry = asked.number("saved")
    found = None if entry is None else saved(asked, entry)
    if found is None or (found["query"], found["names"]) != (query.text, query.names):
        return None
    return asked.case.saved_search(found["name"])


def saved(asked: Asked, entry: int) -> Json | None:
    """The saved search of an entry, None where there is none of that number."""
    return next((each for each in asked.case.saved_searches() if each["entry"] == entry), None)
