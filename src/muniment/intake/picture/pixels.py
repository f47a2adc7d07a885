"""A picture as it leaves the jail: its size and its pixels, grey or in three colours, and nothing else of the file.

Runs in the jail. A row is given as it is, or as what differs from the row above, whichever packs better: PNG knows both.
"""

import zlib
from dataclasses import dataclass

from PIL import Image, ImageChops

AS_IT_IS, FROM_ABOVE = 0, 2  # as PNG numbers its filters
_TRIED = 48  # rows that are packed both ways, to see
_QUICK = 1


@dataclass(frozen=True, slots=True)
class Pixels:
    """`rows` are all pixels, from the upper left; `mode` is L or RGB."""

    width: int
    height: int
    mode: str
    filter: int
    rows: bytes


def of(image: Image.Image) -> Pixels:
    """The pixels of a picture in L or RGB."""
    if image.mode == "RGB" and _grey(image):
        image = image.getchannel(0)
    width, height = image.size
    above = Image.new(image.mode, image.size)
    above.paste(image, (0, 1))
    differs = ImageChops.subtract_modulo(image, above)
    top = max((height - _TRIED) // 2, 0)
    band = (0, top, width, min(top + _TRIED, height))
    plain, from_above = (len(zlib.compress(each.crop(band).tobytes(), _QUICK)) for each in (image, differs))
    if from_above < plain:
        return Pixels(width, height, image.mode, FROM_ABOVE, differs.tobytes())
    return Pixels(width, height, image.mode, AS_IT_IS, image.tobytes())


def _grey(image: Image.Image) -> bool:
    """Whether all three colours are the same everywhere."""
    red, green, blue = image.split()
    return not ImageChops.difference(red, green).getbbox() and not ImageChops.difference(green, blue).getbbox()
