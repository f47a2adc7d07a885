"""A case's way to what is proved in it."""

from functools import cached_property

from muniment.case.base import Base
from muniment.case.prove import Prove


class Proving(Base):
    """Allegations and what bears on them."""

    @cached_property
    def prove(self) -> Prove:
        """What is alleged, and what bears on it."""
        return Prove(self)
