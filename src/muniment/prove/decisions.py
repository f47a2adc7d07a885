"""Decisions: what was decided, by which body, where a test failed and in which way, and exactly what it was based on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from muniment.errors import AskedWrong, Refused
from muniment.model.act import Act, ranges
from muniment.model.prove import KINDS, AdviceAsked, AdviceGiven, Decided
from muniment.prove import basis, deciders, given, later
from muniment.prove.basis import Basis
from muniment.prove.days import today
from muniment.prove.entered import Entered, entered, numbers_in, one, recorded
from muniment.prove.happened import happened
from muniment.prove.law.book import Book
from muniment.prove.law.decisions import DecisionKind
from muniment.prove.overtaking import Made
from muniment.store.ids import number_of
from muniment.store.store import Store
from muniment.store.view import View

ABOUT = ("ALG", "CMP", "SUB", "LIN", "DEC")  # what a decision can be about


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as somebody gives it. `items` were put before the decider; `advice` was relied on.

    `elsewhere`: another body made it, or this one before the case began: then `day` says when, `name` who, and `opened` which
    items they are said to have had before them. `unopened`: how many the person was shown that nobody had opened.
    """

    kind: str
    body_kind: str
    body: str
    of: Sequence[str] = ()
    stage: str = ""
    shape: str = ""
    reason: str = ""
    items: Sequence[str] = ()
    advice: Sequence[str] = ()
    elsewhere: bool = False
    day: str = ""
    name: str = ""
    opened: Sequence[str] = ()
    unopened: int | None = None


def decide(store: Store, book: Book, said: Decision) -> tuple[str, int, Basis]:
    """Record a decision, with its basis as it is while nobody else appends; its number, its entry and that basis.

    Raises: AskedWrong and UnknownItem, which name the field; Refused, where the person has no such role, or did not say how
    many items nobody has opened. Nothing is written then.
    Cost: two passes over the items, and two hashes for each.
    """
    kind = book.decisions.kinds[given.choice("kind", said.kind, book.decisions.kinds)]
    _only_elsewhere(said)
    stage, shape = _failed(book, kind, said)
    day, about, advice = _day(store, said), _about(store, kind, said.of), relied(store, said.advice)
    body_kind = given.choice("body_kind", said.body_kind, book.decisions.bodies)
    body, name = given.text("body", said.body), given.text("name", said.name, needed=False)
    reason = given.text("reason", said.reason, needed=not said.elsewhere)
    put, opened = given.items(store, "items", said.items), given.items(store, "opened", said.opened)

    def basis_now() -> tuple[str, Basis]:
        decider = "" if said.elsewhere else deciders.deciding(store)
        found = based_on(store, decider, put, advice, opened)
        _not_silent(found, said)
        return decider, found

    _, early = basis_now()
    roots = early.roots()  # before the lock is taken: a million ids are hashed for seconds
    made: list[Basis] = []

    def act() -> Sequence[Act]:
        decider, found = basis_now()
        made[:] = [found]
        numbers = found.numbers
        return [
            Decided(
                kind=kind.id,
                day=day,
                of=about,
                stage=stage,
                shape=shape,
                elsewhere=said.elsewhere,
                decider=decider,
                body_kind=body_kind,
                advice=advice,
                parts=found.parts,
                roots=roots if found.lists == early.lists else found.roots(),
                items=len(numbers),
                unread=found.unread,
                textless=found.textless,
                next_item=found.next_item,
                body=body,
                name=name,
                reason=reason,
                ids=ranges(numbers),
                count=len(numbers),
            )
        ]

    id, entry = recorded(store, act)  # noqa: A001
    return id, entry, made[0]


def based_on(
    view: View, person: str, items: Sequence[str] = (), advice: Sequence[str] = (), opened: Sequence[str] = ()
) -> Basis:
    """The basis of a decision as it would be now: with these items put before the decider, and those of the advice."""
    put = {number_of(each) for each in items}
    for each in advice:
        put |= set(numbers_in(view, one(view, AdviceAsked, each).entry))
    return basis.now(view, person, {number_of(each) for each in opened}, put)


