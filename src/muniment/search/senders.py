"""Who sent what was found: the facet of senders, from the readings of mails and chats.

An item counts once: under its sender's address, under "several senders" (a chat), or as without one.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

from muniment.intake.readers import PLACES, REGISTRY
from muniment.model.reading import Json
from muniment.names.display import show
from muniment.store.view import View

MOST = 10_000  # mails and chats that are opened to see whom they are from
NAMED = 100  # senders that are named, the most frequent
SEVERAL, WITHOUT, OTHERS = "several senders", "without a sender", "other senders"
TOO_MANY = f"not counted: more than {MOST:,} mails and chats"
_ROOMS = frozenset({"mail", "outlook", "chat"})
_SQL = (
    "SELECT file, block, line, reading, facts FROM json_each(?) AS wanted JOIN item ON item.n=wanted.value "
    "WHERE lower(item.type) IN (SELECT value FROM json_each(?))"
)

Count = tuple[str, int, str]  # the sender or one of the words above, how many items, and the query that finds them


def of(view: View, numbers: list[int], total: Callable[[str], int]) -> Iterator[Count]:
    """The senders of these items; `total` says how many of them a further term of the query leaves.

    A term is given where it leaves exactly those that were counted. Cost: an opened reading for each mail, MOST at most.
    """
    rows = view.tables.rows(_SQL, (json.dumps(numbers), _kinds()))
    if len(rows) > MOST:
        yield TOO_MANY, len(rows), ""
        yield from _rest(WITHOUT, len(numbers) - len(rows))
        return
    counts: Counter[str] = Counter()
    several = 0
    for file, block, line, reading, facts in rows:
        known = json.loads(facts)
        if reading is not None:
            known |= view.places.readings.read(file, block, line, reading).facts
        found = {address for one in _texts(known.get("from")) if (address := _address(one))}
        several += len(found) > 1
        counts.update(found if len(found) == 1 else ())
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    for sender, count in ranked[:NAMED]:
        term = f'from:"{sender}"'
        # What has a sign that cannot be shown cannot be typed as it is shown.
        typed = '"' not in sender and show(sender) == sender
        yield sender, count, term if typed and total(term) == count else ""
    yield from _rest(OTHERS, sum(count for _, count in ranked[NAMED:]))
    yield from _rest(SEVERAL, several)
    yield from _rest(WITHOUT, len(numbers) - several - counts.total())


def _rest(what: str, count: int) -> Iterator[Count]:
    if count:
        yield what, count, ""


@cache
def _kinds() -> str:
    kinds = {kind for kind, reader in REGISTRY.items() if PLACES[reader].partition(".")[0] in _ROOMS}
    return json.dumps(sorted(kinds | {"text/calendar"}))


def _texts(fact: Json) -> Iterator[str]:
    if isinstance(fact, str):
        yield fact
    elif isinstance(fact, list):
        yield from (one for one in fact if isinstance(one, str))


def _address(text: str) -> str:
    """The address of "Name <address>", else the name, without its capitals."""
    name, sign, rest = text.rpartition("<")
    inner = rest.rstrip().removesuffix(">").strip() if sign else ""
    return " ".join((inner or (name if sign else text)).split()).casefold()
