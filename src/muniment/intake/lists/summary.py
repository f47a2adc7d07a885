"""A sender's list in five figures, for the account."""

from collections import Counter

from muniment.intake.lists.showing import EXTRA, MATCHED, MISSING, UNREADABLE, show
from muniment.model.reading import Json
from muniment.store.tables import Tables


def of(tables: Tables, bundle: str) -> dict[str, Json] | None:
    """How many lines a bundle's list has, and how many are matched, missing, or matched while text may be missing.

    lines = matched + missing + unreadable; `extra` are items that no line names; `confirmed` lines a person spoke for.
    None where it has no list.
    """
    shown = show(tables, bundle, wide=False)
    if not shown:
        return None
    states = Counter(one.state for one in shown)
    lines = [one for one in shown if one.line is not None]
    counted = {item: pages or 0 for one in lines for item, pages in one.counted.items()}  # of two lines, once
    return {
        "lines": len(lines),
        **{name: states[name] for name in (MATCHED, MISSING, EXTRA, UNREADABLE)},
        "confirmed": sum(one.confirmed_by is not None for one in lines),
        "pages_listed": sum(one.pages_listed or 0 for one in lines),
        "pages_found": sum(counted.values()),
    }
