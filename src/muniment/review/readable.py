"""Which items cannot be read, now or at an entry that is past: what no audit opens, and a recall certificate counts apart."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from muniment.model.state import State, Sum
from muniment.store.ids import id_of
from muniment.store.view import View

_WHOLE = frozenset(state.value for state in State if state.sum is Sum.READ)  # nothing of their text may be missing
_MARKS = ",".join("?" * len(_WHOLE))
_HIDDEN = (
    f"SELECT n FROM item WHERE state NOT IN ({_MARKS}) "  # noqa: S608 # our own words
    "OR bundle IN (SELECT id FROM bundle WHERE aside<>'')"
)
_ITEMS = "SELECT n, bundle, state FROM item"
_AMONG = "WHERE n IN (SELECT value FROM json_each(?))"
_HELD = "SELECT subject FROM act WHERE do='intake-began' AND json_extract(said, '$.held') AND entry<=?"
_TURNED = "SELECT bundle, aside FROM turned WHERE entry<=? ORDER BY entry"
_ERASED = "SELECT n FROM item WHERE top IN (SELECT substr(subject, 5)+0 FROM act WHERE do='item-erased' AND entry>?)"
_SINCE = "SELECT DISTINCT item FROM reading WHERE entry>?1 UNION SELECT n FROM item WHERE read>?1"  # read in another way since
_READINGS = "SELECT entry, file, block, line, hash FROM reading WHERE item=? AND entry<=? ORDER BY entry DESC LIMIT 1"
_TOP = "SELECT max(entry) FROM reading WHERE item=(SELECT top FROM item WHERE n=?) AND entry<=?"


def not_readable(view: View) -> frozenset[str]:
    """The items without text, or whose text may be missing, and those held or withdrawn: each is possibly relevant.

    That somebody settled one changes nothing, nor that it was opened, or judged: that one person did both does (`Course.unread`).
    """
    return frozenset(id_of(n) for (n,) in view.tables.rows(_HIDDEN, tuple(_WHOLE)))


@dataclass(frozen=True, slots=True)
class Then:
    """What could not be read at an entry; of the `unknown` nobody can tell, for what they were is erased, or was not kept."""

    hidden: frozenset[str]
    unknown: frozenset[str]


def not_readable_at(view: View, entry: int, among: Sequence[int] | None = None) -> Then:
    """What could not be read just after an entry, of all items or of some.

    *Cost*: a pass over all items, or over those; a reading for each that was read since.
    """
    aside = _aside(view, entry)
    since = {int(n) for (n,) in view.tables.rows(_SINCE, (entry,))}
    unknown = {int(n) for (n,) in view.tables.rows(_ERASED, (entry,))}
    hidden = set()
    some = (_ITEMS, ()) if among is None else (f"{_ITEMS} {_AMONG}", (json.dumps([*among]),))
    for n, bundle, state in view.tables.rows(*some):
        then = _state_then(view, n, entry) if n in since and n not in unknown else state
        if aside.get(bundle):
            hidden.add(n)
            unknown.discard(n)
        elif then is None:
            unknown.add(n)
        elif then not in _WHOLE:
            hidden.add(n)
    return Then(frozenset(map(id_of, hidden - unknown)), frozenset(map(id_of, unknown)))


def _aside(view: View, entry: int) -> Mapping[str, str]:
    held = {str(bundle): "held" for (bundle,) in view.tables.rows(_HELD, (entry,))}
    return held | {str(bundle): str(aside) for bundle, aside in view.tables.rows(_TURNED, (entry,))}


def _state_then(view: View, n: int, entry: int) -> str | None:
    """The state of an item by the last reading of it before; None where its family was read since that, and left none of it."""
    found = view.tables.rows(_READINGS, (n, entry))
    family = view.tables.one(_TOP, (n, entry))
    if not found:
        return State.UNREAD_PENDING.value if family is None else None
    at, *where = found[0]
    return view.places.readings.read(*where).state.value if family is None or at >= family else None
