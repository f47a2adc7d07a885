"""What is said before anything is opened: how much disk an intake needs, and which types are not read here, by names."""

import ctypes.util
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from muniment.intake.ocr.lacking import lacking
from muniment.intake.readers import REGISTRY
from muniment.model.act import Row
from muniment.model.media import UNKNOWN, by_extension, label, nature, picture


@dataclass(frozen=True, slots=True)
class _Need:
    """Types whose reader stands on something that may not be installed; how that is looked for, and the line to type."""

    covers: Callable[[str], bool]
    there: Callable[[], bool]
    type: str


_NEEDS = (
    _Need(
        lambda kind: REGISTRY[kind] in {"archive", "rar"},
        lambda: ctypes.util.find_library("archive") is not None,
        "sudo apt-get install libarchive13",  # as `./go` does it
    ),
    _Need(lambda kind: REGISTRY[kind] == "pst", lambda: _module("pypff"), "pip install 'muniment[pst]'"),
    _Need(lambda kind: kind == "image/heic", lambda: _module("pi_heif"), "pip install 'muniment[heic]'"),
    _Need(
        lambda kind: nature(kind) in {"audio", "video"}, lambda: _module("pymediainfo"), "pip install 'muniment[media]'"
    ),
)


def says(case: Path, rows: Sequence[Row], languages: Sequence[str] = ()) -> str:
    """One paragraph; `languages` are those that words in pictures will be looked for in, none where they are not.

    The types are a forecast: what a file is comes from its bytes.
    """
    size = sum(row.size for row in rows)
    free = shutil.disk_usage(case).free
    files = sum(row.kind != "folder" for row in rows)
    kinds = {kind for row in rows if (kind := by_extension(row.name))}
    note = f"{files:,} files, {_size(size)}; needs about {_size(size + size // 3)} of disk, {_size(free)} free"
    if size + size // 3 > free:
        note += ": THIS MAY NOT FIT"
    for what, found in (
        ("by their names not read by this version", [kind for kind in kinds if _waits(kind)]),
        *_lacking(kinds),
        *_pictures(kinds, languages),
    ):
        if found:
            note += f". {what[0].upper()}{what[1:]}: {', '.join(sorted(set(map(_called, found))))}"
    return note


def to_install(kind: str) -> str:
    """The line to type before items of this type are read; "" where nothing that is known of is missing for them.

    What was packed by a rarer method has no type: what unpacks it is looked for.
    """
    found = [
        need.type for need in _NEEDS if kind.lower() in REGISTRY and need.covers(kind.lower()) and not need.there()
    ]
    if kind == UNKNOWN and not _NEEDS[0].there():
        found.append(_NEEDS[0].type)
    if (picture(kind) or kind == "application/pdf") and not found and (lacks := lacking(())):
        found.append(lacks.type)
    return found[0] if found else ""


def _called(kind: str) -> str:
    """What a person calls it; one ending serves sound and film alike."""
    return "MPEG-4 sound or film" if kind in {"audio/mp4", "video/mp4"} else label(kind)


def _waits(kind: str) -> bool:
    """Whether no reader of this version reads this type, though there may be text in it."""
    return kind.lower() not in REGISTRY and not nature(kind) and not picture(kind)


def _lacking(kinds: set[str]) -> Iterator[tuple[str, list[str]]]:
    """What is not read before a line is typed, for each line; nothing is imported to find out."""
    for need in _NEEDS:
        found = [kind for kind in kinds if kind.lower() in REGISTRY and need.covers(kind.lower())]
        if found and not need.there():
            yield f"not read before you type: {need.type}", found


def _pictures(kinds: set[str], languages: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """What words in pictures wait for, where there may be any."""
    found = [kind for kind in kinds if picture(kind) or kind == "application/pdf"]
    if found and languages and (lacks := lacking(languages)):
        yield f"words in pictures wait before you type: {lacks.type}", found


def _module(name: str) -> bool:
    return find_spec(name) is not None


def _size(count: int) -> str:
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if count < 1024:
            return f"{count} {unit}"
        count //= 1024
    return f"{count} TiB"
