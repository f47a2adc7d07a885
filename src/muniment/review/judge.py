"""What people say that items are to the case: relevant, not relevant or unsure; taken back; and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.model.act import Act, ranges
from muniment.model.reading import Json
from muniment.model.review import Judged, Judgement, TakenBack, Way
from muniment.names.filename import plain
from muniment.review.chosen import Chosen
from muniment.search.recordtext import moment
from muniment.store.ids import behind, id_of, number_of
from muniment.store.store import Store
from muniment.store.tables import SEEN
from muniment.store.view import View

LONGEST = 100_000  # characters of one note
_SAME = "EXISTS (SELECT 1 FROM says WHERE says.item=n AND person=? AND judgement=? AND decides>=?)"  # said so by them already
_SAYS = (
    "SELECT says.person, coalesce(name, ''), says.judgement, says.entry, act.at, says.decides, judged.way, judged.note "
    "FROM says JOIN judged USING (item, entry) JOIN act USING (entry) LEFT JOIN person ON id=says.person "
    "WHERE item=? ORDER BY says.entry"
)


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said: the judgement, with a note, how the items came before the person, and whether it is to decide."""

    judgement: Judgement
    note: str = ""
    way: Way = Way.ASIDE
    decides: bool = False

    def __post_init__(self) -> None:
        allow_note(self.note)


def judge(store: Store, chosen: Chosen, saying: Saying) -> tuple[int, list[int]]:
    """Judge these items, in one entry; returns its number and theirs. It comes back when the entry is durable.

    Of what a query found, those are left out of which the same person says so already; a named one is judged again.
    Raises: UnknownItem; AskedWrong, where there is none; Refused, where one is held, or the count is another by now.
    """
    judged: list[int] = []

    def act() -> Sequence[Act]:
        judged[:] = chosen.numbers(store, _SAME, (store.person, saying.judgement.value, int(saying.decides)))
        note, decides = plain(saying.note), saying.decides
        ids = ranges(judged)
        return [Judged(saying.judgement, saying.way, note, ids, len(judged), chosen.query, decides)]

    return store.record_now(act), judged


def to_judge(store: Store, chosen: Chosen, saying: Saying) -> int:
    """How many items a judgement would be about now; none is 0."""
    try:
        return len(chosen.numbers(store, _SAME, (store.person, saying.judgement.value, int(saying.decides))))
    except AskedWrong:
        return 0


def take_back(store: Store, entry: int, why: str = "") -> tuple[int, list[int]]:
    """Take back what an entry judged, all of it; returns the number of the new entry and the items'.

    What the same person said before stands again, and everything stays in the history.
    Raises: UnknownItem; Refused, where somebody else judged, or it is taken back already.
    """
    allow_note(why)
    judged: list[int] = []

    def act() -> Sequence[Act]:
        judged[:] = _own(store, entry)
        return [TakenBack(entry, plain(why))]

    return store.record_now(act), judged


def _own(store: Store, entry: int) -> list[int]:
    found = store.tables.rows("SELECT item, person, back FROM judged WHERE entry=? ORDER BY item", (entry,))
    if not found:
        raise UnknownItem("that entry judged nothing", str(entry), "muniment review history ITEM names the entry")
    _, person, back = found[0]
    if person != store.person:
        name = store.tables.one("SELECT name FROM person WHERE id=?", (person,)) or person
        raise Refused(
            f"{name} judged that, and only they can take it back", str(entry), "judge it yourself: both are kept"
        )
    if back is not None:
        raise Refused(
            "that judgement is taken back already", str(entry), f"entry {back} says so; there is nothing to undo"
        )
    return [int(n) for n, _, _ in found]


def allow_note(text: str) -> None:
    """Whether a text will do as a note or a reason.

    Raises: AskedWrong.
    """
    if len(text) > LONGEST:
        raise AskedWrong(f"the text has {len(text):,} characters, more than {LONGEST:,}", "", "say it in parts")


def way_of(said: str) -> Way:
    """How an item came before a person, by name.

    Raises: AskedWrong.
    """
    if said not in {each.value for each in Way}:
        raise AskedWrong("items do not come before a person so", said, "one of: " + ", ".join(Way))
    return Way(said)


def judgement_of(said: str) -> Judgement:
    """A judgement by its name.

    Raises: AskedWrong.
    """
    if said not in {each.value for each in Judgement}:
        raise AskedWrong("an item cannot be judged so", said, "one of: " + ", ".join(Judgement))
    return Judgement(said)


# -- what stands


def says(view: View, n: int) -> list[dict[str, Json]]:
    """What each person says of an item now, the newest last."""
    names = ("person", "by", "judgement", "entry", "at", "decides", "way", "note")
    found = [dict(zip(names, row, strict=True)) for row in view.tables.rows(_SAYS, (n,))]
    return [each | {"at": when(each["at"]), "decides": bool(each["decides"])} for each in found]


def stands(view: View, id: str) -> dict[str, Json]:  # noqa: A002
    """What an item is judged to be, None where nobody says; whether people differ; and what each of them says."""
    n = number_of(id)
    found = view.tables.rows("SELECT judgement, differ, entry FROM standing WHERE item=?", (n,))
    judgement, differ, entry = found[0] if found else (None, 0, None)
    return {"item": id, "judgement": judgement, "differ": bool(differ), "entry": entry, "says": says(view, n)}


def differences(view: View, after: str = "", limit: int = 100) -> list[dict[str, Json]]:
    """Items of which people say different things, behind one of them; each with who said what."""
    sql = (
        "SELECT item FROM standing JOIN item AS it ON it.n=item WHERE judgement='unsure' AND differ=1 AND item>? "  # noqa: S608
        f"AND it.{SEEN} ORDER BY item LIMIT ?"
    )
    found = view.tables.rows(sql, (behind(after), limit))
    return [stands(view, id_of(n)) for (n,) in found]


def when(at: int) -> str:
    """A time of an entry as answers give it."""
    return moment(datetime.fromtimestamp(at // 1_000_000, UTC))
