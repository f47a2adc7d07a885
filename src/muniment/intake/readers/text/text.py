"""Plain text of any kind and any size: source code, logs, subtitles, calendars, contact cards, lists of people."""

from collections.abc import Iterable

from muniment.intake.identify import identify
from muniment.intake.limits import LimitReached
from muniment.intake.readers.pages import Pages
from muniment.intake.readers.room import Room
from muniment.intake.readers.text import cards, letters, refers
from muniment.intake.readers.text.letters import Letters
from muniment.intake.readers.text.lines import paged
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Page

VERSION = "2"
ENGINE = letters.ENGINE


def read(source: Source, scope: Scope) -> Draft:
    """Read a text as it stands, but for lines that a format folds: they are joined again."""
    draft = Draft(identify(source).type)
    found = Letters(source)
    texts: Iterable[str] = found
    if cards.folded(draft.type, source):
        texts = [cards.unfold(draft, "".join(found), scope)]
    fill(draft, texts, Room(source, scope.limits))
    found.settle(draft)
    if draft.type == "text/plain":
        refers.note(draft)
    return draft


def fill(draft: Draft, texts: Iterable[str], room: Room) -> None:
    """Make pages of a text that comes in pieces, as long as there is room, and settle the state."""
    pages = Pages(draft, room)
    try:
        for text in paged(texts):
            pages.add(Page(text))
    except LimitReached:
        pass  # the state says so
    pages.finish()
