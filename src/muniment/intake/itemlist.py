"""The items of a case as a table: some of them by what they are and what people did, sorted, a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from typing import Any

from muniment.errors import AskedWrong
from muniment.intake.account import line
from muniment.intake.people import CONDITIONS, sums
from muniment.model.item import Item
from muniment.model.reading import Json
from muniment.model.review import Judgement
from muniment.model.state import State, Sum
from muniment.store.ids import id_of, number_of
from muniment.store.store import Store
from muniment.store.tables import COLUMNS, COUNTED, item_of

AT_ONCE = 500  # items of which it is asked at once what people did
_HELD = "bundle IN (SELECT id FROM bundle WHERE aside<>'')"
SORTS = {  # each ends in something that no two items share
    "account": "top, ordinal, n",
    "item": "n",
    "name": f"iif({_HELD}, '', name), n",  # what is held back is not told by where it stands either
    "size": "-coalesce(size, -1), n",
    "type": "type, n",
    "state": "state, n",
    "opened": f"{CONDITIONS['opened']}, n",  # opened by nobody first
    "judged": "(SELECT judgement FROM standing WHERE item=n) IS NOT NULL, "  # judged by nobody first, then by judgement
    "coalesce((SELECT judgement FROM standing WHERE item=n), ''), n",
}
_COUNTED = {"bundle", "sum", "state"}  # how many these choose, the tables know
_SUMMED = {"waits", "opened", "settled"}  # each of these alone, or of a bundle
_MANY = 10_000
_JUDGED = "n IN (SELECT item FROM standing)"
_YES = {"opened": CONDITIONS["opened"], "settled": CONDITIONS["settled"], "judged": _JUDGED}
_WAITS = {name: CONDITIONS[name] for name in ("needs_person", "unseen")}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which items are asked for; "" is all. `sum` is one of the three; what people did is yes or no, or a judgement."""

    bundle: str = ""
    sum: str = ""
    state: str = ""
    reason: str = ""
    type: str = ""
    waits: str = ""  # needs_person or unseen
    opened: str = ""
    settled: str = ""
    judged: str = ""

    def __post_init__(self) -> None:
        allowed = {
            "sum": {each.value for each in Sum},
            "state": {each.value for each in State},
            "waits": set(_WAITS),
            "opened": {"yes", "no"},
            "settled": {"yes", "no"},
            "judged": {"yes", "no", *Judgement},
        }
        for name, values in allowed.items():
            said = getattr(self, name)
            if said and said not in values:
                raise AskedWrong(f"items are not chosen so by {name}", said, "one of: " + ", ".join(sorted(values)))

    def asked(self) -> dict[str, str]:
        """What is asked for, by name."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name))}

    def holds(self, state: State) -> bool:
        """Whether items in this state are among them."""
        return self.state in {"", state.value} and self.sum in {"", state.sum.value}

    def where(self, *, walked: bool = False) -> tuple[str, list[Any]]:
        """As a condition of a query, and its values.

        `walked`: items are walked in an order of which some are taken, not gathered by state or bundle: hence the signs.
        """
        sign = "+" if walked else ""
        said = [f"{sign}{name}=?" for name in ("bundle", "state", "reason", "type") if getattr(self, name)]
        values: list[Any] = [
            getattr(self, name) for name in ("bundle", "state", "reason", "type") if getattr(self, name)
        ]
        if not self.bundle:
            said.append(COUNTED)
        if self.sum:
            states = [state.value for state in State if self.holds(state)]
            said.append(f"{sign}state IN ({','.join('?' * len(states))})")
            values += states
        if self.waits:
            said.append(_WAITS[self.waits])
        if self.judged in set(Judgement):
            said.append("n IN (SELECT item FROM standing WHERE judgement=?)")
            values.append(self.judged)
        said += [
            _YES[name] if getattr(self, name) == "yes" else f"NOT {_YES[name]}"
            for name in _YES
            if getattr(self, name) in {"yes", "no"}
        ]
        return " AND ".join(f"({each})" for each in said), values


def page(store: Store, chosen: Chosen, sort: str, after: str, limit: int) -> list[dict[str, Json]]:
    """Lines of the account in an order of `SORTS`, those behind one item; each with who opened it.

    Raises: AskedWrong; UnknownItem, where there is no such item to begin behind.
    """
    _allow(sort)
    # Of the many that fit, the first in the order of the account are met soon; of few they are gathered and sorted.
    walked = sort in {"account", "item"} and set(chosen.asked()) <= _COUNTED and count(store, chosen) > _MANY
    where, values = chosen.where(walked=walked)
    order = SORTS[sort]
    if after:
        where += f" AND ({order}) > (SELECT {order} FROM item WHERE n=?)"  # noqa: S608 # our own words
        values.append(number_of(store.item(after).id))
    # The numbers first: of all that are sorted, only those shown are asked for everything.
    found = f"SELECT n FROM item WHERE {where} ORDER BY {order} LIMIT ?"  # noqa: S608 # our own words
    sql = f"SELECT {COLUMNS} FROM item WHERE n IN ({found}) ORDER BY {order}"  # noqa: S608 # our own words
    items = [item_of(row) for row in store.tables.rows(sql, (*values, limit))]
    return _lines(store, items)


def count(store: Store, chosen: Chosen) -> int:
    """How many items that is.

    Cost: nothing where they are chosen by bundle and state, or by bundle and what they wait for, or whether they were opened
    or settled, which the tables count; else in the number of items.
    """
    asked = chosen.asked()
    told = [*asked.keys() - {"bundle"}]
    if len(told) == 1 and told[0] in _SUMMED:
        name = asked[told[0]]
        summed = int(sums(store.tables, chosen.bundle or None)[told[0] if name in {"yes", "no"} else name])
        return count(store, Chosen(chosen.bundle)) - summed if name == "no" else summed
    if set(asked) <= _COUNTED:
        found = store.tables.state_counts(chosen.bundle or None)
        return sum(number for state, number in found.items() if chosen.holds(state))
    where, values = chosen.where()
    return int(store.tables.one(f"SELECT count(*) FROM item WHERE {where}", values))  # noqa: S608 # our own words


def every(store: Store, chosen: Chosen, sort: str = "account") -> Iterator[dict[str, Json]]:
    """All of them in an order of `SORTS`, a few hundred at a time; what people did as it is when each comes.

    Raises: AskedWrong. Cost: in another order than the account's, eight bytes an item.
    """
    _allow(sort)
    return _every(store, chosen, sort)


def _allow(sort: str) -> None:
    if sort not in SORTS:
        raise AskedWrong("items are not sorted so", sort, "one of: " + ", ".join(SORTS))


def _every(store: Store, chosen: Chosen, sort: str) -> Iterator[dict[str, Json]]:
    where, values = chosen.where()
    if sort != "account":
        numbers = store.tables.numbers(f"SELECT n FROM item WHERE {where} ORDER BY {SORTS[sort]}", values)  # noqa: S608
        for at in range(0, len(numbers), AT_ONCE):
            part = numbers[at : at + AT_ONCE]
            lines = {each["id"]: each for each in some(store, [id_of(n) for n in part])}
            yield from (lines[id_of(n)] for n in part if id_of(n) in lines)
        return
    found = store.tables.in_order(where, values)
    while batch := list(islice(found, AT_ONCE)):
        yield from _lines(store, batch)


def some(store: Store, ids: Sequence[str]) -> list[dict[str, Json]]:
    """The items of these ids that there are, in the order of their numbers."""
    numbers = [number_of(id) for id in ids]  # noqa: A001
    found: list[Item] = []
    for at in range(0, len(numbers), AT_ONCE):
        part = numbers[at : at + AT_ONCE]
        sql = f"SELECT {COLUMNS} FROM item WHERE n IN ({','.join('?' * len(part))}) ORDER BY n"  # noqa: S608
        found += map(item_of, store.tables.rows(sql, part))
    return _lines(store, found)


def _lines(store: Store, items: Sequence[Item]) -> list[dict[str, Json]]:
    numbers = [number_of(item.id) for item in items]
    marks = ",".join("?" * len(numbers))
    sql = (
        f"SELECT DISTINCT item, coalesce(name, '') FROM opened LEFT JOIN person ON id=person WHERE item IN ({marks}) "  # noqa: S608
        "ORDER BY entry"
    )
    by: dict[int, list[str]] = {}
    for item, name in store.tables.rows(sql, numbers):
        by.setdefault(item, []).append(name)
    sql = f"SELECT item, judgement, differ FROM standing WHERE item IN ({marks})"  # noqa: S608
    stands = {item: (judgement, bool(differ)) for item, judgement, differ in store.tables.rows(sql, numbers)}
    return [
        line(item)
        | {"opened_by": by.get(number, []), "settled": item.settled}
        | _judged(*stands.get(number, ("", False)))
        for number, item in zip(numbers, items, strict=True)
    ]


def _judged(judgement: str, differ: bool) -> dict[str, Json]:
    """What stands of an item, None where nobody has judged it; `differ` where people's judgements do."""
    return {"judgement": judgement or None, "differ": differ}


