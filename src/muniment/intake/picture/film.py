"""A film or sound for a person before a browser: a copy that plays, made by ffmpeg in its jail, and what can be seen without playing.

All is kept in `derived/films/` while it is useful. Nothing there is truth, and erasures take all of it.
"""

import hashlib
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from muniment.errors import Broken, ToolMissing, Trouble
from muniment.intake import jail, taken, visible
from muniment.intake.picture import ffmpeg, look, pages, seen
from muniment.intake.picture.none import NoPicture
from muniment.intake.picture.pages import Room
from muniment.intake.picture.seen import Seen
from muniment.model.item import Item
from muniment.model.media import nature
from muniment.store.store import Store

VERSION = 2  # raised with whatever changes what is made
SECONDS = 600  # by the clock, for a copy
BYTES = 512 << 20  # of a copy
LONGEST = 2 * 60 * 60  # seconds; a longer film is cut there, and that is said
KEPT = 2 << 30  # bytes of all together
H264, AAC = "libx264", "aac"  # what writes what every browser plays
_NEARLY = 1 << 20
_WIDEST = 854
_FOLDER = "films"
_OUTPUT = ("-t", str(LONGEST), "-fs", str(BYTES), "-movflags", "+faststart", "-f", "mp4")


@dataclass(frozen=True, slots=True)
class Played:
    """A copy made for a browser: its file, its type, whether it may end before the film does; and what is seen without it."""

    path: Path
    type: str
    size: int
    cut: bool
    seen: Seen


@dataclass(frozen=True, slots=True)
class Drawn:
    """No copy, but what can be seen; `why` there is no copy."""

    seen: Seen
    why: NoPicture


def playable(room: Room, id: str, *, make: bool, copy: bool = True) -> Played | Drawn | NoPicture:  # noqa: A002
    """A copy of an item's film or sound, and what can be seen without it; else why there is none.

    With `make` what is not there yet is made, with `copy` the copy, too. Without, what was made before; or can be made at
    once, where there is no ffmpeg.
    Raises: UnknownItem; Refused; Broken, where its bytes are not those recorded.
    """
    item = visible.item(room.store, id)
    kind = nature(item.type)
    if kind not in {"audio", "video"}:
        return NoPicture.of("not-played", id)
    if item.sha256 is None:
        return NoPicture.of(pages.why_not(item), id)
    there = _there(room.store, item)
    without = not ffmpeg.program()
    if without and (isinstance(there, Played | Drawn) or not look.without_codec(item)):
        return there
    if not make and not without:
        return there
    # No erasure begins while this is held, so none misses what is made; one at a time, for each takes all processors.
    with room.store.together("evidence"), room.store.turn("film"):
        room.store.catch_up()
        item = visible.item(room.store, id)
        if item.sha256 is None:
            return NoPicture.of(pages.why_not(item), id)
        if without:
            _look(room, item)
        else:
            reason = _make(room, item, copy=copy)
            if copy or reason:
                _note(room.store, item, reason)
    return _there(room.store, item)


def _path(store: Store, item: Item, ending: str) -> Path:
    return store.derived / _FOLDER / f"{item.sha256}-{VERSION}.{ending}"


def _seen_at(store: Store, item: Item) -> Path:
    """What was seen without ffmpeg is seen anew with it."""
    return _path(store, item, "seen" if ffmpeg.program() else "plain.seen")


def _there(store: Store, item: Item) -> Played | Drawn | NoPicture:
    """What was made before; else why there is nothing."""
    kept = seen.held(_seen_at(store, item))
    path = _path(store, item, "mp4")
    with suppress(OSError):
        os.utime(path)
        size = path.stat().st_size
        return Played(path, f"{nature(item.type)}/mp4", size, _cut(store, item, size, kept), kept)
    why = NoPicture.of(_noted(store, item) if ffmpeg.program() else "no-ffmpeg", item.id)
    return Drawn(kept, why) if kept else why


