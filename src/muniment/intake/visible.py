"""Items that whoever works at the case may see: those of bundles that are held or withdrawn are none."""

from muniment.errors import Refused
from muniment.intake import bundle as bundles
from muniment.intake.bundle import Bundle
from muniment.model.item import Item
from muniment.store.store import Store


def item(store: Store, id: str) -> Item:  # noqa: A002
    """An item that may be shown, and of which something may be said.

    Raises: UnknownItem; Refused, where its bundle is held or withdrawn.
    """
    found = store.item(id)
    _allow(found.bundle, found.aside, id)
    return found


def bundle(store: Store, id: str) -> Bundle:  # noqa: A002
    """A bundle whose items may be shown.

    Raises: as above.
    """
    found = bundles.find(store, id)
    _allow(found.id, found.aside, id)
    return found


def _allow(bundle: str, aside: str, asked: str) -> None:
    if aside == "held":
        next_ = f'muniment release {bundle} --why "..."'
        raise Refused(f"{bundle} is held until a named person releases it", asked, next_)
    if aside:
        raise Refused(f"{bundle} was withdrawn", asked, "muniment account says what is left")
