"""A copy of a film or sound that a browser plays, made in a jail by ffmpeg where that is installed; else how loud it is, drawn.

The copy is kept in `derived/films/` while it is useful. Nothing there is truth, and erasures take all of it.
"""

import hashlib
import os
import secrets
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from muniment.errors import Broken, ToolMissing, Trouble
from muniment.intake import jail, taken, visible
from muniment.intake.picture import pages
from muniment.intake.picture.kinds import SOUNDS
from muniment.intake.picture.none import NoPicture
from muniment.intake.picture.pages import Room
from muniment.intake.request import END_NO_JAIL
from muniment.intake.spawn import command, environment
from muniment.model.item import Item
from muniment.model.media import nature
from muniment.store.store import Store

VERSION = 1  # raised with whatever changes what is made
PROGRAMS = ("/usr/bin/ffmpeg", "/usr/local/bin/ffmpeg")
MEMORY = 3 << 30  # address space; a film of 4K takes one
CPU_SECONDS, SECONDS = 900, 600  # of processors, and by the clock
BYTES = 512 << 20  # of a copy
LONGEST = 2 * 60 * 60  # seconds; a longer film is cut there, and that is said
_NEARLY = 1 << 20
KEPT = 2 << 30  # bytes of all copies together
_WIDEST = 854
_FOLDER = "films"
_WAVE = 0  # the number under which a sound's picture is kept; pages begin at 1
_ENDED = {END_NO_JAIL: "no-jail", -24: "timed-out", -9: "out-of-memory", -25: "too-much"}  # SIGXCPU, SIGKILL, SIGXFSZ
_INPUT = (
    *("-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file"),
    *("-i", "file:/proc/self/fd/0", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"),
)
_SOUND = ("-map", "0:a:0?", "-c:a", "aac", "-b:a", "96k", "-ac", "2")
_FILM = (
    *("-map", "0:v:0?", "-c:v", "libx264", "-preset", "veryfast", "-crf", "27", "-threads", "2"),
    *("-vf", f"scale=trunc(min({_WIDEST}\\,iw)/2)*2:-2,format=yuv420p", "-fpsmax", "30"),
)
_OUTPUT = ("-movflags", "+faststart", "-f", "mp4", "-y", "file:/proc/self/fd/1")


@dataclass(frozen=True, slots=True)
class Played:
    """A copy made for a browser: its file, its type, and whether the copy may end before the film does."""

    path: Path
    type: str
    size: int
    cut: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """No copy, but what can be seen of it: PNGs; `why` there is no copy."""

    pictures: tuple[bytes, ...]
    why: NoPicture


def program() -> str:
    """Where ffmpeg is, "" where it is not."""
    return next((path for path in PROGRAMS if os.access(path, os.X_OK)), "")


def playable(room: Room, id: str, *, make: bool) -> Played | Drawn | NoPicture:  # noqa: A002
    """A copy of an item's film or sound; else what can be drawn of it; else why there is none. Without `make` one made before.

    Raises: UnknownItem; Refused; Broken, where its bytes are not those recorded.
    """
    item = visible.item(room.store, id)
    kind = nature(item.type)
    if kind not in {"audio", "video"}:
        return NoPicture.of("not-played", id)
    if item.sha256 is None:
        return NoPicture.of(pages.why_not(item), id)
    made = _made(room.store, item)
    if made is not None:
        return made
    if not program():
        return _drawn(room, item, "no-ffmpeg")
    if not make:
        return NoPicture.of("not-made", id)
    # No erasure begins while this is held, so none misses the copy; one copy at a time, for each takes all processors.
    with room.store.together("evidence"), room.store.turn("film"):
        room.store.catch_up()
        item = visible.item(room.store, id)
        if item.sha256 is None:
            return NoPicture.of(pages.why_not(item), id)
        made = _made(room.store, item)
        reason = "" if made is not None else _make(room, item, film=kind == "video")
        made = made or _made(room.store, item)
    return made if made is not None else _drawn(room, item, reason or "crashed")


def _path(store: Store, item: Item) -> Path:
    return store.derived / _FOLDER / f"{item.sha256}-{VERSION}.mp4"


def _made(store: Store, item: Item) -> Played | None:
    path = _path(store, item)
    with suppress(OSError):
        os.utime(path)
        size = path.stat().st_size
        return Played(path, f"{nature(item.type)}/mp4", size, _cut(store, item, size))
    return None


def _cut(store: Store, item: Item, size: int) -> bool:
    """Whether the copy ends before the original does, as far as that is known."""
    reading = store.reading(item)
    said = None if reading is None else reading.facts.get("duration")
    seconds = said if isinstance(said, int | float) else 0
    return seconds > LONGEST or size > BYTES - _NEARLY


def _make(room: Room, item: Item, *, film: bool) -> str:
    """Make the copy, under a temporary name first; returns why there is none, "" where there is. A crash leaves a hidden file."""
    if not jail.available()[0]:
        return "no-jail"
    out = _path(room.store, item)
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".{secrets.token_hex(8)}")
    try:
        with room.desks.one() as taker:
            original = taken.path(room.store, item, taker)
        _hold(original, item)
        reason = _run(original, part, film=film)
        if not reason:
            os.chown(part, os.geteuid(), -1)
            part.replace(out)
            _tidy(out)
    except (Trouble, ToolMissing):
        return "not-taken-out"
    except OSError:  # the disk is full: there is no copy then
        return "crashed"
    finally:
        part.unlink(missing_ok=True)
    return reason


def _hold(original: Path, item: Item) -> None:
    with original.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != item.sha256:
            raise Broken("an original has other bytes than the ledger names", item.id, "run muniment verify")


def _run(original: Path, part: Path, *, film: bool) -> str:
    """Have ffmpeg write a copy in its jail; returns why it did not."""
    wanted = (*_FILM, *_SOUND) if film else ("-vn", *_SOUND)  # the picture of a record is no film
    words = [*_INPUT, *wanted, "-t", str(LONGEST), "-fs", str(BYTES), *_OUTPUT]
    limits = map(str, (MEMORY, CPU_SECONDS, 2 * BYTES))
    with original.open("rb") as source, part.open("xb") as sink:
        _give(original, sink.fileno())
        process = subprocess.Popen(
            command("muniment.intake.picture.filmjail", "main", *limits, program(), *words),
            env=environment(),
            cwd="/",
            stdin=source,
            stdout=sink,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            code = process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    if code is None:
        return "timed-out"
    if code:
        return _ENDED.get(code, "no-codec")
    return "" if part.stat().st_size else "no-codec"


def _give(original: Path, sink: int) -> None:
    """As root: the user that owns nothing may write this one file, and read what was taken out as it reads originals."""
    if os.geteuid():
        return
    for number in jail.NOBODY:
        with suppress(OSError):  # a container may not know the number
            os.fchown(sink, number, -1)
            break
    mode = original.stat().st_mode & 0o777
    if not mode & 0o004:
        original.chmod(mode | 0o444)


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
    """Throw all copies away."""
    shutil.rmtree(store.derived / _FOLDER, ignore_errors=True)


def _drawn(room: Room, item: Item, reason: str) -> Drawn | NoPicture:
    """What can be drawn of a sound without a codec."""
    why = NoPicture.of(reason, item.id)
    if item.type not in SOUNDS:
        return why
    picture = pages.drawn(room, item.id, _WAVE, {"do": "wave"})
    return Drawn((picture,), why) if isinstance(picture, bytes) else why