def _cut(store: Store, item: Item, size: int, kept: Seen) -> bool:
    """Whether the copy ends before the original does, as far as that is known."""
    reading = store.reading(item)
    said = None if reading is None else reading.facts.get("duration")
    seconds = max(said if isinstance(said, int | float) else 0, kept.length)
    return seconds > LONGEST or size > BYTES - _NEARLY


def _note(store: Store, item: Item, reason: str) -> None:
    """Why there is no copy, for whoever comes to the page next; a crash that leaves no note costs a second try."""
    path = _path(store, item, "why")
    with suppress(OSError):
        if reason:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(reason)
        else:
            path.unlink(missing_ok=True)


def _noted(store: Store, item: Item) -> str:
    with suppress(OSError):
        return _path(store, item, "why").read_text() or "not-made"
    return "not-made"


def _make(room: Room, item: Item, *, copy: bool) -> str:
    """Make what is not there; returns why there is no copy, "" where there is one or none was wanted."""
    if not jail.available()[0]:
        return "no-jail"
    folder = _path(room.store, item, "mp4").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with room.desks.one() as taker:
            original = taken.path(room.store, item, taker)
        _hold(original, item)
        found = _look(room, item, original)
        if copy and not _path(room.store, item, "mp4").exists():
            return _copy(room.store, item, original)
    except (Trouble, ToolMissing):
        return "not-taken-out"
    except OSError:  # the disk is full: there is no copy then
        return "crashed"
    return "" if found or copy else "nothing-seen"


def _hold(original: Path, item: Item) -> None:
    with original.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != item.sha256:
            raise Broken("an original has other bytes than the ledger names", item.id, "run muniment verify")


def _look(room: Room, item: Item, original: Path | None = None) -> bool:
    """Make what is seen without playing, where it is not there; whether it is there now."""
    path = _seen_at(room.store, item)
    if seen.held(path):
        return True
    path.parent.mkdir(parents=True, exist_ok=True)
    film = nature(item.type) == "video"
    found = look.by_us(room, item) if original is None else look.by_ffmpeg(room, item, original, path.parent, film=film)
    if not (found.stills or found.wave):
        return False
    seen.keep(path, found)
    _tidy(path)
    return True


def _copy(store: Store, item: Item, original: Path) -> str:
    """Have ffmpeg write a copy; returns why it did not. It is whole under its name or not there."""
    out = _path(store, item, "mp4")
    film = nature(item.type) == "video"
    words = (*(_film() if film else ("-vn",)), *_sound(), *_OUTPUT)  # the picture of a record is no film
    with ffmpeg.run(original, out.parent, words, size=2 * BYTES, seconds=SECONDS) as wrote:
        if not wrote.reason:
            wrote.path.replace(out)
            _tidy(out)
            return ""
    wanted = (H264, AAC) if film else (AAC,)
    lacks = wrote.reason == "no-codec" and not ffmpeg.can_write(out.parent, *wanted)
    return "no-encoder" if lacks else wrote.reason


def _film() -> tuple[str, ...]:
    return (
        *("-map", "0:V:0?", "-c:v", H264, "-preset", "veryfast", "-crf", "27", "-threads", "2"),
        *("-vf", f"scale=trunc(min({_WIDEST}\\,iw)/2)*2:-2,format=yuv420p", "-fpsmax", "30"),
    )


def _sound() -> tuple[str, ...]:
    return ("-map", "0:a:0?", "-c:a", AAC, "-b:a", "96k", "-ac", "2")


def _tidy(newest: Path) -> None:
    """Remove what was used longest ago, until the rest is small enough; never the one that is wanted now."""
    found = []
    for path in newest.parent.iterdir():
        if path != newest:
            with suppress(OSError):  # another process removed it
                found.append((path.stat().st_mtime, path.stat().st_size, path))
    size = newest.stat().st_size + sum(each for _, each, _ in found)
    for _, each, path in sorted(found):
        if size <= KEPT:
            return
        path.unlink(missing_ok=True)
        size -= each


def remove(store: Store) -> None:
    """Throw all of it away."""
    shutil.rmtree(store.derived / _FOLDER, ignore_errors=True)
