"""The truth of the made-up case: what every file and member holds, which searches find what, and what the sender's list hides."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from muniment.names.filename import text_of


@dataclass(frozen=True, slots=True)
class Held:
    """One file or member. `path` is relative to the folder; a member's is its container's, "/", its name.

    `needs` is what must be installed for its `states`: "ocr" (the library, and the packs of the languages) or "pst". Where
    that is not there it ends in one of `without`; a member that has none is no item then.
    """

    path: bytes
    kind: str
    type: str
    states: tuple[str, ...]  # the states that a right reading may end in
    sha256: str | None  # "" for a link; None where a reader makes its bytes
    size: int
    members: int | None = 0  # direct members; None where they cannot be counted
    words: tuple[str, ...] = ()  # words that stand in no other paper
    member: bool = False
    shown: tuple[str, ...] = ()  # words in a picture, of which most must be found
    needs: str = ""
    without: tuple[str, ...] = ()

    def row(self) -> dict[str, Any]:
        """As JSON: the path as text, and its bytes in hex where they are not UTF-8."""
        text, raw = text_of(self.path)
        said = asdict(self)
        said.pop("path")
        return {"path": text} | ({"path_bytes": raw.hex()} if raw else {}) | said


@dataclass(frozen=True, slots=True)
class Search:
    """A query, and the paths of what it should find, no more and no less.

    `pictures` are the paths of what it finds too, where all words that count were recognised.
    """

    query: str
    paths: tuple[bytes, ...]
    pictures: tuple[bytes, ...] = ()

    def row(self) -> dict[str, Any]:
        """As JSON."""
        paths, pictures = ([text_of(path)[0] for path in some] for some in (self.paths, self.pictures))
        return {"query": self.query, "paths": paths, "pictures": pictures}


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


@dataclass(frozen=True, slots=True)
class Box:
    """A box on a shelf, which is no file: where it is, and what is done with it. `seal` is the one that was on it first."""

    name: str
    holder: str
    place: str
    seal: str
    pages: int
    volume: int  # the line of the sender's list
    moved: tuple[str, str, str, str] | None = None  # holder, place, seal, why
    opened: tuple[str, str, str] | None = None  # how, the seal found, the new one
    scans: tuple[str, ...] = ()  # paths of files that show pages of it


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of things, once they are in the case."""

    film: str  # the path of what was watched
    watched: str
    description: str
    logos: str  # a query
    logos_why: str


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
    boxes: tuple[Box, ...] = ()
    said: Said | None = None
    beside: list[Held] = field(default_factory=list)  # what lies beside the folder: the sender's list
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
            "boxes": [asdict(box) for box in self.boxes],
            "said": asdict(self.said) if self.said else None,
            "beside": [held.row() for held in self.beside],
        }
        yield json.dumps(front, ensure_ascii=False, indent=1)[:-2] + ',\n "held": [\n'
        for at, held in enumerate(self.held):
            yield ("" if at == 0 else ",\n") + "  " + json.dumps(held.row(), ensure_ascii=False)
        yield "\n ]\n}\n"
