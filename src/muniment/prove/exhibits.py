"""Exhibits: the reference under which a witness produces an item, `ABC/1`; one original may bear several."""

import re
from collections import Counter

from muniment.errors import AskedWrong
from muniment.model.prove import Exhibited, StatementTaken, WitnessNamed
from muniment.model.reading import Json
from muniment.prove import given
from muniment.prove.entered import Entered, newest, one, record, strikes
from muniment.store.store import Store
from muniment.store.view import View

_REF = re.compile(r"[^\W\d_]{1,6}/[0-9]{1,6}(?:/[^\W_]{1,6})*")  # initials, a number, and what is part of it: ABC/1/A


def produce(store: Store, witness: str, ref: str, item: str, title: str = "", statement: str = "") -> tuple[str, int]:
    """Enter that a witness produces an item under a reference; what is entered so already is not entered twice.

    Raises: AskedWrong, also where the reference is that of another item of this witness; UnknownItem; Refused.
    """
    given.number(store, "witness", WitnessNamed, witness)
    name, id = reference(ref), given.item(store, "item", item).id  # noqa: A001
    if statement:
        given.number(store, "statement", StatementTaken, statement)
        if one(store, StatementTaken, statement)["witness"] != witness:
            raise AskedWrong("statement: it is another witness's", statement, f"one of {witness}")
    for each in of_witness(store, witness):
        if each["ref"] == name and each["item"] != id:
            next_ = f"{each.id} says so; use another number, or strike that one"
            raise AskedWrong(f"ref: this witness produces {each['item']} under it", name, next_)
        if each["ref"] == name and each["statement"] == statement:
            return each.id, each.entry
    words = given.text("title", title, needed=False)
    return record(store, Exhibited(witness=witness, item=id, statement=statement, ref=name, title=words))


def reference(said: str) -> str:
    """A reference as it is written on a label: the producer's initials, and a number.

    Raises: AskedWrong.
    """
    found = given.text("ref", said).upper()
    if not _REF.fullmatch(found):
        raise AskedWrong("ref is no reference of an exhibit", said, "the producer's initials and a number: ABC/1")
    return found


def of_witness(view: View, witness: str) -> list[Entered]:
    """What a witness produces."""
    return [each for each in newest(view, Exhibited).values() if each["witness"] == witness]


def by_witness(view: View) -> dict[str, list[dict[str, Json]]]:
    """What each witness produces; `others`: further references of the same item, `shared`: another witness has this one too."""
    known, gone = newest(view, WitnessNamed), strikes(view)
    found = [each for each in newest(view, Exhibited).values() if each["witness"] in known]
    used = Counter(ref for ref, _ in {(each["ref"], each["witness"]) for each in found})
    by_item: dict[str, set[str]] = {}
    for each in found:
        by_item.setdefault(each["item"], set()).add(str(each["ref"]))
    told: dict[str, list[dict[str, Json]]] = {}
    for each in found:
        row = {name: each[name] for name in ("ref", "item", "title")}
        row["statement"] = "" if each["statement"] in gone else each["statement"]
        others, shared = sorted(by_item[each["item"]] - {str(each["ref"])}), used[each["ref"]] > 1
        told.setdefault(each["witness"], []).append(
            {"id": each.id, "entry": each.entry, **row, "others": others, "shared": shared}
        )
    return told
