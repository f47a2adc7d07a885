"""The history of a thing on a shelf: who handed it to whom, where it stood, under which seal, and who opened it."""

from collections.abc import Iterable

from muniment.model.reading import Json
from muniment.store.ids import value_of
from muniment.store.store import Store

_SEALED = {
    "box-added": ("name", "holder", "place", "seal", "ref"),
    "box-moved": ("giver", "holder", "place", "seal", "why"),
    "box-opened": ("how", "found", "seal"),
    "box-scanned": ("why",),
}


def steps(store: Store, acts: Iterable[tuple[int, str]]) -> dict[int, dict[str, Json]]:
    """What these entries say of one thing, in their order; what was erased is None, and what was not said is left out.

    `expected` is the seal on record when it was opened, where another was found.
    """
    found: dict[int, dict[str, Json]] = {}
    on_it = ""
    for number, do in acts:
        if do not in _SEALED:
            continue
        entry = store.ledger.entry(number)
        said = {name: value_of(entry, place) for place, name in enumerate(_SEALED[do])}
        said["pages"] = entry.fields.get("pages")
        seen = said.get("found")
        if seen and on_it and seen != on_it:
            said["expected"] = on_it
        on_it = said.get("seal") or on_it
        found[number] = {name: value for name, value in said.items() if value != "" and (value or name != "pages")}
    return found
