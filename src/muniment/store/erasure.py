"""What goes when items are erased: every family of theirs, and every other that has or holds the same bytes.

A member lies in the bytes of its container. So what is erased is always a top-level item with all that it holds, and
one family is never half erased.
"""

import json
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field

from muniment.errors import AskedWrong, Refused
from muniment.model.item import Item
from muniment.model.state import State
from muniment.store.ids import id_of, number_of
from muniment.store.store import Store

NO_BYTES = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # every empty file has these: nothing
_AT_ONCE = 500  # values that one question names


@dataclass(slots=True)
class Family:
    """A top-level item that goes with all that it holds, and why: `asked`, `same-bytes`, `holds`."""

    top: int
    count: int
    bundle: str
    aside: str
    name: str
    why: str = "holds"
    through: set[int] = field(default_factory=set)  # the items in it that have or hold the bytes

    @property
    def id(self) -> str:
        """The top-level item's id."""
        return id_of(self.top)


@dataclass(frozen=True, slots=True)
class Scope:
    """All that goes together, by top-level item."""

    asked: frozenset[int]
    families: dict[int, Family]

    @property
    def count(self) -> int:
        """How many items go."""
        return sum(each.count for each in self.families.values())


def scope(store: Store, items: Sequence[str], may_stay: Sequence[str] = ()) -> Scope:
    """Everything that has or holds the bytes of these items or of what they hold.

    `may_stay` are members of them whose bytes may stay where else they are, such as the logo in every mail.
    Raises: UnknownItem; AskedWrong, where none is named; Refused, where one is a thing on a shelf or erased already.
    """
    if not items:
        raise AskedWrong("which items are to be erased", "", "name them: muniment erase ITM-000012")
    named = [_erasable(store, each) for each in dict.fromkeys(items)]
    asked = frozenset(number_of(each.id) for each in named)
    walk = _Walk(store, asked, {store.item(each).sha256 for each in may_stay})
    for each in named:
        walk.begin(each)
    walk.go()
    return Scope(asked, walk.families)


def _erasable(store: Store, id: str) -> Item:  # noqa: A002
    item = store.item(id)
    if item.state is State.UNREAD_ERASED:
        raise Refused("it is erased already", id, f"muniment show {id} says by whom")
    if item.type == "physical/box":
        raise Refused(
            "a thing on a shelf has no bytes here", id, "whoever holds it must do away with it; say so with describe"
        )
    return item


class _Walk:
    """From bytes to all that has them, and from there to the bytes that hold those."""

    def __init__(self, store: Store, asked: frozenset[int], may_stay: Set[str | None]) -> None:
        self._tables, self._asked, self._not = store.tables, asked, may_stay | {None, NO_BYTES}
        self._sought: set[str] = set()  # the bytes that must go, but not those that merely hold them
        self._seen: set[str] = {NO_BYTES}
        self._next: set[str] = set()
        self.families: dict[int, Family] = {}

    def begin(self, item: Item) -> None:
        """An item that was named, with all below it."""
        n, top = number_of(item.id), number_of(item.top)
        below = "WITH RECURSIVE below(n) AS (VALUES (?) UNION SELECT item.n FROM item JOIN below ON parent=below.n AND top=?) "
        rows = self._tables.rows(below + "SELECT n, sha256 FROM item WHERE n IN below", (n, top))  # noqa: S608 # our own words
        place = json.loads(self._tables.one("SELECT place FROM item WHERE n=?", (n,))) if n != top else []
        opened = self._tables.rows("SELECT place, sha256 FROM kept WHERE item=?", (top,))
        found = {sha256 for _, sha256 in rows} | {
            sha256 for at, sha256 in opened if json.loads(at)[: len(place)] == place
        }
        self._sought |= found - self._not
        self._concerns(n, top)

    def go(self) -> None:
        """Until nothing more is found."""
        self._next |= self._sought
        while self._next:
            wanted, self._next = self._next - self._seen, set()
            self._seen |= wanted
            for some in _some(sorted(wanted)):
                marks = ",".join("?" * len(some))
                sql = f"SELECT n, top FROM item WHERE sha256 IN ({marks}) UNION SELECT item, item FROM kept WHERE sha256 IN ({marks})"  # noqa: S608
                for n, top in self._tables.rows(sql, (*some, *some)):
                    self._concerns(n, top)

    def _concerns(self, n: int, top: int) -> None:
        """An item has the bytes: all that it lies in holds them."""
        family = self.families.get(top) or self._family(top)
        if n in family.through:
            return
        family.through.add(n)
        sha256 = self._tables.one("SELECT sha256 FROM item WHERE n=?", (n,))
        if n == top and n in self._asked:
            family.why = "asked"
        elif n == top and sha256 in self._sought and family.why == "holds":
            family.why = "same-bytes"
        while n != top:
            n = int(self._tables.one("SELECT parent FROM item WHERE n=?", (n,)))
            self._next |= {self._tables.one("SELECT sha256 FROM item WHERE n=?", (n,))} - {None}

    def _family(self, top: int) -> Family:
        sql = (
            "SELECT bundle, (SELECT aside FROM bundle WHERE bundle.id=item.bundle), path, "
            "(SELECT count(*) FROM item AS each WHERE each.top=item.n) FROM item WHERE n=?"
        )
        bundle, aside, path, count = self._tables.rows(sql, (top,))[0]
        self.families[top] = found = Family(top, count, bundle, aside, path)
        return found


def _some(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


def allow(found: Scope, others: Iterable[str], successors: dict[str, str]) -> None:
    """Refuse what is not named in full, and what a hold keeps.

    Raises: Refused.
    """
    held = sorted({each.bundle for each in found.families.values() if each.aside == "held"})
    if held:
        raise Refused(
            "a bundle that is held has these bytes, and a hold keeps what it has",
            ", ".join(held),
            f'muniment release {held[0]} --why "...", or withdraw it, then erase',
        )
    named = {id_of(n) for n in found.asked} | {*others} | {*successors}
    missing = [each.id for each in found.families.values() if each.id not in named]
    if missing:
        raise Refused(
            f"{len(missing)} more have or hold the same bytes and are not named",
            ", ".join(missing[:20]) + (" and more" if len(missing) > 20 else ""),
            f"--with {','.join(missing[:20])} erases each too; --successor ITEM=ITEM names a redacted copy in its place",
        )
    tops = {each.id for each in found.families.values()}
    for each in sorted({*others, *successors} - tops):
        raise AskedWrong(
            "it does not have or hold these bytes", each, "leave it out, or name it as an item to be erased"
        )


def successors(store: Store, found: Scope, said: Sequence[str]) -> dict[str, str]:
    """Which item takes the place of which, from `ITM-000001=ITM-000002`.

    Raises: AskedWrong; UnknownItem; Refused, where what should take its place goes too or is not to be seen.
    """
    pairs: dict[str, str] = {}
    for each in said:
        old, sign, new = each.partition("=")
        if not sign:
            raise AskedWrong("which item takes whose place", each, "--successor ITM-000012=ITM-000040")
        item = store.item(new)
        if number_of(item.top) in found.families or item.aside or item.sha256 is None:
            raise Refused("it cannot take the place of another", new, "name an item that stays and can be seen")
        pairs[store.item(old).id] = item.id
    return pairs
