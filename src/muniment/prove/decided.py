"""Decisions as answers of a door have them: the basis, what came since, what overtakes them and what was answered to that."""

from collections.abc import Collection
from datetime import date

from muniment.errors import AskedWrong
from muniment.model.prove import Decided, Struck
from muniment.model.reading import Json
from muniment.prove import answering, basis, decisions, later, reassessing, replies
from muniment.prove.basis import PARTS
from muniment.prove.entered import Entered, entered, newest, one, people
from muniment.prove.law.book import Book
from muniment.prove.law.decisions import DecisionLaw
from muniment.prove.overtaking import Bearing
from muniment.prove.since import Since
from muniment.review.judge import when
from muniment.store.ids import behind, id_of
from muniment.store.view import View

_OPENED = (
    "SELECT person, coalesce(name, ''), min(at) FROM opened JOIN act USING (entry) LEFT JOIN person ON id=person "
    "WHERE item=? GROUP BY person ORDER BY min(opened.entry)"
)


def listed(
    view: View,
    book: Book,
    on: date,
    id: str = "",  # noqa: A002 # one of them
    about: Collection[str] = (),
) -> dict[str, Json]:
    """Every decision, or one, or those about one of these numbers; those entered in error are there too, marked so.

    Raises: UnknownItem. *Cost*: a few questions for each decision; a pass over the items where anything was read since.
    """
    if id:
        one(view, Decided, id)
    bearing, since = Bearing(view, book, on), Since(view)
    struck = {each.id: each for each in entered(view, Struck)}
    found = [each for each in newest(view, Decided, struck=True).values() if id in ("", each.id)]
    found = [each for each in found if not about or {*about} & {*each["of"]}]
    rows = [_decision(view, book.decisions, each, bearing, since, struck.get(each.id)) for each in found]
    silent = replies.never_put(view)
    for row in rows:
        alleged = bearing.allegations(row["of"])
        row["never_put"] = [{"allegation": id} | who for id in alleged for who in silent.get(id, ())]  # noqa: A001
    return {"decisions": rows, "on": on.isoformat(), "as_of": view.as_of}


def _decision(
    view: View, law: DecisionLaw, said: Entered, bearing: Bearing, since: Since, struck: Entered | None
) -> dict[str, Json]:
    names, made = people(view), decisions.made(view, said)
    overtaken = [] if struck else answering.overtaken(view, made, bearing)
    return {
        "id": said.id,
        "kind": said["kind"],
        "title": law.kinds[said["kind"]].title if said["kind"] in law.kinds else said["kind"],
        "says": law.kinds[said["kind"]].text if said["kind"] in law.kinds else "",
        "body": said["body"],
        "body_kind": said["body_kind"],
        "at": when(said.at),
        "day": said["day"],
        "entry": said.entry,
        "elsewhere": said["elsewhere"],
        "decider": said["name"] if said["elsewhere"] else names.get(said["decider"], ""),
        "recorded_by": names.get(said.person, ""),
        "of": said["of"],
        "allegations": bearing.allegations(said["of"]),
        "policy": said["kind"] in law.kinds and law.kinds[said["kind"]].policy,
        "stage": said["stage"],
        "shape": said["shape"],
        "reason": said["reason"],
        "advice": said["advice"],
        "flags": flags(law, said["kind"], said["stage"], said["body_kind"]),
        "basis": basis.as_json(said),
        "counted_from": later.as_json(view, said.entry, made.day, made.since),
        "since": since.counts(said),
        "overtaken": overtaken,
        "waiting": sum(each["answer"] is None for each in overtaken),
        "answers": answering.listed(view, said.id),
        "reassessments": reassessing.listed(view, said.id),
        "struck": {"entry": struck.entry, "why": struck["why"]} if struck else None,
    }


def flags(law: DecisionLaw, kind: str, stage: str, body: str) -> list[dict[str, Json]]:
    """The guidance that names another kind of body for such a decision: what it says, and how far that was read."""
    return [
        {
            "what": "other body than guidance names",
            "guidance": each.id,
            "bodies": [law.bodies[one].title for one in each.bodies],
            "text": each.text,
            "source": each.source,
            "status": each.status.value,
            "verified": each.status.verified,
        }
        for each in law.against(kind, stage, body)
    ]


def items(view: View, id: str, part: str, after: str = "", limit: int = 100) -> dict[str, Json]:  # noqa: A002
    """The items of one list of a decision's basis, behind one of them; by whom each has been opened by now.

    Raises: UnknownItem; AskedWrong.
    """
    said = one(view, Decided, id)
    if part not in PARTS:
        raise AskedWrong("part: a basis has no such list", part, "one of: " + ", ".join(PARTS))
    place = behind(after)
    found = [n for n in basis.numbers(view, said, part) if n > place]
    rows = [{"item": id_of(n), "name": _name(view, n), "opened": opened(view, n)} for n in found[:limit]]
    root = dict(zip(PARTS, said["roots"], strict=True))[part]
    following = rows[-1]["item"] if len(found) > limit else None
    counts = {"count": said["parts"][PARTS.index(part)], "root": root}
    return {"id": id, "part": part} | counts | {"items": rows, "next": following, "as_of": view.as_of}


def _name(view: View, n: int) -> str | None:
    """What an item is called; None where it may not be shown."""
    item = view.item(id_of(n))
    return None if item.aside else item.name


def opened(view: View, n: int) -> list[dict[str, Json]]:
    """Who has opened an item, and when first."""
    rows = view.tables.rows(_OPENED, (n,))
    return [{"person": person, "by": name, "at": when(at)} for person, name, at in rows]
