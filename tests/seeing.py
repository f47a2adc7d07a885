"""What a picture of a page shows."""

import io

from PIL import Image


def picture(data: object) -> Image.Image:
    """What the bytes show; an answer without a picture fails."""
    assert isinstance(data, bytes), data
    image = Image.open(io.BytesIO(data))
    image.load()
    assert image.format == "PNG"
    return image.convert("RGB")


def colour(image: Image.Image, across: float, down: float) -> str:
    """The name of the colour at a place, given from 0 to 1."""
    found = image.getpixel((int(across * (image.width - 1)), int(down * (image.height - 1))))
    assert isinstance(found, tuple)
    red, green, blue = found
    if min(found) > 225:
        return "white"
    return "red" if red > 120 > max(green, blue) else "blue" if blue > 120 > max(red, green) else str(found)
