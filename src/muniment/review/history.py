"""All that people said of an item while they reviewed, in order: nothing is overwritten, and what was undone stays."""

from collections.abc import Iterator

from muniment.intake import visible
from muniment.model.reading import Json
from muniment.review import coding, judge, noting
from muniment.store.ids import number_of
from muniment.store.store import Store

_ACTS = (
    "SELECT entry FROM judged WHERE item=?1 UNION SELECT back FROM judged WHERE item=?1 AND back IS NOT NULL "
    "UNION SELECT entry FROM code WHERE item=?1 UNION SELECT entry FROM removed WHERE item=?1 "
    "UNION SELECT entry FROM undone WHERE of IN (SELECT entry FROM code WHERE item=?1 UNION SELECT entry FROM removed WHERE item=?1) "
    "UNION SELECT entry FROM note WHERE item=?1 UNION SELECT entry FROM read_to_end WHERE item=?1 "
    "UNION SELECT entry FROM answered WHERE on_entry IN (SELECT entry FROM judged WHERE item=?1) ORDER BY 1"
)
_WHO = "SELECT coalesce(name, ''), at FROM act LEFT JOIN person ON id=by_person WHERE entry=?"
_OPEN = {  # what an entry says openly, by the name that an answer gives it
    "judged": {"as": "judgement", "way": "way", "decides": "decides", "count": "count"},
    "taken-back": {"entry": "of"},
    "coded": {"field": "field", "value": "value", "remove": "remove", "count": "count"},
    "code-undone": {"entry": "of"},
    "read-to-end": {"reading": "reading"},
    "overtaken-answered": {"entry": "of", "answer": "answer"},
}


def history(store: Store, id: str) -> list[dict[str, Json]]:  # noqa: A002
    """Every judgement, coding, note, statement and answer about an item, and what was taken back or undone, in order.

    A text that was erased is None. Raises: UnknownItem; Refused, where it is held or withdrawn.
    """
    visible.item(store, id)
    names = {str(each.entry): each.called for each in coding.tags(store)}
    n = number_of(id)
    back = dict(store.tables.rows("SELECT entry, back FROM judged WHERE item=? AND back IS NOT NULL", (n,)))
    undone = dict(store.tables.rows("SELECT of, entry FROM undone"))
    found = []
    for (entry,) in store.tables.rows(_ACTS, (n,)):
        said = _said(store, entry)
        if said["do"] == "judged":
            said["taken_back"] = back.get(entry)
        if said["do"] == "coded":
            said["undone"] = undone.get(entry)
            said |= {"tag": names.get(said["value"])} if said["field"] == "tag" else {}
        found.append(said)
    return found


def _said(store: Store, number: int) -> dict[str, Json]:
    entry = store.ledger.entry(number)
    do = str(entry.fields["do"])
    by, at = store.tables.rows(_WHO, (number,))[0]
    about = {"entry": number, "do": do, "by": by, "at": judge.when(at)}
    about |= {name: entry.fields[key] for key, name in _OPEN.get(do, {}).items()}
    # A query is a sealed value too: it is said of the entry, not of each item that it found.
    return about | dict(_texts(do, [None if each is None else each[1] for each in entry.sealed]))


def _texts(do: str, sealed: list[Json]) -> Iterator[tuple[str, Json]]:
    name = {"judged": "note", "noted": "text"}.get(do, "why")
    if sealed and do != "read-to-end":
        yield name, sealed[0]


def reviewed(store: Store, id: str) -> dict[str, Json]:  # noqa: A002
    """What stands of an item, what is coded and noted of it, who read it to its end, and the history of all that.

    Raises: as above.
    """
    said = history(store, id)
    about = judge.stands(store, id) | {"coded": coding.coded(store, id), "notes": noting.notes(store, id)}
    return about | {"read_to_end": noting.ends(store, id), "history": said, "as_of": store.as_of}
