"""What can be seen of a film or sound without playing it, kept in one file: stills with their times, and how loud it is.

A line of JSON says what there is; behind it stand the pictures, PNGs of our own writing.
"""

import json
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from muniment.intake.picture import png

_HEAD = 64 << 10  # bytes of the line, at most
WAVE = 0  # the number of the picture of the sound; stills begin at 1


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its number, its size, how many seconds after the beginning it stands, and where it lies in the file."""

    number: int
    seconds: float
    width: int
    height: int
    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """What was made of a film or sound: `stills` as (seconds, PNG); `missing` moments could not be decoded.

    `length` is how many seconds the frames go on, as far as they were looked for; `cut`, whether that was not to the end.
    """

    stills: Sequence[tuple[float, bytes]] = ()
    wave: bytes | None = None
    missing: int = 0
    length: float = 0.0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """The same as it is kept."""

    path: Path | None = None
    stills: tuple[Picture, ...] = ()
    wave: Picture | None = None
    missing: int = 0
    length: float = 0.0
    cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.stills or self.wave)

    def png(self, number: int) -> bytes | None:
        """A picture by its number, None where there is none, or what is kept is not whole."""
        found = next((each for each in (self.wave, *self.stills) if each and each.number == number), None)
        if found is None or self.path is None:
            return None
        start, size = found.place
        with suppress(OSError), self.path.open("rb") as file:  # another process may have removed it
            file.seek(start)
            data = file.read(size)
            return data if png.sound(data) else None
        return None


NOTHING = Seen()


def keep(path: Path, look: Look) -> None:
    """Keep what was made. It is whole under its name or not there: a crash leaves a hidden file, which is tidied.

    Raises: OSError, where the disk is full.
    """
    body = bytearray()
    stills = [[seconds, *_placed(picture, body)] for seconds, picture in look.stills]
    wave = None if look.wave is None else _placed(look.wave, body)
    told = {"missing": look.missing, "length": look.length, "cut": look.cut}
    line = json.dumps({"stills": stills, "wave": wave, "size": len(body), **told}).encode() + b"\n"
    part = path.with_name(f".{secrets.token_hex(8)}")
    try:
        part.write_bytes(line + body)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _placed(picture: bytes, body: bytearray) -> list[int]:
    """Put a picture behind the others: its width, height, place and size."""
    start = len(body)
    body += picture
    return [*png.size(picture), start, len(picture)]


def held(path: Path) -> Seen:
    """What is kept there, nothing where that is not whole."""
    with suppress(OSError, ValueError, KeyError, TypeError, IndexError), path.open("rb") as file:
        line = file.readline(_HEAD)
        said = json.loads(line)
        if os.fstat(file.fileno()).st_size == len(line) + said["size"]:
            os.utime(path)
            return _seen(path, said, len(line))
    return NOTHING


def _seen(path: Path, said: dict[str, Any], start: int) -> Seen:
    stills = tuple(
        Picture(number, seconds, width, height, (start + at, size))
        for number, (seconds, width, height, at, size) in enumerate(said["stills"], WAVE + 1)
    )
    wave = None
    if said["wave"]:
        width, height, at, size = said["wave"]
        wave = Picture(WAVE, 0.0, width, height, (start + at, size))
    return Seen(path, stills, wave, said["missing"], said["length"], said["cut"])
