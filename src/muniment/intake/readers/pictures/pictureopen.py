"""A picture opened by Pillow, its header alone; its pixels only where they are asked for. Every format is loaded at import."""

import contextlib
import io
import struct
import warnings
import zlib
from collections.abc import Iterator

import PIL
from PIL import AvifImagePlugin, Image, ImageFile, UnidentifiedImageError, features

from muniment.intake.limits import Unreadable
from muniment.intake.source import Source
from muniment.model.state import State

try:
    import pi_heif
except ImportError:
    pi_heif = None

PIXELS = 300_000_000  # of one picture; one that declares more is not opened
FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
    "image/webp": "WEBP",
    "image/jp2": "JPEG2000",
    "image/x-icon": "ICO",
    "image/x-icns": "ICNS",
    "image/x-portable-anymap": "PPM",
    "image/x-pcx": "PCX",
    "image/vnd.adobe.photoshop": "PSD",
    "image/heic": "HEIF",
    "image/avif": "AVIF",
}
# whatever bytes make Pillow stumble over; a lack of memory is none of them
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    AttributeError,
    RuntimeError,
    NotImplementedError,
    struct.error,
    zlib.error,
)

Image.init()  # the jail opens no module later
Image.MAX_IMAGE_PIXELS = PIXELS
AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # the jail makes no thread
if pi_heif is not None:
    pi_heif.options.DECODE_THREADS = 1
    pi_heif.register_heif_opener(thumbnails=False)

_LOSSY, _SLACK = frozenset({"JPEG", "MPO", "WEBP", "JPEG2000", "AVIF"}), 4

ENGINE = f"pillow {PIL.__version__}" + (f", pi_heif {pi_heif.__version__}" if pi_heif is not None else "")


def lacking(kind: str) -> bool:
    """Whether what opens this type is not installed."""
    return (kind == "image/heic" and pi_heif is None) or (kind == "image/avif" and not features.check("avif"))


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Pillow warns of what is odd; only a bomb is taken up, as an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            yield
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise Unreadable(State.UNREAD_LIMIT, "limit-pixels") from None


def opened(source: Source, kind: str) -> Image.Image:
    """The picture, as far as its header goes.

    Raises: Unreadable, where there is no such header, or what it says is not read here.
    """
    if lacking(kind):
        raise Unreadable(State.UNREAD_DEPENDENCY_MISSING, "missing-library")
    make, _ = Image.OPEN[FORMATS[kind]]
    try:
        return make(source.open(), "")
    except UnidentifiedImageError as fault:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", str(fault)) from None
    except BROKEN as fault:
        said = f"{type(fault).__name__}: {fault}"
        if any(word in said.lower() for word in ("unsupported", "unknown", "unhandled", "not implemented")):
            raise Unreadable(State.UNREAD_UNSUPPORTED, "unsupported", said) from None
        short = any(word in said.lower() for word in ("truncated", "end of file", "eof", "not enough"))
        raise Unreadable(State.UNREAD_CORRUPT, "truncated" if short else "damaged", said) from None


def decoded(image: Image.Image) -> str:
    """Decode the pixels of the frame that an opened picture stands at; gives back why not, "" where it went well."""
    try:
        image.load()
    except BROKEN as fault:
        return "truncated" if "truncated" in str(fault) else "damaged"
    return ""


def one_colour(image: Image.Image) -> bool:
    """Whether a decoded frame shows one colour alone; packing with losses may shift it by a step or two."""
    found = (image.convert("RGBA") if image.mode in {"P", "PA"} else image).getextrema()
    bands = found if isinstance(found[0], tuple) else (found,)
    slack = _SLACK if image.format in _LOSSY else 0
    return all(high - low <= slack for low, high in bands)


def _warm() -> None:
    """Use once what Pillow loads when it is first used."""
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "JPEG")
    ImageFile.Parser().feed(data.getvalue())
    image = Image.open(data)
    image.draft("L", (1, 1))
    image.load()
    image.getexif()


_warm()
