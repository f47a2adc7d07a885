"""Erasure by law: what goes, who decided, and what has it still."""

from collections.abc import Sequence
from itertools import islice

from muniment.case.base import Base, Json, several
from muniment.case.finishing import finish
from muniment.errors import AskedWrong, Refused
from muniment.model.item import Item
from muniment.names.filename import plain
from muniment.search import find
from muniment.search.near import alike as near
from muniment.store import begun, elsewhere, erasing, erasurevalues
from muniment.store.erasing import Order
from muniment.store.erasure import Family, Scope, allow, scope, successors
from muniment.store.erasurevalues import Found
from muniment.store.ids import id_of, number_of
from muniment.store.mentions import folded, names

ASKED = 200  # items that are named whose words are compared
HASH = 64  # characters of a hash
LOOKED = 20  # names that are searched for
SHOWN = 50  # items of a family that are named; more are counted


class Erasing(Base):
    """Items, and every trace of them but that they were there."""

    def to_erase(self, *ids: str, may_stay: Sequence[str] = (), words: Sequence[str] = ()) -> Json:
        """What would go with these items: nothing is erased.

        `may_stay` names members of them whose bytes may stay where else they are; `words` are looked for in what people
        wrote, beside names and hashes. Raises: UnknownItem, AskedWrong, Refused.
        """
        several(may_stay=may_stay, words=words)
        with self._store.moment():
            found = scope(self._store, ids, may_stay)
            return self._said(found, erasurevalues.find(self._store, found, words)) | {"as_of": self._store.as_of}

    def erase(
        self,
        *ids: str,
        authority: str,
        agreed_by: Sequence[str],
        alone: str = "",
        others: Sequence[str] = (),
        successor: Sequence[str] = (),
        may_stay: Sequence[str] = (),
        words: Sequence[str] = (),
        count: int | None = None,
    ) -> Json:
        """Erase these items and all that has or holds their bytes, on an authority, as two named persons agreed.

        `others` names each of what goes with them; `successor` is ITEM=ITEM, what takes the place of one of them. `alone`:
        why one person decided by themselves. `count` is how many items the person was shown.
        Raises: UnknownItem; AskedWrong; AtWork; Refused, where something is not named, or a hold keeps it.
        """
        several(agreed_by=agreed_by, others=others, successor=successor, may_stay=may_stay, words=words)
        order = _order(authority, agreed_by, alone)
        self._store.allow()
        with erasing.alone(self._store) as held:
            if not held:
                raise erasing.at_work()
            if begun.waits(self.path):
                finish(self._store)
            self._store.catch_up()
            as_of = self._store.as_of
            found = scope(self._store, ids, may_stay)
            instead = successors(self._store, found, successor)
            allow(found, others, instead)
            if count is not None and count != found.count:
                what = f"{count} items were shown, and {found.count} would be erased now"
                raise Refused(what, ", ".join(ids), "look again without --count, and give the new count")
            values = erasurevalues.find(self._store, found, words)
            if names(f"{order.authority}\0{order.alone}", values.words):
                raise AskedWrong(
                    "the authority names what is to be erased", "--authority", "give a reference or a date instead"
                )
            said = self._said(found, values)
            entry = erasing.erase(self._store, found, order, values, instead, as_of)
            gone = finish(self._store)
        assert gone is not None, "it was entered just now"
        removed = {"originals": gone.originals, "readings": gone.readings, "bytes": gone.size}
        more = {"values": gone.values, "access_values": gone.access, "removed": removed, "alone": bool(order.alone)}
        return said | more | self._done(entry)

    def _said(self, found: Scope, values: Found) -> Json:
        lists = self._store.tables.rows("SELECT DISTINCT bundle, item FROM line")
        tops = {self._store.item(id_of(item)).top: bundle for bundle, item in lists}
        families = sorted(found.families.values(), key=lambda each: each.top)
        return {
            "items": found.count,
            "families": [_family(each) | {"list_of": tops.get(each.id)} for each in families],
            "values": len(values.ledger),
            "values_elsewhere": values.elsewhere,
            "access_values": len(values.access),
            "common_names": list(values.common),
            "named_in": self._named_in(found, values),
            "same_words": self._same_words(found),
            "not_looked_into": self._not_looked_into(found),
            "elsewhere": elsewhere.told(self._store, found),
        }

    def _named_in(self, found: Scope, values: Found) -> list[str]:
        """Items that stay and name what goes in their own text: evidence of its own, which nobody erases unasked."""
        looked = sorted(each for each in values.words if '"' not in each and len(each) != HASH)[:LOOKED]
        numbers = {n for each in looked for n in find.every(self._store, f'"{each}"')[1]}
        items = (self._store.item(id_of(n)) for n in sorted(numbers))
        stay = (each for each in items if number_of(each.top) not in found.families and self._says(each, looked))
        return [each.id for each in islice(stay, SHOWN)]

    def _says(self, item: Item, looked: Sequence[str]) -> bool:
        """Whether it is the item that says so, and not somebody's words about it."""
        reading = self._store.reading(item)
        pages = [] if reading is None else [page.text for page in reading.pages]
        return names("\0".join([item.name, *pages]), looked)

    def _same_words(self, found: Scope) -> list[str]:
        """Items that stay and have the same or nearly the same words as what is named, in other bytes."""
        alike: set[str] = set()
        for n in sorted(found.asked)[:ASKED]:
            item = self._store.item(id_of(n))
            if item.reading and not item.aside:
                like = near.of(self._store, item)
                alike |= {each.id for each in like.same_text} | {each.item.id for each in like.near}
        return sorted(each for each in alike if number_of(self._store.item(each).top) not in found.families)

    def _not_looked_into(self, found: Scope) -> int:
        """How many top-level items of what stays may hold the same bytes, because nobody could look into them."""
        sql = "SELECT n FROM item WHERE n=top AND sha256 IS NOT NULL AND (state LIKE 'unread.%' OR NOT complete)"
        return sum(n not in found.families for (n,) in self._store.tables.rows(sql))


def _order(authority: str, agreed_by: Sequence[str], alone: str) -> Order:
    """Who decided.

    Raises: AskedWrong, without an authority or a second name, and where nobody says why one decided alone.
    """
    if not authority.strip():
        raise AskedWrong(
            "an erasure needs an authority", "--authority", 'say which: --authority "order of 3 March, ref 12"'
        )
    people = list({folded(" ".join(each.split())): plain(each.strip()) for each in agreed_by if each.strip()}.values())
    if len(people) == 2 and not alone.strip():
        return Order(plain(authority), tuple(people))
    if len(people) == 1 and alone.strip():
        return Order(plain(authority), tuple(people), plain(alone))
    raise AskedWrong(
        "two persons agree to an erasure",
        "--agreed-by",
        'name both: --agreed-by "Ann Example" --agreed-by "Ben Example"; who works alone names one and says --alone WHY',
    )


def _family(family: Family) -> Json:
    through = sorted(family.through - {family.top})
    return {
        "item": family.id,
        "path": "[held back]" if family.aside == "held" else family.name,
        "bundle": family.bundle,
        "aside": family.aside or None,
        "items": family.count,
        "why": family.why,
        "through": [id_of(n) for n in through[:SHOWN]],
        "through_count": len(through),
    }
