"""What a child in the jail says of what it was asked to draw: one line of JSON, and after it the pixels, if any.

Runs in the jail. Why there is no picture is an answer like any other.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pypdfium2

from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.picture import draw, frames, place, wave
from muniment.intake.picture.pixels import Pixels
from muniment.intake.readers.pictures.pictureopen import BROKEN
from muniment.intake.source import Source

_ASKED: Mapping[str, Callable[[Source, Mapping[str, Any]], Pixels | dict[str, Any]]] = {
    "page": draw.page,
    "boxes": place.boxes,
    "wave": wave.drawn,
    "frames": frames.listed,
    "frame": frames.drawn,
}


def answer(source: Source, asked: Mapping[str, Any]) -> Iterator[bytes]:
    """Do what is asked: draw a page, say where words stand on it, draw how loud a sound is, or a frame of a film.

    `asked` names the bytes by their hash where nobody has held them against it yet.
    """
    if asked["sha256"] and source.sha256() != asked["sha256"]:
        yield _line({"reason": "other-bytes"})
        return
    try:
        found = _ASKED[asked["do"]](source, asked)
    except LimitReached as reached:
        found = {"reason": reached.reason}
    except Unreadable as fault:
        found = {"reason": fault.reason}
    except (*BROKEN, pypdfium2.PdfiumError):
        found = {"reason": "damaged"}
    if isinstance(found, Pixels):
        yield _line({"width": found.width, "height": found.height, "mode": found.mode, "filter": found.filter})
        yield found.rows
    else:
        yield _line(found)


def _line(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said).encode() + b"\n"
