"""What was entered under a number: each wording and what was said of it since; and what was entered in error, which stays listed."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from muniment.errors import AskedWrong, UnknownItem
from muniment.model.prove import KINDS, Struck
from muniment.prove.entered import BY_ENTRY, NAMES, Entered, by_number, chosen, entered, people, strikes
from muniment.prove.linked import gone
from muniment.review.judge import when
from muniment.store.view import View

Json = dict[str, Any]
_WORDS = (
    "name",
    "text",
    "what",
    "ref",
    "title",
    "description",
    "note",
    "words",
    "reason",
    "asked",
    "answer",
    "how",
    "why",
)


def history(view: View, id: str) -> Json:  # noqa: A002 # the field's name
    """Every act about a number, the oldest first, each as it was said; and that it was entered in error, where it was.

    Of an entry that can be struck without a number: what it said. Raises: UnknownItem.
    """
    entry = id.isascii() and id.isdigit()
    found = _of_entry(view, id) if entry else entered(view, on=id)
    if not found or (id.partition("-")[0] not in NAMES and not entry):
        raise UnknownItem("nothing was entered under that number", id, "numbers look like ALG-0001")
    found, names = _without_words(view, found), people(view)
    gone = strikes(view)
    acts = [_act(each, names) | {"struck": str(each.entry) in gone} for each in found]
    return _row(found, names) | {"acts": acts, "as_of": view.as_of}


def by_entry(view: View, entry: str) -> str:
    """The number of an entry that gave none, and stands: a contact, a step, an answer, that a clock was met.

    Raises: UnknownItem, where there is no such entry, or it was entered in error already; AskedWrong, where it has a number.
    """
    found = chosen(view, "entry=?", (int(entry),)) if len(entry) <= _DIGITS else []
    if not found:
        raise UnknownItem("number: nothing of proof was entered there", entry, "muniment prove number says what was")
    (said,) = found
    if said.do not in _BY_ENTRY:
        what = "number: what was entered there is not struck by its entry"
        raise AskedWrong(what, entry, f"strike {said.id}" if said.id else "enter anew what is right")
    if str(said.entry) in strikes(view):
        raise UnknownItem("number was entered in error", entry, "name another")
    return str(said.entry)


def struck(view: View, prefixes: Collection[str] = ()) -> list[Json]:
    """What was entered in error, of numbers that begin so (all, where none is named), in order of number."""
    names = people(view)
    said = by_number(_without_words(view, chosen(view, "id IN (SELECT id FROM proof WHERE do=?)", (Struck.do,))))
    said |= {id: _of_entry(view, id) for id in said if id.isdigit()}  # noqa: A001
    asked = [id for id in sorted(said) if not prefixes or _prefix(said[id]) in prefixes]  # noqa: A001
    return [_row(said[id], names) for id in asked]  # noqa: A001


def _of_entry(view: View, entry: str) -> list[Entered]:
    """What an entry without a number of its own said, and that it was entered in error."""
    said = chosen(view, "entry=?", (int(entry),)) if len(entry) <= _DIGITS else []
    kept = [each for each in said if each.do in _BY_ENTRY]
    return [*kept, *entered(view, Struck, on=str(kept[0].entry))] if kept else []


def _prefix(said: Sequence[Entered]) -> str:
    """What a number begins with; of an entry, the number that it is about."""
    return said[0].id.partition("-")[0]


def _without_words(view: View, found: Sequence[Entered]) -> list[Entered]:
    """The acts, those that quote an item which was erased or withdrawn without what they quote."""
    lost = gone(view, {each.said["item"] for each in found if each.said.get("item") and "words" in each.said})
    return [
        replace(each, said={**each.said, "words": None})
        if each.said.get("item") in lost and "words" in each.said
        else each
        for each in found
    ]


def _row(said: list[Entered], names: dict[str, str]) -> Json:
    first = said[0]
    worded = [each for each in said if each.do == first.do]
    end = next((each for each in said if each.do == Struck.do), None)
    return {
        "id": str(first.entry) if first.do in _BY_ENTRY else first.id,
        "about": first.id if first.do in _BY_ENTRY else "",
        "kind": first.do,
        "entry": first.entry,
        "words": _words(worded[-1]),
        "struck": None
        if end is None
        else {"entry": end.entry, "why": end["why"], "by": names.get(end.person, ""), "at": when(end.at)},
    }


def _act(each: Entered, names: dict[str, str]) -> Json:
    return {
        "entry": each.entry,
        "do": each.do,
        "by": names.get(each.person, ""),
        "at": when(each.at),
        "words": _words(each),
        "said": dict(each.said),
    }


def _words(each: Entered) -> str | None:
    """What a person wrote of it; None where that was erased, "" where nobody wrote anything."""
    here = [each.said.get(name) for name in _WORDS if name in each.said and name in _SEALED.get(each.do, ())]
    return next((str(one) for one in here if one), None if here and None in here else "")


_BY_ENTRY = {kind.do for kind in BY_ENTRY}
_DIGITS = 15  # of the largest entry that the tables can be asked for
_SEALED = {do: kind.sealed_names() for do, kind in KINDS.items()}
