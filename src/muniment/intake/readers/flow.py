"""Text as it is put together, with the spans that are no body text."""

import re

from muniment.model.reading import Page

_WORD = re.compile(r"\w+")


class Flow:
    """Text that grows at its end, and marked spans of it."""

    __slots__ = ("_open", "_pieces", "length", "parts")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._open: list[tuple[str, int]] = []
        self.length = 0
        self.parts: list[tuple[str, int, int]] = []

    def write(self, text: str) -> None:
        """Add text."""
        if text:
            self._pieces.append(text)
            self.length += len(text)

    def fresh(self) -> None:
        """Begin a new line, unless the text stands at the start of one."""
        if self._pieces and self._pieces[-1][-1] != "\n":
            self.write("\n")

    def swap_end(self, old: str, new: str) -> None:
        """Put another character in the place of the last one, where the last one is `old`."""
        if self._pieces and self._pieces[-1][-1] == old:
            self._pieces[-1] = self._pieces[-1][:-1] + new

    def drop_end(self, old: str) -> None:
        """Take the last character away, where it is `old`."""
        if self._pieces and self._pieces[-1][-1] == old:
            last = self._pieces.pop()[:-1]
            if last:
                self._pieces.append(last)
            self.length -= 1
            self.parts = [
                (kind, start, min(end, self.length)) for kind, start, end in self.parts if start < self.length
            ]

    def open(self, kind: str) -> None:
        """From here on the text is a part of this kind."""
        self._open.append((kind, self.length))

    def close(self, kind: str) -> int:
        """Here the part of this kind ends; returns its length."""
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][0] == kind:
                start = self._open.pop(at)[1]
                self.mark(kind, start)
                return self.length - start
        return 0

    def mark(self, kind: str, start: int) -> None:
        """The text from `start` to here is a part of this kind; joined to a part just before it."""
        if start >= self.length:
            return
        if self.parts and self.parts[-1][0] == kind and self.parts[-1][2] == start:
            start = self.parts.pop()[1]
        self.parts.append((kind, start, self.length))

    def add(self, text: str, kind: str = "") -> None:
        """Add lines of their own, as one part."""
        if not text.strip():
            return
        self.fresh()
        start = self.length
        self.write(text)
        if kind:
            self.mark(kind, start)
        self.write("\n")

    def take(self, other: "Flow", kind: str = "") -> None:
        """Add all of another flow, its parts with it; as one part of this kind where one is named."""
        other.finish()
        start = self.length
        self._pieces += other._pieces
        self.length += other.length
        self.parts += [(name, first + start, last + start) for name, first, last in other.parts]
        if kind:
            self.parts += [(kind, start, self.length)] if self.length > start else []

    def finish(self) -> None:
        """Close what is still open: a damaged file does not close it."""
        while self._open:
            kind, start = self._open.pop()
            self.mark(kind, start)

    def text(self) -> str:
        """All of the text."""
        return "".join(self._pieces)

    def words(self) -> set[str]:
        """The different words of the text."""
        return set(_WORD.findall(self.text()))

    @property
    def blank(self) -> bool:
        """Whether there is nothing but white space."""
        return not any(piece.strip() for piece in self._pieces)

    def page(self, number: int | None = None, label: str = "") -> Page:
        """The page that this text is."""
        self.finish()
        parts = sorted(self.parts, key=lambda part: (part[1], -part[2]))
        return Page(self.text(), number, label, tuple(parts))
