"""Holds what each decision says of its basis against the ledger: its roots, that no item was left out, and who had opened what."""

from collections.abc import Sequence

from muniment.ledger.verify import Problem
from muniment.model.prove import Decided
from muniment.model.reading import Json
from muniment.prove import basis
from muniment.prove.entered import Entered, entered
from muniment.store.view import View

_NEXT = "rely on no basis of that decision; ask whoever recorded it, and look for a copy of the folder from before"
_THERE = (
    "SELECT n FROM item WHERE n<? AND bundle NOT IN "
    "(SELECT bundle FROM turned WHERE entry<? AND aside='withdrawn') ORDER BY n"
)
_OPENED = "SELECT DISTINCT item FROM opened WHERE entry<?1 AND (?2='' OR person=?2)"


def check(view: View) -> tuple[list[Json], list[Problem]]:
    """Every decision, and whether its basis is what the ledger shows; and what is not so.

    *Cost*: for each decision a pass over the items, and two hashes for each. *Cannot*: say whether what somebody is said to
    have opened elsewhere was opened there.
    """
    said: list[Json] = []
    problems: list[Problem] = []
    for each in entered(view, Decided):
        wrong = _wrong(view, each)
        said.append({"entry": each.entry, "decision": each.id, "holds": not wrong})
        problems += [Problem(f"decision {each.id}: {what}", str(each.entry), _NEXT) for what in wrong]
    return said, problems


def _wrong(view: View, said: Entered) -> list[str]:
    parts = [basis.numbers(view, said, part) for part in basis.PARTS]
    every = sorted(n for each in parts for n in each)
    wrong = []
    if tuple(basis.roots_of(parts)) != tuple(said["roots"]):
        wrong.append("the roots of its basis are not those of its lists")
    if every != [*view.tables.numbers(_THERE, (said["next_item"], said.entry))] or len(every) != said["items"]:
        wrong.append("its basis is not every item that was there")
    if not _opened_so(view, said, parts):
        wrong.append("who had opened what is not what the ledger says of that moment")
    return wrong


def _opened_so(view: View, said: Entered, parts: Sequence[Sequence[int]]) -> bool:
    """Whether the decider had opened the first list alone, somebody the third, and nobody the fourth.

    What was decided elsewhere was opened there: of its first list the ledger says nothing.
    """
    mine, _, others, nobody = map(set, parts)
    anybody = set(view.tables.numbers(_OPENED, (said.entry, "")))
    if not others <= anybody or nobody & anybody:
        return False
    if said["elsewhere"]:
        return True
    own = set(view.tables.numbers(_OPENED, (said.entry, str(said["decider"]))))
    return mine == own & {n for each in parts for n in each}
