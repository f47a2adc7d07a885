"""All tables of law of one version: offences, forums and routes, and what clocks are computed from; with their hashes."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from muniment.prove.law import clockbook, forums, offences
from muniment.prove.law.clockbook import ClockBook
from muniment.prove.law.forums import Forums
from muniment.prove.law.load import FOLDER
from muniment.prove.law.offences import Offences

VERSION = "1"  # raised with every change of a table that is released
FILES = (offences.FILE, forums.FILE, forums.ROUTES, *clockbook.FILES)


@dataclass(frozen=True, slots=True)
class Book:
    """The tables, and what they are told apart by."""

    version: str
    hash: str
    offences: Offences
    forums: Forums
    clocks: ClockBook

    @property
    def hashes(self) -> tuple[dict[str, str], dict[str, str]]:
        """A short hash of each offence and of each clock: what tells that one of them is another in another version."""
        return (
            {each.id: _short(repr(each)) for each in self.offences.offences.values()},
            {each.id: _short(repr(each)) for each in self.clocks.clocks.values()},
        )


@cache
def ours() -> Book:
    """The tables that come with this version of Muniment."""
    return load(FOLDER)


def load(folder: Path) -> Book:
    """The tables of a folder.

    Raises: NoSource; BadLaw, which names file, entry and field.
    """
    clocks = clockbook.load(folder)
    of_all = hashlib.sha256()
    for name in FILES:
        of_all.update(name.encode() + b"\0" + hashlib.sha256((folder / name).read_bytes()).digest())
    return Book(VERSION, of_all.hexdigest(), offences.load(folder), forums.load(folder), clocks)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
