"""Which sealed values go when items are erased: those about them, and those elsewhere that name them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from muniment.ledger.entry import Entry
from muniment.ledger.sealed import Place
from muniment.model.act import Row
from muniment.model.reading import Json
from muniment.store.erasure import Scope
from muniment.store.ids import ERASED
from muniment.store.mentions import SHORTEST, Values
from muniment.store.store import Store

# What these seal names a person who acts, the case, bytes, or why something was erased: no word in it is looked for.
_NOT_SEARCHED = frozenset(
    {
        "case-began",
        "person-named",
        "took",
        "read",
        "recognised",
        "unlocked",
        "item-erased",
        "erased",
        "listed",
        "scanned",
    }
)


@dataclass(frozen=True, slots=True)
class Found:
    """Places in the ledger and in the access log; and names that what stays has too, so that nothing was looked for by them."""

    ledger: frozenset[Place]
    elsewhere: int  # how many of them are of entries that are not about what goes
    access: frozenset[Place]
    words: frozenset[str]
    common: tuple[str, ...]


def find(store: Store, scope: Scope, words: Sequence[str] = ()) -> Found:
    """Every sealed value that goes, by its place; `words` are looked for as names and hashes are."""
    named, common = _names(store, scope)
    wanted = named | {each for each in words if each.strip()}
    about, values = About(store, scope), Values()
    places: set[Place] = set(_rows(store, scope))
    for entry in store.ledger.entries():
        own = {place for place in about.places(entry) if entry.sealed[place[1]] is not None}
        places |= own
        if entry.fields["do"] not in _NOT_SEARCHED:
            for at, sealed in enumerate(entry.sealed):
                if sealed is not None and (entry.seq, at) not in own:
                    values.add((entry.seq, at), sealed[1])
    mentioned = values.naming(wanted) - places
    return Found(
        frozenset(places | mentioned), len(mentioned), _in_access_log(store, wanted), frozenset(wanted), common
    )


def again(store: Store, about: "About", start: int) -> set[Place]:
    """What entries from `start` on have sealed about what goes: acts of others while it was worked out."""
    return {
        place
        for entry in store.ledger.entries(start)
        for place in about.places(entry)
        if entry.sealed[place[1]] is not None
    }


def _names(store: Store, scope: Scope) -> tuple[set[str], tuple[str, ...]]:
    """Names, paths and hashes of all that goes, but for those of something that stays; and the names that were left out."""
    tops, mine, hashes = set(scope.families), set[str](), set[str]()
    for top in tops:
        for name, path, sha256 in store.tables.rows("SELECT name, path, sha256 FROM item WHERE top=?", (top,)):
            mine |= {each for each in (name, path) if len(each) >= SHORTEST and each != ERASED}
            hashes |= {sha256} - {None}
        hashes |= {sha256 for (sha256,) in store.tables.rows("SELECT sha256 FROM kept WHERE item=?", (top,))}
    common = {each for each in mine if each.isalpha()}  # one word, by which other things are called as well
    for top, name, path in store.tables.rows("SELECT top, name, path FROM item"):
        if top not in tops:
            common |= {name, path} & mine
    stay = {sha256 for sha256 in hashes if _stays(store, sha256, tops)}
    return (mine - common) | (hashes - stay), tuple(sorted(common))


def _stays(store: Store, sha256: str, tops: set[int]) -> bool:
    return any(n not in tops for (n,) in store.tables.rows("SELECT top FROM item WHERE sha256=?", (sha256,)))


_OF_ONE = {"list-taken", "linked", "exhibited"}  # they quote the item that they name
_OF_SEVERAL = {"settled", "unsettled", "judged", "taken-back", "coded", "code-undone"}


@dataclass(slots=True)
class About:
    """Follows the ledger and knows which entries speak of nothing but what goes."""

    store: Store
    scope: Scope
    _ids: set[str] = field(default_factory=set)
    _numbers: set[int] = field(default_factory=set)
    _lines: set[tuple[str, int]] = field(default_factory=set)
    _said: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        for top in self.scope.families:
            rows = self.store.tables.rows("SELECT n, printf('ITM-%06d', n) FROM item WHERE top=?", (top,))
            self._numbers |= {n for n, _ in rows}
            self._ids |= {id for _, id in rows}  # noqa: A001
        said = self.store.tables.rows("SELECT bundle, number, items FROM matched")
        self._lines = {(bundle, number) for bundle, number, items in said if self._only(json.loads(items))}
        for (entry,) in self.store.tables.rows("SELECT entry FROM act WHERE do IN ('settled', 'judged', 'coded')"):
            fields = self.store.ledger.entry(entry).fields
            if self._only(_ids(self.store, fields)):
                self._said.add(entry)

    def _only(self, numbers: Sequence[int]) -> bool:
        return bool(numbers) and self._numbers.issuperset(numbers)

    def places(self, entry: Entry) -> set[Place]:
        """The sealed values of an entry that go with what it is about."""
        do, fields = str(entry.fields["do"]), entry.fields
        if do == "item-erased":
            return set()
        if fields.get("on") in self._ids or (do in _OF_ONE and fields["item"] in self._ids):
            return {(entry.seq, at) for at in range(len(entry.sealed))}
        if do == "list-taken":
            first = int(fields["first"])
            return {
                (entry.seq, n - first) for b, n in self._lines if b == fields["on"] and 0 <= n - first < fields["count"]
            }
        if do in _OF_SEVERAL:
            own = entry.seq in self._said or fields.get("entry") in self._said
            return {(entry.seq, at) for at in range(len(entry.sealed))} if own else set()
        return {(entry.seq, 0)} if do == "list-matched" and self._only(_ids(self.store, fields)) else set()


def _ids(store: Store, fields: Mapping[str, Json]) -> list[int]:
    runs = json.loads(store.places.lists.read(fields["list"][0])) if "list" in fields else fields.get("ids", ())
    return [n for first, count in runs for n in range(first, first + count)]


def _rows(store: Store, scope: Scope) -> Iterator[Place]:
    """The rows of listings that name what goes: their own, and others of the same name that are nobody's own."""
    known: set[Place] = set()
    paths: set[bytes] = set()
    senders: set[tuple[str, str]] = set()
    for number, listed, sender, received in store.tables.rows("SELECT first, listed, sender, received FROM bundle"):
        n = number
        for start, stop in json.loads(listed):
            sql = "SELECT entry, place, name FROM listed WHERE entry>=? AND entry<? AND kind<>'folder' ORDER BY entry, place"
            for entry, place, name in store.tables.rows(sql, (start, stop)):
                if n in scope.families and name is not None:
                    yield entry, place
                    paths.add(name)
                    senders.add((sender, received))
                else:
                    known.add((entry, place))
                n += 1
    for name in paths:
        for entry, place in store.tables.rows("SELECT entry, place FROM listed WHERE name=?", (name,)):
            if (entry, place) not in known:
                yield entry, place
    bundles = {
        bundle
        for each in senders
        for (bundle,) in store.tables.rows("SELECT id FROM bundle WHERE sender=? AND received=?", each)
    }
    for (entry,) in store.tables.rows("SELECT entry FROM act WHERE do='scanned'"):
        said = store.ledger.entry(entry)
        for at, sealed in enumerate(said.sealed):
            if said.fields["on"] in bundles and sealed is not None and Row.of(sealed[1]).name in paths:
                yield entry, at


def _in_access_log(store: Store, words: set[str]) -> frozenset[Place]:
    """What people asked for that names what goes; their own names stay."""
    values = Values()
    if store.writable:
        store.access.refresh()
        for entry in store.access.entries():
            for at, sealed in enumerate(entry.sealed):
                if sealed is not None and sealed[0] not in {"name", "authority"}:
                    values.add((entry.seq, at), sealed[1])
    return frozenset(values.naming(words))
