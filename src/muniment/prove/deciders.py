"""Who may record a decision here: whoever acted in the case first, and those whom a decider named."""

from collections.abc import Sequence

from muniment.errors import AskedWrong, Refused
from muniment.model.act import Act, PersonNamed
from muniment.model.prove import DeciderNamed
from muniment.names.filename import plain
from muniment.prove import given
from muniment.prove.entered import entered, people
from muniment.store.store import Store
from muniment.store.view import View

FIRST = "p1"


def may(view: View) -> set[str]:
    """The numbers of those who may."""
    said = {each.id: not each["ends"] for each in entered(view, DeciderNamed)}
    return {FIRST} | {person for person, may_ in said.items() if may_}


def allowed(store: Store) -> bool:
    """Whether whoever acts here may; also before their first act."""
    return (store.person or _next(store)) in may(store)


def deciding(store: Store) -> str:
    """The number of whoever acts here, who may record a decision; also before their first act.

    Raises: Refused, where they may not.
    """
    person = store.person or _next(store)
    if person not in may(store):
        next_ = "ask a decider to name you, or record it as made elsewhere"
        raise Refused("a decision is recorded by whoever has the role of decider", store.by, next_)
    return person


def name(store: Store, who: str, why: str = "", *, ends: bool = False) -> int:
    """Say that somebody may record decisions, or (`ends`) may no longer; returns the entry.

    Raises: Refused, where whoever says so may not; AskedWrong.
    """
    called = " ".join(plain(given.text("name", who)).split())
    reason = given.text("why", why, needed=ends)
    if "\n" in who:
        raise AskedWrong("name is more than a name", called[:80], "the name as the person gives it with --by")
    first: list[str] = []

    def act() -> Sequence[Act]:
        by = deciding(store)
        known = dict(store.tables.rows("SELECT name, id FROM person"))
        new = _next(store, 1 if store.person is None else 0)
        person = by if called == store.by else known.get(called, new)
        if ends and person == FIRST:
            raise AskedWrong("name: whoever began the case always may", called, "name another")
        if ends and person not in may(store):
            raise AskedWrong("name: that person has no such role", called, "name somebody who has it")
        first[:] = [person]
        naming = [PersonNamed(person, called)] if person == new and called != store.by else []
        return [*naming, DeciderNamed(on=person, ends=ends, why=reason)]

    store.record_now(act)
    return entered(store, DeciderNamed, on=first[0])[-1].entry


def listed(view: View) -> list[dict[str, str]]:
    """Who may, by number and name; "" where the name was erased."""
    names = people(view)
    return [{"person": each, "name": names.get(each, "")} for each in sorted(may(view), key=_number)]


def _number(person: str) -> int:
    return int(person[1:])


def _next(view: View, skip: int = 0) -> str:
    known = int(view.tables.one("SELECT count(*) FROM person"))
    return f"p{known + 1 + skip}"
