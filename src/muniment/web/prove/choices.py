"""What can be chosen in forms of proof, as the tables of law have it: (value, words) pairs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muniment.prove.law.book import ours

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a form that belongs to one forum."""

    forum: str
    title: str
    routes: Choices
    reasons: Sequence[str]  # those of which one must be given, where a route says so


def of(known: Mapping[str, Any], first: str = "") -> Choices:
    """A list of the tables by id and title, what was not verified marked so; before it what stands where nothing was chosen yet."""
    pairs = [("", first)] if first else []
    return [*pairs, *((each.id, f"{each.title}{_verified(each)}") for each in known.values())]


def _verified(each: Any) -> str:
    status = getattr(each, "status", None)  # lists of our own, of channels or results, have none
    return "" if status is None or status.verified else " (not verified)"


def elections() -> Choices:
    """Kinds of election."""
    return [(each.id, each.title) for each in ours().clocks.table.elections.values()]


def nations() -> Choices:
    """Nations."""
    return [(each, each.replace("-", " ").title()) for each in ours().clocks.holidays.nations]


def offences() -> Choices:
    """Every offence, in the order of the tables."""
    return [(each.id, f"{each.citation}: {each.title}") for each in ours().offences.offences.values()]


def ladder() -> Choices:
    """Whose act it was, as far as it counts for a candidate."""
    return [(each.id, each.title) for each in ours().offences.ladder.values()]


def acts() -> Choices:
    """Kinds of dated act."""
    return [(each.id, each.title) for each in ours().clocks.acts.kinds.values()]


def papers() -> Choices:
    """Kinds of court paper."""
    return [(each.id, each.title) for each in ours().forums.papers.values()]


def routes() -> list[Choice]:
    """For each forum the routes that are open in it."""
    known = ours().forums
    found = []
    for forum in known.forums.values():
        open_ = [each for each in known.routes.values() if each.open_in(forum.id)]
        reasons = dict.fromkeys(reason for each in open_ for reason in each.reasons)
        pairs = [("", "nobody chose yet"), *((each.id, _route(each.title, each.use)) for each in open_)]
        found.append(Choice(forum.id, forum.title, pairs, [*reasons]))
    return found


def _route(title: str, use: str) -> str:
    return title + {"if": " (on a condition)", "no": " (cannot be used)"}.get(use, "")
