"""The coding form: tags from the case's lists, and what else is asked of every item; each change is an entry."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from muniment.case import Case
from muniment.case.base import Json
from muniment.errors import AskedWrong
from muniment.model.review import VALUES, Field
from muniment.web.form import Form as Sent

_ASKED = {  # in the order of the form: what is asked, the key of its first value, and each value in words
    "privileged": ("Privileged?", "p", {"yes": "yes", "no": "no"}),
    "assists": ("May undermine the prosecution, or assist the accused?", "a", {"yes": "yes", "no": "no"}),
    "used": ("Used as evidence?", "e", {"used": "used", "unused": "unused"}),
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
    sensitive: str  # why it is, "" where nobody says that it is

    @property
    def said(self) -> int:
        """How much it says of the item."""
        return len(self.had) + sum(bool(each.was) for each in self.asked) + bool(self.sensitive)


def form(case: Case, coded: Json) -> Form:
    """The form for an item, from what is coded of it; tags have the keys 1 to 9 in their order."""
    has = {each["tag"] for each in coded["tags"]}
    offered = [each for each in case.tags() if not each["retired"] or each["tag"] in has]
    tags: dict[str, list[Choice]] = {}
    for each in offered:
        tags.setdefault(each["list"], []).append(
            Choice(str(each["tag"]), each["name"], each["tag"] in has, retired=each["retired"])
        )
    keys = iter(_KEYS)
    keyed = {
        of: [Choice(one.value, one.says, one.on, next(keys, ""), one.retired) for one in ones]
        for of, ones in tags.items()
    }
    fields = [_field(name, coded[name]) for name in _ASKED]
    return Form(
        keyed, [str(each) for each in sorted(has)], fields, coded["sensitive"]["why"] if coded["sensitive"] else ""
    )


def _field(name: str, now: Json | None) -> Question:
    says, key, values = _ASKED[name]
    was = now["value"] if now else ""
    first = next(iter(values))
    choices = [Choice(value, word, value == was, key if value == first else "") for value, word in values.items()]
    return Question(name, says, [Choice("", "not said", not was), *choices], was)


def code(case: Case, item: str, said: Sent) -> list[int]:
    """Record what the form says now and did not say when it was shown; what others said meanwhile stays. The entries, in order.

    What is not offered is refused before anything is recorded. Each entry is durable by itself.
    Raises: UnknownItem; AskedWrong; Refused.
    """
    now, ticked, had = case.coded(item), said.many("tag"), said.many("had")
    _hold(case, said, {*ticked} - {*had})
    has = {str(each["tag"]) for each in now["tags"]}
    entries = [
        case.tag(tag, item, remove=tag in had)["entry"]
        for tag in sorted({*ticked} ^ {*had})
        if (tag in has) is (tag in had)
    ]
    for field in VALUES:
        name, why = field.value, said["why"] if field is Field.SENSITIVE else ""
        value = ("yes" if why else "") if field is Field.SENSITIVE else said[name]
        was = ("yes" if said["was-why"] else "") if field is Field.SENSITIVE else said[f"was-{name}"]
        stands = now[name]["value"] if now[name] else ""
        if (value, why) == (was, said["was-why"] if why else ""):
            continue
        if value:
            entries.append(case.code(name, value, item, why=why)["entry"])
        elif stands:
            entries.append(case.code(name, stands, item, remove=True)["entry"])
    return [int(entry) for entry in entries]


def _hold(case: Case, said: Sent, new: Collection[str]) -> None:
    """Hold what a form says against what was offered.

    Raises: AskedWrong.
    """
    offered = {str(each["tag"]) for each in case.tags() if not each["retired"]}
    wrong = sorted({*new} - offered) + [said[name] for name in _ASKED if said[name] not in {"", *_ASKED[name][2]}]
    if wrong:
        raise AskedWrong("this is not offered, or not any more", wrong[0][:40], "load the page again, and choose there")
