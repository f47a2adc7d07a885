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
AVI = "video/x-msvideo"
PST = "application/vnd.ms-outlook-pst"
WHATSAPP = "application/x-whatsapp-chat"  # with its media, in a zip
TELEGRAM = "application/x-telegram-chat"

HAD = ("text.complete",)
CONTAINER = ("none.container",)
BLANK = ("none.blank",)
NOTHING = ("none.empty-file",)
BY_NATURE = ("none.by-nature",)
LOCKED = ("unread.encrypted",)
REFUSED = ("unread.refused",)
STRANGE = ("unread.unknown-type",)
BROKEN = ("unread.corrupt", "text.carved", "text.partial")
IN_PICTURE = ("text.ocr",)
NO_WORDS = ("none.blank", "none.by-nature")
WAITS = ("unread.pending", "unread.dependency-missing")  # what is not installed here would read it
OCR, OUTLOOK = "ocr", "pst"  # what needs an extra, or packs of languages


@dataclass(frozen=True, slots=True)
class Member:
    """A paper inside another, under a name."""

    name: str
    paper: "Paper"


@dataclass(frozen=True, slots=True)
class Paper:
    """What was made. `states` are the states that a right reading may end in; `text` is what it should find, in any order.

    `needs` is what must be installed for that, `without` are the states where it is not, and `shown` are words in a picture:
    most of them must be found.
    """

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
    made: bool = False  # its bytes are made by whoever reads what it lies in
    shown: str = ""
    needs: str = ""
    without: tuple[str, ...] = ()
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


def pictured(data: bytes, kind: str, type_: str, shown: str, when: datetime, text: str = "") -> Paper:
    """A paper whose words stand in a picture, beside what its file says of itself."""
    states = IN_PICTURE if shown else NO_WORDS
    return Paper(data, kind, type_, text, states=states, shown=shown, needs=OCR, without=WAITS, when=when)


def at(path: str, paper: Paper) -> Placed:
    """A paper at a path that is text."""
    return Placed(path.encode(), paper)
