"""Who is here, what is installed, how a session ends; and the page of help."""

import importlib.metadata
import importlib.util
import platform
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment import __version__
from muniment.web import session
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown

_EXTRAS = (  # the extra, what it is for, and the module that is there with it
    ("ocr", "words in pictures and scans", "tesserocr"),
    ("media", "what sound and film say of themselves", "pymediainfo"),
    ("pst", "mailboxes of Outlook", "pypff"),
    ("heic", "pictures of newer telephones", "pi_heif"),
    ("rank", "the ranking, and recall certificates", "scipy"),
    ("figures", "plots; without it the tables beside them stand alone", "matplotlib"),
    ("serve", "these pages", "starlette"),
)
_PARTS = ("apsw", "tantivy", "cryptography", "starlette", "jinja2", "uvicorn")


@dataclass(frozen=True, slots=True)
class Extra:
    """Something that can be installed beside."""

    name: str
    serves: str
    there: bool


@dataclass(frozen=True, slots=True)
class View:
    """What settings.html shows."""

    by: str
    case: str
    id: str
    path: str
    zone: str
    access_log: str
    elsewhere: bool  # it does not lie in the case, which can only be read here
    fingerprint: str
    idle: int  # minutes
    longest: int  # hours
    sessions: int
    versions: Sequence[tuple[str, str]]
    extras: Sequence[Extra]


@dataclass(frozen=True, slots=True)
class Help:
    """What help.html shows; all of it stands in the template."""


@page(Who.SESSION)
def settings(asked: Asked) -> Answer:
    """Who you are here, the keys, the end of the session, versions and extras."""
    case = asked.case
    asked.look("looked", {"page": "settings"})
    view = View(
        case.by,
        case.title,
        case.id,
        str(case.path.resolve()),
        case.zone,
        str(case.access_log.resolve()),
        case.access_log.parent != case.path,
        case.fingerprint,
        int(session.IDLE // 60),
        int(session.LONGEST // 3600),
        len(asked.desk.sessions),
        [("Muniment", __version__), ("Python", platform.python_version()), *_parts()],
        [Extra(name, serves, importlib.util.find_spec(module) is not None) for name, serves, module in _EXTRAS],
    )
    return Shown("settings.html", view, "Settings", "/settings", [Crumb("Settings")])


def _parts() -> list[tuple[str, str]]:
    return [(name, importlib.metadata.version(name)) for name in _PARTS]


@page(Who.SESSION)
def help_(asked: Asked) -> Answer:
    """How to find one's way, the keys, the marks and the words."""
    del asked
    return Shown("help.html", Help(), "Help and keys", "", [Crumb("Help and keys")])


ROUTES = [Route("/settings", settings), Route("/help", help_)]
