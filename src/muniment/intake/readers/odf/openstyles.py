"""Which styles of an OpenDocument hide what they are used for: text, rows, sheets, slides."""

from collections.abc import Mapping

from muniment.intake.readers.odf.openlists import ListStyles

_HIDES = {
    ("style:text-properties", "text:display"): "none",
    ("style:table-properties", "table:display"): "false",
    ("style:drawing-page-properties", "presentation:visibility"): "hidden",
    ("style:section-properties", "text:display"): "none",
}


class Styles:
    """Learns the styles as they are told."""

    def __init__(self) -> None:
        self.lists = ListStyles()
        self._style = ""
        self._hidden: dict[str, bool] = {}
        self._parents: dict[str, str] = {}

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element begins."""
        self.lists.start(name, attrs)
        if not name.startswith("style:"):
            return
        if name == "style:style":
            self._style = attrs.get("style:name", "")
            if parent := attrs.get("style:parent-style-name"):
                self._parents[self._style] = parent
        elif self._style:
            for (element, key), value in _HIDES.items():
                if name == element and key in attrs:
                    self._hidden[self._style] = attrs[key] == value

    def end(self, name: str) -> None:
        """An element ends."""
        self.lists.end(name)
        if name == "style:style":
            self._style = ""

    def hidden(self, style: str) -> bool:
        """Whether a style hides, by itself or by a style that it is made from."""
        seen: set[str] = set()
        while style and style not in seen:
            if style in self._hidden:
                return self._hidden[style]
            seen.add(style)
            style = self._parents.get(style, "")
        return False
