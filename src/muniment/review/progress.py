"""How far people came: opened, judged, and what; in the case, by bundle, by person, and day by day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from muniment.model.reading import Json
from muniment.model.review import Judgement
from muniment.review import overtaken
from muniment.store.tables import COUNTED, Tables
from muniment.store.view import View

_JUDGED = {each.value.replace("-", "_"): each.value for each in Judgement}
_WITHIN = COUNTED
_ITEMS = f"SELECT bundle, sum(items) FROM tally WHERE {_WITHIN} GROUP BY bundle"  # noqa: S608 # our own words
_DONE = f"SELECT bundle, what, items FROM progress WHERE person='' AND {_WITHIN}"  # noqa: S608
_BY = f"SELECT person, what, sum(items) FROM progress WHERE person<>'' AND {_WITHIN} GROUP BY person, what"  # noqa: S608


def figures(view: View) -> dict[str, Json]:
    """How many items there are, were opened, and are judged what; withdrawn ones are in no count, as in the account.

    Cost: the tables keep these counts; only what is overtaken is looked for.
    """
    bundles = [
        {"bundle": bundle} | _line(items, done) for bundle, (items, done) in sorted(_bundles(view.tables).items())
    ]
    total = {name: sum(int(each[name]) for each in bundles) for name in _line(0, {})}
    later = {"overtaken": overtaken.count(view), "certificates_overtaken": overtaken.certificates_waiting(view)}
    return total | later | {"by": {"person": _people(view.tables), "bundle": bundles}}


def _bundles(tables: Tables) -> dict[str, tuple[int, dict[str, int]]]:
    found: dict[str, tuple[int, dict[str, int]]] = {
        str(bundle): (int(items), {}) for bundle, items in tables.rows(_ITEMS)
    }
    for bundle, what, items in tables.rows(_DONE):
        found[bundle][1][what] = items
    return found


def _line(items: int, done: dict[str, int]) -> dict[str, int]:
    """The figures of some items; `differ` are of those that are unsure."""
    judged = {name: done.get(value, 0) for name, value in _JUDGED.items()}
    opened, total = done.get("opened", 0), sum(judged.values())
    said = {"items": items, "opened": opened, "judged": total} | judged | {"differ": done.get("differ", 0)}
    return said | {"opened_by_nobody": items - opened, "judged_by_nobody": items - total}


def _people(tables: Tables) -> list[dict[str, Json]]:
    """What each person opened, and says now; where two say different things, each is counted with what they say."""
    names = dict(tables.rows("SELECT id, coalesce(name, '') FROM person"))
    found: dict[str, dict[str, int]] = {}
    for person, what, items in tables.rows(_BY):
        found.setdefault(person, {})[what] = items
    lines = []
    for person, done in sorted(found.items(), key=lambda each: int(each[0][1:])):
        judged = {name: done.get(value, 0) for name, value in _JUDGED.items()}
        about = {"person": person, "by": names.get(person, ""), "opened": done.get("opened", 0)}
        lines.append(about | {"judged": sum(judged.values())} | judged)
    return lines


def days(view: View) -> list[dict[str, Json]]:
    """For each day of the case's zone on which somebody judged: how many items were judged, and relevant, at its end.

    Each as it was counted then. Cost: a few questions for each day, however many judgements there are.
    """
    zone, tables = ZoneInfo(view.zone), view.tables
    found: list[dict[str, Json]] = []
    entry = tables.one("SELECT min(entry) FROM course")
    while entry is not None:
        at = tables.one("SELECT at FROM act WHERE entry=?", (entry,))
        day = datetime.fromtimestamp(at // 1_000_000, UTC).astimezone(zone).date()
        midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone)
        after = _first(tables, int(entry), int(midnight.timestamp()) * 1_000_000)
        judged, relevant = tables.rows(
            "SELECT judged, relevant FROM course WHERE entry<? ORDER BY entry DESC LIMIT 1", (after,)
        )[0]
        found.append({"day": day.isoformat(), "judged": judged, "relevant": relevant})
        entry = tables.one("SELECT min(entry) FROM course WHERE entry>=?", (after,))
    return found


def _first(tables: Tables, low: int, at: int) -> int:
    """The first entry of this time or later, behind one that is before it; times of entries never go back."""
    high = tables.as_of + 1
    while high - low > 1:
        middle = (low + high) // 2
        if tables.one("SELECT at FROM act WHERE entry=?", (middle,)) < at:
            low = middle
        else:
            high = middle
    return high
