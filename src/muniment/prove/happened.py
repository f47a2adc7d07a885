"""The day on which something was done: one that has come, and not before what it follows."""

from muniment.errors import AskedWrong
from muniment.prove.days import come, today
from muniment.store.view import View


def happened(view: View, field: str, said: str, after: str = "") -> str:
    """A day that is given, today where none is; not before the day `after`, where there is one.

    Raises: AskedWrong, which names the field.
    """
    day = come(view, field, said) if said else today(view).isoformat()
    if day < after:
        raise AskedWrong(f"{field} is before what it follows", day, f"a day from {after} on")
    return day
