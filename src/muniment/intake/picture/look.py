"""What can be seen of a film or sound: by ffmpeg where it is installed, else of the forms that need none."""

import hashlib
import math
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from muniment.errors import ToolMissing, Trouble
from muniment.intake.picture import pages, stills
from muniment.intake.picture.kinds import FILMS, SOUNDS
from muniment.intake.picture.moments import STILLS
from muniment.intake.picture.pages import Room
from muniment.intake.picture.seen import Look
from muniment.model.item import Item
from muniment.model.reading import Json

_SECONDS = 30  # for all stills that are made without ffmpeg


def by_ffmpeg(room: Room, item: Item, original: Path, folder: Path, *, film: bool) -> Look:
    """Stills and a waveform, made in its jail. A sound that needs no codec is drawn as it is.

    Raises: OSError, where the disk is full.
    """
    look = stills.made(original, folder) if film else Look()
    if film and not look.stills:
        look = _frames(room, item)
    wave = _wave(room, item)
    if wave is not None:
        return replace(look, wave=wave)
    with stills.sound(original, folder) as found:
        if found is None:
            return look
        path, cut = found
        return replace(look, wave=_drawn(room, path), cut=look.cut or cut)


def by_us(room: Room, item: Item) -> Look:
    """The same without ffmpeg, of the few forms that need no codec.

    Raises: Broken, where its bytes are not those recorded.
    """
    return replace(_frames(room, item), wave=_wave(room, item))


def without_codec(item: Item) -> bool:
    """Whether something of this type may be seen without ffmpeg."""
    return item.type in SOUNDS or item.type in FILMS


def _wave(room: Room, item: Item) -> bytes | None:
    if item.type not in SOUNDS:
        return None
    return _picture(*pages.asked(room, item, {"do": "wave"}))


def _frames(room: Room, item: Item) -> Look:
    """Stills of a film whose frames are pictures of a known form."""
    if item.type not in FILMS:
        return Look()
    until = time.monotonic() + _SECONDS
    said, _ = pages.asked(room, item, {"do": "frames", "kind": item.type})
    found: list[tuple[float, bytes]] = []
    places = _places(said)
    for place, size, seconds in places:
        if time.monotonic() < until:
            asked: dict[str, Json] = {"do": "frame", "kind": item.type, "place": place, "size": size}
            picture = _picture(*pages.asked(room, item, asked))
            if picture is not None:
                found.append((seconds, picture))
    return Look(found, missing=len(places) - len(found), length=_seconds(said.get("length")) or 0.0)


def _places(said: dict[str, Json]) -> list[tuple[int, int, float]]:
    """Where frames lie, as a child says it; only what has that form is believed."""
    listed = said.get("frames")
    found = []
    for each in listed[:STILLS] if isinstance(listed, list) else ():
        if isinstance(each, list) and len(each) == 3 and type(each[0]) is type(each[1]) is int:
            seconds = _seconds(each[2])
            if seconds is not None:
                found.append((each[0], each[1], seconds))
    return found


def _seconds(said: Json) -> float | None:
    return float(said) if isinstance(said, int | float) and math.isfinite(said) and said >= 0 else None


def _picture(said: dict[str, Json], rows: bytes) -> bytes | None:
    with suppress(KeyError, ValueError, TypeError):  # a reason, or what a child says that a file took over
        return pages.png_of(said, rows)
    return None


def _drawn(room: Room, sound: Path) -> bytes | None:
    """A sound that was written out, drawn in the other jail: what wrote it had a stranger's bytes before it."""
    with sound.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    with room.desks.one() as taker, suppress(ToolMissing, Trouble):
        return _picture(*room.desks.ask(taker, sound, sha256, {"do": "wave"}))
    return None
