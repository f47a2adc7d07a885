"""JSON, JSON lines, notebooks, maps and exports: keys and values, one a line, escapes resolved. Broken JSON loses nothing."""

from muniment.intake.identify import identify
from muniment.intake.limits import LimitReached
from muniment.intake.readers.pages import Pages
from muniment.intake.readers.room import Room
from muniment.intake.readers.text import letters
from muniment.intake.readers.text.jsontokens import Lines
from muniment.intake.readers.text.letters import Letters
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft
from muniment.model.state import State

VERSION = "1"
ENGINE = letters.ENGINE

_LINES = "application/x-ndjson"


def read(source: Source, scope: Scope) -> Draft:
    """Read values."""
    draft = Draft(identify(source).type)
    found, lines = Letters(source), Lines()
    pages = Pages(draft, Room(source, scope.limits))
    try:
        for line in lines.read(found):
            pages.line(line)
        unfinished = lines.unfinished
    except LimitReached:
        unfinished = False  # it was not read to its end, and the state says so
    pages.finish()
    if lines.broken or unfinished:
        draft.flags.append("malformed")
    if unfinished and draft.state is State.TEXT_COMPLETE:
        draft.state, draft.reason = State.TEXT_PARTIAL, "salvaged"
    if lines.blobs:
        draft.facts["binary_values"] = lines.blobs
    if draft.type == _LINES:
        draft.facts["rows"] = lines.records
    found.settle(draft)
    return draft
