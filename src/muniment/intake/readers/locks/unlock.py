"""A locked item as a whole, opened with a password that somebody supplied: what was in it is its one child, read like any other.

Runs in the jail. What a password opened before is had again without one, and what Office opens without asking needs none.
"""

from collections.abc import Callable, Mapping

from muniment.intake.identify import identify
from muniment.intake.readers.locks import unlockodf, unlockoffice, unlockpdf, unlockrar, unlockseven
from muniment.intake.readers.locks.unlocktries import Tries
from muniment.intake.readers.ole.ole import Compound, NotCompound
from muniment.intake.readers.rows import Rows
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.media import media
from muniment.model.reading import Child, Draft
from muniment.model.state import State

LOCATOR = "unlocked"
_SUPPLIED = "password-supplied"
_MS, _ODF = "application/vnd.ms-", "application/vnd.oasis.opendocument."

Opener = Callable[[Source, Tries], bytes | None]

_OPENERS: Mapping[str, Opener] = {
    "application/pdf": unlockpdf.open_,
    f"{_MS}office-encrypted": unlockoffice.package,
    "application/msword": unlockoffice.document,
    f"{_MS}excel": unlockoffice.workbook,
    f"{_MS}powerpoint": unlockoffice.presentation,
}

_ONLY_TO_READ = frozenset({f"{_MS}office-encrypted", f"{_MS}excel", f"{_MS}powerpoint"})


def open_(draft: Draft, source: Source, scope: Scope) -> Draft:
    """The item as what is in it, where something opens it; else the same draft.

    Raises: LimitReached, and whatever a library has to say over bytes that are not as they should be.
    """
    if draft.type == f"{_MS}office-encrypted" and _by_rights(source):
        draft.reason = "rights"
        return draft
    opener = _opener(draft.type, scope)
    kept = scope.kept(LOCATOR)
    if kept is not None:
        scope.alone()
        return _opened(draft, scope, kept.whole(), supplied=True)
    if opener is None or not (scope.passwords or draft.type in _ONLY_TO_READ):
        return draft
    scope.alone()
    if draft.type in _ONLY_TO_READ and (data := opener(source, Tries(scope, unlockoffice.NOBODYS))) is not None:
        return _opened(draft, scope, data, supplied=False)
    tries = Tries(scope)
    if (data := opener(source, tries)) is not None:
        return _opened(draft, scope, data, supplied=True)
    if tries.untried:
        draft.facts["passwords_not_tried"] = tries.untried
    return draft


def _by_rights(source: Source) -> bool:
    """Whether a package of Office is opened by a server's right: it says nothing of how a password would."""
    try:
        compound = Compound(source.buffer())
    except NotCompound:
        return False
    there = compound.children(compound.root).keys()
    return "encryptedpackage" in there and "encryptioninfo" not in there


def _opener(kind: str, scope: Scope) -> Opener | None:
    if kind.startswith(_ODF):
        return lambda source, tries: unlockodf.open_(source, scope, tries)
    if kind == "application/x-7z-compressed":
        return lambda source, tries: unlockseven.open_(source, scope, tries)
    if kind == "application/vnd.rar":
        return lambda source, tries: unlockrar.open_(source, scope, tries)
    return _OPENERS.get(kind)


def _opened(draft: Draft, scope: Scope, data: bytes, *, supplied: bool) -> Draft:
    """A container of what was found beside the lock, if anything, and of the computer file in it."""
    found = Draft(draft.type, State.NONE_CONTAINER, "", draft.reader, list(draft.flags), dict(draft.facts))
    found.facts.pop("failure", None)
    if supplied and _SUPPLIED not in found.flags:
        found.flags.append(_SUPPLIED)
    found.children = [child for child in draft.children if child.locator != LOCATOR]
    found.declared = len(found.children)
    kind = media(identify(Source(data)).type)
    name = f"{LOCATOR}.{kind.extensions[0]}" if kind and kind.extensions else LOCATOR
    Rows(found, scope).member(Child(LOCATOR, name, size=len(data)), data, unlocked=supplied)
    return found
