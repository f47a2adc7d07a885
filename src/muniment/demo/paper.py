"""A paper of the made-up case: its bytes, and the truth of what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from muniment.demo.story import POLLING_DAY

PLAIN = "text/plain"
CSV = "text/csv"
HTML = "text/html"
JSON = "application/json"
XML = "application/xml"
RTF = "application/rtf"
PDF = "application/pdf"
PNG = "image/png"
WAV = "audio/x-wav"
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
UNKNOWN = "application/octet-stream"

HAD = ("text.complete",)
CONTAINER = ("none.container",)
TO_OCR = ("unread.pending",)
LOCKED = ("unread.encrypted",)
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
