"""What was entered under a number: each wording and what was said of it since; and what was entered in error, which stays listed."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from muniment.errors import UnknownItem
from muniment.model.prove import KINDS, Struck
from muniment.prove.entered import NAMES, Entered, by_number, chosen, entered, people
from muniment.prove.linked import gone
from muniment.review.judge import when
from muniment.store.view import View

Json = dict[str, Any]
_WORDS = ("name", "text", "what", "ref", "title", "note", "words", "reason", "asked", "answer", "why")


def history(view: View, id: str) -> Json:  # noqa: A002 # the field's name
    """Every act about a number, the oldest first, each as it was said; and that it was entered in error, where it was.

    Raises: UnknownItem.
    """
    found = entered(view, on=id)
    if id.partition("-")[0] not in NAMES or not found:
        raise UnknownItem("nothing was entered under that number", id, "numbers look like ALG-0001")
    found, names = _without_words(view, found), people(view)
    acts = [_act(each, names) for each in found]
    return _row(found, names) | {"acts": acts, "as_of": view.as_of}


def struck(view: View, prefixes: Collection[str] = ()) -> list[Json]:
    """What was entered in error, of numbers that begin so (all, where none is named), in order of number."""
    names = people(view)
    said = by_number(_without_words(view, chosen(view, "id IN (SELECT id FROM proof WHERE do=?)", (Struck.do,))))
    return [_row(said[id], names) for id in sorted(said) if not prefixes or id.partition("-")[0] in prefixes]  # noqa: A001


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
        "id": first.id,
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


_SEALED = {do: kind.sealed_names() for do, kind in KINDS.items()}
