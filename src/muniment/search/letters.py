"""What mails say of themselves: subject, sender and date, by which people know them better than by the name of a file."""

from collections.abc import Iterator, Sequence

from muniment.model.reading import Json
from muniment.search.near.bring import facts_of
from muniment.store.view import View

KINDS = frozenset({"message/rfc822", "application/vnd.ms-outlook"})


def of(view: View, ids: Sequence[str]) -> Iterator[tuple[str, dict[str, Json]]]:
    """Of each of these items that is a mail, and neither held nor withdrawn: `subject`, `from` and `date`, "" where it says none.

    Cost: an opened reading for each mail; name no more than a page shows.
    """
    for id in ids:  # noqa: A001
        item = view.item(id)
        if item.type.lower() in KINDS and not item.aside:
            facts = facts_of(item, view.reading(item))
            yield id, {key: _told(facts.get(key)) for key in ("subject", "from", "date")}


def _told(fact: Json) -> str:
    if isinstance(fact, list):
        return "; ".join(text for text in fact if isinstance(text, str))
    return fact.strip() if isinstance(fact, str) else ""
