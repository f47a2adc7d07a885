"""What every part of the door to proof stands on: the case, and its store."""

from collections.abc import Sequence
from typing import Any

from muniment.case.base import Base, Json


class Part:
    """One part, of one case."""

    def __init__(self, case: Base) -> None:
        self._case = case
        self._store = case._store

    def _looked(self, what: str, of: str = "", sealed: Sequence[tuple[str, Any]] = ()) -> None:
        """Say in the access log what was consulted, before it is answered."""
        self._case.consulted("looked", {"page": f"prove/{what}"} | ({"of": of} if of else {}), sealed)

    def _done(self, id: str, entry: int) -> Json:  # noqa: A002 # the key of the answer
        """What is said of an act that was just recorded."""
        return {"id": id} | self._case._done(entry)
