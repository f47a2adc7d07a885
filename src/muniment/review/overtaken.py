"""What came after a judgement or a recall certificate and bears on it, and what somebody answered."""

import json
from bisect import bisect_left
from collections.abc import Sequence

from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.model.act import Act
from muniment.model.reading import Json
from muniment.model.review import Answer, Answered
from muniment.names.filename import plain
from muniment.names.whole import whole
from muniment.review import facts
from muniment.review.judge import allow_note, when
from muniment.store.ids import behind, id_of
from muniment.store.store import Store
from muniment.store.tables import COUNTED, SEEN
from muniment.store.view import View

WHAT = {  # what can bear on a judgement
    "reading": "it was read again, and another text was had",
    "description": "somebody described it",
    "transcript": "somebody wrote down what is heard in it",
    "translation": "somebody translated it",
    "family": "something more was found in it, or scans of it came",
}
# A judgement counts here while it is what its person says now; an answer is to all that came before it.
_UNTIL = "coalesce((SELECT max(entry) FROM answered WHERE on_entry=judged), 0)"
_NOW = (
    "FROM overtaken JOIN says ON says.item=overtaken.item AND says.person=overtaken.person AND says.entry=judged "
    "JOIN item ON n=overtaken.item "
)
_COUNT = f"SELECT count(DISTINCT overtaken.item) {_NOW} WHERE item.{COUNTED} AND overtaken.entry>{_UNTIL}"
_PAGE = (
    f"SELECT judged, overtaken.item, says.judgement, coalesce(person.name, '') {_NOW} LEFT JOIN person ON id=overtaken.person "
    f"WHERE (judged, overtaken.item)>(?,?) AND item.{SEEN} GROUP BY judged, overtaken.item "
    f"HAVING (max(overtaken.entry)>{_UNTIL})=? ORDER BY judged, overtaken.item LIMIT ?"
)
_BY = "SELECT overtaken.entry, what, at FROM overtaken JOIN act USING (entry) WHERE item=? AND judged=? ORDER BY overtaken.entry, what"
_CERTIFICATES = (
    "SELECT certificate.entry, draw, next, coalesce(name, '') FROM certificate LEFT JOIN person ON id=certificate.person "
    "ORDER BY certificate.entry"
)
_ANSWERS = (
    "SELECT answered.entry, answer, coalesce(name, ''), at, why FROM answered JOIN act USING (entry) "
    "LEFT JOIN person ON id=answered.person WHERE on_entry=? ORDER BY answered.entry"
)


def count(view: View) -> int:
    """Of how many items a judgement was overtaken and nobody answered; withdrawn ones are not counted."""
    return int(view.tables.one(_COUNT))


def judgements(view: View, *, answered: bool = False, after: str = "", limit: int = 100) -> list[dict[str, Json]]:
    """Judgements that something later bears on, without an answer or with one, behind one of them (`ENTRY:ITEM`).

    Raises: AskedWrong, where `after` is of another form.
    """
    rows = view.tables.rows(_PAGE, (*_place(after), int(not answered), limit))
    return [_judgement(view, *row) for row in rows]


def _place(after: str) -> tuple[int, int]:
    said, _, item = after.partition(":")
    if not after:
        return 0, 0
    entry = whole(said)
    if entry is None or not item:
        raise AskedWrong("a list goes on behind ENTRY:ITEM", after[:80], "take it from the answer before")
    return entry, behind(item)


def _judgement(view: View, judged: int, n: int, judgement: str, by: str) -> dict[str, Json]:
    said = answers(view, judged)
    until = said[-1]["entry"] if said else 0
    later = [
        {"entry": entry, "what": what, "says": WHAT[what], "at": when(at), "answered": entry <= until}
        for entry, what, at in view.tables.rows(_BY, (n, judged))
    ]
    about = {"entry": judged, "kind": "judgement", "item": id_of(n), "judgement": judgement, "by": by}
    return about | {
        "overtaken_by": later[0]["entry"],
        "later": later,
        "answers": said,
        "cursor": f"{judged}:{id_of(n)}",
    }


