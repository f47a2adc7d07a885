"""Which way a bundle came before its sender had it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Brought:
    """Who a bundle came from before the sender, and how: as far as it was said. "" was not said; "not known" was."""

    origin: str = ""
    via: Sequence[str] = ()
    by: str = ""
    how: str = ""
    ref: str = ""


NOT_SAID = Brought()
