"""Saved searches at the terminal: which there are, and one the fewer."""

from typing import TYPE_CHECKING, Any

from muniment.cli.door import answer, say
from muniment.names.display import show

if TYPE_CHECKING:
    from muniment.case import Case  # opened where it is used: help needs none of it


def listed(case: "Case", *, as_json: bool, as_lines: bool) -> None:
    """All that are saved; none of them is run."""
    found = case.saved_searches()
    case.consulted("searches-listed", {"count": len(found)})
    if as_json:
        answer({"saved": found, "as_of": case.as_of})
        return
    for one in found:
        if as_lines:
            answer(one)
        else:
            say(_line(one))
    if not as_lines:
        say(f"{len(found):,} saved; muniment search --saved NAME runs one")


def forget(case: "Case", name: str, *, as_json: bool) -> None:
    """Offer one no longer."""
    said = case.forget_search(name)
    if as_json:
        answer(said)
    else:
        say(
            show(
                f"forgotten: {said['name']}; the ledger keeps that it was saved (entry {said['entry']:,} says that"
                " it is forgotten)"
            )
        )


def _line(one: dict[str, Any]) -> str:
    query = "[its query was erased]" if one["query"] is None else one["query"]
    names = " (with --names)" if one["names"] else ""
    return show(
        f"{one['name']}: {query}{names}  ({one['found']:,} when saved {one['at'][:10]} by {one['by']}, entry {one['entry']:,})"
    )
