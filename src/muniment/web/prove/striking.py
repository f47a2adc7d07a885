"""Saying by a form that what stands under a number was entered in error: the same on every page of proof that offers it."""

from collections.abc import Callable

from muniment.errors import AskedWrong, Refused
from muniment.web.asked import Answer, Asked
from muniment.web.prove.wrong import Wrong, beside, status


def struck(asked: Asked, id: str, to: str, again: Callable[[Asked, Wrong, int], Answer], field: str = "why") -> Answer:  # noqa: A002
    """Strike it and go on to an address; where it cannot be, `again` shows the form once more. `field` has the reason."""
    try:
        done = asked.case.prove.strike(id, asked.form[field])
    except (AskedWrong, Refused) as error:
        return again(asked, beside(error, {}, field), status(error))
    return asked.after(to, done["entry"])
