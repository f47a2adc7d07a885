"""The coding form of a case: tags from lists that somebody defined, and what else is said of items."""

from collections.abc import Sequence
from dataclasses import dataclass

from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.model.act import Act, ranges
from muniment.model.reading import Json
from muniment.model.review import VALUES, Coded, CodeUndone, Field, TagDefined, TagRetired
from muniment.names.filename import plain
from muniment.review.chosen import Chosen
from muniment.review.judge import allow_note, when
from muniment.store.ids import ERASED, number_of
from muniment.store.mentions import folded
from muniment.store.store import Store
from muniment.store.view import View

LONGEST = 80  # characters of the name of a tag or a list
_IS_SO = "EXISTS (SELECT 1 FROM code WHERE code.item=n AND field=? AND value=? AND gone IS NULL)"
_TAGS = (
    "SELECT tag.entry, coalesce(list, ?), coalesce(tag.name, ?), coalesce(person.name, ''), retired "
    "FROM tag LEFT JOIN person ON id=tag.person ORDER BY tag.entry"
)
_CODED = (
    "SELECT field, value, code.entry, coalesce(name, ''), at, why FROM code JOIN act USING (entry) "
    "LEFT JOIN person ON id=code.person WHERE item=? AND gone IS NULL ORDER BY code.entry"
)
_COUNTS = "SELECT field, value, count(*) FROM code WHERE gone IS NULL GROUP BY field, value"
_WITHDRAWN = (
    "SELECT field, value, count(*) FROM item CROSS JOIN code ON code.item=n "
    "WHERE bundle IN (SELECT id FROM bundle WHERE aside='withdrawn') AND gone IS NULL GROUP BY field, value"
)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a list."""

    entry: int
    list: str
    name: str
    by: str
    retired: int | None  # the entry that says that it is offered no longer

    @property
    def called(self) -> str:
        """What it is asked for by."""
        return f"{self.list}/{self.name}"


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said of items, or, with `remove`, no longer said.

    Raises: AskedWrong, where a field has no such value, or a reason is needed.
    """

    field: Field
    value: str
    remove: bool = False
    why: str = ""

    def __post_init__(self) -> None:
        if self.field in VALUES and self.value not in VALUES[self.field]:
            raise AskedWrong(
                f"nothing is {self.field.value} so", self.value, "one of: " + ", ".join(VALUES[self.field])
            )
        if self.field is Field.SENSITIVE and not self.remove and not self.why.strip():
            raise AskedWrong("why is it sensitive", "--why", "say why, in your own words")
        allow_note(self.why)


# -- tags


def define(store: Store, of: str, name: str) -> int:
    """Make a tag of a list; returns its entry, by whose number items are tagged.

    Raises: AskedWrong, where the names will not do; Refused, where the list has one of that name.
    """
    of, name = _allowed(of), _allowed(name)

    def act() -> Sequence[Act]:
        if any(_same(each, of, name) for each in tags(store) if each.retired is None):
            raise Refused("the list has a tag of that name", f"{of}/{name}", "use that one, or choose another name")
        return [TagDefined(of, name)]

    return store.record_now(act)


def retire(store: Store, named: str) -> tuple[Tag, int]:
    """Offer a tag no longer; items keep it. Returns what it was, and the entry that says so.

    Raises: UnknownItem; Refused, where it is retired already.
    """
    found: list[Tag] = []

    def act() -> Sequence[Act]:
        found[:] = [tag(store, named)]
        if found[0].retired is not None:
            raise Refused("that tag is retired already", found[0].called, "there is nothing to do")
        return [TagRetired(found[0].entry)]

    entry = store.record_now(act)
    return found[0], entry


def tags(view: View) -> list[Tag]:
    """Every tag, in the order in which they were defined."""
    return [Tag(*row) for row in view.tables.rows(_TAGS, (ERASED, ERASED))]


def tag(view: View, named: str) -> Tag:
    """The tag that LIST/NAME, its name alone or the number of its entry names; one that is offered before one that is not.

    Raises: UnknownItem; AskedWrong, where several lists have one of that name.
    """
    wanted = plain(named).strip()
    of, slash, name = wanted.rpartition("/")
    found = [
        each
        for each in sorted(tags(view), key=lambda each: (each.retired is not None, -each.entry))
        if str(each.entry) == wanted or (_same(each, of, name) if slash else folded(each.name) == folded(wanted))
    ]
    if not found:
        raise UnknownItem("there is no such tag", named, "muniment review tag lists them")
    if len({folded(each.list) for each in found}) > 1:
        which = ", ".join(each.called for each in found)
        raise AskedWrong("several lists have a tag of that name", named, f"say which: {which}")
    return found[0]


