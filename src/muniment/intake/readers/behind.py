"""An archive behind something else: a script, a picture or a page that is a ZIP too, for whoever opens it as one."""

from muniment.intake import insidezip
from muniment.intake.limits import LimitReached
from muniment.intake.readers import zipdir
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft
from muniment.model.state import State

_NAME = "archive behind it"


def add(draft: Draft, source: Source, scope: Scope) -> None:
    """Give the archive to the scope as a member, where the reader of the rest has not given those bytes already."""
    start = _start(source)
    if not start or any(child.locator.startswith(("after:", "zip:")) for child in draft.children):
        return
    locator = f"zip:{start}"
    if draft.declared is not None:
        draft.declared += 1
    try:
        child = scope.member(locator, _NAME, source.head(source.size - start, start))
    except LimitReached as reached:
        size = source.size - start
        child = Child(locator, _NAME, size=size, state=State.UNREAD_LIMIT, reason=reached.reason)
        draft.complete, draft.incomplete = False, draft.incomplete or reached.reason
    draft.children.append(child)


def _start(source: Source) -> int:
    """Where an archive begins that ends with the file; 0 where there is none."""
    if not insidezip.ends_as_zip(source):
        return 0
    found = zipdir.read(source)
    places = [entry.offset for entry in found.entries if entry.data >= 0] if found else []
    return min(places, default=0)
