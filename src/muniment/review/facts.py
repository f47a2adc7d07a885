"""What the ledger says of a review, as plain facts in its order: what certificates are decided on, and replayed from."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from muniment.model.deed import As
from muniment.model.reading import Json
from muniment.model.review import Judgement, Way
from muniment.review import cosigned
from muniment.review.certificate.course import AuditBegan, Event, Gone, Judged, Opened, Ranked, TakenBack, Unsettled
from muniment.review.certificate.replay import Fact
from muniment.review.readable import not_readable_at
from muniment.store.ids import id_of, number_of
from muniment.store.view import View

_KINDS = (
    "ranking-began",
    "ranked",
    "judged",
    "taken-back",
    "intake-began",
    "read",
    "box-added",
    "draw-began",
    "draw-seeded",
    "audit-began",
    "opened",
    "box-opened",
    "settled",
    "unsettled",
    "withdrawn",
    "released",
    "item-erased",
    "draw-abandoned",
    "certificate-issued",
)
_GONE = ("withdrawn", "released", "item-erased")
_OPENED = ("opened", "box-opened", "settled")  # here, or elsewhere: see `_openings`
_EVENTS = (
    "ranking-began",
    "ranked",
    "judged",
    "taken-back",
    "audit-began",
    "intake-began",
    "unsettled",
    *_OPENED,
    *_GONE,
)
_OF_BUNDLE = "SELECT n FROM item WHERE bundle IN (SELECT id FROM bundle WHERE id=? OR list_of=?) ORDER BY n"
_SELECT = "SELECT entry, do, subject, by_person, said FROM act WHERE entry>? AND do IN ({}) ORDER BY entry"


def facts(view: View, leaf: Callable[[int], str]) -> Iterator[Fact]:
    """Every fact that a certificate rests on; `leaf` gives the hash of an entry's leaf. *Cost*: a pass over those entries."""
    for entry, do, subject, by, said in _acts(view, _KINDS, -1):
        if do in _OPENED:
            yield {"entry": entry, "kind": "opened", "items": _openings(view, do, subject, said), "by": by}
            continue
        about = _fact(view, entry, do, subject, by, said)
        yield {"entry": entry, "kind": _kind(do)} | about | _leaf(do, entry, leaf) | _signed(said, leaf)
        if do == "intake-began" and said["held"]:
            yield {"entry": entry, "kind": "gone", "items": _of(view, do, subject), "back": False}


def events(view: View, after: int = -1) -> Iterator[Event]:
    """What a course follows, of the entries after this one: batches, and what people judged and took back."""
    for entry, do, subject, by, said in _acts(view, _EVENTS, after):
        if do == "taken-back":
            yield TakenBack(entry, said["entry"])
        elif do == "audit-began":
            yield AuditBegan(entry)
        elif do == "unsettled":
            yield Unsettled(entry, said["entry"])
        elif do in _OPENED:
            for item in _openings(view, do, subject, said):
                yield Opened(entry, item, by)
        elif do in _GONE or do == "intake-began":
            if do != "intake-began" or said["held"]:
                yield Gone(entry, tuple(_of(view, do, subject)), do == "released")
        elif do == "judged":
            judgement, way, decides = Judgement(said["as"]), Way(said["way"]), bool(said["decides"])
            for item in ids(view, said):
                yield Judged(entry, item, judgement, by, way, decides)
        else:
            yield Ranked(entry, tuple(ids(view, said)), do == "ranking-began", said.get("reached"), said.get("trained"))


def ids(view: View, said: dict[str, Json]) -> list[str]:
    """The items that an act names, in its order."""
    return [id_of(n) for first, count in runs(view, said) for n in range(first, first + count)]


def runs(view: View, said: dict[str, Json]) -> list[tuple[int, int]]:
    """The same as numbers in ranges: the first, and how many."""
    found = json.loads(view.places.lists.read(said["list"][0])) if "list" in said else said["ids"]
    return [(int(first), int(count)) for first, count in found]


def _acts(view: View, kinds: tuple[str, ...], after: int) -> Iterator[tuple[int, str, str, str, dict[str, Any]]]:
    sql = _SELECT.format(",".join("?" * len(kinds)))
    for entry, do, subject, by, said in view.tables.rows(sql, (after, *kinds)):
        yield entry, do, subject, by, json.loads(said)


def _of(view: View, do: str, subject: str) -> list[str]:
    """The items that nobody can judge since an act, or can again: those of a bundle, or of a family, that are known by now."""
    if do == "item-erased":
        rows = view.tables.rows("SELECT n FROM item WHERE top=? ORDER BY n", (number_of(subject),))
    else:
        rows = view.tables.rows(_OF_BUNDLE, (subject, subject))
    return [id_of(n) for (n,) in rows]


def _openings(view: View, do: str, subject: str, said: dict[str, Json]) -> list[str]:
    """The items that somebody says they had before them: one that they opened, or those that they read elsewhere."""
    if do != "settled":
        return [subject]
    return ids(view, said) if said["as"] == As.READ_ELSEWHERE else []


def _kind(do: str) -> str:
    kinds = dict.fromkeys(("intake-began", "read", "box-added"), "taken-in") | dict.fromkeys(_GONE, "gone")
    return kinds.get(do, do)


def _leaf(do: str, entry: int, leaf: Callable[[int], str]) -> dict[str, Json]:
    return {"leaf": leaf(entry)} if do == "draw-began" else {}


def _signed(said: dict[str, Any], leaf: Callable[[int], str]) -> dict[str, Json]:
    """Whether a cosigner's signature holds, of the act that has one."""
    if said.get("how") != "cosigned":
        return {}
    return {"signed": cosigned.holds(leaf(int(said["draw"])), said.get("cosigner"), str(said.get("digits")))}


def _fact(view: View, entry: int, do: str, subject: str, by: str, said: dict[str, Any]) -> dict[str, Json]:
    match do:
        case "ranking-began" | "ranked" | "read":
            return {"items": ids(view, said)} | {key: said[key] for key in ("reached", "trained") if key in said}
        case "judged":
            return {
                "items": ids(view, said),
                "judgement": said["as"],
                "by": by,
                "way": said["way"],
                "decides": said["decides"],
            }
        case "audit-began":
            return {}
        case "withdrawn" | "released" | "item-erased":
            return {"items": _of(view, do, subject), "back": do == "released", "withdrawn": do == "withdrawn"}
        case "taken-back" | "unsettled":
            return {"of": said["entry"]}
        case "intake-began" | "box-added":
            first, files = (said["first"], said["files"]) if do == "intake-began" else (number_of(subject), 1)
            return {"items": [id_of(n) for n in range(first, first + files)]}
        case "draw-began":
            return {"frame": ids(view, said), **{key: said[key] for key in ("rule", "target", "alpha")}}
        case "draw-seeded" | "draw-abandoned":
            return {"draw": said["draw"], "how": said.get("how", ""), "added": said.get("digits", "")}
        case _:
            rests, found, then = ids(view, said), said["figures"].get("found", 0), not_readable_at(view, entry)
            about = {"draw": said["draw"], "figures": said["figures"], "hidden": then.hidden, "unknown": then.unknown}
            return about | {"found": rests[:found], "not_readable": rests[found:]}
