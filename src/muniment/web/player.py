"""What stands on an item's page of a film or sound: a copy that plays, stills with their times, a waveform, or why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass

from muniment.case.base import Json
from muniment.intake.picture import ffmpeg
from muniment.intake.picture.film import Drawn, Played
from muniment.intake.picture.none import NoPicture
from muniment.intake.picture.seen import NOTHING, Picture
from muniment.model.media import nature
from muniment.web import pictures
from muniment.web.asked import Asked

_CLOSE = 2.0  # seconds between stills, below which their times are told more exactly


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture on the page: `at` is its time as text, "" of a waveform."""

    address: str
    width: int
    height: int
    at: str = ""


@dataclass(frozen=True, slots=True)
class Player:
    """What plays: `kind` is audio or video, `made` whether there is a copy for browsers, else `why` there is none."""

    kind: str
    made: bool
    cut: bool  # whether the copy ends before the original does
    stills: Sequence[Frame]
    wave: Frame | None
    length: str  # how long the frames go on, as text
    missing: int  # moments whose frame could not be decoded
    seen_cut: bool  # whether stills and waveform are of the beginning alone
    why: NoPicture | None
    can_make: bool

    @property
    def tried(self) -> bool:
        """Whether a copy was tried, and failed."""
        return self.why is not None and self.why.reason != "not-made"


def of(asked: Asked, said: Json) -> Player | None:
    """What there is of a film or sound; None of anything else.

    Raises: UnknownItem; Refused; Broken.
    """
    kind = nature(said["type"])
    if kind not in {"audio", "video"} or said["sha256"] is None:
        return None
    found = pictures.playable(asked, said["id"])
    seen = NOTHING if isinstance(found, NoPicture) else found.seen
    close = len(seen.stills) > 1 and seen.length / len(seen.stills) < _CLOSE
    return Player(
        kind,
        isinstance(found, Played),
        isinstance(found, Played) and found.cut,
        [_frame(said["id"], "still", each, clock(each.seconds, close)) for each in seen.stills],
        _frame(said["id"], "wave", seen.wave) if seen.wave else None,
        clock(seen.length, seen.length < 10),
        seen.missing,
        seen.cut,
        found.why if isinstance(found, Drawn) else found if isinstance(found, NoPicture) else None,
        bool(ffmpeg.program()),
    )


def _frame(item: str, kind: str, picture: Picture, at: str = "") -> Frame:
    number = f"/{picture.number}" if at else ""
    return Frame(f"/item/{item}/{kind}{number}", picture.width, picture.height, at)


def clock(seconds: float, exactly: bool) -> str:
    """A time in a film: 1:02:03, or 2:03.4 where more than whole seconds matter. Never later than it is."""
    tenths = int(seconds * 10 + 1e-6)
    whole, tenth = divmod(tenths, 10)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    told = f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
    return f"{told}.{tenth}" if exactly else told
