"""The day on which something was done: one that has come, and not before what it follows."""

from muniment.errors import AskedWrong
from muniment.prove import given
from muniment.prove.days import today
from muniment.store.view import View


def happened(view: View, field: str, said: str, after: str = "") -> str:
    """A day that is given, today where none is; not before the day `after`, where there is one.

    Raises: AskedWrong, which names the field.
    """
    now = today(view).isoformat()
    day = given.day(field, said) if said else now
    if day > now:
        raise AskedWrong(f"{field} has not come yet", day, f"a day up to {now}")
    if day < after:
        raise AskedWrong(f"{field} is before what it follows", day, f"a day from {after} on")
    return day
