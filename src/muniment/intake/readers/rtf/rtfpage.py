"""An HTML page inside a mail or an RTF document: its words, where its links lead, and what it would fetch."""

import re
from collections.abc import Mapping

from muniment.intake.readers.web.html import words
from muniment.intake.readers.web.htmltokens import scan

_REMOTE = re.compile(r"^(?:https?:)?//", re.IGNORECASE)
_SETTINGS = re.compile(r"<!--\[if [^\]<>]{0,40}\]>\s*<xml>", re.IGNORECASE)
_SETTINGS_END = "<![endif]-->"
_SHOWN = ("src", "background", "data", "poster", "srcset")


class Links:
    """Notes links as a page is scanned; `remote` says whether pictures or the like lie elsewhere."""

    def __init__(self, markup: str) -> None:
        self.found: dict[str, None] = {}
        self.remote = False
        scan(markup, self)

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """A start tag."""
        if name in {"a", "area"} and (link := attrs.get("href", "").strip()):
            self.found[link] = None
        self.remote |= any(_REMOTE.match(attrs.get(key, "").strip()) for key in _SHOWN)

    def end(self, name: str) -> None:
        """An end tag says nothing here."""

    def data(self, text: str) -> None:
        """Nor does text."""

    def raw(self, name: str, text: str) -> None:
        """Nor does a script."""

    def comment(self, text: str) -> None:
        """Nor does a comment."""


def text(markup: str) -> str:
    """Every word of the page, without the settings that an office program writes into it for itself."""
    pieces, at = [], 0
    while found := _SETTINGS.search(markup, at):
        end = markup.find(_SETTINGS_END, found.end())
        if end < 0:
            break
        pieces.append(markup[at : found.start()])
        at = end + len(_SETTINGS_END)
    return words("".join([*pieces, markup[at:]]))