# -- recall certificates


def certificates(view: View) -> list[dict[str, Json]]:
    """Recall certificates that something later bears on: items came in, or what an item is judged changed."""
    found = []
    for entry, draw, following, by in view.tables.rows(_CERTIFICATES):
        later = _later(view, entry, draw, following)
        if later:
            said = answers(view, entry)
            until = said[-1]["entry"] if said else 0
            later = [each | {"answered": each["last"] <= until} for each in later]
            about = {"entry": entry, "kind": "recall certificate", "by": by, "overtaken_by": later[0]["entry"]}
            found.append(about | {"later": later, "answers": said})
    return found


def certificates_waiting(view: View) -> int:
    """How many recall certificates were overtaken and nobody answered."""
    waiting = 0
    for entry, draw, following, _ in view.tables.rows(_CERTIFICATES):
        said = answers(view, entry)
        until = int(said[-1]["entry"]) if said else 0
        # Numbers are given in the ledger's order: what has the highest came in last.
        newest = view.tables.one(f"SELECT n FROM item WHERE n>=? AND {COUNTED} ORDER BY n DESC LIMIT 1", (following,))  # noqa: S608
        came = newest is not None and _brought(view, newest) > until
        waiting += came or any(last > until for _, _, last in _changed(view, entry, draw))
    return waiting


def _later(view: View, entry: int, draw: int, following: int) -> list[dict[str, Json]]:
    found: list[dict[str, Json]] = []
    for at, items in _came_in(view, following):
        says = f"items came in that it does not know: {items:,}"
        found.append({"entry": at, "what": "items", "says": says, "items": items, "last": at})
    for n, at, last in _changed(view, entry, draw):
        says = f"{id_of(n)} is not judged as it was"
        found.append({"entry": at, "what": "judgement", "says": says, "item": id_of(n), "last": last})
    return sorted(found, key=lambda each: int(each["entry"]))


def _came_in(view: View, following: int) -> list[tuple[int, int]]:
    """How many items came in that have this number or a higher one, by the entry that brought them, in its order."""
    found: dict[int, int] = {}
    groups = (
        f"SELECT min(n), count(*) FROM item WHERE n>=? AND {COUNTED} "  # noqa: S608 # our own words
        "GROUP BY iif(n<>top, coalesce(read, changed), 0), iif(n=top, bundle, ''), iif(kind='box', n, 0)"
    )
    for n, items in view.tables.rows(groups, (following,)):
        at = _brought(view, n)
        found[at] = found.get(at, 0) + int(items)
    return sorted(found.items())


def _brought(view: View, n: int) -> int:
    """The entry by which an item came in: of its bundle, of the thing on a shelf, or of the reading that found it."""
    [(bundle, kind, top, read, changed)] = view.tables.rows(
        "SELECT bundle, kind, top, read, changed FROM item WHERE n=?", (n,)
    )
    if n != top:
        return int(view.tables.one("SELECT min(entry) FROM reading WHERE item=?", (n,)) or read or changed)
    do, subject = ("box-added", id_of(n)) if kind == "box" else ("intake-began", bundle)
    return int(view.tables.one("SELECT min(entry) FROM act WHERE subject=? AND do=?", (subject, do)))


