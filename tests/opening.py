"""An item read by dispatch with passwords, without a jail: its readings, and what passwords opened."""

from collections.abc import Mapping

from muniment.intake.dispatch import Dispatch
from muniment.intake.limits import Limits
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.line import decode
from muniment.model.reading import Reading

Kept = dict[tuple[str, ...], bytes]


def read(
    data: bytes, *passwords: str, kept: Mapping[tuple[str, ...], bytes] | None = None, limits: Limits | None = None
) -> tuple[list[Reading], Kept]:
    """All readings of an item, members first, and what passwords opened."""
    lines: list[bytes] = []
    opened: Kept = {}
    dispatch = Dispatch(lambda _: None, lines.append)
    budget = Budget(limits or Limits(), len(data), passwords=passwords)
    budget.kept = {place: Source(each) for place, each in (kept or {}).items()}
    budget.keep = opened.__setitem__
    dispatch.read(Source(data), Scope(budget, dispatch.read))
    return [decode(line) for line in lines], opened
