"""Stills of a film whose frames are whole pictures, as a few cameras write it: these need no codec. Runs in the jail.

Cannot: frames that say only what differs from others, as nearly all films have; of a frame in two fields, the second.
"""

from collections.abc import Mapping
from typing import Any

from muniment.intake.limits import LimitReached
from muniment.intake.picture import filmavi, filmmov, pixels
from muniment.intake.picture.moments import spread
from muniment.intake.picture.pixels import Pixels
from muniment.intake.picture.sizes import STILL
from muniment.intake.readers.pictures import pictureopen
from muniment.intake.source import Source

_LARGEST = 64 << 20  # bytes of a frame
_FORMS = {"video/x-msvideo": filmavi.opened, "video/quicktime": filmmov.opened}  # those of `kinds.FILMS`


def listed(source: Source, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Where the frames lie that are to be shown, how many bytes each has, and at which second it stands.

    Raises: Unreadable, where its frames are no pictures.
    """
    film = _FORMS[asked["kind"]](source)
    found = spread(film.frames(), film.frames())
    return {"frames": [[*each.place, each.seconds] for each in found.moments], "length": found.length}


def drawn(source: Source, asked: Mapping[str, Any]) -> Pixels:
    """The frame that lies there.

    Raises: Unreadable, LimitReached, and what Pillow raises over a damaged picture.
    """
    film = _FORMS[asked["kind"]](source)
    frame = Source(film.head + source.head(min(asked["size"], _LARGEST), asked["place"]))
    with pictureopen.quiet():
        image = pictureopen.opened(frame, film.kind)
        if image.width * image.height > pictureopen.PIXELS:
            raise LimitReached("limit-pixels")
        image.draft(None, (STILL, STILL))  # decoded at a half, a quarter or an eighth, where that is enough
        image.load()
    seen = image if image.mode == "L" else image.convert("RGB")
    seen.thumbnail((STILL, STILL), reducing_gap=2)
    return pixels.of(seen)