def _changed(view: View, entry: int, draw: int) -> list[tuple[int, int, int]]:
    """Items of its frame that were judged then and stand another way now, with the first and the last entry since that changed it.

    What lies outside the frame it says nothing of: also what came in before it was issued, but after its draw began.
    """
    # The first change since says what it was judged to be then, where it was judged at all.
    sql = (
        "SELECT m.n, first, last FROM (SELECT item AS n, min(entry) AS first, max(entry) AS last FROM moved WHERE entry>?1 GROUP BY item) "
        "AS m LEFT JOIN standing ON standing.item=m.n JOIN moved ON moved.entry=first AND moved.item=m.n "
        "WHERE was IS NOT judgement AND EXISTS (SELECT 1 FROM judged "
        "WHERE judged.item=m.n AND judged.entry<?1 AND (back IS NULL OR back>?1)) ORDER BY first, m.n"
    )
    found = [(int(n), int(first), int(last)) for n, first, last in view.tables.rows(sql, (entry,))]
    within = _in_frame(view, draw, sorted(n for n, _, _ in found)) if found else set()
    return [each for each in found if each[0] in within]


def _in_frame(view: View, draw: int, numbers: Sequence[int]) -> set[int]:
    """Which of these items, sorted, a draw was begun over. *Cost*: by the ranges of its frame, not by its items."""
    said = view.tables.one("SELECT said FROM act WHERE entry=? AND do='draw-began'", (draw,))
    within: set[int] = set()
    for first, count in facts.runs(view, json.loads(said)) if said is not None else ():
        within.update(numbers[bisect_left(numbers, first) : bisect_left(numbers, first + count)])
    return within


def standing_at(view: View, n: int, entry: int) -> str | None:
    """What an item was judged to be before an entry, None where nobody said."""
    sql = "SELECT person, judgement, decides FROM judged WHERE item=? AND entry<? AND (back IS NULL OR back>=?) ORDER BY entry"
    return stands(
        [(person, judgement, bool(decides)) for person, judgement, decides in view.tables.rows(sql, (n, entry, entry))]
    )


def stands(said: Sequence[tuple[str, str, bool]]) -> str | None:
    """What stands of judgements in their order (person, judgement, whether it decides); None where there is none."""
    last = max((place for place, (_, _, decides) in enumerate(said) if decides), default=0)
    found = set({person: judgement for person, judgement, _ in said[last:]}.values())
    return None if not found else found.pop() if len(found) == 1 else "unsure"


# -- answers


def overtaken_by(view: View, entry: int) -> int | None:
    """The first entry that bears on what an entry judged or certified, None where there is none."""
    for draw, following in view.tables.rows("SELECT draw, next FROM certificate WHERE entry=?", (entry,)):
        later = _later(view, entry, draw, following)
        return int(later[0]["entry"]) if later else None
    sql = f"SELECT min(overtaken.entry) {_NOW} WHERE judged=? AND item.{SEEN}"
    found = view.tables.one(sql, (entry,))
    return None if found is None else int(found)


def answers(view: View, entry: int) -> list[dict[str, Json]]:
    """What was answered of an entry that was overtaken, the oldest first."""
    rows = view.tables.rows(_ANSWERS, (entry,))
    return [{"entry": at, "answer": said, "by": by, "at": when(time), "why": why} for at, said, by, time, why in rows]


def answer(store: Store, entry: int, said: str, why: str) -> int:
    """Answer all that bears on an entry so far: it stands, was varied, or is withdrawn; returns the new entry.

    Raises: AskedWrong; UnknownItem, where nothing was judged or certified there; Refused, where nothing bears on it.
    """
    if said not in {each.value for each in Answer}:
        raise AskedWrong("that is no answer", said, "one of: " + ", ".join(Answer))
    if not why.strip():
        raise AskedWrong("a reason is needed", "--why", "say why, in your own words")
    allow_note(why)

    def act() -> Sequence[Act]:
        if store.tables.one("SELECT do FROM act WHERE entry=?", (entry,)) not in {"judged", "certificate-issued"}:
            raise UnknownItem(
                "that entry is no judgement and no recall certificate",
                str(entry),
                "muniment review overtaken lists them",
            )
        if overtaken_by(store, entry) is None:
            raise Refused("nothing later bears on that entry", str(entry), "there is nothing to answer")
        return [Answered(entry, Answer(said), plain(why))]

    return store.record_now(act)
