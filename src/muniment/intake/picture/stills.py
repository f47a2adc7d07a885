"""Stills of a film, and a sound written out plainly, made by ffmpeg in its jail: one run, and one file, for each."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from muniment.intake.picture import ffmpeg, moments, png
from muniment.intake.picture.moments import Moment
from muniment.intake.picture.seen import Look
from muniment.intake.picture.sizes import STILL

SECONDS = 180  # for all stills of a film together; those that were made by then are shown
_EACH = 30  # for one of them
_LIST = 64 << 20  # bytes that name packets: of 12 hours of film
_SOUND = 512 << 20  # bytes of a sound written out: 9 hours of two channels
_NEARLY = 1 << 20
_RATE = "8000"  # of each channel in a second: what is loud is drawn, and seldom higher
_HEAD = re.compile(rb"P6\n([1-9]\d{0,3}) ([1-9]\d{0,3})\n255\n")
_BEFORE = 0.001  # seconds, for times are rounded
_FIT = f"min(1\\,{STILL}/max(iw*sar\\,ih))"
_DRAWN = (
    *("-an", "-frames:v", "1", "-vf", f"scale=w=max(1\\,trunc(iw*sar*{_FIT})):h=max(1\\,trunc(ih*{_FIT}))"),
    *("-pix_fmt", "rgb24", "-c:v", "ppm", "-f", "image2pipe"),
)
_FRAMES = ("-map", "0:V:0")  # no cover that is kept in it


def made(original: Path, folder: Path) -> Look:
    """Stills, one from each twelfth of a film; what its header claims is not believed, its frames are counted.

    Raises: OSError, where the disk is full. Cost: the file is read once, and what is shown is decoded; 3 minutes at most.
    """
    until = time.monotonic() + SECONDS
    words = ("-an", *_FRAMES, "-c", "copy", "-f", "framecrc")
    with ffmpeg.run(original, folder, words, size=_LIST, seconds=SECONDS / 2) as said:
        spread = moments.spread(moments.listed(said.path), moments.listed(said.path))
        cut = said.reason in {"too-much", "timed-out"}
    found = []
    for moment in spread.moments:
        picture = _still(original, folder, moment, until)
        if picture is not None:
            found.append((moment.seconds, picture))
    return Look(found, missing=len(spread.moments) - len(found), length=spread.length, cut=cut)


@contextmanager
def sound(original: Path, folder: Path) -> Iterator[tuple[Path, bool] | None]:
    """The first sound of a file as WAV, and whether it is cut short; None where there is none. It is gone afterwards.

    Raises: OSError, where the disk is full.
    """
    words = ("-vn", "-map", "0:a:0", "-ar", _RATE, "-c:a", "pcm_u8", "-fs", str(_SOUND), "-f", "wav")
    with ffmpeg.run(original, folder, words, size=2 * _SOUND, seconds=SECONDS) as said:
        yield None if said.reason else (said.path, said.path.stat().st_size > _SOUND - _NEARLY)


def _still(original: Path, folder: Path, moment: Moment, until: float) -> bytes | None:
    """The frame of a moment. Where a file calls frames whole that are not, it is looked for once more, with all before it."""
    begin = max(moment.seconds - moment.needs - _BEFORE, 0)
    seek = ("-ss", f"{begin:.6f}") if begin else ()  # to seek the beginning is to miss it in some forms
    after = ("-ss", f"{moment.needs:.6f}") if moment.needs else ()
    size = 3 * STILL * STILL + 64
    for only in (("-skip_frame", "nokey"), ()) if not moment.needs else ((),):
        left = min(until - time.monotonic(), _EACH)
        if left <= 0:
            return None
        before = (*only, "-threads", "1", *seek)
        with ffmpeg.run(original, folder, (*_FRAMES, *after, *_DRAWN), size=size, seconds=left, before=before) as said:
            picture = b"" if said.reason else said.path.read_bytes()
        if (found := _png(picture)) is not None:
            return found
    return None


def _png(data: bytes) -> bytes | None:
    """A PNG of the pixels that stand behind a head of PPM; None where they do not."""
    head = _HEAD.match(data)
    if head is None:
        return None
    width, height = int(head[1]), int(head[2])
    if max(width, height) > STILL or len(data) - head.end() != 3 * width * height:
        return None
    return png.written(width, height, "RGB", 0, data[head.end() :])
