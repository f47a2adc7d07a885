"""How far the lines of a page are from level, found from where its ink lies."""

from collections.abc import Iterable
from itertools import pairwise

from PIL import Image, ImageChops

_SIDE = 700  # pixels of the longer side of the picture that is turned to and fro
_FAR, _STEP, _FINE = 16, 2.0, 0.5  # degrees
_GAIN = 1.2  # by so much the lines must stand out more clearly than in the page as it is
_PLAIN = 1.5  # by so much they must stand out more clearly as it is for no turn to be tried at full size
_LEAST = 0.9  # degrees: less the engine levels itself


def skew(image: Image.Image) -> float:
    """By how many degrees a page of dark letters on white must be turned, anticlockwise, for level lines; 0.0 where none."""
    small = _small(image)
    if _level(small):
        return 0.0
    straight = _clear(small, 0.0)
    best, found = _best(small, _turns(0.0, _FAR, _STEP), (straight, 0.0))
    best, found = _best(small, _turns(found, 3 * _FINE, _FINE), (best, found))
    return found if best > straight * _GAIN and abs(found) >= _LEAST else 0.0


def sideways(image: Image.Image) -> bool:
    """Whether lines and the space between them stand apart more clearly from side to side than from top to bottom."""
    rows, columns = _profiles(_small(image))
    return _steps(columns) > _steps(rows)


def _small(image: Image.Image) -> Image.Image:
    """The page made small, its letters light."""
    step = max(max(image.size) // _SIDE, 1)
    return ImageChops.invert(image.reduce(step) if step > 1 else image)


def _turns(middle: float, far: float, step: float) -> list[float]:
    """Angles from both sides of one, which is known."""
    return [middle + turn * step for turn in range(-round(far / step), round(far / step) + 1) if turn]


def _best(image: Image.Image, angles: Iterable[float], known: tuple[float, float]) -> tuple[float, float]:
    """How clearly the lines of a page stand out at best, and at which angle."""
    return max(known, *((_clear(image, angle), angle) for angle in angles))


def _level(image: Image.Image) -> bool:
    """Whether even at half the size no turn that matters shows lines as clear as they are: a quarter of the work."""
    half = image.reduce(2)
    straight = _clear(half, 0.0)
    turns = {*_turns(0.0, _FAR, _STEP), *_turns(0.0, 3 * _FINE, _FINE)}
    return all(_clear(half, turn) * _PLAIN <= straight for turn in turns if abs(turn) >= _LEAST)


def _clear(image: Image.Image, angle: float) -> float:
    """How clearly lines and the space between them stand apart, in rows or in columns."""
    turned = image.rotate(angle, Image.Resampling.BILINEAR) if angle else image
    return max(map(_steps, _profiles(turned)))


def _profiles(image: Image.Image) -> tuple[bytes, bytes]:
    """How light each row is, and each column."""
    rows = image.resize((1, image.height), Image.Resampling.BOX).tobytes()
    return rows, image.resize((image.width, 1), Image.Resampling.BOX).tobytes()


def _steps(profile: bytes) -> float:
    return float(sum((after - before) ** 2 for before, after in pairwise(profile)))
