"""The Python door: what the other doors do, this does. One class, of one part for each thing that a case is asked for."""

from muniment.case.alike import Alike
from muniment.case.backups import Backups
from muniment.case.beside import Beside
from muniment.case.doors import guarded
from muniment.case.erasing import Erasing
from muniment.case.finding import Finding
from muniment.case.integrity import Integrity
from muniment.case.listing import Listing
from muniment.case.lists import Lists
from muniment.case.looking import Looking
from muniment.case.people import People
from muniment.case.proving import Proving
from muniment.case.reviewing import Reviewing
from muniment.case.saving import Saving
from muniment.case.shelf import Shelf

__all__ = ["Case"]


@guarded
class Case(
    Looking,
    People,
    Reviewing,
    Proving,
    Shelf,
    Listing,
    Lists,
    Alike,
    Beside,
    Erasing,
    Backups,
    Finding,
    Saving,
    Integrity,
):
    """An open case. Use it as a context manager, or close it: closing signs what is durable."""
