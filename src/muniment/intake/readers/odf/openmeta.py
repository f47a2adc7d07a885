"""What stands beside the text of an OpenDocument: its properties, what is encrypted, computer files written as base64."""

import base64
import binascii
import io
from collections.abc import Mapping
from typing import BinaryIO

from muniment.intake.readers.openxml.markup import Walker
from muniment.model.reading import Json

_FACTS = {
    "dc:title": "title",
    "dc:subject": "subject",
    "dc:description": "description",
    "dc:creator": "last_author",
    "dc:date": "modified",
    "dc:language": "language",
    "meta:initial-creator": "author",
    "meta:creation-date": "created",
    "meta:keyword": "keywords",
    "meta:generator": "application",
    "meta:editing-cycles": "revision",
    "meta:print-date": "printed",
    "meta:printed-by": "printed_by",
}


class Meta(Walker):
    """Walks meta.xml, or the same elements of a flat document."""

    def __init__(self) -> None:
        self.facts: dict[str, Json] = {}
        self._inside = 0
        self._key = ""
        self._text: list[str] = []

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        if name == "office:meta":
            self._inside += 1
        elif self._inside:
            self._text.clear()
            self._key = attrs.get("meta:name", "?") if name == "meta:user-defined" else ""
            if name == "meta:template" and attrs.get("xlink:title"):
                self.facts["template"] = attrs["xlink:title"]

    def end(self, name: str) -> None:
        if name == "office:meta":
            self._inside -= 1
        elif self._inside and (value := "".join(self._text).strip()):
            if name == "meta:user-defined":
                self.facts.setdefault("custom", {})[self._key] = value
            elif key := _FACTS.get(name):
                known = self.facts.get(key)
                self.facts[key] = f"{known}, {value}" if known and key == "keywords" else value
            self._text.clear()

    def data(self, text: str) -> None:
        if self._inside:
            self._text.append(text)


class Manifest(Walker):
    """Walks the manifest: which parts are encrypted."""

    def __init__(self) -> None:
        self.locked: set[str] = set()
        self._path = ""

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        if name == "manifest:file-entry":
            self._path = attrs.get("manifest:full-path", "")
        elif name == "manifest:encryption-data":
            self.locked.add(self._path)


class Binaries(Walker):
    """Walks a flat document: the computer files in it, as base64."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._text: list[str] | None = None

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        del attrs
        if name == "office:binary-data":
            self._text = []

    def end(self, name: str) -> None:
        if name == "office:binary-data" and self._text is not None:
            self.found.append("".join(self._text))
            self._text = None

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)


def opened(text: str) -> BinaryIO:
    """A stream over bytes that are written as base64.

    Raises: ValueError, where they are not.
    """
    try:
        return io.BytesIO(base64.b64decode("".join(text.split()), validate=True))
    except binascii.Error as error:
        raise ValueError(str(error)) from None
