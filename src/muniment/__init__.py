"""Muniment keeps the evidence of an election case and accounts for every file of it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from muniment.case import Case

__all__ = ["Case", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Load `Case` when it is first asked for, so that a room can be imported without the whole house."""
    if name == "Case":
        from muniment.case import Case  # noqa: PLC0415

        return Case
    raise AttributeError(name)