def _same(tag: Tag, of: str, name: str) -> bool:
    return (folded(tag.list), folded(tag.name)) == (folded(of.strip()), folded(name.strip()))


def _allowed(name: str) -> str:
    name = " ".join(plain(name).split())
    if not name or len(name) > LONGEST or name.isdecimal() or name.startswith("-") or "/" in name:
        says = f"a name has a letter and no /, at most {LONGEST} characters, and begins with no -"
        raise AskedWrong("a tag or a list cannot be called so", name[:LONGEST], says)
    return name


# -- what is said of items


def code(store: Store, chosen: Chosen, saying: Saying) -> tuple[int, list[int]]:
    """Say this of these items, or no longer, in one entry; returns its number and theirs.

    Of what a query found, those are left out of which it is said already; to remove, those of which it is not said.
    Raises: UnknownItem; AskedWrong, where there is none; Refused, where one is held, the count is another by now, or the
    tag is retired.
    """
    coded: list[int] = []

    def build() -> Sequence[Act]:
        said, coded[:] = act(store, chosen, saying)
        return [said]

    return store.record_now(build), coded


def act(store: Store, chosen: Chosen, saying: Saying) -> tuple[Coded, list[int]]:
    """What `code` records, as the tables are now, and the items' numbers; the same errors."""
    _offered(store, saying)
    numbers = _numbers(store, chosen, saying)
    ids, why = ranges(numbers), plain(saying.why)
    return Coded(saying.field, saying.value, saying.remove, why, ids, len(numbers), chosen.query), numbers


def to_code(store: Store, chosen: Chosen, saying: Saying) -> int:
    """How many items an entry would be about now; none is 0."""
    try:
        return len(_numbers(store, chosen, saying))
    except AskedWrong:
        return 0


def _numbers(store: Store, chosen: Chosen, saying: Saying) -> list[int]:
    but = f"NOT {_IS_SO}" if saying.remove else _IS_SO
    return chosen.numbers(store, but, (saying.field.value, saying.value), named_too=saying.remove)


def _offered(store: Store, saying: Saying) -> None:
    if saying.field is Field.TAG and not saying.remove and (found := tag(store, saying.value)).retired is not None:
        raise Refused(
            "that tag is retired", found.called, f"muniment review tag --define {found.called!r} offers it again"
        )


def undo(store: Store, entry: int, why: str = "") -> tuple[int, int]:
    """What an entry said or removed is as if it had never been; returns the number of the new entry and how many items.

    Raises: UnknownItem; Refused, where it is undone already.
    """
    allow_note(why)
    count: list[int] = []

    def act() -> Sequence[Act]:
        sql = "SELECT (SELECT count(*) FROM code WHERE entry=?1) + (SELECT count(*) FROM removed WHERE entry=?1)"
        count[:] = [int(store.tables.one(sql, (entry,)))]
        if not count[0]:
            raise UnknownItem("that entry coded nothing", str(entry), "muniment review history ITEM names the entry")
        if store.tables.one("SELECT entry FROM undone WHERE of=?", (entry,)) is not None:
            raise Refused("what that entry says is undone already", str(entry), "there is nothing to undo")
        return [CodeUndone(entry, plain(why))]

    return store.record_now(act), count[0]


def coded(view: View, id: str) -> dict[str, Json]:  # noqa: A002
    """What the coding form says of an item now: its tags, and of each other field the value, by whom, and why."""
    by_entry = {str(each.entry): each for each in tags(view)}
    found: dict[str, Json] = {"tags": []} | {field.value: None for field in VALUES}
    for field, value, entry, by, at, why in view.tables.rows(_CODED, (number_of(id),)):
        said = {"entry": entry, "by": by, "at": when(at), "why": why}
        if field != Field.TAG.value:
            found[field] = {"value": value} | said
        elif (known := by_entry.get(value)) is not None:
            about = {"tag": known.entry, "list": known.list, "name": known.name, "retired": known.retired is not None}
            found["tags"].append(about | said)
    return found


def counts(view: View) -> dict[tuple[str, str], int]:
    """How many items each value of each field is said of; withdrawn ones are in no count. A tag's value is its entry's number."""
    found = {(field, value): int(count) for field, value, count in view.tables.rows(_COUNTS)}
    for field, value, count in view.tables.rows(_WITHDRAWN):
        found[field, value] -= count
    return found
