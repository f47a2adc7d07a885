"""Media types by name: what a person calls them, the endings they go by, and whether a machine can expect text in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from muniment.model.mediatypes import ROWS

UNKNOWN = "application/octet-stream"

_SAYS_NOTHING = frozenset({"dat"})  # load files are called so, and what Outlook and Windows call just data


@dataclass(frozen=True, slots=True)
class Media:
    """One media type.

    `nature` is "" where it may hold text (whether a reader exists or not), or the reason of `none.by-nature`: audio,
    video, font, program, data. A `picture` may show words: without a reader of its own it waits for OCR.
    `family` joins types that people give each other's endings without anybody being misled.
    """

    type: str
    label: str
    extensions: tuple[str, ...]
    nature: str
    family: str

    @property
    def picture(self) -> bool:
        """Whether it is a picture."""
        return self.family == "picture"


_NATURES = frozenset({"audio", "video", "font", "program", "data"})


def _media(kind: str, label: str, family: str, extensions: str) -> Media:
    return Media(kind, label, tuple(extensions.split()), family if family in _NATURES else "", family)


MEDIA: Mapping[str, Media] = MappingProxyType({row[0].lower(): _media(*row) for row in ROWS})
_BY_EXTENSION: Mapping[str, Media] = {
    ending: entry for entry in reversed(tuple(MEDIA.values())) for ending in entry.extensions
}  # of two types with one ending the first in the table counts


def media(type: str) -> Media | None:  # noqa: A002
    """What is known of a media type, in whatever case it is written."""
    return MEDIA.get(type.lower())


def label(type: str) -> str:  # noqa: A002
    """What a person calls it; the media type itself where there is no word for it."""
    found = media(type)
    return found.label if found else type


def nature(type: str) -> str:  # noqa: A002
    """The reason of `none.by-nature`, "" where it may hold text."""
    if found := media(type):
        return found.nature
    half = type.partition("/")[0].lower()
    return half if half in {"audio", "video", "font"} else ""


def picture(type: str) -> bool:  # noqa: A002
    """Whether it is a picture, which waits for OCR where no reader reads it."""
    found = media(type)
    return found.picture if found else type.lower().startswith("image/")


def mismatch(type: str, name: str) -> bool:  # noqa: A002
    """Whether the ending of a name says another family than the bytes do. What either side does not know is none."""
    by_bytes, by_name = media(type), _BY_EXTENSION.get(_ending(name))
    if by_bytes is None or by_name is None or not by_bytes.family or _ending(name) in _SAYS_NOTHING:
        return False
    return by_bytes.family != by_name.family and _ending(name) not in by_bytes.extensions


def by_extension(name: bytes) -> str | None:
    """The media type that the ending of a name suggests; for a forecast alone, the type comes from the bytes."""
    found = _BY_EXTENSION.get(_ending(name.decode("utf-8", "replace")))
    return found.type if found else None


def _ending(name: str) -> str:
    stem, dot, ending = name.rpartition("/")[2].rpartition(".")
    return ending.lower() if dot and stem else ""
