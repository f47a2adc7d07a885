"""A paper of the made-up case: its bytes, and the truth of what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from muniment.demo.story import POLLING_DAY

PLAIN = "text/plain"
CSV = "text/csv"
TSV = "text/tab-separated-values"
HTML = "text/html"
JSON = "application/json"
XML = "application/xml"
RTF = "application/rtf"
PDF = "application/pdf"
PNG = "image/png"
WAV = "audio/wav"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
EML = "message/rfc822"
MBOX = "application/mbox"
ZIP = "application/zip"
TAR = "application/x-tar"
GZIP = "application/gzip"
BZIP = "application/x-bzip2"
XZ = "application/x-xz"
SEVEN = "application/x-7z-compressed"
EMPTY = "application/x-empty"
UNKNOWN = "application/octet-stream"

HAD = ("text.complete",)
CONTAINER = ("none.container",)
BLANK = ("none.blank",)
NOTHING = ("none.empty-file",)
BY_NATURE = ("none.by-nature",)
TO_OCR = ("unread.pending",)
LOCKED = ("unread.encrypted",)
REFUSED = ("unread.refused",)
STRANGE = ("unread.unknown-type",)
BROKEN = ("unread.corrupt", "text.carved", "text.partial")


@dataclass(frozen=True, slots=True)
class Member:
    """A paper inside another, under a name."""

    name: str
    paper: "Paper"


@dataclass(frozen=True, slots=True)
class Paper:
    """What was made. `states` are the states that a right reading may end in; `text` is what it should find, in any order."""

    data: bytes
    kind: str
    type: str
    text: str = ""
    states: tuple[str, ...] = HAD
    words: tuple[str, ...] = ()
    sender: str = ""
    members: Sequence[Member] = ()
    counted: bool = True  # False: nobody can say how many members it has
    shut: bool = False  # nobody gets at its bytes: a member that is locked, damaged or a link
    when: datetime = POLLING_DAY


@dataclass(frozen=True, slots=True)
class Placed:
    """A paper at its path, relative to the folder, as bytes."""

    path: bytes
    paper: Paper


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link."""

    path: bytes
    target: bytes


@dataclass(frozen=True, slots=True)
class Folder:
    """An empty folder."""

    path: bytes


Entry = Placed | Link | Folder


def at(path: str, paper: Paper) -> Placed:
    """A paper at a path that is text."""
    return Placed(path.encode(), paper)
