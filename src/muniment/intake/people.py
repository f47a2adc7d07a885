"""What people have done with items, in sums: what needs a person, what is settled, what nobody has seen, what is held back.

The tables keep these as acts are applied (`store/sums.py`), but for items that wait to be read, and for what was set aside.
"""

import json

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
_ASIDE = ("held", "withdrawn")


_PENDING = State.UNREAD_PENDING
_KEPT = "SELECT what, sum(items), sum(originals) FROM sums WHERE kind='' AND within IN ({0}) GROUP BY what"
_OPEN = "'', 'held'"  # all bundles that are counted in the case
# Items that wait to be read; and of them, those that are no original of anything else that needs a person.
_WAITING = f"state='{_PENDING.value}' AND NOT {_SETTLED}"
_ELSEWHERE = "SELECT 1 FROM counted WHERE what='needs_person' AND original=coalesce(item.sha256, item.n) AND {0}"  # as open as it is
_AS_OPEN = "bundle IN (SELECT id FROM bundle AS its WHERE its.aside=(SELECT aside FROM bundle AS own WHERE own.id=item.bundle))"


def sums(tables: Tables, bundle: str | None = None) -> dict[str, Json]:
    """How many items each is, of one bundle, or of the case without what was withdrawn; and how many distinct originals.

    Cost: in how many items wait to be read, or are set aside; all others are counted already.
    """
    found: dict[str, Json] = dict.fromkeys((*CONDITIONS, *_ASIDE), 0)
    originals: dict[str, Json] = dict.fromkeys(found, 0)
    asked = (_KEPT.format(_OPEN), ()) if bundle is None else (_KEPT.format("?"), (bundle,))
    for name, items, distinct in tables.rows(*asked):
        found[name], originals[name] = items, distinct
    if tables.state_counts(bundle).get(_PENDING):
        items, distinct = _pending(tables, bundle)
        found["needs_person"] += items
        originals["needs_person"] += distinct
    for name in _ASIDE:
        found[name], originals[name] = _aside(tables, name, bundle)
    return found | {"originals": originals}


def _pending(tables: Tables, bundle: str | None) -> tuple[int, int]:
    within, values = (COUNTED, ()) if bundle is None else ("bundle=?", (bundle,))
    elsewhere = _ELSEWHERE.format(_AS_OPEN if bundle is None else "bundle=item.bundle")
    sql = (
        f"SELECT count(*), count(DISTINCT {_ORIGINAL}) FILTER (WHERE NOT EXISTS ({elsewhere})) "  # noqa: S608 # our own words
        f"FROM item WHERE {within} AND {_WAITING}"
    )
    items, distinct = tables.rows(sql, values)[0]
    return int(items), int(distinct)


def _aside(tables: Tables, name: str, bundle: str | None) -> tuple[int, int]:
    sql = "SELECT id FROM bundle WHERE aside=? AND id=coalesce(?, id)"
    ids = [each for (each,) in tables.rows(sql, (name, bundle))]
    if not ids:
        return 0, 0
    within = ",".join("?" * len(ids))
    sql = f"SELECT count(*), count(DISTINCT coalesce(sha256, n)) FROM item WHERE bundle IN ({within})"  # noqa: S608
    items, distinct = tables.rows(sql, ids)[0]
    return int(items), int(distinct)


def recounted(tables: Tables) -> dict[str, set[tuple[Json, ...]]]:
    """The rows of `counted`, `sums` and `done` as counting every item gives them: what the tables keep must be the same."""
    made: dict[str, set[tuple[Json, ...]]] = {"counted": set(), "sums": set(), "done": set(tables.rows(_DONE))}
    for what, condition in CONDITIONS.items():
        kind = "''" if what in {"opened", "settled"} else "json_array(state, reason, type)"
        where = f"{condition} AND state<>'{_PENDING.value}'" if what == "needs_person" else condition
        of = f"SELECT '{what}', coalesce(sha256, n) AS original, bundle, {kind} AS kind FROM item WHERE {where}"  # noqa: S608
        made["counted"] |= set(tables.rows(f"SELECT *, count(*) FROM ({of}) GROUP BY bundle, original, kind"))  # noqa: S608
        for within, group in (("bundle", "''"), (_CLASS, "''"), (_CLASS, "kind")):
            counts = "count(*), count(DISTINCT original)"
            sql = f"SELECT '{what}', {within}, {group}, {counts} FROM ({of}) AS one GROUP BY 2, 3"  # noqa: S608
            made["sums"] |= set(tables.rows(sql))
    return made


_CLASS = "(SELECT aside FROM bundle AS its WHERE its.id=one.bundle)"
_DONE = (
    "SELECT bundle, state, sum(o), sum(j), sum(o AND j) FROM (SELECT bundle, state, n IN (SELECT item FROM opened) AS o, "
    "n IN (SELECT item FROM standing) AS j FROM item) WHERE o OR j GROUP BY bundle, state"
)


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
    """What needs a person and what nobody has seen, by state, reason and type, the most first, each with its next step.

    Cost: in how many items wait to be read; all others are counted already.
    """
    found = []
    for name in ("needs_person", "unseen"):
        rows = [(*json.loads(kind), items, distinct) for kind, items, distinct in tables.rows(_GROUPS, (name,))]
        if name == "needs_person" and tables.state_counts().get(_PENDING):
            rows += tables.rows(_PENDING_GROUPS)
        for state, reason, kind, items, distinct in sorted(rows, key=lambda row: (-row[3], *row[:3])):
            known = REASONS.get(reason)
            found.append(
                {
                    "sum": name,
                    "state": state,
                    "reason": reason,
                    "type": kind,
                    "items": items,
                    "originals": distinct,
                    "says": known.says if known else "",
                    "next": next_step(reason, kind),
                }
            )
    return found


_GROUPS = (
    "SELECT kind, sum(items), sum(originals) FROM sums WHERE what=? AND kind<>'' AND within IN ('', 'held') "
    "GROUP BY kind HAVING sum(items)>0"
)
_PENDING_GROUPS = (
    f"SELECT state, reason, type, count(*), count(DISTINCT {_ORIGINAL}) FROM item "  # noqa: S608 # our own words
    f"WHERE {COUNTED} AND {_WAITING} GROUP BY state, reason, type"
)
