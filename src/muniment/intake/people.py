"""What people have done with items, in sums: what needs a person, what is settled, what nobody has seen, what is held back."""

from muniment.intake.plan import to_install
from muniment.model.item import Item
from muniment.model.reading import Json
from muniment.model.reason import REASONS
from muniment.model.state import State, Sum
from muniment.store.tables import COUNTED, Tables

_NEEDS = ",".join(f"'{state.value}'" for state in State if state.needs_person)
_TEXTLESS = ",".join(
    f"'{state.value}'" for state in State if state.sum is Sum.WITHOUT_TEXT or state is State.UNREAD_PHYSICAL
)
_SETTLED = "n IN (SELECT item FROM settled)"
_OPENED = "n IN (SELECT item FROM opened)"
# An item without bytes is an original of its own. What is held is counted apart: that it has the bytes of something open
# is not said before it is released.
_ORIGINAL = "coalesce(iif(bundle IN (SELECT id FROM bundle WHERE aside='held'), 'held ', '') || sha256, n)"
_LOOKED_AT = "state<>'text.complete'"  # what the index of items that wait stands over
CONDITIONS = {
    "opened": _OPENED,
    "settled": _SETTLED,
    "needs_person": f"{_LOOKED_AT} AND state IN ({_NEEDS}) AND NOT {_SETTLED}",
    "unseen": f"{_LOOKED_AT} AND state IN ({_TEXTLESS}) AND NOT {_SETTLED} AND NOT {_OPENED}",
}
_ASIDE = {
    "held": "bundle IN (SELECT id FROM bundle WHERE aside='held')",
    "withdrawn": "bundle IN (SELECT id FROM bundle WHERE aside='withdrawn')",
}


def sums(tables: Tables, bundle: str | None = None) -> dict[str, Json]:
    """How many items each is, of one bundle, or of the case without what was withdrawn; and how many distinct originals."""
    # By state or by act, which are few, and not by the bundle, which may be all there is: hence the sign.
    within, values = (COUNTED, ()) if bundle is None else ("+bundle=?", (bundle,))
    anywhere = "1" if bundle is None else within
    found: dict[str, Json] = {}
    originals: dict[str, Json] = {}
    for name, condition in (CONDITIONS | _ASIDE).items():
        where = f"{anywhere if name in _ASIDE else within} AND {condition}"
        sql = f"SELECT count(*), count(DISTINCT {_ORIGINAL}) FROM item WHERE {where}"  # noqa: S608 # our own words
        found[name], originals[name] = tables.rows(sql, values)[0]
    return found | {"originals": originals}


def waits(item: Item) -> list[str]:
    """Which of the sums that wait for somebody an item counts in: needs_person, unseen, both or none."""
    if item.aside == "withdrawn" or item.settled:
        return []
    found = ["needs_person"] if item.state.needs_person else []
    textless = item.state.sum is Sum.WITHOUT_TEXT or item.state is State.UNREAD_PHYSICAL
    return [*found, "unseen"] if textless and not item.opened else found


def next_step(reason: str, kind: str) -> str:
    """What to do next about items of this type for this reason; where a library is missing, the very line to type."""
    line = to_install(kind) if reason == "missing-library" else ""
    if line:
        return f"{line}; then muniment retry --only unread.dependency-missing"
    known = REASONS.get(reason)
    return known.next if known else ""


def groups(tables: Tables) -> list[dict[str, Json]]:
    """What needs a person and what nobody has seen, by state, reason and type, the most first, each with its next step."""
    found = []
    for name in ("needs_person", "unseen"):
        sql = (
            f"SELECT state, reason, type, count(*), count(DISTINCT {_ORIGINAL}) FROM item "  # noqa: S608 # our own words
            f"WHERE {COUNTED} AND {CONDITIONS[name]} GROUP BY state, reason, type ORDER BY count(*) DESC, state, reason, type"
        )
        for state, reason, kind, items, originals in tables.rows(sql):
            known = REASONS.get(reason)
            found.append(
                {
                    "sum": name,
                    "state": state,
                    "reason": reason,
                    "type": kind,
                    "items": items,
                    "originals": originals,
                    "says": known.says if known else "",
                    "next": next_step(reason, kind),
                }
            )
    return found