def types(store: Store, bundle: str = "") -> list[str]:
    """The types that items of a bundle, or of the case, have.

    Cost: in the number of items.
    """
    where, values = Chosen(bundle=bundle).where()
    sql = f"SELECT DISTINCT type FROM item WHERE {where} ORDER BY type"  # noqa: S608 # our own words
    return [str(kind) for (kind,) in store.tables.rows(sql, values)]


def bands(store: Store) -> dict[str, dict[str, dict[str, int]]]:
    """For each bundle, and "" for the case, of each of the three sums: items, opened, judged, and opened but not judged.

    Cost: the tables keep these counts.
    """
    found: dict[str, dict[str, dict[str, int]]] = {"": _none()}
    gone = {str(id) for (id,) in store.tables.rows("SELECT id FROM bundle WHERE aside='withdrawn'")}  # noqa: A001
    for bundle, state, *numbers in store.tables.rows(_BANDS):
        for key in [bundle] if bundle in gone else [bundle, ""]:
            band = found.setdefault(key, _none())[State(state).sum.value]
            for name, number in zip(_COUNTS, numbers, strict=True):
                band[name] += number
    return found


_COUNTS = ("items", "opened", "judged", "opened_only")
_BANDS = (
    "SELECT bundle, state, items, coalesce(opened, 0), coalesce(judged, 0), coalesce(opened-both, 0) "
    "FROM tally LEFT JOIN done USING (bundle, state) WHERE items>0"
)


def _none() -> dict[str, dict[str, int]]:
    return {each.value: dict.fromkeys(_COUNTS, 0) for each in Sum}
