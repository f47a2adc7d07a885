"""Who had an item before them: each person's openings, the pages that were on their screen, and that they read it to the end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from muniment.case.base import Json
from muniment.web import itemfacts, itemtext
from muniment.web.itemfacts import Act


@dataclass(slots=True)
class Person:
    """One person; `pages` says in words what was on their screen, "" where nothing was, and `last` when that was last."""

    by: str
    opened: list[Act] = field(default_factory=list)
    ended: list[Act] = field(default_factory=list)
    pages: str = ""
    last: int | None = None  # microseconds since 1970


def people(said: Json, opened: Sequence[Act], ends: Sequence[Json], seen: Sequence[Json]) -> list[Person]:
    """Everybody who opened an item, or had some of it on the screen, in the order in which they are named."""
    found: dict[str, Person] = {}
    for act in opened:
        found.setdefault(act.by, Person(act.by)).opened.append(act)
    for each in ends:
        act = Act(each["by"], each["entry"], itemfacts.micros(each["at"]))
        found.setdefault(act.by, Person(act.by)).ended.append(act)
    for each in seen:
        person = found.setdefault(each["by"], Person(each["by"]))
        person.pages, person.last = words(each, _pieces(said)), itemfacts.micros(each["last"])
    return list(found.values())


def _pieces(said: Json) -> dict[str, int]:
    """In how many pieces each page or text of an item is shown, by its name in the access log."""
    texts = {sheet.key: sheet.text for sheet in itemtext.sheets(said, 0) if sheet.text is not None}
    return {key: len(itemtext.parts(text)) for key, text in texts.items()}


def words(seen: Json, pieces: Mapping[str, int]) -> str:
    """What of an item was on a person's screen: "pages 1-4, 9 of 12; of page 9 piece 1 of 3"."""
    return "; ".join(_words(seen, pieces))


def _words(seen: Json, pieces: Mapping[str, int]) -> Iterator[str]:
    if seen["pages"]:
        yield _some("page", seen["pages"], seen["of"])
    if seen["texts"]:
        if not seen["of"]:
            yield "its text" if seen["of_texts"] == 1 else _some("part", seen["texts"], seen["of_texts"])
        else:
            beside = "the text" if seen["of_texts"] == 1 else _some("text", seen["texts"], seen["of_texts"])
            yield f"{beside} beside the pages"
    for key, runs in seen["pieces"].items():
        count = pieces.get(key, 0)
        if runs != [[1, count]]:
            of = f"of page {key}" if key.isdecimal() else "of its text" if key == "d1" else f"of text {key[1:]}"
            yield f"{of} {_some('piece', runs, count)}"
    if seen["played"]:
        yield "it was played"
    if seen["stills"]:
        yield "stills of it"


def _some(what: str, runs: Sequence[Sequence[int]], of: int) -> str:
    """Some of so many: all of them, or which; of how many is left out where an earlier reading had more."""
    if of and runs == [[1, of]]:
        return f"all {of:,} {what}s" if of > 1 else f"its only {what}"
    told = ", ".join(f"{first:,}" if first == last else f"{first:,}-{last:,}" for first, last in runs)
    several = len(runs) > 1 or runs[0][0] != runs[0][1]
    return f"{what}{'s' if several else ''} {told}{f' of {of:,}' if of >= runs[-1][1] else ''}"
