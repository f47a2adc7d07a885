"""Binary property lists of Apple as text, a line for each value; a saved page of Safari with its page and pictures as members."""

from collections.abc import Iterator
from datetime import datetime

from muniment.intake.identify import identify
from muniment.intake.limits import Unreadable
from muniment.intake.readers.apps.plistobjects import Broken, Listed, Named, Objects, Plain, Uid
from muniment.intake.readers.archives.archiverows import ArchiveRows
from muniment.intake.readers.rows import Rows
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.media import UNKNOWN
from muniment.model.reading import Child, Draft, Json, Page
from muniment.model.state import State

VERSION = "1"
PLIST, WEB = "application/x-plist-binary", "application/x-webarchive"
_WALKED = 1_000_000  # values that are looked at: one that is named in several places counts in each
_DEEP = 200
_CHARACTERS = 64 << 20
_SMALL = 64  # bytes of data that are shown as hexadecimal
_KEYS = {
    "WebResourceURL": "url",
    "WebResourceMIMEType": "type",
    "WebResourceTextEncodingName": "charset",
    "WebResourceFrameName": "frame",
}


def read(source: Source, scope: Scope) -> Draft:
    """Read a binary property list.

    Raises: Unreadable, where its end is missing or broken.
    """
    try:
        objects = Objects(source)
        top = objects.at(objects.top)
    except Broken:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged") from None
    if isinstance(top, Named) and "WebMainResource" in _entries(objects, top):
        return _web(objects, scope)
    return _list(objects, scope)


def _entries(objects: Objects, of: Named) -> dict[str, int]:
    """What a dictionary names, by its keys; a broken key names nothing."""
    found: dict[str, int] = {}
    for key, value in zip(of.keys, of.values, strict=True):
        try:
            name = objects.at(key)
        except Broken:
            continue
        if isinstance(name, str):
            found.setdefault(name, value)
    return found


def _web(objects: Objects, scope: Scope) -> Draft:
    """A saved page: what it is made of, each a member under its address."""
    draft = Draft(WEB, State.NONE_CONTAINER)
    rows = ArchiveRows(draft, scope)
    waiting, seen, ordinal = [objects.top], set[int](), 0
    while waiting and not rows.full:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        try:
            archive = objects.at(number)
            if not isinstance(archive, Named):
                raise Broken
            parts = _entries(objects, archive)
            resources = [parts["WebMainResource"]] if "WebMainResource" in parts else []
            resources += _listed(objects, parts.get("WebSubresources"))
            waiting += reversed(_listed(objects, parts.get("WebSubframeArchives")))
        except Broken:
            rows.lost("damaged")
            continue
        for resource in resources:
            ordinal += 1
            if not _resource(objects, rows, resource, f"{ordinal:06d}"):
                rows.lost("damaged")
    if waiting:
        rows.lost(rows.stopped or "limit-children")
    rows.finish()
    if draft.children:
        draft.facts["url"] = draft.children[0].facts.get("url", "")
    return draft


def _listed(objects: Objects, number: int | None) -> list[int]:
    found = objects.at(number) if number is not None else None
    return list(found.members) if isinstance(found, Listed) else []


def _resource(objects: Objects, rows: ArchiveRows, number: int, locator: str) -> bool:
    """One page, script or picture; whether it is one."""
    try:
        resource = objects.at(number)
        parts = _entries(objects, resource) if isinstance(resource, Named) else {}
        data = objects.at(parts["WebResourceData"])
        said = {word: objects.at(parts[key]) for key, word in _KEYS.items() if key in parts}
    except (Broken, KeyError):
        return False
    if not isinstance(data, bytes):
        return False
    facts: dict[str, Json] = {
        {"type": "content_type"}.get(key, key): value for key, value in said.items() if isinstance(value, str) and value
    }
    hints = {key: str(said[key]) for key in ("type", "charset") if said.get(key)}
    name = str(facts.get("url") or "page")
    rows.member(Child(locator, name, size=len(data), hints=hints, facts=facts), data)
    return True


def _list(objects: Objects, scope: Scope) -> Draft:
    """Any other list: every value on a line under the name that it has, and data that is something as members."""
    draft = Draft(PLIST)
    rows, lines, characters = Rows(draft, scope), list[str](), 0
    given: set[int] = set()
    for depth, name, number, value in _walk(objects, draft):
        if isinstance(value, bytes) and len(value) > _SMALL and number not in given:
            given.add(number)
            if identify(Source(value)).type != UNKNOWN:
                rows.member(Child(f"{number:06d}", name, size=len(value)), value)
        text = _shown(value)
        line = " " * depth + (f"{name}: {text}" if name else text)
        characters += len(line)
        if characters > _CHARACTERS:
            _cut(draft, "limit-output")
            break
        lines.append(line)
    if lines:
        draft.pages.append(Page("\n".join(lines)))
    elif draft.state is State.TEXT_COMPLETE:
        draft.state, draft.reason = State.NONE_BLANK, "no-text"
    return draft


_Part = tuple[str, int]  # a name, and the number of an object


def _walk(objects: Objects, draft: Draft) -> Iterator[tuple[int, str, int, Plain]]:
    """Every value with its depth, name and number, depth first, and the name of what holds others before them.

    Nothing is looked at inside itself.
    """
    levels: list[tuple[int, Iterator[_Part]]] = [(-1, iter([("", objects.top)]))]
    above: set[int] = set()
    walked = 0
    while levels:
        part = next(levels[-1][1], None)
        if part is None:
            above.discard(levels.pop()[0])
            continue
        name, number = part
        depth, walked = len(levels) - 1, walked + 1
        if walked > _WALKED:
            _cut(draft, "limit-output")
            return
        try:
            if depth > _DEEP or number in above:
                raise Broken
            thing = objects.at(number)
        except Broken:
            _cut(draft, "part-failed")
            continue
        if isinstance(thing, Listed | Named):
            if name and depth:
                yield depth - 1, name, -1, ""
            above.add(number)
            levels.append((number, _parts(objects, thing)))
        else:
            yield max(depth - 1, 0), name, number, thing


def _parts(objects: Objects, thing: Listed | Named) -> Iterator[_Part]:
    if isinstance(thing, Listed):
        yield from (("", number) for number in thing.members)
        return
    for key, value in zip(thing.keys, thing.values, strict=True):
        try:
            found = objects.at(key)
        except Broken:
            found = None
        yield found if isinstance(found, str) else "?", value


def _cut(draft: Draft, reason: str) -> None:
    draft.state, draft.reason = State.TEXT_PARTIAL, draft.reason or reason


def _shown(value: Plain) -> str:
    if isinstance(value, bytes):
        return value.hex() if len(value) <= _SMALL else f"({len(value)} bytes)"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, Uid):
        return f"object {value.number}"
    return value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
