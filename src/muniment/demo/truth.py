"""The truth of the made-up case: what every file and member holds, which searches find what, and what the sender's list hides."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from muniment.names.filename import text_of


@dataclass(frozen=True, slots=True)
class Held:
    """One file or member. `path` is relative to the folder; a member's is its container's, "/", its name."""

    path: bytes
    kind: str
    type: str
    states: tuple[str, ...]  # the states that a right reading may end in
    sha256: str  # "" for a link
    size: int
    members: int | None = 0  # direct members; None where they cannot be counted
    words: tuple[str, ...] = ()  # words that stand in no other paper
    member: bool = False

    def row(self) -> dict[str, Any]:
        """As JSON: the path as text, and its bytes in hex where they are not UTF-8."""
        text, raw = text_of(self.path)
        said = asdict(self)
        said.pop("path")
        return {"path": text} | ({"path_bytes": raw.hex()} if raw else {}) | said


@dataclass(frozen=True, slots=True)
class Search:
    """A query, and the paths of what it should find, no more and no less."""

    query: str
    paths: tuple[bytes, ...]

    def row(self) -> dict[str, Any]:
        """As JSON."""
        return {"query": self.query, "paths": [text_of(path)[0] for path in self.paths]}


@dataclass(frozen=True, slots=True)
class Bundle:
    """A folder at the top that may be taken in as a bundle of its own."""

    folder: str
    sender: str
    received: str


@dataclass(frozen=True, slots=True)
class Volume:
    """A line of the sender's list. `fate`: here, missing, paper, scanned, locked or broken; pages_found is None where nobody can say."""

    number: int
    title: str
    pages_listed: int
    pages_found: int | None
    fate: str
    paths: tuple[str, ...] = ()
    box: str = ""


@dataclass(slots=True)
class Truth:
    """Everything that is so of one made-up case."""

    seed: int
    size: str
    held: list[Held] = field(default_factory=list)
    empty_folders: list[bytes] = field(default_factory=list)
    searches: list[Search] = field(default_factory=list)
    bundles: tuple[Bundle, ...] = ()
    volumes: tuple[Volume, ...] = ()
    passwords: dict[str, str] = field(default_factory=dict)  # path: password

    @property
    def files(self) -> list[Held]:
        """What lies in the folder itself: files and links."""
        return [held for held in self.held if not held.member]

    @property
    def members(self) -> list[Held]:
        """What lies in a container."""
        return [held for held in self.held if held.member]

    def write(self, path: Path) -> None:
        """Write it as JSON, a line for each thing held."""
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(self._lines())

    def _lines(self) -> Iterator[str]:
        front = {
            "seed": self.seed,
            "size": self.size,
            "files": len(self.files),
            "items": len(self.held),
            "bundles": [asdict(bundle) for bundle in self.bundles],
            "empty_folders": [text_of(path)[0] for path in self.empty_folders],
            "passwords": self.passwords,
            "searches": [search.row() for search in self.searches],
            "volumes": [asdict(volume) for volume in self.volumes],
        }
        yield json.dumps(front, ensure_ascii=False, indent=1)[:-2] + ',\n "held": [\n'
        for at, held in enumerate(self.held):
            yield ("" if at == 0 else ",\n") + "  " + json.dumps(held.row(), ensure_ascii=False)
        yield "\n ]\n}\n"
