"""What somebody answered to what overtakes a decision, or advice: it stands, is varied or withdrawn, up to which entry, and why."""

from collections.abc import Sequence
from datetime import date

from muniment.errors import AskedWrong, Refused
from muniment.model.act import Act
from muniment.model.prove import DecisionAnswered
from muniment.model.reading import Json
from muniment.model.review import Answer
from muniment.prove import deciders, given
from muniment.prove.entered import Entered, entered, people
from muniment.prove.law.book import Book
from muniment.prove.overtaking import Bearing, Made, Trigger
from muniment.review.judge import when
from muniment.store.store import Store
from muniment.store.view import View


def answers(view: View, id: str) -> list[Entered]:  # noqa: A002 # the number of a decision or of advice
    """What was answered, the oldest first."""
    return entered(view, DecisionAnswered, on=id)


def answer_to(trigger: Trigger, said: Sequence[Entered]) -> Entered | None:
    """The newest answer that covers one thing; None where there is none.

    A clock is covered while its last day is still the one that was answered.
    """
    covering = [each for each in said if _covers(each, trigger)]
    return covering[-1] if covering else None


def _covers(said: Entered, trigger: Trigger) -> bool:
    if trigger.entry is None:
        return bool(said["clocks"].get(trigger.about) == trigger.on.isoformat())
    return bool(trigger.entry <= said["until"])


def answer(
    store: Store,
    book: Book,
    made: Made,
    said: str,
    why: str,
    *,
    on: date,
    until: int | None = None,
    body: str = "",
    decider: bool = True,
) -> tuple[int, list[Trigger]]:
    """Answer all that bears on it up to an entry (the last there is, where none is named); the entry, and what it covers.

    `decider`: only a person who has that role may; `body`: whose answer it is, where it is another body's.
    Raises: AskedWrong; Refused, where nothing bears on it, or whoever answers may not.
    """
    given.choice("answer", said, [each.value for each in Answer])
    reason, whose = given.text("why", why), given.text("body", body, needed=False)
    covered: list[Trigger] = []

    def act() -> Sequence[Act]:
        if decider:
            deciders.deciding(store)
        last = store.as_of if until is None else until
        if not made.entry <= last <= store.as_of:
            raise AskedWrong("until: nothing can be answered up to there", str(last), f"{made.entry} to {store.as_of}")
        covered[:] = [each for each in Bearing(store, book, on).on(made) if each.entry is None or each.entry <= last]
        if not covered:
            raise Refused("nothing later bears on it", made.id, "there is nothing to answer")
        clocks = {each.about: each.on.isoformat() for each in covered if each.entry is None}
        day = on.isoformat()
        return [DecisionAnswered(on=made.id, answer=said, day=day, until=last, clocks=clocks, body=whose, why=reason)]

    return store.record_now(act), covered


# -- as answers of a door have them


def overtaken(view: View, made: Made, bearing: Bearing) -> list[dict[str, Json]]:
    """All that overtakes it, each with what was answered; none where nothing does."""
    said, names = answers(view, made.id), people(view)
    return [as_json(each, answer_to(each, said), names) for each in bearing.on(made)]


def waiting(view: View, made: Made, bearing: Bearing) -> int:
    """How many things overtake it that nobody has answered."""
    said = answers(view, made.id)
    return sum(answer_to(each, said) is None for each in bearing.on(made))


def as_json(trigger: Trigger, said: Entered | None, names: dict[str, str]) -> dict[str, Json]:
    """One thing that overtakes, and the answer to it."""
    about: dict[str, Json] = {"why": trigger.why, "says": trigger.says, "entry": trigger.entry}
    about |= {"on": trigger.on.isoformat(), "about": trigger.about, "of": [*trigger.of]}
    if said is None:
        return about | {"answer": None, "answered": None}
    return about | {"answer": said["answer"], "answered": _said(said, names)}


def listed(view: View, id: str) -> list[dict[str, Json]]:  # noqa: A002
    """Every answer to it, the oldest first."""
    names = people(view)
    return [{"answer": each["answer"]} | _said(each, names) for each in answers(view, id)]


def _said(said: Entered, names: dict[str, str]) -> dict[str, Json]:
    by = names.get(said.person, "")
    told = {"entry": said.entry, "until": said["until"], "day": said["day"], "by": by, "at": when(said.at)}
    return told | {"body": said["body"], "why": said["why"]}
