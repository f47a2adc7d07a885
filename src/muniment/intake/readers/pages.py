"""The pages of a reading as they are told, and the state that follows: all of the text, a part of it, or none."""

from muniment.intake.limits import LimitReached
from muniment.intake.readers.room import Room
from muniment.intake.readers.text.lines import PAGE
from muniment.model.reading import Draft, Page
from muniment.model.state import State


class Pages:
    """Adds pages to a draft as long as there is room."""

    def __init__(self, draft: Draft, room: Room) -> None:
        self._draft = draft
        self._room = room
        self._lines: list[str] = []
        self._parts: list[tuple[str, int, int]] = []
        self._length = 0
        self._words = self._full = False

    def add(self, page: Page) -> None:
        """Add a whole page.

        Raises: LimitReached, where it does not fit; then what was added so far is what is had.
        """
        if not page.text:
            return
        if self._full or not self._room.fits(page.text):
            self._full = True
            raise LimitReached("limit-output")
        self._draft.pages.append(page)
        self._words = self._words or bool(page.text.strip())

    def line(self, text: str, kind: str = "") -> None:
        """Add a line to the page that grows now; it ends after a million characters.

        Raises: LimitReached.
        """
        if not text:
            return
        if kind:
            self._parts.append((kind, self._length, self._length + len(text)))
        self._lines.append(text)
        self._length += len(text) + 1
        if self._length >= PAGE:
            self._turn()

    def _turn(self) -> None:
        text = "\n".join([*self._lines, ""])
        parts = tuple(self._parts)
        self._lines, self._parts, self._length = [], [], 0
        self.add(Page(text, parts=parts))

    def finish(self) -> None:
        """End the last page and settle the state."""
        draft = self._draft
        if self._lines and not self._full:
            try:
                self._turn()
            except LimitReached:
                self._full = True
        if not self._words:
            draft.pages.clear()
        if self._full:
            draft.state = State.TEXT_PARTIAL if self._words else State.UNREAD_LIMIT
            draft.reason = "limit-output"
        elif not self._words:
            draft.state, draft.reason = State.NONE_BLANK, "no-text"
