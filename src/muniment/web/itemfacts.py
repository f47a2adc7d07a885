"""What is known of an item, in words: its facts, its state, who did what with it and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from muniment.case.base import Json
from muniment.model import words
from muniment.model.media import label
from muniment.model.reason import REASONS
from muniment.model.state import State

LONGEST = 4_000  # characters of one fact that are shown
_FIRST = ("from", "to", "cc", "bcc", "subject", "title", "author", "date", "created", "modified", "pages", "duration")
_NAMES = {  # where the reader's name of a fact is no English word
    "cc": "copy to",
    "bcc": "blind copy to",
    "created": "made, as it says itself",
    "modified": "changed, as it says itself",
    "date": "dated, as it says itself",
    "author": "author, as it says itself",
    "message_id": "message id",
    "declared_type": "kind, as the mail declares it",
    "duration": "seconds it plays",
}
_ELSEWHERE = frozenset({"headers", "ocr", "ocr_pages"})  # each has a table of its own
_COLUMNS = ("csv", "tab-separated", "spreadsheet", "excel", "json", "/xml", "source", "script", "sql")
NOTHING_MORE = frozenset(
    {"none.blank", "none.empty-file", "none.container"}
)  # whoever sees that there is no text has seen all


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody did something with an item."""

    by: str
    entry: int
    at: int | None  # microseconds since 1970
    says: str = ""
    why: str = ""


def title(said: Json) -> str:
    """What an item is called on its page: the subject of a mail, else its name."""
    facts = said["facts"]
    subject = (
        facts.get("subject") if "from" in facts else None
    )  # other documents have subjects that name something else
    return subject if isinstance(subject, str) and subject.strip() else str(said["name"])


def in_columns(said: Json) -> bool:
    """Whether its text stands in columns or in the words of a machine: every letter is as wide as every other then."""
    return any(word in said["type"] for word in _COLUMNS)


def micros(moment: str) -> int:
    """A time as an answer has it, in microseconds since 1970."""
    found = datetime.fromisoformat(moment)
    return int(found.timestamp()) * 1_000_000 + found.microsecond


def plain(value: Json) -> str:
    """A fact as a text; no more of it than can be looked over."""
    told = _told(value)
    return (
        told
        if len(told) <= LONGEST
        else f"{told[:LONGEST]} … ({len(told):,} characters; muniment show --json gives all)"
    )


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_told(each)}" for key, each in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(_told(each) for each in value)
    return str(value)


def name(key: str) -> str:
    """What a fact is called."""
    return _NAMES.get(key, key.replace("_", " "))


def facts(said: Json, *, first: bool = False) -> list[tuple[str, str]]:
    """The facts of an item by name; `first`: only those that people ask for first."""
    known = said["facts"]
    keys = [key for key in _FIRST if key in known]
    if not first:
        keys += [key for key in known if key not in {*_FIRST, *_ELSEWHERE}]
    return [(name(key), told) for key in keys if (told := plain(known[key]))]


def why(said: Json) -> str:
    """Why an item is in its state, in words."""
    known = REASONS.get(said["reason"])
    return known.says if known and said["reason"] else words.STATES[said["state"]]


def kind(said: Json) -> str:
    """What it is, with its article left to the sentence."""
    return label(said["type"]) or "kind not known"


def sum_of(said: Json) -> str:
    """Which of the three sums it counts in."""
    return State(said["state"]).sum.value


def opened(case: Any, id: str, said: Json, how_now: str = "") -> list[Act]:  # noqa: A002
    """Who opened it and when, the first time first; `how_now` is how it was, of what was recorded after it was asked for."""
    how = {each["entry"]: each["how"] for each in said["opened"]}
    # A box that was opened is an entry of another kind, and stands among who opened it.
    found = []
    for entry in dict.fromkeys([*how, *(each["entry"] for each in case.entries(do="opened", on=id, limit=200))]):
        one = case.entry(entry)
        found.append(Act(one["by"] or "", entry, one["at"], how.get(entry, how_now) or ""))
    return sorted(found, key=lambda each: each.entry)


def settled(case: Any, said: Json) -> list[Act]:
    """Who settled it as what."""
    return [
        Act(each["by"] or "", each["entry"], case.entry(each["entry"])["at"], each["as"], each["why"] or "")
        for each in said["settled"]
    ]
