"""Every error that Muniment raises.

    MunimentError
    |- AskedWrong (2)          the request cannot be carried out as it was asked
    |  |- UnknownItem          no item, bundle, entry or state of that name
    |  |- BadQuery             a search that does not parse
    |  |- BadLaw               a table of law that is not of its form
    |  `- NoSource             what was to be taken in, or a list, is not there
    |- Broken (3)              integrity: what is there is not what the ledger says
    |  `- IndexDamaged         the index holds what nobody put there; it can be made again
    |- Trouble (4)             the case, or a source folder, cannot be used
    |  |- NotACase             no case in that folder
    |  |- NewerCase            made by a newer Muniment
    |  `- UnsafePlace          a network share or a synchronised folder
    |- Refused (5)             it would go against what is recorded already
    |  |- NotEmpty             `new` on a folder that holds something
    |  |- OtherListing         the same bundle with another listing
    |  `- AtWork               another intake of this bundle is running
    |- ToolMissing (6)         a program or library is not installed
    `- Interrupted (130)       stopped by the user, cleanly

Each carries what happened, to which item, row or file, and what to do next.
"""

from typing import ClassVar


class MunimentError(Exception):
    """What happened, to what, and what to do next; the root of the tree."""

    exit: ClassVar[int] = 4

    def __init__(self, what: str, subject: str = "", next: str = "") -> None:  # noqa: A002
        super().__init__(what)
        self.what = what
        self.subject = subject
        self.next = next

    @property
    def kind(self) -> str:
        """The name of the error as `--json` gives it."""
        return type(self).__name__

    def __str__(self) -> str:
        line = f"{self.what}: {self.subject}" if self.subject else self.what
        return f"{line}. Next: {self.next}" if self.next else line

    def __reduce__(self) -> tuple[type["MunimentError"], tuple[str, str, str]]:
        return type(self), (self.what, self.subject, self.next)


class AskedWrong(MunimentError):
    """The request cannot be carried out as it was asked."""

    exit = 2


class UnknownItem(AskedWrong):
    """There is no item, bundle, entry or state of that name."""


class BadQuery(AskedWrong):
    """A search that does not parse; the subject shows the place."""


class BadLaw(AskedWrong):
    """A table of law that is not of its form; the subject names file, entry and field."""


class NoSource(AskedWrong):
    """What was to be taken in, or a list, is not there."""


class Broken(MunimentError):
    """What is there is not what the ledger says; nothing is changed, a person decides."""

    exit = 3


class IndexDamaged(Broken):
    """The index holds what nobody put there: a power cut, or a disk. All of it can be made again."""


class Trouble(MunimentError):
    """The case, or a source folder, cannot be used."""

    exit = 4


class NotACase(Trouble):
    """There is no case in that folder."""


class NewerCase(Trouble):
    """The case was made by a newer Muniment."""


class UnsafePlace(Trouble):
    """A network share or a synchronised folder, where locks and syncs cannot be trusted."""


class Refused(MunimentError):
    """It would go against what is recorded already."""

    exit = 5


class NotEmpty(Refused):
    """`new` on a folder that holds something."""


class OtherListing(Refused):
    """The same sender and day with another listing that overlaps a bundle."""


class AtWork(Refused):
    """Another intake of this bundle is running."""


class ToolMissing(MunimentError):
    """A program or a library that this needs is not installed."""

    exit = 6


class Interrupted(MunimentError):
    """Stopped by the user; what was acknowledged is kept."""

    exit = 130