def made(view: View, said: Entered) -> Made:
    """A decision, as what can be overtaken: by what came after its day, on whichever day it was recorded."""
    day = date.fromisoformat(said["day"])
    return Made(said.id, said.entry, day, said["of"], later.since(view, said.entry, day))


# -- what is given, held against what it may be


def _only_elsewhere(said: Decision) -> None:
    """What can be said of another's decision, and not of one's own."""
    for name in ("day", "name", "opened"):
        if getattr(said, name) and not said.elsewhere:
            what = f"{name}: a decision made here is of today, by whoever records it, who opened what the ledger says"
            raise AskedWrong(what, said.kind, "record it as made elsewhere, if it was")


def _failed(book: Book, kind: DecisionKind, said: Decision) -> tuple[str, str]:
    """The stage that failed and in which way, as far as there is one."""
    law, elsewhere = book.decisions, said.elsewhere
    stages = [each for each in kind.stages if elsewhere or not law.stages[each].elsewhere]
    stage = said.stage if said.stage or "stage" in kind.needs else "none"
    _needed("stage", stage, kind, stages)
    given.choice("stage", stage, stages)
    shapes = [each for each in kind.shapes if elsewhere or not law.shapes[each].elsewhere]
    shapes = [each for each in shapes if stage in law.shapes[each].stages]
    if not said.shape and "shape" not in kind.needs:
        return stage, ""
    if not kind.shapes:
        raise AskedWrong(f"shape: nothing failed in a decision of kind {kind.id}", said.shape, "say it in the reason")
    _needed("shape", said.shape, kind, shapes)
    return stage, given.choice("shape", said.shape, shapes)


def _needed(field: str, value: str, kind: DecisionKind, known: Sequence[str]) -> None:
    if not value:
        raise AskedWrong(f"{field} is missing", f"a decision of kind {kind.id}", "one of: " + ", ".join(known))


def _day(view: View, said: Decision) -> str:
    if not said.elsewhere:
        return today(view).isoformat()
    return happened(view, "day", given.day("day", said.day))


def _about(view: View, kind: DecisionKind, of: Sequence[str]) -> list[str]:
    kinds = {each.prefix: each for each in KINDS.values() if each.prefix in ABOUT}
    for each in of:
        known = kinds.get(each.partition("-")[0])
        if known is None:
            raise AskedWrong("of: a decision is about none of those", each, "one of: " + ", ".join(ABOUT))
        given.number(view, "of", known, each)
    if "of" in kind.needs and not of:
        raise AskedWrong("of is missing", f"a decision of kind {kind.id}", "name the allegation that it is about")
    return [*dict.fromkeys(of)]


def relied(view: View, advice: Sequence[str]) -> list[str]:
    """The numbers of advice that a decision relies on, each of which was given.

    Raises: UnknownItem and AskedWrong, which name the field.
    """
    found = given.numbers(view, "advice", AdviceAsked, advice)
    for each in found:
        if not entered(view, AdviceGiven, on=each):
            raise AskedWrong("advice: it was not given yet", each, "enter the advice that was given first")
    return found


def _not_silent(found: Basis, said: Decision) -> None:
    """Whoever decides has been shown how many items nobody has opened, and says so."""
    left = found.parts[-1]
    if said.unopened is None and (said.elsewhere or not left):
        return
    if said.unopened is None:
        next_ = f"open them, or decide without: say that number, {left}, and the reason"
        raise Refused(f"unopened: {left:,} items of the case were opened by nobody", said.kind, next_)
    if said.unopened != left:
        what = f"unopened: {said.unopened:,} were shown, and now {left:,} items were opened by nobody"
        raise Refused(what, said.kind, "look again, and give the new number")
