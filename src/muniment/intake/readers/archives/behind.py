"""An archive behind something else: a script, a picture or a page that is a ZIP too, for whoever opens it as one."""

from muniment.intake import insidezip
from muniment.intake.readers.archives import zipdir
from muniment.intake.readers.rows import Rows
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft

_NAME = "archive behind it"


def add(draft: Draft, source: Source, scope: Scope) -> None:
    """Give the archive to the scope as a member, where the reader of the rest has not given those bytes already."""
    start = _start(source)
    if not start or any(child.locator.startswith(("after:", "zip:")) for child in draft.children):
        return
    size = source.size - start
    Rows(draft, scope).member(Child(f"zip:{start}", _NAME, size=size), source.head(size, start))


def _start(source: Source) -> int:
    """Where an archive begins that ends with the file; 0 where there is none."""
    if not insidezip.ends_as_zip(source):
        return 0
    found = zipdir.read(source)
    places = [entry.offset for entry in found.entries if entry.data >= 0] if found else []
    return min(places, default=0)
