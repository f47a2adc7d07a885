"""The coding form: tags from the case's lists, and what else is asked of every item; each change is an entry."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from muniment.case import Case
from muniment.case.base import Json
from muniment.errors import AskedWrong
from muniment.model.review import VALUES, Field
from muniment.review.coding import Saying
from muniment.web.form import Form as Sent

NOT_SAID = "not said"
_ASKED = {  # in the order of the form: what is asked, and each value in words with its key
    "privileged": ("Privileged?", {"yes": ("yes", "p"), "no": ("no", "l"), "": (NOT_SAID, "i")}),
    "assists": (
        "May undermine the prosecution, or assist the accused?",
        {"yes": ("yes", "a"), "no": ("no", "d"), "": (NOT_SAID, "g")},
    ),
    "used": ("Used as evidence?", {"used": ("used", "e"), "unused": ("unused", "x"), "": (NOT_SAID, "h")}),
}
_KEYS = "123456789"


@dataclass(frozen=True, slots=True)
class Choice:
    """One tag that can be ticked, or one value that can be chosen."""

    value: str
    says: str
    on: bool
    key: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that the form asks, by the name of its field."""

    name: str
    says: str
    choices: Sequence[Choice]
    was: str


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it stands for one item."""

    tags: Mapping[str, Sequence[Choice]]
    had: Sequence[str]
    asked: Sequence[Question]
    sensitive: str  # why it is, "" where it is not said to be
    was_sensitive: str


def form(case: Case, coded: Json, sent: Sent | None = None) -> Form:
    """The form for an item, from what is coded of it; tags have the keys 1 to 9 in their order.

    `sent`: a form that was refused; what was chosen there stands as it was, to be sent again.
    """
    has = {str(each["tag"]) for each in coded["tags"]}
    on = has if sent is None else {*sent.many("tag")}
    lists: dict[str, list[Json]] = {}
    for each in case.tags():
        if not each["retired"] or str(each["tag"]) in has:
            lists.setdefault(each["list"], []).append(each)
    keys = iter(_KEYS)
    tags = {
        of: [
            Choice(str(one["tag"]), one["name"], str(one["tag"]) in on, next(keys, ""), one["retired"]) for one in ones
        ]
        for of, ones in lists.items()
    }
    fields = [_field(name, coded[name], sent) for name in _ASKED]
    why = coded["sensitive"]["why"] if coded["sensitive"] else ""
    if sent is None:
        return Form(tags, sorted(has, key=int), fields, why, why)
    return Form(tags, sent.many("had"), fields, sent["why"], sent["was-why"])


def _field(name: str, now: Json | None, sent: Sent | None) -> Question:
    says, values = _ASKED[name]
    was = sent[f"was-{name}"] if sent is not None else now["value"] if now else ""
    chosen = was if sent is None else sent[name]
    return Question(
        name, says, [Choice(value, word, value == chosen, key) for value, (word, key) in values.items()], was
    )


def changes(case: Case, item: str, said: Sent) -> list[Saying]:
    """What the form says now and did not say when it was shown; what others said meanwhile stays.

    Raises: UnknownItem; AskedWrong, where something is not offered; Refused.
    """
    now, ticked, had = case.coded(item), {*said.many("tag")}, {*said.many("had")}
    _hold(case, said, ticked - had)
    has = {str(each["tag"]) for each in now["tags"]}
    # A tag that somebody else gave or took meanwhile is as this form wants it already.
    found = [Saying(Field.TAG, tag, tag in had) for tag in sorted(ticked ^ had) if (tag in has) is (tag in had)]
    return [*found, *_fields(now, said)]


def _fields(now: Json, said: Sent) -> Iterator[Saying]:
    for field in VALUES:
        name, why = field.value, said["why"] if field is Field.SENSITIVE else ""
        value = ("yes" if why else "") if field is Field.SENSITIVE else said[name]
        was = ("yes" if said["was-why"] else "") if field is Field.SENSITIVE else said[f"was-{name}"]
        stands = now[name]["value"] if now[name] else ""
        if (value, why) == (was, said["was-why"] if why else ""):
            continue
        if value:
            yield Saying(field, value, why=why)
        elif stands:
            yield Saying(field, stands, remove=True)


def _hold(case: Case, said: Sent, new: Collection[str]) -> None:
    """Hold what a form says against what was offered.

    Raises: AskedWrong.
    """
    offered = {str(each["tag"]) for each in case.tags() if not each["retired"]}
    wrong = sorted({*new} - offered) + [said[name] for name in _ASKED if said[name] not in _ASKED[name][1]]
    if wrong:
        raise AskedWrong("this is not offered, or not any more", wrong[0][:40], "load the page again, and choose there")
