"""How far the lines of a page are from level, found from where its ink lies."""

from itertools import pairwise

from PIL import Image, ImageChops

_SIDE = 700  # pixels of the longer side of the picture that is turned to and fro
_FAR, _STEP, _FINE = 16, 2.0, 0.5  # degrees
_GAIN = 1.2  # by so much the lines must stand out more clearly than in the page as it is
_LEAST = 0.9  # degrees: less the engine levels itself


def skew(image: Image.Image) -> float:
    """By how many degrees a page of dark letters on white must be turned, anticlockwise, for level lines; 0.0 where none."""
    step = max(max(image.size) // _SIDE, 1)
    small = ImageChops.invert(image.reduce(step) if step > 1 else image)
    straight = _clear(small, 0.0)
    best, found = straight, 0.0
    for turn in range(-int(_FAR / _STEP), int(_FAR / _STEP) + 1):
        best, found = max((best, found), (_clear(small, turn * _STEP), turn * _STEP))
    middle = found
    for turn in range(-3, 4):
        angle = middle + turn * _FINE
        best, found = max((best, found), (_clear(small, angle), angle))
    return found if best > straight * _GAIN and abs(found) >= _LEAST else 0.0


def _clear(image: Image.Image, angle: float) -> float:
    """How clearly lines and the space between them stand apart, in rows or in columns."""
    turned = image.rotate(angle, Image.Resampling.BILINEAR) if angle else image
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    columns = turned.resize((turned.width, 1), Image.Resampling.BOX).tobytes()
    return max(_steps(rows), _steps(columns))


def _steps(profile: bytes) -> float:
    return float(sum((after - before) ** 2 for before, after in pairwise(profile)))
