"""Items that whoever works at the case may see: those of bundles that are held or withdrawn are none."""

from muniment.errors import Refused
from muniment.model.item import Item
from muniment.store.store import Store


def item(store: Store, id: str) -> Item:  # noqa: A002
    """An item that may be shown, and of which something may be said.

    Raises: UnknownItem; Refused, where its bundle is held or withdrawn.
    """
    found = store.item(id)
    if found.aside == "held":
        next_ = f'muniment release {found.bundle} --why "..."'
        raise Refused(f"{found.bundle} is held until a named person releases it", id, next_)
    if found.aside:
        raise Refused(f"{found.bundle} was withdrawn", id, "muniment account says what is left")
    return found
