"""Which frames of a moving picture are looked at for words: those that stand long enough to be read, each picture once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from muniment.intake.readers.pictures.pictureopen import BROKEN
from muniment.intake.source import Source

READ = 500  # milliseconds: what is shown for less nobody reads
MOST = 10_000  # frames that are looked at
_LOOKED = 50_000_000  # pixels that are unpacked to find which frames are the same


@dataclass(frozen=True, slots=True)
class Stills:
    """The frames to look at, by number from 1; how many pass too quickly; whether there are too many to look at them all."""

    numbers: tuple[int, ...]
    passed: int
    cut: bool


def stills(image: Image.Image, shown: Sequence[int]) -> Stills:
    """From how many milliseconds each frame is shown. Where none says so it is no film, but pages that follow each other.

    The first and the last are always looked at.
    """
    last = len(shown) - 1
    found = [at + 1 for at, time in enumerate(shown) if time >= READ or at in {0, last} or not any(shown)]
    return Stills(_distinct(image, found[:MOST]), len(shown) - len(found), len(found) > MOST)


def webp(source: Source) -> list[int]:
    """For how many milliseconds each frame of a WebP is shown; of a picture that does not move, nothing."""
    found, at, data = [], 12, source.buffer()
    while at + 24 <= source.size:
        if data[at : at + 4] == b"ANMF":
            found.append(int.from_bytes(data[at + 20 : at + 23], "little"))
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    return found


def told(image: Image.Image, frames: int) -> list[int]:
    """For how many milliseconds each frame is shown, where only unpacking tells; nothing, where that would take long."""
    found: list[int] = []
    try:
        if frames * image.width * image.height <= _LOOKED:
            for number in range(frames):
                image.seek(number)
                image.load()
                found.append(int(image.info.get("duration") or 0))
    except BROKEN:
        return []
    return found


def _distinct(image: Image.Image, numbers: Sequence[int]) -> tuple[int, ...]:
    """The first of those that show the same; all, where that would take long to find out."""
    if not numbers or numbers[-1] * image.width * image.height > _LOOKED:
        return tuple(numbers)
    found: dict[bytes, int] = {}
    for number in numbers:
        try:
            image.seek(number - 1)
            seen = hashlib.sha256(image.convert("RGBA").tobytes()).digest()
        except BROKEN:
            seen = number.to_bytes(4, "big")  # whoever looks at it finds out why
        found.setdefault(seen, number)
    return tuple(found.values())
