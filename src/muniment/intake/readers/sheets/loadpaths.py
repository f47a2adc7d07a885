"""What the rows of a load file point to: natives, texts and pictures, each under its column."""

import re
from collections import Counter
from collections.abc import Sequence

from muniment.intake.loadtype import LFP, OPTICON
from muniment.model.reading import Draft

_NAMED = 1000  # paths of each kind that a fact lists
_NATIVE = re.compile(r"native|^filepath$|^filelink$|^targetpath$|^originalpath$|^link$|^path$|^doclink$")
_TEXT = re.compile(r"text(?:path|link|file|precedence)?$|^ocr(?:path|link|file)?$|^extractedtext")
_PICTURE = re.compile(r"image|^tiff|^pdf(?:path|link)$")
_PATH = re.compile(r"[^\t\n]{0,400}\.[A-Za-z0-9]{1,8}\Z")
_COUNTS = re.compile(r"count|size|date|hash|status|flag|pages|number|type|ext$|name$")
_HEADER_WORDS = 500  # columns that a fact names


class Paths:
    """Is told the rows in turn, the header first."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._header: list[str] | None = None
        self._columns: dict[int, str] = {}
        self._found: dict[str, dict[str, None]] = {"natives": {}, "texts": {}, "images": {}}
        self._widths: Counter[int] = Counter()
        self._documents = 0
        self.rows = 0

    def tell(self, row: Sequence[str]) -> None:
        """Note one row."""
        if self._kind == OPTICON:
            self._documents += row[3:4] == ["Y"]
            self._point("images", row[2] if len(row) > 2 else "")
        elif self._kind == LFP:
            self._ipro(row)
        elif self._header is None:
            self._name(row)
            return
        else:
            for place, kind in self._columns.items():
                if place < len(row):
                    self._point(kind, row[place])
        self.rows += 1
        if len(self._widths) < _NAMED:
            self._widths[len(row)] += 1

    def settle(self, draft: Draft) -> None:
        """Facts of the draft."""
        facts = draft.facts
        facts["rows"] = self.rows
        if self._header is not None:
            facts["columns"] = len(self._header)
            facts["header"] = self._header[:_HEADER_WORDS]
            odd = sum(count for width, count in self._widths.items() if width != len(self._header))
            if odd:
                facts["rows_of_other_width"] = odd
        if self._documents:
            facts["documents"] = self._documents
        for kind, paths in self._found.items():
            if paths:
                facts[kind] = list(paths)[:_NAMED]
                facts[f"{kind}_named"] = len(paths)

    def _name(self, row: Sequence[str]) -> None:
        self._header = [cell.strip() for cell in row]
        for place, cell in enumerate(row):
            plain = re.sub(r"[\W_]", "", cell).lower()
            if _COUNTS.search(plain):
                continue
            for kind, column in (("texts", _TEXT), ("images", _PICTURE), ("natives", _NATIVE)):
                if column.search(plain):
                    self._columns[place] = kind
                    break

    def _point(self, kind: str, cell: str) -> None:
        path = cell.strip()
        if _PATH.match(path) and len(self._found[kind]) < 1_000_000:
            self._found[kind][path] = None

    def _ipro(self, row: Sequence[str]) -> None:
        """IM,ID,D,0,@volume;folder;file;2 is a picture, OF a native, FT a text."""
        kind = {"IM": "images", "OF": "natives", "FT": "texts"}.get(row[0])
        parts = next((cell for cell in row if cell.startswith("@")), "").split(";")
        if kind and len(parts) > 2:
            self._point(kind, "\\".join(part.strip("\\") for part in parts[1:3] if part))
        self._documents += kind == "images" and row[2:3] == ["D"]
