"""What both forms of OneNote's file come to: object spaces, of which a section and each of its pages is one."""

from dataclasses import dataclass, field

from muniment.intake.readers.apps.onenoteset import Id, Node

CONTENT, METADATA = 1, 2  # roles of roots


@dataclass(slots=True)
class Space:
    """The objects of one space as they are now, and those of revisions before."""

    nodes: dict[Id, Node] = field(default_factory=dict)
    roots: dict[int, Id] = field(default_factory=dict)
    earlier: list[Node] = field(default_factory=list)
    locked: bool = False  # its objects are encrypted


@dataclass(slots=True)
class Notes:
    """One file."""

    spaces: dict[Id, Space] = field(default_factory=dict)
    first: Id = (b"", 0)  # the space of the section itself
    files: dict[str, tuple[int, int]] = field(default_factory=dict)  # by their names in the file: from where, how many
    blobs: dict[str, bytes] = field(default_factory=dict)  # the same, where they had to be put together
    failed: list[dict[str, str]] = field(default_factory=list)
    _told: set[str] = field(default_factory=set)

    def fail(self, part: str, error: Exception | str) -> None:
        """Note what could not be read, each thing once."""
        why = str(error)[:200]
        if f"{part}\0{why}" not in self._told and len(self._told) < 1000:
            self._told.add(f"{part}\0{why}")
            self.failed.append({"part": part, "why": why})
