"""A picture made ready for recognition: upright, grey, dark on white, without shadows, at the size that letters need."""

import math
import struct
from dataclasses import dataclass
from typing import cast

from PIL import ExifTags, Image, ImageChops, ImageFilter

MOST, LONGEST = (
    60_000_000,
    30_000,
)  # pixels of a page, and along a side, that are looked at; a larger one is made smaller
_TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_CELLS = 150  # the background is looked at in so many cells along the shorter side
_SPREAD = 5  # cells; paper is found within so many, however dense the letters
# measured: photographs have 0.34 to 0.93 of such cells, pages none, a page that is a third photograph 0.21
_RESTLESS, _PHOTOGRAPH = [255 if value > 8 else 0 for value in range(256)], 0.3
# division is subtraction of logarithms: three quick passes over bytes instead of arithmetic on wide numbers
_LOG = [round(255 * math.log(value + 1) / math.log(256)) for value in range(256)]
_EXP = [round(255 * 256 ** (-value / 255)) for value in range(256)]
# what is nearly paper becomes paper, what is nearly ink becomes ink: noise in a shadow is no picture then
_PAPER, _INK = 170, 80
_CLIP = [min(max(round((value - _INK) * 255 / (_PAPER - _INK)), 0), 255) for value in range(256)]
_SOFT = 0.7  # pixels of blur, against noise


def upright(image: Image.Image) -> Image.Image:
    """The picture as a viewer shows it: turned as its camera says. One whose EXIF cannot be read stays as it is."""
    try:
        turned = _TURNED.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except (ValueError, TypeError, KeyError, OverflowError, SyntaxError, OSError, struct.error):
        return image
    return image.transpose(turned) if turned is not None else image


def grey(image: Image.Image) -> Image.Image:
    """A grey picture of at most `MOST` pixels; what is transparent lies on white."""
    if image.mode.startswith(("I", "F")):
        image = _eight_bits(image)
    elif image.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in image.info:
        seen = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen)
    found = image if image.mode == "L" else image.convert("L")
    scale = min(math.sqrt(MOST / (found.width * found.height)), LONGEST / max(found.size))
    if scale < 1:
        size = max(int(found.width * scale), 1), max(int(found.height * scale), 1)
        found = found.resize(size, Image.Resampling.BOX)
    return found


def _eight_bits(image: Image.Image) -> Image.Image:
    """A picture of wide numbers, its lightest made white."""
    wide = image.convert("F")
    _, most = cast("tuple[float, float]", wide.getextrema())
    return wide.point(lambda value: value * (255 / most if most > 0 else 1.0)).convert("L")


@dataclass(frozen=True, slots=True)
class Flat:
    """A grey picture divided by its background, and a small map of where that background is restless."""

    image: Image.Image
    unrest: Image.Image
    dark: int  # pixels

    @property
    def photograph(self) -> bool:
        """Whether it is no page: there is no even paper behind it."""
        return share(self.unrest) >= _PHOTOGRAPH


def flatten(image: Image.Image) -> Flat:
    """Divide a grey picture by its background: paper becomes white however the light fell on it.

    Light letters on dark paper become dark ones on white.
    """
    flat = _divided(image)
    # a shadow over half a page is no dark paper: only what stays dark after the division is
    return _divided(ImageChops.invert(image)) if flat.dark * 2 > image.width * image.height else flat


def share(mask: Image.Image) -> float:
    """The share of a mask that is set."""
    return mask.histogram()[255] / max(mask.width * mask.height, 1)


def dark(image: Image.Image) -> int:
    """How many pixels are dark."""
    return sum(image.histogram()[:128])


def _divided(image: Image.Image) -> Flat:
    step = max(min(image.size) // _CELLS, 1)
    paper = image.reduce(step) if step > 1 else image
    paper = paper.filter(ImageFilter.MaxFilter(_SPREAD)).filter(ImageFilter.MedianFilter(_SPREAD))
    unrest = ImageChops.difference(paper, paper.filter(ImageFilter.GaussianBlur(_SPREAD + 1))).point(_RESTLESS)
    paper = paper.filter(ImageFilter.GaussianBlur(_SPREAD - 1)).resize(image.size, Image.Resampling.BILINEAR)
    flat = ImageChops.subtract(paper.point(_LOG), image.point(_LOG)).point(_EXP)
    return Flat(flat, unrest, dark(flat))


def clip(image: Image.Image) -> Image.Image:
    """A flattened picture with noise taken off."""
    return image.filter(ImageFilter.GaussianBlur(_SOFT)).point(_CLIP)
