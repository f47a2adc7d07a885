"""The pictures and objects of an RTF document as members, in the order in which their groups end."""

from collections import Counter

from muniment.intake.readers.rows import Rows
from muniment.intake.readers.rtf.rtfobject import unwrap
from muniment.intake.readers.rtf.rtfsinks import Bytes
from muniment.model.reading import Child, Json
from muniment.model.state import State

_FORMATS = {
    "pngblip": "png",
    "jpegblip": "jpg",
    "emfblip": "emf",
    "wmetafile": "wmf",
    "pmmetafile": "met",
    "macpict": "pict",
    "dibitmap": "dib",
    "wbitmap": "ddb",
}
_ACTIVE = frozenset({"objocx"})


class Members:
    """Gives each to its row at once, so that no two are held in memory."""

    def __init__(self, rows: Rows, prefix: str = "") -> None:
        self._rows = rows
        self._prefix = prefix
        self._counts = Counter[str]()

    def give(self, kind: str, found: Bytes, facts: dict[str, Json]) -> None:
        """Take a picture or an object; one without bytes is none."""
        data = found.take()
        if not data:
            return
        self._counts[kind] += 1
        number = self._counts[kind]
        locator = f"{self._prefix}{kind}:{number:04d}"
        if kind == "pict":
            ending = next((_FORMATS[word] for word in found.words if word in _FORMATS), "")
            name = f"picture {number}{'.' if ending else ''}{ending}"
            self._rows.member(Child(locator, name, size=len(data), facts=facts), data)
        else:
            self._object(locator, number, data, facts)

    def _object(self, locator: str, number: int, data: bytes, facts: dict[str, Json]) -> None:
        found = unwrap(data)
        facts = {**facts, **found.facts}
        name = found.name or str(facts.get("name") or f"object {number}")
        flags = ("active-content",) if facts.get("kind") in _ACTIVE else ()
        if found.linked:
            row = Child(locator, name, kind="link", state=State.UNREAD_REFUSED, reason="link", flags=flags, facts=facts)
            self._rows.unread(row)
        else:
            self._rows.member(Child(locator, name, size=len(found.data), flags=flags, facts=facts), found.data)
