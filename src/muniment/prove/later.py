"""From when on something counts as later than a decision or advice: from its own day, where it was recorded on a later one."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from muniment.model.reading import Json
from muniment.prove import working
from muniment.store.view import View

_SECOND = 1_000_000  # the ledger counts in microseconds
_AT = "SELECT at FROM act WHERE entry<=? ORDER BY entry DESC LIMIT 1"


def since(view: View, entry: int, day: date) -> int:
    """The last entry that is no later than what was done on a day and recorded by an entry; -1 where all are later.

    What was entered on that very day, and before the recording, counts as earlier: at which hour it was done nobody says.
    *Cost*: some twenty questions by an entry's number, for the ledger's times never go back.
    """
    midnight = datetime.combine(day + timedelta(1), datetime.min.time(), ZoneInfo(view.zone))
    end = int(midnight.astimezone(UTC).timestamp()) * _SECOND
    if _at(view, entry) < end:
        return entry
    earlier, later = -1, entry
    while later - earlier > 1:
        middle = (earlier + later) // 2
        earlier, later = (middle, later) if _at(view, middle) < end else (earlier, middle)
    return earlier


def recorded_later(view: View, entry: int, day: date) -> bool:
    """Whether an entry was made on a later day than this one."""
    return datetime.fromtimestamp(_at(view, entry) // _SECOND, ZoneInfo(view.zone)).date() > day


def as_json(view: View, entry: int, day: date, after: int) -> dict[str, Json]:
    """From which day, and after which entry (`since`), things count as later; `says`: in a sentence, where that is not the recording."""
    says = ""
    if recorded_later(view, entry, day):
        says = (
            f"Counted from its day, {working.day(day)}: what was received, linked, judged or entered after it. "
            "What a machine could read is counted from the recording."
        )
    return {"day": day.isoformat(), "entry": after, "says": says}


def _at(view: View, entry: int) -> int:
    return int(view.tables.one(_AT, (entry,)))
