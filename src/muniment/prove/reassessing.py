"""A joint reassessment of a decision with another body: begun and ended by entries of their own, and what it has to look at."""

from collections.abc import Sequence

from muniment.errors import Refused
from muniment.model.act import Act
from muniment.model.prove import Decided, Reassessing
from muniment.model.reading import Json
from muniment.model.review import Answer
from muniment.prove import deciders, decisions, given, since
from muniment.prove.entered import Entered, entered, one
from muniment.prove.happened import happened
from muniment.store.ids import id_of
from muniment.store.store import Store
from muniment.store.tables import COUNTED
from muniment.store.view import View

OUTCOMES = (*(each.value for each in Answer), "no-agreement")
FIRST_ONES = 100  # items that are listed; all of them are in the lists of the basis
_BY = (
    "SELECT person, coalesce(name, ''), count(DISTINCT item), "  # noqa: S608 # our own words
    "count(DISTINCT item) FILTER (WHERE NOT EXISTS (SELECT 1 FROM opened AS old WHERE old.item=opened.item AND old.entry<=?1)) "
    "FROM opened LEFT JOIN person ON id=person "
    f"WHERE entry>?1 AND item IN (SELECT n FROM item WHERE {COUNTED}) GROUP BY person ORDER BY min(entry)"
)
_LEFT = (
    f"SELECT n FROM item WHERE {COUNTED} "  # noqa: S608
    "AND NOT EXISTS (SELECT 1 FROM opened WHERE item=n) ORDER BY n"
)


def begin(store: Store, id: str, body: str, day: str = "", note: str = "") -> int:  # noqa: A002 # the decision's number
    """Say that a decision is reassessed jointly with another body; returns the entry.

    Raises: UnknownItem; AskedWrong; Refused, where one is going on, or whoever says so has no such role.
    """
    given.number(store, "decision", Decided, id)
    on, whose = happened(store, "day", day), given.text("body", body)
    said = given.text("note", note, needed=False)

    def act() -> Sequence[Act]:
        _allow(store, id)
        if going_on(store, id) is not None:
            raise Refused("a reassessment of it is going on", id, "end that one first")
        return [Reassessing(on=id, day=on, body=whose, note=said)]

    return store.record_now(act)


def end(store: Store, id: str, outcome: str, day: str = "", note: str = "") -> int:  # noqa: A002
    """Say what a joint reassessment came to, and why; returns the entry.

    Raises: as above; Refused, where none is going on.
    """
    given.number(store, "decision", Decided, id)
    given.choice("outcome", outcome, OUTCOMES)
    said = given.text("note", note)

    def act() -> Sequence[Act]:
        _allow(store, id)
        begun = going_on(store, id)
        if begun is None:
            raise Refused("no reassessment of it is going on", id, "begin one with the other body")
        on = happened(store, "day", day, begun["day"])
        return [Reassessing(on=id, day=on, outcome=outcome, body=str(begun["body"] or ""), note=said)]

    return store.record_now(act)


def going_on(view: View, id: str) -> Entered | None:  # noqa: A002
    """The beginning of the one that has not ended; None where there is none."""
    said = entered(view, Reassessing, on=id)
    return said[-1] if said and not said[-1]["outcome"] else None


def listed(view: View, id: str) -> list[dict[str, Json]]:  # noqa: A002
    """Every reassessment of a decision, each with its beginning, and its end where it has one."""
    found: list[dict[str, Json]] = []
    for each in entered(view, Reassessing, on=id):
        told = {"entry": each.entry, "day": each["day"], "note": each["note"]}
        if each["outcome"]:
            found[-1] |= {"outcome": each["outcome"], "ended": told}
        else:
            found.append({"body": each["body"], "began": told, "outcome": None, "ended": None})
    return found


def prepared(view: View, id: str) -> dict[str, Json]:  # noqa: A002
    """What it has to look at: what was opened since and by whom, and what is still opened by nobody, known then or come since.

    Raises: UnknownItem. *Cost*: a pass over the items, and over what was opened since.
    """
    said = one(view, Decided, id)
    next_item, after = int(said["next_item"]), decisions.made(view, said).since
    people = [
        {"person": person, "by": name, "items": items, "first": first}
        for person, name, items, first in view.tables.rows(_BY, (after,))
    ]
    between = {*since.between(view, said)}
    left = view.tables.numbers(_LEFT)
    known = [n for n in left if n < next_item and n not in between]
    arrived = [n for n in left if n >= next_item or n in between]
    return {
        "opened_since": people,
        "unopened": {"known_then": len(known), "arrived_since": len(arrived)},
        "first_unopened": [id_of(n) for n in [*known, *arrived][:FIRST_ONES]],
    }


def _allow(store: Store, id: str) -> None:  # noqa: A002
    """Of a decision made here only a decider says so; what others decided anybody may record."""
    if not one(store, Decided, id)["elsewhere"]:
        deciders.deciding(store)
