"""What a search could not look at, or only in part: item by item, with the reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from muniment.model.reason import REASONS
from muniment.model.state import State
from muniment.store.ids import id_of
from muniment.store.tables import SEEN
from muniment.store.view import View

IN_PART = tuple(state for state in State if state.in_part)
NOT_AT_ALL = tuple(state for state in State if not state.in_part and not state.searchable)
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Unsearched:
    """An item whose text was not all searched; `in_part`: some of it was."""

    number: int
    name: str
    type: str
    state: State
    reason: str

    @property
    def id(self) -> str:
        """The item's id."""
        return id_of(self.number)

    @property
    def in_part(self) -> bool:
        """Whether what is had of its text was searched."""
        return self.state.in_part

    @property
    def says(self) -> str:
        """Why, in words."""
        known = REASONS.get(self.reason)
        return known.says if known and self.reason else self.reason or self.state.value


def unsearched(view: View, states: Sequence[State] = (*IN_PART, *NOT_AT_ALL)) -> Iterator[Unsearched]:
    """The items in these states, ascending, but for those that are held or withdrawn. Cost: constant memory."""
    marks = ",".join("?" * len(states))
    sql = (
        f"SELECT n, name, type, state, reason FROM item WHERE n > ? AND state IN ({marks}) AND {SEEN} "  # noqa: S608 # our own words
        f"ORDER BY n LIMIT {_AT_ONCE}"
    )
    last, names = 0, [state.value for state in states]
    while rows := view.tables.rows(sql, (last, *names)):
        for n, name, kind, state, reason in rows:
            yield Unsearched(n, name, kind, State(state), reason)
        last = rows[-1][0]
